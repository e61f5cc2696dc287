"""Explained: what revenue and growth cost, when cash comes in, what is raised, and what the company is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from simulator.clock import DAYS_PER_MONTH, DAYS_PER_YEAR
from simulator.laws import money as law
from simulator.laws.growth import at_day
from simulator.laws.staffing import pay_level
from simulator.scenario.explain.conditions import Openings, opens_in_words
from simulator.scenario.explain.plan import planned_bookings
from simulator.scenario.explain.words import (
    Section,
    dollars,
    length,
    listed,
    mean_of,
    month_count,
    number,
    percent,
    shown,
    times,
    whole,
)
from simulator.scenario.schema.plan import by_year, plan_from
from simulator.scenario.schema.planned_spend import OtherSpend
from simulator.scenario.schema.uncertainty import central
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from simulator.scenario.explain.plan import PlanDates
    from simulator.scenario.schema.finance import Department, Departments, Finance, Round
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook


def the_money(scenario: Scenario, plan: PlanDates, today: TodaysBook | None) -> str:
    """Return the rules of billing, spending, funding and value, with the spending that the plan alone brings."""
    finance, section = scenario.money, Section("Money")
    section.say(
        f"The company opens with {dollars(finance.opening_cash)} in cash. Contracts are billed ahead, a year at a time "
        f"(shorter ones whole), and paid after {length(finance.collection_days)}; revenue is earned day by day. Of "
        "the opening book the year that runs is billed already.",
        *_opening_balances(scenario),
    )
    section.say(
        f"Hosting, support and licences take {_cents(1.0 - mean_of(finance.gross_margin))} of each dollar of revenue, "
        f"people cost what stands above. {_for_new_customers(scenario)} Each dollar of expansion takes "
        f"{_dollars_each(mean_of(finance.expansion_cost))}, spent in the month of the sale. {_on_renewals(scenario)}",
    )
    section.say(*_research_and_administration(finance))
    section.say(_replanned(finance))
    rows = _years(scenario, plan)
    if len(rows) > 1:
        section.say("If all goes to plan, each year of the path asks for:")
        section.rows(rows)
    section.say("Funding is in the bank at the first review of hiring at which its condition holds:")
    for name, found in finance.rounds.items():
        section.item(f"{name}: {_round(scenario, plan, today, found)}.")
    if not finance.rounds:
        section.item("Nothing is raised.")
    section.say(*_runway(finance))
    section.say(*_value(finance))
    return section.text()


def _opening_balances(scenario: Scenario) -> list[str]:
    opening = scenario.opening
    if opening.receivables is None:
        owed = "What customers owe on the first day is every invoice sent by then and not yet due."
    else:
        owed = (
            f"Customers owe {dollars(opening.receivables)} on the first day, as stated; it is paid when the invoices "
            "open by then are, in proportion."
        )
    if opening.deferred_revenue is None:
        return [owed]
    deferred = (
        f"{dollars(opening.deferred_revenue)} is billed and not earned by then, as stated; what the running terms were "
        "billed less, or more, is billed, or credited, as they are earned."
    )
    return [owed, deferred]


def _cents(share: float) -> str:
    return f"{number(100.0 * share)} cents"


def _dollars_each(amount: float) -> str:
    return f"${amount:.2f}"


def _for_new_customers(scenario: Scenario) -> str:
    """Return when what new customers cost is spent."""
    finance, selling = scenario.money, scenario.demand.selling
    spending = finance.sales_marketing
    cost = _dollars_each(mean_of(finance.cost_of_new_arr(selling)))
    takes = f"Each dollar of new ARR takes {cost} of sales and marketing"
    held = selling == "capacity"
    if spending.follows == "won":
        commission = "" if held else f", {percent(spending.commission)} of new ARR in it as commission"
        return f"{takes}, spent in the month in which it is won{commission}."
    if held:
        return (
            f"{takes}, spent {length(spending.ahead)} ahead of the bookings planned, whether they come or not; the "
            "pay of sellers holds their commission."
        )
    return (
        f"{takes}: {percent(spending.commission)} of new ARR is commission, paid when it is won, and the rest is spent "
        f"{length(spending.ahead)} ahead of the bookings planned, whether they come or not. People who sell are paid "
        "out of it, should there be any."
    )


def _on_renewals(scenario: Scenario) -> str:
    spending = scenario.money.sales_marketing
    if not spending.on_renewals:
        return ""
    shares = listed(percent(share) for share in spending.on_renewals)
    repeats = ", the last from then on" if len(spending.on_renewals) > 1 else ""
    each = "in each year of the path" if len(spending.on_renewals) > 1 else "in every year"
    return (
        f"A renewal pays {shares} of the commission of {percent(spending.commission)} {each}{repeats}, for every year "
        "that it signs."
    )


def _research_and_administration(finance: Finance) -> list[str]:
    """Return what the departments spend that nobody is hired for one by one."""
    given, rnd = finance.departments, percent(finance.rnd_share)
    if given is None:
        follow = f"Research, development and administration follow the plan of the first day: {_other(finance)}"
        return [f"{follow}; {rnd} of that is research and development. Whoever works there is in it, at whatever pay."]
    shares = (
        f"Research, development and administration may take {_other(finance)}, of which {rnd} goes to the first two."
    )
    pay = (
        f"The plan takes pay and prices to rise by {percent(given.planned_inflation)} a year; where pay rises "
        "otherwise, those people cost otherwise."
    )
    one = f"Research and development {_department(given.rnd, given)}."
    return [shares, one, f"Administration {_department(given.administration, given)}.", pay]


def _department(one: Department, given: Departments) -> str:
    people = f"{percent(one.people)} of it people at {dollars(one.cost)} each on the first day, parts of one counted"
    if one.follows == "budget":
        budget = f"keeps to a budget of its own instead, {dollars(one.budget)} in the first year"
        return f"{budget} and raised each year as prices are, {people}"
    if one.follows == "arr":
        lag = f"there was {month_count(given.lag_months)} before" if given.lag_months else "there is at the month's end"
        return f"takes its share of the ARR that {lag} instead, {people}"
    return f"spends just that, {people}"


def _replanned(finance: Finance) -> str:
    """Return when what follows the plan is planned anew, where anything does that can be."""
    given = finance.departments
    ahead = finance.sales_marketing.follows == "plan"
    if not ahead and (given is None or "plan" not in (given.rnd.follows, given.administration.follows)):
        return ""
    if finance.replanned == "never":
        return "The plan that spending follows is that of the first day, whatever happens: it is never drawn anew."
    return (
        "The plan that spending follows is drawn anew every twelve months. For the year to come it is taken times what "
        "has happened over what was planned: new ARR of the twelve months before for sales and marketing, ARR at their "
        "end for the departments. So a year that misses its plan is paid for as planned; never more than "
        f"{times(finance.replanned_at_most)} what it was."
    )


def _other(finance: Finance) -> str:
    shares = finance.other_spend
    if finance.other_spend_by_arr:
        table = listed(f"{percent(point.share)} at {money(point.arr)}" for point in finance.other_spend_by_arr)
        return f"a year {table} of planned ARR, straight in its logarithm between and constant beyond the ends"
    if not shares:
        return "nothing is spent on them"
    if len(shares) == 1:
        return f"{percent(shares[0])} of planned ARR a year"
    return (
        f"a year {listed(percent(share) for share in shares)} of planned ARR, at the start of the path and at the end "
        "of each of its years, straight between, and the last from then on"
    )


def _years(scenario: Scenario, plan: PlanDates) -> list[tuple[str, ...]]:
    """Return what the plan alone asks for in each year of the path that ends within the simulation."""
    known = central(scenario).model_copy(update={"path": plan.path})
    given, finance = known.demand.bookings_a_year, known.money
    rows: list[tuple[str, ...]] = [("", "ARR", "to win new customers", "R&D and administration")]
    for day, year in plan.year_ends():
        bookings = planned_bookings(known.path, year - 1) if given is None else mean_of(given)
        for_new = _to_win(known, bookings, year)
        rate = f"{money(_rate(finance, plan, day, year))} a year by then"
        rows.append((plan.by(day), money(plan.arr_at(day)), money(for_new), rate))
    return rows


def _to_win(known: Scenario, bookings: float, year: int) -> float:
    """Return what new customers cost in a year of the path (from 1), in which so many dollars are planned."""
    finance, selling = known.money, known.demand.selling
    for_each, won = mean_of(finance.cost_of_new_arr(selling)), bookings * by_year(known.demand.attainment, year - 1)
    if finance.sales_marketing.follows == "won":
        return for_each * won
    commission = 0.0 if selling == "capacity" else min(for_each, mean_of(finance.sales_marketing.commission))
    later = mean_of(finance.sales_marketing.ahead)
    ahead = bookings
    if known.demand.bookings_a_year is None:
        table = plan_from(known.path, 0.0, math.ceil(year * DAYS_PER_YEAR + later) + 1).bookings
        ahead = at_day(table, year * DAYS_PER_YEAR + later) - at_day(table, (year - 1) * DAYS_PER_YEAR + later)
    return commission * won + (for_each - commission) * ahead


def _rate(finance: Finance, plan: PlanDates, day: float, year: int) -> float:
    """Return what research, development and administration take a year by a day, the end of a year of the path."""
    other, given = OtherSpend(finance.other_spend, finance.other_spend_by_arr), finance.departments
    share = float(other.shares(np.array([float(year)]), np.array([plan.arr_at(day)]))[0])
    if given is None:
        return share * plan.arr_at(day)
    own, level, rate = mean_of(finance.rnd_share), pay_level(mean_of(given.planned_inflation), year), 0.0
    before = plan.arr_at(max(0.0, day - given.lag_months * DAYS_PER_MONTH))
    for one, part in ((given.rnd, own), (given.administration, 1.0 - own)):
        by = {
            "plan": part * share * plan.arr_at(day),
            "arr": part * share * before,
            "budget": mean_of(one.budget) * level,
        }
        rate += by[one.follows]
    return rate


def _round(scenario: Scenario, plan: PlanDates, today: TodaysBook | None, found: Round) -> str:
    if not found.opens:
        return f"{dollars(found.amount)}; never, as nothing opens it"
    openings = Openings(scenario, plan, today)
    ways = [opens_in_words(condition, scenario) for condition in found.opens]
    days = [day for condition in found.opens if (day := openings.clause(condition)) is not None]
    when = f" (along the plan in {plan.when(min(days))})" if days else ""
    return f"{dollars(found.amount)} once {listed(ways, 'or')}{when}"


def _runway(finance: Finance) -> list[str]:
    runway = finance.runway
    burn = (
        "Net burn is what cash has fallen by a month, rounds left out, over the last "
        f"{whole(runway.burn_months, 'month')}."
    )
    if runway.hold_below is None:
        return [burn, "Hiring never waits for money: where cash falls below nothing, it shows what is missing."]
    held = (
        f"While cash lasts for less than {shown(runway.hold_below, number)} months no new seat opens, not even for "
        "somebody who has left; seats already open and hires decided in advance are filled all the same."
    )
    return [burn, held]


def _value(finance: Finance) -> list[str]:
    value = finance.value
    rules = law.ValueRules(
        multiple=mean_of(value.multiple),
        growth_point=mean_of(value.growth_point),
        nrr_point=mean_of(value.nrr_point),
        lowest=mean_of(value.lowest),
        highest=mean_of(value.highest),
    )
    at_double = law.multiple(1.0, 1.1, rules)
    curve = (
        f"The company is worth {shown(value.multiple, number)} times its ARR where it stands still with an NRR of "
        f"100%; each point of growth over twelve months adds {shown(value.growth_point, number)}, each point of NRR "
        f"{shown(value.nrr_point, number)}, never below {shown(value.lowest, number)} nor above "
        f"{shown(value.highest, number)}: {number(at_double)} times at 100% growth and 110% NRR."
    )
    people = (
        f"ARR per employee counts people behind all other spending too: {percent(finance.people.share)} of it at "
        f"{dollars(finance.people.cost)} each."
    )
    return [curve, people]
