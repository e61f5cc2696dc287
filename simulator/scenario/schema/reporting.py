"""Whom CS reports to and which quotas account managers carry: named multipliers on odds, each a rule of thumb."""

from typing import Annotated, Literal

from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.quantities import Factor, Number

_SOURCE = "half of CS organisations carry a renewal quota, a tenth an expansion quota; sizes of the effects are guesses"


class Quotas(Part):
    """What account managers are measured by."""

    renewal: bool = about("Account managers carry a renewal quota", grade="policy", source=_SOURCE)
    expansion: bool = about("Account managers carry an expansion quota", grade="policy", source=_SOURCE)


class ReportingEffects(Part):
    """By what the odds (p to 1 - p) of a renewal, or of a CSQL won by an account manager, are multiplied."""

    cro_on_renewal: Annotated[Number, Factor(0.01, 100)] = about(
        "Reporting to a CRO, on renewals",
        grade="R",
        source="a CRO sees the quarter's numbers before the journey",
        prior={"triangular": [0.8, 0.95, 1.1]},
    )
    cro_on_expansion: Annotated[Number, Factor(0.01, 100)] = about(
        "Reporting to a CRO, on CSQLs won",
        grade="R",
        source="smoother hand-off between sales and CS",
        prior={"triangular": [0.95, 1.1, 1.3]},
    )
    renewal_quota_on_renewal: Annotated[Number, Factor(0.01, 100)] = about(
        "A renewal quota, on renewals",
        grade="R",
        source=_SOURCE,
        prior={"triangular": [0.95, 1.05, 1.25]},
    )
    expansion_quota_on_renewal: Annotated[Number, Factor(0.01, 100)] = about(
        "An expansion quota, on renewals",
        grade="R",
        source="an adviser who sells is trusted less",
        prior={"triangular": [0.8, 0.95, 1.05]},
    )
    expansion_quota_on_expansion: Annotated[Number, Factor(0.01, 100)] = about(
        "An expansion quota, on CSQLs won",
        grade="R",
        source=_SOURCE,
        prior={"triangular": [0.95, 1.15, 1.4]},
    )


class Organisation(Part):
    """The reporting line and quotas of CS."""

    reports_to: Literal["cco", "cro"] = about(
        "The head of CS reports to a chief customer officer, or the CEO, (cco) or to a chief revenue officer (cro)",
        grade="policy",
    )
    quotas: Quotas = about("What account managers are measured by", grade="policy")
    effects: ReportingEffects = about("What that does to odds", grade="R")

    def on_renewal(self) -> tuple[Number, ...]:
        """Return what the odds of every renewal are multiplied by."""
        return self._chosen("renewal")

    def on_expansion(self) -> tuple[Number, ...]:
        """Return what the odds that an account manager wins a CSQL are multiplied by."""
        return self._chosen("expansion")

    def _chosen(self, what: str) -> tuple[Number, ...]:
        on = {"cro": self.reports_to == "cro", "renewal_quota": self.quotas.renewal}
        on["expansion_quota"] = self.quotas.expansion
        names = [f"{why}_on_{what}" for why, holds in on.items() if holds]
        return tuple(getattr(self.effects, name) for name in names if hasattr(self.effects, name))
