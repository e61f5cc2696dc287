"""A whole scenario: frozen, typed, every field with unit, bounds, meaning and evidence grade."""

from datetime import date
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, model_validator

from simulator.fiscal import MONTH_NAMES, MONTHS, FirstMonth
from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.finance import Finance
from simulator.scenario.schema.market import (
    Coverage,
    Demand,
    Expansion,
    Onboarding,
    Opening,
    Path,
    Renewal,
    Segment,
)
from simulator.scenario.schema.organisation import Hiring
from simulator.scenario.schema.products import Product
from simulator.scenario.schema.quantities import Count, Money, Number, Share
from simulator.scenario.schema.reporting import Organisation
from simulator.scenario.schema.roles import Roles
from simulator.scenario.schema.shocks import Competitors, Relations, Sponsors
from simulator.scenario.units import InvalidValue, quoted
from simulator.visible import is_name

__all__ = ["MAX_HORIZON_MONTHS", "Scenario"]

# A month of the year as people write it: `Jul`, `july`, `July` and `Sept.` are taken for `Jul` and `Sep`.

_SHORTEST: Final = 3


def month_read(value: Any) -> Any:
    """Return the three letters of the month that a text names; anything else unchanged, for the schema to refuse."""
    if not isinstance(value, str):
        return value
    said = value.strip().rstrip(".").lower()
    if len(said) < _SHORTEST:
        return value
    named = (short for short, name in zip(MONTHS, MONTH_NAMES, strict=True) if name.lower().startswith(said))
    return next(named, value)


def month_words() -> list[str]:
    """Return the words that an editor offers: the short names, then the long ones."""
    return list(dict.fromkeys((*MONTHS, *MONTH_NAMES)))


# Text that stands on charts and in terminals: one line in which nothing is hidden.


def line_read(value: Any) -> Any:
    """Return a text without the blanks around it; anything else unchanged, for the schema to refuse.

    Raises InvalidValue where it is more than a line of visible text.
    """
    if not isinstance(value, str):
        return value
    line = value.strip()
    if line and not is_name(line):
        what = "has a line break in it" if len(line.splitlines()) > 1 else "has an invisible character in it"
        tidy = " ".join(line.split())
        raise InvalidValue(
            f"{quoted(line)} {what}",
            "one line of visible characters",
            tidy if is_name(tidy) and len(tidy) <= 60 else "",
        )
    return line


def name_read(value: Any) -> Any:
    """Return a name as `line_read` does; raise InvalidValue where it is blank as well."""
    line = line_read(value)
    if line == "":
        raise InvalidValue("the name is blank", "one line of visible characters")
    return line


MAX_SEGMENTS = 32
MAX_HORIZON_MONTHS = 240


class Scenario(Part):
    """A company, its market, its rules of hiring and how long to look at it."""

    name: Annotated[str, BeforeValidator(name_read)] = about(
        "What the scenario is called on charts and tables", grade="plumbing"
    )
    purpose: Annotated[str, BeforeValidator(line_read)] = about(
        "What it is for and what to look at", grade="plumbing", default=""
    )
    start_date: Annotated[date, When(first_of_month=True)] = about(
        "First day of the simulation, the first of a month", grade="policy"
    )
    horizon_months: Annotated[int, Count(1, MAX_HORIZON_MONTHS)] = about("Months to simulate", grade="policy")
    fiscal_year_starts: Annotated[FirstMonth, BeforeValidator(month_read)] = about(
        "Month with which fiscal years begin; each is named for the calendar year in which it ends",
        grade="policy",
        default="Jan",
        json_schema_extra={"enum": month_words()},
    )
    milestones: tuple[Annotated[Number, Money(1, 1e12)], ...] = about(
        "ARR figures whose dates are reported",
        grade="A",
        source="$6/18/36/72/144M",
        prior="policy",
    )
    cs_effect: Annotated[Number, Share()] = about(
        "How much of the difference seen with CS is its own doing, and so is kept of that in GRR between a company "
        "with CS and one without (of that in NRR it is more): 100% as observed, 40% as a sceptic reads it",
        grade="R",
        source="14 points with a dedicated team; 30-50 % of a delta is CS's doing",
        prior={"triangular": ["20%", "40%", "100%"]},
    )
    path: Path = about("The ARR the company means to reach", grade="A")
    demand: Demand = about("How new logos arrive", grade="policy")
    segments: dict[str, Segment] = about(
        "Kinds of customers, by name; each has from the first of them what it leaves out", grade="policy", inherits=True
    )
    products: dict[str, Product] = about("What is sold, by name, in the order of launching", grade="policy")
    opening: Opening = about("Where the company stands on the first day", grade="policy")
    onboarding: Onboarding = about("From close to sign-off", grade="D")
    coverage: Coverage = about("Who looks after live accounts", grade="A")
    expansion: Expansion = about("Adoption, CSQLs and what they bring", grade="D")
    renewal: Renewal = about("Whether customers stay", grade="D")
    competitors: Competitors = about("How competitors put renewals at risk", grade="A")
    sponsors: Sponsors = about("How departing sponsors put renewals at risk", grade="R")
    relations: Relations = about("What a change of account manager does to a customer", grade="M")
    organisation: Organisation = about("Whom CS reports to, and its quotas", grade="R")
    hiring: Hiring = about("The rules that hiring follows", grade="D")
    roles: Roles = about("Who can be hired", grade="A")
    money: Finance = about("Revenue, spending, cash, funding and value", grade="policy")

    @property
    def made_up_accounts(self) -> Number:
        """How many customers of the first day are made up: none where none are asked for."""
        return 0.0 if self.opening.generated.accounts is None else self.opening.generated.accounts

    @property
    def made_up_arr(self) -> Number:
        """The ARR in dollars that made-up customers of the first day have in all, should there be any."""
        given = self.opening.generated.arr
        return (self.path.start_arr or 0.0) if given is None else given

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        from simulator.laws.products import MAX_PRODUCTS  # to know the schema takes no laws

        if not self.segments:
            raise ValueError("segments is empty; at least one kind of customer is needed")
        if len(self.segments) > MAX_SEGMENTS:
            raise ValueError(f"{len(self.segments)} segments; at most {MAX_SEGMENTS} are allowed")
        if len(self.products) > MAX_PRODUCTS:
            raise ValueError(f"{len(self.products)} products; at most {MAX_PRODUCTS} are allowed")
        if not any(product.on_sale_at_start for product in self.products.values()):
            raise InvalidValue(
                "no product is on sale on the first day",
                "a product with an age_at_start, or sold_at_start: true; launches alone go by their names, as in "
                "products: {second: null, third: null}",
                at=("products",),
            )
        if not self.path.multiples and self.demand.bookings_a_year is None:
            raise ValueError("path.multiples is empty; the path needs at least one year, or demand.bookings_a_year")
        self._opens_with_something()
        self._priority_names_roles()
        self._terms_are_alike()
        return self

    def _opens_with_something(self) -> None:
        """Refuse an opening of which nothing says how large it is."""
        generated = self.opening.generated
        if self.opening.accounts_csv is None and generated.accounts is None:
            raise ValueError("opening says nothing; it needs an accounts_csv, or generated.accounts")
        if self.path.start_arr is None and generated.arr is None and self.opening.accounts_csv is None:
            raise ValueError("neither opening.generated.arr nor path.start_arr says what ARR there is on the first day")

    def _terms_are_alike(self) -> None:
        """Refuse figures of a term that customers of all segments share, where it is not the same term for all."""
        terms = sorted({segment.term_months for segment in self.segments.values()})
        if len(terms) < 2:
            return
        from simulator.scenario.schema.odds import is_of_a_term, of_every_term

        for path, value in of_every_term(self):
            if is_of_a_term(value):
                named = f"{', '.join(map(str, terms[:-1]))} and {terms[-1]} months"
                raise InvalidValue(
                    f"this is said to be that of a term, but terms here have {named}",
                    at=tuple(path.split(".")),
                    allowed="the figure of a year, such as 6% a year, which holds for terms of any length",
                )

    def _priority_names_roles(self) -> None:
        known, named = self.roles.names(), self.hiring.priority
        for place, name in enumerate(named):
            if name not in known or name in named[:place]:
                wrong = "is named twice" if name in known else "is no role"
                at = ("hiring", "priority", place)
                raise InvalidValue(f'"{name}" {wrong}', at=at, allowed=", ".join(known))
