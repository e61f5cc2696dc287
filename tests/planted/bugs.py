"""Bugs to plant: one changed line each, of the kind that a model of growth gets wrong and nobody sees."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

LAWS: Final = ("tests/laws", "tests/conservation", "tests/oracles", "tests/engine", "tests/results")
KERNEL: Final = ("tests/equality", "tests/conservation")
REFERENCE: Final = ("tests/equality", "tests/conservation", "tests/engine", "tests/oracles")
BOTH: Final = ("tests/conservation/test_reviews.py", "tests/engine", "tests/conservation", "tests/oracles")
RESULTS: Final = ("tests/results", "tests/decisions")
SPENDING: Final = ("tests/laws/test_laws_of_spending.py", "tests/oracles/test_oracle_spending.py")
STATED: Final = ("tests/scenario_files/test_stated_odds.py", "tests/oracles/test_oracle_terms.py")
PRIORS: Final = ("tests/scenario_files/test_priors.py", "tests/decisions/test_by_priors.py")
LOWERING: Final = ("tests/engine", "tests/conservation", "tests/oracles", "tests/scenario")


@dataclass(frozen=True)
class Bug:
    """One planted bug: in which file which text becomes which, and the tests that ought to notice."""

    what: str
    file: str
    right: str
    wrong: str
    tests: tuple[str, ...]
    also: tuple[tuple[str, str, str], ...] = ()
    """Further edits (file, right text, wrong text): what is wrong in both engines alike, equality cannot see."""

    @property
    def edits(self) -> tuple[tuple[str, str, str], ...]:
        """All its edits."""
        return ((self.file, self.right, self.wrong), *self.also)


def _law(what: str, file: str, right: str, wrong: str) -> Bug:
    return Bug(what, f"simulator/laws/{file}.py", right, wrong, LAWS)


def _kernel(what: str, file: str, right: str, wrong: str) -> Bug:
    return Bug(what, f"simulator/engine/compiled/{file}.py", right, wrong, KERNEL)


def _reference(what: str, file: str, right: str, wrong: str) -> Bug:
    return Bug(what, f"simulator/engine/reference/{file}.py", right, wrong, REFERENCE)


def _both(what: str, file: str, reference: tuple[str, str], kernel: tuple[str, str]) -> Bug:
    """One bug in both engines, whose files bear the same names."""
    also = (f"simulator/engine/compiled/{file}.py", *kernel)
    return Bug(what, f"simulator/engine/reference/{file}.py", *reference, BOTH, (also,))


BUGS: Final = (
    # laws: both engines follow them, so only formulas, closed forms and the replay of the log can notice
    _law("a finished ramp still carries its last step", "staffing", "if step >= steps:", "if step > steps:"),
    _law("a mis-hire's odds never fade", "staffing", "if arr >= unproven_until:", "if arr >= unproven_until * 2.0:"),
    _law("leavers are not hired for", "staffing", "return 1.0 + attrition", "return 1.0 + 0.0 * attrition"),
    _law("CSMs are rounded down", "staffing", "return math.ceil(min(MOST_NEEDED, to_carry", "return math.floor(min(MOST_NEEDED, to_carry"),
    _law("founders' room is forgotten", "staffing", "(load * growth - founders_room)", "(load * growth)"),
    _law("the backlog is not worked off", "staffing", "(deals_a_day + backlog / clear_days)", "(deals_a_day)"),
    _law("a team absorbs one too many", "staffing", "return max(0, limit - opened_this_quarter)", "return max(0, limit - opened_this_quarter + 1)"),
    _law("the floor of a book's load is gone", "books", "return max(floor, arr)", "return arr"),
    _law("founders never hand over", "coverage", "if arr <= handover_from:", "if arr < handover_until:"),
    _law("an overfull book is served as well as any", "books", "    return (1.0 - exp(-curve * (saturation / load))) / whole", "    return 1.0"),
    _law("service is in proportion to hours", "books", "    return (1.0 - exp(-curve * (saturation / load))) / whole", "    return min(1.0, saturation / load)"),
    _both("quality is read at the event", "account", ("        return self.manager.quality_days() - self.quality_then\n", "        return self.manager.quality() * (self.run.now - self.served_since)\n"), ("    return float(adds_up_to - c.quality_then)\n", "    return float((quality_of(w, c.manager) if c.manager != NOBODY else 1.0) * (w.now - c.served_since))\n")),
    _both("a successor is credited with what was before", "desks", ("        if served:\n            account.read_quality()\n", ""), ("    if served:\n        read_quality(w, customer)\n", "")),
    _both("a CSM has hours for as much as the book holds", "staff", ("return self.hours_for * self.strength()", "return self.full_book * self.strength()"), ("c.hours_for * c.strength", "c.full_book * c.strength")),
    _kernel("a change of load is not settled first", "account", "    settle_quality(w, manager)\n    if manager >= 0:\n", "    if manager >= 0:\n"),
    _kernel("founders do not notice that their book fades", "staff", "        settle_quality(w, FOUNDERS)\n        w.founders_quality = np.nan\n", "        settle_quality(w, FOUNDERS)\n"),
    _reference("books that shrink or grow leave quality as it was", "staff", "            for csm in self.in_place[RoleId.CSM]:\n                csm.settle_quality()\n", ""),
    _law("books are full size without a head", "coverage", "(1.0 - without_head) * (1.0 - head)", "(1.0 - without_head) * 0.0"),
    _law("adoption jumps to full", "expansion", "return 1.0 - (1.0 - adoption) * exp(-days / time_constant)", "return 1.0 - 0.0 * adoption * exp(-days / time_constant)"),
    _law("uncovered accounts raise as many CSQLs", "expansion", "return min(1.0, odds * (1.0 - when_uncovered * (1.0 - state.coverage)))", "return odds"),
    _law("poor fit renews like good fit", "retention", "    if state.poorly_fitting:\n        log_odds += rules.poor_fit", "    if state.poorly_fitting:\n        log_odds += 0.0 * rules.poor_fit"),
    _law("coverage counts the wrong way round", "retention", "log_odds += rules.uncovered * (1.0 - state.coverage)", "log_odds += rules.uncovered * state.coverage"),
    _law("contraction ignores coverage", "retention", "1.0 + uncovered_more * (1.0 - coverage))", "1.0 + uncovered_more * 0.0)"),
    _law("a mark weighs as much in three years as in one", "retention", "return log_odds + marks * state.marks_weigh", "return log_odds + marks"),
    _law("a lost relation never comes back", "relations", "return loss * (1.0 - days / fades_after) if days < fades_after else 0.0", "return loss"),
    _law("a newcomer knows the customer as well as who was there", "relations", "return in_place if joined <= lost else 1.0", "return in_place"),
    _law("the growth of the plan is a ratio, not a share", "growth", "at_day(plan_arr, now) / at_day(plan_arr, then) - 1.0", "at_day(plan_arr, now) / at_day(plan_arr, then)"),
    _both("who is late is judged by growth from a smaller base", "income", ("        on_plan = money.multiple(planned, nrr, rules)\n", "        on_plan = by_itself\n"), ("    on_plan = money.multiple(planned, nrr, rules)\n", "    on_plan = by_itself\n")),
    Bug("price is judged by the growth of the plan", "simulator/decisions/yardstick.py", '"renewal.escalator", ', "", ("tests/decisions/test_yardstick.py",)),
    _both("founders hand accounts over without a loss", "desks", ("            account.lose_relation()\n            self.assign(account, csm)\n", "            self.assign(account, csm)\n"), ("        lose_relation(w, the_book(w)[place])\n", "")),
    _law("nobody minds a dearer contract", "retention", " + rules.rise * (TENTHS * state.rise)", ""),
    _both("who refuses a rise pays it", "renewals", ("if self.run.rules.escalator > 0.0 and not account.refuses_rises:", "if self.run.rules.escalator > 0.0:"), ("    if rise_of(c, r) > 0.0:\n", "    if r.escalator > 0.0:\n")),
    _law("a rise in mid-term leaves no mark", "retention", "    marks += rules.rise * (TENTHS * state.risen)\n", ""),
    _both("a rise in mid-term is minded for ever", "renewals", ("            account.risen = 0.0\n", "            account.risen *= 1.0\n"), ("        c.risen = 0.0\n", "        c.risen *= 1.0\n")),
    _both("a rise in mid-term waits for nobody's onboarding", "renewals", ("if account.live and rise > 0.0", "if not account.lost and rise > 0.0"), ("if c.stage == Stage.LIVE and rise > 0.0", "if c.stage != Stage.LOST and rise > 0.0")),
    _kernel("who refuses pays a rise in mid-term", "renewals", "rise > 0.0 and not happens(c.rise_draw, r.rise_refused)", "rise > 0.0"),
    _kernel("the day of a rise is that of the old policy", "company", "if the_rules(w)[0].mid_term_rise_day != rise_day:", "if w.now < 0.0:"),
    _both("relations lost are not counted", "account", ("        self.run.books.add(Column.RELATIONS_LOST, 1.0)\n", ""), ("    add(w, Column.RELATIONS_LOST, 1.0)\n", "")),
    _law("a term keeps in proportion to its length", "terms", "return a_year if years == 1.0 else power(a_year, years)", "return 1.0 - (1.0 - a_year) * years"),
    _law("marks are gone with the first renewal", "terms", "return years < 1.0 and next_renewal - made < DAYS_PER_YEAR", "return False"),
    Bug("odds of a term are taken for those of a year", "simulator/scenario/schema/odds.py", "if said_of(value) == TERM else stated", "if False else stated", LOWERING),
    _both("who is not onboarded yet has failed at once", "renewals", ("not account.live and self.run.now - account.closed >= self.run.rules.failed_after", "not account.live"), ("c.stage != Stage.LIVE and w.now - c.closed >= r.failed_after", "c.stage != Stage.LIVE")),
    _law("a month of waiting counts double", "onboarding", "per_month * (state.time_to_value / DAYS_PER_MONTH)", "per_month * (2.0 * state.time_to_value / DAYS_PER_MONTH)"),
    _law("the plan is read a day late", "growth", "return at_day(plan_arr, day + lookahead_days) / at_day(plan_arr, day)", "return at_day(plan_arr, day + lookahead_days + 1.0) / at_day(plan_arr, day)"),
    _law("a deal comes a day early", "growth", "while day < last and expected_deals[day + 1] < deal:", "while day < last and expected_deals[day + 2] < deal:"),
    _law("the last segment gets nobody", "selling", "while segment < last and u >=", "while segment < last - 1 and u >="),
    _law("quantiles are read one place up", "onboarding", "place = share * (count - 1)", "place = min(share * count, count - 1.0)"),
    _law("every company's core is a year old", "products", "    if arr <= at[0]:\n", "    if arr > 0.0:\n        return DAYS_PER_YEAR\n    if arr <= at[0]:\n"),
    _law("a table by ARR is read straight in ARR", "by_arr", "log(arr / start) / log(float(at[point]) / start)", "(arr - start) / (float(at[point]) - start)"),
    Bug("an age that is stated is not heard", "simulator/scenario/schema/by_arr.py", "if product.age_at_start is not None:", "if not product.sold_at_start:", LOWERING),
    _law("a wallet that grows is bought in advance", "products", "return 1.0 - (1.0 - left) / times", "return left"),
    Bug("wallets grow by a year whatever the term", "simulator/engine/reference/renewals.py", "growth_over(a_year, account.kind.years)", "growth_over(a_year, 1.0)", BOTH, (("simulator/engine/compiled/wallet.py", "growth_over(a_year, the_segments(w)[c.segment].years)", "growth_over(a_year, 1.0)"),)),
    _kernel("a wallet that has grown is not counted anew", "wallet", "products.left_of_grown(c.left[number], times)\n        note_unsold(w, customer)\n", "products.left_of_grown(c.left[number], times)\n"),
    # money
    _law("a short term is billed for a whole year", "money", "return min(MONTHS_BILLED_AHEAD, term_end - billed)", "return MONTHS_BILLED_AHEAD"),
    Bug("a payment on a month's end comes a month late", "simulator/clock.py", "/ DAYS_PER_YEAR - ROUNDING)", "/ DAYS_PER_YEAR + ROUNDING)", LAWS),
    Bug("a date falls on the close before it", "simulator/clock.py", "MONTHS_PER_YEAR + FIRST_SECOND", "MONTHS_PER_YEAR", LAWS),
    _law("terms drift over a month's end", "months", "return month_end(month + months) - before_end", "return anchor + month_end(months)"),
    _law("a stated opening balance is paid at once", "money", "    return (min(days, month_end(month)) - min(days, month_end(month - 1))) / days", "    return 1.0 if month == 1 else 0.0"),
    _law("founders sell all day what they sell at its beginning", "capacity", "(1.0 - (since + until) / (2.0 * fade_days))", "(1.0 - since / fade_days)"),
    _law("points of NRR count as shares", "money", "100.0 * (growth * rules.growth_point + (nrr - 1.0) * rules.nrr_point)", "100.0 * growth * rules.growth_point + (nrr - 1.0) * rules.nrr_point"),
    _kernel("what the opening book owes is forgotten", "money", "        the_ledger(w)[0, Column.RECEIVABLES] += unpaid\n", ""),
    _kernel("only the period that runs is owed on the first day", "money", "        until = began\n", "        return\n"),
    _kernel("a stated opening balance is not collected", "money", "ledger[month, Column.COLLECTED] *= stated / of_accounts", "ledger[month, Column.COLLECTED] *= 1.0"),
    Bug("who shrinks back into the pool goes on waiting", "simulator/engine/compiled/digital.py", "    elif c.queue != FOR_A_MANAGER:\n        return\n", "    else:\n        return\n", ("tests/engine/test_days_and_months.py",)),
    _kernel("a pace that changes is not used up first", "selling", "    use_up_gap(w)\n    note_pace(w, pace)\n", "    note_pace(w, pace)\n    use_up_gap(w)\n"),
    _kernel("people are not paid", "spending", "        all_of_it += row[block + RoleColumn.COST]", "        all_of_it += 0.0 * row[block + RoleColumn.COST]"),
    Bug("a plan is drawn anew a month early", "simulator/laws/spending.py", "return (month - 1) // MONTHS_PER_YEAR * MONTHS_PER_YEAR", "return month // MONTHS_PER_YEAR * MONTHS_PER_YEAR", SPENDING),
    _law("a share of ARR falls on beyond the last point", "spending", "np.clip(arr, at[0], at[-1])", "np.maximum(arr, at[0])"),
    Bug("pay that rises reaches all that a department spends", "simulator/laws/spending.py", "dollars * rules.people * (pay", "dollars * (pay", SPENDING),
    Bug("spending runs ahead of nothing", "simulator/engine/lowering.py", "bookings_by_month(plan, bookings_a_year, months, ahead)", "bookings_by_month(plan, bookings_a_year, months)", SPENDING),
    Bug("commission comes on top of the whole", "simulator/engine/lowering.py", '"paid_ahead": whole - commission if ahead', '"paid_ahead": whole if ahead', SPENDING),
    Bug("departments are drawn anew from planned ARR over ARR", "simulator/engine/compiled/spending.py", "    happened, planned = the_ledger(w)[until, Column.ARR], the_budgets(w)[until].arr\n", "    planned, happened = the_ledger(w)[until, Column.ARR], the_budgets(w)[until].arr\n", SPENDING),
    Bug("sales and marketing are drawn anew from ARR", "simulator/engine/compiled/spending.py", "budget.bookings_ahead * bookings_replanned(w, month)", "budget.bookings_ahead * replanned(w, month)", SPENDING),
    Bug("bookings are drawn anew from a year one month early", "simulator/engine/compiled/spending.py", "range(until - MONTHS_PER_YEAR + 1, until + 1)", "range(until - MONTHS_PER_YEAR, until)", SPENDING),
    Bug("a plan is drawn anew without bounds", "simulator/laws/spending.py", "max(0.0, min(at_most, happened / planned))", "max(0.0, happened / planned)", SPENDING),
    Bug("sellers come on top of what was planned for selling", "simulator/engine/compiled/spending.py", "    if r.holds_sellers:", "    if r.holds_sellers and w.row < 0:", SPENDING),
    Bug("along the plan sellers come on top", "simulator/experiment/planned_cash.py", 'if rules["holds_sellers"]:', 'if not rules["holds_sellers"]:', ("tests/experiment/test_planned_cash.py",)),
    _reference("a round is raised again and again", "money", "        self.raised[number] = True\n", ""),
    Bug("burn is reckoned from revenue", "simulator/results/metrics/spending.py", "total(ledger, staff.spending) - ledger[..., Column.COLLECTED]", "total(ledger, staff.spending) - ledger[..., Column.FUNDING]", RESULTS),
    # the kernel alone: the engines must part
    _kernel("a renewal comes a day late", "account", "return float(days_until(w.now, the_customers(w)[customer].renews))", "return float(1.0 + days_until(w.now, the_customers(w)[customer].renews))"),
    _kernel("a slot is not returned", "account", "the_staff(w)[c.specialist].slots_in_use -= 1", "the_staff(w)[c.specialist].slots_in_use -= 0"),
    _kernel("the wrong cohort", "bookkeeping", "return int(min(quarter_of(day)", "return int(min(quarter_of(day) - 1"),
    _kernel("a lost account stays in its book", "renewals", "    leave_pool(w, customer)\n    take_out(w, customer)\n", "    leave_pool(w, customer)\n"),
    _kernel("ties in the wrong order", "calendar", "return bool(first.sequence < second.sequence)", "return bool(first.sequence > second.sequence)"),
    _kernel("the emptiest book in dollars, not in share", "staff", "float(carries / capacity)", "float(carries)"),
    _kernel("a rep's new lead leaves it as free as before", "leads", "    the_staff(w)[rep].slots_in_use += 1\n    forget_fullness(w, rep)\n", "    the_staff(w)[rep].slots_in_use += 1\n"),
    _kernel("adoption is settled for who is not live", "account", "    if c.stage != Stage.LIVE or c.failed:\n        return\n", "    if c.stage == Stage.LIVE:\n        return\n"),
    _kernel("a leaver's accounts smallest first", "desks", "the_customers(w)[book[place - 1]].arr < c.arr", "the_customers(w)[book[place - 1]].arr > c.arr"),
    _kernel("the quarter's quantiles miss a month", "month_ends", "first = max(0, month - MONTHS_PER_QUARTER)", "first = max(0, month - MONTHS_PER_QUARTER + 1)"),
    _kernel("a take-over is free", "account", "+ the_rules(w)[0].takeover_delay", ""),
    _kernel("the head's departure goes unnoticed", "hire", "        place += 1\n    if sizes_books(role):\n        note_books(w)", "        place += 1"),
    _kernel("days of coverage are not reset", "renewals", "    c.term_start = w.now\n    c.served_days = 0.0\n", "    c.term_start = w.now\n"),
    # the reference alone
    _reference("an even deal falls on the close", "selling", "return 0.5 if self.deals == 0 else 1.0", "return 1.0"),
    _reference("patience is not renewed", "account", "        self.patience_token += 1\n", ""),
    _reference("hand-over begins too early", "desks", "if self.run.arr < rules.handover_from:", "if self.run.arr < 0.5 * rules.handover_from:"),
    _reference("a renewal's coverage is that of its last day", "account", "return coverage.covered_share(days, self.served_days, self.service, self.quality_days())", "return self.service_now()"),
    # figures made of the ledger
    Bug("NRR is allowed win-backs", "simulator/results/arithmetic.py", "    cohort = before > 0.0\n", "    cohort = before >= 0.0\n", RESULTS),
    Bug("GRR counts expansion", "simulator/results/arithmetic.py", "np.minimum(after, before)", "np.maximum(after, 0.0)", RESULTS),
    Bug("a ratio over nothing is infinite", "simulator/results/arithmetic.py", "where=bottom > ROUNDING * made_of", "where=bottom >= ROUNDING * made_of", RESULTS),
    Bug("what rounding has left is divided by", "simulator/results/arithmetic.py", "ROUNDING = 1e-9", "ROUNDING = 0.0", RESULTS),
    Bug("runway is told over the runs that burn alone", "simulator/results/metrics/solvency.py", "np.where(np.isnan(lasts) | (lasts > LONGEST), np.inf, lasts)", "lasts", RESULTS),
    Bug("cash that came back was never gone", "simulator/results/metrics/solvency.py", "(_least_so_far(cash) < 0.0)", "(cash < 0.0)", RESULTS),
    Bug("trailing windows are a month short", "simulator/results/arithmetic.py", "for lag in reversed(range(min(months, last))):", "for lag in reversed(range(min(months - 1, last))):", RESULTS),
    Bug("the yearly plan of NRR is a year late", "simulator/scenario/schema/plan.py", "nrr = by_year(path.planned_nrr, year)", "nrr = by_year(path.planned_nrr, max(0, year - 1))", LOWERING),
    Bug("a lognormal's median is taken for its mean", "simulator/engine/lowering.py", "median * math.sqrt(1.0 + number(work.spread) * number(work.spread))", "median", LOWERING),
    # laws tested only where a factor is 1 or 0, or where a wrong formula agrees
    _law("a factor on poor fits is added whole", "capacity", "(factor - 1.0) * (ramping / capacity)", "(ramping / capacity)"),
    _law("leavers are made up for over a year, whatever the lookahead", "staffing", "attrition * (lookahead_days / DAYS_PER_YEAR)", "attrition * min(1.0, lookahead_days)"),
    _law("specialists and reps who leave are not made up for", "staffing", "mean_work_days * team.attrition_factor", "mean_work_days"),
    _law("sellers who leave are not made up for", "capacity", "(demand - founders) * attrition_factor", "(demand - founders)"),
    _law("whatever the loss of coverage does to contraction, it doubles it", "retention", "1.0 + uncovered_more * (1.0 - coverage)", "1.0 + (1.0 - coverage)"),
    _law("a success plan does nothing", "onboarding", "log_odds + rules.success_plan", "log_odds"),
    _law("an operations hire serves the same number of CSMs in every company", "coverage", "people * serves / max(1, csms)", "people * 15.0 / max(1, csms)"),
    _law("a head's playbook works whoever heads CS", "shocks", "odds * coverage * head", "odds * coverage"),
    # how much of CS's difference is its own doing
    _law("what CS does is its own doing the other way round", "effect", "(1.0 - cs_effect) * min(1.0, if_served) + cs_effect * min(1.0, actual)", "cs_effect * min(1.0, if_served) + (1.0 - cs_effect) * min(1.0, actual)"),
    _law("a sale is mixed for itself, not as one product with its CSQL", "effect", "return cs_effect * min(1.0, actual) / in_effect(actual, if_served, cs_effect)", "return cs_effect"),
    _both("who is fully served never fails its onboarding", "served", ("onboarding.well_day(account.value_day, fails, mends,", "onboarding.well_day(account.value_day, False, mends,"), ("onboarding.well_day(c.value_day, fails, mends,", "onboarding.well_day(c.value_day, False, mends,")),
    _both("no sponsor of who is fully served ever leaves", "shocks", ("            account.sponsor_day_if_served = run.now\n", "            pass\n"), ("        c.sponsor_day_if_served = w.now\n", "        pass\n")),
    _both("who is fully served is insured by the CSQLs that it has had, not by those it would have had", "shocks", ("run.now - account.last_csql_if_served", "run.now - account.last_csql"), ("w.now - c.last_csql_if_served", "w.now - c.last_csql")),
    _kernel("health is told of customers as they are alone", "month_ends", "odds[place] = effect.in_effect(odds[place], served, r.cs_effect)", "odds[place] = effect.in_effect(odds[place], served, 1.0)"),
    # lowering
    Bug("a rise of a term is taken for odds of one", "simulator/scenario/schema/odds.py", "Rise: rise_over,", "Rise: occurs_within,", STATED),
    Bug("what customers share a term is that of a year", "simulator/scenario/schema/odds.py", "{path: _a_year(value, months, OF_EVERY_TERM[path])", "{path: number(value)", STATED),
    Bug("a prior multiplies nothing", "simulator/scenario/schema/priors.py", "tuple(one * by for one in law.params)", "law.params", PRIORS),
    Bug("references do not follow cs_effect", "simulator/engine/lowering.py", "number(demand.references.strength) * number(scenario.cs_effect)", "number(demand.references.strength)", LOWERING),
    # both engines alike
    _both("pay that has risen is left out of the budget", "hiring", ("yearly * run.pay <=", "yearly <="), ("yearly * w.pay <=", "yearly <=")),
    _both("founders' renewals count again once a head has come and gone", "renewals", ("if not self.staff.had_head:", "if self.staff.head_effect == 0.0:"), ("    if not w.had_head:", "    if w.head_effect == 0.0:")),
    _both("a budget counts nobody on the way", "hiring", ("yearly += self.staff.seated(other)", "yearly += self.staff.heads(other)"), ("yearly += seated(w, other)", "yearly += the_teams(w)[other].heads")),
    _both("seats on the way are asked for again", "hiring", ("min(needed - self.staff.seated(role), absorbable)", "min(needed - self.staff.heads(role), absorbable)"), ("min(wanted - seated(w, role), absorbable)", "min(wanted - the_teams(w)[role].heads, absorbable)")),
    _both("a role closes when its conditions no longer hold", "hiring", ("self.latched[role] or self.opens(role, outlook)", "self.opens(role, outlook)"), ("if not the_teams(w)[role].latched and opens(w, role, seen):\n            the_teams(w)[role].latched = 1", "if True:\n            the_teams(w)[role].latched = 1 if opens(w, role, seen) else 0")),
    _both("onboardings weigh on managers twice in the forecast", "hiring", ("(self.run.rules.manager_weight - 1.0)", "self.run.rules.manager_weight"), ("the_rules(w)[0].manager_weight - 1.0", "the_rules(w)[0].manager_weight")),
    _both("the forecast of onboarding knows no product-led work", "hiring", ("rules.mean_work_days * run.work_factor", "rules.mean_work_days"), ("r.mean_work_days * w.work_factor", "r.mean_work_days")),
    _both("sellers are hired for demand without references", "hiring", ("deals = self.selling.references * growth", "deals = growth"), ("deals = w.references * growth", "deals = growth")),
    _both("a round raised since the close does not let hiring go on", "income", ("ledger[month, Column.CASH] + raised, burned", "ledger[month, Column.CASH], burned"), ("ledger[month, Column.CASH] + raised, burned", "ledger[month, Column.CASH], burned")),
    _both("founders hand nothing over until they must", "desks", ("if self.run.arr < rules.handover_from:\n            return", "if self.run.arr < rules.handover_until:\n            return"), ("    if w.arr < r.handover_from:", "    if w.arr < r.handover_until:")),
)  # fmt: skip
