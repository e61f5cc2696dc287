"""All exports of one import, read and put together: the book, the roster, the history, and what is worth saying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.errors import InputError, Problem
from simulator.importers.book import Book, merged, with_owners
from simulator.importers.customers import read_customers
from simulator.importers.deals import held_against, read_deals
from simulator.importers.history import History, in_order, month_ends, of_subscriptions
from simulator.importers.identify import known_headings
from simulator.importers.invoices import read_invoices
from simulator.importers.levels import read_levels
from simulator.importers.mapping import ExportMapping, Said, apply, mapping_for, no_heading
from simulator.importers.mapping_file import mapping_file, read_mapping
from simulator.importers.movements import read_movements
from simulator.importers.people import PeopleRead, read_people, roster
from simulator.importers.records import About, Deal, Employee, Fate, Moment, Movement, Subscription
from simulator.importers.segments import Segments, segments_of
from simulator.importers.sheet import Sheet, heading_key, read_sheet
from simulator.importers.subscriptions import read_subscriptions
from simulator.importers.values import Values
from simulator.scenario.reading.csv_table import in_short
from simulator.scenario.reading.nearest import folded
from simulator.scenario.reading.notices import Notice
from simulator.scenario.reading.problems import Problems

if TYPE_CHECKING:
    from simulator.progress import Stage

_ENOUGH: Final = 0.01
"""The share of ARR by which a history may end elsewhere than the book before it is a doubt."""


@dataclass(frozen=True)
class Source:
    """One export: what it was taken for, in words, its mapping, the file of that, and whether it is to be written."""

    file: str
    words: str
    mapping: ExportMapping
    kept: Path
    new: bool
    sheet: str
    headings: tuple[str, ...]

    def shown(self) -> tuple[str, ...]:
        """Return which column was taken for what, and which was for nothing."""
        read = {heading_key(heading) for heading in self.mapping.columns.values()}
        others = [heading for heading in self.headings if heading and heading_key(heading) not in read]
        taken = ", ".join(f"{name} ← {heading}" for name, heading in self.mapping.columns.items())
        return (taken, *((f"not read: {in_short(others)}",) if others else ()))


@dataclass
class Gathered:
    """What all exports came to. `people` is None where none had any, and so is `segments` without accounts."""

    moment: Moment
    sources: list[Source] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    segments: Segments = field(default_factory=lambda: Segments({}, ()))
    read_people: PeopleRead | None = None
    people: list[Employee] | None = None
    history: History = field(default_factory=History)
    ended: list[Subscription] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def names(self) -> dict[str, str]:
        """The names of customers in the book, by key."""
        return {one.key: one.customer for one in self.book.accounts}

    def months(self) -> list[tuple[date, int, float]]:
        """Return ARR at the end of each month before the first day."""
        return month_ends(self.history, self.moment.first_day)


class _Pile:
    """What was read so far, of every kind."""

    def __init__(self) -> None:
        self.running: list[Subscription] = []
        self.ended: list[Subscription] = []
        self.movements: list[Movement] = []
        self.months: dict[date, dict[str, tuple[str, float]]] = {}
        self.about: list[About] = []
        self.deals: list[Deal] = []
        self.people: PeopleRead | None = None


def gather(
    files: Sequence[str],
    moment: Moment,
    said: Said,
    stage: Stage,
    mappings: Mapping[str, str] | None = None,
) -> Gathered:
    """Return what exports come to; `mappings` names the file of a mapping for some of them.

    Raises InputError, with every problem of every file, where one cannot be read or leaves something in doubt.
    """
    found, pile, problems = Gathered(moment), _Pile(), Problems()
    _check_one(files, said)
    sheets = [(file, read_sheet(file, known_headings(), stage, said.sheet)) for file in files]
    _check_maps([sheet for _, sheet in sheets if sheet.headings], said)
    for file, sheet in sheets:
        if sheet.problems.kept or sheet.problems.too_large:
            problems.extend(sheet.problems)
            continue
        try:
            source = _source(file, sheet, said, (mappings or {}).get(file, ""))
            found.sources.append(source)
            values = Values(sheet, source.mapping)
            found.notices += sheet.notices
            _take(values, moment, said, pile, found, stage)
            found.notices += values.notices()
        except InputError as error:
            for problem in error.problems:
                problems.add(problem)
        problems.extend(sheet.problems)
    problems.accept(found)
    _put_together(found, pile)
    return found


def _check_maps(sheets: Sequence[Sheet], said: Said) -> None:
    """Raise InputError for a --map of a heading that no export has; it names all that there are."""
    for one in said.maps:
        if sheets and "=" in one and not any(_has_heading(sheet, one) for sheet in sheets):
            raise InputError([no_heading(sheet, one.rpartition("=")[0].strip()) for sheet in sheets])


def _check_one(files: Sequence[str], said: Said) -> None:
    if len(files) > 1:
        for name, value in (("as", said.export), ("sheet", said.sheet)):
            if value:
                allowed = f"one FILE with --{name}; its mapping is kept beside it for the next import of several"
                raise InputError([Problem("it would hold for every export", path=name, allowed=allowed)])


def _source(file: str, sheet: Sheet, said: Said, named: str) -> Source:
    """Return how a sheet is read: by its mapping, the one beside it, or else as its headings tell."""
    kept = Path(named) if named else mapping_file(file)
    own = replace(said, maps=tuple(one for one in said.maps if _has_heading(sheet, one)))
    if (named or kept.exists()) and not said.export:
        before = read_mapping(kept)
        mapping = apply(sheet, before, own)
        return Source(file, f"read as {kept.name} says", mapping, kept, mapping != before, sheet.name, sheet.headings)
    mapping, identified = mapping_for(sheet, own)
    return Source(file, identified.words(), mapping, kept, True, sheet.name, sheet.headings)


def _has_heading(sheet: Sheet, mapped: str) -> bool:
    """Tell whether a --map speaks of a heading of this sheet."""
    key = heading_key(mapped.rpartition("=")[0])
    return any(heading_key(heading) == key for heading in sheet.headings)


def _take(values: Values, moment: Moment, said: Said, pile: _Pile, found: Gathered, stage: Stage) -> None:
    """Read one sheet by its kind."""
    kind = values.mapping.kind
    if kind == "subscriptions":
        read = read_subscriptions(values, moment, stage)
        pile.running += read.running
        pile.ended += read.ended
        found.fates += read.fates
    elif kind == "movements":
        movements, fates = read_movements(values, moment, stage)
        pile.movements += movements
        found.fates += fates
    elif kind in ("invoices", "levels"):
        months, fates = (read_invoices if kind == "invoices" else read_levels)(values, moment, stage)
        for month, levels in months.items():
            there = pile.months.setdefault(month, {})
            for key, (name, mrr) in levels.items():
                there[key] = (name, there.get(key, (name, 0.0))[1] + mrr)
        found.fates += fates
    elif kind == "people":
        people = read_people(values, values.mapping.titles)
        pile.people = people if pile.people is None else PeopleRead(pile.people.people + people.people, [])
        found.fates += people.fates
    elif kind == "customers":
        about, fates = read_customers(values)
        pile.about += about
        found.fates += fates
    else:
        deals, fates = read_deals(values, moment)
        pile.deals += deals
        found.fates += fates


def _put_together(found: Gathered, pile: _Pile) -> None:
    moment = found.moment
    csms = None
    if pile.people is not None:
        found.read_people = pile.people
        found.people, fates = roster(pile.people, moment)
        found.fates += fates
        csms = [one.name for one in found.people if one.role == "csm" and not one.open]
    if pile.running:
        found.book = with_owners(merged(pile.running, pile.about, moment), csms)
        found.fates += found.book.fates
        found.notices += found.book.notices
        found.segments = segments_of(found.book.accounts)
        _say_renewed(found, pile.running)
    found.notices += held_against(pile.deals, found.book.accounts)
    order = {source.sheet: number for number, source in enumerate(found.sources)}
    found.fates.sort(key=lambda one: _place_of(one, order))
    found.ended = pile.ended
    _take_history(found, pile)


def _place_of(one: Fate, order: Mapping[str, int]) -> tuple[int, int]:
    sheet, _, line = one.place.rpartition(":")
    return order[sheet], int(line)


def _say_renewed(found: Gathered, running: Sequence[Subscription]) -> None:
    first = found.moment.first_day
    renewed = [one for one in running if "taken as renewed" in one.note]
    ending = [one for one in running if one.ends is not None]
    opened = [one for one in running if one.note.startswith("open-ended")]
    for many, text in (
        (renewed, f"due before {first} and taken as renewed"),
        (ending, "with an end in the export, later on; the simulator draws their renewal all the same"),
        (opened, "without an end, given terms of a month"),
    ):
        if many:
            names = ", ".join(dict.fromkeys(one.customer for one in many[:5]))
            more = f" and {len(many) - 5:,} more" if len(many) > 5 else ""
            found.notices.append(
                Notice(f"{len(many):,} subscription{'' if len(many) == 1 else 's'} {text}: {names}{more}")
            )


def _own_keys(book: Book) -> dict[str, str]:
    """Return the keys of the book's customers by name: another vendor's history gives them other numbers."""
    return {folded(one.customer): one.key for one in book.accounts}


def _take_history(found: Gathered, pile: _Pile) -> None:
    """Take the best history there is: movements, else invoices, else the first and last days of subscriptions."""
    moment = found.moment
    own = _own_keys(found.book)
    pile.movements = [replace(one, key=own.get(folded(one.customer), one.key)) for one in pile.movements]
    pile.months = {
        month: {own.get(folded(level[0]), key): level for key, level in levels.items()}
        for month, levels in pile.months.items()
    }
    if pile.movements:
        found.history = History(in_order(pile.movements))
    elif pile.months:
        found.history = History(months=pile.months)
    elif pile.running or pile.ended:
        found.history = of_subscriptions([*pile.running, *pile.ended], moment.first_day)
        text = "the history has each subscription at what it pays now, from its first day to its last"
        found.notices.append(Notice(f"{text}: movements or invoices would tell what it paid before"))
    months = found.months()
    if (pile.movements or pile.months) and found.book.accounts and months:
        last, book = months[-1][2], found.book.arr
        if abs(last - book) > _ENOUGH * book:
            text = f"the history ends at ${last:,.0f} ARR in {months[-1][0]:%b %Y}, and the accounts have ${book:,.0f}"
            found.notices.append(Notice(text, doubtful=True))
