"""From ledgers to metrics, bands and files."""
