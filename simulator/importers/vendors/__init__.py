"""What each vendor's exports look like, declared; one file a vendor."""

from __future__ import annotations

from typing import Final

from simulator.importers.vendors import (
    bamboohr,
    chargebee,
    chartmogul,
    hubspot,
    recurly,
    rippling,
    salesforce,
    stripe,
)
from simulator.importers.vendors.export import Export

EXPORTS: Final[tuple[Export, ...]] = (
    *stripe.EXPORTS,
    *chargebee.EXPORTS,
    *recurly.EXPORTS,
    *chartmogul.EXPORTS,
    *salesforce.EXPORTS,
    *hubspot.EXPORTS,
    *bamboohr.EXPORTS,
    *rippling.EXPORTS,
)
BY_KEY: Final = {export.key: export for export in EXPORTS}
