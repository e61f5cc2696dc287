"""`t2d3 sensitivity`: which values matter, and how much of the spread is luck."""

from __future__ import annotations

from typing import Any, Final

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
    **common: Any,
) -> None:
    """Find which values of SCENARIO move a measure, and how much of its spread is luck.

    A tornado moves one value at a time on common draws. Where values are uncertain, Sobol' indices share the variance
    out among them, and sets of values played several times over tell luck from not knowing.

    t2d3 sensitivity sceptic --measure nrr

    t2d3 sensitivity baseline --field segments.core.renewal --field roles.csm.book_high --by 10%
    """
    from simulator.answers import SensitivityRequest

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
        sampling=shared.sampling,
        set=dict(shared.set),
    )
    how = {"measure": measure, "by": by, "quantiles": quantiles, "sobol": points, "luck": luck, "rows": rows}
    shared.answer(request, shared.question("sensitivity", [scenario], [request.scenario], about=fields, how=how))
