"""What a process goes through until its first run is played, stage by stage.

It is started with the tree that is measured on its path, and writes a line of JSON: of each stage the seconds on the
clock and on a core.
"""

from __future__ import annotations

import json
import time


class Watch:
    """Notes how long each stage takes."""

    def __init__(self) -> None:
        self.stages: dict[str, list[float]] = {}
        self._clock, self._core = time.perf_counter(), time.process_time()

    def end(self, stage: str) -> None:
        """End a stage; the next begins."""
        clock, core = time.perf_counter(), time.process_time()
        self.stages[stage] = [clock - self._clock, core - self._core]
        self._clock, self._core = clock, core


def main() -> None:
    """Go through the stages in the order in which a process meets them."""
    watch = Watch()
    import simulator  # noqa: F401

    watch.end("import simulator")
    from simulator.scenario.reading.files import load

    watch.end("import what reads scenarios")
    scenario = load("baseline")
    watch.end("read the baseline")
    from simulator.engine.compiled import run_compiled
    from simulator.engine.lowering import lower

    watch.end("import the engine")
    lowered = lower(scenario)
    watch.end("lower the baseline")
    run_compiled(lowered, 1, 0)
    watch.end("first run")
    run_compiled(lowered, 1, 0)
    watch.end("second run")
    print(json.dumps(watch.stages))


if __name__ == "__main__":
    main()
