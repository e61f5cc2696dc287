"""Programmes: what a company starts once and keeps, rather than hires; each opens under conditions, as a role does."""

from typing import Annotated

from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.organisation import Condition
from simulator.scenario.schema.quantities import Factor, LogOdds, Money, Number, Occurrence, Share


class Programme(Part):
    """Something that opens once and stays open."""

    opens: tuple[Condition, ...] = about(
        "It opens once any of these conditions holds; an empty list means never", grade="policy"
    )


class Packages(Programme):
    """Paid success packages, offered at renewals to customers that are looked after."""

    odds: Annotated[Number, Occurrence(0, 1)] = about(
        "Odds a year that a renewing customer covered for the whole term buys one (half covered, half)",
        grade="M",
        prior={"triangular": ["5%", "20%", "40%"]},
    )
    price: Annotated[Number, Share(0, 5)] = about(
        "It adds this share of its ARR; nobody buys two",
        grade="M",
        prior="policy",
    )


class DigitalPool(Programme):
    """Small accounts looked after all together: mailings, webinars, in-product guides, a shared mailbox."""

    below: Annotated[Number, Money(0, 1e9)] = about(
        "Live accounts that pay less than this and have no account manager are in it at once",
        grade="D",
        source="digital programmes for the long tail",
        prior="policy",
    )
    effect: Annotated[Number, Share(0, 1)] = about(
        "It counts for so much of an account manager",
        grade="M",
        prior={"triangular": ["10%", "40%", "70%"]},
    )
    cost_per_account: Annotated[Number, Money(0, 1e6)] = about(
        "Cost of one account in it a year",
        grade="M",
        prior={"times": {"triangular": [0.4, 1, 3]}},
    )


class ProductLed(Programme):
    """Product-led onboarding: the product itself takes over part of the work."""

    work: Annotated[Number, Factor(0.01, 10)] = about(
        "Onboardings begun from then on take this share of the work",
        grade="M",
        prior={"triangular": [0.3, 0.6, 1]},
    )


class SuccessPlan(Programme):
    """A mutual success plan: customer and company agree at the start on what success is."""

    fails: Annotated[Number, LogOdds(-10, 10)] = about(
        "Log-odds that an onboarding fails change by this, for those signed off from then on",
        grade="M",
        prior={"triangular": [-0.8, -0.3, 0]},
    )
