"""The files of new companies: each loads, says what was said and no more, and can be played."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import InputError, Scenario, load, simulate
from simulator.clock import add_months
from simulator.engine.lowering import lower
from simulator.fiscal import MONTHS
from simulator.roles import ROLE_NAMES
from simulator.scenario.founding.company import (
    Bookings,
    Books,
    Company,
    Growth,
    Moment,
    Products,
    Raise,
    Retention,
    Spend,
)
from simulator.scenario.founding.draft import Draft
from simulator.scenario.founding.writing import Fit, text_of
from simulator.scenario.reading.inheritance import shipped
from simulator.visible import is_name

LONGEST = 120
FOUNDER = Company("Acme", date(2027, 1, 1), 2.7e6, 85, Growth(levels=(6e6, 14e6, 25e6)), 4e6)


def loaded(company: Company, folder: Path, fit: Fit | None = None) -> Scenario:
    path = folder / "ours.yaml"
    path.write_text(text_of(company, folder, fit), encoding="utf-8")
    return load(path)


@st.composite
def companies(draw: Any) -> Company:
    """Companies of every kind; money in whole thousands, as people say it."""
    arr = 1000.0 * draw(st.integers(100, 20_000))
    customers = draw(st.integers(1, 300))
    start = date(draw(st.integers(2024, 2030)), draw(st.integers(1, 12)), 1)
    factors = st.lists(st.sampled_from((1.0, 1.37, 2.0, 3.0)), min_size=1, max_size=5)
    levels = factors.map(lambda found: Growth(levels=_levels(arr, found)))
    ahead = st.one_of(
        st.floats(1.1, 5.0).map(lambda times: Moment(arr=float(round(arr * times, -3)))),
        st.integers(0, 40).map(lambda months: Moment(on=add_months(start, months))),
    )
    amounts = st.integers(1, 50_000).map(lambda amount: 1000.0 * amount)
    retention = st.tuples(st.none() | st.floats(0.6, 1.0), st.none() | st.floats(1.0, 1.4))
    return Company(
        name=draw(
            st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20).filter(_visible)
        ),
        start=start,
        arr=arr,
        customers=customers,
        plan=draw(st.one_of(levels, factors.map(lambda one: Growth(factors=tuple(one))), amounts.map(Bookings))),
        cash=draw(amounts),
        fiscal_year=draw(st.sampled_from(MONTHS)),
        round=tuple(draw(st.lists(st.builds(Raise, amounts, ahead), max_size=2))),
        products=Products(draw(st.integers(1, 3)), tuple(draw(st.lists(ahead, max_size=2)))),
        team=draw(st.none() | st.dictionaries(st.sampled_from(ROLE_NAMES), st.integers(1, 3), max_size=4)),
        term=draw(st.none() | st.integers(1, 60)),
        acv=draw(st.none() | st.integers(1, 200).map(lambda amount: 1000.0 * amount)),
        retention=Retention(*draw(retention)),
        spend=draw(st.none() | st.builds(Spend, share=st.floats(0.0, 2.0)) | st.builds(Spend, a_year=amounts)),
    )


def _levels(arr: float, factors: list[float]) -> tuple[float, ...]:
    found = [arr]
    for factor in factors:
        found.append(max(found[-1], float(round(found[-1] * factor, -3))))
    return tuple(found[1:])


def _visible(text: str) -> bool:
    return is_name(text.strip())


@settings(max_examples=60)
@given(companies())
def test_whatever_is_said_stands_in_a_file_that_can_be_played(
    tmp_path_factory: pytest.TempPathFactory, company: Company
) -> None:
    folder = tmp_path_factory.mktemp("new")
    scenario = loaded(company, folder)
    assert scenario.name == company.name.strip()
    assert (scenario.start_date, scenario.fiscal_year_starts) == (company.start, company.fiscal_year)
    assert scenario.opening.generated.arr == company.arr
    assert scenario.opening.generated.accounts == company.customers
    assert scenario.money.opening_cash == company.cash
    assert [float(one.amount) for one in scenario.money.rounds.values()] == [one.amount for one in company.round]
    assert len(scenario.products) == company.products.sold + len(company.products.launches)
    assert {role: scenario.roles.of(role).in_place for role in company.team or {}} == (company.team or {})
    assert scenario.segments["core"].term_months == (company.term or 12)
    simulate(load(folder / "ours.yaml", {"horizon_months": 6, "path.tail": [1.5]}), runs=1, workers=1)


@settings(max_examples=60)
@given(companies())
def test_the_file_stays_short(tmp_path_factory: pytest.TempPathFactory, company: Company) -> None:
    lines = text_of(company, Path("/"), Fit(0.9, 0.88, 1.0)).splitlines()
    comments = [line for line in lines if line.lstrip().startswith("#")]
    assert len(comments) <= 13
    assert max(len(line) for line in comments[1:]) <= LONGEST
    assert len(lines) <= 60


def test_what_was_not_said_is_not_written(tmp_path: Path) -> None:
    text = text_of(FOUNDER, tmp_path)
    for unsaid in ("renewal", "term_months", "roles", "rounds", "products", "other_spend", "planned_nrr", "demand"):
        assert f"{unsaid}:" not in text


def test_a_plan_by_year_is_reached_year_by_year(tmp_path: Path) -> None:
    plan = lower(loaded(FOUNDER, tmp_path)).plan_arr
    for year, level in enumerate((6e6, 14e6, 25e6), start=1):
        assert plan[365 * year] == pytest.approx(level, rel=1e-4)


def test_a_short_plan_is_played_for_three_years(tmp_path: Path) -> None:
    assert loaded(FOUNDER, tmp_path).horizon_months == 36
    one_year = replace(FOUNDER, plan=Growth(levels=(6e6,)))
    assert loaded(one_year, tmp_path).horizon_months == 36
    assert loaded(replace(FOUNDER, plan=Bookings(1e6)), tmp_path).horizon_months == 60


def test_files_are_named_from_where_the_scenario_stands(tmp_path: Path) -> None:
    scenarios = dict(shipped())["baseline"].parent
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    for name in ("accounts.csv", "roster.csv"):
        (tmp_path / name).write_bytes((scenarios / name).read_bytes())
    books = Books(tmp_path / "accounts.csv", tmp_path / "roster.csv")
    company = replace(FOUNDER, books=books, team=None)
    assert "accounts_csv: ../../accounts.csv" in text_of(company, folder) or '"../../accounts.csv"' in text_of(
        company, folder
    )
    assert loaded(company, folder).opening.roster_csv == (tmp_path / "roster.csv").as_posix()


def test_segments_that_the_accounts_name_are_written_each_with_its_own_acv_and_term(tmp_path):
    accounts = tmp_path / "accounts.csv"
    accounts.write_text(
        "account,arr,start,renewal,segment,owner,onboarded\n"
        "Alder,36000,2026-03-04,2027-03-04,core,,yes\n"
        "Birch,60000,2026-06-01,2027-06-01,core,,yes\n"
        "Dune,8400,2026-11-25,2026-12-25,monthly,,yes\n"
        "Elm,240000,2025-01-10,2028-01-10,three years,,yes\n"
    )
    draft = Draft(date(2026, 11, 20), accounts)
    draft.take_all({"plan": "t2d3", "cash": "$4M"})
    draft.settle_all()
    out = tmp_path / "ours.yaml"
    out.write_text(text_of(draft.company(), tmp_path))
    segments = load(out).segments
    assert [(name, one.weight, one.acv, one.term_months) for name, one in segments.items()] == [
        ("core", 2, 48_000, 12),
        ("three years", 1, 240_000, 36),
        ("monthly", 1, 8_400, 1),
    ]
    assert not {"--term", "--acv"} & {option for option, _ in draft.left}
    with pytest.raises(InputError, match="the files say it already"):
        told = Draft(date(2026, 11, 20), accounts)
        told.take_all({"start": "Dec 2026", "plan": "t2d3", "cash": "$4M", "term": "12"})
        told.settle_all()
        told.company()
