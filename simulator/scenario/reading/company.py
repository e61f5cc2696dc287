"""What a company has to say of itself: the laws have no company, and none is put in its place in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from simulator.errors import Problem
from simulator.scenario.reading.inheritance import LAWS, from_base
from simulator.scenario.reading.nodes import Node, node_of
from simulator.scenario.reading.problems import Problems

if TYPE_CHECKING:
    from simulator.scenario.schema.shapes import Shape


@dataclass(frozen=True)
class Lacking:
    """Something a company has not said: of which field, why it is asked, and the line that would say it.

    `stand_ins` are values by path that let the rest of the file be checked.
    """

    path: str
    why: str
    line: str
    stand_ins: tuple[tuple[str, object], ...]


START: Final = Lacking(
    "start_date", "the first day is not said", "start_date: 2027-01-01", (("start_date", "2000-01-01"),)
)
PLAN: Final = Lacking(
    "path.multiples",
    "no plan is said",
    "path: {multiples: [2, 1.8, 1.6]}, by what ARR multiplies in each year; or demand: {bookings_a_year: $1.5M}",
    (("path.multiples", [1]),),
)
OPENING: Final = Lacking(
    "opening",
    "it is not said which customers there are on the first day",
    "opening: {accounts_csv: accounts.csv}; or opening: {generated: {accounts: 85, arr: $2.7M}}",
    (("opening.generated.accounts", 1), ("opening.generated.arr", "$1M")),
)
OPENING_ARR: Final = Lacking(
    "opening.generated.arr",
    "it is not said what ARR the customers of the first day have",
    "opening: {generated: {arr: $2.7M}}",
    (("opening.generated.arr", "$1M"),),
)
CASH: Final = Lacking(
    "money.opening_cash",
    "the cash of the first day is not said",
    "money: {opening_cash: $2M}",
    (("money.opening_cash", 0),),
)


def with_company(tree: Node) -> tuple[Node, Problems]:
    """Return a whole tree with stand-ins for what its company has not said, and a problem for each of them.

    Of a tree that has nothing of a base, of which all is its own to say, the schema speaks.
    """
    problems = Problems()
    if not _on_a_base(tree):
        return tree, problems
    for lacking in _lacking(tree):
        allowed = f"a line such as  {lacking.line}"
        problems.add(
            tree.place.problem(f"{lacking.why}, and {LAWS} has no company", path=lacking.path, allowed=allowed)
        )
        for path, value in lacking.stand_ins:
            tree = _put(tree, path.split("."), node_of(value, tree.place))
    return tree, problems


def never_played(name: str) -> Problem:
    """Return the problem of a base that is taken for a scenario."""
    message = f"{name} has no company and is never played; a file of yours that extends it says what the company is"
    return Problem(message, allowed=f"a file that begins with  extends: {name}")


def _lacking(tree: Node) -> Iterator[Lacking]:
    """Yield what is not said in a part that is there; of a part that is missing as a whole the schema speaks."""
    if tree.child("start_date") is None:
        yield START
    path, demand, money, opening = (tree.child(name) for name in ("path", "demand", "money", "opening"))
    if path is not None and demand is not None:
        multiples = path.child("multiples")
        none = multiples is None or multiples.value is None or multiples.value == []
        if none and _is_open(demand.child("bookings_a_year")):
            yield PLAN
    if opening is not None and _is_open(opening.child("accounts_csv")):
        generated = opening.child("generated")
        if generated is None or _is_open(generated.child("accounts")):
            yield OPENING
        elif _is_open(generated.child("arr")) and (path is None or _is_open(path.child("start_arr"))):
            yield OPENING_ARR
    if money is not None and money.child("opening_cash") is None:
        yield CASH


def _on_a_base(tree: Node) -> bool:
    return isinstance(tree.value, dict) and any(from_base(one.named_at) for one in tree.value.values())


def _is_open(node: Node | None) -> bool:
    return node is None or node.value is None


def _put(tree: Node, steps: list[str], value: Node) -> Node:
    """Return a tree with a value at a path, whose parts are made where there are none."""
    entries = dict(tree.value) if isinstance(tree.value, dict) else {}
    first, *rest = steps
    inner = entries.get(first) or Node({}, tree.place, tree.place)
    entries[first] = _put(inner, rest, value) if rest else value
    return Node(entries, tree.place, tree.key)


def own_segments(tree: Node, shape: Shape) -> Node:
    """Return a tree without the segment of the laws, where a file has segments of its own: those it only fills in.

    What the laws say of one kind of customers is no company's kind.
    """
    if not isinstance(tree.value, dict):
        return tree
    entries = dict(tree.value)
    for name, below in shape.fields.items():
        node = entries.get(name)
        if below.inherits and node is not None and isinstance(node.value, dict):
            own = {key: one for key, one in node.value.items() if not from_base(one.named_at)}
            entries[name] = Node(own or node.value, node.place, node.key)
    return Node(entries, tree.place, tree.key)
