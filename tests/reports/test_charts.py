"""Every chart, for ordinary and odd results: on the page, legible, the same bytes each time."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from legible import check
from synthetic_company import company, empty_company
from undrawn_pages import leave_undrawn

from simulator.decisions.compare import Comparison
from simulator.engine.ledger import BridgeLine, Column
from simulator.errors import InputError, OutputError
from simulator.experiment.replications import simulate
from simulator.reports.charts.arr import arr_fan
from simulator.reports.charts.catalogue import CHARTS, Chart, formats_with, write_charts
from simulator.reports.charts.difference import difference_chart
from simulator.reports.theme import as_png, as_svg, footers, styled
from simulator.results.summaries import Summaries
from simulator.scenario.reading.files import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.results.result import Result

LONG = "A very long name with $ and $, 日本語 and 🚀, which goes on and on and on for ever and a day"


def with_gaps() -> Result:
    """Return a company whose books, NRR and time-to-value are undefined for a while, and its first months."""
    result = company(6, 36)
    ledger = result.ledger.copy()
    ledger[:, 14:20, [Column.CSM_CAPACITY, Column.COHORT_THEN]] = 0.0
    ledger[:, 14:20, [Column.TTV_P50, Column.TTV_P90]] = np.nan
    ledger[:, 30:, Column.COHORT_THEN] = 0.0
    return replace(result, ledger=ledger)


def in_place_from_the_start() -> Result:
    result = company(4, 24)
    hires = result.hires.copy()
    hires["joined"] = -36500.0
    return replace(result, hires=hires)


OWN = "{trainer: {department: cs, cost: $140K, in_place: 2}, care_desk: {department: cs, cost: $90K, in_place: 3}}"
CASES: dict[str, Callable[[], Result | Summaries]] = {
    "sixty months": company,
    "six months": lambda: company(5, 6),
    "one month": lambda: company(2, 1),
    "one run": lambda: company(1),
    "two runs, fourteen months": lambda: company(2, 14),
    "nobody in CS": lambda: company(4, 24, staffed=False),
    "no customers": empty_company,
    "gaps": with_gaps,
    "a start in July": lambda: company(4, 30, {"start_date": "2027-07-01"}),
    "seven years from April on": lambda: company(3, 84, {"start_date": "2027-04-01"}),
    "ten years and a half from July on": lambda: company(2, 128, {"start_date": "2027-07-01"}),
    "twenty years": lambda: company(2, 240),
    "tiny": lambda: company(3, 24, scale=1e-6),
    "huge": lambda: company(3, 24, scale=1e4),
    "shrinking": lambda: company(5, 36, behind=0.97),
    "far ahead": lambda: company(5, 36, behind=-4.0),
    "long name": lambda: company(3, 12, {"name": LONG}),
    "hiring waits for cash": lambda: company(4, 30, {"money.runway.hold_below": 9}),
    "in place from the start": in_place_from_the_start,
    "a simulated company": lambda: simulate(load("baseline", {"horizon_months": 16}), runs=3, workers=1),
    "selling by capacity": lambda: simulate(load("selling_by_capacity", {"horizon_months": 16}), runs=3, workers=1),
    "selling by capacity, one month": lambda: simulate(
        load("selling_by_capacity", {"horizon_months": 1}), runs=2, workers=1
    ),
    "roles of its own": lambda: simulate(
        load("baseline", {"horizon_months": 14, "roles.others": OWN}), runs=3, workers=1
    ),
    "summaries": lambda: simulate(load("baseline", {"horizon_months": 16}), runs=3, workers=1, keep="summaries"),
    "launches on top of each other": lambda: company(3, 60, {"products.third.opens": "[{arr: $19M}, {month: 90}]"}),
    "neither competitors nor departures": lambda: company(
        2, 24, {"competitors.calls_a_year": 0, "sponsors.leaves_a_year": 0}
    ),
    "crowded milestones": lambda: company(
        3, 36, {"milestones": ["$2.1M", "$2.3M", "$6M", "$6.3M", "$7M", "$17M", "$18M", "$35M", "$36M"]}
    ),
}


PAIRS = [
    ((place + number) % 2 == 0, case, chart)
    for place, case in enumerate(CASES)
    for number, chart in enumerate(CHARTS)
    if not (chart.single_runs and case == "summaries")
]


def drawn(some: bool) -> pytest.MarkDecorator:
    """Give every other chart of each case, as on a chessboard, or those between them."""
    pairs = [pytest.param(case, chart, id=f"{case}-{chart.name}") for which, case, chart in PAIRS if which is some]
    return pytest.mark.parametrize(("result", "chart"), pairs, indirect=["result"])


@pytest.fixture(scope="module")
def result(request: pytest.FixtureRequest) -> Result | Summaries:
    return CASES[request.param]()


@drawn(True)
def test_a_chart_is_legible(result: Result | Summaries, chart: Chart) -> None:
    check(chart.draw(result))


@pytest.mark.long
@drawn(False)
def test_the_charts_between_are_legible(result: Result | Summaries, chart: Chart) -> None:
    check(chart.draw(result))


def test_the_bridge_is_drawn_as_it_is_computed() -> None:
    """The tops of the blue bars are opening and closing ARR, and the flows between lead from one to the next."""
    from simulator.reports.charts.bridge import arr_bridge, bridge_waterfall, lines_of

    result = company(3, 24)
    bars = list(bridge_waterfall(result).axes[0].patches)
    first, second = arr_bridge(result)
    heights = [bar.get_height() for bar in bars]
    shown = [line in lines_of([first, second]) for line in BridgeLine]
    assert sum(shown) == len(BridgeLine) - 1, "no price rises in mid-term here"
    expected = [first.opening, *compress(first.flows, shown), first.closing, *compress(second.flows, shown)]
    expected.append(second.closing)
    assert heights == pytest.approx(expected, rel=1e-12)
    assert bars[5].get_y() + bars[5].get_height() == pytest.approx(first.closing, rel=1e-12)


def test_fans_show_the_bands() -> None:
    result = company(20, 24)
    axes = arr_fan(result).axes[0]
    bands = result.bands("arr")
    assert np.array_equal(axes.lines[0].get_ydata(), bands.p50)
    wide = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert (wide.min(), wide.max()) == (bands.p5.min(), bands.p95.max())


def test_the_footer_says_where_the_figures_come_from() -> None:
    def footer(result: Result) -> str:
        return next(text.get_text() for text in arr_fan(result).texts if text.get_gid() == "footer")

    assert footer(company(40)) == "t2d3 · Baseline · 40 runs, seed 1 · bands P5–P95 and P25–P75"
    assert footer(company(1)) == "t2d3 · Baseline · single run (0), seed 1"
    with footers(plain=True):
        assert footer(company(40)) == "Baseline · 40 runs · bands P5–P95 and P25–P75"
        assert footer(company(1)) == "Baseline · single run"
    assert footer(company(1)).startswith("t2d3")


@pytest.mark.parametrize(
    ("months", "names"),
    [
        (12, "Jan\n2027 Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
        (13, "Q1\n2027 Q2 Q3 Q4"),
        (18, "Q1\n2027 Q2 Q3 Q4 Q1\n2028 Q2"),
        (36, "Q1\n2027 Q2 Q3 Q4 Q1\n2028 Q2 Q3 Q4 Q1\n2029 Q2 Q3 Q4"),
        (37, "2027 2028 2029"),
    ],
)
def test_the_axis_has_months_up_to_a_year_and_quarters_up_to_three(months: int, names: str) -> None:
    axes = arr_fan(company(2, months)).axes[0]
    assert [label.get_text() for label in axes.get_xticklabels(minor=True)] == names.split(" ")


def test_quarters_too_narrow_for_their_names_are_named_year_by_year() -> None:
    from simulator.reports.charts.drawing import time_axis
    from simulator.reports.theme import new_page

    with styled():
        figure, _ = new_page("Title", "subtitle", "footer")
        axes = figure.add_axes((0.1, 0.1, 0.15, 0.5))
        time_axis(axes, 2027.0 * 12, 2030.0 * 12)
    assert [label.get_text() for label in axes.get_xticklabels(minor=True)] == ["2027", "2028", "2029"]
    assert len(axes.get_xticks()) == 13


def test_a_logarithmic_axis_where_every_figure_is_above_zero() -> None:
    assert arr_fan(company(3, 24), "log").axes[0].get_yscale() == "log"
    assert arr_fan(empty_company(), "log").axes[0].get_yscale() == "linear"


def test_dollar_signs_are_money_and_unknown_letters_are_marked() -> None:
    words = {text.get_gid(): text.get_text() for text in arr_fan(company(3, 12, {"name": LONG})).texts}
    assert "A very long name with $ and $, ��� and �" in words["footer"]
    assert words["title"].count("$") == 3


def comparison(runs: int = 12, months: int = 36) -> Comparison:
    return Comparison(
        company(runs, months, {"name": "Head of CS at $3M"}), company(runs, months, {"name": "At $14M"}, behind=0.15)
    )


@pytest.mark.parametrize(
    ("runs", "months"), [(12, 36), (1, 36), (4, 6), (0, 0)], ids=["ordinary", "one run", "NRR undefined", "nothing"]
)
def test_the_chart_of_differences(runs: int, months: int) -> None:
    pair = comparison(runs, months) if runs else Comparison(empty_company(), empty_company())
    figure = difference_chart(pair)
    check(figure)
    expected = pair.difference("arr").mean(axis=0)
    assert any(np.allclose(line.get_ydata(), expected) for line in figure.axes[0].lines if len(line.get_ydata()) > 2)


def test_any_name_can_be_printed() -> None:
    odd = LONG + " \x07 <&> \ud800"
    result = company(3, 12)
    named = replace(result, scenario=result.scenario.model_copy(update={"name": odd}))
    figure = difference_chart(Comparison(named, company(3, 12, {"name": "B"}, behind=0.3)))
    check(figure)
    assert ElementTree.fromstring(as_svg(figure)).tag.endswith("svg")
    assert as_png(figure).startswith(b"\x89PNG")


def test_files_are_written_once_each_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Path] = []
    files = write_charts(company(5, 24), tmp_path / "new" / "charts", on_written=told.append)
    drawn = [(place, chart.name) for place, chart in enumerate(CHARTS, 1) if chart.name != "sellers"]  # as planned
    names = [f"{place:02}_{name}.png" for place, name in drawn]
    assert [file.name for file in files] == names
    assert names[0] == "01_arr_fan.png"
    assert told == files
    assert sorted(path.name for path in (tmp_path / "new" / "charts").iterdir()) == sorted(names)
    leave_undrawn(monkeypatch)  # the names are what is new
    both = write_charts(company(5, 24), tmp_path / "both", formats_with(svg=True))
    assert [file.name for file in both] == [f"{Path(name).stem}.{kind}" for name in names for kind in ("png", "svg")]


def test_a_png_is_a_board_slide() -> None:
    from PIL import Image

    assert Image.open(_stream(as_png(arr_fan(company(2, 12))))).size == (1600, 900)


def _stream(content: bytes) -> object:
    from io import BytesIO

    return BytesIO(content)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_an_svg_is_the_same_bytes_each_time(chart: Chart) -> None:
    once, twice = (as_svg(chart.draw(company(4, 24))) for _ in range(2))
    assert once == twice
    root = ElementTree.fromstring(once)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert b"<dc:date>" not in once
    said = "".join("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    figure = chart.draw(company(4, 24))
    assert all(line in said for text in figure.texts for line in text.get_text().split("\n"))  # no letter is an outline
    assert b"Verdana, sans-serif" in once, "where the font is not installed another of its widths is named"


def test_another_process_writes_the_same_bytes() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "from synthetic_company import company\n"
        "from simulator.reports.charts.retention import retention_fans\n"
        "from simulator.reports.theme import as_svg\n"
        "print(hashlib.sha256(as_svg(retention_fans(company(4, 24)))).hexdigest())\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            check=True,
            timeout=120,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 65


def test_pngs_are_the_same_bytes_each_time() -> None:
    assert as_png(arr_fan(company(4, 24))) == as_png(arr_fan(company(4, 24)))


def test_charts_drawn_in_threads_are_those_drawn_alone() -> None:
    result = company(4, 24)
    some = CHARTS[:4]
    alone = {chart.name: as_svg(chart.draw(result)) for chart in some}
    together: dict[str, bytes] = {}
    threads = [
        threading.Thread(target=lambda chart=chart: together.update({chart.name: as_svg(chart.draw(result))}))
        for chart in some
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_settings_of_matplotlib_are_left_alone() -> None:
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 31.0, "svg.hashsalt": "mine"}):
        before = dict(mpl.rcParams)
        first = as_svg(arr_fan(company(2, 12)))
        assert dict(mpl.rcParams) == before
    assert as_svg(arr_fan(company(2, 12))) == first


def test_unknown_formats_and_unwritable_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="png or svg, not pdf"):
        write_charts(company(2, 12), tmp_path, ["png", "pdf"])
    assert not list(tmp_path.iterdir())
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="cannot write"):
        write_charts(company(2, 12), tmp_path / "file")


def test_matplotlib_is_loaded_only_when_a_chart_is_drawn_and_pyplot_never() -> None:
    code = (
        "import sys, simulator.reports.charts.catalogue, simulator.reports.terminal.run\n"
        "import simulator.reports.terminal.progress\n"
        "assert 'matplotlib' not in sys.modules and 'rich' not in sys.modules\n"
        "from simulator.reports.theme import new_page, styled, as_svg\n"
        "with styled():\n"
        "    figure, _ = new_page('Title', 'subtitle', 'footer')\n"
        "as_svg(figure)\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
