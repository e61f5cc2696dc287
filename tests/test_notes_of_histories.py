"""What the notes of shipped scenarios say came out does come out, to the last digit that they print."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from simulator import load, simulate
from simulator.clock import DAYS_PER_MONTH
from simulator.reports.words import money, percent
from simulator.results.result import Result
from simulator.scenario.explain.plan import PlanDates
from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.reading.today import read_today

LIBRARY = dict(shipped())
SAID = re.compile(r"Right \((\d+) runs, medians\):(.*)")
FIGURE = re.compile(r"\$?\d[\d,.]*\d(?:M| %)?|\$?\d(?:M| %)?")


def _note(name: str) -> str:
    """Return the comment that a file opens with, as one line."""
    lines = LIBRARY[name].read_text(encoding="utf-8").splitlines()
    end = next(place for place, line in enumerate(lines) if not line.startswith("#"))
    return " ".join(line.removeprefix("#").strip() for line in lines[:end])


def _share(value: float) -> str:
    return percent(value).replace("%", " %")


class Medians:
    """Figures of a result as notes write them."""

    def __init__(self, result: Result) -> None:
        self.result = result

    def at(self, metric: str, month: int) -> float:
        return float(self.result.bands(metric).p50[month])

    def year(self, metric: str, year: int) -> float:
        """Return a flow added up over a year, from 1 on."""
        return float(np.median(self.result[metric][:, 12 * year - 11 : 12 * year + 1].sum(axis=1)))

    def between(self, metric: str, first: int = 1) -> str:
        """Return the lowest and the highest of the year ends from a year on: `99 to 105 %`."""
        ends = [self.at(metric, 12 * year) for year in range(first, self.result.months // 12 + 1)]
        return f"{percent(min(ends)).rstrip('%')} to {_share(max(ends))}"

    def growth(self) -> str:
        """Return how much ARR grows in the last year."""
        return _share(self.at("arr", self.result.months) / self.at("arr", self.result.months - 12) - 1.0)


def _hubspot(of: Medians) -> list[str]:
    last, share = of.year("revenue", 4), [_share(of.at("cs_cost.share", month)) for month in (12, 48)]
    return [
        f"revenue of {money(of.year('revenue', 2))} in 2011",
        f"then ${of.year('revenue', 3) / 1e6:.0f}M in 2012, against $51.6M",
        f"{round(of.at('customers', 48), -2):,.0f} customers at the end of 2013",
        f"${last / 1e6:.0f}M of revenue in 2013 is {_share(1.0 - last / 77.6e6)} below the published $77.6M",
        f"GRR is {of.between('grr')} from the first year on",
        f"NRR {_share(of.at('nrr', 12))} after a year and {of.between('nrr', 2)} later on",
        f"CS takes {share[0]} of ARR after a year and {share[1]} at the end",
    ]


def _samsara(of: Medians) -> list[str]:
    return [
        f"revenue of {money(of.year('revenue', 1))} in fiscal 2020",
        f"ARR of {money(of.at('arr', 36))} after three years",
        f"from {round(of.at('customers', 36), -2):,.0f} customers",
        f"with NRR of {_share(of.at('nrr', 36))} (115 %)",
        f"revenue of fiscal 2021 is {money(of.year('revenue', 2))} against $250M",
        f"ARR grows by {of.growth()} in the last year, not 76 %",
        f"GRR of {_share(of.at('grr', 36))} only",
    ]


def _motive(of: Medians) -> list[str]:
    arr, path = of.at("arr", 60), of.at("arr.plan", 60)
    return [
        f"a guess that ends at {money(path)};",
        f"{round(of.at('customers', 60), -2):,.0f} customers at the end",
        f"NRR comes out at {of.between('nrr')}, not 110 %",
        f"ARR ends at {money(arr)}, {_share(1.0 - arr / 501e6)} short of what was published",
        f"{_share(1.0 - arr / path)} short of its path",
        f"grows by {of.growth()} in the last year, not 27 %",
    ]


def _marketo(of: Medians) -> list[str]:
    *first, last = (money(of.year("revenue", year)) for year in range(1, 5))
    return [
        f"revenue of {', '.join(first)} and {last} in 2010 to 2013, from whose published figures",
        f"NRR is {of.between('nrr')} at year ends, where 105 % was published",
        f"and GRR {of.between('grr')}.",
    ]


CAME_OUT: dict[str, Callable[[Medians], list[str]]] = {
    "hubspot": _hubspot,
    "samsara": _samsara,
    "motive": _motive,
    "marketo": _marketo,
}
PUBLISHED = {
    "hubspot": {"2011", "2012", "2013", "$51.6M", "11,624", "$77.6M", "100 %"},
    "samsara": {"2020", "2021", "$492M", "13,000", "115 %", "$250M", "76 %"},
    "motive": {"9,201", "110 %", "126 %", "27 %"},
    "marketo": {"2010", "2013", "105 %"},
}


def test_every_note_that_says_what_came_out_is_held_to_it() -> None:
    assert {name for name in LIBRARY if SAID.search(_note(name))} == set(CAME_OUT)


@pytest.mark.parametrize("name", CAME_OUT)
def test_what_a_note_says_came_out_does(name: str) -> None:
    note = _note(name)
    said = SAID.search(note)
    assert said is not None
    phrases = CAME_OUT[name](Medians(simulate(load(name), runs=int(said[1]))))
    for phrase in phrases:
        assert phrase in note
    held = {figure for phrase in phrases for figure in FIGURE.findall(phrase)}
    assert set(FIGURE.findall(said[2])) <= held | PUBLISHED[name], "a figure that nothing holds"


def test_today_starts_where_its_note_says() -> None:
    scenario = load("today")
    book = read_today(scenario)
    assert book is not None
    note = _note("today")
    assert f"the hundred accounts of accounts.csv bring {money(sum(one.arr for one in book.accounts))} of ARR" in note
    assert len(book.accounts) == 100
    day = PlanDates(scenario, book).day_of(6e6)
    assert "$6M is some four months away" in note and day is not None and round(day / DAYS_PER_MONTH) == 4
