"""One past, several futures: what is decided in one month, compared with staying the course on the same luck.

A future is one of three: so many hires more, decided on in month M; hiring for a role opened then; or another policy
from month M on, a few values of it or all those of another scenario. The first two add to what the scenario does
anyhow, a policy takes its place once the month's books are closed (engine/branching.py). Draws are keyed by what they
are for, so until then every run goes just as it would have gone, and that is checked to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulator.decisions.as_it_stands import AsItStands
from simulator.decisions.axis import split_values
from simulator.decisions.common_draws import CommonDraws, check_defined
from simulator.decisions.differing import differs
from simulator.decisions.hiring_point import check_role, waits_for
from simulator.decisions.holders import check_vacant
from simulator.decisions.paired import Estimate, estimate
from simulator.decisions.sweep import measures_of
from simulator.decisions.yardstick import fair, paths_between, paths_set
from simulator.errors import InputError, Problem
from simulator.experiment.batches import Policy
from simulator.experiment.engines import ENGINE, RUNS, SEED
from simulator.progress import Progress
from simulator.results.arithmetic import gap
from simulator.results.measure import Measure
from simulator.scenario.reading.files import changed, resolved
from simulator.scenario.schema.hiring_points import role_path

if TYPE_CHECKING:
    from simulator.results.arithmetic import Floats
    from simulator.scenario.schema.scenario import Scenario

__all__ = ["LIKE", "Branches", "Future", "branch", "futures_of", "is_policy"]

_PAST = ("arr", "customers", "headcount.cs", "onboarding.in_progress")
"""Metrics that have to be the same in every future until the month of the decision."""
_MOST_HIRES = 1_000
TAKES_OVER: Final = ("onboarding",)
"""Roles whose first hire takes a work off all others for good: from the carve-out on nobody else onboards.

One hire without the opening of the role is then all there is for every customer, which is not what whoever asks for one
more has in mind; opening it hires as many as the work takes.
"""
LIKE = "as in "
"""Begins the label of a future that goes by another scenario's policy."""
EXAMPLES = (
    "a role to open hiring for, such as onboarding, hires to add, such as csm=2, or another policy: "
    "--then hiring.lookahead=180d, --into another scenario"
)


@dataclass(frozen=True)
class Future:
    """Something decided in one month: its label, and what is laid over the scenario or takes its place from then on.

    `beside` is set where nobody asked for it: it opens this role, beside hires into it that nobody would follow.
    """

    label: str
    changes: dict[str, Any]
    policy: Scenario | None = None
    beside: str | None = None


@dataclass(frozen=True)
class Lone:
    """So many hires (`count`) into a role that takes over a work whole, with nobody to follow them.

    `role` is that role; `empty` is the share of the runs (0 to 1) in which nobody is in it when that is decided.
    """

    role: str
    count: int
    empty: float


@dataclass(frozen=True, eq=False)
class Branches:
    """What the futures came to, run by run on the same luck.

    `values` is (1 + futures, measures, runs), the course as it stands first; `path` is ARR by month (1 + futures,
    months + 1, runs). `lone` are the hires to be warned of, beside which the opening of their role is a future.
    `own_growth` names the paths for which value is told by each future's own growth.
    """

    scenario: Scenario
    month: int
    futures: tuple[Future, ...]
    measures: tuple[Measure, ...]
    values: Floats
    path: Floats
    lone: tuple[Lone, ...]
    seed: int
    engine: str
    own_growth: tuple[str, ...] = ()

    @property
    def runs(self) -> int:
        """How many runs each future played."""
        return int(self.values.shape[2])

    def differences(self, measure: int = 0) -> list[Estimate]:
        """Return each future minus staying the course, all intervals holding together with 95 %."""
        base = self.values[0, measure]
        return [estimate(gap(row, base), among=len(self.futures)) for row in self.values[1:, measure]]

    @cached_property
    def as_it_stands(self) -> AsItStands:
        """Means of the measures when the course is stayed, those of the bands of `simulate` on the same runs."""
        return AsItStands.of(self.values[0])

    @cached_property
    def best(self) -> int:
        """The future with the highest mean of the judged measure."""
        return int(np.argmax(self.values[1:, 0].mean(axis=1)))


def branch(
    scenario: Scenario,
    month: int,
    decisions: Sequence[str] = (),
    *,
    then: Sequence[str] = (),
    into: Sequence[Scenario] = (),
    measure: str | None = None,
    runs: int = RUNS,
    seed: int = SEED,
    engine: str = ENGINE,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Branches:
    """Play a `scenario` as it stands and with each decision taken in a `month`, on common draws.

    The month is 0 (the start) to the last but one. Each of `decisions` is `csm=2`, two hires decided on then beside
    those planned, or `onboarding`, hiring opened then unless it is open already. Beside hires into a role that takes
    over a work whole (`TAKES_OVER`) its opening is shown as well, where anybody would be the first. Each of `then` is a
    policy from that month on, `hiring.lookahead=180 days; hiring.utilisation=90%`, and so is each scenario of `into`.
    `measure` is what the futures are compared by, such as `arr@60`, by default value less cash burned.
    `runs`, `seed`, `engine` and `workers` are those of `simulate`; `progress` hears of (1 + futures) × `runs` runs.
    Raises InputError for what cannot be decided.
    """
    futures = futures_of(scenario, month, decisions, then, into)
    policies = [scenario, *(one.policy for one in futures if one.policy is not None)]
    differing = [*paths_between(policies), *paths_set(one.changes for one in futures)]
    measures, own_growth = fair(measures_of(measure, (), scenario.horizon_months), differing)
    months = range(scenario.horizon_months + 1)
    past = [Measure.read(f"{name}@{at}") for name in _PAST for at in range(1, month + 1)]
    there = [Measure.read(f"headcount.{role}@{month}") for role in TAKES_OVER]
    path = [Measure.read(f"arr@{at}") for at in months]
    field = CommonDraws(
        [scenario, *(changed(scenario, future.changes) for future in futures)],
        [one.of for one in (*measures, *path, *there, *past)],
        seed=seed,
        engine=engine,
        workers=workers,
        progress=progress,
        policies=[None, *(None if one.policy is None else Policy(one.policy, month) for one in futures)],
    )
    field.check()
    values = field.play(range(runs))
    first, second = len(measures), len(measures) + len(path)
    third = second + len(there)
    check_defined(values[:, 0], measures[0].words, ["the course as it stands", *(one.label for one in futures)])
    _check_past(values[:, third:], futures)
    empty = dict(zip(TAKES_OVER, (values[0, second:third] < 1.0).mean(axis=1).tolist(), strict=True))
    shown = [place for place, one in enumerate(futures) if one.beside is None or empty[one.beside] > 0.0]
    rows = [0, *(1 + place for place in shown)]
    return Branches(
        scenario,
        month,
        tuple(futures[place] for place in shown),
        measures,
        values[rows, :first],
        values[rows, first:second],
        tuple(Lone(role, count, empty[role]) for role, count in _lone(decisions) if empty[role] > 0.0),
        seed,
        engine,
        own_growth,
    )


def futures_of(
    scenario: Scenario,
    month: int,
    decisions: Sequence[str],
    then: Sequence[str] = (),
    into: Sequence[Scenario] = (),
) -> tuple[Future, ...]:
    """Return the futures of a `scenario` from a `month` on that were written.

    `decisions`, `then` and `into` are those of `branch`. Raises InputError for what cannot be decided.
    """
    if not 0 <= month < scenario.horizon_months:
        raise InputError(f"month {month} is not between 0 and {scenario.horizon_months - 1}")
    if not (decisions or then or into):
        raise InputError([Problem("there is nothing to decide", allowed=EXAMPLES)])
    for one in into:
        check_policy(scenario, one)
    texts = list(dict.fromkeys(text.strip() for text in decisions))
    beside = [role for role in TAKES_OVER if role not in texts and any(role == lone for lone, _ in _lone(texts))]
    return (
        *(_future(scenario, month, text) for text in texts),
        *(replace(_future(scenario, month, role), beside=role) for role in beside),
        *(Future(" ".join(text.split()), {}, later_policy(scenario, text)) for text in dict.fromkeys(then)),
        *(Future(f"{LIKE}{one.name}", {}, one) for one in into),
    )


def _lone(decisions: Sequence[str]) -> list[tuple[str, int]]:
    """Return the decisions that add hires to a role which takes over a work whole: the role, and how many."""
    parts = (text.partition("=") for text in decisions)
    pairs = [(role.strip(), count.strip()) for role, equals, count in parts if equals]
    return [(role, int(count)) for role, count in pairs if role in TAKES_OVER and count.isdecimal()]


def _future(scenario: Scenario, month: int, text: str) -> Future:
    role, equals, count = (part.strip() for part in text.partition("="))
    check_role(scenario, role)
    check_vacant(scenario, role)
    roles = resolved(scenario)["roles"]
    own = roles[role] if role in roles else roles["others"][role]
    if not equals:
        condition: dict[str, Any] = {"month": month}
        needed = waits_for(scenario, role)
        if needed is not None:
            condition["in_place"] = needed
        kept = [{key: value for key, value in one.items() if value is not None} for one in own["opens"]]
        return Future(f"opening hiring for {role}", {f"{role_path(role)}.opens": [*kept, condition]})
    if not (count.isdecimal() and 1 <= int(count) <= _MOST_HIRES):
        raise InputError([Problem(f'"{text[:40]}" does not say how many to hire', allowed=EXAMPLES)])
    schedule = [*own["schedule"], {"month": month, "count": int(count)}]
    return Future(f"{int(count)} more {role}", {f"{role_path(role)}.schedule": schedule})


def _check_past(past: Floats, futures: Sequence[Future]) -> None:
    """Refuse a future whose past is another one; raise InputError naming it."""
    for future, values in zip(futures, past[1:], strict=True):
        if not np.array_equal(values, past[0], equal_nan=True):
            raise InputError(f"{future.label}: that would change what happened before that month")


# What a company may decide anew on the way, and what it may not: the world, its past, and what it is made of.

_OF_A_ROLE: Final = (
    *("opens", "how_many", "schedule", "needs_head", "needs_vp", "lookahead", "absorbs_at_least", "absorbs_share"),
    *("book_low", "book_high", "slots", "span", "head_span", "serves", "converted_from"),
    *("cost", "hiring_fee", "severance"),
)
_OF_HIRING: Final = (
    *("review_every", "lookahead", "utilisation", "sees_onboarding", "clears_backlog_in", "absorbs_at_least"),
    *("absorbs_share", "founders", "budget", "priority"),
)
POLICY: Final = (
    *(f"hiring.{name}" for name in _OF_HIRING),
    *(f"roles.{role}.{name}" for role in ("*", "others.*") for name in _OF_A_ROLE),
    *("coverage.founders_book", "coverage.handover_from", "coverage.handover_until"),
    *("coverage.digital.opens", "coverage.digital.below", "coverage.digital.cost_per_account"),
    *("onboarding.product_led.opens", "onboarding.success_plan.opens", "products.*.opens"),
    *("expansion.packages.opens", "expansion.packages.price", "renewal.escalator", "sponsors.playbook"),
    "renewal.mid_term_rise",
    *("organisation.reports_to", "organisation.quotas"),
    *("money.other_spend", "money.other_spend_by_arr", "money.acquisition_cost", "money.marketing_cost"),
    *("money.expansion_cost", "money.runway"),
    *("money.sales_marketing", "money.replanned", "money.replanned_at_most", "money.departments"),
)
"""Paths that a company decides on; everything below one of them is its own as well."""
ALLOWED: Final = (
    "hiring, a role's opens, how_many, schedule, books and costs, who covers whom, the opening of programmes and "
    "products, reporting lines and quotas, spending"
)
POLICY_EXAMPLES: Final = 'path=value, such as hiring.lookahead="180 days", several with ; between them'
_SHOWN: Final = 5


def later_policy(scenario: Scenario, text: str) -> Scenario:
    """Return the scenario with what was written laid over it: `path=value; path=value`.

    Raises InputError for what is no policy, ScenarioError for values that do not fit.
    """
    changes = {}
    for one in split_values(text, ";"):
        path, equals, value = (part.strip() for part in one.partition("="))
        if not (equals and path and value):
            raise InputError([Problem(f'"{one[:60]}" does not say what to change', allowed=POLICY_EXAMPLES)])
        changes[path] = value
    if not changes:
        raise InputError([Problem("there is nothing to change", allowed=POLICY_EXAMPLES)])
    found = changed(scenario, changes)
    check_policy(scenario, found)
    return found


def check_policy(before: Scenario, after: Scenario) -> None:
    """Refuse two scenarios that differ in more than what a company decides; raise InputError with every such path."""
    paths = [one.path for one in differs(before, after)]
    wrong = [path for path in paths if not is_policy(path)]
    if wrong:
        others = f", nor can {', '.join(wrong[1:_SHOWN])}" if len(wrong) > 1 else ""
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        message = f"this cannot change on the way, since the company does not decide on it anew{others}{more}"
        raise InputError([Problem(message, path=wrong[0], allowed=ALLOWED)])
    if not paths:
        raise InputError("the policy is that of the scenario already; there is nothing to compare")


def is_policy(path: str) -> bool:
    """Tell whether a company may decide anew on a `path` while it is under way."""
    steps = path.split(".")
    heads = [".".join(steps[:length]) for length in range(1, len(steps) + 1)]
    return any(
        fnmatchcase(head, pattern) and head.count(".") == pattern.count(".") for pattern in POLICY for head in heads
    )
