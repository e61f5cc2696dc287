"""One renderer of small SVG charts: pure functions of plain numbers, the same bytes for the same numbers.

Text is text, colours are custom properties that a page sets for light and dark, and each chart has an accessible name.
It serves the report in one file, the alternative pictures of slides and a local page; PNG pages are matplotlib's.
"""
