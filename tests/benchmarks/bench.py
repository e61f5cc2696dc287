"""What the engines cost, measured in one sitting: `python tests/benchmarks/bench.py`; add `--quick` for a short one.

Repeats of all measures take turns, so that a busy moment of the machine hits them alike. Of each measure the median,
the least and the most are printed; compare ratios, since absolute times drift with whatever else the machine does. The
time that the process itself had on a core (CPU) tells what a run costs even where other programs take their share.

An event is an entry of the calendar that happened. SimPy starts every process with an entry of its own, so the
reference takes more steps for the same run; its events a second are counted in the steps it took.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

SEED = 1
PROGRAM = "from simulator.cli import main; main()"
FIRST_RUN = """
import time
from simulator.engine.compiled import run_compiled
from simulator.engine.lowering import lower
from simulator.scenario.reading.files import load
what = lower(load("baseline", {{"horizon_months": {months}}}))
started = time.perf_counter()
run_compiled(what, 1, 0)
print(time.perf_counter() - started)
"""


@dataclass(frozen=True)
class Measure:
    """Something that is timed again and again. `runs` and `events` are how many each call plays."""

    name: str
    call: Callable[[], object]
    runs: int = 1
    events: float = 0.0


@dataclass(frozen=True)
class Timed:
    """The seconds of each repeat, on the clock and on a core."""

    measure: Measure
    seconds: Sequence[float]
    on_core: Sequence[float]

    @property
    def median(self) -> float:
        """Seconds of a call in the middle."""
        return statistics.median(self.seconds)

    def per_run(self) -> str:
        """Milliseconds a run: median, least and most."""
        middle, least, most = (
            1e3 * found / self.measure.runs for found in (self.median, min(self.seconds), max(self.seconds))
        )
        cpu = 1e3 * statistics.median(self.on_core) / self.measure.runs
        return f"{middle:10.2f} ms a run  {least:9.2f} ... {most:9.2f}  CPU {cpu:9.2f} ms"

    def rate(self) -> str:
        """Millions of events a second, at the median, on the clock and on a core."""
        clock, cpu = self.measure.events / self.median, self.measure.events / statistics.median(self.on_core)
        return f"{clock / 1e6:8.3f} M events/s (CPU {cpu / 1e6:7.3f})"


def main() -> None:
    """Measure everything and print it."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--quick", action="store_true", help="fewer repeats, and a shorter run without compiler")
    quick = arguments.parse_args().quick
    title(f"t2d3: what the engines cost ({'quick' if quick else 'full'})")
    print(f"{platform.machine()}, {cores()} cores, Python {platform.python_version()}, {versions()}")
    print(f"load average at the start {load_average()}")
    first_start(12 if quick else 60)
    engines(3 if quick else 9, 20 if quick else 50)
    sizes(3 if quick else 7, 6 if quick else 20)
    mechanisms(3 if quick else 7, 6 if quick else 20)
    whole_process(2 if quick else 5)
    if not quick:
        questions()
    print(f"\nload average at the end {load_average()}")


# what is measured ----------------------------------------------------------------------------------------------------


def first_start(months: int) -> None:
    """Measure compilation from nothing, a first run with machine code at hand, and the kernel as plain Python."""
    title("Starting")
    with tempfile.TemporaryDirectory() as cache:
        cold = in_a_process(60, T2D3_CACHE_DIR=cache)
        warm = in_a_process(60, T2D3_CACHE_DIR=cache)
    print(f"{'first run ever: compile and play 60 months':44}{cold:10.2f} s")
    print(f"{'first run of a process, code at hand':44}{warm:10.2f} s")
    plain = in_a_process(months, NUMBA_DISABLE_JIT="1")
    events = events_of(lowered({"horizon_months": months}), 1)
    told = f"{plain * 1e3:10.0f} ms a run   {events / plain / 1e6:8.4f} M events/s"
    print(f"{f'the kernel as plain Python, {months} months':44}{told}")


def in_a_process(months: int, **environment: str) -> float:
    """Return the seconds that a first run takes in a process of its own."""
    script = FIRST_RUN.format(months=months)
    command = [sys.executable, "-c", script]
    found = subprocess.run(command, env=process(environment), cwd=ROOT, capture_output=True, text=True, check=True)
    return float(found.stdout)


def engines(repeats: int, runs: int) -> None:
    """Measure the engines side by side on the baseline, and SimPy with nothing to do."""
    from simulator.engine.compiled import run_batch
    from simulator.engine.reference import run_reference

    what = lowered({})
    events, steps = events_of(what, runs), steps_of(what)
    bare = 100_000
    measures = [
        Measure("reference (SimPy)", lambda: run_reference(what, SEED, 0), 1, steps),
        Measure("compiled, one thread", lambda: run_batch([what] * runs, SEED, range(runs), 1), runs, events),
        Measure("compiled, two threads", lambda: run_batch([what] * runs, SEED, range(runs), 2), runs, events),
        Measure("SimPy, one process that only waits", lambda: wait_again_and_again(bare), 1, bare),
    ]
    title(f"Baseline, 60 months: {events / runs:,.0f} events a run ({steps:,.0f} steps in SimPy)")
    reference, one, two, waits = in_turns(measures, repeats)
    for timed in (reference, one, two):
        print(f"{timed.measure.name:36}{timed.per_run()}   {timed.rate()}")
    print(f"{waits.measure.name:36}{'':61}   {waits.rate()}")
    print(f"\nreference / compiled, one thread    {per_run(reference) / per_run(one):10.0f} times")
    print(f"                     on a core      {on_core(reference) / on_core(one):10.0f} times")
    print(f"reference / compiled, two threads   {per_run(reference) / per_run(two):10.0f} times")
    print(f"the second thread makes it          {per_run(one) / per_run(two):10.2f} times as fast")


def sizes(repeats: int, runs: int) -> None:
    """Measure how the cost of a run grows with the horizon and with the number of customers."""
    from simulator.engine.compiled import run_batch

    cases: list[tuple[str, dict[str, Any]]] = [
        *((f"{months} months", {"horizon_months": months}) for months in (24, 60, 84)),
        *((f"ACV ${acv:,.0f}", {"segments.core.acv": acv}) for acv in (140_000, 17_500, 8_750)),
    ]
    measures, customers = [], []
    for name, overrides in cases:
        what = lowered(overrides)
        customers.append(what.expected_deals[-1])
        call = batch_of(run_batch, what, runs)
        measures.append(Measure(name, call, runs, events_of(what, runs)))
    title("Horizon and customers, compiled, one thread")
    for timed, deals in zip(in_turns(measures, repeats), customers, strict=True):
        count = timed.measure.events / runs
        print(f"{timed.measure.name:14}{deals:8,.0f} deals {count:10,.0f} events {timed.per_run()}   {timed.rate()}")


MECHANISMS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("the whole baseline", "baseline", {}),
    ("one product, never another", "without_launches", {}),
    ("no competitors, no sponsors", "baseline", {"competitors.calls_a_year": 0, "sponsors.leaves_a_year": 0}),
    ("no CS-qualified leads", "baseline", {"segments.core.csqls_a_year": 0}),
    ("sellers, quotas, VP of sales", "selling_by_capacity", {}),
    ("success packages sold", "paid_packages", {}),
    ("small accounts, digital pool", "small_contracts", {}),
    ("product-led onboarding", "product_led", {}),
    ("three lengths of contract", "contract_terms", {}),
    ("no CS at all", "no_cs", {}),
)
"""What a group of mechanisms costs, by leaving it out or by a scenario that has it: name, scenario, changes."""


def mechanisms(repeats: int, runs: int) -> None:
    """Measure what each group of mechanisms costs beside the baseline, on both engines."""
    from simulator.engine.compiled import run_batch
    from simulator.engine.reference import run_reference

    measures = []
    for name, scenario, overrides in MECHANISMS:
        what = lowered(overrides, scenario)
        measures.append(Measure(name, batch_of(run_batch, what, runs), runs, events_of(what, runs)))
        measures.append(Measure(name, lambda what=what: run_reference(what, SEED, 0)))  # type: ignore[misc]
    title("Groups of mechanisms, compiled, one thread, and how many times the reference's pace that is")
    found = in_turns(measures, repeats)
    for compiled, reference in zip(found[::2], found[1::2], strict=True):
        events = compiled.measure.events / runs
        ratio = per_run(reference) / per_run(compiled)
        print(f"{compiled.measure.name:30}{events:10,.0f} events {compiled.per_run()}   {ratio:6.0f} times")


def questions() -> None:
    """Measure whole questions from the shell's point of view, once each: the best hiring point, a map of two levers."""
    title("Questions, whole process, machine code at hand")
    for name, command in QUESTIONS:
        started = time.perf_counter()
        run_program(*command)
        print(f"{name:60}{time.perf_counter() - started:8.1f} s")


QUESTIONS = (
    ("when to hire the head of CS, to the 95 % guarantee", ("when", "--hire", "cs_head")),
    (
        "a map of 11 x 11 points, 200 runs each",
        (
            *("sweep", "baseline", "--vary", "hire.cs_head=1M:11M:11"),
            *("--vary", "hiring.lookahead=0 days:200 days:11", "--runs", "200"),
        ),
    ),
)


def batch_of(play: Callable[..., object], what: Any, runs: int) -> Callable[[], object]:
    """Return a call that plays a batch on one thread."""
    return lambda: play([what] * runs, SEED, range(runs), 1)


def whole_process(repeats: int) -> None:
    """Measure `t2d3 run` from the shell's point of view: 1,000 default runs, everything written."""
    title("t2d3 run --runs 1000, whole process, machine code at hand")
    peaks: dict[str, int] = {}

    def program(name: str, *options: str) -> Measure:
        command = ("run", "--engine", "compiled", "--runs", "1000", *options)
        return Measure(name, lambda: peaks.__setitem__(name, run_program(*command)))

    ways = [program("without charts", "--no-charts"), program("with charts")]
    ways.append(program("one core, without charts", "--no-charts", "--workers", "1"))
    ways.append(program("summaries only", "--no-charts", "--keep", "summaries"))
    for way in in_turns(ways, repeats):
        least, most = min(way.seconds), max(way.seconds)
        peak = f"{peaks[way.measure.name] / 2**20:8.0f} MiB at most" if peaks[way.measure.name] else ""
        print(f"{way.measure.name:28}{way.median:8.2f} s   {least:6.2f} ... {most:6.2f}   {peak}")


def run_program(*arguments: str) -> int:
    """Run the program in a folder of its own and return the most memory it took, in bytes; 0 where nobody tells."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", PROGRAM, *arguments, "--quiet", "--out", "out"]
        child = subprocess.Popen(command, cwd=folder, env=process({}), stdout=subprocess.DEVNULL)
        if not hasattr(os, "wait4"):
            status, peak = child.wait(), 0
        else:
            _, code, usage = os.wait4(child.pid, 0)
            status = child.returncode = os.waitstatus_to_exitcode(code)
            peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return peak


def wait_again_and_again(times: int) -> None:
    """Let one SimPy process wait so often: the least that an event of the reference can cost."""
    import simpy

    environment = simpy.Environment()

    def life() -> Any:
        for _ in range(times):
            yield environment.timeout(1.0)

    environment.process(life())
    environment.run()


# how it is measured --------------------------------------------------------------------------------------------------


def in_turns(measures: Sequence[Measure], repeats: int) -> list[Timed]:
    """Time each measure so often, one after the other in turns; a first turn warms up and is not counted."""
    seconds: list[list[float]] = [[] for _ in measures]
    on_core: list[list[float]] = [[] for _ in measures]
    for turn in range(repeats + 1):
        for number, measure in enumerate(measures):
            started, core = time.perf_counter(), time.process_time()
            measure.call()
            if turn:
                seconds[number].append(time.perf_counter() - started)
                on_core[number].append(time.process_time() - core)
    return [Timed(*found) for found in zip(measures, seconds, on_core, strict=True)]


def per_run(timed: Timed) -> float:
    """Return seconds a run."""
    return timed.median / timed.measure.runs


def on_core(timed: Timed) -> float:
    """Return seconds a run on a core."""
    return statistics.median(timed.on_core) / timed.measure.runs


def lowered(overrides: Mapping[str, Any], scenario: str = "baseline") -> Any:
    """Return the numeric record of a scenario with some values changed."""
    from simulator.engine.lowering import lower
    from simulator.scenario.reading.files import load

    return lower(load(scenario, overrides))


def events_of(what: Any, runs: int) -> float:
    """Return how many calendar entries happen in the first so many runs, counted by the kernel itself."""
    import numpy as np

    from simulator.engine.compiled.company import play
    from simulator.engine.compiled.run import RunMemory, capacity_for
    from simulator.numerics.jit import in_machine_code

    play_one = in_machine_code(play)
    seed: Any = np.uint64(SEED)
    capacity, total = capacity_for(what, log=False), 0
    memory = RunMemory(what, capacity)
    for run in range(runs):
        while overflow := play_one(memory.state, seed, run, 0):
            capacity = capacity.larger(overflow)
            memory = RunMemory(what, capacity)
        total += int(memory.state["happened"][0])
    return float(total)


def steps_of(what: Any) -> float:
    """Return how many steps SimPy takes for run 0."""
    from simulator.engine.reference.company import Company

    company, steps = Company(what, SEED, 0, log=False), 0
    step = company.run.env.step

    def counted() -> None:
        nonlocal steps
        steps += 1
        step()

    company.run.env.step = counted  # type: ignore[method-assign]
    company.play()
    return float(steps)


def process(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a process that finds this checkout's package."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **environment}


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_average() -> str:
    """Return how busy the machine has been over the last minute."""
    return f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"


def versions() -> str:
    """Return the versions that matter."""
    import numba
    import numpy as np
    import simpy

    return f"numba {numba.__version__}, numpy {np.__version__}, SimPy {simpy.__version__}"


def title(text: str) -> None:
    """Print a heading."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


if __name__ == "__main__":
    main()
