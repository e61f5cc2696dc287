"""The report in one file: nothing asked of any network, every figure the summary's, the same bytes each time."""

from __future__ import annotations

import csv
import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from page_reading import Page
from synthetic_company import company

from simulator.answers import report
from simulator.decisions.axis import read_axis
from simulator.decisions.levers import SHOWN, Lever, Stop
from simulator.errors import InputError, OutputError, SizeError
from simulator.reports.page.report import Report, report_page, sides_of
from simulator.results.formatting import decimals
from simulator.results.plan_met import plan_met
from simulator.results.result import Result
from simulator.results.store import write
from simulator.results.stored import read_stored

HOSTILE = "<script>alert('x')</script> \"Ours\" & =1+1 </style><img src=x onerror=alert(1)>"
LARGEST = 500_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("results") / "made-up"
    write(company(), target)
    return target


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return report(folder).page


def lever(result: Result, *shifts: float) -> Lever:
    axis = read_axis(result.scenario, "hiring.lookahead=30d,60d,90d")
    others = [company(behind=shift) for shift in shifts]
    stops = [
        Stop(f"{30 * (at + 1)} days", {name: one.bands(name) for name in SHOWN}, plan_met(one)[-1])
        for at, one in enumerate(others)
    ]
    return Lever(axis, tuple(stops), 1, len(result.runs))


def with_levers() -> str:
    result = company()
    return report_page(Report(sides_of([result]), (), (lever(result, 0.3, 0.03, 0.01),)))


def every_page(page: str) -> list[str]:
    two = report([company(), company(overrides={"name": HOSTILE, "purpose": HOSTILE})]).page
    return [page, two, with_levers(), report(company(runs=1)).page, report(company(runs=7, months=6)).page]


def test_the_same_results_give_the_same_bytes(folder: Path, page: str) -> None:
    assert report(folder).page == page
    assert report(company()).page == page, "from memory it is another page than from its folder"


def test_a_page_asks_nothing_of_any_network(page: str) -> None:
    for one in every_page(page):
        for element in Page.of(one).elements:
            assert element.name not in ("link", "img", "iframe", "object", "base", "form")
            addresses = [
                element.attributes[name]
                for name in ("href", "src", "action", "xlink:href")
                if name in element.attributes
            ]
            assert all(address.startswith(("#", "data:text/csv;charset=utf-8,")) for address in addresses)
        assert not re.search(r"url\(|@import", "".join(style.text for style in Page.of(one).named("style")))


def test_what_may_run_is_allowed_by_its_hash_alone(page: str) -> None:
    for one in every_page(page):
        found = Page.of(one)
        (policy,) = (meta.attributes["content"] for meta in found.named("meta") if "http-equiv" in meta.attributes)
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
        scripts = [
            script.text for script in found.named("script") if script.attributes.get("type") != "application/json"
        ]
        assert rules["script-src"] == (" ".join(map(hashed, scripts)) or "'none'")
        assert [rules["style-src"]] == [hashed(style.text) for style in found.named("style")]
        names = {name for element in found.elements for name in element.attributes}
        assert not [name for name in names if name.startswith("on") or name == "style"]


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_a_page_can_be_mailed(page: str) -> None:
    for one in every_page(page):
        assert len(one.encode()) <= LARGEST


def test_too_large_a_page_is_refused_with_what_to_do() -> None:
    with pytest.raises(SizeError, match="more than the 500 KB that it may; name fewer results"):
        _ = report([company(overrides={"name": f"Company {place}"}) for place in range(9)]).page


def test_hostile_names_are_words(page: str) -> None:
    found = Page.of(every_page(page)[1])
    assert not [element for element in found.elements if "onerror" in element.attributes]
    assert not found.named("script")
    assert any(" ".join(HOSTILE.split())[:40] in one.text for one in found.named("h1"))


def test_every_chart_has_its_name_its_table_and_its_file(page: str) -> None:
    for one in every_page(page):
        found = Page.of(one)
        ids = [element.attributes["id"] for element in found.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        for chart in found.named("svg"):
            assert chart.attributes["role"] == "img"
            assert {chart.attributes["aria-labelledby"], chart.attributes["aria-describedby"]} <= set(ids)
        assert all(title.text.strip() for title in found.named("title"))
        names = [
            element.attributes["aria-label"]
            for element in found.elements
            if element.name == "div" and "aria-label" in element.attributes
        ]
        assert len(names) == len(set(names))
        targets = [link.attributes["href"][1:] for link in found.named("a") if link.attributes["href"].startswith("#")]
        assert set(targets) <= set(ids)


def test_findings_are_the_headings(page: str) -> None:
    found = Page.of(page)
    headings = [one.text for one in found.named("h2")]
    assert re.fullmatch(r"\d+ of 20 futures meet the plan of \$144M in Dec 2031", headings[0])
    assert headings[1].startswith("ARR reaches") and headings[2].startswith("NRR is")
    assert headings[-1] == "Definitions"
    assert len(found.named("h1")) == 1


def test_the_files_within_hold_what_the_summary_holds(folder: Path, page: str) -> None:
    with (folder / "summary.csv").open(encoding="utf-8", newline="") as file:
        summary = {(row["metric"], row["month"]): row for row in csv.DictReader(file)}
    files = Page.of(page).files()
    checked = 0
    for rows in files.values():
        for row in rows:
            for name, cell in row.items():
                metric, _, band = name.rpartition(" ")
                if metric and band in ("p5", "p25", "p50", "p75", "p95"):
                    assert cell == summary[metric, row["month"]][band], (name, row["month"])
                    checked += 1
    assert checked > 61 * 5 * 5
    assert {"arr.csv", "nrr.csv", "grr.csv", "cash.csv", "arr_bridge.csv", "pnl.csv", "plan_met.csv"} <= set(files)


def test_the_profit_and_loss_within_adds_up_to_that_of_the_folder(folder: Path, page: str) -> None:
    with (folder / "pnl.csv").open(encoding="utf-8", newline="") as file:
        months = list(csv.DictReader(file))
    lines = {row["line"]: row for row in Page.of(page).files()["pnl.csv"]}
    for line in ("revenue", "operating_result", "cash_flow"):
        told = sum(float(row[f"{line}_mean"]) for row in months[:12])
        assert float(lines[line]["2027"]) == pytest.approx(told, abs=0.1)


def test_dots_count_the_runs_that_meet_the_plan(folder: Path, page: str) -> None:
    stored = read_stored(folder)
    found = plan_met(stored)
    rows = Page.of(page).files()["plan_met.csv"]
    assert [(int(row["month"]), int(row["met"]), int(row["runs"])) for row in rows] == [
        (one.month, one.met, one.runs) for one in found
    ]
    assert found[-1].met == int((company()["arr"][:, 60] >= company().plan_arr[:, 60]).sum())


def test_a_single_run_has_no_odds() -> None:
    assert "futures meet" not in report(company(runs=1)).page


def test_several_results_stand_side_by_side_with_their_difference() -> None:
    found = Page.of(report([company(), company(behind=0.2, overrides={"name": "Late"})]).page)
    assert [one.text for one in found.named("h2")].count("Cash") == 1
    sections = [one.attributes.get("id") for one in found.named("section")]
    assert "difference-b" in sections
    articles = [one for one in found.named("article") if one.text.startswith("Late")]
    assert len(articles) == 8


def test_several_results_come_first_in_charts_of_all_of_them() -> None:
    results = [company(), company(behind=0.2, overrides={"name": "Late", "start_date": "2027-07-01"})]
    found = Page.of(report(results).page)
    assert found.named("section")[0].attributes["id"] == "beside"
    assert found.named("h2")[0].text.startswith("In Dec 2031 Baseline has $")
    charts = [one.text for one in found.named("title") if one.text in ("ARR", "NRR", "People in CS", "Cash")]
    assert charts[:4] == ["ARR", "NRR", "People in CS", "Cash"]
    rows = {row["label"]: row for row in found.files()["side_by_side.csv"]}
    labels = list(rows)
    assert (labels[0], labels[-1]) == ("Dec 2026", "Jun 2032")
    for key, result in zip("ab", results, strict=True):
        told = {label: row[f"arr {key}"] for label, row in rows.items() if row[f"arr {key}"]}
        assert told == dict(zip(result.labels, decimals(result.bands("arr").p50, 0), strict=True))
    assert "beside" not in [one.attributes.get("id") for one in Page.of(report(results[0]).page).named("section")]


def test_levers_hold_every_stop(page: str) -> None:
    assert not Page.of(page).named("script")
    found = Page.of(with_levers())
    (data,) = (
        json.loads(one.text) for one in found.named("script") if one.attributes.get("type") == "application/json"
    )
    assert data["labels"] == ["30 days", "60 days", "90 days"]
    assert "(the scenario as it stands)" in data["said"][1] and "(the scenario" not in data["said"][0]
    assert [len(chart["stops"]) for chart in data["charts"]] == [3, 3, 3, 3]
    for chart in data["charts"]:
        for stop in chart["stops"]:
            assert [len(row.split()) for row in stop.split(";")] == [len(chart["places"])] * 5
    (slider,) = found.named("input")
    assert (slider.attributes["type"], slider.attributes["value"], slider.attributes["max"]) == ("range", "1", "2")
    assert any("One lever at a time, from the scenario as it stands" in one.text for one in found.named("p"))


def test_the_script_draws_what_the_page_shows_at_first() -> None:
    """The heights that the script adds up, where the scenario stands, are those of the chart drawn there."""
    found = Page.of(with_levers())
    (data,) = (
        json.loads(one.text) for one in found.named("script") if one.attributes.get("type") == "application/json"
    )
    start = next(place for place, one in enumerate(found.elements) if one.attributes.get("class") == "lever")
    lines = [one for one in found.elements[start:] if one.attributes.get("class", "").startswith("line s-")]
    for chart, line in zip(data["charts"], lines, strict=True):
        steps = [float(step) for step in chart["stops"][1].split(";")[2].split()]
        heights = [sum(steps[: place + 1]) / 2.0 for place in range(len(steps))]
        drawn = [float(y) for _, y in re.findall(r"[ML](\S+) ([^ML]+)", line.attributes["d"])]
        assert heights == pytest.approx(drawn, abs=0.31)


def test_beside_other_results_a_lever_says_whose_it_is() -> None:
    result, other = company(), company(overrides={"name": "Kelp"})
    page = report_page(Report(sides_of([other, result]), (), (lever(other, 0.3, 0.03, 0.01),)))
    assert ">A lever · Kelp<" in page and ">A lever · " not in with_levers()


def test_a_lever_of_a_whole_company_stays_small() -> None:
    """One lever of fifteen stops and four metrics over five years."""
    result = company()
    stops = [shift / 50.0 for shift in range(15)]
    text = report_page(Report(sides_of([result]), (), (lever(result, *stops),)))
    assert len(text.encode()) - len(report(result).page.encode()) < 120_000


@pytest.mark.parametrize("what", ("nowhere", "empty", "changed"))
def test_a_folder_without_a_result_is_refused(what: str, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / what
    if what == "empty":
        target.mkdir()
    if what == "changed":
        write(company(runs=3, months=12), target)
        (target / "summary.csv").write_text("month\n", encoding="utf-8")
    with pytest.raises(OutputError, match=re.escape(str(target))):
        report(target)


def test_what_is_no_result_is_refused() -> None:
    with pytest.raises(InputError, match="results"):
        report(3)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="there is no result to report on"):
        report([])


def test_it_is_written_whole(folder: Path, page: str, tmp_path: Path) -> None:
    (file,) = report(folder).write(tmp_path)
    assert file == tmp_path / "report.html"
    assert file.read_text(encoding="utf-8") == page
