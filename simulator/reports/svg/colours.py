"""The colours of SVG charts and of the pages they stand on, as CSS custom properties: light, and dark.

Hues are those of every other chart (`theme`). Each has two shades: one that fills, and one dark or light enough to be
read as text on the page, with a contrast of at least 4.5 to 1.
"""

from __future__ import annotations

from typing import Final

from simulator.reports import theme

HUES: Final = {
    "blue": theme.BLUE,
    "vermillion": theme.VERMILLION,
    "green": theme.GREEN,
    "orange": theme.ORANGE,
    "sky": theme.SKY,
    "purple": theme.PURPLE,
    "yellow": theme.YELLOW,
    "grey": theme.GREY,
    "ink": theme.INK,
}
"""The hues by the names that charts give them."""

LIGHT: Final = {
    **HUES,
    **{f"{name}-text": theme.DARK[hue] for name, hue in HUES.items()},
    "muted": theme.MUTED,
    "grid": theme.GRID,
    "page": "#ffffff",
    "panel": "#f6f7f8",
}

DARK: Final = {
    "blue": "#3f9bdc",
    "vermillion": "#e8702a",
    "green": "#23b58c",
    "orange": "#e69f00",
    "sky": "#74c2ee",
    "purple": "#d98bb4",
    "yellow": "#e6da42",
    "grey": "#8b939c",
    "ink": "#e9ebee",
    "blue-text": "#6fb8ee",
    "vermillion-text": "#ff9c5e",
    "green-text": "#3fcba2",
    "orange-text": "#f0b63c",
    "sky-text": "#8fd0f5",
    "purple-text": "#eba9cb",
    "yellow-text": "#efe454",
    "grey-text": "#b3bac2",
    "ink-text": "#e9ebee",
    "muted": "#a9b1ba",
    "grid": "#333a42",
    "page": "#14171a",
    "panel": "#1d2126",
}

_RULES: Final = """\
svg.chart{font-family:system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif;font-size:13px}
.chart text{fill:var(--ink)}
.chart .quiet{fill:var(--muted)}
.chart .small{font-size:11.5px}
.chart .strong{font-weight:600}
.chart .rule{stroke:var(--grid);stroke-width:1;fill:none}
.chart .base{stroke:var(--muted);stroke-width:1;fill:none}
.chart .mark{stroke:var(--muted);stroke-width:1;stroke-dasharray:2 3;fill:none}
.chart .line{fill:none;stroke-width:2.4;stroke-linejoin:round;stroke-linecap:round}
.chart .thin{fill:none;stroke-width:1.5}
.chart .plan{fill:none;stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 3}
.chart .outer{opacity:.18}
.chart .inner{opacity:.3}
.chart .empty{fill:none;stroke:var(--muted);stroke-width:1.2}
"""


def custom_properties(colours: dict[str, str]) -> str:
    """Return `colours` by name as declarations of CSS custom properties: `--blue:#0072B2;...`."""
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def chart_rules() -> str:
    """Return the style rules of charts, for a page that sets the custom properties."""
    fills = "".join(f".chart .f-{name}{{fill:var(--{name})}}\n" for name in HUES)
    strokes = "".join(f".chart .s-{name}{{stroke:var(--{name})}}\n" for name in HUES)
    texts = "".join(f".chart .t-{name}{{fill:var(--{name}-text)}}\n" for name in HUES)
    return f"{_RULES}{fills}{strokes}{texts}"
