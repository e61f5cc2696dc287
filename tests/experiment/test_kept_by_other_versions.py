"""A job begun with other versions is neither taken up, nor begun anew in silence, nor taken for another question."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from job_program import SEED, SMALL
from unsorted import company, files

from simulator import OutputError, Scenario, load, simulate
from simulator.cli._folders.reservation import RESERVATION
from simulator.cli.app import main
from simulator.decisions.sweep import resumable_sweep, sweep
from simulator.experiment.jobs import conduct, plan, provenance, resumable, work
from simulator.experiment.jobs.job import PARTS, StoredJob
from simulator.experiment.jobs.plan import Plan, canonical
from simulator.experiment.jobs.provenance import ABOUT, read_description
from simulator.experiment.jobs.resumable import Settings, plan_for, resumable_result, resumable_results
from simulator.experiment.jobs.versions import PACKAGES, code, releases
from simulator.results.disk.staging import UNFINISHED
from simulator.scenario.reading.files import changed

RUNS = 130
HERE = Settings(workers=1)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", 1)
    yield
    work.STOP.clear()


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", SMALL)


def left_behind(folder: Path, scenario: Scenario, keep: Any = "runs") -> Path:
    """Play a job, fail to write what it found, and return its folder, as the one in `folder`/unfinished."""
    with pytest.raises(ZeroDivisionError), resumable_result(folder, scenario, range(RUNS), SEED, keep, HERE):
        raise ZeroDivisionError
    (job,) = (folder / UNFINISHED).iterdir()
    return job


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def refused(folder: Path, scenario: Scenario, keep: Any = "runs") -> str:
    """Return with what words the job is refused; nothing in its folder changes, and no run is played."""
    before = content(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conduct, "fill", None)
        with pytest.raises(OutputError) as caught, resumable_result(folder, scenario, range(RUNS), SEED, keep, HERE):
            pass
    assert content(folder) == before
    return str(caught.value)


def under(monkeypatch: pytest.MonkeyPatch, **others: str) -> None:
    """Have jobs begun with other releases of packages; `code` stands for this package's own."""
    here = releases()
    own = others.pop("code", code())
    monkeypatch.setattr(plan, "code", lambda: own)
    monkeypatch.setattr(plan, "releases", lambda: {**here, **others})


# other releases of packages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("keep", ["runs", "summaries"])
def test_a_job_under_another_release_of_a_package_is_refused(
    tmp_path: Path, scenario: Scenario, package: str, keep: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    under(monkeypatch, **{package: "1.0.7"})
    job = left_behind(tmp_path, scenario, keep)
    monkeypatch.undo()
    said = refused(tmp_path, scenario, keep)
    assert said == (
        f"{job} keeps this very job, begun with {package} 1.0.7; here is {package} {releases()[package]}. Figures of "
        "different versions do not go together: finish it with what it was begun with, or remove that folder to begin "
        "anew, or name another one with --out."
    )


def test_what_is_said_helps(tmp_path: Path, scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the three ways out leads to the figures of a simulation."""
    monkeypatch.setattr(plan, "BATCH_CUSTOMERS", 1)
    wanted = simulate(scenario, runs=RUNS, seed=SEED).digest()
    with pytest.MonkeyPatch.context() as patch:
        under(patch, numpy="1.0.7", numba="0.1")
        job = left_behind(tmp_path / "out", scenario)
    assert "begun with numpy 1.0.7 and numba 0.1; here are numpy" in refused(tmp_path / "out", scenario)
    with resumable_result(tmp_path / "elsewhere", scenario, range(RUNS), SEED, "runs", HERE) as found:
        assert found.digest() == wanted
    with pytest.MonkeyPatch.context() as patch:
        under(patch, numpy="1.0.7", numba="0.1")
        shutil.copytree(tmp_path / "out", tmp_path / "copy")
        patch.setattr(conduct, "fill", None)  # all of it is there already
        with resumable_result(tmp_path / "copy", scenario, range(RUNS), SEED, "runs", HERE) as found:
            assert found.digest() == wanted
    shutil.rmtree(job)
    with resumable_result(tmp_path / "out", scenario, range(RUNS), SEED, "runs", HERE) as found:
        assert found.digest() == wanted


def test_other_questions_are_none_of_its_business(
    tmp_path: Path, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    under(monkeypatch, numpy="1.0.7")
    job = left_behind(tmp_path, scenario)
    before = content(job)
    monkeypatch.setattr(plan, "releases", releases)
    more_pay = changed(scenario, {"roles.csm.cost": "$1K"})
    asked: list[tuple[Scenario, range, int, Any]] = [
        (more_pay, range(RUNS), SEED, "runs"),
        (scenario, range(RUNS - 1), SEED, "runs"),
        (scenario, range(RUNS), SEED + 1, "runs"),
        (scenario, range(RUNS), SEED, "summaries"),
        (changed(scenario, {"cs_effect": {"uniform": [0.2, 0.9]}}), range(3), SEED, "runs"),
    ]
    for one, runs, seed, keep in asked:
        with resumable_result(tmp_path, one, runs, seed, keep, HERE) as found:
            assert len(found.runs) == len(runs)
    assert content(job) == before
    assert "begun with numpy 1.0.7" in refused(tmp_path, scenario)


def test_another_order_is_another_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = company(tmp_path / "files", months=3)
    values = one.model_copy(update={"segments": dict(reversed(one.segments.items()))})
    under(monkeypatch, numpy="1.0.7")
    left_behind(tmp_path / "out", one)
    monkeypatch.setattr(plan, "releases", releases)
    assert "begun with numpy 1.0.7" in refused(tmp_path / "out", one)
    with resumable_result(tmp_path / "out", values, range(3), SEED, "runs", HERE) as found:
        assert found.scenario == values


# other versions of this package --------------------------------------------------------------------------------------


def test_a_job_of_other_code_is_refused(tmp_path: Path, scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    under(monkeypatch, code="0123456789abcdef")
    left_behind(tmp_path, scenario)
    monkeypatch.undo()
    said = refused(tmp_path, scenario)
    assert "begun with t2d3 of another state (code 01234567); here is t2d3" in said
    assert f"(code {code()[:8]})" in said
    monkeypatch.setattr(provenance, "own_release", lambda: "9.9")  # its own release is known by name
    assert "here is t2d3 9.9" in refused(tmp_path, scenario)
    assert "of another state" not in refused(tmp_path, scenario)


def as_version_2(about: Plan) -> dict[str, Any]:
    """Return the description of a job as the version before wrote it: sorted, accounts by the place of a segment,
    roles of figures by number, without releases.
    """
    now = json.loads(json.dumps(about.to_json()))
    del now["releases"]
    now |= {"version": 2, "code": "6e1f4e3a" * 4, "figures": [name.replace(":writer", ":8") for name in now["figures"]]}
    for row in now["rows"]:
        for account in row["today"]["accounts"]["rows"] if row["today"] is not None else []:
            account[1] = list(row["scenario"]["segments"]).index(account[1])
        row |= json.loads(sorted_canonical({"scenario": row["scenario"], "today": row["today"]}))
    return {"key": hashlib.sha256(sorted_canonical(now).encode()).hexdigest(), **now}


def sorted_canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def put_version_2(folder: Path, about: Plan) -> Path:
    """Put the description of a job of the version before where it kept it."""
    described = as_version_2(about)
    job = folder / UNFINISHED / described["key"][:16]
    (job / PARTS).mkdir(parents=True)
    (job / ABOUT).write_text(json.dumps(described, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return job


@pytest.mark.parametrize("keep", ["runs", "summaries"])
def test_a_job_of_the_version_before_is_refused_as_such(tmp_path: Path, keep: Any) -> None:
    one = company(tmp_path / "files", months=3)
    job = put_version_2(tmp_path / "out", plan_for([one], range(RUNS), SEED, keep))
    said = refused(tmp_path / "out", one, keep)
    assert said.startswith(f"{job} keeps this very job, begun with t2d3 of an earlier version (code 6e1f4e3a); here is")
    with resumable_result(tmp_path / "out", one, range(RUNS - 1), SEED, keep, HERE) as found:
        assert len(found.runs) == RUNS - 1  # another question
    shutil.rmtree(job)
    with resumable_result(tmp_path / "out", one, range(RUNS), SEED, keep, HERE) as found:
        assert found.digest() == simulate(one, runs=RUNS, seed=SEED, keep=keep).digest()


def test_a_sweep_of_the_version_before_is_refused_as_such(tmp_path: Path) -> None:
    one = company(tmp_path / "files", months=3)
    vary, asked = ["hire.writer=1 month,2 months"], {"measure": "arr", "runs": 5, "seed": 3}
    with pytest.MonkeyPatch.context() as patch:
        plans: list[Plan] = []
        patch.setattr(resumable, "refuse_begun_elsewhere", lambda folder, plan: plans.append(plan))
        with resumable_sweep(tmp_path / "first", one, vary, settings=HERE, **asked) as found:  # type: ignore[arg-type]
            first = found.digest()
    put_version_2(tmp_path / "out", plans[0])
    with (
        pytest.raises(OutputError, match="begun with t2d3 of an earlier version"),
        resumable_sweep(tmp_path / "out", one, vary, settings=HERE, **asked),  # type: ignore[arg-type]
    ):
        pass
    assert first == sweep(one, vary, **asked).digest()  # type: ignore[arg-type]


def test_fields_that_only_one_version_knows_do_not_hide_it(tmp_path: Path, scenario: Scenario) -> None:
    """An earlier version lacks what was added to the schema since, and counted the days of a book in its own way."""
    one = company(tmp_path / "files", months=3)
    about = as_version_2(plan_for([one], range(RUNS), SEED, "runs"))
    del about["key"]
    (row,) = about["rows"]
    del row["scenario"]["cs_effect"]
    row["scenario"]["roles"]["csm"]["height"] = 1.8
    for account in row["today"]["accounts"]["rows"]:
        account[-1] += 0.00001
    job = tmp_path / "out" / UNFINISHED / "0123456789abcdef"
    job.mkdir(parents=True)
    about["key"] = hashlib.sha256(sorted_canonical(about).encode()).hexdigest()
    (job / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    assert "of an earlier version" in refused(tmp_path / "out", one)
    row["scenario"]["roles"]["csm"]["cost"] += 1.0
    (job / ABOUT).write_text(json.dumps(about), encoding="utf-8")
    assert read_description((job / ABOUT).read_text()) is None  # its key vouches for it no more: damaged
    with resumable_result(tmp_path / "out", one, range(3), SEED, "runs", HERE):
        pass


def test_a_folder_given_to_a_job_of_another_version_is_refused_as_such(
    tmp_path: Path, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = plan_for([scenario], range(RUNS), SEED, "runs")
    (tmp_path / ABOUT).write_text(json.dumps(as_version_2(about)), encoding="utf-8")
    with pytest.raises(OutputError, match="of an earlier version"), StoredJob(tmp_path, about):
        pass
    other = plan_for([scenario], range(RUNS), SEED + 1, "runs")
    with pytest.raises(OutputError, match="holds another job"), StoredJob(tmp_path, other):
        pass


def test_of_several_that_are_kept_none_is_played_before_all_are_looked_at(tmp_path: Path, scenario: Scenario) -> None:
    folders, both = [tmp_path / "a", tmp_path / "b"], [scenario, changed(scenario, {"roles.csm.cost": "$1K"})]
    put_version_2(folders[1], plan_for(both[1:], range(RUNS), SEED, "runs"))
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setattr(conduct, "fill", None)
        with pytest.raises(OutputError, match="of an earlier version"):
            stack.enter_context(resumable_results(folders, both, range(RUNS), SEED, HERE))
    assert not folders[0].exists()


def test_what_is_no_description_of_a_job_is_passed_over(tmp_path: Path, scenario: Scenario) -> None:
    texts = [b"", b"{", b"\xff", b"[]", b"null", b'{"format": "t2d3 job"}', b'{"format": "t2d3 job", "version": "x"}']
    rest = {"format": "t2d3 job", "version": 3, "code": "x"}
    texts.append(json.dumps({"key": hashlib.sha256(canonical(rest).encode()).hexdigest(), **rest}).encode())
    for number, text in enumerate(texts):
        job = tmp_path / UNFINISHED / f"job {number}"
        job.mkdir(parents=True)
        (job / ABOUT).write_bytes(text)
    with resumable_result(tmp_path, scenario, range(3), SEED, "runs", HERE) as found:
        assert found.digest() == simulate(scenario, runs=3, seed=SEED).digest()


def test_the_command_says_so_in_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files(tmp_path, months=3)
    monkeypatch.setattr(resumable, "LARGE_SECONDS", 0.0)
    put_version_2(tmp_path / "out", plan_for([load(path)], range(9), SEED, "runs"))
    before = content(tmp_path)
    words = ["run", str(path), "--runs", "9", "--seed", str(SEED), "--no-charts", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 3
    assert "keeps this very job, begun with t2d3 of an earlier version" in " ".join(done.output.split())
    assert "Traceback" not in done.output
    after = content(tmp_path)
    after.pop(f"out/{RESERVATION.as_posix()}")  # whose work lies there, for whoever comes next
    assert after == before
