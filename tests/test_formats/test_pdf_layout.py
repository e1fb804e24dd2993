"""Where things stand on the pages: nothing is cut off, torn apart or printed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final

import pymupdf
import pypdfium2
import pytest

from ramverk.answers import Carried
from ramverk.formats import pdf
from ramverk.interface import interface_for
from ramverk.loading import Source, load_framework
from ramverk.model import Framework
from tests.conftest import DATA
from tests.test_formats.pdf_sheets import (
    FRAMEWORKS,
    LANGUAGES,
    Sheet,
    framework,
    from_keys,
    reworded,
    sheet,
    told,
    written,
)
from tests.test_formats.pdf_tags import Element, Words, squeezed

_VARIANTS: Final[tuple[pdf.Variant, ...]] = ("print", "form", "checklist")
#: Points in a millimetre.
_MM: Final = 72 / 25.4
#: Around what is printed, as the template has it; pages end with their numbers.
_SIDE, _TOP, _BOTTOM = 17 * _MM, 16 * _MM, 19 * _MM
#: Half a thick line.
_NEAR: Final = 0.8

#: Where a word could have been broken, but was not.
_UNSEEN: Final = "\u00ad\u200b"
#: How far the tails of a line may reach into the next.
_LEADING: Final = 1.2

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Page:
    """What stands on a page; boxes are in points from its upper left corner."""

    width: float
    height: float
    words: tuple[tuple[Box, str], ...]
    lines: tuple[Box, ...]
    fields: tuple[Box, ...]

    @property
    def text(self) -> str:
        return squeezed("".join(word for _, word in self.words))


@cache
def pages(found: Sheet) -> tuple[Page, ...]:
    """The words by PDFium, which knows how tall letters are; all else by PyMuPDF."""
    written_ = pypdfium2.PdfDocument(found.content)
    with pymupdf.open(stream=found.content) as document:
        result = tuple(map(_page, document, written_))
    written_.close()
    return result


def _page(found: Any, written_: Any) -> Page:
    lines = [tuple(part) for each in found.get_drawings() for part in _strokes(each)]
    fields = [tuple(each.rect) for each in found.widgets() if each.field_name != "ramverk"]
    width, height = found.rect.width, found.rect.height
    words = _words(written_.get_textpage(), height)
    return Page(width, height, tuple(words), tuple(lines), tuple(fields))


def _words(text: Any, height: float) -> Iterator[tuple[Box, str]]:
    """The words of each line, as tall and wide as their letters."""
    letters: list[tuple[Box, str]] = []
    characters = text.get_text_range(errors="replace")
    for index in range(text.count_chars()):
        character = characters[index : index + 1]
        if squeezed(character):
            x0, y0, x1, y1 = text.get_charbox(index)
            letters.append(((x0, height - y1, x1, height - y0), character))
        elif letters and character not in _UNSEEN:
            yield _joined(letters)
            letters = []
    if letters:
        yield _joined(letters)


def _joined(letters: list[tuple[Box, str]]) -> tuple[Box, str]:
    boxes = [box for box, _ in letters]
    x0, y0 = (min(box[side] for box in boxes) for side in (0, 1))
    x1, y1 = (max(box[side] for box in boxes) for side in (2, 3))
    return (x0, y0, x1, y1), "".join(character for _, character in letters)


def _strokes(drawing: Any) -> Iterator[Any]:
    """The lines that are drawn, and the sides of what is framed."""
    if drawing["color"] is None:
        return
    for kind, *parts in drawing["items"]:
        if kind == "l":
            yield pymupdf.Rect(*parts).normalize()
        elif kind == "re":
            x0, y0, x1, y1 = parts[0]
            yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def overlap(one: Box, other: Box, least: float = _NEAR) -> bool:
    """Whether two boxes lie over each other by more than ``least`` in both directions."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width > least and height > least


def crossed(word: Box, line: Box) -> bool:
    """Whether a line runs through a word."""
    x0, y0, x1, y1 = word
    inner = (x0 + _NEAR, y0 + _NEAR, x1 - _NEAR, y1 - _NEAR)
    return inner[0] < line[2] and line[0] < inner[2] and inner[1] < line[3] and line[1] < inner[3]


def assert_sound(found: Sheet) -> None:
    """No word is lost, cut off, or hidden by something else."""
    assert_told(found)
    for page in pages(found):
        assert_within_margins(page)
        assert_nothing_over_words(page)
    assert_rows_whole(found)
    assert_headings_introduce(found)


def assert_told(found: Sheet) -> None:
    """All that the framework says is on the pages, and in order."""
    read = found.tags.document.text
    place = 0
    for text in told(found.framework, found.variant):
        place = read.find(squeezed(text), place)
        assert place >= 0, text
        place += len(squeezed(text))
    # Also on paper, not only for screen readers: PyMuPDF leaves out what is beyond the edge.
    seen = "".join(page.text for page in pages(found))
    for each in found.tags.document.words:
        assert each.text in seen, each


def assert_within_margins(page: Page) -> None:
    boxes = [*(box for box, _ in page.words), *page.lines, *page.fields]
    for x0, y0, x1, _ in boxes:
        assert _SIDE - 1.5 <= x0 <= x1 <= page.width - _SIDE + 1.5
        # A line stands as high as its capitals; rings and dots may rise above it.
        assert y0 >= _TOP - 8
    number = _number(page)
    for box in boxes:
        is_body = box[3] <= page.height - _BOTTOM + 1
        is_footer = box[1] >= number[1] - 4 and box[3] <= page.height - 8
        assert is_body or is_footer, box


def _number(page: Page) -> Box:
    """Where the number of the page stands."""
    numbers = [box for box, word in page.words if "/" in word and word[0].isdigit()]
    return max(numbers, key=lambda box: box[1])


def assert_nothing_over_words(page: Page) -> None:
    words = sorted(page.words, key=lambda word: word[0][1])
    for index, (one, first) in enumerate(words):
        for other, second in words[index + 1 :]:
            if other[1] > one[3]:
                break
            assert not overlap(one, other, _LEADING), (first, second)
    for word, text in page.words:
        assert not any(crossed(word, line) for line in page.lines), text
        assert not any(overlap(word, field) for field in page.fields), text
    for one, other in combinations(page.fields, 2):
        assert not overlap(one, other)


def assert_rows_whole(found: Sheet) -> None:
    for row in _rows(found):
        assert len(row.pages) <= 1, row.text


def _rows(found: Sheet) -> Iterator[Element]:
    for table in found.tags.document.all("Table"):
        for body in table.all("TBody"):
            yield from body.all("TR")


def assert_headings_introduce(found: Sheet) -> None:
    """What a heading is above of stands on its page."""
    leaves = [*found.tags.document.leaves]
    headings = {each.place for kind in found.tags.document.all("H1", "H2") for each in kind.words}
    for one, other in pairwise(leaves):
        if isinstance(one, Words) and one.place in headings:
            assert one.page == other.page, one.text
    for table in found.tags.document.all("Table"):
        heads = {page for head in table.all("THead") for page in head.pages}
        first = next(row for body in table.all("TBody") for row in body.all("TR"))
        assert heads == {min(first.pages, default=min(heads))}


# --- the frameworks -------------------------------------------------------------------------------


@pytest.fixture(params=[(name, language) for name in FRAMEWORKS for language in LANGUAGES])
def origin(request: pytest.FixtureRequest) -> tuple[str, str]:
    found: tuple[str, str] = request.param
    return found


@pytest.fixture(params=_VARIANTS)
def variant(request: pytest.FixtureRequest) -> pdf.Variant:
    found: pdf.Variant = request.param
    return found


def test_every_sheet_is_sound(origin: tuple[str, str], variant: pdf.Variant) -> None:
    assert_sound(sheet(*origin, variant))


def test_every_page_says_what_it_belongs_to(origin: tuple[str, str], variant: pdf.Variant) -> None:
    found = sheet(*origin, variant)
    count = len(pages(found))
    for number, page in enumerate(pages(found), 1):
        assert f"{number}/{count}" in page.text
        about = [found.framework.title, found.framework.id, found.framework.version, origin[1]]
        assert squeezed(" · ".join(about)) in page.text


def test_tables_repeat_their_heads(origin: tuple[str, str], variant: pdf.Variant) -> None:
    found = sheet(*origin, variant)
    for table in found.tags.document.all("Table"):
        head = squeezed("".join(each.text for each in table.all("THead")))
        for number in table.pages:
            assert _letters(head) <= _letters(pages(found)[number].text)
            assert all(
                squeezed(cell.text) in pages(found)[number].text
                for cell in table.all("TH")
                if cell.attributes["/Scope"] == "/Column"
            )


def _letters(text: str) -> set[str]:
    return {*text}


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_sheets_have_the_size_of_the_paper(paper: pdf.Paper, variant: pdf.Variant) -> None:
    found = written(framework("review"), "sv", variant, paper=paper)
    sizes = {(round(page.width), round(page.height)) for page in pages(found)}
    assert sizes == {{"a4": (595, 842), "letter": (612, 792)}[paper]}
    assert_sound(found)


# --- longer texts ---------------------------------------------------------------------------------

_WORD: Final = "Riksförvaltningssamverkansöverenskommelserna"


def _twice(text: str) -> str:
    return f"{text} {text}"


def _six_times(text: str) -> str:
    return " ".join([text] * 6)


def _one_word(text: str) -> str:
    return f"{_WORD}{len(text)}{_WORD}"


def _no_word(_text: str) -> str:
    """Nothing that any language could hyphenate."""
    return "x" * 180


@pytest.mark.parametrize("change", [_twice, _six_times, _one_word, _no_word])
@pytest.mark.parametrize("name", ["staff-mobility", "review", "every-key"])
def test_longer_texts_have_room(
    name: str, variant: pdf.Variant, change: Callable[[str], str]
) -> None:
    other = "en" if framework(name).language == "sv" else "sv"
    assert_sound(written(reworded(framework(name), other, change), other, variant))


# --- extremes -------------------------------------------------------------------------------------

_LONG: Final = " ".join(f"ord{number}" for number in range(2000))


def _criteria(indicators: dict[str, Any], **keys: Any) -> dict[str, Any]:
    criteria = {"a": {"title": "Ett kriterium", "indicators": indicators}}
    return {"kind": "criteria", "title": "Kriterier", "criteria": criteria, **keys}


@pytest.mark.parametrize(
    "section",
    [
        _criteria({"before": "Kort", "long": _LONG, "after": "Kort"}),
        _criteria({"long": {"title": "Kort", "text": "\n\n".join([_LONG] * 2)}}),
        _criteria({"long": _LONG}, answers={"yes": "Ja", "no": "Nej"}),
        {"kind": "checklist", "title": "Lista", "items": {"long": _LONG, "after": "Kort"}},
        {"kind": "steps", "title": "Steg", "steps": {"long": {"title": _LONG, "signatures": 2}}},
        {
            "kind": "service-table",
            "title": "Tjänster",
            "quality": {"min": 1, "max": 5},
            "services": {"long": _LONG, "after": "Kort"},
        },
    ],
    ids=["indicator", "text", "answers", "checklist", "step", "service"],
)
def test_what_is_longer_than_a_page_goes_on_on_the_next(
    tmp_path: Path, section: dict[str, Any]
) -> None:
    made = from_keys(tmp_path, {"sections": {"part": section}})
    for variant in pdf.variants(made):
        found = written(made, "sv", variant)
        assert_told(found)
        for page in pages(found):
            assert_within_margins(page)
            assert_nothing_over_words(page)
        assert_headings_introduce(found)


def test_as_many_places_to_sign_as_there_can_be(tmp_path: Path) -> None:
    steps = {"many": {"title": "Skriv under", "signatures": 20}, "after": "Kort"}
    section = {"kind": "steps", "title": "Steg", "steps": steps}
    found = written(from_keys(tmp_path, {"sections": {"part": section}}), "sv", "print")
    label = squeezed(interface_for("sv").gettext("Name and signature"))
    assert sum(page.text.count(label) for page in pages(found)) == 20
    for page in pages(found):
        assert_within_margins(page)
        assert_nothing_over_words(page)


@pytest.mark.parametrize("lines", [10, 30, 80])
def test_places_to_sign_below_a_long_note(tmp_path: Path, lines: int) -> None:
    steps = {"first": "Börja", "agreement": {"title": "Skriv under", "signatures": 5}}
    section = {"kind": "steps", "title": "Steg", "steps": steps}
    values = {
        "steps/agreement:note": "En rad av flera\n" * lines,
        "steps/first:owner": "Anna " * 30,
    }
    made = from_keys(tmp_path, {"sections": {"steps": section}})
    found = written(made, "sv", "form", carried=Carried(values, {}, (), {}))
    label = squeezed(interface_for("sv").gettext("Name and signature"))
    assert sum(page.text.count(label) for page in pages(found)) == 5
    for page in pages(found):
        assert_within_margins(page)
        assert_nothing_over_words(page)
    assert_headings_introduce(found)


def test_a_scale_from_0_to_100_and_twelve_answers(tmp_path: Path, variant: pdf.Variant) -> None:
    answers = {f"a{number}": f"Svar nummer {number} med några ord" for number in range(12)}
    sections = {
        "criteria": _criteria({"one": "Ett", "two": "Två"}, answers=answers, own_rows=2),
        "services": {
            "kind": "service-table",
            "title": "Tjänster",
            "quality": {"min": 0, "max": 100},
            "services": {"one": "Ett"},
        },
    }
    assert_sound(written(from_keys(tmp_path, {"sections": sections}), "sv", variant))


def test_sections_of_text_alone(tmp_path: Path) -> None:
    sections = {"about": {"kind": "text", "title": "Om", "text": "Bara text."}}
    for variant in pdf.variants(from_keys(tmp_path, {"sections": sections})):
        found = written(from_keys(tmp_path, {"sections": sections}), "sv", variant)
        assert_sound(found)
        assert [*found.tags.document.all("Form")] == []


@pytest.mark.slow
def test_a_thousand_indicators(tmp_path: Path) -> None:
    criteria = {
        f"criterion-{number}": {
            "title": f"Kriterium {number}",
            "indicators": {f"i{each}": f"Indikator {number}.{each} om något" for each in range(50)},
        }
        for number in range(20)
    }
    section = {"kind": "criteria", "title": "Kriterier", "criteria": criteria}
    made = from_keys(tmp_path, {"sections": {"criteria": section}})
    for variant in pdf.variants(made):
        assert_sound(written(made, "sv", variant))


# --- what has been filled in ----------------------------------------------------------------------


def test_long_answers_stay_on_their_pages() -> None:
    values = dict.fromkeys(
        (
            ":organisation",
            "criteria/framework/objectives:note",
            "criteria/framework:evidence",
            "steps/goals:note",
            "services/mentoring:note",
            "services/own-1:label",
        ),
        _LONG,
    )
    leftovers = {"gone/item:note": _LONG, f"{'a-long-path/' * 30}x:note": "x" * 400}
    carried = Carried(values, leftovers, (), {})
    found = written(framework("review"), "sv", carried=carried)
    for page in pages(found):
        assert_within_margins(page)
    read = "".join(page.text for page in pages(found))
    for name, value in leftovers.items():
        assert squeezed(name) in found.tags.document.text
        assert squeezed(value) in found.tags.document.text
    assert f"ord{1999}" in read


# --- other scripts --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Framework:
    keys = {
        "title": "إطار الجودة",
        "language": "ar",
        "summary": "نص قصير",
        "sections": {
            "criteria": {
                "kind": "criteria",
                "title": "المعايير",
                "criteria": {"a": {"title": "الأول", "indicators": {"x": "المدرسة لديها أهداف"}}},
            },
            "steps": {"kind": "steps", "title": "خطوات", "steps": {"a": "الخطوة الأولى"}},
            "services": {
                "kind": "service-table",
                "title": "الخدمات",
                "quality": {"min": 1, "max": 5},
                "services": {"a": "خدمة"},
            },
        },
    }
    return from_keys(tmp_path_factory.mktemp("arabic"), keys)


def test_sheets_from_right_to_left(arabic: Framework, variant: pdf.Variant) -> None:
    found = written(arabic, "ar", variant)
    assert found.pages.missing == ""
    assert found.tags.pdf.Root.Lang == "ar"
    for page in pages(found):
        assert_within_margins(page)
    titles = [each for each, word in pages(found)[0].words if "الجودة" in word or "ةدوجلا" in word]
    assert titles
    assert titles[0][0] > pages(found)[0].width / 2


def test_a_sheet_in_another_direction_says_so(arabic: Framework) -> None:
    found = written(arabic, "sv")
    languages = {each.language for each in found.tags.document.words}
    assert languages == {"sv", "ar"}


@pytest.mark.parametrize("language", ["sv", "sr-Latn-RS"])
def test_languages_of_several_parts(language: str, variant: pdf.Variant) -> None:
    path = DATA / "good" / "serbian.yaml"
    found, _ = load_framework(Source("serbian", path, path.name))
    assert found
    made = written(found, language, variant)
    assert_told(made)
    assert made.tags.pdf.Root.Lang == language
    # Typst knows no scripts when it says in which language a text is.
    assert {each.language for each in made.tags.document.words} <= {language, "sr-RS"}
    title = next(made.tags.document.words)
    assert title.language == (language if language == found.language else "sr-RS")
