"""How far translations have come, on a page: a table for each language of the project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from babel.numbers import format_percent
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from ..completeness import Catalogs, Completeness, Counts, Part
from ..interface import N_
from ..model import Text, in_language
from .config import settings_of
from .domain import domain_of
from .nodes import text_nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

    from ..interface import Interface

_HEADS: Final = (N_("Texts"), N_("Translated"), N_("Outdated"), N_("Missing"))
_WIDTHS: Final = (55, 15, 15, 15)


class Row(NamedTuple):
    """What a row of a table tells.

    :param name: what is translated.
    :param path: the catalogue as the project calls it; empty where there is none.
    :param address: where it can be seen; empty without such a place.
    """

    name: Text | str
    counts: Counts
    path: str
    address: str


class status_table(nodes.table):  # noqa: N801 - docutils names nodes so
    """A table like any other, but in HTML its heads have scopes and its counts bars.

    Attribute ``html``: the table as such pages have it.
    """


class TranslationStatusDirective(SphinxDirective):
    """``translation-status``: how much of each framework and of the pages is translated."""

    def run(self) -> list[nodes.Node]:
        self.domain = domain_of(self.env)
        self.domain.note_status(self.env.docname)
        languages = settings_of(self.config).languages
        library = self.domain.library.untranslated
        catalogs = Catalogs(library, Path(self.env.srcdir), languages)
        # A framework may be written in another language than the pages.
        found = [catalogs.completeness(each) for each in languages]
        tables = [self.table(each) for each in found if each.whole.total]
        return [*tables] or [self.nothing()]

    def nothing(self) -> nodes.paragraph:
        return _paragraph(self.domain.interface.gettext(N_("There is nothing to translate yet.")))

    def table(self, found: Completeness) -> status_table:
        interface = self.domain.interface
        name = interface.language_name(found.language)
        caption = interface.gettext(N_("{language}: {percent} translated")).format(
            language=name[:1].upper() + name[1:], percent=_percent(found.whole, interface)
        )
        rows = list(self.rows(found))
        table = _docutils_table(caption, rows, interface)
        table["ids"] = [f"translation-{found.language.lower()}"]
        table["html"] = _html_table(caption, rows, interface)
        return table

    def rows(self, found: Completeness) -> Iterator[Row]:
        say = self.domain.interface.gettext
        for part in found.frameworks:
            framework = self.domain.library.get(part.name)
            yield self.row(framework.title if framework else part.name, part)
        if found.pages.counts.total:
            yield self.row(say(N_("The pages of the handbook")), found.pages)
        yield self.row(say(N_("Buttons, headings and messages")), found.interface)

    def row(self, name: Text | str, part: Part) -> Row:
        root = self.domain.library.root
        if part.path is None or not part.path.is_relative_to(root):
            return Row(name, part.counts, "", "")
        path = part.path.relative_to(root).as_posix()
        address = settings_of(self.config).catalog_url.replace("{path}", quote(path))
        return Row(name, part.counts, path, address)


def _percent(counts: Counts, interface: Interface) -> str:
    return str(format_percent(counts.percent / 100, locale=interface.locale))


# --- for every builder --------------------------------------------------------------------------


def _docutils_table(caption: str, rows: Iterable[Row], interface: Interface) -> status_table:
    group = nodes.tgroup(cols=len(_WIDTHS))
    group.extend(nodes.colspec(colwidth=width) for width in _WIDTHS)
    group += nodes.thead("", _row([_paragraph(interface.gettext(head))] for head in _HEADS))
    group += nodes.tbody("", *(_row(_cells(row, interface)) for row in rows))
    return status_table("", nodes.title("", caption, translatable=False), group)


def _cells(row: Row, interface: Interface) -> Iterator[list[nodes.Node]]:
    name = _paragraph("")
    name.extend(
        text_nodes(row.name, interface.language, marked=False)
        if isinstance(row.name, Text)
        else [nodes.Text(row.name)]
    )
    yield [name, *_place(row)]
    yield [_paragraph(_percent(row.counts, interface))]
    yield [_paragraph(str(row.counts.outdated))]
    yield [_paragraph(str(row.counts.missing))]


def _place(row: Row) -> Iterator[nodes.Node]:
    """Where the catalogue is."""
    if row.path:
        path = nodes.literal("", row.path)
        place = _paragraph("")
        place += nodes.reference("", "", path, refuri=row.address) if row.address else path
        yield place


def _paragraph(text: str) -> nodes.paragraph:
    return nodes.paragraph("", text, translatable=False, support_smartquotes=False)


def _row(cells: Iterable[Sequence[nodes.Node]]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


# --- for HTML -----------------------------------------------------------------------------------


def _html_table(caption: str, rows: Iterable[Row], interface: Interface) -> str:
    heads = "".join(
        f'<th scope="col" role="columnheader">{escape(interface.gettext(head))}</th>'
        for head in _HEADS
    )
    body = "".join(_html_row(row, interface) for row in rows)
    return (
        f"<caption>{escape(caption)}</caption>\n"
        f'<thead role="rowgroup">\n<tr role="row">{heads}</tr>\n</thead>\n'
        f'<tbody role="rowgroup">\n{body}</tbody>\n'
    )


def _html_row(row: Row, interface: Interface) -> str:
    counts = row.counts
    # The number beside it says the same.
    bar = f'<progress max="100" value="{counts.percent}" aria-hidden="true"></progress>'
    cells = (f"{escape(_percent(counts, interface))} {bar}", counts.outdated, counts.missing)
    return (
        '<tr role="row"><th scope="row" role="rowheader">'
        f"{_html_name(row, interface)}{_html_place(row)}</th>"
        + "".join(f'<td role="cell">{cell}</td>' for cell in cells)
        + "</tr>\n"
    )


def _html_name(row: Row, interface: Interface) -> str:
    name = escape(row.name)
    if not isinstance(row.name, Text) or in_language(row.name, interface.language):
        return name
    return f'<span lang="{escape(row.name.language)}">{name}</span>'


def _html_place(row: Row) -> str:
    path = f"<code>{escape(row.path)}</code>"
    link = f'<a href="{escape(row.address)}">{path}</a>' if row.address else path
    return f' <span class="ramverk-catalog">{link}</span>' if row.path else ""


def visit_html(translator: HTML5Translator, node: status_table) -> None:
    # A table on a phone too, where the style sheet makes grids of its rows.
    start = translator.starttag(node, "table", CLASS="ramverk-translations", role="table")
    translator.body.append(f"{start}{node['html']}</table>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(status_table, html=(visit_html, None))
    app.add_directive("translation-status", TranslationStatusDirective)
