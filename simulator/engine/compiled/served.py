"""A customer as it would be, had CS done everything for it: what is mixed in where `cs_effect` is below 1."""

from __future__ import annotations

from simulator.engine.compiled.account import draw, rise_of
from simulator.engine.compiled.run import Run
from simulator.engine.compiled.tables import the_customers, the_rules, the_segments
from simulator.engine.record import csql_rules as csql_rules_of
from simulator.engine.record import failure_rules as failure_rules_of
from simulator.engine.record import renewal_rules as renewal_rules_of
from simulator.laws import expansion, onboarding, retention, terms
from simulator.laws.expansion import CsqlState
from simulator.laws.onboarding import SignOff
from simulator.laws.retention import RenewalState
from simulator.numerics.draws import ONBOARDING_FAILS, ONBOARDING_MENDS, RENEWAL_MENDS
from simulator.numerics.jit import compiled
from simulator.numerics.portable import logistic
from simulator.numerics.quantiles import happens

csql_rules, failure_rules = compiled(csql_rules_of), compiled(failure_rules_of)
renewal_rules = compiled(renewal_rules_of)


@compiled
def foresee_onboarding(w: Run, customer: int) -> None:
    """Settle from which day on it would be onboarded well: signed off on `value_day`, under a head, without a plan."""
    r, c = the_rules(w)[0], the_customers(w)[customer]
    if r.cs_effect == 1.0:
        return
    state = SignOff(time_to_value=c.value_day - c.closed, poorly_fitting=c.fits_badly != 0, head=1.0)
    fails = happens(draw(w, customer, ONBOARDING_FAILS, 0), onboarding.failure_odds(failure_rules(r, 0.0), state))
    mends = happens(draw(w, customer, ONBOARDING_MENDS, 0), r.mends_if_covered)
    c.well_if_served = onboarding.well_day(c.value_day, fails, mends, r.mends_after)


@compiled
def renewal_may_mend(w: Run, customer: int) -> None:
    """A renewal may have put a failed onboarding right, by the luck of the real one."""
    r, c = the_rules(w)[0], the_customers(w)[customer]
    if r.cs_effect == 1.0 or not onboarding.failed_if_served(c.value_day, c.well_if_served, w.now):
        return
    luck, years = draw(w, customer, RENEWAL_MENDS, c.terms), the_segments(w)[c.segment].years
    if terms.comes_within(luck, r.mends_at_renewal, years):
        c.well_if_served = w.now


@compiled
def csql_odds_if_served(w: Run, customer: int) -> float:
    """Return the odds that a candidate now would become a CSQL."""
    r, c = the_rules(w)[0], the_customers(w)[customer]
    adoption = expansion.adoption_if_served(w.now - c.well_if_served, r.adoption_covered)
    return expansion.csql_odds(csql_rules(r), CsqlState(adoption=adoption, coverage=1.0, head=1.0))


@compiled
def renewal_odds_if_served(w: Run, customer: int, at_term_end: bool) -> float:
    """Return the odds that it would renew now for a term: covered throughout, by the same manager, under a head.

    At a term end (`at_term_end`) one not onboarded by then would count as failed if there was time for it.
    """
    r, c = the_rules(w)[0], the_customers(w)[customer]
    kind = the_segments(w)[c.segment]
    overdue = at_term_end and w.now < c.value_day and w.now - c.closed >= r.failed_after
    state = RenewalState(
        coverage=1.0,
        failed=overdue or onboarding.failed_if_served(c.value_day, c.well_if_served, w.now),
        poorly_fitting=c.fits_badly != 0,
        head=1.0,
        competitor=c.competitor_day_if_served >= 0.0,
        sponsor=c.sponsor_day_if_served >= 0.0,
        relation=0.0,
        rise=rise_of(c, r),
        risen=c.risen,
        marks_weigh=kind.marks_weigh,
    )
    return terms.kept_over(
        logistic(retention.renewal_log_odds(kind.renewal_log_odds, renewal_rules(r), state)), kind.years
    )
