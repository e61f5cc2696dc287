"""The laws without a company: what extends them says what its company is, and takes nothing else over."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from simulator.cli.before_work import check_plans
from simulator.engine.lowering import lower
from simulator.errors import ScenarioError
from simulator.experiment.replications import simulate
from simulator.results.digest import digests_of
from simulator.scenario.reading.doubts import doubts
from simulator.scenario.reading.files import load, resolved
from simulator.scenario.reading.inheritance import LAWS, bases, shipped

COMPANY = """\
extends: laws
start_date: 2028-04-01
path: {multiples: [2, 1.8]}
opening: {generated: {accounts: 85, arr: $2.7M}}
money: {opening_cash: $4M}
"""
LINES = {
    "start_date": "start_date: 2028-04-01\n",
    "path.multiples": "path: {multiples: [2, 1.8]}\n",
    "opening": "opening: {generated: {accounts: 85, arr: $2.7M}}\n",
    "money.opening_cash": "money: {opening_cash: $4M}\n",
}


def test_a_company_on_the_laws_has_nothing_of_the_made_up_one(written):
    company = load(written(COMPANY))
    assert list(company.products) == ["core"]
    assert company.money.rounds == {}
    assert company.milestones == ()
    assert company.purpose == ""
    assert company.path.planned_nrr == (1.0,)


def test_the_laws_are_no_scenario_and_are_listed_apart():
    assert LAWS not in dict(shipped())
    assert [name for name, _ in bases()] == [LAWS]


def test_the_laws_are_never_played_and_name_all_that_a_company_says():
    with pytest.raises(ScenarioError) as caught:
        load(LAWS)
    told = str(caught.value)
    assert told.startswith("laws has no company and is never played")
    assert [one.path for one in caught.value.problems[1:]] == list(LINES)
    for value in ("start_date: 2027-01-01", "multiples: [", "bookings_a_year: $", "accounts_csv: ", "opening_cash: $"):
        assert value in told


@pytest.mark.parametrize("lacking", list(LINES))
def test_what_a_file_on_the_laws_does_not_say_is_asked_for_at_its_place(lacking, written, problems):
    path = written(COMPANY.replace(LINES[lacking], ""))
    (one,) = problems(load, path)
    assert (one.path, one.file, one.line) == (lacking, str(path), 1)
    assert "laws has no company" in one.message
    assert one.allowed.startswith("a line such as")


def test_all_that_is_not_said_and_all_that_is_wrong_comes_at_once(written, problems):
    found = problems(load, written("extends: laws\nroles: {csm: {cost: 210Q}}\n"))
    assert {one.path for one in found} == {*LINES, "roles.csm.cost"}


def test_the_lines_that_are_asked_for_make_a_company(written, problems):
    lines = []
    for one in problems(load, written("extends: laws\n")):
        lines.append(re.sub(r"^a line such as +|,? (in each year)?;.*|, by what.*", "", one.allowed))
    lines.append("opening: {generated: {accounts: 85, arr: $2.7M}}")
    assert load(written("\n".join(["extends: laws", *(line for line in lines if "accounts_csv" not in line)])))


def test_an_opening_without_its_arr_is_asked_for_it(written, problems):
    (one,) = problems(load, written(COMPANY.replace(", arr: $2.7M", "")))
    assert one.path == "opening.generated.arr"


def test_without_a_start_the_path_begins_with_the_opening(written):
    text = COMPANY.replace("{multiples: [2, 1.8]}", "{start_arr: $2.7M, multiples: [2, 1.8]}")
    said, unsaid = (lower(load(written(one))) for one in (text, COMPANY))
    assert np.array_equal(said.plan_arr, unsaid.plan_arr)
    assert np.array_equal(said.expected_deals, unsaid.expected_deals)
    assert unsaid.rules["start_arr"][0] == 2.7e6


def test_bookings_of_its_own_make_the_plan_of_a_company_without_factors(written):
    """A year turns ARR into what NRR leaves of it and what is left of the year's bookings."""
    text = COMPANY.replace(
        "path: {multiples: [2, 1.8]}", "path: {planned_nrr: [90%]}\ndemand: {bookings_a_year: $1.2M}"
    )
    plan = lower(load(written(text))).plan_arr
    arr, kept = 2.7e6, (1.0 - 0.9) / -np.log(0.9)  # of a dollar that comes evenly over the year
    for year in range(1, 4):
        arr = arr * 0.9 + 1.2e6 * kept
        assert plan[365 * year] == pytest.approx(arr, rel=2e-4)


def test_a_company_without_customers_says_where_its_path_begins(written, problems):
    text = COMPANY.replace("accounts: 85, arr: $2.7M", "accounts: 0, arr: $0")
    with pytest.raises(ScenarioError, match="no ARR to begin from"):
        simulate(load(written(text)), runs=1)


def test_segments_of_its_own_take_the_place_of_the_one_of_the_laws(written):
    text = COMPANY + "segments: {small: {acv: $9K, weight: 70%}, large: {acv: $120K, weight: 30%}}\n"
    segments = load(written(text)).segments
    assert list(segments) == ["small", "large"]
    assert segments["large"].renewal == segments["small"].renewal == load("baseline").segments["core"].renewal


def test_the_segment_of_the_laws_stays_where_a_file_changes_it(written):
    segments = load(written(COMPANY + "segments: {core: {weight: 3}, large: {acv: $120K}}\n")).segments
    assert list(segments) == ["core", "large"]


@pytest.mark.parametrize("group", ["money.rounds", "roles.others"])
def test_an_empty_mapping_means_none(group, written):
    above, name = group.split(".")
    found = load(written(f"{above}: {{{name}: {{}}}}\n"))
    assert getattr(getattr(found, above), name) == {}


def test_null_takes_one_away_as_before(written):
    assert "series_a" not in load(written("money: {rounds: {series_a: null}}\n")).money.rounds


def test_an_empty_mapping_of_products_is_refused_since_nothing_would_be_sold(written, problems):
    (one,) = problems(load, written("products: {}\n"))
    assert "no product is on sale" in one.message


def test_the_baseline_is_one_company_on_the_laws():
    text = Path(dict(shipped())["baseline"]).read_text(encoding="utf-8")
    assert "extends: laws" in text
    assert resolved(load("baseline"))["expansion"]["wallet_growth"] == 0.0


def test_engines_are_equal_on_the_laws(written):
    company = load(written(COMPANY))
    first, second = (digests_of(simulate(company, runs=2, engine=engine)) for engine in ("compiled", "reference"))
    assert first == second


def test_nobody_in_cs_is_doubted_where_a_book_is_left_to_nobody(written):
    large = COMPANY.replace("accounts: 85, arr: $2.7M", "accounts: 300, arr: $11M")
    (one,) = [one.text for one in doubts(load(written(large)), None) if "no CSM" in one.text]
    assert "founders look after $2M of it" in one
    assert one.endswith("roles: {cs_head: {in_place: 1}, csm: {in_place: 4}}")
    for fine in (COMPANY, large + "roles: {csm: {in_place: 1}}\n"):
        assert not [one for one in doubts(load(written(fine)), None) if "no CSM" in one.text]


def test_a_list_that_is_said_empties_the_one_that_says_the_same_another_way(written):
    by_year = COMPANY.replace("opening_cash: $4M", "opening_cash: $4M, other_spend: [60%, 50%]")
    for money in (load(written(by_year)).money, load(written(COMPANY), {"money.other_spend": "[60%, 50%]"}).money):
        assert money.other_spend == (0.6, 0.5)
        assert money.other_spend_by_arr == ()
    money = load(written("money: {other_spend_by_arr: [{arr: $2M, share: 40%}]}\n")).money
    assert money.other_spend == ()


def test_both_ways_at_once_are_refused(written, problems):
    both = "opening_cash: $4M, other_spend: [60%], other_spend_by_arr: [{arr: $2M, share: 40%}]"
    (one,) = problems(load, written(COMPANY.replace("opening_cash: $4M", both)))
    assert one.path == "money.other_spend_by_arr"


@pytest.mark.parametrize("plan", ["path: {multiples: [2, 1.8]}", "demand: {bookings_a_year: $1.2M}"])
def test_a_path_that_begins_with_the_opening_is_not_refused_before_it_is_played(plan, written):
    check_plans([load(written(COMPANY.replace("path: {multiples: [2, 1.8]}", plan)))])


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("segments: {core: {term_months: 60}}\n", "nothing comes due before the end"),
        ("renewal: {mid_term_rise: {month: 72, by: 5%}}\n", "after the horizon of 48"),
    ],
)
def test_what_comes_after_the_horizon_is_doubted(lines, words, written):
    for months, told in ((48, True), (84, False)):
        found = doubts(load(written(lines), {"horizon_months": months}), None)
        assert any(words in one.text for one in found) == told
