"""Options and arguments that several commands share, and how their text is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from simulator.answers import papers
from simulator.cli.endings import debug_option
from simulator.experiment.engines import ENGINE, ENGINES, RUNS, SEED

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Function = TypeVar("Function", bound=Callable[..., Any])

_WHOLE: Final = re.compile(r"[+-]?\d{1,30}(?:[_,]\d{3})*(?:[eE]\+?\d{1,2})?", re.ASCII)


class Whole(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click only
    """A whole number from `low` on: `1000`, `1,000`, `1e6`."""

    name = "number"

    def __init__(self, low: int) -> None:
        self.low = low

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; fail with one message."""
        if isinstance(value, int):
            return value
        text = str(value).strip()
        if not _WHOLE.fullmatch(text):
            self.fail(f'"{text[:40]}" is not a whole number such as 200 or 1,000.', param, ctx)
        number = int(Decimal(text.replace(",", "").replace("_", "")))
        if number < self.low:
            self.fail(f"{number:,} is too small; it must be {self.low:,} or more.", param, ctx)
        return number


class Moment(Whole):
    """A number of months from 0 on, or a date, which is left for the scenario's start to be read by."""

    name = "month"

    def __init__(self) -> None:
        super().__init__(0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the number, or the text of the date; fail with one message for neither."""
        from simulator.scenario.schema.dates_and_files import When
        from simulator.scenario.units import InvalidValue

        try:
            When().read(value)
        except InvalidValue:
            if isinstance(value, int) or _WHOLE.fullmatch(str(value).strip()):
                return super().convert(value, param, ctx)
            asked = "neither months after the start, such as 18, nor a date such as 2028-03-01 or Mar 2028."
            self.fail(f'"{str(value)[:40]}" is {asked}', param, ctx)
        return value


class Setting(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click only
    """One value laid over a scenario: `roles.csm.cost=200K`."""

    name = "path=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Return path and value; fail with one message."""
        if isinstance(value, tuple):
            return value
        path, equals, text = str(value).partition("=")
        if not equals or not path.strip():
            self.fail(f'"{str(value)[:60]}" is not written as path=value, such as roles.csm.cost=200K.', param, ctx)
        return path.strip(), text.strip()

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the paths of the scenario's fields."""
        from simulator.cli.completion import settings

        return settings(ctx, param, incomplete)


class ScenarioName(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click only
    """A scenario file, or the name of a shipped scenario."""

    name = "scenario"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the shipped names, then files."""
        from click.shell_completion import CompletionItem

        from simulator.scenario.reading.inheritance import shipped

        names = [CompletionItem(name) for name, _ in shipped() if name.startswith(incomplete)]
        return [*names, CompletionItem(incomplete, type="file")]


class _Completed(click.ParamType):  # type: ignore[type-arg]  # generic in newer releases of click only
    """A text as it is written, which the Tab key completes by the function of `completion` called `offers`."""

    name = "text"
    offers = ""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer what can stand there."""
        from simulator.cli import completion

        offered: list[CompletionItem] = getattr(completion, self.offers)(ctx, param, incomplete)
        return offered


class Role(_Completed):
    """The name of a role."""

    offers = "roles"


class Field(_Completed):
    """The path of a field."""

    offers = "fields"


class Varied(_Completed):
    """The path of a field, or the hiring point of a role, and the values it is to have."""

    offers = "settings"


class PolicyChange(_Completed):
    """The path of something that a company decides, and the value it is to have."""

    offers = "policies"


def simulation_options(function: Function) -> Function:
    """Give a command the options of a simulation: runs, seed, workers, engine, quiet."""
    runs = click.option(
        "--runs", "-n", type=Whole(1), default=RUNS, show_default=True, help="How many runs to simulate."
    )
    return runs(sampling_options(function))


def sampling_options(function: Function) -> Function:
    """Give a command that finds out by itself how many runs it needs the other options of a simulation."""
    options = (
        seed_option,
        click.option("--workers", "-w", type=Whole(1), help="At most so many processes.  [default: one a core]"),
        click.option(
            "--engine", type=click.Choice(list(ENGINES)), default=ENGINE, show_default=True, help="Which engine."
        ),
        click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors."),
    )
    for option in reversed(options):
        function = option(function)
    return function


def seed_option(function: Function) -> Function:
    """Give a command the option --seed."""
    help_ = "The same seed gives the same luck."
    return click.option("--seed", type=Whole(0), default=SEED, show_default=True, help=help_)(function)


def set_option(name: str, help_: str) -> Callable[[Function], Function]:
    """Return an option such as --set, which may be given many times."""
    return click.option(name, type=Setting(), multiple=True, metavar="PATH=VALUE", help=help_)


def paper_options(function: Function) -> Function:
    """Give a command an option for each paper that can be written with a result; it gets the names of those given."""
    for name, paper in reversed(list(papers().items())):
        help_ = f"Write {paper.file} too: {paper.about}."
        function = click.option(f"--{name}", is_flag=True, help=help_, expose_value=False, callback=_collected)(
            function
        )
    return function


def _collected(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Gather the names of papers in one value."""
    before = ctx.params.get("papers", ())
    ctx.params["papers"] = (*before, str(param.name)) if value else before


def cluster_option(function: Function) -> Function:
    """Give a command the option --cluster."""
    help_ = "Play on a Dask cluster, such as tcp://10.0.0.5:8786."
    return click.option("--cluster", metavar="ADDRESS", help=help_)(function)


class _Folder(click.Path):
    """A folder; an empty name, as an unset variable of a shell gives, is not taken for the current one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the name of the folder is empty; name one, or write . for the one you are in", param, ctx)
        return super().convert(value, param, ctx)


def folder_option(help_: str) -> Callable[[Function], Function]:
    """Return the options --out for a folder, --replace for one that holds another question's answer, and --svg."""
    out = click.option("--out", "-o", type=_Folder(path_type=Path), metavar="DIR", help=help_)
    replace = click.option(
        "--replace",
        is_flag=True,
        help="Write to a folder that holds another question's answer, which goes to `previous` in it, or other files.",
    )

    svg = click.option("--svg", is_flag=True, help="Write each chart as SVG too, to print or edit it.")

    def decorated(function: Function) -> Function:
        return out(replace(svg(function)))

    return decorated


def measure_option(function: Function) -> Function:
    """Give a command the option --measure: what is to be made large."""
    help_ = (
        'What is to be large: a metric such as nrr, or several such as "5*arr - cs_cost". Flows add up over all months,'
        " others are read at the end or at a month such as arr@24; reached.18M@24 is the probability of an ARR."
        "  [default: value less cash burned, after three years]"
    )
    return click.option("--measure", "-m", metavar="METRICS", help=help_)(function)


def deciding_options(command: str, about: str) -> Callable[[Function], Function]:
    """Give a command that selects the best of several choices, asked about something such as a role, its options."""
    level = "Runs of t2d3 run from which levels start; they have no part in the choice."
    matters = "The smallest difference that matters, such as $300K or 0.5 pts.  [default: 1% of the judged dollars]"
    options: Sequence[Callable[[Any], Any]] = (
        measure_option,
        click.option("--indifference", metavar="AMOUNT", help=matters),
        click.option("--runs", "-n", type=Whole(1), default=RUNS, show_default=True, help=level),
        sampling_options,
        folder_option(f"Write the table and the chart there.  [default: results/<scenario>/{command}-<{about}>]"),
        set_option("--set", "Set a value, such as horizon_months=36; may be repeated."),
        debug_option,
    )

    def decorated(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorated
