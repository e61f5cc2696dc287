"""One look for every chart: palette, type, page layout, and files that are the same bytes each time.

Colours are those of Okabe and Ito ("Color universal design", 2008), told apart by readers with any colour vision.
"""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from simulator.reports.cash_words import in_runs, odds_out
from simulator.reports.words import plural, short_name
from simulator.results.bands import holds_nine_in_ten
from simulator.results.cash_outlook import often

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.results.protocols import Summarised

__all__ = ["as_png", "footers"]

BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
GREEN: Final = "#009E73"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
PURPLE: Final = "#CC79A7"
YELLOW: Final = "#F0E442"
GREY: Final = "#9aa2ab"
INK: Final = "#1f2328"
MUTED: Final = "#5f6770"
GRID: Final = "#e4e6e9"
DARK: Final = {
    BLUE: "#0069a3",
    VERMILLION: "#b04e00",
    GREEN: "#00775a",
    ORANGE: "#8a5f00",
    SKY: "#1c6fa3",
    PURPLE: "#9c4377",
    YELLOW: "#736700",
    GREY: MUTED,
    INK: INK,
}
"""The same hues dark enough to be read as text on white, with a contrast of at least 4.5 to 1."""

TITLE_SIZE: Final = 21.0
SUBTITLE_SIZE: Final = 14.0
TEXT_SIZE: Final = 13.0
SMALL_SIZE: Final = 11.5
FOOTER_SIZE: Final = 10.5

LEFT: Final = 0.07
RIGHT: Final = 0.865
BOTTOM: Final = 0.115
_WIDTH_INCHES: Final = 16.0
_HEIGHT_INCHES: Final = 9.0
_DPI: Final = 100
MARGIN: Final = 0.035
_FONT: Final = "DejaVu Sans"  # comes with matplotlib, so the letters are the same everywhere
_SVG_FONTS: Final = b"'DejaVu Sans', Verdana, sans-serif"
"""Where an SVG is shown without that font, one of the same widths takes its place."""

_STYLE: Final[dict[Any, Any]] = {
    "font.family": [_FONT],
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,  # two dollar signs in a line are money, not a formula
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.8,
    "axes.labelcolor": MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "axes.xmargin": 0.0,
    "grid.color": GRID,
    "grid.linewidth": 0.9,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": TEXT_SIZE,
    "ytick.labelsize": TEXT_SIZE,
    "ytick.major.size": 0.0,
    "svg.fonttype": "none",  # text stays text: it can be searched, copied, edited and read aloud
    "svg.hashsalt": "t2d3",
    "savefig.facecolor": "white",
}

_BREAKS: Final = re.compile(r"(?<!\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))\s+|\s+(?!\d)")
"""Where a line may end: at any blank but that between a month and its year."""

_LOCK = threading.RLock()
_in_style: list[bool] = []


@contextmanager
def styled() -> Iterator[None]:
    """Draw in the house style and leave matplotlib's settings as they were.

    They are global to the process, so one thread draws at a time.
    """
    import matplotlib as mpl

    with _LOCK:
        if _in_style:  # setting all of matplotlib's settings takes longer than drawing a panel
            yield
            return
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(_STYLE)
            _in_style.append(True)
            try:
                yield
            finally:
                _in_style.pop()


def new_page(title: str, subtitle: str, footer: str) -> tuple[Figure, float]:
    """Return an empty 16:9 page and the height (0 to 1) below which panels may be drawn. Call it inside `styled`."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH_INCHES, _HEIGHT_INCHES), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    figure.set_label(legible(title))
    across = 1.0 - 2.0 * MARGIN
    top = 0.955
    lines = broken(legible(title), TITLE_SIZE, across, bold=True)
    figure.text(MARGIN, top, "\n".join(lines), size=TITLE_SIZE, weight="bold", va="top", linespacing=1.25, gid="title")
    top -= 0.041 * len(lines) + 0.012
    lines = broken(legible(subtitle), SUBTITLE_SIZE, across)
    figure.text(MARGIN, top, "\n".join(lines), size=SUBTITLE_SIZE, color=MUTED, va="top", gid="subtitle")
    top -= 0.028 * (len(lines) - 1)
    lines = broken(legible(footer), FOOTER_SIZE, across)
    figure.text(MARGIN, 0.018, "\n".join(lines), size=FOOTER_SIZE, color=MUTED, va="bottom", gid="footer")
    return figure, top - 0.075


def broken(text: str, size: float, width: float, bold: bool = False) -> list[str]:
    """Break a text into as few lines as fit `width` (a share of the page's), all about equally long.

    A month and its year stay together.
    """
    space = text_width("n n", size, bold) - text_width("nn", size, bold)
    pieces = [piece for word in _BREAKS.split(text.strip()) for piece in _cut(word, size, width, bold)]
    words = [(piece, text_width(piece, size, bold)) for piece in pieces]
    fewest = _filled(words, space, width)
    narrower = width
    while len(fewest) > 1 and narrower > 0.3 * width:
        narrower -= 0.02 * width
        lines = _filled(words, space, narrower)
        if len(lines) > len(fewest) or any(long > narrower for _, long in lines):
            break
        fewest = lines
    return [line for line, _ in fewest]


def _cut(word: str, size: float, width: float, bold: bool) -> list[str]:
    """Cut a word that is wider than a line into pieces that are not."""
    pieces = []
    while len(word) > 1 and text_width(word, size, bold) > width:
        fits = max((end for end in range(1, len(word)) if text_width(word[:end], size, bold) <= width), default=1)
        pieces.append(word[:fits])
        word = word[fits:]
    return [*pieces, word]


def _filled(words: list[tuple[str, float]], space: float, width: float) -> list[tuple[str, float]]:
    """Fill lines one after the other; return each with its width."""
    lines = words[:1] or [("", 0.0)]
    for word, wide in words[1:]:
        line, long = lines[-1]
        if long + space + wide > width:
            lines.append((word, wide))
        else:
            lines[-1] = (f"{line} {word}", long + space + wide)
    return lines


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide one line of text is, as a share of the page's width, with half a pixel to spare."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    font = get_font(findfont(FontProperties(family=[_FONT], weight="bold" if bold else "normal")))
    font.set_size(size, _DPI)
    font.set_text(text, 0.0)
    return (float(font.get_width_height()[0]) / 64.0 + 0.5) / (_WIDTH_INCHES * _DPI)


def legible(text: str) -> str:
    """Return the text with characters the font cannot draw replaced, so that any scenario name can be printed."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont(_FONT))
    return "".join(c if c == "\n" or (c.isprintable() and font.get_char_index(ord(c))) else "�" for c in text)


_PLAIN: Final = ContextVar("plain footers", default=False)


@contextmanager
def footers(plain: bool) -> Iterator[None]:
    """Draw pages with `plain` footers, if so: without the name of the program and the seed."""
    before = _PLAIN.set(plain)
    try:
        yield
    finally:
        _PLAIN.reset(before)


def source(result: Summarised, bands: bool = True) -> str:
    """Return the footer: where the figures come from, over how many runs, what the bands are, whether cash runs out.

    Inside `footers(plain=True)` nothing of how they were made stands in it.
    """
    plain = _PLAIN.get()
    parts = [] if plain else ["t2d3"]
    parts += [short_name(result.scenario.name), _runs(result) if plain else _runs_and_seed(result)]
    if often(odds_out(result)):
        parts.append("cash runs out" if single(result) else f"cash runs out {in_runs(odds_out(result))}")
    if bands and not single(result):
        parts.append(bands_told(len(result.runs)))
    return " · ".join(parts)


def bands_told(runs: int) -> str:
    """Return what the shades around a line over so many runs are: `bands P5–P95 and P25–P75`, of few their range."""
    return "bands P5–P95 and P25–P75" if holds_nine_in_ten(runs) else "bands: range (lowest to highest) and P25–P75"


def _runs(result: Summarised) -> str:
    return "single run" if single(result) else plural(len(result.runs), "run")


def _runs_and_seed(result: Summarised) -> str:
    if single(result):
        return f"single run ({int(result.runs[0]):,}), seed {result.seed}"
    return f"{_runs(result)}, seed {result.seed}"


def single(result: Summarised) -> bool:
    """Tell whether there is one run only, so that there is no spread to show."""
    return len(result.runs) == 1


def say(axes: Axes, message: str) -> None:
    """Say in words why a panel has nothing to show, in place of an empty pair of axes."""
    axes.set_axis_off()
    axes.text(
        0.5, 0.5, legible(message), transform=axes.transAxes, ha="center", va="center", color=MUTED, gid="message"
    )


def as_png(figure: Figure) -> bytes:
    """Return the page, `figure`, as a PNG of 1600 by 900 pixels."""
    return _saved(figure, "png", {"Title": figure.get_label(), "Software": "t2d3"})


def as_svg(figure: Figure) -> bytes:
    """Return the page as SVG: text as text, no date, the same bytes for the same figures."""
    page = _saved(figure, "svg", {"Title": figure.get_label(), "Creator": "t2d3", "Date": None})
    return page.replace(f"'{_FONT}'".encode(), _SVG_FONTS)


def _saved(figure: Figure, kind: str, metadata: dict[str, Any]) -> bytes:
    with styled():
        buffer = BytesIO()
        figure.savefig(buffer, format=kind, metadata=metadata)
    return buffer.getvalue()
