"""Scenario files that extend one another: finding them, reading the chain, laying each over the one before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulator.errors import Problem, ScenarioError
from simulator.scenario.dates_and_files import expanded
from simulator.scenario.located import read_yaml
from simulator.scenario.merging import merged
from simulator.scenario.nearest import closest
from simulator.scenario.nodes import Node, Place
from simulator.scenario.text_checks import MOST_BYTES
from simulator.scenario.units import quoted

if TYPE_CHECKING:
    from simulator.scenario.shapes import Shape

BASELINE: Final = "baseline"
NOTHING: Final = "nothing"
LONGEST_CHAIN: Final = 10
_SUFFIXES: Final = (".yaml", ".yml")


def shipped() -> list[tuple[str, Path]]:
    """Return the name and path of every scenario that comes with the project, baseline first, then by name."""
    found = [(path.stem, path) for path in _shipped_folder().glob("*.yaml")]
    return sorted(found, key=lambda one: (one[0] != BASELINE, one[0]))


def _shipped_folder() -> Path:
    package = Path(__file__).resolve().parents[1]
    packed = package / "_scenarios"
    return packed if packed.is_dir() else package.parent / "scenarios"


def find(path_or_name: str | Path, beside: Path | None = None, place: Place | None = None) -> Path:
    """Return the file that a path or a shipped name means; raise ScenarioError where there is none.

    A path starts at the folder `beside` (the current one by default). `place` is where it is written, if in a file.
    """
    text = str(path_or_name)
    known = dict(shipped())
    if isinstance(path_or_name, str) and text in known:
        return known[text]
    path = (beside or Path.cwd()) / expanded(text)
    message = f"there is no scenario {quoted(text)}"
    try:
        if path.is_file():
            return path.resolve()
        if path.is_dir():
            message = f"{quoted(text)} is a folder, not a scenario file"
    except (OSError, RuntimeError, ValueError):
        message = f"{quoted(text)} is not the name of a file"
    neighbours = _yaml_names(path.parent) if Path(text).suffix in _SUFFIXES else []
    problem = Problem(
        message,
        allowed=f"a path to a .yaml file, or one of {', '.join(known)}",
        suggestion=closest(Path(text).name, neighbours) or closest(Path(text).stem, known),
    )
    if place is not None:
        problem = place.problem(message, path="extends", allowed=problem.allowed, suggestion=problem.suggestion)
    raise ScenarioError([problem])


def _yaml_names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir() if path.suffix in _SUFFIXES]
    except (OSError, ValueError):
        return []


def read_chain(path: Path, shape: Shape, problems: list[Problem]) -> Node:
    """Return the tree of a file laid over all it extends; raise ScenarioError where one cannot be read.

    What can be read but not merged is added to `problems`. A file that does not say extends `baseline`.
    """
    chain: list[Path] = []
    trees: list[Node] = []
    found: Path | None = path
    place: Place | None = None
    while found is not None:
        _check_chain(found, chain, place)
        chain.append(found)
        tree, extends = _read(found)
        trees.append(tree)
        found, place = _parent(extends, found, tree), extends.place if extends is not None else None
    result: Node | None = None
    for tree in reversed(trees):
        result = merged(result, tree, shape, problems)
    assert result is not None
    return result


def _check_chain(found: Path, chain: list[Path], place: Place | None) -> None:
    shown = " -> ".join(_shown(one) for one in [*chain, found])
    if found in chain:
        message = f"scenarios extend each other in a circle: {shown}"
    elif len(chain) > LONGEST_CHAIN:
        message = f"more than {LONGEST_CHAIN} scenarios extend one another: {shown}"
    else:
        return
    raise ScenarioError([place.problem(message, path="extends") if place else Problem(message)])


def _read(path: Path) -> tuple[Node, Node | None]:
    """Return the tree of one file without its `extends`, and that."""
    name = _shown(path)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ScenarioError([Problem(f"the file cannot be read: {error.strerror}", name)]) from None
    if len(data) > MOST_BYTES:
        raise ScenarioError([Problem(f"the file is larger than {MOST_BYTES:,} bytes; no scenario needs more", name)])
    tree = read_yaml(data, name, path.parent)
    if not isinstance(tree.value, dict):
        what = "a list" if isinstance(tree.value, list) else "a single value"
        raise ScenarioError(
            [tree.place.problem(f"{what} stands where a scenario belongs", allowed="`key: value` lines")]
        )
    entries = dict(tree.value)
    extends = entries.pop("extends", None)
    return Node(entries, tree.place, tree.key), extends


def _parent(extends: Node | None, path: Path, tree: Node) -> Path | None:
    """Return the file that a file extends, or None where it stands alone."""
    if extends is None:
        baseline = dict(shipped()).get(BASELINE)
        if baseline is None:
            raise ScenarioError([tree.place.problem("the shipped scenario baseline is not installed")])
        return None if path == baseline.resolve() else baseline.resolve()
    if not isinstance(extends.value, str) or not extends.value:
        problem = extends.place.problem(
            "this is not the name of a scenario", path="extends", allowed=f"a path, a shipped name, or {NOTHING}"
        )
        raise ScenarioError([problem])
    if extends.value == NOTHING:
        return None
    return find(extends.value, path.parent, extends.place).resolve()


def _shown(path: Path) -> str:
    """Return a path as a message shows it: from the current folder where it lies below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
