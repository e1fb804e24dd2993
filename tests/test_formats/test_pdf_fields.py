"""The fields of a PDF form: all of the framework's, each as the contract of forms wants it."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pikepdf
import pymupdf
import pypdf
import pytest

from ramverk.answers import Answers, Carried, carry_over
from ramverk.form import FIELDS, TICKED, Field, Form, digests
from ramverk.formats import pdf
from ramverk.formats.pdf.record import read_record
from ramverk.formats.pdf.typing_font import typing_font
from ramverk.interface import interface_for
from ramverk.model import Framework, IdPath
from tests.test_formats.pdf_sheets import (
    FRAMEWORKS,
    LANGUAGES,
    Sheet,
    framework,
    from_keys,
    sheet,
    translated,
    written,
)
from tests.test_formats.pdf_tags import squeezed

_TYPES: Final = {
    "tick": "/Btn",
    "choice": "/Btn",
    "number": "/Ch",
    "date": "/Tx",
    "text": "/Tx",
}
_COMBO: Final = 131072
_MULTILINE: Final = 4096
_RECORD: Final = "ramverk"


@pytest.fixture(params=[(name, language) for name in FRAMEWORKS for language in LANGUAGES])
def found(request: pytest.FixtureRequest) -> Sheet:
    return sheet(*request.param, "form")


def fields_of(found: Sheet) -> dict[str, Any]:
    return {str(each.T): each for each in found.tags.pdf.Root.AcroForm.Fields}


def widgets_of(field: Any) -> list[Any]:
    return [*field.get("/Kids", [field])]


# --- fields ---------------------------------------------------------------------------------------


def test_every_field_is_there_once(found: Sheet) -> None:
    names = [str(each.T) for each in found.tags.pdf.Root.AcroForm.Fields]
    assert Counter(names) == Counter([*Form(found.framework).fields, _RECORD])
    assert all("." not in name for name in names)


def test_every_field_is_of_its_kind(found: Sheet) -> None:
    fields = fields_of(found)
    for name, field in Form(found.framework).fields.items():
        assert_kind(fields[name], field)


def assert_kind(found: Any, field: Field) -> None:
    assert _TYPES[field.kind] == found.FT
    flags = int(found.get("/Ff", 0))
    # In tables all texts wrap.
    wraps = field.kind == "text" and bool(field.path)
    assert wraps or not FIELDS[field.column].lines
    assert flags == (_COMBO if field.kind == "number" else wraps * _MULTILINE)
    if field.kind == "choice":
        # No radio buttons: an answer can be taken back.
        states = [_on_state(each) for each in found.Kids]
        assert states == list(field.choices)
        assert all(each.Parent.objgen == found.objgen for each in found.Kids)
        assert all("/T" not in each for each in found.Kids)
    elif field.kind == "tick":
        assert _on_state(found) == "Yes"
    elif field.kind == "number":
        assert field.scale
        numbers = range(field.scale.min, field.scale.max + 1)
        assert [*map(str, found.Opt)] == ["-", *map(str, numbers)]


def _on_state(widget: Any) -> str:
    states = {*widget.AP.N.keys()}
    assert "/Off" in states
    assert len(states) == 2
    return str((states - {"/Off"}).pop()).removeprefix("/")


def test_an_empty_form_holds_no_answers(found: Sheet) -> None:
    for name, field in fields_of(found).items():
        if name != _RECORD:
            assert str(field.get("/V", "")) in ("", "/Off")
            assert all(each.get("/AS", "/Off") == "/Off" for each in widgets_of(field))
    answers, problems = pdf.read(found.content, "form.pdf")
    assert problems == []
    assert answers
    assert answers.values == {}
    assert answers.digests == {}


def test_other_engines_find_the_same_fields(found: Sheet) -> None:
    names = {*Form(found.framework).fields, _RECORD}
    assert set(pypdf.PdfReader(io.BytesIO(found.content)).get_fields() or {}) == names
    with pymupdf.open(stream=found.content) as document:
        assert {each.field_name for page in document for each in page.widgets()} == names


# --- widgets --------------------------------------------------------------------------------------


def test_every_widget_is_complete(found: Sheet) -> None:
    pages = {page.obj.objgen: page.obj for page in found.tags.pdf.pages}
    for name, field in fields_of(found).items():
        if name == _RECORD:
            continue
        assert field.TU
        for widget in widgets_of(field):
            assert widget.Subtype == "/Widget"
            assert widget.F == 4
            assert widget.AP.N
            assert widget.TU
            assert not {"/A", "/AA", "/Contents", "/Border"} & {*widget.keys()}
            page = pages[widget.P.objgen]
            assert widget.objgen in {each.objgen for each in page.Annots}
            assert_on_page(widget, page)


def assert_on_page(widget: Any, page: Any) -> None:
    x0, y0, x1, y1 = map(float, widget.Rect)
    assert 0 <= x0 < x1 <= float(page.MediaBox[2])
    assert 0 <= y0 < y1 <= float(page.MediaBox[3])


def test_every_widget_has_a_form_element_of_its_own(found: Sheet) -> None:
    tags = found.tags
    elements = [*tags.document.all("Form")]
    widgets = [each for name, field in fields_of(found).items() for each in widgets_of(field)]
    shown = [each for each in widgets if each.get("/T") != _RECORD]
    assert len(elements) == len(shown)
    for widget in shown:
        element = tags.elements_by_number[int(widget.StructParent)]
        assert element.S == "/Form"
        kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
        assert [each.Obj.objgen for each in kids] == [widget.objgen]


def test_fields_are_read_in_the_order_of_the_rows(found: Sheet) -> None:
    names = [_name_of(each.object) for each in found.tags.document.annotations if _is_field(each)]
    rows = [(path, {*columns}) for path, columns in _by_row(names)]
    wanted = [
        (row.path, {field.name for field in row.fields}) for row in Form(found.framework).rows
    ]
    assert rows == wanted


def _is_field(each: Any) -> bool:
    return bool(each.object.Subtype == "/Widget")


def _name_of(widget: Any) -> str:
    return str(widget.get("/T") or widget.Parent.T)


def _by_row(names: list[str]) -> Iterator[tuple[str, Iterator[str]]]:
    return groupby(names, lambda name: name.rpartition(":")[0])


def test_the_order_of_the_form_is_that_of_its_rows(found: Sheet) -> None:
    """Some programs go by it rather than by the tags."""
    names = [name for name in fields_of(found) if name != _RECORD]
    assert [path for path, _ in _by_row(names)] == [row.path for row in Form(found.framework).rows]


def test_every_widget_is_named_in_words(found: Sheet) -> None:
    say = interface_for(found.language).gettext
    fields = fields_of(found)
    for row in Form(found.framework).rows:
        for field in row.fields:
            for widget in widgets_of(fields[field.name]):
                spoken = str(widget.TU)
                if row.item is not None:
                    assert str(row.item.title) in spoken
                elif row.path:
                    assert say("Own row") in spoken
                    assert row.path.rpartition("-")[2] in spoken
                if field.kind in ("text", "date"):
                    assert say(FIELDS[field.column].label) in spoken
                assert field.name not in spoken


def test_every_widget_is_named_in_the_language_of_its_words(found: Sheet) -> None:
    fields = fields_of(found)
    languages = {
        kid.object.objgen: element.language
        for element in found.tags.document.all("Form")
        for kid in element.annotations
    }
    for row in Form(found.framework).rows:
        language = row.item.title.language if row.item else found.language
        for field in row.fields:
            for widget in widgets_of(fields[field.name]):
                assert languages[widget.objgen] == language


def test_the_answers_to_choose_from_are_named(found: Sheet) -> None:
    say = interface_for(found.language).gettext
    for name, section in found.framework.sections.items():
        answers = getattr(section, "answers", None)
        for field in fields_of(found).values():
            path, _, column = str(field.T).rpartition(":")
            if path.partition("/")[0] != name or "/Kids" not in field:
                continue
            spoken = [str(each.TU) for each in field.Kids]
            words = answers.values() if column == "answer" and answers else map(say, _OFFERS)
            assert len({*spoken}) == len(spoken)
            for each, word in zip(spoken, words, strict=True):
                assert each.startswith(f"{word}, ")


_OFFERS: Final = ("Yes", "Nothing to offer")


def test_what_is_typed_is_typed_in_the_embedded_font(found: Sheet) -> None:
    form = found.tags.pdf.Root.AcroForm
    assert not bool(form.NeedAppearances)
    fonts = {*form.DR.Font.keys()}
    for field in fields_of(found).values():
        if field.FT != "/Btn":
            assert str(field.DA).split()[0] in fonts


# --- the record -----------------------------------------------------------------------------------


def record_of(found: Sheet) -> Answers:
    answers, problems = read_record(str(fields_of(found)[_RECORD].V), "form.pdf")
    assert answers, problems
    return answers


def test_the_record_says_what_the_form_is(found: Sheet) -> None:
    field = fields_of(found)[_RECORD]
    assert (field.FT, field.Ff, field.F) == ("/Tx", 1, 2)
    assert [*map(int, field.Rect)] == [0, 0, 0, 0]
    assert field.objgen in {each.objgen for each in found.tags.pdf.pages[0].Annots}
    source = framework(found.framework.id)
    assert json.loads(str(field.V)) == {
        "format": "ramverk-pdf/1",
        "framework": source.id,
        "version": source.version,
        "language": found.language,
        "values": {},
        "digests": digests(source),
    }
    assert record_of(found).digests == digests(source)


@pytest.mark.parametrize("variant", ["print", "checklist"])
@pytest.mark.parametrize("name", FRAMEWORKS)
def test_paper_has_no_fields(name: str, variant: pdf.Variant) -> None:
    tags = sheet(name, "sv", variant).tags
    assert "/AcroForm" not in tags.pdf.Root
    assert [*tags.document.all("Form")] == []


# --- filled in already ----------------------------------------------------------------------------

_NOTE: Final = "Första raden, åäö ”citat”\nΑθήνα, Щука 👩‍🏫 €\n\n" + "en lång rad till " * 40
_ODD_NUMBER: Final = "services/mentoring:desired-quality"
_REWORDED: Final = (
    "criteria/framework/leadership",
    "approach/open",
    "steps/goals",
    "services/labour-pool",
)
_LEFTOVERS: Final = {
    "criteria/gone/away:note": "Det här skrev vi förra året",
    "services/transport:present-quality": "7",
}


def _answer(field: Field) -> str:
    match field.kind:
        case "tick":
            return TICKED
        case "choice":
            return field.choices[-1]
        case "number":
            assert field.scale
            return str(field.scale.max)
        case "date":
            return "2026-11-22"
        case _:
            return f"{field.name}: {_NOTE if FIELDS[field.column].lines else 'Åsa 👩‍🏫'}"


def _carried(found: Framework) -> Carried:
    """Answers to everything, some of them odd."""
    form = Form(found)
    values = {name: _answer(field) for name, field in form.fields.items()}
    values[_ODD_NUMBER] = "11"
    for path in ("criteria/own-12", "services/own-5", "services/own-9"):
        row = form.own_row(path)
        assert row
        values |= {field.name: _answer(field) for field in row.fields}
    current = digests(found)
    own = {path: "00000000" if path in _REWORDED else current[path] for path in current}
    answers = Answers(found.id, "1.0", "sv", "", {**values, **_LEFTOVERS}, own)
    carried, problems = carry_over(answers, found, current)
    assert carried, problems
    return carried


@pytest.fixture(scope="module")
def filled() -> Sheet:
    source = framework("review")
    return written(source, "sv", carried=_carried(source), name="Åk 2, våren")


@pytest.fixture(scope="module")
def values() -> Mapping[str, str]:
    return _carried(framework("review")).values


def test_every_answer_stands_in_its_field(filled: Sheet, values: Mapping[str, str]) -> None:
    fields = fields_of(filled)
    assert {*fields} == {*values, _RECORD}
    for name, value in values.items():
        kind = FIELDS[name.rpartition(":")[2]].kind
        shown = {"tick": "/Yes", "choice": f"/{value}"}.get(kind, value)
        assert str(fields[name].V) == shown, name
        if kind in ("tick", "choice"):
            states = [str(each.AS) for each in widgets_of(fields[name])]
            assert Counter(states) == Counter({shown: 1, "/Off": len(states) - 1})


def test_an_answer_outside_the_scale_can_still_be_chosen(filled: Sheet) -> None:
    assert [*map(str, fields_of(filled)[_ODD_NUMBER].Opt)] == ["-", *map(str, range(1, 12))]


def test_answers_without_a_place_are_kept_and_shown(filled: Sheet) -> None:
    assert record_of(filled).values == _LEFTOVERS
    read = filled.tags.document.text
    for name, value in _LEFTOVERS.items():
        assert squeezed(name) + squeezed(value) in read


def test_reworded_rows_say_so(filled: Sheet) -> None:
    note = squeezed(interface_for("sv").gettext("The wording has changed since you answered."))
    heads = [each for each in filled.tags.document.all("TH") if note in each.text]
    titles = dict(filled.framework.targets())
    for head, path in zip(heads, _REWORDED, strict=True):
        assert head.text.startswith(squeezed(titles[IdPath(path)]))


def test_what_was_answered_is_read_back(filled: Sheet, values: Mapping[str, str]) -> None:
    answers, problems = pdf.read(filled.content, "form.pdf")
    assert answers
    assert problems == []
    assert answers.values == {**values, **_LEFTOVERS}
    assert answers.name == "Åk 2, våren"
    assert {path: answers.digests[path] for path in _REWORDED} == dict.fromkeys(
        _REWORDED, "00000000"
    )


def test_a_filled_form_is_as_sound_as_an_empty_one(filled: Sheet) -> None:
    assert filled.tags.pdf.check_pdf_syntax() == []
    for name, field in fields_of(filled).items():
        for widget in widgets_of(field) if name != _RECORD else ():
            assert widget.AP.N
            element = filled.tags.elements_by_number[int(widget.StructParent)]
            assert element.S == "/Form"


def test_what_is_typed_is_drawn(filled: Sheet) -> None:
    """Each character by its glyph, and one that the font lacks by a sign for it."""
    field = fields_of(filled)[":organisation"]
    font = field.AP.N.Resources.Font.RamverkTyping
    assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    with pymupdf.open(stream=filled.content) as document:
        document.bake(annots=False)
        assert ":organisation: Åsa" in document[0].get_text()
    sign = f"{typing_font().glyphs[0xFFFD]:04X}"
    assert sign in field.AP.N.read_bytes().decode()


# --- what no font has -----------------------------------------------------------------------------


def test_characters_that_no_font_has_are_named(tmp_path: Path) -> None:
    keys = {
        "title": "Lärande 学習",
        "sections": {"about": {"kind": "text", "text": "Glad 😀 och 学"}},
    }
    for variant in pdf.variants(from_keys(tmp_path, keys)):
        found = written(from_keys(tmp_path, keys), "sv", variant)
        assert found.pages.missing == "学習😀"
        assert found.tags.pdf.check_pdf_syntax() == []
        assert "Glad\ufffdoch\ufffd" in found.tags.document.text


@pytest.mark.parametrize(
    "section",
    [
        {"kind": "checklist", "title": "Lista", "items": {"own-methods": "Egna metoder"}},
        {
            "kind": "criteria",
            "title": "Kriterier",
            "criteria": {"own-methods": {"title": "Metoder", "indicators": {"own-a": "En"}}},
        },
    ],
    ids=["item", "criterion"],
)
def test_ids_that_look_like_rows_of_ones_own(tmp_path: Path, section: dict[str, Any]) -> None:
    made = from_keys(tmp_path, {"sections": {"list": {**section, "own_rows": 1}}})
    assert fields_of(written(made, "sv")).keys() == {*Form(made).fields, "ramverk"}


def test_answers_in_any_characters_are_kept() -> None:
    source = framework("review")
    odd = "😀 \t\u2028\u200d\ufeff\u0007\u200f العربية 学習"
    carried = Carried({":organisation": odd}, {"gone/item:note": odd}, (), {})
    found = written(source, "sv", carried=carried)
    assert str(fields_of(found)[":organisation"].V) == odd
    assert record_of(found).values == {"gone/item:note": odd}
    assert found.pages.missing == ""  # no fault of the framework's
    assert found.tags.pdf.check_pdf_syntax() == []


def test_a_sheet_has_its_words_in_its_language() -> None:
    """A sheet in Swedish holds no English word of the interface."""
    found = translated(framework("review"), "sv")
    read = written(found, "sv", "form").tags.document.text
    for word in ("Answer", "Notes", "Organisation:", "Responsible", "Offered", "Evidence"):
        assert squeezed(word) not in read
