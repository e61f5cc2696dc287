"""What the defaults must come out with, and the search that finds defaults which do."""
