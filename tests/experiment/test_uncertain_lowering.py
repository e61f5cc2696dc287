"""Runs with uncertain numbers: what they share is worked out once, and their records are those of each run alone."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.engine.shared import Shared
from simulator.experiment.batches import Job, Policy, _Lowering
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.uncertainty import parameter_rows, with_values

SEED = 7
UNCERTAIN: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "the path and the opening": {
        "path.start_arr": {"uniform": ["$2M", "$2.2M"]},
        "opening.generated.accounts": {"uniform": [80, 120]},
    },
    "hiring and one role": {
        "hiring.lookahead": {"uniform": ["30 days", "400 days"]},
        "roles.onboarding.attrition": {"uniform": [0.1, 0.3]},
    },
    "products, conditions, money": {
        "roles.cs_head.opens": [{"arr": {"uniform": ["$2M", "$4M"]}}],
        "money.gross_margin": {"uniform": ["70%", "80%"]},
    },
}


def assert_equal(found: Lowered, wanted: Lowered) -> None:
    for field in fields(wanted):
        one, other = getattr(found, field.name), getattr(wanted, field.name)
        if isinstance(other, np.ndarray):
            assert (one.dtype, one.tobytes()) == (other.dtype, other.tobytes()), field.name
        elif isinstance(other, Lowered):
            assert_equal(one, other)
        else:
            assert one == other, field.name


def alone(scenario: Any, run: int) -> Lowered:
    row = parameter_rows(scenario, SEED, range(run, run + 1))[0]
    return lower(with_values(scenario, row), read_today(scenario))


@pytest.mark.parametrize("what", UNCERTAIN)
@pytest.mark.parametrize("name", ["sceptic", "selling_by_capacity", "today"])
def test_the_record_of_a_run_is_the_one_it_has_alone(name: str, what: str) -> None:
    scenario = load(name, UNCERTAIN[what])
    lowering = _Lowering.of(Job(scenario, read_today(scenario), SEED, "compiled", None))
    for run in (0, 1, 2, 17, 1):
        assert_equal(lowering.lowered(run), alone(scenario, run))


def test_both_policies_of_a_company_that_changes_course() -> None:
    scenario = load("sceptic")
    later = load("sceptic", {"hiring.lookahead": {"uniform": ["30 days", "400 days"]}})
    lowering = _Lowering.of(Job(scenario, None, SEED, "compiled", None, Policy(later, 6)))
    for run in (0, 5):
        found = lowering.lowered(run)
        assert found.later is not None
        afresh = _Lowering.of(lowering.job).lowered(run)
        assert_equal(found, afresh)


def test_only_the_very_same_part_is_taken_from_memory() -> None:
    shared, made = Shared(), []

    def make(*parts: object) -> int:
        made.append(parts)
        return len(made)

    part, twin = [1.0], [1.0]
    assert [shared.made("x", make, part, 2.0), shared.made("x", make, part, 2.0)] == [1, 1]
    assert shared.made("y", make, part, 2.0) == 2
    assert shared.made("x", make, twin, 2.0) == 3
    assert shared.made("x", make, twin, 2.5) == 4
    assert shared.made("x", make, twin, 2) == 5  # equal, but not of the same type
