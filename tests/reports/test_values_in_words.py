"""Values that are no numbers, beside others and in sentences: as people say them, without the signs of a file."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from simulator import load
from simulator.decisions.axis import read_axis
from simulator.decisions.optimum import optimise
from simulator.decisions.sweep import sweep
from simulator.reports.charts.response import sweep_title
from simulator.reports.sides import at_words, choice_words
from simulator.reports.terminal.optimum import optimum_table
from simulator.reports.terminal.sweep import sweep_table
from simulator.reports.words import first_of

OPENS = "roles.onboarding.opens=[],[{arr: $6M, in_place: cs_head}]"
SHORT = {"horizon_months": "13", "opening.generated.accounts": "20"}


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("roles.csm.needs_head=true,false", ["yes", "no"], "CSM needs head: yes"),
        ("demand.selling=plan,capacity", ["plan", "capacity"], "demand selling plan"),
        ("demand.attainment=[1, 0.9],[0.8]", ["100%, 90%", "80%"], "demand attainment: 100%, 90%"),
        ("path.tail=[],[1.5]", ["none", "1.5"], "path tail: none"),
        (OPENS, ["never", "once ARR reaches $6M and a head of CS is in place"], "no planned hiring of onboarding"),
        (
            "roles.cs_manager.how_many={rule: one},{rule: ratio, to: csm, each: 9}",
            ["rule one, beyond 0", "rule ratio, to csm, each 9, beyond 0"],
            "CS manager how many: rule one, beyond 0",
        ),
        ("roles.csm.cost=150K,185K", ["$150K", "$185K"], "CSM cost at $150K"),
    ],
)
def test_a_value_is_told_without_the_signs_of_its_file(text: str, words: list[str], sentence: str) -> None:
    scenario = load("baseline")
    axis = read_axis(scenario, text)
    assert [choice_words(scenario, axis, choice) for choice in axis.choices] == words
    assert at_words(scenario, axis, axis.choices[0]).startswith(sentence)


def test_tables_of_decisions_tell_values_so() -> None:
    scenario = load("baseline", SHORT)
    swept = sweep(scenario, [OPENS, "roles.csm.needs_head=true,false"], runs=1, workers=1)
    best = optimise(scenario, [OPENS, "roles.csm.needs_head=true,false"], budget=500, workers=1)
    for table in (sweep_table(swept, 1), optimum_table(best, 1)):
        page = io.StringIO()
        Console(file=page, width=200).print(table)
        assert not set("[]{}") & set(page.getvalue())
        assert not {"true", "false"} & set(page.getvalue().split())
        assert "once ARR reaches $6M" in page.getvalue() and "never" in page.getvalue()


def test_words_that_cannot_be_told_apart_are_no_stretch() -> None:
    title = sweep_title(sweep(load("baseline", SHORT), ["roles.csm.needs_head=true,false"], runs=2, workers=1))
    assert "from yes to no" not in title and "from no to yes" not in title


def test_the_first_of_a_role_is_called_as_the_role_is() -> None:
    assert first_of("cs_manager") == "the first CS manager"
    assert first_of("customer_sales") == "the first customer-sales rep"
    assert first_of("cs_head") == "the head of CS"
