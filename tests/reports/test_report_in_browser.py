"""The report in a browser, by day and by night, on a telephone and on a desk: barriers, requests, redraw, paper.

Needs Debian's chromium, playwright and axe-core, which `.ci/long browser` installs; elsewhere they are skipped for the
reason that is given.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from synthetic_company import company
from test_report_page import HOSTILE, with_levers

from simulator.answers import report

in_a_browser = pytest.mark.long(part="browser")

WIDTHS = (390, 1440)
SCHEMES = ("light", "dark")
REDRAW = 16.0
"""Milliseconds that a frame has."""
AXE = os.environ.get("T2D3_AXE", "")
"""Where axe.min.js is; `.ci/long` says it, and then nothing may be missing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    missing = [
        *([] if (chromium := shutil.which("chromium")) else ["chromium (apt-get install chromium)"]),
        *([] if Path(AXE).is_file() else ["axe-core (T2D3_AXE names its axe.min.js)"]),
    ]
    try:
        from playwright.sync_api import sync_playwright  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        missing.append("playwright (pip install playwright)")
    if missing:
        (pytest.fail if AXE else pytest.skip)(f"not here: {', '.join(missing)}")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    late = company(behind=0.2, overrides={"name": HOSTILE})
    texts = {
        "levers": with_levers(),
        "side by side": report([company(), late]).page,
        "short": report(company(7, 6)).page,
    }
    found = {name: folder / f"{name}.html" for name in texts}
    for name, text in texts.items():
        found[name].write_text(text, encoding="utf-8")
    return found


@in_a_browser
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_barrier_is_found_by_day_or_by_night_on_any_screen(
    browser: Any, pages: dict[str, Path], scheme: str, width: int
) -> None:
    rules = Path(AXE).read_text(encoding="utf-8")
    for name, path in pages.items():
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        page.evaluate(rules)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert not [(one["id"], one["nodes"][0]["html"][:200]) for one in found], name
        context.close()


@in_a_browser
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_asked_for_and_nothing_is_refused(browser: Any, pages: dict[str, Path], width: int) -> None:
    for name, path in pages.items():
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda one, asked=asked: asked.append(one.url))
        page.on("console", lambda one, said=said: said.append(one.text))
        page.on("pageerror", lambda one, said=said: said.append(str(one)))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (asked, said, beyond) == ([path.as_uri()], [], 0), name
        context.close()


@in_a_browser
def test_a_lever_is_redrawn_within_a_frame(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["levers"].as_uri())
    slider, line = page.locator(".lever input"), page.locator(".lever .line").first
    assert slider.is_enabled()
    before, said = line.get_attribute("d"), page.locator(".lever output").inner_text()
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert line.get_attribute("d") != before and page.locator(".lever output").inner_text() != said
    page.keyboard.press("ArrowRight")
    assert page.locator(".lever output").inner_text() == said
    times = page.evaluate("""() => {
      const slider = document.querySelector('.lever input');
      return Array.from({length: 201}, (_, turn) => {
        slider.value = turn % (Number(slider.max) + 1);
        const began = performance.now();
        slider.dispatchEvent(new Event('input'));
        document.body.offsetHeight;
        return performance.now() - began;
      });
    }""")
    assert sorted(times)[100] < REDRAW


@in_a_browser
def test_on_paper_each_chart_has_a_page_and_tags(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["levers"].as_uri())
    printed = page.pdf(prefer_css_page_size=True, tagged=True)
    assert b"/StructTreeRoot" in printed and b"/Marked true" in printed
    sections = page.locator("section").count()
    assert sections - 2 <= printed.count(b"/Type /Page\n") <= sections + 3
