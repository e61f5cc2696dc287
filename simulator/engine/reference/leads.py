"""The leads desk: customer-sales reps work CSQLs in slots, and win more of them than account managers do."""

from __future__ import annotations

from simulator.clock import DAYS_PER_MONTH
from simulator.engine.contract import NOBODY
from simulator.engine.events import EventKind
from simulator.engine.ledger import Column
from simulator.engine.reference.account import Account, Accounts
from simulator.engine.reference.desks import Desks
from simulator.engine.reference.run import Life, Run, Wait
from simulator.engine.reference.staff import Hire, Staff
from simulator.engine.reference.wallet import ProductLine
from simulator.laws import effect, expansion
from simulator.laws.money import earned
from simulator.laws.staffing import LEAD_MONTHS
from simulator.numerics.draws import Decision
from simulator.numerics.quantiles import happens
from simulator.roles import RoleId


class LeadsDesk:
    """Who works which lead. An account has one lead with a rep at a time; there is no queue."""

    def __init__(self, run: Run, staff: Staff, accounts: Accounts, products: ProductLine, desks: Desks) -> None:
        self.run = run
        self.staff = staff
        self.accounts = accounts
        self.products = products
        self.desks = desks

    def take_lead(self, account: Account, counts: float) -> bool:
        """Give a customer's CSQL to a rep, if one has a slot free and none is working for it already.

        `counts` is how much of CS's effect counts in the odds that it is won.
        """
        rep = None if account.rep is not None else self.staff.most_room(RoleId.CUSTOMER_SALES)
        if rep is None:
            return False
        days = self.run.roles[RoleId.CUSTOMER_SALES].lead_time
        rep.slots_in_use += 1
        account.rep, account.lead, account.lead_effect = rep, account.candidate, counts
        account.lead_token += 1
        self.run.books.add(Column.LEADS, 1.0)
        self.run.log(EventKind.LEAD_TAKEN, account.index, rep.index, days)
        self.run.begin(self.lead_ends, days, account, account.lead_token)
        return True

    def lead_ends(self, wait: Wait, account: Account, token: int) -> Life:
        """The rep has worked the lead for long enough, unless he or the customer has left."""
        yield wait
        if token == account.lead_token and account.rep is not None:
            self.close_lead(account, account.rep)

    def close_lead(self, account: Account, rep: Hire | None) -> None:
        """Win or lose a lead; without a rep it is for the account manager, or nobody, to win."""
        odds = self.odds_of_winning(account, rep, account.lead_effect)
        self.forget_lead(account)
        self.run.log(EventKind.LEAD_CLOSED, account.index, NOBODY if rep is None else rep.index, odds)
        if self.buys(account, account.lead, odds):
            self.run.books.add(Column.LEADS_WON, 1.0)

    def odds_of_winning(self, account: Account, rep: Hire | None, counts: float) -> float:
        """Return the odds that a CSQL is won now, worked by a rep or by nobody; `counts` of CS's effect is in them.

        A customer fully served has the same rep, or none.
        """
        odds = self.odds_under(account.service_now(), rep)
        return odds if counts == 1.0 else effect.in_effect(odds, self.odds_under(1.0, rep), counts)

    def odds_under(self, service: float, rep: Hire | None) -> float:
        """Return the odds that a CSQL is won at a level of service, worked by a rep or by nobody."""
        odds = expansion.win_odds(service, self.run.rules.won_by_manager, self.run.rules.won_by_nobody)
        return odds if rep is None else expansion.rep_win_odds(odds, rep.rules.wins, rep.strength())

    def buys(self, account: Account, lead: int, odds: float) -> bool:
        """Win or lose a CSQL, and expand if it is won: by a share of ARR or of the wallet.

        That may overfill the manager's book.
        """
        rules = self.run.rules
        won = happens(account.draw(Decision.CSQL_WON, lead), odds)
        if won:
            if rules.expands_arr:
                amount = rules.win_share * account.arr
                account.list_arr += rules.win_share * account.list_arr
            else:
                amount = self.products.take(account, rules.win_share)
            self.run.books.add(Column.CSQLS_WON, 1.0)
            self.run.books.add(Column.EXPANSION_ARR, amount)
            self.run.books.add(Column.BOOKED_EXPANSION, earned(amount, account.days_to_renewal()))
            self.run.log(EventKind.EXPANDED, account.index, NOBODY, amount)
            self.desks.change_arr(account, amount)
        return won

    def forget_lead(self, account: Account) -> None:
        """Free the slot of a customer's lead, if it has one."""
        if account.rep is not None:
            account.rep.slots_in_use -= 1
            account.rep = None
            account.lead_token += 1

    def rep_leaves(self, rep: Hire) -> None:
        """A rep leaves: the leads in hand are for the account managers to win, there and then."""
        for account in self.accounts.all:
            if account.rep is rep and not account.lost:
                self.close_lead(account, None)

    def csqls_a_day(self) -> float:
        """Return the CSQLs a day of the last full months, three at most."""
        books = self.run.books
        first, last = max(1, books.row - LEAD_MONTHS), books.row
        if last <= first:
            return 0.0
        csqls = 0.0
        for month in range(first, last):
            csqls += books.ledger[month, Column.CSQLS]
        return float(csqls / ((last - first) * DAYS_PER_MONTH))
