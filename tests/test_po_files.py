"""The reader of ``.po`` files finds what polib finds, and what polib passes over besides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ramverk.po_files import DamagedError, canonical, parse, read_po
from tests.conftest import DATA, ROOT

#: What polib cannot read by itself: comments without a space, another charset in the head.
NOT_FOR_POLIB: Final = {"by-hand", "header", "conflict", "cut-off"}
CATALOGS: Final = [
    *sorted((DATA / "po").glob("*.po")),
    *(
        path
        for folder in ("written-by", "good", "bad")
        for path in (DATA / "po" / folder).iterdir()
    ),
    *sorted((ROOT / "locales").rglob("*.po")),
    *sorted((ROOT / "ext" / "ramverk" / "locale").rglob("*.po")),
]
HEAD: Final = 'msgid ""\nmsgstr "Language: en\\n"\n\n'


def read(text: str) -> polib.POFile:
    return parse(text)


def read_by_polib(text: str) -> polib.POFile:
    """As polib reads it; of an obsolete message, it passes over the source of before."""
    return polib.pofile(re.sub(r"^#~\|", "#|", text, flags=re.MULTILINE))


def what_is_in(entries: Iterable[polib.POEntry]) -> list[dict[str, Any]]:
    return [{**vars(each), "obsolete": bool(each.obsolete)} for each in entries]


@pytest.mark.parametrize(
    "path",
    [each for each in CATALOGS if each.suffix == ".po" and each.stem not in NOT_FOR_POLIB],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_a_file_is_read_as_polib_reads_it(path: Path) -> None:
    found, problems = read_po(path, path.name)
    assert found is not None, problems
    expected = read_by_polib(path.read_text("utf-8-sig"))
    assert what_is_in(found) == what_is_in(expected)
    assert found.metadata == expected.metadata
    assert found.header == expected.header


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_entries_that_are_read_at_once_are_those_read_line_by_line(path: Path) -> None:
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    found: list[object] = []
    # Lines that look empty, and are not quite, leave nothing that could be read at once.
    for each in (text, text.replace("\n\n", "\n \n")):
        try:
            catalog = parse(each)
            found.append((what_is_in(catalog), catalog.metadata, catalog.header))
        except DamagedError as error:
            found.append((error.line, error.reason))
    assert found[0] == found[1]


#: Of control characters, only those that gettext has an escape for.
texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029")
    | st.sampled_from('\n\t\\"'),
    max_size=90,
)
comments = st.lists(
    st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20), max_size=2
).map("\n".join)
entries = st.builds(
    polib.POEntry,
    msgid=texts.filter(bool),
    msgstr=texts,
    msgctxt=st.none() | texts.filter(bool),
    comment=comments,
    tcomment=comments,
    flags=st.lists(st.sampled_from(["fuzzy", "no-wrap", "python-format"]), unique=True),
    previous_msgid=st.none() | texts.filter(bool),
    occurrences=st.lists(st.tuples(st.just("frameworks/staff.yaml"), st.sampled_from(["", "7"]))),
    obsolete=st.booleans(),
)
plurals = st.builds(
    polib.POEntry,
    msgid=texts.filter(bool),
    msgid_plural=texts.filter(bool),
    msgstr_plural=st.fixed_dictionaries({0: texts, 1: texts}),
)


@settings(deadline=None)
@given(found=st.lists(entries | plurals, max_size=5), width=st.sampled_from([0, 40, 78]))
def test_what_polib_writes_is_read_as_polib_reads_it(
    found: list[polib.POEntry], width: int
) -> None:
    catalog = polib.POFile(wrapwidth=width)
    catalog.metadata = {"Language": "en"}
    catalog.extend(found)
    text = catalog.__unicode__()
    assert what_is_in(read(text)) == what_is_in(read_by_polib(text))


@settings(deadline=None)
@given(found=st.lists(entries | plurals, max_size=5))
def test_what_is_written_is_read_again(found: list[polib.POEntry]) -> None:
    text = canonical(found, {}, "en")
    assert canonical(read(text), {}, "en") == text


@pytest.mark.parametrize("character", "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", ids=ascii)
def test_what_looks_like_a_line_end_to_python_stays(tmp_path: Path, character: str) -> None:
    path = tmp_path / "a.po"
    written = polib.POEntry(msgid=f"a{character}b", msgstr=f"c{character}d")
    path.write_text(canonical([written], {}, "en"), "utf-8", newline="")
    found, problems = read_po(path, "a.po")
    assert found is not None, problems
    assert [(each.msgid, each.msgstr) for each in found] == [(written.msgid, written.msgstr)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ('#~msgid "a"\n#~msgstr "A"', '#~ msgid "a"\n#~ msgstr "A"'),
        ('#~|msgid "b"\n#, fuzzy\n#~ msgid "a"\n#~ msgstr "A"', '#~| msgid "b"\n#~ msgid "a"'),
        ('#|msgid ""\n#|"b "\n#|"c"\n#, fuzzy\nmsgid "a"\nmsgstr "A"', '#| msgid "b c"'),
        ('msgid"a"\nmsgstr"A"', 'msgid "a"\nmsgstr "A"'),
        ('  msgid "a"\n\t"b"\n  msgstr "A"', 'msgid "ab"'),
        ('msgid "a"\n# between\nmsgstr "A"', '# between\nmsgid "a"\nmsgstr "A"'),
    ],
    ids=["obsolete", "previous", "previous-lines", "no-space", "indented", "comment-within"],
)
def test_what_gettext_allows_is_understood(lines: str, found: str) -> None:
    assert found in canonical(read(HEAD + lines), {}, "en")


def test_notes_without_a_head_belong_to_the_first_message() -> None:
    found = read('# asked the authors\n#\n# twice\nmsgid "a"\nmsgstr "A"')
    assert (found.header, found[0].tcomment) == ("", "asked the authors\n\ntwice")


def test_notes_beside_the_flags_of_the_head_stay_in_the_head() -> None:
    found = read(f'# first\n#, fuzzy\n# second\n{HEAD}msgid "a"\nmsgstr "A"\n\n# last')
    assert found.header.splitlines() == ["first", "second", "last"]


def test_a_field_of_the_head_may_go_on_below() -> None:
    found = read('msgid ""\nmsgstr "Language-Team: one\\nand two\\nLanguage: en\\n"')
    assert found.metadata == {"Language-Team": "one\nand two", "Language": "en"}


def test_each_entry_knows_its_first_line() -> None:
    found = read(f'{HEAD}# note\n#. comment\nmsgid "a"\nmsgstr "A"\nmsgid "b"\nmsgstr "B"')
    assert [each.linenum for each in found] == [4, 8]


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        ('msgstr "A"', 4, "the line has no place here"),
        ('msgid "a"\nmsgid_plural "b"\nmsgctxt "c"', 5, "no translation follows"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "B"', 4, "no translation follows"),
        ('msgid "a"', 4, "no translation follows"),
        ('msgid "a"\nmsgstr "A"\nmsgstr "B"', 6, "the line has no place here"),
        ('msgid "a"\nmsgstr "A"\nmsgstr[1] "B"', 6, "the line has no place here"),
        ('# note\n"a"', 5, "the line has no place here"),
        ('#| msgstr "a"\nmsgid "a"\nmsgstr "A"', 4, "the line has no place here"),
        ('#| previously\nmsgid "a"\nmsgstr "A"', 4, "no whole text in quotes"),
        ('msgid "a\\"\nmsgstr "A"', 4, "no whole text in quotes"),
        ('msgid "a"\nmsgstr A', 5, "no whole text in quotes"),
        ("\0m\0s\0g", 4, "no whole text in quotes"),
    ],
)
def test_a_line_that_cannot_be_is_told(lines: str, line: int, reason: str) -> None:
    with pytest.raises(DamagedError) as found:
        read(HEAD + lines)
    assert (found.value.line, found.value.reason) == (line, reason)


@pytest.mark.parametrize(
    "lines",
    [
        'msgid "{n} file"\nmsgstr[0] "en fil"\nmsgstr[1] "filer"\n',
        'msgid "{n} file"\nmsgid_plural "{n} files"\nmsgstr "filer"\n',
    ],
    ids=["no-plural", "plural-of-one-form"],
)
def test_a_damaged_plural_is_told_before_anything_is_lost(lines: str) -> None:
    with pytest.raises(DamagedError):
        read(lines)


def test_of_several_heads_the_first_one_counts() -> None:
    """Files that were joined, by hand or by a merge."""
    head = 'msgid ""\nmsgstr "Language: {}\\n"\n\n'
    found = read(head.format("en") + 'msgid "a"\nmsgstr "A"\n\n' + head.format("fi"))
    assert found.metadata == {"Language": "en"}
    assert [each.msgid for each in found] == ["a"]


def test_places_stand_in_one_line_as_gettext_writes_them() -> None:
    entry = polib.POEntry(msgid="a", msgstr="A", occurrences=[("b.yaml", ""), ("my page.md", "")])
    text = canonical([entry], {}, "en")
    assert "\n#: b.yaml \u2068my page.md\u2069\n" in text
    assert [file for file, _ in read(text)[0].occurrences] == ["b.yaml", "my page.md"]
