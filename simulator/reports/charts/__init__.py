"""Every chart of the project."""
