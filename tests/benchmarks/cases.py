"""What is measured beside the baseline: mechanisms left out or taken up, horizons, and sizes of contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True)
class Case:
    """A scenario, some of it changed, under a name of its own."""

    name: str
    scenario: str = "baseline"
    changes: Mapping[str, Any] = field(default_factory=dict)


BASELINE: Final = Case("the whole baseline")

MECHANISMS: Final = (
    Case("without competitors' calls", changes={"competitors.calls_a_year": 0}),
    Case("without sponsors who leave", changes={"sponsors.leaves_a_year": 0}),
    Case("without CS-qualified leads", changes={"segments.core.csqls_a_year": 0}),
    Case("without poorly fitting customers", changes={"segments.core.poor_fit": 0}),
    Case("without launches", "without_launches"),
    Case("without sales to customers", changes={"roles.customer_sales.opens": "[]"}),
    Case("without onboarding specialists", "onboarding_never"),
    Case("without any CS", "no_cs"),
    Case("reviews of hiring every 28 days, not 7", changes={"hiring.review_every": "28 days"}),
    Case("with sellers, quotas, a VP of sales", "selling_by_capacity"),
    Case("with success packages sold", "paid_packages"),
    Case("with a digital pool", changes={"coverage.digital.opens": "[{arr: $1M}]"}),
    Case("with product-led onboarding", "product_led"),
    Case("with a handover of ten days", changes={"demand.handover_days": "10 days"}),
    Case("with CSMs who become specialists", changes={"roles.onboarding.converted_from": "csm"}),
    Case("with hiring held while cash is short", "short_of_cash"),
    Case("with three lengths of contract", "contract_terms"),
    Case("with contracts by the month", changes={"segments.core.term_months": 1}),
    Case("with accounts and people from files", "today"),
)
"""What a mechanism costs: the baseline without it, or with one that the baseline leaves out."""

HORIZONS: Final = tuple(
    Case(f"{months} months", changes={"horizon_months": months}) for months in (12, 24, 36, 60, 84, 120)
)

SIZES: Final = tuple(
    Case(f"ACV ${acv:,.0f}", changes={"segments.core.acv": acv}) for acv in (140_000, 35_000, 17_500, 8_750)
)
"""The same path in larger and smaller contracts: a few customers to thousands of them."""
