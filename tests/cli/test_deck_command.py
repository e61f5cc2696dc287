"""`t2d3 deck`: where the file goes, what is said, what is refused, and a copy of what is refreshed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from in_process import fine, refused, t2d3

SHORT = ("--set", "horizon_months=15", "--set", "opening.generated.accounts=20", "--workers", "1")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a result and answers to when and why."""
    folder = tmp_path_factory.mktemp("deck")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        fine("run", "--runs", "3", "--no-charts", "--report", "--deck", "-q", *SHORT)
        fine("when", "--hire", "cs_head", "--candidates", "$2M,$6M", "--runs", "3", "--most", "10", "-q", *SHORT)
        fine("why", "--runs", "3", "-q", *SHORT)
        fine("sensitivity", "--field", "roles.csm.cost", "--runs", "2", "-q", *SHORT)
    return folder


@pytest.fixture
def there(results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return results / "results" / "baseline"


def told(*arguments: str) -> str:
    """What a command prints, in one line."""
    done = t2d3(*arguments)
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def test_answers_make_slides(there: Path) -> None:
    answers = [str(there / name) for name in ("when-cs_head", "why", "sensitivity-roles.csm.cost")]
    said = told("deck", str(there), *answers, "--out", "ours.pptx")
    assert "10 slides and" in said and "left out" not in said, said
    assert zipfile.is_zipfile("ours.pptx")


def test_run_writes_the_deck_and_the_page_that_are_made_of_its_folder(there: Path) -> None:
    fine("deck", str(there), "--out", "ours.pptx", "-q")
    assert Path("ours.pptx").read_bytes() == (there / "deck.pptx").read_bytes()
    assert (there / "report.html").exists()


def test_run_says_what_its_deck_leaves_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = told("run", "--runs", "2", "--no-charts", "--deck", *SHORT)
    assert zipfile.is_zipfile("results/baseline/deck.pptx")
    assert "When to hire (when) is left out: t2d3 when baseline --hire cs_head --set" in said


def test_without_the_packages_no_run_with_a_deck_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pptx", None)
    monkeypatch.chdir(tmp_path)
    done = t2d3("run", "--runs", "2", "--no-charts", "--report", "--deck", *SHORT)
    assert done.exit_code == 2 and "pip install 't2d3[office]'" in done.stderr and done.stdout == ""
    assert not list(tmp_path.iterdir()), "something was written before the run was refused"


def test_what_is_left_out_is_said(there: Path) -> None:
    said = told("deck", str(there), "--out", "ours.pptx")
    assert "When to hire (when) is left out: t2d3 when baseline --hire cs_head --set" in said


def test_an_edited_deck_is_refreshed_and_kept_as_it_was(there: Path) -> None:
    fine("deck", str(there), "--out", "board.pptx", "-q")
    before = Path("board.pptx").read_bytes()
    assert "shapes refreshed" in told("deck", str(there), "--into", "board.pptx")
    assert Path("board.before.pptx").read_bytes() == before
    fine("deck", str(there), "--into", "board.pptx", "-q")
    assert Path("board.before-2.pptx").exists()
    fine("deck", str(there), "--into", "board.pptx", "--out", "other.pptx", "-q")
    assert Path("other.pptx").exists() and not Path("board.before-3.pptx").exists()


def test_a_file_that_is_there_is_not_replaced(there: Path) -> None:
    fine("deck", str(there), "--out", "ours.pptx", "-q")
    assert "is there already; name another file, --replace it" in refused("deck", str(there), "--out", "ours.pptx")
    fine("deck", str(there), "--out", "ours.pptx", "--replace", "-q")


def test_without_the_packages_it_ends_with_what_to_install(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pptx", None)
    done = t2d3("deck", str(there), "--out", "ours.pptx")
    assert done.exit_code == 2 and "pip install 't2d3[office]'" in done.stderr
    assert not Path("ours.pptx").exists()


def test_a_template_that_is_none_leaves_nothing_behind(there: Path) -> None:
    Path("words.pptx").write_text("no deck", encoding="utf-8")
    done = t2d3("deck", str(there), "--template", "words.pptx", "--out", "ours.pptx")
    assert done.exit_code == 2 and "this is no deck that can be read" in done.stderr
    assert not Path("ours.pptx").exists()


@pytest.mark.parametrize("only", ("", " ", "arr,", "arr,,cash"))
def test_an_empty_key_is_no_slide(only: str, there: Path) -> None:
    """It made all of them, as if nothing had been asked."""
    done = t2d3("deck", str(there), "--only", only, "--out", "ours.pptx")
    assert done.exit_code == 2 and "a key of a slide is empty" in done.stderr and "arr" in done.stderr
    assert not Path("ours.pptx").exists()


@pytest.mark.parametrize("name", ("board.ppt", "board.html", "board"))
def test_another_ending_is_refused_with_the_right_one(name: str, there: Path) -> None:
    done = t2d3("deck", str(there), "-o", name)
    assert done.exit_code == 2 and "board.pptx" in done.stderr and "Traceback" not in done.stderr
    assert not Path(name).exists()
    fine("deck", str(there), "-o", "BOARD.PPTX", "-q")
