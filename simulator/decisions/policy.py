"""What a company may decide anew on the way, and what it may not: the world, its past, and what it is made of."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from simulator.decisions.axis import split_values
from simulator.decisions.differing import differs
from simulator.errors import InputError, Problem
from simulator.scenario.reading.files import changed

if TYPE_CHECKING:
    from simulator.scenario.schema.scenario import Scenario

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
    *("organisation.reports_to", "organisation.quotas"),
    *("money.other_spend", "money.acquisition_cost", "money.marketing_cost", "money.expansion_cost", "money.runway"),
)
"""Paths that a company decides on; everything below one of them is its own as well."""
ALLOWED: Final = (
    "hiring, a role's opens, how_many, schedule, books and costs, who covers whom, the opening of programmes and "
    "products, reporting lines and quotas, spending"
)
EXAMPLES: Final = 'path=value, such as hiring.lookahead="180 days", several with ; between them'
_SHOWN: Final = 5


def later_policy(scenario: Scenario, text: str) -> Scenario:
    """Return the scenario with what was written laid over it: `path=value; path=value`.

    Raises InputError for what is no policy, ScenarioError for values that do not fit.
    """
    changes = {}
    for one in split_values(text, ";"):
        path, equals, value = (part.strip() for part in one.partition("="))
        if not (equals and path and value):
            raise InputError([Problem(f'"{one[:60]}" does not say what to change', allowed=EXAMPLES)])
        changes[path] = value
    if not changes:
        raise InputError([Problem("there is nothing to change", allowed=EXAMPLES)])
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
    """Tell whether a company may decide anew on a path while it is under way."""
    steps = path.split(".")
    heads = [".".join(steps[:length]) for length in range(1, len(steps) + 1)]
    return any(
        fnmatchcase(head, pattern) and head.count(".") == pattern.count(".") for pattern in POLICY for head in heads
    )
