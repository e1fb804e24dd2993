"""Other people's PDF engines, each filling in a form as its user would, and reading it.

Fields go by the names of :mod:`ramverk.form`, values are as there; an empty value clears a field:
unticks it, chooses nothing, empties a text.
"""

from __future__ import annotations

import base64
import ctypes
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import pymupdf
import pypdf
import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, Route
from pymupdf import mupdf
from pypdfium2 import raw

from ramverk.form import FIELDS, TICKED, Kind

ROOT: Final = Path(__file__).parent.parent.parent

#: The state of a box without a tick, and of a choice that is not made.
OFF: Final = "Off"
#: The state of a box with a tick.
ON: Final = "Yes"
#: What stands in a list when no number is chosen.
NO_NUMBER: Final = "-"


class Peer(Protocol):
    """An engine that knows nothing of ours."""

    def fill(self, content: bytes, values: Mapping[str, str]) -> bytes:
        """The form with ``values`` in its fields, saved."""
        ...

    def read(self, content: bytes) -> dict[str, str]:
        """What the engine shows in each field, by name; all the form's, and others."""
        ...


def kind_of(name: str) -> Kind | None:
    """The kind of a field, if it is one to fill in."""
    column = name.rpartition(":")[2]
    return FIELDS[column].kind if ":" in name and column in FIELDS else None


def value_of(name: str, shown: str) -> str:
    """What a field says that shows ``shown``; of a box or choice, the state it is in."""
    text = shown.replace("\r\n", "\n").replace("\r", "\n")
    match kind_of(name):
        case "tick":
            return "" if text in ("", OFF) else TICKED
        case "choice":
            return "" if text == OFF else text
        case "number":
            return "" if text == NO_NUMBER else text
        case _:
            return text


def shown_of(name: str, value: str) -> str:
    """What the field shows when it says ``value``: the reverse of :func:`value_of`."""
    match kind_of(name):
        case "tick":
            return ON if value else OFF
        case "choice":
            return value or OFF
        case "number":
            return value or NO_NUMBER
        case _:
            return value


# --- PDFium: Chrome, Edge, and most viewers on Android --------------------------------------------


class Pdfium:
    """The engine of Chrome, used with a mouse and a keyboard."""

    def fill(self, content: bytes, values: Mapping[str, str]) -> bytes:
        with _document(content) as document:
            for page in _pages(document):
                for widget in _PdfiumWidget.all_on(page):
                    if widget.name in values:
                        widget.use(values[widget.name])
            result = io.BytesIO()
            document.save(result)
        return result.getvalue()

    def read(self, content: bytes) -> dict[str, str]:
        with _document(content) as document:
            widgets = [each for page in _pages(document) for each in _PdfiumWidget.all_on(page)]
            return {each.name: value_of(each.name, each.shown) for each in widgets}


@contextmanager
def _document(content: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    try:
        yield document
    finally:
        document.close()


def _pages(document: Any) -> Iterator[Any]:
    """Its pages, each closed before the next: what has been typed is only then in the document."""
    for number in range(len(document)):
        page = document[number]
        yield page
        raw.FORM_ForceToKillFocus(document.formenv)
        page.close()


class _PdfiumWidget:
    """One of the places on a page where something can be filled in."""

    def __init__(self, page: Any, annotation: Any) -> None:
        self.page, self.annotation = page, annotation
        self.form = page.formenv
        self.type = raw.FPDFAnnot_GetFormFieldType(self.form, annotation)
        self.name = self._text(raw.FPDFAnnot_GetFormFieldName)
        self.shown = self._text(raw.FPDFAnnot_GetFormFieldValue)

    @classmethod
    def all_on(cls, page: Any) -> Iterator[_PdfiumWidget]:
        for index in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, index)
            if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
                yield cls(page, annotation)
            raw.FPDFPage_CloseAnnot(annotation)

    def use(self, value: str) -> None:
        match self.type:
            case raw.FPDF_FORMFIELD_CHECKBOX:
                is_on = bool(raw.FPDFAnnot_IsChecked(self.form, self.annotation))
                own = self._text(raw.FPDFAnnot_GetFormFieldExportValue)
                if is_on != (shown_of(self.name, value) == own):
                    self._click()
            case raw.FPDF_FORMFIELD_COMBOBOX:
                self._focus()
                index = self._options().index(shown_of(self.name, value))
                raw.FORM_SetIndexSelected(self.form, self.page, index, True)
            case _:
                self._focus()
                raw.FORM_SelectAllText(self.form, self.page)
                raw.FORM_ReplaceSelection(self.form, self.page, _wide(value))
        raw.FORM_ForceToKillFocus(self.form)

    def _centre(self) -> tuple[float, float]:
        box = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(self.annotation, box)
        return (box.left + box.right) / 2, (box.bottom + box.top) / 2

    def _click(self) -> None:
        for act in (raw.FORM_OnMouseMove, raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
            act(self.form, self.page, 0, *self._centre())

    def _focus(self) -> None:
        assert raw.FORM_OnFocus(self.form, self.page, 0, *self._centre()), self.name

    def _options(self) -> list[str]:
        def label(index: int) -> str:
            def read(form: Any, annotation: Any, *place: Any) -> int:
                return int(raw.FPDFAnnot_GetOptionLabel(form, annotation, index, *place))

            return self._text(read)

        return [
            label(index)
            for index in range(raw.FPDFAnnot_GetOptionCount(self.form, self.annotation))
        ]

    def _text(self, read: Any) -> str:
        """What a function says that writes UTF-16 to where it is told, and says how much."""
        size = read(self.form, self.annotation, None, 0)
        space = (ctypes.c_ushort * (size // 2))()
        read(self.form, self.annotation, space, size)
        return bytes(space).decode("utf-16-le").rstrip("\0")


def _wide(text: str) -> Any:
    content = f"{text}\0".encode("utf-16-le")
    return (ctypes.c_ushort * (len(content) // 2)).from_buffer_copy(content)


def pages(content: bytes, dpi: int = 72) -> list[Image.Image]:
    """The pages, filled in as they are, as Chrome shows them."""
    with _document(content) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def words(content: bytes) -> str:
    """The text of all pages, without what is filled in."""
    with _document(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


# --- pdf.js: Firefox ------------------------------------------------------------------------------


class PdfJs:
    """The engine of Firefox, in a browser; see pdfjs.html."""

    #: No machine has this address: all that is asked of it is answered here.
    ADDRESS: Final = "http://127.0.0.1:9/"
    PAGE: Final = Path(__file__).parent / "pdfjs.html"
    FILES: Final = ROOT / ".venv" / "pdfjs" / "node_modules"

    def __init__(self, browser: Browser) -> None:
        assert self.FILES.is_dir(), "pdf.js is missing: run sh tools/pdfjs.sh"
        #: What the engine found odd.
        self.complaints: list[str] = []
        self.page: Page = browser.new_page()
        self.page.on("console", lambda each: self.complaints.append(each.text))
        self.page.on("pageerror", lambda each: self.complaints.append(each.message))
        self.page.route(f"{self.ADDRESS}**", self._answer)
        self._load()

    def _load(self) -> None:
        self.page.goto(f"{self.ADDRESS}{self.PAGE.name}")
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def _answer(self, route: Route) -> None:
        name = route.request.url.removeprefix(self.ADDRESS)
        path = self.PAGE if name == self.PAGE.name else self.FILES / name
        types = {".mjs": "text/javascript", ".html": "text/html"}
        if path.is_file():
            route.fulfill(path=path, content_type=types.get(path.suffix))
        else:
            route.fulfill(status=404)

    def fill(self, content: bytes, values: Mapping[str, str]) -> bytes:
        arguments = [_encoded(content), dict(values)]
        return _decoded(
            self.page.evaluate("([content, values]) => fill(content, values)", arguments)
        )

    def read(self, content: bytes) -> dict[str, str]:
        found = self.page.evaluate("content => read(content)", _encoded(content))
        return {name: value_of(name, shown) for name, shown in found.items()}

    @contextmanager
    def shown(self, content: bytes) -> Iterator[list[bytes]]:
        """The form on the screen of ``page``; when that is left, the saved file is in the list."""
        result: list[bytes] = []
        self.page.evaluate("content => show(content)", _encoded(content))
        yield result
        result.append(_decoded(self.page.evaluate("finish()")))
        self._load()

    def use(self, name: str, value: str) -> None:
        """Fill in a field of the form on the screen, by hand."""
        id_ = self.page.evaluate("([name, value]) => idOf(name, value)", [name, value])
        element = self.page.locator(f'[data-element-id="{id_}"]')
        match kind_of(name):
            case "tick":
                element.set_checked(bool(value))
            case "choice":
                element.set_checked(bool(value))
            case "number":
                element.select_option(shown_of(name, value))
            case _:
                element.fill(value)

    def unseen(self) -> list[str]:
        """The fields on the screen whose tick or dot would not be seen."""
        return list(self.page.evaluate("unseen()"))


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decoded(content: str) -> bytes:
    return base64.b64decode(content)


# --- MuPDF: its own viewers, and many apps --------------------------------------------------------


class MuPdf:
    """MuPDF by its own functions: those of PyMuPDF change the font of what they fill in."""

    def fill(self, content: bytes, values: Mapping[str, str]) -> bytes:
        with pymupdf.open(stream=content) as document:
            for page in _mupdf_pages(document):
                for name, widget in _mupdf_widgets(page):
                    if name in values:
                        _use_with_mupdf(widget, shown_of(name, values[name]))
                mupdf.pdf_update_page(page)
            return bytes(document.tobytes())

    def read(self, content: bytes) -> dict[str, str]:
        found: dict[str, str] = {}
        with pymupdf.open(stream=content) as document:
            for page in _mupdf_pages(document):
                for name, widget in _mupdf_widgets(page):
                    # Of the widgets of a choice, one may be on.
                    found[name] = found.get(name) or value_of(name, _shown_by_mupdf(widget))
        return found


def _mupdf_pages(document: Any) -> Iterator[Any]:
    return (mupdf.pdf_page_from_fz_page(each.this) for each in document)


def _mupdf_widgets(page: Any) -> Iterator[tuple[str, Any]]:
    """What can be filled in on a page, with the name of its field."""
    widget = mupdf.pdf_first_widget(page)
    while widget.m_internal:
        yield mupdf.pdf_load_field_name(mupdf.pdf_annot_obj(widget)), widget
        widget = mupdf.pdf_next_widget(widget)


def _shown_by_mupdf(widget: Any) -> str:
    if mupdf.pdf_widget_type(widget) == mupdf.PDF_WIDGET_TYPE_CHECKBOX:
        state = mupdf.pdf_dict_get_name(mupdf.pdf_annot_obj(widget), mupdf.pdf_new_name("AS"))
        return str(state)
    return str(mupdf.pdf_annot_field_value(widget))


def _use_with_mupdf(widget: Any, shown: str) -> None:
    match mupdf.pdf_widget_type(widget):
        case mupdf.PDF_WIDGET_TYPE_CHECKBOX:
            own = mupdf.pdf_button_field_on_state(mupdf.pdf_annot_obj(widget))
            if (_shown_by_mupdf(widget) != OFF) != (shown == mupdf.pdf_to_name(own)):
                mupdf.pdf_toggle_widget(widget)
        case mupdf.PDF_WIDGET_TYPE_COMBOBOX:
            mupdf.pdf_set_choice_field_value(widget, shown)
        case _:
            mupdf.pdf_set_text_field_value(widget, shown)


# --- pypdf: programs that fill in forms -----------------------------------------------------------


class Pypdf:
    """No viewer: a library by which programs fill in forms."""

    def fill(self, content: bytes, values: Mapping[str, str]) -> bytes:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
        shown = {name: self._shown(name, value) for name, value in values.items()}
        writer.update_page_form_field_values(None, shown, auto_regenerate=False)
        result = io.BytesIO()
        writer.write(result)
        return result.getvalue()

    def read(self, content: bytes) -> dict[str, str]:
        fields = pypdf.PdfReader(io.BytesIO(content)).get_fields() or {}
        return {
            name: value_of(name, str(field.get("/V", "")).removeprefix("/"))
            for name, field in fields.items()
        }

    @staticmethod
    def _shown(name: str, value: str) -> str:
        """States are handed over as names are written in a file."""
        is_state = kind_of(name) in ("tick", "choice")
        return f"/{shown_of(name, value)}" if is_state else shown_of(name, value)
