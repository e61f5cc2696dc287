"""The questions: what is asked, why it matters, how the answer is read, and what it means not to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from simulator.clock import add_months
from simulator.scenario.founding import reading
from simulator.scenario.founding.company import Growth, Products, Retention
from simulator.scenario.writing import money, rounded

__all__ = ["Question"]

Said = Mapping[str, Any]
"""What has been said so far, by the name of the question; `today` is the day of asking, `arr` may be from the books."""


@dataclass(frozen=True)
class Usual:
    """What is taken where a question is left open: the value, and the words for it."""

    value: Any
    words: str


@dataclass(frozen=True)
class Question:
    """One question. `name` is that of its option too, `example` an answer; `open` says what Enter means.

    Without `open` it has to be answered. One that is `needed` has to be said by an option where nobody is asked.
    """

    name: str
    asks: str
    why: str
    example: str
    read: Callable[[str], Any]
    open: Callable[[Said], Usual] | None = None
    needed: bool = False

    @property
    def option(self) -> str:
        """The option of the command that answers it."""
        return f"--{self.name.replace('_', '-')}"


def usual(question: Question, said: Said) -> Usual | None:
    """Return what a `question` left open comes to after what was `said`; None where it has to be answered."""
    return None if question.open is None else question.open(said)


def _same(value: Any, words: str) -> Callable[[Said], Usual]:
    return lambda said: Usual(value, words)


def _next_month(said: Said) -> Usual:
    today: date = said["today"]
    first = today.replace(day=1)
    start = first if today == first else add_months(first, 1)
    return Usual(start, f"{start:%b %Y}")


def _t2d3(said: Said) -> Usual:
    plan = Growth(factors=reading.T2D3)
    return Usual(plan, f"t2d3: {', '.join(money(level) for level in plan.reached(said['arr']))}")


def _term(said: Said) -> Usual:
    months: int | None = said.get("term_of_books")
    return Usual(None, "12 months") if months is None else Usual(months, f"{months} months, as the accounts have it")


def _acv(said: Said) -> Usual:
    mean = float(rounded(said["arr"] / said["customers"], 3))
    return Usual(None, f"{money(mean)}, as customers have today")


QUESTIONS: Final = (
    Question(
        "name",
        "What is the company called?",
        "It stands on charts and tables.",
        "Our company",
        reading.name,
        _same("Our company", "Our company"),
    ),
    Question(
        "start",
        "With which month does the simulation begin?",
        "Customers, cash and people are those of its first day; years of the plan count from it.",
        "Jan 2027",
        reading.month,
        _next_month,
    ),
    Question(
        "arr",
        "How much ARR is there today?",
        "Everything starts from it; the plan is measured against it.",
        "$2.7M",
        reading.dollars(1_000, 1e10),
        needed=True,
    ),
    Question(
        "customers",
        "How many customers bring it?",
        "The fewer they are, the more hangs on each renewal, and on luck.",
        "85",
        reading.count(1, 1_000_000),
        needed=True,
    ),
    Question(
        "plan",
        "What ARR do you plan after each year? (t2d3, $6M, 3x, or no plan: $1.5M a year)",
        "New customers come as it asks for, and the people for them. No plan: new ARR from new customers, each year.",
        "$6M, $14M, $25M",
        reading.plan,
        _t2d3,
        needed=True,
    ),
    Question(
        "fiscal_year",
        "With which month do your fiscal years begin?",
        "Tables by year and quarter follow it; nothing else does.",
        "Feb",
        reading.first_month,
        _same("Jan", "Jan"),
    ),
    Question(
        "cash",
        "How much cash is there on the first day?",
        "What has been raised before is part of it. It says how long a hiring plan can be paid.",
        "$4M",
        reading.dollars(0, 1e12),
        needed=True,
    ),
    Question(
        "round",
        "Which round comes next: how much, and at which ARR or in which month?",
        "Without one, growth is paid out of cash and customers.",
        "$12M at $6M ARR",
        reading.rounds,
        _same((), "none"),
    ),
    Question(
        "products",
        "How many products do you sell, and when do more follow?",
        "Each launch gives customers more to buy: it is what lifts NRR most.",
        "1, then at $6M and Mar 2028",
        reading.products,
        _same(Products(), "1, and no launch planned"),
    ),
    Question(
        "team",
        "Who is there already? (head of CS, CSMs, onboarding, VP of sales, sellers)",
        "They look after customers from the first day. Founders are there anyway.",
        "1 head of CS, 2 CSMs",
        reading.team,
        _same(None, "nobody but the founders"),
    ),
    Question(
        "term",
        "How long does a contract run?",
        "A customer can leave when it ends, and no sooner.",
        "12 months",
        reading.term,
        _term,
    ),
    Question(
        "acv",
        "What does a new customer bring a year at first (ACV)?",
        "It says how many new customers the plan takes, and so how many people for them.",
        "$30K",
        reading.dollars(1, 1e9),
        _acv,
    ),
    Question(
        "retention",
        "Which GRR did you have over the last year, or which churn; and which NRR?",
        "Renewal odds are set so that the model gives that GRR with the people you have; the plan counts on that NRR.",
        "GRR 88%, NRR 104%",
        reading.retention,
        _same(Retention(), "not known: as the laws have it"),
    ),
    Question(
        "spend",
        "What do research and administration (R&D, G&A) cost now?",
        "Most of what you burn beside sales and CS.",
        "$150K a month",
        reading.spend,
        _same(None, "not known: as the laws have it"),
    ),
)
"""In the order of asking: what an open one comes to may hang on those before it."""

NEEDED: Final = tuple(question for question in QUESTIONS if question.needed)
"""Those that options have to answer where nobody is asked."""
