"""Tables of services: quality where it applies, and the gaps between what is and what is wanted."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Locator, ViewportSize, expect

from ramverk.answers import gap, is_surplus
from ramverk.form import Field
from ramverk.model import Scale, ServiceTableSection
from tests.test_answers import REVIEW
from tests.test_site import filling
from tests.test_site.conftest import LANGUAGES, one_line
from tests.test_site.filling import Device, SheetPage, address_of, answers_file, sizes

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

SCALE: Final = Scale(min=1, max=10)
_MENTORS: Final = "services/mentoring"


def service(path: str, *states: str) -> dict[str, str]:
    """Answers to a row: present, its quality, desired, its quality; empty where unanswered."""
    columns = ("present", "present-quality", "desired", "desired-quality")
    return {
        f"{path}:{column}": value for column, value in zip(columns, states, strict=True) if value
    }


def gap_of(sheet: SheetPage, path: str) -> Locator:
    """Where a row tells its gap."""
    return sheet.row(path).get_by_role("status")


def text_of_gap(value: int) -> str:
    return f"+{value}" if value > 0 else f"−{-value}" if value else "0"


# --- quality ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["present", "desired"])
def test_quality_is_asked_for_only_where_something_is_offered(
    review: SheetPage, state: str
) -> None:
    name = f"{_MENTORS}:{state}"
    quality = review.field(f"{name}-quality")
    expect(quality).to_be_enabled()
    review.fill({f"{name}-quality": "4"})
    # Who assesses it, has it.
    assert review.kept_answers() == {name: "yes", f"{name}-quality": "4"}
    assert review.shown() == {name: "yes", f"{name}-quality": "4"}
    review.fill({name: "no"})
    expect(quality).to_be_disabled()
    review.fill({name: "yes"})
    expect(quality).to_be_enabled()
    assert review.answers().values == {name: "yes", f"{name}-quality": "4"}


def test_quality_chooses_nothing_that_somebody_has_chosen(review: SheetPage) -> None:
    review.open_file(answers_file("review", {f"{_MENTORS}:desired": "no"}))
    expect(review.field(f"{_MENTORS}:desired-quality")).to_be_disabled()
    review.fill({f"{_MENTORS}:present-quality": "4"})
    assert review.answers().values == {
        f"{_MENTORS}:desired": "no",
        f"{_MENTORS}:present": "yes",
        f"{_MENTORS}:present-quality": "4",
    }


def test_quality_that_is_none_is_kept_and_marked(review: SheetPage) -> None:
    wrong = review.say("Write a whole number from {min} to {max}", min=1, max=10)
    name, other = f"{_MENTORS}:present-quality", f"{_MENTORS}:desired-quality"
    review.fill({other: "9"})
    for quality in ("11", "0", "sju", "4,5", "-3", "٧", "12345", " "):
        review.fill({name: quality})
        expect(review.field(name)).to_have_attribute("aria-invalid", "true")
        expect(review.field(other)).to_have_attribute("aria-invalid", "false")
        expect(gap_of(review, _MENTORS)).to_have_text(wrong)
        assert review.kept_answers()[name] == quality
    review.fill({name: "sju"})
    review.reload()
    assert review.field(name).input_value() == review.answers().values[name] == "sju"
    expect(review.field(name)).to_have_attribute("aria-invalid", "true")
    expect(gap_of(review, _MENTORS)).to_have_text(wrong)
    assert review.result("services").is_hidden()
    review.fill({name: "4"})
    expect(review.field(name)).to_have_attribute("aria-invalid", "false")
    expect(gap_of(review, _MENTORS)).to_have_text("+5")


# --- gaps ---------------------------------------------------------------------------------------


def every_state() -> list[dict[str, str]]:
    """Every way to fill in a row of services, also those that make no sense."""
    qualities = ("", "4", "9", "0", "11", "sju")
    states = list(itertools.product(("", "yes", "no"), qualities))
    return [
        service("services/own-1", *present, *desired)
        for present, desired in itertools.product(states, states)
    ]


@pytest.mark.parametrize("part", range(0, 350, 50))
def test_the_gap_of_a_row_is_that_of_answers(review: SheetPage, part: int) -> None:
    """Fifty rows at a time, each filled in in another way; judged by the file that is saved."""
    values = {
        name.replace("own-1:", f"own-{number}:"): value
        for number, state in enumerate(every_state()[part : part + 50], 1)
        for name, value in state.items()
    }
    review.open_file(answers_file("review", values))
    saved = review.answers().values
    assert saved == values
    paths = {name.rpartition(":")[0] for name in saved}
    shown = dict(
        review.page.eval_on_selector_all(
            "tr[data-row^='services/own-']",
            "all => all.map(each => [each.dataset.row, each.querySelector('output').textContent])",
        )
    )
    assert shown.keys() == paths
    for path in paths:
        known = gap(saved, path, SCALE)
        if any(is_wrong(saved, path, state) for state in ("present", "desired")):
            expected = review.say("Write a whole number from {min} to {max}", min=1, max=10)
        elif known is not None:
            expected = text_of_gap(known)
        else:
            expected = review.say("Can be offered to others") if is_surplus(saved, path) else ""
        assert shown[path] == expected, path


def is_wrong(values: Mapping[str, str], path: str, state: str) -> bool:
    """Whether a quality that is asked for is none."""
    field = Field(f"{path}:{state}-quality", scale=SCALE)
    quality = values.get(field.name, "")
    is_asked_for = values.get(f"{path}:{state}") != "no"
    return is_asked_for and bool(quality) and not field.is_valid(quality)


def expected_list(sheet: SheetPage, values: Mapping[str, str]) -> list[str]:
    """Name, levels and gap of each row whose gap is known, the largest first."""
    section = REVIEW.sections["services"]
    assert isinstance(section, ServiceTableSection)
    titles = {f"services/{id_}": str(item.title) for id_, item in section.services.items()}
    for number in range(1, 51):
        path = f"services/own-{number}"
        own = f"{sheet.say('Own row')} {number}"
        titles[path] = values.get(f"{path}:label", own)
    found = []
    for path, title in titles.items():
        known = gap(values, path, SCALE)
        if known is None:
            continue
        has = values[f"{path}:present"] == "yes"
        present = values[f"{path}:present-quality"] if has else "0"
        desired = values[f"{path}:desired-quality"]
        text = sheet.say(
            "{present} → {desired}, gap {gap}",
            present=present,
            desired=desired,
            gap=text_of_gap(known),
        )
        found.append((-known, f"{title} {text}"))
    return [text for _, text in sorted(found, key=lambda each: each[0])]


def listed(sheet: SheetPage) -> list[str]:
    lines = sheet.result("services").get_by_role("listitem").all_inner_texts()
    return [one_line(each) for each in lines]


TABLE: Final = {
    **service("services/labour-pool", "yes", "4", "yes", "6"),
    **service("services/mentoring", "yes", "9", "no", ""),
    **service("services/retraining", "no", "", "yes", "8"),
    **service("services/upskilling", "yes", "7", "yes", "3"),
    **service("services/own-1", "yes", "5", "yes", "5"),
    **service("services/own-2", "yes", "1", "yes", "9"),
    "services/own-2:label": "Språkkafé",
}


@sizes
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_gaps_come_first_in_words(
    device: Device, review_folder: Path, language: str, size: ViewportSize
) -> None:
    sheet = device.open(address_of(f"{review_folder.as_uri()}/", language, "review"), size)
    sheet.open_file(answers_file("review", TABLE))
    found = listed(sheet)
    assert found == expected_list(sheet, TABLE)
    assert len(found) == 5
    assert found[0].startswith(f"{REVIEW.sections['services'].children['retraining'].title} ")
    assert found[-1].endswith("−4")
    offers = sheet.result("services").get_by_text(sheet.say("Can be offered to others:"))
    assert offers.inner_text().endswith(" Mentorer")
    caption = sheet.say("Gaps between present and desired, the largest first")
    expect(sheet.result("services").get_by_role("figure")).to_contain_text(caption)


def test_the_list_follows_each_change(review: SheetPage) -> None:
    assert review.result("services").is_hidden()
    review.open_file(answers_file("review", TABLE))
    review.fill({"services/labour-pool:desired-quality": "10"})
    review.fill({"services/own-2:label": "Läxhjälp"})
    review.painted()
    values = review.answers().values
    assert listed(review) == expected_list(review, values)
    assert any(each.startswith("Läxhjälp") for each in listed(review))
    for name in ("labour-pool", "retraining", "upskilling", "own-1", "own-2"):
        review.fill({f"services/{name}:desired": "no"})
    review.fill({"services/retraining:present": "yes"})
    review.painted()
    values = review.answers().values
    assert listed(review) == expected_list(review, values) == []
    offers = review.result("services").get_by_text(review.say("Can be offered to others:"))
    assert "Läxhjälp" in offers.inner_text()


def test_what_others_can_be_offered_is_what_answers_says(review: SheetPage) -> None:
    """Also what nobody has assessed."""
    values = {
        **service("services/mentoring", "yes", "9", "no", ""),
        **service("services/retraining", "yes", "", "no", ""),
        **service("services/upskilling", "no", "", "no", ""),
        **service("services/labour-pool", "yes", "", "yes", ""),
    }
    review.open_file(answers_file("review", values))
    offers = [
        path
        for path in sorted({name.partition(":")[0] for name in values})
        if is_surplus(values, path)
    ]
    assert offers == ["services/mentoring", "services/retraining"]
    line = review.result("services").get_by_text(review.say("Can be offered to others:"))
    assert line.inner_text().endswith(": Mentorer, Omskolning")
    for path in offers:
        expect(gap_of(review, path)).to_have_text(review.say("Can be offered to others"))


def test_each_gap_is_drawn_beside_its_words(review: SheetPage) -> None:
    """Where the marks stand: the circle at what is, the diamond at what is wanted."""
    review.open_file(answers_file("review", TABLE))
    for line in review.result("services").get_by_role("listitem").all():
        words = re.search(r"(\d+) → (\d+),", line.inner_text())
        assert words
        present, desired = line.locator("svg").evaluate(
            """svg => ['.ramverk-present', '.ramverk-desired'].map(each => {
              const box = svg.querySelector(each).getBBox();
              return box.x + box.width / 2;
            })"""
        )
        assert present == pytest.approx(4 + 9.2 * int(words[1]), abs=0.1)
        assert desired == pytest.approx(4 + 9.2 * int(words[2]), abs=0.1)
        assert line.locator("svg").get_attribute("aria-hidden") == "true"


def rows_with_gaps(count: int) -> dict[str, str]:
    values = {}
    for number in range(1, count + 1):
        quality = (number % 10) + 1
        values.update(service(f"services/own-{number}", "no", "", "yes", str(quality)))
    return values


@pytest.mark.parametrize(
    ("count", "is_drawn"), [(1, False), (2, False), (3, True), (12, True), (13, False)]
)
def test_the_radar_has_from_three_to_twelve_axes(
    review: SheetPage, count: int, is_drawn: bool
) -> None:
    review.open_file(answers_file("review", rows_with_gaps(count)))
    radar = review.result("services").get_by_role("img")
    assert len(listed(review)) == count
    assert radar.is_visible() is is_drawn
    if not is_drawn:
        return
    # Its numbers are those of the list, which says all in words.
    assert radar.get_attribute("aria-label") == review.say(
        "Radar chart. Its numbers are those of the list, which holds all values."
    )
    numbers = radar.locator("text").all_text_contents()
    assert numbers == [str(number) for number in range(1, count + 1)]
    for area in ("present", "desired"):
        points = radar.locator(f".ramverk-area-{area}").get_attribute("points")
        assert points
        assert len(points.split()) == count


def test_the_radar_draws_what_the_list_says(review: SheetPage) -> None:
    review.open_file(answers_file("review", TABLE))
    radar = review.result("services").get_by_role("img")
    levels = {
        "present": [0, 1, 4, 5, 7],  # in the order of the list
        "desired": [8, 9, 6, 5, 3],
    }
    for area, expected in levels.items():
        points = str(radar.locator(f".ramverk-area-{area}").get_attribute("points"))
        for point, level in zip(points.split(), expected, strict=True):
            x, y = map(float, point.split(","))
            assert ((x - 50) ** 2 + (y - 50) ** 2) ** 0.5 == pytest.approx(4 * level, abs=0.2)


def test_of_many_gaps_the_largest_are_listed_and_the_rest_counted(review: SheetPage) -> None:
    values = rows_with_gaps(45)
    review.open_file(answers_file("review", values))
    assert listed(review) == expected_list(review, values)[:30]
    more = review.say("Shown are the {shown} largest gaps of {all}.", shown=30, all=45)
    expect(review.result("services")).to_contain_text(more)
