"""Every law at points where no factor is 0 or 1 and no two are alike, against its closed form written anew.

At a factor of 1 a law that leaves it out, or takes it twice, says the same; at 0 so does one that takes another in its
place. Each row below stands where such a law says something else, on either side of every branch.
"""

from __future__ import annotations

import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from laws.both_ways import both
from scipy.interpolate import PchipInterpolator
from scipy.stats import norm

from simulator import laws
from simulator.laws import (
    books,
    by_arr,
    capacity,
    coverage,
    effect,
    expansion,
    growth,
    money,
    months,
    onboarding,
    products,
    relations,
    retention,
    selling,
    shocks,
    spending,
    staffing,
    terms,
)
from simulator.laws.capacity import Pace
from simulator.laws.expansion import CsqlRules, CsqlState
from simulator.laws.money import ValueRules
from simulator.laws.onboarding import FailureRules, SignOff
from simulator.laws.retention import RenewalRules, RenewalState
from simulator.laws.spending import DepartmentRules
from simulator.laws.staffing import Team

YEAR, MONTH = 365.0, 365.0 / 12.0
DEALS = np.array([0.0, 0.3, 1.1, 1.4, 3.0, 3.2, 4.9])
ACV = np.array([31e3, 35e3, 42e3, 44e3, 58e3, 60e3])
PLAN = np.array([2e6, 2.1e6, 2.4e6, 2.5e6, 3.1e6, 3.3e6])
SHARES = np.array([0.2, 0.55, 1.0])
RAMP = np.array([0.35, 0.6, 0.85, 0.0])
ARRS = np.array([1.7e6, 5e6, 17e6, 41e6, 90e6])
AT_ARR, BY_ARR = np.array([3e6, 11e6, 25e6, 55e6]), np.array([0.4, 1.3, 1.7, 2.9])
SORTED = np.array([3.0, 7.0, 8.0, 20.0])


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def logit(p: float) -> float:
    return math.log(p) - math.log(1.0 - p)


def lognormal(u: float, mean: float, cv: float) -> float:
    variance = math.log(1.0 + cv**2)
    return float(mean * math.exp(norm.ppf(u) * math.sqrt(variance) - variance / 2.0))


def failure(rules: FailureRules, state: SignOff) -> float:
    base, per_month, poor_fit, cs_head, plan = rules
    ttv, poor, head = state
    parts = [base, per_month * ttv / MONTH, poor_fit * poor, cs_head * head, plan]
    return logistic(math.fsum(parts))


def renewal(x: float, rules: RenewalRules, state: RenewalState) -> float:
    uncovered, failed_onboarding, poor_fit, cs_head, called, alone, left, dearer = rules
    covered, failed, poor, head, competitor, sponsor, strain, rise, risen, weighs = state
    parts = [x, cs_head * head, uncovered - uncovered * covered]
    marks = [
        weighs * called * competitor,
        weighs * alone * sponsor,
        weighs * left * strain,
        weighs * dearer * 10 * risen,
    ]
    return math.fsum([*parts, *marks, failed_onboarding * failed, poor_fit * poor, dearer * 10 * rise])


def csql(rules: CsqlRules, state: CsqlState) -> float:
    alone, headless = rules
    adopted, covered, head = state
    return adopted * (head + (1.0 - head) * headless) * (covered + (1.0 - covered) * alone)


def worth(growth: float, nrr: float, rules: ValueRules) -> float:
    base, a, b, _, _ = rules
    return base + 100.0 * growth * a + 100.0 * nrr * b - 100.0 * b


def faded(day: float, vp_day: float, a_year: float, fade: float) -> float:
    return a_year * float(np.interp(day, [vp_day, vp_day + fade], [1.0, 0.0]))


def area(day: float, vp_day: float, a_year: float, fade: float) -> float:
    """What fades over one day: the area under a line with two bends, in trapezoids from bend to bend."""
    at = np.unique(np.clip([day, vp_day, vp_day + fade, day + 1.0], day, day + 1.0))
    height = np.array([faded(moment, vp_day, a_year, fade) for moment in at])
    return float(np.sum(np.diff(at) * (height[1:] + height[:-1]) / 2.0))


def pace(day: int, references: float, sellers: float, founders: float, vp_day: float, fade: float) -> float:
    """Deals a day on a day: demand, or what can be sold on it, from the tables above."""
    return min(
        references * (DEALS[day + 1] - DEALS[day]), (area(day, vp_day, founders, fade) + sellers) / YEAR / ACV[day]
    )


def deals_between(since: float, until: float, now: Pace) -> float:
    found = 0.0
    for day in range(len(ACV)):
        found += max(0.0, min(until, day + 1.0) - max(since, day)) * pace(day, *now)
    return found


def billed_before(anchor: float) -> int:
    """Years of 365 days gone by since the first day of the contract; below 0 before it."""
    years = 0
    while anchor + YEAR * (years + 1) <= 1e-6:
        years += 1
    while anchor + YEAR * years > 1e-6:
        years -= 1
    return 12 * years


NOW = Pace(1.3, 210e3, 9.0e6, 1.4, 3.1)
SCARCE = Pace(1.7, 2.2e6, 3.1e6, 1.4, 3.1)
FAILS = (-2.3, 0.31, 0.83, -0.47, -0.59)
RENEWS = (-0.37, -1.08, -0.91, 0.26, -0.65, -0.48, -0.8, -0.6)

ROWS: list[tuple[Callable[..., Any], Callable[..., Any], list[tuple[Any, ...]]]] = [
    # selling by capacity
    (capacity.founders_selling, faded,
     [(90.0, 120.0, 2.3e6, 80.0), (143.0, 120.0, 2.3e6, 80.0), (210.0, 120.0, 2e6, 80.0)]),
    (capacity.founders_on, area,
     [(2, 4.0, 2.3e6, 0.9), (4, 4.3, 2.3e6, 30.0), (11, 4.3, 2.3e6, 30.0), (34, 4.5, 2.3e6, 30.0), (4, 4.3, 2e6, 0.4)]),
    (capacity.founders_on, lambda day, vp, a_year, fade: a_year * (vp - day), [(4, 4.3, 2.1e6, 0.0)]),
    (capacity.led, lambda vp, without: without + vp * (1.0 - without), [(0.3, 0.45), (0.7, 0.2)]),
    (capacity.poor_fit_odds, lambda p, ramping, whole, factor: p * (1.0 + (factor - 1.0) * ramping / whole),
     [(0.12, 3e5, 8e5, 2.6), (0.3, 2e5, 9e5, 0.4), (0.3, 0.2, 0.9, 0.4)]),
    (capacity.references, lambda by, well, arr, share: 1.0 + by * (well - share * arr) / arr,
     [(0.6, 3e6, 4.5e6, 0.85), (1.7, 4e6, 4.5e6, 0.55), (0.6, 0.3, 0.5, 0.85)]),
    (capacity.deals_a_day_on, lambda deals, acv, day, now: pace(day, *now),
     [(DEALS, ACV, day, now) for now in (NOW, SCARCE) for day in range(6)]),
    (capacity.deals_between, lambda deals, acv, *rest: deals_between(*rest),
     [(DEALS, ACV, 0.4, 3.7, NOW), (DEALS, ACV, 1.25, 1.75, SCARCE), (DEALS, ACV, 2.6, 9.0, SCARCE)]),
    (capacity.sellers_needed, lambda demand, founders, grown, quota, makes:
     math.ceil((demand - founders) * grown / quota / makes),
     [(9.3e6, 1.7e6, 1.23, 7.5e5, 0.7), (2.2e6, 1.9e6, 1.6, 3e5, 0.45)]),
    (capacity.unproven_share, lambda count, by: (by - count) / by, [(2, 7.0), (3, 4.0)]),
    (capacity.a_day, lambda a_year: a_year / 365.0, [(7.3e5,)]),
    # books
    (books.floor_of, lambda hours, a_million: 1e6 * hours / a_million, [(5.0, 426.0), (7.0, 310.0)]),
    (books.load_of, max, [(9e3, 12e3), (9e4, 12e3)]),
    (books.whole_of, lambda curve: -math.expm1(-curve), [(4.0,), (0.7,)]),
    (books.quality, lambda enough, load, curve, whole: -math.expm1(-curve * enough / load) / whole,
     [(2.4e6, 3.1e6, 4.0, 0.9), (2.4e6, 1.7e6, 3.0, 0.8), (0.4e6, 3.1e6, 7.5, 0.7)]),
    (books.quality, lambda enough, load, curve, whole: 1.0 / whole, [(2.4e6, 0.0, 3.0, 0.9)]),
    (books.served_at, lambda service, good, days, now: service * good / days, [(0.4, 70.0, 90.0, 0.3)]),
    (books.served_at, lambda service, good, days, now: service * now, [(0.4, 0.0, 0.0, 0.3)]),
    (coverage.book_factor, lambda head, without: without + head * (1.0 - without), [(0.3, 0.62), (0.85, 0.4)]),
    (coverage.managed_factor, lambda csms, led, least: (min(csms, led) + least * max(0.0, csms - led)) / csms,
     [(7, 4.5, 0.7), (11, 3.2, 0.45), (3, 4.5, 0.7)]),
    (coverage.ops_factor, lambda csms, people, serves, factor: 1.0 + (factor - 1.0) * min(csms, people * serves) / csms,
     [(17, 1.6, 4.0, 1.3), (5, 1.6, 4.0, 1.3), (23, 0.7, 9.0, 0.6), (1, 0.1, 3.0, 1.3)]),
    (coverage.founders_capacity, lambda arr, book, start, end: book * float(np.interp(arr, [start, end], [1.0, 0.0])),
     [(4e6, 2e6, 5e6, 13e6), (7e6, 2e6, 5e6, 13e6), (12e6, 3e6, 5e6, 13e6), (14e6, 2e6, 5e6, 13e6)]),
    (coverage.covered_share, lambda days, served, service, since: (served + service * since) / days,
     [(200.0, 40.0, 0.4, 70.0), (310.0, 150.0, 0.9, 110.0), (0.5, 0.1, 0.4, 0.3)]),
    (coverage.is_well_served, lambda failed, service, terms, days:
     not failed and service > 0 and (terms >= 1 or days < YEAR),
     [(False, 0.4, 0, 200.0), (False, 0.4, 0, 400.0), (False, 0.4, 2, 400.0), (True, 0.4, 2, 200.0),
     (False, 0.4, 1, 500.0)]),
    # how much of CS's difference is its own doing
    (effect.in_effect, lambda actual, served, e: min(1.0, served) - e * (min(1.0, served) - min(1.0, actual)),
     [(0.3, 0.8, 0.4), (0.9, 0.6, 0.65), (1.7, 0.8, 0.4), (0.3, 1.2, 0.65)]),
    (effect.effect_on_what_follows, lambda actual, served, e: 1.0 / (1.0 + (1.0 / e - 1.0) * served / actual),
     [(0.3, 0.8, 0.4), (0.9, 0.6, 0.65)]),
    # adoption and expansion
    (expansion.adoption_after, lambda now, days, tau: now + (1.0 - now) * (1.0 - math.exp(-days / tau)),
     [(0.25, 40.0, 70.0), (0.6, 90.0, 150.0), (0.3, 0.4, 0.7)]),
    (expansion.adoption_if_served, lambda days, tau: 1.0 - math.exp(-days / tau), [(40.0, 70.0), (200.0, 150.0)]),
    (expansion.time_constant, lambda covered, tau, alone: tau * covered + alone * (1.0 - covered),
     [(0.3, 60.0, 190.0), (0.8, 45.0, 170.0)]),
    (expansion.csql_odds, csql,
     [(CsqlRules(0.25, 0.39), CsqlState(0.7, 0.4, 0.3)), (CsqlRules(0.15, 0.55), CsqlState(0.9, 0.8, 0.6))]),
    (expansion.win_odds, lambda covered, manager, nobody: manager * covered + nobody * (1.0 - covered),
     [(0.3, 0.42, 0.17), (0.6, 0.37, 0.22)]),
    (expansion.rep_win_odds, lambda without, wins, strength: (1.0 - strength) * without + strength * wins,
     [(0.35, 0.62, 0.3), (0.42, 0.58, 0.7)]),
    # the plan
    (growth.at_day, lambda table, day: float(np.interp(day, np.arange(len(table)), table)),
     [(PLAN, 2.3), (PLAN, 4.75), (PLAN, 9.0)]),
    (growth.growth_ahead, lambda plan, day, ahead: float(np.divide(*np.interp([day + ahead, day], np.arange(6), plan))),
     [(PLAN, 1.3, 2.4), (PLAN, 2.7, 1.6), (PLAN, 3.2, 8.0)]),
    (growth.growth_over, lambda plan, then, now: float(np.divide(*np.interp([now, then], np.arange(6), plan))) - 1.0,
     [(PLAN, 1.3, 3.7), (PLAN, 0.6, 4.2), (PLAN, 2.4, 8.0)]),
    (growth.kept_along, lambda opening, nrr, days: opening * np.exp(np.log(nrr) * np.arange(days + 1) / days),
     [(3e6, 1.17, 5)]),
    (growth.deals_a_day, lambda deals, day: deals[int(day) + 1] - deals[int(day)],
     [(DEALS, 1.7), (DEALS, 3.2), (DEALS, 5.9)]),
    (growth.day_of_deal, lambda deals, deal, since: float(np.interp(deal, deals, np.arange(len(deals)))),
     [(DEALS, 0.7, 0), (DEALS, 2.1, 1), (DEALS, 4.3, 3)]),
    (growth.arr_by_day, lambda yearly, days:
     yearly[0] * np.exp(np.linspace(0.0, math.log(yearly[1] / yearly[0]), days + 1)),
     [(np.array([2e6, 7e6]), 9)]),
    (growth.monotone_slopes, lambda values:
     PchipInterpolator(np.arange(len(values)), values).derivative()(range(len(values))),
     [(np.array([1.0, 2.0, 6.5, 8.2]),), (np.array([3.0, 5.0, 4.1, 4.7, 9.3, 9.9]),)]),
    (growth.end_slope, lambda near, far: 1.5 * near - 0.5 * far, [(0.8, 0.5), (1.3, 2.2), (-0.8, -1.7)]),
    # money
    (money.earned, lambda arr, days: arr / 365.0 * days, [(73e3, 17.0), (-41e3, 200.0)]),
    (money.months_to_bill, lambda billed, end: end - billed if end - billed < 12 else 12,
     [(5, 9), (7, 30), (13, 25), (24, 29)]),
    (money.invoiced, lambda arr, count: arr / 12.0 * count, [(60e3, 5), (41e3, 7)]),
    (money.billed_before, billed_before, [(-900.0,), (-366.0,), (-364.0,), (11.0,), (400.0,)]),
    (money.paid_in, lambda month, days: max(0.0, min(days, month * MONTH) - (month - 1) * MONTH) / days,
     [(1, 70.0), (2, 70.0), (3, 70.0), (1, 20.0), (2, 20.0), (3, 45.0)]),
    (money.runway, lambda cash, burned, count: cash * count / burned, [(3e6, 7e5, 4), (9e5, 2.2e6, 3)]),
    (money.multiple, worth,
     [(0.6, 1.13, ValueRules(3.2, 0.07, 0.11, 0.5, 25.0)), (1.4, 0.87, ValueRules(2.7, 0.05, 0.09, 0.5, 25.0))]),
    # months
    (months.landing_year_of, lambda cohort: math.ceil(cohort / 4.0), [(0,), (1,), (4,), (5,), (20,)]),
    (months.quarter_of, lambda day: math.ceil(day / (3.0 * MONTH)), [(50.0,), (100.0,), (400.0,)]),
    (months.months_after, lambda anchor, count: anchor + count * MONTH, [(-47.0, 7), (100.0, 18), (33.3, -5)]),
    (months.days_until, lambda now, day: day - now, [(31.7, 90.2), (200.3, 701.9)]),
    (months.month_of, lambda day: math.ceil(day / MONTH), [(50.0,), (100.0,), (-40.0,)]),
    (months.month_end, lambda month: month * MONTH, [(5,), (17,)]),
    (months.invoice_before, lambda month, term, ahead: max(
        m * term + year for m in range(-9, 9) for year in range(0, term, ahead) if m * term + year < month),
     [(5, 15, 5), (0, 17, 5), (12, 30, 12), (24, 30, 12), (0, 30, 12), (0, 7, 12)]),
    # odds
    (retention.times_odds, lambda p, factor: p * factor / (1.0 - p + p * factor), [(0.3, 1.7), (0.9, 0.4)]),
    (onboarding.team_pace, lambda days, starts, full: starts + (1.0 - starts) * min(1.0, days / full),
     [(70.0, 0.6, 200.0), (150.0, 0.35, 270.0), (300.0, 0.35, 270.0)]),
    (onboarding.failure_odds, failure, [
        (FailureRules(*FAILS), SignOff(150.0, True, 0.6)),
        (FailureRules(*FAILS), SignOff(90.0, False, 0.3)),
        (FailureRules(*FAILS), SignOff(70.0, True, 0.2))]),
    (onboarding.well_day, lambda signed, fails, mends, later: signed if not fails else signed + later,
     [(41.0, False, True, 90.0), (41.0, True, True, 90.0)]),
    (onboarding.failed_if_served, lambda signed, well, now: signed <= now and not now >= well,
     [(41.0, 130.0, 40.0), (41.0, 130.0, 70.0), (41.0, 130.0, 140.0)]),
    (onboarding.work_days, lambda u, shape, mean, cv: lognormal(u, mean, cv),
     [(0.3, onboarding.LOGNORMAL, 41.0, 0.6), (0.8, onboarding.LOGNORMAL, 70.0, 0.35)]),
    (retention.renewal_odds, lambda p, *rest: logistic(renewal(logit(p), *rest)), [
        (0.913, RenewalRules(*RENEWS), RenewalState(0.4, True, True, 0.6, True, False, 0.7, 0.06, 0.09, 0.4)),
        (0.87, RenewalRules(*RENEWS), RenewalState(0.7, False, True, 0.3, False, True, 0.7, 0.06, 0.09, 0.4))]),
    (retention.renewal_log_odds, renewal, [
        (2.3, RenewalRules(*RENEWS), RenewalState(0.4, True, False, 0.6, False, True, 0.7, 0.06, 0.09, 0.4)),
        (1.9, RenewalRules(*RENEWS), RenewalState(0.7, True, True, 0.3, True, True, 0.7, 0.06, 0.09, 0.4))]),
    (retention.contraction_odds, lambda covered, base, more: base + base * more * (1.0 - covered),
     [(0.4, 0.06, 1.3), (0.7, 0.09, 0.45)]),
    # relations
    (relations.loss_under, lambda joined, lost, part: part if joined <= lost else 1.0,
     [(40.0, 50.0, 0.3), (50.0, 50.0, 0.4), (60.0, 50.0, 0.3)]),
    (relations.strain, lambda loss, since, now, fades: loss * max(0.0, fades - now + since) / fades,
     [(0.7, 100.0, 130.0, 120.0), (0.4, 100.0, 215.0, 120.0), (0.7, 100.0, 260.0, 120.0)]),
    # spending
    (spending.shares_by_arr, lambda arr, at, shares: np.interp(np.log(arr), np.log(at), shares),
     [(ARRS, AT_ARR, BY_ARR), (ARRS, AT_ARR[:1], BY_ARR[:1])]),
    (spending.last_replanned, lambda month: 12 * math.ceil(month / 12.0 - 1.0), [(5,), (13,), (24,), (25,)]),
    (spending.replanned, lambda happened, planned, most: min(most, happened / planned),
     [(0.7, 1.3, 4.0), (2.9, 1.1, 4.0), (2.9, 1.1, 1.7)]),
    (spending.beyond, lambda spent, held: spent - min(spent, held), [(9e4, 4e4), (3e4, 7e4)]),
    (spending.nominal, lambda rules, planned, share, arr, pay: (
        planned * rules.share, rules.share * share * arr / 12.0, rules.budget * pay / 12.0)[rules.follows],
     [(DepartmentRules(follows, 0.65, 1.2e6, 0.75, 2e5), 3e5, 0.6, 7e6, 1.06) for follows in (0, 1, 2)]),
    (spending.full_time, lambda rules, dollars, pay: 12.0 * rules.people * dollars / rules.cost / pay,
     [(DepartmentRules(0, 0.65, 1.2e6, 0.75, 2e5), 3e5, 1.06)]),
    (spending.with_raises, lambda rules, dollars, planned, pay:
     dollars * (1.0 - rules.people) + dollars * rules.people / planned * pay,
     [(DepartmentRules(0, 0.65, 1.2e6, 0.75, 2e5), 3e5, 1.06, 1.11)]),
    # terms
    (terms.kept_over, lambda p, years: math.exp(years * math.log(p)), [(0.9, 3.0), (0.8, 1.0 / 12.0), (0.7, 1.0)]),
    (terms.occurs_within, lambda q, years: 1.0 - math.exp(years * math.log(1.0 - q)),
     [(0.06, 3.0), (0.4, 0.25), (0.3, 1.0)]),
    (terms.is_kept, lambda luck, p, years: float(luck < math.exp(years * math.log(p))),
     [(0.3, 0.9, 3.0), (0.8, 0.9, 3.0), (0.7, 0.9, 3.0), (0.95, 0.9, 1.0)]),
    (terms.comes_within, lambda luck, q, years: float(luck < 1.0 - math.exp(years * math.log(1.0 - q))),
     [(0.9, 0.06, 3.0), (0.1, 0.06, 3.0), (0.2, 0.06, 3.0), (0.05, 0.06, 1.0)]),
    (terms.rise_over, lambda r, years: math.exp(years * math.log(1.0 + r)) - 1.0,
     [(0.06, 3.0), (0.05, 1.0 / 12.0), (0.03, 1.0)]),
    (terms.growth_over, lambda g, years: math.exp(years * math.log(1.0 + g)),
     [(0.03, 3.0), (0.05, 1.0 / 12.0), (0.04, 1.0)]),
    (terms.marks_weigh, lambda years: min(1.0, 1.0 / years), [(3.0,), (1.5,), (0.25,)]),
    (terms.outlasts, lambda made, years, renews: years < 1.0 and renews - made < YEAR,
     [(300.0, 0.25, 600.0), (300.0, 0.25, 700.0), (300.0, 2.0, 600.0)]),
    (terms.log_odds_of, lambda months, one, three: float(np.interp(months, [1, 12, 36], [one, 0.0, three])),
     [(1, -0.11, 0.22), (5, -0.11, 0.22), (20, -0.11, 0.22), (36, -0.3, 0.5), (48, -0.3, 0.5)]),
    (terms.price_of, lambda months, more, less: float(np.interp(months, [1, 12, 60], [1 + more, 1, 1 - 4 * less])),
     [(1, 0.2, 0.03), (4, 0.2, 0.03), (30, 0.2, 0.03), (60, 0.2, 0.05)]),
    # prices, products
    (products.grown, lambda price, times: math.prod((times, price)), [(31e3, 1.03), (57e3, 1.4)]),
    (products.left_of_grown, lambda left, times: (times - 1.0 + left) / times, [(0.3, 1.03), (0.7, 1.4)]),
    (products.age_at, lambda arr, at, years: 365.0 * float(np.interp(math.log(arr), np.log(at), years)),
     [(5e6, AT_ARR, BY_ARR), (17e6, AT_ARR, BY_ARR), (41e6, AT_ARR, BY_ARR)]),
    (by_arr.straight_in_log, lambda arr, at, values: float(np.interp(math.log(arr), np.log(at), values)),
     [(5e6, AT_ARR, BY_ARR), (17e6, AT_ARR, BY_ARR), (41e6, AT_ARR, BY_ARR)]),
    (by_arr.straight_in_log_along, lambda arr, at, values: np.interp(np.log(arr), np.log(at), values),
     [(ARRS[1:4], AT_ARR, BY_ARR)]),
    (products.discount_left, lambda listed, arr: max(0.0, listed - arr), [(123.0, 101.0), (90.0, 101.0)]),
    (products.land_share, lambda age, new, mature, tau, factor:
     factor * (new * math.exp(-age / tau) + mature * (1.0 - math.exp(-age / tau))),
     [(200.0, 0.2, 0.75, 400.0, 0.6), (90.0, 0.55, 0.3, 250.0, 1.4)]),
    (products.discount, lambda age, given, tau: given / math.exp(age / tau),
     [(200.0, 0.25, 450.0), (90.0, 0.4, 160.0)]),
    # who buys what
    (selling.segment_of, lambda u, shares: int(np.sum(u >= shares[:-1])),
     [(0.1, SHARES), (0.3, SHARES), (0.7, SHARES)]),
    (selling.mean_acv, lambda acv, power, plan, start: acv * math.exp(power * math.log(plan / start)),
     [(35e3, 0.3, 7e6, 2e6), (41e3, -0.2, 9e6, 3e6)]),
    (selling.mean_acv_along, lambda acv, power, plan, start: acv * np.exp(power * np.log(plan / start)),
     [(35e3, 0.3, PLAN, 1.5e6)]),
    (selling.landed_arr, lognormal, [(0.3, 41e3, 0.7), (0.85, 60e3, 1.2)]),
    # shocks
    (shocks.intensity, lambda arr, start, end, floor: float(np.interp(arr, [start, end], [floor, 1.0])),
     [(9e6, 12e6, 60e6, 0.15), (31e6, 12e6, 60e6, 0.15), (55e6, 12e6, 60e6, 0.3), (70e6, 12e6, 60e6, 0.3)]),
    (shocks.insured_odds, lambda since, lasts, p: p * (since <= lasts), [(90.0, 270.0, 0.7), (300.0, 270.0, 0.7)]),
    (shocks.answered_odds, lambda covered, head, p: math.prod((covered, head, p)), [(0.4, 0.3, 0.55)]),
    # staffing
    (staffing.mishire_odds, lambda arr, p, more, start, end: p + more * float(np.interp(arr, [start, end], [1.0, 0.0])),
     [(1e6, 0.11, 0.37, 2e6, 5e6), (2.7e6, 0.11, 0.37, 2e6, 5e6), (4.1e6, 0.2, 0.43, 2e6, 5e6),
     (6e6, 0.2, 0.43, 2e6, 5e6)]),
    (staffing.ramp_capacity, lambda step, ramp, steps: [*ramp[:steps], 1.0][step],
     [(0, RAMP, 3), (2, RAMP, 3), (3, RAMP, 3)]),
    (staffing.covers_attrition, lambda leave, days: 1.0 + leave / YEAR * days, [(0.17, 100.0), (1.3, 200.0)]),
    (staffing.csms_needed, lambda load, ahead, founders, team:
     math.ceil(team[0] * (load * ahead - founders) / team[1] / team[2]),
     [(7.3e6, 1.6, 1.9e6, Team(1.13, 6.1e5, 0.83)), (4.1e6, 1.35, 2.2e6, Team(1.27, 3.3e5, 1.21)),
     (2e7, 1.2, 1e6, Team(1.07, 2.5e5, 0.9))]),
    (staffing.specialists_needed, lambda a_day, backlog, clear, days, team:
     math.ceil(team[0] * days * (a_day * clear + backlog) / clear / team[1] / team[2]),
     [(0.9, 31, 70.0, 41.0, Team(1.13, 2.3, 0.83)), (0.35, 17, 25.0, 63.0, Team(1.27, 3.7, 0.71)),
     (2.1, 60, 90.0, 35.0, Team(1.4, 1.6, 1.21))]),
    (staffing.ratio_needed, lambda others, beyond, each: max(0, math.ceil((others - beyond) / each)),
     [(23, 4.0, 3.0), (11, 5.0, 2.5), (3, 4.0, 2.0)]),
    (staffing.pay_level, lambda rise, years: math.exp(years * math.log(1.0 + rise)), [(0.04, 3), (0.11, 5), (-0.3, 2)]),
    (staffing.absorbable, lambda have, opened, least, share: max(0, max(least, math.ceil(share * have)) - opened),
     [(13, 2, 3, 0.4), (5, 1, 4, 0.3), (13, 9, 3, 0.4), (31, 5, 3, 0.7)]),
    (staffing.reached, lambda value, level: value > level * (1.0 - 1e-12),
     [(2.1e6, 2e6), (1.9e6, 2e6), (2e6 - 1e-7, 2e6)]),
    (onboarding.quantile_of, lambda values, share: float(np.quantile(values, share)),
     [(SORTED, 0.3), (SORTED, 0.62), (SORTED, 0.9)]),
]  # fmt: skip
CASES = [(law, closed_form, arguments) for law, closed_form, points in ROWS for arguments in points]


def name(of: Any) -> str:
    return of.__name__ if callable(of) else ""


@pytest.mark.parametrize(("law", "closed_form", "arguments"), CASES, ids=name)
def test_a_law_is_its_closed_form(
    law: Callable[..., Any], closed_form: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    expected = closed_form(*arguments)
    if isinstance(expected, np.ndarray):
        np.testing.assert_allclose(law(*arguments), expected, rtol=1e-9)
    else:
        assert both(law, *arguments) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("now", [NOW, SCARCE])
@pytest.mark.parametrize(("since", "deals"), [(0.4, 0.6), (1.3, 0.5), (2.2, 0.05), (5.1, 0.005)])
def test_the_next_deal_has_used_up_its_gap(since: float, deals: float, now: Pace) -> None:
    day = both(capacity.day_of_next_deal, DEALS, ACV, since, deals, now)
    assert since < day < len(ACV)
    assert deals_between(since, day, now) == pytest.approx(deals, rel=1e-9)


def test_every_law_stands_here() -> None:
    """A new law brings its row; shape and limits of some are tested beside, too."""
    here = {law.__name__ for law, _, _ in ROWS} | {"day_of_next_deal"}
    for module in pkgutil.iter_modules(laws.__path__):
        found = importlib.import_module(f"simulator.laws.{module.name}")
        for what, law in vars(found).items():
            if inspect.isclass(law) or what.startswith("_"):
                continue
            if callable(law) and getattr(law, "__module__", "") == found.__name__:
                assert what in here, f"simulator.laws.{module.name}.{what} has no row"
