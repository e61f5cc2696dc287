"""Every number has a prior: a distribution that holds the default, or that it is policy, or plumbing."""

from __future__ import annotations

import math
from typing import Annotated

import pytest

from simulator.decisions.changing import shape_at, value_at
from simulator.scenario.explain.scenario import explain
from simulator.scenario.reading.files import changed, load
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.editor_schema import json_schema
from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.priors import Prior, laws_of, prior_of
from simulator.scenario.schema.quantities import Days, Factor, Money, Number, Quantity, Share
from simulator.scenario.schema.scenario import Scenario
from simulator.scenario.schema.shapes import describe_fields, shape_of
from simulator.scenario.units import InvalidValue

HOW = (
    "say in about(...), on a line of its own, what may be believed of it: prior={'triangular': [low, likely, high]} in "
    "what a scenario would write there ('60 days', '$2M', '6%'), or uniform, lognormal, beta; prior={'times': "
    "{'triangular': [0.8, 1, 1.25]}} where companies, roles or segments differ in it and the scenario's own figure is "
    "to be multiplied; prior='policy' where the company decides on it; prior='plumbing' where it is neither"
)

RECALIBRATED = {
    "sponsors.log_odds": -1.0,
    "relations.log_odds": -1.0,
    "relations.adoption": 0.75,
    "relations.fade_after": 120.0,
    "segments.core.renewal": 0.9185,
    "segments.core.csqls_a_year": 1.72,
    "expansion.csqls_without_head": 0.36,
    "money.acquisition_cost": 1.6,
    "renewal.terms.monthly": -0.11,
    "renewal.terms.three_years": 0.22,
    "renewal.terms.monthly_dearer": 0.2,
    "renewal.terms.discount": 0.03,
}
"""What the defaults are to become."""

CHOSEN = {
    "sponsors.log_odds": ("triangular", (-1.7, -1.0, -0.4)),
    "relations.log_odds": ("triangular", (-1.5, -1.0, 0.0)),
    "relations.fade_after": ("triangular", (60.0, 120.0, 240.0)),
    "renewal.rise_log_odds": ("triangular", (-1.2, -0.7, -0.4)),
    "renewal.rise_refused": ("triangular", (0.15, 0.35, 0.6)),
    "money.sales_marketing.commission": ("triangular", (0.09, 0.12, 0.16)),
    "money.sales_marketing.ahead": ("triangular", (45.0, 90.0, 180.0)),
    "money.collection_days": ("lognormal", (40.0, 0.24)),
}


def test_every_number_of_the_schema_has_a_prior() -> None:
    numbers = [note for note in describe_fields(Scenario) if note.low is not None]
    assert len(numbers) > 300
    without = [note.path for note in numbers if not note.prior]
    assert not without, f"{without[0]} has no prior; {HOW} ({len(without)} fields in all: {', '.join(without)})"


def test_a_number_without_one_is_found() -> None:
    class Small(Part):
        days: Annotated[Number, Days(0, 9)] = about("Days", grade="D")
        rows: tuple[Annotated[Number, Share(0, 1)], ...] = about("Shares", grade="D", prior={"uniform": ["1%", "2%"]})
        cost: Annotated[Number, Money(0, 9)] | None = about("Cost", grade="policy", default=None)

    notes = {note.path: note.prior for note in describe_fields(Small)}
    assert notes == {"days": "", "rows.*": "uniform 1% to 2%", "cost": "policy"}


def test_every_prior_can_be_read_and_lies_within_the_bounds_of_its_field() -> None:
    for path, law in laws_of(load("baseline")).items():
        shape = shape_at(path)
        assert shape is not None and isinstance(shape.marker, Quantity)
        assert law.unit == shape.marker.unit.name, path
        assert shape.marker.low <= law.quantile(0.0) < law.quantile(1.0) <= shape.marker.high, path


@pytest.mark.parametrize("name", ["baseline", "sceptic", "selling_by_capacity", "paid_packages", "product_led"])
def test_a_prior_holds_the_default_for_possible(name: str) -> None:
    scenario = load(name)
    for path, law in laws_of(scenario).items():
        value = value_at(scenario, path)
        if not isinstance(value, Distribution):
            assert law.quantile(0.0) <= value <= law.quantile(1.0), path


def test_a_prior_holds_the_defaults_to_come_for_possible() -> None:
    laws = laws_of(load("baseline"))
    for path, value in RECALIBRATED.items():
        assert laws[path].quantile(0.0) < value <= laws[path].quantile(1.0), path


def test_sponsor_relation_and_price_have_the_values_that_were_chosen() -> None:
    laws = laws_of(load("baseline"))
    for path, (kind, params) in CHOSEN.items():
        assert (laws[path].kind, laws[path].params) == (kind, params), path
    sources = {note.path: note.source for note in describe_fields(Scenario)}
    assert "chosen: -1.0" in sources["sponsors.log_odds"] and "-0.8, from -1.7 to -0.2" in sources["sponsors.log_odds"]
    assert "-0.3, from -0.9 to 0" in sources["relations.log_odds"]
    assert "-0.5, from -0.9 to -0.2" in sources["renewal.rise_log_odds"]


def test_a_relative_prior_multiplies_what_the_scenario_has_and_stays_within_bounds() -> None:
    prior = Prior.read({"times": {"triangular": [0.5, 1, 2]}}, Share(0, 1))
    law = prior.around(0.4, Share(0, 1))
    assert law is not None and law.params == (0.2, 0.4, 0.8) and law.unit == "share"
    assert prior.words() == "times triangular ×0.5 to ×2, most likely ×1"
    cut = prior.around(0.8, Share(0, 1))
    assert cut is not None and cut.quantile(1.0) == 1.0
    assert prior.around(0.0, Share(0, 1)) is None


def test_a_lognormal_prior_keeps_its_shape_where_it_is_multiplied() -> None:
    law = Prior.read({"times": {"lognormal": {"median": 1, "sigma": 0.5}}}, Money(0, 1e9)).around(2e5, Money(0, 1e9))
    assert law is not None and law.params == (2e5, 0.5)
    assert law.quantile(0.5) == pytest.approx(2e5)


def test_costs_of_roles_differ_and_so_do_their_priors() -> None:
    laws = laws_of(load("baseline", {"roles.csm.cost": "$100K"}))
    assert laws["roles.csm.cost"].params == (80_000.0, 100_000.0, 125_000.0)
    assert laws["roles.vp_sales.cost"].params == (280_000.0, 350_000.0, 437_500.0)


def test_what_a_company_knows_better_stands_for_its_prior() -> None:
    scenario = load("sceptic")
    assert laws_of(scenario)["segments.core.renewal"] == scenario.segments["core"].renewal


def test_choices_and_plumbing_have_no_law_and_neither_has_what_never_opens() -> None:
    baseline = load("baseline")
    laws = laws_of(baseline)
    for path in ("roles.csm.book_high", "hiring.lookahead", "money.runway.burn_months", "expansion.packages.odds"):
        assert path not in laws, path
    assert "roles.csm.mishire.unproven_odds" not in laws
    opened = changed(baseline, {"expansion.packages.opens": [{"month": 6}]})
    assert set(laws_of(opened)) - set(laws) == {"expansion.packages.odds"}
    assert "products.core.price" in laws, "on sale from the first day on, so that nothing opens it"


@pytest.mark.parametrize(
    ("prior", "message"),
    [({"triangle": [1, 2, 3]}, "is not a distribution"), ({"triangular": [0, 5, 50]}, "reaches outside")],
)
def test_a_prior_that_could_not_stand_in_a_scenario_is_refused(prior: dict[str, object], message: str) -> None:
    class Small(Part):
        days: Annotated[Number, Factor(0, 9)] = about("Days", grade="D", prior=prior)

    shape = shape_of(Small).at("days")
    assert shape is not None
    with pytest.raises(InvalidValue, match=message):
        prior_of(shape)


def test_a_word_that_is_no_prior_is_refused() -> None:
    with pytest.raises(ValueError, match="none of policy, plumbing"):
        about("Days", grade="D", prior="choice")


def test_the_json_schema_has_every_prior_as_a_scenario_would_write_it() -> None:
    parts = json_schema()["$defs"]
    assert parts["Relations"]["properties"]["fade_after"]["prior"] == {
        "triangular": ["60 days", "120 days", "240 days"]
    }
    assert parts["Csm"]["properties"]["book_high"]["prior"] == "policy"
    assert parts["Hiring"]["properties"]["lookahead"]["prior"] == "policy"


def test_explain_tells_the_prior_beside_what_a_scenario_says_is_uncertain() -> None:
    told = " ".join(explain(load("sceptic")).split())
    assert "Its prior is triangular 84% to 95%, most likely 91.5%." in told
    assert "Its prior is times triangular ×0.6 to ×1.6, most likely ×1." in told
    assert "t2d3 sensitivity --priors" in explain(load("baseline"))


def test_no_prior_moves_by_more_than_an_order_of_magnitude_unless_it_begins_at_nothing() -> None:
    """A wide prior is one thing, a slip of a zero another."""
    for path, law in laws_of(load("baseline")).items():
        low, high = law.quantile(0.1), law.quantile(0.9)
        if law.quantile(0.0) > 0.0:
            assert math.log10(high / low) < 1.0, path


def test_no_source_speaks_of_defaults_to_come() -> None:
    assert [note.path for note in describe_fields(Scenario) if "not yet in the defaults" in note.source] == []
