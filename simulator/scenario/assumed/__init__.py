"""What stands in for what a user's files do not say: which values they are, and which of them move the answer most."""
