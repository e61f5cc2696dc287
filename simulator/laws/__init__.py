"""The business in small pure functions, one concept a file, compiled once and called by both engines."""
