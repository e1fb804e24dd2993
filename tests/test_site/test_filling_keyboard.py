"""Filling in with nothing but a keyboard; the focus is always somewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES
from tests.test_site.filling import (
    Device,
    SheetPage,
    address_of,
    answers_file,
    framework,
    sizes,
)

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

SERVICES: Final = [*framework("capacity-building").sections["services"].children]


def focus(sheet: SheetPage) -> str:
    """What has the focus and can be seen: its name, value or words; nothing when it is lost."""
    return str(
        sheet.page.evaluate(
            """() => {
              const each = document.activeElement;
              if (!each || each === document.body || !each.checkVisibility()) return '';
              const box = each.getBoundingClientRect();
              if (!box.width || !box.height) return '';
              return each.name || each.value || each.textContent.trim() || each.localName;
            }"""
        )
    )


def press(sheet: SheetPage, *keys: str) -> None:
    for key in keys:
        sheet.page.keyboard.press(key)


def tab_to(sheet: SheetPage, name: str) -> None:
    """Go to a control with Tab alone."""
    for _ in range(150):
        press(sheet, "Tab")
        if focus(sheet) == name:
            return
    pytest.fail(f"no way to {name}")


@sizes
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_services_is_filled_in_with_keys_alone(
    device: Device, server: str, language: str, size: ViewportSize
) -> None:
    sheet = device.open(address_of(server, language, "capacity-building"), size)
    sheet.field("steps/flowchart:note").focus()
    expected = {}
    for number, service in enumerate(SERVICES):
        path = f"services/{service}"
        quality = str(number + 1)
        press(sheet, "Tab")
        assert focus(sheet) == f"{path}:present"
        if number % 3 == 2:
            # The second answer; its quality is passed by.
            press(sheet, "ArrowDown")
            expected[f"{path}:present"] = "no"
        else:
            press(sheet, "Space", "Tab")
            assert focus(sheet) == f"{path}:present-quality"
            press(sheet, *quality)
            expected |= {f"{path}:present": "yes", f"{path}:present-quality": quality}
        press(sheet, "Tab")
        assert focus(sheet) == f"{path}:desired"
        press(sheet, "Tab")
        assert focus(sheet) == f"{path}:desired-quality"
        # To assess it is to wish for it.
        press(sheet, "1", "0")
        expected |= {f"{path}:desired": "yes", f"{path}:desired-quality": "10"}
        press(sheet, "Tab")
        assert focus(sheet) == f"{path}:note"
        sheet.page.keyboard.type("Å 1")
        expected[f"{path}:note"] = "Å 1"
    press(sheet, "Tab")
    assert focus(sheet) == sheet.say("Add a row of your own")
    press(sheet, "Enter")
    assert focus(sheet) == "services/own-1:label"
    sheet.page.keyboard.type("Språkkafé")
    expected["services/own-1:label"] = "Språkkafé"
    assert sheet.answers().values == expected
    assert sheet.shown() == expected


def test_a_choice_is_made_changed_and_taken_back_with_keys(review: SheetPage) -> None:
    name = "services/mentoring:present"
    review.field(name).first.focus()
    for keys, expected in (
        (["Space"], {name: "yes"}),
        (["ArrowRight"], {name: "no"}),
        (["ArrowLeft"], {name: "yes"}),
        (["ArrowDown"], {name: "no"}),
        (["ArrowDown"], {name: "yes"}),
        (["Space"], {}),
        (["Space"], {name: "yes"}),
        (["Delete"], {}),
        (["ArrowDown", "Backspace"], {}),
    ):
        press(review, *keys)
        assert review.kept_answers() == expected, keys
        assert review.shown() == expected, keys
        assert focus(review) == name


def test_a_tick_is_made_and_taken_away_with_keys(review: SheetPage) -> None:
    name = "approach/open:done"
    review.field(name).focus()
    for key, expected in (("Space", {name: "true"}), ("Space", {}), ("Space", {name: "true"})):
        press(review, key)
        assert review.kept_answers() == expected
    press(review, "Delete")
    assert review.kept_answers() == {}


# --- the focus is never lost ----------------------------------------------------------------------


@sizes
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_and_its_dialogs_give_the_focus_back(
    device: Device, review_folder: Path, language: str, size: ViewportSize
) -> None:
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"), size)
    sheet.fill({":group": "Laget"})
    more = sheet.say("More")
    for tool in ("Rename the sheet", "Copy the sheet", "Delete from this device"):
        sheet.panel.get_by_role("combobox").focus()
        tab_to(sheet, more)
        press(sheet, "Enter")
        button = sheet.panel.get_by_role("button", name=sheet.say(tool), exact=True)
        expect(button).to_be_visible()
        tab_to(sheet, str(button.get_attribute("value")))
        press(sheet, "Enter")
        expect(sheet.dialog).to_be_visible()
        assert sheet.page.evaluate("Boolean(document.activeElement.closest('dialog'))")
        press(sheet, "Escape")
        sheet.answered()
        expect(button).to_be_hidden()
        assert focus(sheet) == more, tool


def test_escape_closes_the_menu(review: SheetPage) -> None:
    more = review.panel.get_by_text(review.say("More"), exact=True)
    button = review.panel.get_by_role("button", name=review.say("Rename the sheet"))
    more.focus()
    press(review, "Enter", "Tab")
    expect(button).to_be_visible()
    press(review, "Escape")
    expect(button).to_be_hidden()
    assert focus(review) == review.say("More")


@pytest.mark.parametrize("tool", ["Rename the sheet", "Copy the sheet"])
def test_a_name_is_given_with_enter(review: SheetPage, tool: str) -> None:
    review.fill({":group": "Laget"})
    review.choose(tool)
    review.dialog.get_by_role("textbox").press("Control+a")
    review.page.keyboard.type("Våren")
    press(review, "Enter")
    review.answered()
    assert review.sheet == "Våren"
    assert focus(review)


@pytest.mark.parametrize("message", ["Clear the sheet", "Delete from this device"])
def test_emptying_a_sheet_leaves_the_focus_in_the_panel(review: SheetPage, message: str) -> None:
    review.fill({":group": "Laget"})
    more = review.panel.get_by_text(review.say("More"), exact=True)
    more.focus()
    press(review, "Enter")
    review.panel.get_by_role("button", name=review.say(message), exact=True).press("Enter")
    if message != "Clear the sheet":
        review.dialog.get_by_role("button", name=review.say("Delete this sheet")).press("Enter")
        review.answered()
    expect(review.field(":group")).to_have_value("")
    assert review.shown() == {}
    assert focus(review)


def test_undoing_step_by_step_keeps_the_focus_on_the_button(review: SheetPage) -> None:
    review.fill({":group": "Laget"})
    review.choose("Clear the sheet")
    for expected in ({":group": "Laget"}, {}, {":group": "Laget"}):
        review.undo_button.press("Enter")
        review.painted()
        assert review.shown() == expected
        assert focus(review) == "undo"


@pytest.mark.parametrize("message", ["Undo", "Close"])
def test_a_notice_that_goes_gives_the_focus_back(review: SheetPage, message: str) -> None:
    """To what was in use before, or at least to something."""
    review.fill({":group": "Laget"})
    review.choose("Clear the sheet")
    button = review.notice.get_by_role("button", name=review.say(message), exact=True)
    button.focus()
    press(review, "Enter")
    review.painted()
    assert focus(review)


def test_removing_a_row_leaves_the_focus_below_the_rows(review: SheetPage) -> None:
    review.add_row("approach")
    review.fill({"approach/own-1:label": "Egen"})
    button = review.row("approach/own-1").get_by_role("button")
    button.focus()
    press(review, "Enter")
    review.painted()
    assert focus(review) == review.say("Add a row of your own")
    review.notice.get_by_role("button", name=review.say("Undo")).press("Enter")
    review.painted()
    assert review.shown() == {"approach/own-1:label": "Egen"}
    assert focus(review)


def test_an_answer_that_still_holds_leaves_the_focus_in_its_row(review: SheetPage) -> None:
    digests = {"approach/open": "12345678"}
    content = answers_file("review", {"approach/open:done": "true"}, digests=digests)
    review.open_file(content)
    button = review.row("approach/open").get_by_role("button")
    button.focus()
    press(review, "Enter")
    expect(button).to_have_count(0)
    assert focus(review)


def test_a_file_is_added_with_keys_alone(review: SheetPage) -> None:
    review.fill({":group": "Laget"})
    review.panel.get_by_role("button", name=review.say("Open a file"), exact=True).focus()
    review.offer_file(answers_file("review", {":group": "Andra"}))
    expect(review.dialog).to_be_visible()
    assert review.page.evaluate("Boolean(document.activeElement.closest('dialog'))")
    for _ in range(6):
        if focus(review) == "merge":
            break
        press(review, "Tab")
    assert focus(review) == "merge"
    press(review, "Enter")
    review.answered()
    # The file is opened when the dialog tells that it is closed, which it does in its own time.
    expect(review.field(":group")).to_have_value("Andra")
    assert review.shown() == {":group": "Andra"}
    assert focus(review)


def test_a_quality_that_is_not_asked_for_takes_no_focus_away(review: SheetPage) -> None:
    """Choosing “nothing to offer” closes the field beside it, and leaves the choice in use."""
    review.fill({"services/mentoring:present-quality": "4"})
    review.field("services/mentoring:present").first.focus()
    press(review, "ArrowDown")
    assert focus(review) == "services/mentoring:present"
    expect(review.field("services/mentoring:present-quality")).to_be_disabled()
