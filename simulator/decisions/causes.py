"""Causes that can be switched off in a scenario, and the differences of two scenarios as causes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.decisions.changing import Changes
from simulator.decisions.differing import orders
from simulator.decisions.hiring_point import roles_of
from simulator.errors import InputError, Problem
from simulator.scenario.reading.files import from_resolved, resolved
from simulator.scenario.schema.hiring_points import role_path
from simulator.scenario.schema.odds import odds_a_year
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import shape_of

_LABELS = ("name", "purpose", "fiscal_year_starts")
_NEVER = -20.0
"""Log-odds of what never happens."""


@dataclass(frozen=True)
class Cause:
    """Something that costs ARR: its key, what it is in words, and what switches it off."""

    key: str
    words: str
    changes: Changes


def causes_of(scenario: Scenario) -> dict[str, Cause]:
    """Return every cause that the scenario has, by key: five of customers, two of shocks, the rest of people."""
    found = (_uncovered(scenario), _failed(scenario), _poor_fit(scenario), _headless(scenario), _contraction())
    shocks = (_competitors(), _sponsors())
    people = (_time_to_hire(scenario), _mis_hires(scenario), _leavers(scenario), _ramps(scenario))
    return {cause.key: cause for cause in (*found, *shocks, *people)}


CUSTOMERS = ("uncovered", "failed_onboarding", "poor_fit", "no_head", "contraction")
SHOCKS = ("competitors", "sponsors")
PEOPLE = ("time_to_hire", "mis_hires", "leavers", "ramps")


def chosen(scenario: Scenario, names: Sequence[str]) -> list[Cause]:
    """Return the causes by key; raise InputError for others.

    `customers`, `shocks` and `people` stand for their families.
    """
    known = causes_of(scenario)
    families = {"customers": CUSTOMERS, "shocks": SHOCKS, "people": PEOPLE}
    keys = dict.fromkeys(key for name in (names or ["customers"]) for key in families.get(name, (name,)))
    for key in keys:
        if key not in known:
            raise InputError([Problem(f'there is no cause "{key}"', allowed=", ".join([*families, *known]))])
    return [known[key] for key in keys]


def written_cause(text: str) -> Cause:
    """Return a cause written as `name: path=value; path=value`; raise InputError where it is none."""
    name, colon, settings = text.partition(":")
    pairs = [pair.partition("=") for pair in settings.split(";") if pair.strip()]
    if not colon or not name.strip() or not pairs or not all(path.strip() and equals for path, equals, _ in pairs):
        allowed = '"name: path=value; path=value", such as "slow seats: roles.csm.lead.median=0 days"'
        raise InputError([Problem(f'"{text[:60]}" is no cause', allowed=allowed)])
    return Cause(name.strip(), name.strip(), {path.strip(): value.strip() for path, _, value in pairs})


def _uncovered(scenario: Scenario) -> Cause:
    expansion = scenario.expansion
    return Cause(
        "uncovered",
        "Customers without an account manager",
        {
            "renewal.uncovered": 0,
            "renewal.contraction_uncovered": 0,
            "expansion.csqls_uncovered": 1,
            "expansion.won_by_nobody": _plain(expansion.won_by_manager),
            "expansion.adoption_uncovered": _plain(expansion.adoption_covered),
        },
    )


def _failed(scenario: Scenario) -> Cause:
    return Cause("failed_onboarding", "Failed onboardings", {"onboarding.fails.base": _NEVER})


def _poor_fit(scenario: Scenario) -> Cause:
    changes = {f"segments.{name}.poor_fit": 0 for name in scenario.segments}
    return Cause("poor_fit", "Customers that do not fit", changes)


def _headless(scenario: Scenario) -> Cause:
    """What lacks while no head of CS is in place, given to all customers at all times instead."""
    changes: dict[str, Any] = {"coverage.book_without_head": 1, "expansion.csqls_without_head": 1}
    head, fails = scenario.renewal.cs_head, scenario.onboarding.fails
    renewals = {name: segment.renewal for name, segment in scenario.segments.items()}
    if isinstance(head, int | float) and all(isinstance(one, int | float) for one in renewals.values()):
        changes["renewal.cs_head"] = 0
        for name, base in renewals.items():
            a_year = odds_a_year(base, scenario.segments[name].term_months)
            changes[f"segments.{name}.renewal"] = _raised(a_year, float(head))
    if isinstance(fails.base, int | float) and isinstance(fails.cs_head, int | float):
        changes |= {"onboarding.fails.base": fails.base + fails.cs_head, "onboarding.fails.cs_head": 0}
    return Cause("no_head", "No head of CS in place", changes)


def _raised(share: float, log_odds: float) -> float:
    if not 0.0 < share < 1.0:
        return share
    odds = share / (1.0 - share) * math.exp(log_odds)
    return odds / (1.0 + odds)


def _contraction() -> Cause:
    return Cause("contraction", "Renewals that shrink", {"renewal.contraction_odds": 0})


def _competitors() -> Cause:
    return Cause("competitors", "Competitors that call", {"competitors.log_odds": 0})


def _sponsors() -> Cause:
    return Cause("sponsors", "Sponsors who leave", {"sponsors.log_odds": 0})


def _roles(scenario: Scenario) -> list[str]:
    """Return where each role stands in the scenario."""
    return [role_path(name) for name in roles_of(scenario)]


def _time_to_hire(scenario: Scenario) -> Cause:
    changes = {f"{role}.lead.median": 0 for role in _roles(scenario)}
    return Cause("time_to_hire", "Hiring takes time", changes)


def _mis_hires(scenario: Scenario) -> Cause:
    changes = {f"{role}.mishire.{odds}": 0 for role in _roles(scenario) for odds in ("odds", "unproven_odds")}
    return Cause("mis_hires", "Hires that turn out wrong", changes)


def _leavers(scenario: Scenario) -> Cause:
    return Cause("leavers", "People who leave", {f"{role}.attrition": 0 for role in _roles(scenario)})


def _ramps(scenario: Scenario) -> Cause:
    return Cause("ramps", "New people who ramp", {f"{role}.ramp": [] for role in _roles(scenario)})


def _plain(value: Any) -> Any:
    """Return a value as an override: a number as it is, a distribution as its mapping."""
    return value.to_json() if hasattr(value, "to_json") else value


def merged_changes(causes: Sequence[Cause]) -> dict[str, Any]:
    """Return the overrides of several causes together.

    Two that set one field to different values give the later one, except log-odds of failing onboardings, where never
    stays never.
    """
    changes: dict[str, Any] = {}
    for cause in causes:
        changes |= cause.changes
    if any(cause.changes.get("onboarding.fails.base") == _NEVER for cause in causes):
        changes["onboarding.fails.base"] = _NEVER
    return changes


# two scenarios -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Fields in which two scenarios differ that belong together, such as all of `roles.csm`.

    `orders` are the mappings of named things that both have in another order.
    """

    name: str
    paths: tuple[tuple[str, ...], ...]
    orders: tuple[tuple[str, ...], ...] = ()


def differing_groups(a: Scenario, b: Scenario, most: int) -> list[Group]:
    """Return the differing fields grouped by the part of the scenario they stand in, in the order of the schema.

    With more than `most` groups of two steps (`roles.csm`) they are grouped by the first step (`roles`).
    """
    first, second = resolved(a), resolved(b)
    paths = [path for path in _differing(first, second, ()) if path[0] not in _LABELS]
    mappings = list(_reordered(first, second, ()))
    for steps in (2, 1):
        groups: dict[str, list[tuple[str, ...]]] = {}
        for path in paths:
            groups.setdefault(".".join(path[: _steps(path, steps)]), []).append(path)
        others: dict[str, list[tuple[str, ...]]] = {}
        for path in mappings:
            whole = "" if len(path) >= _steps(path, steps) else "order of "  # beside groups of its entries
            others.setdefault(whole + ".".join(path[:steps]), []).append(path)
        names = dict.fromkeys([*groups, *others])
        if len(names) <= most:
            break
    return [Group(name, tuple(groups.get(name, ())), tuple(others.get(name, ()))) for name in names]


def _steps(path: tuple[str, ...], steps: int) -> int:
    top = shape_of(Scenario).at(path[0])
    return steps if top is not None and top.kind in ("part", "named") else 1


def _differing(a: Any, b: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield where two resolved scenarios differ: mappings are looked into, all else is taken whole."""
    if a == b:
        return
    if isinstance(a, dict) and isinstance(b, dict) and not _is_law(a) and not _is_law(b):
        for name in [*a, *(name for name in b if name not in a)]:
            yield from _differing(a.get(name, _ABSENT), b.get(name, _ABSENT), (*path, name))
    else:
        yield path


def _reordered(a: Any, b: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the mappings of named things that two resolved scenarios have in another order.

    Fields are in that of the schema in both.
    """
    if isinstance(a, dict) and isinstance(b, dict):
        if orders(a, b) is not None:
            yield path
        for name in a:
            yield from _reordered(a[name], b.get(name), (*path, name))


_ABSENT = object()


def _is_law(values: Mapping[str, Any]) -> bool:
    """Tell whether a mapping is a distribution, which means something only as a whole."""
    return len(values) == 1 and next(iter(values)) in ("uniform", "triangular", "normal", "lognormal", "beta")


def mixed(base: Scenario, other: Scenario, groups: Sequence[Group]) -> Scenario:
    """Return the base with some groups of fields taken from the other; raise ScenarioError where they do not fit."""
    values, source = resolved(base), resolved(other)
    for path in (path for group in groups for path in group.paths):
        into, out = values, source
        for step in path[:-1]:
            into, out = into.setdefault(step, {}), out.get(step, {})
        if path[-1] in out:
            _put(into, path[-1], out)
        else:
            into.pop(path[-1], None)
    for path in (path for group in groups for path in group.orders):
        into, out = values, source
        for step in path:
            into, out = into[step], out[step]
        kept = dict(into)
        into.clear()
        into.update({name: kept[name] for name in out if name in kept})
        for name in kept:
            if name not in into:
                _put(into, name, kept)
    return from_resolved(values)


def _put(into: dict[str, Any], name: str, out: dict[str, Any]) -> None:
    """Put an entry of one mapping into another: in the place of its name, or else behind what it stands behind there.

    So all of another mapping's entries come to stand in that one's order.
    """
    if name not in into:
        names = list(out)
        before = next((one for one in reversed(names[: names.index(name)]) if one in into), None)
        entries = list(into.items())
        entries.insert(0 if before is None else list(into).index(before) + 1, (name, None))
        into.clear()
        into.update(entries)
    into[name] = out[name]
