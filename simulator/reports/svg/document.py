"""A chart as an SVG element: a view box, an accessible name and description, and what is drawn inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from simulator.reports.svg.colours import DARK, LIGHT, chart_rules, custom_properties


@dataclass(frozen=True)
class Named:
    """What a chart is called and shows, for whoever cannot see it; `key` makes its ids unique on a page."""

    key: str
    title: str
    about: str


@dataclass(frozen=True)
class Chart:
    """A drawn chart: its size in pixels at which letters have their size, its name, and the marks inside."""

    width: int
    height: int
    named: Named
    marks: tuple[str, ...]

    def svg(self, extra: str = "") -> str:
        """Return the element for a page; `extra` are more classes."""
        return f"{self._opening(extra)}{self._inside()}</svg>"

    def document(self) -> str:
        """Return a file of its own, with its colours for light and for dark."""
        dark = f"@media (prefers-color-scheme:dark){{svg.chart{{{custom_properties(DARK)}}}}}"
        style = f"<style>svg.chart{{{custom_properties(LIGHT)}}}\n{dark}\n{chart_rules()}</style>"
        opening = self._opening("").replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}{style}{self._inside()}</svg>\n'

    def _opening(self, extra: str) -> str:
        key, size = escape(self.named.key, quote=True), f'viewBox="0 0 {self.width} {self.height}"'
        classes = f"chart {extra}".rstrip()
        return f'<svg class="{classes}" {size} role="img" aria-labelledby="{key}-t" aria-describedby="{key}-d">'

    def _inside(self) -> str:
        key = escape(self.named.key, quote=True)
        title = f'<title id="{key}-t">{escape(self.named.title)}</title>'
        about = f'<desc id="{key}-d">{escape(self.named.about)}</desc>'
        return "".join((title, about, *self.marks))


def number(value: float) -> str:
    """Return a coordinate with one decimal at most, never `-0`."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text in ("-0", "") else text


def path(points: Iterable[tuple[float, float]], classes: str, closed: bool = False) -> str:
    """Return a path through points in pixels; nothing where there are none."""
    drawn = trail(points)
    if not drawn:
        return ""
    return f'<path class="{classes}" d="{drawn}{"Z" if closed else ""}"/>'


def trail(points: Iterable[tuple[float, float]]) -> str:
    """Return the commands that draw through points, in pixels."""
    return "".join(f"{'L' if place else 'M'}{number(x)} {number(y)}" for place, (x, y) in enumerate(points))


def text(x: float, y: float, words: str, classes: str = "", side: str = "start") -> str:
    """Return words with their baseline at a place; `side` is start, middle or end."""
    chosen = f' class="{classes}"' if classes else ""
    anchor = "" if side == "start" else f' text-anchor="{side}"'
    return f'<text x="{number(x)}" y="{number(y)}"{chosen}{anchor}>{escape(words)}</text>'


def box(x: float, y: float, width: float, height: float, classes: str) -> str:
    """Return a filled rectangle; one of no height is not drawn."""
    if not (width > 0.0 and height > 0.0):
        return ""
    return (
        f'<rect class="{classes}" x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, classes: str) -> str:
    """Return a straight line."""
    return f'<path class="{classes}" d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"/>'


def dot(x: float, y: float, radius: float, classes: str) -> str:
    """Return a circle."""
    return f'<circle class="{classes}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'


def joined(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the marks that are there."""
    return tuple(part for part in parts if part)
