"""A result read again from its folder says what it said in memory, to the last bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from synthetic_results import result

from simulator.errors import InputError, OutputError
from simulator.results.plan_met import plan_met
from simulator.results.store import write
from simulator.results.stored import Stored, read_stored


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("stored") / "it's [one]"
    write(result([0, 1, 2, 5, 9], interrupted=True), target)
    return target


def test_every_figure_is_the_same_bit_by_bit(folder: Path) -> None:
    stored, known = read_stored(folder), result([0, 1, 2, 5, 9], interrupted=True)
    assert isinstance(stored, Stored)
    assert stored.names() == known.names()
    for name in known.names():
        assert np.array_equal(stored[name], known[name], equal_nan=True), name
        bands, mine = stored.bands(name), known.bands(name)
        assert all(
            np.array_equal(getattr(bands, one), getattr(mine, one), equal_nan=True) for one in ("p5", "p50", "mean")
        )


def test_it_knows_what_it_is_of(folder: Path) -> None:
    stored, known = read_stored(folder), result([0, 1, 2, 5, 9], interrupted=True)
    assert stored.runs.tolist() == [0, 1, 2, 5, 9]  # type: ignore[union-attr]
    assert (stored.scenario, stored.seed, stored.engine) == (known.scenario, known.seed, known.engine)
    assert stored.interrupted and stored.digest() == known.digest()


def test_an_unknown_metric_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="nrrr"):
        read_stored(folder).bands("nrrr")


def test_trajectories_of_other_runs_are_refused(folder: Path, tmp_path: Path) -> None:
    stored = read_stored(folder)
    assert isinstance(stored, Stored)
    write(result([0, 1]), tmp_path / "other")
    moved = replace(stored, folder=tmp_path / "other")
    with pytest.raises(OutputError, match="other runs or months than its manifest"):
        moved["arr"]


def test_the_plan_is_met_where_arr_is_there_or_above() -> None:
    known = result(range(30))
    for one in plan_met(known):
        arr, plan = known["arr"][:, one.month], known["arr.plan"][:, one.month]
        assert (one.met, one.runs) == (int((arr >= plan).sum()), 30)
        assert one.share == one.met / 30
    assert [one.month for one in plan_met(known)] == [12, 14]


def test_figures_over_quarters_and_years_are_those_of_the_ledgers(folder: Path) -> None:
    stored, known = read_stored(folder), result([0, 1, 2, 5, 9], interrupted=True)
    assert isinstance(stored, Stored)
    refused = set()
    for by in ("quarters", "years"):
        for name, metric in known.metrics.items():
            try:
                found = stored.period_values(name, by)
            except InputError:
                refused.add(name)
                assert metric.reading == "rebuilt"
                continue
            assert np.array_equal(found, known.period_values(name, by), equal_nan=True), name
            assert np.array_equal(stored.period_bands(name, by).p95, known.period_bands(name, by).p95, equal_nan=True)
    assert {"renewal.rate", "ttv.mean"} <= refused
    assert not refused & {"gross_margin", "quick_ratio", "burn_multiple", "operating_margin", "fcf_margin", "cac"}
