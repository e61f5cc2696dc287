"""The profit and loss by department, month by month, and how it becomes cash: means over the runs, which add up."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.results.arithmetic import Floats
    from simulator.results.summary import Summarised
    from simulator.scenario.roles import Department, Roles


@dataclass(frozen=True)
class ProfitAndLoss:
    """Dollars a month by line, each of shape (months,), for months 1 … the horizon; costs are negative.

    Lines add up from top to bottom: gross profit is the sum of those above it, the operating result that of gross
    profit and the costs below it, and with what customers paid ahead and still owe it becomes the cash flow. A line
    with a dot, such as `customer_success.csm`, is part of the one it names: those of a department add up to it.
    """

    labels: list[str]
    lines: dict[str, Floats]


def roles_of(roles: Roles, department: Department) -> list[str]:
    """Return the names of a department's roles, the user's own last."""
    return [name for name in roles.names() if roles.department(name) == department]


def pnl_by_month(result: Summarised) -> ProfitAndLoss:
    """Return the mean profit and loss over the runs of a result."""

    def mean(name: str) -> Floats:
        return result.bands(name).mean[1:]

    def change(name: str) -> Floats:
        figures: Floats = np.diff(result.bands(name).mean)
        return figures

    def people(line: str, *departments: Department) -> dict[str, Floats]:
        named = [name for one in departments for name in roles_of(result.scenario.roles, one)]
        return {f"{line}.{name}": -mean(f"cost.{name}") for name in named}

    success = mean("cs_cost")
    lines = {
        "revenue": mean("revenue"),
        "cost_of_service": -mean("spend.service"),
        "gross_profit": mean("gross_profit"),
        **people("customer_success", "cs"),
        "customer_success.digital": -mean("cost.digital"),
        "customer_success": -success,
        "new_customers": -mean("spend.acquisition"),
        "expansion": -mean("spend.expansion"),
        **people("sales_people", "sales"),
        "sales_people": -mean("spend.sales"),
        **people("other_people", "service", "product", "general"),
        "other_people.hiring_fees": -mean("hiring_fees"),
        "other_people.severance": -mean("severance"),
        "other_people": success - mean("cost.digital") + mean("spend.sales") - mean("spend.people"),
        "rnd_and_admin": -mean("spend.other"),
        "operating_result": mean("operating_result"),
        "deferred_revenue": change("deferred_revenue"),
        "receivables": -change("receivables"),
        "cash_flow": -mean("burn"),
        "funding": mean("funding"),
        "cash": mean("cash"),
    }
    return ProfitAndLoss(result.labels[1:], lines)


def write_pnl(result: Summarised, path: Path) -> None:
    """Write the mean profit and loss: a row a month, a column a line, dollars and cents."""
    table = pnl_by_month(result)
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("month", "label", *table.lines))
        for place, label in enumerate(table.labels):
            writer.writerow((place + 1, label, *(_cents(values[place]) for values in table.lines.values())))


def _cents(figure: float) -> str:
    """Return dollars and cents, never `-0.00`; nothing where there is no figure."""
    return "" if math.isnan(figure) else f"{round(float(figure), 2) + 0.0:.2f}"
