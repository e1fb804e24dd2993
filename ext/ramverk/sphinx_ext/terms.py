"""The glossary on a page, and links to its terms from everywhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from ..collation import sort_key
from ..glossary import FILE, read_glossary
from ..interface import N_
from ..model import Text
from ..problems import Problem
from ..terminology import Concept, Wording
from .config import settings_of
from .domain import GLOSSARY, TERMS, RamverkDomain, domain_of
from .expansion import writes_parts
from .nodes import text_nodes
from .reporting import visible_warning, warn

if TYPE_CHECKING:
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..interface import Interface
    from ..terminology import Glossary

_ALSO = N_("Also")
_AVOID = N_("Avoid")


def term_anchor(concept_id: str) -> str:
    """The id of a concept on its page: the same in every language."""
    return f"term-{concept_id}"


def glossary_name(domain: RamverkDomain) -> str:
    """How messages call the project's glossary."""
    path = domain.library.catalogs / FILE
    return os.path.relpath(path, domain.library.root).replace(os.sep, "/")


def glossary_of(domain: RamverkDomain) -> tuple[Glossary, list[Problem]]:
    """The project's glossary, and what is wrong with its file."""
    return read_glossary(domain.library.catalogs / FILE, glossary_name(domain))


# --- the page -----------------------------------------------------------------------------------


class TermListDirective(SphinxDirective):
    """``term-list``: all terms of the glossary with what they mean, in alphabetical order."""

    def run(self) -> list[nodes.Node]:
        domain = domain_of(self.env)
        domain.note_glossary(self.env.docname, GLOSSARY)
        glossary, problems = glossary_of(domain)
        for each in problems:
            warn(each)
        if not glossary:
            return [] if problems else self.nothing(domain)
        languages = settings_of(self.config).languages
        # Languages of the project come first, in its own order, and then any others.
        others = list(dict.fromkeys([*languages, *glossary.languages]))
        entries = sorted(_entries(domain, glossary), key=lambda each: each.sort_key)
        items = [entry.item(others) for entry in entries]
        return [nodes.definition_list("", *items, classes=["ramverk-terms"])]

    def nothing(self, domain: RamverkDomain) -> list[nodes.Node]:
        problem = Problem("", 0, 0, "no-glossary", {"path": glossary_name(domain)})
        warn(problem, location=self.get_location())
        return [visible_warning(problem.describe(domain.interface.gettext))]


def _entries(domain: RamverkDomain, glossary: Glossary) -> list[_Entry]:
    languages = settings_of(domain.env.config).languages
    source = languages[0] if languages else domain.interface.language
    return [_Entry(each, domain.interface, source) for each in glossary.concepts.values()]


class _Entry:
    """One concept, for readers of one language."""

    def __init__(self, concept: Concept, interface: Interface, source: str) -> None:
        self.concept = concept
        self.interface = interface
        own = concept.wording(interface.language)
        fallback = concept.wording(source) or next(iter(concept.wordings.values()))
        #: What it is called here; in another language where this one has no word for it.
        self.wording: Wording = own or fallback
        self.definition: Text | None = self.wording.definition or fallback.definition
        self.sort_key = sort_key(self.wording.term, interface.language)

    def item(self, languages: list[str]) -> nodes.definition_list_item:
        content: list[nodes.Node] = []
        if self.definition:
            content.append(self.paragraph([self.definition]))
        facts = [*self.own_words(), *self.other_words(languages)]
        if facts:
            content.append(nodes.field_list("", *facts))
        term = nodes.term("", "", *self.texts([self.wording.term]), translatable=False)
        term["ids"] = [term_anchor(self.concept.id)]
        term["support_smartquotes"] = False
        return nodes.definition_list_item("", term, nodes.definition("", *content))

    def own_words(self) -> Iterator[nodes.field]:
        say = self.interface.gettext
        if self.wording.also:
            yield self.field(say(_ALSO), self.wording.also)
        if self.wording.avoid:
            yield self.field(say(_AVOID), self.wording.avoid)

    def other_words(self, languages: list[str]) -> Iterator[nodes.field]:
        shown = {self.wording.term.language}
        for wording in filter(None, map(self.concept.wording, languages)):
            tag = wording.term.language
            if tag not in shown:
                shown.add(tag)
                name = self.interface.language_name(tag)
                yield self.field(name[:1].upper() + name[1:], wording.words)

    def field(self, name: str, words: tuple[Text, ...]) -> nodes.field:
        body = nodes.field_body("", self.paragraph(list(words)))
        return nodes.field("", nodes.field_name("", name, translatable=False), body)

    def paragraph(self, texts: list[Text]) -> nodes.paragraph:
        found = nodes.paragraph("", "", *self.texts(texts), translatable=False)
        found["support_smartquotes"] = False
        return found

    def texts(self, texts: list[Text]) -> Iterator[nodes.Node]:
        """Texts with commas between them, each in its language."""
        for number, each in enumerate(texts):
            if number:
                yield nodes.Text(", ")
            yield from text_nodes(each, self.interface.language)


# --- links --------------------------------------------------------------------------------------


class TermRole(XRefRole):
    """``{term}`` with any word in any form, or with an id: ``{term}`personalmobiliteten` ``.

    Sphinx's own role knows a term only to the letter. Here the target is the concept, so that it
    is the same in a translation.
    """

    def __init__(self) -> None:
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: nodes.Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        domain = domain_of(env)
        concept = domain.glossary.called(target, domain.interface.language)
        refnode["ramverk-word"] = target
        words = super().process_link(env, refnode, has_explicit_title, title, target)
        return (words[0], concept.id) if concept else words


def open_glossary(app: Sphinx) -> None:
    domain = domain_of(app.env)
    domain.glossary, _problems = glossary_of(domain)


def note_links(app: Sphinx, doctree: nodes.document) -> None:
    """Pages with links to terms are read again when the glossary changes."""
    if any(map(_is_term, doctree.findall(addnodes.pending_xref))):
        domain_of(app.env).note_glossary(app.env.docname, TERMS)


def resolve_term(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, contnode: nodes.Element
) -> nodes.reference | None:
    """A link to a term; where no page shows our glossary, Sphinx's own may have the word."""
    domain = domain_of(env)
    if not _is_term(node):
        return None
    page, docname = glossary_page(domain), node["refdoc"]
    if page is None:
        word = node.get("ramverk-word", node["reftarget"])
        standard = env.domains.standard_domain
        return standard.resolve_xref(env, docname, app.builder, "term", word, node, contnode)
    if node["reftarget"] not in domain.glossary.concepts:
        return None
    return make_refnode(app.builder, docname, page, term_anchor(node["reftarget"]), contnode)


def find_moved_links(_app: Sphinx, env: BuildEnvironment) -> set[str]:
    """Pages to write again because the glossary stands on another page now."""
    domain = domain_of(env)
    page = glossary_page(domain)
    before, domain.data["glossary"] = domain.data.get("glossary", page), page
    linking = {name for name, each in domain.pages.items() if TERMS in each.digests}
    return linking if before != page else set()


def glossary_page(domain: RamverkDomain) -> str | None:
    """The page that shows the glossary; the first one where there are several."""
    found = [docname for docname, each in domain.pages.items() if GLOSSARY in each.digests]
    return min(found, default=None)


def note_terms(_app: Sphinx, env: BuildEnvironment) -> None:
    """Let other projects link the terms on the page of the glossary."""
    domain = domain_of(env)
    if page := glossary_page(domain):
        objects = env.domains.standard_domain.objects
        for entry in _entries(domain, domain.glossary):
            place = page, term_anchor(entry.concept.id)
            objects.setdefault(("term", str(entry.wording.term)), place)


def _is_term(node: pending_xref) -> bool:
    return bool(node.get("refdomain") == "std" and node.get("reftype") == "term")


def add_styles(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    _context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Link the styles on pages that show the glossary."""
    record = domain_of(app.env).pages.get(pagename)
    if doctree is not None and record and GLOSSARY in record.digests and writes_parts(app.builder):
        app.add_css_file("ramverk.css")


def setup(app: Sphinx) -> None:
    app.add_directive("term-list", TermListDirective)
    app.add_role_to_domain("std", "term", TermRole(), override=True)
    # After the domain has its library.
    app.connect("builder-inited", open_glossary, priority=600)
    app.connect("doctree-read", note_links)
    app.connect("missing-reference", resolve_term)
    app.connect("env-updated", find_moved_links)
    app.connect("env-updated", note_terms)
    app.connect("html-page-context", add_styles)
