"""What is sold: each product with its launch, its price, and how both the first deal and the discount age with it."""

from typing import Annotated

from simulator.scenario.schema.fields import about
from simulator.scenario.schema.programmes import Programme
from simulator.scenario.schema.quantities import Days, Factor, Number, Share


class Product(Programme):
    """One product. Launching it (`opens`) enlarges every customer's wallet by its list price."""

    sold_at_start: bool = about(
        "On sale from the first day on; how old it is then follows from the opening ARR unless age_at_start says it",
        grade="D",
        source="medians of 41 public SaaS firms by year since founding, from a year at $2M on; state the age where it "
        "is known: at $11M a product of one year in place of three alone lifts NRR to 114 %",
        default=False,
    )
    age_at_start: Annotated[Number, Days(0, 36500)] | None = about(
        "On sale from the first day on, being so old then; none means: it is launched when it opens, or is as old as "
        "the opening ARR has it (sold_at_start)",
        grade="policy",
        default=None,
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
