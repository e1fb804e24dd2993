"""A device that is full, keeps nothing, or has been emptied: it is said, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Dialog, ViewportSize, expect

from ramverk.answers import read_answers
from tests.test_answers import DATA, good
from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES
from tests.test_site.filling import Device, SheetPage, address_of, sizes

pytestmark = pytest.mark.browser

device = filling.device

_CANNOT: Final = (
    "Your answers cannot be saved on this device. Save them as a file before you close the page."
)
_GONE: Final = (
    "Your answers are no longer on this device: something has cleared its site data. "
    "They are still on this page."
)

#: Takes all the room there is.
_FILL: Final = """() => {
  let text = 'x'.repeat(1 << 20);
  for (let i = 0; text; i++) {
    try {
      localStorage.setItem(`other-${i}`, text);
    } catch {
      text = text.slice(text.length / 2 + 1);
    }
  }
}"""
_MAKE_ROOM: Final = """() => Object.keys(localStorage)
  .filter(each => each.startsWith('other-')).forEach(each => localStorage.removeItem(each))"""

#: As browsers do it that are told to keep no site data.
_BLOCK: Final = """for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, {
    get() { throw new DOMException('Access is denied for this document.', 'SecurityError'); },
  });"""


def saved_from_notice(sheet: SheetPage) -> dict[str, str]:
    """The answers in the file that the notice offers to save."""
    with sheet.page.expect_download() as download:
        sheet.notice.get_by_role("button", name=sheet.say("Save as a file")).click()
    content = Path(download.value.path()).read_bytes()
    found, problems = read_answers(content, "saved.json")
    assert found is not None, problems
    return dict(found.values)


@sizes
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_device_is_told_of_and_nothing_typed_is_lost(
    device: Device, address: str, language: str, size: ViewportSize
) -> None:
    sheet = device.open(address_of(address, language, "capacity-building"), size)
    sheet.fill({":group": "Laget"})
    sheet.page.evaluate(_FILL)
    expect(sheet.notice).to_be_hidden()
    values = {
        ":group": "Laget",
        "attitude/open:note": "Mer än det finns plats för. " * 40,
        "services/retraining:present": "yes",
        "services/retraining:present-quality": "4",
        "attitude/open:done": "true",
    }
    sheet.fill(values)
    expect(sheet.notice).to_be_visible()
    expect(sheet.notice).to_contain_text(sheet.say(_CANNOT))
    assert sheet.status == sheet.say(_CANNOT)
    assert sheet.shown() == values
    assert saved_from_notice(sheet) == values
    assert sheet.shown() == values
    # As soon as there is room, the next change brings all of it onto the device.
    sheet.page.evaluate(_MAKE_ROOM)
    sheet.fill({":respondent": "Åsa"})
    expect(sheet.notice).to_be_hidden()
    assert sheet.kept_answers() == {**values, ":respondent": "Åsa"}
    sheet.reload()
    assert sheet.shown() == {**values, ":respondent": "Åsa"}


def test_a_full_device_forgets_no_answer_that_it_had(device: Device, server: str) -> None:
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    sheet.fill({"attitude/open:note": "Kort"})
    sheet.page.evaluate(_FILL)
    sheet.fill({"attitude/open:note": "Lång " * 400})
    assert sheet.shown() == {"attitude/open:note": "Lång " * 400}
    assert sheet.kept_answers() == {"attitude/open:note": "Kort"}


def test_a_full_device_opens_no_other_sheet(device: Device, server: str) -> None:
    """What could not be kept is nowhere else."""
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    sheet.fill({":group": "Ett"})
    sheet.create_sheet("Två")
    sheet.page.evaluate(_FILL)
    values = {"attitude/open:note": "Lång " * 400}
    sheet.fill(values)
    sheet.open_sheet(sheet.say("Sheet") + " 1")
    assert sheet.sheet == "Två"
    assert sheet.shown() == values
    expect(sheet.notice).to_contain_text(sheet.say(_CANNOT))
    sheet.page.evaluate(_MAKE_ROOM)


def test_a_file_larger_than_the_device_is_on_the_page_all_the_same(
    device: Device, server: str
) -> None:
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    values = {"attitude/open:note": "x" * 6_000_000, "attitude/open:done": "true"}
    sheet.open_file(filling.answers_file("capacity-building", values))
    expect(sheet.notice).to_contain_text(sheet.say(_CANNOT))
    assert sheet.shown() == values
    assert sheet.answers().values == values


def test_leaving_with_what_could_not_be_kept_is_asked_about(device: Device, server: str) -> None:
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    sheet.page.on("dialog", stay)
    sheet.page.evaluate(_FILL)
    sheet.field("attitude/open:note").fill("Lång " * 400)
    sheet.page.close(run_before_unload=True)
    sheet.painted()
    assert asked == ["beforeunload"]
    assert sheet.shown() == {"attitude/open:note": "Lång " * 400}
    # Who has saved a file is not asked.
    sheet.answers()
    sheet.page.close(run_before_unload=True)
    sheet.page.wait_for_event("close")
    assert asked == ["beforeunload"]


@sizes
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_device_that_keeps_nothing_is_told_of_at_once(
    device: Device, server: str, language: str, size: ViewportSize
) -> None:
    device.reader.context.add_init_script(_BLOCK)
    sheet = device.open(address_of(server, language, "capacity-building"), size)
    expect(sheet.notice).to_contain_text(sheet.say(_CANNOT))
    sheet.add_row("services")
    values = {
        "attitude/open:note": "Bara här",
        "services/own-1:label": "Språkkafé",
        "services/own-1:present": "no",
        "services/own-1:desired": "yes",
        "services/own-1:desired-quality": "7",
    }
    sheet.fill(values)
    sheet.painted()
    assert sheet.shown() == values
    expect(sheet.result("services")).to_contain_text("Språkkafé")
    assert saved_from_notice(sheet) == values
    # Undoing works while the page is open.
    sheet.choose("Clear the sheet")
    assert sheet.shown() == {}
    sheet.undo()
    assert sheet.shown() == values


def test_files_open_where_nothing_is_kept(device: Device, server: str) -> None:
    device.reader.context.add_init_script(_BLOCK)
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    values = {"attitude/open:note": "Från filen"}
    sheet.open_file(filling.answers_file("capacity-building", values))
    assert sheet.shown() == sheet.answers().values == values


@pytest.mark.parametrize("way", ["another tab", "the browser"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_device_that_was_emptied_is_told_of_and_filled_again(
    device: Device, server: str, language: str, way: str
) -> None:
    address = address_of(server, language, "capacity-building")
    sheet = device.open(address)
    values = {":group": "Laget", "attitude/open:done": "true", "attitude/open:note": "Öppna"}
    sheet.fill(values)
    empty(device, server, way)
    sheet.page.bring_to_front()
    expect(sheet.notice).to_contain_text(sheet.say(_GONE))
    assert sheet.shown() == values
    assert sheet.kept_answers() == {}
    assert saved_from_notice(sheet) == values
    sheet.notice.get_by_role("button", name=sheet.say("Keep on this device again")).click()
    expect(sheet.notice).to_be_hidden()
    assert sheet.kept_answers() == values
    sheet.reload()
    assert sheet.shown() == values


def empty(device: Device, server: str, way: str) -> None:
    if way == "another tab":
        other = device.open(server)
        other.page.evaluate("localStorage.clear()")
        return
    session = device.reader.context.new_cdp_session(device.reader.page)
    origin = server.removesuffix("/")
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})


@pytest.mark.parametrize("way", ["another tab", "the browser"])
def test_who_types_on_after_the_emptying_keeps_all(device: Device, server: str, way: str) -> None:
    """The next change must not leave the device with that change alone."""
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    values = {":group": "Laget", "attitude/open:note": "Öppna"}
    sheet.fill(values)
    empty(device, server, way)
    sheet.fill({":respondent": "Åsa"})
    sheet.reload()
    assert sheet.shown() == {**values, ":respondent": "Åsa"}


def test_what_another_program_has_kept_is_left_alone(device: Device, server: str) -> None:
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    others = {
        "theme": "dark",
        "ramverk": "x",
        "ramverk:": "x",
        "ramverk:staff-mobility:1:attitude/open:note": "x",
        "ramverk:capacity-building-2:1:attitude/open:note": "x",
    }
    sheet.page.evaluate("all => Object.assign(localStorage, all)", others)
    sheet.reload()
    assert sheet.shown() == {}
    sheet.fill({":group": "Laget"})
    sheet.choose("Delete from this device")
    sheet.answer("Delete all sheets of this framework")
    sheet.answered()
    assert others.items() <= sheet.kept().items()


def test_a_damaged_device_shows_what_it_can(device: Device, server: str) -> None:
    """Whatever stands under our keys, the page opens, and answers that are none are kept."""
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    damaged = {
        "@history": "{not json",
        "@version": "",
        "@name": "<b>",
        "attitude/open:done": "maybe",
        "attitude/own-x:label": "x",
        "services/retraining:present": "constructor",
        "": "nothing",
        ":": "a colon",
        "__proto__:note": "x",
    }
    keys = {f"ramverk:capacity-building:1:{name}": value for name, value in damaged.items()}
    sheet.page.evaluate("all => Object.assign(localStorage, all)", keys)
    sheet.page.evaluate("localStorage.setItem('ramverk:capacity-building::@open', '1')")
    sheet.reload()
    assert sheet.sheet == "<b>"
    sheet.fill({":group": "Laget"})
    sheet.reload()
    assert sheet.shown() == {":group": "Laget"}
    assert keys.items() - sheet.kept().items() <= {("ramverk:capacity-building:1:@version", "")}


@pytest.mark.parametrize(
    "history", ["[]", "null", "{}", "7", '"x"', "[null]", '[{"what": 1}]', '[{"before": {"a": 1}}]']
)
def test_steps_that_are_damaged_break_nothing(device: Device, server: str, history: str) -> None:
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    sheet.fill({":group": "Laget"})
    sheet.page.evaluate(
        "text => localStorage.setItem('ramverk:capacity-building:1:@history', text)", history
    )
    sheet.reload()
    assert sheet.shown() == {":group": "Laget"}
    sheet.choose("Clear the sheet")
    sheet.undo()
    assert sheet.shown() == {":group": "Laget"}


def test_today_is_kept_whole(device: Device, server: str) -> None:
    """Not only short answers: what is kept is what was in the file."""
    sheet = device.open(address_of(server, "sv", "capacity-building"))
    content = (DATA / "good" / "today.json").read_bytes()
    sheet.open_file(content.replace(b'"review"', b'"capacity-building"'))
    assert sheet.kept_answers() == good("today").values
    sheet.reload()
    assert sheet.answers().values == good("today").values
