"""What befalls customers between renewals: their sponsor leaves, a competitor calls, their account manager changes."""

from typing import Annotated, Self

from pydantic import model_validator

from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.quantities import Days, LogOdds, Money, Number, PerYear, Share


class Competitors(Part):
    """Competitors call customers, the more often the larger the company has become."""

    calls_a_year: Annotated[Number, PerYear(0, 100)] = about(
        "Serious calls a customer and year once the company is worth their while",
        grade="M",
        prior={"triangular": [0.1, 0.5, 1.5]},
    )
    from_arr: Annotated[Number, Money(0, 1e12)] = about(
        "Company ARR from which they call",
        grade="A",
        prior={"times": {"triangular": [0.6, 1, 1.6]}},
    )
    until_arr: Annotated[Number, Money(0, 1e12)] = about(
        "Company ARR from which they call at the full rate",
        grade="A",
        prior={"times": {"triangular": [0.6, 1, 1.6]}},
    )
    floor: Annotated[Number, Share(0, 1)] = about(
        "Share of the full rate at which they call before",
        grade="D",
        prior={"triangular": ["0%", "0%", "30%"]},
    )
    insured_for: Annotated[Number, Days(0, 36500)] = about(
        "A CSQL insures a customer for so long",
        grade="D",
        prior={"triangular": ["120 days", "270 days", "450 days"]},
    )
    insured: Annotated[Number, Share(0, 1)] = about(
        "An insured customer shrugs a call off with these odds",
        grade="D",
        prior={"triangular": ["50%", "80%", "95%"]},
    )
    log_odds: Annotated[Number, LogOdds(-10, 10)] = about(
        "Any other call changes the log-odds of its next renewal by",
        grade="D",
        prior={"triangular": [-1.3, -0.65, -0.1]},
    )

    @model_validator(mode="after")
    def _range_in_order(self) -> Self:
        low, high = self.from_arr, self.until_arr
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and high < low:
            raise ValueError("until_arr lies below from_arr")
        return self


class Sponsors(Part):
    """The person at the customer who wanted the product leaves."""

    leaves_a_year: Annotated[Number, PerYear(0, 50)] = about(
        "Departures a customer and year",
        grade="R",
        source="some 20 % of sponsors a year",
        prior={"triangular": [0.12, 0.18, 0.28]},
    )
    playbook: bool = about("Whether the head of CS has a playbook for it", grade="A")
    answered: Annotated[Number, Share(0, 1)] = about(
        "With it and a head in place, whoever looks after the account finds another sponsor with these odds",
        grade="D",
        prior={"triangular": ["35%", "65%", "85%"]},
    )
    log_odds: Annotated[Number, LogOdds(-10, 10)] = about(
        "Any other departure changes the log-odds of the next renewal by",
        grade="D",
        source="nothing better than vendors, whose 85 to 50 % is -1.73 and would explain half of all churn; chosen: "
        "-1.0, from -1.7 to -0.4 (read more cautiously: -0.8, from -1.7 to -0.2)",
        prior={"triangular": [-1.7, -1.0, -0.4]},
    )


class Relations(Part):
    """Whoever looks after a customer leaves or hands it over: the seller, the founders, a CSM."""

    log_odds: Annotated[Number, LogOdds(-10, 10)] = about(
        "A lost relation changes the yearly log-odds of a renewal by, in full while nobody holds the account",
        grade="M",
        source="13-18 % of a customer's sales lost at one firm (J. Marketing 2017), gains where relations were thin "
        "(2020); chosen: -1.0, from -1.5 to 0 (read more cautiously: -0.3, from -0.9 to 0)",
        prior={"triangular": [-1.5, -1.0, 0]},
    )
    fade_after: Annotated[Number, Days(0, 3650)] = about(
        "Under the next account manager it fades evenly to nothing over so long",
        grade="R",
        source="3-6 months (weak)",
        prior={"triangular": ["60 days", "120 days", "240 days"]},
    )
    in_place: Annotated[Number, Share(0, 1)] = about(
        "Under a successor who was at work when the account was lost it is this share of that",
        grade="M",
        source="existing successors lose less than new hires (J. Marketing 2017)",
        prior={"triangular": ["20%", "50%", "100%"]},
    )
    adoption: Annotated[Number, Share(0, 1)] = about(
        "With each change a customer keeps this share of what it has adopted",
        grade="M",
        source="expansion x 0.85, from 0.7 to 1.05; 0.75 of adoption",
        prior={"triangular": ["55%", "75%", "100%"]},
    )
