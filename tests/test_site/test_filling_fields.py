"""Every field there is: filled in, kept, found again, in every language."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from ramverk.form import FIELDS, Form
from tests.test_answers import REVIEW
from tests.test_site import filling
from tests.test_site.conftest import DESKTOP, FRAMEWORKS, LANGUAGES, PHONE
from tests.test_site.filling import (
    Device,
    SheetPage,
    address_of,
    answers_file,
    framework,
    full_answers,
)

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

_WAYS: Final = [
    pytest.param("http", "sv", "en", DESKTOP, id="http-sv-en-desktop"),
    pytest.param("file", "en", "sv", PHONE, id="file-en-sv-phone"),
]


@pytest.mark.parametrize(("address", "language", "other", "size"), _WAYS, indirect=["address"])
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_field_is_kept_and_opens_in_the_other_language(
    device: Device, address: str, language: str, other: str, size: ViewportSize, name: str
) -> None:
    values = full_answers(framework(name))
    sheet = device.open(address_of(address, language, name), size)
    assert sheet.names() == values.keys()
    sheet.fill(values)
    assert sheet.shown() == values
    assert sheet.kept_answers() == values
    sheet.reload()
    assert sheet.shown() == values
    sheet.page.goto(address_of(address, other, name))
    translated = SheetPage(sheet.page)
    assert translated.shown() == values
    assert translated.status == translated.say(
        "Your answers are back, as you left them on this device."
    )
    saved = translated.answers()
    assert saved.values == values
    assert saved.language == other


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_checklist_and_framework_show_the_same_answers(
    device: Device, server: str, language: str, name: str
) -> None:
    checklist = device.open(address_of(server, language, f"{name}-checklist"))
    fields = Form(framework(name)).fields
    ticked = {each for each in checklist.names() if "/own-" not in each}
    assert {f":{each}" for each in ("organisation", "group", "respondent", "date")} < ticked
    values = {
        each: value for each, value in full_answers(framework(name)).items() if each in ticked
    }
    assert ticked <= fields.keys()
    checklist.fill(dict(list(values.items())[:20]))
    checklist.page.goto(address_of(server, language, name))
    whole = SheetPage(checklist.page)
    assert whole.shown() == dict(list(values.items())[:20])


def test_every_field_says_what_it_is_about(review: SheetPage) -> None:
    """A screen reader hears the row and the column, not the column alone."""
    titles = {row.path: row.item.title for row in Form(REVIEW).rows if row.item is not None}
    for name in review.names():
        path, _, column = name.rpartition(":")
        label = str(review.field(name).first.get_attribute("aria-label"))
        if column in {"organisation", "group", "respondent", "date"}:
            assert label == review.say(FIELDS[column].label)
        elif column == "evidence":
            continue  # stands in its criterion, whose heading says it
        else:
            assert titles[path] in label, name


def test_reading_keeps_nothing_on_the_device(review: SheetPage) -> None:
    review.reload()
    review.page.mouse.wheel(0, 20_000)
    review.painted()
    assert review.kept() == {}
    assert review.status == ""
    assert review.page.evaluate("sessionStorage.length") == 0


def test_a_tick_taken_away_is_no_answer(review: SheetPage) -> None:
    review.fill({"approach/open:done": "true"})
    assert review.kept_answers() == {"approach/open:done": "true"}
    review.fill({"approach/open:done": ""})
    assert review.kept_answers() == {}
    assert review.answers().values == {}
    assert review.answers().digests == {}


def answer(sheet: SheetPage, value: str) -> Locator:
    return sheet.page.locator(f'[name="criteria/framework/objectives:answer"][value="{value}"]')


def test_a_choice_is_taken_back_by_choosing_it_again_or_with_delete(review: SheetPage) -> None:
    met, partly = answer(review, "met"), answer(review, "partly")
    met.click()
    expect(met).to_be_checked()
    partly.click()
    expect(met).not_to_be_checked()
    assert review.kept_answers() == {"criteria/framework/objectives:answer": "partly"}
    partly.click()
    expect(partly).not_to_be_checked()
    assert review.kept_answers() == {}
    met.click()
    met.press("Delete")
    expect(met).not_to_be_checked()
    assert review.kept_answers() == {}
    # Who clicks twice out of habit has chosen all the same.
    met.dblclick()
    expect(met).to_be_checked()
    assert review.kept_answers() == {"criteria/framework/objectives:answer": "met"}


def test_only_notes_have_several_lines(review: SheetPage) -> None:
    note, owner = review.field("steps/goals:note"), review.field("steps/goals:owner")
    note.press_sequentially("ett\ntvå")
    owner.press_sequentially("Åsa\nÖberg")
    assert note.input_value() == "ett\ntvå"
    assert owner.input_value() == "ÅsaÖberg"


@pytest.mark.parametrize("name", [":date", "steps/goals:due"])
def test_a_date_that_is_half_typed_does_not_lose_the_one_before(
    review: SheetPage, name: str
) -> None:
    field = review.field(name)
    field.fill("2026-03-20")
    field.focus()
    field.press("Backspace")
    assert field.evaluate("each => each.validity.badInput")
    assert review.kept_answers() == {name: "2026-03-20"}
    field.press("Tab")
    field.blur()
    assert field.input_value() == "2026-03-20"


def test_a_date_in_words_is_shown_as_it_was_written(review: SheetPage) -> None:
    values = {":date": "i våras", "steps/goals:due": "2026-02-30"}
    review.open_file(answers_file("review", values))
    assert review.field(":date").input_value() == "i våras"
    review.reload()
    assert review.kept_answers() == review.answers().values == values
    assert review.field(":date").input_value() == "i våras"
    # Without words there, a date can be chosen again.
    review.field(":date").fill("")
    review.field(":date").blur()
    assert review.field(":date").get_attribute("type") == "date"


def test_words_are_never_markup(review: SheetPage) -> None:
    hostile = '<img src=x onerror="document.title=1"><b>x</b>&amp;{title}'
    images = review.page.locator("img").count()
    review.add_row("services")
    review.fill(
        {
            ":organisation": hostile,
            "services/own-1:label": hostile,
            "services/own-1:present": "no",
            "services/own-1:desired-quality": "9",
            "approach/open:note": hostile,
        }
    )
    review.create_sheet(hostile)
    assert review.sheet == hostile
    review.open_sheet("Blad 1")
    review.painted()
    assert hostile in review.result("services").inner_text()
    assert hostile in review.section("services").get_by_role("textbox").nth(-2).input_value() + (
        review.field("services/own-1:label").input_value()
    )
    assert review.page.locator("img").count() == images
    assert review.page.title() != "1"


def test_a_field_grows_with_its_words(review: SheetPage) -> None:
    long = "Ett långt ord: " + "kvalitetsutvecklingsarbetsgrupp" * 8 + "\n" + "Rad\n" * 12
    for name in ("approach/open:note", "criteria/framework:evidence", ":organisation"):
        review.field(name).fill(long if name != ":organisation" else long.replace("\n", " "))
        hidden = review.field(name).evaluate("each => each.scrollHeight - each.clientHeight")
        assert hidden <= 1, name
