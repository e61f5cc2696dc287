"""A scenario written as YAML in the units people use, exactly: reading the file gives the same scenario back."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from simulator.errors import OutputError
from simulator.scenario.schema.dates_and_files import FilePath
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.shapes import Shape, shape_of

if TYPE_CHECKING:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq


def write_yaml(scenario: Part, path: str | Path) -> None:
    """Write a scenario to a file that stands alone (`extends: nothing`); raise OutputError where that fails.

    The file appears whole or not at all.
    """
    target = Path(path)
    text = as_yaml(scenario, target.parent)
    try:
        name = str(target.with_name(f".{target.name}.{uuid4().hex[:12]}.part"))
        try:
            with Path(name).open(
                "x", encoding="utf-8", newline="\n"
            ) as file:  # with the rights that the user's files have
                file.write(text)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}") from None


def as_yaml(scenario: Part, folder: Path | None = None) -> str:
    """Return the text of the file of a `scenario`.

    Files it names are written relative to `folder` where they lie below it.
    """
    from ruamel.yaml import YAML

    content = _mapping({"extends": "nothing"} | _written(scenario, shape_of(type(scenario)), folder))
    writer = YAML()
    writer.width = 116
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    writer.dump(content, stream)
    return stream.getvalue()


def _written(value: Any, shape: Shape | None, folder: Path | None) -> Any:
    """Return a value as plain data for the writer, every number in its unit."""
    if isinstance(value, Part):
        return _part(value, folder)
    if isinstance(value, dict):
        return {name: _written(inner, shape.at(name) if shape else None, folder) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_written(inner, shape.at(place) if shape else None, folder) for place, inner in enumerate(value)]
    if isinstance(value, Distribution):
        return value.to_yaml()
    if value is None or isinstance(value, bool) or shape is None:
        return value
    if isinstance(shape.marker, Quantity):
        return shape.marker.unit.write(value)
    if isinstance(shape.marker, FilePath) and folder is not None:
        return _relative(Path(value), folder)
    return value


def _part(part: Part, folder: Path | None) -> dict[str, Any]:
    """Return the fields of a part, without those that are absent anyway."""
    shape = shape_of(type(part))
    found = {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if value is not None or field.is_required() or field.default is not None:
            found[name] = _written(value, shape.at(name), folder)
    return found


def _relative(path: Path, folder: Path) -> str:
    absolute = folder.resolve()
    return path.relative_to(absolute).as_posix() if path.is_relative_to(absolute) else path.as_posix()


def _mapping(values: dict[str, Any]) -> CommentedMap:
    from ruamel.yaml.comments import CommentedMap

    found = CommentedMap((name, _laid_out(value)) for name, value in values.items())
    if len(values) <= 1 and all(_flat(value) for value in values.values()) and values:
        found.fa.set_flow_style()
    return found


def _laid_out(value: Any) -> Any:
    if isinstance(value, dict):
        return _mapping(value)
    if isinstance(value, list):
        return _list(value)
    return value


def _list(values: list[Any]) -> CommentedSeq:
    from ruamel.yaml.comments import CommentedSeq

    found = CommentedSeq(_laid_out(value) for value in values)
    if all(_flat(value) for value in values):
        found.fa.set_flow_style()
    return found


def _flat(value: Any) -> bool:
    """Return whether a value reads well inside brackets on one line: no mapping, save of a distribution."""
    if isinstance(value, dict):
        return len(value) == 1 and all(_flat(inner) for inner in value.values())
    if isinstance(value, list):
        return all(not isinstance(inner, dict | list) for inner in value)
    return True
