"""Whatever somebody has put into a folder, nothing is acted on that we cannot have left there ourselves."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from in_process import fine, refused, t2d3

from simulator.cli._folders.placement import place, staged
from simulator.cli._folders.question import CHART_NAMES, Question, Source, names_of
from simulator.cli._folders.record import Record, record_of, unchanged
from simulator.errors import OutputError
from simulator.results.disk.ownership import Owner
from simulator.results.disk.staging import DECIDED
from simulator.results.disk.temporary import ENDING, temporary_name
from simulator.results.store import verify

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="links and owners"),
    pytest.mark.usefixtures("undrawn"),
]

SHORT = ("--set", "horizon_months=6", "--set", "opening.generated.accounts=20", "--workers", "1")
RUN = ("run", "--runs", "2", "--no-charts", *SHORT)
SWEEP = ("sweep", "--vary", "roles.csm.cost=100K,200K", "--runs", "2", "--measure", "arr", *SHORT)
NOBODY = 65534


@pytest.fixture(autouse=True)
def _in_a_folder_beside_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder beside documents of one's own, called as files of ours and as files of anybody."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for name in ("docs/victim.txt", "docs/summary.csv", "docs/question.json", "victim.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("precious")


def documents() -> dict[str, bytes]:
    """Return the documents that nobody has asked us to touch."""
    found = {str(path): path.read_bytes() for path in Path("../docs").rglob("*") if path.is_file()}
    return found | {"victim": Path("../victim.txt").read_bytes()}


def everything(folder: str | Path) -> dict[str, bytes | str | None]:
    """Return all that is below a folder, hidden or not, links as such."""
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in sorted(Path(folder).rglob("*"))
    }


def is_whole(folder: str | Path) -> bool:
    """Tell whether a folder holds an answer, each file as it was written."""
    record = record_of(Path(folder))
    return (
        record is not None
        and bool(record.files)
        and all(unchanged(Path(folder) / name, about) for name, about in record.files.items())
    )


def signed(path: Path) -> dict[str, object]:
    """Return what a record says of a file."""
    return {"sha256": sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}


def of_the_dead() -> str:
    """Return the name under which a process of this machine that has ended had decided."""
    me = Owner.me()
    name = temporary_name("answer").replace(f"-{me.pid}-{me.born}.", f"-{me.pid}-{int(me.born or 0) + 1}.")
    return name.removesuffix(ENDING) + DECIDED


def decided(folder: str, name: str = "", **files: str) -> Path:
    """Plant the answer to a run as if a killed process of ours had decided it; return the hidden folder.

    The answer that it would replace has its second names in it.
    """
    stage = Path(folder) / (name or of_the_dead())
    (stage / "files").mkdir(parents=True)
    stage.chmod(0o700)
    for one, text in ({"summary.csv": "planted"} | files).items():
        (stage / "files" / one.replace("__", "/").replace("_txt", ".txt")).write_text(text)
    question = Question("run", (Source("shipped", "baseline"),), (), {"seed": 9})
    (stage / "files/question.json").write_text(Record.of(question, stage / "files", interrupted=False).text())
    old = record_of(Path(folder))
    if old is not None:
        (stage / "old").mkdir()
        for one in old.files:
            shutil.copy(Path(folder, one), stage / "old" / one)
        (stage / "old/question.json").write_text(replace(old, is_put_aside=True).text())
    return stage


# decided answers -----------------------------------------------------------------------------------------------------


def test_what_a_killed_process_of_ours_had_decided_is_put_in_place() -> None:
    """What the tests below plant would be believed without what is wrong with it."""
    fine(*RUN, "--out", "mine")
    stage = decided("mine")
    fine(*RUN, "--out", "mine", "--seed", "2")
    assert Path("mine/previous/summary.csv").read_text() == "planted"
    assert not stage.exists()


def _lists_victims(stage: Path) -> None:
    (stage / "goes.json").write_text(json.dumps([str(Path("../victim.txt").absolute()), "../../victim.txt"]))
    shutil.rmtree(stage / "files")
    (stage / "files").mkdir()


def _leads_to_documents(stage: Path) -> None:
    shutil.rmtree(stage / "files")
    (stage / "files").symlink_to(Path("../docs").absolute())


def _links_to_a_document(stage: Path) -> None:
    (stage / "files/summary.csv").unlink()
    (stage / "files/summary.csv").symlink_to(Path("../docs/summary.csv").absolute())


def _links_its_old_answer(stage: Path) -> None:
    shutil.rmtree(stage / "old")
    (stage / "old").symlink_to(Path("../docs").absolute())


def _is_damaged(stage: Path) -> None:
    (stage / "files/question.json").write_text("")


def _is_changed(stage: Path) -> None:
    (stage / "files/summary.csv").write_text("something else")


def _is_empty(stage: Path) -> None:
    shutil.rmtree(stage / "files")
    (stage / "goes.json").write_text("")


def _is_open(stage: Path) -> None:
    stage.chmod(0o777)


def _is_a_link(stage: Path) -> None:
    stage.rename("../docs/stage")
    stage.symlink_to(Path("../docs/stage").absolute())


def _is_another_users(stage: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    for path in (stage, *stage.rglob("*")):
        os.chown(path, NOBODY, NOBODY)


def _holds_more(stage: Path) -> None:
    (stage / "files/notes.txt").write_text("evil")


def _lists_more(stage: Path) -> None:
    (stage / "files/notes.txt").write_text("evil")
    record = json.loads((stage / "files/question.json").read_text())
    record["files"]["notes.txt"] = signed(stage / "files/notes.txt")
    (stage / "files/question.json").write_text(json.dumps(record))


def _has_no_second_names(stage: Path) -> None:
    shutil.rmtree(stage / "old")


def _has_another_old_answer(stage: Path) -> None:
    (stage / "old/summary.csv").write_text("another")


def _says_not_whose(stage: Path) -> None:
    stage.rename(stage.with_name(f".x.000000000000{DECIDED}"))


def _is_at_work(stage: Path) -> None:
    stage.rename(stage.with_name(temporary_name("answer").removesuffix(ENDING) + DECIDED))


WRONG = [
    *(_lists_victims, _leads_to_documents, _links_to_a_document, _links_its_old_answer, _is_damaged, _is_changed),
    *(_is_empty, _is_open, _is_a_link, _is_another_users, _holds_more, _lists_more, _says_not_whose, _is_at_work),
    *(_has_no_second_names, _has_another_old_answer),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_planted_decision_is_left_as_it_is(wrong: Callable[[Path], None]) -> None:
    fine(*RUN, "--out", "mine")
    Path("mine/notes.txt").write_text("mine")
    wrong(decided("mine"))
    before, precious = everything("mine"), documents()
    planted = {name: data for name, data in before.items() if name.startswith(".")}
    refused(*SWEEP, "--out", "mine")
    assert everything("mine") == before
    fine(*RUN, "--out", "mine", "--seed", "2")
    after = everything("mine")
    assert {name: data for name, data in after.items() if name.startswith(".")} == planted
    assert after["notes.txt"] == b"mine"
    assert after["previous/summary.csv"] == before["summary.csv"]
    assert documents() == precious


def test_a_refused_command_finishes_nothing() -> None:
    """Even what we had decided ourselves: the folder is not this command's."""
    fine(*RUN, "--out", "mine")
    decided("mine")
    Path("other").mkdir()
    Path("other/notes.txt").write_text("mine")
    decided("other", notes_txt="evil")
    before = everything(".")
    assert "add --replace" in refused(*SWEEP, "--out", "mine")
    assert "other holds something else (notes.txt)" in refused(*RUN, "--out", "other")
    assert everything(".") == before


def test_a_decided_answer_does_not_go_over_files_of_ones_own() -> None:
    decided("mine")
    Path("mine/summary.csv").write_text("mine")
    before = everything("mine")
    assert "mine holds something else (summary.csv)" in refused(*RUN, "--out", "mine")
    assert everything("mine") == before


def test_what_cannot_be_finished_is_told_of_and_finished_when_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    fine(*RUN, "--out", "mine")
    decided("mine")
    done = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if target == Path("mine/summary.csv"):
            raise PermissionError(1, "Operation not permitted", str(self), None, str(target))
        return done(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", locked)
        assert "cannot be put in place: mine/summary.csv: Operation not permitted" in refused(*RUN, "--out", "mine")
    fine(*RUN, "--out", "mine", "--seed", "2")
    assert Path("mine/previous/summary.csv").read_text() == "planted"
    assert verify("mine")["seed"] == 2


def test_a_link_that_appears_at_the_last_moment_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.results.disk.undo import UndoLog

    def exchanged(self: UndoLog, source: Path, target: Path) -> None:
        move(self, source, target)
        if target.name.endswith(DECIDED):
            Path("mine/charts").symlink_to(Path("../docs").absolute())

    def put(text: str) -> None:
        with staged(Path("mine")) as stage:
            for name in ("summary.csv", "charts/01_arr_fan.png"):
                (stage / name).parent.mkdir(exist_ok=True)
                (stage / name).write_text(text)
            question = Question("run", (Source("shipped", "baseline"),), (), {"seed": text})
            place(stage, Path("mine"), Record.of(question, stage, interrupted=False))

    fine(*RUN, "--out", "mine")
    before, precious, move = everything("mine"), documents(), UndoLog.move
    monkeypatch.setattr(UndoLog, "move", exchanged)
    with pytest.raises(OutputError, match="somebody has exchanged it; nothing was changed there"):
        put("2")
    assert documents() == precious
    Path("mine/charts").unlink()
    assert everything("mine") == before


# records -------------------------------------------------------------------------------------------------------------


def listed(folder: str, name: str) -> None:
    """Have a record list a file with its true checksum."""
    record = json.loads(Path(folder, "question.json").read_text())
    record["files"][name] = signed(Path(folder, name))
    Path(folder, "question.json").write_text(json.dumps(record))


def test_a_listed_file_that_no_answer_has_is_somebodys() -> None:
    fine(*RUN, "--out", "mine")
    fine(*SWEEP, "--out", "mine/inside")
    for name in ("notes.txt", "charts/99_own.png", "a/summary.csv"):
        Path("mine", name).parent.mkdir(exist_ok=True)
        Path("mine", name).write_text("mine")
        listed("mine", name)
    listed("mine", "inside/sweep.csv")
    for seed in ("2", "3"):
        fine(*RUN, "--out", "mine", "--seed", seed)
    assert [Path("mine", name).read_text() for name in ("notes.txt", "charts/99_own.png", "a/summary.csv")] == (
        ["mine"] * 3
    )
    assert is_whole("mine/inside")


@pytest.mark.parametrize("where", ["mine", "mine/previous"])
def test_a_listed_file_behind_a_link_is_out_of_reach(where: str) -> None:
    fine(*RUN, "--out", "mine")
    fine(*RUN, "--out", "mine", "--seed", "2")
    Path("../docs/01_arr_fan.png").write_text("precious")
    precious = documents()
    Path(where, "charts").symlink_to(Path("../docs").absolute())
    listed(where, "charts/01_arr_fan.png")
    for seed in ("3", "4"):
        fine(*RUN, "--out", "mine", "--seed", seed)
    assert documents() == precious
    assert Path(where, "charts").is_symlink()


def test_charts_are_not_drawn_into_a_folder_behind_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    fine(*RUN, "--out", "mine")
    Path("mine/charts").symlink_to(Path("../docs").absolute())
    monkeypatch.setattr("simulator.answers._simulate.simulated", None)
    assert "mine holds something else (charts) where" in refused("run", "--runs", "2", *SHORT, "--out", "mine")


def test_a_link_in_the_place_of_a_file_of_ours_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    fine(*RUN, "--out", "mine")
    Path("mine/summary.csv").unlink()
    Path("mine/summary.csv").symlink_to(Path("../docs/summary.csv").absolute())
    listed("mine", "summary.csv")
    precious = documents()
    monkeypatch.setattr("simulator.answers._simulate.simulated", None)
    assert "mine holds something else (summary.csv) where" in refused(*RUN, "--out", "mine", "--seed", "2")
    assert documents() == precious


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("more", [(), ("--replace",)])
def test_another_users_answer_is_refused_before_any_run(more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    fine(*RUN, "--out", "mine")
    os.chown("mine/question.json", NOBODY, NOBODY)
    before = everything("mine")
    monkeypatch.setattr("simulator.answers._simulate.simulated", None)
    assert "mine holds an answer that belongs to another user" in refused(*RUN, "--out", "mine", *more)
    assert everything("mine") == before


def test_the_work_of_a_job_is_not_noted_through_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.experiment.jobs import resumable

    monkeypatch.setattr(resumable, "LARGE_SECONDS", 0.0)
    Path("mine").mkdir()
    Path("mine/unfinished").symlink_to(Path("../docs").absolute())
    precious = documents()
    assert "mine/unfinished is not ours" in refused(*RUN, "--out", "mine")
    assert documents() == precious


def test_every_chart_that_can_be_drawn_is_known_by_its_name() -> None:
    from simulator.reports.charts.catalogue import CHARTS

    assert [f"{place:02}_{chart.name}" for place, chart in enumerate(CHARTS, start=1)] == list(CHART_NAMES)
    assert "charts/01_arr_fan.png" in names_of("run")
    assert names_of("nothing of ours") == frozenset()


# previous ------------------------------------------------------------------------------------------------------------


def test_an_answer_in_a_folder_called_previous_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an answer of ours, but not one that was put aside."""
    fine(*RUN, "--out", "mine")
    fine(*SWEEP, "--out", "away")
    Path("away").rename("mine/previous")
    before = everything("mine/previous")
    for seed in ("2", "3"):
        said = fine(*RUN, "--out", "mine", "--seed", seed)
        assert said.endswith("the old one is in mine/previous-2.\n")
    assert everything("mine/previous") == before
    assert is_whole("mine/previous-2")
    monkeypatch.setattr("simulator.answers._simulate.simulated", None)
    Path("link").symlink_to("mine/previous")
    for name in ("mine/previous", "unfinished", "mine/previous/", "link"):
        assert "name another folder" in refused(*RUN, "--out", name)


def test_a_previous_that_is_a_link_or_holds_ones_own_files_stays() -> None:
    fine(*RUN, "--out", "mine")
    Path("mine/previous").symlink_to(Path("../docs").absolute())
    Path("mine/previous-2").mkdir()
    Path("mine/previous-2/summary.csv").write_text("mine")
    precious = documents()
    for seed in ("2", "3"):
        fine(*RUN, "--out", "mine", "--seed", seed)
    assert documents() == precious
    assert Path("mine/previous").is_symlink()
    assert everything("mine/previous-2") == {"summary.csv": b"mine"}
    assert is_whole("mine/previous-3")


def test_what_a_system_leaves_in_a_folder_that_was_looked_at_makes_it_nobodys() -> None:
    fine(*RUN, "--out", "mine")
    fine(*RUN, "--out", "mine", "--seed", "2")
    Path("mine/previous/.DS_Store").write_text("icons")
    fine(*RUN, "--out", "mine", "--seed", "3")
    assert not Path("mine/previous-2").exists()


def test_a_scenario_called_previous_keeps_its_results() -> None:
    Path("previous.yaml").write_text("roles: {csm: {cost: $200K}}\n")
    fine("run", "previous.yaml", *RUN[1:])
    before = everything("results/previous")
    for seed in ("1", "2", "3"):
        fine(*RUN, "--out", "results", "--replace", "--seed", seed)
    assert everything("results/previous") == before


# two at once ---------------------------------------------------------------------------------------------------------


def meanwhile(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Have something done while the next command is at work."""
    from simulator.cli import terminal

    prepared, left = terminal.prepared, [work]

    def first(engine: str, quiet: bool) -> None:
        prepared(engine, quiet)
        if left:
            left.pop()()

    monkeypatch.setattr(terminal, "prepared", first)


def test_two_files_of_one_name_at_once_get_two_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a b.yaml", "a-b.yaml"):
        Path(name).write_text("roles: {csm: {cost: $200K}}\n")
    said: list[str] = []
    meanwhile(monkeypatch, lambda: said.append(fine("run", "a-b.yaml", *RUN[1:])))
    fine("run", "a b.yaml", *RUN[1:])
    assert said == ["results/a-b holds the answer to t2d3 run of a b.yaml; this goes to results/a-b-2.\n"]
    assert is_whole("results/a-b")
    assert is_whole("results/a-b-2")
    meanwhile(monkeypatch, lambda: said.append(fine("sweep", "a-b.yaml", *SWEEP[1:])))
    shutil.rmtree("results")
    fine("sweep", "a b.yaml", *SWEEP[1:])
    assert is_whole("results/a-b-2/sweep-roles.csm.cost")


def test_a_folder_in_which_another_question_is_being_answered_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    meanwhile(monkeypatch, lambda: said.append(refused(*SWEEP, "--out", "mine")))
    assert fine(*RUN, "--out", "mine") == ""
    assert "mine holds the answer to t2d3 run of the shipped baseline; name another folder, or add --replace" in said[0]
    assert is_whole("mine")
    assert "Replaced the last result" in fine(*RUN, "--out", "mine", "--seed", "2")  # the note is gone


def test_an_answer_to_another_question_that_came_meanwhile_stays(tmp_path: Path) -> None:
    for command, table, over in (
        ("sweep", "sweep.csv", False),
        ("when", "when.csv", False),
        ("when", "when.csv", True),
    ):
        question = Question(command, (Source("shipped", "baseline"),))
        with staged(tmp_path / "here") as stage:
            (stage / table).write_text(command)
            record = Record.of(question, stage, interrupted=False)
            if command == "when" and not over:
                with pytest.raises(
                    Exception, match="has got the answer to t2d3 sweep of the shipped baseline meanwhile"
                ):
                    place(stage, tmp_path / "here", record)
                assert everything("previous") == {}
                assert Path("sweep.csv").read_text() == "sweep"
            else:
                place(stage, tmp_path / "here", record, over)
    assert Path("previous/sweep.csv").read_text() == "sweep"
    assert is_whole(".")


# before any run ------------------------------------------------------------------------------------------------------


def test_an_answer_inside_does_not_make_a_named_folder_ours() -> None:
    Path("mine").mkdir()
    Path("mine/budget.xlsx").write_text("mine")
    assert "mine holds something else (budget.xlsx)" in refused(*RUN, "--out", "mine")
    fine(*RUN, "--out", "mine/x")
    before = everything("mine")
    assert "mine holds something else (budget.xlsx)" in refused(*RUN, "--out", "mine")
    assert everything("mine") == before
    fine(*RUN, "--out", "mine", "--replace")
    assert is_whole("mine")
    assert is_whole("mine/x")


@pytest.mark.parametrize(
    ("command", "name"), [(RUN, "summary.csv"), (SWEEP, "sweep.json"), (("compare", "baseline", "no_cs"), "b/pnl.csv")]
)
def test_an_empty_folder_in_the_place_of_a_file_is_found_before_any_run(
    command: tuple[str, ...], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("mine", name).mkdir(parents=True)
    monkeypatch.setattr("simulator.cli.terminal.prepared", None)
    assert f"mine holds something else ({name}) where the answer goes" in refused(*command, "--out", "mine")


def test_an_empty_name_is_not_the_current_folder() -> None:
    done = t2d3(*RUN, "--out", "")
    assert (done.exit_code, "the name of the folder is empty" in done.stderr) == (2, True), done.output
    assert everything(".") == {}
    fine(*RUN, "--out", ".")
    assert is_whole(".")


def test_work_that_an_earlier_version_kept_elsewhere_is_told_of() -> None:
    for folder in ("results/sweep-baseline", "results/baseline-vs-no_cs/a"):
        Path(folder, "unfinished/0123456789abcdef").mkdir(parents=True)
        Path(folder, "unfinished/0123456789abcdef/job.json").write_text("{}")
    assert "results/sweep-baseline/unfinished keeps work that an earlier version of t2d3 began; it is not" in fine(
        *SWEEP
    )
    assert fine(*SWEEP, "--out", "mine") == ""
    assert Path("results/sweep-baseline/unfinished/0123456789abcdef/job.json").is_file()
