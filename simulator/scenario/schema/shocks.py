"""What befalls customers between renewals: their sponsor leaves, a competitor calls."""

from typing import Annotated, Self

from pydantic import model_validator

from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.quantities import Days, LogOdds, Money, Number, PerYear, Share


class Competitors(Part):
    """Competitors call customers, the more often the larger the company has become."""

    calls_a_year: Annotated[Number, PerYear(0, 100)] = about(
        "Serious calls a customer and year once the company is worth their while", grade="M"
    )
    from_arr: Annotated[Number, Money(0, 1e12)] = about("Company ARR from which they call", grade="A")
    until_arr: Annotated[Number, Money(0, 1e12)] = about("Company ARR from which they call at the full rate", grade="A")
    floor: Annotated[Number, Share(0, 1)] = about("Share of the full rate at which they call before", grade="D")
    insured_for: Annotated[Number, Days(0, 36500)] = about("A CSQL insures a customer for so long", grade="D")
    insured: Annotated[Number, Share(0, 1)] = about("An insured customer shrugs a call off with these odds", grade="D")
    log_odds: Annotated[Number, LogOdds(-10, 10)] = about(
        "Any other call changes the log-odds of its next renewal by", grade="D"
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
        "Departures a customer and year", grade="R", source="some 20 % of sponsors a year"
    )
    playbook: bool = about("Whether the head of CS has a playbook for it", grade="A")
    answered: Annotated[Number, Share(0, 1)] = about(
        "With it and a head in place, whoever looks after the account finds another sponsor with these odds", grade="D"
    )
    log_odds: Annotated[Number, LogOdds(-10, 10)] = about(
        "Any other departure changes the log-odds of the next renewal by", grade="D"
    )
