"""Scenario → numeric record: the sole input of both engines, and the only place where words become numbers."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.clock import MONTHS_PER_YEAR, first_day_of, month_end
from simulator.engine.contract import FULLY_RAMPED, NOBODY
from simulator.engine.opening_conditions import conditions_of, owners, products_of, programmes_of, rounds_of
from simulator.engine.record import (
    ACCOUNT,
    BUDGET,
    DATED,
    PERSON,
    ROLE,
    RULES,
    SEGMENT,
    HowManyRule,
    Lowered,
    Table,
)
from simulator.engine.shared import Shared
from simulator.errors import Problem, ScenarioError
from simulator.laws import books, spending
from simulator.laws import onboarding as onboarding_law
from simulator.laws import terms as terms_law
from simulator.laws.growth import at_day
from simulator.laws.retention import times_odds
from simulator.numerics import portable
from simulator.scenario.schema.odds import odds_a_year, yearly
from simulator.scenario.schema.plan import (
    Plan,
    begun,
    by_year,
    expected_deals,
    mean_acv_by_day,
    number,
    plan_from,
    planned_arr,
    start_of,
)
from simulator.scenario.schema.planned_spend import OtherSpend, bookings_by_month, years_by_month
from simulator.scenario.schema.roles import draw_key

if TYPE_CHECKING:
    from simulator.roles import RoleName
    from simulator.scenario.schema.finance import Finance
    from simulator.scenario.schema.market import Path, Renewal, WorkLaw
    from simulator.scenario.schema.organisation import Hiring, Role
    from simulator.scenario.schema.quantities import Number
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["lower"]

SHAPES = {
    "lognormal": onboarding_law.LOGNORMAL,
    "gamma": onboarding_law.GAMMA,
    "exponential": onboarding_law.EXPONENTIAL,
    "fixed": onboarding_law.FIXED,
}

FOLLOWS = {"plan": spending.BY_PLAN, "arr": spending.BY_ARR, "budget": spending.BY_BUDGET}

SELLERS = ("quota", "attainment", "attainment_cv", "at_quota_from", "without_vp")
SATURATION = ("saturation_low", "saturation_mode", "saturation_high")
CS_SUPPORT = ("span", "head_span", "unmanaged", "lead_time", "wins", "serves", "book_factor")


def lower(scenario: Scenario, today: TodaysBook | None = None, shared: Shared | None = None) -> Lowered:
    """Turn a `scenario` whose distributions have been drawn into the record the engines read.

    `today` is the user's accounts and roster, where the scenario names them; `shared` remembers what the runs of one
    scenario, whose distributions are drawn anew for each, have in common. Raises ScenarioError when the path never
    passes the opening ARR or no segment has weight, and TypeError where a distribution has not been drawn.
    """
    shared = Shared() if shared is None else shared
    made = shared.made
    opening_arr = _opening_arr(scenario, today)
    roles = _roles(scenario, shared)
    looks_ahead = max(float(roles["lookahead"].max()), _spent_ahead(scenario))
    days = float(math.ceil(month_end(scenario.horizon_months) + looks_ahead) + 1)
    plan = made("plan", _plan, scenario.path, opening_arr, scenario.demand.bookings_a_year, days)
    segments, start_arr = list(scenario.segments.values()), number(start_of(scenario.path, opening_arr))
    if not sum(number(segment.weight) for segment in segments) > 0.0:
        raise ScenarioError([Problem("no segment has any weight", path="segments", allowed="at least one above 0")])
    bookings = scenario.demand.bookings_a_year
    mix = [number(figure) for one in segments for figure in (one.weight, one.acv, one.acv_growth)]
    acv = made("acv", lambda plan, start, *mix: mean_acv_by_day(plan, segments, start), plan, start_arr, *mix)
    a_year = None if bookings is None else number(bookings)
    deals = made("deals", expected_deals, plan, acv, scenario.demand.attainment, a_year)
    table = _segments(scenario)
    rules = _rules(scenario, plan, opening_arr, today is not None)
    rules["mean_work_days"] = rules["work_mean"] * _mix(table, "onboarding_effort")
    of = owners(scenario)
    return Lowered(
        rules=rules,
        segments=table,
        roles=roles,
        conditions=made("conditions", lambda *opens: conditions_of(scenario, of), *of.values()),
        programmes=made("programmes", lambda *opens: programmes_of(of), *of.values()),
        products=made("products", lambda *given: products_of(scenario, opening_arr), scenario.products, opening_arr),
        dated=_dated(scenario),
        accounts=made("accounts", _accounts, today, *scenario.segments),
        people=_people(scenario, today),
        plan_arr=plan.arr,
        expected_deals=deals,
        deal_acv=acv,
        milestones=np.array(sorted(number(milestone) for milestone in scenario.milestones)),
        rounds=rounds_of(scenario),
        budgets=made(
            "budgets",
            partial(_budgets, scenario.horizon_months),
            made("other_spend", OtherSpend, scenario.money.other_spend, scenario.money.other_spend_by_arr),
            scenario.money.sales_marketing.on_renewals,
            scenario.path.planned_nrr,
            plan,
            opening_arr,
            a_year,
            _spent_ahead(scenario),
        ),
    )


def _spent_ahead(scenario: Scenario) -> float:
    """Return by how many days spending runs ahead of the bookings planned."""
    selling = scenario.money.sales_marketing
    return number(selling.ahead) if selling.follows == "plan" else 0.0


def _budgets(
    months: int,
    other: OtherSpend,
    on_renewals: tuple[Number, ...],
    planned_nrr: tuple[Number, ...],
    plan: Plan,
    opening_arr: float,
    bookings_a_year: float | None,
    ahead: float,
) -> Table:
    """Return what is planned for each month."""
    rows = np.zeros(months + 1, dtype=BUDGET)
    arr = planned_arr(plan, opening_arr, bookings_a_year, planned_nrr)
    rows["arr"] = [at_day(arr, month_end(month)) for month in range(months + 1)]
    rows["bookings"] = bookings_by_month(plan, bookings_a_year, months, 0.0)
    rows["bookings_ahead"] = bookings_by_month(plan, bookings_a_year, months, ahead)
    rows["other_spend"] = other.dollars_by_month(plan, months)
    rows["other_share"] = other.shares_by_month(plan, months)
    if on_renewals:
        rows["on_renewals"] = [by_year(on_renewals, int(year)) for year in years_by_month(plan, months)]
    return rows


def _plan(path: Path, opening_arr: float, bookings_a_year: Number | None, days: float) -> Plan:
    return plan_from(begun(path, opening_arr, bookings_a_year), opening_arr, int(days))


def _opening_arr(scenario: Scenario, today: TodaysBook | None) -> float:
    if today is not None:
        total = 0.0
        for account in today.accounts:
            total += account.arr
        return total
    return number(scenario.made_up_arr) if round(number(scenario.made_up_accounts)) else 0.0


def _mean_work(work: WorkLaw) -> float:
    """Return the mean of the work in days; a lognormal's mean is its median × √(1 + cv²)."""
    if work.mean is not None:
        return number(work.mean)
    assert work.median is not None
    median = number(work.median)
    return median if work.shape == "fixed" else median * math.sqrt(1.0 + number(work.spread) * number(work.spread))


def _mix(segments: Table, name: str) -> float:
    """Average a figure over new customers by the segments' shares."""
    total, before = 0.0, 0.0
    for row in segments:
        total += (row["cumulative_share"] - before) * row[name]
        before = row["cumulative_share"]
    return float(total)


def _rules(scenario: Scenario, plan: Plan, opening_arr: float, given_book: bool) -> Table:
    generated, onboarding, coverage = scenario.opening.generated, scenario.onboarding, scenario.coverage
    expansion, renewal, hiring = scenario.expansion, scenario.renewal, scenario.hiring
    of_a_year = yearly(scenario)
    values: dict[str, Any] = {
        "months": scenario.horizon_months,
        "even_arrivals": scenario.demand.arrivals == "even",
        "given_book": given_book,
        "opening_accounts": 0 if given_book else round(number(scenario.made_up_accounts)),
        "opening_anniversary": generated.renewals == "anniversary",
        "opening_by_founders": generated.held_by_founders,
        "opening_receivables": math.nan if scenario.opening.receivables is None else scenario.opening.receivables,
        "opening_deferred_revenue": (
            math.nan if scenario.opening.deferred_revenue is None else scenario.opening.deferred_revenue
        ),
        "cs_effect": scenario.cs_effect,
        "start_arr": start_of(scenario.path, opening_arr),
        "opening_arr": opening_arr,
        "work_shape": SHAPES[onboarding.work.shape],
        "work_mean": _mean_work(onboarding.work),
        "work_cv": onboarding.work.spread,
        "expands_arr": expansion.basis == "arr",
        "founders_hire_at_most": hiring.founders.hire_at_most,
        "budget": math.inf if hiring.budget is None else hiring.budget.share,
        "founders_hire_at_uncovered": hiring.founders.hire_at_uncovered,
        "load_floor": books.floor_of(number(coverage.hours_floor), number(coverage.hours_per_million)),
        "quality_whole": books.whole_of(number(coverage.quality_curve)),
        "digital_below": coverage.digital.below,
        "digital_effect": coverage.digital.effect,
        "digital_cost": coverage.digital.cost_per_account,
        "handover_days": scenario.demand.handover_days,
        "maturity_starts_at": onboarding.maturity.starts_at,
        "maturity_full_after": onboarding.maturity.full_after,
        "package_odds": of_a_year.pop("expansion.packages.odds"),
        "package_price": expansion.packages.price,
        "product_led_work": onboarding.product_led.work,
        "success_plan_fails": onboarding.success_plan.fails,
    }
    values |= {path.rpartition(".")[2]: value for path, value in of_a_year.items()} | _selling(scenario)
    values["won_by_manager"] = _with_odds(number(expansion.won_by_manager), scenario.organisation.on_expansion())
    values |= {f"fails_{name}": getattr(onboarding.fails, name) for name in type(onboarding.fails).model_fields}
    values |= _money(scenario) | _mid_term_rise(renewal)
    shocks = {"competitors": scenario.competitors, "sponsors": scenario.sponsors, "relations": scenario.relations}
    for name, shock in shocks.items():
        values |= {f"{name}_{field}": getattr(shock, field) for field in type(shock).model_fields}
    for part in (onboarding, coverage, expansion, renewal, hiring):  # the rest bear the names of their fields
        values |= {name: getattr(part, name) for name in type(part).model_fields if name not in values}
    values["mean_work_days"] = 0.0  # follows from these and the segments
    return np.array([tuple(number(values[name]) for name in RULES.names or ())], dtype=RULES)  # whole, not name by name


def _with_odds(probability: float, factors: tuple[Number, ...]) -> float:
    """Return a probability with its odds multiplied, factor by factor."""
    for factor in factors:
        probability = times_odds(probability, number(factor))
    return probability


def _mid_term_rise(renewal: Renewal) -> dict[str, Any]:
    """Return the rise of prices in mid-term, and its day."""
    rise = renewal.mid_term_rise
    if rise is None:
        return {"mid_term_rise": 0.0, "mid_term_rise_day": math.inf}
    return {"mid_term_rise": rise.by, "mid_term_rise_day": first_day_of(number(rise.month))}


def _selling(scenario: Scenario) -> dict[str, Any]:
    """Return the figures of selling; deals are timed anew only where something can change their pace.

    References are a channel of CS like any other: `cs_effect` scales them.
    """
    demand = scenario.demand
    by_capacity = demand.selling == "capacity"
    strength = number(demand.references.strength) * number(scenario.cs_effect)
    return {
        **{name: getattr(demand.capacity, name) for name in type(demand.capacity).model_fields},
        "sells_by_capacity": by_capacity,
        "retimes_deals": by_capacity or strength != 0.0,
        "references_strength": strength,
        "references_planned_share": demand.references.planned_share,
    }


def _money(scenario: Scenario) -> dict[str, Any]:
    """Return the figures of money; hiring that is never held is held below 0 months of runway."""
    finance = scenario.money
    runway, people, value = finance.runway, finance.people, finance.value
    plain = ("opening_cash", "gross_margin", "collection_days", "expansion_cost", "rnd_share", "replanned_at_most")
    found: dict[str, Any] = {name: getattr(finance, name) for name in plain}
    found |= _sales_marketing(finance, scenario.demand.selling) | _departments(finance)
    found |= {"burn_months": runway.burn_months}
    found |= {"hold_below": 0.0 if runway.hold_below is None else runway.hold_below}
    found |= {"people_share": people.share, "people_cost": people.cost}
    return found | {f"value_{name}": getattr(value, name) for name in type(value).model_fields}


def _sales_marketing(finance: Finance, selling: str) -> dict[str, Any]:
    """Return what a dollar of ARR won and one planned cost; sellers paid one by one hold their commission."""
    whole = number(finance.cost_of_new_arr(selling))
    commission = 0.0 if selling == "capacity" else min(whole, number(finance.sales_marketing.commission))
    ahead = finance.sales_marketing.follows == "plan"
    return {
        "paid_when_won": commission if ahead else whole,
        "paid_ahead": whole - commission if ahead else 0.0,
        "commission": commission,
        "renewal_commission": finance.sales_marketing.commission,
        "replanned": finance.replanned == "yearly",
        "holds_sellers": finance.holds_sellers(selling),
    }


def _departments(finance: Finance) -> dict[str, Any]:
    """Return how departments spend; where they are none, figures that nothing reads."""
    given = finance.departments
    found: dict[str, Any] = {"by_department": given is not None}
    for name in ("rnd", "administration"):
        one = None if given is None else getattr(given, name)
        found[f"{name}_follows"] = spending.BY_PLAN if one is None else FOLLOWS[one.follows]
        found |= {f"{name}_{field}": 0.0 if one is None else getattr(one, field) for field in ("budget", "people")}
        found[f"{name}_cost"] = 1.0 if one is None else one.cost
    found["arr_lag"] = 0 if given is None else given.lag_months
    found["planned_inflation"] = 0.0 if given is None else given.planned_inflation
    return found


def _segments(scenario: Scenario) -> Table:
    rows = np.zeros(len(scenario.segments), dtype=SEGMENT)
    whole, terms = sum(number(segment.weight) for segment in scenario.segments.values()), scenario.renewal.terms
    so_far = 0.0
    for row, segment in zip(rows, scenario.segments.values(), strict=True):
        so_far += number(segment.weight)
        row["cumulative_share"] = so_far / whole
        row["term_months"] = segment.term_months
        row["years"] = segment.term_months / MONTHS_PER_YEAR
        row["marks_weigh"] = terms_law.marks_weigh(row["years"])
        for name in ("acv", "acv_cv", "acv_growth", "lands", "poor_fit", "onboarding_effort", "csqls_a_year"):
            row[name] = number(getattr(segment, name))
        a_year = odds_a_year(segment.renewal, segment.term_months)
        renewal = _with_odds(a_year, scenario.organisation.on_renewal())
        row["renewal_log_odds"] = portable.logit(renewal) + terms_law.log_odds_of(
            segment.term_months, number(terms.monthly), number(terms.three_years)
        )
        row["acv"] *= terms_law.price_of(segment.term_months, number(terms.monthly_dearer), number(terms.discount))
    return rows


def _roles(scenario: Scenario, shared: Shared) -> Table:
    names = scenario.roles.names()
    rows = np.zeros(len(names), dtype=ROLE)
    for place, called in enumerate(names):
        make = partial(_role, called, names)
        row = shared.made(f"role {called}", make, scenario.roles.of(called), scenario.hiring)
        rows[place] = row[0]
    rows["turn"] = _turns(scenario, names)
    return rows


def _role(called: RoleName, names: tuple[RoleName, ...], role: Role, hiring: Hiring) -> Table:
    rows = np.zeros(1, dtype=ROLE)
    row, given = rows[0], vars(role)
    row["key"] = draw_key(called)
    row["lead_median"], row["lead_sigma"] = number(role.lead.median), number(role.lead.sigma)
    for name in ("attrition", "cost", "hiring_fee", "severance", "conversion"):
        row[name] = number(given[name])
    row["mishire_odds"] = number(role.mishire.odds)
    for part in ("unproven_odds", "unproven_from", "unproven_until", "works_at", "leaves_after"):
        row[part] = number(getattr(role.mishire, part))
    for extra in ("book_low", "book_high", *SATURATION, "slots", *SELLERS, *CS_SUPPORT):
        row[extra] = number(given.get(extra, 0.0))
    row["ramp_steps"] = len(role.ramp)
    for index, step in enumerate(role.ramp):
        row["ramp_days"][index], row["ramp_capacity"][index] = number(step.days), number(step.capacity)
    _planned_hiring(row, role, hiring, names)
    return rows


def _planned_hiring(row: Any, role: Role, hiring: Hiring, names: tuple[RoleName, ...]) -> None:
    """Fill in how many a role takes, and what it shares with all roles unless it says otherwise."""
    how_many = role.how_many
    row["needs"] = NOBODY
    for needs, who in (("needs_head", "cs_head"), ("needs_vp", "vp_sales")):
        if getattr(role, needs, False):
            row["needs"] = names.index(who)
    row["how_many"] = HowManyRule[how_many.rule.upper()]
    row["to"] = NOBODY if how_many.to is None else names.index(how_many.to)
    row["converted_from"] = NOBODY if role.converted_from is None else names.index(role.converted_from)
    row["each"] = 0.0 if how_many.each is None else number(how_many.each)
    row["beyond"] = number(how_many.beyond)
    for name in ("lookahead", "absorbs_at_least", "absorbs_share"):
        own = getattr(role, name)
        row[name] = number(getattr(hiring, name) if own is None else own)


def _turns(scenario: Scenario, names: tuple[RoleName, ...]) -> list[int]:
    """Return the numbers of the roles in the order in which they are served."""
    first = [names.index(name) for name in scenario.hiring.priority]
    return first + [number for number in range(len(names)) if number not in first]


def _dated(scenario: Scenario) -> Table:
    rows = [
        (role, hire.count, first_day_of(number(hire.month)))
        for role, name in enumerate(scenario.roles.names())
        for hire in scenario.roles.of(name).schedule
    ]
    return np.array(rows, dtype=DATED)


def _accounts(today: TodaysBook | None, *segments: str) -> Table:
    accounts = () if today is None else today.accounts
    numbers = {name: number for number, name in enumerate(segments)}
    unknown = sorted({account.segment for account in accounts} - set(numbers))
    if unknown:
        raise ScenarioError(
            [Problem(f'there is no segment "{unknown[0]}"', path="segments", allowed=", ".join(numbers))]
        )
    rows = [
        (numbers[a.segment], a.owner, int(a.onboarded), a.arr, a.closed_day, a.term_start_day, a.renewal_day)
        for a in accounts
    ]
    return np.array(rows, dtype=ACCOUNT)


def _people(scenario: Scenario, today: TodaysBook | None) -> Table:
    names = scenario.roles.names()
    if today is not None and today.people:
        unknown = sorted({person.role for person in today.people} - set(names))
        if unknown:
            raise ScenarioError(
                [Problem(f'there is no role "{unknown[0]}"', path="roles.others", allowed=", ".join(names))]
            )
        rows = [(names.index(p.role), int(p.open), p.joined_day) for p in today.people]
    else:
        rows = [
            (role, 0, -FULLY_RAMPED) for role, name in enumerate(names) for _ in range(scenario.roles.of(name).in_place)
        ]
    return np.array(rows, dtype=PERSON)
