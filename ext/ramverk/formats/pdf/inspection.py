"""What a PDF holds that bears on its answers: run as a program, within limits, by ``guarded``.

The PDF comes in on standard input; what was found goes out as JSON, with the members of
``guarded.Found``, or as ``{"refused": code}``. The program knows nothing of the package and loads
none of it, so that it starts quickly and a PDF that breaks it breaks nothing else.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

MEMORY_LIMIT: Final = 1024 * 1024 * 1024
#: Seconds of work; a form of a thousand rows takes about three.
TIME_LIMIT: Final = 15
#: What one compressed stream may grow to.
STREAM_LIMIT: Final = 64 * 1024 * 1024
#: Characters in all fields together: as many as answers may take.
TEXT_LIMIT: Final = 16 * 1024 * 1024
#: Fields, the parts of them and other annotations.
PART_LIMIT: Final = 100_000
DEPTH_LIMIT: Final = 32

#: Names that stand in a PDF only where something runs, is fetched, sent or carried along. Viewers
#: add none of them to a form; links to the web (``/URI``) are no part of it.
_ACTIVE: Final = re.compile(
    rb"/(JavaScript|JS|AA|Launch|ImportData|SubmitForm|ResetForm|GoToR|GoToE|Rendition|Sound|Movie"
    rb"|RichMedia\w*|GoTo3DView|3D|XFA|EmbeddedFiles?|EF|FileAttachment)(?![^\s/\[\]()<>])"
)
_STRING: Final = re.compile(rb"\((?:[^\\()]++|\\.)*+\)|<[0-9a-f]*+>", re.DOTALL)
_MARK: Final = re.compile(rb"ramverk-pdf/[0-9]+,[^<]{1,1000}")
_UNFINISHED: Final = re.compile(rb"\d+ \d+ obj\b")
#: A text may change its language in its midst.
_LANGUAGE_MARK: Final = re.compile("\x1b[A-Za-z-]{2,8}\x1b")

_PUSH_BUTTON: Final = 1 << 16
_OFF: Final = ("", "Off")
#: How a choice of numbers shows that none is chosen.
_NONE: Final = "-"
#: Annotations that say nothing of the answers: fields and links, and the windows of notes.
_SILENT: Final = ("/Widget", "/Link", "/Popup")
#: Complaints of qpdf about the page tree, which holds no answers, and about common ways of writing.
_HARMLESS: Final = re.compile(
    "; repairing$|handled correctly by qpdf|is not one plus the highest object number"
    "|extraneous whitespace|accepting invalid xref table entry"
)
_LIMIT_EXCEEDED: Final = "limit exceeded"


class TooDemandingError(Exception):
    """The PDF is beyond what a form can need."""


# --- texts ----------------------------------------------------------------------------------------


def decode(data: bytes) -> str:
    """A text in any of the encodings a PDF may use."""
    if data.startswith(b"\xfe\xff"):
        return _LANGUAGE_MARK.sub("", data[2:].decode("utf-16-be", "replace"))
    if data.startswith(b"\xff\xfe"):
        return _LANGUAGE_MARK.sub("", data[2:].decode("utf-16-le", "replace"))
    if data.startswith(b"\xef\xbb\xbf"):
        return _LANGUAGE_MARK.sub("", data[3:].decode("utf-8", "replace"))
    return data.decode("pdfdoc", "replace")


def text_of(found: Any) -> str:
    """A value as text, however it is written; nothing for what holds none."""
    if isinstance(found, String):
        return decode(bytes(found))
    if isinstance(found, Stream):
        return decode(found.read_bytes())
    if isinstance(found, Name):
        return name_of(found)
    if isinstance(found, Array):
        return "\n".join(text_of(each) for each in items(found) if not isinstance(each, Array))
    return "" if found is None or isinstance(found, Dictionary) else str(found)


def name_of(found: Name) -> str:
    try:
        return str(found)[1:]
    except UnicodeDecodeError:  # a name need not be text in any encoding
        return found.unparse()[1:].decode("latin-1")


def items(found: Any) -> list[Any]:
    """The entries of an array, or none of what is no array."""
    if not isinstance(found, Array):
        return []
    if len(found) > PART_LIMIT:
        raise TooDemandingError
    return list(found.as_list())


# --- fields ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A field on the way from the root to what holds its value, with what it inherits."""

    own: Any
    name: str = ""
    type: str = ""
    flags: int = 0
    value: Any = None
    options: Any = None
    depth: int = 0
    #: Whether a viewer draws the fields anew, by their values.
    is_redrawn: bool = False

    def child(self, own: Any) -> Node:
        flags, name = own.get("/Ff"), text_of(own.get("/T"))
        return replace(
            self,
            own=own,
            name=".".join(part for part in (self.name, name) if part),
            type=text_of(own.get("/FT")) or self.type,
            flags=flags if isinstance(flags, int) else self.flags,
            value=own.get("/V", self.value),
            options=own.get("/Opt", self.options),
            depth=self.depth + 1,
        )

    def text(self, widgets: list[Any]) -> str:
        """The field's value; empty where nothing is answered."""
        if self.type == "Btn":
            return "" if self.flags & _PUSH_BUTTON else self.state(widgets)
        if self.type == "Sig":
            return ""
        text = text_of(self.value)
        return self.exported(text) if self.type == "Ch" else text

    def state(self, widgets: list[Any]) -> str:
        """What is on of a button: what its user saw.

        The field's own value can be stale: pdf.js says that nothing is on when another of several
        answers is chosen. Where a program has set just the value, it counts.
        """
        looks = [text_of(each.get("/AS")) for each in (self.own, *widgets) if "/AS" in each]
        on = next((look for look in looks if look not in _OFF), "")
        # A text is what pypdf writes; it is stale when nothing looks on any more.
        is_stale = bool(looks) and not isinstance(self.value, Name)
        if self.value is not None and (self.is_redrawn or not (on or is_stale)):
            on = text_of(self.value).removeprefix("/")
        options = items(self.options)
        if re.fullmatch("[0-9]{1,4}", on) and int(on) < len(options):
            on = text_of(options[int(on)])
        return "" if on in _OFF else on

    def exported(self, text: str) -> str:
        """The value of a choice, also where a program has saved what it shows instead."""
        pairs = [items(each) for each in items(self.options)]
        shown = {text_of(pair[1]): text_of(pair[0]) for pair in pairs if len(pair) == 2}
        value = text if text in shown.values() else shown.get(text, text)
        return "" if value == _NONE else value


@dataclass
class Fields:
    """Collects the fields of a form, each part once."""

    #: Whether a viewer draws the fields anew, by their values.
    are_redrawn: bool = False
    found: list[tuple[str, str, str]] = field(default_factory=list)
    #: Whether parts are named but not there, or there but not named.
    lost: bool = False
    _seen: set[tuple[int, int]] = field(default_factory=set)
    _parts: int = 0
    _length: int = 0

    def collect_listed(self, roots: Any) -> None:
        """The fields that the form lists."""
        self.lost |= not isinstance(roots, Array)
        for root in items(roots):
            self.collect(root)

    def collect_unlisted(self, widget: Any) -> None:
        """A field that its page alone knows: pages come from another file without the list."""
        root = root_of(widget)
        if not self.knows(widget) and not self.knows(root):
            self.collect(root)
            self.lost = True

    def collect(self, root: Any) -> None:
        waiting = self.nodes(Node(None, is_redrawn=self.are_redrawn), [root])
        while waiting:
            node = waiting.pop()
            kids = self.nodes(node, items(node.own.get("/Kids")))
            fields = [kid for kid in kids if "/T" in kid.own]
            waiting.extend(reversed(fields))
            if not fields:
                self.add(node, [kid.own for kid in kids])

    def nodes(self, above: Node, parts: list[Any]) -> list[Node]:
        if above.depth > DEPTH_LIMIT:
            raise TooDemandingError
        # Not only counted: what is missing may be an answer.
        self.lost |= any(not isinstance(part, Dictionary) for part in parts)
        return [above.child(part) for part in parts if self.is_new(part)]

    def is_new(self, part: Any) -> bool:
        self._parts += 1
        if self._parts > PART_LIMIT:
            raise TooDemandingError
        if not isinstance(part, Dictionary) or (part.is_indirect and part.objgen in self._seen):
            return False
        if part.is_indirect:
            self._seen.add(part.objgen)
        return True

    def knows(self, part: Any) -> bool:
        return part.is_indirect and part.objgen in self._seen

    def add(self, node: Node, widgets: list[Any]) -> None:
        text = node.text(widgets)
        self._length += len(node.name) + len(text)
        if self._length > TEXT_LIMIT:
            raise TooDemandingError
        self.found.append((node.name, node.type, text))


def root_of(widget: Any) -> Any:
    """The field at the head of a widget; a chain that has no end ends somewhere."""
    for _ in range(DEPTH_LIMIT):
        above = widget.get("/Parent")
        if not isinstance(above, Dictionary):
            break
        widget = above
    return widget


# --- the whole ------------------------------------------------------------------------------------


def inspect(content: bytes) -> dict[str, Any]:
    """Everything there is to know of a PDF, as JSON has it."""
    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
        if pdf.is_encrypted:
            return {"refused": "pdf-protected"}
        fields = Fields()
        form = pdf.Root.get("/AcroForm")
        if isinstance(form, Dictionary):
            fields.are_redrawn = bool(form.get("/NeedAppearances", False))
            fields.collect_listed(form.get("/Fields"))
        on_pages = [*page_annotations(pdf)]
        for _, annotation in on_pages:
            if annotation.get("/Subtype") == "/Widget":
                fields.collect_unlisted(annotation)
        return {
            "mark": mark(pdf),
            "fields": fields.found,
            "notes": [(page, words(each)) for page, each in on_pages if is_note(each)],
            "active": active(pdf),
            "is_mended": fields.lost or is_unfinished(content) or bool(complaints(pdf)),
        }


def page_annotations(pdf: Pdf) -> Iterator[tuple[int, Any]]:
    """All annotations with the numbers of their pages."""
    count = 0
    for number, page in enumerate(pdf.pages, 1):
        for each in items(page.obj.get("/Annots")):
            count += 1
            if count > PART_LIMIT:
                raise TooDemandingError
            if isinstance(each, Dictionary):
                yield number, each


def is_note(annotation: Any) -> bool:
    """Whether somebody has written or drawn it beside the fields."""
    return annotation.get("/Subtype") not in _SILENT


def words(note: Any) -> str:
    """What a note says; of a drawing, what kind it is of."""
    return text_of(note.get("/Contents"))[:1000] or text_of(note.get("/Subtype"))


def mark(pdf: Pdf) -> str:
    """The keywords by which our files are known, from either of the places that hold them."""
    info = pdf.trailer.get("/Info")
    keywords = text_of(info.get("/Keywords")) if isinstance(info, Dictionary) else ""
    metadata = pdf.Root.get("/Metadata")
    if "ramverk-pdf/" not in keywords and isinstance(metadata, Stream):
        found = _MARK.search(metadata.read_bytes())
        keywords = found[0].decode("utf-8", "replace") if found else ""
    return keywords[:1000]


def active(pdf: Pdf) -> str:
    """What a form has no need of, wherever in the PDF it stands, by name; empty if nothing."""
    found: set[str] = set()
    for each in chain(pdf.objects, (pdf.trailer,)):
        if not isinstance(each, pikepdf.Object):  # a number, or nothing where something was deleted
            continue
        own = each.stream_dict if isinstance(each, Stream) else each
        # qpdf writes names and strings in one way, whatever disguise they came in.
        written = own.unparse(resolved=True)
        if _ACTIVE.search(written):
            names = _ACTIVE.findall(_STRING.sub(b"()", written))
            found.update(name.decode() for name in names)
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, Dictionary) and opening.get("/S") != "/GoTo":
        found.add("OpenAction")
    return ", ".join(sorted(found))


def is_unfinished(content: bytes) -> bool:
    """Whether something was being added to the PDF when it was cut off."""
    end = content.rfind(b"%%EOF")
    return end >= 0 and bool(_UNFINISHED.search(content, end))


def complaints(pdf: Pdf) -> list[str]:
    """What qpdf had to say of the PDF so far that may have cost an answer."""
    try:
        found = [str(each) for each in pdf.get_warnings()]
    except UnicodeDecodeError:  # it quotes what it complains of
        return ["damaged"]
    if any(_LIMIT_EXCEEDED in each for each in found):
        raise TooDemandingError
    return [each for each in found if not _HARMLESS.search(each)]


# --- the program ----------------------------------------------------------------------------------


def limit_qpdf() -> None:
    """Hold the one library that reads PDFs to what a form may cost."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=STREAM_LIMIT,
        png_max_memory=STREAM_LIMIT,
        run_length_max_memory=STREAM_LIMIT,
        tiff_max_memory=STREAM_LIMIT,
        max_stream_filters=4,
        # Damage is not size: what qpdf can mend is read, however much of it there is.
        parser_max_errors=0,
        parser_max_container_size_damaged=PART_LIMIT,
    )


def limit_process() -> None:
    """Hold all that happens in this process to it, as far as the system can."""
    try:
        import resource
    except ImportError:  # Windows: the limits of qpdf, and the time that the caller waits
        return
    limits = {"RLIMIT_AS": MEMORY_LIMIT, "RLIMIT_CPU": TIME_LIMIT, "RLIMIT_CORE": 0}
    for name, most in limits.items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (allowed, hard))
        except (OSError, ValueError):  # macOS has the limit of memory, but does not take it
            continue


def outcome(content: bytes) -> dict[str, Any]:
    """What was found, or the code of the problem because of which nothing was."""
    before = pikepdf.settings.qpdf_limit_errors()
    try:
        found = inspect(content)
    except Exception as error:  # whatever a broken PDF leads to, there is an answer
        found = {"refused": refusal(error, content)}
    # What is beyond its limits, qpdf leaves out and goes on.
    is_beyond = pikepdf.settings.qpdf_limit_errors() > before
    return {"refused": "pdf-too-demanding"} if is_beyond else found


def refusal(error: Exception, content: bytes) -> str:
    """The problem code of what went wrong with a PDF."""
    is_limit = isinstance(error, (TooDemandingError, MemoryError, RecursionError))
    if is_limit or _LIMIT_EXCEEDED in str(error) or unfolds_beyond_limits(content):
        return "pdf-too-demanding"
    if isinstance(error, pikepdf.PasswordError) or "encrypt" in str(error):
        return "pdf-protected"
    return "pdf-damaged" if b"%PDF-" in content[:1024] else "pdf-unknown-format"


def unfolds_beyond_limits(content: bytes) -> bool:
    """Whether a PDF cannot be opened because of what it unfolds to; only qpdf's log says so."""
    listener, log = Listener(), logging.getLogger("pikepdf")
    log.addHandler(listener)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=False):
            return False
    except Exception:  # known already; there may be others, since the log takes only UTF-8
        return listener.has_heard
    finally:
        log.removeHandler(listener)


class Listener(logging.Handler):
    """Hears whether qpdf complains of sizes."""

    has_heard = False

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        self.has_heard |= _LIMIT_EXCEEDED in said or "bad_alloc" in said


def main() -> None:
    limit_qpdf()
    limit_process()
    sys.stdout.write(json.dumps(outcome(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
