"""What is sold: each product with its launch, its price, and how both the first deal and the discount age with it."""

from typing import Annotated, Final, Self

from pydantic import model_validator

from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.programmes import Programme
from simulator.scenario.schema.quantities import Days, Factor, Money, Number, Share
from simulator.scenario.schema.rising import check_rising
from simulator.scenario.units import InvalidValue

_AGES: Final = "medians of 41 public SaaS firms by year since founding: $11M in the third, $98M in the seventh"


class AgeAtArr(Part):
    """One point of the table that says how old a product is at an ARR."""

    arr: Annotated[float, Money(1, 1e12)] = about("ARR of a company", grade="D", source=_AGES, prior="plumbing")
    age: Annotated[Number, Days(0, 36500)] = about(
        "How long its first product has been on sale by then",
        grade="D",
        source=f"{_AGES}; $3M and $4M in the first two lie on either side of the line from $2M to $11M",
        prior="policy",
    )


AGE_BY_ARR: Final = tuple(
    AgeAtArr.model_construct(arr=arr, age=age)
    for arr, age in ((2e6, 365.0), (11e6, 1095.0), (25e6, 1460.0), (55e6, 1825.0), (70e6, 2190.0), (98e6, 2555.0))
)
"""What a scenario has that was written before it could say so itself."""


class Product(Programme):
    """One product. Launching it (`opens`) enlarges every customer's wallet by its list price."""

    sold_at_start: bool = about(
        "On sale from the first day on; how old it is then follows from the opening ARR (age_by_arr) unless "
        "age_at_start says it",
        grade="D",
        source="state the age where it is known: at $11M a product of one year in place of three alone lifts NRR to "
        "114 %",
        default=False,
    )
    age_at_start: Annotated[Number, Days(0, 36500)] | None = about(
        "On sale from the first day on, being so old then; none means: it is launched when it opens, or is as old as "
        "the opening ARR has it (sold_at_start)",
        grade="policy",
        default=None,
    )
    age_by_arr: tuple[AgeAtArr, ...] = about(
        "How old it is by the opening ARR where that is not stated: even in log ARR between the points and beyond the "
        "last, in proportion to ARR below the first",
        grade="D",
        source=_AGES,
        default=AGE_BY_ARR,
    )
    price: Annotated[Number, Factor(0.001, 100)] = about(
        "List price of all that one customer could buy of it, relative to the size of the customer (1 for the core)",
        grade="D",
        source="each launch worth 0.37 of an account's list ARR",
        prior={"times": {"triangular": [0.7, 1, 1.4]}},
    )
    lands_new: Annotated[Number, Share(0.001, 1)] = about(
        "Share of it that a new customer buys at once on the day of its launch",
        grade="D",
        source="land share 0.55 at $2M ARR, 0.85 at $144M",
        prior={"times": {"triangular": [0.6, 1, 1.5]}},
    )
    lands_mature: Annotated[Number, Share(0.001, 1)] = about(
        "and once it is mature",
        grade="D",
        prior={"times": {"triangular": [0.8, 1, 1.05]}},
    )
    matures_in: Annotated[Number, Days(0, 36500)] = about(
        "Time constant of that: 63 % of the way is covered in it",
        grade="D",
        prior={"times": {"triangular": [0.6, 1, 1.6]}},
    )
    discount: Annotated[Number, Share(0, 0.99)] = about(
        "Launch discount: it sells so much below list on the day of its launch",
        grade="D",
        source="discount 0.18 at $2M ARR, 0.05 at $144M",
        prior={"times": {"triangular": [0.5, 1, 1.5]}},
    )
    fades_in: Annotated[Number, Days(0, 36500)] = about(
        "Time constant of the discount: 63 % of it is gone after so long",
        grade="D",
        prior={"times": {"triangular": [0.6, 1, 1.6]}},
    )

    @property
    def on_sale_at_start(self) -> bool:
        """Whether it is on sale on the first day."""
        return self.sold_at_start or self.age_at_start is not None

    @model_validator(mode="after")
    def _age_is_known(self) -> Self:
        check_rising("age_by_arr", self.age_by_arr, "arr", "age")
        if self.sold_at_start and self.age_at_start is None and not self.age_by_arr:
            raise InvalidValue(
                "nothing says how old a product is that is on sale on the first day",
                at=("age_by_arr",),
                allowed="at least one point, such as {arr: $2M, age: 1 year}; or age_at_start",
            )
        return self
