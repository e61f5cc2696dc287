"""A company's answers as the text of a scenario on the laws: short, commented, and no more than was said."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulator.scenario.founding.company import Bookings, Company, Growth, Moment
from simulator.scenario.writing import money, plain, rounded, share, write_money, write_share

__all__ = ["Fit", "text_of"]

_NAMES: Final = (
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
_LAUNCH: Final = (
    "price: 0.37x, lands_new: 20%, lands_mature: 85%, matures_in: 3 years, discount: 23%, fades_in: 4 years"
)
"""What a product after the core comes to, as those of the baseline do."""


@dataclass(frozen=True)
class Fit:
    """What a stated GRR comes to: the `renewal` odds a year that give it, None where none do or none was stated.

    `grr` is what the laws' own odds give, `nrr` what goes with the odds written; shares of one. Both are of today's
    customers, looked after by today's people, in the second year of that.
    """

    renewal: float | None
    grr: float
    nrr: float


def text_of(company: Company, folder: Path, fit: Fit | None = None) -> str:
    """Return the text of a `company`'s scenario file, to stand in `folder`; `fit` is how a stated GRR is written."""
    return (
        "\n".join(
            [*_head(company), *_plan(company), *_customers(company, folder, fit), *_people(company), *_money(company)]
        )
        + "\n"
    )


def _head(company: Company) -> Iterator[str]:
    yield f"# {company.name}: what was said to `t2d3 new`. All else is as the laws have it;"
    yield "# `t2d3 explain` tells it in words, `t2d3 schema` what each figure means."
    yield "extends: laws"
    yield f"name: {_text(company.name)}"
    yield f"start_date: {company.start.isoformat()}"
    if company.fiscal_year != "Jan":
        yield f"fiscal_year_starts: {company.fiscal_year}"
    months = company.months
    if months is not None and months != _HORIZON:
        yield f"horizon_months: {months}"


_HORIZON: Final = 60
"""Months that the laws look at."""


def _plan(company: Company) -> Iterator[str]:
    yield ""
    plan, nrr = company.plan, company.retention.nrr
    counted = "" if nrr is None else f"planned_nrr: [{write_share(nrr)}]"
    if nrr is not None:
        yield f"# An NRR of {share(nrr)} is counted on, as it was said; new customers bring the rest."
    if isinstance(plan, Bookings):
        yield "# No plan: new customers bring so much ARR, every year the same."
        yield f"demand: {{bookings_a_year: {write_money(plan.a_year)}}}"
        if counted:
            yield f"path: {{{counted}}}"
        return
    yield f"# The plan: {', '.join(money(level) for level in plan.reached(company.arr))}, a year after the other."
    parts = [f"multiples: [{', '.join(_factors(plan, company.arr))}]", counted]
    yield f"path: {{{', '.join(part for part in parts if part)}}}"
    milestones = sorted({_short_money(level) for level in plan.reached(company.arr)}, key=_dollars)
    yield f"milestones: [{', '.join(milestones)}]"


def _factors(plan: Growth, arr: float) -> list[str]:
    return [plain(rounded(min(max(factor, 1.0), 10.0), 6)) for factor in plan.multiples(arr)]


def _short_money(dollars: float) -> str:
    """Return dollars to three digits: a factor leaves more than anybody means."""
    return write_money(float(rounded(dollars, 3)))


def _dollars(text: str) -> float:
    from simulator.scenario.units import MONEY

    return MONEY.read(text)


def _customers(company: Company, folder: Path, fit: Fit | None) -> Iterator[str]:
    yield ""
    yield from _opening(company, folder)
    if company.acv is None:
        yield "# A new customer brings what those of today do on average: it was not said otherwise."
    renewal = []
    if fit is not None:
        yield from _fitted(company, fit)
        renewal = [] if fit.renewal is None else [f"renewal: {write_share(fit.renewal)} a year"]
    if company.segments:
        yield "segments:"
        for one in company.segments:
            figures = [f"weight: {one.customers}", f"acv: {_short(one.acv)}", f"term_months: {one.term}", *renewal]
            yield f"  {_text(one.name)}: {{{', '.join(figures)}}}"
    else:
        term = [] if company.term is None else [f"term_months: {company.term}"]
        yield f"segments: {{core: {{{', '.join([f'acv: {_acv(company)}', *term, *renewal])}}}}}"
    yield from _products(company)


def _opening(company: Company, folder: Path) -> Iterator[str]:
    books = company.books
    if books is not None:
        files = [f"accounts_csv: {_path(books.accounts, folder)}"]
        files += [] if books.roster is None else [f"roster_csv: {_path(books.roster, folder)}"]
        yield f"# {company.customers:,} customers with {money(company.arr)} of ARR, one by one."
        yield f"opening: {{{', '.join(files)}}}"
        return
    held = ", held_by_founders: false" if company.team and company.team.get("csm") else ""
    if held:
        yield "# CSMs look after customers from the first day, not the founders."
    yield f"opening: {{generated: {{accounts: {company.customers}, arr: {write_money(company.arr)}{held}}}}}"


def _acv(company: Company) -> str:
    return _short(company.mean) if company.acv is None else write_money(company.acv)


def _short(mean: float) -> str:
    return write_money(float(rounded(mean, 3)))


def _fitted(company: Company, fit: Fit) -> Iterator[str]:
    """Yield what a stated GRR was made of, and what NRR goes with it."""
    stay = "today's customers and people alone, a year on"
    if company.retention.grr is None:
        yield f"# The laws' renewal odds give a GRR of {_percent(fit.grr)} and an NRR of {_percent(fit.nrr)}: {stay}."
        return
    said = share(company.retention.grr)
    if fit.renewal is None:
        yield f"# A GRR of {said} was said. No renewal odds give it ({stay}), so that they"
        yield f"# are as the laws have them, which give {_percent(fit.grr)}; `renewal` says what else takes ARR."
        return
    yield f"# Renewal odds of a well-served customer that give the GRR of {said} that was said, and an NRR of"
    yield f"# {_percent(fit.nrr)}: {stay}. The laws' own odds would give a GRR of {_percent(fit.grr)}."


def _percent(value: float) -> str:
    return share(float(rounded(value, 3)))


def _products(company: Company) -> Iterator[str]:
    products = company.products
    if products.sold == 1 and not products.launches:
        return
    yield "# Each product after the core is worth as much as the baseline's are: 0.37 of what a customer's core is."
    yield "products:"
    for place in range(products.sold - 1):
        yield f"  {_product(place)}: {{sold_at_start: true, opens: [], {_LAUNCH}}}"
    for place, moment in enumerate(products.launches, start=products.sold - 1):
        yield f"  {_product(place)}: {{opens: [{_condition(moment)}], {_LAUNCH}}}"


def _product(place: int) -> str:
    return _NAMES[place] if place < len(_NAMES) else f"product_{place + 2}"


def _condition(moment: Moment) -> str:
    return f"{{on: {moment.on.isoformat()}}}" if moment.on is not None else f"{{arr: {write_money(moment.arr or 0.0)}}}"


def _people(company: Company) -> Iterator[str]:
    if not company.team or (company.books is not None and company.books.roster is not None):
        return
    yield ""
    yield "# At work on the first day."
    yield "roles:"
    for role, number in company.team.items():
        yield f"  {role}: {{in_place: {number}}}"


def _money(company: Company) -> Iterator[str]:
    yield ""
    yield "money:"
    yield f"  opening_cash: {write_money(company.cash)}"
    if company.spend is not None:
        part = float(rounded(company.spend.of(company.arr), 4))
        yield "  # Research and administration as a share of ARR. Write several, one a year, if it is to fall."
        yield f"  other_spend: [{write_share(part)}]"
    if company.round:
        yield "  rounds:"
        names = (
            ["next_round"] if len(company.round) == 1 else [f"round_{one}" for one in range(1, len(company.round) + 1)]
        )
        for name, one in zip(names, company.round, strict=True):
            yield f"    {name}: {{opens: [{_condition(one.when)}], amount: {write_money(one.amount)}}}"


_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 .&'/_-]*[A-Za-z0-9.]", re.ASCII)
_NOT_TEXT: Final = frozenset(("true", "false", "null", "yes", "no", "on", "off"))


def _text(text: str) -> str:
    """Return a text as YAML has it: plain where nothing in it could be read otherwise."""
    simple = _PLAIN.fullmatch(text) is not None and text.casefold() not in _NOT_TEXT
    return text if simple else json.dumps(text, ensure_ascii=False)


def _path(file: Path, folder: Path) -> str:
    """Return the name of a file as one that stands in a folder has it."""
    return _text(Path(os.path.relpath(file.absolute(), folder.absolute())).as_posix())
