"""Whether scenario files can be simulated, as an answer; nothing is simulated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._table import Table
from simulator.errors import InputError
from simulator.progress import Stage, no_progress
from simulator.scenario.schema.scenario import Scenario

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

    from simulator.answers._opening import OpeningFigures
    from simulator.answers._request import ScenarioLike
    from simulator.experiment.planned_cash import PlannedCash
    from simulator.scenario.assumed.assumptions import Assumption
    from simulator.scenario.reading.notices import Notice


@asked
def check(*files: ScenarioLike) -> CheckAnswer:
    """Check scenarios, and the CSV files they name, without simulating, as `t2d3 check` does.

    Each of `files` is a path, a shipped name, or a scenario; `baseline` where there is none. A mistake is no error here
    but part of the answer: `fine` says whether there is none, each of `files` has what is wrong with it and where.
    """
    return CheckRequest(files or ("baseline",)).answer()


@dataclass(frozen=True, eq=False)
class Checked:
    """One file: what it was called, and either its scenario and the cash of its plan, or what is wrong with it.

    `size` is about how many customers a run has. `opening` is what it opens with, and `notices` how it was read and
    what is likely a slip, both as far as the files could be read.
    """

    file: str
    scenario: Scenario | None = None
    cash: PlannedCash | None = None
    size: float = 0.0
    accounts: int | None = None
    error: InputError | None = None
    opening: OpeningFigures | None = None
    notices: tuple[Notice, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    taken_over: tuple[Notice, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What the command prints of it, with the assumptions that move the answer most."""
        return self.told()

    def told(self, all_assumed: bool = False) -> tuple[str, ...]:
        """What the command prints of it: what it is, what it opens with, how its cash fares on the plan and what else
        is worth saying; or every mistake, and the same as far as the files could be read.
        """
        opening = () if self.opening is None else tuple(f"    {line}" for line in self.opening.lines())
        head, notices = (tuple(f"    {one.line()}" for one in told) for told in (self.taken_over, self.notices))
        if self.scenario is None or self.cash is None:
            return (str(self.error), *head, *opening, *notices)
        from simulator.reports.planned_cash_words import planned_cash_line

        cash = f"    {planned_cash_line(self.scenario, self.cash)}"
        return (self._words(self.scenario), *head, *opening, cash, *notices, *self._assumed(all_assumed))

    def _assumed(self, all_of_them: bool) -> Iterator[str]:
        from simulator.reports.assumed_words import assumed_lines
        from simulator.scenario.assumed.assumptions import MOST_SHOWN

        for line in assumed_lines(self.assumed, self.file, None if all_of_them else MOST_SHOWN):
            yield f"    {line}"

    def _words(self, scenario: Scenario) -> str:
        from simulator.reports.words import plural
        from simulator.scenario.schema.uncertainty import uncertain_paths

        uncertain = uncertain_paths(scenario)
        opening = "" if self.accounts is None else f"{plural(self.accounts, 'account')} on the first day, "
        amount = plural(10 * round(self.size / 10) if self.size > 100 else round(self.size), "customer")
        return (
            f"{self.file}: fine. {scenario.name}: {_span(scenario)}, {plural(len(scenario.segments), 'segment')}, "
            f"{opening}about {amount} a run, "
            f"{plural(len(uncertain), 'uncertain value') if uncertain else 'nothing uncertain'}."
        )


@dataclass(frozen=True, eq=False, repr=False)
class CheckAnswer(Answer):
    """Which files can be simulated; `files` has what each is, or what is wrong with it."""

    files: tuple[Checked, ...]

    @property
    def fine(self) -> bool:
        """Whether all of them can be simulated."""
        return all(one.error is None for one in self.files)

    def __str__(self) -> str:
        return self.text()

    def text(self, all_assumed: bool = False) -> str:
        """Return what the command prints: with `all_assumed` every assumption, else those that count most."""
        return "\n".join(line for one in self.files for line in one.told(all_assumed))

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print what each file is, or every mistake in it."""
        console.print(str(self), soft_wrap=True, highlight=False, markup=False)

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    def _tables(self) -> tuple[Table, ...]:
        return (_table(self.files),)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.plan import plan_chart

        def draw(scenario: Scenario, cash: PlannedCash) -> Callable[[], Figure]:
            return lambda: plan_chart(scenario, cash)

        return {
            one.file: draw(one.scenario, one.cash)
            for one in self.files
            if one.scenario is not None and one.cash is not None
        }


@dataclass(frozen=True)
class CheckRequest:
    """Which files to check; nothing is read before it is answered, since a mistake is part of the answer."""

    files: tuple[ScenarioLike, ...]

    def answer(self, stage: Stage = no_progress) -> CheckAnswer:
        """Check the files and return the answer; `stage` shows the progress of reading large ones."""
        return CheckAnswer(tuple(_checked(file, stage) for file in self.files))


def _checked(given: ScenarioLike, stage: Stage = no_progress) -> Checked:
    """Return what a file is; a mistake in it is part of that."""
    found = Checked(given.name if isinstance(given, Scenario) else str(given))
    try:
        for known in _steps(given, found, stage):
            found = known
    except InputError as error:
        return replace(found, error=error)
    return found


def planned(given: ScenarioLike) -> Checked:
    """Return a scenario with the cash of its plan; raise InputError, ScenarioError or SizeError for a mistake."""
    *_, found = _steps(given, Checked(""))
    return found


def _steps(given: ScenarioLike, found: Checked, stage: Stage = no_progress) -> Iterator[Checked]:
    """Yield what is known of a file after each step of checking it, the whole at last."""
    from simulator.answers._opening import OpeningFigures
    from simulator.answers._request import scenario_of
    from simulator.engine.lowering import lower
    from simulator.experiment.planned_cash import planned_cash
    from simulator.experiment.sizes import check_lowered, check_plan, expected_customers
    from simulator.scenario.assumed.taken_over import taken_over
    from simulator.scenario.reading.doubts import doubts
    from simulator.scenario.reading.today import read_books
    from simulator.scenario.schema.uncertainty import central

    scenario = scenario_of(given, None)
    books = read_books(scenario, stage)
    today = books.book
    own = None if isinstance(given, Scenario) else given
    another = () if own is None else tuple(taken_over(scenario, own))
    notices = (*books.notices, *doubts(scenario, today))
    yield (found := replace(found, opening=OpeningFigures.of(scenario, today), notices=notices, taken_over=another))
    check_plan(scenario, today)
    lowered = lower(central(scenario), today)
    check_lowered(lowered)
    cash = planned_cash(scenario, lowered, today)
    accounts = None if today is None else len(today.accounts)
    size = expected_customers(lowered)
    yield replace(
        found, scenario=scenario, cash=cash, size=size, accounts=accounts, assumed=_assumptions(own, scenario)
    )


def _assumptions(file: str | Path | None, scenario: Scenario) -> tuple[Assumption, ...]:
    """Return what is assumed in the scenario of a user's own file; nothing where it is none."""
    from simulator.scenario.assumed.assumptions import assumptions
    from simulator.scenario.assumed.said import said_in

    said = None if file is None else said_in(file)
    return () if said is None else tuple(assumptions(scenario, said))


def _table(files: Sequence[Checked]) -> Table:
    """Return one row a file that is fine, and one a mistake; lines and columns count from 1, 0 where there is none."""
    header = ("file", "fine", "line", "column", "field", "mistake", "allowed", "meant", "count")
    rows: list[tuple[object, ...]] = []
    for one in files:
        problems = () if one.error is None else one.error.problems
        rows += [
            (
                one.file,
                "no",
                wrong.line,
                wrong.column,
                wrong.path,
                wrong.message,
                wrong.allowed,
                wrong.suggestion,
                wrong.count,
            )
            for wrong in problems
        ] or [(one.file, "yes" if one.error is None else "no", 0, 0, "", "", "", "", 0)]
    return Table.of("check", header, rows)


def _span(scenario: Scenario) -> str:
    from simulator.clock import month_label
    from simulator.reports.words import plural

    months = scenario.horizon_months
    return f"{plural(months, 'month')} from {scenario.start_date:%b %Y} to {month_label(scenario.start_date, months)}"
