"""What every part of the scenario schema is made of: the frozen base model and a field's description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field

from simulator.scenario.schema.named import NamedThings

__all__ = ["Part"]

NO_LAW: Final = ("policy", "plumbing")
GRADES: Final = ("A", "P", "S", "R", "D", "M", "X", *NO_LAW)


class Part(BaseModel):
    """A part of a scenario: frozen, strict about types, and without room for unknown keys.

    Two parts are equal where they say the same in the same order: mappings of named things (segments, products, roles
    of one's own, rounds of funding) are lowered by place, so their order is part of what they say. The order in which
    a file gives the fields of a part means nothing, and is forgotten when it is read.

    Modules with parts are without `from __future__ import annotations`: pydantic would compile each from its text.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        hide_input_in_errors=True,
        allow_inf_nan=False,
        defer_build=True,  # one validator for the whole scenario, when one is read, not one for each part of it besides
    )

    def model_post_init(self, context: Any, /) -> None:
        """Freeze the mappings of named things as well."""
        self.__dict__.update({name: NamedThings(value) for name, value in _named_things(self)})

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with other values, which are frozen but not checked."""
        frozen = {name: NamedThings(one) if isinstance(one, dict) else one for name, one in (update or {}).items()}
        return super().model_copy(update=frozen, deep=deep)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Part) or not super().__eq__(other):  # the parts within are compared by this as well
            return False
        theirs = other.__dict__
        return all(list(value) == list(theirs[name]) for name, value in _named_things(self))

    def __hash__(self) -> int:
        values = {**self.__dict__, **{name: tuple(value.items()) for name, value in _named_things(self)}}
        return hash((type(self), *values.values()))


def _named_things(part: Part) -> list[tuple[str, dict[str, Any]]]:
    """Return the fields of a part that are mappings of named things, each with its value."""
    return [(name, value) for name, value in part.__dict__.items() if isinstance(value, dict)]


def about(
    meaning: str,
    *,
    grade: str,
    source: str = "",
    default: Any = ...,
    replace: bool = False,
    rival: str = "",
    inherits: bool = False,
    prior: Mapping[str, Any] | str = "",
    **more: Any,
) -> Any:
    """Return the field's description for the schema: what it means, how well it is known, and where it comes from.

    `grade` is A (stated in a source article), P (primary text seen), S (secondary), R (rule of thumb), D (derived),
    M (a prior from memory), X (not found), `policy` (the user's choice) or `plumbing`.
    Without a `default` the field must be given. With `replace` a child file replaces the value whole instead of merging
    into it. Within such a value, a field that names its `rival` says the same in another way, so that setting it takes
    the rival away; a list that a file says empties its rival anywhere. Of named things of which the field says that
    each `inherits`, one has from the first of them what it leaves out. `more` goes to the field as it is.

    `prior` is what may be believed of a number by somebody who knows nothing of the company but what the scenario says:
    a distribution as a scenario would have it in its place, the same under `times` where what stands there is
    multiplied by it, `policy` where the company decides on it or states it of itself, `plumbing` where it is neither,
    but numerical or bookkeeping. Where it is left out, a grade of either kind says so.
    """
    if grade not in GRADES:
        raise ValueError(f"grade {grade!r} is none of {', '.join(GRADES)}")
    if isinstance(prior, str) and prior not in ("", *NO_LAW):
        raise ValueError(f"prior {prior!r} is no distribution, and none of {', '.join(NO_LAW)}")
    extra: dict[str, Any] = {"grade": grade, "source": source}
    if prior or grade in NO_LAW:
        extra["prior"] = prior or grade
    if replace:
        extra["replace"] = True
    if inherits:
        extra["inherits"] = True
    if rival:
        extra["rival"] = rival
    extra |= dict(more.pop("json_schema_extra", {}))
    return Field(default, description=meaning, json_schema_extra=extra, **more)
