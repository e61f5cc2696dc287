"""Odds of renewing that are stated for a year or for a whole term, as those of a year."""

from __future__ import annotations

from simulator.clock import MONTHS_PER_YEAR
from simulator.laws.terms import kept_over
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.plan import number
from simulator.scenario.schema.quantities import Number
from simulator.scenario.stated import TERM, said_of

__all__ = ["odds_a_year"]


def odds_a_year(odds: Number, term_months: int) -> float:
    """Return `odds` (0 to 1) as those of a year, where they may be said to be those of a term of `term_months`.

    Raises TypeError for a distribution, which must have been drawn before.
    """
    stated = number(odds)
    return kept_over(stated, MONTHS_PER_YEAR / term_months) if said_of(odds) == TERM else stated


def certain_odds(odds: Number) -> float:
    """Return `odds`, or the mean of a distribution of them, saying for how long they hold where it is said."""
    return odds.stated(odds.mean()) if isinstance(odds, Distribution) else odds
