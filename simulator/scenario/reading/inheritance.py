"""Scenario files that extend one another: finding them, reading the chain, laying each over the one before."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.errors import Problem
from simulator.scenario.reading.file_bytes import bytes_of
from simulator.scenario.reading.kept_trees import keep_tree, kept_tree
from simulator.scenario.reading.nearest import closest
from simulator.scenario.reading.nodes import Node, Place
from simulator.scenario.reading.problems import Problems
from simulator.scenario.reading.quoting import may_be_quoted
from simulator.scenario.reading.text_checks import MOST_BYTES, checked_text
from simulator.scenario.schema.dates_and_files import expanded
from simulator.scenario.schema.paths import TreePath, dotted
from simulator.scenario.units import quoted
from simulator.visible import is_name

if TYPE_CHECKING:
    from simulator.scenario.schema.shapes import Shape

__all__ = ["bases", "find", "purpose_of", "shipped"]

BASELINE: Final = "baseline"
LAWS: Final = "laws"
"""The base without a company: what extends it says what its company is. It is no scenario."""
NOTHING: Final = "nothing"
LONGEST_CHAIN: Final = 10
_SUFFIXES: Final = (".yaml", ".yml")


def shipped() -> list[tuple[str, Path]]:
    """Return (name, path) of every scenario that comes with the project, baseline first, then by name."""
    found = [(path.stem, path) for path in _shipped_folder().glob("*.yaml") if path.stem != LAWS]
    return sorted(found, key=lambda one: (one[0] != BASELINE, one[0]))


def bases() -> list[tuple[str, Path]]:
    """Return (name, path) of what comes with the project to be extended, and is no scenario itself."""
    return [(path.stem, path) for path in [_shipped_folder() / f"{LAWS}.yaml"] if path.is_file()]


def base_of(path_or_name: str | Path) -> str:
    """Return the name of the base that a path or a name means; nothing where it means something else."""
    found = file_of(path_or_name)
    return next((name for name, path in bases() if isinstance(found, Path) and path.resolve() == found.resolve()), "")


def is_shipped(path: Path) -> bool:
    """Tell whether a file comes with the project."""
    return path.suffix in _SUFFIXES and path.parent.resolve() == _shipped_folder().resolve()


def from_base(place: Place) -> bool:
    """Tell whether something stands in a base."""
    source = place.source
    return source.folder == _shipped_folder() and Path(source.name).name in {path.name for _, path in bases()}


def _shipped_folder() -> Path:
    package = Path(__file__).resolve().parents[2]
    packed = package / "_scenarios"
    return packed if packed.is_dir() else package.parent / "scenarios"


def find(path_or_name: str | Path) -> Path:
    """Return the absolute path of the file that a path, from the current folder, or a shipped name means.

    `path_or_name` is either of them. Raises ScenarioError where there is no such file, with the likely name.
    """
    found = file_of(path_or_name)
    return Problems([found]).accept(None) if isinstance(found, Problem) else found


def file_of(path_or_name: str | Path, beside: Path | None = None) -> Path | Problem:
    """Return the file that a path or a shipped name means, or why there is none.

    A path starts at the folder `beside`, the current one by default.
    """
    text = str(path_or_name)
    known = dict([*shipped(), *bases()])
    if isinstance(path_or_name, str) and text in known:
        return known[text]
    path = (beside or Path.cwd()) / expanded(text)
    message = f"there is no scenario {quoted(text)}"
    try:
        if path.is_file():
            return path.resolve()
        if path.is_dir():
            message = f"{quoted(text)} is a folder, not a scenario file"
        elif path.exists():
            return Problem(f"{quoted(text)} is a pipe or a device, not a scenario file", allowed="a file")
    except (OSError, RuntimeError, ValueError):
        message = f"{quoted(text)} is not the name of a file"
    neighbours = _yaml_names(path.parent) if Path(text).suffix in _SUFFIXES else []
    return Problem(
        message,
        allowed=f"a path to a .yaml file, or one of {', '.join(known)}",
        suggestion=closest(Path(text).name, neighbours) or closest(Path(text).stem, known),
    )


def _yaml_names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir() if path.suffix in _SUFFIXES]
    except (OSError, ValueError):
        return []


def read_chain(path_or_name: str | Path, shape: Shape) -> tuple[Node | None, Problems]:
    """Return the tree of a file laid over all it extends, and what is wrong; no tree where one of them cannot be read.

    A file that does not say extends `baseline`.
    """
    trees, wrong = _trees(path_or_name, shape.fields)
    if wrong:
        return None, Problems(wrong)
    result: Node | None = None
    problems = Problems()
    for tree in reversed(trees):
        result, found = merged(result, tree, shape)
        problems.extend(Problems(found))
    return result, problems


def purpose_of(path_or_name: str | Path) -> str:
    """Return what the scenario of `path_or_name` says it is for; an empty text where it does not.

    What it extends may say it in its place; nothing else is looked at. Raises ScenarioError where one of the files
    cannot be read.
    """
    trees, wrong = _trees(path_or_name)
    said = [found for tree in trees if (found := tree.child("purpose")) is not None]
    return Problems(wrong).accept(str(said[0].value) if said else "")


def _trees(path_or_name: str | Path, fields: Container[str] = ()) -> tuple[list[Node], Sequence[Problem]]:
    """Return the trees of a file and of all it extends, its own first, up to where one of them cannot be read.

    One of another kind of file, that must not be quoted, is read only where all at its top are `fields`, if given:
    each of its lines would be a mistake, and none of them says what led there.
    """
    chain: list[Path] = []
    trees: list[Node] = []
    found: Path | Problem | None = file_of(path_or_name)
    place: Place | None = None
    while isinstance(found, Path):
        wrong = _chain_problem(found, chain, place)
        if wrong is not None:
            return trees, [wrong]
        chain.append(found)
        quotable = place is None or may_be_quoted(str(found))
        tree, problems = _read(found, quotable)
        if tree is None:
            return trees, problems if place is None else [_unusable(found, place), *problems]
        tree, extends = _without_extends(tree)
        strange = None if quotable or not fields else _strange(tree, fields)
        if strange is not None and place is not None:
            return trees, [_unusable(found, place), strange.named_at.problem("")]
        trees.append(tree)
        found, place = _parent(extends, found, tree), extends.place if extends is not None else None
    return trees, [] if found is None else [found]


def _strange(tree: Node, fields: Container[str]) -> Node | None:
    """Return the first thing at the top of a tree that is none of the `fields`."""
    assert isinstance(tree.value, dict)
    return next((node for name, node in tree.value.items() if name not in fields), None)


def _unusable(parent: Path, place: Place) -> Problem:
    """Return the problem of a scenario that extends a file which cannot be used, as the scenario's own."""
    return place.problem(f"{_shown(parent)} cannot be used as a scenario", path="extends")


def _chain_problem(found: Path, chain: list[Path], place: Place | None) -> Problem | None:
    shown = " -> ".join(_shown(one) for one in [*chain, found])
    if found in chain:
        message = f"scenarios extend each other in a circle: {shown}"
    elif len(chain) > LONGEST_CHAIN:
        message = f"more than {LONGEST_CHAIN} scenarios extend one another: {shown}"
    else:
        return None
    return place.problem(message, path="extends") if place else Problem(message)


def _read(path: Path, quotable: bool) -> tuple[Node | None, Sequence[Problem]]:
    """Return the tree of one file, whose top is a mapping, and what is wrong with it."""
    name = _shown(path)
    try:
        data, size = bytes_of(path, MOST_BYTES)
    except OSError as error:
        return None, [Problem(f"the file cannot be read: {error.strerror}", name)]
    if size > MOST_BYTES:
        return None, [Problem(f"the file is larger than {MOST_BYTES:,} bytes; no scenario needs more", name)]
    tree, problems = _tree(data, name, path, quotable)
    if tree is None or isinstance(tree.value, dict):
        return tree, problems
    what = "a list" if isinstance(tree.value, list) else "a single value"
    return None, [tree.place.problem(f"{what} stands where a scenario belongs", allowed="`key: value` lines")]


@lru_cache(maxsize=64)
def _tree(data: bytes, name: str, path: Path, quotable: bool) -> tuple[Node | None, Sequence[Problem]]:
    """Return the tree of a file's bytes and what is wrong with them; that of a shipped scenario is kept."""
    is_shipped = path.parent == _shipped_folder()
    if is_shipped:
        source, wrong = checked_text(data, name, path.parent)
        tree = None if wrong else kept_tree(data, source)
        if tree is not None:
            return tree, ()
    from simulator.scenario.reading.yaml_tree import read_yaml  # a parser that takes a while to load

    tree, problems = read_yaml(data, name, path.parent, quotable)
    if is_shipped and tree is not None:
        keep_tree(data, tree)
    return tree, problems


def _without_extends(tree: Node) -> tuple[Node, Node | None]:
    """Return the tree of a file without its `extends`, and that."""
    assert isinstance(tree.value, dict)
    entries = dict(tree.value)
    extends = entries.pop("extends", None)
    return Node(entries, tree.place, tree.key), extends


def _parent(extends: Node | None, path: Path, tree: Node) -> Path | Problem | None:
    """Return the file that a file extends, None where it stands alone, or why there is no such file."""
    if extends is None:
        baseline = dict(shipped()).get(BASELINE)
        if baseline is None:
            return tree.place.problem("the shipped scenario baseline is not installed")
        return None if path == baseline.resolve() else baseline.resolve()
    if not isinstance(extends.value, str) or not extends.value:
        allowed = f"{LAWS}, a path, a shipped name, or {NOTHING}"
        return extends.place.problem("this is not the name of a scenario", path="extends", allowed=allowed)
    if extends.value == NOTHING:
        return None
    found = file_of(extends.value, path.parent)
    return found.resolve() if isinstance(found, Path) else extends.place.located(replace(found, path="extends"))


def _shown(path: Path) -> str:
    """Return a path as a message shows it: from the current folder where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


# A child file laid over its parent: mappings merge deeply, everything else replaces, null takes away.


def merged(base: Node | None, over: Node, shape: Shape | None, path: TreePath = ()) -> tuple[Node, list[Problem]]:
    """Return `over` laid over `base`, which is at `path`, and what cannot be done.

    Lists, single values, distributions and fields marked to be replaced are taken whole from `over`. In a mapping of
    named things null removes the thing; elsewhere null stays, and means that an optional field is absent.
    """
    problems: list[Problem] = []
    return _laid_over(base, over, shape, problems, path), problems


def _laid_over(base: Node | None, over: Node, shape: Shape | None, problems: list[Problem], path: TreePath) -> Node:
    over = _as_list(over, shape)
    if not isinstance(over.value, dict):
        return _fresh_list(over, shape, problems, path)
    kept: dict[str, Node] = {}
    if base is not None and isinstance(base.value, dict) and _merges(base.value, over.value, shape):
        kept = dict(base.value)
    for name, inner in over.value.items():
        if shape is not None and shape.kind == "named" and ("." in name or not is_name(name)):
            what = "is blank" if not name.strip() else "has a dot or an invisible character in it"
            problems.append(inner.named_at.problem(f"the name {quoted(name)} {what}", path=dotted(path)))
        if inner.value is None and _removes(shape):
            _remove((*path, name), inner, kept, base, problems)
        else:
            below = shape.at(name) if shape is not None else None
            kept[name] = _laid_over(kept.get(name), inner, below, problems, (*path, name))
            _without_rival(kept, over.value, inner, below)
    return Node(kept, over.place, over.key)


def _without_rival(kept: dict[str, Node], over: dict[str, Node], said: Node, shape: Shape | None) -> None:
    """Empty the list that says in another way what a file says by a list of its own, and that it does not speak of."""
    if shape is not None and shape.kind == "list" and said.value and shape.rival in kept and shape.rival not in over:
        kept[shape.rival] = Node([], said.place, said.key)


def _as_list(over: Node, shape: Shape | None) -> Node:
    """Return one number where a list of them belongs as a list of one; anything else as it is."""
    takes_numbers = shape is not None and shape.kind == "list" and shape.items[0].kind == "quantity"
    if not takes_numbers or over.value is None or isinstance(over.value, list):
        return over
    return Node([Node(over.value, over.place)], over.place, over.key)


def with_inherited(tree: Node, shape: Shape) -> Node:
    """Return a tree in which named things of a kind that says so have from the first of them what they leave out.

    A name that is new in its file and near one of another file is left as it is: it is more likely misspelt.
    """
    if not isinstance(tree.value, dict):
        return tree
    entries = dict(tree.value)
    for name, below in shape.fields.items():
        node = entries.get(name)
        if below.inherits and node is not None and isinstance(node.value, dict):
            entries[name] = Node(_from_the_first(node.value), node.place, node.key)
    return Node(entries, tree.place, tree.key)


def _from_the_first(named: dict[str, Node]) -> dict[str, Node]:
    first = next((one.value for one in named.values()), None)
    if not isinstance(first, dict):
        return named
    found = {}
    for name, one in named.items():
        fits = isinstance(one.value, dict) and not _likely_misspelt(name, named)
        found[name] = Node({**first, **one.value}, one.place, one.key) if fits and isinstance(one.value, dict) else one
    return found


def _likely_misspelt(name: str, named: dict[str, Node]) -> bool:
    here = named[name].named_at.source
    elsewhere = [other for other, one in named.items() if other != name and one.named_at.source != here]
    return bool(closest(name, elsewhere))


def _fresh_list(over: Node, shape: Shape | None, problems: list[Problem], path: TreePath) -> Node:
    if not isinstance(over.value, list):
        return over
    entries = [
        _laid_over(None, inner, shape.at(position) if shape else None, problems, (*path, position))
        for position, inner in enumerate(over.value)
    ]
    return Node(entries, over.place, over.key)


def _merges(base: dict[str, Node], over: dict[str, Node], shape: Shape | None) -> bool:
    """Return whether two mappings mix; alternatives told apart by their only key do not.

    An empty mapping of named things means that there are none.
    """
    if shape is None:
        return True
    if shape.replaced or shape.kind == "quantity" or (shape.kind == "named" and not over):
        return False
    other_alternative = len(base) == len(over) == 1 and base.keys() != over.keys()
    return not (shape.kind == "choice" and other_alternative)


def _removes(shape: Shape | None) -> bool:
    return shape is not None and shape.kind == "named" and not shape.items[0].nullable


def _remove(path: TreePath, inner: Node, kept: dict[str, Node], base: Node | None, problems: list[Problem]) -> None:
    name = str(path[-1])
    if kept.pop(name, None) is None and base is not None:
        problems.append(
            inner.named_at.problem(
                f"there is nothing called {quoted(name)} to remove",
                path=dotted(path),
                allowed=", ".join(kept),
                suggestion=closest(name, kept),
            )
        )
