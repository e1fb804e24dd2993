"""Rows of the user's own: added, filled in, removed, had again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import ViewportSize, expect

from ramverk.form import Form
from ramverk.model import OWN_ROW_LIMIT
from tests.test_answers import REVIEW
from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES
from tests.test_site.filling import (
    Device,
    SheetPage,
    address_of,
    answers_file,
    full_answers,
    sizes,
)

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

#: Sections of each kind that takes own rows.
_SECTIONS: Final = ("criteria", "approach", "steps", "services")


def own_answers() -> dict[str, str]:
    """An answer to each field of the first own row of each section."""
    values = full_answers(REVIEW, own_rows=True)
    return {name: value for name, value in values.items() if "/own-1:" in name}


def focused(sheet: SheetPage) -> str:
    return str(sheet.page.evaluate("document.activeElement.name || document.activeElement.value"))


@sizes
@pytest.mark.parametrize(("language", "other"), [LANGUAGES, LANGUAGES[::-1]])
def test_own_rows_are_filled_in_and_kept(
    device: Device, review_folder: Path, size: ViewportSize, language: str, other: str
) -> None:
    site = f"{review_folder.as_uri()}/"
    sheet = device.open(address_of(site, language, "review"), size)
    values = own_answers()
    for section in _SECTIONS:
        sheet.add_row(section)
        assert focused(sheet) == f"{section}/own-1:label"
    assert {each for each in sheet.names() if "/own-" in each} == values.keys()
    sheet.fill(values)
    sheet.page.goto(address_of(site, other, "review"))
    other_sheet = SheetPage(sheet.page)
    assert other_sheet.shown() == values
    assert other_sheet.answers().values == values


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_rows_stand_on_the_checklist_too(
    device: Device, review_folder: Path, language: str
) -> None:
    site = f"{review_folder.as_uri()}/"
    sheet = device.open(address_of(site, language, "review-checklist"))
    for section in _SECTIONS[:3]:
        sheet.add_row(section)
        sheet.fill({f"{section}/own-1:label": section})
    sheet.page.goto(address_of(site, language, "review"))
    assert SheetPage(sheet.page).shown() == {
        f"{section}/own-1:label": section for section in _SECTIONS[:3]
    }


def test_a_row_that_nobody_fills_in_is_no_answer(review: SheetPage) -> None:
    review.add_row("approach")
    assert review.answers().values == {}
    assert review.page.get_by_role("button", name="Ta bort raden").count() == 1
    review.reload()
    assert review.page.get_by_role("button", name="Ta bort raden").count() == 0


def test_a_removed_row_comes_back_with_all_it_held(review: SheetPage) -> None:
    values = own_answers()
    kept = {"services/own-2:label": "Den andra", "services/own-2:note": "Rörs inte"}
    review.open_file(answers_file("review", {**values, **kept}))
    row = review.row("services/own-1")
    row.get_by_role("button", name=review.say("Remove the row")).click()
    rest = {name: value for name, value in values.items() if not name.startswith("services/")}
    assert review.shown() == {**rest, **kept}
    assert review.kept_answers() == {**rest, **kept}
    expect(review.notice).to_contain_text(review.say("The row is removed."))
    review.notice.get_by_role("button", name=review.say("Undo")).click()
    review.painted()
    assert review.shown() == {**values, **kept}
    numbers = review.section("services").locator("tr.ramverk-own-filled")
    assert numbers.evaluate_all("all => all.map(each => each.dataset.row)") == [
        "services/own-1",
        "services/own-2",
    ]


def test_removed_rows_come_back_after_a_reload(review: SheetPage) -> None:
    values = own_answers()
    review.open_file(answers_file("review", values))
    for section in _SECTIONS:
        name = review.say("Remove the row")
        review.row(f"{section}/own-1").get_by_role("button", name=name).click()
    assert review.answers().values == {}
    review.reload()
    for _ in _SECTIONS:
        review.undo()
    assert review.shown() == values


def test_there_is_room_for_fifty_rows(review: SheetPage) -> None:
    values = {f"services/own-{number}:label": f"Tjänst {number}" for number in range(1, 50)}
    review.open_file(answers_file("review", values))
    review.add_row("services")
    assert focused(review) == f"services/own-{OWN_ROW_LIMIT}:label"
    review.fill({f"services/own-{OWN_ROW_LIMIT}:label": "Den sista"})
    review.add_row("services")
    assert review.status == review.say("There is no room for more rows of your own.")
    values[f"services/own-{OWN_ROW_LIMIT}:label"] = "Den sista"
    assert review.shown() == values
    assert review.answers().values == values
    assert review.section("services").locator("tr.ramverk-own-filled").count() == OWN_ROW_LIMIT


def test_a_row_between_others_is_used_when_the_last_number_is_taken(review: SheetPage) -> None:
    values = {"approach/own-50:label": "Den sista", "approach/own-1:label": "Den första"}
    review.open_file(answers_file("review", values))
    review.add_row("approach")
    assert focused(review) == "approach/own-2:label"


def test_rows_are_numbered_as_the_file_numbers_them(review: SheetPage) -> None:
    """Whatever is removed: other rows keep their names, and so their answers in other files."""
    values = {f"approach/own-{number}:label": f"Rad {number}" for number in (1, 2, 3)}
    review.open_file(answers_file("review", values))
    name = review.say("Remove the row")
    review.row("approach/own-2").get_by_role("button", name=name).click()
    review.add_row("approach")
    review.fill({"approach/own-4:label": "Rad 4"})
    del values["approach/own-2:label"]
    assert review.answers().values == {**values, "approach/own-4:label": "Rad 4"}


def test_sections_that_take_no_own_rows_offer_none(review: SheetPage) -> None:
    offering = review.page.get_by_role("button", name=review.say("Add a row of your own"))
    sections = offering.evaluate_all("all => all.map(each => each.closest('form').dataset.section)")
    offered = {
        path.partition("/")[0]
        for path in (row.path for row in Form(REVIEW).rows)
        if "/own-" in path
    }
    assert sorted(sections) == sorted(offered)
