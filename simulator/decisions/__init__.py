"""Questions that take several simulations, all on common draws.

What is asked: `compare` and `several`, `sweep` over an `axis`, `when` to hire, the `optimum` of several levers,
`tornado` (also `by_priors`) and `sobol` for what matters, `variance_split` for luck against not knowing, `why` by
`causes`, `branch` from a shared past, `story` of one run, `precision` for as many runs as an interval needs.

What they stand on: `common_draws` and `screening` play, `changing` and `hiring_point` make the scenarios, `paired`,
`selection`, `verdict`, `indifference` and `pareto` judge, `yardstick` says by whose growth, `course` has what is judged
month by month, `differing` tells two scenarios apart, `unopposed` names the levers that nothing pushes back, and
`as_it_stands` has the levels that every command prints.
"""

__all__ = [
    "as_it_stands",
    "axis",
    "branch",
    "by_priors",
    "changing",
    "compare",
    "course",
    "defaults",
    "differing",
    "hiring_point",
    "indifference",
    "leaves",
    "levers",
    "optimum",
    "paired",
    "pareto",
    "precision",
    "several",
    "sobol",
    "story",
    "sweep",
    "tornado",
    "unopposed",
    "variance_split",
    "verdict",
    "when",
    "why",
]
