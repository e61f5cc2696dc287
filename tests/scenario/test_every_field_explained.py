"""Every field of the schema is explained: change it in a scenario where it counts, and the text changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

import pytest
from switched_on import SWITCHED_ON

from simulator.clock import add_months
from simulator.roles import ROLE_NAMES
from simulator.scenario.explain import words
from simulator.scenario.explain.scenario import explain
from simulator.scenario.reading.files import load
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.dates_and_files import FilePath, When
from simulator.scenario.schema.fields import Part
from simulator.scenario.schema.quantities import Quantity
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import ANY_NAME, Shape, describe_fields, shape_of

CONDITION = {
    "arr": "$5M",
    "on": "2028-03-01",
    "month": 14,
    "customers": 80,
    "founder_renewals": "$1M",
    "backlog": 12,
    "wait": "60 days",
    "uncovered_arr": "$400K",
    "in_place": "csm",
    "at_least": 3,
    "sellers_ramped": 4,
    "sellers_at_quota": 2,
}
"""Every way in which something opens, at once."""

OPENS = [CONDITION, {"arr": "$7M"}]
RATIO = {"rule": "ratio", "to": "seller", "each": 9, "beyond": 6}
MISHIRE = {
    "odds": "9%",
    "unproven_odds": "11%",
    "unproven_from": "$2M",
    "unproven_until": "$9M",
    "works_at": "40%",
    "leaves_after": "140 days",
}
EVERY_ROLE: dict[str, Any] = {
    "opens": OPENS,
    "schedule": [{"month": 5, "count": 2}],
    "ramp": [{"days": "60 days", "capacity": "50%"}],
    "in_place": 2,
    "lookahead": "77 days",
    "absorbs_at_least": 7,
    "absorbs_share": "17%",
    "converted_from": "cs_ops",
    "mishire": MISHIRE,
}
BUDGET = {"follows": "budget", "budget": "$900K", "people": "70%", "cost": "$180K"}
BUDGETS = {"lag_months": 2, "planned_inflation": "2%", "rnd": BUDGET, "administration": BUDGET}
OWN_ROLE = {**EVERY_ROLE, "department": "service", "cost": "$90K"}


def _roles(**fields: Any) -> dict[str, Any]:
    return {f"roles.{name}.{field}": value for name in ROLE_NAMES for field, value in fields.items()}


EVERYTHING: dict[str, Any] = {
    **SWITCHED_ON,
    "opening.generated.arr": "$2.9M",
    "opening.receivables": "$300K",
    "opening.deferred_revenue": "$900K",
    "organisation.reports_to": "cro",
    "organisation.quotas": {"renewal": True, "expansion": True},
    "products.second.opens": OPENS,
    "products.third.age_at_start": "200 days",
    "onboarding.product_led.opens": OPENS,
    "onboarding.success_plan.opens": OPENS,
    "coverage.digital.opens": OPENS,
    "expansion.packages.opens": OPENS,
    "hiring.budget": {"share": "43%"},
    "hiring.priority": ["csm", "cs_head"],
    "money.rounds": {"series_a": {"opens": OPENS, "amount": "$12M"}},
    "path.tail": [1.6, 1.4],
    "roles.others": {"support": OWN_ROLE},
    **_roles(**EVERY_ROLE),
    "roles.cs_ops.converted_from": "csm",
}
"""A scenario in which every optional part is there and every choice is one that makes others count."""


class Company(NamedTuple):
    """A scenario, and the files of today that `explain` is given with it, if any."""

    scenario: Scenario
    today: Any = None

    def text(self, scenario: Scenario | None = None) -> str:
        return explain(scenario or self.scenario, self.today)


@cache
def companies() -> list[Company]:
    """The one with everything, and those in which the other choice is made; each field must show in one of them."""
    today = load("today", {"opening.dates": "dmy", "opening.decimal": '"."'})
    ratios = _roles(how_many=RATIO) | {"roles.seller.how_many": {**RATIO, "to": "csm"}}
    return [
        Company(load("baseline", EVERYTHING)),
        Company(load("baseline", EVERYTHING | ratios | {"roles.others": {"support": {**OWN_ROLE, "how_many": RATIO}}})),
        Company(load("baseline", {"onboarding.work": {"shape": "gamma", "mean": "52 days", "cv": 0.6}})),
        Company(load("baseline", {"demand.bookings_a_year": "$3.7M", "money.departments": BUDGETS})),
        Company(today, read_today(today)),
    ]


class Leaf(NamedTuple):
    """One value of a scenario: where it is, which field of the schema that is, and what the field takes."""

    path: tuple[str | int, ...]
    field: str
    shape: Shape
    value: Any


def leaves(value: Any, shape: Shape | None, path: tuple[str | int, ...] = (), field: str = "") -> Iterator[Leaf]:
    assert shape is not None
    if isinstance(value, Part):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), shape.at(name), (*path, name), f"{field}.{name}".lstrip("."))
    elif isinstance(value, dict | tuple):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, shape.at(step), (*path, step), f"{field}.{ANY_NAME}")
    elif value is not None:
        yield Leaf(path, field, shape, value)


def another(leaf: Leaf) -> Any:
    """Another value that the field allows, odd enough not to read the same."""
    value, marker = leaf.value, leaf.shape.marker
    if get_origin(leaf.shape.type_) is Literal:
        return next(option for option in get_args(leaf.shape.type_) if option != value)
    if isinstance(value, bool):
        return not value
    if isinstance(marker, When):
        return add_months(value, 15) if marker.first_of_month else value + timedelta(days=200)
    if isinstance(marker, FilePath):
        return "/elsewhere/other.csv"
    if isinstance(marker, Quantity):
        steps = (value + 3, value - 3) if isinstance(value, int) else (value * 1.07, value * 0.83, 0.37, 37.0)
        return next(one for one in steps if one != value and marker.low <= one <= marker.high)
    assert isinstance(value, str)
    roles = ["customer_sales", "cs_manager"]
    return next(name for name in roles if name != value and name not in leaf.path) if value in ROLE_NAMES else "Else"


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """The value with what is at the path replaced; nothing is read or checked again."""
    if not path:
        return new
    step, below = path[0], path[1:]
    if isinstance(value, Part):
        return value.model_copy(update={str(step): replaced(getattr(value, str(step)), below, new)})
    if isinstance(value, dict):
        return {**value, step: replaced(value[step], below, new)}
    return tuple(replaced(one, below, new) if place == step else one for place, one in enumerate(value))


NOT_EXPLAINED: dict[str, str] = {}
"""Fields that cannot show in the text, each with the reason."""


def unexplained() -> set[str]:
    """The fields of the schema that no company's text depends on."""
    left = {note.path for note in describe_fields(Scenario)}
    for company in companies():
        before = company.text()
        for leaf in leaves(company.scenario, shape_of(Scenario)):
            if leaf.field in left and company.text(replaced(company.scenario, leaf.path, another(leaf))) != before:
                left.remove(leaf.field)
    return left


def test_every_field_of_the_schema_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each field, optional ones included; what cannot be explained is listed, and nothing is listed in vain."""
    monkeypatch.setattr(words, "wrapped", lambda text, *_: text)  # where lines break costs a third of the time
    assert unexplained() == set(NOT_EXPLAINED)
