"""The business in small pure functions, one concept a file, compiled once and called by both engines.

A law takes numbers and gives a number: it knows no scenario, no clock and no customer. Where it needs many, they come
as named records: its *rules*, the figures of the scenario that shape it, and the *state* it looks at. A law raises
nothing: what it may be given is settled when a scenario is read, and outside its range it gives what its formula gives.

Units are the same everywhere. Days count from the first day of the simulation, money is in dollars, ARR in dollars a
year, probabilities and shares lie in [0, 1], and effects on a probability are log-odds. What CS does it does in full;
which share of that is its own doing (`cs_effect`) is the concern of `effect` alone.
"""

__all__ = [
    "books",
    "capacity",
    "coverage",
    "effect",
    "expansion",
    "growth",
    "money",
    "months",
    "onboarding",
    "products",
    "relations",
    "retention",
    "selling",
    "shocks",
    "spending",
    "staffing",
    "terms",
]
