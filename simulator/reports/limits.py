"""What no answer of the simulator says, in the words of everything that is handed on."""

from __future__ import annotations

from typing import Final

LIMITS: Final = (
    "A simulation under stated assumptions, not a forecast; the path from $2M on is a plan that few companies meet.",
    "Customers differ in size, fit and luck, not in industry; prices and wallets follow the scenario, not the market.",
    "The effects of customer success are observational; cs_effect is the share of them that the scenario believes in.",
    "Enterprise value is ARR times a declared curve, no valuation; debt, interest and tax are left out.",
)
