"""Pages full of answers, with notices and dialogs: for eyes that need contrast or size."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.test_answers import DATA, REVIEW
from tests.test_site import filling
from tests.test_site.conftest import DESKTOP, FRAMEWORKS, LANGUAGES, PHONE, violations
from tests.test_site.filling import (
    Device,
    SheetPage,
    address_of,
    answers_file,
    framework,
    full_answers,
)
from tests.test_site.test_accessibility import assert_all_fits

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

_VIEWS: Final[list[tuple[Literal["light", "dark"], ViewportSize]]] = [
    (scheme, size) for scheme in ("light", "dark") for size in (DESKTOP, PHONE)
]

#: Everything there is to see beside answers: no number, another wording, no place.
FULL: Final = {
    **full_answers(REVIEW, own_rows=True),
    "services/mentoring:present-quality": "sju",
    "services/upskilling:desired": "no",
    "services/labour-pool:present": "no",
    "approach/own-9:label": "Ettmycketlångtordsomintefårplatspåenrad" * 3,
    "approach/gone:note": "Borta <b>" + "långtord" * 20,
    "criteria/framework/leadership:answer": "mostly",
}
DIGESTS: Final = dict.fromkeys(
    ["approach/open", "criteria/framework", "services/mentoring", "steps/goals"], "12345678"
)


def open_full(device: Device, folder: Path, language: str) -> SheetPage:
    sheet = device.open(address_of(f"{folder.as_uri()}/", language, "review"))
    sheet.open_file(answers_file("review", FULL, digests=DIGESTS, version="1.0", name="Våren"))
    return sheet


def check_everywhere(sheet: SheetPage, what: str = "", include: str = "") -> None:
    """In light and dark, wide and narrow: no rule is broken, and nothing is cut off.

    :param include: a selector, where the rest has been looked at before.
    """
    found = []
    for scheme, size in _VIEWS:
        sheet.page.set_viewport_size(size)
        sheet.page.emulate_media(color_scheme=scheme)
        place = f"{what} {scheme}, {size['width']}: "
        found += [place + each for each in violations(sheet.page, include)]
        if scheme == "light":
            assert_all_fits(sheet.page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_page_breaks_no_accessibility_rule(
    device: Device, review_folder: Path, language: str
) -> None:
    sheet = open_full(device, review_folder, language)
    # All of it is in view.
    expect(sheet.notice).to_be_visible()
    expect(sheet.panel.locator(".ramverk-leftovers")).to_contain_text("Borta <b>")
    mark = sheet.say("The wording has changed since you answered.")
    assert sheet.page.get_by_text(mark).count() == len(DIGESTS)
    wrong = sheet.say("Write a whole number from {min} to {max}", min=1, max=10)
    expect(sheet.page.get_by_text(wrong)).to_be_visible()
    expect(sheet.result("services").get_by_role("img")).to_be_visible()
    check_everywhere(sheet)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_full_framework_breaks_no_accessibility_rule(
    device: Device, server: str, language: str, name: str
) -> None:
    sheet = device.open(address_of(server, language, name))
    sheet.open_file(answers_file(name, full_answers(framework(name), own_rows=True)))
    check_everywhere(sheet)
    sheet.page.goto(address_of(server, language, f"{name}-checklist"))
    check_everywhere(SheetPage(sheet.page), "checklist")


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_dialogs_and_menus_break_no_accessibility_rule(
    device: Device, review_folder: Path, language: str
) -> None:
    sheet = open_full(device, review_folder, language)
    sheet.panel.get_by_text(sheet.say("More"), exact=True).click()
    check_everywhere(sheet, "menu", ".ramverk-tools details")
    sheet.page.keyboard.press("Escape")
    for tool in ("Rename the sheet", "Delete from this device"):
        sheet.choose(tool)
        expect(sheet.dialog).to_be_visible()
        check_everywhere(sheet, tool, "dialog")
        sheet.answer("Cancel")
    values = {name: f"{value} ny" for name, value in FULL.items()}
    sheet.offer_file(answers_file("review", values, name="Hösten " + "x" * 200))
    expect(sheet.dialog).to_be_visible()
    check_everywhere(sheet, "import", "dialog")
    sheet.answer("Cancel")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_alarm_breaks_no_accessibility_rule(
    device: Device, review_folder: Path, language: str
) -> None:
    sheet = open_full(device, review_folder, language)
    bad = (DATA / "bad" / "hostile-format.json").read_bytes()
    sheet.offer_file(bad, "en-fil-med-ett-mycket-långt-namn-" * 8 + ".json")
    expect(sheet.notice).to_be_visible()
    check_everywhere(sheet, "alarm", "[role=alert]")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_notice_hides_no_field_that_has_the_focus(review: SheetPage, size: ViewportSize) -> None:
    """Where the page scrolls to what has the focus, the notice does not lie above it."""
    review.page.set_viewport_size(size)
    review.open_file(answers_file("review", FULL))
    expect(review.notice).to_be_visible()
    for name in ("services/own-2:note", "approach/own-2:note", "steps/goals:note"):
        review.field(name).focus()
        review.page.keyboard.press("Shift+Tab")
        review.page.keyboard.press("Tab")
        field, notice = review.field(name).bounding_box(), review.notice.bounding_box()
        assert field
        assert notice
        is_above = field["y"] + min(field["height"], 40) <= notice["y"]
        is_beside = field["x"] >= notice["x"] + notice["width"]
        assert is_above or is_beside or field["x"] + field["width"] <= notice["x"], name


def test_what_happens_is_said_to_a_screen_reader(review: SheetPage) -> None:
    """Without the focus moving there: the panel's status, and the notice as an alert."""
    assert review.panel.get_by_role("status").count() == 1
    review.fill({"approach/open:note": "x"})
    expect(review.panel.get_by_role("status")).to_have_text(review.say("Saved on this device."))
    review.choose("Clear the sheet")
    expect(review.page.get_by_role("alert")).to_contain_text(review.say("The sheet is cleared."))


def test_tables_are_tables_to_a_screen_reader(review: SheetPage) -> None:
    """Their rows are grids on the screen, which must not end their being rows."""
    review.add_row("services")
    table = review.section("services").get_by_role("table")
    rows = table.get_by_role("row")
    assert rows.count() == 2 + len(REVIEW.sections["services"].children) + 1
    first = review.row("services/mentoring")
    assert first.get_by_role("rowheader").count() == 1
    assert first.get_by_role("cell").count() == 6
    assert table.get_by_role("columnheader").count() == 9
    quality = first.get_by_role("textbox").first
    assert quality.get_attribute("aria-invalid") == "false"
