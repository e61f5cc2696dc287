"""What the terminal says: one sentence that answers, then the table."""
