"""Explained: what revenue and growth cost, when cash comes in, what is raised, and what the company is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.laws import money as law
from simulator.scenario.explain.conditions import Openings, opens_in_words
from simulator.scenario.explain.plan import planned_bookings
from simulator.scenario.explain.words import Section, dollars, length, listed, mean_of, number, percent, shown, whole
from simulator.scenario.schema.plan import by_year, shares_along
from simulator.scenario.schema.uncertainty import central
from simulator.scenario.writing import money

if TYPE_CHECKING:
    from simulator.scenario.explain.plan import PlanDates
    from simulator.scenario.schema.finance import Finance, Round
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook


def the_money(scenario: Scenario, plan: PlanDates, today: TodaysBook | None) -> str:
    """Return the rules of billing, spending, funding and value, with the spending that the plan alone brings."""
    finance, section = scenario.money, Section("Money")
    for_each = mean_of(finance.cost_of_new_arr(scenario.demand.selling))
    section.say(
        f"The company opens with {dollars(finance.opening_cash)} in cash. Contracts are billed ahead, a year at a time "
        f"(shorter ones whole), and paid after {length(finance.collection_days)}; revenue is earned day by day. Of "
        "the opening book the year that runs is billed already.",
        *_opening_balances(scenario),
    )
    section.say(
        f"Hosting, support and licences take {_cents(1.0 - mean_of(finance.gross_margin))} of each dollar of revenue, "
        "people cost what stands above. Each dollar of new ARR takes "
        f"{_dollars_each(for_each)} of sales and marketing, each dollar of expansion "
        f"{_dollars_each(mean_of(finance.expansion_cost))}, spent in the month of the sale. Research, development and "
        f"administration follow the plan: {_other(finance)}; {percent(finance.rnd_share)} of that is research and "
        "development.",
    )
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


def _other(finance: Finance) -> str:
    shares = finance.other_spend
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
    known = central(scenario)
    given, finance = known.demand.bookings_a_year, known.money
    for_each = mean_of(finance.cost_of_new_arr(known.demand.selling))
    rows: list[tuple[str, ...]] = [("", "ARR", "to win new customers", "R&D and administration")]
    for day, year in plan.year_ends():
        bookings = planned_bookings(known.path, year - 1) if given is None else mean_of(given)
        for_new = bookings * by_year(known.demand.attainment, year - 1) * for_each
        share = float(shares_along(finance.other_spend, np.array([float(year)]))[0])
        rate = f"{money(share * plan.arr_at(day))} a year by then"
        rows.append((plan.by(day), money(plan.arr_at(day)), money(for_new), rate))
    return rows


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
