"""`t2d3 report` and `t2d3 run --report`: where the page goes, what it is made of, what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from in_process import fine, refused, t2d3

SHORT = ("--set", "horizon_months=13", "--set", "opening.generated.accounts=20", "--workers", "1")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a result, a comparison and an answer to when to hire."""
    folder = tmp_path_factory.mktemp("report")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        fine("run", "--runs", "3", "--no-charts", "--report", "-q", *SHORT)
        fine("when", "--hire", "cs_head", "--candidates", "$2M,$6M", "--runs", "3", "--most", "10", "-q", *SHORT)
    return folder


@pytest.fixture
def there(results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return results / "results" / "baseline"


def test_run_writes_the_page_that_report_makes_of_its_folder(there: Path) -> None:
    done = t2d3("report", str(there), "--out", "ours.html")
    assert done.exit_code == 0 and done.stdout.endswith("ours.html\n"), done.output
    assert Path("ours.html").read_bytes() == (there / "report.html").read_bytes()


def test_the_page_stands_beside_the_folder(there: Path) -> None:
    done = t2d3("report", str(there))
    assert done.exit_code == 0, done.output
    page = there.with_suffix(".html")
    assert done.stdout.splitlines()[-1] == str(page)
    fine("report", str(there), "-q")  # over its like


def test_when_to_hire_is_told_in_the_words_of_the_terminal(there: Path) -> None:
    fine("report", str(there), str(there / "when-cs_head"), "--out", "ours.html")
    page = Path("ours.html").read_text(encoding="utf-8")
    with (there / "when-cs_head" / "when.csv").open(encoding="utf-8", newline="") as file:
        candidates = [row["opens"] for row in csv.DictReader(file)]
    section = page.partition('id="when-1"')[2].partition("</section>")[0]
    assert all(f">{one}<" in section for one in candidates)
    assert "the head of CS" in section.partition("</h2>")[0]
    assert "With a probability of at least 95% all of this is right" in section


def test_levers_say_how_long_they_take(there: Path) -> None:
    said = fine("report", str(there), "--levers", "roles.csm.cost=100K,300K", "--workers", "1", "--out", "ours.html")
    assert "The levers take 9 runs, about" in said
    assert 'class="lever"' in Path("ours.html").read_text(encoding="utf-8")


def test_a_file_of_somebody_else_is_kept(there: Path) -> None:
    Path("ours.html").write_text("mine", encoding="utf-8")
    assert "ours.html is no report of t2d3; name another file, or --replace it" in refused(
        "report", str(there), "--out", "ours.html"
    )
    assert Path("ours.html").read_text(encoding="utf-8") == "mine"
    fine("report", str(there), "--out", "ours.html", "--replace", "-q")
    assert Path("ours.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_folder_is_not_written_over(there: Path, tmp_path: Path) -> None:
    assert "is a folder; name a file" in refused("report", str(there), "--out", str(tmp_path))


def test_what_holds_no_result_is_refused(there: Path, tmp_path: Path) -> None:
    assert "holds neither a result of t2d3 run nor an answer of t2d3 when" in refused("report", str(tmp_path))
    assert "is no folder" in refused("report", str(tmp_path / "nowhere"))
    assert not Path("nowhere.html").exists()


def test_when_to_hire_alone_is_no_report(there: Path) -> None:
    done = t2d3("report", str(there / "when-cs_head"))
    assert done.exit_code == 2 and "there is no result to report on" in done.stderr
    assert not (there / "when-cs_head.html").exists()


def test_an_answer_without_its_words_is_to_be_asked_again(there: Path, tmp_path: Path) -> None:
    older = tmp_path / "when"
    older.mkdir()
    (older / "when.csv").write_bytes((there / "when-cs_head" / "when.csv").read_bytes())
    assert "holds an answer of an earlier t2d3, without its words; ask it again" in refused(
        "report", str(there), str(older)
    )


def test_a_lever_that_is_none_is_refused_before_anything_is_played(there: Path) -> None:
    done = t2d3("report", str(there), "--levers", "roles.csm.coast=1,2", "--out", "ours.html")
    assert done.exit_code == 2 and "roles.csm.cost" in done.stderr
    assert not Path("ours.html").exists()


def test_a_report_that_is_too_large_loses_no_run(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.answers._report.MOST_BYTES", 1_000)
    said = fine("run", "--runs", "2", "--no-charts", "--report", "-q", "--out", "large", *SHORT)
    assert "No report was written: the report would have" in said
    assert Path("large/summary.csv").exists() and not Path("large/report.html").exists()


@pytest.mark.parametrize("name", ("board.pdf", "board"))
def test_another_ending_is_refused_with_the_right_one(name: str, there: Path) -> None:
    done = t2d3("report", str(there), "-o", name)
    assert done.exit_code == 2 and "board.html" in done.stderr and "Traceback" not in done.stderr
    assert not Path(name).exists()
