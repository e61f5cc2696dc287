"""Cash along the plan: plain arithmetic, no run; what a finance lead puts on one line before anything is simulated.

The plan is the path itself, or where bookings are given what those and the planned NRR come to, at the means of what is
uncertain. Month by month:

- planned ARR is billed ahead by each segment's term (a year at most) and collected after the days it takes, with the
  opening book billed evenly before the start (or owing what is stated); what planned ARR grows by is billed when it
  is sold;
- revenue costs what the gross margin leaves, the plan's new customers and its net expansion cost what is spent on a
  dollar of each, when the scenario spends it (what renewals pay in commission is not in it), and research, development
  and administration take what they do where ARR is as planned;
- people cost their pay: those whose first day the plan knows, CSMs for planned ARR and specialists for planned
  customers. Fees, attrition, mis-hires and whoever the fate of customers would bring are not in it;
- a round brings its money in the month in which the plan meets one of its conditions. Conditions that depend on how
  customers fare have no date on a plan, and a round that has no other brings nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import DAYS_PER_MONTH, DAYS_PER_YEAR, MONTHS_PER_YEAR, month_end, month_of, months_of
from simulator.engine.record import HowManyRule, administration_rules, rnd_rules
from simulator.experiment.expected import plain
from simulator.laws.coverage import founders_capacity
from simulator.laws.growth import at_day
from simulator.laws.money import MONTHS_BILLED_AHEAD, paid_in
from simulator.laws.spending import nominal, with_raises
from simulator.laws.staffing import pay_level
from simulator.roles import RoleId
from simulator.scenario.explain.conditions import Openings
from simulator.scenario.explain.plan import PlanDates, opening_arr
from simulator.scenario.schema.plan import Plan, begun, plan_from, planned_arr
from simulator.scenario.schema.uncertainty import central

if TYPE_CHECKING:
    from simulator.engine.record import Lowered
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["PlannedCash", "planned_cash"]


@dataclass(frozen=True, eq=False)
class PlannedCash:
    """Cash and ARR at month ends along the plan, in dollars (months + 1,); month 0 is the opening."""

    cash: Floats
    arr: Floats

    @property
    def opening(self) -> float:
        """Cash on the first day."""
        return float(self.cash[0])

    @property
    def used_up(self) -> int | None:
        """The first month at whose end the plan has less than nothing, None where cash lasts."""
        below = np.flatnonzero(self.cash < 0.0)
        return int(below[0]) if below.size else None

    @property
    def lowest(self) -> int:
        """The month at whose end cash is lowest, the first of several."""
        return int(np.argmin(self.cash))


def planned_cash(scenario: Scenario, lowered: Lowered, today: TodaysBook | None) -> PlannedCash:
    """Return cash along the plan of a `scenario`, in dollars at month ends; nothing is simulated.

    `lowered` is the scenario's record, lowered at the means of what is uncertain, and `today` the company's own
    accounts and people, None where it names none.
    """
    certain, rules = central(scenario), lowered.rules[0]
    months = int(rules["months"])
    opening = opening_arr(certain, today)
    path = begun(certain.path, opening, certain.demand.bookings_a_year)
    plan = plan_from(path, opening, math.ceil(month_end(months)) + 1)
    bookings = certain.demand.bookings_a_year
    by_day = planned_arr(plan, opening, None if bookings is None else plain(bookings), certain.path.planned_nrr)
    arr = _at_month_ends(by_day, months)
    revenue = np.diff(_at_month_ends(_running((by_day[1:] + by_day[:-1]) / 2.0 / DAYS_PER_YEAR), months))
    new = _new_arr(certain, plan, months)
    net_expansion = np.maximum(0.0, np.diff(arr) - new)
    spent = revenue * (1.0 - float(rules["gross_margin"])) + _departments(lowered, arr)
    spent = spent + net_expansion * float(rules["expansion_cost"])
    openings = Openings(certain, PlanDates(certain, today, np.maximum.accumulate(by_day)), today)  # when first reached
    pay = _pay(lowered, planned_people(certain, lowered, openings, arr, new))
    spent = spent + _for_new_customers(lowered, new, pay) + pay.sum(axis=0)
    received = _collected(arr, lowered) + _more_owed(arr, lowered) + _raised(certain, openings, months)
    cash = np.concatenate(([0.0], np.cumsum(received - spent))) + float(rules["opening_cash"])
    return PlannedCash(cash, arr)


def _running(daily: Floats) -> Floats:
    return np.concatenate(([0.0], np.cumsum(daily)))


def _at_month_ends(table: Floats, months: int) -> Floats:
    return np.array([at_day(table, month_end(month)) for month in range(months + 1)])


def _new_arr(scenario: Scenario, plan: Plan, months: int) -> Floats:
    """Return the ARR that new customers are planned to bring, month by month (months,)."""
    given = scenario.demand.bookings_a_year
    if given is not None:
        return np.full(months, plain(given) / MONTHS_PER_YEAR)
    return np.diff(_at_month_ends(plan.bookings, months))


def _collected(arr: Floats, lowered: Lowered) -> Floats:
    """Return what customers pay month by month (months,): segment by segment, billed ahead and paid after a while."""
    lag = months_of(float(lowered.rules[0]["collection_days"]))
    paid = np.zeros(len(arr) - 1)
    for term, share in _terms(lowered).items():
        period = min(MONTHS_BILLED_AHEAD, term)
        back = math.ceil(lag) + period
        sold = np.concatenate((np.full(back, share * arr[0] / period), np.zeros(len(arr) - 1)))
        for place in range(back, len(sold)):
            month = place - back + 1
            sold[place] = max(0.0, share * (arr[month] - arr[month - 1]) + sold[place - period])
        billed = np.concatenate(([0.0], np.cumsum(sold * period / MONTHS_PER_YEAR)))
        months = np.arange(len(billed), dtype=np.float64)
        ends = np.interp(months[back:] - lag, months, billed)
        paid += np.diff(ends)
    return paid


def _more_owed(arr: Floats, lowered: Lowered) -> Floats:
    """Return what the stated opening receivables bring beyond an opening book billed evenly, month by month (months,).

    Nothing where none are stated.
    """
    rules, months = lowered.rules[0], len(arr) - 1
    stated, days = float(rules["opening_receivables"]), float(rules["collection_days"])
    if math.isnan(stated):
        return np.zeros(months)
    more = stated - float(arr[0]) * days / DAYS_PER_YEAR
    return np.array([more * paid_in(month, days) for month in range(1, months + 1)])


def _terms(lowered: Lowered) -> dict[int, float]:
    """Return the share of ARR with each term in months: of the user's accounts, or of what new customers bring."""
    shares: dict[int, float] = {}
    if len(lowered.accounts):
        amounts = np.bincount(lowered.accounts["segment"], lowered.accounts["arr"], len(lowered.segments))
    else:
        amounts = np.diff(lowered.segments["cumulative_share"], prepend=0.0) * lowered.segments["acv"]
    whole = float(amounts.sum())
    for row, amount in zip(lowered.segments, amounts.tolist(), strict=True):
        term = int(row["term_months"])
        shares[term] = shares.get(term, 0.0) + (amount / whole if whole > 0.0 else 1.0 / len(lowered.segments))
    return shares


def _pay(lowered: Lowered, heads: Floats) -> Floats:
    """Return what people (roles, months) cost by role and month (roles, months)."""
    inflation, months = float(lowered.rules[0]["pay_inflation"]), heads.shape[1]
    cost: Floats = lowered.roles["cost"][:, None] * heads * _pay_levels(inflation, months) / MONTHS_PER_YEAR
    return cost


def _pay_levels(inflation: float, months: int) -> Floats:
    """Return what pay is in each month (months,), as a multiple of the first day's."""
    return np.array([pay_level(inflation, month // MONTHS_PER_YEAR) for month in range(months)])


def _for_new_customers(lowered: Lowered, new: Floats, pay: Floats) -> Floats:
    """Return what new customers cost month by month (months,), beyond the pay of those who sell where that is in it.

    `new` is the ARR that they are planned to bring (months,), `pay` what people cost (roles, months).
    """
    rules = lowered.rules[0]
    ahead: Floats = lowered.budgets["bookings_ahead"][1:] * float(rules["paid_ahead"])
    spent: Floats = new * float(rules["paid_when_won"]) + ahead
    if rules["holds_sellers"]:
        spent = np.maximum(0.0, spent - pay[RoleId.VP_SALES] - pay[RoleId.SELLER])
    return spent


def _departments(lowered: Lowered, arr: Floats) -> Floats:
    """Return what research, development and administration take month by month (months,) at planned ARR.

    `arr` is planned ARR at month ends (months + 1,). Where it is as planned, nothing is planned anew.
    """
    rules, budgets, months = lowered.rules[0], lowered.budgets, len(arr) - 1
    if not rules["by_department"]:
        found: Floats = budgets["other_spend"][1:]
        return found
    planned_pay = _pay_levels(float(rules["planned_inflation"]), months)
    pay = _pay_levels(float(rules["pay_inflation"]), months)
    lagged = arr[np.maximum(0, np.arange(1, months + 1) - int(rules["arr_lag"]))]
    spent, by_name = np.zeros(months), lowered.records("rules")[0]
    for one in (rnd_rules(by_name), administration_rules(by_name)):
        for month in range(months):
            budget = budgets[month + 1]
            dollars = nominal(one, budget["other_spend"], budget["other_share"], lagged[month], planned_pay[month])
            spent[month] += with_raises(one, dollars, planned_pay[month], pay[month])
    return spent


def _raised(scenario: Scenario, openings: Openings, months: int) -> Floats:
    """Return what rounds bring month by month (months,), each once the plan meets one of its conditions."""
    raised = np.zeros(months)
    for one in scenario.money.rounds.values():
        days = [day for day in map(openings.clause, one.opens) if day is not None]
        month = max(1, month_of(min(days))) if days else months + 1
        if month <= months:
            raised[month - 1] += plain(one.amount)
    return raised


# People along the plan: those whose first day it knows, and as many as the rules of hiring ask for on planned ARR.


def planned_people(scenario: Scenario, lowered: Lowered, openings: Openings, arr: Floats, new: Floats) -> Floats:
    """Return people at work by role and month (roles, months), parts of months as parts of a person.

    `arr` is planned ARR at month ends (months + 1,), `new` the ARR that new customers bring in each month (months,).
    Nobody leaves, and what depends on how customers fare brings nobody.
    """
    ends = np.arange(1.0, len(arr)) * DAYS_PER_MONTH
    heads = np.zeros((len(lowered.roles), len(ends)))
    for role, day in _first_days(scenario, lowered, openings):
        heads[role] += _there(day, ends)
    for role, name in enumerate(scenario.roles.names()):
        opens = openings.acts(name)
        if opens is not None:
            at_work = _there(opens + float(lowered.roles[role]["lead_median"]), ends)
            heads[role] = np.maximum(heads[role], at_work * _asked(lowered, role, arr, new))
    return heads


def _there(day: float, ends: Floats) -> Floats:
    """Return the share of each month that somebody is at work who begins on a day."""
    return np.clip((ends - day) / DAYS_PER_MONTH, 0.0, 1.0)


def _first_days(scenario: Scenario, lowered: Lowered, openings: Openings) -> list[tuple[int, float]]:
    """Return role and first day of those in place, of open requisitions, the schedule, and the first of other roles."""
    joined: list[tuple[int, float]] = []
    for person in lowered.people:
        role, day = int(person["role"]), float(person["joined"])
        agreed = day if math.isfinite(day) else float(lowered.roles[role]["lead_median"])
        joined.append((role, agreed if person["open"] else 0.0))
    for hire in lowered.dated:
        role = int(hire["role"])
        joined += [(role, float(hire["day"]) + float(lowered.roles[role]["lead_median"]))] * int(hire["count"])
    known = {role for role, _ in joined}
    for role, name in enumerate(scenario.roles.names()):
        first = openings.arrives(name) if role not in known else None
        if first is not None:
            joined.append((role, first))
    return joined


def _asked(lowered: Lowered, role: int, arr: Floats, new: Floats) -> Floats:
    """Return how many of a role the plan asks for in each month (months,): none where its rule is another.

    As many CSMs as carry planned ARR beyond what founders can, as many specialists as onboard the planned customers.
    """
    rules, row = lowered.rules[0], lowered.roles[role]
    utilisation, rule = float(rules["utilisation"]), int(row["how_many"])
    book, slots = (float(row["book_low"]) + float(row["book_high"])) / 2.0 * utilisation, float(row["slots"])
    if rule == HowManyRule.LOAD and book > 0.0:
        middle = (arr[1:] + arr[:-1]) / 2.0
        names = ("founders_book", "handover_from", "handover_until")
        carried = [founders_capacity(level, *(float(rules[name]) for name in names)) for level in middle.tolist()]
        managers: Floats = np.maximum(0.0, middle - np.array(carried)) / book
        return managers
    if rule == HowManyRule.FLOW and slots > 0.0:
        days = np.minimum((np.arange(len(new)) + 0.5) * DAYS_PER_MONTH, len(lowered.deal_acv) - 1).astype(np.int64)
        a_day = new / lowered.deal_acv[days] / DAYS_PER_MONTH
        specialists: Floats = a_day * float(rules["mean_work_days"]) / (slots * utilisation)
        return specialists
    return np.zeros(len(new))
