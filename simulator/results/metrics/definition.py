"""What a metric is, and the few shapes that almost every one of them has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from simulator.clock import MONTHS_PER_QUARTER
from simulator.engine.ledger import FLOW, ROLE_BLOCK, ROLE_COLUMNS, Column, Unit, declared
from simulator.results.arithmetic import Floats, from_month, over_what_is_left, trailing
from simulator.roles import ROLE_NAMES

Kind = Literal["stock", "flow", "ratio", "low"]
Values = Callable[[Floats, Floats], Floats]
Summed = Callable[[Floats], Floats]
"""Adds a monthly flow (…, months + 1) up over stretches of months (…, stretches): the trailing ones, or years."""
OfSums = Callable[[Floats, Summed], Floats]
"""Works a ratio out from the sums of a ledger's flows over stretches of months."""
Reading = Literal["sum", "end", "rebuilt"]
"""How a metric is read over a fiscal quarter or year: added up, at its end, or rebuilt from the sums of the period."""
READINGS: Final[dict[Reading, str]] = {"sum": "added up", "end": "at its end", "rebuilt": "from its sums"}
"""The same in words, after `over a quarter or year`."""


@dataclass(frozen=True)
class Metric:
    """One figure a month: name, title for a chart, unit, one sentence that defines it, where it comes from.

    `school` says whose definition it is and which other one is in use, where people who say the same word mean two
    figures by it; empty for a plain count.

    A stock is read at the month's end, a flow adds up over the month (n/a at month 0), a ratio divides two of them, a
    low is the least that a stock has been so far. `short` heads columns where the title is too long for that.

    Over a fiscal quarter or year a flow adds up, and a stock and a low are read at its end. A ratio says with `over`
    which of two holds for it: "end", or how it is rebuilt from the sums of the period. ValueError where it does not.

    `columns` are the places in the ledger of all that it is worked out from, empty where it takes more than those;
    `is_column` says that it is nothing but the one column.

    `values(ledger, plan)` takes a ledger (…, months + 1, COLUMNS) and planned ARR in dollars (…, months + 1) and
    returns float64 values (…, months + 1), NaN where the metric is n/a; infinity is a runway without end.
    """

    name: str
    title: str
    unit: Unit
    kind: Kind
    meaning: str
    source: str
    values: Values
    short: str = ""
    over: Literal["end"] | OfSums | None = None
    school: str = ""
    columns: tuple[int, ...] = ()
    is_column: bool = False

    def __post_init__(self) -> None:
        if (self.kind == "ratio") != (self.over is not None):
            raise ValueError(f"{self.name}: a ratio, and nothing else, says how it is read over a fiscal year")

    @property
    def reading(self) -> Reading:
        """How it is read over a fiscal quarter or year."""
        if self.kind == "flow":
            return "sum"
        return "end" if self.over in (None, "end") else "rebuilt"

    @property
    def unit_of_periods(self) -> Unit:
        """The unit of its figures over a fiscal quarter or year: a flow of dollars a month adds up to dollars."""
        return self.unit.added if self.kind == "flow" else self.unit

    @property
    def head(self) -> str:
        """What heads a column of its figures."""
        return self.short or self.title


def column_name(column: int) -> str:
    """Return the name of a ledger column, such as `ARR` or `csm.HEADS`."""
    found = declared(column)
    if isinstance(found, Column):
        return found.name
    role = (column - ROLE_BLOCK) // ROLE_COLUMNS
    name = ROLE_NAMES[role] if role < len(ROLE_NAMES) else f"role {role}"
    return f"{name}.{found.name}"


def ledger_source(*columns: int) -> str:
    """Return the source line of a metric made from these ledger columns."""
    return "ledger: " + ", ".join(column_name(column) for column in columns)


def total(ledger: Floats, columns: Sequence[int]) -> Floats:
    """Add up ledger columns, one by one in the order given; a column alone is not copied."""
    added: Floats = ledger[..., columns[0]]
    for column in columns[1:]:
        added = added + ledger[..., column]
    return added


def of_columns(name: str, title: str, *columns: int, meaning: str = "", school: str = "") -> Metric:
    """Return a metric that is a column of the ledger, or the sum of several of one kind and unit.

    Kind, unit and meaning are those that the columns declare. A stock is read at the month's end, a flow adds up over
    the month. ValueError for columns that cannot be added up.
    """
    facts = [declared(column) for column in columns]
    kinds = {(fact.kind, fact.unit) for fact in facts}
    if len(kinds) > 1:
        raise ValueError(f"{name} adds up different kinds or units")
    first_month = 1 if facts[0].kind is FLOW else 0
    return Metric(
        name,
        title,
        facts[0].unit,
        "flow" if facts[0].kind is FLOW else "stock",
        meaning or " ".join(fact.meaning for fact in facts),
        ledger_source(*columns),
        lambda ledger, plan: from_month(total(ledger, columns), first_month),
        school=school,
        columns=columns,
        is_column=len(columns) == 1,
    )


def ratio(
    name: str,
    title: str,
    unit: Unit,
    meaning: str,
    above: int,
    below: int,
    *,
    first_month: int = 0,
    school: str = "",
) -> Metric:
    """Return one column over another at the month's end, n/a before `first_month`."""
    return Metric(
        name,
        title,
        unit,
        "ratio",
        meaning,
        ledger_source(above, below),
        lambda ledger, plan: from_month(over_what_is_left(ledger[..., above], ledger[..., below]), first_month),
        over="end",
        school=school,
        columns=(above, below),
    )


def trailing_ratio(
    name: str,
    title: str,
    unit: Unit,
    meaning: str,
    above: int,
    below: int,
    *,
    months: int = MONTHS_PER_QUARTER,
    school: str = "",
) -> Metric:
    """Return one flow over another, both added up over the trailing months, or over a fiscal quarter or year."""

    def of(ledger: Floats, summed: Summed) -> Floats:
        return over_what_is_left(summed(ledger[..., above]), summed(ledger[..., below]))

    return ratio_of_sums(name, title, unit, meaning, (above, below), of, months=months, school=school)


def ratio_of_sums(
    name: str,
    title: str,
    unit: Unit,
    meaning: str,
    columns: Sequence[int],
    of: OfSums,
    *,
    months: int = MONTHS_PER_QUARTER,
    school: str = "",
) -> Metric:
    """Return a ratio made from sums of flows: over the trailing months, or over a fiscal quarter or year.

    A quarter counts what there is in its first two months; a longer window is n/a until it is full.
    """
    trailed = partial(trailing, months=months, partial=months <= MONTHS_PER_QUARTER)
    return Metric(
        name,
        title,
        unit,
        "ratio",
        meaning,
        ledger_source(*columns),
        lambda ledger, plan: of(ledger, trailed),
        over=of,
        school=school,
        columns=tuple(columns),
    )


def worked_out(
    name: str,
    title: str,
    unit: Unit,
    kind: Kind,
    meaning: str,
    columns: Sequence[int],
    of: Callable[[Floats], Floats],
    *,
    short: str = "",
    over: Literal["end"] | None = None,
    school: str = "",
) -> Metric:
    """Return a metric that a function works out from a ledger (…, months + 1, columns), made from some of its columns.

    `of` is that function, and `columns` are the places of those it reads, which the source line names. `name`, `title`,
    `unit`, `kind`, `meaning`, `short`, `over` and `school` are those of `Metric`. Raises ValueError where `over` is
    given for anything but a ratio, or for a ratio is not.
    """
    return Metric(
        *(name, title, unit, kind, meaning, ledger_source(*columns)),
        lambda ledger, plan: of(ledger),
        *(short, over, school, tuple(columns)),
    )
