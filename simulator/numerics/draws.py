"""Keyed draws: every random number is a pure function of (seed, run, entity, decision, visit).

There is no stream to share. What happens to customer 87 does not move because customer 12 took an extra draw, two
scenarios with one seed share their luck, and any run can be made again alone.

The generator is Philox-2x64-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
Its key is the seed. Its 128-bit counter is

    high word:  run (48 bits)             | decision (16 bits)
    low word:   entity (40 bits)          | visit (24 bits)
    entity:     class (4 bits) | index (36 bits); a hire's index is role (16 bits) | ordinal (20 bits)

and one block gives two 64-bit words, hence two uniforms. What does not fit is refused, never cut to size, so two draws
cannot share one number. `quantiles` turns uniforms into the other distributions.
"""

from __future__ import annotations

import hashlib
from enum import IntEnum
from operator import index
from typing import Any, Final

import numpy as np

from simulator.errors import KeySpaceError, Problem
from simulator.numerics.bits import MASK_64, multiply_wide
from simulator.numerics.jit import compiled, in_compiled_code

__all__ = [
    "ACV",
    "ARRIVAL_GAP",
    "BOOK_SIZE",
    "CALL_SHRUGGED_OFF",
    "COMPETITOR_CALL",
    "CONTRACTION",
    "CSQL",
    "CSQL_WON",
    "FIT",
    "HIRE_LEAD",
    "HIRE_MISHIRE",
    "HIRE_TENURE",
    "ONBOARDING_FAILS",
    "ONBOARDING_MENDS",
    "ONBOARDING_WORK",
    "PACKAGE",
    "RECAPTURE",
    "RENEWAL",
    "RENEWAL_DATE",
    "RENEWAL_MENDS",
    "RISE_REFUSED",
    "SATURATION",
    "SEGMENT",
    "SELLER_ATTAINMENT",
    "SPONSOR_LEAVES",
    "Decision",
    "check_fits",
    "hire",
    "new_customer",
    "opening_account",
    "parameter_uniform",
    "uniform",
    "uniform_pair",
]

RUN_BITS: Final = 48
DECISION_BITS: Final = 16
ENTITY_BITS: Final = 40
VISIT_BITS: Final = 24
INDEX_BITS: Final = 36
ROLE_BITS: Final = 16
ORDINAL_BITS: Final = 20

COMPANY_CLASS: Final = 0
PARAMETER_CLASS: Final = 1
OPENING_ACCOUNT_CLASS: Final = 2
NEW_CUSTOMER_CLASS: Final = 3
HIRE_CLASS: Final = 4

COMPANY: Final = COMPANY_CLASS << INDEX_BITS
"""The company itself, as an entity: there is one."""


class Decision(IntEnum):
    """What is being decided. A number, once given, is never changed and never used again for something else.

    `meaning` says what the entity, the visit and the two words of the block are. Numbers leave gaps by topic: 1-29
    closing and the opening book, 30-49 onboarding, 50-69 products and expansion, 70-89 sponsors and competitors,
    90-109 renewal, 110-139 hires, 140-169 selling, 170-199 money, 200-209 parameters.
    """

    meaning: str

    def __new__(cls, number: int, meaning: str) -> Decision:
        """Make a decision that knows its meaning."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.meaning = meaning
        member.__doc__ = meaning
        return member

    ARRIVAL_GAP = 1, "new customer k; visit 0; word 0 = unit gap between customer k-1 and k; word 1 unused"
    SEGMENT = 2, "customer; visit 0; word 0 = which segment; word 1 unused"
    ACV = 3, "customer; visit 0; word 0 = ARR at close (opening account: ARR at start); word 1 unused"
    FIT = 4, "customer; visit 0; word 0 = whether it fits poorly; word 1 unused"
    RENEWAL_DATE = 5, "opening account; visit 0; word 0 = how far its term has run at the start; word 1 unused"
    ONBOARDING_WORK = 30, "customer; visit = attempt from 0; word 0 = days of work; word 1 unused"
    ONBOARDING_FAILS = 31, "customer; visit = attempt from 0; word 0 = whether onboarding fails; word 1 unused"
    ONBOARDING_MENDS = (
        32,
        "customer; visit = attempt from 0; word 0 = whether a second onboarding mends it; word 1 unused",
    )
    CSQL = 50, "customer; visit n; word 0 = gap to the next candidate; word 1 = whether the candidate is taken up"
    CSQL_WON = 51, "customer; visit n of CSQL; word 0 = whether the lead is won; word 1 unused"
    COMPETITOR_CALL = 70, "customer; visit n; word 0 = gap to the next call; word 1 = whether it comes at this size"
    CALL_SHRUGGED_OFF = 71, "customer; visit n of COMPETITOR_CALL; word 0 = whether it shrugs it off; word 1 unused"
    SPONSOR_LEAVES = 72, "customer; visit n; word 0 = gap to the next departure; word 1 = whether it is answered"
    RENEWAL = 90, "customer; visit = term number from 1; word 0 = whether it renews; word 1 unused"
    CONTRACTION = 91, "customer; visit = term number from 1; word 0 = whether it contracts; word 1 unused"
    RENEWAL_MENDS = (
        92,
        "customer; visit = term number from 1; word 0 = whether surviving it mends a failed onboarding; word 1 unused",
    )
    RECAPTURE = (
        93,
        "customer; visit = term number from 1; word 0 = whether launch discount is taken back; word 1 unused",
    )
    PACKAGE = 94, "customer; visit = term number from 1; word 0 = whether it buys a success package; word 1 unused"
    RISE_REFUSED = 95, "customer; visit 0; word 0 = whether it refuses every rise of its price; word 1 unused"
    HIRE_LEAD = 110, "hire; visit 0; word 0 = days from opening the seat to the first day; word 1 unused"
    HIRE_TENURE = 111, "hire; visit 0; word 0 = days until the hire leaves; word 1 unused"
    HIRE_MISHIRE = 112, "hire; visit 0; word 0 = whether it is a mis-hire; word 1 unused"
    BOOK_SIZE = 113, "hire; visit 0; word 0 = ARR of a full book; word 1 unused"
    SATURATION = 114, "hire; visit 0; word 0 = ARR that a CSM has the hours for; word 1 unused"
    SELLER_ATTAINMENT = 140, "hire; visit 0; word 0 = share of quota a seller makes; word 1 unused"
    PARAMETER = 200, "parameter (index = hash of its dotted name); visit 0; word 0 = its quantile; word 1 unused"


# The same numbers as plain integers, which compiled code takes as constants.
ARRIVAL_GAP: Final = int(Decision.ARRIVAL_GAP)
SEGMENT: Final = int(Decision.SEGMENT)
ACV: Final = int(Decision.ACV)
FIT: Final = int(Decision.FIT)
RENEWAL_DATE: Final = int(Decision.RENEWAL_DATE)
ONBOARDING_WORK: Final = int(Decision.ONBOARDING_WORK)
ONBOARDING_FAILS: Final = int(Decision.ONBOARDING_FAILS)
ONBOARDING_MENDS: Final = int(Decision.ONBOARDING_MENDS)
CSQL: Final = int(Decision.CSQL)
CSQL_WON: Final = int(Decision.CSQL_WON)
COMPETITOR_CALL: Final = int(Decision.COMPETITOR_CALL)
CALL_SHRUGGED_OFF: Final = int(Decision.CALL_SHRUGGED_OFF)
SPONSOR_LEAVES: Final = int(Decision.SPONSOR_LEAVES)
RENEWAL: Final = int(Decision.RENEWAL)
CONTRACTION: Final = int(Decision.CONTRACTION)
RENEWAL_MENDS: Final = int(Decision.RENEWAL_MENDS)
RECAPTURE: Final = int(Decision.RECAPTURE)
PACKAGE: Final = int(Decision.PACKAGE)
RISE_REFUSED: Final = int(Decision.RISE_REFUSED)
HIRE_LEAD: Final = int(Decision.HIRE_LEAD)
HIRE_TENURE: Final = int(Decision.HIRE_TENURE)
HIRE_MISHIRE: Final = int(Decision.HIRE_MISHIRE)
BOOK_SIZE: Final = int(Decision.BOOK_SIZE)
SATURATION: Final = int(Decision.SATURATION)
SELLER_ATTAINMENT: Final = int(Decision.SELLER_ATTAINMENT)
PARAMETER: Final = int(Decision.PARAMETER)


def opening_account(i: int) -> int:
    """Return the entity of the opening account with index `i`, from 0; raise KeySpaceError from 2^36 on."""
    if i < 0 or i >> INDEX_BITS != 0:
        raise KeySpaceError("an opening account's index must lie in 0...2^36 - 1")
    return (OPENING_ACCOUNT_CLASS << INDEX_BITS) | i


def new_customer(k: int) -> int:
    """Return the entity of the `k`-th customer to arrive, from 0; raise KeySpaceError from 2^36 on."""
    if k < 0 or k >> INDEX_BITS != 0:
        raise KeySpaceError("a new customer's index must lie in 0...2^36 - 1")
    return (NEW_CUSTOMER_CLASS << INDEX_BITS) | k


def hire(role: int, ordinal: int) -> int:
    """Return the entity of a person hired into a `role` (from 0) as the `ordinal`-th (from 0).

    Raises KeySpaceError from role 2^16 or ordinal 2^20 on.
    """
    if role < 0 or role >> ROLE_BITS != 0 or ordinal < 0 or ordinal >> ORDINAL_BITS != 0:
        raise KeySpaceError("a hire's role must lie in 0...2^16 - 1 and its ordinal in 0...2^20 - 1")
    return (HIRE_CLASS << INDEX_BITS) | (role << ORDINAL_BITS) | ordinal


# Compiled code looks at no key: that all of a run fit is seen to before it starts (`check_fits`).


@in_compiled_code(opening_account)
def _compiled_opening_account(i: Any) -> Any:
    first = OPENING_ACCOUNT_CLASS << INDEX_BITS

    def implementation(i: Any) -> Any:
        return first | i

    return implementation


@in_compiled_code(new_customer)
def _compiled_new_customer(k: Any) -> Any:
    first = NEW_CUSTOMER_CLASS << INDEX_BITS

    def implementation(k: Any) -> Any:
        return first | k

    return implementation


@in_compiled_code(hire)
def _compiled_hire(role: Any, ordinal: Any) -> Any:
    first = HIRE_CLASS << INDEX_BITS

    def implementation(role: Any, ordinal: Any) -> Any:
        return first | (role << ORDINAL_BITS) | ordinal

    return implementation


_DOES_NOT_FIT: Final = (
    "a draw's key does not fit: seed 0...2^64 - 1, run 0...2^48 - 1, entity 0...2^40 - 1, decision 0...2^16 - 1, "
    "visit 0...2^24 - 1"
)


def pack(seed: int, run: int, entity: int, decision: int, visit: int) -> tuple[int, int, int]:
    """Return the counter's low and high word and the key, or raise KeySpaceError if a part does not fit."""
    seed, run, entity, decision, visit = index(seed), index(run), index(entity), index(decision), index(visit)
    if seed >> 64 or run >> RUN_BITS or decision >> DECISION_BITS or entity >> ENTITY_BITS or visit >> VISIT_BITS:
        raise KeySpaceError(_DOES_NOT_FIT)
    return (entity << VISIT_BITS) | visit, (run << DECISION_BITS) | decision, seed


@in_compiled_code(pack)
def _compiled_pack(seed: Any, run: Any, entity: Any, decision: Any, visit: Any) -> Any:
    from numba import types, uint64

    if not all(isinstance(part, (types.Integer, types.IntEnumMember)) for part in (seed, run, entity, decision, visit)):
        return None
    decision_bits, visit_bits = uint64(DECISION_BITS), uint64(VISIT_BITS)

    def implementation(seed: Any, run: Any, entity: Any, decision: Any, visit: Any) -> Any:
        low = (uint64(entity) << visit_bits) | uint64(visit)
        return low, (uint64(run) << decision_bits) | uint64(decision), uint64(seed)

    return implementation


@compiled(inline=True)
def _first_uniform(seed: int, run: int, entity: int, decision: int, visit: int) -> float:
    low, high, key = pack(seed, run, entity, decision, visit)
    return unit(philox(low, high, key)[0])


@compiled(inline=True)
def _both_uniforms(seed: int, run: int, entity: int, decision: int, visit: int) -> tuple[float, float]:
    low, high, key = pack(seed, run, entity, decision, visit)
    first, second = philox(low, high, key)
    return unit(first), unit(second)


def uniform(seed: int, run: int, entity: int, decision: int, visit: int) -> float:
    """Return the first uniform of a draw, in the open interval (0, 1); works compiled and from plain Python.

    The key is `seed` (0 to 2^64 - 1), `run` (from 0), `entity` (as `new_customer` and its like make it), `decision` (a
    `Decision`) and `visit` (from 0: how often the entity has come to this decision). Raises KeySpaceError where a part
    does not fit the counter (see the module's head for the widths). Source: Philox 2x64-10, Salmon et al. (SC11, 2011).
    """
    try:
        return _first_uniform(_key_word(seed), run, entity, index(decision), visit)
    except OverflowError:  # it does not even fit a machine integer
        raise KeySpaceError(_DOES_NOT_FIT) from None


def uniform_pair(seed: int, run: int, entity: int, decision: int, visit: int) -> tuple[float, float]:
    """Return both uniforms of a draw; the first is the one `uniform` returns.

    `seed`, `run`, `entity`, `decision` and `visit` are those of `uniform`, and so is the error: KeySpaceError where a
    part does not fit the counter.
    """
    try:
        return _both_uniforms(_key_word(seed), run, entity, index(decision), visit)
    except OverflowError:
        raise KeySpaceError(_DOES_NOT_FIT) from None


def _key_word(seed: int) -> Any:
    """Return a seed for compiled code: numba takes a Python integer as signed, which half the seeds overflow."""
    return seed if seed < 1 << 63 or seed >= 1 << 64 else np.uint64(seed)


@in_compiled_code(uniform, inline=True)
def _compiled_uniform(seed: Any, run: Any, entity: Any, decision: Any, visit: Any) -> Any:
    def implementation(seed: Any, run: Any, entity: Any, decision: Any, visit: Any) -> Any:
        return _first_uniform(seed, run, entity, decision, visit)

    return implementation


@in_compiled_code(uniform_pair, inline=True)
def _compiled_uniform_pair(seed: Any, run: Any, entity: Any, decision: Any, visit: Any) -> Any:
    def implementation(seed: Any, run: Any, entity: Any, decision: Any, visit: Any) -> Any:
        return _both_uniforms(seed, run, entity, decision, visit)

    return implementation


def parameter_entity(path: str) -> int:
    """Return the entity of a scenario parameter: its index is the first 36 bits of blake2b of the dotted name."""
    first_bytes = hashlib.blake2b(path.encode()).digest()[:5]
    return (PARAMETER_CLASS << INDEX_BITS) | (int.from_bytes(first_bytes, "big") >> (40 - INDEX_BITS))


def parameter_uniform(seed: int, run: int, path: str) -> float:
    """Return the quantile at which the uncertain value at `path` is taken in a `run`, in the open interval (0, 1).

    `seed` and `run` are those of `uniform`; `path` is the dotted path of the field, such as `roles.csm.cost`.
    """
    return uniform(seed, run, parameter_entity(path), PARAMETER, 0)


def check_fits(
    *,
    seed: int = 0,
    run: int = 0,
    entity: int = 0,
    decision: int = 0,
    visit: int = 0,
    opening_account: int = 0,
    new_customer: int = 0,
    role: int = 0,
    hire: int = 0,
) -> None:
    """Refuse what does not fit in a draw's key, before a run starts.

    Give the `seed` and the largest number that each other part can reach: `run`, `entity`, `decision` and `visit` as
    they are, `opening_account` and `new_customer` as indices, `role` as its number and `hire` as the ordinal within its
    role. Raises KeySpaceError with one problem for each part that is negative or too large.
    """
    limits = (
        ("the seed", seed, 64),
        ("the run's number", run, RUN_BITS),
        ("an entity", entity, ENTITY_BITS),
        ("a decision's number", decision, DECISION_BITS),
        ("a visit's number", visit, VISIT_BITS),
        ("an opening account's index", opening_account, INDEX_BITS),
        ("a new customer's index", new_customer, INDEX_BITS),
        ("a role's number", role, ROLE_BITS),
        ("a hire's ordinal within its role", hire, ORDINAL_BITS),
    )
    problems = [
        Problem(f"{what} is {value}", allowed=f"0 to {(1 << bits) - 1:,} (2^{bits} - 1)")
        for what, value, bits in limits
        if not 0 <= value < 1 << bits
    ]
    if problems:
        raise KeySpaceError(problems)


# The bit generator Philox-2x64-10: a block of two random words from a 128-bit counter and a 64-bit key.
# Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", and its published known
# answers. Written out for numba, and in plain Python integers for runs without it.

_MULTIPLIER: Final = 0xD2B74407B1CE6E93
_WEYL: Final = 0x9E3779B97F4A7C15
_ROUNDS: Final = 10
_STEP: Final = 2.220446049250313e-16  # 2^-52


def philox(low: int, high: int, key: int) -> tuple[int, int]:
    """Return the two unsigned 64-bit words of the block at counter (low, high) under a key."""
    low, high, key = int(low), int(high), int(key)  # numpy's integers would overflow where Python's do not
    for _ in range(_ROUNDS):
        upper, lower = multiply_wide(_MULTIPLIER, low)
        low, high = upper ^ key ^ high, lower
        key = (key + _WEYL) & MASK_64
    return low, high


def unit(word: int) -> float:
    """Return a 64-bit word as an odd multiple of 2^-53 in the open interval (0, 1).

    It keeps 52 bits: with 53 the largest word would round to 1.
    """
    return ((word >> 12) + 0.5) * _STEP


@in_compiled_code(philox)
def _compiled_philox(low: Any, high: Any, key: Any) -> Any:
    from numba import uint64

    multiplier: Any = uint64(_MULTIPLIER)
    weyl: Any = uint64(_WEYL)

    def implementation(low: Any, high: Any, key: Any) -> Any:
        low, high, key = uint64(low), uint64(high), uint64(key)
        for _ in range(_ROUNDS):
            upper, lower = multiply_wide(multiplier, low)
            low, high = upper ^ key ^ high, lower
            key += weyl
        return low, high

    return implementation


@in_compiled_code(unit)
def _compiled_unit(word: Any) -> Any:
    from numba import int64, uint64

    shift = uint64(12)

    def implementation(word: Any) -> Any:
        return (int64(uint64(word) >> shift) + 0.5) * _STEP  # a signed word converts in one instruction

    return implementation
