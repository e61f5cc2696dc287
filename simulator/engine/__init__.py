"""Two engines for one company: a SimPy model written to be read, and later the same events compiled."""
