"""The layout of a draw's key: nothing overlaps, nothing is cut, what does not fit is refused."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numba.core.errors import TypingError

from simulator.errors import KeySpaceError
from simulator.numerics import draws
from simulator.numerics.draws import (
    Decision,
    check_fits,
    hire,
    new_customer,
    opening_account,
    pack,
    philox,
    uniform,
    uniform_pair,
    unit,
)
from simulator.numerics.jit import in_machine_code

if TYPE_CHECKING:
    from collections.abc import Callable

LIMITS = {"seed": 64, "run": 48, "entity": 40, "decision": 16, "visit": 24}
NAMES = tuple(LIMITS)
LARGEST = {name: (1 << bits) - 1 for name, bits in LIMITS.items()}


@in_machine_code
def uniform_from_compiled_code(seed: int, run: int, entity: int, decision: int, visit: int) -> float:
    return uniform(seed, run, entity, decision, visit)


def key_with(**parts: int) -> list[int]:
    return [parts.get(name, 0) for name in NAMES]


def test_the_layout_of_the_counter() -> None:
    assert pack(7, 5, 3, 2, 1) == ((3 << 24) | 1, (5 << 16) | 2, 7)
    assert pack(*key_with(**LARGEST)) == ((1 << 64) - 1,) * 3


@pytest.mark.parametrize("name", NAMES)
def test_each_part_has_bits_of_its_own(name: str) -> None:
    alone = pack(*key_with(**{name: LARGEST[name]}))
    others = pack(*key_with(**{other: LARGEST[other] for other in NAMES if other != name}))
    together = pack(*key_with(**LARGEST))
    assert all(a & b == 0 and a | b == c for a, b, c in zip(alone, others, together, strict=True))


def values_that_do_not_fit(name: str) -> list[int]:
    return [-1, -(1 << 40), -(1 << 63), LARGEST[name] + 1, LARGEST[name] << 12, 1 << 90, -(1 << 90)]


@pytest.mark.parametrize("draw", [uniform, uniform_pair])
@pytest.mark.parametrize("name", NAMES)
def test_what_does_not_fit_is_refused(draw: Callable[..., object], name: str) -> None:
    for value in values_that_do_not_fit(name):
        with pytest.raises(KeySpaceError, match="does not fit"):
            draw(*key_with(**{name: value}))


@pytest.mark.parametrize("name", NAMES)
def test_compiled_code_draws_the_same_up_to_the_largest_that_fits(name: str) -> None:
    """It does not look whether a key fits: that is seen to before a run starts."""
    for value in (0, 1, LARGEST[name] // 3, LARGEST[name]):
        seed, *rest = key_with(**{name: value})
        assert uniform_from_compiled_code(np.uint64(seed), *rest) == uniform(seed, *rest)


@pytest.mark.parametrize("name", NAMES)
def test_the_largest_of_each_part_still_fits(name: str) -> None:
    key = key_with(**{name: LARGEST[name]})
    low, high, seed = pack(*key)
    assert uniform(*key) == unit(philox(low, high, seed)[0])
    assert uniform_pair(*key) == tuple(unit(word) for word in philox(low, high, seed))


def test_a_seed_may_use_all_64_bits_in_compiled_code() -> None:
    for seed in (0, 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1):
        assert uniform_from_compiled_code(np.uint64(seed), 3, 2, 1, 0) == uniform(seed, 3, 2, 1, 0)


def test_a_fraction_is_no_key() -> None:
    for place in range(5):
        key: list[float] = [1, 2, 3, 4, 5]
        key[place] = 0.5
        with pytest.raises((TypeError, TypingError)):
            uniform(*key)  # type: ignore[arg-type]


def test_entities_of_different_kinds_never_meet() -> None:
    most = (1 << 36) - 1
    entities = [draws.COMPANY]
    entities += [opening_account(i) for i in (0, 1, most)] + [new_customer(k) for k in (0, 1, most)]
    entities += [hire(role, ordinal) for role in (0, 1, (1 << 16) - 1) for ordinal in (0, 1, (1 << 20) - 1)]
    entities += [draws.parameter_entity(path) for path in ("a", "b", "onboarding.work.median")]
    assert len(set(entities)) == len(entities)
    assert all(0 <= entity < 1 << 40 for entity in entities)
    classes = [entity >> 36 for entity in entities]
    assert classes == [0] + [2] * 3 + [3] * 3 + [4] * 9 + [1] * 3


@pytest.mark.parametrize(
    ("make", "arguments"),
    [
        (opening_account, (-1,)),
        (opening_account, (1 << 36,)),
        (new_customer, (-1,)),
        (new_customer, (1 << 36,)),
        (hire, (1 << 16, 0)),
        (hire, (0, 1 << 20)),
        (hire, (-1, 0)),
        (hire, (0, -1)),
    ],
)
def test_entities_that_do_not_fit_are_refused(make: Callable[..., int], arguments: tuple[int, ...]) -> None:
    with pytest.raises(KeySpaceError, match="must lie in"):
        make(*arguments)


def test_check_fits_takes_the_limits_and_names_all_that_passes_them() -> None:
    check_fits(**LARGEST, opening_account=(1 << 36) - 1, new_customer=0, role=(1 << 16) - 1, hire=(1 << 20) - 1)
    with pytest.raises(KeySpaceError) as caught:
        check_fits(seed=-1, run=1 << 48, new_customer=1 << 36)
    said = str(caught.value)
    assert "the seed is -1" in said
    assert "18,446,744,073,709,551,615 (2^64 - 1)" in said
    assert "the run's number is 281474976710656" in said
    assert "a new customer's index is 68719476736" in said
    assert len(caught.value.problems) == 3
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("part", ["opening_account", "new_customer", "role", "hire", *NAMES])
def test_check_fits_refuses_each_part(part: str) -> None:
    bits = {"opening_account": 36, "new_customer": 36, "role": 16, "hire": 20, **LIMITS}[part]
    check_fits(**{part: (1 << bits) - 1})
    for value in (-1, 1 << bits):
        with pytest.raises(KeySpaceError, match=f"is {value}"):
            check_fits(**{part: value})


def test_a_parameter_draws_by_its_name_alone() -> None:
    assert draws.parameter_uniform(1, 2, "nrr") == uniform(1, 2, draws.parameter_entity("nrr"), draws.PARAMETER, 0)
    drawn = {draws.parameter_uniform(1, 2, path) for path in ("nrr", "nrr.", "NRR", "acv", "")}
    assert len(drawn) == 5
    # blake2b("abc") is published in RFC 7693 and begins ba80a53f98; its first 36 bits are ba80a53f9.
    assert draws.parameter_entity("abc") == (1 << 36) | 0xBA80A53F9


def test_decisions_keep_their_numbers() -> None:
    """A number given away once stays: changing one here would change everybody's results."""
    assert {decision.name: int(decision) for decision in Decision}.items() >= {
        "ARRIVAL_GAP": 1,
        "SEGMENT": 2,
        "ACV": 3,
        "FIT": 4,
        "RENEWAL_DATE": 5,
        "ONBOARDING_WORK": 30,
        "ONBOARDING_FAILS": 31,
        "ONBOARDING_MENDS": 32,
        "CSQL": 50,
        "CSQL_WON": 51,
        "RENEWAL": 90,
        "CONTRACTION": 91,
        "RENEWAL_MENDS": 92,
        "HIRE_LEAD": 110,
        "HIRE_TENURE": 111,
        "HIRE_MISHIRE": 112,
        "BOOK_SIZE": 113,
        "PARAMETER": 200,
    }.items()


def test_every_decision_says_what_it_means_and_has_a_plain_constant() -> None:
    numbers = [int(decision) for decision in Decision.__members__.values()]
    assert len(set(numbers)) == len(numbers)
    for decision in Decision:
        assert re.search(r"visit.*; word 0 = .+; word 1", decision.meaning), decision
        plain = getattr(draws, decision.name)
        assert type(plain) is int
        assert plain == decision
        assert 0 < plain < 1 << 16


def test_a_member_of_the_registry_works_as_well_as_its_number() -> None:
    assert uniform(1, 2, 3, Decision.ACV, 0) == uniform(1, 2, 3, draws.ACV, 0)


def test_the_decision_numbers_are_free_of_repeats_in_the_source() -> None:
    """An IntEnum silently makes a repeated number an alias, so look at the text as well."""
    text = Path(sys.modules["simulator.numerics.draws"].__file__ or "").read_text(encoding="utf-8")
    body = text[text.index("class Decision") : text.index("# The same numbers")]
    names = re.findall(r"^    ([A-Z][A-Z_0-9]+) = ", body, re.MULTILINE)
    assert len(names) == len(Decision)
