from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_results import MONTHS, plan, record, result, scenario

from simulator.engine.contract import HIRE
from simulator.engine.ledger import Column
from simulator.errors import InputError
from simulator.results.bands import Bands
from simulator.results.columns import ledger_columns
from simulator.results.frames import MissingExtra
from simulator.results.metrics import METRICS
from simulator.results.result import Result

TABLES = ("ledger", "plan_arr", "cohort_arr", "cohort_customers", "reached")


def changed(given: Result, name: str, at: tuple[Any, ...], value: float) -> Result:
    table = getattr(given, name).copy()
    table[at] = value
    return replace(given, **{name: table})


def test_records_are_stacked_in_the_order_of_runs() -> None:
    found = result([3, 5, 6])
    assert found.ledger.shape == (3, MONTHS + 1, ledger_columns(found.scenario))
    np.testing.assert_array_equal(found.ledger[1], record(5).ledger)
    np.testing.assert_array_equal(found.cohort_arr[2], record(6).cohort_arr)
    np.testing.assert_array_equal(found.reached[0], record(3).reached)
    assert found.hires["run"].tolist() == [3, 3, 3, 5, 6, 6]
    for name in HIRE.names or ():
        np.testing.assert_array_equal(found.hires[name][3:4], record(5).hires[name])


def test_it_says_what_it_is_about() -> None:
    found = result([1])
    assert found.months == MONTHS
    assert (found.labels[0], found.labels[12], len(found.labels)) == ("Dec 2026", "Dec 2027", MONTHS + 1)
    assert found.milestones.tolist() == [6e6, 18e6, 36e6, 72e6, 144e6]
    assert found.names() == list(found.metrics) and {*METRICS} < {*found.metrics}


def test_figures_are_those_of_the_definitions() -> None:
    found = result([1, 2, 3])
    np.testing.assert_array_equal(found["arr.plan"][1], plan())
    with np.errstate(divide="ignore", invalid="ignore"):
        share = found.ledger[..., Column.COHORT_NOW] / found.ledger[..., Column.COHORT_THEN]
    share[:, :12] = np.nan
    np.testing.assert_array_equal(found["nrr"], np.where(np.isfinite(share), share, np.nan))
    np.testing.assert_array_equal(found.bands("nrr").p50, Bands.of(found["nrr"]).p50)
    with pytest.raises(InputError, match="there is no metric"):
        found["nrrr"]


def test_every_value_and_band_at_once_is_that_of_each_metric_alone() -> None:
    many, alone = result(range(3, 150)), result(range(3, 150))
    values = many.every_value()
    many.remember_bands(values)
    assert list(values) == many.names()
    for name in many.names():
        assert values[name].tobytes() == alone[name].tobytes(), name
        for field in ("p5", "p25", "p50", "p75", "p95", "mean", "se", "count"):
            assert getattr(many.bands(name), field).tobytes() == getattr(alone.bands(name), field).tobytes(), name
    assert many.bands("arr") is many.bands("arr")


def test_arrays_cannot_be_changed() -> None:
    found = result([1, 2])
    for name in (*TABLES, "runs", "hires"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[0] = 0


def test_what_does_not_belong_together_is_refused() -> None:
    ledger = replace(record(1), ledger=np.zeros((3, 7)))
    with pytest.raises(ValueError, match="shape"):
        Result.of(scenario(), 7, [1], [ledger], [plan()], "reference")
    with pytest.raises(ValueError, match="2 run numbers for 1 records"):
        Result.of(scenario(), 7, [1, 2], [record(1)], [plan()], "reference")
    with pytest.raises(ValueError, match="ascending"):
        result([2, 1])


def test_no_runs_at_all_is_a_result_too() -> None:
    empty = result([])
    assert empty["arr"].shape == (0, MONTHS + 1)
    assert np.isnan(empty.bands("arr").p50).all()
    assert Result.concatenate([empty, result([1, 2])]).digest() == result([1, 2]).digest()


class TestDigest:
    def test_stays_the_same_from_version_to_version(self) -> None:
        """A digest in a manifest must still be found by a later t2d3; a change needs another format version."""
        one = changed(result([1, 2], 3), "ledger", (slice(None),), 1.5)
        for name in TABLES[1:]:
            one = changed(one, name, (slice(None),), 2.0)
        one = replace(one, hires=one.hires[:0], ledger=one.ledger[..., :40])  # whatever columns are added one day
        assert one.digest() == "9af50ca4b1d4529390c711eeee8c1e70418e939b3d69c56b46058fe99a30c1a3"

    @given(st.lists(st.integers(0, 40), min_size=1, max_size=8, unique=True), st.data())
    @settings(deadline=None, max_examples=40)
    def test_does_not_know_of_chunks(self, runs: list[int], data: st.DataObject) -> None:
        owner = [data.draw(st.integers(0, 2)) for _ in runs]
        parts = [result(sorted(r for r, o in zip(runs, owner, strict=True) if o == chunk)) for chunk in range(3)]
        whole, joined = result(sorted(runs)), Result.concatenate(parts)
        assert joined.digest() == whole.digest()
        for name in (*TABLES, "runs", "hires"):
            assert getattr(joined, name).tobytes() == getattr(whole, name).tobytes(), name
        some = sorted(data.draw(st.sets(st.sampled_from(runs), min_size=1)))
        assert joined.subset(some).digest() == result(some).digest()
        for metric in ("arr", "nrr", "quick_ratio"):
            assert joined.bands(metric).mean.tobytes() == whole.bands(metric).mean.tobytes()

    @given(st.sampled_from(TABLES), st.data())
    @settings(deadline=None, max_examples=60)
    def test_changes_with_any_one_value(self, name: str, data: st.DataObject) -> None:
        one = result([1, 2])
        table = getattr(one, name)
        at = tuple(data.draw(st.integers(0, size - 1)) for size in table.shape)
        now = table[at]
        assert changed(one, name, at, np.nextafter(now, np.inf) if now == now else 0.0).digest() != one.digest()
        assert changed(one, name, at, now).digest() == one.digest()

    @pytest.mark.parametrize("field", ["run", *(HIRE.names or ())])
    def test_changes_with_any_field_of_a_hire(self, field: str) -> None:
        one = result([3, 4, 5])
        hires = one.hires.copy()
        hires[field][0] = {"run": 4}.get(field, 99)
        other = replace(one, hires=np.sort(hires, order="run", kind="stable"))
        assert other.digest() != one.digest()

    def test_changes_with_the_numbers_of_the_runs(self) -> None:
        one = result([4, 8])
        assert len(one.hires) == 0
        assert replace(one, runs=np.array([4, 9])).digest() != one.digest()

    def test_spells_every_nan_alike(self) -> None:
        one = changed(result([1]), "ledger", (0, 0, 0), np.nan)
        odd = np.array([0xFFF8000000000001], dtype=np.uint64).view(np.float64)[0]
        assert changed(one, "ledger", (0, 0, 0), odd).digest() == one.digest()


class TestParts:
    def test_joining_keeps_an_interruption_in_mind(self) -> None:
        assert Result.concatenate([result([1]), result([2], interrupted=True)]).interrupted
        assert not Result.concatenate([result([1]), result([2])]).interrupted

    def test_the_same_run_twice_is_refused(self) -> None:
        with pytest.raises(ValueError, match="each once"):
            Result.concatenate([result([1, 2]), result([2, 3])])

    @pytest.mark.parametrize("change", [{"seed": 8}, {"engine": "compiled"}, {"scenario": scenario(MONTHS + 1)}])
    def test_parts_of_different_simulations_are_refused(self, change: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="same scenario"):
            Result.concatenate([result([1]), replace(result([2]), **change)])

    def test_nothing_cannot_be_joined(self) -> None:
        with pytest.raises(ValueError, match="nothing"):
            Result.concatenate([])

    def test_a_run_that_is_not_there(self) -> None:
        for absent in (0, 3, 99):
            with pytest.raises(KeyError, match=f"no run {absent}"):
                result([1, 2, 5]).subset([1, absent])


class TestFrames:
    def test_pandas_has_a_row_a_run_and_month(self) -> None:
        found = result([2, 9])
        frame = found.to_pandas()
        assert list(frame.columns) == ["run", "month", "label", *found.metrics]
        assert len(frame) == 2 * (MONTHS + 1)
        row = frame[(frame.run == 9) & (frame.month == 12)].iloc[0]
        assert row.label == "Dec 2027"
        assert row.arr == found["arr"][1, 12]
        assert frame.label.cat.ordered

    def test_xarray_has_run_and_month(self) -> None:
        found = result([2, 9])
        data = found.to_xarray()
        assert data["nrr"].dims == ("run", "month")
        assert data["nrr"].attrs["units"] == "share"
        np.testing.assert_array_equal(data["cs_cost"].sel(run=9), found["cs_cost"][1])
        assert str(data["label"].sel(month=12).item()) == "Dec 2027"

    @pytest.mark.parametrize(
        ("package", "method"), [("pandas", "to_pandas"), ("xarray", "to_xarray"), ("pandas", "events_frame")]
    )
    def test_a_missing_package_is_named_with_its_extra(
        self, monkeypatch: pytest.MonkeyPatch, package: str, method: str
    ) -> None:
        monkeypatch.setitem(sys.modules, package, None)
        arguments = (1,) if method == "events_frame" else ()
        with pytest.raises(MissingExtra, match=rf"{package}.*t2d3\[frames\]"):
            getattr(result([1]), method)(*arguments)
