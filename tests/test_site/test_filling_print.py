"""The filled-in sheet on paper: all that was answered, nothing of the screen, room for the rest."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import ViewportSize

from ramverk.form import FIELDS
from tests.test_site import filling
from tests.test_site.conftest import FRAMEWORKS, LANGUAGES
from tests.test_site.filling import (
    Device,
    SheetPage,
    address_of,
    answers_file,
    framework,
    full_answers,
)
from tests.test_site.test_filling_services import service
from tests.test_site.test_print import _SCALE as SCALE
from tests.test_site.test_print import A4, MM, Sheet, print_page, squeeze

pytestmark = pytest.mark.browser

device = filling.device

#: As wide as the paper between its margins.
PAPER: Final = ViewportSize(width=round(178 / 25.4 * 96), height=1000)

#: What can be pressed, chosen or typed into, and what only a screen can tell.
_OF_THE_SCREEN: Final = (
    "button, select, dialog, [role=alert], [role=status], [type=file], textarea,"
    # A quality is a number on paper too; of other fields a copy is printed.
    " input:not([type=checkbox], [type=radio], [inputmode=numeric])"
)


def filled(
    device: Device, server: str, language: str, name: str, size: ViewportSize = PAPER
) -> tuple[SheetPage, dict[str, str]]:
    """A page with an answer in each field, own rows as well."""
    sheet = device.open(address_of(server, language, name), size)
    values = full_answers(framework(name), own_rows=True)
    if name == "capacity-building":
        values |= service("services/labour-pool", "yes", "2", "yes", "9")
        values |= service("services/retraining", "yes", "8", "no", "")
        del values["services/retraining:desired-quality"]
    sheet.open_file(answers_file(name, values))
    sheet.fill({"services/own-1:note": "Sist"} if name == "capacity-building" else {})
    return sheet, sheet.shown()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_all_that_was_answered_is_on_paper(
    device: Device, server: str, language: str, name: str
) -> None:
    sheet, values = filled(device, server, language, name)
    printed = print_page(sheet.page, language, name)
    whole = "".join(printed.bodies)
    texts = [
        value
        for field, value in values.items()
        if FIELDS[field.rpartition(":")[2]].kind in {"text", "date"}
    ]
    assert len(texts) > 30
    assert [text for text in texts if squeeze(text) not in whole] == []
    if name == "capacity-building":
        assert squeeze("+7") in whole
        assert squeeze(sheet.say("Can be offered to others:")) in whole
        for line in sheet.result("services").get_by_role("listitem").all_inner_texts():
            assert squeeze(line) in whole
    else:
        ticked = sheet.page.locator(".ramverk-indicators input:checked").count()
        done = sheet.say("{done} of {all}", done=ticked, all=ticked)
        assert squeeze(f"{sheet.say('All')} {done}") in whole


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_nothing_of_the_screen_is_on_paper(
    device: Device, server: str, language: str, name: str
) -> None:
    sheet, _ = filled(device, server, language, name)
    sheet.choose("Clear the sheet")
    sheet.undo()
    assert sheet.notice.is_visible()
    sheet.page.emulate_media(media="print")
    shown = sheet.page.eval_on_selector_all(
        _OF_THE_SCREEN,
        """all => all.filter(each => each.checkVisibility({ visibilityProperty: true })
            && each.getBoundingClientRect().width > 1)
          .map(each => each.outerHTML.slice(0, 100))""",
    )
    assert shown == []
    printed = print_page(sheet.page, language, name)
    whole = "".join(printed.pages)
    for message in (
        *("New sheet", "Save as a file", "Save for a spreadsheet (CSV)", "Open a file", "Undo"),
        *("Add a row of your own", "Remove the row", "Undone.", "Saved on this device."),
    ):
        assert squeeze(sheet.say(message)) not in whole, message
    progress = sheet.panel.locator("progress").evaluate("each => each.checkVisibility()")
    assert progress is False


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_ticked_boxes_are_ticked_on_paper_and_others_are_empty(
    device: Device, server: str, name: str
) -> None:
    """Every box is drawn; about as many are marked as were ticked."""
    sheet = device.open(address_of(server, "sv", name), PAPER)
    empty = print_page(sheet.page, "sv", name)
    values = full_answers(framework(name))
    ticks = {
        key: value
        for key, value in values.items()
        if FIELDS[key.rpartition(":")[2]].kind in {"tick", "choice"}
    }
    sheet.open_file(answers_file(name, ticks))
    sheet.page.evaluate(_HIDE_RESULTS)
    marked = print_page(sheet.page, "sv", name)
    assert (dark_boxes(empty), dark_boxes(marked)) == (0, len(ticks))


_HIDE_RESULTS: Final = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('[data-result] { display: none !important; }');
  document.adoptedStyleSheets.push(sheet);
}"""


def dark_boxes(printed: Sheet) -> int:
    """How many of the drawn boxes have a mark inside."""
    count = 0
    for number in range(len(printed.bodies)):
        picture = printed.picture(number)
        for left, bottom, right, top in printed.squares(number):
            inside = (left + 4, A4[1] - top + 4, right - 4, A4[1] - bottom - 4)
            box = picture.crop(tuple(round(each * SCALE) for each in inside))  # type: ignore[arg-type]
            count += min(box.tobytes()) < 128
    return count


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_answered_leaves_room_to_write(
    device: Device, server: str, language: str
) -> None:
    """Also beside answers, which do not push the empty fields together."""
    sheet = device.open(address_of(server, language, "capacity-building"), PAPER)
    values = full_answers(framework("capacity-building"))
    some = {name: value for number, (name, value) in enumerate(values.items()) if number % 2}
    sheet.page.emulate_media(media="print")
    before = room(sheet)
    sheet.page.emulate_media(media="screen")
    sheet.open_file(answers_file("capacity-building", some))
    sheet.page.emulate_media(media="print")
    after = room(sheet)
    assert before.keys() == after.keys() == sheet.names() - set(choices(sheet))
    for name, (width, height) in after.items():
        assert width >= before[name][0] * 0.95, name
        assert height >= before[name][1] * 0.95, name
        if name.endswith(":note"):
            assert width >= 25 * MM / 72 * 96, name
            assert height >= 8 * MM / 72 * 96, name


def choices(sheet: SheetPage) -> list[str]:
    found: list[str] = sheet.page.eval_on_selector_all(
        ":is([type=radio], [type=checkbox])[name]", "all => all.map(each => each.name)"
    )
    return found


def room(sheet: SheetPage) -> dict[str, tuple[float, float]]:
    """The size of the place of each field that is written into, in pixels."""
    found = sheet.page.eval_on_selector_all(
        ".ramverk-form :is(textarea, input:not([type=radio], [type=checkbox], [type=file]))[name]",
        """all => all.filter(each => each.name).map(each => {
          const { width, height } = each.closest('td, li, div').getBoundingClientRect();
          return [each.name, [width, height]];
        })""",
    )
    return {name: (width, height) for name, (width, height) in found}


def test_rows_that_nobody_has_added_are_on_paper_to_be_written_in(
    device: Device, server: str
) -> None:
    sheet = device.open(address_of(server, "sv", "capacity-building"), PAPER)
    blank = sheet.page.locator("tr.ramverk-own")

    def on_paper() -> int:
        sheet.page.emulate_media(media="print")
        count = sum(each.is_visible() for each in blank.all())
        sheet.page.emulate_media(media="screen")
        return count

    assert on_paper() == 3
    sheet.add_row("services")
    sheet.fill({"services/own-1:label": "Språkkafé"})
    assert on_paper() == 2
    for number in (2, 3, 4):
        sheet.add_row("services")
        sheet.fill({f"services/own-{number}:label": "Mer"})
    assert on_paper() == 0
    assert sum(each.is_visible() for each in blank.all()) == 0


def test_long_notes_are_printed_to_their_end(device: Device, server: str) -> None:
    sheet = device.open(address_of(server, "sv", "capacity-building"), PAPER)
    # Lines so short that none is broken where the page ends.
    long = "\n".join(f"Rad {number}." for number in range(80))
    values = {"attitude/open:note": long, "services/retraining:note": long.replace("Rad", "Nr")}
    sheet.open_file(answers_file("capacity-building", values))
    printed = print_page(sheet.page, "sv", "capacity-building")
    whole = "".join(printed.bodies)
    for text in values.values():
        missing = [line for line in text.split("\n") if squeeze(line) not in whole]
        assert missing == []


def test_the_print_button_prints(device: Device, server: str) -> None:
    device.reader.context.add_init_script("window.print = () => { window.printed = true; }")
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    sheet.press("Print")
    assert sheet.page.evaluate("window.printed")


def test_a_dark_screen_is_printed_dark_on_white(device: Device, server: str) -> None:
    sheet, _ = filled(device, server, "sv", "capacity-building")
    light = print_page(sheet.page, "sv", "capacity-building")
    sheet.page.emulate_media(color_scheme="dark")
    dark = print_page(sheet.page, "sv", "capacity-building")
    assert len(light.pages) == len(dark.pages)
    for number in range(len(light.pages)):
        assert light.picture(number).tobytes() == dark.picture(number).tobytes(), number + 1
