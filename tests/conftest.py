"""Small Sphinx projects, built in this process, the frameworks they show, and a browser."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import lxml.html
import pytest
import sphinx.locale
from docutils import nodes
from playwright.sync_api import Browser, sync_playwright
from sphinx.application import Sphinx
from sphinx.builders.html._assets import _file_checksum_inner
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ramverk.cli import main
from ramverk.interface import interface_for
from ramverk.lean_sphinx import preload

# A test may run Sphinx in this process before another forks builds from it.
preload()

ROOT: Final = Path(__file__).parent.parent
DATA: Final = Path(__file__).parent / "data"
#: A framework with every section kind, one with little, and a half-done translation of the first.
LEARNERS: Final = (DATA / "sphinx" / "learners.yaml").read_text("utf-8")
STAFF: Final = (DATA / "sphinx" / "staff.yaml").read_text("utf-8")
LEARNERS_EN: Final = (DATA / "sphinx" / "learners.en.po").read_text("utf-8")
#: Where a project keeps that translation.
LEARNERS_PO: Final = "locales/en/LC_MESSAGES/frameworks/learners.po"

SETTINGS: Final[Mapping[str, Any]] = {
    "extensions": ["myst_parser", "ramverk"],
    "language": "sv",
    "project": "Provbok",
    "author": "Provskolan",
    "copyright": "Provskolan",
    "version": "1",
    "release": "1",
    "html_theme": "basic",
    "nitpicky": True,
    # Most tests are about something else, and PDFs take time.
    "ramverk_pdf": False,
}


@dataclass
class Build:
    """What came of one build."""

    app: Sphinx
    #: A line each, without the project's folder.
    warnings: list[str]
    read: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)

    @property
    def outdir(self) -> Path:
        return Path(self.app.outdir)

    def html(self, docname: str) -> str:
        return self.output(f"{docname}.html")

    def output(self, name: str) -> str:
        return (self.outdir / name).read_text("utf-8")

    def page(self, docname: str) -> lxml.html.HtmlElement:
        """The page's content, without what the theme puts around it."""
        found: lxml.html.HtmlElement
        found = parsed(self.html(docname)).xpath("//*[@role='main' or self::main]")[0]
        return found

    def doctree(self, docname: str) -> nodes.document:
        """The page as it was read: semantic nodes, references not resolved."""
        return self.app.env.get_doctree(docname)


class Project:
    """A folder with ``conf.py``, pages, frameworks and catalogues."""

    def __init__(self, root: Path, files: Mapping[str, str], settings: Mapping[str, Any]) -> None:
        self.root = root
        conf = {**SETTINGS, **settings}
        self.write({"conf.py": "".join(f"{name} = {value!r}\n" for name, value in conf.items())})
        self.write(files)

    def write(self, files: Mapping[str, str]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")

    def build(
        self,
        builder: str = "html",
        *,
        parallel: int = 0,
        to: str = "",
        doctrees: str = "",
        **conf: Any,
    ) -> Build:
        """Build in this process, into folders of its own; ``conf`` overrides settings."""
        forget_languages()
        # These remember files as they were at the first of several builds in one process.
        _file_checksum_inner.cache_clear()
        interface_for.cache_clear()
        out = self.root / "_build" / (to or builder)
        pickles = self.root / "_build" / (doctrees or f"{out.name}-doctrees")
        warnings = io.StringIO()
        with patch_docutils(self.root), docutils_namespace():
            app = Sphinx(
                *(self.root, self.root, out, pickles, builder),
                confoverrides={"exclude_patterns": ["_build"], **conf},
                status=None,
                warning=warnings,
                parallel=parallel,
            )
            build = Build(app, [])
            app.connect("source-read", lambda _app, name, _text: build.read.add(name))
            app.connect("html-page-context", lambda _app, name, *_more: build.written.add(name))
            app.build()
        text = warnings.getvalue().replace(f"{self.root}/", "")
        build.warnings = [line for line in text.splitlines() if line.strip()]
        return build


def forget_languages() -> None:
    """Sphinx keeps its translators in a module global and adds to them: the first language stays.

    ``ramverk build`` gives each language a process; tests in one process start afresh instead.
    """
    sphinx.locale.translators.clear()


#: By these a terminal says which language it wants to be spoken to in.
LANGUAGE_VARIABLES: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def _no_language_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in LANGUAGE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    forget_languages()
    yield
    forget_languages()


def ramverk_command(project: Project, command: str, *arguments: str) -> int:
    """A command in a project, in this process."""
    return main([command, *arguments, "--project", str(project.root)])


#: The command, with Ctrl+C as in a terminal: in the background of a shell it would be ignored.
_COMMAND: Final = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from ramverk.cli import main; sys.exit(main())"
)


def start_ramverk(
    project: Project, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """A command in a project, in a process and a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND, *arguments],
        cwd=project.root,
        env={**os.environ, **(environment or {})},
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected outputs anew")


@pytest.fixture
def matches_golden(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compare a text with the file that holds what is expected."""

    def check(found: str, path: Path) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found, "utf-8")
        assert found == path.read_text("utf-8"), f"{path.name}: see pytest --update-golden"

    return check


MakeProject = Callable[..., Project]


@pytest.fixture(scope="session")
def make_project(tmp_path_factory: pytest.TempPathFactory) -> MakeProject:
    """``make_project(files, **settings)``: a project in a folder of its own."""
    nocolor()

    def make(files: Mapping[str, str], **settings: Any) -> Project:
        return Project(tmp_path_factory.mktemp("project"), files, settings)

    return make


def directive(name: str, argument: str = "", *, suffix: str = "md", body: str = "") -> str:
    """A directive as it is written in MyST or in reStructuredText."""
    if suffix == "md":
        return f"```{{{name}}} {argument}\n{body}\n```\n"
    indented = "".join(f"   {line}\n" for line in body.splitlines())
    return f".. {name}:: {argument}\n\n{indented}\n"


def toctree(*docnames: str, heading: str = "Start") -> str:
    """A start page in MyST that names ``docnames``."""
    return f"# {heading}\n\n" + directive("toctree", body="\n".join(docnames))


def parsed(page: str) -> lxml.html.HtmlElement:
    """A whole HTML document."""
    document: lxml.html.HtmlElement = lxml.html.document_fromstring(page)
    return document


def tools_markup(script: str) -> str:
    """What ``ramverk-texts.js`` puts on a page."""
    start = script.index('"beforeend",') + len('"beforeend",')
    markup, end = json.JSONDecoder().raw_decode(script, start)
    assert script[end:] == ");\n"
    return str(markup)


def ids(element: lxml.html.HtmlElement) -> list[str]:
    """All ids in the element, in order."""
    return [str(each) for each in element.xpath(".//@id")]


def text_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def dead_links(build: Build) -> list[str]:
    return dead_links_in(build.outdir)


def dead_links_in(folder: Path) -> list[str]:
    """Links between the pages of a folder that lead to no page, or to no place on it."""
    pages = {path: parsed(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))}
    dead = []
    for path, page in pages.items():
        for href in map(str, page.xpath("//a/@href")):
            address, _, fragment = href.partition("#")
            if "://" in address or href == "#":
                continue
            target = (path.parent / unquote(address)).resolve() if address else path
            target = target / "index.html" if target.is_dir() else target
            found = target.is_file()
            if found and fragment and target in pages:
                found = fragment in pages[target].xpath("//@id")
            if not found:
                dead.append(f"{path.relative_to(folder)}: {href}")
    return dead


# --- the browser --------------------------------------------------------------------------------

_FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks another host is found out; its question does not leave this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


def _browser_path() -> str:
    record = ROOT / ".venv" / "browser"
    path = os.environ.get("RAMVERK_BROWSER") or (
        record.read_text("utf-8").strip() if record.is_file() else ""
    )
    if not (path and shutil.which(path)):
        pytest.fail(
            "There is no browser for the tests: run sh tools/browser.sh, or set RAMVERK_BROWSER to "
            "the path of Chromium or Chrome.",
            pytrace=False,
        )
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = _browser_path()
    with sync_playwright() as playwright:
        # In the locale C, Chromium has no letters beyond ASCII for the names of files it saves.
        environment: dict[str, str | float | bool] = {**os.environ, "LC_ALL": "C.UTF-8"}
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS, env=environment)
        yield browser
        browser.close()
