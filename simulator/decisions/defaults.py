"""How much work a decision does unless told otherwise: said once, for functions, commands and their help pages.

Nothing is imported here, so that a help page costs nothing.
"""

from typing import Final

__all__ = ["AVERAGED", "BUDGET", "BY", "HIRES_SHOWN", "MOST_PRECISE", "MOST_RUNS", "POINTS", "QUANTILES", "ROWS"]

MOST_RUNS: Final = 5_000
"""Runs that each candidate for a hiring point plays at most, in each of two stages."""
BUDGET: Final = 6_000
"""Runs of an optimisation, search and finalists together."""
MOST_PRECISE: Final = 20_000
"""Runs that a stated precision may take."""
BY: Final = 0.2
"""Share by which fields are moved in a tornado."""
QUANTILES: Final = (0.1, 0.9)
"""Ends to which uncertain values are moved in a tornado."""
POINTS: Final = 64
"""Points of the design of Sobol' indices."""
AVERAGED: Final = 8
"""Runs over which Sobol' indices average luck."""
ROWS: Final = 60
"""Sets of drawn values by which luck is told from not knowing."""
HIRES_SHOWN: Final = 40
"""Lines of the hiring log that a story shows."""
