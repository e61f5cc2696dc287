"""Scenarios on common draws: the runs of each are its own, whatever they are played with and in whatever pieces."""

from __future__ import annotations

import numpy as np
import pytest
from ctrl_c import Stop

from simulator import InputError, Interrupted, load, simulate
from simulator.decisions import common_draws
from simulator.decisions.common_draws import CommonDraws, check_defined
from simulator.results.measure import Measure

SHORT = {"horizon_months": "13", "opening.generated.accounts": "20"}
READS = [Measure.read("arr").of, Measure.read("nrr").of]


def _field() -> CommonDraws:
    scenarios = [load("baseline", SHORT), load("sceptic", SHORT)]
    return CommonDraws(scenarios, READS, seed=8, engine="compiled", workers=1)


def test_runs_are_those_of_simulate_in_any_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _field().play(range(3, 10))
    for place, name in enumerate(("baseline", "sceptic")):
        alone = simulate(load(name, SHORT), runs=7, seed=8, first_run=3, workers=1)
        assert np.array_equal(whole[place, 0], alone["arr"][:, 13])
        assert np.array_equal(whole[place, 1], alone["nrr"][:, 13])
    monkeypatch.setattr(common_draws, "CHUNK", 2)
    field = _field()
    assert np.array_equal(field.play(range(3, 10)), whole)
    assert np.array_equal(field.play(range(3, 10), [1]), whole[1:])
    assert field.spent == 7 * 3


@pytest.mark.parametrize("pressed_after", [1, 3, 4])
def test_ctrl_c_ends_it_also_as_the_last_run_of_a_scenario_finishes(pressed_after: int) -> None:
    with pytest.raises(Interrupted, match=f"Stopped after {3 * ((pressed_after - 1) // 3)} runs"):
        _field().play(range(3), progress=Stop(pressed_after))


def test_two_that_share_their_luck_differ_only_by_what_they_are() -> None:
    same = CommonDraws([load("baseline", SHORT)] * 2, READS, seed=8, engine="compiled", workers=1).play(range(3))
    assert np.array_equal(same[0], same[1])


def test_a_figure_that_is_missing_is_named() -> None:
    with pytest.raises(InputError, match="NRR is n/a in 1 of 2 runs with the second"):
        check_defined(np.array([[1.0, 2.0], [np.nan, 1.0]]), "NRR", ["the first", "the second"])


@pytest.mark.parametrize(("more", "message"), [({"seed": -1}, "seed is -1"), ({"engine": "warp"}, 'no engine "warp"')])
def test_numbers_that_make_no_sense_are_refused(more: dict, message: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(InputError, match=message):
        CommonDraws([load("baseline", SHORT)], READS, **{"seed": 1, "engine": "compiled", **more})
