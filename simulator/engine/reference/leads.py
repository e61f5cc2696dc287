"""The leads desk: customer-sales reps work CSQLs in slots, and win more of them than account managers do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.clock import DAYS_PER_MONTH
from simulator.engine.contract import NOBODY, Column, EventKind, RoleId
from simulator.engine.reference.customer import Stage
from simulator.laws import expansion
from simulator.laws.staffing import LEAD_MONTHS

if TYPE_CHECKING:
    from simulator.engine.reference.company import Company, Life, Wait
    from simulator.engine.reference.customer import Customer
    from simulator.engine.reference.hire import Hire


class LeadsDesk:
    """Who works which lead. An account has one lead with a rep at a time; there is no queue."""

    def __init__(self, company: Company) -> None:
        self.company = company

    def take(self, customer: Customer) -> bool:
        """Give a customer's CSQL to a rep, if one has a slot free and none is working for it already."""
        rep = None if customer.rep is not None else self.company.hiring.most_room(RoleId.CUSTOMER_SALES)
        if rep is None:
            return False
        days = self.company.roles[RoleId.CUSTOMER_SALES].lead_time
        rep.hands += 1
        customer.rep, customer.lead = rep, customer.candidate
        customer.lead_token += 1
        self.company.books.add(Column.LEADS, 1.0)
        self.company.log(EventKind.LEAD_TAKEN, customer.index, rep.index, days)
        self.company.begin(self.lead_ends, days, customer, customer.lead_token)
        return True

    def lead_ends(self, wait: Wait, customer: Customer, token: int) -> Life:
        """The rep has worked the lead for long enough, unless he or the customer has left."""
        yield wait
        if token == customer.lead_token and customer.rep is not None:
            self.close(customer, customer.rep)

    def close(self, customer: Customer, rep: Hire | None) -> None:
        """Win or lose a lead; without a rep it is for the account manager, or nobody, to win."""
        odds = self.odds_without_rep(customer)
        if rep is not None:
            odds = expansion.rep_win_odds(odds, rep.rules.wins, rep.strength())
        self.forget(customer)
        self.company.log(EventKind.LEAD_CLOSED, customer.index, NOBODY if rep is None else rep.index, odds)
        if customer.buys(customer.lead, odds):
            self.company.books.add(Column.LEADS_WON, 1.0)

    def odds_without_rep(self, customer: Customer) -> float:
        """Return the odds that a CSQL is won where no rep works it."""
        rules = self.company.rules
        return expansion.win_odds(customer.service, rules.cs_effect, rules.won_by_manager, rules.won_by_nobody)

    def forget(self, customer: Customer) -> None:
        """Free the slot of a customer's lead, if it has one."""
        if customer.rep is not None:
            customer.rep.hands -= 1
            customer.rep = None
            customer.lead_token += 1

    def leaver(self, rep: Hire) -> None:
        """A rep leaves: the leads in hand are for the account managers to win, there and then."""
        for customer in self.company.customers:
            if customer.rep is rep and customer.stage is not Stage.LOST:
                self.close(customer, None)

    def csqls_a_day(self) -> float:
        """Return the CSQLs a day of the last full months, three at most."""
        books = self.company.books
        first, last = max(1, books.running - LEAD_MONTHS), books.running
        if last <= first:
            return 0.0
        csqls = 0.0
        for month in range(first, last):
            csqls += books.ledger[month, Column.CSQLS]
        return float(csqls / ((last - first) * DAYS_PER_MONTH))
