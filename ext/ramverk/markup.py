"""What in a text of a page is markup: emphasis, code, links, roles, and what must never be there.

Read by the parser that reads the pages, so that what counts is what becomes of a text, not what it
looks like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

LONGEST: Final = 4000
"""Of more markup than this the parser makes seconds of work; its characters are counted instead."""
OBJECT: Final = "\ufffc"
"""Stands in a visible text for what is no words of it: code, and roles that name something."""

_PARSER: Final = (
    MarkdownIt("commonmark").enable("table").use(myst_role_plugin).use(attrs_plugin, spans=True)
)
#: Nothing in a text is markup without one of these, or a beginning such as that of a list.
_SIGN: Final = re.compile(r"[*_`\[\]<{\\&|~\n\r]")
_BEGINNING: Final = re.compile(
    r"\s*(?:[-+*](?:\s|$)|(?:[-*_]\s*){3}|#{1,6}(?:\s|$)|>|:{3}|~{3}|`{3}|<|\d+[.)](?:\s|$)|$)"
    r"| {4}|\t"
)
#: What counts letter by letter, or else the words between the marks.
_CHUNK: Final = re.compile(
    r"`+[^`]*`+|\]\((?:[^()]|\([^()]*\))*\)|\{[^{}]*\}|<[^<>]*>|&#?\w+;|\\.|[*_`\[\]()<>{}\\&|~!]"
    r"|(?P<words>[^*_`\[\]()<>{}\\&|~!]+)"
)
_ROLE: Final = re.compile(r"\{[\w:.-]+\}(`+)(?P<content>[^`]*)\1")
_CODE: Final = re.compile(r"(`+)[^`]*\1")
_TARGET: Final = re.compile(
    r"\]\((?:[^()]|\([^()]*\))*\)|\]\{[^{}]*\}|<\w+:[^<>]*>|<[\w.+-]+@[^<>]*>"
)
_FOREIGN: Final = re.compile(r"\[[^\[\]]*\]\{[^{}]*\.language-[^{}]*\}")
_SIGNS: Final = re.compile(r"[*_\[\]]|\\(?=[^\w\s])")
_TITLED: Final = re.compile(r"(?P<title>.*?)\s*<(?P<target>[^<>]+)>", re.DOTALL)
#: Roles whose content is words to translate, not the name of something.
_ROLES_OF_WORDS: Final = {"abbr", "guilabel", "menuselection", "sub", "sup", "term"}


@dataclass(frozen=True, slots=True)
class Markup:
    """The markup of a text, each kind as often as it is there."""

    #: The kinds of blocks it makes; an ordinary text is one paragraph.
    blocks: tuple[str, ...] = ("paragraph",)
    #: As one would write it: ``**…**``, ```code```, ``{item}`staff```.
    marks: Counter[str] | None = None
    #: Targets of links and pictures.
    targets: Counter[str] | None = None
    #: Words marked as another language; each translation has other ones.
    foreign: int = 0


PLAIN: Final = Markup()


def read_markup(text: str) -> Markup:
    """The markup of ``text``, as a page has it."""
    if not _SIGN.search(text) and not begins_block(text):
        return PLAIN
    intricate = "\n" in text or "\r" in text or _BEGINNING.match(text) or _has_intricate_code(text)
    bare = text if intricate else _CHUNK.sub(_bare, text)
    return _counted(bare) if len(bare) > LONGEST else _parsed(bare)


def begins_block(text: str) -> bool:
    """Whether a text begins as a list, a heading or another block does, or is empty."""
    return _BEGINNING.match(text) is not None


def visible(text: str) -> str:
    """``text`` as a reader sees it, with :data:`OBJECT` for what is no words."""
    if not _SIGN.search(text):
        return text
    text = without_code(text)
    return _SIGNS.sub("", _TARGET.sub("", text))


def without_code(text: str) -> str:
    """``text`` without what stands between backticks, but for the words of roles."""
    return _CODE.sub(OBJECT, _ROLE.sub(_role_words, text)) if "`" in text else text


def without_foreign(text: str) -> str:
    """``text`` without the words that it marks as being of another language."""
    return _FOREIGN.sub(OBJECT, text) if ".language-" in text else text


def _has_intricate_code(text: str) -> bool:
    """Whether it takes the parser to see which backticks make code."""
    if "`" not in text:
        return False
    return "``" in text or text.count("`") % 2 > 0 or any(sign in text for sign in "<\\(")


def _bare(chunk: re.Match[str]) -> str:
    """Words shortened to their ends: nothing else of them decides how marks are read."""
    words = chunk["words"]
    if words is None or len(words) < 3:
        return chunk[0]
    first, last = ("a" if end.isalnum() else end for end in (words[0], words[-1]))
    return f"{first}a{last}"


def _role_words(role: re.Match[str]) -> str:
    name = role[0][1 : role[0].index("}")]
    titled = _TITLED.fullmatch(role["content"])
    if titled:
        return titled["title"]
    return role["content"] if name in _ROLES_OF_WORDS else OBJECT


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Markup:
    marks: Counter[str] = Counter()
    targets: Counter[str] = Counter()
    tokens = _PARSER.parse(text)
    blocks = tuple(t.type.removesuffix("_open") for t in tokens if not t.level and t.nesting >= 0)
    for token in (child for each in tokens for child in each.children or ()):
        if token.type in {"link_open", "image"}:
            targets[str(token.attrGet("href") or token.attrGet("src") or "")] += 1
        marks.update(_marks(token))
    foreign = marks.pop("", 0)
    return Markup(blocks, marks, targets, foreign)


def _marks(token: Token) -> Iterator[str]:
    """How a mark is written; empty for one that names a language."""
    match token.type:
        case "strong_open":
            yield "**…**"
        case "em_open":
            yield "*…*"
        case "code_inline":
            yield f"`{token.content}`"
        case "link_open":
            yield "[…](…)"
        case "image":
            yield "![…](…)"
        case "myst_role":
            yield _role(str(token.meta["name"]), token.content)
        case "span_open":
            classes = str(token.attrGet("class") or "")
            yield "" if classes.startswith("language-") else f"[…]{{.{classes}}}"


def _role(name: str, content: str) -> str:
    titled = _TITLED.fullmatch(content)
    target = titled["target"] if titled else content
    return f"{{{name}}}`{'…' if name in _ROLES_OF_WORDS else target}`"


def _counted(text: str) -> Markup:
    return Markup(marks=Counter(c for c in text if c in "*_`[]<>{}"), targets=Counter())


# --- what no translation may bring ---------------------------------------------------------------

#: HTML, also where it is not closed.
_HTML: Final = re.compile(r"</?[a-z][a-z0-9-]*(?=[\s/>]|$)[^<>]*>?|<!--|<[!?]\w", re.IGNORECASE)
#: Code for certain: with as many backticks behind as before, the first of them not escaped.
_SPAN: Final = re.compile(r"(?<![`\\])(`+)(?!`)[^`]*(?<!`)\1(?!`)")
_UNSAFE: Final = (
    # directives, of Markdown and of reStructuredText
    re.compile(r"(?:`{3,}|~{3,}|:{3,})\s*\{[^{}\n]*\}|(?:^|\n)\s*\.\. [\w:-]+::"),
    # roles that take in files, or bring other output
    re.compile(
        r"\{(?:raw[\w:-]*|eval-rst|include|literalinclude|download|code-cell)\}|"
        r":(?:raw[\w-]*|download):`",
        re.IGNORECASE,
    ),
    # addresses that run something; spaces and signs within do not keep a browser from it
    re.compile(r"(?:j\s*a\s*v\s*a|v\s*b|l\s*i\s*v\s*e)\s*s\s*c\s*r\s*i\s*p\s*t\s*:", re.IGNORECASE),
    re.compile(r"\bdata:[\w.+-]*(?:/|;base64|,)", re.IGNORECASE),
    re.compile(r"\bfile:/", re.IGNORECASE),
    # templates that run when pages are substituted
    re.compile(r"\{\{[^{}]*\}\}|\{%"),
)
#: A target that is no page, no place on one and no address on the web is a file to download.
_NO_FILE: Final = re.compile(r"#|[^#?]*\.(?:md|rst)(?:#|$)|(?:https?|mailto|tel|ftp):|[^./]*$")


def unsafe(text: str) -> Counter[str]:
    """What in ``text`` would run, take in files or bring HTML: nothing that is only words."""
    if not any(sign in text for sign in "<{:"):
        return Counter()
    found = Counter(each[0] for pattern in _UNSAFE for each in pattern.finditer(text))
    if "<" in text:
        found.update(each[0] for each in _HTML.finditer(_SPAN.sub("``", text)))
    return found


def local_files(markup: Markup) -> Counter[str]:
    """The targets that would be copied to the site as files of the computer that builds it."""
    targets = markup.targets or Counter()
    return Counter({each: n for each, n in targets.items() if not _NO_FILE.match(unquote(each))})
