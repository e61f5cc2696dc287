"""The first use of an engine on a machine: its machine code is made once and kept."""

from __future__ import annotations

from simulator.experiment.engines import engine_named


def is_prepared(engine: str) -> bool:
    """Tell whether the engine can start at once: always, but for compiled code not made yet for this version."""
    if engine_named(engine).cores != "threads":
        return True
    from simulator.engine.compiled.batch import is_compiled

    return is_compiled()


def prepare(engine: str) -> None:
    """Make the engine's machine code, by playing one month of the baseline; some half a minute."""
    from simulator.experiment.replications import simulate
    from simulator.scenario.files import load

    simulate(load("baseline", {"horizon_months": 1}), runs=1, engine=engine, workers=1)
