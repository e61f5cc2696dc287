"""The profit and loss by department, month by month, and how it becomes cash: means over the runs, which add up."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.engine.contract import CS_ROLES, ROLE_NAMES

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.results.arithmetic import Floats
    from simulator.results.result import Result


@dataclass(frozen=True)
class ProfitAndLoss:
    """Dollars a month by line, each of shape (months,), for months 1 … the horizon; costs are negative.

    Lines add up from top to bottom: gross profit is the sum of those above it, the operating result that of gross
    profit and the costs below it, and with what customers paid ahead and still owe it becomes the cash flow.
    """

    labels: list[str]
    lines: dict[str, Floats]


def pnl_by_month(result: Result) -> ProfitAndLoss:
    """Return the mean profit and loss over the runs of a result."""

    def mean(name: str) -> Floats:
        return result.bands(name).mean[1:]

    def change(name: str) -> Floats:
        figures: Floats = np.diff(result.bands(name).mean)
        return figures

    success = mean("cs_cost")
    lines = {
        "revenue": mean("revenue"),
        "cost_of_service": -mean("spend.service"),
        "gross_profit": mean("gross_profit"),
        **{f"customer_success.{ROLE_NAMES[role]}": -mean(f"cost.{ROLE_NAMES[role]}") for role in CS_ROLES},
        "customer_success.digital": -mean("cost.digital"),
        "customer_success": -success,
        "new_customers": -mean("spend.acquisition"),
        "expansion": -mean("spend.expansion"),
        "sales_people": -mean("spend.sales"),
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


def write_pnl(result: Result, path: Path) -> None:
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
