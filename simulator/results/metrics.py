"""Every metric of the project, defined once: name, unit, meaning, source, and how it follows from the ledger.

`METRICS` holds them by name, in the order in which tables show them. Reports and decisions look figures up here and
compute none of their own.
"""

from __future__ import annotations

import difflib
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.contract import Column, RoleColumn, RoleId, role_column
from simulator.errors import InputError, Problem
from simulator.results.arithmetic import Retention, cohort_retention, from_month, quick_ratio
from simulator.results.metric import (
    Metric,
    Unit,
    flow,
    ratio,
    ratio_of_sums,
    stock,
    trailing_ratio,
)
from simulator.results.money import money_metrics
from simulator.results.people import people_metrics
from simulator.results.products import GAINS, product_metrics
from simulator.results.selling import selling_metrics
from simulator.results.shocks import shock_metrics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.results.arithmetic import Floats
    from simulator.results.metric import Summed
    from simulator.scenario.schema.roles import Department, Roles

__all__ = [
    "METRICS",
    "Metric",
    "Retention",
    "Unit",
    "cohort_retention",
    "evaluate",
    "find",
    "metric",
    "metrics_of",
    "metrics_with",
    "quick_ratio",
]

_YEAR: Final = MONTHS_PER_YEAR
_CSMS: Final = role_column(RoleId.CSM, RoleColumn.HEADS)
_BRIDGE: Final = (Column.NEW_ARR, Column.EXPANSION_ARR, Column.CONTRACTION_ARR, Column.CHURN_ARR)


def _quick_ratio(ledger: Floats, summed: Summed) -> Floats:
    new, expansion, contraction, churn = (summed(ledger[..., column]) for column in _BRIDGE)
    for column in GAINS:
        expansion = expansion + summed(ledger[..., column])
    return quick_ratio(new, expansion, contraction, churn)


def _arr() -> tuple[Metric, ...]:
    usd, monthly = Unit.USD, Unit.USD_A_MONTH
    return (
        stock("arr", "ARR", usd, "Annual recurring revenue of all customers at the month's end.", Column.ARR),
        Metric(
            "arr.plan",
            "Planned ARR",
            usd,
            "stock",
            "ARR that the path asks for at the month's end.",
            "plan: the path through its yearly milestones, smooth in log ARR",
            lambda ledger, plan: from_month(plan, 0),
        ),
        flow("arr.new", "New ARR", monthly, "ARR landed with the customers that closed in the month.", Column.NEW_ARR),
        flow("arr.expansion", "Expansion", monthly, "ARR added by customers already won.", Column.EXPANSION_ARR),
        flow(
            "arr.contraction",
            "Contraction",
            monthly,
            "ARR given up at renewals by customers that stayed, as a positive amount.",
            Column.CONTRACTION_ARR,
        ),
        flow("arr.churn", "Churn", monthly, "ARR of the customers that left, as a positive amount.", Column.CHURN_ARR),
        stock(
            "arr.covered",
            "Covered ARR",
            usd,
            "ARR looked after by an account manager or in a specialist's onboarding, at the month's end.",
            Column.COVERED_ARR,
        ),
        ratio(
            "arr.covered_share",
            "Covered share",
            Unit.SHARE,
            "Share of ARR looked after by the founders, a CSM or, while being onboarded, a specialist.",
            Column.COVERED_ARR,
            Column.ARR,
        ),
        stock(
            "arr.uncovered",
            "Uncovered ARR",
            usd,
            "ARR waiting for an account manager with room, at the month's end.",
            Column.UNCOVERED_ARR,
        ),
        ratio(
            "arr.per_csm", "ARR per CSM", usd, "All ARR over the number of CSMs at the month's end.", Column.ARR, _CSMS
        ),
    )


def _retention() -> tuple[Metric, ...]:
    def retention(name: str, title: str, meaning: str, above: int, below: int) -> Metric:
        return ratio(name, title, Unit.SHARE, meaning, above, below, first_month=_YEAR)

    def renewed(name: str, title: str, meaning: str, above: int, below: int) -> Metric:
        return trailing_ratio(name, title, Unit.SHARE, meaning, above, below, months=_YEAR)

    return (
        retention(
            "nrr",
            "NRR",
            "ARR now of the customers of twelve months ago, over their ARR then; a frozen cohort, from month 12 on.",
            Column.COHORT_NOW,
            Column.COHORT_THEN,
        ),
        retention(
            "grr",
            "GRR",
            "As NRR, with each customer counted at no more than its ARR then.",
            Column.COHORT_CAPPED,
            Column.COHORT_THEN,
        ),
        retention(
            "logo_retention",
            "Logo retention",
            "Customers of twelve months ago that are still customers, over all of them.",
            Column.COHORT_SURVIVORS,
            Column.COHORT_STARTERS,
        ),
        ratio(
            "health",
            "Health",
            Unit.SHARE,
            "ARR-weighted probability that the next renewal is signed, as things stand at the month's end.",
            Column.HEALTHY_ARR,
            Column.ARR,
        ),
        renewed(
            "renewal.rate",
            "Renewal rate",
            "ARR renewed over ARR due for renewal, over the trailing twelve months.",
            Column.RENEWED_ARR,
            Column.DUE_ARR,
        ),
        renewed(
            "first_renewal.rate",
            "First-renewal rate",
            "First renewals signed over first renewals due (the opening book aside), over the trailing twelve months.",
            Column.FIRST_RENEWED,
            Column.FIRST_DUE,
        ),
        ratio_of_sums(
            "quick_ratio",
            "Quick ratio",
            Unit.RATIO,
            "New and expansion ARR and gains at renewals, over contraction and churn, over the trailing twelve months.",
            (*_BRIDGE, *GAINS),
            _quick_ratio,
            months=_YEAR,
        ),
    )


def _customers() -> tuple[Metric, ...]:
    monthly, leads = Unit.CUSTOMERS_A_MONTH, Unit.LEADS_A_MONTH
    return (
        stock("customers", "Customers", Unit.CUSTOMERS, "Customers at the month's end.", Column.CUSTOMERS),
        flow("customers.new", "New customers", monthly, "Customers that closed in the month.", Column.NEW_CUSTOMERS),
        flow("customers.lost", "Lost customers", monthly, "Customers that left in the month.", Column.LOST_CUSTOMERS),
        flow("csqls", "CSQLs", leads, "CS-qualified leads raised in the month.", Column.CSQLS),
        flow("csqls.won", "CSQLs won", leads, "CS-qualified leads turned into a sale in the month.", Column.CSQLS_WON),
    )


def _onboarding() -> tuple[Metric, ...]:
    return (
        stock(
            "onboarding.backlog",
            "Onboarding backlog",
            Unit.CUSTOMERS,
            "Customers waiting for their onboarding to begin, at the month's end.",
            Column.WAITING,
        ),
        stock(
            "onboarding.in_progress",
            "Onboardings in progress",
            Unit.CUSTOMERS,
            "Onboardings under way at the month's end, whoever does them.",
            Column.IN_PROGRESS,
        ),
        ratio(
            "onboarding.utilisation",
            "Onboarding utilisation",
            Unit.SHARE,
            "Specialists' slots in use over slots there are; n/a without specialists.",
            Column.SLOTS_USED,
            Column.SLOTS,
        ),
        trailing_ratio(
            "onboarding.wait",
            "Wait for onboarding",
            Unit.DAYS,
            "Mean days from close to the beginning, of the onboardings that began in the trailing three months.",
            Column.WAIT_DAYS,
            Column.ONBOARDINGS_BEGUN,
        ),
        flow(
            "onboarding.signoffs",
            "Onboardings signed off",
            Unit.CUSTOMERS_A_MONTH,
            "Onboardings that came to their end in the month, well or not.",
            Column.SIGN_OFFS,
        ),
        trailing_ratio(
            "onboarding.failed_share",
            "Failed onboardings",
            Unit.SHARE,
            "Share of the onboardings that ended in the trailing three months and failed.",
            Column.FAILED,
            Column.SIGN_OFFS,
        ),
        trailing_ratio(
            "ttv.mean",
            "Time-to-value (mean)",
            Unit.DAYS,
            "Mean days from close to sign-off, of the sign-offs of the trailing three months.",
            Column.TTV_DAYS,
            Column.SIGN_OFFS,
        ),
        stock(
            "ttv.p50",
            "Time-to-value (median)",
            Unit.DAYS,
            "Median days from close to sign-off, of the sign-offs of the trailing three months.",
            Column.TTV_P50,
        ),
        stock(
            "ttv.p90",
            "Time-to-value (P90)",
            Unit.DAYS,
            "Days from close to sign-off that nine in ten sign-offs of the trailing three months stayed within.",
            Column.TTV_P90,
        ),
    )


def metrics_of(others: Sequence[tuple[str, Department]] = ()) -> Mapping[str, Metric]:
    """Return every metric by name, where a scenario adds roles of its own: their names and departments."""
    made = (*_arr(), *_retention(), *_customers(), *_onboarding(), *product_metrics(), *people_metrics(others))
    made += (*shock_metrics(), *selling_metrics(), *money_metrics(others))
    return MappingProxyType({one.name: one for one in made})


METRICS: Final[Mapping[str, Metric]] = metrics_of()
"""Every metric by name, for a scenario without roles of its own."""


def metrics_with(roles: Roles) -> Mapping[str, Metric]:
    """Return every metric by name for a scenario's roles."""
    if not roles.others:
        return METRICS
    return metrics_of([(name, role.department) for name, role in roles.others.items()])


def metric(name: str) -> Metric:
    """Return a metric by name; raise InputError with the nearest name when there is none."""
    return find(name, METRICS)


def find(name: str, metrics: Mapping[str, Metric]) -> Metric:
    """Return one of these metrics by name; raise InputError with the nearest name when there is none."""
    found = metrics.get(name)
    if found is None:
        near = difflib.get_close_matches(name, metrics, n=1)
        raise InputError(
            [
                Problem(
                    f'there is no metric "{name}"',
                    allowed=", ".join(metrics),
                    suggestion=near[0] if near else "",
                )
            ]
        )
    return found


def evaluate(name: str, ledger: Floats, plan: Floats) -> Floats:
    """Return a metric's values (…, months + 1) from a ledger (…, months + 1, COLUMNS) and planned ARR."""
    return metric(name).values(ledger, plan)
