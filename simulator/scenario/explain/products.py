"""Explained: what is sold, when it is launched, and what a first deal buys of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.clock import DAYS_PER_YEAR
from simulator.laws import products as law
from simulator.scenario.explain.conditions import Openings, opens_in_words
from simulator.scenario.explain.words import (
    Section,
    about_days,
    dollars,
    length,
    listed,
    mean_of,
    odds,
    percent,
    percent_a_year,
    sentence,
    shown,
    times,
)
from simulator.scenario.schema.by_arr import age_on_first_day
from simulator.scenario.schema.uncertainty import central
from simulator.scenario.writing import log_odds, money

if TYPE_CHECKING:
    from simulator.scenario.explain.plan import PlanDates
    from simulator.scenario.schema.market import Segment
    from simulator.scenario.schema.organisation import Condition
    from simulator.scenario.schema.products import Product
    from simulator.scenario.schema.programmes import DigitalPool, ProductLed, SuccessPlan
    from simulator.scenario.schema.scenario import Scenario
    from simulator.scenario.schema.todays_book import TodaysBook


_AGES = (0.0, 1.0, 3.0, 5.0)


@dataclass(frozen=True)
class FirstDeal:
    """What a deal of the first day comes to, in dollars a year at list prices: what it buys, and the whole wallet."""

    listed: float
    wallet: float
    discounts: tuple[float, ...]
    """Each product's discount on that day."""
    left: tuple[float, ...]
    """What is left of each product at list."""


def first_deal(scenario: Scenario, segment: Segment, arr: float, opening_arr: float) -> FirstDeal:
    """Return what a new customer that signs for `arr` dollars on the first day has bought, and what it has not.

    `opening_arr` is what the company had by then.
    """
    on_sale = [product for product in scenario.products.values() if product.on_sale_at_start]
    shares = [_lands(product, _age(product, opening_arr), mean_of(segment.lands)) for product in on_sale]
    discounts = tuple(_discount(product, _age(product, opening_arr)) for product in on_sale)
    prices = [mean_of(product.price) for product in on_sale]
    size = arr / sum(p * s * (1.0 - d) for p, s, d in zip(prices, shares, discounts, strict=True))
    listed = size * sum(p * s for p, s in zip(prices, shares, strict=True))
    left = tuple(size * p * (1.0 - s) for p, s in zip(prices, shares, strict=True))
    return FirstDeal(listed, size * sum(prices), discounts, left)


def _age(product: Product, opening_arr: float) -> float:
    """Return how old a product is on the first day that is on sale by then."""
    return age_on_first_day(central(product), opening_arr)


def _lands(product: Product, age: float, factor: float) -> float:
    return float(
        law.land_share(
            age, mean_of(product.lands_new), mean_of(product.lands_mature), mean_of(product.matures_in), factor
        )
    )


def _discount(product: Product, age: float) -> float:
    return float(law.discount(age, mean_of(product.discount), mean_of(product.fades_in)))


def the_products(scenario: Scenario, plan: PlanDates, today: TodaysBook | None) -> str:
    """Return each product: its launch, its price, and how the first deal and the discount age with it."""
    openings, section = Openings(scenario, plan, today), Section("What is sold: products and wallets")
    section.say(
        "A customer's wallet is all that is on sale for it, at list prices; a launch enlarges every wallet. New "
        "customers buy more of a product, and at less of a discount, the longer it has been on sale."
    )
    for name, product in scenario.products.items():
        section.item(*_product(name, product, scenario, plan, openings))
    for name, product in scenario.products.items():
        section.rows(_by_age(name, product))
    return section.text()


def _product(name: str, product: Product, scenario: Scenario, plan: PlanDates, openings: Openings) -> list[str]:
    if product.on_sale_at_start:
        sale = f"on sale on the first day, {_since(name, product, plan.opening_arr)}"
    else:
        sale = when(scenario, plan, openings, product.opens).replace("opens once", "launched once", 1)
        sale = sale.replace("never opens", "never launched")
    landing = (
        f"A new customer buys {percent(product.lands_new)} of that at once when it is launched and "
        f"{percent(product.lands_mature)} once it is mature, 63% of the way in {length(product.matures_in)}."
    )
    return [
        f"{sentence(name)}: {sale}.",
        f"All that a customer could buy of it costs {times(product.price)} its size at list.",
        landing,
        f"The launch discount of {percent(product.discount)} fades, 63% of it in {length(product.fades_in)}.",
    ]


def _since(name: str, product: Product, opening_arr: float) -> str:
    """Return how long a product has been on sale by the first day, and whether that is assumed."""
    if product.age_at_start is not None:
        return f"{length(product.age_at_start)} after its launch"
    table = listed(f"{length(point.age)} at {money(point.arr)}" for point in product.age_by_arr)
    return (
        f"{about_days(_age(product, opening_arr))} after its launch (assumed from the {money(opening_arr)} of ARR on "
        f"that day: {table}; products.{name}.age_at_start says otherwise)"
    )


def _by_age(name: str, product: Product) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [(name, *("at launch" if not age else f"{age:.0f} y old" for age in _AGES))]
    days = [age * DAYS_PER_YEAR for age in _AGES]
    rows.append(("bought with the first deal", *(odds(_lands(product, age, 1.0)) for age in days)))
    rows.append(("discount", *(odds(_discount(product, age)) for age in days)))
    return rows


# Explained: the programmes that a company starts once and keeps.


def the_programmes(scenario: Scenario, plan: PlanDates, today: TodaysBook | None) -> str:
    """Return each programme: when it opens and what it does from then on."""
    openings, section = Openings(scenario, plan, today), Section("Programmes: started once and kept")
    section.say("A programme opens once one of its conditions holds, and stays open.")
    for name, opens, does in _programmes(scenario):
        section.item(f"{sentence(name)}: {when(scenario, plan, openings, opens)}.", sentence(does))
    return section.text()


def when(scenario: Scenario, plan: PlanDates, openings: Openings, opens: tuple[Condition, ...]) -> str:
    """Return when something opens, and the month in which that would be if ARR followed the plan."""
    if not opens:
        return "never opens"
    days = [day for condition in opens if (day := openings.clause(condition)) is not None]
    text = f"opens once {listed([opens_in_words(condition, scenario) for condition in opens], 'or')}"
    if not days:
        return text
    first = min(days)
    return f"{text} ({plan.when(first)} on plan)"


def _programmes(scenario: Scenario) -> list[tuple[str, tuple[Condition, ...], str]]:
    onboarding = scenario.onboarding
    return [
        ("paid success packages", scenario.expansion.packages.opens, _packages(scenario)),
        ("the digital pool", scenario.coverage.digital.opens, _digital(scenario.coverage.digital)),
        ("product-led onboarding", onboarding.product_led.opens, _product_led(onboarding.product_led)),
        ("a mutual success plan", onboarding.success_plan.opens, _success_plan(onboarding.success_plan)),
    ]


def _packages(scenario: Scenario) -> str:
    law = scenario.expansion.packages
    odds = percent_a_year(scenario, "expansion.packages.odds")
    return (
        f"at a renewal a covered customer buys one with odds of {odds}, for {percent(law.price)} of its "
        "ARR, and never a second."
    )


def _digital(law: DigitalPool) -> str:
    return (
        f"live customers below {dollars(law.below)} of ARR without an account manager are in it at once, which counts "
        f"for {percent(law.effect)} of a manager and costs {dollars(law.cost_per_account)} each a year; one that grows "
        "beyond stays until a CSM has room for it."
    )


def _product_led(law: ProductLed) -> str:
    return f"onboardings begun while it is open take {times(law.work)} the work."


def _success_plan(law: SuccessPlan) -> str:
    less = "less" if mean_of(law.fails) <= 0.0 else "more"
    return (
        f"onboardings signed off while it is open fail {less} often, by {shown(law.fails, log_odds)} in log-odds, as "
        "far as that is the doing of CS."
    )
