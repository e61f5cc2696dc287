"""Questions that need several simulations: compare, sweep, when to hire, what matters, and why."""
