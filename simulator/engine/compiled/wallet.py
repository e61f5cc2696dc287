"""What is sold, and how much of it each customer has bought: the products on sale and the customers' wallets."""

from __future__ import annotations

import numpy as np

from simulator.engine.compiled.bookkeeping import log
from simulator.engine.compiled.run import Run
from simulator.engine.compiled.tables import (
    the_customers,
    the_in_business,
    the_launches,
    the_prices,
    the_products,
    the_rules,
    the_segments,
)
from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.laws import products, terms
from simulator.numerics.jit import compiled


@compiled
def products_at_start(w: Run) -> None:
    """Note the day on which each product was launched, infinity for one that has not been, and what is paid for it."""
    for number in range(the_products(w).shape[0]):
        product = the_products(w)[number]
        the_launches(w)[number] = -product.age_at_start if product.at_start else np.inf
        the_prices(w)[number] = product.price if product.at_start else 0.0


@compiled
def launch(w: Run, number: int) -> None:
    """A product comes on sale: every wallet grows by it."""
    the_launches(w)[number] = w.now
    the_prices(w)[number] = the_products(w)[number].price
    log(w, EventKind.PRODUCT_LAUNCHED, number, NOBODY, the_products(w)[number].price)
    for place in range(w.alive):
        note_unsold(w, the_in_business(w)[place])


@compiled
def land(w: Run, customer: int) -> None:
    """Turn the first deal into list prices and shares of what is on sale."""
    c = the_customers(w)[customer]
    factor = the_segments(w)[c.segment].lands
    paid, listed = 0.0, 0.0
    for number in range(the_products(w).shape[0]):
        product, age = the_products(w)[number], w.now - the_launches(w)[number]
        c.left[number] = 1.0
        if age >= 0.0:
            discount = products.discount(age, product.discount, product.fades_in)
            share = products.land_share(age, product.lands_new, product.lands_mature, product.matures_in, factor)
            c.left[number] = 1.0 - share
            listed += product.price * share
            paid += product.price * share * (1.0 - discount)
    c.core_price = c.arr / paid
    c.list_arr = c.core_price * listed
    note_unsold(w, customer)


@compiled
def take(w: Run, customer: int, share: float) -> float:
    """Buy a share of what is left of every product on sale; return what is paid for it at today's discounts."""
    c = the_customers(w)[customer]
    paid, listed = 0.0, 0.0
    for number in range(the_products(w).shape[0]):
        product, age = the_products(w)[number], w.now - the_launches(w)[number]
        if age >= 0.0:
            discount = products.discount(age, product.discount, product.fades_in)
            bought = c.left[number] * share
            c.left[number] -= bought
            listed += product.price * bought
            paid += product.price * bought * (1.0 - discount)
    c.list_arr += c.core_price * listed
    note_unsold(w, customer)
    return float(c.core_price * paid)


@compiled
def grow_wallet(w: Run, customer: int) -> None:
    """It has more seats than a term ago, and so there is more to sell to it; what it has bought stays."""
    a_year = the_rules(w)[0].wallet_growth
    if a_year > 0.0:
        c = the_customers(w)[customer]
        times = terms.growth_over(a_year, the_segments(w)[c.segment].years)
        c.core_price = products.grown(c.core_price, times)
        for number in range(the_products(w).shape[0]):
            c.left[number] = products.left_of_grown(c.left[number], times)
        note_unsold(w, customer)


@compiled
def note_unsold(w: Run, customer: int) -> None:
    """Note what a customer has not bought of what is on sale, at list, once that or its prices have changed.

    Month ends add it up over all customers, who buy far less often than that.
    """
    c = the_customers(w)[customer]
    prices, left = the_prices(w), 0.0
    for number in range(prices.shape[0]):
        left += prices[number] * c.left[number]
    c.unsold = c.core_price * left
