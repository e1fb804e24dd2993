"""The handbook of this repository, built once a run, and a browser to read it with."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import lxml.html
import polib
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    ViewportSize,
)

ROOT: Final = Path(__file__).parent.parent.parent
#: All languages of the site.
BUILT: Final = ("sv", "en", "nl")
#: Those in which everything is tried out.
LANGUAGES: Final = ("sv", "en")
FRAMEWORKS: Final = ("staff-mobility", "capacity-building")

#: Addresses below a language's folder. ``test_pages_are_the_sources`` holds them to the built site.
DOCUMENTS: Final = sorted(
    path.relative_to(ROOT / "source").with_suffix(".html").as_posix()
    for path in (ROOT / "source").rglob("*.md")
)
HANDBOOK_PAGES: Final = [
    f"{language}/{name}" for language in BUILT for name in [*DOCUMENTS, "search.html"]
]
#: Pages of a framework, with fields to fill in.
FILLABLE_PAGES: Final = [
    f"{language}/frameworks/{framework}{kind}.html"
    for language in BUILT
    for framework in FRAMEWORKS
    for kind in ("", "-checklist")
]
#: Pages above the languages: no menu, no search, no script.
TOP_PAGES: Final = ["index.html", "404.html"]
PAGES: Final = [*TOP_PAGES, *HANDBOOK_PAGES]

BASE_URL: Final = "https://example.org/handbok/"

DESKTOP: Final = ViewportSize(width=1280, height=900)
PHONE: Final = ViewportSize(width=360, height=740)


# --- the built site -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Site:
    """A built site on disk."""

    folder: Path
    _trees: dict[str, lxml.html.HtmlElement] = field(default_factory=dict)

    def html(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def tree(self, name: str) -> lxml.html.HtmlElement:
        if name not in self._trees:
            self._trees[name] = lxml.html.document_fromstring(self.html(name))
        return self._trees[name]

    def ids(self, name: str) -> list[str]:
        return [str(each) for each in self.tree(name).xpath("//@id")]

    def names(self, suffix: str) -> list[str]:
        """All files with the suffix."""
        paths = self.folder.rglob(f"*{suffix}")
        return sorted(path.relative_to(self.folder).as_posix() for path in paths)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for this run; the same one in all workers of pytest-xdist."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """``folder``, made by the worker that comes first; the others wait until it is ready."""
    ready, failed = folder.with_suffix(".ready"), folder.with_suffix(".failed")
    try:
        folder.mkdir()
    except FileExistsError:
        limit = time.monotonic() + 120
        while not ready.exists():
            if failed.exists() or time.monotonic() > limit:
                pytest.fail(f"{folder.name} was not built; see the other worker", pytrace=False)
            time.sleep(0.05)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    ready.touch()
    return folder


def _run(project: Path, *arguments: str) -> None:
    # What is said is asserted nowhere; English serves whoever reads a failure.
    environment = {**os.environ, "LANGUAGE": "en"}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(arguments)}:\n{done.stdout}{done.stderr}", pytrace=False)


def _copy_project(folder: Path) -> None:
    ignored = shutil.ignore_patterns(".*", "__pycache__", "build", "ext", "tests", "benchmarks")
    shutil.copytree(ROOT, folder, ignore=ignored, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def site_folder(shared_folder: Path) -> Path:
    """The handbook, built with the command that builds it for everyone."""

    def make(folder: Path) -> None:
        _copy_project(folder)
        _run(folder, "ramverk", "build")

    return once(shared_folder / "handbook", make) / "build" / "html"


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Site:
    return Site(site_folder)


@pytest.fixture(scope="session")
def published_site(shared_folder: Path) -> Site:
    """The handbook as it is built for ``BASE_URL``."""

    def make(folder: Path) -> None:
        _copy_project(folder)
        _run(folder, "ramverk", "build", "--base-url", BASE_URL)

    return Site(once(shared_folder / "published", make) / "build" / "html")


@pytest.fixture(scope="session")
def site_in_theme(shared_folder: Path) -> Callable[[str], Site]:
    """``site_in_theme("furo")``: the Swedish pages in a theme that is not ours."""

    def build(theme: str) -> Site:
        def make(folder: Path) -> None:
            _copy_project(folder)
            options = ["-q", "-c", ".", "-D", f"html_theme={theme}"]
            _run(folder, "sphinx", *options, "source", "build/html")

        return Site(once(shared_folder / theme, make) / "build" / "html")

    return build


@functools.cache
def interface_texts(language: str = "sv") -> dict[str, str]:
    """Message ids of the interface and what they are in a language, English as they are.

    Without those that have plurals or placeholders.
    """
    path = ROOT / "ext" / "ramverk" / "locale" / "sv" / "LC_MESSAGES" / "ramverk.po"
    if language != "en":
        path = path.parents[2] / language / "LC_MESSAGES" / "ramverk.po"
    return {
        entry.msgid: entry.msgid if language == "en" else entry.msgstr
        for entry in polib.pofile(str(path))
        if entry.msgstr and "{" not in entry.msgid
    }


def say(language: str, message: str) -> str:
    """An interface text as a page in the language shows it."""
    return interface_texts(language)[message]


def one_line(text: str) -> str:
    return " ".join(text.split())


# --- the browser --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def server(site_folder: Path) -> Iterator[str]:
    """Address of a web server that has the site; a process, since tests elsewhere fork this one."""
    command = [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "0"]
    with subprocess.Popen(
        [*command, "--directory", str(site_folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        found = re.search(r"port (\d+)", process.stdout.readline())
        assert found
        yield f"http://127.0.0.1:{found[1]}/"
        process.terminate()


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site_folder: Path) -> str:
    """The site from a web server, and from a folder."""
    if request.param == "file":
        return f"{site_folder.as_uri()}/"
    return str(request.getfixturevalue("server"))


class Reader:
    """A browser window that notes what a page must not do."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(viewport=DESKTOP, **options)
        self.context.add_init_script(
            "addEventListener('securitypolicyviolation', event => console.error("
            "`policy: ${event.effectiveDirective} ${event.blockedURI}`))"
        )
        # Browsers put off what is far below the window. Tests want to see the whole page.
        self.context.add_init_script(
            "const whole = new CSSStyleSheet();"
            "whole.replaceSync('* { content-visibility: visible !important }');"
            "document.adoptedStyleSheets.push(whole)"
        )
        self.context.set_default_timeout(10_000)
        self.context.on("request", self._note_host)
        self.context.on("requestfailed", lambda each: self._note(f"failed: {each.url}"))
        self.context.on(
            "response",
            lambda each: self._note(f"{each.status}: {each.url}") if each.status >= 400 else None,
        )
        self.context.on(
            "console",
            lambda each: (
                self._note(f"{each.type}: {each.text}")
                if each.type in {"error", "warning"}
                else None
            ),
        )
        self.context.on("weberror", lambda each: self._note(f"error: {each.error}"))
        self.page: Page = self.context.new_page()

    def _note(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def _note_host(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "file:", "data:", BASE_URL)):
            self._note(f"another host: {request.url}")


@pytest.fixture(scope="session")
def _reader(browser: Browser) -> Iterator[Reader]:
    reader = Reader(browser)
    yield reader
    reader.context.close()


@pytest.fixture
def reader(_reader: Reader) -> Iterator[Reader]:
    """The worker's window, as new.

    Sharing it is safe as long as nobody fills anything in: reading stores nothing on the device
    (see test_without_scripts), answers do.
    """
    _reader.page.set_viewport_size(DESKTOP)
    _reader.page.emulate_media(color_scheme="light", media="null")
    _reader.complaints.clear()
    yield _reader
    assert _reader.complaints == []


@pytest.fixture
def page(reader: Reader) -> Page:
    return reader.page


@pytest.fixture
def page_without_scripts(browser: Browser) -> Iterator[Page]:
    reader = Reader(browser, java_script_enabled=False)
    yield reader.page
    reader.context.close()
    assert reader.complaints == []


# --- accessibility rules ------------------------------------------------------------------------

_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Preloading would fetch the style sheets once more, which the policy rightly forbids.
_AXE_OPTIONS: Final = {"runOnly": _RULES, "resultTypes": ["violations"], "preload": False}


def violations(page: Page, include: str = "") -> list[str]:
    """What axe finds wrong on the page, or in the elements that the selector ``include`` finds."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(
        """async ([include, options]) => {
          const where = include ? { include: [...document.querySelectorAll(include)] } : document;
          const { violations } = await axe.run(where, options);
          return violations.flatMap(rule =>
            rule.nodes.map(node => `${rule.id}: ${node.target} (${node.failureSummary})`));
        }""",
        [include, _AXE_OPTIONS],
    )
    return found


# --- translations -------------------------------------------------------------------------------


@functools.cache
def translations(catalog: str) -> dict[str, str]:
    """What a catalogue translates to English, and still holds."""
    path = ROOT / "locales" / "en" / "LC_MESSAGES" / f"{catalog}.po"
    return {
        entry.msgid: entry.msgstr
        for entry in polib.pofile(str(path))
        if entry.msgstr and not entry.fuzzy and not entry.obsolete
    }


CATALOGS: Final = sorted(
    path.relative_to(ROOT / "locales/en/LC_MESSAGES").with_suffix("").as_posix()
    for path in (ROOT / "locales/en/LC_MESSAGES").rglob("*.po")
)


def plain(message: str) -> str:
    """A message of a MyST page as its readers see it."""
    message = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", message)
    message = re.sub(r"\[([^\]]*)\]\{[^}]*\}", r"\1", message)
    message = re.sub(r"\{item\}`([^<`]+?) *<[^`]*>`", r"\1", message)
    message = re.sub(r"`+([^`]*)`+", r"\1", message)
    return one_line(re.sub(r"\*+([^*]+)\*+", r"\1", message))
