"""What every page has to be: all of its text on it, none over another, nothing empty."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from simulator.reports.theme import styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text


def shown(figure: Figure) -> list[Text]:
    """Return the texts that are really drawn; call it after drawing."""
    from matplotlib.text import Text

    drawn = [text for text in figure.texts if text.get_text().strip()]
    for axes in figure.axes:
        drawn += [text for text in [*axes.texts, axes.title, axes._left_title] if text.get_text().strip()]
        if axes.axison:
            ticks = [tick for axis in (axes.xaxis, axes.yaxis) for tick in axis._update_ticks()]
            labels = [label for tick in ticks for label in (tick.label1, tick.label2)]
            drawn += [label for label in labels if label.get_visible() and label.get_text().strip()]
            drawn += [axis.label for axis in (axes.xaxis, axes.yaxis) if axis.label.get_text()]
    assert all(isinstance(text, Text) for text in drawn)
    return drawn


def check(figure: Figure) -> None:
    """Every text lies on the page, says something, and overlaps no other; every panel shows or says something."""
    with styled():
        figure.draw_without_rendering()
        boxes = [(text.get_text(), text.get_window_extent()) for text in shown(figure)]
    page = figure.bbox
    for words, box in boxes:
        assert not {"nan", "inf", "$nan", "nan%"} & set(words.lower().replace("–", " ").split()), words
        inside = box.x0 >= page.x0 and box.y0 >= page.y0 and box.x1 <= page.x1 and box.y1 <= page.y1
        assert inside, f"{words!r} reaches beyond the page: {box}"
    letters = [(words, box.shrunk(1.0, 0.7)) for words, box in boxes]  # a box has room for accents and descenders
    for (one, box), (other, place) in combinations(letters, 2):
        assert not box.overlaps(place), f"{one!r} and {other!r}"
    for axes in figure.axes:
        said = [text for text in axes.texts if text.get_gid() == "message"]
        assert said or axes.lines or axes.collections or axes.patches
