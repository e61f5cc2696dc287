"""What customers and hires did, month by month, as a run found it: all cases as values, the chosen one as links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.engine.ledger import BridgeLine
from simulator.reports.workbook.money import (
    GROSS,
    Line,
    lines_of,
    quantities,
    role_names,
    sellers_cost,
    settings_of,
)
from simulator.reports.workbook.rounds import Rounds, rounds_of
from simulator.reports.workbook.styles import number_format
from simulator.results.metrics import find

if TYPE_CHECKING:
    from simulator.reports.workbook.cases import Cases
    from simulator.reports.workbook.styles import Kind
    from simulator.results.arithmetic import Floats


BRIDGE: Final = {
    BridgeLine.NEW_CUSTOMERS: "arr.new",
    BridgeLine.EXPANSION: "arr.expansion",
    BridgeLine.RENEWAL_GAINS: "arr.renewal_gains",
    BridgeLine.MID_TERM_RISES: "arr.mid_term_rises",
    BridgeLine.CONTRACTION: "arr.contraction",
    BridgeLine.CHURN: "arr.churn",
}
"""The metrics of the lines of the ARR bridge."""
_STOCKS: Final = ("arr", "arr.plan", "customers", "deferred_revenue", "receivables")
_FLOWS: Final = ("revenue", "billings", "collected", "customers.new", "customers.lost")
_AS_RUN: Final = ("operating_result", "cash", "spend", "enterprise_value")
"""What is worked out anew in cells, as the run had it: for checks, and where means cannot be worked out."""


@dataclass(frozen=True, eq=False)
class Series:
    """One row of behaviour: its values by case (cases, months + 1), NaN where there is no figure.

    A `flow` adds up over the months, anything else is read at their end.
    """

    key: str
    title: str
    part: str
    unit: str
    kind: Kind
    flow: bool
    values: Floats


def behaviour(cases: Cases) -> dict[str, Series]:
    """Return every row of behaviour by its key, in the order in which it is written."""
    found: list[Series] = []
    found += [_metric(cases, name, "Customers") for name in _STOCKS]
    found += [
        _dollars("nrr.now", "ARR now of customers of 12 months ago", "Customers", cases.of_then("nrr")),
        _dollars("grr.now", "The same, each at no more than then", "Customers", cases.of_then("grr")),
    ]
    found += [_metric(cases, name, "Customers") for name in (*BRIDGE.values(), *_FLOWS)]
    for role in role_names(cases.results):
        some = [_metric(cases, f"{family}.{role}", "People") for family in ("headcount", "joiners", "leavers")]
        found += some if any(np.nan_to_num(one.values).any() for one in some) else []
    found += [_metric(cases, name, "People") for name in ("rnd.people", "administration.people")]
    found += _quantities(cases)
    found += _rounds(cases)
    found += _settings(cases)
    found += [_metric(cases, name, "As the run had it") for name in _AS_RUN]
    return {series.key: series for series in found}


def _dollars(key: str, title: str, part: str, values: Floats, *, flow: bool = False) -> Series:
    return Series(key, title, part, "$", "money", flow, values)


def _metric(cases: Cases, name: str, part: str) -> Series:
    known = next(result for result in cases.results if name in result.metrics)
    metric = find(name, known.metrics)
    unit = metric.unit.added if metric.reading == "sum" else metric.unit
    told = {"usd": "$"}.get(unit.value, unit.value.replace("_", " "))
    return Series(name, metric.title, part, told, number_format(unit), metric.reading == "sum", cases.values(name))


def _by_case(cases: Cases, of_case: dict[int, dict[str, Floats]], key: str) -> Floats:
    months = cases.first.months + 1
    return np.array([of_case[place].get(key, np.zeros(months)) for place in range(len(cases.cases))])


def _quantities(cases: Cases) -> list[Series]:
    """Return how much of each thing money is paid for, for what there was any of."""
    lines = lines_of(cases.results)
    metrics = {name: cases.values(name) for name in _needed(lines)}

    def of(place: int) -> dict[str, Floats]:
        result = cases.results[cases.cases[place].scenario]
        return quantities(result, lambda name: np.array(metrics[name][place]), lines)

    of_case = {place: of(place) for place in range(len(cases.cases))}
    found = []
    for key, line in lines.items():
        values = _by_case(cases, of_case, key)
        values[:, 0] = np.nan
        if np.nan_to_num(values).any():
            kind: Kind = "money" if line.unit == "$" else "ratio" if line.unit == "times" else "count"
            flow = line.unit != "times"
            found.append(
                Series(f"of.{key}", f"{line.title}: {line.quantity}", "What is paid for", line.unit, kind, flow, values)
            )
    return found


def _needed(lines: Mapping[str, Line]) -> set[str]:
    """Return the metrics from which quantities are worked out."""
    named = {line.metric for line in lines.values()} - {GROSS}
    sellers: set[str] = set()
    sellers_cost(lambda name: sellers.add(name) or np.zeros(1))  # type: ignore[func-returns-value]
    return named | sellers | {"spend.programmes"}


def _rounds(cases: Cases) -> list[Series]:
    """Return how often each round came, and the cash of those that cannot be told from each other."""
    rounds = [rounds_of(result) for result in cases.results]
    names = dict.fromkeys(name for one in rounds for name in one.came)
    found = [
        Series(
            *(f"round.{name}", f"Round {name}: share of runs in which it came", "Funding", "share", "share", True),
            np.array([_came(rounds[case.scenario], name, case, cases) for case in cases.cases]),
        )
        for name in names
    ]
    rest = cases.values("funding")
    for place, case in enumerate(cases.cases):
        if rounds[case.scenario].came:
            rest[place] = 0.0
    if np.nan_to_num(rest).any():
        found.append(_dollars("funding.rest", "Funding", "Funding", rest, flow=True))
    return found


def _came(rounds: Rounds, name: str, case: object, cases: Cases) -> Floats:
    return rounds.of(name, case) if name in rounds.came else np.zeros(cases.first.months + 1)  # type: ignore[arg-type]


def _settings(cases: Cases) -> list[Series]:
    """Return what the plan says of months, for what says anything."""
    settings = [settings_of(result) for result in cases.results]
    names = dict.fromkeys(name for one in settings for name in one)
    found = []
    for name in names:
        of_case = {place: settings[case.scenario] for place, case in enumerate(cases.cases)}
        values = _by_case(cases, of_case, name)
        if values.any():
            dollars = name.startswith("money.")
            title = f"Planned ARR at work on {name}" if dollars else name.capitalize()
            found.append(
                Series(
                    name,
                    title,
                    "The plan",
                    "$" if dollars else "yes or no",
                    "money" if dollars else "whole",
                    False,
                    values,
                )
            )
    return found
