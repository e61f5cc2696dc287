"""What the company sells to whom: the path it means to follow, its demand, its segments, its opening book."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from simulator.scenario.schema.dates_and_files import FilePath
from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.programmes import DigitalPool, Packages, ProductLed, SuccessPlan
from simulator.scenario.schema.quantities import (
    Count,
    Days,
    Factor,
    Hours,
    LogOdds,
    Money,
    Number,
    Occurrence,
    Odds,
    PerYear,
    Rise,
    Share,
    Weight,
    YearlyShare,
)
from simulator.scenario.schema.selling import References, SellingCapacity

__all__ = ["Path", "Renewal", "WorkLaw"]


class Path(Part):
    """The ARR the company means to reach, year by year."""

    start_arr: Annotated[Number, Money(1_000, 1e10)] | None = about(
        "ARR at which the path begins, and at which the segments' own ACV holds; none means: the ARR of the first day",
        grade="A",
        source="scaling CS from $1M to $300M ARR",
        prior="policy",
        default=None,
    )
    multiples: tuple[Annotated[Number, Factor(1, 10)], ...] = about(
        "By what ARR multiplies in each year of the path: triple, triple, double, double, double. An empty list means: "
        "as `demand.bookings_a_year` and the planned NRR have it",
        grade="A",
        source="scaling CS from $1M to $300M ARR",
        prior="policy",
    )
    tail: tuple[Annotated[Number, Factor(1, 10)], ...] = about(
        "By what ARR multiplies in the years after; the last one repeats",
        grade="D",
        source="on to $300M by year seven",
        prior="policy",
    )
    planned_nrr: tuple[Annotated[Number, Share(0.01, 3)], ...] = about(
        "NRR the plan counts on, by year of the path; new bookings are the rest. The last one repeats",
        grade="D",
        source="calibrated together with the defaults",
        prior="policy",
    )


class Demand(Part):
    """How new logos arrive."""

    bookings_a_year: Annotated[Number, Money(0, 1e10)] | None = about(
        "New-logo bookings a year, the same every year; none means: as the plan needs", grade="policy", default=None
    )
    attainment: tuple[Annotated[Number, Share(0, 5)], ...] = about(
        "Share of the planned bookings that come, by year of the path. The last one repeats", grade="policy"
    )
    selling: Literal["plan", "capacity"] = about(
        "plan: bookings come as the plan needs them; capacity: no more than founders and sellers can sell",
        grade="policy",
    )
    capacity: SellingCapacity = about("Who can sell how much, where selling goes by capacity", grade="M")
    references: References = about("How well-served customers bring others", grade="M")
    handover_days: Annotated[Number, Days(0, 3650)] = about(
        "A seller keeps a new account for so long before it asks for onboarding; time-to-value counts from the close",
        grade="D",
        prior="policy",
    )
    arrivals: Literal["random", "even"] = about(
        "random: deals come as a Poisson process; even: the k-th deal once the plan has grown by k less a half",
        grade="plumbing",
    )


class Segment(Part):
    """One kind of customer."""

    weight: Annotated[Number, Weight(0, 1e6)] = about(
        "Share of new customers of this kind, relative to the other segments", grade="policy"
    )
    acv: Annotated[Number, Money(1, 1e9)] = about(
        "Mean ARR of a new customer when the company is at the start of its path",
        grade="D",
        source="some 60 accounts make $2M",
        prior={"times": {"triangular": [0.8, 1, 1.25]}},
    )
    acv_cv: Annotated[Number, Factor(0, 5)] = about(
        "Spread of ARR between new customers: standard deviation over mean, lognormal",
        grade="D",
        prior={"times": {"triangular": [0.6, 1, 1.6]}},
    )
    acv_growth: Annotated[Number, Factor(-1, 1)] = about(
        "How ACV grows with the company: mean ACV follows planned ARR to this power",
        grade="D",
        prior={"triangular": [0, 0.25, 0.5]},
    )
    term_months: Annotated[int, Count(1, 60)] = about(
        "Months of a contract, from one renewal to the next",
        grade="A",
        prior="policy",
    )
    lands: Annotated[Number, Factor(0.01, 100)] = about(
        "The first deal lands this many times the share of each product that `products` says, all of it at most",
        grade="D",
        prior={"times": {"triangular": [0.7, 1, 1.4]}},
    )
    poor_fit: Annotated[Number, Share(0, 1)] = about(
        "Odds that a new customer fits badly",
        grade="D",
        prior={"triangular": ["4%", "12%", "25%"]},
    )
    onboarding_effort: Annotated[Number, Factor(0.01, 20)] = about(
        "Onboarding work relative to the figures under `onboarding`",
        grade="R",
        source="40 h enterprise, 20 h mid-market",
        prior={"times": {"triangular": [0.6, 1, 1.6]}},
    )
    renewal: Annotated[Number, Odds(0, 1)] = about(
        "Odds a year that a well-fitting, onboarded and covered customer renews while no head of CS is in place; a "
        "term of k months renews with these odds to the power of k / 12. `75% a term` states those of the term instead",
        grade="D",
        source="GRR 90-93 % at $25K ACV and above (SaaS Capital 2023)",
        prior={"triangular": ["84%", "91.5%", "95%"]},
    )
    csqls_a_year: Annotated[Number, PerYear(0, 100)] = about(
        "CS-qualified leads a year from a covered customer that has adopted everything, head of CS in place",
        grade="D",
        prior={"triangular": [0.8, 1.7, 3]},
    )


class GeneratedBook(Part):
    """An opening book made up afresh in every run."""

    accounts: Annotated[Number, Count(0, 1_000_000)] | None = about(
        "Customers on the first day; only a company with an accounts_csv may leave it out",
        grade="D",
        source="$2M over some 60 accounts",
        prior="policy",
        default=None,
    )
    arr: Annotated[Number, Money(0, 1e10)] | None = about(
        "Their ARR in all; none means: the start of the path. The clock starts where the path passes this ARR",
        grade="policy",
        default=None,
    )
    renewals: Literal["spread", "anniversary"] = about(
        "spread: renewal dates lie anywhere in the term; anniversary: every contract starts on the first day",
        grade="plumbing",
    )
    held_by_founders: bool = about("Whether the founders look after them on the first day", grade="A")


class Opening(Part):
    """Where the company stands on the first day: generated, or today's accounts and roster."""

    generated: GeneratedBook = about("The book made up when no accounts file is given", grade="plumbing")
    accounts_csv: Annotated[str, FilePath()] | None = about(
        "CSV of today's accounts: account, arr (or mrr, by the month), start, renewal (the first day of the next term) "
        "or paid_through (the last day of this one), segment, owner, onboarded",
        grade="policy",
        default=None,
    )
    roster_csv: Annotated[str, FilePath()] | None = about(
        "CSV of today's people: name, role, start, accounts, status", grade="policy", default=None
    )
    dates: Literal["dmy", "mdy", "ymd"] | None = about(
        "Order of day, month and year in dates of these files that are numbers, such as 03/04/2026; none means: only "
        "dates that can be read in one way",
        grade="plumbing",
        default=None,
    )
    decimal: Literal[".", ","] | None = about(
        "Decimal mark of the amounts in these files; none means: as the amounts tell by themselves",
        grade="plumbing",
        default=None,
    )
    receivables: Annotated[Number, Money(0, 1e12)] | None = about(
        "What customers owe on the first day, from the balance sheet; none means: the invoices sent by then and not "
        "yet due by `money.collection_days`. It is paid when those are, in proportion",
        grade="policy",
        default=None,
    )
    deferred_revenue: Annotated[Number, Money(0, 1e12)] | None = about(
        "What is billed and not yet earned on the first day, from the balance sheet; none means: what the running "
        "terms come to. What those were billed less, or more, is billed, or credited, as they are earned",
        grade="policy",
        default=None,
    )

    @model_validator(mode="after")
    def _roster_needs_accounts(self) -> Self:
        if self.roster_csv is not None and self.accounts_csv is None:
            raise ValueError("a roster_csv needs an accounts_csv beside it")
        return self


class WorkLaw(Part):
    """How long one onboarding takes once somebody works on it."""

    shape: Literal["lognormal", "gamma", "exponential", "fixed"] = about(
        "Which distribution the length follows", grade="D"
    )
    median: Annotated[Number, Days(0, 3650)] | None = about(
        "Median length (lognormal, fixed)",
        grade="R",
        default=None,
        rival="mean",
        prior={"triangular": ["20 days", "45 days", "100 days"]},
    )
    mean: Annotated[Number, Days(0, 3650)] | None = about(
        "Mean length (any shape)",
        grade="R",
        default=None,
        rival="median",
        prior={"triangular": ["25 days", "55 days", "120 days"]},
    )
    cv: Annotated[Number, Factor(0, 5)] | None = about(
        "Spread: standard deviation over mean (lognormal and gamma need it; the others ignore it)",
        grade="D",
        default=None,
        prior={"triangular": [0.3, 0.6, 1.2]},
    )

    @property
    def spread(self) -> Number:
        """The standard deviation over the mean; 0 where the shape has none of its own to be given."""
        return 0.0 if self.cv is None else self.cv

    @model_validator(mode="after")
    def _one_centre(self) -> Self:
        if (self.median is None) == (self.mean is None):
            raise ValueError("give either the median or the mean, not both and not neither")
        if self.median is not None and self.shape in ("gamma", "exponential"):
            raise ValueError(f"a {self.shape} length is given by its mean, not its median")
        if self.cv is None and self.shape in ("lognormal", "gamma"):
            raise ValueError(f"a {self.shape} length needs its spread, cv")
        return self


class FailureLaw(Part):
    """Log-odds that an onboarding fails, summed up at sign-off."""

    base: Annotated[Number, LogOdds(-20, 20)] = about(
        "A well-fitting customer served at once",
        grade="D",
        prior={"triangular": [-4, -3.1, -2]},
    )
    per_month: Annotated[Number, LogOdds(-5, 5)] = about(
        "Each month of time-to-value adds",
        grade="D",
        prior={"triangular": [0.1, 0.4, 0.8]},
    )
    poor_fit: Annotated[Number, LogOdds(-5, 5)] = about(
        "A badly fitting customer adds",
        grade="D",
        prior={"triangular": [0, 1, 2]},
    )
    cs_head: Annotated[Number, LogOdds(-5, 5)] = about(
        "A head of CS in place adds",
        grade="D",
        prior={"triangular": [-0.8, -0.3, 0]},
    )


class Maturity(Part):
    """A new onboarding team finds its way: the first onboardings it does take longer."""

    starts_at: Annotated[Number, Share(0.05, 1)] = about(
        "Pace of specialists on the day of the carve-out, relative to a mature team",
        grade="D",
        prior={"triangular": ["40%", "70%", "100%"]},
    )
    full_after: Annotated[Number, Days(0, 3650)] = about(
        "It grows evenly to the full pace over so long; an onboarding keeps the pace it begins with",
        grade="R",
        source="6-12 months to full pace",
        prior={"triangular": ["180 days", "270 days", "365 days"]},
    )


class Onboarding(Part):
    """From close to sign-off."""

    work: WorkLaw = about(
        "Length of the work itself",
        grade="R",
        source="~100 days in full on average",
        json_schema_extra={"replace": True},
    )
    by_manager: Annotated[Number, Factor(0.1, 20)] = about(
        "Before the carve-out the account manager does it, this much slower",
        grade="D",
        prior={"triangular": [1, 1.5, 2.5]},
    )
    manager_weight: Annotated[Number, Factor(1, 20)] = about(
        "and the account weighs this many times its load in the manager's book meanwhile",
        grade="D",
        prior={"triangular": [1.5, 3, 5]},
    )
    self_start_after: Annotated[Number, Days(0, 36500)] = about(
        "When nobody has had time for so long, the customer starts by itself",
        grade="D",
        prior={"triangular": ["60 days", "120 days", "240 days"]},
    )
    by_itself: Annotated[Number, Factor(0.1, 20)] = about(
        "and takes this much longer",
        grade="D",
        prior={"triangular": [1, 1.5, 3]},
    )
    takeover_delay: Annotated[Number, Days(0, 365)] = about(
        "Work added when a specialist leaves and another takes an onboarding over",
        grade="D",
        prior={"triangular": ["3 days", "10 days", "30 days"]},
    )
    fails: FailureLaw = about("Whether it has worked", grade="D")
    mends_after: Annotated[Number, Days(0, 3650)] = about(
        "After a failed onboarding the account manager tries again for so long",
        grade="D",
        prior={"triangular": ["45 days", "90 days", "180 days"]},
    )
    mends_if_covered: Annotated[Number, Share(0, 1)] = about(
        "and succeeds with these odds",
        grade="D",
        prior={"triangular": ["15%", "40%", "65%"]},
    )
    mends_at_renewal: Annotated[Number, Occurrence(0, 1)] = about(
        "A customer that renews all the same has found its way with these odds a year",
        grade="D",
        prior={"triangular": ["20%", "50%", "80%"]},
    )
    failed_after: Annotated[Number, Days(0, 3650)] = about(
        "An account that is not onboarded at a renewal counts as failed so long after it closed",
        grade="M",
        prior={"triangular": ["90 days", "180 days", "365 days"]},
    )
    maturity: Maturity = about("How a new onboarding team comes up to its pace", grade="R")
    product_led: ProductLed = about("Onboarding in which the product does part of the work", grade="M")
    success_plan: SuccessPlan = about("A mutual success plan with every customer", grade="M")


class Coverage(Part):
    """Who looks after live accounts, and how many fit in a book."""

    founders_book: Annotated[Number, Money(0, 1e10)] = about(
        "ARR the founders can look after",
        grade="A",
        prior={"times": {"triangular": [0.5, 1, 1.5]}},
    )
    handover_from: Annotated[Number, Money(0, 1e11)] = about(
        "ARR at which the founders begin to hand their accounts over",
        grade="A",
        prior="policy",
    )
    handover_until: Annotated[Number, Money(0, 1e11)] = about(
        "ARR at which they stop looking after any; what no CSM has room for then waits",
        grade="A",
        prior="policy",
    )
    hours_per_million: Annotated[Number, Hours(1, 1e6)] = about(
        "Hours of a CSM's year that each million of an account's ARR takes; books, and what there are hours for, are "
        "given in ARR at this rate",
        grade="R",
        source="1,065 hours for a book of $2.5M; an account of $250K takes 106 (published for enterprise), one of "
        "$120K 51 (mid-market)",
        prior={"triangular": ["300 hours", "426 hours", "600 hours"]},
    )
    hours_floor: Annotated[Number, Hours(0, 1e5)] = about(
        "Even the smallest account takes so many hours a year, and weighs in a book what takes as many",
        grade="R",
        source="pooled accounts; a couple of hundred fill a book",
        prior={"triangular": ["3 hours", "5 hours", "10 hours"]},
    )
    quality_curve: Annotated[Number, Factor(0.5, 50)] = about(
        "How fast service comes up with hours: with r for hours there are over hours wanted, its quality is "
        "(1 - e^(-k r)) / (1 - e^(-k)) and k is this; at 4 a quarter of the hours gives 64 % of it, half 88 %, just "
        "enough all, twice as many 101.8 %",
        grade="X",
        source="no figure of retention against book size found; concave, from vendors' bands of books",
        prior={"triangular": [1.5, 4, 8]},
    )
    book_without_head: Annotated[Number, Factor(0, 1)] = about(
        "While no head of CS is in place a CSM's book is this share of its size",
        grade="D",
        prior={"triangular": [0.4, 0.7, 1]},
    )
    digital: DigitalPool = about("The digital pool for small accounts", grade="M")


class Expansion(Part):
    """From adoption to CS-qualified leads (CSQLs) to expansion."""

    basis: Literal["wallet", "arr"] = about(
        "A won CSQL takes a share of what is left of the wallet, or a share of the ARR", grade="plumbing"
    )
    adoption_covered: Annotated[Number, Days(0, 3650)] = about(
        "Time constant of adoption under an account manager: 63 % of what is left is adopted in it",
        grade="D",
        prior={"triangular": ["30 days", "60 days", "120 days"]},
    )
    adoption_uncovered: Annotated[Number, Days(0, 3650)] = about(
        "The same without one",
        grade="D",
        prior={"triangular": ["90 days", "180 days", "365 days"]},
    )
    csqls_uncovered: Annotated[Number, Share(0, 1)] = about(
        "CSQLs of an uncovered account, as a share",
        grade="D",
        prior={"triangular": ["5%", "25%", "60%"]},
    )
    csqls_without_head: Annotated[Number, Share(0, 1)] = about(
        "CSQLs while no head of CS runs the funnel, as a share",
        grade="D",
        prior={"triangular": ["15%", "37%", "65%"]},
    )
    won_by_manager: Annotated[Number, Share(0, 1)] = about(
        "Odds that an account manager wins a CSQL",
        grade="D",
        prior={"triangular": ["20%", "40%", "60%"]},
    )
    won_by_nobody: Annotated[Number, Share(0, 1)] = about(
        "Odds that it turns into a sale by itself",
        grade="D",
        prior={"triangular": ["5%", "20%", "40%"]},
    )
    win_share: Annotated[Number, Share(0, 1)] = about(
        "Share of the basis that a won CSQL takes",
        grade="D",
        prior={"triangular": ["25%", "44%", "65%"]},
    )
    wallet_growth: Annotated[Number, Share(0, 0.5)] = about(
        "By how much a customer's wallet grows a year (seats): at the renewal of a term of k months it is (1 + growth)^"
        "(k / 12) times as large at list, and what has been bought of it stays",
        grade="M",
        prior={"triangular": ["0%", "3%", "6%"]},
        source="not found: a few per cent a year",
        default=0.03,
    )
    packages: Packages = about("Paid success packages", grade="M")


class Terms(Part):
    """What the length of a contract does to odds and price; one of a year is what all else is stated for."""

    monthly: Annotated[Number, LogOdds(-5, 5)] = about(
        "A contract of one month adds to the yearly log-odds of renewing; it fades evenly to nothing at twelve months",
        grade="S",
        source="89 / 91 / 94 % GRR monthly, annual, multi-year: -0.22, of which half may be who chooses which",
        prior={"triangular": [-0.44, -0.11, 0]},
    )
    three_years: Annotated[Number, LogOdds(-5, 5)] = about(
        "A contract of three years or more adds; from twelve months on it rises evenly",
        grade="S",
        source="89 / 91 / 94 % GRR monthly, annual, multi-year: +0.44, of which half may be who chooses which",
        prior={"triangular": [0, 0.22, 0.44]},
    )
    monthly_dearer: Annotated[Number, Share(0, 2)] = about(
        "A new customer pays so much more by the month than for a year; it fades evenly to nothing at twelve months",
        grade="R",
        source="monthly list 20-30 % above annual",
        prior={"triangular": ["0%", "20%", "30%"]},
    )
    discount: Annotated[Number, YearlyShare(0, 0.5)] = about(
        "and so much less for each year of its contract beyond the first",
        grade="R",
        source="2-3 points a year",
        prior={"triangular": ["0%", "3%", "8%"]},
    )


class MidTermRise(Part):
    """A rise of prices that does not wait for renewals."""

    month: Annotated[Number, Factor(0, 1200)] = about(
        "It takes effect so many months after the start, on the first of the month that follows", grade="policy"
    )
    by: Annotated[Number, Share(0, 0.5)] = about(
        "By how much price and list price rise at once for every customer whose onboarding is signed off",
        grade="policy",
    )


class Renewal(Part):
    """Log-odds a year added to a segment's own at each term end, and what a renewal may lose."""

    uncovered: Annotated[Number, LogOdds(-10, 10)] = about(
        "A term without any coverage adds (a half-covered one, half)",
        grade="D",
        source="CS effect of 14 points, all channels",
        prior={"triangular": [-0.9, -0.37, 0]},
    )
    failed_onboarding: Annotated[Number, LogOdds(-10, 10)] = about(
        "An onboarding that failed or never ended adds",
        grade="R",
        source="completed onboarding is 2.5 times likelier to renew",
        prior={"triangular": [-1.8, -1.08, -0.3]},
    )
    poor_fit: Annotated[Number, LogOdds(-10, 10)] = about(
        "A badly fitting customer adds",
        grade="D",
        prior={"triangular": [-1.6, -0.9, -0.2]},
    )
    cs_head: Annotated[Number, LogOdds(-10, 10)] = about(
        "A head of CS in place adds",
        grade="D",
        prior={"triangular": [0, 0.26, 0.6]},
    )
    contraction_odds: Annotated[Number, Occurrence(0, 1)] = about(
        "Odds a year that a covered renewal shrinks; over a term of k months 1 - (1 - odds)^(k / 12)",
        grade="D",
        prior={"triangular": ["2%", "6%", "12%"]},
    )
    contraction_uncovered: Annotated[Number, Factor(0, 10)] = about(
        "By how many times its own the odds rise without any coverage",
        grade="D",
        prior={"triangular": [0, 1, 3]},
    )
    contraction_by: Annotated[Number, Share(0, 1)] = about(
        "Share of ARR that a shrinking renewal loses",
        grade="D",
        prior={"triangular": ["15%", "30%", "50%"]},
    )
    recapture_odds: Annotated[Number, Occurrence(0, 1)] = about(
        "Odds a year that a covered renewal takes back some of the launch discount still given (half covered, half)",
        grade="D",
        prior={"triangular": ["20%", "50%", "80%"]},
    )
    recapture_share: Annotated[Number, Share(0, 1)] = about(
        "Share of that discount which it takes back",
        grade="D",
        prior={"triangular": ["20%", "50%", "80%"]},
    )
    escalator: Annotated[Number, Rise(0, 0.5)] = about(
        "Rise a year of price and list price; the renewal of k months makes it at once, (1 + rise)^(k / 12) - 1",
        grade="R",
        source="renewal escalators of 0-5 %",
        prior="policy",
    )
    mid_term_rise: MidTermRise | None = about(
        "A rise of prices in the middle of terms, once; none means that prices rise at renewals alone",
        grade="policy",
        default=None,
    )
    rise_log_odds: Annotated[Number, LogOdds(-10, 10)] = about(
        "Each tenth by which prices would rise a year changes the yearly log-odds of the renewal that offers it by; a "
        "rise in mid-term counts until the later of the next renewal and a year, less in terms longer than that",
        grade="X",
        source="no measured elasticity found; chosen: -0.7, from -1.2 to -0.4, of the whole rise (of what exceeds the "
        "usual rise alone: -0.5, from -0.9 to -0.2, at which the 5-9 % that firms choose would be best)",
        prior={"triangular": [-1.2, -0.7, -0.4]},
    )
    rise_refused: Annotated[Number, Share(0, 1)] = about(
        "Odds that a customer refuses every rise, in mid-term too: it pays no more, and renews as if none had been "
        "offered",
        grade="X",
        source="not found; 35 %, from 15 to 60 %",
        prior={"triangular": ["15%", "35%", "60%"]},
    )
    terms: Terms = about("What the length of a contract does", grade="S")
