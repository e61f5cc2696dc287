"""People by role, customer success and sales, as layers, with what each team comes to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from simulator.reports.charts.headcount import headcount_title, layers_of
from simulator.reports.page.fans import months_of
from simulator.reports.page.panels import Panel, both_sizes
from simulator.reports.page.rows import band_table, row_of
from simulator.reports.svg.colours import HUES
from simulator.reports.svg.document import Named
from simulator.reports.svg.heads import Layer, heads_chart
from simulator.reports.theme import single
from simulator.results.pnl import roles_of

if TYPE_CHECKING:
    from simulator.reports.page.panels import Side
    from simulator.results.protocols import Summarised


_HUE_OF: Final = {colour: name for name, colour in HUES.items()}


def head_panels(sides: Sequence[Side]) -> list[Panel | None]:
    """Return headcount, a panel a side; None where nobody is ever there."""
    return [_heads(side) for side in sides]


def _heads(side: Side) -> Panel | None:
    result = side.result
    layers = [*layers_of(result, "cs"), *layers_of(result, "sales")]
    if not layers:
        return None
    finding = headcount_title(result)
    drawn = [Layer(row_of(layer.heads), layer.words, _HUE_OF[layer.colour]) for layer in layers]
    medians = "" if single(result) else ", each role at its median over the runs"
    return Panel(
        finding,
        caption=f"People in customer success and sales at month end, by role{medians}.",
        tables=(band_table(side, "People at month end, by role", _metrics(result)),),
        **both_sizes(
            f"heads-{side.key}",
            lambda size, key: heads_chart(size, months_of(result), Named(key, "People by role", f"{finding}."), drawn),
        ),
    )


def _metrics(result: Summarised) -> list[str]:
    """Return headcount of every role that ever has anybody, by the names of the metrics."""
    roles = [*roles_of(result.scenario.roles, "cs"), *roles_of(result.scenario.roles, "sales")]
    return [name for role in roles if (result.bands(name := f"headcount.{role}").p95 > 0.0).any()]
