"""The JSON schema (draft 2020-12) with which an editor completes and checks scenario files as they are typed."""

from __future__ import annotations

from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import to_jsonable_python

from simulator.scenario.schema.distributions import KINDS
from simulator.scenario.schema.fields import Part

__all__ = ["json_schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_DISTRIBUTION: Final = {"$ref": "#/$defs/Distribution"}


class _Generator(GenerateJsonSchema):
    def encode_default(self, dft: Any) -> Any:
        """Return a default as JSON has it; pydantic would make an adapter for the type of each."""
        return to_jsonable_python(dft)


def json_schema(model: type[Part] | None = None) -> dict[str, Any]:
    """Return the schema of scenario files: of every field the type, bounds, meaning and evidence grade.

    `model` is the part of the schema that is described, the whole scenario where it is None. A file says only what
    differs from what it extends, so no field is required, and null takes a named thing away.
    """
    if model is None:
        from simulator.scenario.schema.scenario import Scenario

        model = Scenario
    found: dict[str, Any] = _for_files(model.model_json_schema(mode="validation", schema_generator=_Generator))
    properties = {
        "extends": {
            "type": "string",
            "description": "What it starts from: laws, a path, a shipped name (baseline if not given), or nothing",
        }
    }
    found["properties"] = properties | found["properties"]
    found.setdefault("$defs", {})["Distribution"] = _distribution()
    return {"$schema": _DIALECT} | found


def _for_files(part: Any) -> Any:
    """Return a schema without required fields, with null for named things and one definition of distributions."""
    if isinstance(part, list):
        return [_for_files(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    if part.get("$comment") == "distribution":
        return _DISTRIBUTION
    found = {key: _for_files(inner) for key, inner in part.items() if key != "required" or not isinstance(inner, list)}
    named = found.get("additionalProperties")
    if isinstance(named, dict):
        found["additionalProperties"] = {"anyOf": [named, {"type": "null"}]}
    items = found.get("items")
    if found.get("type") == "array" and isinstance(items, dict) and _takes_numbers(items):
        listed = {key: found.pop(key) for key in ("type", "items", "minItems", "maxItems") if key in found}
        found["anyOf"] = [listed, items]  # one number stands for a list of one
    return found


def _takes_numbers(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "number" or any(_takes_numbers(one) for one in schema.get("anyOf", []))


def _distribution() -> dict[str, Any]:
    value = {"type": ["number", "string"]}
    within = {"type": "array", "items": value, "minItems": 2, "maxItems": 2}
    properties = {}
    for kind, names in KINDS.items():
        known: dict[str, Any] = {**dict.fromkeys(names, value), "within": within}
        if kind in ("uniform", "triangular"):
            short = {"type": "array", "items": value, "minItems": len(names), "maxItems": len(names)}
            properties[kind] = {"anyOf": [short, _parameters(known, names)]}
        else:
            properties[kind] = _parameters(known | {"min": value, "max": value}, names)
    return {
        "description": "What is not known for certain: a distribution, drawn once a run, in the field's own unit",
        "type": "object",
        "properties": properties,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }


def _parameters(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
