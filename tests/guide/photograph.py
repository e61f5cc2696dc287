"""Make the pictures of a report, a deck and a workbook anew: `python tests/guide/photograph.py`.

They show what a browser and an office make of the files, which no command of t2d3 draws and no test can. So each bears
the finding of the run it shows, and a test holds that against the README's. Needs chromium, soffice, pdftotext and
pdftoppm.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageOps
from PIL.PngImagePlugin import PngInfo

sys.path.insert(0, str(Path(__file__).parent))

from pages import GUIDE

from simulator import deck, report, simulate, workbook

_WINDOW: Final = (1200, 1390)
_PAGES: Final = {
    "deck_arr": ("deck", "Odds of the plan", 85),
    "deck_bridge": ("deck", "Contraction", 85),
    "workbook_summary": ("workbook", r"\A\s*Summary\n", 110),
    "workbook_pnl": ("workbook", r"\A\s*P&L\n", 110),
    "workbook_charts": ("workbook", r"\A\s*Charts\n", 120),
}
"""Of each picture the file it is of, what stands on its page, and the dots an inch."""
_FOOTER: Final = 0.07  # of the height of a printed sheet
_MARGIN: Final = 16
_COLOURS: Final = 64


def photograph(folder: Path) -> None:
    """Make all pictures by way of a folder."""
    answer = simulate("baseline", runs=200, seed=1)
    finding = str(answer).splitlines()[0]
    report(answer).save(folder / "report.html")
    deck(answer).save(folder / "deck.pptx")
    workbook(answer).save(folder / "workbook.xlsx")
    page, profile = folder / "report.png", f"--user-data-dir={folder / 'browser'}"
    size = "--window-size={},{}".format(*_WINDOW)
    seen = (f"--screenshot={page}", size, "--hide-scrollbars", "--no-sandbox", profile)
    _run("chromium", "--headless=new", *seen, (folder / "report.html").as_uri())
    _keep(Image.open(page).convert("RGB"), "report_baseline", finding)
    for name in ("deck.pptx", "workbook.xlsx"):
        office = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        _run("soffice", office, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / name))
    for name, (file, mark, dots) in _PAGES.items():
        image = _page(folder / f"{file}.pdf", mark, dots)
        if file == "workbook":
            image = _trimmed(image.crop((0, 0, image.width, round(image.height * (1 - _FOOTER)))))
        _keep(image, name, finding)


def _page(pdf: Path, mark: str, dots: int) -> Image.Image:
    pages = _run("pdftotext", "-layout", str(pdf), "-").split("\f")
    number = str(next(place for place, text in enumerate(pages, 1) if re.search(mark, text)))
    drawn = pdf.with_suffix("")
    _run("pdftoppm", "-f", number, "-l", number, "-r", str(dots), "-png", "-singlefile", str(pdf), str(drawn))
    return Image.open(drawn.with_suffix(".png")).convert("RGB")


def _trimmed(image: Image.Image) -> Image.Image:
    """Return an image without the paper around what stands on it."""
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    assert box is not None, "an empty page"
    return ImageOps.expand(image.crop(box), _MARGIN, "white")


def _keep(image: Image.Image, name: str, finding: str) -> None:
    told = PngInfo()
    told.add_text("Title", finding)
    few = image.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(GUIDE / "pictures" / f"{name}.png", optimize=True, pnginfo=told)


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        photograph(Path(place))
