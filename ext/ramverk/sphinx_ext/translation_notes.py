"""The note at the head of a page that tells which of its texts are not translated, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from ..interface import N_
from ..model import CriteriaSection, Framework, Section, Text, texts
from ..wording import (
    SIGNS,
    Sentence,
    state_counts,
    untranslated_languages,
    untranslated_sentences,
)
from .domain import ALL, domain_of
from .nodes import framework_part, translation_note

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

    from ..completeness import Counts
    from .domain import RamverkDomain, Shown


class status_link(nodes.Inline, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The place of a link to the page that tells how far all translations have come."""


def add_note(document: nodes.document, env: BuildEnvironment, prose: Counts, language: str) -> None:
    """Tell which texts of a page are not translated, once for the whole page.

    :param prose: the page's own texts, which are in ``language`` where they are not translated.
    """
    domain = domain_of(env)
    if prose.translated == prose.total and _is_translated(domain, env.docname):
        return
    found = list(shown_texts(domain, document, env.docname))
    own = [language] if prose.translated < prose.total else []
    languages = list(dict.fromkeys([*own, *untranslated_languages(found)]))
    counts = prose + state_counts(found)
    said = untranslated_sentences(counts, languages, domain.interface)
    if said:
        heading = document.next_node(nodes.title)
        place = heading.parent if heading is not None else document
        index = place.index(heading) + 1 if heading is not None else 0
        place.insert(index, _note(said, counts))


def _note(said: Iterable[Sentence], counts: Counts) -> translation_note:
    paragraph = nodes.paragraph("", translatable=False, support_smartquotes=False)
    for each in said:
        if each.state:
            paragraph += nodes.inline("", SIGNS[each.state], classes=["ramverk-sign"])
            paragraph += nodes.Text(" ")
        paragraph += nodes.Text(f"{each.text} ")
    paragraph += status_link()
    # Where nothing is translated, a mark at every text would say nothing more.
    classes = [] if counts.translated else ["ramverk-no-missing"]
    if counts.outdated == counts.total:
        classes.append("ramverk-no-outdated")
    return translation_note("", paragraph, classes=["ramverk-untranslated", *classes])


# --- what a page shows --------------------------------------------------------------------------


def _is_translated(domain: RamverkDomain, docname: str) -> bool:
    """Whether nothing that a page has from frameworks can be without translation."""
    record = domain.pages.get(docname)
    used = record.digests if record is not None else {}
    ids = domain.library.ids if ALL in used else list(used)
    return all(domain.library.is_translated(each) for each in ids)


def shown_texts(domain: RamverkDomain, document: nodes.document, docname: str) -> list[Text]:
    """The texts of frameworks that a page shows, each place in the framework's file once."""
    record = domain.pages.get(docname)
    if record is None:
        return []
    found: list[Text] = []
    for shown in record.shown:
        framework = domain.library.get(shown.framework)
        found += _shown(framework, shown) if framework else ()
    listed = domain.library.frameworks() if ALL in record.digests else []
    found += (each for framework in listed for each in _card(framework))
    heads = (each for each in document.findall(framework_part) if each["part"] == "header")
    summaries = (domain.library.get(each["framework"]) for each in heads)
    found += (each.summary for each in summaries if each and each.summary)
    return list({id(each): each for each in found}.values())


def _card(framework: Framework) -> Iterator[Text]:
    yield framework.title
    yield from (each for each in (framework.label, framework.summary) if each)


def _shown(framework: Framework, shown: Shown) -> Iterator[Text]:
    if shown.whole:
        yield from texts(framework)
        return
    for id_, section in framework.sections.items():
        if id_ in shown.sections:
            yield from _compact(section) if shown.compact else texts(section)
    yield from texts(framework.notices)


def _compact(section: Section) -> Iterator[Text]:
    """A section as a checklist: of criteria the indicators alone."""
    if not isinstance(section, CriteriaSection):
        yield from texts(section)
        return
    yield from (each for each in (section.title, section.headings.indicators) if each)
    yield from section.answers.values()
    for criterion in section.criteria.values():
        yield criterion.title
        yield from texts(criterion.indicators)


# --- while pages are written --------------------------------------------------------------------


class LinkStatusTransform(SphinxPostTransform):
    """Links notes to the page that tells how far translations have come, where there is one."""

    default_priority = 400

    def run(self, **_kwargs: Any) -> None:
        domain = domain_of(self.env)
        page = domain.status_page()
        for node in list(self.document.findall(status_link)):
            if page is None or page == self.env.docname:
                node.parent.remove(node)
                continue
            text = nodes.Text(domain.interface.gettext(N_("How far the translation has come")))
            node.replace_self(make_refnode(domain.builder, self.env.docname, page, "", text))


def visit_html(translator: HTML5Translator, node: translation_note) -> None:
    translator.body.append(translator.starttag(node, "div", role="note"))


def depart_html(translator: HTML5Translator, _node: translation_note) -> None:
    translator.body.append("</div>\n")


def add_styles(
    app: Sphinx,
    _pagename: str,
    _templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Link the styles on pages that say how far they are translated."""
    body = context.get("body", "")
    if doctree is not None and ("ramverk-untranslated" in body or "ramverk-translations" in body):
        app.add_css_file("ramverk-translation.css")


def setup(app: Sphinx) -> None:
    app.add_node(translation_note, html=(visit_html, depart_html))
    app.add_node(status_link)
    app.add_post_transform(LinkStatusTransform)
    app.connect("html-page-context", add_styles)
