"""Functions that return the same bits on every processor, compiled or in plain Python.

The platform's own `log` and `exp` differ between processors (with and without fused multiply-add), and numpy's differ
from both. These are made of `+ - * /`, `sqrt` and bit operations alone, each of which IEEE 754 rounds in one way only.
Never write `x ** y` or `math.exp` in a law: use these.

`log`, `log1p`, `exp`, `expm1` and `power` stand in `elementary`, `normal_quantile`, `log_gamma` and `gamma_quantile` in
`special`, the logistic function and its inverse here.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.numerics.elementary import INFINITY, NAN, exp, exp_below_one, log, log1p
from simulator.numerics.jit import compiled

__all__ = ["logistic", "logistic_along", "logit"]


@compiled
def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x)): the probability (0 to 1) of which `x` is the log-odds, any number or an infinity."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    e = exp(x)
    return e / (1.0 + e)


@compiled
def logistic_along(x: npt.NDArray[np.float64], count: int) -> None:
    """Put the logistic of each of the first `count` figures of `x` in its place, to the same bits, several at a time.

    `x` is an array of log-odds, at least `count` long; what stands behind is left alone.
    """
    inside = True
    for place in range(count):
        inside &= abs(x[place]) < 700.0
    if not inside:
        for place in range(count):
            x[place] = logistic(x[place])
        return
    for place in range(count):
        e = exp_below_one(-abs(x[place]))
        x[place] = (1.0 if x[place] >= 0.0 else e) / (1.0 + e)


@compiled
def logit(p: float) -> float:
    """Return the log-odds of a probability `p`: -inf at 0, inf at 1, nan outside [0, 1]."""
    if not 0.0 < p < 1.0:
        if p == 0.0:
            return -INFINITY
        return INFINITY if p == 1.0 else NAN
    if 0.25 < p < 0.75:  # 2p - 1 is exact here, so nothing is lost around even odds
        return log1p((2.0 * p - 1.0) / (1.0 - p))
    return log(p / (1.0 - p))
