"""Questions that need several simulations: compare and, in time, sweep and optimise."""
