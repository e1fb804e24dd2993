"""One sheet in two tabs: none writes over what the other has written."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES
from tests.test_site.filling import Device, address_of, answers_file

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

#: Fields of own rows: 50 rows in each of the sections give 600 texts.
_COLUMNS: Final = {
    "criteria": ("label", "note"),
    "approach": ("label", "note"),
    "steps": ("label", "owner", "due", "note"),
    "services": ("label", "note", "present-quality", "desired-quality"),
}
_NAMES: Final = [
    f"{section}/own-{number}:{column}"
    for number in range(1, 51)
    for section, columns in _COLUMNS.items()
    for column in columns
]

#: Types into each of the fields in turn, giving way to the other tab in between.
_TYPE: Final = """([names, mark]) => {
  const fields = new Map([...document.querySelectorAll('[name]')].map(each => [each.name, each]));
  window.typing = (async () => {
    for (const [i, name] of names.entries()) {
      const field = fields.get(name);
      field.value = name.endsWith(':due') ? '2026-03-20' : `${mark} ${i}`;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await new Promise(done => setTimeout(done, 1));
    }
  })();
}"""


def type_at_once(first: Page, second: Page, names: list[str]) -> dict[str, str]:
    """Half of the fields are filled in in each of the tabs, by turns; what was typed."""
    halves = {"a": names[::2], "b": names[1::2]}
    for page, (mark, half) in zip((first, second), halves.items(), strict=True):
        page.evaluate(_TYPE, [half, mark])
    for page in (first, second):
        page.evaluate("window.typing")
    return {
        name: "2026-03-20" if name.endswith(":due") else f"{mark} {number}"
        for mark, half in halves.items()
        for number, name in enumerate(half)
    }


@pytest.mark.parametrize("kind", ["http", "file"])
def test_six_hundred_writes_in_two_tabs_lose_nothing(
    device: Device, review_folder: Path, kind: str
) -> None:
    assert len(_NAMES) == 600
    if kind == "file":
        check_writes_in_two_tabs(device, f"{review_folder.as_uri()}/")
    else:
        with filling.serving(review_folder) as site:
            check_writes_in_two_tabs(device, site)


def check_writes_in_two_tabs(device: Device, site: str) -> None:
    address = address_of(site, "sv", "review")
    first = device.open(address)
    rows = {f"{section}/own-{number}:label": "." for section in _COLUMNS for number in range(1, 51)}
    first.open_file(answers_file("review", rows))
    second = device.open(address)
    typed = type_at_once(first.page, second.page, _NAMES)
    services = {
        f"{name.rpartition(':')[0]}:{state}": "yes"
        for name in typed
        for state in ("present", "desired")
        if name.endswith(f"{state}-quality")
    }
    expected = {**typed, **services}
    for sheet in (first, second):
        assert sheet.kept_answers() == expected
        sheet.page.wait_for_function(f"({filling.SHOWN})()[{_NAMES[-1]!r}] === 'b 299'")
        assert sheet.shown() == expected
        assert sheet.answers().values == expected
    second.reload()
    assert second.shown() == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_done_in_one_tab_shows_in_the_other(
    device: Device, address: str, language: str
) -> None:
    """Whatever page of the framework it has, and in whatever language."""
    one = device.open(address_of(address, language, "capacity-building"))
    other_language = {"sv": "en", "en": "sv"}[language]
    other = device.open(address_of(address, other_language, "capacity-building"))
    checklist = device.open(address_of(address, language, "capacity-building-checklist"))
    one.fill({":group": "Laget", "attitude/open:done": "true", "steps/goals:note": "Mål"})
    one.add_row("services")
    one.fill({"services/own-1:label": "Språkkafé", "services/own-1:present": "no"})
    one.fill({"services/own-1:desired-quality": "7"})
    expected = one.shown()
    expect(other.field("services/own-1:desired-quality")).to_have_value("7")
    other.painted()
    assert other.shown() == expected
    expect(other.result("services")).to_contain_text("Språkkafé")
    texts = {key: expected[key] for key in (":group", "attitude/open:done", "steps/goals:note")}
    # Each tab hears of it in its own time; the note was written last.
    expect(checklist.field("steps/goals:note")).to_have_value("Mål")
    assert checklist.shown() == texts
    done = checklist.say("Answered: {done} of {all}", done=1, all=11)
    expect(checklist.panel.get_by_text(done, exact=True)).to_be_visible()
    # What is taken away is taken away there too.
    other.fill({"attitude/open:done": ""})
    expect(one.field("attitude/open:done")).not_to_be_checked()
    other.choose("Clear the sheet")
    expect(one.field(":group")).to_have_value("")
    expect(checklist.field("steps/goals:note")).to_have_value("")
    assert checklist.shown() == {}


def test_two_in_the_same_field_are_told_of_each_other(device: Device, server: str) -> None:
    address = address_of(server, "sv", "capacity-building")
    first, second = device.open(address), device.open(address)
    name = "attitude/open:note"
    second.page.bring_to_front()
    second.field(name).press_sequentially("Från den andra")
    first.page.bring_to_front()
    first.field(name).press_sequentially("!")
    # The one who is typing keeps the words, and is told; the words of both are still there.
    expect(second.notice).to_be_visible()
    label = second.field(name).get_attribute("aria-label")
    shown = first.field(name).input_value()
    assert second.notice.locator("p").inner_text() == second.say(
        "“{field}” was changed in another tab, to: {text}", field=label, text=shown
    )
    assert second.field(name).input_value() == "Från den andra"
    assert first.kept_answers() == {name: shown}
    # Who types last decides.
    second.page.bring_to_front()
    second.field(name).press_sequentially("?")
    assert second.kept_answers() == {name: "Från den andra?"}
    expect(first.notice).to_be_visible()
    first.field(name).blur()
    second.field(name).blur()
    assert first.shown() == second.shown() == {name: "Från den andra?"}


def test_who_leaves_the_field_sees_what_is_kept(device: Device, server: str) -> None:
    address = address_of(server, "sv", "capacity-building")
    first, second = device.open(address), device.open(address)
    name = "attitude/open:note"
    second.field(name).press_sequentially("Andra")
    first.field(name).fill("Första")
    expect(second.notice).to_be_visible()
    second.field(name).blur()
    expect(second.field(name)).to_have_value("Första")
    second.reload()
    assert second.shown() == {name: "Första"}


def test_rows_are_added_in_both_tabs(device: Device, server: str) -> None:
    """Two who add a row at the same time add one each, or share one; no word is lost."""
    address = address_of(server, "sv", "capacity-building")
    first, second = device.open(address), device.open(address)
    for sheet, label in ((first, "Språkkafé"), (second, "Läxhjälp")):
        sheet.add_row("services")
        number = sheet.page.evaluate("document.activeElement.name")
        sheet.fill({number: label})
    labels = {"services/own-1:label": "Språkkafé", "services/own-2:label": "Läxhjälp"}
    expect(first.field("services/own-2:label")).to_have_value("Läxhjälp")
    assert first.shown() == second.shown() == labels


def test_undo_in_one_tab_keeps_what_the_other_has_typed(device: Device, server: str) -> None:
    address = address_of(server, "sv", "capacity-building")
    first, second = device.open(address), device.open(address)
    first.fill({"attitude/open:note": "Före"})
    first.choose("Clear the sheet")
    second.fill({"attitude/agreements:note": "Andra"})
    expect(first.field("attitude/agreements:note")).to_have_value("Andra")
    first.undo()
    expected = {"attitude/open:note": "Före", "attitude/agreements:note": "Andra"}
    expect(second.field("attitude/open:note")).to_have_value("Före")
    assert first.shown() == second.shown() == expected


def test_a_step_is_undone_in_the_tab_that_did_not_take_it(device: Device, server: str) -> None:
    address = address_of(server, "sv", "capacity-building")
    first, second = device.open(address), device.open(address)
    first.fill({"attitude/open:note": "Före"})
    first.choose("Clear the sheet")
    second.reload()
    second.undo()
    expect(first.field("attitude/open:note")).to_have_value("Före")


def test_what_could_be_undone_stays_so_when_both_tabs_take_steps(
    device: Device, server: str
) -> None:
    """Each tab has its own steps; the one's must not write over the other's."""
    address = address_of(server, "sv", "capacity-building")
    first, second = device.open(address), device.open(address)
    first.fill({"attitude/open:note": "Ett"})
    first.choose("Clear the sheet")
    expect(second.field("attitude/open:note")).to_have_value("")
    second.fill({"attitude/agreements:note": "Två"})
    second.choose("Clear the sheet")
    first.reload()
    first.undo()
    assert first.shown() == {"attitude/agreements:note": "Två"}
    first.undo()
    assert first.shown() == {"attitude/open:note": "Ett", "attitude/agreements:note": "Två"}
