"""The people in place: what they can carry (books, slots, sales), the head's effect, and what they cost day by day."""

from __future__ import annotations

import numpy as np

from simulator.clock import DAYS_PER_YEAR
from simulator.engine.compiled.bookkeeping import add_role
from simulator.engine.compiled.run import NOTHING, SEVERAL, Run
from simulator.engine.compiled.tables import the_fullness, the_in_place, the_roles, the_rules, the_staff, the_teams
from simulator.engine.contract import FOUNDERS, NOBODY
from simulator.engine.ledger import RoleColumn
from simulator.laws import books, capacity, coverage, staffing
from simulator.numerics.jit import compiled
from simulator.roles import RoleId


@compiled
def note_strength(w: Run, hire: int) -> None:
    """Work out a hire's share of a good, ramped one's effect anew: less while ramping, less for a mis-hire."""
    h = the_staff(w)[hire]
    role = the_roles(w)[h.role]
    if h.role == RoleId.CSM:
        settle_quality(w, hire)
    ramp = staffing.ramp_capacity(h.ramp_step, role.ramp_capacity, role.ramp_steps)
    h.strength = ramp * role.works_at if h.wrong else ramp
    forget_fullness(w, hire)
    if sizes_books(h.role):
        note_books(w)


@compiled(inline=True)
def sizes_books(role: int) -> bool:
    """Whether the size of CSMs' books depends on who is in a role."""
    return role in (RoleId.CS_HEAD, RoleId.CSM, RoleId.CS_MANAGER, RoleId.CS_OPS)


@compiled
def note_books(w: Run) -> None:
    """Work out anew the head's effect, and what share of its full size a CSM's book has: head, managers, CS Ops."""
    w.head_effect = effect_of(w, RoleId.CS_HEAD)
    csms, manager, ops = the_teams(w)[RoleId.CSM].heads, the_roles(w)[RoleId.CS_MANAGER], the_roles(w)[RoleId.CS_OPS]
    led = w.head_effect * manager.head_span + strength_of(w, RoleId.CS_MANAGER) * manager.span
    factor = coverage.book_factor(w.head_effect, the_rules(w)[0].book_without_head)
    factor *= coverage.managed_factor(csms, led, manager.unmanaged)
    factor *= coverage.ops_factor(csms, strength_of(w, RoleId.CS_OPS), ops.serves, ops.book_factor)
    if factor != w.book_factor:
        for place in range(csms):
            csm = the_in_place(w)[RoleId.CSM, place]
            settle_quality(w, csm)
            forget_fullness(w, csm)
        w.book_factor = factor


@compiled
def effect_of(w: Run, role: int) -> float:
    """Return the effect of a leader in place: 0 while the seat is empty, below 1 for a mis-hire, else 1."""
    effect = 0.0
    for place in range(the_teams(w)[role].heads):
        effect = max(effect, the_staff(w)[the_in_place(w)[role, place]].strength)
    return effect


@compiled
def strength_of(w: Run, role: int) -> float:
    """Return the people in a role, counted at their strength."""
    whole = 0.0
    for place in range(the_teams(w)[role].heads):
        whole += the_staff(w)[the_in_place(w)[role, place]].strength
    return whole


@compiled
def sellers_led(w: Run) -> float:
    """Return the share of what they could that sellers make under the VP in place."""
    return capacity.led(effect_of(w, RoleId.VP_SALES), the_roles(w)[RoleId.SELLER].without_vp)


@compiled
def selling_capacity(w: Run) -> tuple[float, float]:
    """Return the new ARR in dollars a year that founders and sellers can sell, and what of it ramping ones sell."""
    r = the_rules(w)[0]
    sellers, ramping = sellers_capacity(w)
    return capacity.founders_selling(w.now, w.vp_day, r.founders_sell, r.founders_fade) + sellers, ramping


@compiled
def sellers_capacity(w: Run) -> tuple[float, float]:
    """Return the new ARR in dollars a year that sellers can sell, and what of it ramping ones sell."""
    seller = the_roles(w)[RoleId.SELLER]
    sold, ramping = 0.0, 0.0
    for place in range(the_teams(w)[RoleId.SELLER].heads):
        h = the_staff(w)[the_in_place(w)[RoleId.SELLER, place]]
        sells = seller.quota * h.attainment * h.strength
        sold += sells
        if h.ramp_step < seller.ramp_steps:
            ramping += sells
    led = sellers_led(w)
    return sold * led, ramping * led


@compiled
def sellers_ramped(w: Run) -> int:
    """Return how many sellers have their ramp behind them."""
    count = 0
    for place in range(the_teams(w)[RoleId.SELLER].heads):
        if the_staff(w)[the_in_place(w)[RoleId.SELLER, place]].ramp_step >= the_roles(w)[RoleId.SELLER].ramp_steps:
            count += 1
    return count


@compiled
def sellers_at_quota(w: Run) -> int:
    """Return how many of those make their quota."""
    seller, led = the_roles(w)[RoleId.SELLER], sellers_led(w)
    count = 0
    for place in range(the_teams(w)[RoleId.SELLER].heads):
        h = the_staff(w)[the_in_place(w)[RoleId.SELLER, place]]
        if h.ramp_step >= seller.ramp_steps and h.attainment * h.strength * led >= seller.at_quota_from:
            count += 1
    return count


@compiled(inline=True)
def csm_capacity(w: Run, csm: int) -> float:
    """Return the dollars of load a CSM can be given now."""
    c = the_staff(w)[csm]
    return float(c.full_book * c.strength * w.book_factor)


@compiled(inline=True)
def csm_saturation(w: Run, csm: int) -> float:
    """Return the dollars of load a CSM has the hours for now."""
    c = the_staff(w)[csm]
    return float(c.hours_for * c.strength * w.book_factor)


@compiled(inline=True)
def slots_of(w: Run, hire: int) -> float:
    """Return the slots of a specialist or a customer-sales rep now."""
    return float(the_roles(w)[the_staff(w)[hire].role].slots * the_staff(w)[hire].strength)


@compiled(inline=True)
def forget_fullness(w: Run, hire: int) -> None:
    """What a hire carries, or can carry, has changed: how full, and how good, is worked out when next asked for."""
    h = the_staff(w)[hire]
    the_fullness(w)[hire] = np.nan
    h.quality = np.nan
    team = the_teams(w)[h.role]
    if team.changed != hire:
        team.changed = SEVERAL if team.changed != NOTHING else hire


@compiled
def fullness_of(w: Run, hire: int) -> float:
    """Return what a CSM, a specialist or a rep carries relative to capacity; infinite for one without room."""
    if the_staff(w)[hire].role == RoleId.CSM:
        carries, capacity = the_staff(w)[hire].load, csm_capacity(w, hire)
    else:
        carries, capacity = float(the_staff(w)[hire].slots_in_use), slots_of(w, hire)
    return float(carries / capacity) if capacity > 0.0 and carries < capacity else np.inf


@compiled
def most_room(w: Run, role: int) -> int:
    """Return who of a role has room and carries the least relative to capacity, the longest-serving if equal.

    While nobody has room and one person's work alone changes, only that person may come to have some.
    """
    team = the_teams(w)[role]
    changed = team.changed
    if changed == NOTHING:
        return NOTHING
    if changed != SEVERAL:
        h = the_staff(w)[changed]
        here = np.isnan(h.left) and not np.isnan(h.joined)
        return int(changed) if here and known_fullness(w, changed) < np.inf else NOTHING
    best, least = NOTHING, np.inf
    people, fullness = the_in_place(w)[role], the_fullness(w)
    for place in range(team.heads):
        person = people[place]
        full = fullness[np.uint64(person)]
        if np.isnan(full):
            full = known_fullness(w, person)
        if full < least:
            best, least = person, full
    if best == NOTHING:
        team.changed = NOTHING
    return int(best)


@compiled(inline=True)
def known_fullness(w: Run, hire: int) -> float:
    """Return `fullness_of` a hire, worked out anew only where it has changed."""
    full = the_fullness(w)[hire]
    if np.isnan(full):
        full = fullness_of(w, hire)
        the_fullness(w)[hire] = full
    return float(full)


@compiled
def founders_capacity(w: Run, arr: float) -> float:
    """Return the dollars of load the founders can look after at some ARR."""
    r = the_rules(w)[0]
    return coverage.founders_capacity(arr, r.founders_book, r.handover_from, r.handover_until)


# quality: how good a manager's service is, added up over time; the founders' beside that of each CSM  -----------------


@compiled(inline=True)
def quality_of(w: Run, manager: int) -> float:
    """Return how good a manager's service is now: it holds until its load, or what it has the hours for, changes."""
    quality = the_staff(w)[manager].quality if manager >= 0 else w.founders_quality
    return float(_work_out_quality(w, manager) if np.isnan(quality) else quality)


@compiled
def _work_out_quality(w: Run, manager: int) -> float:
    """Work it out anew, and keep it."""
    r = the_rules(w)[0]
    if manager >= 0:
        h = the_staff(w)[manager]
        h.quality = books.quality(csm_saturation(w, manager), h.load, r.quality_curve, r.quality_whole)
        return float(h.quality)
    capacity = founders_capacity(w, w.arr)
    w.founders_quality = books.quality(capacity, w.founders_load, r.quality_curve, r.quality_whole)
    return float(w.founders_quality)


@compiled(inline=True)
def quality_days(w: Run, manager: int) -> float:
    """Return the days at full quality that have added up so far, while a manager had accounts; for nobody, all days."""
    if manager == NOBODY:
        return float(w.now)
    so_far, since = w.founders_quality_days, w.founders_settled
    if manager >= 0:
        so_far, since = the_staff(w)[manager].quality_days, the_staff(w)[manager].settled
    days = w.now - since
    return float(so_far + quality_of(w, manager) * days if days > 0.0 else so_far)


@compiled
def settle_quality(w: Run, manager: int) -> None:
    """Add up to now; called before a manager's load, or what it has the hours for, changes."""
    if manager < 0:
        if w.founders_accounts > 0:
            w.founders_quality_days = quality_days(w, FOUNDERS)
        w.founders_settled = w.now
        return
    h = the_staff(w)[manager]
    if h.accounts > 0:
        h.quality_days = quality_days(w, manager)
    h.settled = w.now


@compiled
def company_arr_becomes(w: Run, arr: float) -> None:
    """Settle before the company's ARR changes to another, where that leaves the founders less time for their book."""
    if w.founders_accounts > 0 and max(w.arr, arr) >= the_rules(w)[0].handover_from:
        settle_quality(w, FOUNDERS)
        w.founders_quality = np.nan


@compiled
def settle_staff(w: Run, role: int) -> None:
    """Count the days worked and paid in a role up to now; called before its headcount changes."""
    team = the_teams(w)[role]
    days = team.heads * (w.now - team.staff_since)
    team.staff_since = w.now
    add_role(w, role, RoleColumn.STAFF_DAYS, days)
    add_role(w, role, RoleColumn.COST, days * (the_roles(w)[role].cost / DAYS_PER_YEAR) * w.pay)
