"""Where the company stands on the first day: from its accounts and its people, or made up, which it is then called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import DAYS_PER_MONTH, MONTHS_PER_YEAR
from simulator.reports.deck.content import LEFT, RIGHT, Slide, Table
from simulator.reports.deck.slides.common import sources
from simulator.reports.words import money, number, percent, plural, short_name
from simulator.results.pnl import roles_of
from simulator.scenario.schema.words import role_word, role_words

if TYPE_CHECKING:
    from simulator.results.protocols import Summarised
    from simulator.scenario.schema.todays_book import TodaysBook

_LARGEST: Final = 6
_LONGEST: Final = 28


def stand_slide(result: Summarised) -> Slide | None:
    """Return the slide of the first day; None where there is no ARR then."""
    opening = float(result.bands("arr").p50[0])
    if not opening > 0.0:
        return None
    day = f"{result.scenario.start_date:%d %b %Y}".lstrip("0")
    customers = float(result.bands("customers").p50[0])
    told = f"{money(opening)} of ARR from {plural(round(customers), 'customer')} on {day}"
    rows_of_day = tuple(_figures(result, customers))
    figures = Table("figures", ("On the first day", ""), rows_of_day, "The first day", LEFT, 1.0, roomy=True)
    book = result.today
    if book is None or not book.accounts:
        title = f"A made-up book: {told}, drawn by the model and not the company's own accounts"
        caption = "Made up: t2d3 import makes the accounts and people of this slide out of billing, CRM and HR exports."
        return Slide("stand", title, (figures,), caption, sources(result))
    largest = sorted(book.accounts, key=lambda one: -one.arr)[:_LARGEST]
    share = sum(one.arr for one in largest) / sum(one.arr for one in book.accounts)
    title = f"We stand at {told}; the largest {len(largest)} have {percent(share)} of it"
    rows = tuple((short_name(one.name, _LONGEST), money(one.arr)) for one in largest)
    table = Table("accounts", ("Largest accounts", "ARR"), rows, "The largest accounts", RIGHT, 1.6)
    return Slide("stand", title, (figures, table), "From the company's own accounts and people.", sources(result))


def _figures(result: Summarised, customers: float) -> list[tuple[str, str]]:
    """Return ARR, customers, cash and people of the first day."""
    opening = float(result.bands("arr").p50[0])
    rows = [("ARR", money(opening)), ("Customers", number(customers))]
    if customers > 0.0:
        rows.append(("ARR a customer", money(opening / customers)))
    if result.today is not None:
        rows.append(("Renewals due within twelve months", money(_due(result, result.today))))
    rows.append(("Cash", money(float(result.bands("cash").p50[0]))))
    for role in (*roles_of(result.scenario.roles, "cs"), *roles_of(result.scenario.roles, "sales")):
        heads = float(result.bands(f"headcount.{role}").p50[0])
        if heads >= 0.5:
            words = role_word(role) if heads < 1.5 else role_words(role)
            rows.append((words[:1].upper() + words[1:], number(heads)))
    return rows


def _due(result: Summarised, book: TodaysBook) -> float:
    """Return dollars whose term ends within a year of the first day."""
    year = MONTHS_PER_YEAR * DAYS_PER_MONTH
    return sum(one.arr for one in book.accounts if one.renewal_day <= year)
