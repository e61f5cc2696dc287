"""How hiring works: when it opens, how long it takes, how many are asked for, and the rules that all roles share."""

from datetime import date
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from simulator.roles import MAX_RAMP_STEPS, RoleName
from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.quantities import Count, Days, Factor, Money, Number, PerYear, Share, YearlyShare

__all__ = ["Condition", "Hiring", "Role"]


class Condition(Part):
    """One way in which hiring may open. Every key written in it must hold at once."""

    arr: Annotated[Number, Money(0, 1e12)] | None = about("ARR is at least", grade="policy", default=None)
    on: Annotated[date, When()] | None = about("The date has come", grade="policy", default=None)
    month: Annotated[Number, Factor(0, 1200)] | None = about(
        "So many months have passed since the start", grade="policy", default=None
    )
    customers: Annotated[Number, Count(0, 10_000_000)] | None = about(
        "There are at least so many customers", grade="policy", default=None
    )
    founder_renewals: Annotated[Number, Money(0, 1e12)] | None = about(
        "Renewals signed before any head of CS add up to", grade="policy", default=None
    )
    backlog: Annotated[Number, Count(0, 10_000_000)] | None = about(
        "So many customers wait for onboarding", grade="policy", default=None
    )
    wait: Annotated[Number, Days(0, 36500)] | None = about(
        "The customer waiting longest for onboarding has waited", grade="policy", default=None
    )
    uncovered_arr: Annotated[Number, Money(0, 1e12)] | None = about(
        "ARR without an account manager is at least", grade="policy", default=None
    )
    in_place: RoleName | None = about("Somebody in this role is in place", grade="policy", default=None)
    at_least: Annotated[Number, Count(1, 10_000)] | None = about(
        "So many people are in place in the role named by in_place; none means one", grade="policy", default=None
    )

    sellers_ramped: Annotated[Number, Count(1, 10_000)] | None = about(
        "So many sellers have their ramp behind them", grade="policy", default=None
    )
    sellers_at_quota: Annotated[Number, Count(1, 10_000)] | None = about(
        "So many of those make their quota", grade="policy", default=None
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set or all(getattr(self, name) is None for name in type(self).model_fields):
            raise ValueError("an empty condition; write at least one of " + ", ".join(type(self).model_fields))
        if self.at_least is not None and self.in_place is None:
            raise ValueError("at_least counts the people of a role; name it with in_place")
        return self


class LeadTime(Part):
    """From the decision to hire to the first day at work; lognormal."""

    median: Annotated[Number, Days(0, 3650)] = about(
        "Median time to hire, notice included",
        grade="R",
        source="contributors 25-44 days, executives 60-90 and more",
        prior={"times": {"triangular": [0.6, 1, 1.6]}},
    )
    sigma: Annotated[Number, Factor(0, 3)] = about(
        "Spread on the log scale; 0 makes it exact",
        grade="D",
        prior={"triangular": [0.25, 0.5, 0.9]},
    )


class RampStep(Part):
    """A stretch of time in which a new hire carries less than the full load."""

    days: Annotated[Number, Days(0, 3650)] = about(
        "How long the stretch lasts",
        grade="R",
        prior={"times": {"triangular": [0.6, 1, 1.6]}},
    )
    capacity: Annotated[Number, Share(0, 1)] = about(
        "Share of the full load carried in it",
        grade="R",
        prior={"times": {"triangular": [0.7, 1, 1.2]}},
    )


class MisHire(Part):
    """A hire that turns out wrong: works below par, then leaves."""

    odds: Annotated[Number, Share(0, 1)] = about(
        "Odds that a hire is one",
        grade="D",
        prior={"triangular": ["3%", "10%", "25%"]},
    )
    unproven_odds: Annotated[Number, Share(0, 1)] = about(
        "Odds added while the company is unproven, fading evenly as ARR grows",
        grade="D",
        prior={"times": {"triangular": [0.4, 1, 1.6]}},
    )
    unproven_from: Annotated[Number, Money(0, 1e12)] = about(
        "ARR up to which they are added in full",
        grade="D",
        prior={"times": {"triangular": [0.5, 1, 1]}},
    )
    unproven_until: Annotated[Number, Money(0, 1e12)] = about(
        "ARR from which none are added",
        grade="D",
        prior={"times": {"triangular": [1, 1, 2]}},
    )
    works_at: Annotated[Number, Share(0, 1)] = about(
        "Share of a good hire's effect and capacity",
        grade="D",
        prior={"triangular": ["30%", "60%", "85%"]},
    )
    leaves_after: Annotated[Number, Days(0, 36500)] = about(
        "Time until both sides give up",
        grade="D",
        prior={"times": {"triangular": [0.6, 1, 1.6]}},
    )

    @model_validator(mode="after")
    def _range_in_order(self) -> Self:
        low, high = self.unproven_from, self.unproven_until
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and high < low:
            raise ValueError("unproven_until lies below unproven_from")
        return self


class Dated(Part):
    """So many hires decided on at one moment, whatever the forecast says."""

    month: Annotated[Number, Factor(0, 1200)] = about("Months after the start", grade="policy")
    count: Annotated[int, Count(1, 10_000)] = about("How many", grade="policy")


class HowMany(Part):
    """How many people planned hiring asks for in a role."""

    rule: Literal["one", "load", "flow", "ratio", "schedule"] = about(
        "one: a single seat; load: as many as carry the forecast load (CSMs); flow: as many as carry the forecast flow "
        "of work; ratio: so many to another role; schedule: only the hires fixed in advance",
        grade="policy",
    )
    to: RoleName | None = about("The other role of a ratio", grade="policy", default=None)
    each: Annotated[Number, Factor(0.01, 10_000)] | None = about(
        "One for each so many people of the other role, in place or on their way", grade="policy", default=None
    )
    beyond: Annotated[Number, Factor(0, 10_000)] = about("of whom so many need none", grade="policy", default=0.0)

    @model_validator(mode="after")
    def _ratio_is_whole(self) -> Self:
        ratio = self.rule == "ratio"
        if ratio and (self.to is None or self.each is None):
            raise ValueError("a ratio needs the role it goes by (to) and how many of them one is for (each)")
        if not ratio and (self.to is not None or self.each is not None):
            raise ValueError(f"to and each belong to a ratio, not to {self.rule}")
        return self


class Role(Part):
    """What every role has: when it opens, how many it takes, how long hiring takes, how people ramp and leave, what
    they cost.
    """

    RULES: ClassVar[tuple[str, ...]] = ("one", "ratio", "schedule")

    opens: tuple[Condition, ...] = about(
        "Hiring opens once any of these conditions holds; an empty list means never", grade="policy"
    )
    how_many: HowMany = about("How many planned hiring asks for once it has opened", grade="policy", replace=True)
    schedule: tuple[Dated, ...] = about("Hires fixed in advance, on top of those", grade="policy")
    in_place: Annotated[int, Count(0, 10_000)] = about(
        "Already at work on the first day, fully ramped (a roster file replaces this)", grade="policy"
    )
    lead: LeadTime = about("Time to hire", grade="R")
    ramp: tuple[RampStep, ...] = about(
        "Stretches of reduced capacity, one after the other from the first day", grade="R"
    )
    attrition: Annotated[Number, PerYear(0, 50)] = about(
        "Leavers a year per person in the role (a constant hazard)",
        grade="R",
        source="CSM 12-20 %, services 11.7 %",
        prior={"triangular": [0.08, 0.15, 0.28]},
    )
    mishire: MisHire = about("Hires that turn out wrong", grade="D")
    cost: Annotated[Number, Money(0, 1e8)] = about(
        "Loaded cost of one person a year",
        grade="R",
        prior={"times": {"triangular": [0.8, 1, 1.25]}},
    )
    converted_from: RoleName | None = about(
        "An open seat takes whoever has served longest in this other role; from outside only when there is nobody",
        grade="policy",
        default=None,
    )
    conversion: Annotated[Number, Days(0, 3650)] = about(
        "How long it takes until such a person starts; there is no fee",
        grade="D",
        default=30.0,
        prior={"triangular": ["10 days", "30 days", "90 days"]},
    )
    hiring_fee: Annotated[Number, Share(0, 2)] = about(
        "What finding one person costs, as a share of the yearly cost; paid on the first day",
        grade="M",
        prior={"triangular": ["8%", "18%", "30%"]},
    )
    severance: Annotated[Number, Share(0, 2)] = about(
        "What parting with a mis-hire costs, as a share of the yearly cost",
        grade="M",
        prior={"triangular": ["2%", "12%", "35%"]},
    )
    lookahead: Annotated[Number, Days(0, 3650)] | None = about(
        "The forecast for this role looks so far ahead; none means as `hiring` says", grade="policy", default=None
    )
    absorbs_at_least: Annotated[int, Count(0, 10_000)] | None = about(
        "Hires a quarter this team can absorb; none means as `hiring` says",
        grade="D",
        default=None,
        prior={"triangular": [2, 4, 8]},
    )
    absorbs_share: Annotated[Number, Share(0, 100)] | None = about(
        "or this share of the team, where that is more; none means as `hiring` says",
        grade="D",
        default=None,
        prior={"triangular": ["25%", "55%", "110%"]},
    )

    @model_validator(mode="after")
    def _ramp_fits(self) -> Self:
        if len(self.ramp) > MAX_RAMP_STEPS:
            raise ValueError(f"a ramp has at most {MAX_RAMP_STEPS} stretches")
        return self

    @model_validator(mode="after")
    def _rule_fits(self) -> Self:
        if self.how_many.rule not in self.RULES:
            allowed = ", ".join(self.RULES)
            raise ValueError(f"how_many of this role cannot go by {self.how_many.rule}; it can go by {allowed}")
        return self


class Founders(Part):
    """How the founders hire while there is no head of CS: only once it hurts."""

    hire_at_uncovered: Annotated[Number, Money(0, 1e12)] = about(
        "They hire a CSM once this much ARR has no account manager",
        grade="D",
        prior="policy",
    )
    hire_at_most: Annotated[int, Count(0, 10_000)] = about(
        "and never have more than so many",
        grade="D",
        prior="policy",
    )


class HiringBudget(Part):
    """What all people together may cost."""

    share: Annotated[Number, Share(0, 100)] = about(
        "No seat is opened that would take the yearly cost of everybody in place and on the way above this share of "
        "planned ARR, as far ahead as the forecast looks",
        grade="policy",
    )


class Hiring(Part):
    """The rules that planned hiring follows."""

    review_every: Annotated[Number, Days(0.5, 366)] = about(
        "How often hiring is decided on",
        grade="D",
        prior="policy",
    )
    lookahead: Annotated[Number, Days(0, 3650)] = about(
        "The forecast looks so far ahead: more hires ahead of need, less behind it", grade="policy"
    )
    utilisation: Annotated[Number, Share(0.05, 2)] = about(
        "Load aimed at, as a share of capacity",
        grade="D",
        prior="policy",
    )
    sees_onboarding: bool = about(
        "Whether the forecast of CSMs counts the extra weight of onboardings that account managers do", grade="policy"
    )
    clears_backlog_in: Annotated[Number, Days(1, 36500)] = about(
        "The forecast of specialists works off the waiting customers in so long",
        grade="D",
        prior="policy",
    )
    absorbs_at_least: Annotated[int, Count(0, 10_000)] = about(
        "Hires a quarter any team can absorb",
        grade="D",
        prior={"triangular": [2, 3, 6]},
    )
    absorbs_share: Annotated[Number, Share(0, 100)] = about(
        "or this share of the team, where that is more",
        grade="D",
        prior={"triangular": ["25%", "50%", "100%"]},
    )
    founders: Founders = about("Before a head of CS", grade="A")
    pay_inflation: Annotated[Number, YearlyShare(-0.5, 1)] = about(
        "By how much pay rises a year, for all at once, on each anniversary of the first day",
        grade="M",
        prior={"triangular": ["0%", "3%", "6%"]},
    )
    budget: HiringBudget | None = about(
        "One budget for all roles; none means that forecast and absorption alone decide", grade="policy", default=None
    )
    priority: tuple[RoleName, ...] = about(
        "The order in which roles are served when seats are decided on; roles not named follow in their own order",
        grade="policy",
    )
