"""Scenarios and results as values of Python: frozen, hashed, pickled, copied, written as the user's other files are."""

from __future__ import annotations

import copy
import os
import pickle
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator import (
    InputError,
    Result,
    Scenario,
    Summaries,
    branch,
    check,
    compare,
    differs,
    explain,
    load,
    optimize,
    sensitivity,
    simulate,
    story,
    sweep,
    when,
    why,
)
from simulator.results.measure import Measure
from simulator.scenario.reading.files import changed, from_resolved, resolved
from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.reading.output import write_yaml
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.uncertainty import central

SHORT = {"horizon_months": 6}
WAYS: dict[str, Callable[[Any], Any]] = {
    "pickled": lambda value: pickle.loads(pickle.dumps(value)),
    "copied": copy.copy,
    "copied deep": copy.deepcopy,
}
ways = pytest.mark.parametrize("again", WAYS.values(), ids=WAYS.keys())


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate("baseline", runs=3, set=SHORT)


@pytest.fixture(scope="module")
def summaries() -> Summaries:
    return simulate("baseline", runs=3, set=SHORT, keep="summaries")


@ways
def test_a_result_pickles_and_copies_whatever_was_asked_of_it_before(
    again: Callable[[Any], Any], result: Result
) -> None:
    for asked in (False, True):
        if asked:
            str(result), result.bands("nrr"), result.labels, result.metrics, result.milestones
            result.period_bands("arr", "years")
        found = again(result)
        assert type(found) is type(result)
        assert found.digest() == result.digest()
        assert np.array_equal(found.bands("nrr").p50, result.bands("nrr").p50, equal_nan=True)
        assert found.scenario == result.scenario
        assert str(found) == str(result)
        for array in (found.ledger, found.runs, found.hires, found.reached):
            assert not array.flags.writeable


@ways
def test_summaries_pickle_and_copy(again: Callable[[Any], Any], summaries: Summaries) -> None:
    summaries.bands("nrr")
    found = again(summaries)
    assert found.digest() == summaries.digest()
    assert np.array_equal(found.bands("nrr").p95, summaries.bands("nrr").p95, equal_nan=True)
    assert found.period_bands("arr", "years").p50.tolist() == summaries.period_bands("arr", "years").p50.tolist()


@ways
def test_answers_to_two_scenarios_pickle_and_copy(again: Callable[[Any], Any]) -> None:
    found = compare("baseline", "no_cs", runs=2, set=SHORT)
    str(found)
    assert str(again(found)) == str(found)


@pytest.fixture(scope="module", name="answers")
def _answers() -> list[Any]:
    """One answer of every other kind, each with a measure of its own kind."""
    base = load("baseline", {"horizon_months": 13})
    return [
        sweep(base, vary="hire.cs_head=2M,3M", runs=2, measure="reached.2.5M", also="arr@6 - 2 * cs_cost"),
        branch(base, at=1, decide="csm=1", runs=2),
        sensitivity(base, runs=2, rows=4),
        optimize(base, lever="roles.csm.book_high=2M,3M", runs=2),
        when(base, hire="cs_head", runs=4),
        why(base, runs=4),
        story(base),
        compare(base, base, base, runs=2),
        check("baseline"),
        explain(base),
    ]


@ways
def test_answers_of_every_kind_pickle_and_copy(again: Callable[[Any], Any], answers: list[Any]) -> None:
    for answer in answers:
        found = again(answer)
        assert type(found) is type(answer)
        assert str(found) == str(answer)


@pytest.mark.parametrize("text", ["arr", "reached.18M", "5 * arr@24 - cs_cost", "cash.low"])
@ways
def test_a_measure_reads_the_same_once_more(again: Callable[[Any], Any], text: str, result: Result) -> None:
    measure = Measure.read(text.replace("24", "6"))
    found = again(measure)
    assert (found.text, found.in_full) == (measure.text, measure.in_full)
    assert found.of(result).tolist() == measure.of(result).tolist()


# scenarios ----------------------------------------------------------------------------------------------------------

SHIPPED = [name for name, _ in shipped()]


def everything_in(value: Any) -> Iterator[Any]:
    """Yield all that a scenario is made of, itself first."""
    yield value
    if isinstance(value, Part):
        within: Any = value.__dict__.values()
    elif isinstance(value, dict):
        within = [*value, *value.values()]
    else:
        within = value if isinstance(value, tuple | list | set) else ()
    for one in within:
        yield from everything_in(one)


def made(name: str) -> list[Scenario]:
    """Return a scenario and the ways in which others are made of it."""
    one = load(name)
    return [
        one,
        changed(one, SHORT),
        from_resolved(resolved(one)),
        central(one),
        one.model_copy(update={"segments": dict(one.segments)}),
    ]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_scenario_is_frozen_all_the_way_down(name: str) -> None:
    for scenario in made(name):
        for one in everything_in(scenario):
            assert not isinstance(one, list | set | bytearray)
            hash(tuple(one.items()) if isinstance(one, dict) else one)
            if isinstance(one, dict):
                _cannot_change(one)


def _cannot_change(named: dict[str, Any]) -> None:
    before = dict(named)
    changes: list[Callable[[], object]] = [
        lambda: named.__setitem__("x", 1),
        lambda: named.__delitem__("x"),
        named.clear,
        named.popitem,
        lambda: named.pop("x", None),
        lambda: named.setdefault("x", 1),
        lambda: named.update(x=1),
        lambda: named.__ior__({"x": 1}),
    ]
    for change in changes:
        with pytest.raises(TypeError, match="a scenario is frozen"):
            change()
    assert named == before


@ways
@pytest.mark.parametrize("name", ["baseline", "sceptic", "contract_terms"])
def test_a_scenario_pickles_copies_and_hashes(again: Callable[[Any], Any], name: str) -> None:
    scenario = load(name)
    found = again(scenario)
    assert found == scenario
    assert hash(found) == hash(scenario)
    assert {scenario: 1}[found] == 1
    with pytest.raises(TypeError):
        found.segments["x"] = 1


# arguments ----------------------------------------------------------------------------------------------------------

NOT: tuple[Any, ...] = (5, None, 2.5, b"baseline", [], {}, object(), np.int64(5), float("nan"), lambda: 1)


@pytest.mark.parametrize("value", NOT, ids=lambda value: type(value).__name__)
def test_what_is_no_scenario_is_refused_with_what_is_allowed(value: Any) -> None:
    asked: list[Callable[[Any], object]] = [simulate, load, check, explain]
    for ask in (*asked, lambda one: compare("baseline", one), lambda one: differs(load("baseline"), one)):
        with pytest.raises(InputError, match="allowed: "):
            ask(value)


def test_what_is_asked_of_a_result_is_checked_as_well(result: Result, summaries: Summaries) -> None:
    wrong: list[Callable[[], object]] = [
        lambda: result[5],  # type: ignore[index]
        lambda: result.bands(None),  # type: ignore[arg-type]
        lambda: result.place("0"),  # type: ignore[arg-type]
        lambda: result.place(True),
        lambda: result.place(1.0),  # type: ignore[arg-type]
        lambda: result.subset(0),  # type: ignore[arg-type]
        lambda: result.subset("0"),  # type: ignore[arg-type]
        lambda: result.events(2.5),  # type: ignore[arg-type]
        lambda: result.period_bands("arr", "weeks"),  # type: ignore[arg-type]
        lambda: summaries.period_bands("arr", "weeks"),  # type: ignore[arg-type]
        lambda: summaries.bands(5),  # type: ignore[arg-type]
        lambda: Result.concatenate(5),  # type: ignore[arg-type]
        lambda: Result.concatenate([5]),  # type: ignore[list-item]
        lambda: result.write(5),  # type: ignore[attr-defined]
        lambda: load("baseline", 5),  # type: ignore[arg-type]
        lambda: load("baseline", {5: 1}),  # type: ignore[dict-item]
    ]
    for ask in wrong:
        with pytest.raises(InputError, match="allowed: "):
            ask()


@pytest.mark.parametrize("kind", [np.int8, np.int64, np.uint16, int])
def test_whole_numbers_of_numpy_are_whole_numbers(kind: Callable[[int], Any], result: Result) -> None:
    found = simulate("baseline", runs=kind(3), seed=kind(1), workers=kind(1), set={"horizon_months": kind(6)})
    assert found.digest() == result.digest()
    assert type(found.scenario.horizon_months) is int
    assert found.place(kind(1)) == 1
    assert found.subset([kind(1)]).runs.tolist() == [1]


# files --------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_files_have_the_rights_that_the_user_gives_files(mask: int, tmp_path: Path, result: Result) -> None:
    before = os.umask(mask)
    try:
        write_yaml(result.scenario, tmp_path / "x.yaml")
        result.write_tables(tmp_path / "out")  # type: ignore[attr-defined]
    finally:
        os.umask(before)
    written = [tmp_path / "x.yaml", *(tmp_path / "out").iterdir()]
    assert len(written) > 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o666 & ~mask}
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o777 & ~mask
