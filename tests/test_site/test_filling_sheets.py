"""Several sheets on one device: each with its name and its answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES
from tests.test_site.filling import Device, SheetPage, address_of, sizes

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review


@sizes
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sheet_has_its_own_answers(
    device: Device, address: str, language: str, size: ViewportSize
) -> None:
    sheet = device.open(address_of(address, language, "capacity-building"), size)
    first = f"{sheet.say('Sheet')} 1"
    assert sheet.sheets == [first]
    sheet.fill({":group": "Ett", "attitude/open:done": "true"})
    sheet.create_sheet("Våren")
    assert sheet.shown() == {}
    assert sheet.sheet == "Våren"
    assert sheet.sheets == [first, "Våren"]
    sheet.fill({":group": "Två"})
    sheet.open_sheet(first)
    assert sheet.status == sheet.say("Opened: {name}", name=first)
    assert sheet.shown() == {":group": "Ett", "attitude/open:done": "true"}
    sheet.open_sheet("Våren")
    assert sheet.shown() == {":group": "Två"}
    assert sheet.answers().name == "Våren"
    # The one that was open comes back, on every page of the framework.
    sheet.page.goto(address_of(address, language, "capacity-building-checklist"))
    other = SheetPage(sheet.page)
    assert other.sheet == "Våren"
    assert other.shown() == {":group": "Två"}


def test_a_sheet_is_copied_with_its_answers(review: SheetPage) -> None:
    values = {":group": "Ett", "approach/open:done": "true", "approach/own-1:label": "Egen"}
    review.add_row("approach")
    review.fill(values)
    review.choose("Rename the sheet")
    review.answer("OK", "Hösten")
    review.choose("Copy the sheet")
    suggested = review.say("{name} (copy)", name="Hösten")
    assert review.dialog.get_by_role("textbox").input_value() == suggested
    review.answer("OK")
    assert review.sheet == suggested
    assert review.shown() == values
    digests = review.answers().digests
    assert digests
    review.fill({":group": "Två"})
    review.open_sheet("Hösten")
    assert review.shown() == values
    assert review.answers().digests == digests


def test_a_sheet_gets_another_name(review: SheetPage) -> None:
    review.fill({":group": "Ett"})
    review.choose("Rename the sheet")
    assert review.dialog.get_by_role("textbox").input_value() == review.say("Sheet") + " 1"
    review.answer("OK", "  Vårens möte ")
    assert review.sheets == ["Vårens möte"]
    review.reload()
    assert review.sheet == "Vårens möte"
    assert review.answers().name == "Vårens möte"
    assert review.shown() == {":group": "Ett"}


@pytest.mark.parametrize(
    "tool", ["New sheet", "Rename the sheet", "Copy the sheet", "Delete from this device"]
)
def test_what_is_cancelled_changes_nothing(review: SheetPage, tool: str) -> None:
    review.fill({":group": "Ett"})
    before = review.kept()
    for way in ("Cancel", "Escape"):
        if tool == "New sheet":
            review.press(tool)
        else:
            review.choose(tool)
        if tool != "Delete from this device":
            review.dialog.get_by_role("textbox").fill("Ett namn")
        if way == "Cancel":
            review.answer(way)
        else:
            review.page.keyboard.press(way)
        review.answered()
        assert review.kept() == before
        assert review.shown() == {":group": "Ett"}


def test_a_sheet_must_have_a_name(review: SheetPage) -> None:
    review.press("New sheet")
    review.answer("OK", "")
    expect(review.dialog).to_be_visible()
    review.answer("OK", "   ")
    if review.dialog.is_visible():
        review.answer("Cancel")
    assert review.sheets == [review.say("Sheet") + " 1"]


def test_a_deleted_sheet_leaves_nothing_and_the_others_alone(device: Device, server: str) -> None:
    sheet = device.open(address_of(server, "sv", "staff-mobility"))
    sheet.fill({":group": "Annat ramverk"})
    others = sheet.kept()
    sheet.page.goto(address_of(server, "sv", "capacity-building"))
    sheet = SheetPage(sheet.page)
    sheet.fill({":group": "Ett"})
    sheet.create_sheet("Två")
    sheet.fill({":group": "Två"})
    sheet.choose("Delete from this device")
    expect(sheet.dialog).to_contain_text("Två")
    expect(sheet.dialog).to_contain_text(sheet.say("Answers: {count}", count=1))
    sheet.answer("Delete this sheet")
    sheet.answered()
    assert sheet.status == sheet.say("The sheet is deleted from this device.")
    assert sheet.sheets == [sheet.say("Sheet") + " 1"]
    assert sheet.shown() == {":group": "Ett"}
    assert "Två" not in str(sheet.kept())
    assert others.items() <= sheet.kept().items()
    sheet.reload()
    assert sheet.shown() == {":group": "Ett"}


def test_all_sheets_of_a_framework_are_deleted_and_no_other(device: Device, server: str) -> None:
    sheet = device.open(address_of(server, "sv", "staff-mobility"))
    sheet.fill({":group": "Annat ramverk"})
    others = sheet.kept()
    sheet.page.goto(address_of(server, "sv", "capacity-building"))
    sheet = SheetPage(sheet.page)
    for name in ("Ett", "Två"):
        sheet.create_sheet(name)
        sheet.add_row("services")
        sheet.fill({":group": name, "services/own-1:label": name})
    sheet.choose("Delete from this device")
    sheet.answer("Delete all sheets of this framework")
    sheet.answered()
    assert sheet.sheets == [sheet.say("Sheet") + " 1"]
    assert sheet.shown() == {}
    left = {name for name in sheet.kept() if not name.endswith(":@open")}
    assert left == {name for name in others if not name.endswith(":@open")}
    assert "Ett" not in sheet.kept().values()
    sheet.reload()
    assert sheet.shown() == {}
    assert sheet.answers().values == {}


def test_a_sheet_that_is_deleted_in_another_tab_is_gone_here_too(
    device: Device, server: str
) -> None:
    address = address_of(server, "sv", "capacity-building")
    first, second = device.open(address), device.open(address)
    first.fill({":group": "Ett", "attitude/open:done": "true"})
    expect(second.field(":group")).to_have_value("Ett")
    first.choose("Delete from this device")
    first.answer("Delete this sheet")
    expect(second.field(":group")).to_have_value("")
    # Who goes on typing there has an answer that is kept.
    second.fill({":group": "Igen"})
    second.reload()
    assert second.shown() == {":group": "Igen"}


def test_two_tabs_may_have_two_sheets_open(device: Device, server: str) -> None:
    address = address_of(server, "sv", "capacity-building")
    first = device.open(address)
    first.fill({":group": "Ett"})
    first.create_sheet("Två")
    second = device.open(address)
    second.open_sheet(second.say("Sheet") + " 1")
    first.fill({":group": "Två"})
    assert second.shown() == {":group": "Ett"}
    first.reload()
    second.reload()
    assert (first.sheet, first.shown()) == ("Två", {":group": "Två"})
    assert (second.sheet, second.shown()) == (second.say("Sheet") + " 1", {":group": "Ett"})
    # A sheet that is begun or renamed in one tab can be opened in the other.
    first.choose("Rename the sheet")
    first.answer("OK", "Andra")
    expect(second.panel.get_by_role("option", name="Andra")).to_be_attached()


def test_the_file_is_named_after_the_sheet(review: SheetPage) -> None:
    review.create_sheet("Våren 2026: Åsa / <b>")
    with review.page.expect_download() as download:
        review.press("Save as a file")
    name = download.value.suggested_filename
    assert name.startswith("review-Våren-2026-Åsa-b-20")
    assert name.endswith(".json")
    assert review.status == review.say("Saved as {file}", file=name)
