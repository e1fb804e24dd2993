"""The ``.po`` file: read as gettext and other programs write it, and written in canonical form.

Entries are those of polib, which is too slow a reader for big catalogues and passes over some of
what gettext writes: what translators noted below the last message, the old source of an obsolete
message, comments without a space.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import polib

from .interface import N_
from .problems import Problem, not_utf8, unreadable

Key = tuple[str | None, str]
"""What tells messages of a catalogue apart: the context, if there is one, and the text."""

_CONFLICT: Final = ("<<<<<<<", "=======", ">>>>>>>")
#: A text in quotes, after a keyword or as the continuation of one.
_FIELD: Final = re.compile(
    r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d+)\])?)\s*)?"([^"\\]*(?:\\.[^"\\]*)*)"'
)
#: An entry as most are: all of it between two empty lines, in a line each, with nothing escaped.
_WHOLE: Final = re.compile(
    r'((?:#\..*\n)*)(?:#:(.*)\n)?(?:msgctxt "([^"\\\n]*)"\n)?'
    r'msgid "([^"\\\n]+)"\nmsgstr "([^"\\\n]*)"'
)
#: The files of a place comment; a name with spaces stands between U+2068 and U+2069.
_FILES: Final = re.compile("\u2068[^\u2069]*\u2069\\S*|\\S+")
_SOURCE: Final = {"msgctxt", "msgid", "msgid_plural"}
#: What may stand before a keyword within one entry; "" is its beginning.
_BEFORE: Final[Mapping[str, frozenset[str]]] = {
    "msgctxt": frozenset({""}),
    "msgid": frozenset({"", "msgctxt"}),
    "msgid_plural": frozenset({"msgid"}),
    "msgstr": frozenset({"msgid"}),
    "msgstr[]": frozenset({"msgid_plural", "msgstr[]"}),
}


class DamagedError(Exception):
    """A line that a catalogue cannot have.

    :param line: its number, from 1.
    :param reason: what is wrong with it, for the user.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason


def key_of(entry: polib.POEntry) -> Key:
    """What tells an entry apart from the others of its catalogue."""
    return entry.msgctxt, entry.msgid


def previous_key(entry: polib.POEntry) -> Key | None:
    """The message that an outdated translation was made for, where the entry tells."""
    if entry.fuzzy and entry.previous_msgid is not None:
        return entry.previous_msgctxt, entry.previous_msgid
    return None


def is_translated(entry: polib.POEntry) -> bool:
    """Whether an entry holds a translation, outdated or not."""
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))


def is_of_framework(files: Collection[str]) -> bool:
    """Whether an entry with these places comes from framework files alone."""
    return bool(files) and all(file.endswith(".yaml") for file in files)


def files_of(entry: polib.POEntry) -> list[str]:
    """The files in which the message of an entry stands."""
    return [file for file, _ in entry.occurrences]


# --- reading ------------------------------------------------------------------------------------


def read_po(path: Path, name: str) -> tuple[polib.POFile | None, list[Problem]]:
    """The entries of a ``.po`` file, or ``None`` and why it cannot be read.

    :param name: how messages call the file.
    """
    data, problem = read_data(path, name)
    if data is None:
        return None, [problem] if problem else []
    return parse_po(data, name)


def read_data(path: Path, name: str) -> tuple[bytes | None, Problem | None]:
    """What is in a file, or ``None`` and why it cannot be read."""
    try:
        return path.read_bytes(), None
    except OSError as error:
        return None, unreadable(name, error)


def parse_po(data: bytes, name: str) -> tuple[polib.POFile | None, list[Problem]]:
    """As :func:`read_po`, of what was in the file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [not_utf8(name, error)]
    if not text.strip():
        return None, [Problem(name, 1, 0, "catalog-syntax", {"reason": N_("the file is empty")})]
    # To Python, U+2028 and the like are line ends too; to gettext they are not.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(f"\n{mark}" in f"\n{text}" for mark in _CONFLICT):
        lines = enumerate(text.split("\n"), 1)
        found = [at for at, line in lines if line.startswith(_CONFLICT)]
        return None, [Problem(name, at, 0, "catalog-conflict") for at in found]
    try:
        return parse(text), []
    except DamagedError as error:
        return None, [Problem(name, error.line, 0, "catalog-syntax", {"reason": error.reason})]


def parse(text: str) -> polib.POFile:
    """The entries of a catalogue; those of its head are its ``metadata`` and ``header``.

    :param text: with ``\\n`` at the ends of lines, and nowhere else.
    :raises DamagedError: at the first line that is cut off or stands where it cannot.
    """
    reader = _Reader()
    number = 1
    for block in text.split("\n\n"):
        if not reader.read_whole(number, block):
            for at, line in enumerate(block.split("\n"), number):
                if line := line.strip():
                    reader.read(at, line)
        number += block.count("\n") + 2
    return reader.catalog()


class _Reader:
    """Reads a catalogue line by line; ``entry`` is the one that the lines belong to."""

    def __init__(self) -> None:
        self.entries: list[polib.POEntry] = []
        self.notes: list[str] = []
        self.line = 0
        self.entry: polib.POEntry | None = None
        #: The keyword that a text in quotes goes on from, of what was read of the entry.
        self.last = ""
        self.last_line = 0
        #: What a continuation is added to: an attribute of the entry, or a number of a plural form.
        self.target: str | int = ""

    def read(self, number: int, line: str) -> None:
        self.line = number
        if line[0] != "#":
            self.field(line, obsolete=False)
            return
        mark, rest = line[1:2], line[2:].strip()
        if mark == "~" and rest[:1] != "|":
            if rest:
                self.field(rest, obsolete=True)
            return
        entry = self.begin() if self.last.startswith("msgstr") else self.open_entry()
        if mark and mark in "~|":
            self.previous(entry, rest.lstrip("|").lstrip())
        elif mark == ":":
            entry.occurrences += [_place(each) for each in _FILES.findall(rest)]
        elif mark == ",":
            entry.flags += [flag for each in rest.split(",") if (flag := each.strip())]
        elif mark == ".":
            entry.comment += ("\n" if entry.comment and rest else "") + rest
        else:
            self.note(entry, line.lstrip("#").removeprefix(" "))

    def read_whole(self, number: int, block: str) -> bool:
        """Read an entry at once; whether that was possible.

        :param number: of the line that ``block`` begins with.
        """
        found = _WHOLE.fullmatch(block) if self.last.startswith("msgstr") else None
        if found is None:
            return False
        comments, files, context, source, target = found.groups()
        self.line = number
        entry = self.begin()
        if comments:
            lines = (each[2:].strip() for each in comments.split("\n"))
            entry.comment = "\n".join(filter(None, lines))
        if files:
            entry.occurrences = [_place(each) for each in _FILES.findall(files)]
        entry.msgctxt, entry.msgid, entry.msgstr = context, source, target
        entry.obsolete = False
        self.last = self.target = "msgstr"
        self.last_line = number + block.count("\n")
        return True

    def open_entry(self) -> polib.POEntry:
        return self.entry or self.begin()

    def begin(self) -> polib.POEntry:
        """A new entry, which the lines from here on belong to."""
        self.entry = polib.POEntry(linenum=self.line)
        self.entries.append(self.entry)
        self.last = self.target = ""
        return self.entry

    def note(self, entry: polib.POEntry, text: str) -> None:
        """A translator's comment; those at the very beginning are the catalogue's."""
        is_first = len(self.entries) == 1 and not self.last
        if is_first and not (entry.comment or entry.flags or entry.occurrences):
            self.notes.append(text)
        else:
            entry.tcomment += ("\n" if entry.tcomment else "") + text

    def field(self, line: str, *, obsolete: bool) -> None:
        keyword, plural, text = self.matched(line)
        if not keyword:
            self.go_on(text)
            return
        if keyword in {"msgctxt", "msgid"} and (self.last.startswith("msgstr") or not self.entry):
            self.begin()
        name = "msgstr[]" if plural else keyword
        if self.entry is None or self.last not in _BEFORE[name]:
            if keyword in _SOURCE and self.last in _SOURCE:  # the line before has no translation
                raise DamagedError(self.last_line, N_("no translation follows"))
            raise DamagedError(self.line, N_("the line has no place here"))
        if keyword == "msgid":
            self.entry.obsolete = obsolete
        self.last, self.last_line = name, self.line
        if plural:
            self.target = int(plural)
            self.entry.msgstr_plural[self.target] = text
        else:
            self.target = keyword
            setattr(self.entry, keyword, text)

    def previous(self, entry: polib.POEntry, line: str) -> None:
        """The source that an outdated translation was made for."""
        keyword, _, text = self.matched(line)
        if not keyword:
            self.go_on(text)
        elif keyword not in _SOURCE:
            raise DamagedError(self.line, N_("the line has no place here"))
        else:
            self.target = f"previous_{keyword}"
            setattr(entry, self.target, text)

    def matched(self, line: str) -> tuple[str, str, str]:
        found = _FIELD.fullmatch(line)
        if found is None:
            raise DamagedError(self.line, N_("no whole text in quotes"))
        keyword, plural, text = found.groups()
        return keyword or "", plural or "", polib.unescape(text) if "\\" in text else text

    def go_on(self, text: str) -> None:
        """A continuation of the text that the line before ends with."""
        if self.entry is None or self.target == "":
            raise DamagedError(self.line, N_("the line has no place here"))
        if isinstance(self.target, int):
            self.entry.msgstr_plural[self.target] += text
        else:
            before = getattr(self.entry, self.target) or ""
            setattr(self.entry, self.target, before + text)

    def catalog(self) -> polib.POFile:
        """All entries; what was noted below the last one is kept in the head."""
        if self.last in _SOURCE:
            raise DamagedError(self.last_line, N_("no translation follows"))
        entries, below = self.entries, ""
        if entries and not self.last:
            below = entries.pop().tcomment
        found = polib.POFile(wrapwidth=0)
        # Joined files have several heads; the first one counts.
        heads = [each for each in entries if key_of(each) == (None, "")]
        head = next((each for each in heads if not each.obsolete), None)
        if head is not None:
            found.metadata = _metadata(head.msgstr)
            below = "\n".join(filter(None, [head.tcomment, below]))
        if entries and entries[0] is not head:  # no head: the comments are the message's own
            notes, self.notes = self.notes, []
            entries[0].tcomment = "\n".join([*notes, *entries[0].tcomment.splitlines()])
        notes = [*self.notes, *filter(None, below.splitlines())]
        found.header = "\n".join(notes).lstrip("\n")
        list.extend(found, (each for each in entries if not any(each is h for h in heads)))
        return found


def _metadata(text: str) -> dict[str, str]:
    """The fields of a head; a line without a colon goes on from the one before."""
    fields: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        before, colon, value = line.partition(":")
        if colon:
            name = before
            fields[name] = value.strip()
        elif name:
            fields[name] += f"\n{line.strip()}"
    return fields


def _place(text: str) -> tuple[str, str]:
    text = text.strip("\u2068\u2069")
    file, _, line = text.rpartition(":")
    return (file, line) if file and line.isdigit() else (text, "")


# --- writing ------------------------------------------------------------------------------------

_HEADER: Final = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)
_FIXED_HEADER: Final = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}


def canonical(
    entries: Iterable[polib.POEntry], metadata: Mapping[str, str], language: str, header: str = ""
) -> str:
    """A catalogue in canonical form: no wrapping, no line numbers, no creation date, obsolete last.

    What changes in such a file is what somebody changed. ``msgcat --no-wrap`` leaves it as it is.
    """
    fields = {**metadata, **_FIXED_HEADER, "Language": language.replace("-", "_")}
    lines = [f"# {line}".rstrip() for line in header.splitlines()]
    lines += ['msgid ""', 'msgstr ""']
    lines += [_quote(f"{name}: {fields[name]}\n") for name in _HEADER if name in fields]
    for entry in sorted(entries, key=lambda each: bool(each.obsolete)):
        lines += ["", *_entry_lines(entry)]
    return "\n".join(lines) + "\n"


def _entry_lines(entry: polib.POEntry) -> Iterator[str]:
    prefix = "#~ " if entry.obsolete else ""
    for line in (entry.tcomment or "").splitlines():
        yield f"# {line}".rstrip()
    if not entry.obsolete:
        for line in (entry.comment or "").splitlines():
            yield f"#. {line}"
        if files := dict.fromkeys(file for file, _ in entry.occurrences):
            yield f"#: {' '.join(map(_file, files))}"
    if entry.flags:
        yield "#, " + ", ".join(dict.fromkeys(entry.flags))
    if entry.fuzzy and entry.previous_msgid:
        mark = "#~| " if entry.obsolete else "#| "
        if entry.previous_msgctxt is not None:
            yield from _field(mark, "msgctxt", entry.previous_msgctxt)
        yield from _field(mark, "msgid", entry.previous_msgid)
        if entry.previous_msgid_plural:
            yield from _field(mark, "msgid_plural", entry.previous_msgid_plural)
    if entry.msgctxt is not None:
        yield from _field(prefix, "msgctxt", entry.msgctxt)
    yield from _field(prefix, "msgid", entry.msgid)
    if not entry.msgid_plural:
        yield from _field(prefix, "msgstr", entry.msgstr)
        return
    yield from _field(prefix, "msgid_plural", entry.msgid_plural)
    for number, text in sorted(entry.msgstr_plural.items()) or [(0, ""), (1, "")]:
        yield from _field(prefix, f"msgstr[{number}]", text)


def _file(name: str) -> str:
    """A file in a place comment, as gettext writes it."""
    return f"\u2068{name}\u2069" if " " in name else name


def _field(prefix: str, keyword: str, text: str) -> Iterator[str]:
    """One line, or one for each line of the text."""
    if "\n" not in text:
        yield f"{prefix}{keyword} {_quote(text)}"
        return
    *ended, rest = text.split("\n")
    lines = [f"{line}\n" for line in ended] + [rest] * bool(rest)
    if len(lines) < 2:
        yield f"{prefix}{keyword} {_quote(text)}"
        return
    yield f'{prefix}{keyword} ""'
    for line in lines:
        yield prefix + _quote(line)


_ESCAPES: Final = str.maketrans(
    {
        "\\": r"\\",
        '"': r"\"",
        "\n": r"\n",
        "\t": r"\t",
        "\r": r"\r",
        "\v": r"\v",
        "\b": r"\b",
        "\f": r"\f",
    }
)


def _quote(text: str) -> str:
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return f'"{text.translate(_ESCAPES)}"'
