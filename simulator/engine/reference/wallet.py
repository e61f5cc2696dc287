"""What is sold, and how much of it each customer has bought: the products on sale and the customers' wallets."""

from __future__ import annotations

import math
from typing import Any

from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.reference.account import Account
from simulator.engine.reference.run import Run
from simulator.laws import products


class ProductLine:
    """The products by number, and the day each was launched; infinity for one that has not been."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.products: list[Any] = run.lowered.records("products")
        self.launched = [-one.age_at_start if one.at_start else math.inf for one in self.products]

    def launch(self, number: int) -> None:
        """A product comes on sale: every wallet grows by it."""
        self.launched[number] = self.run.now
        self.run.log(EventKind.PRODUCT_LAUNCHED, number, NOBODY, self.products[number].price)

    def on_sale(self) -> list[tuple[int, Any, float]]:
        """Return number, figures and discount of each product that is on sale."""
        now = self.run.now
        return [
            (number, product, products.discount(now - self.launched[number], product.discount, product.fades_in))
            for number, product in enumerate(self.products)
            if self.launched[number] <= now
        ]

    def lands(self, number: int, factor: float) -> float:
        """Return the share of a product that a new customer buys now."""
        product = self.products[number]
        age = self.run.now - self.launched[number]
        return products.land_share(age, product.lands_new, product.lands_mature, product.matures_in, factor)

    # wallets -------------------------------------------------------------------------------------------------------

    def land(self, account: Account) -> None:
        """Turn the first deal into list prices and shares of what is on sale."""
        account.left = [1.0] * len(self.products)
        paid = listed = 0.0
        for number, product, discount in self.on_sale():
            share = self.lands(number, account.kind.lands)
            account.left[number] = 1.0 - share
            listed += product.price * share
            paid += product.price * share * (1.0 - discount)
        account.core_price = account.arr / paid
        account.list_arr = account.core_price * listed

    def unsold(self, account: Account) -> float:
        """Return what a customer has not bought of what is on sale, at list, in dollars."""
        unsold = 0.0
        for number, product, _ in self.on_sale():
            unsold += product.price * account.left[number]
        return account.core_price * unsold

    def take(self, account: Account, share: float) -> float:
        """Buy a share of what is left of every product on sale; return what is paid for it at today's discounts."""
        paid = listed = 0.0
        for number, product, discount in self.on_sale():
            bought = account.left[number] * share
            account.left[number] -= bought
            listed += product.price * bought
            paid += product.price * bought * (1.0 - discount)
        account.list_arr += account.core_price * listed
        return account.core_price * paid
