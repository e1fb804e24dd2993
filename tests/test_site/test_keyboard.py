"""Every page with nothing but a keyboard, and its targets for fingers."""

from __future__ import annotations

import itertools
from typing import Any, Final

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.test_site.conftest import DESKTOP, HANDBOOK_PAGES, PHONE, TOP_PAGES

pytestmark = pytest.mark.browser

#: The pages are built alike in both languages; English ones differ in their texts alone.
_PAGES: Final = [*TOP_PAGES, *(each for each in HANDBOOK_PAGES if each.startswith("sv/"))]
_SIZES: Final = [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")]

#: Without a query the search page puts the focus in its field, and a reader starts from there.
_QUERY: Final = "?q=mobilitet"

_PREPARE: Final = "window.stops = []"

#: Where the focus is; nothing when it has left the page.
_STOP: Final = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const before = stops.at(-1);
  // A date has several stops of its own: year, month, day, calendar.
  if (element === before && element.type === 'date') return { withinDate: true };
  const again = stops.includes(element);
  stops.push(element);
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height, innerHeight) / 2;
  // A label is pressed as well as what it belongs to.
  const target = element.closest('label') ?? element;
  const hits = (x, y) => target.contains(document.elementFromPoint(x, y));
  const style = getComputedStyle(element);
  const parent = element.parentElement.cloneNode(true);
  parent.querySelectorAll('a, button, .headerlink').forEach(each => each.remove());
  return {
    name: element.outerHTML.slice(0, 90),
    again,
    follows: !before || Boolean(before.compareDocumentPosition(element) & 4),
    inWindow: box.top >= -0.5 && box.left >= -0.5 && box.right <= innerWidth + 0.5
      && (box.bottom <= innerHeight + 0.5 || box.height > innerHeight),
    seen: style.clipPath === 'none' && hits(x, y),
    outlined: [style, getComputedStyle(element, '::after')].some(
      each => each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 2),
    large: hits(x - 11.5, y) && hits(x + 11.5, y) && hits(x, y - 11.5) && hits(x, y + 11.5),
    inSentence: style.display === 'inline' && /\\p{L}/u.test(parent.textContent),
    inMain: Boolean(element.closest('main')),
    inNextColumn: Boolean(before
      && element.closest('.ramverk-columns > *')?.previousElementSibling?.contains(before)),
    top: box.top + scrollY, bottom: box.bottom + scrollY, left: box.left,
  };
}"""

#: What a mouse can use and no stop was made at. A heading's link to itself shows to a mouse alone;
#: the contents lead to the same places (see test_markup).
_LEFT_OUT: Final = """() => [...document.querySelectorAll(
  'a[href], area[href], button, input, select, textarea, summary, iframe, [contenteditable], '
  + '[onclick], [tabindex]:not([tabindex="-1"])')]
  .filter(each => each.checkVisibility({ visibilityProperty: true }) && !stops.includes(each))
  // Arrow keys lead from one answer of a choice to the others.
  .filter(each => each.type !== 'radio' || !stops.some(
    stop => stop.type === 'radio' && stop.form === each.form && stop.name === each.name))
  .map(each => each.outerHTML.slice(0, 90))"""


def open_page(page: Page, address: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    page.goto(address + _QUERY if address.endswith("search.html") else address)


def walk(page: Page) -> list[dict[str, Any]]:
    """All stops of the Tab key from the top of the page to its end."""
    page.evaluate(_PREPARE)
    found: list[dict[str, Any]] = []
    for _ in range(500):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            return found
        if "withinDate" in stop:
            continue
        if stop["again"] and found and stop["name"] == found[0]["name"]:
            return found
        assert not stop["again"], f"a trap: {stop['name']}"
        found.append(stop)
    raise AssertionError("the Tab key does not come to an end")


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize("name", _PAGES)
def test_tab_and_fingers_reach_everything_on_the_page(
    page: Page, server: str, name: str, size: ViewportSize
) -> None:
    open_page(page, server + name, size)
    stops = walk(page)
    assert stops
    failed = [
        f"not {key}: {each['name']}"
        for key in ("follows", "inWindow", "seen", "outlined")
        for each in stops
        if not each[key]
    ]
    failed += [f"not reached: {each}" for each in page.evaluate(_LEFT_OUT)]
    # 24 by 24 pixels at least, but for links in a sentence (WCAG 2.2, 2.5.8).
    failed += [
        f"too small: {each['name']}" for each in stops if not (each["large"] or each["inSentence"])
    ]
    assert not failed, "\n".join(failed)

    # Within the text, down the page and along the line, and down one column after the other.
    in_text = [each for each in stops if each["inMain"]]
    for before, after in itertools.pairwise(in_text):
        same_line = after["top"] < before["bottom"] and before["top"] < after["bottom"]
        to_the_right = after["left"] > before["left"]
        sideways = same_line or (after["inNextColumn"] and to_the_right)
        onwards = to_the_right if sideways else after["top"] > before["top"]
        assert onwards, (before["name"], after["name"])
    # Pages above the languages begin with their text.
    assert ('class="skip"' in stops[0]["name"]) == (name not in TOP_PAGES)


@pytest.mark.parametrize("size", _SIZES)
@pytest.mark.parametrize(
    "name", ["sv/index.html", "en/frameworks/staff-mobility.html", "sv/search.html"]
)
def test_first_stop_leads_past_everything_to_the_text(
    page: Page, server: str, name: str, size: ViewportSize
) -> None:
    open_page(page, server + name, size)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = skip.bounding_box()
    assert box
    assert 0 <= box["x"] < box["x"] + box["width"] <= size["width"]
    assert 0 <= box["y"] < box["y"] + box["height"] <= size["height"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_menu_on_a_phone_leads_to_the_contents(page: Page, server: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server}sv/frameworks/staff-mobility.html")
    page.get_by_role("link", name="Meny").press("Enter")
    assert page.evaluate("document.activeElement.id") == "navigation"
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('#navigation'))")
    box = page.locator("#navigation").bounding_box()
    assert box
    assert 0 <= box["y"] < PHONE["height"]


def test_menu_has_no_link_of_its_own_where_it_is_in_view(page: Page, server: str) -> None:
    page.goto(f"{server}sv/index.html")
    assert not page.get_by_role("link", name="Meny").is_visible()
    assert page.locator("#navigation").bounding_box()["y"] < DESKTOP["height"]  # type: ignore[index]
