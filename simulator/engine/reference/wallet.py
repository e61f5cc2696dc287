"""What is sold, and how much of it each customer has bought: the products on sale and the customers' wallets."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from simulator.engine.contract import NOBODY, Column, EventKind
from simulator.laws import products

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company
    from simulator.engine.reference.customer import Customer


class ProductLine:
    """The products by number, and the day each was launched; infinity for one that has not been."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.products = [SimpleNamespace(**row) for row in company.lowered.rows("products")]
        self.launched = [-one.age_at_start if one.at_start else math.inf for one in self.products]

    def launch(self, number: int) -> None:
        """A product comes on sale: every wallet grows by it."""
        self.launched[number] = self.company.now
        self.company.log(EventKind.PRODUCT_LAUNCHED, number, NOBODY, self.products[number].price)

    def on_sale(self) -> list[tuple[int, Any, float]]:
        """Return number, figures and discount of each product that is on sale."""
        now = self.company.now
        return [
            (number, product, products.discount(now - self.launched[number], product.discount, product.fades_in))
            for number, product in enumerate(self.products)
            if self.launched[number] <= now
        ]

    def lands(self, number: int, factor: float) -> float:
        """Return the share of a product that a new customer buys now."""
        product = self.products[number]
        age = self.company.now - self.launched[number]
        return products.land_share(age, product.lands_new, product.lands_mature, product.matures_in, factor)


class Wallet:
    """What one customer could buy at list, and has bought.

    `size` is the list price of the core for it in dollars, `left` the share of each product that it has not bought,
    `list_arr` what it would pay at list for what it has; what it does pay is its ARR.
    """

    def __init__(self, customer: Customer) -> None:
        """Turn the first deal into list prices and shares of what is on sale."""
        self.line = customer.company.products
        self.left = [1.0] * len(self.line.products)
        paid = listed = 0.0
        for number, product, discount in self.line.on_sale():
            share = self.line.lands(number, customer.segment.lands)
            self.left[number] = 1.0 - share
            listed += product.price * share
            paid += product.price * share * (1.0 - discount)
        self.size = customer.arr / paid
        self.list_arr = self.size * listed

    def unsold(self) -> float:
        """Return what it has not bought of what is on sale, at list, in dollars."""
        unsold = 0.0
        for number, product, _ in self.line.on_sale():
            unsold += product.price * self.left[number]
        return self.size * unsold

    def take(self, share: float) -> float:
        """Buy a share of what is left of every product on sale; return what is paid for it at today's discounts."""
        paid = listed = 0.0
        for number, product, discount in self.line.on_sale():
            bought = self.left[number] * share
            self.left[number] -= bought
            listed += product.price * bought
            paid += product.price * bought * (1.0 - discount)
        self.list_arr += self.size * listed
        return self.size * paid

    def note_landed(self) -> None:
        """Write down what a new customer has landed, at list, out of which wallet."""
        books = self.line.company.books
        books.add(Column.LANDED_LIST, self.list_arr)
        books.add(Column.LANDED_WALLET, self.list_arr + self.unsold())
