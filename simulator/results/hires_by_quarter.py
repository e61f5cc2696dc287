"""How many people join in each quarter: by role, and all together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.fiscal import fiscal_quarters
from simulator.results.bands import Bands
from simulator.results.pnl import roles_of
from simulator.results.protocols import SingleRuns

if TYPE_CHECKING:
    from simulator.fiscal import Period
    from simulator.results.arithmetic import Floats
    from simulator.results.protocols import Summarised

__all__ = ["HiresByQuarter", "hires_by_quarter"]


@dataclass(frozen=True, eq=False)
class HiresByQuarter:
    """Joiners over the first quarters: bands of shape (quarters,) by role, of all roles, and of all quarters (1,)."""

    quarters: tuple[Period, ...]
    roles: dict[str, Bands]
    together: Bands
    in_all: Bands


def hires_by_quarter(result: Summarised, count: int) -> HiresByQuarter | None:
    """Return who joins in the first `count` fiscal quarters of a `result`, in roles that anybody joins then.

    None where single runs are not known or nobody joins.
    """
    if not isinstance(result, SingleRuns):
        return None
    scenario = result.scenario
    quarters = fiscal_quarters(scenario.start_date, result.months, scenario.fiscal_year_starts)[:count]
    names = [*roles_of(scenario.roles, "cs"), *roles_of(scenario.roles, "sales")]
    joined = {name: _by_quarter(result[f"joiners.{name}"], quarters) for name in names}
    joined = {name: found for name, found in joined.items() if found.any()}
    if not joined:
        return None
    total = np.sum(list(joined.values()), axis=0)
    return HiresByQuarter(
        quarters,
        {name: Bands.of(found) for name, found in joined.items()},
        Bands.of(total),
        Bands.of(total.sum(axis=1, keepdims=True)),
    )


def _by_quarter(joiners: Floats, quarters: tuple[Period, ...]) -> Floats:
    sums = [np.nan_to_num(joiners[:, one.first : one.last + 1]).sum(axis=1) for one in quarters]
    return np.stack(sums, axis=1)
