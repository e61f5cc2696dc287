"""What people in place can carry: the head's effect, a CSM's book, a specialist's slots, the founders' book."""

from __future__ import annotations

from simulator.engine.compiled.tables import the_in_place, the_roles, the_rules, the_staff, the_teams
from simulator.engine.compiled.world import Run
from simulator.engine.contract import RoleId
from simulator.jit import compiled
from simulator.laws import coverage, staffing

CS_HEAD = int(RoleId.CS_HEAD)
CSM = int(RoleId.CSM)
SPECIALIST = int(RoleId.ONBOARDING)


@compiled(inner=True)
def note_strength(w: Run, hire: int) -> None:
    """Work out a hire's share of a good, ramped one's effect anew: less while ramping, less for a mis-hire."""
    h = the_staff(w)[hire]
    role = the_roles(w)[h.role]
    ramp = staffing.ramp_capacity(h.stretch, role.ramp_capacity, role.ramp_steps)
    h.strength = ramp * role.works_at if h.wrong else ramp
    if h.role == CS_HEAD:
        note_head(w)


@compiled(inner=True)
def note_head(w: Run) -> None:
    """Work out the effect of the head of CS anew: 0 while the seat is empty, below 1 for a mis-hire, else 1."""
    effect = 0.0
    for place in range(the_teams(w)[CS_HEAD].heads):
        effect = max(effect, the_staff(w)[the_in_place(w)[CS_HEAD, place]].strength)
    w.head_effect = effect
    w.book_factor = coverage.book_factor(effect, the_rules(w)[0].book_without_head)


@compiled(inline=True, inner=True)
def csm_capacity(w: Run, csm: int) -> float:
    """Return the dollars of load a CSM can look after now."""
    c = the_staff(w)[csm]
    return float(c.full_book * c.strength * w.book_factor)


@compiled(inline=True, inner=True)
def specialist_capacity(w: Run, specialist: int) -> float:
    """Return the slots of a specialist now."""
    return float(the_roles(w)[SPECIALIST].slots * the_staff(w)[specialist].strength)


@compiled(inner=True)
def founders_capacity(w: Run, arr: float) -> float:
    """Return the dollars of load the founders can look after at some ARR."""
    r = the_rules(w)[0]
    return coverage.founders_capacity(arr, r.founders_book, r.handover_from, r.handover_until)
