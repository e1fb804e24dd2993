"""What is wrong with a translation, compared with its source: each check finds one kind of slip."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from . import language_signs as signs
from .markup import (
    OBJECT,
    Markup,
    begins_block,
    local_files,
    read_markup,
    unsafe,
    visible,
    without_code,
    without_foreign,
)
from .numerals import differing_numbers
from .problems import quoted
from .terminology import Terms

Finding = tuple[str, Mapping[str, object]]
"""A code with its details."""


@dataclass(slots=True)
class Pair:
    """A text and its translation."""

    source: str
    target: str
    source_language: str
    language: str
    #: Whether it is read as Markdown; texts of frameworks are shown as they are written.
    is_prose: bool = True
    terms: Terms | None = None
    #: What a reader sees of the two.
    source_words: str = field(init=False)
    target_words: str = field(init=False)
    source_markup: Markup = field(init=False)
    target_markup: Markup = field(init=False)

    def __post_init__(self) -> None:
        self.source_words = visible(self.source) if self.is_prose else self.source
        self.target_words = visible(self.target) if self.is_prose else self.target
        self.source_markup, self.target_markup = read_markup(self.source), read_markup(self.target)


def compare(pair: Pair) -> Iterator[Finding]:
    """What is wrong with a translation: codes with their details.

    One that must not be there at all, or is not read as a text, is not looked at any further.
    """
    found = list(_unsafe(pair)) or list(_blocks(pair))
    yield from found or (finding for check in _CHECKS for finding in check(pair))


def is_plain(text: str) -> bool:
    """Whether a text has no sign that any of the checks for errors looks at.

    Two such texts can differ in ways that deserve a warning only.
    """
    # Most texts have no character of any such sign, which is seen in a fifth of the time.
    may_have = "ww" in text or _OF_SIGNS.search(text)
    if may_have and _SIGN.search(text):
        return False
    return text.isprintable() and not begins_block(text)


def _difference(code: str, missing: Iterable[object], added: Iterable[object]) -> Iterator[Finding]:
    source, target = quoted(missing), quoted(added)
    if source or target:
        yield code, {"source": source or "–", "target": target or "–"}


def _counts(code: str, source: Counter[str], target: Counter[str]) -> Iterator[Finding]:
    if source != target:
        yield from _difference(
            code, sorted((source - target).elements()), sorted((target - source).elements())
        )


#: Signs of markup, of what is unsafe, of addresses and of places to fill in; letters without form.
_SIGN: Final = re.compile(
    r"[*_`\[\]<>{}\\&|~%@\u115f\u1160\u3164\uffa0]|:(?=\S)|t\s*:|www\.", re.IGNORECASE
)
#: Characters of which each of these has one; but for "www." in small letters.
_OF_SIGNS: Final = re.compile("[*_`\\[\\]<>{}\\\\&|~%@\u115f\u1160\u3164\uffa0:W]")


# --- what a text is made of ---------------------------------------------------------------------

_PLACEHOLDER: Final = re.compile(
    r"%\(\w+\)[#0+-]*\d*(?:\.\d+)?[a-zA-Z]?|%(?:\d+\$)?[sdif]\b|\{\{[^{}]*\}\}"
    r"|(?<![`\w\]])\{(?:[A-Za-z_]\w*(?:\.\w+|\[\w+\])*|\d+)?(?:![rsa])?(?::[^{}`]*)?\}(?!`)"
)
_URL: Final = re.compile(
    r"(?:https?|ftp)://[^\s<>)\]\"'`]*[^\s<>)\]\"'`.,:;!?]|\bwww\.[\w./-]*[\w/]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
_BETWEEN: Final = r"(?:(?<=[/._=-])|(?<=//)){}(?=[/.?&#_-]|$)"


def _unsafe(pair: Pair) -> Iterator[Finding]:
    added = unsafe(pair.target)
    if added:
        added = added - unsafe(pair.source)
    if pair.is_prose and pair.target_markup.targets:
        added = added + local_files(pair.target_markup) - local_files(pair.source_markup)
    if added:
        whole = [each for each in added if not any(each in other != each for other in added)]
        yield "po-unsafe", {"found": quoted(sorted(whole))}


def _blocks(pair: Pair) -> Iterator[Finding]:
    if pair.is_prose and pair.source_markup.blocks != pair.target_markup.blocks:
        kinds = pair.source_markup.blocks, pair.target_markup.blocks
        source, target = (quoted(each).replace("_", " ") or "–" for each in kinds)
        yield "po-blocks", {"source": source, "target": target}


def _markup(pair: Pair) -> Iterator[Finding]:
    source, target = pair.source_markup, pair.target_markup
    if source == target:
        return
    marks, others = source.marks or Counter(), target.marks or Counter()
    if not pair.is_prose:
        if others and not marks:
            yield "po-plain-markup", {"found": quoted(sorted(others))}
        return
    # words of another language may be set off in another way once they are of the page's own
    spare = max(0, source.foreign - target.foreign)
    for emphasis in ("**…**", "*…*"):
        taken = min(spare, max(0, others[emphasis] - marks[emphasis]))
        others, spare = others - Counter({emphasis: taken}), spare - taken
    yield from _counts("po-markup", +marks, others)


def _targets(pair: Pair) -> Iterator[Finding]:
    if pair.is_prose:
        source, target = (each.targets for each in (pair.source_markup, pair.target_markup))
        yield from _addresses("po-links", source or Counter(), target or Counter(), pair)


def _urls(pair: Pair) -> Iterator[Finding]:
    source, target = pair.source_words, pair.target_words
    if ":/" in source + target or "@" in source + target or "www." in source + target:
        found = Counter(_URL.findall(source)), Counter(_URL.findall(target))
        yield from _addresses("po-urls", *found, pair)


def _addresses(
    code: str, source: Counter[str], target: Counter[str], pair: Pair
) -> Iterator[Finding]:
    """Addresses must be the same, but may lead to the page in the other language."""
    if source == target:
        return
    left, right = source - target, target - source
    if _localized(left, pair.source_language) != _localized(right, pair.language):
        yield from _counts(code, left, right)


def _localized(addresses: Counter[str], language: str) -> Counter[str]:
    own = re.compile(_BETWEEN.format(re.escape(signs.primary(language))), re.IGNORECASE)
    return Counter(own.sub("*", each) for each in addresses.elements())


def _placeholders(pair: Pair) -> Iterator[Finding]:
    source, target = pair.source, pair.target
    if "%" not in source + target and "{" not in source + target:
        return
    if pair.is_prose:
        source, target = without_code(source), without_code(target)
    found = (Counter(each[0] for each in _PLACEHOLDER.finditer(text)) for text in (source, target))
    yield from _counts("po-placeholders", *found)


def _numbers(pair: Pair) -> Iterator[Finding]:
    texts = pair.source_words, pair.target_words
    if "/" in texts[0] or "@" in texts[0]:
        texts = _URL.sub(OBJECT, texts[0]), _URL.sub(OBJECT, texts[1])
    missing, added = differing_numbers(texts[0], pair.source_language, texts[1], pair.language)
    yield from _difference("po-numbers", missing, added)


# --- characters ---------------------------------------------------------------------------------

_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001\ue000-\uf8ff]"
    # joiners belong to scripts that join; between Latin letters they only hide something
    "|(?<=[\x00-\u024f])[\u200c\u200d]"
)
#: Letters by name only.
_FILLERS: Final = "\u115f\u1160\u3164\uffa0"
_OF_RIGHT_TO_LEFT: Final = "\u061c\u200e\u200f\u2066\u2067\u2068\u2069"
_RIGHT_TO_LEFT: Final = {"ar", "fa", "he", "ur", "ps", "yi", "ckb", "sd", "ug", "dv"}


def _invisible(pair: Pair) -> Iterator[Finding]:
    if pair.target.isprintable() and not any(filler in pair.target for filler in _FILLERS):
        return
    found = Counter(_INVISIBLE.findall(pair.target)) - Counter(_INVISIBLE.findall(pair.source))
    isolates = sum(found[c] for c in "\u2066\u2067\u2068") == found["\u2069"]
    if signs.primary(pair.language) in _RIGHT_TO_LEFT and isolates:
        found = Counter({c: n for c, n in found.items() if c not in _OF_RIGHT_TO_LEFT})
    if found:
        names = (f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip() for c in sorted(found))
        yield "po-invisible", {"found": quoted(names)}


_SPACES: Final = (" ", "\t", "\u00a0", "\u202f", "\u3000")
_OPENING: Final = " \"'“”‘’«»„([¿¡"


def _spaces(pair: Pair) -> Iterator[Finding]:
    source, target = (
        (text.startswith(_SPACES), text.endswith(_SPACES), "  " in text.strip(" \n"))
        for text in (pair.source, pair.target)
    )
    if any(new and not old for old, new in zip(source, target, strict=True)):
        yield "po-spaces", {}


def _line_ends(pair: Pair) -> Iterator[Finding]:
    source, target = pair.source, pair.target
    if "\n" not in source + target and "\r" not in target:
        return
    ends = (text.startswith("\n") + 2 * text.endswith("\n") for text in (source, target))
    within = ("\n" in text.strip() for text in (source, target))
    returns = ("\r" in text for text in (source, target))
    if len(set(ends)) > 1 or any(new and not old for old, new in (tuple(within), tuple(returns))):
        yield "po-lines", {}


def _ending(pair: Pair) -> Iterator[Finding]:
    if signs.ends_sentences(pair.language):
        source, target = signs.ending(pair.source_words), signs.ending(pair.target_words)
        if source != target and not _ends_in_full_stop(pair.source_words, source):
            yield "po-ending", {"source": source or "–", "target": target or "–"}


def _ends_in_full_stop(text: str, ending: str) -> bool:
    """An abbreviation at the end of the source leaves open what ends its translation."""
    return not ending and text.rstrip().endswith(".")


def _capital(pair: Pair) -> Iterator[Finding]:
    source, target = (text.lstrip(_OPENING) for text in (pair.source_words, pair.target_words))
    if source[:1].isupper() and target[:1].islower() and not target[1:2].isupper():
        yield "po-capital", {}


# --- words --------------------------------------------------------------------------------------

_SHORT_SCRIPTS: Final = {"zh", "ja", "ko"}


def _same(pair: Pair) -> Iterator[Finding]:
    if pair.source != pair.target:
        return
    if len(signs.words(_PLACEHOLDER.sub("", pair.source_words))) < 2:
        return
    if signs.primary(pair.language) == signs.primary(pair.source_language):
        return
    # what the source itself quotes from another language is right as it is
    if not signs.leans_to(pair.source_words, pair.language, pair.source_language) and (
        signs.likely_language(pair.source_words, pair.source_language)
        in {"", signs.primary(pair.source_language)}
    ):
        yield "po-untranslated", {}


def _leftover(pair: Pair) -> Iterator[Finding]:
    if pair.source == pair.target:
        return
    target = without_foreign(without_code(pair.target)) if pair.is_prose else pair.target
    found = signs.left_over(pair.source, pair.source_language, target, pair.language)
    if found:
        yield "po-leftover", {"found": quoted(found)}


def _language(pair: Pair) -> Iterator[Finding]:
    if pair.source == pair.target:
        return
    found = signs.likely_language(without_foreign(pair.target), pair.language)
    if found and found not in {signs.primary(pair.language), signs.primary(pair.source_language)}:
        yield "po-language", {"found": found, "expected": pair.language}


def _length(pair: Pair) -> Iterator[Finding]:
    source, target = len(pair.source_words), len(pair.target_words)
    least = 0.1 if signs.primary(pair.language) in _SHORT_SCRIPTS else 0.4
    if source > 40 and not least < target / source < 2.5:
        yield "po-length", {"source": source, "target": target}


def _glossary(pair: Pair) -> Iterator[Finding]:
    for slip in pair.terms.slips(pair.source_words, pair.target_words) if pair.terms else ():
        details = {"source": slip.source, "target": slip.target}
        if slip.avoided:
            yield "po-avoided-term", {**details, "found": slip.avoided}
        else:
            yield "po-terms", details


_CHECKS: Final[tuple[Callable[[Pair], Iterator[Finding]], ...]] = (
    _markup, _targets, _urls, _placeholders, _numbers, _invisible, _spaces, _line_ends, _ending,
    _capital, _same, _leftover, _language, _length, _glossary,
)  # fmt: skip
