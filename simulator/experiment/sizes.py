"""What is too large to be simulated or kept, refused before any work with the arithmetic shown."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_QUARTER, month_end
from simulator.errors import InputError, Problem, SizeError
from simulator.experiment.expected import Expected
from simulator.machine import address_limit, check_room
from simulator.scenario.schema.scenario import MAX_HORIZON_MONTHS
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.engine.record import Lowered
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = [
    "available_memory",
    "check_early",
    "check_lowered",
    "check_memory",
    "check_plan",
    "check_request",
    "expected_customers",
    "fits_memory",
]

MOST_RUNS: Final = 10_000_000
MOST_CUSTOMERS: Final = 2_000_000
"""Customers that one run may be expected to have."""
MOST_PEOPLE: Final = 100_000
"""People of one role that one run may be expected to hire."""
MOST_LIFT: Final = 16.0
"""Exponent by which expansion may multiply an account's ARR over the horizon: e^16 is some nine million."""
MEMORY_SHARE: Final = 0.5
"""Share of the free memory that a result may fill; tables and charts need some of the rest."""
ROOM: Final = 1_600_000_000
"""Bytes of addresses that an engine and a database map, most of them for nothing; with fewer the database aborts."""
MAX_SEED: Final = 2**64 - 1
MAX_RUN: Final = 2**48 - 1
MAX_WORKERS: Final = 1024
_CSM, _ONBOARDING = 1, 2


def check_request(runs: int, seed: int, first_run: int = 0, workers: int | None = None) -> None:
    """Refuse numbers that make no sense (InputError), more runs than anybody needs (SizeError), and to begin where this
    process is given too little (RoomError).

    `runs` is 1 or more, `seed` 0 to 2^64 - 1, `first_run` 0 or more and `workers` 1 or more, None for one a core.
    """
    wanted: list[tuple[str, object, int, int]] = [
        ("runs", runs, 1, MAX_RUN + 1),
        ("seed", seed, 0, MAX_SEED),
        ("first_run", first_run, 0, MAX_RUN),
    ]
    if workers is not None:
        wanted.append(("workers", workers, 1, MAX_WORKERS))
    problems = [
        Problem(f"{name} is {value!r}", allowed=f"a whole number from {low:,} to {high:,}")
        for name, value, low, high in wanted
        if not (isinstance(value, int) and not isinstance(value, bool) and low <= value <= high)
    ]
    if problems:
        raise InputError(problems)
    if runs > MOST_RUNS:
        raise SizeError(
            f"{runs:,} runs are more than the {MOST_RUNS:,} that one result may hold; "
            "10,000 settle a mean to 1% of the spread between runs, its standard error being the spread ÷ √runs"
        )
    if first_run + runs - 1 > MAX_RUN:
        raise SizeError(f"the last run would be number {first_run + runs - 1:,}; they go up to {MAX_RUN:,}")
    check_room(ROOM, "simulating")


def fits_memory(scenario: Scenario, runs: int, results: int = 1) -> bool:
    """Tell whether results of so many runs would pass `check_memory`.

    `scenario`, `runs` and `results` are those of `check_memory`.
    """
    try:
        check_memory(scenario, runs, results)
    except SizeError:
        return False
    return True


def check_memory(scenario: Scenario, runs: int, results: int = 1) -> None:
    """Refuse results that would fill more than half of the memory that is free; raise SizeError with the sum.

    Each holds `runs` runs of a `scenario`, or of one that differs in no list; `results` is how many there are, 0 where
    summaries alone are kept.
    """
    from simulator.engine.contract import cohorts_in
    from simulator.results.columns import ledger_columns

    months = scenario.horizon_months
    figures = ledger_columns(scenario) + 2 * cohorts_in(months) + 1
    a_run = results * (months + 1) * figures * 8
    free = available_memory()
    if a_run * runs > MEMORY_SHARE * free:
        what = f"{results} scenarios × {runs:,} runs" if results > 1 else f"{runs:,} runs"
        raise SizeError(
            f"{what} × {months + 1} month ends × {figures} figures × 8 bytes = {_bytes(a_run * runs)}, "
            f"more than {MEMORY_SHARE:.0%} of the {_bytes(free)} of memory that is free; "
            f"{math.floor(MEMORY_SHARE * free / a_run):,} runs would fit"
            + ("" if results > 1 else ', and any number with keep="summaries" (--keep summaries)')
        )


def check_figures(scenarios: int, figures: int, runs: int) -> None:
    """Refuse single figures of scenarios that would fill more than half of the memory that is free; raise SizeError."""
    total, free = float(scenarios) * figures * runs * 8, available_memory()
    if total > MEMORY_SHARE * free:
        raise SizeError(
            f"{scenarios:,} scenarios × {figures} figures × {runs:,} runs × 8 bytes = {_bytes(total)}, "
            f"more than {MEMORY_SHARE:.0%} of the {_bytes(free)} of memory that is free"
        )


def most_at_once(customers: float, customer_bytes: int, own_bytes: int = 0) -> int:
    """Return how many runs of so many customers fit in memory side by side, each with `own_bytes` of its process."""
    return math.floor(MEMORY_SHARE * available_memory() / (customers * customer_bytes + own_bytes + 1))


def check_plan(scenario: Scenario, today: TodaysBook | None = None, customer_bytes: int = 0) -> None:
    """Refuse a `scenario` whose runs would be too large, by a sum in plain arithmetic; raise SizeError showing it.

    `today` is the company's own accounts and people where it has them; `customer_bytes` is the memory that a customer
    takes in the engine.
    """
    months = scenario.horizon_months
    if not 1 <= months <= MAX_HORIZON_MONTHS:
        raise SizeError(f"a horizon of {months:,} months; 1 to {MAX_HORIZON_MONTHS} can be simulated")
    found = Expected.of(scenario, today)
    _check_customers(found.opening, found.deals, f" ({money(found.bookings)} of bookings in {months} months)")
    customers = found.opening + found.deals
    if most_at_once(customers, customer_bytes) < 1:
        needed = _bytes(customers * customer_bytes)
        raise SizeError(
            f"{_rough(customers)} customers × {customer_bytes:,} bytes = {needed} for one run, more than "
            f"{MEMORY_SHARE:.0%} of the {_bytes(available_memory())} of memory that is free"
        )
    if not found.lifts <= MOST_LIFT:
        raise SizeError(
            f"won CSQLs would multiply an account's ARR by e^{found.lifts:,.0f} over {months} months; at most "
            f"e^{MOST_LIFT:.0f} can be simulated. Lower csqls_a_year, expansion.win_share or the odds of winning"
        )


def check_early(scenario: Scenario, runs: int, customer_bytes: int, results: int = 1) -> None:
    """Refuse what is too large as far as the `scenario` alone tells, before its files are read or a folder is made.

    `runs`, `customer_bytes` and `results` are those of `check_memory` and `check_plan`, and so is the SizeError.
    """
    check_memory(scenario, runs, results)
    if scenario.opening.accounts_csv is None:
        check_plan(scenario, None, customer_bytes)


def check_lowered(lowered: Lowered, run: int | None = None) -> None:
    """Refuse a `lowered` record that asks for too many customers or people; raise SizeError naming the `run`, if given.

    It reads the very tables that the run will read, so it also catches what an uncertain parameter has become.
    """
    where = "" if run is None else f" in run {run:,}, as its uncertain parameters were drawn,"
    opening = float(lowered.rules[0]["opening_accounts"]) + len(lowered.accounts)
    _check_customers(opening, expected_customers(lowered) - opening, where)
    for role, who, needed, arithmetic in _needs(lowered):
        if not min(needed, _absorbed(lowered, role)) <= MOST_PEOPLE:
            raise SizeError(
                f"{_rough(needed)} {who} ({arithmetic()}){where} "
                f"are more than the {MOST_PEOPLE:,} that one run may hire"
            )


def expected_customers(lowered: Lowered) -> float:
    """Return how many customers a run of a `lowered` record is expected to meet: of the first day and all deals."""
    rules = lowered.rules[0]
    last_day = min(len(lowered.expected_deals) - 1, math.ceil(month_end(int(rules["months"]))))
    return float(rules["opening_accounts"]) + len(lowered.accounts) + float(lowered.expected_deals[last_day])


def _check_customers(opening: float, deals: float, where: str) -> None:
    if not opening + deals <= MOST_CUSTOMERS:  # a NaN is too many as well
        message = (
            f"{opening:,.0f} customers on the first day + {_rough(deals)} expected to close{where} "
            f"are more than the {MOST_CUSTOMERS:,} that one run may have"
        )
        raise SizeError([Problem(message, allowed="a larger acv, a flatter path or a shorter horizon")])


def _needs(lowered: Lowered) -> list[tuple[int, str, float, Callable[[], str]]]:
    """Return whom the plan asks for (the role and its name), how many of them, and what puts the arithmetic into words.

    That is asked for by nearly no run, and takes longer than the rest.
    """
    rules, csm, specialist = lowered.rules[0], lowered.roles[_CSM], lowered.roles[_ONBOARDING]
    utilisation = float(rules["utilisation"])
    arr = float(lowered.plan_arr.max())
    book = (float(csm["book_low"]) + float(csm["book_high"])) / 2.0 * utilisation
    a_day = float((lowered.expected_deals[1:] - lowered.expected_deals[:-1]).max(initial=0.0))
    work, slots = float(rules["mean_work_days"]), float(specialist["slots"]) * utilisation
    return [
        (_CSM, "CSMs", arr / book, lambda: f"{money(arr)} of ARR ÷ {money(book)} in a book"),
        (
            _ONBOARDING,
            "onboarding specialists",
            a_day * work / slots,
            lambda: f"{a_day:,.3g} deals a day × {work:,.3g} days ÷ {slots:,.3g}",
        ),
    ]


def _absorbed(lowered: Lowered, role: int) -> float:
    """Return how many people of a role the rules of absorption let in over the horizon, at most."""
    rules = lowered.rules[0]
    at_least, share = float(lowered.roles["absorbs_at_least"][role]), float(lowered.roles["absorbs_share"][role])
    team = float(len(lowered.people))
    for _ in range(math.ceil(int(rules["months"]) / MONTHS_PER_QUARTER) + 1):
        team += max(at_least, math.ceil(share * team))
        if team > MOST_PEOPLE:
            break
    return team


def _rough(count: float) -> str:
    """Return a large count in words: `about 1.2 billion`."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if count >= size:
            return f"about {count / size:,.0f} {word}" if count >= 1000 * size else f"about {count / size:.3g} {word}"
    return f"about {count:,.0f}"


def _bytes(count: float) -> str:
    """Return an amount of memory for a reader: `512 MB`, `27.4 GB`."""
    for unit in ("kB", "MB", "GB", "TB"):
        count /= 1000
        if count < 1000:
            return f"{count:.3g} {unit}"
    return f"{count / 1000:,.3g} PB"


# How much memory this machine can give, as far as it tells.

__all__ = ["available_memory"]

_MEMINFO: Final = Path("/proc/meminfo")
_OWN: Final = Path("/proc/self/statm")
_GROUP_LIMIT: Final = Path("/sys/fs/cgroup/memory.max")
_GROUP_USED: Final = Path("/sys/fs/cgroup/memory.current")
ASSUMED: Final = 4 * 2**30
"""Bytes taken to be there where the machine does not say."""


def available_memory() -> int:
    """Return the bytes that can be used now: what Linux calls available, elsewhere all the memory there is.

    A container's own limit and that of this process count where they are lower.
    """
    machine = _linux() or _windows() or _posix() or ASSUMED
    return min(limit for limit in (machine, _group(), _addresses()) if limit is not None)


def _linux() -> int | None:
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
        kilobytes = next(line.split()[1] for line in lines if line.startswith("MemAvailable:"))
        return int(kilobytes) * 1024
    except (OSError, ValueError, StopIteration, IndexError):
        return None


def _group() -> int | None:
    try:
        limit, used = (int(path.read_text(encoding="ascii")) for path in (_GROUP_LIMIT, _GROUP_USED))
    except (OSError, ValueError):  # no group, or "max"
        return None
    return max(0, limit - used)


def _addresses() -> int | None:
    limit = address_limit()
    try:
        used = int(_OWN.read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        used = 0
    return None if limit is None else max(0, limit - used)


def _posix() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _windows() -> int | None:
    if sys.platform != "win32":
        return None
    import ctypes

    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            *((name, ctypes.c_uint64) for name in ("total", "available", "t", "a", "v", "w", "x")),
        )

    status = Status()
    status.length = ctypes.sizeof(status)
    done = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.available) if done else None
