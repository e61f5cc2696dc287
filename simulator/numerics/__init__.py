"""Numbers that are the same on every machine: keyed draws, portable mathematics, quantiles, the compiler's cache."""
