"""Filling in on the page: the script, its style sheet, and the tools and texts that it shows."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..form import FIELDS
from ..interface import N_
from ..problems import CODES
from ..wording import PHASES
from .domain import domain_of
from .expansion import writes_parts

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from ..interface import Interface

TEMPLATES: Final = Path(__file__).parent.parent / "templates"

#: What the script says, by the keys under which it asks for it. What stands in the page from the
#: start is in the template.
TEXTS: Final = {
    # the sheet
    "sheet": N_("Sheet"),
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
    "note": N_("Note"),
    "evidence": N_("Our evidence"),
    "own-row": N_("Own row"),
    "own-rows": N_("Own rows"),
    "add-row": N_("Add a row of your own"),
    "remove-row": N_("Remove the row"),
    "no-more-rows": N_("There is no room for more rows of your own."),
    "reworded": N_("The wording has changed since you answered."),
    "still-valid": N_("The answer still holds"),
    # results
    "progress": N_("Answered: {done} of {all}"),
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
    """The template that the script takes its tools and texts from."""
    say = interface.gettext
    texts = {key: say(message) for key, message in TEXTS.items()}
    for name, code in CODES.items():
        if name.startswith("answers-"):
            texts.setdefault(name, f"{say(code.message)}; {say(code.remedy)}")
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    template = templates.get_template("tools.html")
    return template.render(_=say, texts=json.dumps(texts, ensure_ascii=False))


def add_tools(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Put the tools and the script on pages that can be filled in."""
    body = context.get("body", "")
    if doctree is None or not writes_parts(app.builder) or "data-ramverk=" not in body:
        return
    context["body"] = body + tools(domain_of(app.env).interface)
    app.add_css_file("ramverk-form.css")
    app.add_js_file("ramverk-form.js", loading_method="defer")


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", add_tools)
