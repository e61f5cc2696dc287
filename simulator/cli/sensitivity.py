"""`t2d3 sensitivity`: which values matter, and how much of the spread is luck."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from simulator.cli.common import Common
from simulator.cli.endings import debug_option
from simulator.cli.help_page import WithHelpPage
from simulator.cli.options import (
    Field,
    ScenarioName,
    Whole,
    folder_option,
    measure_option,
    set_option,
    simulation_options,
)
from simulator.decisions.defaults import AVERAGED, BY, POINTS, QUANTILES, ROWS

if TYPE_CHECKING:
    from simulator.answers import SensitivityRequest

_FEW: Final = 100
_ENDS: Final = ",".join(f"{100.0 * end:g}" for end in QUANTILES)


@click.command(cls=WithHelpPage)
@click.argument("scenario", type=ScenarioName(), default="baseline", metavar="[SCENARIO]")
@measure_option
@click.option(
    "--field",
    "fields",
    type=Field(),
    multiple=True,
    metavar="PATH",
    help="Move this field instead of what is uncertain; may be repeated. A * stands for every name.",
)
@click.option("--by", default=f"{BY:.0%}", show_default=True, metavar="SHARE", help="By how much fields are moved.")
@click.option(
    "--priors",
    is_flag=True,
    default=False,
    help="Move every value by its prior, which t2d3 model names; choices of the company stay.",
)
@click.option("--quantiles", default=_ENDS, show_default=True, metavar="LOW,HIGH", help="Ends of uncertain values.")
@click.option(
    "--sobol",
    "points",
    type=Whole(0),
    default=POINTS,
    show_default=True,
    help="Points of Sobol' indices, a power of two; 0 for none.",
)
@click.option(
    "--luck", type=Whole(1), default=AVERAGED, show_default=True, help="Runs that each point averages luck over."
)
@click.option(
    "--rows", type=Whole(0), default=ROWS, show_default=True, help="Sets of values to tell luck by; 0: do not."
)
@simulation_options
@folder_option("Write tables and charts there.  [default: results/<scenario>/sensitivity]")
@set_option("--set", "Set a value, such as horizon_months=36; may be repeated.")
@debug_option
def sensitivity(
    scenario: str,
    measure: str | None,
    fields: tuple[str, ...],
    by: str,
    quantiles: str,
    points: int,
    luck: int,
    rows: int,
    priors: bool,
    **common: Any,
) -> None:
    """Find which values of SCENARIO move a measure, and how much of its spread is luck.

    A tornado moves one value at a time on common draws. Where values are uncertain, Sobol' indices share the variance
    out among them, and sets of values played several times over tell luck from not knowing.

    t2d3 sensitivity sceptic --measure nrr

    t2d3 sensitivity baseline --field segments.core.renewal --field roles.csm.book_high --by 10%

    t2d3 sensitivity baseline --priors --runs 100
    """
    from simulator.answers import SensitivityRequest

    if priors:
        _alone(click.get_current_context())
    shared = Common(**common)
    request = SensitivityRequest.of(
        scenario,
        measure=measure,
        field=fields,
        by=by,
        quantiles=quantiles,
        sobol=points,
        luck=luck,
        rows=rows,
        priors=priors,
        sampling=shared.sampling,
        set=dict(shared.set),
    )
    how: dict[str, Any] = {"measure": measure, "by": by, "quantiles": quantiles}
    how |= {"sobol": points, "luck": luck, "rows": rows} | ({"priors": True} if priors else {})
    about = (*fields, "priors") if priors else fields
    question = shared.question("sensitivity", [scenario], [request.scenario], about=about, how=how)
    if priors and not shared.quiet:
        _say_how_much(request, shared.sampling.runs)
    shared.answer(request, question)


def _alone(context: click.Context) -> None:
    """Refuse options that say nothing beside --priors, whatever their values."""
    from click.core import ParameterSource

    from simulator.decisions.by_priors import refuse_beside

    options = {"by": "by", "points": "sobol", "luck": "luck", "rows": "rows"}
    written = (name for name in options if context.get_parameter_source(name) is not ParameterSource.DEFAULT)
    refuse_beside([options[name] for name in written])


def _say_how_much(request: SensitivityRequest, runs: int) -> None:
    """Say how much work it will be, before any of it: there are ten times as many values as without priors."""
    from simulator.reports.words import plural

    total = request.companies * runs
    fewer = "" if runs <= _FEW else f"; --runs {_FEW} makes it {request.companies * _FEW:,}"
    click.echo(f"{plural(request.moved, 'value')} at two ends each: {total:,} runs{fewer}.", err=True)
