"""The company's money: what revenue costs, what growth costs, when cash comes in, what is raised, what it is worth."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.organisation import Condition
from simulator.scenario.schema.quantities import Count, Days, Factor, Money, Number, Share, YearlyShare
from simulator.scenario.schema.rising import check_rising
from simulator.scenario.units import InvalidValue

__all__ = ["Finance", "Round"]

MAX_ROUNDS = 64
MAX_BURN_MONTHS = 12
MOST_AHEAD = 730


class Round(Part):
    """One round of funding: the money is in the bank at the first review at which a condition holds."""

    opens: tuple[Condition, ...] = about(
        "Closed once any of these conditions holds; an empty list means never", grade="policy"
    )
    amount: Annotated[Number, Money(0, 1e12)] = about("Cash that it brings", grade="policy")


class Runway(Part):
    """How long cash lasts at the present burn, and what a short runway stops."""

    burn_months: Annotated[int, Count(1, MAX_BURN_MONTHS)] = about(
        "Net burn is the mean of so many months before",
        grade="R",
        source="boards look at the last quarter",
        prior="plumbing",
    )
    hold_below: Annotated[Number, Factor(0, 120)] | None = about(
        "No new seat opens while cash lasts for fewer months than this; none means hiring never waits for money",
        grade="policy",
        default=None,
    )


class Value(Part):
    """Enterprise value as a multiple of ARR: a declared curve, not a forecast of the market."""

    multiple: Annotated[Number, Factor(0, 100)] = about(
        "Multiple of ARR for a company that does not grow and keeps its NRR at 100%",
        grade="D",
        prior="policy",
    )
    growth_point: Annotated[Number, Factor(0, 10)] = about(
        "added for each point of ARR growth over twelve months",
        grade="D",
        prior="policy",
    )
    nrr_point: Annotated[Number, Factor(0, 10)] = about(
        "and for each point of NRR above 100%",
        grade="D",
        prior="policy",
    )
    lowest: Annotated[Number, Factor(0, 1000)] = about(
        "It is never below",
        grade="D",
        prior="policy",
    )
    highest: Annotated[Number, Factor(0, 1000)] = about(
        "and never above",
        grade="D",
        prior="policy",
    )

    @model_validator(mode="after")
    def _ends_in_order(self) -> Self:
        low, high = self.lowest, self.highest
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and high < low:
            raise ValueError("highest lies below lowest")
        return self


class OtherPeople(Part):
    """How many people stand behind spending that is not hired role by role; for ARR per employee alone."""

    share: Annotated[Number, Share(0, 1)] = about(
        "Share of that spending that is people",
        grade="R",
        prior={"triangular": ["40%", "60%", "80%"]},
    )
    cost: Annotated[Number, Money(1, 1e8)] = about(
        "Loaded cost of one of them a year",
        grade="R",
        source="$193K of ARR per employee at the median",
        prior={"times": {"triangular": [0.75, 1, 1.3]}},
    )


class SalesMarketing(Part):
    """When sales and marketing is spent: as customers are won, or ahead of the bookings planned."""

    follows: Literal["won", "plan"] = about(
        "won: all of it in the month in which a customer closes, whatever was planned; plan: commission then, the rest "
        "ahead of the bookings planned, whether they come or not, and sellers are part of it",
        grade="D",
        source="commission is 6 % of the cost of a new customer at the median: the rest is a plan's cost",
    )
    ahead: Annotated[Number, Days(0, MOST_AHEAD)] = about(
        "Where it follows the plan, the spending of a day is for the bookings planned so many days later",
        grade="R",
        source="sales cycles: under 30 days small customers, 60-90 mid-market, 90-150 enterprise; prior 45-180 days",
        prior={"triangular": ["45 days", "90 days", "180 days"]},
    )
    commission: Annotated[Number, Share(0, 1)] = about(
        "Commission on each dollar of new ARR, paid as it is won: part of acquisition_cost, at most all of it; under "
        "`selling: capacity` sellers' own cost holds it. What renewals pay goes by it as well",
        grade="S",
        source="median 11.5 %, usual 11-14 % (170 firms, 2024), 15 % with managers; prior 9-16 %",
        prior={"triangular": ["9%", "12%", "16%"]},
    )
    on_renewals: tuple[Annotated[Number, Share(0, 1)], ...] = about(
        "Share of the commission that is paid on ARR renewed too, for each year that a renewal signs, by year of the "
        "path. The last one repeats; none means nothing is paid on renewals",
        grade="policy",
    )


class Department(Part):
    """One department that is not hired role by role: how much it spends, and how much of that is people."""

    follows: Literal["plan", "arr", "budget"] = about(
        "plan: its share of other_spend of planned ARR; arr: the same share of the ARR that there was `lag_months` "
        "before; budget: so much a year, raised each year as planned",
        grade="policy",
    )
    budget: Annotated[Number, Money(0, 1e12)] = about(
        "What it may spend in the first year, where it follows a budget", grade="policy"
    )
    people: Annotated[Number, Share(0, 1)] = about(
        "Share of its spending that is people; they are parts of a person where it comes to that, and nobody's draw",
        grade="M",
        prior={"triangular": ["40%", "60%", "80%"]},
    )
    cost: Annotated[Number, Money(1, 1e8)] = about(
        "Loaded cost of one of them a year on the first day",
        grade="M",
        prior={"times": {"triangular": [0.8, 1, 1.25]}},
    )


class Departments(Part):
    """Research and development, and administration, with people whose pay rises as everybody's does."""

    lag_months: Annotated[int, Count(0, 60)] = about(
        "Spending that follows ARR goes by the ARR of so many months before",
        grade="M",
        prior="policy",
    )
    planned_inflation: Annotated[Number, YearlyShare(-0.5, 1)] = about(
        "By how much the plan takes pay and prices to rise a year; other_spend and budgets hold it. Where pay rises "
        "otherwise (hiring.pay_inflation), people cost otherwise",
        grade="M",
        prior="policy",
    )
    rnd: Department = about("Research and development", grade="policy")
    administration: Department = about("Administration: finance, people, legal, the founders' office", grade="policy")


class ShareAtArr(Part):
    """One point of the table that says what share of its ARR a company spends."""

    arr: Annotated[float, Money(1, 1e12)] = about("Planned ARR", grade="R", prior="plumbing")
    share: Annotated[Number, Share(0, 100)] = about(
        "Research, development and administration a year, as a share of it",
        grade="R",
        prior={"times": {"triangular": [0.65, 1, 1.35]}},
    )


class Finance(Part):
    """Revenue, spending, cash, funding and value."""

    opening_cash: Annotated[Number, Money(0, 1e12)] = about("Cash on the first day", grade="policy")
    gross_margin: Annotated[Number, Share(-1, 1)] = about(
        "Revenue less hosting, support and licences, over revenue; customer success and onboarding come on top",
        grade="S",
        source="subscription 81 %, total 77 %",
        prior={"triangular": ["70%", "79%", "84%"]},
    )
    collection_days: Annotated[Number, Days(0, 730)] = about(
        "From the invoice to the cash",
        grade="R",
        prior={"lognormal": {"median": "40 days", "sigma": 0.24}},
    )
    acquisition_cost: Annotated[Number, Factor(0, 100)] = about(
        "Sales and marketing spent for each dollar of ARR from new customers",
        grade="S",
        source="$2.00 at the median; a company that triples gets by on less",
        prior={"triangular": [1, 1.7, 2.5]},
    )
    marketing_cost: Annotated[Number, Factor(0, 100)] = about(
        "The same under `selling: capacity`, where sellers are paid on top",
        grade="D",
        source="of $2.00 for each new dollar, sellers' own pay is about half",
        prior={"triangular": [0.5, 0.9, 1.4]},
    )
    expansion_cost: Annotated[Number, Factor(0, 100)] = about(
        "The same for each dollar of ARR from customers already won, on top of customer success",
        grade="S",
        source="$1.00 at the median, which counts customer success in",
        prior={"triangular": [0.3, 0.7, 1.2]},
    )
    sales_marketing: SalesMarketing = about("When what new customers cost is spent", grade="policy")
    replanned: Literal["yearly", "never"] = about(
        "Whether spending that follows the plan is planned anew once a year, from what has happened: sales and "
        "marketing from the bookings of the year before, departments from the ARR at its end",
        grade="policy",
    )
    replanned_at_most: Annotated[Number, Factor(1, 1000)] = about(
        "A plan is drawn anew to no more than so many times the spending planned before: where next to nothing had "
        "been planned, that says nothing of the year ahead",
        grade="M",
        source="no company multiplies its budget by more in a year; it only counts where ARR passes its plan by so "
        "much",
        default=10.0,
        prior={"triangular": [3, 10, 30]},
    )
    other_spend: tuple[Annotated[Number, Share(0, 100)], ...] = about(
        "Research, development and administration a year as a share of planned ARR: at the start of the path and at "
        "the end of each of its years, straight between. The last one repeats",
        grade="R",
        prior={"times": {"triangular": [0.65, 1, 1.35]}},
        rival="other_spend_by_arr",
    )
    other_spend_by_arr: tuple[ShareAtArr, ...] = about(
        "The same by planned ARR in place of the year of the path, whatever ARR the path begins with: straight in log "
        "ARR between the points, constant beyond the ends. Then other_spend is empty",
        grade="R",
        default=(),
        rival="other_spend",
    )
    rnd_share: Annotated[Number, Share(0, 1)] = about(
        "Share of that which is research and development; the rest is administration",
        grade="P",
        source="research and development 34 % and administration 16 % of revenue, private companies",
        prior={"triangular": ["55%", "65%", "80%"]},
    )
    departments: Departments | None = about(
        "Research, development and administration as departments; none means that they take other_spend of the plan "
        "of the first day, pay included, whatever happens",
        grade="policy",
        default=None,
    )
    people: OtherPeople = about("People in spending that is not hired role by role", grade="R")
    rounds: dict[str, Round] = about("Rounds of funding, by name", grade="policy")
    runway: Runway = about("What happens when cash gets short", grade="policy")
    value: Value = about("What the company is worth", grade="D")

    def cost_of_new_arr(self, selling: str) -> Number:
        """Return what is spent for each dollar of ARR from new customers; `selling` is plan or capacity."""
        return self.marketing_cost if selling == "capacity" else self.acquisition_cost

    def holds_sellers(self, selling: str) -> bool:
        """Tell whether that spending pays people who sell, should there be any; `selling` is plan or capacity."""
        return selling == "plan" and self.sales_marketing.follows == "plan"

    @model_validator(mode="after")
    def _rounds_fit(self) -> Self:
        if len(self.rounds) > MAX_ROUNDS:
            raise ValueError(f"{len(self.rounds)} rounds; at most {MAX_ROUNDS} are allowed")
        return self

    @model_validator(mode="after")
    def _other_spend_is_said_once(self) -> Self:
        check_rising("other_spend_by_arr", self.other_spend_by_arr, "arr")
        if self.other_spend and self.other_spend_by_arr:
            raise InvalidValue(
                "other_spend says by year of the path what other_spend_by_arr says by ARR",
                at=("other_spend_by_arr",),
                allowed="one of the two, the other empty, as by other_spend: []",
            )
        return self
