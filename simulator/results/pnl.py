"""The profit and loss by department, month by month, and how it becomes cash: means over the runs, which add up, and
how far the runs lie apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.results.bands import band_told
from simulator.results.csv_files import write_rows

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised
    from simulator.roles import Department
    from simulator.scenario.schema.roles import Roles

__all__ = ["pnl_by_month", "roles_of"]


@dataclass(frozen=True)
class ProfitAndLoss:
    """Dollars a month by line, each of shape (months,), for months 1 … the horizon; costs are negative.

    `lines` are means over the runs. They add up from top to bottom: gross profit is the sum of those above it, the
    operating result that of gross profit and the costs below it, and with what customers paid ahead and still owe it
    becomes the cash flow. A line with a dot, such as `customer_success.csm`, is part of the one it names: those of a
    department add up to it. `p5` and `p95` are those of each line by itself, which do not add up; of fewer than 19 runs
    they are the lowest and the highest.
    """

    labels: list[str]
    lines: dict[str, Floats]
    p5: dict[str, Floats]
    p95: dict[str, Floats]


def roles_of(roles: Roles, department: Department) -> list[str]:
    """Return the names of a department's roles, the user's own last.

    `roles` are those of a scenario, `department` is one of `Department`, such as `cs`.
    """
    return [name for name in roles.names() if roles.department(name) == department]


def _sources(roles: Roles) -> dict[str, tuple[float, str]]:
    """Return the lines from top to bottom: the sign with which each is told, and the metric it tells."""

    def people(line: str, *departments: Department) -> dict[str, tuple[float, str]]:
        named = [name for one in departments for name in roles_of(roles, one)]
        return {f"{line}.{name}": (-1.0, f"cost.{name}") for name in named}

    return {
        "revenue": (1.0, "revenue"),
        "cost_of_service": (-1.0, "spend.service"),
        "gross_profit": (1.0, "gross_profit"),
        **people("customer_success", "cs"),
        "customer_success.digital": (-1.0, "cost.digital"),
        "customer_success": (-1.0, "cs_cost"),
        "new_customers.commission": (-1.0, "spend.commission"),
        "new_customers.programmes": (-1.0, "spend.programmes"),
        "new_customers": (-1.0, "spend.acquisition"),
        "expansion": (-1.0, "spend.expansion"),
        "renewals": (-1.0, "spend.renewals"),
        **people("sales_people", "sales"),
        "sales_people": (-1.0, "spend.sales"),
        **people("other_people", "service", "product", "general"),
        "other_people.hiring_fees": (-1.0, "hiring_fees"),
        "other_people.severance": (-1.0, "severance"),
        "other_people": (-1.0, "spend.other_people"),
        "rnd_and_admin.rnd": (-1.0, "spend.rnd"),
        "rnd_and_admin.administration": (-1.0, "spend.administration"),
        "rnd_and_admin": (-1.0, "spend.other"),
        "operating_result": (1.0, "operating_result"),
        "increase_in_deferred_revenue": (1.0, "deferred_revenue.change"),
        "decrease_in_receivables": (-1.0, "receivables.change"),
        "cash_flow": (-1.0, "burn"),
        "funding": (1.0, "funding"),
        "cash": (1.0, "cash"),
    }


def pnl_by_month(result: Summarised) -> ProfitAndLoss:
    """Return the profit and loss of a `result` in dollars a month: means over the runs, P5 and P95.

    Each line has shape (months,), for months 1 … the horizon.
    """
    table = ProfitAndLoss(result.labels[1:], {}, {}, {})
    for line, (sign, name) in _sources(result.scenario.roles).items():
        bands = result.bands(name)
        low, high = (bands.p5, bands.p95) if sign > 0.0 else (bands.p95, bands.p5)
        table.lines[line] = sign * bands.mean[1:]
        table.p5[line], table.p95[line] = sign * low[1:], sign * high[1:]
    return table


def write_pnl(result: Summarised, path: Path) -> None:
    """Write the profit and loss: a row a month, mean, P5 and P95 of each line, in dollars and cents.

    `band` says how P5 and P95 are to be read, as in the summaries.
    """
    table = pnl_by_month(result)
    kinds = {"mean": table.lines, "p5": table.p5, "p95": table.p95}
    with path.open("x", encoding="utf-8", newline="") as file:
        header = ("month", "label", *(f"{line}_{kind}" for line in table.lines for kind in kinds), "band")
        columns = [values[line] for line in table.lines for values in kinds.values()]
        band = band_told(len(result.runs))
        rows = (
            (place + 1, label, *(_cents(column[place]) for column in columns), band)
            for place, label in enumerate(table.labels)
        )
        write_rows(file, header, rows)


def _cents(figure: float) -> str:
    """Return dollars and cents, never `-0.00`; nothing where there is no figure."""
    return "" if math.isnan(figure) else f"{round(float(figure), 2) + 0.0:.2f}"
