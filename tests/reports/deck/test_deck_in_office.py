"""Decks on masters that LibreOffice writes out of its own, by the schema; and decks opened by LibreOffice.

Needs Debian's libreoffice-impress too, which `.ci/long office` installs; elsewhere they are skipped for the reason that
is given.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from masters import PRESETS, converted
from open_xml import VALIDATOR, tool, validated
from reading_decks import read
from synthetic_company import company

from simulator.answers import deck

in_office = pytest.mark.long(part="office")

CONVERTED = ("Beehive", "DNA", "Focus", "Vivid")
"""Masters that come with LibreOffice, as it writes them for PowerPoint."""


def office() -> str:
    return tool("soffice", "apt-get install libreoffice-impress")


@in_office
@pytest.mark.parametrize("name", CONVERTED)
def test_a_master_of_libreoffice_is_right_by_the_schema(name: str, tmp_path: Path) -> None:
    preset = PRESETS / f"{name}.otp"
    if not preset.is_file():
        (pytest.fail if VALIDATOR else pytest.skip)(f"not here: {preset}")
    theirs = converted(preset, "pptx", tmp_path, office())
    validated([deck(company(), template=theirs).save(tmp_path / "deck.pptx")])


@in_office
def test_libreoffice_shows_every_slide(tmp_path: Path) -> None:
    path = deck(company()).save(tmp_path / "deck.pptx")
    again = converted(path, "odp", tmp_path, office())
    back = converted(again.rename(tmp_path / "back.odp"), "pptx", tmp_path, office())
    assert len(read(back.read_bytes()).slides) == len(read(path.read_bytes()).slides)
