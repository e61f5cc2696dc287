"""ARR against the plan: the fan, and the next eight quarters with the odds of being where the plan is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.charts.arr import arr_title
from simulator.reports.deck.charts import MONEY, Column
from simulator.reports.deck.content import Area, Chart, Slide, Table
from simulator.reports.deck.fans import fan_data, rounded
from simulator.reports.deck.slides.common import listed_lines, notes_of, quarter_name, quarters_of
from simulator.reports.page.plan_dots import dots_finding
from simulator.reports.theme import single
from simulator.reports.words import even_money, money, percent
from simulator.results.bands import holds_nine_in_ten
from simulator.results.plan_met import plan_met

if TYPE_CHECKING:
    from simulator.results.protocols import Summarised


def arr_slide(result: Summarised) -> Slide:
    """Return the slide of ARR."""
    bands, plan = result.bands("arr"), result.bands("arr.plan").p50
    title, end = arr_title(result), result.labels[-1]
    name = "ARR" if single(result) else "Median"
    planned = Column(f"Plan, {money(float(plan[-1]))} in {end}", rounded(plan, 0)) if plan[-1] > 0.0 else None
    about = f"ARR at month end against the plan. {title}."
    words = f"{name}, {money(float(bands.p50[-1]))} in {end}"
    data = fan_data(result, "arr", words, "blue", MONEY, about, planned)
    blocks = (
        Chart("chart", data, Area(0.0, 0.0, 1.0, 0.58)),
        _quarters(result, Area(0.0, 0.6, 1.0, 0.4)),
    )
    met = [] if single(result) else plan_met(result)
    odds = dots_finding(met[-1], result.labels[met[-1].month]) if met else ""
    return Slide("arr", title, blocks, listed_lines(odds), notes_of(result, "arr", "arr.plan"))


def _quarters(result: Summarised, area: Area) -> Table:
    """Return ARR at the ends of the next eight quarters."""
    quarters = quarters_of(result)
    bands, plan = result.bands("arr"), result.bands("arr.plan").p50
    ends = [one.last for one in quarters]
    rows = [("ARR" if single(result) else "ARR, median", *(even_money(float(bands.p50[at])) for at in ends))]
    if not single(result):
        for name, row in (("P95", bands.p95), ("P5", bands.p5)):
            word = name if holds_nine_in_ten(len(result.runs)) else {"P95": "Highest", "P5": "Lowest"}[name]
            rows.append((word, *(even_money(float(row[at])) for at in ends)))
    if plan[-1] > 0.0:
        rows.append(("Plan", *(even_money(float(plan[at])) for at in ends)))
    met = [] if single(result) else plan_met(result, ends)
    if len(met) == len(ends):
        rows.append(("Odds of the plan", *(percent(one.share) for one in met)))
    heads = ("At the end of", *(quarter_name(result, one) for one in quarters))
    return Table("quarters", heads, tuple(rows), "ARR at the end of the next quarters", area, first=1.35)
