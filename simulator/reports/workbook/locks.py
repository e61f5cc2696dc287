"""Why an input of money is not live in a workbook: what it would change there, a run would change otherwise.

Costs are worked out over means of the runs. That holds where each run had the same price for the same thing, and where
money decided nothing; wherever it does not, the input is locked and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from simulator.clock import MONTHS_PER_YEAR
from simulator.decisions.changing import shape_at
from simulator.reports.workbook.formula import Live
from simulator.reports.workbook.inputs import spoken
from simulator.reports.workbook.money import (
    ACQUISITION,
    COMMISSION,
    DEPARTMENTS,
    DIGITAL,
    EXPANSION,
    MARGIN,
    MARKETING,
    OPENING_CASH,
    PAY,
    PLANNED_PAY,
    RND_SHARE,
    SELLERS,
    AsRun,
    lines_of,
    quantities,
    role_path,
    sellers_cost,
    share_paths,
)
from simulator.results.protocols import SingleRuns
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.uncertainty import distributions

if TYPE_CHECKING:
    from simulator.reports.workbook.money import Line
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.distributions import Distribution
    from simulator.scenario.schema.scenario import Scenario

VALUE: Final = "money.value."
ROUNDS: Final = "money.rounds."
_OF_PEOPLE: Final = ("cost", "hiring_fee", "severance")
_NO_ROUNDS: Final[Mapping[str, str]] = MappingProxyType({})
_OF_THE_PLAN: Final = ("path.", "opening.generated.arr", "demand.bookings_a_year")
"""Beginnings of paths that say what ARR is planned."""


def locked(result: Summarised, rounds: Mapping[str, str] = _NO_ROUNDS, companies: bool = True) -> dict[str, str]:
    """Return for each input of money of a `result`, by its path, why it is not live in a workbook; "" where it is.

    `rounds` has such reasons by the name of a round of funding, and `companies` says whether the workbook shows single
    companies, by whose runs alone the curve of value can be worked out.
    """
    run = _Run(result)
    rules: tuple[_Rule, ...] = (
        *(_is_a_range, _stands_beside_a_range, _pays_for_hiring, _fills_the_budget, _follows_a_varying_plan),
        *(_was_nothing, _counts_for_nothing, _was_cut),
        lambda _, path: _reason_of_round(path, rounds),
        lambda _, path: "" if companies or not path.startswith(VALUE) else _NO_COMPANY,
    )
    return {path: next(filter(None, (rule(run, path) for rule in rules)), "") for path in run.inputs}


@dataclass(frozen=True, eq=False)
class _Run:
    """What the runs of a scenario had, each thing worked out once."""

    result: Summarised

    @property
    def scenario(self) -> Scenario:
        return self.result.scenario

    @property
    def inputs(self) -> dict[str, float]:
        return self.as_run.inputs

    @cached_property
    def ranges(self) -> dict[str, Distribution]:
        return distributions(self.scenario)

    @cached_property
    def lines(self) -> dict[str, Line]:
        return lines_of((self.result,))

    @cached_property
    def quantities(self) -> dict[str, Floats]:
        """How much there was of each line's quantity by month, as the mean of the runs."""
        return quantities(self.result, lambda metric: self.result.bands(metric).mean, self.lines)

    @cached_property
    def as_run(self) -> AsRun:
        return AsRun(self.result)

    def prices(self, path: str, changes: Mapping[str, float]) -> dict[str, Floats]:
        """Return the price by month (months + 1,) of each line that an input is part of, with other inputs in place."""
        terms = self.as_run.terms(changes)
        return {
            key: np.array([0.0, *(_plain(line.price(terms, month)) for month in range(1, self.result.months + 1))])
            for key, line in self.lines.items()
            if path in line.paths
        }

    @cached_property
    def shares(self) -> tuple[str, ...]:
        return share_paths((self.result,))

    @cached_property
    def were_cut(self) -> str:
        """Why sales and marketing cannot be worked out over means; nothing where it can."""
        scenario, result = self.scenario, self.result
        if not scenario.money.holds_sellers(scenario.demand.selling):
            return ""
        if isinstance(result, SingleRuns):
            nothing_left = (result["spend.programmes"] <= 0.0) & (sellers_cost(result.__getitem__) > 0.0)
            return _CUT if bool(nothing_left[:, 1:].any()) else ""
        return _MAY_BE_CUT if sellers_cost(lambda metric: result.bands(metric).mean).any() else ""


_Rule = Callable[[_Run, str], str]


def _plain(figure: float | Live) -> float:
    return figure.number if isinstance(figure, Live) else float(figure)


# what is uncertain ----------------------------------------------------------------------------------------------------


def _is_a_range(run: _Run, path: str) -> str:
    found = run.ranges.get(path)
    return "" if found is None else f"A range in this scenario ({found.describe()}): each run drew its own"


def _stands_beside_a_range(run: _Run, path: str) -> str:
    """What is added to something that differs from run to run cannot be told apart from it over means."""
    other = next((one for one in _beside(run, path) if one in run.ranges and one != path), "")
    return f"Counts together with {spoken(other)}, which is a range: each run drew its own" if other else ""


def _beside(run: _Run, path: str) -> Iterator[str]:
    """Yield the inputs to which an input is added before anything is multiplied."""
    if path in (ACQUISITION, COMMISSION) and run.scenario.demand.selling == "plan":
        yield from (ACQUISITION, COMMISSION)
    if path in run.shares:
        yield from run.shares
    if run.scenario.money.departments is not None:
        people = [f"money.departments.{name}.people" for name in DEPARTMENTS]
        if path in (PAY, PLANNED_PAY):
            yield from (*people, PAY, PLANNED_PAY)
        if path in people:
            yield from (PAY, PLANNED_PAY)
    if path.startswith(VALUE):
        yield from (f"{VALUE}{name}" for name in type(run.scenario.money.value).model_fields)


def _follows_a_varying_plan(run: _Run, path: str) -> str:
    if path not in run.shares:
        return ""
    varies = next((one for one in run.ranges if one.startswith(_OF_THE_PLAN)), "")
    return f"The plan differs from run to run, as {spoken(varies)} is a range" if varies else ""


# what money decides ---------------------------------------------------------------------------------------------------


def _pays_for_hiring(run: _Run, path: str) -> str:
    waits = run.scenario.money.runway.hold_below
    if waits is None or waits == 0.0 or path.startswith(VALUE):
        return ""
    months = f"{waits:g}" if isinstance(waits, int | float) else "so many"
    return f"Hiring waits while cash lasts for fewer than {months} months, so money changes who is hired"


def _fills_the_budget(run: _Run, path: str) -> str:
    pay = path == PAY or (path.startswith("roles.") and path.endswith(".cost"))
    return _BUDGET if pay and run.scenario.hiring.budget is not None else ""


def _was_cut(run: _Run, path: str) -> str:
    pays_sellers = path in [role_path(role, field) for role in SELLERS for field in _OF_PEOPLE]
    return run.were_cut if pays_sellers or path in (ACQUISITION, COMMISSION, PAY) else ""


def _reason_of_round(path: str, rounds: Mapping[str, str]) -> str:
    return rounds.get(path.removeprefix(ROUNDS).removesuffix(".amount"), "") if path.startswith(ROUNDS) else ""


_BUDGET: Final = "There is one hiring budget: what people cost decides how many seats open"
_CUT: Final = (
    "In some months of some runs sellers cost more than all that was planned for sales and marketing; then the rest is "
    "nothing, which means over runs do not show"
)
_MAY_BE_CUT: Final = (
    "Where sellers cost more than all that is planned for sales and marketing, the rest is nothing; whether that "
    "happened in a run, summaries do not tell"
)
_NO_COMPANY: Final = "Value is worked out run by run, and single runs are not at hand"


# what was nothing, and what counts for nothing ------------------------------------------------------------------------


def _was_nothing(run: _Run, path: str) -> str:
    """Where a price was 0 in the runs, nobody knows what it would have been paid for."""
    if path.startswith(ROUNDS):
        return _ZERO if run.inputs[path] == 0.0 else ""
    if path == OPENING_CASH or path.startswith(VALUE):
        return ""
    before = run.prices(path, {})
    for value in _ends(path):
        after = run.prices(path, {path: value})
        if any(((before[key] == 0.0) & (after[key] != 0.0)).any() for key in before):
            return _nothing_words(run, path)
    return ""


def _nothing_words(run: _Run, path: str) -> str:
    if path == MARGIN:
        return "Was 100% in the run, so that what serving customers costs is not known"
    if run.inputs[path] == 0.0:
        return _ZERO
    if path in (ACQUISITION, COMMISSION):
        return "All of acquisition cost was commission in the run, so that what the rest would be paid for is not known"
    return "Nothing was spent by it in some months of the run, so that what it would apply to then is not known"


def _counts_for_nothing(run: _Run, path: str) -> str:
    """What moves no line of costs of which there was anything, whatever the other inputs are."""
    if path == OPENING_CASH or path.startswith((VALUE, ROUNDS)):
        return ""
    others = {other: value for other, value in _shaken(run.inputs).items() if other != path}
    low, high = (run.prices(path, others | {path: value}) for value in _ends(path))
    if any(((low[key] != high[key]) & (run.quantities[key] != 0.0)).any() for key in low):
        return ""
    return _idle_words(run, path)


def _ends(path: str) -> tuple[float, float]:
    """Return the lowest and the highest value that an input may have."""
    shape = shape_at(path)
    assert shape is not None
    assert isinstance(shape.marker, Quantity)
    return shape.marker.low, shape.marker.high


def _shaken(inputs: Mapping[str, float]) -> dict[str, float]:
    """Return inputs a little off their values, so that none hides another by being just its equal."""
    off = {path: value * (1.0 + 1e-3 * place) for place, (path, value) in enumerate(inputs.items(), 1)}
    return off | {
        path: inputs[path] + 1e-3 * place for place, path in enumerate((PAY, PLANNED_PAY), 1) if path in inputs
    }


def _idle_words(run: _Run, path: str) -> str:
    scenario, field = run.scenario, path.rpartition(".")[2]
    if path in (PAY, PLANNED_PAY) and scenario.horizon_months <= MONTHS_PER_YEAR:
        return "Counts from the second year on, and the run ends before"
    if path == MARKETING:
        return "Counts only where founders and sellers limit sales; here sales go by plan"
    if path in (ACQUISITION, COMMISSION) and scenario.demand.selling == "capacity":
        return "Counts only where sales go by plan; here sellers' own cost stands for it"
    if path == DIGITAL:
        opens = bool(scenario.coverage.digital.opens)
        return "Nobody was in the digital pool" if opens else "The digital pool never opens"
    if path == RND_SHARE or path in run.shares:
        return "No department spent by it within the run"
    if path.startswith("money.departments.") and field in ("budget", "people", "planned_inflation"):
        return "The department follows no budget" if field == "budget" else "Counts for nothing in this scenario"
    of_role = {"cost": "Nobody was in this role", "hiring_fee": "Nobody was hired from outside for this role"}
    of_role |= {"severance": "Nobody in this role was parted with as a mis-hire"}
    if path.startswith("roles."):
        return of_role[field]
    return "No customer bought more" if path == EXPANSION else "Counts for nothing in this scenario"


_ZERO: Final = "Was 0 in the run, so that what it would apply to is not known"
