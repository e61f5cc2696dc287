"""A run is the same run alone, in any batch and on any number of workers."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from ctrl_c import Stop

from simulator import InputError, Interrupted, Result, Scenario, load
from simulator import simulate as simulate_with_any
from simulator.experiment import executors, workers
from simulator.experiment.batches import Batch, Gathered, Job, play
from simulator.experiment.executors import SameProcess, WorkerLostError, spans, submit_all, worker_count

simulate = partial(simulate_with_any, engine="reference")
"""The engine that works by processes; the compiled one, which works by threads, has a test of its own below."""

SHORT = {"horizon_months": "12", "opening.generated.accounts": "20"}
UNCERTAIN = {
    **SHORT,
    "cs_effect": "{triangular: [20%, 40%, 100%]}",
    "segments.core.acv": "{uniform: [$25K, $45K]}",
    "roles.csm.lead.median": "{lognormal: {median: 60 days, sigma: 0.3}}",
}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load("baseline", SHORT)


@pytest.fixture(scope="module")
def uncertain() -> Scenario:
    return load("baseline", UNCERTAIN)


@pytest.fixture(scope="module")
def alone(scenario: Scenario) -> Result:
    return simulate(scenario, runs=6, seed=7, workers=1)


def test_a_result_holds_the_runs_asked_for(scenario: Scenario, alone: Result) -> None:
    assert alone.runs.tolist() == [0, 1, 2, 3, 4, 5]
    assert (alone.scenario, alone.seed, alone.engine, alone.today) == (scenario, 7, "reference", None)
    assert not alone.interrupted
    assert alone["arr"].shape == (6, 13)
    assert np.unique(alone["arr"][:, -1]).size == 6


def test_the_plan_at_month_ends_is_the_path(alone: Result) -> None:
    plan = alone["arr.plan"]
    assert (plan[:, 0] == 2e6).all()
    assert (plan[:, 12] == 6e6).all()
    assert (np.diff(plan, axis=1) > 0.0).all()


def test_worker_processes_change_no_bit(scenario: Scenario, alone: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "STARTUP_SECONDS", -1.0)
    pools = []
    original = workers.Workers.__init__

    def counted(self: workers.Workers, job: Job, count: int) -> None:
        pools.append(count)
        original(self, job, count)

    monkeypatch.setattr(workers.Workers, "__init__", counted)
    assert simulate(scenario, runs=6, seed=7, workers=2).digest() == alone.digest()
    assert pools == [2]


@pytest.mark.parametrize("batch_seconds", [0.0, 0.2, 1e6])
def test_batches_of_any_size_change_no_bit(
    scenario: Scenario, alone: Result, batch_seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "BATCH_SECONDS", batch_seconds)
    assert simulate(scenario, runs=6, seed=7, workers=1).digest() == alone.digest()


def test_a_run_alone_is_the_run_in_a_batch(scenario: Scenario, alone: Result) -> None:
    one = simulate(scenario, runs=1, seed=7, first_run=4, workers=1)
    assert one.runs.tolist() == [4]
    assert one.digest() == alone.subset([4]).digest()


def test_an_uncertain_run_alone_is_the_run_in_a_batch(uncertain: Scenario) -> None:
    batch = simulate(uncertain, runs=4, seed=3, workers=1)
    one = simulate(uncertain, runs=1, seed=3, first_run=2, workers=1)
    assert one.digest() == batch.subset([2]).digest()
    assert np.unique(batch["arr"][:, -1]).size == 4


def test_an_unguarded_script_may_use_workers(tmp_path: Path) -> None:
    """A script without `if __name__ == "__main__"` is not run again by every worker it starts."""
    script = tmp_path / "script.py"
    script.write_text(
        "from simulator import load, simulate\n"
        "from simulator.experiment import executors\n"
        "executors.STARTUP_SECONDS = -1.0\n"
        f"scenario = load('baseline', {UNCERTAIN!r})\n"
        "for workers in (1, 2):\n"
        "    print(simulate(scenario, runs=4, seed=3, workers=workers, engine='reference').digest())\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120, check=False)
    assert done.stderr == ""
    one, two = done.stdout.split()
    assert one == two


@pytest.mark.parametrize("threads", [1, 2])
def test_the_compiled_engine_changes_no_bit(
    scenario: Scenario, uncertain: Scenario, alone: Result, threads: int
) -> None:
    assert simulate_with_any(scenario, runs=6, seed=7, engine="compiled", workers=threads).digest() == alone.digest()
    found = simulate_with_any(uncertain, runs=4, seed=3, engine="compiled", workers=threads)
    assert found.digest() == simulate(uncertain, runs=4, seed=3, workers=1).digest()


def test_progress_hears_of_every_run_once(scenario: Scenario) -> None:
    heard: list[int] = []
    simulate(scenario, runs=5, seed=7, workers=1, progress=heard.append)
    assert sum(heard) == 5
    assert all(steps > 0 for steps in heard)


def test_a_name_or_a_path_will_do(tmp_path: Path, alone: Result) -> None:
    file = tmp_path / "short.yaml"
    file.write_text("name: Baseline\nhorizon_months: 12\nopening: {generated: {accounts: 20}}\n")
    by_path = simulate(file, runs=2, seed=7, workers=1)
    by_text = simulate(str(file), runs=2, seed=7, workers=1)
    assert by_path.digest() == by_text.digest() == alone.subset([0, 1]).digest()


def test_todays_book_is_read_and_kept() -> None:
    result = simulate(load("today", {"horizon_months": "3"}), runs=1, workers=1)
    assert result.today is not None
    assert result["customers"][0, 0] == len(result.today.accounts)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"runs": 0}, "runs: is 0"),
        ({"runs": 2.0}, "runs: is 2.0"),
        ({"runs": True}, "runs: is True"),
        ({"seed": -1}, "seed: is -1"),
        ({"seed": 2**64}, "seed is 18446744073709551616"),
        ({"first_run": -1}, "first_run: is -1"),
        ({"workers": 0}, "workers: is 0"),
        ({"engine": "warp"}, 'no engine "warp"'),
    ],
)
def test_numbers_that_make_no_sense_are_refused(scenario: Scenario, arguments: dict[str, int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        simulate(scenario, **arguments)  # type: ignore[arg-type]


# interruption ---------------------------------------------------------------------------------------------------------


def test_ctrl_c_keeps_the_finished_runs(scenario: Scenario, alone: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "BATCH_SECONDS", 0.0)
    part = simulate(scenario, runs=6, seed=7, workers=1, progress=Stop(after=3))
    assert part.interrupted
    assert part.digest() == alone.subset([0, 1, 2]).digest()


def test_ctrl_c_after_the_last_run_interrupts_nothing(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "BATCH_SECONDS", 0.0)
    assert not simulate(scenario, runs=3, seed=7, workers=1, progress=Stop(after=3)).interrupted


def test_ctrl_c_before_the_first_run_leaves_nothing(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    def press(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(executors, "play", press)
    with pytest.raises(Interrupted, match="before the first of 6 runs") as stopped:
        simulate(scenario, runs=6, seed=7, workers=1)
    assert stopped.value.exit_code == 130


def test_runs_that_come_late_and_out_of_order_find_their_rows(scenario: Scenario, alone: Result) -> None:
    job = Job.of(scenario, None, 7, "reference")
    gathered = Gathered(job, range(2, 6))
    for run in (5, 2, 3):
        gathered.add(play(job, [run]))
    assert gathered.finished == 3
    assert gathered.result(interrupted=True).digest() == alone.subset([2, 3, 5]).digest()


# executors ------------------------------------------------------------------------------------------------------------


def _no_figures(runs: object) -> list[Batch]:
    assert isinstance(runs, range)
    return [Batch(runs, [], np.empty((0, 1)))]


def test_any_executor_will_do() -> None:
    taken: list[int] = []
    with ThreadPoolExecutor(3) as pool:
        submit_all(pool, _no_figures, spans(range(20), 3, 0.01), 6, lambda batch: taken.extend(batch.runs))
    assert sorted(taken) == list(range(20))


def test_ctrl_c_takes_what_is_in_hand_and_hands_out_no_more() -> None:
    handed: list[range] = []
    taken: list[int] = []
    stopped: list[bool] = []

    def slow(runs: object) -> list[Batch]:
        assert isinstance(runs, range)
        handed.append(runs)
        time.sleep(0.05 if runs.start else 0.0)
        return _no_figures(runs)

    def take(batch: Batch) -> None:
        taken.extend(batch.runs)
        if not stopped:
            raise KeyboardInterrupt

    batches = iter([range(at, at + 1) for at in range(50)])
    with ThreadPoolExecutor(2) as pool, pytest.raises(KeyboardInterrupt):
        submit_all(pool, slow, batches, 4, take, lambda: stopped.append(True))
    assert stopped == [True]
    assert len(handed) <= 5
    assert {batch.start for batch in handed} <= set(taken)


def test_an_error_in_a_batch_is_passed_on() -> None:
    def fails(runs: object) -> list[Batch]:
        raise ValueError("no good")

    with pytest.raises(ValueError, match="no good"):
        submit_all(SameProcess(), fails, iter([range(1)]), 1, lambda batch: None)


def test_a_dead_worker_is_told_in_words(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dead(SameProcess):
        def __init__(self, job: Job, count: int) -> None:
            self.stop = lambda: None

        def submit(self, *_: object) -> None:  # type: ignore[override]
            raise BrokenProcessPool

    monkeypatch.setattr(executors, "STARTUP_SECONDS", -1.0)
    monkeypatch.setattr(executors, "Workers", Dead)
    with pytest.raises(WorkerLostError, match="fewer workers"):
        simulate(scenario, runs=4, seed=7, workers=2)


@pytest.mark.parametrize(
    ("runs", "pace", "workers"), [(1000, 0.5, 2), (3, 0.5, 1), (1000, 1e-5, 1), (0, 0.5, 1), (1, 60.0, 1)]
)
def test_workers_are_started_only_where_they_pay(
    runs: int, pace: float, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "usable_cores", lambda: 2)
    assert worker_count(runs, 2, pace) == workers


def test_more_workers_than_cores_could_use_are_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "usable_cores", lambda: 2)
    assert worker_count(10_000, 1000, 0.5) == 8


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("pace", [0.0, 1e-3, 0.1, 100.0])
def test_spans_cover_every_run_once(workers: int, pace: float) -> None:
    found = list(spans(range(7, 30), workers, pace))
    assert [run for span in found for run in span] == list(range(7, 30))
    if workers > 1:
        assert max(len(span) for span in found) <= max(1, 23 // (4 * workers))


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back here")
def test_ctrl_c_waits_until_processes_are_started(request: pytest.FixtureRequest) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have started us deaf to it
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    main = sys.modules["__main__"]
    reached = False
    with pytest.raises(KeyboardInterrupt), workers.without_interrupts():
        assert sys.modules["__main__"] is not main
        signal.raise_signal(signal.SIGINT)
        reached = True
    assert reached
    assert sys.modules["__main__"] is main
