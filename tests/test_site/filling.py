"""Pages that are filled in, as their users see them.

What is typed is kept in the browser; each test has a window of its own, which remembers nothing.
Test modules take the fixtures over by name: ``device = filling.device``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from ramverk.answers import Answers, read_answers, write_answers
from ramverk.form import FIELDS, Form
from ramverk.interface import interface_for
from ramverk.library import Library
from ramverk.model import Framework
from tests.test_site.conftest import DESKTOP, PHONE, ROOT, Reader, _run, once, one_line

REVIEW_FILE: Final = ROOT / "tests" / "data" / "answers" / "frameworks" / "review.yaml"

#: A page of a small project, in MyST.
_START: Final = "# Start\n\n```{toctree}\n:glob:\n\nframeworks/*\n```\n"

sizes: Final = pytest.mark.parametrize(
    "size", [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone")]
)


def framework(id_: str) -> Framework:
    """A framework of the handbook, in its source language."""
    found = Library(ROOT, ROOT / "frameworks", ROOT / "locales", None).get(id_)
    assert found is not None
    return found


def address_of(site: str, language: str, name: str) -> str:
    return f"{site}{language}/frameworks/{name}.html"


# --- the page -----------------------------------------------------------------------------------

#: What the fields of the page show, by name; a field that the page has twice shows the same.
SHOWN: Final = """() => Object.fromEntries(
  [...document.querySelectorAll('.ramverk-form :is(input, textarea)[name]')]
    .filter(each => each.name && (/checkbox|radio/.test(each.type) ? each.checked : each.value))
    .map(each => [each.name, each.value]))"""

#: What follows from a change is drawn in the next frame.
_PAINTED: Final = """new Promise(
  done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""


class SheetPage:
    """A page that can be filled in."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.language = str(page.locator("html").get_attribute("lang"))
        self.panel = page.get_by_role("group", name=self.say("Fill in"))
        self.notice = page.get_by_role("alert")
        self.dialog = page.get_by_role("dialog")
        #: Undoes the last step; when all are undone, does them again.
        self.undo_button = self.panel.locator("button[value=undo]")

    def prepare(self) -> None:
        """Load the tools, as a mouse on its way to them does."""
        # By its class: tests build languages whose name of it is not that of the package.
        panel = self.page.locator(".ramverk-panel").first
        panel.dispatch_event("pointerenter", {"pointerType": "mouse"})
        self.page.locator(".ramverk-dialog").first.wait_for(state="attached")

    def say(self, message: str, **details: object) -> str:
        """An interface text as the page shows it."""
        text = self.template(message)
        return text.format(**details) if details else text

    def template(self, message: str) -> str:
        """An interface text before its places are filled."""
        return interface_for(self.language).gettext(message)

    # --- fields ---

    def field(self, name: str) -> Locator:
        """The control of a field; of a choice, all its answers."""
        return self.page.locator(f'[name="{name}"]')

    def fill(self, values: Mapping[str, str]) -> None:
        """Fill in fields by their names; a choice by the value of its answer."""
        for name, value in values.items():
            kind = FIELDS[name.rpartition(":")[2]].kind
            if kind == "tick":
                self.field(name).set_checked(value == "true")
            elif kind == "choice":
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            else:
                self.field(name).fill(value)

    def names(self) -> set[str]:
        """The names of all fields on the page."""
        found = self.page.eval_on_selector_all(
            ".ramverk-form :is(input, textarea)[name]", "all => all.map(each => each.name)"
        )
        return set(filter(None, found))

    def shown(self) -> dict[str, str]:
        """What the fields hold; those that are empty are left out."""
        found: dict[str, str] = self.page.evaluate(SHOWN)
        return found

    def row(self, path: str) -> Locator:
        return self.page.locator(f'[data-row="{path}"]')

    def section(self, id_: str) -> Locator:
        """All that is filled in of a section."""
        return self.page.locator(f'form[data-section="{id_}"]')

    def add_row(self, section: str) -> None:
        name = self.say("Add a row of your own")
        self.section(section).get_by_role("button", name=name).click()

    def result(self, section: str) -> Locator:
        return self.page.locator(f'[data-result="{section}"]')

    def painted(self) -> None:
        """Wait until the page shows what follows from the last change."""
        self.page.evaluate(_PAINTED)

    # --- tools ---

    def press(self, message: str) -> None:
        """Press a button of the panel."""
        self.panel.get_by_role("button", name=self.say(message), exact=True).click()

    def choose(self, message: str) -> None:
        """Press a button of the menu."""
        self.panel.get_by_text(self.say("More"), exact=True).click()
        self.press(message)

    def answer(self, message: str, text: str | None = None) -> None:
        """Press a button of the dialog, when the text is filled in."""
        if text is not None:
            self.dialog.get_by_role("textbox").fill(text)
        self.dialog.get_by_role("button", name=self.say(message), exact=True).click()
        self.painted()

    def answered(self) -> None:
        """Wait until the dialog is closed, and what follows from its answer is done.

        A dialog is hidden at once, and tells of it when the browser comes to it.
        """
        expect(self.dialog).to_be_hidden()
        self.painted()

    def create_sheet(self, name: str) -> None:
        self.press("New sheet")
        self.answer("OK", name)

    @property
    def sheets(self) -> list[str]:
        return self.panel.get_by_role("combobox").get_by_role("option").all_text_contents()

    @property
    def sheet(self) -> str:
        """The name of the open sheet."""
        return str(
            self.panel.get_by_role("combobox").evaluate("each => each.selectedOptions[0].text")
        )

    def open_sheet(self, name: str) -> None:
        self.panel.get_by_role("combobox").select_option(label=name)

    @property
    def status(self) -> str:
        return one_line(self.panel.get_by_role("status").inner_text())

    def reload(self) -> None:
        self.page.reload()

    def undo(self) -> None:
        self.undo_button.click()
        self.painted()

    # --- files ---

    def save(self, message: str = "Save as a file") -> bytes:
        """The file that a button of the panel saves."""
        with self.page.expect_download() as download:
            self.press(message)
        return Path(download.value.path()).read_bytes()

    def save_csv(self) -> bytes:
        return self.save("Save for a spreadsheet (CSV)")

    def answers(self) -> Answers:
        """What the page saves; it writes files byte for byte as we do."""
        content = self.save()
        found, problems = read_answers(content, "saved.json")
        assert found is not None, [str(each) for each in problems]
        assert write_answers(found).encode() == content
        return found

    def offer_file(self, content: bytes, name: str = "answers.json") -> None:
        """Choose a file; wait for what the page makes of it, or asks."""
        file = {"name": name, "mimeType": "", "buffer": content}
        self.page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]
        self._wait_for_file()

    def open_file(self, content: bytes, name: str = "answers.json") -> None:
        """Choose a file and add its answers to this sheet."""
        self.offer_file(content, name)
        if self.dialog.is_visible():
            self.answer("Add to this sheet")
            self._wait_for_file()
        self.painted()

    def _wait_for_file(self) -> None:
        self.page.wait_for_function(
            "() => document.querySelector('dialog').open"
            " || !document.querySelector('input[type=file]').value"
        )

    # --- the device ---

    def kept(self) -> dict[str, str]:
        """All that is kept on the device, by key."""
        found: dict[str, str] = self.page.evaluate("() => ({ ...localStorage })")
        return found

    def kept_answers(self, sheet: str = "1") -> dict[str, str]:
        """The answers of a sheet that are kept on the device, by field."""
        id_ = self.page.locator("form[data-ramverk]").first.get_attribute("data-ramverk")
        start = f"ramverk:{id_}:{sheet}:"
        names = {
            key.removeprefix(start): value for key, value in self.kept().items() if start in key
        }
        return {name: value for name, value in names.items() if not re.match("[@#]", name)}


class Device:
    """The browser of one user: its pages share what is kept on the device."""

    def __init__(self, browser: Browser) -> None:
        self.reader = Reader(browser)
        self._unused: list[Page] = [self.reader.page]

    def open(self, address: str, size: ViewportSize = DESKTOP) -> SheetPage:
        """A page in a tab of its own, with its tools."""
        sheet = self.visit(address, size)
        if sheet.page.locator(".ramverk-panel").count():
            sheet.prepare()
        return sheet

    def visit(self, address: str, size: ViewportSize = DESKTOP) -> SheetPage:
        """A page in a tab of its own, as it is loaded."""
        page = self._unused.pop() if self._unused else self.reader.context.new_page()
        page.set_viewport_size(size)
        page.goto(address)
        return SheetPage(page)

    def close(self) -> None:
        self.reader.context.close()
        complaints = self.reader.complaints
        assert complaints == [], complaints


@pytest.fixture
def device(browser: Browser) -> Iterator[Device]:
    """A browser that remembers nothing yet; no page in it may complain of anything."""
    device = Device(browser)
    yield device
    device.close()


# --- the small framework that answers.py is tested with -----------------------------------------


def build_review(folder: Path, yaml: str) -> None:
    """A project in ``folder`` with the framework ``review`` and its checklist, and its site."""
    for name in ("conf.py", "docutils.conf"):
        shutil.copy(ROOT / name, folder / name)
    for name, text in {
        "frameworks/review.yaml": yaml,
        "source/index.md": _START,
        "source/frameworks/review.md": "```{framework} review\n```\n",
        "source/frameworks/review-checklist.md": "# Checklista\n\n```{checklist} review\n```\n",
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, "utf-8")
    _run(folder, "ramverk", "build")


@pytest.fixture(scope="session")
def review_folder(shared_folder: Path) -> Path:
    """The built site of the framework ``review``."""
    yaml = REVIEW_FILE.read_text("utf-8")
    folder = once(shared_folder / "review", lambda folder: build_review(folder, yaml))
    return folder / "build" / "html"


@pytest.fixture
def review(device: Device, review_folder: Path) -> SheetPage:
    """The page of the framework ``review``, in Swedish."""
    return device.open(address_of(f"{review_folder.as_uri()}/", "sv", "review"))


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Address of a web server that has the folder."""
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "0"]
    with subprocess.Popen(
        [*command, "--directory", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        found = re.search(r"port (\d+)", process.stdout.readline())
        assert found
        yield f"http://127.0.0.1:{found[1]}/"
        process.terminate()


# --- answers to a framework ---------------------------------------------------------------------

#: Something to fill in for each kind of field; the text has what breaks careless pages.
SAMPLES: Final[Mapping[str, str]] = {
    "tick": "true",
    "number": "7",
    "date": "2026-03-20",
    "text": "Åsa & Öberg <b>\"x\"</b> 'y' {z}",
}


def full_answers(framework: Framework, *, own_rows: bool = False) -> dict[str, str]:
    """An answer to every field, each text another one; own rows are left out unless asked for."""
    values = {}
    fields = Form(framework).fields.values()
    for number, field in enumerate(fields):
        if "/own-" in field.path and not own_rows:
            continue
        if field.choices:
            # Not what a page might choose by itself.
            values[field.name] = field.choices[0 if field.column in {"present", "desired"} else -1]
        elif field.kind == "text":
            lines = f"\n{number}" if FIELDS[field.column].lines else f" {number}"
            values[field.name] = SAMPLES["text"] + lines
        else:
            values[field.name] = SAMPLES[field.kind]
    return values


def answers_file(framework: str, values: Mapping[str, str], **members: Any) -> bytes:
    """A file of answers."""
    fixed = {"version": "1.0", "language": "sv", "name": "", "digests": {}}
    return write_answers(
        Answers(framework=framework, values=values, **{**fixed, **members})
    ).encode()
