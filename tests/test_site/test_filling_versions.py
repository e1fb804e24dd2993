"""A framework that is updated while it is filled in: nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from ramverk.answers import carry_over
from ramverk.form import digests
from ramverk.loading import Source, load_framework
from ramverk.model import Framework
from tests.test_answers import DIGESTS, REVIEW, load
from tests.test_site import filling
from tests.test_site.conftest import once
from tests.test_site.filling import Device, SheetPage, build_review, full_answers, serving

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review


def earlier_version() -> str:
    """The framework as it was in version 1.0: other ids, and some things that are gone."""
    text = filling.REVIEW_FILE.read_text("utf-8")
    start, end = text.index("# Version 1.0 had"), text.index("sections:")
    text = text[:start] + text[end:]
    for now, before in (
        ('version: "2.0"', 'version: "1.0"'),
        ("  approach:\n", "  attitude:\n"),
        ("      listening: ", "      patient: ha tålamod\n      listening: "),
        ("      framework:\n", "      frames:\n"),
        ("          objectives: ", "          goals: "),
        ("          action-plan: ", "          plan: "),
        ("{met: Uppfyllt, ", "{met: Uppfyllt, mostly: Mest uppfyllt, "),
        ("      starting-point: ", "      kickoff: Samla alla\n      start: "),
        ("      retraining: ", "      transport: Skjuts\n      courses: "),
        # Another wording, with the same id.
        ("lyssna på eleverna först", "lyssna på eleverna"),
    ):
        assert text.count(now) == 1, now
        text = text.replace(now, before)
    return text


@pytest.fixture(scope="session")
def earlier_folder(shared_folder: Path) -> Path:
    """The site as it was with version 1.0."""
    text = earlier_version()
    folder = once(shared_folder / "review-1", lambda folder: build_review(folder, text))
    return folder / "build" / "html"


@pytest.fixture(scope="session")
def earlier(earlier_folder: Path) -> Framework:
    path = earlier_folder.parent.parent / "frameworks" / "review.yaml"
    framework, problems = load_framework(Source("review", path, path.name))
    assert framework is not None, problems
    return framework


class Place:
    """An address where first one version of the site stands, and then another."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address
        self._visits = 0

    def publish(self, site: Path) -> None:
        link = self._folder / "site"
        link.unlink(missing_ok=True)
        link.symlink_to(site)

    def page(self, language: str = "sv") -> str:
        # Each visit with another query, so that no page comes from the browser's memory.
        self._visits += 1
        return f"{self._address}site/{language}/frameworks/review.html?{self._visits}"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with serving(tmp_path) as address:
        yield Place(tmp_path, address)


def all_values(*sheets: SheetPage) -> set[str]:
    """What the files of these pages hold together."""
    return {value for sheet in sheets for value in sheet.answers().values.values()}


_OTHER_VERSION: Final = (
    "The answers were given for version {before}. This is version {now}: "
    "look through what has changed."
)


def test_all_answers_find_their_place_in_the_new_version(
    device: Device, place: Place, earlier: Framework, earlier_folder: Path, review_folder: Path
) -> None:
    place.publish(earlier_folder)
    old = device.open(place.page())
    values = {**full_answers(earlier), "criteria/frames/leadership:answer": "mostly"}
    assert old.names() == values.keys()
    old.open_file(filling.answers_file("review", values, digests=digests(earlier)))
    saved = old.answers()
    assert saved.values == values
    carried, _ = carry_over(saved, REVIEW, DIGESTS)
    assert carried is not None
    assert carried.leftovers
    place.publish(review_folder)
    old.page.goto(place.page())
    new = SheetPage(old.page)
    told = new.say(_OTHER_VERSION, before="1.0", now="2.0")
    expect(new.page.get_by_text(told).first).to_be_visible()
    assert new.shown() == carried.values
    assert new.answers().values == {**carried.values, **carried.leftovers}
    for value in carried.leftovers.values():
        shown = "✕" if value == "true" else value.partition("\n")[0]
        expect(new.panel.locator(".ramverk-leftovers")).to_contain_text(shown)
    # Who goes on loses nothing by it, on the device neither.
    new.fill({"approach/open:note": "Ny", "steps/starting-point:owner": "Ny"})
    expected = {
        **carried.values,
        **carried.leftovers,
        "approach/open:note": "Ny",
        "steps/starting-point:owner": "Ny",
    }
    assert new.answers().values == expected
    assert sorted(new.kept_answers().values()) == sorted(expected.values())
    new.reload()
    assert new.answers().values == expected
    # The version is told of until the answers are of this version.
    assert new.page.get_by_text(told).count() == 0


def test_a_changed_wording_is_told_of_until_the_answer_is_said_to_hold(
    device: Device, place: Place, earlier_folder: Path, review_folder: Path
) -> None:
    place.publish(earlier_folder)
    old = device.open(place.page())
    old.fill({"attitude/listening:done": "true", "attitude/open:done": "true"})
    place.publish(review_folder)
    old.page.goto(place.page())
    new = SheetPage(old.page)
    mark = new.say("The wording has changed since you answered.")
    expect(new.page.get_by_text(mark)).to_have_count(1)
    expect(new.row("approach/listening")).to_contain_text(mark)
    new.page.get_by_role("button", name=new.say("The answer still holds")).click()
    expect(new.page.get_by_text(mark)).to_have_count(0)
    assert new.answers().digests["approach/listening"] == DIGESTS["approach/listening"]
    new.reload()
    expect(new.page.get_by_text(mark)).to_have_count(0)


def test_who_answers_anew_has_answered_the_new_wording(
    device: Device, place: Place, earlier_folder: Path, review_folder: Path
) -> None:
    place.publish(earlier_folder)
    old = device.open(place.page())
    old.fill({"attitude/listening:note": "Svårt"})
    place.publish(review_folder)
    old.page.goto(place.page())
    new = SheetPage(old.page)
    expect(new.row("approach/listening").get_by_role("button")).to_be_visible()
    new.fill({"approach/listening:note": "Lättare"})
    expect(new.row("approach/listening").get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("other_language", ["sv", "en"])
def test_a_page_that_was_open_before_loses_nothing(
    device: Device, place: Place, earlier_folder: Path, review_folder: Path, other_language: str
) -> None:
    """Two pages of two versions write to one device at the same time."""
    place.publish(earlier_folder)
    old = device.open(place.page())
    old.fill({"attitude/open:note": "Före", "attitude/patient:note": "Borta", ":group": "Laget"})
    place.publish(review_folder)
    new = device.open(place.page(other_language))
    assert new.shown() == {"approach/open:note": "Före", ":group": "Laget"}
    expect(new.panel.locator(".ramverk-leftovers")).to_contain_text("Borta")
    # The old page goes on, in fields that have other names today and in others.
    old.fill({"attitude/open:note": "Gamla sidan", "attitude/listening:note": "Gamla två"})
    old.fill({"criteria/frames/goals:answer": "mostly", "criteria/frames/goals:note": "Gamla tre"})
    old.add_row("services")
    old.fill({"services/own-1:label": "Gamla fyra", "services/transport:note": "Gamla fem"})
    old.fill({"services/courses:present": "yes", "services/courses:present-quality": "4"})
    expect(new.field("approach/open:note")).to_have_value("Gamla sidan")
    expect(new.field("services/retraining:present-quality")).to_have_value("4")
    expect(new.field("services/own-1:label")).to_have_value("Gamla fyra")
    # So does the new one, in the same fields and in others.
    new.fill({"approach/open:note": "Nya sidan", "criteria/framework/objectives:answer": "met"})
    new.fill({"steps/starting-point:owner": "Nya två", "services/retraining:present-quality": "9"})
    # And the old one again, in the very field that the new one has changed.
    old.fill({"attitude/open:note": "Gamla igen", "services/courses:desired-quality": "6"})
    old.painted()
    new.painted()
    # The last words in each field of each page.
    typed = {"Laget", "Borta", "Nya sidan", "Gamla igen", "Gamla två", "Gamla tre", "Gamla fyra"}
    typed |= {"Gamla fem", "Nya två", "met", "9", "6"}
    assert all_values(old, new) >= typed
    old.reload()
    new.reload()
    assert all_values(new) >= typed
    assert set(new.kept_answers().values()) >= typed


def test_going_back_to_the_earlier_version_loses_nothing(
    device: Device, place: Place, earlier_folder: Path, review_folder: Path
) -> None:
    place.publish(earlier_folder)
    sheet = device.open(place.page())
    sheet.fill({"attitude/open:note": "Ett", "steps/start:owner": "Två"})
    for version, values in (
        (review_folder, {"approach/open:note": "Tre", "approach/listening:note": "Fyra"}),
        (earlier_folder, {"attitude/patient:note": "Fem", "attitude/open:note": "Sex"}),
        (review_folder, {"steps/starting-point:due": "2026-03-20"}),
        (earlier_folder, {":group": "Laget"}),
        (review_folder, {}),
    ):
        place.publish(version)
        sheet.page.goto(place.page())
        sheet = SheetPage(sheet.page)
        sheet.fill(values)
    expected = {"Två", "Tre", "Fyra", "Fem", "Sex", "2026-03-20", "Laget"}
    assert all_values(sheet) == expected
    assert set(sheet.kept_answers().values()) == expected


def test_undo_brings_back_what_an_earlier_version_had(
    device: Device, place: Place, earlier_folder: Path, review_folder: Path
) -> None:
    place.publish(earlier_folder)
    sheet = device.open(place.page())
    sheet.fill({"attitude/open:note": "Ett", "attitude/patient:note": "Två"})
    sheet.choose("Clear the sheet")
    place.publish(review_folder)
    sheet.page.goto(place.page())
    sheet = SheetPage(sheet.page)
    sheet.undo()
    assert all_values(sheet) == {"Ett", "Två"}
    sheet.reload()
    assert sheet.shown() == {"approach/open:note": "Ett"}
    assert all_values(sheet) == {"Ett", "Två"}


def test_earlier_version_is_the_one_that_was_renamed(earlier: Framework) -> None:
    """The two are told apart by what ``renamed`` says, and by nothing else."""
    assert earlier.version == "1.0"
    assert load("review").renamed.keys() >= {"attitude", "criteria/frames", "steps/start"}
    assert "attitude/patient" in digests(earlier)
