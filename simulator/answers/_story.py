"""One run, or one customer of it, as a question and as an answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.answers._answer import Answer
from simulator.answers._arguments import asked
from simulator.answers._request import Request, Sampling, scenario_of
from simulator.answers._table import Table
from simulator.decisions.defaults import HIRES_SHOWN
from simulator.decisions.story import story as played
from simulator.experiment.engines import ENGINE, SEED
from simulator.progress import Stage, no_progress

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console
    from rich.table import Table as Shown

    from simulator.answers._request import ScenarioLike, Settings
    from simulator.decisions.story import History, Story
    from simulator.scenario.schema.scenario import Scenario


@asked
def story(
    scenario: ScenarioLike = "baseline",
    *,
    run: int = 0,
    account: int | str | None = None,
    seed: int = SEED,
    hires: int = HIRES_SHOWN,
    set: Settings = None,  # noqa: A002  (the name of the option)
) -> StoryAnswer:
    """Tell one run from its event log, or one customer of it, as `t2d3 story` does.

    - `scenario`: a scenario, the path of a file, or a shipped name; `set`: values laid over it, by dotted path.
    - `run`: its number, 0 to 2^48 - 1; with `seed` (0 to 2^64 - 1) it is the very run that `simulate` plays.
    - `account`: a customer by its number, or by its name in the accounts file, to tell its history instead.
    - `hires`: lines of the hiring log that are printed; the table has all.

    Tables: `turning_points` of a run, by month, its `losses` and `hires`, with days since the start and amounts in
    dollars; `history` of a customer. Raises InputError for an account that the run does not have, and what `simulate`
    raises.
    """
    return StoryRequest.of(scenario, run=run, account=account, seed=seed, hires=hires, set=set).answer()


@dataclass(frozen=True, eq=False, repr=False)
class StoryAnswer(Answer):
    """A run or, with `account`, one of its customers; `result` has the events, all customers and all hires."""

    result: Story
    account: History | None = None
    hires: int = HIRES_SHOWN

    def __str__(self) -> str:
        from simulator.reports.terminal.narration import account_title, run_title

        title = run_title(self.result) if self.account is None else account_title(self.result, self.account)
        return f"{title}."

    def print(self, console: Console, files: Sequence[Path] = ()) -> None:
        """Print the answer as the command does."""
        from simulator.reports.terminal.story import print_account, print_story

        if self.account is None:
            print_story(self.result, console, self.hires)
        else:
            print_account(self.result, self.account, console)

    def _tables(self) -> tuple[Table, ...]:
        if self.account is not None:
            return (_history(self.result, self.account),)
        return _turning_points(self.result), _losses(self.result), _hires(self.result)

    def _charts(self) -> Mapping[str, Callable[[], Figure]]:
        from simulator.reports.charts.account import account_chart
        from simulator.reports.charts.arr import arr_fan

        one = self.account
        if one is not None:
            return {"account": lambda: account_chart(self.result, one)}
        return {"arr": lambda: arr_fan(self.result.result)}

    def _shown(self) -> Shown:
        from simulator.reports.terminal.story import account_table, turning_points_table

        return turning_points_table(self.result) if self.account is None else account_table(self.result, self.account)


@dataclass(frozen=True)
class StoryRequest(Request[StoryAnswer]):
    """Which run of which scenario, and which customer of it."""

    scenario: Scenario
    run: int
    account: int | str | None
    hires: int
    sampling: Sampling

    @classmethod
    def of(
        cls,
        scenario: ScenarioLike,
        *,
        run: int = 0,
        account: int | str | None = None,
        seed: int = SEED,
        hires: int = HIRES_SHOWN,
        set: Settings = None,  # noqa: A002
    ) -> StoryRequest:
        """Read and check what is asked; errors are those of `story`."""
        sampling = Sampling(1, seed, 1, ENGINE)
        sampling.check(first_run=run)
        return cls(scenario_of(scenario, set), run, account, hires, sampling)

    def answer(self, stage: Stage = no_progress) -> StoryAnswer:
        """Play the run with its log and return the answer."""
        whole = played(self.scenario, self.run, seed=self.sampling.seed)
        return StoryAnswer(whole, None if self.account is None else whole.account(self.account), self.hires)


def _turning_points(found: Story) -> Table:
    from simulator.reports.terminal.narration import run_lines

    return Table.of("turning_points", ("month", "what"), run_lines(found))


def _losses(found: Story) -> Table:
    from simulator.reports.terminal.narration import account_name

    header = ("account", "name", "day", "arr (usd)", "what was wrong")
    rows = (
        [one.number, account_name(one), float(one.lost_on), float(one.lost), ", ".join(one.why)] for one in found.lost()
    )
    return Table.of("losses", header, rows)


def _hires(found: Story) -> Table:
    from simulator.reports.terminal.narration import hire_rows

    header = ("hire", "seat opened", "joined", "left", "note", "joined day", "left day")
    rows = (
        [*words, float(hire["joined"]), float(hire["left"])]
        for words, hire in zip(hire_rows(found), found.hires, strict=True)
    )
    return Table.of("hires", header, rows)


def _history(found: Story, one: History) -> Table:
    from simulator.reports.terminal.narration import account_lines

    header = ("month", "what", "day", "arr (usd)")
    lines = account_lines(found, one)
    rows = (
        [when, what, float(step.day), float(step.arr) if arr else math.nan]
        for (when, what, arr), step in zip(lines, one.steps, strict=True)
    )
    return Table.of("history", header, rows)
