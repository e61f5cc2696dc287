"""The metrics of ARR: where it stands, the lines of its bridge, who looks after it, and how much of it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import GAINS, LOSSES, BridgeLine, Column, RoleColumn, Unit, role_column
from simulator.results.arithmetic import from_month, gained_over_lost, over_what_is_left
from simulator.results.metrics.definition import (
    Metric,
    of_columns,
    ratio,
    ratio_of_sums,
    total,
    trailing_ratio,
    worked_out,
)
from simulator.roles import RoleId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.results.arithmetic import Floats
    from simulator.results.metrics.definition import Summed

_YEAR: Final = MONTHS_PER_YEAR
_CSMS: Final = role_column(RoleId.CSM, RoleColumn.HEADS)
BRIDGE: Final[Mapping[BridgeLine, str]] = {
    BridgeLine.NEW_CUSTOMERS: "arr.new",
    BridgeLine.EXPANSION: "arr.expansion",
    BridgeLine.RENEWAL_GAINS: "arr.renewal_gains",
    BridgeLine.MID_TERM_RISES: "arr.mid_term_rises",
    BridgeLine.CONTRACTION: "arr.contraction",
    BridgeLine.CHURN: "arr.churn",
}
"""The metric of each line of the ARR bridge: all flows that the ledger declares to be of that line."""


def of_line(line: BridgeLine, title: str, meaning: str = "") -> Metric:
    """Return the metric of a line of the bridge, under its name in `BRIDGE`."""
    return of_columns(BRIDGE[line], title, *line.columns, meaning=meaning)


def arr_metrics() -> tuple[Metric, ...]:
    """Return the metrics of ARR."""
    return (
        of_columns(
            "arr",
            "ARR",
            Column.ARR,
            school="From the close of a contract to its end, at the price then paid; others count from the day a "
            "customer goes live (live ARR), or all that is signed (CARR).",
        ),
        Metric(
            "arr.plan",
            "Planned ARR",
            Unit.USD,
            "stock",
            "ARR that the path asks for at the month's end.",
            "plan: the path through its yearly milestones, smooth in log ARR",
            lambda ledger, plan: plan,
        ),
        of_line(BridgeLine.NEW_CUSTOMERS, "New ARR"),
        of_line(BridgeLine.EXPANSION, "Expansion"),
        of_line(BridgeLine.CONTRACTION, "Contraction"),
        of_line(BridgeLine.CHURN, "Churn"),
        worked_out(
            "arr.net_new",
            "Net new ARR",
            Unit.USD_A_MONTH,
            "flow",
            "By how much ARR grew over the month: all that the bridge adds less all that it takes.",
            (*GAINS, *LOSSES),
            _net_new,
            school="New, expansion, gains at renewals and rises in mid-term less contraction and churn, each when it "
            "takes effect; others count a contract when it is signed (CARR), or new customers alone.",
        ),
        of_columns("arr.covered", "Covered ARR", Column.COVERED_ARR),
        ratio(
            "arr.covered_share",
            "Covered share",
            Unit.SHARE,
            "Share of ARR looked after by the founders, a CSM or, while being onboarded, a specialist.",
            Column.COVERED_ARR,
            Column.ARR,
        ),
        of_columns("arr.uncovered", "Uncovered ARR", Column.UNCOVERED_ARR),
        ratio(
            "arr.per_csm",
            "ARR per CSM",
            Unit.USD,
            "All ARR over the number of CSMs at the month's end.",
            Column.ARR,
            _CSMS,
        ),
    )


def _net_new(ledger: Floats) -> Floats:
    return from_month(total(ledger, GAINS) - total(ledger, LOSSES), 1)


def retention_metrics() -> tuple[Metric, ...]:
    """Return the metrics of what customers of before are worth now, and of how ARR is gained and lost."""

    def retention(name: str, title: str, meaning: str, above: int, below: int, school: str) -> Metric:
        return ratio(name, title, Unit.SHARE, meaning, above, below, first_month=_YEAR, school=school)

    def renewed(name: str, title: str, meaning: str, above: int, below: int, school: str) -> Metric:
        return trailing_ratio(name, title, Unit.SHARE, meaning, above, below, months=_YEAR, school=school)

    return (
        retention(
            "nrr",
            "NRR",
            "ARR now of the customers of twelve months ago, over their ARR then; a frozen cohort, from month 12 on.",
            Column.COHORT_NOW,
            Column.COHORT_THEN,
            "A cohort followed customer by customer, as public companies report it; others work it out from the bridge "
            "of the year, where churn of customers won within it counts, or compound months, which flatters a company "
            "that grows.",
        ),
        retention(
            "grr",
            "GRR",
            "As NRR, with each customer counted at no more than its ARR then.",
            Column.COHORT_CAPPED,
            Column.COHORT_THEN,
            "Each customer capped over the year; others take contraction and churn off without a cap, so that a loss "
            "after a gain in the same year counts in full.",
        ),
        retention(
            "logo_retention",
            "Logo retention",
            "Customers of twelve months ago that are still customers, over all of them.",
            Column.COHORT_SURVIVORS,
            Column.COHORT_STARTERS,
            "Heads, whatever they pay; a cohort as in NRR.",
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
            "Renewal rate (gross)",
            "ARR due that was renewed, at what it was before the renewal, over ARR due, over the trailing twelve "
            "months: a renewal that shrinks counts in full.",
            Column.RENEWED_ARR,
            Column.DUE_ARR,
            "What was up for renewal alone, contraction left out, so not the gross of GRR, which takes it off; others "
            "count contracts instead of dollars.",
        ),
        ratio_of_sums(
            "renewal.rate.net",
            "Renewal rate (net)",
            Unit.SHARE,
            "ARR renewed less what contracted at renewals, over ARR due, over the trailing twelve months.",
            (Column.RENEWED_ARR, Column.CONTRACTION_ARR, Column.DUE_ARR),
            _renewed_net,
            months=_YEAR,
            school="What was signed of what was due; price rises and other gains at renewals are left out, which "
            "others count in.",
        ),
        renewed(
            "first_renewal.rate",
            "First-renewal rate",
            "First renewals signed over first renewals due (the opening book aside), over the trailing twelve months.",
            Column.FIRST_RENEWED,
            Column.FIRST_DUE,
            "Customers, not dollars.",
        ),
        ratio_of_sums(
            "quick_ratio",
            "Quick ratio",
            Unit.RATIO,
            "New and expansion ARR, gains at renewals and rises in mid-term, over contraction and churn, over the "
            "trailing twelve months.",
            [column for column in Column if column.sign],
            _quick_ratio,
            months=_YEAR,
            school="Mamoon Hamid's, over a year; he took MRR of a month or a quarter, which swings more.",
        ),
    )


def _renewed_net(ledger: Floats, summed: Summed) -> Floats:
    kept = summed(ledger[..., Column.RENEWED_ARR]) - summed(ledger[..., Column.CONTRACTION_ARR])
    return over_what_is_left(kept, summed(ledger[..., Column.DUE_ARR]))


def _quick_ratio(ledger: Floats, summed: Summed) -> Floats:
    def added(columns: tuple[Column, ...]) -> Floats:
        first, *others = (summed(ledger[..., column]) for column in columns)
        return sum(others, first)

    landed = BridgeLine.NEW_CUSTOMERS.columns
    later = tuple(column for column in GAINS if column not in landed)
    return gained_over_lost(added(landed) + added(later), added(LOSSES))
