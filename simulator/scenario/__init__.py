"""What a scenario says, how its files are read, how its uncertainty is drawn, how it is told back."""
