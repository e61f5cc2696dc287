"""The company asked for is the one that is played: names keep their order in whatever carries a scenario.

Segments, products, roles of one's own and rounds of funding are lowered by place, so another order is another company.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from unsorted import SCENARIO, company, files

from simulator import InputError, Scenario, load
from simulator.decisions.branch import branch
from simulator.decisions.causes import differing_groups, mixed
from simulator.decisions.differing import differs
from simulator.engine.lowering import lower
from simulator.engine.record import Lowered
from simulator.errors import ScenarioError
from simulator.experiment.jobs.merged import about
from simulator.experiment.jobs.plan import Row
from simulator.scenario.reading.files import changed, from_resolved, resolved
from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.reading.output import as_yaml
from simulator.scenario.reading.today import read_today
from simulator.scenario.schema.shapes import Shape, shape_of
from simulator.scenario.schema.uncertainty import central

NAMED = ["segments", "products", "roles.others", "money.rounds"]


@pytest.fixture(scope="module")
def unsorted(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return company(tmp_path_factory.mktemp("unsorted"))


def backwards(scenario: Scenario, path: str) -> Scenario:
    """Return the scenario with one of its mappings of named things turned round."""
    values = resolved(scenario)
    above: Any = values
    *steps, last = path.split(".")
    for step in steps:
        above = above[step]
    above[last] = dict(reversed(above[last].items()))
    return from_resolved(values)


def same(a: Lowered, b: Lowered) -> bool:
    """Tell whether two records are the same to the last bit."""
    return all(
        np.asarray(getattr(a, field.name)).tobytes() == np.asarray(getattr(b, field.name)).tobytes()
        for field in fields(Lowered)
        if field.name not in ("later", "changes_after")
    )


def lowered(scenario: Scenario) -> Lowered:
    return lower(central(scenario), read_today(scenario))


# what equality knows -------------------------------------------------------------------------------------------------


def named(shape: Shape, path: str = "") -> Iterator[str]:
    if shape.kind == "named":
        yield path
    for name, inner in shape.fields.items():
        yield from named(inner, f"{path}.{name}".lstrip("."))
    for item in shape.items:
        yield from named(item, f"{path}.*")


def test_every_mapping_of_named_things_is_known_here() -> None:
    assert sorted(named(shape_of(Scenario))) == sorted(NAMED)


@pytest.mark.parametrize("path", NAMED)
def test_another_order_is_another_company(unsorted: Scenario, path: str) -> None:
    other = backwards(unsorted, path)
    assert not same(lowered(other), lowered(unsorted))
    assert other != unsorted
    assert hash(other) != hash(unsorted)
    assert backwards(other, path) == unsorted
    assert unsorted in (other, backwards(other, path))
    assert unsorted not in (other,)
    rows = [Row.of(one, read_today(one), range(3)) for one in (unsorted, other)]
    assert rows[0].text != rows[1].text


def test_the_order_of_fields_means_nothing(tmp_path: Path, unsorted: Scenario) -> None:
    files(tmp_path)
    head, *rest = SCENARIO.format(months=84).splitlines()
    start, *_ = rest
    turned = "\n".join([*rest[1:], start, head]).replace("cost: $80K, how_many", "how_many")
    turned = turned.replace("opens: [{month: 3}]", "opens: [{month: 3}], cost: $80K")
    path = tmp_path / "turned.yaml"
    path.write_text(turned)
    again, as_it_was = load(path), load(tmp_path / "unsorted.yaml")
    assert again == as_it_was
    assert hash(again) == hash(as_it_was)
    assert same(lowered(again), lowered(as_it_was))
    assert differs(again, as_it_was) == []


def test_an_order_that_differs_is_said(unsorted: Scenario) -> None:
    (found,) = differs(backwards(unsorted, "segments"), unsorted)
    assert found.path == "segments"
    assert (found.a, found.b) == ("in the order all_others, big, core", "in the order core, big, all_others")
    (role,) = differs(unsorted, backwards(unsorted, "roles.others"))
    assert (role.path, role.a) == ("roles.others", "in the order writer, analyst, zookeeper")
    changed_too = changed(backwards(unsorted, "products"), {"products.suite.price": 0.4, "segments.big": None})
    assert [one.path for one in differs(changed_too, unsorted)] == ["segments.big", "products.suite.price", "products"]


def test_a_company_on_its_way_cannot_take_another_order(unsorted: Scenario) -> None:
    for path in NAMED:
        with pytest.raises(InputError, match="cannot change on the way"):
            branch(unsorted, 6, into=[backwards(unsorted, path)], runs=1)


@pytest.mark.parametrize("most", [1, 6, 1000])
def test_mixing_two_scenarios_ends_with_either_whole(unsorted: Scenario, most: int) -> None:
    other = unsorted
    for path in NAMED:
        other = backwards(other, path)
    values = resolved(other)
    del values["segments"]["big"]
    values["segments"] = {"a_new": values["segments"]["core"], **values["segments"]}
    values["opening"] = {**values["opening"], "accounts_csv": None, "roster_csv": None}
    other = from_resolved(values)
    for base, end in ((unsorted, other), (other, unsorted)):
        groups = differing_groups(end, base, most)
        assert mixed(base, end, groups) == end
        assert mixed(base, end, []) == base
    names = [group.name for group in differing_groups(unsorted, backwards(unsorted, "segments"), 6)]
    assert names == ["order of segments"]


# what a text says ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_the_text_of_a_job_reads_back_as_the_same_record(name: str) -> None:
    scenario, today = load(name), read_today(load(name))
    again, book = about(Row.of(scenario, today, range(3)))
    assert (again, book) == (scenario, today)
    assert same(lower(central(again), book), lower(central(scenario), today))


def carriers() -> list[Callable[[Scenario], Scenario]]:
    def job(scenario: Scenario) -> Scenario:
        return about(Row.of(scenario, read_today(scenario), range(3)))[0]

    def pickled(scenario: Scenario) -> Scenario:
        found = pickle.loads(pickle.dumps(scenario))
        assert isinstance(found, Scenario)
        return found

    def manifest(scenario: Scenario) -> Scenario:
        return from_resolved(json.loads(json.dumps(resolved(scenario))))

    def override(scenario: Scenario) -> Scenario:
        return changed(scenario, {"segments.big.weight": 0.4, "roles.others.writer.cost": 80_000})

    return [job, pickled, manifest, override]


@pytest.mark.parametrize("carried", carriers(), ids=lambda one: one.__name__)
def test_whatever_carries_a_scenario_keeps_it(unsorted: Scenario, carried: Callable[[Scenario], Scenario]) -> None:
    found = carried(unsorted)
    assert found == unsorted
    assert same(lowered(found), lowered(unsorted))


def test_a_written_file_keeps_it(tmp_path: Path, unsorted: Scenario) -> None:
    path = tmp_path / "written.yaml"
    path.write_text(as_yaml(unsorted))
    assert load(path) == unsorted


def test_accounts_are_of_segments_by_name(unsorted: Scenario) -> None:
    book = read_today(unsorted)
    assert book is not None
    assert [account.segment for account in book.accounts[:4]] == ["core", "big", "core", "all_others"]
    assert book.to_json()["accounts"]["rows"][1][1] == "big"
    other = backwards(unsorted, "segments")
    assert read_today(other) == book
    kinds = lower(other, book).accounts["segment"]
    assert kinds[:4].tolist() == [2, 1, 2, 0]
    with pytest.raises(ScenarioError, match='there is no segment "all_others"'):
        lower(changed(unsorted, {"segments.all_others": None}), book)
