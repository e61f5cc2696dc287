"""How a statistical test decides: its standard error lies within 1 % of what is expected, and it fails beyond 4 of
them.

With a fixed seed such a test gives the same answer each time; for a right model 4 standard errors would be left by one
seed in 16,000.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

MOST = 4.0
SHARP = 0.01


def agrees(
    estimate: float, standard_error: float, expected: float, *, sharp: float = SHARP, slack: float = 0.0
) -> None:
    """Fail unless the estimate is sharp enough and within 4 standard errors of what is expected.

    `sharp` is how large the standard error may be relative to the expected value; `slack` a known distance between what
    is estimated and the expected value that is not luck (the last deal of an even row of deals, say).
    """
    assert standard_error <= sharp * abs(expected), (
        f"the standard error {standard_error:.6g} is above {sharp:.0%} of the expected {expected:.6g}"
    )
    off = abs(estimate - expected) - slack
    assert off <= MOST * standard_error, (
        f"{estimate:.6g} is {off / standard_error if standard_error else math.inf:.1f} standard errors "
        f"({standard_error:.3g}) away from the expected {expected:.6g}"
    )


def mean_and_error(values: npt.ArrayLike) -> tuple[float, float]:
    """Return the mean of independent values and its standard error."""
    sample = np.asarray(values, dtype=np.float64)
    return float(sample.mean()), float(sample.std(ddof=1) / math.sqrt(len(sample)))


def sd_and_error(values: npt.ArrayLike) -> tuple[float, float]:
    """Return the standard deviation of independent values and its standard error, whatever their distribution."""
    sample = np.asarray(values, dtype=np.float64)
    sd = float(sample.std(ddof=1))
    fourth = float(np.mean((sample - sample.mean()) ** 4))
    return sd, math.sqrt(max(0.0, fourth - sd**4) / len(sample)) / (2.0 * sd)


def batch_mean_and_error(values: npt.ArrayLike, batches: int = 50) -> tuple[float, float]:
    """Return the mean of a long stationary row and its standard error from the means of consecutive batches.

    The batches must be long against the row's memory, so that their means are nearly independent.
    """
    row = np.asarray(values, dtype=np.float64)
    length = len(row) // batches
    return mean_and_error(row[: length * batches].reshape(batches, length).mean(axis=1))
