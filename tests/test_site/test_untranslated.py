"""What a reader sees of texts that are not translated, of their state, and of many languages."""

from __future__ import annotations

from typing import Final, Literal

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.conftest import (
    LEARNERS,
    LEARNERS_EN,
    LEARNERS_PO,
    Build,
    MakeProject,
    directive,
    toctree,
)
from tests.test_site.conftest import DESKTOP, PHONE, Reader, violations
from tests.test_site.test_accessibility import assert_all_fits

pytestmark = pytest.mark.browser

#: The official languages of the European Union.
MANY: Final = (
    *("sv", "en", "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga"),
    *("hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl"),
)
FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    LEARNERS_PO: LEARNERS_EN,
    "index.md": toctree("learners", "about", "status"),
    "learners.md": directive("framework", "learners"),
    "about.md": "# Om boken\n\nVi hjälps åt.\n\n- En sak\n- En till\n",
    "status.md": "# Översättningsläget\n\n" + directive("translation-status"),
}
PAGES: Final = ("learners", "about", "status")
#: The marks that can be seen in an element, each once.
_MARKS: Final = """place => [...new Set([...place.querySelectorAll('*')]
  .map(each => getComputedStyle(each, '::after').content)
  .filter(each => /[○↻]/.test(each))
  .map(each => each[1]))].sort()"""


@pytest.fixture(scope="module")
def english(make_project: MakeProject) -> Build:
    project = make_project(FILES, ramverk_languages=["sv", "en", "fi"])
    return project.build(language="en", html_theme="ramverk", ramverk_site_languages=[*MANY])


def open_page(page: Page, build: Build, docname: str) -> None:
    page.goto((build.outdir / f"{docname}.html").as_uri())


def marks(page: Page, selector: str) -> list[str]:
    found: list[str] = page.locator(selector).first.evaluate(_MARKS)
    return found


def test_marks_tell_what_is_not_translated_from_what_has_changed(
    page: Page, english: Build
) -> None:
    open_page(page, english, "learners")
    assert marks(page, "main") == ["↻", "○"]
    heading = page.get_by_role("heading", name="Eleven är väl förberedd")
    assert (
        heading.locator(".ramverk-outdated").evaluate(
            "each => getComputedStyle(each, '::after').content"
        )
        == '"↻"'
    )


def test_lists_of_pages_carry_no_marks(page: Page, english: Build) -> None:
    open_page(page, english, "learners")
    assert page.locator("#navigation [lang=sv]").count()
    for place in ("#navigation", ".breadcrumbs", ".neighbours"):
        assert marks(page, place) == []


def test_a_page_with_nothing_translated_is_marked_once(page: Page, english: Build) -> None:
    open_page(page, english, "about")
    assert page.locator("main .ramverk-missing").count()
    assert marks(page, "main") == []
    assert page.get_by_role("note").count() == 1


def test_what_is_filled_in_is_called_by_its_words_alone(page: Page, english: Build) -> None:
    """The script takes names from the page: a mark must not become part of them."""
    open_page(page, english, "learners")
    names = page.locator("input, textarea, select").evaluate_all(
        "each => each.flatMap(one => [one.ariaLabel, ...[...one.labels].map(l => l.textContent)])"
    )
    assert any("Eleven är försäkrad" in (name or "") for name in names)
    assert not any(sign in (name or "") for name in names for sign in "○↻")


@pytest.mark.parametrize("docname", PAGES)
@pytest.mark.parametrize("size", [DESKTOP, PHONE, ViewportSize(width=320, height=640)])
def test_state_and_marks_are_fit_for_every_eye(
    page: Page, english: Build, docname: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    open_page(page, english, docname)
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    assert_all_fits(page)


# --- many languages -----------------------------------------------------------------------------


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size(PHONE)
    return page


def test_many_languages_leave_the_page_its_room(phone: Page, english: Build) -> None:
    open_page(phone, english, "about")
    top = phone.locator("h1").bounding_box()
    assert top is not None
    assert top["y"] < 300


def test_every_one_of_many_languages_can_be_chosen(phone: Page, english: Build) -> None:
    open_page(phone, english, "about")
    menu = phone.get_by_role("navigation", name="Language")
    menu.locator("summary").press("Enter")
    for tag in MANY:
        link = menu.locator(f"a[hreflang={tag}]")
        box = link.bounding_box()
        assert box is not None, tag
        assert box["height"] >= 24, tag  # WCAG 2.2, 2.5.8
        assert link.get_attribute("lang") == tag
    assert menu.locator("[aria-current]").inner_text() == "English"
    assert violations(phone) == []
    assert_all_fits(phone)


def test_many_languages_need_no_script(page_without_scripts: Page, english: Build) -> None:
    open_page(page_without_scripts, english, "about")
    menu = page_without_scripts.get_by_role("navigation", name="Language")
    menu.locator("summary").click()
    assert menu.get_by_role("link", name="Gaeilge").is_visible()


def test_few_languages_stand_open(reader: Reader, make_project: MakeProject) -> None:
    project = make_project(FILES, ramverk_languages=["sv", "en"])
    build = project.build(html_theme="ramverk", ramverk_site_languages=["sv", "en"])
    open_page(reader.page, build, "about")
    assert reader.page.get_by_role("link", name="English").is_visible()
    assert not reader.page.locator(".languages details").count()
