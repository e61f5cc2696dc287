"""The books: flows added up as they happen, and the log of events."""

from __future__ import annotations

from simulator.clock import DAYS_PER_YEAR
from simulator.engine.compiled.accounts import earn
from simulator.engine.compiled.staff import (
    csm_capacity,
    founders_capacity,
)
from simulator.engine.compiled.tables import (
    the_cohort_arr,
    the_customers,
    the_events,
    the_ledger,
    the_milestones,
    the_prices,
    the_reached,
    the_roles,
    the_rules,
    the_segments,
    the_staff,
    the_teams,
    the_times_to_value,
)
from simulator.engine.compiled.world import (
    TOO_MANY_EVENTS,
    Run,
)
from simulator.engine.contract import NOBODY, ROLE_BLOCK, ROLE_COLUMNS, Column, RoleColumn
from simulator.laws import coverage, retention
from simulator.laws.months import quarter_of
from simulator.laws.staffing import reached
from simulator.numerics.jit import compiled
from simulator.numerics.portable import logistic

SIGN_OFFS = int(Column.SIGN_OFFS)
TTV_DAYS = int(Column.TTV_DAYS)
DIGITAL_COST = int(Column.DIGITAL_COST)

STAFF_DAYS = int(RoleColumn.STAFF_DAYS)
COST = int(RoleColumn.COST)


@compiled(inline=True, inner=True)
def add(w: Run, column: int, amount: float) -> None:
    """Add to a flow of the month that is running."""
    the_ledger(w)[w.row, column] += amount


@compiled(inline=True, inner=True)
def add_role(w: Run, role: int, column: int, amount: float) -> None:
    """Add to a role's flow of the month that is running."""
    the_ledger(w)[w.row, ROLE_BLOCK + role * ROLE_COLUMNS + column] += amount


@compiled(inline=True, inner=True)
def log(w: Run, kind: int, subject: int, other: int, amount: float) -> None:
    """Write one line of the event log, if it is kept."""
    if w.logging:
        _write(w, kind, subject, other, amount)


@compiled(inner=True)
def _write(w: Run, kind: int, subject: int, other: int, amount: float) -> None:
    if w.events >= the_events(w).shape[0]:
        w.full |= TOO_MANY_EVENTS
        return
    e = the_events(w)[w.events]
    e.day = w.now
    e.kind = kind
    e.subject = subject
    e.other = other
    e.amount = amount
    w.events += 1


@compiled(inner=True)
def settle_staff(w: Run, role: int) -> None:
    """Count the days worked and paid in a role up to now; called before its headcount changes."""
    team = the_teams(w)[role]
    days = team.heads * (w.now - team.staff_since)
    team.staff_since = w.now
    add_role(w, role, STAFF_DAYS, days)
    add_role(w, role, COST, days * (the_roles(w)[role].cost / DAYS_PER_YEAR) * w.pay)


@compiled(inner=True)
def settle_pool(w: Run) -> None:
    """Count what the digital pool costs up to now; called before its accounts change in number and at month ends."""
    days = w.pooled * (w.now - w.pool_since)
    w.pool_since = w.now
    add(w, DIGITAL_COST, days * (the_rules(w)[0].digital_cost / DAYS_PER_YEAR))


@compiled(inner=True)
def note_sign_off(w: Run, time_to_value: float) -> None:
    """Note one sign-off."""
    add(w, SIGN_OFFS, 1.0)
    add(w, TTV_DAYS, time_to_value)
    the_times_to_value(w)[w.signed_off] = time_to_value
    w.signed_off += 1


@compiled(inner=True)
def cohort_at(w: Run, day: float) -> int:
    """Return the cohort of a customer landing on a day."""
    return int(min(quarter_of(day), the_cohort_arr(w).shape[0] - 1))


@compiled(inner=True)
def change_company_arr(w: Run, amount: float) -> None:
    """Add to the company's ARR and note milestones passed."""
    earn(w)
    w.arr += amount
    while w.next_milestone < the_milestones(w).shape[0] and reached(w.arr, the_milestones(w)[w.next_milestone]):
        the_reached(w)[w.next_milestone] = w.now
        w.next_milestone += 1


@compiled(inline=True, inner=True)
def covered_share(w: Run, customer: int) -> float:
    """Return the share of its running term in which a customer was covered, at most 1."""
    c = the_customers(w)[customer]
    return coverage.covered_share(w.now - c.term_start, c.served_days, c.service, w.now - c.served_since)


@compiled(inner=True)
def dilution(w: Run, customer: int) -> float:
    """Return how thin its manager's book is spread; 1 without a manager."""
    manager = the_customers(w)[customer].manager
    if manager == NOBODY:
        return 1.0
    if manager >= 0:
        return coverage.dilution(the_staff(w)[manager].load, csm_capacity(w, manager))
    return coverage.dilution(w.founders_load, founders_capacity(w, w.arr))


@compiled(inline=True, inner=True)
def unsold(w: Run, customer: int) -> float:
    """Return what a customer has not bought of what is on sale, at list, in dollars."""
    c = the_customers(w)[customer]
    prices, left = the_prices(w), 0.0
    for number in range(prices.shape[0]):
        left += prices[number] * c.left[number]
    return float(c.core_price * left)


@compiled(inner=True)
def renewal_odds(w: Run, customer: int, spread: float, failed: bool) -> float:
    """Return the probability of renewal now, `spread` being the covered share of the term times the dilution."""
    r = the_rules(w)[0]
    c = the_customers(w)[customer]
    log_odds = retention.renewal_log_odds(
        the_segments(w)[c.segment].renewal_log_odds,
        spread,
        failed,
        c.fits_badly != 0,
        w.head_effect,
        r.cs_effect,
        r.uncovered,
        r.failed_onboarding,
        r.poor_fit,
        r.cs_head,
        (r.competitors_log_odds if c.competitor else 0.0) + (r.sponsors_log_odds if c.sponsor else 0.0),
    )
    return logistic(log_odds)
