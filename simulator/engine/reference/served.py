"""A customer as it would be, had CS done everything for it: what is mixed in where `cs_effect` is below 1."""

from __future__ import annotations

from simulator.engine.record import csql_rules, failure_rules, renewal_rules
from simulator.engine.reference.account import Account
from simulator.laws import expansion, onboarding, retention, terms
from simulator.laws.expansion import CsqlState
from simulator.laws.onboarding import SignOff
from simulator.numerics.draws import Decision
from simulator.numerics.portable import logistic
from simulator.numerics.quantiles import happens


def foresee_onboarding(account: Account) -> None:
    """Settle from which day on it would be onboarded well: signed off on `value_day`, under a head, without a plan."""
    rules = account.run.rules
    if rules.cs_effect == 1.0:
        return
    state = SignOff(time_to_value=account.value_day - account.closed, poorly_fitting=account.fits_badly, head=1.0)
    fails = happens(account.draw(Decision.ONBOARDING_FAILS), onboarding.failure_odds(failure_rules(rules, 0.0), state))
    mends = happens(account.draw(Decision.ONBOARDING_MENDS), rules.mends_if_covered)
    account.well_if_served = onboarding.well_day(account.value_day, fails, mends, rules.mends_after)


def renewal_may_mend(account: Account, odds: float) -> None:
    """A renewal has put a failed onboarding right with these `odds`, by the luck of the real one."""
    if account.run.rules.cs_effect == 1.0 or not _failed(account):
        return
    if happens(account.draw(Decision.RENEWAL_MENDS, account.terms), odds):
        account.well_if_served = account.run.now


def csql_odds_if_served(account: Account) -> float:
    """Return the odds that a candidate now would become a CSQL."""
    rules = account.run.rules
    adoption = expansion.adoption_if_served(account.run.now - account.well_if_served, rules.adoption_covered)
    return expansion.csql_odds(csql_rules(rules), CsqlState(adoption=adoption, coverage=1.0, head=1.0))


def renewal_odds_if_served(account: Account, at_term_end: bool) -> float:
    """Return the odds that it would renew now for a term: covered throughout, by the same manager, under a head.

    At a term end (`at_term_end`) one not onboarded by then would count as failed if there was time for it.
    """
    run, kind = account.run, account.kind
    early = run.now < account.value_day
    overdue = at_term_end and early and run.now - account.closed >= run.rules.failed_after
    state = account.renewal_state(1.0, overdue or _failed(account), 1.0)._replace(
        competitor=account.competitor_day_if_served >= 0.0,
        sponsor=account.sponsor_day_if_served >= 0.0,
        relation=0.0,
    )
    log_odds = retention.renewal_log_odds(kind.renewal_log_odds, renewal_rules(run.rules), state)
    return terms.kept_over(logistic(log_odds), kind.years)


def _failed(account: Account) -> bool:
    return onboarding.failed_if_served(account.value_day, account.well_if_served, account.run.now)
