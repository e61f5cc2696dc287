"""The memory of a run: records for the company, its customers, its staff and its calendar, allocated once a chunk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_YEAR, month_end
from simulator.engine.compiled.memory import as_read, place_of
from simulator.engine.contract import EVENT, NOBODY, ROUND_BASE, cohorts_in, groups_in
from simulator.engine.customer_state import CustomerState
from simulator.engine.ledger import columns_with
from simulator.engine.record import POLICY, Lowered
from simulator.laws.products import MAX_PRODUCTS

NO_QUEUE: Final = -1
FOR_A_MANAGER: Final = 0
FOR_A_SLOT: Final = 1
FOR_A_TAKEOVER: Final = 2
QUEUES: Final = 3

NOTHING: Final = -1
SEVERAL: Final = -2

DEAL: Final = 0
MONTH: Final = 1
REVIEW: Final = 2
RISE: Final = 3
FIRST_DATED: Final = 4

JOIN: Final = 0
RAMP: Final = 1
LEAVE: Final = 2
STAFF_TIMERS: Final = 3

RENEWAL: Final = 0
SELF_START: Final = 1
SIGN_OFF: Final = 2
REMEDIATION: Final = 3
CANDIDATE: Final = 4
BILL: Final = 5
CALL: Final = 6
DEPARTURE: Final = 7
HANDOVER: Final = 8
LEAD: Final = 9
CUSTOMER_TIMERS: Final = 10

BESIDE_CSMS: Final = 2
"""Places for the founders and for nobody, before those of the hires."""

TOO_MANY_CUSTOMERS: Final = 1
TOO_MANY_HIRES: Final = 2
TOO_MANY_EVENTS: Final = 4

TABLES: Final = (
    *("rules", "segments", "shares", "roles", "conditions", "dated", "accounts", "people"),
    *("plan_arr", "expected_deals", "milestones", "new_customer", "customers", "staff", "teams", "in_place"),
    *("timers", "buckets"),
    *("ledger", "cohort_arr", "cohort_customers", "cohort_sizes", "reached", "arr_by_month", "group_totals"),
    *("times_to_value", "ordered", "lengths", "book", "signed_off_by_month", "events"),
    *("in_business", "qualities", "fullness", "first_conditions"),
    # programmes
    *("programmes", "programmes_open"),
    *("rounds", "raised", "budgets"),  # money
    # products
    *("products", "launches", "prices"),
    "deal_acv",
    # what holds until the policy changes, and after it
    *(f"{name}_first" for name in POLICY),
    *(f"{name}_then" for name in POLICY),
)

STATE: Final = np.dtype(
    [
        ("seed", "u8"),
        *(
            (name, "i8")
            for name in ("run", "deals", "customers", "hires", "had_head", "carved_out", "finished", "overflow")
        ),
        *((name, "i8") for name in ("row", "month", "next_milestone", "signed_off", "logging", "events")),
        *((name, "i8") for name in ("sequence", "bucket", "next", "happened", "first_hire_timer", "first_timer")),
        *((name, "f8") for name in ("now", "horizon", "buckets_a_day", "arr", "founder_renewals", "deal_units")),
        *((name, "f8") for name in ("founders_load", "load", "head_effect", "book_factor")),
        *((name, "f8") for name in ("founders_quality", "founders_quality_days", "founders_settled")),
        *((name, "i8") for name in ("founders_accounts", "active", "alive")),
        # programmes
        *((name, "f8") for name in ("work_factor", "plan_fails")),
        ("pay", "f8"),
        *(("earned_until", "f8"), ("held", "i8")),  # money
        ("sells_packages", "i8"),
        # onboarding team
        ("carved_out_day", "f8"),
        # selling
        *((name, "f8") for name in ("references", "dollars_a_day", "deal_left", "deal_since", "vp_day")),
        *((name, "f8") for name in ("sellers", "founders", "fades_from", "fade_days")),
        ("sells", "i8"),
        ("changes_after", "i8"),
        # digital pool
        *((name, "i8") for name in ("pool_open", "pooled")),
        ("pool_since", "f8"),
        ("first_in", "i8", (QUEUES,)),
        ("last_in", "i8", (QUEUES,)),
        *((f"{table}_at", "i8") for table in TABLES),
        *((f"{table}_rows", "i8") for table in TABLES),
        *((f"{table}_columns", "i8") for table in TABLES),
    ]
)
"""The company's own record, and where its tables lie. It is the one thing handed from function to function: an array
costs a count of its users at every call, a record only its place."""

Run: TypeAlias = Any
"""A record of STATE, as compiled code sees it."""

_KINDS: Final = {"float": "f8", "int": "i8", "Stage": "i4", "bool": "i1"}
_SHARED: Final = [(field.name, _KINDS[str(field.type)]) for field in fields(CustomerState)]
_OWN: Final = {
    **{"specialist": NOTHING, "manager": NOBODY, "rep": NOTHING},
    **{"queue": NO_QUEUE, "before": NOTHING, "behind": NOTHING},
}
"""What a customer has in memory beside CustomerState, and begins with: rows of `staff`, and its place in a queue."""

CUSTOMER: Final = np.dtype(
    [
        *((name, kind) for name, kind in _SHARED if kind in ("f8", "i8")),
        *((name, "i8") for name in ("specialist", "manager", "rep")),
        *((name, "i4") for name in ("queue", "before", "behind")),
        *((name, kind) for name, kind in _SHARED if kind in ("i4", "i1")),
        ("unsold", "f8"),
        ("left", "f8", (MAX_PRODUCTS,)),
    ],
    align=True,
)
"""A customer: CustomerState, whom it is with, where it waits, and what it has not bought: in dollars at list of what is
on sale, and the share of each product.
"""


def _new_customer() -> npt.NDArray[np.void]:
    """Return the row that every customer begins as."""
    row = np.zeros(1, CUSTOMER)
    for field in fields(CustomerState):
        if field.default is not MISSING:
            row[field.name] = field.default
    for name, value in _OWN.items():
        row[name] = value
    return row


STAFF: Final = np.dtype(
    [
        *((name, "f8") for name in ("opened", "joined", "left", "full_book", "load", "strength", "attainment")),
        *((name, "f8") for name in ("hours_for", "quality", "quality_days", "settled")),
        *((name, "i8") for name in ("role", "ordinal", "entity", "ramp_step", "slots_in_use", "wrong", "planned")),
        ("accounts", "i8"),
        *((name, "i8") for name in ("converted_from", "moving", "moved")),
    ]
)

TEAM: Final = np.dtype(
    [*((name, "i8") for name in ("heads", "seats_open", "ordinals", "latched", "changed")), ("staff_since", "f8")]
)
"""What is counted by role; and since nobody of it had room, whose work has `changed`: NOTHING, one hire or SEVERAL."""


GROUP: Final = np.dtype(
    [*((name, "f8") for name in ("arr", "kept", "capped")), *((name, "i8") for name in ("here", "stayed"))]
)

TIMER: Final = np.dtype([("time", "f8"), ("sequence", "i8"), ("next", "i4"), ("bucket", "i4")])


class Capacity(NamedTuple):
    """How much memory a run has. Results never depend on it: a run that does not fit is played again with more."""

    customers: int
    hires: int
    events: int

    def larger(self, overflow: int) -> Capacity:
        """Return twice as much of what was too small."""
        return Capacity(
            self.customers * (2 if overflow & TOO_MANY_CUSTOMERS else 1),
            self.hires * (2 if overflow & TOO_MANY_HIRES else 1),
            self.events * (2 if overflow & TOO_MANY_EVENTS else 1),
        )

    def or_more(self, other: Capacity) -> Capacity:
        """Return the larger of two of each."""
        return Capacity(*map(max, self, other))


def capacity_for(lowered: Lowered, log: bool) -> Capacity:
    """Return a first guess that nearly every run fits into."""
    expected = float(lowered.expected_deals[-1])
    opening = max(len(lowered.accounts), int(lowered.rules["opening_accounts"][0]))
    customers = int(opening + expected + 6.0 * np.sqrt(expected) + 64)
    hires = 256 + _planned_hires(lowered) + len(lowered.people) + int(lowered.dated["count"].sum())
    return Capacity(customers, hires, 16 * customers + 4096 if log else 0)


_HIRES_A_YEAR_OF_PAY: Final = 0.5
"""Hires for each year of somebody's work that planned revenue could pay; the shipped scenarios need up to 0.28."""
_MOST_PLANNED: Final = 1 << 14


def _planned_hires(lowered: Lowered) -> int:
    """Return how many hires planned revenue leaves room for."""
    revenue = float(lowered.plan_arr.sum()) / DAYS_PER_YEAR
    pay = float(lowered.roles["cost"].mean())
    return int(min(_HIRES_A_YEAR_OF_PAY * revenue, _MOST_PLANNED * pay) / pay) if pay > 0.0 else 0


_FROM_THE_RECORD: Final = (
    *("rules", "segments", "roles", "conditions", "programmes", "products", "dated", "accounts", "people"),
    *("plan_arr", "expected_deals", "deal_acv", "milestones", "rounds", "budgets"),
)
"""Tables that a run reads as they stand in the record."""


class RunMemory:
    """The memory of one thread: every table the kernel reads and writes, and the record that points to them.

    Runs follow one another in it, of one record or of several whose tables are alike.
    """

    def __init__(self, lowered: Lowered, capacity: Capacity) -> None:
        self.capacity = capacity
        self._kind = _kind_of(lowered)
        self._buckets = _buckets(capacity)
        self._first_hire_timer = FIRST_DATED + len(lowered.dated)
        self._first_timer = self._first_hire_timer + STAFF_TIMERS * capacity.hires
        timers = self._first_timer + CUSTOMER_TIMERS * capacity.customers
        months, roles = int(lowered.rules["months"][0]), len(lowered.roles)
        self.tables: dict[str, npt.NDArray[Any]] = {
            "programmes_open": np.zeros(len(lowered.programmes), np.int64),
            "launches": np.zeros(len(lowered.products)),
            "prices": np.zeros(len(lowered.products)),
            "new_customer": _new_customer(),
            "customers": np.zeros(capacity.customers, CUSTOMER),
            "staff": np.zeros(capacity.hires, STAFF),
            "teams": np.zeros(roles, TEAM),
            "in_place": np.zeros((roles, capacity.hires), np.int64),
            "timers": np.zeros(timers, TIMER),
            "buckets": np.zeros(self._buckets + 2, np.int32),
            "ledger": np.zeros((months + 1, columns_with(roles, groups_in(len(lowered.segments), months)))),
            "cohort_arr": np.zeros((cohorts_in(months), months + 1)),
            "cohort_customers": np.zeros((cohorts_in(months), months + 1)),
            "cohort_sizes": np.zeros(cohorts_in(months), np.int64),
            "reached": np.zeros(len(lowered.milestones)),
            "group_totals": np.zeros(len(lowered.segments), GROUP),
            "arr_by_month": np.zeros((MONTHS_PER_YEAR + 1, capacity.customers)),
            "times_to_value": np.zeros(capacity.customers),
            "ordered": np.zeros(capacity.customers),
            "lengths": np.zeros(capacity.customers),
            "book": np.zeros(capacity.customers, np.int64),
            "signed_off_by_month": np.zeros(months + 1, np.int64),
            "events": np.zeros(capacity.events, EVENT),
            "in_business": np.zeros(capacity.customers, np.uint64),
            "qualities": np.zeros(capacity.hires + BESIDE_CSMS),
            "fullness": np.zeros(capacity.hires),
            "raised": np.zeros(len(lowered.rounds), np.int64),
            "first_conditions": np.zeros(ROUND_BASE + len(lowered.rounds), np.int64),
        }
        self.state = as_read(np.zeros(1, STATE))
        self.place = place_of(self.state)
        self._point_to(self.tables)
        self.turn_to(lowered)

    def is_for(self, lowered: Lowered) -> bool:
        """Tell whether runs of a record may be played in here: its tables are as many and as long."""
        return self._kind == _kind_of(lowered)

    def turn_to(self, lowered: Lowered) -> None:
        """Let the runs that follow be those of a record, one that it `is_for`."""
        read = {name: getattr(lowered, name) for name in _FROM_THE_RECORD}
        read["shares"] = np.ascontiguousarray(lowered.segments["cumulative_share"])
        for name in POLICY:
            read[f"{name}_first"] = getattr(lowered, name)
            read[f"{name}_then"] = getattr(lowered.later or lowered, name)
        new = {name: table for name, table in read.items() if self.tables.get(name) is not table}
        self.tables |= new
        self._point_to(new)
        state = self.state
        horizon = month_end(int(lowered.rules["months"][0]))
        state["horizon"] = horizon
        state["changes_after"] = 0 if lowered.later is None else lowered.changes_after
        state["buckets_a_day"] = self._buckets / horizon
        state["first_hire_timer"], state["first_timer"] = self._first_hire_timer, self._first_timer

    def _point_to(self, tables: Mapping[str, npt.NDArray[Any]]) -> None:
        for name, table in tables.items():
            self.state[f"{name}_at"] = place_of(table)
            self.state[f"{name}_rows"] = table.shape[0]
            self.state[f"{name}_columns"] = table.shape[1] if table.ndim > 1 else 1


def _kind_of(lowered: Lowered) -> tuple[int, ...]:
    """Return what the sizes of a run's own tables depend on, beside its capacity."""
    of = (lowered.dated, lowered.programmes, lowered.products, lowered.rounds, lowered.roles, lowered.segments)
    return int(lowered.rules["months"][0]), len(lowered.milestones), *map(len, of)


def _buckets(capacity: Capacity) -> int:
    """Return how many buckets the calendar has: about one an entry, so that sorting a bucket costs next to nothing."""
    return int(np.clip(4 * capacity.customers, 1024, 1 << 20))
