"""The styles of the framework parts, and the head of each printed sheet.

A running head needs ``@page`` rules with the text in them, and the content security policy forbids
styles in the page; so each page that shows a framework gets a small print style sheet of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import rcssmin

from ..files import write_if_changed
from ..wording import STATUSES
from .domain import ALL, domain_of
from .expansion import writes_parts
from .theme import is_used

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from ..interface import Interface
    from ..model import Framework

STATIC = Path(__file__).parent.parent / "static"
#: Below ``_static``; holds nothing but what is written here.
FOLDER = "ramverk-print"
#: Style sheets of some kinds of contents, by a class that stands on pages with such contents.
BY_KIND: Final = {
    "ramverk-steps": "ramverk-steps.css",
    "ramverk-services": "ramverk-services.css",
    "ramverk-terms": "ramverk-terms.css",
    "ramverk-translations": "ramverk-status.css",
}
#: What stands on pages that can be filled in.
FILLABLE: Final = "data-ramverk="
#: The styles of such pages: those of all framework parts and those of the form, as one file, which
#: is an eighth less to load.
FORM: Final = "ramverk-form.css"
FORM_SOURCES: Final = (STATIC / "ramverk.css", STATIC.parent / "script" / "form.css")


def add_static_folder(app: Sphinx) -> None:
    if writes_parts(app.builder):
        app.config.html_static_path.append(str(STATIC))


def write_form_styles(app: Sphinx, _builder: Builder) -> None:
    """Write the file that pages with forms link; before they do, for its checksum."""
    if writes_parts(app.builder):
        styles = "".join(path.read_text("utf-8") for path in FORM_SOURCES)
        write_if_changed(Path(app.outdir, "_static", FORM), rcssmin.cssmin(styles))


def add_styles(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Link the styles on pages that show something of a framework."""
    record = domain_of(app.env).pages.get(pagename)
    if doctree is None or record is None or not writes_parts(app.builder):
        return
    if record.shown or ALL in record.digests:
        if not is_used(app):
            app.add_css_file("ramverk-paper.css", media="print")
        app.add_css_file(FORM if FILLABLE in context.get("body", "") else "ramverk.css")
    if not record.shown:
        return
    framework = domain_of(app.env).library.get(record.shown[0].framework)
    if framework is not None:
        name = f"{FOLDER}/{pagename}.css"
        css = page_rule(framework, domain_of(app.env).interface)
        write_if_changed(Path(app.outdir, "_static", name), css)
        app.add_css_file(name, media="print")


def add_styles_of_kinds(
    app: Sphinx,
    _pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Link the styles of some kinds of contents, on top of those that all have in common."""
    if doctree is None or not writes_parts(app.builder):
        return
    for mark, name in BY_KIND.items():
        if mark in context.get("body", ""):
            app.add_css_file(name)


def remove_left_overs(app: Sphinx, exception: Exception | None) -> None:
    """Style sheets of pages that are gone, or that show no framework any more."""
    if exception is not None or not writes_parts(app.builder):
        return
    folder = Path(app.outdir, "_static", FOLDER)
    pages = domain_of(app.env).pages
    for path in folder.rglob("*.css"):
        record = pages.get(path.relative_to(folder).as_posix().removesuffix(".css"))
        if record is None or not record.shown:
            path.unlink()


def page_rule(framework: Framework, interface: Interface) -> str:
    """The ``@page`` rule that puts the framework's name and version on each sheet."""
    version = interface.gettext("Version {version}").format(version=framework.version)
    facts = [version, interface.date(framework.date)]
    if framework.status:
        facts.append(interface.gettext(STATUSES[framework.status]))
    facts.append(interface.language_name(interface.language))
    name = " · ".join(each for each in (framework.code, framework.title) if each)
    contents = _css_string(name), _css_string(" · ".join(facts))
    if interface.direction == "rtl":
        # The boxes of a page lie left and right, whatever the direction of its texts.
        return _RIGHT_TO_LEFT % contents
    return _LEFT_TO_RIGHT % contents


_LEFT_TO_RIGHT: Final = """\
@page {
  @top-left { content: %s; }
  @top-right { content: %s; }
}
"""
_RIGHT_TO_LEFT: Final = """\
@page {
  @top-right { content: %s; direction: rtl; text-align: start; }
  @top-left { content: %s; direction: rtl; text-align: end; }
  @bottom-right { content: none; }
  @bottom-left {
    content: counter(page) " / " counter(pages);
    color: #444;
    direction: ltr;
    font: 8.5pt system-ui, sans-serif;
  }
}
"""


def _css_string(text: str) -> str:
    """A CSS string; what could end it early is written as a code point."""
    escaped = "".join(
        character
        if character.isprintable() and character not in '"\\<'
        else f"\\{ord(character):x} "
        for character in text
    )
    return f'"{escaped}"'


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", add_static_folder)
    app.connect("write-started", write_form_styles)
    app.connect("html-page-context", add_styles)
    # On top of them.
    app.connect("html-page-context", add_styles_of_kinds, priority=600)
    app.connect("build-finished", remove_left_overs)
