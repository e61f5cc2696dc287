"""Pictures and tables for people; no metric is computed here."""
