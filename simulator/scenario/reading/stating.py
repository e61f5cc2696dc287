"""Single values written into a scenario file of the user's own, every other character of it left as it is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from io import StringIO
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.errors import InputError, OutputError, Problem
from simulator.scenario.reading.inheritance import find, is_shipped

if TYPE_CHECKING:
    from ruamel.yaml import YAML

__all__ = ["state"]

_INDENTS: Final = ((2, 4, 2), (2, 2, 0), (4, 6, 4), (4, 4, 2), (4, 4, 0), (4, 2, 0))
"""How far mappings, list entries and their dashes are indented in the files people write."""


def state(path_or_name: str | Path, part: str, values: Mapping[str, str]) -> bool:
    """Write `values` into the `part` at the top of the file `path_or_name`; return whether that changed it.

    Raises ScenarioError where there is no such file, InputError for a shipped scenario and for a file that cannot be
    changed without being laid out anew, OutputError where it cannot be written.
    """
    path = find(path_or_name)
    said = f"{part}: {{{', '.join(f'{name}: {_quoted(value)}' for name, value in values.items())}}}"
    if is_shipped(path):
        raise InputError([Problem(f"{path.stem} comes with the project and is not changed", allowed="a file of yours")])
    try:
        before = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError([Problem("the file cannot be read", str(path_or_name))]) from error
    writer = _as_laid_out(before)
    if writer is None:
        message = "this file cannot be changed without laying it out anew"
        raise InputError([Problem(message, str(path_or_name), allowed=f"the line {said}, written by hand")])
    tree = writer.load(before)
    held = tree.setdefault(part, {})
    if not isinstance(held, dict):
        raise InputError([Problem(f"{part} is no mapping", str(path_or_name), allowed=said)])
    if all(held.get(name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        held[name] = value
    _replace(path, _text(writer, tree))
    return True


def _quoted(value: str) -> str:
    return value if value.isalnum() else f'"{value}"'


def _as_laid_out(text: str) -> YAML | None:
    """Return a writer that gives a text back as it is; None where none does."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    for (mapping, sequence, offset), braces in product(_INDENTS, (False, True)):
        writer = YAML()
        writer.brace_single_entry_mapping_in_flow_sequence = braces  # `[{arr: $8M}]`, which it would write without
        writer.preserve_quotes = True
        writer.width = 1_000_000
        writer.indent(mapping=mapping, sequence=sequence, offset=offset)
        try:
            tree = writer.load(text)
        except YAMLError:
            return None
        if isinstance(tree, dict) and _text(writer, tree) == text:
            return writer
    return None


def _text(writer: YAML, tree: Any) -> str:
    stream = StringIO()
    writer.dump(tree, stream)
    return stream.getvalue()


def _replace(path: Path, text: str) -> None:
    """Put a file's new text in its place, whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(name).chmod(path.stat().st_mode & 0o777)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from None
