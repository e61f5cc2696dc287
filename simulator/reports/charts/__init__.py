"""Every chart of the project, one a module; each returns a page that `theme` has laid out.

`catalogue` lists the charts of a result and writes them, `chart_worker` draws some in a second process. `drawing` and
`labelling` are what charts over time, and names beside points, are made of.
"""

__all__ = [
    "account",
    "arr",
    "branch",
    "catalogue",
    "chart_worker",
    "contact_sheet",
    "course",
    "difference",
    "heat",
    "optimum",
    "pareto",
    "plan",
    "response",
    "several",
    "tornado",
    "variance_split",
    "why",
]
