"""Every metric of the project, each defined once: name, title, unit, meaning, source, how it follows from the ledger.

`METRICS` holds them by name, in the order in which tables show them; `metrics_with` those of a scenario with roles of
its own. A file has the metrics of one topic; `definition` has the shapes that almost every one has. What a metric that
is a column of the ledger counts and means is said where the column is declared (engine/ledger.py). Reports and
decisions look figures up here and compute none of their own.
"""

from simulator.engine.ledger import Unit
from simulator.results.arithmetic import Retention, cohort_retention, quick_ratio
from simulator.results.metrics.arr import BRIDGE
from simulator.results.metrics.assumed import ASSUMED, assumed_in
from simulator.results.metrics.definition import READINGS, Metric, worked_out
from simulator.results.metrics.registry import METRICS, evaluate, find, metric, metrics_of, metrics_with
from simulator.results.metrics.value import YARDSTICK

__all__ = [
    "ASSUMED",
    "BRIDGE",
    "METRICS",
    "READINGS",
    "YARDSTICK",
    "Metric",
    "Retention",
    "Unit",
    "assumed_in",
    "cohort_retention",
    "evaluate",
    "find",
    "metric",
    "metrics_of",
    "metrics_with",
    "quick_ratio",
    "solvency",
    "worked_out",
]
