"""The pages in a browser: at every width, in light and dark, by keyboard, without scripts, and for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, Request

PAGES = {
    "front": "",
    "theme": "themes/contract-terms/",
    "evidence": "themes/contract-terms/evidence/",
    "themes": "themes/",
    "debrief": "debriefs/76fa6a01/",
    "tombstone": "debriefs/48ea7d68/",
    "debriefs": "debriefs/",
    "index": "debriefs/by-outcome/lost/",
    "matrix": "matrix/",
    "coverage": "coverage/",
    "method": "method/",
    "figure": "method/prevalence/",
    "codes": "method/codes/",
    "fields": "contribute/fields/",
    "set aside": "set-aside/",
    "silence": "silence/",
    "promises": "promises/",
    "promise": "promises/frost-proof-kiosk/",
    "bets": "initiatives/",
    "initiative": "initiatives/sap-through-partner/",
    "claims": "claims/",
    "answers": "answers/",
    "editions": "editions/",
    "edition": "editions/2026-07/",
    "competitors": "competitors/",
    "competitor": "competitors/torwacht/",
    "segment": "segments/mid-market/",
    "about": "about/",
    "contribute": "contribute/",
    "schema": "schema/",
    "data": "data/",
    "404": "nowhere/at/all/",
}
WIDTHS = (320, 360, 1280)
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = ["scrollable-region-focusable", "target-size", "link-in-text-block"]
LISTEN = """
window.refused = [];
document.addEventListener("securitypolicyviolation", event => window.refused.push(event.violatedDirective));
"""
# What axe-core tells of rules that hold is long, and takes as long to bring over as to find out.
BROKEN = """async options => (await axe.run(document, options)).violations.map(
  rule => ({ id: rule.id, nodes: rule.nodes.map(node => node.html) }))"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE = """() => {
  const limit = document.documentElement.clientWidth + 0.5, found = [];
  const scrolls = e => e && e !== document.documentElement &&
    (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  for (const e of document.body.querySelectorAll("*"))
    if (e.getBoundingClientRect().right > limit && !scrolls(e.parentElement)) found.push(e.tagName + "." + e.className);
  return found.slice(0, 5);
}"""
FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return {
    tag: e.tagName, text: e.textContent.trim().slice(0, 40), href: e.getAttribute("href"),
    outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    shadow: style.boxShadow !== "none", inside: box.width > 0 && box.height > 0,
  };
}"""


@contextmanager
def opened(
    browser: Browser, width: int = 1280, scheme: Scheme = "light", **more: Any
) -> Iterator[tuple[Page, list[str]]]:
    """A page in a context of its own, and what went wrong on it."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)
    wrong: list[str] = []
    try:
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.extend(_foreign(request)))
        page.on("requestfailed", lambda request: wrong.extend(_failed(request)))
        yield page, wrong
    finally:
        context.close()


def _foreign(request: Request) -> list[str]:
    return [] if request.url.startswith(("http://127.0.0.1:", "data:")) else [f"asks {request.url}"]


def _failed(request: Request) -> list[str]:
    """What could not be had; a request that the next page cut short is nobody's fault."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url}"]


def visit(page: Page, address: str, path: str) -> None:
    """Open a page of the site."""
    page.goto(address + path, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")


def unexpected(wrong: list[str], path: str) -> list[str]:
    """What went wrong, but for the status of a page that is not there."""
    return [complaint for complaint in wrong if not (path == PAGES["404"] and "404" in complaint)]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_every_width_and_asks_nobody_else(browser: Browser, address: str, name: str) -> None:
    path = PAGES[name]
    with opened(browser) as (page, wrong):
        visit(page, address, path)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(OVERFLOW) <= 0, (width, scheme, page.evaluate(WIDE))
            assert page.evaluate("window.refused") == []
            assert unexpected(wrong, path) == []


def test_the_page_of_an_empty_repository_fits_too(browser: Browser, empty_address: str) -> None:
    for scheme in SCHEMES:
        with opened(browser, 320, scheme) as (page, wrong):
            visit(page, empty_address, "")
            assert page.evaluate(OVERFLOW) <= 0, page.evaluate(WIDE)
            assert page.locator("pre").count() > 0
            assert (page.evaluate("window.refused"), wrong) == ([], [])


def test_words_without_end_do_not_widen_a_page(browser: Browser, rough_address: str) -> None:
    with opened(browser, 320) as (page, wrong):
        for path in ("", "debriefs/11111111/", "debriefs/", "themes/", "themes/pricing/", "set-aside/", "about/"):
            visit(page, rough_address, path)
            assert page.evaluate(OVERFLOW) <= 0, (path, page.evaluate(WIDE))
        assert wrong == []


@pytest.mark.parametrize(
    "path",
    [
        "about/",
        "debriefs/11111111/",
        "",
    ],
)
def test_code_and_tables_that_scroll_are_reached_by_keyboard(
    browser: Browser, rough_address: str, axe: str, path: str
) -> None:
    with opened(browser, 320, bypass_csp=True) as (page, _):
        visit(page, rough_address, path)
        page.evaluate(axe)
        assert violations(page, "rule", NARROW) == []


def test_dark_is_dark_and_light_is_light(browser: Browser, address: str) -> None:
    bright = {}
    for scheme in SCHEMES:
        with opened(browser, 1280, scheme) as (page, _):
            visit(page, address, "")
            colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
            numbers = [float(part) for part in colour.strip("rgba()").split(",")[:3]]
            bright[scheme] = sum(numbers)
    assert bright["dark"] < 200 < 560 < bright["light"]


def test_the_fonts_are_loaded_from_the_site(browser: Browser, address: str) -> None:
    with opened(browser) as (page, _):
        visit(page, address, "")
        loaded = page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
        failed = page.evaluate("[...document.fonts].filter(f => f.status === 'error').map(f => f.family)")
        assert len(set(loaded)) >= 2
        assert failed == []
        for selector in ("h1", "nav a"):
            family = page.evaluate("s => getComputedStyle(document.querySelector(s)).fontFamily", selector)
            assert any(name.strip("\"'") in family for name in loaded), selector


@pytest.mark.parametrize("name", ["front", "theme", "debrief", "matrix", "set aside"])
def test_every_stop_of_the_tab_key_is_visible(browser: Browser, address: str, name: str) -> None:
    for scheme in SCHEMES:
        with opened(browser, 1280, scheme) as (page, _):
            visit(page, address, PAGES[name])
            stops = set()
            for _ in range(25):
                page.keyboard.press("Tab")
                focused = page.evaluate(FOCUSED)
                if focused["tag"] == "BODY":
                    break
                assert focused["outline"] or focused["shadow"], focused
                assert focused["inside"], focused
                stops.add((focused["href"], focused["text"]))
            assert len(stops) >= 10


@pytest.mark.parametrize("name", ["front", "debrief", "404"])
def test_the_skip_link_appears_and_leads_to_the_text(browser: Browser, address: str, name: str) -> None:
    with opened(browser, 320) as (page, _):
        visit(page, address, PAGES[name])
        page.keyboard.press("Tab")
        skip = page.locator("a[href='#main']")
        box = skip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_page_says_the_same_without_scripts(browser: Browser, address: str) -> None:
    with opened(browser) as (scripted, _), opened(browser, java_script_enabled=False) as (plain, _):
        for path in PAGES.values():
            if path == PAGES["contribute"]:
                continue
            said = []
            for page in (scripted, plain):
                page.goto(address + path, wait_until="load")
                said.append(page.locator("body").text_content())
            assert said[0] == said[1], path
            assert said[0], path


def test_without_scripts_the_page_of_the_forms_tells_how_to_write_by_hand(browser: Browser, address: str) -> None:
    with opened(browser, java_script_enabled=False) as (page, _):
        page.goto(address + PAGES["contribute"], wait_until="load")
        assert page.locator("noscript .notice").count() == 1
        assert page.get_by_text("Where the file goes").is_visible()
        assert page.locator("form").count() == 0


def test_motion_that_is_not_wanted_does_not_happen(browser: Browser, address: str) -> None:
    with opened(browser, reduced_motion="reduce") as (page, _):
        visit(page, address, "")
        moving = """() => [...document.querySelectorAll("*")].filter(e => {
          const style = getComputedStyle(e);
          const times = `${style.animationDuration},${style.transitionDuration}`.split(",");
          return times.some(time => parseFloat(time) > 0.01);
        }).map(e => e.tagName)"""
        assert page.evaluate(moving) == []


def test_targets_for_fingers_are_large_enough(browser: Browser, address: str) -> None:
    small = """() => [...document.querySelectorAll("nav a, summary, .skip")].filter(e => {
      const box = e.getBoundingClientRect();
      return box.width > 0 && getComputedStyle(e).position !== "absolute" && box.height < 24;
    }).map(e => e.textContent.trim())"""
    with opened(browser, 360) as (page, _):
        visit(page, address, "")
        assert page.evaluate(small) == []


def test_a_print_carries_the_text_in_ink_on_paper(browser: Browser, address: str, tmp_path: Path) -> None:
    with opened(browser, 1280, "dark") as (page, wrong):
        visit(page, address, "")
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
        ink = page.evaluate("getComputedStyle(document.querySelector('main')).color")
        assert sum(float(part) for part in ink.strip("rgba()").split(",")[:3]) < 250
        printed = page.pdf(format="A4", path=tmp_path / "front.pdf")
        assert printed.startswith(b"%PDF")
        assert wrong == []


def test_zoom_is_left_to_the_reader(browser: Browser, address: str) -> None:
    with opened(browser) as (page, _):
        visit(page, address, "")
        viewport = page.locator("meta[name=viewport]").get_attribute("content") or ""
        assert "user-scalable" not in viewport
        assert "maximum-scale" not in viewport


@pytest.mark.parametrize("name", PAGES)
def test_no_rule_of_accessibility_is_broken(browser: Browser, address: str, axe: str, name: str) -> None:
    with opened(browser, bypass_csp=True) as (page, _):
        visit(page, address, PAGES[name])
        page.evaluate(axe)
        assert violations(page, "tag", TAGS) == []
        page.emulate_media(color_scheme="dark")
        assert violations(page, "rule", ["color-contrast"]) == []
        page.set_viewport_size({"width": 320, "height": 800})
        assert violations(page, "rule", NARROW) == []


def test_no_rule_of_accessibility_is_broken_where_nothing_is_yet(
    browser: Browser, empty_address: str, axe: str
) -> None:
    with opened(browser, bypass_csp=True) as (page, _):
        visit(page, empty_address, "")
        page.evaluate(axe)
        assert violations(page, "tag", TAGS) == []


def violations(page: Page, kind: str, values: list[str]) -> list[tuple[str, list[str]]]:
    """The rules that axe-core finds broken, with the elements that break them."""
    only = {"runOnly": {"type": kind, "values": values}, "resultTypes": ["violations"]}
    found = page.evaluate(BROKEN, only)
    return [(rule["id"], [html[:160] for html in rule["nodes"]][:4]) for rule in found]
