"""`t2d3 guide`: the list follows from the files, a page reads well on any terminal, a wrong name is put right."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from rich.console import Console

from simulator.cli.app import main
from simulator.errors import InputError
from simulator.guide import GROUPS, Topic, topic, topics
from simulator.guide import topics as module
from simulator.guide.rendering import for_terminal, rendered

TOPICS = topics()
FOLDER = Path(module.__code__.co_filename).parent


def guide(*arguments: str) -> str:
    done = CliRunner().invoke(main, ["guide", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def on_terminal(text: str, width: int) -> str:
    """A page as a terminal of some width shows it, without its styles."""
    page = Topic("page", GROUPS[0], "Page", "A page.", text)
    return click.unstyle(rendered(page, Console(width=width, force_terminal=True, file=StringIO())))


def test_every_file_is_a_topic_under_a_known_group() -> None:
    assert [topic.name for topic in TOPICS if topic.group not in GROUPS] == []
    assert {topic.name for topic in TOPICS} == {path.stem for path in FOLDER.glob("*.md")}
    assert {topic.group for topic in TOPICS} == set(GROUPS)


@pytest.mark.parametrize("page", TOPICS, ids=lambda page: page.name)
def test_a_page_says_in_one_line_what_it_answers(page: Topic) -> None:
    assert 20 <= len(page.summary) <= 58  # one line of the list on a terminal of 80 columns
    assert page.summary.endswith(".")
    assert page.text.startswith(f"# {page.title}\n\n{page.summary}\n")


def test_the_list_has_every_topic_with_its_line() -> None:
    said = guide()
    assert "\x1b" not in said
    assert [line for line in said.splitlines() if line in GROUPS] == list(GROUPS)
    words = " ".join(said.split())
    assert all(f"{topic.name} {topic.summary}" in words for topic in TOPICS)
    assert all(len(line) <= 80 for line in said.splitlines())


@pytest.mark.parametrize("page", TOPICS, ids=lambda page: page.name)
def test_a_page_is_plain_text_where_it_is_piped(page: Topic) -> None:
    said = guide(page.name)
    assert said.startswith(f"{page.title}\n")
    assert "\x1b" not in said
    assert "](" not in said
    assert "<!--" not in said
    assert "```" not in said
    assert said.count("`") == re.sub(r"```.*?```", "", for_terminal(page.text), flags=re.DOTALL).count("`")


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("page", TOPICS, ids=lambda page: page.name)
def test_nothing_that_is_read_runs_off_the_screen(page: Topic, width: int) -> None:
    """Commands and scenario files may, for they are copied whole."""
    said = click.unstyle(rendered(page, Console(width=width, force_terminal=True, file=StringIO())))
    wide = [line for line in said.splitlines() if len(line) > min(width, 100)]
    shown = re.findall(r"^```(?:sh|yaml|python|csv)\n(.*?)^```$", page.text, re.MULTILINE | re.DOTALL)
    assert [line for line in wide if line.strip() not in "".join(shown)] == []
    assert said.count("…") == page.text.count("…"), "a cell of a table is cut off"


@pytest.mark.parametrize(("columns", "room"), [(40, ""), (120, "  ")])
def test_a_transcript_is_shown_as_it_stands_and_set_in_where_there_is_room(columns: int, room: str) -> None:
    line = ("Dec 2027  " + 10 * "$5.94M  ").rstrip()
    assert f"\n{room}{line}\n" in on_terminal(f"# Page\n\nText.\n\n```text\n{line}\n```\n", columns)


def test_links_and_pictures_become_what_one_can_type_or_open() -> None:
    links = "[the list](when.md) and [a file](../x.yaml) and [far](https://x.org)"
    text = f'{links}\n\n![Words](pictures/p.png "results/b/p.png")'
    assert for_terminal(text).split("\n\n") == [
        "the list (`t2d3 guide when`) and a file and [far](https://x.org)",
        "*Picture: Words (results/b/p.png)*",
    ]


@pytest.mark.parametrize(
    ("wrong", "help_"),
    [
        ("whne", 'Did you mean "when"?'),
        ("Own Numbers", 'Did you mean "own-numbers"?'),
        ("runway", "It is spoken of in: "),
        ("zzzzqqqq", "There are: first-run, "),
    ],
)
def test_a_wrong_topic_gets_one_clear_message(wrong: str, help_: str) -> None:
    done = CliRunner().invoke(main, ["guide", wrong])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f'There is no topic "{wrong}" in the guide. {help_}')
    assert done.stderr.count("\n") == 1


def test_where_a_word_is_spoken_of() -> None:
    with pytest.raises(InputError, match=r"spoken of in: .*\bcash\b"):
        topic("runway")


def test_a_terminal_gets_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    paged: list[str] = []
    monkeypatch.setattr(click, "echo_via_pager", paged.append)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("LESS", raising=False)
    assert guide("when") == ""
    (text,) = paged
    assert "\x1b[1m" in text
    assert click.unstyle(text).startswith("When to hire\n")


def test_completion_offers_the_topics() -> None:
    from simulator.cli.guide import guide as command

    offered = command.params[0].shell_complete(click.Context(command), "wh")
    assert [item.value for item in offered] == ["what-pushes-back", "when", "why"]
