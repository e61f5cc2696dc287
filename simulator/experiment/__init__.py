"""Replications: which runs, on how many workers, with what progress, kept through an interruption.

`replications` simulates a scenario, run by run or summed up (`summing`), with one of the `engines`, in this process or
in others (`executors`, `workers`, `processes`, `interruption`); `batches` is what is handed out. `sizes` refuses what
is too large, from what is `expected` and how much memory there is. `planned_cash` plays nothing: it follows the plan.
`jobs` are simulations in a folder that survive being killed.
"""

__all__ = [
    "batches",
    "engines",
    "executors",
    "interruption",
    "jobs",
    "planned_cash",
    "processes",
    "replications",
    "sizes",
]
