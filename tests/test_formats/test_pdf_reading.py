"""PDF forms, read back: whatever program saved them, and whatever somebody has made of them.

The program that looks into a PDF runs in the process of the tests here, which is quicker; what a
process of its own adds has its tests in ``test_pdf_guarded``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Object, ObjectStreamMode, Pdf, String
from pikepdf.settings import get_qpdf_limits, set_qpdf_limits

from ramverk.answers import Answers
from ramverk.formats.pdf import guarded, inspection, reading
from ramverk.formats.pdf.reading import read
from ramverk.problems import Problem

from .pdf_forms import (
    KEYWORDS,
    MULTILINE,
    PUSH_BUTTON,
    Bend,
    field,
    form,
    number,
    radio,
    record,
    text,
    tick,
    written,
)


@pytest.fixture(autouse=True)
def inspection_at_hand(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def inspect(content: bytes) -> guarded.Found:
        return guarded.Found(**json.loads(json.dumps(inspection.outcome(content))))

    monkeypatch.setattr(reading, "inspect", inspect)
    before = get_qpdf_limits()
    inspection.limit_qpdf()
    yield
    set_qpdf_limits(**before)  # type: ignore[arg-type]


STATES: Final = ("/yes", "/no", "/not-met")


def answers(content: bytes) -> Answers:
    found, problems = read(content, "a.pdf")
    assert problems == []
    assert found is not None
    return found


def values(*fields: Dictionary, **members: Any) -> dict[str, str]:
    return dict(answers(form(*fields, **members)).values)


def problems_of(content: bytes) -> list[Problem]:
    """What is said of a file that is refused."""
    found, problems = read(content, "a.pdf")
    assert found is None
    return told(problems)


def told(problems: list[Problem]) -> list[Problem]:
    for problem in problems:
        assert str(problem).startswith(f"a.pdf: {problem.code}: ")
        assert "{" not in str(problem)
    return problems


def codes(content: bytes) -> list[str]:
    return [problem.code for problem in problems_of(content)]


def beside(content: bytes) -> tuple[dict[str, str], list[str]]:
    """Answers that come with problems."""
    found, problems = read(content, "a.pdf")
    assert found is not None
    return dict(found.values), [problem.code for problem in told(problems)]


# --- values ---------------------------------------------------------------------------------------


def test_every_kind_of_field_is_read() -> None:
    content = form(
        text(":organisation", "Åkeshov"),
        text(":date", "2026-03-20"),
        tick("criteria/open:done", "/Yes"),
        tick("criteria/shut:done", "/Off"),
        radio("criteria/open:answer", STATES, "/not-met"),
        radio("criteria/shut:answer", STATES),
        number("services/own-1:present-quality", "7"),
        number("services/own-2:present-quality"),
        text("criteria/open:note", "one\rtwo\r\nthree\nfour", Ff=MULTILINE),
        text("criteria/shut:note", ""),
        said=record(language="sv", name="Laget"),
    )
    assert answers(content) == Answers(
        framework="review",
        version="2.0",
        language="sv",
        name="Laget",
        values={
            ":organisation": "Åkeshov",
            ":date": "2026-03-20",
            "criteria/open:done": "true",
            "criteria/open:answer": "not-met",
            "services/own-1:present-quality": "7",
            "criteria/open:note": "one\ntwo\nthree\nfour",
        },
        digests={},
    )


def test_an_empty_form_has_no_answers() -> None:
    assert values(tick("a:done"), text(":group"), number("a:present-quality")) == {}


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\xe5\xe4\xf6 \x80 \xa0", "åäö • €"),
        (b"\xfe\xff" + "Ж Ωå 👍".encode("utf-16-be"), "Ж Ωå 👍"),
        (b"\xff\xfe" + "Ж".encode("utf-16-le"), "Ж"),
        (b"\xef\xbb\xbf" + "Ж 👍".encode(), "Ж 👍"),
        (b"\xfe\xff" + "\x1bsv\x1bhej \x1bel-GR\x1bΩ".encode("utf-16-be"), "hej Ω"),
        (b"\xfe\xff\x00a\xd8\x3d\x00b\x00", "a\ufffdb\ufffd"),
        (b"\xef\xbb\xbfa\xff", "a\ufffd"),
        (b"a\x9f\xad", "a\ufffd\ufffd"),
        (b"\xfe\xff", ""),
        (b"(\\)", "(\\)"),
        (b"/S /JavaScript /JS", "/S /JavaScript /JS"),
        (
            b"\xfe\xff" + "<</S /JavaScript>> (/JS\n) \\".encode("utf-16-be"),
            "<</S /JavaScript>> (/JS\n) \\",
        ),
    ],
)
def test_texts_are_read_in_every_encoding(data: bytes, value: str) -> None:
    expected = {":group": value} if value else {}
    assert values(text(":group", String(data))) == expected

    def as_stream(pdf: Pdf) -> Iterable[Object]:
        pdf.Root.AcroForm.Fields.append(pdf.make_indirect(text(":group", pdf.make_stream(data))))
        return ()

    assert values(bend=as_stream) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Name.Off, {}),
        (Name.Yes, {"a:done": "true"}),
        (Name.On, {"a:done": "true"}),
        (Name("/1"), {"a:done": "true"}),
        (String("Yes"), {"a:done": "true"}),
        (String("Off"), {}),
        (String(""), {}),
    ],
)
def test_what_is_not_off_is_ticked(value: Object, expected: dict[str, str]) -> None:
    assert values(field("a:done", "/Btn", value)) == expected


def test_a_box_that_does_not_say_it_is_as_it_looks() -> None:
    assert values(tick("a:done", None, AS=Name.Yes)) == {"a:done": "true"}
    assert values(tick("a:done", None)) == {}
    # what its user saw goes before what it says, which some viewers do not keep up
    assert values(tick("a:done", "/Off", AS=Name.Yes)) == {"a:done": "true"}
    # but a program may have set nothing else
    assert values(tick("a:done", "/Yes", AS=Name.Off)) == {"a:done": "true"}


def test_a_choice_that_does_not_say_it_is_as_it_looks() -> None:
    chosen = radio("a:answer", STATES, "/no")
    del chosen.V
    assert values(chosen) == {"a:answer": "no"}
    assert values(radio("a:answer", STATES, None)) == {}


def test_a_choice_may_be_saved_as_text_or_by_number() -> None:
    chosen = radio("a:answer", STATES)
    chosen.V = String("/not-met")
    assert values(chosen) == {}  # nothing of it is seen
    chosen = radio("a:answer", STATES)
    chosen.V = String("/not-met")
    for kid in chosen.Kids:
        del kid.AS
    assert values(chosen) == {"a:answer": "not-met"}
    chosen = radio("a:answer", ["/0", "/1", "/2"], "/1")
    chosen.Opt = Array([String(state[1:]) for state in STATES])
    assert values(chosen) == {"a:answer": "no"}


@pytest.mark.parametrize(
    ("value", "options", "expected"),
    [
        ("-", "-12", None),
        ("2", "-12", "2"),
        ("9", "-12", "9"),
        ("", "-12", None),
        ("2", [("", "-"), ("2", "two")], "2"),
        ("two", [("", "-"), ("2", "two")], "2"),
        ("-", [("", "-"), ("2", "two")], None),
        ("2", [("1", "2"), ("2", "3")], "2"),
    ],
)
def test_numbers_are_read_with_plain_options_and_with_pairs(
    value: str, options: Any, expected: str | None
) -> None:
    found = values(number("a:present-quality", value, options))
    assert found == ({"a:present-quality": expected} if expected else {})


def test_a_list_may_be_saved_with_its_one_choice_in_a_list() -> None:
    for value in (Array([String("7")]), 7):
        chosen = number("a:present-quality")
        chosen.V = value
        assert values(chosen) == {"a:present-quality": "7"}


def test_a_hyphen_is_text_where_text_is_asked_for() -> None:
    assert values(text("a:note", "-")) == {"a:note": "-"}


# --- trees ----------------------------------------------------------------------------------------


def test_what_a_field_inherits_is_its_own() -> None:
    above = Dictionary(
        FT=Name.Btn,
        V=Name.Yes,
        Kids=Array([Dictionary(T=String("a:done")), Dictionary(T=String("b:done"))]),
    )
    assert values(above) == {"a:done": "true", "b:done": "true"}
    above = Dictionary(
        FT=Name.Btn, Ff=PUSH_BUTTON, V=Name.Yes, Kids=Array([Dictionary(T=String("a:done"))])
    )
    assert values(above) == {}


def test_names_in_a_tree_are_joined() -> None:
    tree = Dictionary(T=String("sheet"), Kids=Array([text("a:note", "x"), text("b:note", "")]))
    content = form(text("a:note", "y"), tree)
    found, problems = read(content, "a.pdf")
    assert found is not None
    assert found.values == {"a:note": "y"}
    assert [problem.details["field"] for problem in problems] == ["sheet.a:note"]


def test_a_field_may_have_several_widgets() -> None:
    shown_twice = Dictionary(
        T=String("a:note"),
        FT=Name.Tx,
        V=String("x"),
        Kids=Array([Dictionary(Subtype=Name.Widget)] * 2),
    )
    ticked_twice = Dictionary(
        T=String("a:done"),
        FT=Name.Btn,
        Kids=Array([Dictionary(AS=Name.Off), Dictionary(AS=Name.Yes)]),
    )
    assert values(shown_twice, ticked_twice) == {"a:note": "x", "a:done": "true"}


@pytest.mark.filterwarnings("ignore:This document has")
def test_fields_that_only_their_page_knows_are_read() -> None:
    def forget_fields(pdf: Pdf) -> Iterable[Object]:
        above = pdf.make_indirect(radio("a:answer", STATES, "/yes"))
        above.Kids = Array([pdf.make_indirect(kid) for kid in above.Kids])
        for kid in above.Kids:
            kid.Parent = above
        pdf.Root.AcroForm.Fields = Array()
        return [above]

    content = form(text("a:note", "x"), bend=forget_fields)
    assert beside(content) == ({"a:note": "x", "a:answer": "yes"}, ["pdf-mended"])


def test_the_same_field_twice_with_one_answer_is_one() -> None:
    assert values(text("a:note", "x"), text("a:note", "x")) == {"a:note": "x"}


# --- the record -----------------------------------------------------------------------------------


def test_answers_without_a_field_are_kept_and_give_way_to_fields() -> None:
    said = record(values={"gone/away:done": True, "a:note": "old", "b:note": "kept"})
    found = values(text("a:note", "new"), text("b:note", ""), said=said)
    assert found == {"gone/away:done": "true", "a:note": "new", "b:note": "kept"}


def test_only_the_digests_of_what_is_answered_are_kept() -> None:
    digests = dict.fromkeys(("a/b", "a/c", "gone/away", "gone/too"), "1234abcd")
    said = record(values={"gone/away:done": True}, digests=digests)
    found = answers(form(tick("a/b:done", "/Yes"), tick("a/c:done"), said=said))
    assert {*found.digests} == {"a/b", "gone/away"}


@pytest.mark.parametrize("said", ["", "{", "null", '{"format": "other/1"}'])
def test_a_form_without_its_record_is_refused(said: str) -> None:
    assert codes(form(text("a:note", "x"), said=said)) == ["pdf-no-record"]
    assert codes(form(text("a:note", "x"), said=said, keywords=None)) == ["pdf-no-record"]


def test_a_newer_form_is_refused_by_name() -> None:
    newer = form(text("a:note", "x"), said=record(format="ramverk-pdf/2"))
    assert codes(newer) == ["pdf-newer-format"]
    assert "ramverk-pdf/2" in str(problems_of(newer)[0])
    assert codes(form(keywords="ramverk-pdf/12, a, 1, sv, form")) == ["pdf-newer-format"]


def test_a_record_with_wrong_members_is_refused_with_all_of_them() -> None:
    said = record(framework="../x", colour="red")
    assert codes(form(text("a:note"), said=said)) == ["answers-wrong-member"] * 2


def test_a_record_suffices_to_know_a_form() -> None:
    assert values(text("a:note", "x"), keywords=None) == {"a:note": "x"}


# --- other files ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"PK\3\4", b'{"format": "ramverk-answers/1"}', b"%FDF-1.2\n"]
)
def test_what_is_no_pdf_is_told(content: bytes) -> None:
    assert codes(content) == ["pdf-unknown-format"]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 10_000, form()[:60]])
def test_what_cannot_be_mended_is_told(content: bytes) -> None:
    assert codes(content) == ["pdf-damaged"]


def test_what_can_be_mended_is_read_and_told() -> None:
    content = form(text("a:note", "x"), object_stream_mode=ObjectStreamMode.disable)
    damaged = [
        content[: content.rindex(b"startxref")],
        content.replace(b"startxref\n", b"startxref\n9"),
        content[9:],
        content[:9] + b"\n" * 999 + content[9:],
    ]
    for each in damaged:
        assert beside(each) == ({"a:note": "x"}, ["pdf-mended"])


def test_common_ways_of_writing_are_no_damage() -> None:
    content = form(text("a:note", "x"), object_stream_mode=ObjectStreamMode.disable)
    one_more = re.sub(rb"/Size (\d)", rb"/Size 1\1", content)
    assert one_more != content
    for each in (
        one_more,
        content.replace(b"<< >>", b"7    "),
        content.replace(b"0 n \n", b"0 n\r\n"),
    ):
        assert answers(each).values == {"a:note": "x"}


def test_what_came_before_the_pdf_does_no_harm() -> None:
    assert answers(b"From: a post office\n\n" + form(text("a:note", "x"))).values == {"a:note": "x"}


@pytest.mark.parametrize("missing", [b"null", b"99 0 R", b"7", b"(x)"])
def test_fields_that_are_missing_are_told(missing: bytes) -> None:
    said = String(record()).unparse()
    content = written(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R %s 5 0 R]>>>>" % missing,
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
            4: b"<</FT/Tx/T(a:note)/V(x)>>",
            5: b"<</FT/Tx/T(ramverk)/V%s>>" % said,
        }
    )
    assert beside(content) == ({"a:note": "x"}, ["pdf-mended"])


@pytest.mark.parametrize("rest", [b"null", b"7", b"true", b"0.5", b"(x)", b"/x", b"[]"])
def test_objects_of_any_type_do_no_harm(rest: bytes) -> None:
    # What an update deletes stays behind as null.
    content = written(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>/Rest 6 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
            4: b"<</FT/Tx/T(a:note)/V(x)>>",
            5: b"<</FT/Tx/T(ramverk)/V%s>>" % String(record()).unparse(),
            6: rest,
        }
    )
    assert answers(content).values == {"a:note": "x"}


def test_a_state_need_not_be_text() -> None:
    assert values(tick("a:done", None, AS=Name("/\xe5"))) == {"a:done": "true"}
    content = form(tick("a:done", "/Yes"), object_stream_mode=ObjectStreamMode.disable)
    assert answers(content.replace(b"/Yes", b"/\xe5\xff\xe4")).values == {"a:done": "true"}


def test_an_update_that_was_cut_off_is_told() -> None:
    content = form(text("a:note", "x")) + b"\n9 0 obj\n<</V (later"
    assert beside(content) == ({"a:note": "x"}, ["pdf-mended"])


@pytest.mark.parametrize(
    "protection",
    [
        Encryption(owner="a", user="b"),
        Encryption(owner="a", user=""),
        Encryption(owner="a", user="", R=4),
        Encryption(owner="a", user="b", R=3, aes=False, metadata=False),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_protected_files_are_refused(protection: Encryption) -> None:
    content = form(text("a:note", "x"), encryption=protection, static_id=False)
    assert codes(content) == ["pdf-protected"]
    assert codes(content.replace(b"/Standard", b"/Adobe.PS")) == ["pdf-protected"]


@pytest.mark.parametrize(
    ("keywords", "code"),
    [
        (None, "pdf-not-ours"),
        ("", "pdf-not-ours"),
        ("form", "pdf-not-ours"),
        (KEYWORDS, "pdf-flattened"),
        ("ramverk-pdf/1, review, 2.0, a, b, sv, form", "pdf-flattened"),
        ("ramverk-pdf/1, review-form, 2.0, sv, print", "pdf-print"),
        ("ramverk-pdf/1, review, 2.0, sv, checklist", "pdf-print"),
        ("ramverk-pdf/2, review, 2.0, sv, form", "pdf-newer-format"),
    ],
)
def test_files_without_fields_are_told_apart(keywords: str | None, code: str) -> None:
    assert codes(form(said="", keywords=keywords)) == [code]
    assert codes(form(text("name", "x"), said="", keywords=keywords)) == [code]

    def bare(pdf: Pdf) -> Iterable[Object]:
        del pdf.Root.AcroForm
        return ()

    assert codes(form(said="", keywords=keywords, bend=bare)) == [code]


def test_a_form_that_kept_only_its_record_is_flattened() -> None:
    assert codes(form()) == ["pdf-flattened"]
    assert codes(form(text("Remark", "x"), keywords=None)) == ["pdf-flattened"]


def test_a_file_that_kept_its_metadata_alone_is_known() -> None:
    def into_metadata(pdf: Pdf) -> Iterable[Object]:
        pdf.Root.Metadata = pdf.make_stream(
            f"<li>ramverk-pdf/1</li><pdf:Keywords>{KEYWORDS}</pdf:Keywords>".encode()
        )
        return ()

    content = form(said="", keywords=None, bend=into_metadata, fix_metadata_version=False)
    assert codes(content) == ["pdf-flattened"]


def test_a_strangers_form_is_told() -> None:
    fields = [text("Name:first", "x"), text("a:b", "x"), text("address.street", "y")]
    assert codes(form(*fields, said="", keywords="tax")) == ["pdf-not-ours"]


# --- additions ------------------------------------------------------------------------------------


def test_two_sheets_in_one_file_are_refused() -> None:
    problems = problems_of(
        form(
            *(text("a:note", "x"), text("b:note", "z"), tick("a:done", "/Yes")),
            *(text("a:note", "y"), text("b:note", "z"), tick("a:done")),
        )
    )
    assert [problem.code for problem in problems] == ["pdf-merged"]
    assert problems[0].details["fields"] == "a:note, a:done"
    assert codes(form(text("a:note", "x"), text("a:note", ""))) == ["pdf-merged"]
    other = text("ramverk", record(framework="other"))
    assert codes(form(text("a:note", "x"), other)) == ["pdf-merged"]


def test_other_fields_are_told_and_the_answers_read() -> None:
    content = form(
        text("a:note", "x"),
        text("Remark", "do not\nmiss this"),
        text("Empty"),
        tick("Box", "/Yes"),
        tick("Other box"),
        field("Print", "/Btn", Name.Yes, Ff=PUSH_BUTTON),
        field("Signature", "/Sig", None),
        field("Signed", "/Sig", Dictionary(Type=Name.Sig, Contents=String("x"))),
    )
    found, problems = read(content, "a.pdf")
    assert found is not None
    assert found.values == {"a:note": "x"}
    assert [(each.details["field"], each.details["text"]) for each in told(problems)] == [
        ("Remark", "do not\nmiss this"),
        ("Box", "Yes"),
    ]
    assert {each.code for each in problems} == {"pdf-other-field"}


def annotation(**members: Any) -> Bend:
    def annotate(pdf: Pdf) -> Iterable[Object]:
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(Dictionary(**members))])
        return ()

    return annotate


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"Subtype": Name.FreeText, "Contents": "typed beside"}, "typed beside"),
        ({"Subtype": Name.Text, "Contents": "a note"}, "a note"),
        ({"Subtype": Name.Ink}, "Ink"),
    ],
)
def test_what_lies_on_the_page_is_told_and_the_answers_read(
    members: dict[str, Any], said: str
) -> None:
    found, problems = read(form(text("a:note", "x"), bend=annotation(**members)), "a.pdf")
    assert found is not None
    assert found.values == {"a:note": "x"}
    assert [(each.code, each.details) for each in told(problems)] == [
        ("pdf-note", {"page": 1, "text": said})
    ]


def add_what_viewers_add(pdf: Pdf) -> Iterable[Object]:
    """Links, a place to open at, rights, permissions, states of the form, blend modes."""
    web = Dictionary(S=Name.URI, URI=String("https://example.org/?/S/JavaScript"))
    page = pdf.pages[0].obj
    page.Annots = Array([Dictionary(Subtype=Name.Link, A=web, Contents=String("a link"))])
    page.Resources = Dictionary(ExtGState=Dictionary(G=Dictionary(BM=Name.Screen)))
    pdf.Root.OpenAction = Array([page, Name.Fit])
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Perms = Dictionary(UR3=Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite")))
    pdf.Root.AcroForm.SigFlags = 0
    pdf.Root.AcroForm.NeedAppearances = True
    pdf.Root.Legal = Dictionary(JavaScriptActions=0, LaunchActions=0)
    return ()


def test_what_viewers_add_is_allowed() -> None:
    assert values(text("a:note", "x"), bend=add_what_viewers_add) == {"a:note": "x"}


def javascript() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def at_document(pdf: Pdf) -> Iterable[Object]:
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), javascript()])))
    return ()


def when_opened(pdf: Pdf) -> Iterable[Object]:
    pdf.Root.OpenAction = pdf.make_indirect(javascript())
    return ()


def under_other_names(pdf: Pdf) -> Iterable[Object]:
    pdf.Root.OpenAction = Dictionary(S=pdf.make_indirect(Name.JavaScript))
    return ()


def when_closed(pdf: Pdf) -> Iterable[Object]:
    pdf.Root.AA = Dictionary(WC=Dictionary(S=Name.GoTo))
    return ()


def on_the_page(pdf: Pdf) -> Iterable[Object]:
    pdf.pages[0].obj.AA = Dictionary(O=javascript())
    return ()


def in_a_field(pdf: Pdf) -> Iterable[Object]:
    pdf.Root.AcroForm.Fields[0].AA = Dictionary(K=javascript())
    return ()


def after_another(pdf: Pdf) -> Iterable[Object]:
    pdf.Root.OpenAction = Dictionary(S=Name.GoTo, Next=Array([javascript()]))
    return ()


def hidden_in_a_stream(pdf: Pdf) -> Iterable[Object]:
    pdf.pages[0].obj.Extra = pdf.make_stream(b"", Extra=javascript())
    return ()


def other_form(pdf: Pdf) -> Iterable[Object]:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")
    return ()


def with_a_file(pdf: Pdf) -> Iterable[Object]:
    pdf.attachments["a.txt"] = b"x"
    return ()


@pytest.mark.parametrize(
    "bend",
    [
        at_document,
        when_opened,
        under_other_names,
        when_closed,
        on_the_page,
        in_a_field,
        after_another,
        hidden_in_a_stream,
        other_form,
        with_a_file,
        annotation(Subtype=Name.FileAttachment),
        annotation(Subtype=Name.RichMedia),
        annotation(Subtype=Name("/3D")),
        *(
            annotation(Subtype=Name.Link, A=Dictionary(S=Name(f"/{action}")))
            for action in (
                "JavaScript",
                "Launch",
                "ImportData",
                "SubmitForm",
                "ResetForm",
                "GoToR",
                "GoToE",
                "Rendition",
                "Sound",
                "Movie",
            )
        ),
    ],
)
def test_active_and_foreign_content_is_refused(bend: Bend) -> None:
    assert codes(form(text("a:note", "x"), bend=bend)) == ["pdf-active"]


def test_a_name_in_disguise_is_known() -> None:
    content = written(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>/OpenAction 5 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
            4: b"<</FT/Tx/T(a:note)/V(x)>>",
            5: b"<</S/#4aava#53cript/#4aS(x)>>",
        }
    )
    assert codes(content) == ["pdf-active"]
    assert problems_of(content)[0].details["found"] == "JS, JavaScript, OpenAction"
