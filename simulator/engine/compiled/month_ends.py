"""Month ends: the stocks read off the company, and the flows of the month closed."""

from __future__ import annotations

import numpy as np

from simulator.clock import DAYS_PER_YEAR, MONTHS_PER_QUARTER, MONTHS_PER_YEAR
from simulator.engine.compiled.account import renewal_state, rise_of
from simulator.engine.compiled.bookkeeping import log
from simulator.engine.compiled.digital import settle_pool
from simulator.engine.compiled.income import close_month
from simulator.engine.compiled.run import BESIDE_CSMS, FOR_A_MANAGER, NOTHING, Run
from simulator.engine.compiled.served import renewal_odds_if_served, renewal_rules
from simulator.engine.compiled.staff import (
    company_arr_becomes,
    csm_capacity,
    csm_saturation,
    founders_capacity,
    quality_days,
    sellers_at_quota,
    selling_capacity,
    settle_staff,
    slots_of,
)
from simulator.engine.compiled.tables import (
    the_arr_by_month,
    the_cohort_arr,
    the_cohort_customers,
    the_cohort_sizes,
    the_customers,
    the_group_totals,
    the_in_business,
    the_in_place,
    the_ledger,
    the_lengths,
    the_ordered,
    the_qualities,
    the_rules,
    the_segments,
    the_signed_off_by_month,
    the_staff,
    the_teams,
    the_times_to_value,
)
from simulator.engine.contract import FOUNDERS, NOBODY
from simulator.engine.contract import cohorts_in as how_many_cohorts
from simulator.engine.contract import landing_years_in as how_many_landing_years
from simulator.engine.customer_state import Stage
from simulator.engine.events import EventKind
from simulator.engine.ledger import ROLE_BLOCK, ROLE_COLUMNS, Column, GroupColumn, RoleColumn
from simulator.engine.ledger import group_column as place_of_group
from simulator.laws import coverage, effect, relations, retention, terms
from simulator.laws.months import landing_year_of
from simulator.laws.onboarding import quantile_of
from simulator.laws.staffing import pay_level
from simulator.numerics.jit import compiled
from simulator.numerics.portable import logistic_along
from simulator.roles import RoleId

KEPT_MONTHS = MONTHS_PER_YEAR + 1

group_column = compiled(place_of_group)
cohorts_in, landing_years_in = compiled(how_many_cohorts), compiled(how_many_landing_years)


@compiled
def month_end(w: Run, month: int) -> None:
    """Close a month: read the stocks and start the next month's flows."""
    for role in range(the_teams(w).shape[0]):
        settle_staff(w, role)
    settle_pool(w)
    stocks(w, month)
    log(w, EventKind.MONTH_END, month, NOBODY, w.arr)
    w.row = min(month + 1, the_rules(w)[0].months)
    if month % MONTHS_PER_YEAR == 0:
        w.pay = pay_level(the_rules(w)[0].pay_inflation, month // MONTHS_PER_YEAR)


@compiled
def stocks(w: Run, month: int) -> None:
    """Read every stock."""
    _customer_stocks(w, month)
    _retention(w, month)
    _staff_stocks(w, month)
    _times(w, month)
    close_month(w, month)


@compiled
def _customer_stocks(w: Run, month: int) -> None:
    """Read the customers: added up in local figures, which the machine keeps at hand, and written down once.

    What does not count for a customer adds nothing rather than being left out: sums without branches, nothing to guess.
    """
    customers, now = the_customers(w), w.now
    arrs = the_arr_by_month(w)[month % KEPT_MONTHS]
    business, count = the_in_business(w), np.uint64(0)
    arr, covered, uncovered, waiting, in_progress = 0.0, 0.0, 0.0, 0, 0
    live, at_risk, well_served = 0.0, 0.0, 0.0
    for place in range(w.alive):
        customer = business[place]
        c = customers[customer]
        if c.stage == Stage.LOST:
            continue
        paid = c.arr
        arrs[customer] = paid
        arr += paid
        covered += paid if (c.manager != NOBODY) | (c.specialist != NOTHING) else 0.0
        uncovered += paid if c.queue == FOR_A_MANAGER else 0.0
        waiting += 1 if c.stage == Stage.WAITING else 0
        in_progress += 1 if c.stage == Stage.ONBOARDING else 0
        live += paid if c.stage == Stage.LIVE else 0.0
        at_risk += paid if (c.competitor | c.sponsor) != 0 else 0.0
        well_served += paid if coverage.is_well_served(c.failed != 0, c.service, c.terms, now - c.closed) else 0.0
        business[count] = customer  # who is lost drops out of the list
        count += np.uint64(1)
    w.alive = int(count)
    _note_odds(w)
    row = the_ledger(w)[month]
    row[Column.ARR], row[Column.CUSTOMERS], row[Column.COVERED_ARR], row[Column.UNCOVERED_ARR] = (
        arr,
        float(count),
        covered,
        uncovered,
    )
    row[Column.WAITING], row[Column.IN_PROGRESS] = float(waiting), float(in_progress)
    row[Column.LIVE_ARR], row[Column.AT_RISK_ARR], row[Column.WELL_SERVED_ARR] = live, at_risk, well_served
    row[Column.POOLED_ARR], row[Column.POOLED_ACCOUNTS] = _pooled_arr(w), float(w.pooled)
    _contracts(w, month)
    company_arr_becomes(w, arr)
    w.arr = arr


@compiled
def _contracts(w: Run, month: int) -> None:
    """Read what is contracted and at which prices: a loop of its own, whose figures the machine keeps at hand."""
    customers, business, now = the_customers(w), the_in_business(w), w.now
    rpo, current_rpo, list_arr, wallet_left = 0.0, 0.0, 0.0, 0.0
    for place in range(w.alive):
        c = customers[business[place]]
        ahead = max(0.0, c.renews - now)
        rpo += c.arr * ahead
        current_rpo += c.arr * min(ahead, DAYS_PER_YEAR)
        list_arr += c.list_arr
        wallet_left += c.unsold
    row = the_ledger(w)[month]
    row[Column.RPO], row[Column.CURRENT_RPO] = rpo / DAYS_PER_YEAR, current_rpo / DAYS_PER_YEAR
    row[Column.LIST_ARR], row[Column.WALLET_LEFT] = list_arr, wallet_left


@compiled
def _pooled_arr(w: Run) -> float:
    """Add up what customers in the digital pool pay."""
    arr = 0.0
    if w.pooled > 0:
        for place in range(w.alive):
            c = the_customers(w)[the_in_business(w)[place]]
            arr += c.arr if c.in_pool else 0.0
    return arr


@compiled
def _note_odds(w: Run) -> None:
    """Work out with which odds each of those in business would renew today."""
    r = the_rules(w)[0]
    segments, customers, rules = the_segments(w), the_customers(w), renewal_rules(r)
    now, head, fade_after = w.now, w.head_effect, r.relations_fade_after
    strains, rises = r.relations_log_odds != 0.0, r.escalator > 0.0
    odds, business, count = the_ordered(w), the_in_business(w), w.alive
    others, lengths = _other_terms(w), the_lengths(w)
    _note_qualities(w)
    qualities = the_qualities(w)
    for place in range(count):
        c = customers[business[place]]
        since = qualities[np.uint64(c.manager + BESIDE_CSMS)] - c.quality_then
        share = coverage.covered_share(now - c.term_start, c.served_days, c.service, since)
        kind = segments[np.uint64(c.segment)]
        strain = relations.strain(c.relation_loss, c.relation_since, now, fade_after) if strains else 0.0
        rise = rise_of(c, r) if rises else 0.0
        state = renewal_state(c, kind, share, c.failed != 0, head, strain, rise)
        odds[place] = retention.renewal_log_odds(kind.renewal_log_odds, rules, state)
        if others:
            lengths[place] = kind.years
    logistic_along(odds, count)
    if others:
        terms.kept_along(odds, lengths, count)
    if r.cs_effect != 1.0:
        for place in range(count):
            served = renewal_odds_if_served(w, int(business[place]), False)
            odds[place] = effect.in_effect(odds[place], served, r.cs_effect)


@compiled
def _other_terms(w: Run) -> bool:
    """Whether there are contracts of another length than a year."""
    others = 0
    for segment in range(the_segments(w).shape[0]):
        others += 1 if the_segments(w)[segment].years != 1.0 else 0
    return others > 0


@compiled
def _note_qualities(w: Run) -> None:
    """Work out what the quality of each manager's service adds up to, once a month end, not once an account."""
    the_qualities(w)[FOUNDERS + BESIDE_CSMS] = quality_days(w, FOUNDERS)
    the_qualities(w)[NOBODY + BESIDE_CSMS] = quality_days(w, NOBODY)
    for place in range(the_teams(w)[RoleId.CSM].heads):
        csm = the_in_place(w)[RoleId.CSM, place]
        the_qualities(w)[csm + BESIDE_CSMS] = quality_days(w, csm)


@compiled
def _retention(w: Run, month: int) -> None:
    """Compare what customers pay now with what those of twelve months ago paid, a frozen cohort: of all, and of each
    landing year. Add up what each cohort pays.

    Those in business stand in the order of closing, so that the customers of a cohort follow one another. Those lost
    would add nothing to any sum, and those who were not there yet paid nothing.
    """
    business, arrs, odds, groups = the_in_business(w), the_arr_by_month(w), the_ordered(w), the_segments(w).shape[0]
    arrs_then, arrs_now = arrs[(month - MONTHS_PER_YEAR) % KEPT_MONTHS], arrs[month % KEPT_MONTHS]
    healthy, all_now, all_capped, all_here, all_stayed = 0.0, 0.0, 0.0, 0, 0
    arr, here, kept, capped, stayed = 0.0, 0, 0.0, 0.0, 0
    last, year = np.uint64(0), 0  # places without a sign are not asked whether they count from the end
    for cohort in range(cohorts_in(month)):
        if landing_year_of(cohort) != year:
            year = landing_year_of(cohort)
            arr, here, kept, capped, stayed = 0.0, 0, 0.0, 0.0, 0
        size, landed = the_cohort_sizes(w)[cohort], 0.0
        first, last = last, last + np.uint64(size)
        for place in range(first, last):
            customer = business[place]
            now, then = arrs_now[customer], arrs_then[customer]
            least, frozen = min(now, then), now if then > 0.0 else 0.0
            counts, stays = 1 if now > 0.0 else 0, 1 if least > 0.0 else 0
            healthy += now * odds[place]
            landed += now
            arr, here, kept, capped, stayed = arr + now, here + counts, kept + frozen, capped + least, stayed + stays
            all_now, all_capped = all_now + frozen, all_capped + least
            all_here, all_stayed = all_here + counts, all_stayed + stays
        the_cohort_customers(w)[cohort, month] = float(size)
        the_cohort_arr(w)[cohort, month] = landed
        _note_group(w, month, groups + year, arr, here, kept, capped, stayed)
    if groups == 1:
        _note_group(w, month, 0, w.arr, all_here, all_now, all_capped, all_stayed)
    else:
        _segments(w, month)
    row = the_ledger(w)[month]
    row[Column.HEALTHY_ARR] = healthy
    row[Column.COHORT_NOW], row[Column.COHORT_CAPPED], row[Column.COHORT_SURVIVORS] = (
        all_now,
        all_capped,
        float(all_stayed),
    )
    if month >= MONTHS_PER_YEAR:
        _starters(w, month)


@compiled
def _starters(w: Run, month: int) -> None:
    """Read who there was twelve months ago off the books of then."""
    row, then, first = the_ledger(w)[month], the_ledger(w)[month - MONTHS_PER_YEAR], the_segments(w).shape[0]
    row[Column.COHORT_THEN] = then[Column.ARR]
    for year in range(landing_years_in(month - MONTHS_PER_YEAR)):
        row[Column.COHORT_STARTERS] += then[group_column(the_teams(w).shape[0], first + year, GroupColumn.CUSTOMERS)]


@compiled
def _segments(w: Run, month: int) -> None:
    """Read what each segment has, and what it has now of its customers of twelve months ago."""
    business, customers, arrs, totals = the_in_business(w), the_customers(w), the_arr_by_month(w), the_group_totals(w)
    arrs_then, arrs_now = arrs[(month - MONTHS_PER_YEAR) % KEPT_MONTHS], arrs[month % KEPT_MONTHS]
    for segment in range(totals.shape[0]):
        t = totals[segment]
        t.arr, t.here, t.kept, t.capped, t.stayed = 0.0, 0, 0.0, 0.0, 0
    for place in range(w.alive):
        customer = business[place]
        t, now, then = totals[customers[customer].segment], arrs_now[customer], arrs_then[customer]
        least = min(now, then)
        t.arr += now
        t.here += 1 if now > 0.0 else 0
        t.kept += now if then > 0.0 else 0.0
        t.capped += least
        t.stayed += 1 if least > 0.0 else 0
    for segment in range(totals.shape[0]):
        t = totals[segment]
        _note_group(w, month, segment, t.arr, t.here, t.kept, t.capped, t.stayed)


@compiled
def _note_group(w: Run, month: int, group: int, arr: float, here: int, kept: float, capped: float, stayed: int) -> None:
    """Write down the figures of a group of customers."""
    row, first = the_ledger(w)[month], group_column(the_teams(w).shape[0], group, GroupColumn.ARR)
    row[first + GroupColumn.ARR], row[first + GroupColumn.CUSTOMERS] = arr, float(here)
    row[first + GroupColumn.COHORT_NOW], row[first + GroupColumn.COHORT_CAPPED] = kept, capped
    row[first + GroupColumn.COHORT_SURVIVORS] = float(stayed)


@compiled
def _staff_stocks(w: Run, month: int) -> None:
    row = the_ledger(w)[month]
    for place in range(the_teams(w)[RoleId.CSM].heads):
        csm = the_in_place(w)[RoleId.CSM, place]
        row[Column.CSM_LOAD] += the_staff(w)[csm].load
        row[Column.CSM_CAPACITY] += csm_capacity(w, csm)
        row[Column.CSM_SATURATION] += csm_saturation(w, csm)
    for place in range(the_teams(w)[RoleId.ONBOARDING].heads):
        specialist = the_in_place(w)[RoleId.ONBOARDING, place]
        row[Column.SLOTS_USED] += the_staff(w)[specialist].slots_in_use
        row[Column.SLOTS] += slots_of(w, specialist)
    for place in range(the_teams(w)[RoleId.CUSTOMER_SALES].heads):
        rep = the_in_place(w)[RoleId.CUSTOMER_SALES, place]
        row[Column.REP_LEADS] += the_staff(w)[rep].slots_in_use
        row[Column.REP_SLOTS] += slots_of(w, rep)
    row[Column.REFERENCES] = w.references
    if the_rules(w)[0].sells_by_capacity:
        row[Column.SELLING_CAPACITY], row[Column.RAMPING_CAPACITY] = selling_capacity(w)
        row[Column.SELLERS_AT_QUOTA] = sellers_at_quota(w)
    row[Column.FOUNDERS_LOAD] = w.founders_load
    row[Column.FOUNDERS_CAPACITY] = founders_capacity(w, w.arr)
    for role in range(the_teams(w).shape[0]):
        row[ROLE_BLOCK + role * ROLE_COLUMNS + RoleColumn.HEADS] = the_teams(w)[role].heads
        row[ROLE_BLOCK + role * ROLE_COLUMNS + RoleColumn.OPEN_SEATS] = the_teams(w)[role].seats_open


@compiled
def _times(w: Run, month: int) -> None:
    """Read the quantiles of time-to-value over the sign-offs of the last quarter.

    Each month's times are sorted once, in their place; the quarter is its months merged.
    """
    ends, times, ordered = the_signed_off_by_month(w), the_times_to_value(w), the_ordered(w)
    ends[month] = w.signed_off
    before = ends[month - 1] if month > 0 else 0
    _sort(times[before : w.signed_off], ordered)
    first = max(0, month - MONTHS_PER_QUARTER)
    count = _merge_months(times, ends, first, month, ordered)
    the_ledger(w)[month, Column.TTV_P50] = quantile_of(ordered[:count], 0.5)
    the_ledger(w)[month, Column.TTV_P90] = quantile_of(ordered[:count], 0.9)


@compiled
def _merge_months(times: np.ndarray, ends: np.ndarray, first: int, last: int, ordered: np.ndarray) -> int:
    """Merge the sorted times of the months after `first` up to `last`, at most three, and return how many they are."""
    a = ends[first]
    a_end = ends[min(first + 1, last)]
    b = a_end
    b_end = ends[min(first + 2, last)]
    c = b_end
    c_end = ends[last]
    count = 0
    while a < a_end or b < b_end or c < c_end:
        least = np.inf
        if a < a_end:
            least = times[a]
        if b < b_end:
            least = min(least, times[b])
        if c < c_end:
            least = min(least, times[c])
        if a < a_end and times[a] == least:
            a += 1
        elif b < b_end and times[b] == least:
            b += 1
        else:
            c += 1
        ordered[count] = least
        count += 1
    return count


@compiled
def _sort(values: np.ndarray, spare: np.ndarray) -> None:
    """Order values in place, without allocating: runs of neighbours inserted, then merged through `spare`."""
    count = values.shape[0]
    run = 8
    for start in range(0, count, run):
        for place in range(start + 1, min(start + run, count)):
            value, left = values[place], place
            while left > start and values[left - 1] > value:
                values[left] = values[left - 1]
                left -= 1
            values[left] = value
    while run < count:
        for start in range(0, count - run, 2 * run):
            middle, end = start + run, min(start + 2 * run, count)
            for place in range(start, middle):
                spare[place] = values[place]
            left, right, place = start, middle, start
            while left < middle:
                if right < end and values[right] < spare[left]:
                    values[place] = values[right]
                    right += 1
                else:
                    values[place] = spare[left]
                    left += 1
                place += 1
        run *= 2
