"""Every page for eyes that need contrast or size, and kept to what the handbook promises."""

from __future__ import annotations

from typing import Final, Literal

import pytest
from playwright.sync_api import Page

from tests.test_site.conftest import (
    DESKTOP,
    HANDBOOK_PAGES,
    PAGES,
    PHONE,
    Reader,
    violations,
)

pytestmark = pytest.mark.browser

#: What does not fit: text beyond the edge or cut off by a box, and boxes that scroll sideways.
#: Code may scroll; text that is hidden from eyes on purpose is cut to nothing with clip-path.
_MISFITS: Final = """() => {
  const width = document.documentElement.clientWidth;
  const found = [];
  const above = element => element ? [element, ...above(element.parentElement)] : [];
  if (document.documentElement.scrollWidth > width)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const element of document.body.querySelectorAll('*')) {
    const overflow = getComputedStyle(element).overflowX;
    if (/auto|scroll/.test(overflow) && element.scrollWidth > element.clientWidth
        && !element.matches('pre'))
      found.push(`scrolls sideways: ${element.outerHTML.slice(0, 80)}`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const around = above(node.parentElement);
    if (!node.data.trim() || !node.parentElement.checkVisibility({ visibilityProperty: true })
        || around.some(each => getComputedStyle(each).clipPath !== 'none' || each.matches('pre')))
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const place of range.getClientRects()) {
      if (!place.width) continue;
      if (place.left < -0.5 || place.right > width + 0.5)
        found.push(`beyond the edge: ${node.data.trim().slice(0, 60)}`);
      for (const each of around) {
        const style = getComputedStyle(each);
        const box = each.getBoundingClientRect();
        const cutAcross = /hidden|clip/.test(style.overflowX)
          && (place.left < box.left - 0.5 || place.right > box.right + 0.5);
        const cutBelow = /hidden|clip/.test(style.overflowY)
          && (place.top < box.top - 0.5 || place.bottom > box.bottom + 0.5);
        if (cutAcross || cutBelow) found.push(`cut off: ${node.data.trim().slice(0, 60)}`);
      }
    }
  }
  return [...new Set(found)];
}"""

#: The spacing a reader may ask for (WCAG 2.2, 1.4.12).
_SPACED: Final = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
  } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""


def assert_all_fits(page: Page) -> None:
    found = page.evaluate(_MISFITS)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", PAGES)
def test_page_breaks_no_accessibility_rule(page: Page, server: str, name: str) -> None:
    page.goto(server + name)
    found: list[str] = []
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme in schemes:
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {size['width']}: {each}" for each in violations(page)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_nothing_of_others_and_complains_of_nothing(
    reader: Reader, address: str, name: str
) -> None:
    """No request to another host, none that fails, none the policy forbids; a quiet console."""
    reader.page.goto(address + name)
    reader.page.emulate_media(color_scheme="dark")
    reader.page.mouse.wheel(0, 20_000)
    # What the page has caused until here is known when this comes back.
    reader.page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert reader.complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_off_in_a_window_of_320_pixels(page: Page, server: str, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(server + name)
    assert_all_fits(page)
    page.evaluate(_SPACED)
    assert_all_fits(page)


@pytest.mark.parametrize("name", HANDBOOK_PAGES)
def test_text_may_be_twice_as_large(page: Page, server: str, name: str) -> None:
    """At 200 per cent a window of 1280 pixels has room for 640 (WCAG 2.2, 1.4.4)."""
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto(server + name)
    assert_all_fits(page)
