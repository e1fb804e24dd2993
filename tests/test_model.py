"""The model: texts that know where they come from, and the paths of ids."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from ramverk import model
from ramverk.interface import Message
from ramverk.loading import Source, load_framework
from ramverk.model import (
    SECTION_KINDS,
    BulletList,
    Framework,
    IdPath,
    Paragraph,
    Prose,
    Text,
    anchor,
    in_language,
    is_required,
    keys,
    texts,
)

GOOD: Final = Path(__file__).parent / "data" / "good"
RECORDS: Final = [
    Framework,
    model.Criterion,
    model.CriteriaHeadings,
    model.Item,
    model.Notice,
    model.Scale,
    model.ServiceHeadings,
    model.Step,
    *SECTION_KINDS.values(),
]


def load(name: str) -> Framework:
    framework, problems = load_framework(Source(name, GOOD / f"{name}.yaml", f"{name}.yaml"))
    assert framework is not None, problems
    return framework


def text(value: str, language: str = "sv") -> Text:
    return Text(value, line=7, language=language)


# --- texts ----------------------------------------------------------------------------------------


def test_a_text_is_a_str_with_place_language_and_state() -> None:
    found = text("Mål")
    assert (found, found.line, found.language, found.state) == ("Mål", 7, "sv", "source")
    assert f"{found}!" == "Mål!"


@pytest.mark.parametrize(
    "duplicate", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_copies_of_a_text_keep_what_it_knows(duplicate: Any) -> None:
    found = duplicate(text("Mål").replaced("Goals", language="en", state="translated"))
    assert type(found) is Text
    assert (found, found.line, found.language, found.state) == ("Goals", 7, "en", "translated")


@pytest.mark.parametrize(
    ("state", "current"),
    [("source", True), ("translated", True), ("outdated", False), ("missing", False)],
)
def test_a_text_is_current_when_the_reader_gets_it_as_meant(
    state: model.State, current: bool
) -> None:
    assert text("a").replaced("b", language="en", state=state).is_current is current


@pytest.mark.parametrize(
    ("own", "page", "fits"),
    [
        ("sv", "sv", True),
        ("sv-SE", "sv", True),
        ("sr-Latn-RS", "sr-Latn", True),
        ("sv", "sv-FI", False),
        ("svx", "sv", False),
        ("en", "sv", False),
    ],
)
def test_a_text_fits_a_page_in_its_own_or_a_wider_language(own: str, page: str, fits: bool) -> None:
    assert in_language(text("a", own), page) is fits


def test_prose_gives_its_texts_in_order() -> None:
    a, b, c, d = (text(each) for each in "abcd")
    prose = Prose([Paragraph(a), BulletList((b, c)), Paragraph(d)])
    assert [*prose.texts] == [a, b, c, d]
    assert str(prose) == "a\n\nb\nc\n\nd"


# --- keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_each_key_is_explained_and_required_ones_have_an_example(record: type) -> None:
    found = [*keys(record)]
    assert found
    for each in found:
        assert isinstance(each.metadata["doc"], Message), "not marked for translation"
        assert each.metadata["doc"].endswith(".")
        assert each.metadata["example"] or not is_required(each)


def test_id_and_path_are_no_keys_of_the_file() -> None:
    assert {"id", "path"}.isdisjoint(each.name for each in keys(Framework))


def test_section_kinds_are_known_by_the_name_in_the_file() -> None:
    assert list(SECTION_KINDS) == ["text", "criteria", "checklist", "steps", "service-table"]
    assert all(cls.kind == kind for kind, cls in SECTION_KINDS.items())


def test_a_framework_cannot_be_changed() -> None:
    framework = load("every-key")
    with pytest.raises(dataclasses.FrozenInstanceError):
        framework.version = "2"  # type: ignore[misc]
    with pytest.raises(TypeError):
        framework.sections["new"] = framework.sections["about"]  # type: ignore[index]


# --- paths ----------------------------------------------------------------------------------------


def test_every_id_path_is_a_target_in_file_order() -> None:
    found = dict(load("every-key").targets())
    assert [*found][:8] == [
        "about",
        "legal",
        "criteria",
        "criteria/framework",
        "criteria/framework/objectives",
        "criteria/framework/budget",
        "criteria/framework/calendar",
        "criteria/framework/plan",
    ]
    assert {"attitude/curious", "steps/hosts", "services/guide"} <= set(found)
    assert found[IdPath("criteria/framework/plan")] == "Plan for the year"
    # a section without a title is called by the framework's
    assert found[IdPath("legal")] == "Study visits"


def test_targets_have_different_anchors() -> None:
    for path in GOOD.rglob("*.yaml"):
        framework, _ = load_framework(Source("x", path, path.name))
        assert framework is not None
        paths = [each for each, _ in framework.targets()]
        assert len({anchor(each) for each in paths}) == len(paths)


def test_an_anchor_joins_ids_with_dots() -> None:
    assert anchor("criteria/framework/objectives") == "criteria.framework.objectives"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # renamed itself
        ("criteria/frames", "criteria/framework"),
        ("attitudes/open", "attitude/open-minded"),
        ("services/own-1", "services/guide"),
        # below something renamed; the longest old path decides
        ("attitudes/curious", "attitude/curious"),
        ("quality/framework/objectives", "criteria/framework/objectives"),
        ("criteria/frame/objectives", "criteria/framework/objectives"),
        ("criteria/framework/aims", "criteria/framework/objectives"),
        # never renamed
        ("criteria/framework", "criteria/framework"),
        ("no/such/path", "no/such/path"),
        ("qualitys", "qualitys"),
    ],
)
def test_an_earlier_path_leads_to_today(old: str, new: str) -> None:
    assert load("renamed").current_path(old) == new


def test_earlier_paths_are_known() -> None:
    framework = load("renamed")
    assert [*framework.former_paths("criteria/framework")] == ["criteria/frames", "criteria/frame"]
    assert [*framework.former_paths("services")] == []


def test_service_tables_are_numbered_among_themselves() -> None:
    framework = load("shared-parts")
    assert [framework.table_number(each) for each in ("scales", "more-scales")] == [1, 2]


def test_texts_come_from_every_corner_of_the_model() -> None:
    framework = load("every-key")
    found = [str(each) for each in texts(framework)]
    for wanted in (
        "Study visits",
        "Quality area",
        "Medfinansieras av Europeiska unionen.",
        "time to prepare, and time to talk afterwards",
        "Partly",
        "Examples of evidence",
        "Of the meetings where visits were decided.",
        "In two years",
    ):
        assert found.count(wanted) == 1
    # notes are for translators
    assert not any("Substitutes are" in each for each in found)


def test_children_are_what_a_section_lists() -> None:
    framework = load("every-key")
    found = {id_: [*section.children] for id_, section in framework.sections.items()}
    assert found == {
        "about": [],
        "legal": [],
        "criteria": ["framework", "journey", "talks", "changes"],
        "attitude": ["open", "curious"],
        "steps": ["goals", "hosts"],
        "services": ["lodging", "guide"],
    }
    criterion = framework.sections["criteria"].children["framework"]
    assert [*criterion.children] == ["objectives", "budget", "calendar", "plan", "minutes"]
    assert isinstance(criterion.children, Mapping)


def test_dates_are_dates() -> None:
    assert load("ways-to-write-texts").date == datetime.date(2024, 2, 29)
