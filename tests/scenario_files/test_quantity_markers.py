"""Markers say what a field takes: bounds in its own unit, element by element, and nothing that is no number."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import numpy as np
import pytest
from pydantic import ValidationError

from simulator.scenario.schema.dates_and_files import When
from simulator.scenario.schema.distributions import Distribution
from simulator.scenario.schema.fields import Part, about
from simulator.scenario.schema.quantities import Count, Days, Factor, LogOdds, Money, Number, Points, Share
from simulator.scenario.units import InvalidValue

BOUNDS = [
    (Money(0, 1e8), 2e8, "$200M is not between $0 and $100M", "$0 to $100M"),
    (Money(0), -1, "-$1 is not $0 or more", "$0 or more"),
    (Money(high=5), 6, "$6 is not $5 or less", "$5 or less"),
    (Share(), 1.1, "110% is not between 0% and 100%", "0% to 100%"),
    (Days(0, 90), "4 months", "4 months is not between 0 days and 90 days", "0 days to 90 days"),
    (Points(0, 0.2), "21 pts", "21 pts is not between 0 pts and 20 pts", "0 pts to 20 pts"),
    (Count(1, 1000), 1001, "1,001 is not between 1 and 1,000", "1 to 1,000"),
    (Money(0, 1e6), "$1.0000001M", "$1000000.1 is not between $0 and $1M", "$0 to $1M"),
]


@pytest.mark.parametrize(("marker", "value", "message", "allowed"), BOUNDS, ids=str)
def test_bounds_are_told_in_the_fields_own_writing(marker, value, message, allowed):
    with pytest.raises(InvalidValue) as caught:
        marker.read(value)
    assert (caught.value.problem.message, caught.value.problem.allowed) == (message, allowed)


@pytest.mark.parametrize(
    ("marker", "edge"), [(Money(0, 5), 0), (Money(0, 5), 5), (Share(), "100%"), (Count(1, 9), "9")]
)
def test_bounds_are_inclusive(marker, edge):
    assert marker.low <= marker.read(edge) <= marker.high


NO_NUMBERS = [
    True,
    False,
    None,
    float("nan"),
    float("inf"),
    -float("inf"),
    [],
    {},
    (1,),
    b"3",
    object(),
    1j,
    "",
    10**400,
]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: repr(value)[:12])
@pytest.mark.parametrize("marker", [Money(), Days(), Share(), Points(), Factor(), LogOdds(), Count()], ids=str)
def test_what_is_no_number_is_refused_by_every_marker(marker, value):
    with pytest.raises(InvalidValue):
        marker.read(value)


def test_numpy_numbers_are_numbers_and_come_out_as_python_ones():
    assert type(Money().read(np.float64(3.0))) is float
    assert type(Money().read(np.int64(3))) is float
    assert type(Count().read(np.int64(3))) is int
    assert type(Count().read(3.0)) is int


class Fields(Part):
    """A few fields."""

    shares: tuple[Annotated[Number, Share(0, 5)], ...] = about("By year", grade="A")
    by_name: dict[str, Annotated[Number, Days(0, 10)]] = about("By name", grade="A", default={})
    maybe: Annotated[Number, Money(0, 5)] | None = about("Perhaps", grade="A", default=None)
    sure: Annotated[float, Money(0, 5)] = about("No distribution", grade="A", default=1.0)
    on: Annotated[date, When(date(2020, 1, 1))] | None = about("A date", grade="A", default=None)


def test_markers_work_in_lists_mappings_and_options():
    found = Fields.model_validate(
        {"shares": ("90%", {"uniform": [1, 2]}, 2), "by_name": {"a": "1 week"}, "maybe": "$3"}
    )
    assert found.shares[0] == 0.9
    assert isinstance(found.shares[1], Distribution)
    assert (found.by_name, found.maybe) == ({"a": 7.0}, 3.0)
    assert Fields(shares=(), on="Mar 2028").on == date(2028, 3, 1)
    assert Fields(shares=(), on=date(2028, 3, 2)).on == date(2028, 3, 2)


def test_an_error_names_the_entry():
    with pytest.raises(ValidationError) as caught:
        Fields.model_validate({"shares": ("90%", "lemons"), "by_name": {"a": -1}, "sure": {"uniform": [1, 2]}})
    assert {error["loc"] for error in caught.value.errors()} == {("shares", 1), ("by_name", "a"), ("sure",)}


def test_parts_are_frozen_and_take_no_unknown_field():
    found = Fields(shares=())
    with pytest.raises(ValidationError):
        found.maybe = 3.0
    with pytest.raises(ValidationError):
        Fields.model_validate({"shares": (), "unknown": 1})


@pytest.mark.parametrize("text", ["2028-03-01", "Mar 2028", "March 2028", "mar 2028", " Mar 2028 "])
def test_dates_are_read_as_people_write_them(text):
    assert When().read(text) == date(2028, 3, 1)


@pytest.mark.parametrize(
    "value", ["2028", 2028, "01.03.2028", "2028-02-30", "soon", None, True, "2028-03-01T00:00", "Mar 28"]
)
def test_what_is_no_date_is_refused(value):
    with pytest.raises(InvalidValue):
        When().read(value)


def test_a_field_without_a_known_grade_is_a_mistake_in_the_schema():
    with pytest.raises(ValueError, match="grade"):
        about("Something", grade="Z")
