"""The numeric record that both engines read: what is left of a scenario once every word in it has become a number."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from enum import IntEnum
from types import SimpleNamespace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulator.engine.contract import Floats
from simulator.laws.capacity import Pace
from simulator.laws.expansion import CsqlRules
from simulator.laws.money import ValueRules
from simulator.laws.onboarding import FailureRules
from simulator.laws.retention import RenewalRules
from simulator.laws.spending import DepartmentRules
from simulator.roles import MAX_RAMP_STEPS

__all__ = [
    "HowManyRule",
    "Lowered",
    "administration_rules",
    "rnd_rules",
]

Table = npt.NDArray[np.void]


class ConditionKind(IntEnum):
    """What a condition under `opens` compares with its threshold."""

    ARR = 0
    DAY = 1
    CUSTOMERS = 2
    FOUNDER_RENEWALS = 3
    BACKLOG = 4
    WAIT = 5
    UNCOVERED_ARR = 6
    IN_PLACE = 7
    # selling
    SELLERS_RAMPED = 8
    SELLERS_AT_QUOTA = 9


class HowManyRule(IntEnum):
    """By what planned hiring goes in a role."""

    ONE = 0
    LOAD = 1
    FLOW = 2
    RATIO = 3
    SCHEDULE = 4


def _floats(*names: str) -> list[tuple[str, str]]:
    return [(name, "f8") for name in names]


def _wholes(*names: str) -> list[tuple[str, str]]:
    return [(name, "i8") for name in names]


RULES: Final = np.dtype(
    _wholes("months", "even_arrivals", "given_book", "opening_accounts", "opening_anniversary", "opening_by_founders")
    + _floats("cs_effect", "start_arr", "opening_arr")
    # onboarding
    + _wholes("work_shape")
    + _floats("work_mean", "work_cv", "by_manager", "manager_weight", "self_start_after", "by_itself", "takeover_delay")
    + _floats("fails_base", "fails_per_month", "fails_poor_fit", "fails_cs_head")
    + _floats("mends_after", "mends_if_covered", "mends_at_renewal", "failed_after")
    # coverage
    + _floats("founders_book", "handover_from", "handover_until", "load_floor", "quality_curve", "quality_whole")
    + _floats("book_without_head")
    # expansion
    + _wholes("expands_arr")
    + _floats("adoption_covered", "adoption_uncovered", "csqls_uncovered", "csqls_without_head")
    + _floats("won_by_manager", "won_by_nobody", "win_share", "wallet_growth")
    # renewal
    + _floats("uncovered", "failed_onboarding", "poor_fit", "cs_head")
    + _floats("contraction_odds", "contraction_uncovered", "contraction_by")
    # hiring
    + _wholes("sees_onboarding", "founders_hire_at_most")
    + _floats("review_every", "utilisation", "clears_backlog_in", "lookahead", "pay_inflation", "budget")
    + _floats("founders_hire_at_uncovered", "mean_work_days")
    # programmes
    + _floats("product_led_work", "success_plan_fails")
    # money
    + _wholes("burn_months")
    + _floats("opening_receivables", "opening_deferred_revenue")
    + _floats("opening_cash", "gross_margin", "collection_days", "expansion_cost", "hold_below")
    + _floats("rnd_share", "people_share", "people_cost")
    # sales and marketing: dollars for each dollar of ARR won, for each planned, what of the former is commission, and
    # the commission of which renewals may pay a share
    + _floats("paid_when_won", "paid_ahead", "commission", "renewal_commission")
    + _wholes("replanned", "holds_sellers")
    + _floats("replanned_at_most")
    # departments
    + _wholes("by_department", "arr_lag", "rnd_follows", "administration_follows")
    + _floats("planned_inflation", "rnd_budget", "rnd_people", "rnd_cost")
    + _floats("administration_budget", "administration_people", "administration_cost")
    + _floats("value_multiple", "value_growth_point", "value_nrr_point", "value_lowest", "value_highest")
    # digital pool
    + _floats("digital_below", "digital_effect", "digital_cost")
    # hand-over from the seller
    + _floats("handover_days")
    # onboarding team
    + _floats("maturity_starts_at", "maturity_full_after")
    # prices at renewals
    + _floats("recapture_odds", "recapture_share", "escalator", "package_odds", "package_price")
    + _floats("rise_log_odds", "rise_refused", "mid_term_rise", "mid_term_rise_day")
    # shocks
    + _wholes("sponsors_playbook")
    + _floats("competitors_calls_a_year", "competitors_from_arr", "competitors_until_arr", "competitors_floor")
    + _floats("competitors_insured_for", "competitors_insured", "competitors_log_odds")
    + _floats("sponsors_leaves_a_year", "sponsors_answered", "sponsors_log_odds")
    # changes of account manager
    + _floats("relations_log_odds", "relations_fade_after", "relations_in_place", "relations_adoption")
    # selling
    + _wholes("sells_by_capacity", "retimes_deals")
    + _floats("founders_sell", "founders_fade", "poor_fit_while_ramping", "proven_by")
    + _floats("references_strength", "references_planned_share")
)
"""Single figures. Days, dollars, shares and log-odds; whole numbers are counts or 0/1. An opening balance that is not
stated is NaN, the day of what never comes infinite."""

SEGMENT: Final = np.dtype(
    _wholes("term_months")
    + _floats("cumulative_share", "acv", "acv_cv", "acv_growth", "lands", "poor_fit")
    + _floats("onboarding_effort", "renewal_log_odds", "csqls_a_year")
    # odds and rises are those of a year: the length of a term in years, and what marks weigh at its end
    + _floats("years", "marks_weigh")
)

ROLE: Final = np.dtype(
    [
        *_floats("lead_median", "lead_sigma", "attrition", "cost"),
        *_floats("mishire_odds", "unproven_odds", "unproven_from", "unproven_until", "works_at", "leaves_after"),
        *_floats("book_low", "book_high", "slots"),
        *_floats("saturation_low", "saturation_mode", "saturation_high"),
        *_wholes("ramp_steps"),
        # planned hiring: `needs` and `to` are roles or -1, `turn` is the role served at this place of the order
        *_wholes("key", "needs", "how_many", "to", "turn", "absorbs_at_least", "converted_from"),
        # sellers
        *_floats("quota", "attainment", "attainment_cv", "at_quota_from", "without_vp"),
        # CS managers, customer sales, CS Ops
        *_floats("span", "head_span", "unmanaged", "lead_time", "wins", "serves", "book_factor"),
        *_floats("each", "beyond", "lookahead", "absorbs_share", "hiring_fee", "severance", "conversion"),
        # whether a change of policy asks anew if planned hiring is open
        *_wholes("asks_anew"),
        ("ramp_days", "f8", (MAX_RAMP_STEPS,)),
        ("ramp_capacity", "f8", (MAX_RAMP_STEPS,)),
    ]
)

CONDITION: Final = np.dtype(_wholes("owner", "clause", "kind", "of") + _floats("threshold"))
"""One comparison; those of one owner and clause must all hold, any clause opens it. The owner is a role or, from
PROGRAMME_BASE on, a programme. `of` is the role whose people are counted, -1 where none is.
"""

PROGRAMME: Final = np.dtype(_wholes("owner"))
"""A programme that has conditions, in ascending order of its number; once open it stays open."""

PRODUCT: Final = np.dtype(
    _wholes("at_start")
    + _floats("age_at_start", "price", "lands_new", "lands_mature", "matures_in", "discount", "fades_in")
)
"""A product; ages and time constants in days, the price in terms of the customer's size."""

DATED: Final = np.dtype(_wholes("role", "count") + _floats("day"))

BUDGET: Final = np.dtype(_floats("arr", "bookings", "bookings_ahead", "on_renewals", "other_spend", "other_share"))
"""What is planned for one month: ARR at its end, and the bookings of the month that spending runs ahead to, in dollars
of new ARR; the share of commission paid on renewals; what research, development and administration take, in dollars,
and as a share of planned ARR a year."""

ROUND: Final = np.dtype(_floats("amount"))
"""A round of funding; its conditions stand among the others, owned by ROUND_BASE and its place."""

ACCOUNT: Final = np.dtype(_wholes("segment", "owner", "onboarded") + _floats("arr", "closed", "term_start", "renewal"))
"""An account of today's book. `owner` is a row of `people`, FOUNDERS or NOBODY; days count from the start."""

PERSON: Final = np.dtype(_wholes("role", "open") + _floats("joined"))
"""Somebody of today's roster. `open` marks a requisition; its `joined` is the day agreed, NaN if none is."""


POLICY: Final = (
    *("rules", "segments", "roles", "conditions"),
    *("plan_arr", "expected_deals", "deal_acv", "budgets"),
)
"""The tables that a change of policy exchanges. The plan is the same, seen further ahead or less far."""


@dataclass(frozen=True)
class Lowered:
    """Everything a run depends on but its seed and number.

    `rules` has shape (1,), `roles` one row per RoleId and one for each role of the user's own, the others one row for
    each thing of their name. `plan_arr` and `expected_deals` are daily tables from day 0: planned ARR in dollars, and
    how many new customers are expected to have closed by then; `deal_acv` has their mean ACV in dollars for each of
    these days but the last. `milestones` in dollars, ascending. `budgets` is what is planned for each month, from
    month 0, for which nothing is.

    Where the company changes its policy on the way, `later` is what it goes by once month `changes_after` has closed;
    engine/branching.py makes such a pair. The two differ in the tables of POLICY alone.
    """

    rules: Table
    segments: Table
    roles: Table
    conditions: Table
    programmes: Table
    products: Table
    dated: Table
    accounts: Table
    people: Table
    plan_arr: Floats
    expected_deals: Floats
    deal_acv: Floats
    milestones: Floats
    rounds: Table
    budgets: Table
    later: Lowered | None = None
    changes_after: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            table = getattr(self, field.name)
            if isinstance(table, np.ndarray):
                table.flags.writeable = False

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return a table as plain Python values by name, one dictionary a row."""
        table = getattr(self, name)
        return [{key: row[key].tolist() for key in table.dtype.names} for row in table]

    def records(self, name: str) -> list[Row]:
        """Return a table as records, for an engine that reads names rather than columns."""
        return [Row(row) for row in getattr(self, name)]


class Row(SimpleNamespace):
    """One row of a table: a plain number for each name, an array where there are several."""

    def __init__(self, row: np.void) -> None:
        super().__init__(
            **{name: row[name] if row[name].ndim else row[name].tolist() for name in row.dtype.names or ()}
        )

    def become(self, other: Row) -> None:
        """Take over every figure of another row; whoever holds this one sees them."""
        self.__dict__.update(other.__dict__)


# what laws read of the record, by name; both engines take it from here ------------------------------------------------


def renewal_rules(rules: Any) -> RenewalRules:
    """Return what shapes the odds of a renewal; `rules` is the row of RULES."""
    return RenewalRules(
        uncovered=rules.uncovered,
        failed_onboarding=rules.failed_onboarding,
        poor_fit=rules.poor_fit,
        cs_head=rules.cs_head,
        competitor=rules.competitors_log_odds,
        sponsor=rules.sponsors_log_odds,
        relation=rules.relations_log_odds,
        rise=rules.rise_log_odds,
    )


def failure_rules(rules: Any, success_plan: float) -> FailureRules:
    """Return what shapes the odds that an onboarding fails; `success_plan` is the log-odds of a plan that is open."""
    return FailureRules(
        base=rules.fails_base,
        per_month=rules.fails_per_month,
        poor_fit=rules.fails_poor_fit,
        cs_head=rules.fails_cs_head,
        success_plan=success_plan,
    )


def csql_rules(rules: Any) -> CsqlRules:
    """Return what shapes the odds of a CSQL."""
    return CsqlRules(when_uncovered=rules.csqls_uncovered, without_head=rules.csqls_without_head)


def value_rules(rules: Any) -> ValueRules:
    """Return the curve of enterprise value."""
    return ValueRules(
        multiple=rules.value_multiple,
        growth_point=rules.value_growth_point,
        nrr_point=rules.value_nrr_point,
        lowest=rules.value_lowest,
        highest=rules.value_highest,
    )


def rnd_rules(rules: Any) -> DepartmentRules:
    """Return how research and development spend, where they are a department; `rules` is the row of RULES."""
    return DepartmentRules(
        follows=rules.rnd_follows,
        share=rules.rnd_share,
        budget=rules.rnd_budget,
        people=rules.rnd_people,
        cost=rules.rnd_cost,
    )


def administration_rules(rules: Any) -> DepartmentRules:
    """Return how administration spends, where it is a department; `rules` is the row of RULES."""
    return DepartmentRules(
        follows=rules.administration_follows,
        share=1.0 - rules.rnd_share,
        budget=rules.administration_budget,
        people=rules.administration_people,
        cost=rules.administration_cost,
    )


def pace(rules: Any, references: float, sellers: float, vp_day: float) -> Pace:
    """Return the pace of deals: where sales do not go by capacity, references alone set it."""
    if not rules.sells_by_capacity:
        return Pace(references=references, sellers=math.inf, founders=0.0, vp_day=math.inf, fade_days=0.0)
    return Pace(
        references=references,
        sellers=sellers,
        founders=rules.founders_sell,
        vp_day=vp_day,
        fade_days=rules.founders_fade,
    )
