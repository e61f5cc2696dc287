"""Trees of shipped scenarios are kept as JSON, and are the trees that the parser gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.numerics import jit_place
from simulator.scenario.reading import inheritance, kept_trees
from simulator.scenario.reading.inheritance import shipped
from simulator.scenario.reading.kept_trees import keep_tree, kept_tree
from simulator.scenario.reading.nodes import Node
from simulator.scenario.reading.yaml_tree import read_yaml


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("T2D3_CACHE_DIR", str(tmp_path / "cache"))
    kept_trees._folder.cache_clear()
    yield
    kept_trees._folder.cache_clear()


def read(name: str = "baseline") -> tuple[bytes, Node]:
    """Return the bytes of a shipped scenario and the tree that the parser makes of them."""
    path = dict(shipped())[name]
    data = path.read_bytes()
    tree, _ = read_yaml(data, name, path.parent)
    assert tree is not None
    return data, tree


def files() -> list[Path]:
    return sorted((jit_place.find_place("trees") or Path()).iterdir())


@pytest.mark.parametrize("name", [name for name, _ in shipped()])
def test_a_kept_tree_is_the_one_that_was_read(name: str) -> None:
    data, tree = read(name)
    source = tree.place.source
    assert kept_tree(data, source) is None
    keep_tree(data, tree)
    assert kept_tree(data, source) == tree
    assert kept_tree(data + b"\n", source) is None


@pytest.mark.parametrize("content", ["", "[", "[1]", '[1,2,3,4,{"a":[1]}]', "null", "[" * 9000])
def test_what_is_damaged_is_read_anew(content: str) -> None:
    data, tree = read()
    keep_tree(data, tree)
    (kept,) = files()
    kept.write_text(content)
    assert kept_tree(data, tree.place.source) is None


@pytest.mark.skipif(os.name == "nt", reason="there are no modes")
def test_what_others_can_write_is_not_believed() -> None:
    data, tree = read()
    keep_tree(data, tree)
    (kept,) = files()
    kept.chmod(0o666)
    assert kept_tree(data, tree.place.source) is None


def test_without_a_place_nothing_is_kept_and_nothing_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(jit_place, "_roots", lambda: iter(()))
    data, tree = read()
    keep_tree(data, tree)
    assert kept_tree(data, tree.place.source) is None
    assert capsys.readouterr() == ("", "")


def test_another_reader_does_not_take_what_this_one_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    data, tree = read()
    keep_tree(data, tree)
    monkeypatch.setattr(kept_trees, "_readers", lambda: b"another")
    assert kept_tree(data, tree.place.source) is None


def test_a_second_start_reads_no_yaml_of_a_shipped_scenario(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom simulator.scenario.reading.files import load\n"
        "print(load('sceptic').name, load(sys.argv[1]).name, 'ruamel.yaml' in sys.modules)"
    )

    def said(file: str) -> str:
        done = subprocess.run([sys.executable, "-c", code, file], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    mine = tmp_path / "mine.yaml"
    mine.write_text("name: Mine\n")
    assert said("baseline") == "Sceptic Baseline True"
    assert said("baseline") == "Sceptic Baseline False"
    assert said(str(mine)) == "Sceptic Mine True"
    assert len(files()) == 3  # with the laws that all extend; nobody's own file is kept


def test_a_mistake_in_a_file_that_extends_a_kept_one_is_told_with_the_line_of_the_kept_one() -> None:
    inheritance._tree.cache_clear()
    trees, _ = inheritance._trees("sceptic")
    inheritance._tree.cache_clear()
    again, _ = inheritance._trees("sceptic")
    assert again == trees
    assert json.loads(files()[0].read_bytes())
    assert all(one.place.source.lines == other.place.source.lines for one, other in zip(trees, again, strict=True))
