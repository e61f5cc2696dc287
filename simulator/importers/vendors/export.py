"""What is known of one vendor's export: its headings by meaning, its words, its units, and where that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from simulator.importers.meanings import Kind
from simulator.importers.sheet import heading_key

Units = Literal["units", "cents", "thousands"]
"""Whether amounts are whole currency units, hundredths or thousands of them."""
LOOKED_UP: Final = "2026-12-01"


@dataclass(frozen=True)
class Export:
    """One export of one vendor.

    `headings` maps the headings that are known to what they mean, an empty text for those of no use here. `needed` are
    those by which it is told from others. `statuses` maps its words, in small letters, to ours. `units` is None where
    nothing trustworthy says whether amounts are in cents: then the user has to. `seen` says where the headings stand,
    and what was not found.
    """

    key: str
    name: str
    kind: Kind
    headings: Mapping[str, str]
    needed: tuple[str, ...]
    seen: str
    statuses: Mapping[str, str] = field(default_factory=dict)
    units: Units | None = "units"
    per_unit_unknown: bool = False
    """Whether it is not known if `amount` is the price of one unit or of all of them."""
    looked_up: str = LOOKED_UP

    @property
    def by_key(self) -> dict[str, str]:
        """The meanings by headings as these are compared."""
        return {heading_key(heading): meaning for heading, meaning in self.headings.items()}


def unused(*headings: str) -> dict[str, str]:
    """Return headings that are known and of no use here."""
    return dict.fromkeys(headings, "")
