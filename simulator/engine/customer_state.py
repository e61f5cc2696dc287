"""What is remembered of a customer from one event to the next, and what it begins with: one list for both engines.

Each engine adds what is its own way of remembering (who serves the customer, where it waits). A figure added here
exists in both, and starts alike in both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum


class Stage(IntEnum):
    """Where a customer is."""

    WAITING = 0
    ONBOARDING = 1
    LIVE = 2
    LOST = 3


@dataclass(eq=False)
class CustomerState:
    """One account. Days count from the start, amounts are dollars (a year, for ARR and prices)."""

    entity: int
    """What its draws belong to."""
    segment: int
    arr: float
    closed: float
    """Day of closing."""
    term_start: float
    anchor: float
    """First day of its contract, from which terms and invoices count."""

    renews: float = 0.0
    """Day on which its running term ends."""

    # coverage
    load: float = 0.0
    """What it weighs in a book."""
    weight: float = 0.0
    """What of that, and of onboarding it, its manager's book holds."""
    service: float = 0.0
    """Level of service now, 0 to 1, which has lasted since `served_since`."""
    served_since: float = 0.0
    quality_then: float = 0.0
    """What the quality of its manager's service had added up to by that day; without a manager the day itself."""
    served_days: float = 0.0
    """Days of full service in this term before that."""

    # onboarding
    work: float = 0.0
    """Days of work that its onboarding takes a specialist."""
    work_left: float = 0.0
    pace: float = 1.0
    """By what the work takes longer, as it is being done now."""
    sign_off_day: float = 0.0
    value_day: float = 0.0
    """Day on which it would be signed off, had a specialist taken it on at once."""
    well_if_served: float = -math.inf
    """Day from which it would be onboarded well, had CS done everything for it: `value_day`, or the day on which a
    failure is mended, infinity while it is not. This and all that is called `if_served` below is kept where `cs_effect`
    is below 1 alone; it is decided by the same luck as what comes true.
    """

    # adoption and CSQLs
    adoption: float = 0.0
    adoption_day: float = 0.0
    candidate_draw: float = 0.0
    last_csql: float = -math.inf
    """Day of the last candidate that became a CSQL, or would have with all of the difference that CS makes."""
    last_csql_if_served: float = -math.inf
    """Day of the last candidate that would have become a CSQL, fully served."""
    lead_effect: float = 1.0
    """How much of CS's effect counts in the odds that the lead is won; see `effect.effect_on_what_follows`."""

    # products
    core_price: float = 0.0
    """List price of the core for a customer of its size."""
    list_arr: float = 0.0
    """What it would pay at list for what it has."""
    rise_draw: float = 0.0
    """Its luck that decides whether it refuses every rise of its price."""
    risen: float = 0.0
    """By what share its price has risen in mid-term, as far as that counts at the next renewal."""
    risen_day: float = -math.inf
    """Day on which it last has."""

    # shocks
    call_draw: float = 0.0
    departure_draw: float = 0.0
    competitor_day: float = -math.inf
    """Day of the last call that left a mark."""
    sponsor_day: float = -math.inf
    """Day on which a sponsor last left and was not replaced."""
    competitor_day_if_served: float = -math.inf
    """The same of a call, fully served, insured by the CSQLs that it would have had then; -inf where there is no mark
    that counts at the next renewal.
    """
    sponsor_day_if_served: float = -math.inf
    """The same of a sponsor, fully served; -inf where there is no mark that counts at the next renewal."""

    # relation to an account manager
    relation_loss: float = 0.0
    """What it has lost with its last one, as a share; 0 where it has lost none."""
    relation_lost: float = -math.inf
    """Day on which it lost that one."""
    relation_since: float = math.inf
    """Day on which a successor took over, infinite while there is none."""

    # counts
    cohort: int = 0
    terms: int = 0
    """Renewals behind it."""
    billed_months: int = 0
    """Months of the contract that have been billed."""
    candidate: int = 0
    lead: int = 0
    """Candidate of the lead that a rep works."""
    call: int = 0
    departure: int = 0

    stage: Stage = Stage.WAITING
    fits_badly: bool = False
    by_itself: bool = False
    """Nobody onboards it: it does so alone."""
    begun: bool = False
    """Its onboarding has begun, though it may have been interrupted since."""
    failed: bool = False
    in_pool: bool = False
    has_package: bool = False
    competitor: bool = False
    """A competitor has called and was not shrugged off, and that counts at the next renewal."""
    sponsor: bool = False
    """A sponsor has left and was not replaced, and that counts at the next renewal."""
