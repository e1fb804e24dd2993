"""The data file of a framework."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
import yaml

from ramverk.catalogs import Catalog, read_catalog, translate
from ramverk.formats import json_
from ramverk.loading import Source, find_frameworks, load_framework
from ramverk.model import Framework
from tests.conftest import DATA

LEARNERS: Final = Source("learners", DATA / "sphinx" / "learners.yaml", "learners.yaml")


def load(source: Source) -> Framework:
    framework, problems = load_framework(source)
    assert framework is not None, problems
    return framework


def written(language: str, catalog: Catalog | None = None) -> dict[str, Any]:
    framework = translate(load(LEARNERS), language, catalog or Catalog())
    data: dict[str, Any] = json.loads(json_.write(framework, language))
    return data


def test_the_file_says_what_it_is() -> None:
    data = written("sv")
    assert list(data)[:2] == ["format", "id"]
    assert data["format"] == "ramverk-framework/1"
    assert data["id"] == "learners"
    assert (data["language"], data["source_language"]) == ("sv", "sv")
    assert data["untranslated"] == []
    assert json_.is_data_file(json_.write(load(LEARNERS), "sv"))
    assert not json_.is_data_file('{"format": "something else"}')


def test_its_keys_and_ids_are_those_of_the_framework_file() -> None:
    data = written("sv")
    source = yaml.safe_load(LEARNERS.path.read_text("utf-8"))
    assert list(data["sections"]) == list(source["sections"])
    for key in ("title", "version", "label", "code", "status", "summary", "license", "authors"):
        assert data[key] == source[key]
    assert data["date"] == "2026-03-01"
    assert data["renamed"] == source["renamed"]
    services, given = data["sections"]["services"], source["sections"]["services"]
    assert services["quality"] == given["quality"]
    assert services["headings"] == given["headings"]
    assert services["kind"] == "service-table"
    assert {id_: each["title"] for id_, each in services["services"].items()} == given["services"]


def test_texts_of_several_paragraphs_are_lists() -> None:
    about = written("sv")["sections"]["about"]
    assert about["text"] == [
        "Elever lär sig mycket ute. Samma stycke.",
        ["Första punkten", "Mer på https://example.org/praktik."],
    ]
    assert "title" not in about


def test_notes_for_translators_are_left_out() -> None:
    text = json_.write(load(LEARNERS), "sv")
    assert '"note"' not in text
    assert "Cover for accidents" not in text


def test_what_is_empty_is_left_out() -> None:
    packing = written("sv")["sections"]["packing"]
    assert packing["items"] == {
        "passport": {"title": "Passet är giltigt"},
        "tickets": {"title": "Biljetterna är bokade"},
    }
    assert "intro" not in packing


def test_pointers_lead_to_every_text_that_is_not_translated() -> None:
    path = DATA / "sphinx" / "learners.en.po"
    data = written("en", read_catalog(path, path.name, "en")[0])
    values = {pointer: resolve(data, pointer) for pointer in data["untranslated"]}
    assert data["untranslated"] == sorted(values)
    assert values["/sections/about/text/1/0"] == "Första punkten"
    assert values["/sections/criteria/criteria/preparation/title"] == "Eleven är väl förberedd"
    assert values["/sections/criteria/answers/partly"] == "Delvis"
    assert values["/summary"].startswith("Ett stöd")
    assert "/title" not in values
    assert not [each for each in values if "disclaimer" in each]  # its language is fixed


def resolve(data: Any, pointer: str) -> Any:
    """The value at a JSON pointer (RFC 6901)."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        data = data[int(name) if isinstance(data, list) else name]
    return data


def test_letters_are_written_as_they_are() -> None:
    text = json_.write(load(LEARNERS), "sv")
    assert "Övningsskolan" in text
    assert text.endswith("}\n")


@pytest.mark.parametrize("source", find_frameworks(DATA / "good")[0], ids=lambda each: each.id)
def test_every_good_framework_can_be_written_and_read(source: Source) -> None:
    data = json.loads(json_.write(load(source), "sv"))
    assert data["id"] == source.id


def test_only_steps_that_are_signed_say_so() -> None:
    path = DATA / "good" / "signatures.yaml"
    data = json.loads(json_.write(load(Source("signatures", path, path.name)), "sv"))
    steps = data["sections"]["steps"]["steps"]
    assert {id_: each.get("signatures") for id_, each in steps.items()} == {
        "meet": None,
        "letter": 1,
        "agreement": 20,
        "follow-up": None,
    }


def test_own_rows_of_zero_are_there_to_be_read() -> None:
    sections = written("sv")["sections"]
    assert sections["wishes"].get("own_rows", 0) == 0
    assert sections["wishes"]["quality"] == {"min": 0, "max": 5}
