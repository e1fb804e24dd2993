"""Framework parts in themes that know nothing of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.test_site.conftest import DESKTOP, PHONE, Reader, Site, violations

pytestmark = pytest.mark.browser

#: Elements of ours that lie in no other element of ours.
_PARTS: Final = ":is([class^='ramverk-'], [class*=' ramverk-']):not([class*='ramverk-'] *)"


_VIEWS: Final[list[tuple[Literal["light", "dark"], ViewportSize]]] = [
    ("light", DESKTOP),
    ("dark", PHONE),
]


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_framework_parts_are_accessible(
    browser: Browser, site_in_theme: Callable[[str], Site], theme: str
) -> None:
    site = site_in_theme(theme)
    reader = Reader(browser)
    found: list[str] = []
    for name in (
        "index",
        "frameworks/staff-mobility",
        "frameworks/staff-mobility-checklist",
        "frameworks/capacity-building",
    ):
        reader.page.goto((site.folder / f"{name}.html").as_uri())
        assert reader.page.locator(_PARTS).count()
        for scheme, size in _VIEWS:
            reader.page.emulate_media(color_scheme=scheme)
            reader.page.set_viewport_size(size)
            broken = violations(reader.page, _PARTS)
            found += [f"{name} ({scheme}): {each}" for each in broken]
    reader.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_framework_parts_ask_nothing_of_others_and_fit_a_phone(
    browser: Browser, site_in_theme: Callable[[str], Site], theme: str
) -> None:
    site = site_in_theme(theme)
    reader = Reader(browser)
    for name in ("index", "frameworks/staff-mobility", "frameworks/capacity-building"):
        reader.page.set_viewport_size(PHONE)
        reader.page.goto((site.folder / f"{name}.html").as_uri())
        wide = reader.page.eval_on_selector_all(
            _PARTS,
            """parts => parts.filter(each => each.checkVisibility()
              && (each.scrollWidth > each.clientWidth + 1
                  || each.getBoundingClientRect().right > document.documentElement.clientWidth))
              .map(each => each.className)""",
        )
        assert wide == [], name
    reader.context.close()
    hosts = [each for each in reader.complaints if each.startswith("another host")]
    assert hosts == []
