"""The nearest right spelling: of a field, at its own level first, then anywhere in the scenario; of a name in a CSV."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from simulator.scenario.reading.nodes import Node
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.visible import INVISIBLE

if TYPE_CHECKING:
    from simulator.scenario.schema.shapes import Shape

__all__ = ["closest", "folded", "in_its_unit", "nearest_name", "visible"]

_ALIKE_HERE: Final = 0.6
_LONGEST_SEARCH: Final = 5_000  # names compared with a misspelled one
_ALIKE_ELSEWHERE: Final = 0.8
_MOST_PLACES: Final = 3
_MOST_NAMES: Final = 30  # of the user's own names at one level: comparing thousands would take minutes


def closest(word: str, known: Iterable[str], cutoff: float = _ALIKE_HERE) -> str:
    """Return the most similar to `word` of the `known` words, or an empty text where none is similar enough.

    Case, spaces and hyphens make no difference, and of a long word the first hundred characters count. `cutoff` is the
    least likeness (0 to 1, as difflib measures it).
    """
    by_folded = {_field_key(name): name for name in known if not _another_unit(word, name)}
    found = get_close_matches(_field_key(word[:100]), by_folded, n=1, cutoff=cutoff)
    return by_folded[found[0]] if found else ""


def nearest_name(text: str, names: Iterable[str]) -> str:
    """Return the one of `names` most like `text`, or nothing; among very many, only the first are compared."""
    among = (name for name in islice(names, _LONGEST_SEARCH) if not _another_unit(text, name))
    wanted, spelled = folded(text), {folded(name): name for name in among}
    close = get_close_matches(wanted, spelled, n=1)
    return spelled[close[0]] if close else ""


def folded(text: str) -> str:
    """Return a name, `text`, as it is compared: without regard to case, blanks, encoding, and what cannot be seen."""
    tidy = " ".join(text.split()).casefold()
    if tidy.isascii() and tidy.isprintable():
        return tidy
    return " ".join(unicodedata.normalize("NFKC", visible(unicodedata.normalize("NFKC", text)).casefold()).split())


def visible(text: str) -> str:
    """Return a `text` without the characters that cannot be seen: joiners, direction marks, fillers; blanks stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c.isspace() or not INVISIBLE.match(c))


def told_apart(name: str, other: str) -> str:
    """Return why two names that are one look as if they were, where that is not plain: for the end of a message."""
    if name.casefold() == other.casefold():
        return ""
    return ", apart from characters that cannot be seen or stand for the same letters"


def _field_key(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


# Names a letter or two apart may be of different units: `mrr` is no misspelling of `arr`, nor years of months.

_UNITS_IN_NAMES: Final = frozenset(
    ("arr", "mrr", "acv", "tcv", "nrr", "grr", "day", "week", "month", "quarter", "year", "share", "odds")
)
_AMOUNTS: Final = frozenset(("arr", "mrr", "acv", "tcv"))
_SCALES: Final = frozenset(
    (
        *("k", "thousand", "thousands", "m", "mm", "mn", "million", "millions", "cent", "cents", "month", "monthly"),
        *("quarter", "quarterly", "week", "weekly", "day", "daily", "/12", "/ 12", "eur", "euro", "euros", "€"),
        *("gbp", "£", "chf", "jpy", "¥", "cad", "aud"),
    )
)
_DOLLARS: Final = frozenset(("$", "usd", "us", "dollar", "dollars", "in"))
_IN_OTHER_UNITS: Final = {("mrr", "arr"): 12, ("year", "month"): 12, ("quarter", "month"): 3, ("week", "day"): 7}
"""How much larger the number of the same thing is where its name ends in the other unit."""


_CALLED: Final = {"date": "on", "when": "on", "day": "on", "months": "month", "headcount": "in_place"}
"""Fields by names that people give them and that are not like their own."""


def _called_here(word: str, known: Sequence[str]) -> str:
    name = _CALLED.get(_field_key(word), "")
    return name if name in known else ""


def _units_in(name: str) -> frozenset[str]:
    return _UNITS_IN_NAMES & {step.removesuffix("s") for step in _field_key(name).split("_")}


def _another_unit(one: str, other: str) -> bool:
    """Return whether two names speak of different units: of ARR and of MRR, or of dollars and of thousands of them."""
    mine, theirs = _units_in(one), _units_in(other)
    return (bool(mine and theirs) and mine != theirs) or (bool(theirs & _AMOUNTS) and _scales(one) != _scales(other))


def _scales(name: str) -> frozenset[str]:
    """Return the words of a name that say amounts are not in single dollars a year: `k` of `ARR ($K)`, `/12`."""
    return _SCALES.intersection(re.findall(r"[a-z]+|[€£¥]|/ ?\d+", name.casefold()[:100]))


def in_plain_dollars(name: str) -> str:
    """Return a name without what says that its amounts are dollars: `ARR (USD)` as `arr`, `MRR in $` as `mrr`."""
    words = re.findall(r"[^\W_]+|[^\w\s()\[\]]", name.casefold()[:100])
    return "_".join(word for word in words if word not in _DOLLARS)


def in_its_unit(word: str, known: Iterable[str]) -> str:
    """Return the one of the `known` names that says the same as `word` in another unit, and by what its number is to be
    multiplied; or an empty text.
    """
    among = frozenset(known)
    steps = [step.removesuffix("s") for step in _field_key(word).split("_")]
    for (unit, other), times in _IN_OTHER_UNITS.items():
        if unit in steps:
            renamed = "_".join(other if step == unit else step for step in steps)
            for name in (renamed, f"{renamed}s"):
                if name in among:
                    return f"{name}, of {times} × the number"
    return ""


class Speller:
    """Knows every path of one scenario: those of the schema, with the user's names and list places filled in."""

    def __init__(self, shape: Shape, tree: Node) -> None:
        self.shape = shape
        self.tree = tree

    @cached_property
    def paths(self) -> list[TreePath]:
        """Return every path there is."""
        return [path for path in _paths(self.shape, self.tree, ()) if path]

    @cached_property
    def _by_name(self) -> dict[str, list[TreePath]]:
        found: dict[str, list[TreePath]] = {}
        for path in self.paths:
            found.setdefault(str(path[-1]), []).append(path)
        return found

    def key(self, key: str, level: TreePath, known: Sequence[str]) -> str:
        """Return what a key unknown at `level` was probably meant to be: `ramp`, or `hiring.review_every`."""
        here = in_its_unit(key, known) or _called_here(key, known)
        if here:
            return here
        here = closest(key, known)
        if here and SequenceMatcher(None, _field_key(key), here).ratio() >= _ALIKE_ELSEWHERE:
            return here
        name = key if key in self._by_name or here else closest(key, self._by_name, _ALIKE_ELSEWHERE)
        paths = sorted(self._by_name.get(name, []), key=lambda path: (-_shared(path, level), len(path)))
        return " or ".join(([here] if here else []) + [dotted(path) for path in paths[:_MOST_PLACES]])

    def path(self, steps: Sequence[str]) -> str:
        """Return the right dotted path nearest to one that does not exist, or nothing."""
        corrected: list[str] = []
        place: Shape | None = self.shape
        node: Node | None = self.tree
        for step in steps:
            known = names_at(place, node)
            name = step if step in known or is_place(step) else closest(step, known)
            if not name or place is None:
                break
            in_list = place.kind == "list" and is_place(name)
            place, node = place.at(int(name) if in_list else name), _below(node, name)
            corrected.append(name)
        if len(corrected) == len(steps):
            return ".".join(corrected) if corrected != list(steps) else ""
        return closest(".".join(steps), [dotted(path) for path in self.paths])


def is_place(step: str) -> bool:
    """Return whether a step of a dotted path counts an entry of a list."""
    return step.isascii() and step.isdigit() and len(step) <= 9


def names_at(shape: Shape | None, node: Node | None) -> list[str]:
    """Return the keys (or list places) that may follow at a place: fields, or the names and entries there are."""
    if shape is None:
        return []
    names = list(shape.fields)
    if shape.kind == "choice":
        names += [name for option in shape.items for name in names_at(option, node)]
    if shape.kind == "named" and node is not None and isinstance(node.value, dict):
        names += list(node.value)
    if shape.kind == "list" and node is not None and isinstance(node.value, list):
        names += [str(position) for position in range(len(node.value))]
    return names


def near_names(tree: Node, shape: Shape, path: TreePath = ()) -> Iterator[tuple[TreePath, Node, str]]:
    """Yield the path and node of each thing the user named that has a near namesake beside it, and that namesake."""
    if not isinstance(tree.value, dict):
        return
    for name, node in tree.value.items():
        below = shape.at(name)
        if shape.kind == "named" and len(tree.value) <= _MOST_NAMES:
            other = closest(name, [sibling for sibling in tree.value if sibling != name])
            if other:
                yield (*path, name), node, other
        if below is not None:
            yield from near_names(node, below, (*path, name))


def _paths(shape: Shape, tree: Node | None, path: TreePath) -> Iterator[TreePath]:
    yield path
    for name in names_at(shape, tree)[: None if shape.kind == "part" else _MOST_NAMES]:
        below = shape.at(int(name) if shape.kind == "list" else name)
        if below is not None:
            yield from _paths(below, _below(tree, name), (*path, name))


def _below(node: Node | None, name: str) -> Node | None:
    if node is None:
        return None
    return node.child(int(name)) if isinstance(node.value, list) and is_place(name) else node.child(name)


def _shared(path: TreePath, level: TreePath) -> int:
    """Return how many first steps two paths share."""
    count = 0
    for one, other in zip(path, level, strict=False):
        if str(one) != str(other):
            break
        count += 1
    return count
