"""One made-up export of every vendor's export that is known, beside what comes out of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.answers import import_exports
from simulator.importers.vendors import BY_KEY

GOLDEN = Path(__file__).parent / "golden"
FOLDERS = sorted(folder.name for folder in GOLDEN.iterdir())


def export_in(folder: Path) -> Path:
    (found,) = (file for file in folder.iterdir() if file.suffix == ".csv")
    return found


def test_every_export_that_is_known_has_one() -> None:
    assert sorted(BY_KEY) == FOLDERS


@pytest.mark.parametrize("name", FOLDERS)
def test_what_comes_out_is_what_is_expected(name: str) -> None:
    folder = GOLDEN / name
    options = json.loads((folder / "options.json").read_text(encoding="utf-8"))
    answer = import_exports(export_in(folder), **options)
    assert answer.differences(folder / "expected") == []
    assert {file.name for file in answer.imported.files} == {file.name for file in (folder / "expected").iterdir()}


@pytest.mark.parametrize("name", FOLDERS)
def test_the_export_is_told_by_its_headings(name: str) -> None:
    folder = GOLDEN / name
    options = json.loads((folder / "options.json").read_text(encoding="utf-8"))
    (source,) = import_exports(export_in(folder), **options).imported.gathered.sources
    assert source.words.startswith(f"{BY_KEY[name].name}, ")


def test_every_row_of_every_export_is_accounted_for() -> None:
    for name in FOLDERS:
        folder = GOLDEN / name
        options = json.loads((folder / "options.json").read_text(encoding="utf-8"))
        fates = import_exports(export_in(folder), **options).imported.reconciliation.fates
        lines = export_in(folder).read_text(encoding="utf-8").splitlines()
        assert len(fates) == sum(bool(line) for line in lines) - 1, name
        assert len({one.place for one in fates}) == len(fates), name
