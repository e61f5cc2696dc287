"""Small SVG charts: well formed, named for whoever cannot see them, within their frame, legible by day and by night."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest

from simulator.reports.svg.bridge import Step, bridge_chart
from simulator.reports.svg.candidates import Candidate, candidates_chart
from simulator.reports.svg.cash import cash_chart
from simulator.reports.svg.colours import DARK, LIGHT
from simulator.reports.svg.differences import difference_chart
from simulator.reports.svg.document import Chart, Named
from simulator.reports.svg.dots import DOTS, DotRow, dot_chart, dots_of
from simulator.reports.svg.fan import Fan, Line, Mark, fan_chart
from simulator.reports.svg.frame import NARROW, WIDE, End, Frame, Months, Size
from simulator.reports.svg.heads import Layer, heads_chart
from simulator.reports.svg.scales import Scale, month_ticks, round_ticks
from simulator.reports.svg.text import fitting, width_of, wrapped

HOSTILE = '<script>alert("1")</script> & \' =1+1'
MONTHS = Months(date(2027, 1, 1), 0, 60)
SPACE = "{http://www.w3.org/2000/svg}"


def named(key: str) -> Named:
    return Named(key, f"A chart of {HOSTILE}", f"About {HOSTILE}")


def fan(scale: float = 1e6, sign: float = 1.0) -> Fan:
    rows = [[scale * sign * (1.0 + month / 10.0) * share for month in range(61)] for share in (0.8, 0.9, 1, 1.1, 1.3)]
    for row in rows:
        row[0] = math.nan
    low, lower, middle, upper, high = rows if sign > 0.0 else rows[::-1]
    return Fan((low, lower, middle, upper, high), "blue")


def fans(size: Size) -> Chart:
    ends = [End(7e6, f"Median {HOSTILE}", "blue", strong=True, detail="P5–P95 $5.6M–$9.1M"), End(7.1e6, "Plan $7.1M")]
    marks = [Mark(55.0, "Cash ends in Aug 2031"), Mark(2.0, "Low in Mar 2027: $2M")]
    return fan_chart(
        Frame(size, MONTHS, 0.0, 1e7, "money"), named("fan"), [fan()], [Line([7e6] * 61, plan=True)], ends, marks
    )


def dots(size: Size) -> Chart:
    return dot_chart(
        size, named("dots"), [DotRow("Dec 2031, $144M", share) for share in (0.0, 0.001, 0.75, 0.999, 1.0)]
    )


def bridge(size: Size) -> Chart:
    steps = [Step("Opening 2031", 0.0, 7e7, "$70.0M", "blue", strong=True)]
    steps += [Step("New customers", 7e7, 9e7, "+$20.0M", "green"), Step(HOSTILE, 9e7, 8.5e7, "−$5.0M", "vermillion")]
    return bridge_chart(size, named("bridge"), [*steps, Step("Closing", 0.0, 8.5e7, "$85.0M", "blue", strong=True)])


def heads(size: Size) -> Chart:
    steps = [float(month // 12) for month in range(61)]
    layers = [Layer(steps, "5 onboarding specialists", "orange"), Layer([0.0] * 61, "nobody", "grey")]
    return heads_chart(size, MONTHS, named("heads"), [*layers, Layer(steps, "5 customer-sales reps", "yellow")])


def cash(size: Size) -> Chart:
    return cash_chart(size, MONTHS, named("cash"), fan(), [End(7e6, "Median $7M", "green")], [Mark(0.0, "Low: $1M")])


def cash_gone(size: Size) -> Chart:
    return cash_chart(size, MONTHS, named("gone"), fan(sign=-1.0), [End(-7e6, "Median −$7M", "green")])


def differences(size: Size) -> Chart:
    return difference_chart(size, MONTHS, named("diff"), "money", fan(sign=-1.0), [End(-7e6, "Mean −$7M", "blue")])


def candidates(size: Size) -> Chart:
    rows = [Candidate("$2M", 0.0, 0.0, 0.0, "selected", "blue", strong=True)]
    return candidates_chart(
        size, named("when"), "money", [*rows, Candidate(HOSTILE, -9e6, -7e6, -5e6, "worse", "grey")]
    )


DRAWN = (fans, dots, bridge, heads, cash, cash_gone, differences, candidates)
every = pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
sizes = pytest.mark.parametrize("size", (WIDE, NARROW), ids=("wide", "narrow"))


@every
@sizes
def test_a_chart_is_well_formed_and_named(draw: Callable[[Size], Chart], size: Size) -> None:
    root = ElementTree.fromstring(draw(size).document().encode())
    assert root.get("role") == "img"
    by_id = {one.get("id"): one for one in root.iter() if one.get("id")}
    title, about = by_id[root.get("aria-labelledby")], by_id[root.get("aria-describedby")]
    assert (title.tag, title.text) == (f"{SPACE}title", f"A chart of {HOSTILE}")
    assert (about.tag, about.text) == (f"{SPACE}desc", f"About {HOSTILE}")
    assert not [one for one in root.iter() if one.tag == f"{SPACE}script"]
    assert "nan" not in draw(size).svg().replace("nance", "")


@every
def test_the_same_numbers_give_the_same_bytes(draw: Callable[[Size], Chart]) -> None:
    assert draw(WIDE).document() == draw(WIDE).document()


@every
@sizes
def test_all_words_and_marks_are_within_the_chart(draw: Callable[[Size], Chart], size: Size) -> None:
    chart = draw(size)
    root = ElementTree.fromstring(chart.document().encode())
    for word in root.iter(f"{SPACE}text"):
        classes = word.get("class", "")
        wide = width_of(word.text or "", 11.5 if "small" in classes else 13.0, "strong" in classes)
        share = {"end": 1.0, "middle": 0.5}.get(word.get("text-anchor", ""), 0.0)
        left = float(word.get("x", "nan")) - share * wide
        assert left >= -0.5 and left + wide <= chart.width + 0.5, word.text
        assert 0.0 < float(word.get("y", "nan")) <= chart.height, word.text
    for path in root.iter(f"{SPACE}path"):
        points = re.findall(r"[ML](\S+) ([^MLZ]+)", path.get("d", ""))
        assert all(-1.0 <= float(x) <= chart.width + 1.0 and -1.0 <= float(y) <= chart.height + 1.0 for x, y in points)


def test_dots_are_full_or_empty_only_where_all_or_none_meet_it() -> None:
    found = [dots_of(share) for share in (0.0, 0.001, 0.024, 0.5, 0.82, 0.976, 0.999, 1.0)]
    assert found == [0, 1, 1, 10, 16, 19, 19, DOTS]


def test_a_gap_in_a_row_is_a_gap_in_its_line() -> None:
    row = [1e6, 2e6, math.nan, 4e6, 5e6, 5e6]
    frame = Frame(WIDE, Months(date(2027, 1, 1), 0, 5), 0.0, 1e7, "money")
    chart = fan_chart(frame, named("gap"), [Fan((row, row, row, row, row), "blue", spread=False)])
    assert chart.svg().count('class="line s-blue"') == 2


def test_ticks_are_round_and_inside() -> None:
    assert [tick.words for tick in round_ticks(Scale(0.0, 161e6, 0.0, 300.0), "money")] == [
        "$0",
        "$50M",
        "$100M",
        "$150M",
    ]
    assert [tick.words for tick in round_ticks(Scale(0.0, 4.0, 0.0, 300.0), "count")] == ["0", "1", "2", "3", "4"]
    shares = [tick.words for tick in round_ticks(Scale(0.87, 1.0, 0.0, 300.0), "percent")]
    assert shares == ["90%", "95%", "100%"]
    assert [tick.words for tick in round_ticks(Scale(0.98, 1.0, 0.0, 300.0), "percent")][:2] == ["98.0%", "98.5%"]
    years = [tick.words for tick in month_ticks(date(2027, 7, 1), 0, 60, 600.0)]
    assert years == ["2028", "2029", "2030", "2031", "2032"]


def test_an_axis_of_roots_is_symmetric_about_nothing() -> None:
    scale = Scale(-4.0, 4.0, 0.0, 100.0, root=True)
    assert [scale.at(value) for value in (-4.0, -1.0, 0.0, 1.0, 4.0)] == pytest.approx([0.0, 25.0, 50.0, 75.0, 100.0])


def test_words_are_cut_and_broken_to_their_room() -> None:
    assert wrapped("9 customer-sales reps", 1_000.0) == ["9 customer-sales reps"]
    assert "".join(wrapped("9 customer-sales reps", 90.0)).replace(" ", "") == "9customer-salesreps"
    short = fitting("a very long name indeed", 60.0)
    assert short.endswith("…") and width_of(short) <= 60.0


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", (LIGHT, DARK), ids=("light", "dark"))
def test_text_is_legible_by_day_and_by_night(colours: dict[str, str]) -> None:
    texts = [name for name in colours if name.endswith("-text") or name in ("ink", "muted")]
    assert len(texts) == 11
    for name in texts:
        for ground in ("page", "panel"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def test_both_themes_have_the_same_colours() -> None:
    assert set(LIGHT) == set(DARK)


@pytest.mark.parametrize("size", (WIDE, NARROW))
@pytest.mark.parametrize("month", (0.0, 14.0, 36.0))
def test_what_a_mark_names_is_a_dot_at_its_figure_and_its_words_stand_within(size: Size, month: float) -> None:
    words = "Median of the runs' own lows: $3.41M in Mar 2027"
    chart = cash_chart(size, MONTHS, named("cash"), fan(), [], [Mark(month, words, "ink", 0.3e6)])
    drawn = ElementTree.fromstring(chart.svg())
    dots = [one for one in drawn.iter() if one.tag.endswith("circle")]
    assert [one.get("class") for one in dots] == ["f-ink"]
    assert size.height - 40.0 < float(dots[0].get("cy", "0")) < size.height - 26.0, "little above zero"
    told = [one for one in drawn.iter() if one.tag.endswith("text") and "t-ink" in one.get("class", "")]
    assert " ".join(one.text or "" for one in told) == words
    for one in told:
        at, wide = float(one.get("x", "0")), width_of(one.text or "")
        first, last = (at - wide, at) if one.get("text-anchor") == "end" else (at, at + wide)
        assert first >= 0.0 and last <= size.width
