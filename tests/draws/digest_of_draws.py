"""Print a digest of the bits of every portable function and every draw, one line of JSON.

`test_same_bits` runs this file in processes of its own, compiled and not, for several processors, and compares.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import struct
from typing import TYPE_CHECKING

import numpy as np

from simulator.numerics import draws, elementary, portable, quantiles, special
from simulator.numerics.jit import in_machine_code

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNT = 400


log, exp, normal_of = elementary.log, elementary.exp, quantiles.normal_of


@in_machine_code
def uniform(seed: int, run: int, entity: int, decision: int, visit: int) -> float:
    """Return one draw."""
    return draws.uniform(seed, run, entity, decision, visit)


@in_machine_code
def uniform_pair(seed: int, run: int, entity: int, decision: int, visit: int) -> tuple[float, float]:
    """Return the two uniforms of one draw."""
    return draws.uniform_pair(seed, run, entity, decision, visit)


@in_machine_code
def in_a_loop(us: np.ndarray, out: np.ndarray) -> None:
    """Fill the rows of `out` by loops that a compiler turns into vector instructions where there are any."""
    for i in range(us.size):
        out[0, i] = log(us[i])
    for i in range(us.size):
        out[1, i] = exp(30.0 * us[i] - 5.0) * us[i] + 0.1
    for i in range(us.size):
        out[2, i] = normal_of(us[i]) * 0.3 + us[i]


def digest(values: Iterable[float]) -> str:
    """Return a hash of the exact bits of the values."""
    return hashlib.blake2b(b"".join(struct.pack("<d", value) for value in values), digest_size=8).hexdigest()


def uniforms() -> list[float]:
    """Return draws over all parts of the key, in order."""
    source = random.Random(1)
    keys = [
        (source.getrandbits(64), source.getrandbits(48), source.getrandbits(40), source.getrandbits(16), visit)
        for visit in range(COUNT)
    ]
    keys += [(7, run, draws.new_customer(run % 5), draws.ACV, 0) for run in range(COUNT)]
    keys += [(7, 3, draws.hire(2, ordinal), draws.HIRE_LEAD, 1) for ordinal in range(COUNT)]
    return [u for seed, *key in keys for u in uniform_pair(np.uint64(seed), *key)]


def looped(us: list[float]) -> list[float]:
    """Return the same functions once more, of a whole array."""
    out = np.empty((3, len(us)))
    in_a_loop(np.array(us), out)
    return [float(value) for value in out.ravel()]


def digests() -> dict[str, str]:
    """Return the digest of each function by its name."""
    us = uniforms()
    source = random.Random(2)
    wide = [math.ldexp(0.5 + source.random(), source.randint(-1070, 1000)) for _ in range(COUNT)]
    signed = [source.uniform(-760.0, 720.0) for _ in range(COUNT)] + [source.uniform(-2.0, 2.0) for _ in range(COUNT)]
    return {
        "uniform": digest(us),
        "uniform alone": digest(
            uniform(np.uint64(9), run, draws.opening_account(run), draws.FIT, 2) for run in range(COUNT)
        ),
        "parameter_uniform": digest(draws.parameter_uniform(9, 4, str(i)) for i in range(50)),
        "log": digest(in_machine_code(elementary.log)(x) for x in wide + us),
        "log1p": digest(in_machine_code(elementary.log1p)(x) for x in wide + us),
        "exp": digest(in_machine_code(elementary.exp)(x) for x in signed),
        "expm1": digest(in_machine_code(elementary.expm1)(x) for x in signed),
        "power": digest(
            in_machine_code(elementary.power)(x, y / 400.0) for x, y in zip(wide + us, signed, strict=False)
        ),
        "logistic": digest(in_machine_code(portable.logistic)(x) for x in signed),
        "logit": digest(in_machine_code(portable.logit)(u) for u in us),
        "log_gamma": digest(in_machine_code(special.log_gamma)(40.0 * u) for u in us[:COUNT]),
        "exponential": digest(in_machine_code(quantiles.exponential_of)(u) for u in us),
        "normal": digest(in_machine_code(quantiles.normal_of)(u) for u in us),
        "lognormal": digest(in_machine_code(quantiles.lognormal_of)(u, 45.0, 0.6) for u in us),
        "lognormal mean cv": digest(in_machine_code(quantiles.lognormal_mean_cv_of)(u, 35e3, 0.8) for u in us),
        "uniform between": digest(in_machine_code(quantiles.uniform_of)(u, 2e6, 3e6) for u in us),
        "triangular": digest(in_machine_code(quantiles.triangular_of)(u, 2e6, 2.2e6, 3e6) for u in us),
        "gamma": digest(
            in_machine_code(quantiles.gamma_of)(u, 45.0, cv) for u in us[:60] for cv in (0.1, 0.6, 1.0, 3.0)
        ),
        "in a loop": digest(looped(us)),
        "happens": digest(float(in_machine_code(quantiles.happens)(u, 0.12)) for u in us),
    }


if __name__ == "__main__":
    print(json.dumps(digests()))
