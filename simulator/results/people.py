"""The metrics of people: how busy they are, how many there are of each role, what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.contract import CS_ROLES, ROLE_NAMES, ROLES, Column, RoleColumn, role_column
from simulator.results.arithmetic import from_month, over, over_what_is_left
from simulator.results.metric import Metric, Unit, flow, ledger_source, ratio, ratio_of_sums, stock, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.roles import Department

_ROLE_TITLES: Final = (
    *("Head of CS", "CSMs", "Onboarding specialists", "VP of sales", "Sellers", "CS managers", "Customer-sales reps"),
    "CS Ops",
)
_BOOK_LEFT: Final = 0.1
"""Share of their book that founders still keep while they count as keeping one."""


def people_metrics(others: Sequence[tuple[str, Department]] = ()) -> tuple[Metric, ...]:
    """Return the metrics of people: utilisation, then each role's family, then CS as a whole.

    `others` are the names and departments of a user's own roles.
    """
    titled = [*zip(ROLE_NAMES, _ROLE_TITLES, strict=True), *((name, name.replace("_", " ")) for name, _ in others)]
    roles = tuple(made for role, (name, title) in enumerate(titled) for made in _role(name, title, role))
    of_cs = [*CS_ROLES, *(ROLES + place for place, (_, department) in enumerate(others) if department == "cs")]
    return _utilisation() + roles + _cs(of_cs) + _hiring(len(titled))


def _utilisation() -> tuple[Metric, ...]:
    return (
        ratio(
            "csm.utilisation",
            "CSM utilisation",
            Unit.SHARE,
            "Load in the CSMs' books over what they can carry at the month's end; n/a without CSMs.",
            Column.CSM_LOAD,
            Column.CSM_CAPACITY,
        ),
        Metric(
            "founders.utilisation",
            "Founders' utilisation",
            Unit.SHARE,
            "ratio",
            "Load in the founders' book over what they can carry; n/a once they have handed over, a tenth being left.",
            ledger_source(Column.FOUNDERS_LOAD, Column.FOUNDERS_CAPACITY),
            _founders_utilisation,
            over="end",
        ),
    )


def _founders_utilisation(ledger: Floats, plan: Floats) -> Floats:
    """Return load over capacity for as long as there is a book to speak of.

    Capacity fades to nothing as ARR grows while accounts wait for a CSM to take them over, so that its last dollars
    would tell of a utilisation of thousands of per cent. How large the book was, its load says as well as its capacity:
    founders take accounts on while they have room.
    """
    load, capacity = ledger[..., Column.FOUNDERS_LOAD], ledger[..., Column.FOUNDERS_CAPACITY]
    book = np.maximum.accumulate(np.maximum(load, capacity), axis=-1)
    return over(load, np.where(capacity >= _BOOK_LEFT * book, capacity, 0.0))


def _role(name: str, title: str, role: int) -> tuple[Metric, ...]:
    people, monthly = Unit.PEOPLE, Unit.PEOPLE_A_MONTH

    def column(kind: RoleColumn) -> int:
        return role_column(role, kind)

    return (
        stock(f"headcount.{name}", title, people, "People in the role at the month's end.", column(RoleColumn.HEADS)),
        flow(
            f"joiners.{name}",
            f"{title}: joiners",
            monthly,
            "People that joined in the month.",
            column(RoleColumn.JOINERS),
        ),
        flow(
            f"leavers.{name}",
            f"{title}: leavers",
            monthly,
            "People that left in the month.",
            column(RoleColumn.LEAVERS),
        ),
        stock(
            f"open_seats.{name}",
            f"{title}: open seats",
            people,
            "Seats decided on and not filled yet, at the month's end.",
            column(RoleColumn.OPEN_SEATS),
        ),
        flow(
            f"cost.{name}",
            f"{title}: cost",
            Unit.USD_A_MONTH,
            "Loaded cost of the people in the role over the month.",
            column(RoleColumn.COST),
        ),
        flow(
            f"hiring_fees.{name}",
            f"{title}: hiring fees",
            Unit.USD_A_MONTH,
            "What it cost to find the people who joined the role in the month.",
            column(RoleColumn.FEES),
        ),
        flow(
            f"severance.{name}",
            f"{title}: severance",
            Unit.USD_A_MONTH,
            "What it cost to part with the mis-hires who left the role in the month.",
            column(RoleColumn.SEVERANCE),
        ),
    )


def _hiring(roles: int) -> tuple[Metric, ...]:
    fees = tuple(role_column(role, RoleColumn.FEES) for role in range(roles))
    severance = tuple(role_column(role, RoleColumn.SEVERANCE) for role in range(roles))
    return (
        flow(
            "hiring_fees",
            "Hiring fees",
            Unit.USD_A_MONTH,
            "What it cost to find the people who joined in the month, all roles.",
            *fees,
        ),
        flow(
            "severance",
            "Severance",
            Unit.USD_A_MONTH,
            "What it cost to part with the mis-hires who left in the month, all roles.",
            *severance,
        ),
    )


def _cs(roles: Sequence[int]) -> tuple[Metric, ...]:
    heads = tuple(role_column(role, RoleColumn.HEADS) for role in roles)
    cost = (*(role_column(role, RoleColumn.COST) for role in roles), int(Column.DIGITAL_COST))

    def cost_share(ledger: Floats, plan: Floats) -> Floats:
        return over_what_is_left(from_month(MONTHS_PER_YEAR * total(ledger, cost), 1), ledger[..., Column.ARR])

    return (
        stock("headcount.cs", "CS headcount", Unit.PEOPLE, "People in all CS roles at the month's end.", *heads),
        stock(
            "arr.digital", "ARR in the digital pool", Unit.USD, "ARR in the pool at the month's end.", Column.POOLED_ARR
        ),
        stock(
            "customers.digital",
            "Customers in the digital pool",
            Unit.CUSTOMERS,
            "Small customers that the digital pool looks after at the month's end.",
            Column.POOLED_ACCOUNTS,
        ),
        flow(
            "cost.digital",
            "Digital pool: cost",
            Unit.USD_A_MONTH,
            "Cost of the pool over the month.",
            Column.DIGITAL_COST,
        ),
        flow(
            "cs_cost",
            "CS cost",
            Unit.USD_A_MONTH,
            "Loaded cost of all CS roles and of the digital pool over the month.",
            *cost,
        ),
        Metric(
            "cs_cost.share",
            "CS cost / ARR",
            Unit.SHARE,
            "ratio",
            "The month's CS cost times twelve (an annualised run-rate) over ARR at the month's end.",
            ledger_source(*cost, Column.ARR),
            cost_share,
            over="end",
        ),
        ratio_of_sums(
            "cs_cost.of_revenue",
            "CS cost / revenue",
            Unit.SHARE,
            "CS cost over revenue, over the trailing twelve months.",
            (*cost, Column.REVENUE),
            lambda ledger, summed: over_what_is_left(summed(total(ledger, cost)), summed(ledger[..., Column.REVENUE])),
            months=MONTHS_PER_YEAR,
        ),
    )
