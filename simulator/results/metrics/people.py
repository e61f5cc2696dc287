"""The metrics of people: how busy they are, how many there are of each role, what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.ledger import Column, RoleColumn, Unit, role_column
from simulator.results.arithmetic import from_month, over, over_what_is_left
from simulator.results.metrics.definition import Metric, of_columns, ratio, ratio_of_sums, total, worked_out
from simulator.roles import ROLE_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.results.arithmetic import Floats
    from simulator.results.metrics.staff import Staff

_ROLE_TITLES: Final = (
    *("Head of CS", "CSMs", "Onboarding specialists", "VP of sales", "Sellers", "CS managers", "Customer-sales reps"),
    "CS Ops",
)
_BOOK_LEFT: Final = 0.1
"""Share of their book that founders still keep while they count as keeping one."""


def people_metrics(staff: Staff, others: Sequence[str] = ()) -> tuple[Metric, ...]:
    """Return the metrics of people: utilisation, then each role's family, then CS as a whole.

    `others` are the names of a user's own roles.
    """
    titled = [*zip(ROLE_NAMES, _ROLE_TITLES, strict=True), *((name, name.replace("_", " ")) for name in others)]
    roles = tuple(made for role, (name, title) in enumerate(titled) for made in _role(name, title, role))
    return _utilisation() + roles + _cs(staff) + _hiring(staff)


def _utilisation() -> tuple[Metric, ...]:
    return (
        ratio(
            "csm.utilisation",
            "CSM utilisation",
            Unit.SHARE,
            "Load in the CSMs' books over what they can be given at the month's end; n/a without CSMs.",
            Column.CSM_LOAD,
            Column.CSM_CAPACITY,
        ),
        ratio(
            "csm.hours",
            "CSM hours",
            Unit.SHARE,
            "What the CSMs have the hours for over the load in their books at the month's end; n/a where these are "
            "empty. Below 100 % their accounts are served less well.",
            Column.CSM_SATURATION,
            Column.CSM_LOAD,
        ),
        worked_out(
            "founders.utilisation",
            "Founders' utilisation",
            Unit.SHARE,
            "ratio",
            "Load in the founders' book over what they can carry; n/a once they have handed over, a tenth being left.",
            (Column.FOUNDERS_LOAD, Column.FOUNDERS_CAPACITY),
            _founders_utilisation,
            over="end",
        ),
    )


def _founders_utilisation(ledger: Floats) -> Floats:
    """Return load over capacity for as long as there is a book to speak of.

    Capacity fades to nothing as ARR grows while accounts wait for a CSM to take them over, so that its last dollars
    would tell of a utilisation of thousands of per cent. How large the book was, its load says as well as its capacity:
    founders take accounts on while they have room.
    """
    import numpy as np

    load, capacity = ledger[..., Column.FOUNDERS_LOAD], ledger[..., Column.FOUNDERS_CAPACITY]
    book = np.maximum.accumulate(np.maximum(load, capacity), axis=-1)
    return over(load, np.where(capacity >= _BOOK_LEFT * book, capacity, 0.0))


def _role(name: str, title: str, role: int) -> tuple[Metric, ...]:
    families = (
        ("headcount", title, RoleColumn.HEADS),
        ("joiners", f"{title}: joiners", RoleColumn.JOINERS),
        ("leavers", f"{title}: leavers", RoleColumn.LEAVERS),
        ("open_seats", f"{title}: open seats", RoleColumn.OPEN_SEATS),
        ("cost", f"{title}: cost", RoleColumn.COST),
        ("hiring_fees", f"{title}: hiring fees", RoleColumn.FEES),
        ("severance", f"{title}: severance", RoleColumn.SEVERANCE),
    )
    return tuple(of_columns(f"{family}.{name}", head, role_column(role, column)) for family, head, column in families)


def _hiring(staff: Staff) -> tuple[Metric, ...]:
    return (
        of_columns(
            "hiring_fees",
            "Hiring fees",
            *staff.fees,
            meaning="What it cost to find the people who joined in the month, all roles.",
        ),
        of_columns(
            "severance",
            "Severance",
            *staff.severance,
            meaning="What it cost to part with the mis-hires who left in the month, all roles.",
        ),
    )


def _cs(staff: Staff) -> tuple[Metric, ...]:
    cost = staff.success

    def cost_share(ledger: Floats) -> Floats:
        return over_what_is_left(from_month(MONTHS_PER_YEAR * total(ledger, cost), 1), ledger[..., Column.ARR])

    return (
        of_columns(
            "headcount.cs",
            "CS headcount",
            *staff.success_heads,
            meaning="People in all CS roles at the month's end.",
        ),
        of_columns("arr.digital", "ARR in the digital pool", Column.POOLED_ARR),
        of_columns("customers.digital", "Customers in the digital pool", Column.POOLED_ACCOUNTS),
        of_columns("cost.digital", "Digital pool: cost", Column.DIGITAL_COST),
        of_columns(
            "cs_cost",
            "CS cost",
            *cost,
            meaning="Loaded cost of all CS roles and of the digital pool over the month.",
        ),
        worked_out(
            "cs_cost.share",
            "CS cost / ARR",
            Unit.SHARE,
            "ratio",
            "The month's CS cost times twelve (an annualised run-rate) over ARR at the month's end.",
            (*cost, Column.ARR),
            cost_share,
            over="end",
            school="Onboarding counted in, customer-sales reps left out (they are sales); surveys add support, some "
            "two to three points.",
        ),
        ratio_of_sums(
            "cs_cost.of_revenue",
            "CS cost / revenue",
            Unit.SHARE,
            "CS cost over revenue, over the trailing twelve months.",
            (*cost, Column.REVENUE),
            lambda ledger, summed: over_what_is_left(summed(total(ledger, cost)), summed(ledger[..., Column.REVENUE])),
            months=MONTHS_PER_YEAR,
            school="The same cost over a year's revenue, as in accounts; in a company that doubles it stands well "
            "above the share of ARR.",
        ),
    )
