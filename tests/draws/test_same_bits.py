"""The same bits on any processor, compiled or not: the premise of comparing results between machines."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.numerics.jit_link import OWN_WAY

HERE = Path(__file__).parent
SETTINGS = {
    "plain Python": {"NUMBA_DISABLE_JIT": "1"},
    "a processor with no extensions, so no fused multiply-add": {"NUMBA_CPU_NAME": "generic"},
    "compiled for this processor, a C library without fused multiply-add": {
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX2_Usable,-FMA_Usable"
    },
    "each function compiled by itself, as numba does": {OWN_WAY: "1"},
    "no vectorised loops": {"NUMBA_LOOP_VECTORIZE": "0", "NUMBA_SLP_VECTORIZE": "0", "NUMBA_OPT": "1"},
}

# What these draws have always been. A change here changes everybody's results and needs a line in the changelog.
RECORDED = {
    "uniform": "218732de6655030a",
    "uniform alone": "a98d5c17e51c258c",
    "parameter_uniform": "7e54d21df83064c9",
    "log": "fc42689bb18e9742",
    "log1p": "539b6c014ee9ad72",
    "exp": "10cb68f758db6c8d",
    "expm1": "6b9906bf5e682936",
    "power": "4901be361d7a8fce",
    "logistic": "db4fa0e686ca5e77",
    "logit": "4ad757a1b3074e96",
    "log_gamma": "84822613d7907ce8",
    "exponential": "9dd1ab721c99e58c",
    "normal": "396f32b72568bb1d",
    "lognormal": "47eb850967398db2",
    "lognormal mean cv": "ce00272ca8deb473",
    "uniform between": "8f7821a50840dc05",
    "gamma": "4b6086a6272b7593",
    "triangular": "3e8d6ea1848dac0a",
    "in a loop": "d6487b5935d44bf7",
    "happens": "a0f8336b481c30be",
}


def digests_under(**settings: str) -> dict[str, str]:
    """Return the digests that a process of its own prints under some environment settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NUMBA", "GLIBC_TUN"))}
    run = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "digest_of_draws.py")],
        env={**environment, "PYTHONPATH": str(HERE.parents[1]), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, str] = json.loads(run.stdout)
    return found


@functools.cache
def digests_compiled() -> dict[str, str]:
    return digests_under()


@pytest.mark.parametrize("setting", SETTINGS)
def test_same_bits(setting: str, tmp_path: Path) -> None:
    # A cache of its own: code for other processors would push the code in use out of the user's cache.
    assert digests_under(**SETTINGS[setting], T2D3_CACHE_DIR=str(tmp_path)) == digests_compiled()


def test_the_draws_are_what_they_always_were() -> None:
    assert digests_compiled() == RECORDED
