"""What is uncertain is found, drawn once per run by its own key, and put in place of the distribution."""

from __future__ import annotations

import numpy as np
import pytest
from small_schema import TEXT, Small

from simulator.numerics.draws import parameter_uniform
from simulator.scenario.reading.files import load_as
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.uncertainty import central, distributions, parameter_rows, uncertain_paths, with_values

SEED = 20270101


@pytest.fixture
def uncertain(written):
    return load_as(
        Small,
        written(TEXT),
        {
            "effect": "{beta: {mean: 60%, sd: 15%}}",
            "path.1": "{uniform: [2, 4]}",
            "roles.csm.slots": "{triangular: [4, 8, 12]}",
            "roles.csm.ramp.1.length": "{normal: {mean: 3 months, sd: 2 weeks}}",
        },
    )


def test_paths_are_dotted_and_sorted(uncertain):
    assert uncertain_paths(uncertain) == (
        "effect",
        "path.1",
        "roles.csm.ramp.1.length",
        "roles.csm.slots",
        "roles.head.cost",
    )
    assert all(isinstance(found, Distribution) for found in distributions(uncertain).values())


def test_a_row_is_the_quantiles_of_the_keyed_uniforms(uncertain):
    rows = parameter_rows(uncertain, SEED, range(5, 9))
    assert rows.shape == (4, 5)
    for row, run in zip(rows, range(5, 9), strict=True):
        for number, (path, found) in zip(row, distributions(uncertain).items(), strict=True):
            assert number == found.quantile(parameter_uniform(SEED, run, path))


def test_a_run_has_the_same_row_alone_and_in_any_batch(uncertain):
    batch = parameter_rows(uncertain, SEED, range(100))
    assert np.array_equal(batch[17:18], parameter_rows(uncertain, SEED, range(17, 18)))
    assert np.array_equal(batch[::3], parameter_rows(uncertain, SEED, range(0, 100, 3)))


def test_another_uncertain_parameter_moves_none_of_the_others(uncertain, written):
    more = load_as(
        Small,
        written(TEXT),
        {
            "effect": "{beta: {mean: 60%, sd: 15%}}",
            "gap": "{uniform: [0, 14 pts]}",
            "path.1": "{uniform: [2, 4]}",
            "roles.csm.slots": "{triangular: [4, 8, 12]}",
            "roles.csm.ramp.1.length": "{normal: {mean: 3 months, sd: 2 weeks}}",
        },
    )
    before = dict(zip(uncertain_paths(uncertain), parameter_rows(uncertain, SEED, range(3)).T, strict=True))
    after = dict(zip(uncertain_paths(more), parameter_rows(more, SEED, range(3)).T, strict=True))
    assert after.keys() - before.keys() == {"gap"}
    for path, numbers in before.items():
        assert np.array_equal(numbers, after[path])


def test_draws_have_the_mean_of_the_distribution(uncertain):
    """4,000 independent runs; the sample mean lies within 4 standard errors of the exact mean."""
    rows = parameter_rows(uncertain, SEED, range(4000))
    means = np.array([found.mean() for found in distributions(uncertain).values()])
    errors = rows.std(axis=0, ddof=1) / np.sqrt(len(rows))
    assert (errors < 0.01 * means).all()
    assert (abs(rows.mean(axis=0) - means) < 4 * errors).all()


def test_values_take_the_place_of_distributions_and_nothing_else_changes(uncertain, written):
    found = with_values(uncertain, [0.5, 3.5, 80.0, 7.6, 260_000.0])
    assert uncertain_paths(found) == ()
    same = load_as(
        Small,
        written(TEXT),
        {
            "effect": 0.5,
            "path.1": 3.5,
            "roles.csm.ramp.1.length": 80,
            "roles.csm.slots": 8,
            "roles.head.cost": 260_000,
        },
    )
    assert found == same
    assert isinstance(found.roles["csm"].slots, int)
    assert uncertain.effect.kind == "beta"
    assert found.roles["head"] is not uncertain.roles["head"]


def test_a_row_of_the_wrong_length_is_refused(uncertain):
    with pytest.raises(ValueError, match="2 values for 5"):
        with_values(uncertain, [1.0, 2.0])


def test_the_central_scenario_holds_the_means(uncertain):
    found = central(uncertain)
    assert found.effect == pytest.approx(0.6, rel=1e-9)
    assert found.path == (3.0, 3.0, 2.0)
    assert found.roles["csm"].slots == 8
    assert found.roles["head"].cost == pytest.approx((250e3 + 300e3 + 400e3) / 3, rel=1e-9)


def test_a_certain_scenario_has_no_columns_and_stays_itself(written):
    certain = load_as(Small, written(TEXT), {"roles.head.cost": 5})
    assert uncertain_paths(certain) == ()
    assert parameter_rows(certain, SEED, range(3)).shape == (3, 0)
    assert with_values(certain, []) is certain
    assert central(certain) is certain
