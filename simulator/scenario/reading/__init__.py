"""From text to a scenario: YAML and CSV files, what they extend, single values laid over, and what is wrong in them."""
