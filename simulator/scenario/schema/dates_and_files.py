"""Markers of the scenario schema that are no numbers: a calendar date, and a file beside the scenario."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulator.clock import add_months
from simulator.scenario.units import InvalidValue, quoted

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = ["When"]

_DATE_EXAMPLES: Final = "a date such as 2028-03-01, or a month such as Mar 2028 (its first day)"


@dataclass(frozen=True)
class When:
    """A calendar date: `2028-03-01`, or `Mar 2028` for the first of the month; `first_of_month` allows no other day."""

    low: date = date(1990, 1, 1)
    high: date = date(2199, 12, 31)
    first_of_month: bool = False

    def read(self, value: Any) -> date:
        """Return the date that was written; raise `InvalidValue` with the reason."""
        found = value if isinstance(value, date) and not isinstance(value, datetime) else _read_date(value)
        if not self.low <= found <= self.high:
            raise InvalidValue(f"{found} is not between {self.low} and {self.high}", f"{self.low} to {self.high}")
        if self.first_of_month and found.day != 1:
            this = found.replace(day=1)
            raise InvalidValue(
                f"{found} is not the first of a month", f"a first of a month: {this} or {add_months(this, 1)}"
            )
        return found

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the validator."""
        from pydantic_core import core_schema  # text knows its folder also where nothing is validated

        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(lambda found: found.isoformat())
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return what an editor needs."""
        return {"title": "date", "type": "string", "examples": ["2028-03-01", "Mar 2028"]}


def _read_date(value: Any) -> date:
    if isinstance(value, str):
        for form in ("%Y-%m-%d", "%b %Y", "%B %Y"):
            try:
                return datetime.strptime(value.strip(), form).date()
            except ValueError:
                continue
    raise InvalidValue(f"{quoted(value)} is not a date", _DATE_EXAMPLES)


class PlacedText(str):
    """Text that knows the folder of the file it stands in, so that a path in it is taken from there."""

    __slots__ = ("folder",)

    folder: Path

    @classmethod
    def of(cls, text: str, folder: Path) -> PlacedText:
        """Return the text with its folder."""
        placed = cls(text)
        placed.folder = folder
        return placed


def expanded(text: str) -> Path:
    """Return a path with `~` replaced by the home folder, where there is one."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


@dataclass(frozen=True)
class FilePath:
    """A file that a scenario names, taken relative to the scenario file itself; it must exist when that is loaded."""

    def read(self, value: Any) -> str:
        """Return the absolute path; raise `InvalidValue` where there is no such file.

        Text from elsewhere than a scenario file (a manifest, say) is kept as it is and not looked up.
        """
        if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
            raise InvalidValue(f"{quoted(value)} is not the name of a file", "a path relative to this file")
        if not isinstance(value, PlacedText):
            return Path(value).as_posix()
        try:
            path = (value.folder / expanded(str(value))).resolve()
            found, other = path.is_file(), path.exists()
        except (OSError, RuntimeError, ValueError):
            raise InvalidValue(
                f"{quoted(str(value))} is not the name of a file", "a path relative to this file"
            ) from None
        if not found:
            what = "folder" if path.is_dir() else "pipe or a device"
            message = f"{path} is a {what}, not a file" if other else f"there is no file {path}"
            raise InvalidValue(message, "a path relative to this file")
        return path.as_posix()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return the validator."""
        from pydantic_core import core_schema  # text knows its folder also where nothing is validated

        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return what an editor needs."""
        return {"title": "file", "type": "string"}
