"""A step that fails while an answer is put in its place: the old one is whole where it was, and nothing is pending."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.cli._folders.exchange import PREVIOUS, is_put_aside, pending, recover
from simulator.cli._folders.placement import place, staged
from simulator.cli._folders.question import Question, Source
from simulator.cli._folders.record import Record
from simulator.errors import OutputError

SOURCES = (Source("shipped", "baseline"),)
FAN, RETENTION = "charts/01_arr_fan.png", "charts/02_retention.svg"
FIRST = {"summary.csv": "1", RETENTION: "1"}
SECOND = {"summary.csv": "2", "manifest.json": "2", FAN: "2"}
THIRD = {"summary.csv": "3", "manifest.json": "3", "hires.csv": "3"}
STEPS = ("rename", "replace", "unlink", "mkdir", "write_text")


def put(folder: Path, files: dict[str, str], seed: int, interrupted: bool = False) -> None:
    """Put an answer of such files into a folder."""
    with staged(folder) as stage:
        for name, text in files.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).write_text(text)
        question = Question("run", SOURCES, (), {"seed": seed})
        place(stage, folder, Record.of(question, stage, interrupted))


def everything(folder: Path) -> dict[str, bytes | None]:
    """Return all that is below a folder, hidden or not."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


class Failing:
    """Lets the n-th step on the disk fail, and from then on every step at a file of that name, if `for_good`."""

    def __init__(self, patch: pytest.MonkeyPatch, step: int, for_good: bool) -> None:
        self.left, self.for_good = step, for_good
        self.at: Path | None = None
        for name in STEPS:
            patch.setattr(Path, name, self._instead_of(getattr(Path, name)))

    def _instead_of(self, done: Callable[..., object]) -> Callable[..., object]:
        def step(path: Path, *args: object, **how: object) -> object:
            target = next((one for one in args if isinstance(one, Path)), path)
            self.left -= 1
            if self.left == -1:
                self.at = target
            if self.at is not None and (self.left == -1 or (self.for_good and target == self.at)):
                raise PermissionError(1, "Operation not permitted", str(target))
            return done(path, *args, **how)

        return step


@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("cut_short", [False, True])
def test_at_every_step_a_failure_leaves_the_old_answer_and_the_one_before_it(
    for_good: bool, cut_short: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = 0
    for step in range(1_000):
        folder = tmp_path / str(step)
        folder.mkdir()
        put(folder, FIRST, 1)
        put(folder, SECOND, 3, interrupted=cut_short)
        (folder / "charts/mine.png").write_text("mine")
        before = everything(folder)
        with monkeypatch.context() as patch:
            failing = Failing(patch, step, for_good)
            try:
                put(folder, THIRD, 3)
                said = ""
            except OutputError as error:
                said = str(error)
        if failing.at is None:
            break
        if "cannot be taken back" in said:  # `previous` can be moved away, and then nothing can be called so
            assert for_good
            assert failing.at == folder / PREVIOUS
            assert f"The old answer is whole in {folder}, the one before it in " in said
            assert {name: data for name, data in everything(folder).items() if name in before} == {
                name: data for name, data in before.items() if not name.startswith(PREVIOUS)
            }
        elif said:
            failed += 1
            assert (
                said == f"the result cannot be written to {folder}: Operation not permitted; nothing was changed there"
            )
            left = {name for name in everything(folder) if name not in before}
            assert pending(folder) is None
            recover(folder)
            assert {name: data for name, data in everything(folder).items() if name not in left} == before, step
            assert all(Path(name).parts[0].endswith(".t2d3.part") for name in left), step  # what could not be removed
        else:
            assert (folder / "summary.csv").read_text() == "3"
    assert failed > 15
    assert (folder / "summary.csv").read_text() == "3"
    assert (folder / PREVIOUS / "summary.csv").read_text() == ("1" if cut_short else "2")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs owners")
def test_where_not_even_the_old_one_can_be_put_back_it_is_said_what_stands_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, FIRST, 1)
    put(tmp_path, SECOND, 2)
    rename, replace = Path.rename, Path.replace

    def no_record(self: Path, target: Path) -> Path:
        if target == tmp_path / "question.json":
            monkeypatch.setattr(Path, "rename", never)
            raise PermissionError(1, "Operation not permitted", str(target))
        return replace(self, target)

    def never(self: Path, target: Path) -> Path:
        raise OSError(5, "Input/output error", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", no_record)
        with pytest.raises(OutputError) as raised:
            put(tmp_path, THIRD, 3)
    monkeypatch.setattr(Path, "rename", rename)
    said = str(raised.value)
    assert "Operation not permitted; and what was done cannot be taken back:" in said
    assert "Input/output error" in said
    assert f"The old answer is whole in {tmp_path / PREVIOUS}, the one before it in " in said
    assert (tmp_path / PREVIOUS / "summary.csv").read_text() == "2"
    assert is_put_aside(tmp_path / PREVIOUS)
