"""What a scenario is called and is for: a line that can be seen, wherever it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.scenario.reading.files import from_resolved, load, resolved

HIDDEN = {
    "escape sequence": "\x1b[31mred",
    "null": "a\x00b",
    "turned around": "arr\u202egnp.exe",
    "line separator": "a\u2028b",
    "no width": "a\u200bb",
    "line break": "a\nb",
    "carriage return": "a\rb",
    "tab": "a\tb",
    "half a character": "a\udcffb",
    "bell": "a\x07",
    "C1": "a\x9b31m",
    "fillers alone": "\u3164\u3164",
    "a blank of Braille": "\u2800",
    "a joiner of graphemes": "a\u034fb",
    "a selector of variants": "a\ufe00",
    "the selector of pictures alone": "\ufe0f",
}
BLANK = ("", "   ", "\u00a0", "\n", " \t ")


def as_yaml(text: str) -> str:
    """Return a text as YAML that holds any character, in double quotes."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}" for c in text) + '"'


def refusals(folder: Path, field: str, text: str) -> list[ScenarioError]:
    """Return how a text is refused in a file, by `--set`, quoted by `--set`, and as a value in Python."""
    file = folder / "x.yaml"
    file.write_text(f"{'' if field == 'name' else 'name: X'}\n{field}: {as_yaml(text)}\n", encoding="utf-8")
    values = resolved(load("baseline")) | {field: text}
    ways = (
        lambda: load(file),
        lambda: load("baseline", {field: text}),
        lambda: load("baseline", {field: as_yaml(text)}),
        lambda: from_resolved(values),
    )
    found = []
    for way in ways:
        with pytest.raises(ScenarioError) as caught:
            way()
        found.append(caught.value)
    return found


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
@pytest.mark.parametrize("field", ["name", "purpose"])
def test_hidden_characters_are_refused_wherever_they_come_from(field: str, text: str, tmp_path: Path) -> None:
    for refused in refusals(tmp_path, field, text):
        assert [one.path for one in refused.problems] == [field]
        assert "line break" in str(refused) or "invisible character" in str(refused) or "cannot stand" in str(refused)
        assert all(line.isprintable() for line in str(refused).splitlines())


@pytest.mark.parametrize("text", ["Ω & Söhne", "日本", "❤\ufe0f Care", "हिन्दी", "-"])
def test_whatever_can_be_seen_is_a_name(text: str) -> None:
    assert load("baseline", {"name": text}).name == text


@pytest.mark.parametrize("text", BLANK, ids=ascii)
def test_a_blank_name_is_none_and_a_blank_purpose_is_left_out(text: str, tmp_path: Path) -> None:
    for refused in refusals(tmp_path, "name", text):
        assert [one.path for one in refused.problems] == ["name"]
    file = tmp_path / "y.yaml"
    file.write_text(f"name: X\npurpose: {as_yaml(text)}\n", encoding="utf-8")
    assert load(file).purpose == ""


@pytest.mark.parametrize("name", ["  ", "\u00a0", "a\x1b", "a\u202eb", "a.b"], ids=ascii)
@pytest.mark.parametrize("field", ["segments", "products", "money.rounds", "roles.others"])
def test_named_things_have_names_as_well(field: str, name: str, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    *above, last = field.split(".")
    head = "".join(f"{'  ' * depth}{step}:\n" for depth, step in enumerate([*above, last]))
    file.write_text(f"name: X\n{head}{'  ' * (len(above) + 1)}{as_yaml(name)}: {{}}\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"the name .* (is blank|has a dot or an invisible character)"):
        load(file)


def test_what_can_be_seen_is_taken_in_any_script_without_the_blanks_around_it(tmp_path: Path) -> None:
    for name in ("Über 客户 🚀 – “5 %”", "=1+1", "<b>"):
        file = tmp_path / "x.yaml"
        file.write_text(f"name: {as_yaml(f'  {name} ')}\npurpose: >\n  two\n  lines\n", encoding="utf-8")
        assert (load(file).name, load(file).purpose) == (name, "two lines")
        assert load("baseline", {"name": name if name[0] not in "\"'" else as_yaml(name)}).name == name


def test_the_tidied_line_is_suggested() -> None:
    with pytest.raises(ScenarioError) as caught:
        load("baseline", {"purpose": '"one\\n  two\\tthree"'})
    assert caught.value.problems[0].suggestion == "one two three"
