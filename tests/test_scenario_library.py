"""The shipped scenarios: each says what it is for, differs from the baseline in that alone, and plays as it says."""

from __future__ import annotations

import re
import shlex
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

from simulator import differs, load, simulate
from simulator.cli.app import main
from simulator.cli.options import ScenarioName
from simulator.engine.events import EventKind
from simulator.roles import RoleId
from simulator.scenario.reading.inheritance import shipped

LIBRARY = dict(shipped())
RUNS = 12
OTHERS = [name for name in LIBRARY if name != "baseline"]
PAGE = (Path(__file__).parents[1] / "simulator" / "guide" / "scenarios.md").read_text(encoding="utf-8")


def _comment(name: str) -> str:
    """Return the comment that a file opens with, its lines joined."""
    lines = LIBRARY[name].read_text(encoding="utf-8").splitlines()
    end = next(place for place, line in enumerate(lines) if not line.startswith("#"))
    return " ".join(line.removeprefix("#").strip() for line in lines[:end])


def _commands() -> list[str]:
    return [found for name in LIBRARY for found in re.findall(r"t2d3 compare [^.`#]*(?=$|[.`])", _comment(name))]


@pytest.mark.parametrize("name", LIBRARY)
def test_a_file_opens_with_what_it_is_for(name: str) -> None:
    comment = _comment(name)
    assert "What it is for:" in comment
    assert "What to look at:" in comment


@pytest.mark.parametrize("name", LIBRARY)
def test_a_scenario_has_a_name_and_a_purpose(name: str) -> None:
    scenario = load(name)
    assert scenario.name.strip()
    assert 20 <= len(scenario.purpose) <= 120


def test_names_and_purposes_are_unique() -> None:
    scenarios = [load(name) for name in LIBRARY]
    assert len({scenario.name.casefold() for scenario in scenarios}) == len(LIBRARY)
    assert len({scenario.purpose for scenario in scenarios}) == len(LIBRARY)


def test_the_guide_lists_every_scenario_once() -> None:
    assert sorted(re.findall(r"^\| `(\w+)` \|", PAGE, flags=re.M)) == sorted(LIBRARY)


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_says_which_shipped_one_it_extends(name: str) -> None:
    assert _parent(name) in LIBRARY


def _parent(name: str) -> str:
    found = re.search(r"^extends: (\w+)$", LIBRARY[name].read_text(encoding="utf-8"), flags=re.M)
    assert found is not None
    return found[1]


CHANGED = {
    "today": {"opening", "money"},
    "short_of_cash": {"money"},
    "head_of_cs_early": {"roles.cs_head.opens"},
    "head_of_cs_late": {"roles.cs_head.opens"},
    "head_of_cs_very_late": {"roles.cs_head.opens"},
    "onboarding_early": {"roles.onboarding.opens"},
    "onboarding_at_6m": set(),
    "onboarding_never": {"roles.onboarding.opens"},
    "founder_led": {"roles.cs_head.opens"},
    "selling_by_capacity": {"demand.selling", "hiring.budget", "roles.cs_head.opens", "roles.vp_sales", "roles.seller"},
    "no_cs": {"roles.cs_head.opens", "roles.csm.opens", "roles.onboarding.opens", "coverage", "hiring", "opening"},
    "contract_terms": {"segments"},
    "sceptic": {"cs_effect", "segments.core", "expansion", "roles.csm"},
    "lessons_to_300m": {"horizon_months", "milestones"},
    "drawdown_at_scale": {"horizon_months", "milestones", "path.tail"},
    "without_launches": {"products.second", "products.third", "products.fourth", "products.fifth"},
    "offence_against_competitors": {"segments.core.csqls_a_year", "competitors.insured_for"},
    "competitors_unanswered": {"competitors.insured"},
    "no_sponsor_playbook": {"sponsors.playbook"},
    "customer_sales_first": {"roles.customer_sales.opens", "roles.onboarding.opens"},
    "pod": {"segments.core.acv", "opening.generated.accounts", "roles.csm"},
    "cs_before_sales": {"hiring.priority", "roles.cs_head.opens"},
    "sales_before_cs": {"roles.cs_head.opens"},
    "reports_to_cro": {"organisation.reports_to", "organisation.quotas.expansion"},
    "product_led": {"onboarding.product_led", "onboarding.success_plan"},
    "paid_packages": {"expansion.packages"},
    "small_contracts": {"horizon_months", "segments.core", "opening.generated.accounts", "coverage.digital"},
    "mid_contracts": {"horizon_months", "segments.core", "opening.generated.accounts"},
    "large_contracts": {"horizon_months", "path", "segments.core", "coverage", "opening", "roles", "money"},
    "hubspot": {
        *("start_date", "horizon_months", "milestones", "path", "segments.core", "opening", "coverage.digital"),
        *("competitors", "roles.cs_head.in_place", "roles.csm", "roles.onboarding.in_place", "money"),
    },
    "samsara": {
        *("start_date", "horizon_months", "fiscal_year_starts", "milestones", "path", "segments.core", "products"),
        *("opening", "roles", "money"),
    },
    "marketo": {
        *("start_date", "horizon_months", "milestones", "path", "segments.core", "products", "money", "opening"),
        "roles",
    },
    "motive": {
        "start_date",
        "milestones",
        "path",
        "segments.core",
        "products",
        "money",
        "opening",
        "roles",
    },
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_scenario_differs_in_what_it_is_about_and_in_nothing_else(name: str) -> None:
    paths = [one.path for one in differs(load(name), load(_parent(name))) if one.path not in ("name", "purpose")]
    places = CHANGED[name]
    assert all(any(path.startswith(place) for path in paths) for place in places)
    assert all(any(path.startswith(place) for place in places) for path in paths)


@pytest.mark.parametrize("name", LIBRARY)
def test_no_round_of_funding_comes_on_the_first_day(name: str) -> None:
    """What a company has raised by then is cash that it opens with."""
    events = simulate(load(name, {"horizon_months": 1}), runs=1, seed=1, workers=1).events(0)
    raised = events[events["kind"] == EventKind.ROUND_RAISED]
    assert not np.any(raised["day"] <= 0.0)


def test_comments_name_commands() -> None:
    assert len(_commands()) >= 7


@pytest.mark.parametrize("command", _commands())
def test_a_command_in_a_comment_is_one(command: str) -> None:
    """Its options are known and its scenarios load with what it sets; nothing is simulated."""
    words = shlex.split(command)[1:]
    group = click.Context(main, **main.context_settings)  # click keeps the help option that is made for it here
    verb = main.get_command(group, words[0])
    assert verb is not None
    context = verb.make_context(words[0], words[1:], parent=group)
    given = [context.params[one.name] for one in verb.params if one.name and isinstance(one.type, ScenarioName)]
    names = [name for one in given for name in ([one] if isinstance(one, str) else one)]
    assert names
    for name in names:
        load(name, dict(context.params["set"]))


@cache
def _played(name: str) -> Any:
    return simulate(load(name, {"horizon_months": 30}), runs=RUNS, seed=1, engine="compiled")


def test_without_cs_nobody_is_hired_and_nobody_looks_after_customers() -> None:
    result = _played("no_cs")
    assert len(result.hires) == 0
    assert np.all(result["arr.covered"] == 0.0)


def test_contract_terms_lie_side_by_side() -> None:
    """Monthly customers come up for renewal every month, so far more is due there; GRR stays in the same range."""
    due, base = (_played(name)["renewal.rate"][:, 24] for name in ("contract_terms", "baseline"))
    assert np.all(due > base), "most of what is due is due by the month, at 99 %"
    grr = np.median(_played("contract_terms")["grr"][:, 24])
    assert 0.8 < grr < 0.97


def test_founder_led_means_two_csms_at_most_and_nobody_else() -> None:
    result = _played("founder_led")
    assert set(result.hires["role"]) == {RoleId.CSM}
    assert result["headcount.cs"].max() == 2.0
    assert np.all(result["headcount.cs_head"] == 0.0)


def _first(name: str, role: RoleId, what: str) -> Any:
    """Return the day, run by run, on which the first seat of a role opened or its first holder joined."""
    hires = _played(name).hires
    hires = hires[hires["role"] == role]
    return np.array([np.nanmin(hires[what][hires["run"] == run]) for run in range(RUNS)])


def test_onboarding_never_has_no_specialist_and_early_has_one_sooner() -> None:
    assert np.all(_played("onboarding_never")["headcount.onboarding"] == 0.0)
    early, later = (_first(name, RoleId.ONBOARDING, "joined") for name in ("onboarding_early", "onboarding_at_6m"))
    assert np.all(early <= later)  # the same where the head of CS comes only after $6M
    assert np.mean(early < later) > 0.5


def test_onboarding_at_6m_is_the_baseline() -> None:
    assert np.array_equal(_played("onboarding_at_6m")["arr"], _played("baseline")["arr"])


def test_the_head_of_cs_is_decided_on_in_the_order_of_the_names() -> None:
    names = ("head_of_cs_early", "baseline", "head_of_cs_late", "head_of_cs_very_late")
    days = [_first(name, RoleId.CS_HEAD, "opened") for name in names]
    assert np.median(days[0]) == 0.0
    for sooner, later in pairwise(days):
        assert np.all(sooner < later)


def test_short_of_cash_hires_later_and_ends_up_behind() -> None:
    """The same luck: fewer CSMs while hiring is held, and less ARR in nearly every run."""
    short, baseline = _played("short_of_cash"), _played("baseline")
    fewer = baseline["headcount.csm"][:, 12:] - short["headcount.csm"][:, 12:]
    assert fewer.mean() > 0.5
    assert np.mean(short["arr"][:, 30] < baseline["arr"][:, 30]) > 0.8


def test_short_of_cash_holds_hiring_in_some_months_and_resumes_it() -> None:
    """Whether it is held is seen at a month's end, and what its runway was then: below ten months, and not below."""
    result = _played("short_of_cash")
    threshold = result.scenario.money.runway.hold_below
    assert threshold == 10.0
    held = result["runway"][:, 1:] < threshold
    resumed = held[:, :-1] & ~held[:, 1:]
    assert np.all(resumed.sum(axis=1) >= 1), "in every run"
    assert 0.2 < held.mean() < 0.6


def _out_of_cash(result: Any) -> float:
    """Return the share of the runs in which cash was ever below zero."""
    return float(np.mean((result["cash"] < 0.0).any(axis=1)))


@pytest.mark.parametrize("name", [name for name in LIBRARY if name != "short_of_cash"])
def test_cash_lasts_in_nearly_every_run(name: str) -> None:
    assert _out_of_cash(_played(name)) < 0.2


def test_cash_runs_out_in_a_quarter_of_the_runs_where_the_note_says_so() -> None:
    """200 runs: a share of a quarter has a standard error of .03."""
    assert "in a quarter of the runs cash runs out" in _comment("short_of_cash")
    out = _out_of_cash(simulate(load("short_of_cash"), runs=200, seed=1))
    assert out == pytest.approx(0.25, abs=3 * 0.03)
