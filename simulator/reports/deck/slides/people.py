"""People: headcount at quarter ends with who joins, and the hires of the next eight quarters as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.reports.charts.headcount import layers_of
from simulator.reports.deck.charts import COUNT, ChartData, Column, Series
from simulator.reports.deck.content import Area, Chart, Slide, Table
from simulator.reports.deck.fans import bounds
from simulator.reports.deck.slides.common import notes_of, pick, quarter_name, spread
from simulator.reports.svg.colours import HUES
from simulator.reports.theme import single
from simulator.reports.words import band_name, between, number, plural, whole
from simulator.results.hires_by_quarter import hires_by_quarter
from simulator.scenario.schema.words import role_words

if TYPE_CHECKING:
    from simulator.results.hires_by_quarter import HiresByQuarter
    from simulator.results.protocols import Summarised

_HUE_OF: Final = {colour: name for name, colour in HUES.items()}
_MOST: Final = 8


def hires_slide(result: Summarised) -> Slide | None:
    """Return the slide of the next hires; None where nobody joins or single runs are not known."""
    found = hires_by_quarter(result, _MOST)
    if found is None:
        return None
    title = _title(result, found)
    heads = ("Joiners", *(quarter_name(result, one) for one in found.quarters))
    rows = [(_capital(role_words(role)), *_cells(found, role)) for role in found.roles]
    rows = [row for row in rows if any(cell != "0" for cell in row[1:])]
    height = min(0.5, 0.08 * (len(rows) + 1))
    blocks = (
        Chart("chart", _heads(result, found, title), Area(0.0, 0.0, 1.0, 0.97 - height)),
        Table("hires", heads, tuple(rows), "Who joins, by role and quarter", Area(0.0, 1.0 - height, 1.0, height), 1.9),
    )
    read = "" if single(result) else f"Medians over the runs, with {_range(result)} in brackets. "
    caption = (
        f"{read}Columns: people at the quarter's end; diamonds: who joins in it. No hiring plan stands behind this."
    )
    return Slide("hires", title, blocks, caption, notes_of(result, "joiners.csm", "headcount.csm"))


def _range(result: Summarised) -> str:
    name = band_name(len(result.runs))
    return f"the {name}" if name == "range" else name


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cells(found: HiresByQuarter, role: str) -> list[str]:
    bands = found.roles[role]
    return [spread(bands, place, number) for place in range(len(found.quarters))]


def _title(result: Summarised, found: HiresByQuarter) -> str:
    """Return the finding: how many people join, and in which quarter most do."""
    count = plural(whole(float(found.in_all.p50[0])), "person joins", "people join")
    most = int(found.together.p50.argmax())
    told = f"{count} over the next {plural(len(found.quarters), 'quarter')}"
    low, high = number(float(found.in_all.p5[0])), number(float(found.in_all.p95[0]))
    if not single(result) and low != high:
        told += f" ({band_name(len(result.runs))} {between(low, high)})"
    return f"{told}, most of them in {quarter_name(result, found.quarters[most])}"


def _heads(result: Summarised, found: HiresByQuarter, title: str) -> ChartData:
    """Return people by role at the ends of quarters as columns, with those who join as marks."""
    ends = [one.last for one in found.quarters]
    layers = [*layers_of(result, "cs"), *layers_of(result, "sales")]
    columns = [Column(layer.many if layer.last != 1 else layer.one, pick(layer.heads, ends)) for layer in layers]
    hues = [_HUE_OF[layer.colour] for layer in layers]
    kept = [place for place, one in enumerate(columns) if any(one.values)]
    joined = Column("Join in the quarter", tuple(float(whole(float(one))) for one in found.together.p50))
    sheet = [*(columns[place] for place in kept), joined]
    series = [Series(at, "column", hues[place]) for at, place in enumerate(kept)]
    series.append(Series(len(kept), "marks", "ink"))
    top = max(sum(one.values[at] for one in sheet[:-1]) for at in range(len(ends)))
    _, high, step = bounds(0.0, max(top, *joined.values, 1.0) * 1.05)
    names = tuple(quarter_name(result, one) for one in found.quarters)
    about = f"People by role at the ends of quarters, and who joins. {title}."
    return ChartData("Quarter", names, tuple(sheet), tuple(series), COUNT, about, 0.0, high, max(step, 1.0))
