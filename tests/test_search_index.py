"""The search index as files: all is found again, and little changes with an edit."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ramverk.search_index import (
    FOLDER,
    OUTLINE,
    Entry,
    bare,
    distinct_words,
    file_of,
    files,
    keys,
)

Pages = dict[str, list[Entry]]

TEXTS: Final = st.text(
    st.sampled_from("abcåäöñ e\u0301\u094d क中文かが한·-_.<&\"\\\n'"), max_size=60
) | (st.text(max_size=40))
LONG_TEXTS: Final = st.lists(TEXTS, max_size=80).map(" ".join)


@st.composite
def handbooks(draw: st.DrawFn) -> Pages:
    pages: Pages = {}
    for number in range(draw(st.integers(0, 4))):
        title = draw(TEXTS)
        sections = draw(st.lists(st.tuples(TEXTS, LONG_TEXTS), max_size=5))
        pages[f"page{number}"] = [
            Entry(
                f"page{number}.html",
                f"s{place}" if place else "",
                title,
                heading if place else "",
                " ".join(text.split()),
            )
            for place, (heading, text) in enumerate(sections)
        ]
    return pages


def outline(made: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        made[OUTLINE].removeprefix("window.ramverkIndex = ").removesuffix(";\n")
    )
    return found


def part(made: Mapping[str, str], name: str) -> Any:
    script = made[f"{FOLDER}/{name}.js"]
    return json.loads(script.removeprefix(f'ramverkPart("{name}",').removesuffix(");\n"))


def pieces(made: Mapping[str, str]) -> dict[int, tuple[str, str, str, str, str]]:
    """Number of each piece → letter of the outline, address, title, heading, text."""
    found = {}
    number = 0
    for page, letters in enumerate(outline(made)["pages"].split()):
        number += -number % 16
        rest = iter(letters)
        for file in range(sum(each.isupper() for each in letters)):
            address, title, places = part(made, f"t{page}-{file}")
            for _, heading, text in places:
                found[number] = (next(rest), address, title, heading, text)
                number += 1
        assert next(rest, None) is None
    return found


def listed(content: str) -> dict[str, dict[int, int]]:
    """Each word of a file → its places → the sum of the fields in which it stands."""
    words = content.split(" ") if content else []
    found: dict[str, dict[int, int]] = {}
    for word, places in zip(words[::2], words[1::2], strict=True):
        number = -1
        found[word] = {}
        for digits, letter in re.findall(r"([0-9a-z]*)([A-G])", places):
            number += 1 + int(digits or "0", 36)
            found[word][number] = ord(letter) - 64
    return found


def handbook(pages: int, *, seed: int = 1) -> Pages:
    """Pages of ten sections, of words with the letters and lengths of real ones."""
    chance = random.Random(seed)
    parts = ["skol", "utveck", "ling", "kvali", "tets", "mål", "lära", "verk", "sam", "het", "råd"]
    words = ["".join(chance.choices(parts, k=chance.randint(1, 4))) for _ in range(pages * 20)]
    return {
        f"page{page:03}": [
            Entry(
                f"page{page:03}.html",
                f"s{section}" if section else "",
                f"Sida {page}",
                " ".join(chance.choices(words, k=3)) if section else "",
                " ".join(chance.choices(words, k=80)),
            )
            for section in range(10)
        ]
        for page in range(pages)
    }


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """Names of the files below the folder that an edit touches; all have the outline too."""
    names = {each for each in {*before, *after} if before.get(each) != after.get(each)}
    assert not names or OUTLINE in names
    return {each.removeprefix(f"{FOLDER}/").removesuffix(".js") for each in names - {OUTLINE}}


@given(handbooks())
@settings(deadline=None)
def test_texts_are_whole_when_put_together_again(pages: Pages) -> None:
    found: list[list[str]] = []
    for letter, address, title, heading, text in pieces(files(pages)).values():
        if letter in "cC":
            found[-1][3] += text
        else:
            found.append([address, title, heading, text])
    expected = [
        [entry.address, entry.title, entry.heading, entry.text]
        for page in sorted(pages)
        for entry in pages[page]
    ]
    # Accents may be put together with their letters; where a text is cut, a space is lost.
    assert [plain(each) for each in found] == [plain(each) for each in expected]


def plain(texts: Sequence[str]) -> list[str]:
    return [bare("é" + "".join(each.split())) for each in texts]


@given(handbooks())
@settings(deadline=None)
def test_each_word_is_found_by_what_it_contains_where_it_stands(pages: Pages) -> None:
    made = files(pages)
    count = outline(made)["words"]
    of_file = [listed(part(made, f"w{number}")) for number in range(count)]
    expected: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    titled = set()
    for number, (letter, address, title, heading, text) in pieces(made).items():
        fields = [(text, 1), ("" if letter in "cC" else heading, 2)]
        if address not in titled:
            titled.add(address)
            fields.append((title, 4))
        for field, value in fields:
            for word in distinct_words(field):
                expected[word][number] += value
    for word, places in expected.items():
        letters = bare(word)
        for start in range(max(1, len(letters) - 3)):
            assert of_file[file_of(letters[start : start + 4], count)][word] == places
        assert of_file[file_of(letters[:3], count)][word] == places
        assert of_file[file_of(letters[-3:], count)][word] == places
    assert {word for each in of_file for word in each} == set(expected)


@given(handbooks(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_in_which_pages_are_made_does_not_matter(
    pages: Pages, chance: random.Random
) -> None:
    names = list(pages)
    chance.shuffle(names)
    assert list(files({name: pages[name] for name in names}).items()) == list(files(pages).items())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mål, MÅL och mål-bild", {"mål", "och", "bild"}),
        ("fo\u0308rma\u030aga", {"förmåga"}),  # accents in parts
        ("IO3: 2024–25", {"io3", "2024", "25"}),
        ("snake_case", {"snake", "case"}),
        ("हिन्दी भाषा", {"हिन्दी", "भाषा"}),  # vowels that are marks
        ("質保証", {"質保", "保証"}),
        ("PDFを作る", {"pdf", "を作", "作る"}),
        ("質", {"質"}),
        ("", set()),
        (" … ", set()),
    ],
)
def test_words(text: str, words: set[str]) -> None:
    assert distinct_words(text) == words


def test_a_word_has_a_key_for_each_part_one_might_search_for() -> None:
    assert keys("skolan") == {"skol", "kola", "olan", "sko", "lan"}
    assert keys("mal") == {"mal"}
    assert keys("io") == {"io"}


def test_a_reworded_item_touches_its_texts_and_its_words_alone() -> None:
    pages = handbook(60)
    before = files(pages)
    entry = pages["page030"][5]
    pages["page030"][5] = entry._replace(text=entry.text + " nyskriven")
    after = files(pages)
    count = outline(after)["words"]
    assert count >= 256
    words = {f"w{file_of(key, count)}" for key in keys("nyskriven")}
    touched = changed(before, after)
    assert {each for each in touched if each[0] == "w"} == words
    (texts,) = touched - words
    assert texts.startswith("t30-")


def test_one_more_section_renumbers_no_other_page() -> None:
    pages = handbook(60)
    before = files(pages)
    new = Entry("page030.html", "new", "Sida 30", "Nytt", "Helt nytt här")
    pages["page030"].append(new)
    after = files(pages)
    count = outline(after)["words"]
    touched = changed(before, after)
    assert {each.partition("-")[0] for each in touched if each[0] == "t"} == {"t30"}
    words = distinct_words("Nytt Helt nytt här")
    expected = {f"w{file_of(key, count)}" for word in words for key in keys(bare(word))}
    assert {each for each in touched if each[0] == "w"} == expected


def test_a_larger_handbook_has_more_files_not_much_larger_ones() -> None:
    def sizes(kind: str, made: Mapping[str, str]) -> list[int]:
        names = [each for each in made if each.startswith(f"{FOLDER}/{kind}")]
        return [len(made[each].encode()) for each in names]

    tiny, small, large = files(handbook(1)), files(handbook(12)), files(handbook(300))
    assert len(sizes("w", tiny)) < len(sizes("w", small)) < len(sizes("w", large))
    for made, most in ((tiny, 1_000), (small, 1_000), (large, 8_000)):
        words = sizes("w", made)
        assert sum(words) / len(words) < most
    assert max(sizes("t", small)) < 2_000
    assert max(sizes("t", large)) < 10_000


def test_a_handbook_without_a_word_has_an_index() -> None:
    empty: Pages = {"empty": []}
    for pages in ({}, empty):
        made = files(pages)
        assert outline(made)["pages"] == ""
        assert outline(made)["words"] == 1
        assert part(made, "w0") == ""
