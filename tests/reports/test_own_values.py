"""What is the company's own reads as people write it: no brackets, no stand-ins of the laws, no value cut in two."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.reports.own_values import OwnValue, fitted, own_values
from simulator.scenario.reading.files import load

FILE = """
extends: laws
name: Ours
start_date: 2026-11-01
milestones: [$5M, $10M]
path: {multiples: [2.1875, 2.14286, 1.86667]}
opening: {generated: {accounts: 3_700, arr: $3.2M}}
segments:
  core: {weight: 0.75}
  enterprise: {weight: 0.25, acv: $110K}
products:
  later:
    {opens: [{arr: $10M}], price: 0.5x, lands_new: 20%, lands_mature: 50%, matures_in: 2 years, discount: 10%,
     fades_in: 3 years}
money:
  opening_cash: $4M
  gross_margin: 70%
  other_spend_by_arr: [{arr: $2M, share: 90%}, {arr: $10M, share: 60%}]
  rounds: {series_b: {amount: $20M, opens: []}}
roles:
  csm: {in_place: 2, opens: []}
  cs_head: {ramp: [{days: 30 days, capacity: 50%}]}
  others:
    trainer: {department: cs, cost: $140K}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ours") / "ours.yaml"
    path.write_text(FILE)
    return path


def told(file: Path | str, longest: int = 70) -> dict[str, OwnValue]:
    return {one.path: one for one in own_values(load(file), longest)}


def test_lists_are_written_as_people_do(file: Path) -> None:
    found = told(file)
    assert found["path.multiples"].own == "2.19×, 2.14×, 1.87×"
    assert found["milestones"].own == "$5M, $10M"
    assert found["roles.cs_head.ramp"].own == "30 days, capacity 50%"
    assert found["money.other_spend_by_arr"].own == "ARR $2M, share 90%; ARR $10M, share 60%"


def test_a_thing_of_its_own_is_told_by_what_matters_first(file: Path) -> None:
    found = told(file)
    segment = found["segments.enterprise"]
    assert segment.name == "segment enterprise"
    assert segment.own.startswith("a segment of its own: ACV $110K, weight 25%, ")
    assert found["products.later"].own.startswith("a product of its own: price 0.5, opens once ARR reaches $10M")
    assert found["roles.others.trainer"].own.startswith("a role of its own: department cs, cost $140K")
    assert found["money.rounds.series_b"].own == "a round of its own: amount $20M, opens never"


@pytest.mark.parametrize(
    "path",
    [
        *("start_date", "milestones", "path.multiples", "opening.generated.accounts", "opening.generated.arr"),
        *("money.opening_cash", "roles.csm.in_place", "segments.core.weight", "segments.enterprise"),
    ],
)
def test_the_laws_have_no_entry_where_only_a_company_has_a_value(file: Path, path: str) -> None:
    one = told(file)[path]
    assert one.own
    assert not one.laws


def test_the_laws_have_theirs_wherever_they_say_something(file: Path) -> None:
    found = told(file)
    assert (found["money.gross_margin"].own, found["money.gross_margin"].laws) == ("70%", "79%")
    assert found["roles.csm.opens"].laws == "a CSM once a head of CS is in place"
    assert found["start_date"].own == "1 November 2026"
    assert found["opening.generated.accounts"].own == "3,700"


@pytest.mark.parametrize("scenario", ["baseline", "motive", "today", "selling_by_capacity", "contract_terms"])
def test_nothing_reads_like_a_file_and_nothing_is_cut(scenario: str) -> None:
    for longest in (20, 70):
        for one in own_values(load(scenario), longest):
            for text in (one.own, one.laws):
                assert not re.search(r"[\[\]{}_…]|\w: \d|\b(true|false|null)\b", text.replace(".csv", "")), one


def test_what_does_not_fit_is_counted_never_cut() -> None:
    assert fitted(["ACV $110K", "weight 25%", "spread 0.8"], 30) == "ACV $110K, and 2 more"
    assert fitted(["ACV $110K", "weight 25%"], 30) == "ACV $110K, weight 25%"
    assert (
        fitted(["a value longer than there is room", "another"], 5) == "a value longer than there is room, and 1 more"
    )
