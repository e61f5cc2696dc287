"""A hire's life: the seat opens, somebody joins, ramps, and one day leaves."""

from __future__ import annotations

import numpy as np

from simulator.engine.compiled.bookkeeping import add_role, log
from simulator.engine.compiled.calendar import hire_timer, set_timer
from simulator.engine.compiled.desks import carve_out, drop_all, serve, specialist_leaves
from simulator.engine.compiled.leads import rep_leaves
from simulator.engine.compiled.run import JOIN, LEAVE, NOTHING, RAMP, TOO_MANY_HIRES, Run
from simulator.engine.compiled.selling import sales_staff_changed
from simulator.engine.compiled.staff import (
    forget_fullness,
    note_books,
    note_strength,
    sellers_at_quota,
    settle_quality,
    settle_staff,
    sizes_books,
)
from simulator.engine.compiled.tables import the_in_place, the_roles, the_rules, the_staff, the_teams
from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import RoleColumn
from simulator.laws import capacity, staffing
from simulator.numerics.draws import (
    BOOK_SIZE,
    HIRE_LEAD,
    HIRE_MISHIRE,
    HIRE_TENURE,
    SATURATION,
    SELLER_ATTAINMENT,
    uniform,
)
from simulator.numerics.draws import hire as hire_entity
from simulator.numerics.jit import compiled
from simulator.numerics.quantiles import gap_of, happens, lognormal_mean_cv_of, lognormal_of, triangular_of, uniform_of
from simulator.roles import RoleId


@compiled
def draw_for(w: Run, hire: int, decision: int) -> float:
    """Return a hire's keyed uniform."""
    return uniform(w.seed, w.run, the_staff(w)[hire].entity, decision, 0)


@compiled
def new_hire(w: Run, role: int) -> int:
    """Number the next hire of a role."""
    if w.hires >= the_staff(w).shape[0]:
        w.overflow |= TOO_MANY_HIRES
        w.hires -= 1  # the run is void: any memory will do until it is noticed
    hire = w.hires
    w.hires += 1
    team = the_teams(w)[role]
    h = the_staff(w)[hire]
    h.role, h.ordinal = role, team.ordinals
    h.entity = hire_entity(the_roles(w)[role].key, team.ordinals)
    h.opened, h.joined, h.left = np.nan, np.nan, np.nan
    h.load, h.ramp_step, h.slots_in_use, h.wrong, h.planned, h.accounts = 0.0, 0, 0, 0, 0, 0
    h.full_book, h.strength, h.attainment = 0.0, 0.0, 0.0
    h.hours_for, h.quality_days, h.settled = 0.0, 0.0, 0.0
    forget_fullness(w, hire)
    h.converted_from, h.moving, h.moved = NOTHING, 0, 0
    if role == RoleId.SELLER:
        mean, cv = the_roles(w)[role].attainment, the_roles(w)[role].attainment_cv
        h.attainment = lognormal_mean_cv_of(draw_for(w, hire, SELLER_ATTAINMENT), mean, cv)
    if role == RoleId.CSM:
        csm = the_roles(w)[role]
        h.full_book = uniform_of(draw_for(w, hire, BOOK_SIZE), csm.book_low, csm.book_high)
        h.hours_for = triangular_of(
            draw_for(w, hire, SATURATION), csm.saturation_low, csm.saturation_mode, csm.saturation_high
        )
    team.ordinals += 1
    return int(hire)


@compiled
def open_seat(w: Run, hire: int) -> None:
    """The decision to hire: whoever fills the seat is looked for now."""
    the_staff(w)[hire].opened = w.now
    await_joining(w, hire, days_to_fill(w, hire))


@compiled
def days_to_fill(w: Run, hire: int) -> float:
    """Take somebody from another role, or look outside: how long that takes, and whether it turns out wrong."""
    h = the_staff(w)[hire]
    role = the_roles(w)[h.role]
    h.converted_from = convertible(w, h.role)
    if h.converted_from != NOTHING:
        the_staff(w)[h.converted_from].moving = 1
        return float(role.conversion)
    h.wrong = 1 if happens(draw_for(w, hire, HIRE_MISHIRE), odds_of_mishire(w, h.role)) else 0
    return lognormal_of(draw_for(w, hire, HIRE_LEAD), role.lead_median, role.lead_sigma)


@compiled
def convertible(w: Run, role: int) -> int:
    """Return who has served longest in the role that a seat is filled from and is not about to move already."""
    source = the_roles(w)[role].converted_from
    if source != NOBODY:
        for place in range(the_teams(w)[source].heads):
            if not the_staff(w)[the_in_place(w)[source, place]].moving:
                return int(the_in_place(w)[source, place])
    return NOTHING


@compiled
def odds_of_mishire(w: Run, number: int) -> float:
    """Return the odds that a hire into a role turns out wrong: higher while sales are unproven."""
    r, role = the_rules(w)[0], the_roles(w)[number]
    if r.sells_by_capacity:
        unproven = capacity.unproven_share(sellers_at_quota(w), r.proven_by)
        return float(role.mishire_odds + role.unproven_odds * unproven)
    return staffing.mishire_odds(w.arr, role.mishire_odds, role.unproven_odds, role.unproven_from, role.unproven_until)


@compiled
def await_joining(w: Run, hire: int, days: float) -> None:
    """The seat stays open for so long."""
    log(w, EventKind.SEAT_OPENED, hire, the_staff(w)[hire].role, days)
    set_timer(w, hire_timer(w, hire, JOIN), days)


@compiled
def joins(w: Run, hire: int) -> None:
    """First day at work, unless whoever was to come from another role has left."""
    source = the_staff(w)[hire].converted_from
    if source != NOTHING:
        if not np.isnan(the_staff(w)[source].left):
            days = days_to_fill(w, hire)
            log(w, EventKind.SEAT_REOPENED, hire, the_staff(w)[hire].role, days)
            set_timer(w, hire_timer(w, hire, JOIN), days)
            return
        changes_role(w, source, hire)
    join(w, hire, 0.0)
    if the_staff(w)[hire].role == RoleId.ONBOARDING and not w.carved_out:
        carve_out(w)
    serve(w)


@compiled
def changes_role(w: Run, old: int, new: int) -> None:
    """The same person goes on in another role, right or wrong as before."""
    h = the_staff(w)[old]
    the_staff(w)[new].wrong = h.wrong
    h.moved = 1
    h.left = w.now
    depart(w, old)
    log(w, EventKind.CONVERTED, new, old, h.left - h.joined)
    hand_back(w, old)


@compiled
def join(w: Run, hire: int, already: float) -> None:
    """Start working, `already` days into the ramp; tenure is drawn from here on."""
    h = the_staff(w)[hire]
    role = the_roles(w)[h.role]
    h.joined = w.now - already
    arrive(w, hire)
    log(w, EventKind.JOINED, hire, h.role, float(h.wrong))
    while h.ramp_step < role.ramp_steps and already >= role.ramp_days[h.ramp_step]:
        already -= role.ramp_days[h.ramp_step]
        h.ramp_step += 1
    note_strength(w, hire)
    if h.ramp_step < role.ramp_steps:
        set_timer(w, hire_timer(w, hire, RAMP), role.ramp_days[h.ramp_step] - already)
    set_timer(w, hire_timer(w, hire, LEAVE), tenure(w, hire))
    sales_staff_changed(w, h.role)


@compiled
def arrive(w: Run, hire: int) -> None:
    """Somebody starts."""
    h = the_staff(w)[hire]
    team = the_teams(w)[h.role]
    settle_staff(w, h.role)
    if not np.isnan(h.opened):  # came through an open seat
        team.seats_open -= 1
        add_role(w, h.role, RoleColumn.JOINERS, 1.0)
        if h.converted_from == NOTHING:
            add_role(w, h.role, RoleColumn.FEES, the_roles(w)[h.role].cost * the_roles(w)[h.role].hiring_fee * w.pay)
    the_in_place(w)[h.role, team.heads] = hire
    team.heads += 1
    note_strength(w, hire)
    if h.role == RoleId.CS_HEAD:
        w.had_head = 1
    if h.role == RoleId.VP_SALES:
        w.vp_day = min(w.vp_day, max(0.0, h.joined))


@compiled
def tenure(w: Run, hire: int) -> float:
    """Return the days until this hire leaves; infinite in a role without attrition."""
    h = the_staff(w)[hire]
    role = the_roles(w)[h.role]
    if h.wrong:
        return float(role.leaves_after)
    if role.attrition <= 0.0:
        return np.inf
    return gap_of(draw_for(w, hire, HIRE_TENURE), role.attrition)


@compiled
def ramps(w: Run, hire: int) -> None:
    """A step of the ramp ends, and capacity grows."""
    h = the_staff(w)[hire]
    if not np.isnan(h.left):
        return
    role = the_roles(w)[h.role]
    h.ramp_step += 1
    note_strength(w, hire)
    log(w, EventKind.RAMPED, hire, h.role, h.strength)
    sales_staff_changed(w, h.role)
    serve(w)
    if h.ramp_step < role.ramp_steps:
        set_timer(w, hire_timer(w, hire, RAMP), role.ramp_days[h.ramp_step])


@compiled
def leaves(w: Run, hire: int) -> None:
    """Last day, unless he works in another role by now."""
    h = the_staff(w)[hire]
    if not np.isnan(h.left):
        return
    h.left = w.now
    depart(w, hire)
    log(w, EventKind.LEFT, hire, h.role, h.left - h.joined)
    hand_back(w, hire)
    serve(w)


@compiled
def hand_back(w: Run, hire: int) -> None:
    """The book, the onboardings or the leads in hand go to others."""
    role = the_staff(w)[hire].role
    if role == RoleId.CSM:
        drop_all(w, hire)
    elif role == RoleId.ONBOARDING:
        specialist_leaves(w, hire)
    elif role == RoleId.CUSTOMER_SALES:
        rep_leaves(w, hire)
    sales_staff_changed(w, role)


@compiled
def depart(w: Run, hire: int) -> None:
    """Take a leaver off the list of those in place, which stays in the order of joining."""
    role = the_staff(w)[hire].role
    team = the_teams(w)[role]
    settle_staff(w, role)
    if role == RoleId.CSM:
        settle_quality(w, hire)
    add_role(w, role, RoleColumn.LEAVERS, 1.0)
    if the_staff(w)[hire].wrong and not the_staff(w)[hire].moved:
        add_role(w, role, RoleColumn.SEVERANCE, the_roles(w)[role].cost * the_roles(w)[role].severance * w.pay)
    place = 0
    while the_in_place(w)[role, place] != hire:
        place += 1
    team.heads -= 1
    while place < team.heads:
        the_in_place(w)[role, place] = the_in_place(w)[role, place + 1]
        place += 1
    if sizes_books(role):
        note_books(w)
