"""Filling in on the page: the scripts, their styles, and the tools and texts that they show.

A page holds what is seen on it from the start. What comes with the first use is in files of their
own, which the page's script loads then: tools and texts in the language of the build, a style sheet
and the script that they belong to.
"""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from ..files import write_if_changed
from ..form import FIELDS
from ..interface import N_
from ..problems import CODES
from ..wording import PHASES
from .domain import domain_of
from .expansion import writes_parts
from .print_styles import FILLABLE, STATIC

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from ..interface import Interface

TEMPLATES: Final = Path(__file__).parent.parent / "templates"

#: Written in each language below ``_static``, with what ``ramverk-tools.js`` takes from it.
LANGUAGE_FILE: Final = "ramverk-texts.js"
#: What is loaded with the first use, in the order in which it runs.
MORE: Final = ("ramverk-tools.css", LANGUAGE_FILE, "ramverk-tools.js")

#: What the script says from the start, by the keys under which it asks for it.
FIRST_TEXTS: Final = {
    "sheet": N_("Sheet"),
    "progress": N_("Answered: {done} of {all}"),
    "note": N_("Note"),
    "evidence": N_("Our evidence"),
    "add-row": N_("Add a row of your own"),
    "not-loaded": N_(
        "The tools could not be loaded. Keep this page open, and try again in a moment."
    ),
}
#: What the tools say, too. What stands in them from the start is in the template.
TEXTS: Final = {
    # the sheet
    "copy-name": N_("{name} (copy)"),
    "from-file": N_("From a file"),
    "opened": N_("Opened: {name}"),
    "removed": N_("The sheet is deleted from this device."),
    "answers": N_("Answers: {count}"),
    # keeping
    "restored": N_("Your answers are back, as you left them on this device."),
    "saved": N_("Saved on this device."),
    "cannot-save": N_(
        "Your answers cannot be saved on this device. "
        "Save them as a file before you close the page."
    ),
    "evicted": N_(
        "Your answers are no longer on this device: something has cleared its site data. "
        "They are still on this page."
    ),
    "other-tab": N_("“{field}” was changed in another tab, to: {text}"),
    "other-version": N_(
        "The answers were given for version {before}. This is version {now}: "
        "look through what has changed."
    ),
    # changes, and what the button calls them that undoes them
    "undo": N_("Undo"),
    "undone": N_("Undone."),
    "redo": N_("Redo"),
    "redone": N_("Done again."),
    "cleared": N_("The sheet is cleared."),
    "cleared-step": N_("clear the sheet"),
    "row-removed": N_("The row is removed."),
    "row-removed-step": N_("remove the row"),
    "imported": N_("Answers from the file: {count}"),
    "imported-step": N_("open the file"),
    # rows
    "own-row": N_("Own row"),
    "own-rows": N_("Own rows"),
    "remove-row": N_("Remove the row"),
    "no-more-rows": N_("There is no room for more rows of your own."),
    "reworded": N_("The wording has changed since you answered."),
    "still-valid": N_("The answer still holds"),
    # results
    "result": N_("Result"),
    "total": N_("All"),
    "by-criterion": N_("By criterion"),
    "by-phase": N_("By phase"),
    "share": N_("{done} of {all}"),
    **PHASES,
    "gap": N_("Gap"),
    "range": N_("Write a whole number from {min} to {max}"),
    "offer": N_("Can be offered to others"),
    "offers": N_("Can be offered to others:"),
    "pair": N_("{present} → {desired}, gap {gap}"),
    "largest": N_("Shown are the {shown} largest gaps of {all}."),
    # files
    "answers-wrong-member": N_(
        "{member} holds something that is no answer; choose the file as it was saved"
    ),
    "saved-file": N_("Saved as {file}"),
    "not-opened": N_("{file} was not opened: {why}. Your answers are as they were."),
    "fact-name": N_("Name of the sheet"),
    "fact-organisation": N_("Organisation"),
    "fact-respondent": N_("Filled in by"),
    "fact-version": N_("Version"),
    "fact-count": N_("Answers in the file"),
    "fact-replaced": N_("Answers on this sheet that would be replaced"),
    "row": N_("Row"),
    "column-value": N_("Value"),
    **{f"column-{name}": each.label for name, each in FIELDS.items()},
}


@cache
def tools(interface: Interface) -> str:
    """The template that the tools are taken from, with all that they say."""
    texts = {key: interface.gettext(message) for key, message in TEXTS.items()}
    for name, code in CODES.items():
        if name.startswith("answers-"):
            what, remedy = interface.gettext(code.message), interface.gettext(code.remedy)
            texts.setdefault(name, f"{what}; {remedy}")
    return _template("tools.html", interface, texts)


@cache
def language_file(interface: Interface) -> str:
    """A script that puts the template on the page. It may run twice, when another file failed."""
    markup = json.dumps(tools(interface), ensure_ascii=False)
    return (
        'document.getElementById("ramverk-tools")||'
        f'document.body.insertAdjacentHTML("beforeend",{markup});\n'
    )


@cache
def panel(interface: Interface, static: str) -> str:
    """The template for what is seen from the start.

    :param static: address of the folder ``_static``, from the page.
    """
    texts = {key: interface.gettext(message) for key, message in FIRST_TEXTS.items()}
    addresses = [f"{static}/{name}?v={_digest(name, interface)}" for name in MORE]
    return _template("panel.html", interface, texts, addresses=addresses)


@cache
def _digest(name: str, interface: Interface) -> str:
    """Of a file, so that no browser shows what it kept of an earlier one."""
    if name == LANGUAGE_FILE:
        content = language_file(interface).encode()
    else:
        content = (STATIC / name).read_bytes()
    return f"{zlib.crc32(content):08x}"


@cache
def templates() -> dict[str, Template]:
    """What is put on a page, by name; the same in all languages."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return {name: environment.get_template(name) for name in ("panel.html", "tools.html")}


def _template(name: str, interface: Interface, texts: dict[str, str], **values: Any) -> str:
    said = json.dumps(texts, ensure_ascii=False)
    return templates()[name].render(_=interface.gettext, texts=said, **values)


def add_tools(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the panel and the script on pages that can be filled in."""
    body = context.get("body", "")
    if doctree is None or not writes_parts(app.builder) or FILLABLE not in body:
        return
    static = context["pathto"]("_static", resource=True)
    context["body"] = body + panel(domain_of(app.env).interface, static)
    app.add_js_file("ramverk-form.js", loading_method="defer")


def write_language_file(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and writes_parts(app.builder):
        path = Path(app.outdir, "_static", LANGUAGE_FILE)
        write_if_changed(path, language_file(domain_of(app.env).interface))


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_tools)
    app.connect("build-finished", write_language_file)
