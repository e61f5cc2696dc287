"""The deck: within its slides, the figures of the summary, the same bytes each time, names that are only words."""

from __future__ import annotations

import csv
import json
import math
import re
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from reading_decks import EMU, books, entries, fits, named, read, texts, titles
from synthetic_company import company, short_of_cash

from simulator.answers import deck, report, simulate
from simulator.clock import month_label
from simulator.errors import InputError, OutputError
from simulator.reports.cash_words import low_when
from simulator.reports.charts.bridge import arr_bridge
from simulator.reports.deck.chart_axes import axes
from simulator.reports.deck.chart_series import series_markup
from simulator.reports.deck.charts import ChartData, Column, Series
from simulator.reports.deck.deck import MOST_BEFORE_APPENDIX
from simulator.reports.deck.waterfall import waterfall_data
from simulator.reports.words import money
from simulator.results.cash_outlook import CashOutlook
from simulator.results.store import write
from simulator.scenario.reading.files import load

HOSTILE = "<script>alert('x')</script> \"Ours\" & =1+1 ]]></a:t><a:t>"


@pytest.fixture(scope="module")
def file(folder: Path, when_folder: Path, why_folder: Path) -> bytes:
    return deck([folder, when_folder, why_folder]).file


def every_deck(file: bytes) -> list[bytes]:
    hostile = company(overrides={"name": HOSTILE, "purpose": HOSTILE})
    short = company(runs=7, months=6)
    return [file, deck([company(), hostile]).file, deck(company(runs=1)).file, deck(short).file]


def test_the_same_results_give_the_same_bytes(folder: Path, file: bytes, when_folder: Path, why_folder: Path) -> None:
    assert deck([folder, when_folder, why_folder]).file == file
    assert deck([company(), when_folder, why_folder]).file == file, (
        "from memory it is another deck than from its folder"
    )


def test_a_deck_is_small_enough_to_be_mailed(file: bytes) -> None:
    assert all(len(one) < 500_000 for one in every_deck(file))


def test_ten_slides_at_most_come_before_the_appendix(folder: Path, when_folder: Path, why_folder: Path) -> None:
    others = [company(overrides={"name": f"Plan {place}"}, behind=0.01 * place) for place in range(3)]
    found = deck([folder, *others, when_folder, why_folder]).result
    assert len(found.main) == MOST_BEFORE_APPENDIX
    assert [one.key for one in found.main][:4] == ["ask", "stand", "arr", "when"]
    assert {"difference-b", "difference-c", "difference-d"} <= {one.key for one in found.slides}
    assert [one.key for one in found.appendix][-3:] == ["assumptions", "definitions", "limits"]


def test_every_shape_and_its_text_stand_within_the_slide(file: bytes) -> None:
    for one in every_deck(file):
        found = read(one)
        for slide in found.slides:
            for shape in slide.shapes:
                assert shape.left >= 0 and shape.top >= 0, shape.name
                assert shape.left + shape.width <= found.slide_width, shape.name
                assert shape.top + shape.height <= found.slide_height, shape.name
                if shape.has_text_frame and shape.name.startswith("t2d3:"):
                    assert fits(shape), shape.name


def test_no_table_and_no_chart_covers_another(file: bytes) -> None:
    for slide in read(file).slides:
        boxes = [
            (s.left, s.top, s.left + s.width, s.top + s.height, s.name) for s in slide.shapes if s.width and s.height
        ]
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                across = min(one[2], other[2]) - max(one[0], other[0])
                down = min(one[3], other[3]) - max(one[1], other[1])
                assert across <= EMU or down <= 2 * EMU, (one[4], other[4])


def test_figures_within_charts_are_those_of_the_summary(folder: Path, file: bytes) -> None:
    with (folder / "summary.csv").open(encoding="utf-8", newline="") as lines:
        rows = {(row["metric"], row["label"]): row for row in csv.DictReader(lines)}
    metrics = {"t2d3:arr:chart": "arr", "t2d3:nrr:chart": "nrr", "t2d3:grr:chart": "grr", "t2d3:cash:chart": "cash"}
    seen = set()
    for name, sheet, _ in books(read(file)):
        if name not in metrics:
            continue
        seen.add(name)
        heads = [cell.value for cell in sheet[1]]
        for line in sheet.iter_rows(min_row=2, values_only=True):
            assert isinstance(line[0], datetime)
            row = rows[(metrics[name], f"{line[0]:%b %Y}")]
            for head, part in (("P5", "p5"), ("P25", "p25"), ("P75", "p75"), ("P95", "p95")):
                if head in heads:
                    assert line[heads.index(head)] == float(row[part])
            (middle,) = (at for at, head in enumerate(heads) if str(head).startswith(("Median", "NRR", "GRR")))
            assert line[middle] == float(row["p50"])
    assert seen == set(metrics)


def test_charts_show_what_is_in_their_sheets_and_formulas_give_it(file: bytes) -> None:
    for name, sheet, _ in books(read(file)):
        chart = named(read(file))[name].chart
        for plot in chart.plots:
            for series in plot.series:
                where = series._element.xpath("./c:val/c:numRef/c:f")[0].text
                (column, first, last) = re.fullmatch(r"Data!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)", where).groups()  # type: ignore[union-attr]
                cells = [sheet[f"{column}{row}"].value for row in range(int(first), int(last) + 1)]
                cells = [one if isinstance(one, int | float) else None for one in cells]
                for shown, cell in zip(series.values, cells, strict=True):
                    assert shown == (None if cell is None else pytest.approx(cell, rel=1e-9)), (name, series.name)
    for name in ("t2d3:arr:chart", "t2d3:bridge:near", "t2d3:when:chart"):
        sheet = next(formulas for other, _, formulas in books(read(file)) if other == name)
        assert any(str(cell.value).startswith("=") for row in sheet for cell in row), f"{name} has no formula"


def test_the_layers_of_a_fan_are_what_their_formulas_say(file: bytes) -> None:
    plain, formulas = next((plain, formulas) for name, plain, formulas in books(read(file)) if name == "t2d3:arr:chart")
    for row in range(2, plain.max_row + 1):
        for cell in formulas[row]:
            told = str(cell.value)
            if found := re.fullmatch(r"=([A-Z])\d+-([A-Z])\d+", told):
                one, other = (plain[f"{letter}{row}"].value for letter in found.groups())
                assert plain[cell.coordinate].value == pytest.approx(one - other)


def test_a_bridge_ends_where_its_steps_lead() -> None:
    years = arr_bridge(company())
    data = waterfall_data(years, years[-1], "", 12.0)
    amounts, levels = data.columns[0].values, data.columns[1].values
    assert math.fsum(amounts[:-1]) == pytest.approx(amounts[-1]) == levels[-1]
    assert amounts[-1] == pytest.approx(years[-1].closing, abs=len(amounts))


def test_hostile_names_are_words(file: bytes) -> None:
    found = read(every_deck(file)[1])
    assert any("<script>alert('x')</script>" in text for text in texts(found))
    for name, _, formulas in books(found):
        for row in formulas:
            for cell in row:
                assert cell.data_type != "f" or re.fullmatch(r"=[-A-Z0-9(),<>+]+", cell.value), (name, cell.value)
    worse = f"{HOSTILE}\x0b"
    data = ChartData("x", (worse,), (Column(worse, (1.0,)),), (Series(0, "column", "blue"),), "0", worse)
    markup = series_markup(data, 0, data.series[0])
    assert "<script" not in markup and "\x0b" not in markup


def test_no_axis_is_numbered_below_zero_and_months_are_dates(file: bytes) -> None:
    charts = [inside.decode() for name, inside in entries(file).items() if re.match("ppt/charts/chart", name)]
    assert charts
    for inside in charts:
        assert not re.search(r'axId val="-', inside)
        assert "srgbClr" not in inside, "a colour of its own would vanish on another master"
    assert sum("<c:dateAx>" in inside for inside in charts) >= 4


def test_every_slide_says_what_it_is_and_where_from(file: bytes) -> None:
    found = read(file)
    for slide in found.slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert "Command: t2d3" in notes
        assert any(shape.is_placeholder and shape.placeholder_format.type == 13 for shape in slide.shapes), "no number"
    for name, shape in named(found).items():
        assert shape._element.xpath(".//p:cNvPr")[0].get("descr"), f"{name} has nothing to be read aloud"
    assert all(titles(found)) and len(set(titles(found))) == len(titles(found))


def test_dates_within_the_file_are_fixed(file: bytes) -> None:
    about = read(file).core_properties
    assert about.created == about.modified and about.created is not None and about.created.year == 2000


def test_what_is_left_out_is_said_with_what_brings_it(folder: Path) -> None:
    answer = deck(folder)
    assert {"ask", "when", "change", "why"} <= {one.key for one in answer.result.left_out}
    assert any("t2d3 when baseline --hire cs_head answers it" in line for line in answer.notices)


def test_what_brings_a_slide_is_asked_of_the_very_company(tmp_path: Path) -> None:
    """Of its file and with what was set beside it; not of the baseline, whose answer would be another."""
    file, where = tmp_path / "kelp.yaml", tmp_path / "kelp"
    file.write_text("extends: baseline\nname: Kelp\nhorizon_months: 60\n")
    settings = {"roles.csm.cost": "$150K"}
    result = replace(company(), scenario=load(file, settings))
    write(result, where)
    question = {"command": "run", "scenarios": [{"file": str(file)}], "about": []}
    record = {"question": question, "asked": {"settings": {"--set": settings}}}
    (where / "question.json").write_text(json.dumps(record))
    answer, line = deck(where), "kelp.yaml --hire cs_head --set 'roles.csm.cost=$150K'"
    assert any(f"(when) is left out: t2d3 when {line} answers it; name its folder too" in one for one in answer.notices)
    assert any("(why) is left out: t2d3 why kelp.yaml --set" in one for one in answer.notices)
    notes = answer.result.main[0].notes
    assert "Command: t2d3 run kelp.yaml --runs 40 --seed 1 --set 'roles.csm.cost=$150K'" in notes
    assert f"t2d3 when {line} answers it; name its folder" in unescape(report(where).page)


def test_a_file_that_is_not_known_is_to_be_written(folder: Path) -> None:
    unknown = company(overrides={"name": "Kelp"})
    told = "t2d3 when SCENARIO.yaml --hire cs_head answers it (write the name of its file for SCENARIO.yaml)"
    assert any(told in line for line in deck(unknown).notices)
    assert told in unescape(report(unknown).page)


def test_a_made_up_book_is_called_so(folder: Path) -> None:
    (title,) = (one.title for one in deck(folder, only="stand").result.slides)
    assert (title.startswith("A made-up book") and "60 customers" in title) or "customer" in title


def test_slides_alone(folder: Path) -> None:
    assert [one.key for one in deck(folder, only="cash, arr").result.slides] == ["arr", "cash"]
    with pytest.raises(InputError, match="t2d3 when baseline --hire cs_head"):
        deck(folder, only=["when"])
    with pytest.raises(InputError, match='no slide is called "csh"'):
        deck(folder, only="csh")


def test_the_words_of_fiscal_quarters(folder: Path) -> None:
    fiscal = deck(company(overrides={"fiscal_year_starts": "Apr"}), only="arr").result.slides[0]
    assert any("FY2027 Q4" in head for head in fiscal.blocks[1].heads)  # type: ignore[union-attr]
    assert month_label(company().scenario.start_date, 0) == "Dec 2026"


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="holds no result of t2d3 run"):
        deck(tmp_path)
    with pytest.raises(InputError, match="a layout is one of a template"):
        deck(company(), layout="Title Only")


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pptx", None)
    with pytest.raises(InputError, match=r"pip install 't2d3\[office\]'") as caught:
        deck(company())
    assert caught.value.exit_code == 2


def test_an_axis_of_dollars_is_in_one_unit_with_the_decimals_of_its_steps() -> None:
    def told(low: float, high: float, step: float) -> str:
        data = ChartData(
            "x", ("a",), (Column("b", (1.0,)),), (Series(0, "column", "blue"),), "money", "", low, high, step
        )
        (found,) = re.findall(r'<c:valAx>.*formatCode="([^"]*)"', axes(data))
        return unescape(found).split(";")[0].replace('"', "")

    assert told(0.0, 160e6, 20e6) == "$#,##0,,M"
    assert told(0.0, 12.5e6, 2.5e6) == "$#,##0.0,,M"
    assert told(-120e3, 0.0, 20e3) == "$#,##0,K"
    assert told(0.0, 4e9, 5e8) == "$#,##0.0,,,B"


def test_where_files_lie_is_not_told() -> None:
    answer = deck(simulate("today", runs=2, set={"horizon_months": 13}))
    written = "\n".join(texts(read(answer.file)))
    assert "accounts.csv" in written and "/accounts.csv" not in written
    (title,) = (one.title for one in answer.result.slides if one.key == "stand")
    assert title.startswith("We stand at ") and "made-up" not in title


def test_the_mark_of_cash_stands_at_the_figure_that_its_words_name() -> None:
    result = company()
    outlook = CashOutlook.of(result)
    lowest = outlook.month
    apart = float(result.bands("cash").p50[lowest])
    assert apart != pytest.approx(outlook.low, rel=0.01), "else the line would be as good a place"
    shape = named(read(deck(result, only="cash").file))["t2d3:cash:chart"]
    marked = next(one for one in shape.chart.plots[0].series if one.name == "Marked")
    values = [value for value in marked.values if value is not None]
    assert values == [pytest.approx(outlook.low, abs=1.0)]
    assert marked.values[lowest] == values[0]
    told = marked.points[lowest].data_label.text_frame.text
    assert told == f"Median of the runs' own lows: {money(outlook.low)} {low_when(outlook)}"


def test_cash_that_ends_is_marked_at_zero_and_in_the_earliest_run_by_name() -> None:
    result = short_of_cash(20)
    shape = named(read(deck(result, only="cash").file))["t2d3:cash:chart"]
    marked = next(one for one in shape.chart.plots[0].series if one.name == "Marked")
    month = CashOutlook.of(result).first_out
    assert month is not None
    assert [at for at, value in enumerate(marked.values) if value is not None] == [month]
    assert marked.values[month] == 0.0
    assert marked.points[month].data_label.text_frame.text == "Cash ends in Oct 2027 in the earliest run"
