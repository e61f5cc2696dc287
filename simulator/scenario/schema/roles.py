"""The roles of a company: those the model knows, and those a user adds as a cost."""

import hashlib
import itertools
import re
from typing import Annotated, ClassVar, Final, Self

from pydantic import model_validator

from simulator.roles import DEPARTMENTS, ROLE_NAMES, Department, RoleName
from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.organisation import Condition, Dated, HowMany, LeadTime, MisHire, RampStep, Role
from simulator.scenario.schema.quantities import Count, Days, Factor, Money, Number, PerYear, Share
from simulator.scenario.units import InvalidValue

__all__ = ["Roles", "draw_key"]

MOST_OTHERS: Final = 24
"""Roles a user can add."""

FIRST_KEY: Final = 256
KEYS: Final = 1 << 16
_NAME: Final = re.compile("[A-Za-z][A-Za-z0-9_]{0,39}")
_TAKEN: Final = ("others", "cs", "digital", "hiring_fees", "severance")
"""Names of metrics and of lines of the profit and loss, which a role of the same name would hide."""
_SATURATION: Final = "vendors' bands of books: enterprise $2.5-4M, mid-market $1.5-2.5M; mean $2.4M"
_NEEDS_HEAD: Final = "Planned hiring goes on only while a head of CS is in place"


class CsHead(Role):
    """The head of customer success."""


class Csm(Role):
    """Customer success managers: hired to carry the forecast load."""

    RULES: ClassVar[tuple[str, ...]] = ("load", "ratio", "one", "schedule")

    book_low: Annotated[Number, Money(1, 1e9)] = about(
        "How much a CSM is given: a book takes no more accounts once it holds at least", grade="policy", prior="policy"
    )
    book_high: Annotated[Number, Money(1, 1e9)] = about(
        "and at most (drawn evenly between the two); what it can be given well, saturation says",
        grade="policy",
        prior="policy",
    )
    saturation_low: Annotated[Number, Money(1, 1e9)] = about(
        "ARR that a CSM has the hours for, ramped, under a head of CS: at least",
        grade="R",
        source=_SATURATION,
        prior={"triangular": ["$1.5M", "$2M", "$2.1M"]},
    )
    saturation_mode: Annotated[Number, Money(1, 1e9)] = about(
        "most likely",
        grade="D",
        source=_SATURATION,
        prior={"triangular": ["$2.1M", "$2.2M", "$2.6M"]},
    )
    saturation_high: Annotated[Number, Money(1, 1e9)] = about(
        "and at most (triangular, drawn for each CSM); a fuller book is served less well, by coverage.quality_curve",
        grade="R",
        source=_SATURATION,
        prior={"triangular": ["$2.6M", "$3M", "$4M"]},
    )
    needs_head: bool = about(_NEEDS_HEAD, grade="A")

    @model_validator(mode="after")
    def _book_in_order(self) -> Self:
        low, high = self.book_low, self.book_high
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and high < low:
            raise ValueError("book_high lies below book_low")
        return self

    @model_validator(mode="after")
    def _saturation_in_order(self) -> Self:
        given = [(name, getattr(self, name)) for name in ("saturation_low", "saturation_mode", "saturation_high")]
        known = [(name, value) for name, value in given if isinstance(value, (int, float))]
        for (lower, low), (higher, high) in itertools.pairwise(known):
            if high < low:
                raise ValueError(f"{higher} lies below {lower}")
        return self


class OnboardingSpecialist(Role):
    """Onboarding specialists: hired to carry the forecast flow. The carve-out happens when the first one joins."""

    RULES: ClassVar[tuple[str, ...]] = ("flow", "ratio", "one", "schedule")

    slots: Annotated[Number, Factor(0.1, 10_000)] = about(
        "Onboardings one specialist runs at the same time",
        grade="D",
        source="27-53 onboardings a specialist-year",
        prior={"triangular": [5, 8, 12]},
    )
    needs_head: bool = about(_NEEDS_HEAD, grade="A")


class VpSales(Role):
    """The VP of sales."""


class Seller(Role):
    """Sellers of new logos: planned hiring asks for as many as the demand ahead needs beyond what the founders sell."""

    RULES: ClassVar[tuple[str, ...]] = ("flow", "ratio", "one", "schedule")

    quota: Annotated[Number, Money(0, 1e9)] = about(
        "New ARR a year that a seller is asked for",
        grade="S",
        source="about $750K",
        prior="policy",
    )
    attainment: Annotated[Number, Share(0.01, 5)] = about(
        "Share of it that a seller makes, on average",
        grade="S",
        source="mean attainment about 70 %",
        prior={"triangular": ["50%", "70%", "90%"]},
    )
    attainment_cv: Annotated[Number, Factor(0, 5)] = about(
        "Spread of that between sellers: standard deviation over mean, lognormal",
        grade="D",
        prior={"triangular": [0.2, 0.4, 0.7]},
    )
    at_quota_from: Annotated[Number, Share(0, 5)] = about(
        "A ramped seller counts as making quota from this share of it on",
        grade="D",
        prior="plumbing",
    )
    without_vp: Annotated[Number, Share(0, 1)] = about(
        "While no VP of sales is in place sellers make this share of what they would",
        grade="M",
        prior={"triangular": ["30%", "60%", "90%"]},
    )
    needs_vp: bool = about("Planned hiring goes on only while a VP of sales is in place", grade="A")


class CsManager(Role):
    """Managers of CSMs: without one, CSMs look after less."""

    span: Annotated[Number, Factor(0, 1000)] = about(
        "CSMs that one manager can lead",
        grade="R",
        source="span of 8-10; 4-5 CSMs before the first manager",
        prior={"triangular": [6, 9, 12]},
    )
    head_span: Annotated[Number, Factor(0, 1000)] = about(
        "CSMs that the head of CS leads without managers",
        grade="R",
        prior={"triangular": [4, 9, 12]},
    )
    unmanaged: Annotated[Number, Share(0, 1)] = about(
        "CSMs beyond these have a book of this share of its size; all books shrink alike, by the average",
        grade="M",
        prior={"triangular": ["60%", "80%", "100%"]},
    )

    needs_head: bool = about(_NEEDS_HEAD, grade="A")


class CustomerSales(Role):
    """Customer-sales reps: a CSQL becomes a lead with one of them while one has a slot free."""

    RULES: ClassVar[tuple[str, ...]] = ("flow", "ratio", "one", "schedule")

    slots: Annotated[Number, Factor(0.1, 10_000)] = about(
        "Leads that one rep works at the same time",
        grade="D",
        prior={"triangular": [10, 20, 35]},
    )
    lead_time: Annotated[Number, Days(0, 3650)] = about(
        "How long a lead is worked before it is won or lost",
        grade="D",
        prior={"triangular": ["15 days", "30 days", "60 days"]},
    )
    wins: Annotated[Number, Share(0, 1)] = about(
        "Odds that a good, ramped rep wins a lead; another adds in proportion to his strength to what the account "
        "manager, or nobody, would have won",
        grade="D",
        prior={"triangular": ["40%", "60%", "75%"]},
    )

    needs_head: bool = about(_NEEDS_HEAD, grade="A")


class CsOps(Role):
    """CS operations: tools, data and digital programmes that let a CSM look after more."""

    serves: Annotated[Number, Factor(0.01, 10_000)] = about(
        "CSMs that one person serves",
        grade="D",
        prior={"triangular": [8, 15, 25]},
    )
    book_factor: Annotated[Number, Factor(0, 10)] = about(
        "A CSM's book is multiplied by this where all are served; less in proportion where they are not",
        grade="D",
        prior={"triangular": [1, 1.2, 1.4]},
    )

    needs_head: bool = about(_NEEDS_HEAD, grade="A")


class OtherRole(Role):
    """A role of the user's own: people who are hired, ramp, leave and cost money, and do nothing else in the model."""

    department: Department = about("Whose cost it is", grade="policy")
    needs_head: bool = about(_NEEDS_HEAD, grade="policy", default=False)
    how_many: HowMany = about(
        "How many planned hiring asks for once it has opened",
        grade="policy",
        default=HowMany(rule="one"),
        replace=True,
    )
    opens: tuple[Condition, ...] = about(
        "Hiring opens once any of these conditions holds; an empty list means never", grade="policy", default=()
    )
    schedule: tuple[Dated, ...] = about("Hires fixed in advance, on top of those", grade="policy", default=())
    in_place: Annotated[int, Count(0, 10_000)] = about(
        "Already at work on the first day, fully ramped (a roster file replaces this)", grade="policy", default=0
    )
    lead: LeadTime = about("Time to hire", grade="R", default=LeadTime(median=60.0, sigma=0.5))
    ramp: tuple[RampStep, ...] = about(
        "Stretches of reduced capacity, one after the other from the first day", grade="R", default=()
    )
    attrition: Annotated[Number, PerYear(0, 50)] = about(
        "Leavers a year per person in the role (a constant hazard)",
        grade="R",
        default=0.15,
        prior={"triangular": [0.08, 0.15, 0.28]},
    )
    hiring_fee: Annotated[Number, Share(0, 2)] = about(
        "What finding one person costs, as a share of the yearly cost; paid on the first day",
        grade="M",
        default=0.15,
        prior={"triangular": ["8%", "18%", "30%"]},
    )
    severance: Annotated[Number, Share(0, 2)] = about(
        "What parting with a mis-hire costs, as a share of the yearly cost",
        grade="M",
        default=0.1,
        prior={"triangular": ["2%", "12%", "35%"]},
    )
    mishire: MisHire = about(
        "Hires that turn out wrong",
        grade="D",
        default=MisHire(
            odds=0.0, unproven_odds=0.0, unproven_from=0.0, unproven_until=0.0, works_at=1.0, leaves_after=150.0
        ),
    )


class Roles(Part):
    """Every role of the company."""

    cs_head: CsHead = about("Head of customer success", grade="A")
    csm: Csm = about("Customer success managers", grade="A")
    onboarding: OnboardingSpecialist = about("Onboarding specialists", grade="A")
    vp_sales: VpSales = about("VP of sales", grade="A")
    seller: Seller = about("Sellers of new logos", grade="A")
    cs_manager: CsManager = about("Managers of CSMs", grade="A")
    customer_sales: CustomerSales = about("Customer-sales reps, who sell to existing customers", grade="A")
    cs_ops: CsOps = about("CS operations", grade="A")
    others: dict[str, OtherRole] = about(
        "Roles of your own, by name: a cost with everything hiring has", grade="policy"
    )

    def names(self) -> tuple[RoleName, ...]:
        """Return the names of all roles in the order of their numbers: the model's, then the user's own."""
        return (*ROLE_NAMES, *self.others)

    def of(self, name: RoleName) -> Role:
        """Return a role by name."""
        if name in self.others:
            return self.others[name]
        found: Role = getattr(self, name)
        return found

    def department(self, name: RoleName) -> Department:
        """Return whose cost a role is."""
        return self.others[name].department if name in self.others else DEPARTMENTS[name]

    @model_validator(mode="after")
    def _names_are_free(self) -> Self:
        if len(self.others) > MOST_OTHERS:
            raise ValueError(f"{len(self.others)} roles of your own; at most {MOST_OTHERS} are allowed")
        keys: dict[int, str] = {}
        for name in self.others:
            if not _NAME.fullmatch(name):
                raise InvalidValue(
                    f'"{name}" cannot name a role', at=("others", name), at_key=True, allowed="letters, digits and _"
                )
            if name in ROLE_NAMES or name in _TAKEN:
                raise InvalidValue(f'"{name}" is a name of the model', at=("others", name), at_key=True)
            key = draw_key(name)
            if key in keys:
                raise InvalidValue(
                    f'"{name}" and "{keys[key]}" would share their luck; give one of them another name',
                    at=("others", name),
                    at_key=True,
                )
            keys[key] = name
        return self

    @model_validator(mode="after")
    def _roles_exist(self) -> Self:
        known = self.names()
        for name in known:
            place = ("others", name) if name in self.others else (name,)
            role = self.of(name)
            source = role.converted_from
            if source is not None and (source not in known or source == name):
                raise _no_role(source, known, (*place, "converted_from"))
            to = role.how_many.to
            if to is not None and (to not in known or to == name):
                raise _no_role(to, known, (*place, "how_many", "to"))
            for number, condition in enumerate(role.opens):
                if condition.in_place is not None and condition.in_place not in known:
                    raise _no_role(condition.in_place, known, (*place, "opens", number, "in_place"))
        return self


def _no_role(name: str, known: tuple[str, ...], at: tuple[str | int, ...]) -> InvalidValue:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    message = f'there is no role "{name}" to go by'
    return InvalidValue(message, at=at, allowed=", ".join(known), suggestion=near[0] if near else "")


def draw_key(name: RoleName) -> int:
    """Return the number of a role in the key of its hires' draws: its own for a role of the model, else by its `name`.

    A user's role keeps its luck whatever stands beside it in the file. Range 0 to 7, or 256 to 65,535.
    """
    if name in ROLE_NAMES:
        return ROLE_NAMES.index(name)
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return FIRST_KEY + int.from_bytes(digest, "big") % (KEYS - FIRST_KEY)
