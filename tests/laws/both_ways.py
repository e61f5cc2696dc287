"""Call a law compiled and as plain Python: both must return the same bits."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from simulator.numerics.jit import in_machine_code


def both(law: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a law returns as machine code, having seen that its plain Python returns exactly the same."""
    found = in_machine_code(law)(*arguments)
    plain = law(*arguments)
    same = found == plain or (isinstance(found, float) and math.isnan(found) and math.isnan(plain))
    assert same, f"compiled {found!r}, plain Python {plain!r}"
    return found
