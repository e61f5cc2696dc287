"""Values that may stand where they are, and yet are likely a slip: said by `check` and by runs; nothing changes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from simulator.clock import MONTHS_PER_YEAR
from simulator.laws.terms import kept_over
from simulator.roles import SALES_ONLY
from simulator.scenario.reading.files import load
from simulator.scenario.reading.inheritance import BASELINE
from simulator.scenario.reading.notices import Notice, doubt
from simulator.scenario.reading.overrides import shape_below
from simulator.scenario.schema.odds import of_every_term
from simulator.scenario.schema.plan import likely_slip, number
from simulator.scenario.schema.quantities import Money
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import shape_of
from simulator.scenario.schema.uncertainty import central
from simulator.scenario.schema.words import role_word, role_words
from simulator.scenario.stated import said_of
from simulator.scenario.units import MONEY, InvalidValue
from simulator.scenario.writing import money, share

if TYPE_CHECKING:
    from simulator.scenario.schema.finance import Round
    from simulator.scenario.schema.todays_book import TodaysBook

__all__ = ["doubts", "shell_slips"]

_FAR: Final = 3.0
"""Means of accounts and of new customers that lie so far apart, as a factor, hardly speak of the same company."""


def doubts(scenario: Scenario, today: TodaysBook | None) -> tuple[Notice, ...]:
    """Return what is likely a slip in a `scenario` and in `today`, its books (None where it has none)."""
    certain = central(scenario)
    found = [*_terms(certain), *_shared_terms(certain), *_harm_that_helps(certain)]
    found += [*_beyond_the_horizon(certain), *_nobody_there(certain, today), *_idle_sellers(certain, today)]
    if today is not None:
        found += [*_sizes_of_accounts(certain, today), *_rounds_behind(certain, today)]
    return tuple(found)


def _terms(certain: Scenario) -> Iterator[Notice]:
    """Yield the segments whose contracts are not of a year and whose odds of renewing do not say for how long."""
    for name, segment in certain.segments.items():
        odds, months = number(segment.renewal), segment.term_months
        if months != MONTHS_PER_YEAR and not said_of(segment.renewal) and 0.0 < odds < 1.0:
            term = share(float(f"{kept_over(odds, months / MONTHS_PER_YEAR):.3g}"))
            yield doubt(
                f"segments.{name}.renewal is {share(odds)}, and a term has {months} month{'' if months == 1 else 's'}: "
                f"odds are those of a year, so {term} renew at its end; write {share(odds)} a year to say so, or "
                f"{share(odds)} a term if that was meant"
            )


def _shared_terms(certain: Scenario) -> Iterator[Notice]:
    """Yield the odds and rises that all segments share and that do not say for how long, where a term is not a year."""
    terms = sorted({segment.term_months for segment in certain.segments.values()})
    other = [months for months in terms if months != MONTHS_PER_YEAR]
    for path, value in of_every_term(certain) if other else ():
        off = path == "expansion.packages.odds" and not certain.expansion.packages.opens
        if off or said_of(value) or not 0.0 < value < 1.0:
            continue
        given = share(value)
        meant = f", or {given} a term if that was meant" if len(terms) == 1 else ""
        length = f"{other[0]} month{'' if other[0] == 1 else 's'}"
        yield doubt(
            f"{path} is {given}, and there are terms of {length}: it is that of a year, and a term has what comes to "
            f"it; write {given} a year to say so{meant}"
        )


def _beyond_the_horizon(certain: Scenario) -> Iterator[Notice]:
    """Yield what comes only after the last month, so that what it costs is not seen.

    Nobody who looks at less than a year means to see contracts of a year renewed.
    """
    months = certain.horizon_months
    for name, segment in certain.segments.items():
        if segment.term_months > max(months, MONTHS_PER_YEAR):
            yield doubt(
                f"segments.{name}.term_months is {segment.term_months} and the horizon {months}: of what is signed "
                f"from the first day on nothing comes due before the end, and NRR and GRR look the better for it; "
                f"horizon_months: {months + segment.term_months} shows what renews"
            )
    rise = certain.renewal.mid_term_rise
    if rise is not None and number(rise.month) >= months:
        yield doubt(
            f"renewal.mid_term_rise comes in month {number(rise.month):g}, after the horizon of {months} months"
        )


def _nobody_there(certain: Scenario, today: TodaysBook | None) -> Iterator[Notice]:
    """Yield that nobody in CS is at work on the first day, where founders leave the book of a CSM or more to nobody."""
    if certain.roles.csm.in_place or any(person.role == "csm" for person in (today.people if today else ())):
        return
    founders = number(certain.coverage.founders_book)
    made_up = number(certain.made_up_arr) if number(certain.made_up_accounts) else 0.0
    arr = made_up if today is None else math.fsum(account.arr for account in today.accounts)
    book = number(certain.roles.csm.book_high)
    if arr - founders >= book:
        csms = round(arr / book)
        instead = "a roster_csv, or" if today is not None else "such as"
        yield doubt(
            f"no CSM is at work on the first day, and there is {money(arr)} of ARR: founders look after "
            f"{money(founders)} of it, nobody after the rest; say who is there, {instead} "
            f"roles: {{cs_head: {{in_place: 1}}, csm: {{in_place: {csms}}}}}"
        )


def _harm_that_helps(certain: Scenario) -> Iterator[Notice]:
    """Yield the log-odds of what goes wrong that are above nothing: a minus that was forgotten, most likely."""
    renewal = certain.renewal
    harms = {
        "renewal.uncovered": renewal.uncovered,
        "renewal.failed_onboarding": renewal.failed_onboarding,
        "renewal.poor_fit": renewal.poor_fit,
        "renewal.rise_log_odds": renewal.rise_log_odds,
        "competitors.log_odds": certain.competitors.log_odds,
        "sponsors.log_odds": certain.sponsors.log_odds,
        "relations.log_odds": certain.relations.log_odds,
    }
    for path, given in harms.items():
        if number(given) > 0.0:
            yield doubt(
                f"{path} is {number(given):+g}: it makes customers whom it strikes renew more readily; write "
                f"{-number(given):g} if they are to renew less"
            )


def _idle_sellers(certain: Scenario, today: TodaysBook | None) -> Iterator[Notice]:
    """Yield that people on the roster, or in place without one, sell where bookings come as planned whoever sells."""
    if certain.demand.selling == "capacity":
        return
    if today is not None and today.people:
        holds, people = "the roster has", Counter(one.role for one in today.people if one.role in SALES_ONLY)
    else:
        holds, people = "roles has in place", +Counter({role: certain.roles.of(role).in_place for role in SALES_ONLY})
    if people:
        named = ((count, role_words(role) if count > 1 else role_word(role)) for role, count in people.items())
        said = " and ".join(f"{count} {word}" for count, word in named)
        paid = "their pay is part of money.acquisition_cost"
        if not certain.money.holds_sellers(certain.demand.selling):
            paid = "their pay comes on top of money.acquisition_cost while money.sales_marketing.follows is won"
        yield doubt(
            f"{holds} {said}, but demand.selling is plan: bookings come as planned whoever sells, and {paid}; "
            "with capacity they come as sellers can sell"
        )


def _rounds_behind(certain: Scenario, today: TodaysBook) -> Iterator[Notice]:
    """Yield the rounds of funding that ARR alone closes on the first day: a company like that has mostly raised them.

    Their money would come on top of the cash in the bank, which has it already.
    """
    opening = math.fsum(account.arr for account in today.accounts)
    found = {name: one for name, one in certain.money.rounds.items() if _passed(one, opening) and number(one.amount)}
    if found:
        said = " and ".join(f"{name} ({money(number(one.amount))})" for name, one in found.items())
        off = ", ".join(f"{name}: {{opens: []}}" for name, one in found.items())
        yield doubt(
            f"money.rounds: with an opening ARR of {money(opening)}, {said} will be in the bank on the first day, on "
            f"top of the opening cash of {money(number(certain.money.opening_cash))}; what has been raised before is "
            f"part of that, and money: {{rounds: {{{off}}}}} leaves it out here"
        )


def _passed(funding: Round, arr: float) -> bool:
    """Tell whether a round closes at an ARR that is behind, whatever else comes."""
    alone = (one for one in funding.opens if one.model_dump(exclude_none=True).keys() == {"arr"})
    return any(one.arr is not None and number(one.arr) <= arr for one in alone)


def _sizes_of_accounts(certain: Scenario, today: TodaysBook) -> Iterator[Notice]:
    """Yield the segments whose accounts are far larger or smaller than its new customers."""
    for name, segment in certain.segments.items():
        amounts = [account.arr for account in today.accounts if account.segment == name]
        if not amounts:
            continue
        mean, acv = sum(amounts) / len(amounts), number(segment.acv)
        if 1 / _FAR < mean / acv < _FAR:
            continue
        path = f"segments.{name}.acv"
        slip = likely_slip(mean, acv) or f"if the accounts are right, {path}: {money(mean)} would fit them"
        far = f"{_times(acv / mean)} smaller" if mean < acv else f"{_times(mean / acv)} larger"
        yield doubt(f"the accounts' mean of {money(mean)} is {far} than {path}, {money(acv)}; {slip}")


def _times(ratio: float) -> str:
    return f"{ratio:,.1f}".removesuffix(".0") + " times"


# A shell takes `$3` out of `--set segments.core.acv=$32K` in double quotes, or in none, and 2K arrives.

_EATEN: Final = 0.1
"""What is left is this share, or less, of the value that stands there by default."""


def shell_slips(settings: Iterable[tuple[str, str]]) -> Iterator[Notice]:
    """Yield those `settings`, by path and text, that look as if a shell had taken a `$` and a digit out of them.

    Such an amount of money has no $ and is a tenth, or less, of the baseline's.
    """
    for path, text in settings:
        shape = shape_below(shape_of(Scenario), path.split("."))
        if "$" in text or shape is None or not isinstance(shape.marker, Money):
            continue
        with suppress(InvalidValue):
            given, default = MONEY.read(text), default_of(path)
            if default is not None and 0.0 <= given <= _EATEN * default:
                yield doubt(
                    f"{path} is set to {money(given)}, {_times(default / given) if given else 'far'} less than the "
                    f"{money(default)} of the {BASELINE}; where a $ was typed, put it in single quotes, since a shell "
                    "takes $3 out of $32K"
                )


def default_of(path: str) -> float | None:
    """Return the number that the baseline has at a dotted path, its mean where it is uncertain; None for none.

    A segment, a product or a role of the user's own is held against the first of the baseline's.
    """
    found: object = central(load(BASELINE))
    for step in path.split("."):
        if isinstance(found, dict):
            found = found.get(step) or next(iter(found.values()), None)
        elif isinstance(found, tuple):
            found = found[min(int(step), len(found) - 1)] if step.isdigit() and found else None
        else:
            found = getattr(found, step, None)
    return float(found) if isinstance(found, int | float) and not isinstance(found, bool) and found > 0 else None
