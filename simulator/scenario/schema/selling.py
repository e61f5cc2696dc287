"""How a company sells: as planned, or by the capacity of founders and sellers; and what well-served customers bring."""

from typing import Annotated

from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.quantities import Count, Days, Factor, Money, Number, Share


class SellingCapacity(Part):
    """Who can sell how much, where sales go by capacity. Sellers themselves are among the roles."""

    founders_sell: Annotated[Number, Money(0, 1e10)] = about(
        "New ARR that the founders can sell a year",
        grade="M",
        prior={"triangular": ["$1M", "$2.5M", "$4M"]},
    )
    founders_fade: Annotated[Number, Days(0, 3650)] = about(
        "From the day the first VP of sales joins, the founders' own selling fades evenly to nothing over",
        grade="M",
        prior={"triangular": ["180 days", "365 days", "730 days"]},
    )
    poor_fit_while_ramping: Annotated[Number, Factor(0, 20)] = about(
        "Odds of a poor fit, as a multiple, where all of the capacity were sellers still ramping; less in proportion",
        grade="M",
        prior={"triangular": [1, 1.5, 3]},
    )
    proven_by: Annotated[Number, Count(0, 1000)] = about(
        "Sales are proven, and hires no likelier wrong for it, once so many sellers are ramped and at quota "
        "(with fewer, in proportion)",
        grade="D",
        prior={"triangular": [1, 2, 5]},
    )


class References(Part):
    """Well-served customers bring others; badly served ones keep them away."""

    strength: Annotated[Number, Factor(0, 20)] = about(
        "Demand changes by this many per cent for each point by which the share of well-served ARR is off the planned "
        "one; 0 switches references off",
        grade="M",
        prior={"triangular": [0, 0.2, 1]},
    )
    planned_share: Annotated[Number, Share(0, 1)] = about(
        "Share of ARR that the plan counts on to be well served: onboarding has not failed, somebody looks after it, "
        "and it has renewed before or is younger than a year",
        grade="D",
        prior="policy",
    )
