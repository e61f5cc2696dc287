"""Nothing of the user's is lost: every question has a folder of its own, and what is replaced is kept once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from in_process import fine, refused, t2d3

from simulator import load, simulate
from simulator.cli._folders.question import Question, Source
from simulator.cli._folders.record import Record, record_of, unchanged
from simulator.results.store import MANIFEST, verify, write

pytestmark = pytest.mark.usefixtures("undrawn")

SHORT = ("--set", "horizon_months=6", "--set", "opening.generated.accounts=20", "--workers", "1")
RUN = ("run", "--runs", "2", "--no-charts", *SHORT)
WHEN = ("when", "--candidates", "$2M,$6M", "--most", "10", "--measure", "arr", "--indifference", "$1K", *SHORT)
SWEEP = ("sweep", "--vary", "roles.csm.cost=100K,200K", "--runs", "2", "--measure", "arr", *SHORT)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def contents(folder: str | Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    found = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def put_aside(folder: str | Path) -> dict[str, bytes]:
    """Return every file below a folder of an old answer as it was when it was the last one."""
    found = contents(folder)
    about = json.loads(found["question.json"])
    assert about.pop("put aside") is True
    return found | {"question.json": (json.dumps(about, indent=2, ensure_ascii=False) + "\n").encode()}


def is_whole(folder: str | Path) -> bool:
    """Tell whether every file of a folder's answer is what it was when it was written."""
    record = record_of(Path(folder))
    return record is not None and all(unchanged(Path(folder) / name, about) for name, about in record.files.items())


def scenario_file(name: str, cost: str = "200K") -> str:
    """Make a scenario file and return its name."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(f"roles: {{csm: {{cost: ${cost}}}}}\n", encoding="utf-8")
    return name


# one folder a question -----------------------------------------------------------------------------------------------


def test_hiring_one_role_leaves_the_answer_about_another_alone() -> None:
    fine(*WHEN, "--hire", "cs_head")
    before = contents("results/baseline/when-cs_head")
    assert fine(*WHEN, "--hire", "onboarding") == ""
    fine(*RUN)
    assert contents("results/baseline/when-cs_head") == before
    assert is_whole("results/baseline/when-onboarding")
    assert is_whole("results/baseline")


def test_every_question_has_a_folder_inside_that_of_its_scenario() -> None:
    small = ("--runs", "2", "--quiet", "--measure", "arr", *SHORT)
    late = scenario_file("deep/late.yaml")
    fine("branch", "--at", "3", "--decide", "csm=1", "--then", "hiring.lookahead=9d", "--into", "founder_led", *small)
    fine("sensitivity", "--field", "roles.csm.cost", *small)
    fine("why", late, "--causes", "poor_fit", *small)
    fine("compare", late, "baseline", "no_cs", "--runs", "2", "--quiet", *SHORT)
    fine(*SWEEP, "--quiet")
    found = {path.parent.relative_to("results").as_posix() for path in Path("results").rglob("question.json")}
    assert found == {
        "baseline/branch-3-csm-hiring.lookahead-founder_led",
        "baseline/sensitivity-roles.csm.cost",
        "baseline/sweep-roles.csm.cost",
        "late/compare-baseline-no_cs",
        "late/why-poor_fit",
    }
    assert all(is_whole(Path("results", name)) for name in found)
    for name in found:  # its record knows every file of it by name
        record = record_of(Path("results", name))
        assert record is not None
        assert set(contents(Path("results", name))) == {"question.json", *record.files}


def test_two_questions_whose_names_come_out_alike_do_not_meet() -> None:
    scenario_file("a/late.yaml", "100K")
    scenario_file("b/late.yaml", "300K")
    command = ("compare", "baseline", "--runs", "2", *SHORT)
    fine(*command, "a/late.yaml")
    before = contents("results/baseline/compare-late")
    said = fine(*command, "b/late.yaml")
    assert "results/baseline/compare-late holds the answer to t2d3 compare of the shipped baseline and" in said
    assert "this goes to results/baseline/compare-late-2." in said
    assert contents("results/baseline/compare-late") == before
    assert verify("results/baseline/compare-late-2/b")["scenario"]["roles"]["csm"]["cost"] == 300_000
    said = fine(*command, "b/late.yaml", "--seed", "2")
    assert "Replaced the last result in results/baseline/compare-late-2 (seed 1 -> 2)" in said


@pytest.mark.parametrize("about", ["roles/csm", "../../up", "a" * 500, "größe" * 100, ". .", "CON:", "\udcff"])
def test_names_of_folders_are_safe_and_short(about: str) -> None:
    leaf = Question("sweep", (Source("shipped", "baseline"), Source("file", f"/{about}/b.yaml")), (about,)).leaf
    assert leaf.startswith("sweep")
    assert len(leaf.encode()) <= 200
    assert not set("/\\: ") & set(leaf)
    leaf.encode()


# the same question again ---------------------------------------------------------------------------------------------


def test_the_same_question_replaces_its_answer_and_says_what_differs() -> None:
    fine(*RUN)
    first = contents("results/baseline")
    said = fine(*RUN, "--seed", "2", "--runs", "3", "--set", "roles.csm.cost=$210K")
    assert said == (
        "Replaced the last result in results/baseline (--set roles.csm.cost=$210K added; seed 1 -> 2; runs 2 -> 3); "
        "the old one is in results/baseline/previous.\n"
    )
    assert put_aside("results/baseline/previous") == first
    assert verify("results/baseline")["seed"] == 2
    second = {name: data for name, data in contents("results/baseline").items() if not name.startswith("previous/")}
    said = fine(*RUN, "--seed", "2", "--runs", "3")
    assert "(--set roles.csm.cost=$210K left out)" in said
    assert put_aside("results/baseline/previous") == second  # one is kept
    before = contents("results")
    said = fine(*RUN, "--seed", "2", "--runs", "3")
    assert said == "The last result in results/baseline is this very one (nothing differs); it stays.\n"
    assert contents("results") == before  # and so does the one before it
    assert fine(*RUN, "--quiet") == ""


def test_other_values_of_the_same_sweep_replace_it_and_are_named() -> None:
    fine(*SWEEP)
    said = fine(*SWEEP[:2], "roles.csm.cost=100K,300K", *SWEEP[3:])
    assert "(values 100K,200K -> 100K,300K); the old one is in results/baseline/sweep-roles.csm.cost/previous" in said


def test_a_file_that_has_changed_is_named() -> None:
    name = scenario_file("ours.yaml", "200K")
    fine("run", name, *RUN[1:])
    scenario_file("ours.yaml", "300K")
    assert "(ours.yaml has changed)" in fine("run", name, *RUN[1:])
    Path("below.yaml").write_text("extends: ours.yaml\n", encoding="utf-8")
    fine("run", "below.yaml", *RUN[1:])
    scenario_file("ours.yaml", "400K")
    assert "(what the scenario extends or reads has changed)" in fine("run", "below.yaml", *RUN[1:])


def test_another_version_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.results import store

    fine(*RUN)
    later = {**store.versions(), "t2d3": "99.0"}
    monkeypatch.setattr(store, "versions", lambda: later)
    assert "-> 99.0)" in fine(*RUN)


def test_a_run_without_charts_puts_the_charts_of_the_last_one_aside_with_the_rest() -> None:
    fine("run", "--runs", "2", *SHORT)
    before = contents("results/baseline")
    assert any(name.startswith("charts/") for name in before)
    assert "charts yes -> no" in fine(*RUN)
    assert not Path("results/baseline/charts").exists()
    assert put_aside("results/baseline/previous") == before


def test_what_somebody_put_or_changed_there_stays() -> None:
    fine(*RUN)
    Path("results/baseline/notes.txt").write_text("mine")
    Path("results/baseline/summary.csv").write_text("changed by me")
    fine(*RUN, "--seed", "2")
    assert Path("results/baseline/notes.txt").read_text() == "mine"
    assert Path("results/baseline/previous/summary.csv").read_text() == "changed by me"
    Path("results/baseline/previous/own.txt").write_text("mine as well")
    fine(*RUN, "--seed", "3")
    previous = contents("results/baseline/previous")
    assert previous["summary.csv"] == b"changed by me"
    assert previous["own.txt"] == b"mine as well"
    assert is_whole("results/baseline/previous-2")
    assert verify("results/baseline/previous-2")["seed"] == 2
    said = fine(*RUN, "--seed", "4")
    assert said.endswith("(seed 3 -> 4); the old one is in results/baseline/previous-2.\n")
    assert contents("results/baseline/previous") == previous
    assert not Path("results/baseline/previous-3").exists()


def test_a_failure_leaves_the_old_answer_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.answers import SweepAnswer
    from simulator.errors import OutputError

    fine(*SWEEP)
    before = contents("results")

    def full(found: object, folder: Path, **_: object) -> list[Path]:
        (folder / "sweep.csv").write_text("half")
        raise OutputError(f"cannot write {folder / 'sweep.png'}: No space left on device")

    monkeypatch.setattr(SweepAnswer, "write", full)
    said = refused(*SWEEP, "--seed", "2")
    assert said.endswith("cannot write results/baseline/sweep-roles.csm.cost/sweep.png: No space left on device\n")
    assert {name: data for name, data in contents("results").items() if "/unfinished/" not in name} == before


def test_ctrl_c_while_charts_are_drawn_leaves_the_tables_of_all_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.reports.charts import catalogue

    def pressed(result: object, folder: Path, *_: object, **__: object) -> list[Path]:
        folder.mkdir()
        (folder / "01_arr_fan.png").write_text("half of the charts")
        raise KeyboardInterrupt

    monkeypatch.setattr(catalogue, "write_charts", pressed)
    done = t2d3("run", "--runs", "2", "--quiet", *SHORT)
    assert done.exit_code == 130
    assert done.stderr == "Stopped: no charts were drawn; the tables of all runs are in results/baseline.\n"
    assert is_whole("results/baseline")
    assert verify("results/baseline")["runs"] == 2
    assert not Path("results/baseline/charts").exists()


# another file of the same name ---------------------------------------------------------------------------------------


def test_another_file_of_the_same_name_has_a_folder_of_its_own() -> None:
    one, two = scenario_file("one/ours.yaml", "100K"), scenario_file("two/ours.yaml", "300K")
    fine("run", one, *RUN[1:])
    before = contents("results/ours")
    said = fine("run", two, *RUN[1:])
    assert said == "results/ours holds the answer to t2d3 run of one/ours.yaml; this goes to results/ours-2.\n"
    assert contents("results/ours") == before
    fine(*WHEN[:1], two, *WHEN[1:], "--hire", "cs_head")
    assert is_whole("results/ours-2/when-cs_head")
    said = fine("run", two, *RUN[1:], "--seed", "2")
    assert "Replaced the last result in results/ours-2 (seed 1 -> 2)" in said
    assert contents("results/ours") == before
    shutil.rmtree("results/ours")
    assert "Replaced the last result in results/ours-2" in fine("run", two, *RUN[1:], "--seed", "3")


def test_a_folder_with_questions_about_another_file_is_not_moved_into() -> None:
    one, two = scenario_file("one/ours.yaml"), scenario_file("two/ours.yaml")
    fine(*SWEEP[:1], one, *SWEEP[1:])
    assert "results/ours holds the results of one/ours.yaml; this goes to results/ours-2." in fine("run", two, *RUN[1:])
    assert fine("run", one, *RUN[1:]) == ""
    assert is_whole("results/ours")


def test_a_shipped_name_and_its_file_are_the_same_scenario_and_a_file_called_so_is_not(
    small_library: list[tuple[str, Path]],
) -> None:
    fine(*RUN)
    assert "results/baseline is this very one" in fine("run", str(dict(small_library)["baseline"]), *RUN[1:])
    scenario_file("baseline.yaml")
    assert "this goes to results/baseline-2." in fine("run", "./baseline.yaml", *RUN[1:])
    scenario_file("library.yaml")
    fine("run", "library.yaml", *RUN[1:])
    assert "this goes to results/library-2" in fine("library", "--runs", "1", "--workers", "1")
    record = record_of(Path("results/library-2"))
    assert record is not None
    assert set(contents("results/library-2")) == {"question.json", *record.files}


def test_unfinished_work_keeps_its_folder_for_the_file_it_is_about(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.answers import SweepAnswer
    from simulator.errors import OutputError

    one, two = scenario_file("one/ours.yaml"), scenario_file("two/ours.yaml")

    def killed(found: object, folder: Path, **_: object) -> list[Path]:
        raise OutputError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(SweepAnswer, "write", killed)
        assert refused(*SWEEP[:1], one, *SWEEP[1:]).endswith("killed\n")
    work = list(Path("results/ours/sweep-roles.csm.cost/unfinished").iterdir())
    assert "this goes to results/ours-2." in fine(*SWEEP[:1], two, *SWEEP[1:])
    assert list(Path("results/ours/sweep-roles.csm.cost/unfinished").iterdir()) == work
    assert fine(*SWEEP[:1], one, *SWEEP[1:]) == ""
    assert not Path("results/ours/sweep-roles.csm.cost/unfinished").exists()
    assert is_whole("results/ours/sweep-roles.csm.cost")


# --out and --replace -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("replace", [False, True])
def test_another_questions_folder_is_refused_unless_asked_for(replace: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    fine(*RUN, "--out", "here")
    Path("here/notes.txt").write_text("mine")
    before = contents("here")
    if replace:
        said = fine(*SWEEP, "--out", "here", "--replace")
        assert "Replaced in here the answer to t2d3 run of the shipped baseline, which is in here/previous now." in said
        assert put_aside("here/previous") | {"notes.txt": Path("here/notes.txt").read_bytes()} == before
        assert not Path("here/trajectories.parquet").exists()
        assert is_whole("here")
    else:

        def never(*_: object, **__: object) -> None:
            raise AssertionError("played although nothing can be written")

        monkeypatch.setattr("simulator.decisions.sweep.resumable_sweep", never)
        said = refused(*SWEEP, "--out", "here")
        assert said == (
            "here holds the answer to t2d3 run of the shipped baseline; name another folder, or add --replace: what is "
            "there goes to here/previous then\n"
        )
        assert contents("here") == before


@pytest.mark.parametrize("other", [("when", "--hire", "onboarding"), ("when", "no_cs", "--hire", "cs_head")])
def test_another_role_or_scenario_is_another_question(other: tuple[str, ...]) -> None:
    fine(*WHEN, "--hire", "cs_head", "--out", "here")
    assert "add --replace" in refused(*other, *WHEN[1:], "--out", "here")
    assert "Replaced the last result in here (seed" in fine(*WHEN, "--hire", "cs_head", "--out", "here", "--seed", "2")


def test_other_files_are_written_beside_only_where_asked_for_and_never_over() -> None:
    Path("other").mkdir()
    Path("other/precious.txt").write_text("mine")
    said = refused(*SWEEP, "--out", "other")
    new = "name a new or an empty folder"
    assert said == f"other holds something else (precious.txt); {new}, or add --replace to write beside it\n"
    Path("other/sweep.csv").write_text("mine too")
    assert "--replace" not in refused(*SWEEP, "--out", "other")
    said = refused(*SWEEP, "--out", "other", "--replace")
    assert said == "other holds something else (sweep.csv) where the answer goes; name a new or an empty folder\n"
    assert contents("other") == {"precious.txt": b"mine", "sweep.csv": b"mine too"}
    Path("other/sweep.csv").unlink()
    assert fine(*SWEEP, "--out", "other", "--replace") == ""
    assert Path("other/precious.txt").read_text() == "mine"
    assert is_whole("other")


def test_a_folder_of_a_scenario_takes_files_of_ones_own_but_not_over_them(monkeypatch: pytest.MonkeyPatch) -> None:
    fine(*SWEEP)
    Path("results/baseline/notes.txt").write_text("mine")
    assert fine(*RUN) == ""
    assert is_whole("results/baseline")
    fine(*SWEEP[:1], "no_cs", *SWEEP[1:])
    Path("results/no_cs/summary.csv").write_text("mine")
    monkeypatch.setattr("simulator.answers._simulate.simulated", None)
    assert "(summary.csv) where the answer goes" in refused("run", "no_cs", *RUN[1:])


def test_a_scenarios_own_folder_with_another_question_in_it_is_refused_and_not_moved_away_from() -> None:
    fine(*SWEEP, "--out", "results/baseline")
    assert "add --replace" in refused(*RUN)
    assert fine(*WHEN, "--hire", "cs_head") == ""
    assert is_whole("results/baseline/when-cs_head")
    assert "Replaced in results/baseline the answer to t2d3 sweep roles.csm.cost" in fine(*RUN, "--replace")
    assert is_whole("results/baseline/previous")


def test_charts_of_ones_own_are_found_in_the_way_before_any_run(monkeypatch: pytest.MonkeyPatch) -> None:
    fine(*RUN)
    Path("results/baseline/charts").mkdir()
    Path("results/baseline/charts/01_arr_fan.png").write_text("drawn by me")
    monkeypatch.setattr("simulator.answers._simulate.simulated", None)
    assert "(charts/01_arr_fan.png) where the answer goes" in refused("run", "--runs", "2", *SHORT)
    assert Path("results/baseline/charts/01_arr_fan.png").read_text() == "drawn by me"


# folders of earlier versions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("out", [(), ("--out", "results/baseline")])
def test_a_folder_of_an_earlier_version_is_that_of_run(out: tuple[str, ...]) -> None:
    scenario = load("baseline", {"horizon_months": "6", "opening.generated.accounts": "20"})
    write(simulate(scenario, runs=2, seed=9, workers=1), "results/baseline")
    Path("results/baseline/charts").mkdir()
    Path("results/baseline/charts/01_arr_fan.png").write_text("an old chart")
    Path("results/baseline/charts/mine.png").write_text("mine")
    before = contents("results/baseline")
    assert fine(*SWEEP) == ""
    assert "add --replace" in refused(*SWEEP, "--out", "results/baseline")
    said = fine(*RUN, *out)
    assert "Replaced the last result in results/baseline (seed 9 -> 1)" in said
    previous = contents("results/baseline/previous")
    assert Path("results/baseline/charts/mine.png").read_text() == "mine"
    assert previous.pop("question.json")
    assert previous == {name: data for name, data in before.items() if name != "charts/mine.png"}
    for seed in ("2", "3"):  # whether somebody has drawn on the charts, nobody knows: they are never dropped
        fine(*RUN, *out, "--seed", seed)
        assert Path("results/baseline/previous/charts/01_arr_fan.png").read_text() == "an old chart"
    assert verify("results/baseline/previous")["seed"] == 9
    assert verify("results/baseline/previous-2")["seed"] == 2
    assert is_whole("results/baseline/sweep-roles.csm.cost")


def test_a_record_or_a_manifest_cannot_lead_out_of_the_folder() -> None:
    fine(*RUN, "--out", "deep/here")
    Path("deep/precious.txt").write_text("mine")
    about = json.loads(Path("deep/here/question.json").read_text())
    about["files"]["../precious.txt"] = {"sha256": "0", "bytes": 4}
    about["files"][str(Path("deep/precious.txt").absolute())] = {"sha256": "0", "bytes": 4}
    Path("deep/here/question.json").write_text(json.dumps(about))
    fine(*RUN, "--out", "deep/here", "--seed", "2")
    Path("deep/here/question.json").unlink()
    manifest = json.loads(Path("deep/here", MANIFEST).read_text())
    manifest["files"]["../precious.txt"] = {"sha256": "0", "bytes": 4}
    Path("deep/here", MANIFEST).write_text(json.dumps(manifest))
    fine(*RUN, "--out", "deep/here", "--seed", "3")
    assert Path("deep/precious.txt").read_text() == "mine"
    assert not Path("deep/here/previous/precious.txt").exists()


@pytest.mark.parametrize("text", ["", "[", "[]", "{}", '{"format": "t2d3 answer"}', "[" * 100_000, "\x80"])
def test_a_file_of_that_name_that_is_none_of_ours_makes_a_folder_somebody_elses(text: str) -> None:
    Path("here").mkdir()
    Path("here/question.json").write_bytes(text.encode("latin-1"))
    assert "here holds something else (question.json)" in refused(*RUN, "--out", "here")
    assert "where the answer goes" in refused(*RUN, "--out", "here", "--replace")


def test_a_record_survives_names_that_are_not_text(tmp_path: Path) -> None:
    from simulator.cli._folders.record import write_record

    record = Record(Question("run", (Source("file", "/a/\udcff.yaml"),), (), {"seed": 1}), {}, {})
    write_record(record, tmp_path / "question.json")
    assert record.same_as(record_of(tmp_path))
