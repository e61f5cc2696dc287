"""Trees of shipped scenarios as JSON in the user's cache: nearly every command needs one, and YAML takes long to read.

A tree is kept under a hash of the file's bytes and of what reads it, where nobody else can write (`jit_place`). What is
not there, or is damaged, is read anew.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from simulator import trusted
from simulator.numerics.jit_place import find_place
from simulator.scenario.reading import nodes
from simulator.scenario.reading.nodes import Node, Place, Source

_FOLDER: Final = "trees"
_READERS: Final = (Path(nodes.__file__), Path(__file__), Path(__file__).with_name("yaml_tree.py"))


def kept_tree(data: bytes, source: Source) -> Node | None:
    """Return the tree that was kept for a file of these bytes, placed in a source; None where there is none."""
    path = _path(data)
    if path is None:
        return None
    try:
        return _node(json.loads(trusted.read(path)), source)
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def keep_tree(data: bytes, tree: Node) -> None:
    """Keep the tree of a file of these bytes, if there is a place for it."""
    path = _path(data)
    if path is not None:
        with suppress(OSError):
            trusted.write(path, json.dumps(_plain(tree), separators=(",", ":")).encode())


def _path(data: bytes) -> Path | None:
    folder = _folder()
    return None if folder is None else folder / f"{blake2b(data, digest_size=12, key=_readers()).hexdigest()}.json"


@cache
def _folder() -> Path | None:
    """Return the folder of trees, looked for once: to try whether a place can be written takes as long as a tree."""
    return find_place(_FOLDER, silent=True)


@cache
def _readers() -> bytes:
    return blake2b(b"".join(path.read_bytes() for path in _READERS), digest_size=16).digest()


def _plain(node: Node) -> list[Any]:
    """Return a node as JSON: line and column of the value, those of its key (0 for none), and the value."""
    key = node.key or Place(node.place.source)
    value: Any = node.value
    if isinstance(value, dict):
        value = {name: _plain(inner) for name, inner in value.items()}
    elif isinstance(value, list):
        value = [_plain(inner) for inner in value]
    return [node.place.line, node.place.column, key.line, key.column, value]


def _node(kept: list[Any], source: Source) -> Node:
    line, column, key_line, key_column, value = kept
    if isinstance(value, dict):
        value = {name: _node(inner, source) for name, inner in value.items()}
    elif isinstance(value, list):
        value = [_node(inner, source) for inner in value]
    key = Place(source, key_line, key_column) if key_line else None
    return Node(value, Place(source, line, column), key)
