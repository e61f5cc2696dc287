"""How answers are read: text in, what it says out; InvalidValue, with what would do, where it says no such thing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeVar

from simulator.clock import MONTHS_PER_YEAR
from simulator.fiscal import MONTHS, FirstMonth
from simulator.roles import RoleName
from simulator.scenario.founding.company import Bookings, Growth, Moment, Products, Raise, Retention, Spend
from simulator.scenario.reading import seats
from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.schema.quantities import Count, Factor, Money, Quantity, Share
from simulator.scenario.units import InvalidValue, quoted
from simulator.scenario.writing import money

Found = TypeVar("Found")

T2D3: Final = (3.0, 3.0, 2.0, 2.0, 2.0)
"""Triple, triple, double, double, double."""
MOST_YEARS: Final = 10
_NONE: Final = frozenset(("none", "no", "nobody", "0", "-", "no round", "nothing"))
_AND: Final = re.compile(r"\s*(?:;|\band\b|,(?!\d{3}(?!\d)))\s*")
"""What stands between several: a comma within a number of thousands is part of it."""


def _number(quantity: Quantity, text: str) -> float:
    found = quantity.read(text.strip(), uncertain=False)
    assert isinstance(found, (int, float))
    return float(found)


def dollars(low: float, high: float) -> Callable[[str], float]:
    """Return the reader of an amount between `low` and `high` dollars; one that leaves out K or M is told so."""
    quantity = Money(low, high)

    def read(text: str) -> float:
        try:
            return _number(quantity, text)
        except InvalidValue as wrong:
            raise _in_thousands(text, wrong, low) from None

    return read


def _in_thousands(text: str, wrong: InvalidValue, low: float) -> InvalidValue:
    """Return what is wrong with an amount, with the amounts likely meant where it is too small."""
    try:
        bare = _number(Money(0.001, 999.0), text)
    except InvalidValue:
        return wrong
    meant = " or ".join(money(bare * step) for step in (1e3, 1e6) if bare * step >= low)
    return InvalidValue(str(wrong), wrong.problem.allowed, meant)


def count(low: int, high: int) -> Callable[[str], int]:
    """Return the reader of a whole number between `low` and `high`."""
    quantity = Count(low, high)
    return lambda text: int(_number(quantity, text))


def month(text: str) -> date:
    """Return the first of a month: `Jan 2027`, `2027-01`, `2027-01-01`."""
    tidy = text.strip()
    whole = f"{tidy}-01" if re.fullmatch(r"\d{4}-\d{2}", tidy) else tidy
    return When(first_of_month=True).read(whole)


def first_month(text: str) -> FirstMonth:
    """Return the month with which fiscal years begin: `Feb`, `February`."""
    from simulator.scenario.schema.scenario import month_read

    found = month_read(text.strip())
    if found not in MONTHS:
        raise InvalidValue(f"{quoted(text.strip())} is no month", "a month such as Jan or February")
    return MONTHS[MONTHS.index(found)]


def moment(text: str) -> Moment:
    """Return when something comes: at an ARR (`$6M`, `$6M ARR`), or in a month (`Mar 2028`)."""
    tidy = re.sub(r"^(?:at|in|on|when|once|from)\s+|\s*\barr$", "", text.strip(), flags=re.IGNORECASE)
    try:
        return Moment(on=month(tidy))
    except InvalidValue as not_a_month:
        if re.search(r"[A-Za-z]{3,} ?\d{4}$|^\d{4}-\d", tidy):
            raise not_a_month from None
    try:
        return Moment(arr=dollars(1_000, 1e12)(tidy))
    except InvalidValue as wrong:
        message = f"{quoted(text.strip())} is neither an ARR nor a month"
        raise InvalidValue(
            message, "an ARR such as $6M, or a month such as Mar 2028", wrong.problem.suggestion
        ) from None


def plan(text: str) -> Growth | Bookings:
    """Return a plan: `t2d3`; ARR by year (`$6M, $14M`); factors (`3x, 2x`); or bookings (`no plan: $1.5M a year`)."""
    tidy = text.strip()
    if re.sub(r"[\s,]", "", tidy).casefold() in ("t2d3", "tripletripledoubledoubledouble"):
        return Growth(factors=T2D3)
    bookings = re.fullmatch(
        r"(?P<said>(?:no plan|bookings)\s*[:,]?\s*(?:of\s+)?)?(?P<amount>.+?)(?P<year>\s*(?:a|per|/)\s*year)?",
        tidy,
        re.IGNORECASE,
    )
    if bookings is not None and (bookings["said"] or bookings["year"]):
        return Bookings(_asked(bookings["amount"], dollars(0, 1e10), "no plan: $1.5M a year"))
    parts = [part for part in _AND.split(tidy) if part]
    if len(parts) > MOST_YEARS:
        raise InvalidValue(f"{len(parts)} years are more than are simulated", f"at most {MOST_YEARS} years")
    if parts and all(re.search(r"[x×]", part) for part in parts):
        return Growth(factors=tuple(_asked(part, _factor, "3x, 2.5x, 2x") for part in parts))
    levels = tuple(_asked(part, dollars(1_000, 1e12), _PLANS) for part in parts)
    if not levels:
        raise InvalidValue(f"{quoted(tidy)} is no plan", _PLANS)
    return Growth(levels=levels)


_PLANS: Final = "t2d3; the ARR after each year, such as $6M, $14M, $25M; factors, such as 3x, 2x; no plan: $1.5M a year"


def _factor(text: str) -> float:
    return _number(Factor(1, 10), text)


def _asked(text: str, read: Callable[[str], Found], allowed: str) -> Found:
    """Return what a part of an answer says; what is wrong with it comes with all that is allowed."""
    try:
        return read(text)
    except InvalidValue as wrong:
        raise InvalidValue(str(wrong), allowed, wrong.problem.suggestion) from None


def rounds(text: str) -> tuple[Raise, ...]:
    """Return rounds of funding: `$12M at $6M ARR`, `$12M in Mar 2028`, `none`; several with a semicolon between."""
    if text.strip().casefold() in _NONE:
        return ()
    return tuple(_round(part) for part in text.split(";") if part.strip())


def _round(text: str) -> Raise:
    found = re.fullmatch(r"\s*(?P<amount>.+?)\s+(?:at|in|on|when|once)\s+(?P<when>.+)", text, re.IGNORECASE)
    allowed = "$12M at $6M ARR; $12M in Mar 2028; none"
    if found is None:
        raise InvalidValue(f"{quoted(text.strip())} does not say both how much comes and when", allowed)
    amount = _asked(found["amount"], dollars(1_000, 1e12), allowed)
    return Raise(amount, _asked(found["when"], moment, allowed))


def products(text: str) -> Products:
    """Return what is sold and what is to come: `1`, `2, then at $6M and Mar 2028`."""
    allowed = "a number, such as 1; with launches to come: 1, then at $6M and Mar 2028"
    found = re.fullmatch(
        r"\s*(?P<sold>[^\s,;]+)(?:\s*products?)?(?:\s*[,;]?\s*(?:then|next|launch\w*)\s+(?P<rest>.+))?",
        text,
        re.IGNORECASE,
    )
    if found is None:
        raise InvalidValue(f"{quoted(text.strip())} is no number of products", allowed)
    sold = _asked(found["sold"], count(1, 12), allowed)
    launches = [part for part in _AND.split(found["rest"] or "") if part]
    if sold + len(launches) > 16:
        raise InvalidValue(f"{sold + len(launches)} products are more than are simulated", "16 or fewer")
    return Products(sold, tuple(_asked(part, moment, allowed) for part in launches))


_TEAM: Final = "numbers and roles, such as 1 head of CS, 2 CSMs, 1 onboarding specialist, 3 sellers; none"
_MOST_PEOPLE: Final = 10_000
_ONE_ONLY: Final = ("cs_head", "vp_sales")


def team(text: str) -> Mapping[RoleName, int]:
    """Return how many are in place by role: `1 head of CS, 2 CSMs`; `none`. Titles are read as those of a roster."""
    found: dict[RoleName, int] = {}
    if text.strip().casefold() in _NONE:
        return found
    for part in (part for part in _AND.split(text.strip()) if part):
        role, number = _seats(part)
        found[role] = found.get(role, 0) + number
        if role in _ONE_ONLY and found[role] > 1:
            raise InvalidValue(f"{quoted(part)}: there is one of these at most", _TEAM)
    return {role: number for role, number in found.items() if number}


def _seats(text: str) -> tuple[RoleName, int]:
    before = re.fullmatch(r"(?P<count>[\d.,+-]+)\s*x?\s*(?P<title>[^\d].*)", text)
    after = re.fullmatch(r"(?P<title>.*?[^\d\s:=])\s*[:=]?\s*(?P<count>\d+)", text)
    said = before or after
    title, number = (said["title"], said["count"]) if said is not None else (text, "1")
    if re.fullmatch(r"(?:co-?)?founders?", title.strip(), re.IGNORECASE):
        raise InvalidValue(f"{quoted(text)}: founders are there anyway and are not counted", _TEAM)
    return _role(title), _asked(number, count(0, _MOST_PEOPLE), _TEAM)


def _role(title: str) -> RoleName:
    """Return the role of a title, which may be in the plural."""
    try:
        return seats.role(title)
    except InvalidValue as wrong:
        for one in (re.sub(r"s$", "", title), re.sub(r"^head$", "head of CS", title.strip(), flags=re.IGNORECASE)):
            try:
                return seats.role(one)
            except InvalidValue:
                continue
        message = f"{quoted(title)} is not a role of the model; leave out people in other roles"
        raise InvalidValue(message, _TEAM, wrong.problem.suggestion) from None


_WORDS: Final = {"monthly": 1, "month": 1, "quarterly": 3, "yearly": 12, "annual": 12, "annually": 12, "year": 12}


def term(text: str) -> int:
    """Return the months of a contract: `12`, `12 months`, `3 years`, `monthly`."""
    tidy = re.sub(r"^an?\s+", "", text.strip().casefold())
    if tidy in _WORDS:
        return _WORDS[tidy]
    found = re.fullmatch(r"(?P<number>\S+?)[\s-]*(?P<unit>m|mo|months?|y|yrs?|years?)?", tidy)
    if found is None:
        raise InvalidValue(f"{quoted(text.strip())} is no length of a contract", _TERMS)
    years = (found["unit"] or "").startswith("y")
    number = _asked(found["number"], count(1, 5 if years else 60), _TERMS)
    return number * (MONTHS_PER_YEAR if years else 1)


_TERMS: Final = "12 months, 3 years, monthly; 1 to 60 months"
_LEAST_KEPT: Final = 0.5
_RETENTION: Final = "GRR 88%; GRR 88%, NRR 104%; churn 12% a year; churn 1% a month"


def retention(text: str) -> Retention:
    """Return GRR and NRR: `GRR 88%, NRR 104%`, `churn 12%` (of dollars a year), `churn 1% a month`."""
    grr: float | None = None
    nrr: float | None = None
    for part in (part for part in _AND.split(text.strip()) if part):
        kind, share = _kept(part)
        if (nrr if kind == "nrr" else grr) is not None:
            raise InvalidValue(f"{quoted(text.strip())} says the same twice", _RETENTION)
        grr, nrr = (grr, share) if kind == "nrr" else (share, nrr)
    if grr is None and nrr is None:
        raise InvalidValue(f"{quoted(text)} says nothing of what is kept", _RETENTION)
    if grr is not None and nrr is not None and nrr < grr:
        raise InvalidValue("NRR is below GRR: it counts what GRR does, and growth on top", _RETENTION)
    return Retention(grr, nrr)


def _kept(text: str) -> tuple[str, float]:
    """Return which of the two a part says, and the share of a year's dollars that is kept."""
    word = re.search(r"\b(grr|nrr|ndr|gdr|churn)\b", text, re.IGNORECASE)
    kind = word[1].casefold() if word is not None else "grr"
    monthly = re.search(r"(?:a|per|/)\s*month\b", text, re.IGNORECASE)
    bare = re.sub(r"\b(?:grr|nrr|ndr|gdr|churn)\b|(?:a|per|/)\s*(?:month|year)\b|[:=]", "", text, flags=re.IGNORECASE)
    net = kind in ("nrr", "ndr")
    share = _asked(bare, lambda said: _number(Share(0, 3 if net else 1), said), _RETENTION)
    if kind == "churn":
        share = (1.0 - share) ** (MONTHS_PER_YEAR if monthly else 1)
    elif monthly:
        raise InvalidValue(f"{quoted(text)}: GRR and NRR are those of twelve months", _RETENTION)
    if share < _LEAST_KEPT:
        meant = f"churn {bare.strip()}" if word is None else ""
        raise InvalidValue(f"{quoted(text)} would be a loss of more than half of all ARR a year", _RETENTION, meant)
    return "nrr" if net else "grr", share


def spend(text: str) -> Spend:
    """Return what research and administration cost now: `60%` of ARR, `$150K a month`, `$1.8M a year`."""
    allowed = "60% of ARR; $150K a month; $1.8M a year"
    tidy = re.sub(r"\s*of\s+arr$", "", text.strip(), flags=re.IGNORECASE)
    dated = re.fullmatch(r"(?P<amount>.+?)\s*(?:a|per|/)\s*(?P<each>month|year)", tidy, re.IGNORECASE)
    if dated is not None:
        amount = _asked(dated["amount"], dollars(0, 1e12), allowed)
        return Spend(a_year=amount * (MONTHS_PER_YEAR if dated["each"].casefold() == "month" else 1))
    if "$" in tidy:
        raise InvalidValue(f"{quoted(tidy)} does not say for how long", allowed)
    return Spend(share=_asked(tidy, lambda said: _number(Share(0, 100), said), allowed))


def name(text: str) -> str:
    """Return the name of a company: one line of visible characters."""
    from simulator.scenario.schema.scenario import name_read

    return str(name_read(text))
