"""Every value of a scenario as the workbook lists it, and that a run can be asked for with each."""

from __future__ import annotations

from small_companies import MONTHS, played

from simulator.reports.workbook.inputs import Input, inputs_in
from simulator.reports.workbook.locks import locked
from simulator.reports.workbook.money import inputs_of
from simulator.results.result import Result
from simulator.scenario.reading.files import load

TERM = {"segments.core.renewal": "75% a term", "roles.csm.cost": {"uniform": ["$150K", "$200K"]}}


def listed(result: Result) -> dict[str, Input]:
    return inputs_in(result, locked(result))


def test_inputs_of_money_come_first_and_have_their_values_in_full() -> None:
    result = played()
    found, money = listed(result), inputs_of(result)
    assert list(found)[: len(money)] == list(money)
    assert {path: found[path].value for path in money} == money
    assert all(found[path].is_money for path in money)
    assert not any(one.is_money for path, one in found.items() if path not in money)


def test_a_value_says_what_it_is_what_it_may_be_and_whose_it_is() -> None:
    found = listed(played())
    margin, spend = found["money.gross_margin"], found["money.other_spend.0"]
    assert (margin.title, margin.unit, margin.low, margin.high) == ("Gross margin", "%", -1.0, 1.0)
    assert (margin.is_own, margin.known) == (False, "from a secondary text")
    assert margin.source == "subscription 81 %, total 77 %"
    assert (spend.is_own, spend.known, spend.source) == (True, "the company's own", "")
    assert found["horizon_months"].value == MONTHS
    assert found["horizon_months"].is_whole
    assert found["demand.selling"].options == ("plan", "capacity")
    assert (
        found["hiring.priority"].value
        == "[vp_sales, cs_head, seller, csm, onboarding, cs_manager, customer_sales, cs_ops]"
    )


def test_a_range_is_told_by_its_mean_where_it_is_money_and_as_a_file_has_it_elsewhere() -> None:
    found = listed(played(changes={**TERM, "renewal.recapture_share": {"uniform": ["40%", "60%"]}}))
    assert found["roles.csm.cost"].value == 175_000.0
    assert found["roles.csm.cost"].unit == "$, a range"
    assert found["renewal.recapture_share"].value == "{uniform: [40%, 60%]}"


def test_a_share_of_a_term_is_told_and_set_as_one() -> None:
    renewal = listed(played(changes=TERM))["segments.core.renewal"]
    assert (renewal.value, renewal.unit, renewal.each) == (0.75, "% a term", " a term")


def test_every_value_that_may_be_wanted_can_be_set_by_its_path() -> None:
    support = {"cost": "$80K", "department": "service", "ramp": [{"days": "30 days", "capacity": "50%"}]}
    result = played(changes={"roles.others.support": support})
    wanted = {
        path: f"{one.value!r}{one.each}" if isinstance(one.value, float) else one.value
        for path, one in listed(result).items()
        if one.is_set
    }
    known = {"money.other_spend.3", "roles.others.support.cost", "roles.others.support.ramp.0.days", "path.multiples.1"}
    assert known <= set(wanted)
    assert load("baseline", {"roles.others.support": support, **wanted}) == result.scenario
