"""One number a run: a measure, which is metrics by name put together as `arr - cs_cost`, or the day somebody joined.

A figure goes by its name, so that a worker elsewhere can be told in a word what to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.engine.contract import NOBODY
from simulator.engine.ledger import Column
from simulator.errors import InputError, Problem
from simulator.results.formatting import difference_in, shown_in, signed
from simulator.results.metrics import YARDSTICK, Metric, Unit, metric, worked_out
from simulator.results.metrics.value import OWN_GROWTH
from simulator.scenario.schema.first_day import seats_taken
from simulator.scenario.units import MONEY, InvalidValue
from simulator.scenario.writing import money as plain_money

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.results.result import Result

__all__ = [
    "FIRST_JOINED",
    "Measure",
    "Read",
    "default_measure",
    "reader",
    "spoken",
]

_TERM: Final = re.compile(
    r"\s*(?P<sign>[+\-−]?)\s*(?:(?P<times>\d+(?:\.\d+)?)\s*\*\s*)?(?P<name>[A-Za-z_][\w.]*)(?:\s*@\s*(?P<month>\d{1,3}))?\s*"
)
REACHED: Final = "reached."
_MOST_TERMS: Final = 10
_FLOWS: Final = {Unit.USD_A_MONTH: Unit.USD}
EXAMPLES: Final = (
    "a metric such as nrr, several such as 5*arr - cs_cost, each at a month of its own such as arr@24, or the odds of "
    "an ARR such as reached.18M@24"
)


JUDGED_AFTER: Final = 36
"""Months after which hiring is judged unless told otherwise.

After three years most of what a late hire costs is seen, and little of it made up for; what it comes to in other months
stands beside the answer.
"""


def default_measure(months: int) -> str:
    """Return what hiring is judged by unless told otherwise: value less cash burned, its growth that of the plan.

    It is read after three years, or at the end of a shorter horizon of so many `months`; below a year, before there is
    any growth to go by, it is ARR less what CS costs.
    """
    if months < MONTHS_PER_YEAR:
        return "arr - cs_cost"
    return f"{YARDSTICK}@{min(JUDGED_AFTER, months)}"


@dataclass(frozen=True)
class Term:
    """One metric of a measure: `times` (with its sign) of it, read at `month`, None for the last."""

    metric: Metric
    times: float
    month: int | None

    def __reduce__(self) -> tuple[Callable[[str, float, int | None], Term], tuple[str, float, int | None]]:
        """Return how it is pickled: with the name of its metric, which holds functions that cannot be."""
        return _term, (self.metric.name, self.times, self.month)

    def of(self, result: Result) -> Floats:
        """Return the term in every run (runs,): a stock, ratio or low at its month, a flow added up until then."""
        metric = result.metrics.get(self.metric.name, self.metric)  # its own: roles of its own cost and count too
        values = metric.values(result.ledger, result.plan_arr)
        month = values.shape[1] - 1 if self.month is None else self.month
        if not 0 <= month < values.shape[1]:
            raise InputError(f"{self.metric.name}@{month}: the scenario has months 0 to {values.shape[1] - 1}")
        found: Floats = values[:, 1 : month + 1].sum(axis=1) if self.metric.kind == "flow" else values[:, month]
        return self.times * found

    @property
    def unit(self) -> Unit:
        """The unit of the term: a flow of dollars adds up to dollars."""
        return _FLOWS.get(self.metric.unit, self.metric.unit)

    @property
    def text(self) -> str:
        """The term without its sign, as people write it: `5*arr@36`."""
        times = "" if abs(self.times) == 1.0 else f"{abs(self.times):g}*"
        return f"{times}{self.metric.name}{'' if self.month is None else f'@{self.month}'}"

    @property
    def through(self) -> bool:
        """Whether it tells of all months until the one it is read at, not of that one alone."""
        return self.metric.kind in ("flow", "low")

    def when(self, name: str) -> str:
        """Return the term called `name` with its month: `ARR at month 24`, `cash low up to month 24`, `ARR`."""
        if self.month is None:
            return name
        return f"{name} {'up to' if self.through else 'at'} month {self.month}"


@dataclass(frozen=True)
class Measure:
    """A sum of metrics, one number a run; more is better.

    `text` is how it was written: `arr - cs_cost`. Stocks and ratios are read at the last month, or the one after the @;
    flows add up over all months until then, and a low is the least of them.
    """

    text: str
    terms: tuple[Term, ...]

    @classmethod
    def read(cls, text: str) -> Measure:
        """Return the measure that was written; raise InputError with what can be."""
        terms: list[Term] = []
        at = 0
        while at < len(text):
            found = _TERM.match(text, at)
            if found is None or (terms and not found["sign"]) or len(terms) == _MOST_TERMS:
                raise InputError([Problem(f'"{text[:60]}" is not a measure', allowed=EXAMPLES)])
            times = float(found["times"] or 1.0) * (-1.0 if found["sign"] in ("-", "−") else 1.0)
            month = int(found["month"]) if found["month"] is not None else None
            terms.append(Term(_named(found["name"]), times, month))
            at = found.end()
        if not terms:
            raise InputError([Problem("the measure is empty", allowed=EXAMPLES)])
        units = {term.unit for term in terms}
        if len(units) > 1:
            words = " and ".join(sorted(unit.value.replace("_", " ") for unit in units))
            raise InputError(f'"{text}" adds up different units: {words}')
        return cls(" ".join(text.split()), tuple(terms))

    @classmethod
    def of_terms(cls, terms: Sequence[Term]) -> Measure:
        """Return the sum of some terms, its text as people write it: `arr@36 - cs_cost@36`."""
        first, *others = terms
        text = f"-{first.text}" if first.times < 0.0 else first.text
        text += "".join(f" {'-' if term.times < 0.0 else '+'} {term.text}" for term in others)
        return cls(text, tuple(terms))

    @property
    def unit(self) -> Unit:
        """The unit of the number."""
        return self.terms[0].unit

    @property
    def last_month(self) -> int | None:
        """The last month that is read, None for the end of the horizon."""
        months = [term.month for term in self.terms]
        return None if None in months else max(month for month in months if month is not None)

    @property
    def is_value(self) -> bool:
        """Whether what the company is worth is in it, in which a dollar of ARR counts several times."""
        return self.is_yardstick or any(term.metric.name.startswith("enterprise_value") for term in self.terms)

    @property
    def is_yardstick(self) -> bool:
        """Whether the yardstick of decisions is in it, whose growth is that of the plan."""
        return any(term.metric.name == YARDSTICK for term in self.terms)

    @property
    def by_own_growth(self) -> Measure:
        """The same with each company's own growth in the place of the plan's; itself where the plan's is not in it."""
        if not self.is_yardstick:
            return self
        names = (OWN_GROWTH if term.metric.name == YARDSTICK else term.metric.name for term in self.terms)
        return Measure.of_terms(
            [replace(term, metric=_named(name)) for term, name in zip(self.terms, names, strict=True)]
        )

    def at(self, month: int) -> Measure | None:
        """Return the measure with every term read at another `month`; None where its terms are read at several."""
        if len({term.month for term in self.terms}) > 1:
            return None
        return Measure.of_terms([replace(term, month=month) for term in self.terms])

    def of(self, result: Result) -> Floats:
        """Return the measure in every run (runs,), NaN where one of its metrics is n/a."""
        total = np.zeros(len(result.runs))
        for term in self.terms:
            total = total + term.of(result)
        return total

    def check(self, months: int) -> None:
        """Refuse a month that a scenario of so many months does not have; raise InputError."""
        for term in self.terms:
            if term.month is not None and term.month > months:
                raise InputError(f"{term.metric.name}@{term.month}: the scenario ends at month {months}")

    @cached_property
    def words(self) -> str:
        """The measure in words, as at the start of a sentence: `ARR less CS cost`, `Enterprise value less CS cost`."""
        return self.within[:1].upper() + self.within[1:]

    @cached_property
    def within(self) -> str:
        """The measure in words within a sentence: `ARR less CS cost`, `enterprise value less CS cost`."""
        return self._joined([term.when(spoken(term.metric.title)) for term in self.terms])

    @property
    def head(self) -> str:
        """The measure at the head of a column: `ARR`, `Value less burn, month 36`, `5 × ARR less CS cost`."""
        months = {term.month for term in self.terms}
        names = [spoken(term.metric.head) for term in self.terms]
        if len(months) > 1:
            names = [term.when(name) for term, name in zip(self.terms, names, strict=True)]
        month = "" if len(months) > 1 or None in months else f", month {self.last_month}"
        joined = self._joined(names)
        return f"{joined[:1].upper()}{joined[1:]}{month}"

    def _joined(self, names: list[str]) -> str:
        """Put the names of the terms together: `5 × ARR less CS cost`."""
        parts = []
        for place, (term, name) in enumerate(zip(self.terms, names, strict=True)):
            times = "" if abs(term.times) == 1.0 else f"{abs(term.times):g} × "
            joint = "" if place == 0 else " less " if term.times < 0.0 else " plus "
            minus = "minus " if place == 0 and term.times < 0.0 else ""
            parts.append(f"{joint}{minus}{times}{name}")
        return "".join(parts)

    @property
    def explained(self) -> str:
        """How each part is read: `ARR at the end, CS cost added up over all months`."""
        return ", ".join(_explained(term) for term in self.terms)

    @property
    def in_full(self) -> str:
        """The measure within a sentence with how each part is read: `ARR at the end`."""
        return spoken(self.explained) if len(self.terms) == 1 else f"{self.within}; {self.explained}"

    def shown(self, value: float) -> str:
        """Return a value as people write it in the measure's unit; `n/a` for NaN."""
        return shown_in(self.unit, value)

    def difference(self, value: float) -> str:
        """Return a difference of two values with its sign: `+$1.2M`, `−0.4 pts`."""
        return signed(self.unit, value)

    def size(self, value: float) -> str:
        """Return how large a difference is, without its sign: `$1.2M`, `0.4 pts`."""
        return difference_in(self.unit, abs(value))


def _term(name: str, times: float, month: int | None) -> Term:
    return Term(_named(name), times, month)


def spoken(title: str) -> str:
    """Return a `title` within a sentence: `enterprise value`; abbreviations stay as they are."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _named(name: str) -> Metric:
    """Return a metric, or the odds of having reached an ARR: `reached.18M`, 1 in a run that has and 0 in another."""
    if not name.startswith(REACHED):
        return metric(name)
    try:
        dollars = MONEY.read(name.removeprefix(REACHED))
    except InvalidValue:
        raise InputError([Problem(f'"{name[:60]}" names no ARR', allowed="an ARR such as reached.18M")]) from None

    def values(ledger: Floats) -> Floats:
        reached = np.maximum.accumulate(ledger[..., Column.ARR], axis=-1) >= dollars
        return reached.astype(np.float64)

    meaning = "Whether ARR was so high at a month's end; the mean over the runs is the probability."
    title = f"Probability of {plain_money(dollars)} ARR"
    return worked_out(name, title, Unit.SHARE, "stock", meaning, (Column.ARR,), values)


def _explained(term: Term) -> str:
    if term.metric.kind == "flow":
        return f"{term.metric.title} added up {'over all months' if term.month is None else f'to month {term.month}'}"
    if term.metric.kind == "low":
        return f"{term.metric.title} {'over all months' if term.month is None else f'up to month {term.month}'}"
    return f"{term.metric.title} {'at the end' if term.month is None else f'at month {term.month}'}"


# Single figures of a run by their names, so that a worker elsewhere can be told in a word what to read.

Read = Callable[["Result"], "Floats"]
"""Takes one number a run (runs,) from a result."""
FIRST_JOINED: Final = "first_joined:"
"""Followed by the name of a role: the day on which the first one joined of those hired after the first day."""


def reader(name: str) -> Read:
    """Return what reads a figure by its `name`: a measure such as `arr - cs_cost`, or `first_joined:csm`.

    The reader gives an array of shape (runs,). A figure of a run depends on that run alone, so it is the same in
    whatever company of runs it is read. Raises InputError for others.
    """
    if name.startswith(FIRST_JOINED):
        return partial(first_joined, role=name.removeprefix(FIRST_JOINED))
    return Measure.read(name).of


def first_joined(result: Result, role: str) -> Floats:
    """Return the day on which somebody joined a role first, run by run, NaN for never.

    Who is in place on the first day, or was looked for by then, is left out: no decision of the scenario brings them.
    """
    names = result.scenario.roles.names()
    number = names.index(role) if role in names else NOBODY
    taken = len(seats_taken(result.scenario, result.today, role)) if role in names else 0
    hires = result.hires[(result.hires["role"] == number) & (result.hires["ordinal"] >= taken)]
    hires = hires[~np.isnan(hires["joined"])]
    days = np.full(len(result.runs), np.inf)
    np.minimum.at(days, np.searchsorted(result.runs, hires["run"]), np.maximum(hires["joined"], 0.0))
    return np.where(np.isfinite(days), days, np.nan)
