"""Decks by the Open XML SDK's validator: ours, refreshed ones, and ones on five masters of other people."""

from __future__ import annotations

from pathlib import Path

from masters import FOREIGN
from open_xml import validated
from synthetic_company import company

from simulator.answers import deck

HOSTILE = '<Ours> & "theirs" ]]></a:t> =1+1'


def test_decks_are_right_by_the_schema(
    folder: Path, when_folder: Path, why_folder: Path, answer_and_folder: tuple[object, Path], tmp_path: Path
) -> None:
    everything = [folder, company(behind=0.1, overrides={"name": HOSTILE})]
    everything += [when_folder, why_folder, answer_and_folder[1]]
    decks = {
        "own": deck(everything),
        "one-run": deck(company(runs=1)),
        "short": deck(company(runs=7, months=6)),
        **{name: deck(everything, template=path) for name, path in FOREIGN.items()},
    }
    made = [answer.save(tmp_path / f"{name}.pptx") for name, answer in decks.items()]
    board = deck(company(), only="arr,cash,bridge,pnl").save(tmp_path / "board.pptx")
    validated([*made, deck(company(behind=0.2), into=board).save(tmp_path / "refreshed.pptx")])
