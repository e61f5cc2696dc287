"""New figures for an edited deck: what this project put there is refreshed, nothing else touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.errors import InputError, Problem
from simulator.reports.deck.chart_book import book_of
from simulator.reports.deck.chart_refresh import refreshed_chart
from simulator.reports.deck.content import Chart, Slide, Table, Words
from simulator.reports.deck.placing import PREFIX, describe, notes_untouched, write_notes
from simulator.reports.deck.xml import found, plain
from simulator.reports.words import listed, plural

if TYPE_CHECKING:
    from pptx.presentation import Presentation

    from simulator.reports.deck.content import Block
    from simulator.reports.deck.deck import Deck

_FOOT = f"{PREFIX}foot"


def refreshed(edited: Presentation, deck: Deck, path: Path) -> tuple[str, ...]:
    """Refresh every shape named `t2d3:...` in an `edited` deck and return what was done and what was left alone.

    Raises InputError where it has none, or shapes of slides that there is no data for.
    """
    ours = [(slide, shape) for slide in edited.slides for shape in _named(slide.shapes)]
    if not ours:
        allowed = "a deck that t2d3 deck made"
        raise InputError([Problem("no shape of it is named t2d3:...", file=str(path), allowed=allowed)])
    known = {one.key: one for one in deck.slides}
    _check(ours, known, deck, path)
    kept: list[str] = []
    count = 0
    for slide, shape in ours:
        if shape.name == _FOOT:
            count += _words(shape, deck.foot)
            continue
        key, _, part = shape.name.removeprefix(PREFIX).partition(":")
        done = _refresh(shape, part, known[key])
        count += done
        if not done:
            kept.append(f"{shape.name} on slide {_number(edited, slide)}")
    for slide in edited.slides:
        _notes(slide, known)
    others = sum(len(list(slide.shapes)) for slide in edited.slides) - len(ours)
    lines = [f"{plural(count, 'shape')} refreshed; {plural(others, 'other shape')} left as they are."]
    lines += [f"Left as edited: {listed(kept)}."] if kept else []
    return tuple(lines)


def _named(shapes: Any) -> Iterator[Any]:
    """Give shapes of this project, those in groups too."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _named(shape.shapes)
        elif shape.name.startswith(PREFIX):
            yield shape


def _check(ours: list[tuple[Any, Any]], known: dict[str, Slide], deck: Deck, path: Path) -> None:
    """Refuse where the deck shows what these results cannot fill."""
    keys = {shape.name.removeprefix(PREFIX).partition(":")[0] for _, shape in ours if shape.name != _FOOT}
    missing = sorted(keys - set(known))
    if not missing:
        return
    commands = dict.fromkeys(one.command for one in deck.left_out if one.key in missing)
    allowed = "; ".join(commands) or "results with what the deck shows"
    raise InputError([Problem(f"there is no data for its slides {listed(missing)}", file=str(path), allowed=allowed)])


def _number(edited: Presentation, slide: Any) -> int:
    return next(at for at, one in enumerate(edited.slides, 1) if one.slide_id == slide.slide_id)


def _refresh(shape: Any, part: str, content: Slide) -> bool:
    """Give a shape its new figures; False where it is left as somebody edited it."""
    if part == "title":
        return _words(shape, content.title)
    if part == "caption":
        return _words(shape, content.caption)
    block = _block(part, content)
    if isinstance(block, Chart) and part.endswith(":head"):
        return _words(shape, block.head)
    if isinstance(block, Chart) and getattr(shape, "has_chart", False):
        return _chart(shape, block)
    if isinstance(block, Table) and getattr(shape, "has_table", False):
        return _table(shape, block)
    return isinstance(block, Words) and _words(shape, "\n".join(block.lines))


def _block(part: str, content: Slide) -> Block | None:
    key = part.partition(":")[0]
    return next((one for one in content.blocks if one.key == key), None)


def _words(shape: Any, words: str) -> bool:
    """Set text where nobody has touched it: where it is still what is read aloud in its place."""
    if not shape.has_text_frame:
        return False
    new, old = plain(words), found(shape._element, ".//p:cNvPr")[0].get("descr", "")
    lines = [paragraph.text for paragraph in shape.text_frame.paragraphs]
    if _flat("\n".join(lines)) != _flat(old) or len(new.split("\n")) > len(lines):
        return False
    for paragraph, line in zip(shape.text_frame.paragraphs, [*new.split("\n"), *[""] * len(lines)], strict=False):
        _set(paragraph, line)
    describe(shape, new)
    return True


def _flat(text: str) -> str:
    return " ".join(text.split())


def _set(paragraph: Any, text: str) -> None:
    """Set the text of a paragraph in the looks of its first run."""
    runs = paragraph.runs
    if not runs:
        paragraph.text = text
        return
    runs[0].text = text
    for run in runs[1:]:
        run._r.getparent().remove(run._r)


def _chart(shape: Any, block: Chart) -> bool:
    part = shape.chart.part
    if not refreshed_chart(part._element, block.data):
        return False
    part.chart_workbook.update_from_xlsx_blob(book_of(block.data))
    describe(shape, block.data.about)
    return True


def _table(shape: Any, block: Table) -> bool:
    """Set the cells of a table, in the looks they have; rows come and go at its end, columns do not."""
    from copy import deepcopy

    native = shape.table
    rows = (block.heads, *block.rows)
    if len(native.columns) != len(block.heads):
        return False
    body = native._tbl
    while len(native.rows) > len(rows):
        body.remove(body.tr_lst[-1])
    while len(native.rows) < len(rows):
        body.append(deepcopy(body.tr_lst[-1]))
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            _set(native.cell(at, place).text_frame.paragraphs[0], plain(text))
    describe(shape, block.about)
    return True


def _notes(slide: Any, known: dict[str, Slide]) -> None:
    """Refresh the notes of a slide where nobody has edited them."""
    keys = [
        shape.name.removeprefix(PREFIX).partition(":")[0] for shape in slide.shapes if shape.name.startswith(PREFIX)
    ]
    content = next((known[key] for key in keys if key in known), None)
    if content is not None and notes_untouched(slide):
        write_notes(slide, content)
