"""A mapping of named things (segments, products, roles of one's own, rounds of funding) that stays as it was read."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

Thing = TypeVar("Thing")


class NamedThings(dict[str, Thing]):
    """A dict that cannot be changed: a scenario is compared, hashed and shared between runs as a whole."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("a scenario is frozen; simulator.load(..., {path: value}) gives a changed one")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[NamedThings[Thing]], tuple[dict[str, Thing]]]:
        """Return how it is pickled and copied; item by item it could not be filled."""
        return type(self), (dict(self),)
