"""What the optional theme needs beyond Sphinx's page context: navigation, languages, addresses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.osutil import relative_uri

from ..interface import autonym
from .config import settings_of
from .directions import with_directions
from .domain import domain_of
from .untranslated import language_of_untranslated

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

    from ..interface import Interface

NAME = "ramverk"
FOLDER = Path(__file__).parent.parent / "theme"

#: Scripts and styles for every page, by how their names begin, with what on a page needs them.
_NEEDED_BY = {
    "pygments": ('class="highlight',),
    "sphinx-design": ("sd-",),
    "design-tabs": ("sd-tab",),
    "ramverk-prose": (
        *("<code", "<kbd", "<pre", "<blockquote", "<hr", "docutils", "toctree-wrapper"),
        *("ramverk-reference", "highlight", "admonition", "align-center", "footnote", "sd-"),
    ),
}
#: Sphinx's own scripts serve its search and keyboard shortcuts; some break a strict policy.
_SPHINX_SCRIPTS = {
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "translations.js",
    "language_data.js",
    "searchtools.js",
}


def is_used(app: Sphinx) -> bool:
    """Whether this build writes pages with the theme."""
    return app.config.html_theme == NAME and app.builder.name in {"html", "dirhtml"}


def is_unlisted(app: Sphinx) -> bool:
    """Whether too little is translated to offer the language of this build to readers."""
    tags = settings_of(app.config).site_languages
    return bool(tags) and domain_of(app.env).interface.language not in tags


def keep_out_of_searches(
    app: Sphinx,
    _pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Ask search engines to leave out the pages of a language that is not listed, in any theme."""
    if is_unlisted(app):
        robots = '<meta name="robots" content="noindex">'
        context["metatags"] = f"{context.get('metatags', '')}\n{robots}"


# --- navigation ---------------------------------------------------------------------------------


@dataclass(slots=True)
class NavigationEntry:
    """A page or an address in the contents. ``title`` is HTML."""

    title: str
    docname: str = ""
    address: str = ""
    groups: list[NavigationGroup] = field(default_factory=list)
    #: All pages below this one, itself included. Not part of the digest: sets have no fixed order.
    branch: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(slots=True)
class NavigationGroup:
    caption: str
    entries: list[NavigationEntry]


class Navigation:
    """The contents of the whole handbook, walked once a build."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self.groups = self._groups(env.config.root_doc, frozenset())

    def _groups(self, docname: str, above: frozenset[str]) -> list[NavigationGroup]:
        toc = self.env.tocs.get(docname)
        if toc is None:
            return []
        above |= {docname}
        groups = []
        for toctree in toc.findall(addnodes.toctree):
            entries = list(self._entries(toctree, above))
            if entries:
                groups.append(NavigationGroup(self._caption(toctree), entries))
        return groups

    def _caption(self, toctree: addnodes.toctree) -> str:
        """A caption as HTML, with its language where it is not translated."""
        caption = toctree.get("caption") or ""
        language = language_of_untranslated(self.env.config)
        if caption and language and caption == toctree.get("rawcaption"):
            return f'<span lang="{escape(language)}">{escape(caption)}</span>'
        return escape(caption)

    def _entries(
        self, toctree: addnodes.toctree, above: frozenset[str]
    ) -> Iterator[NavigationEntry]:
        for title, target in toctree["entries"]:
            if "://" in target:
                yield NavigationEntry(escape(title or target), address=target)
            elif target in self.env.titles and target not in above:
                groups = self._groups(target, above)
                below = [entry.branch for group in groups for entry in group.entries]
                yield NavigationEntry(
                    escape(title) if title else title_html(self.env.titles[target]),
                    target,
                    groups=groups,
                    branch=frozenset({target}).union(*below),
                )

    def digest(self) -> str:
        """Changes when any page's navigation would look different."""
        return hashlib.blake2b(repr(self.groups).encode(), digest_size=16).hexdigest()


def title_html(title: nodes.Element) -> str:
    """A title for lists of pages: its text, with the language where it differs from the page's."""
    parts = []
    for child in title.children:
        languages = [
            name.removeprefix("language-")
            for name in getattr(child, "attributes", {}).get("classes", ())
            if name.startswith("language-")
        ]
        text = escape(child.astext())
        parts.append(f'<span lang="{escape(languages[0])}">{text}</span>' if languages else text)
    return "".join(parts)


# --- the context of a page ----------------------------------------------------------------------


class _Theme:
    """Handlers of one build; the navigation is computed once for all pages."""

    _navigation: Navigation | None = None

    def __init__(self) -> None:
        #: By the folder of the pages that show them.
        self._lists: dict[str, NavigationList] = {}

    def navigation(self, app: Sphinx) -> Navigation:
        if self._navigation is None:
            self._navigation = Navigation(app.env)
        return self._navigation

    def renew_navigation(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Each page shows the contents: a new title or order means writing all pages again."""
        if not is_used(app):
            return ()
        self._navigation = Navigation(env)
        self._lists.clear()
        digest = self._navigation.digest()
        data = domain_of(env).data
        before, data["navigation"] = data.get("navigation"), digest
        return env.found_docs if before not in {None, digest} else ()

    def add_context(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        if not is_used(app):
            return
        interface = domain_of(app.env).interface
        # Sphinx's templates escape nothing by themselves, and a project may reword the interface.
        context["_"] = lambda message: escape(interface.gettext(message))
        context["page_language"] = interface.language
        context["direction"] = interface.direction
        context["navigation"] = self.page_navigation(app, pagename)
        context.update(addresses(app, pagename))
        context["complete"] = self.complete_page(app, context["languages"])
        idle = _idle_on(context.get("body", ""))
        context["stylesheets"] = [css for css in context["css_files"] if _is_needed(css, idle)]
        context["scripts"] = [js for js in context["script_files"] if _is_needed(js, idle)]

    def complete_page(self, app: Sphinx, languages: list[dict[str, Any]]) -> dict[str, Any] | None:
        """The same page in the source language, where that of the page is not listed yet."""
        if not is_unlisted(app):
            return None
        interface = domain_of(app.env).interface
        source = languages[0]
        return {**source, "name": interface.language_name(source["tag"])}

    def page_navigation(self, app: Sphinx, pagename: str) -> str:
        """The contents as one page shows it: its own branch open, the others closed."""
        contents = page_contents(app.env, pagename)
        folder = app.builder.get_target_uri(pagename).rpartition("/")[0]
        if folder not in self._lists:
            self._lists[folder] = NavigationList(app.builder, folder, domain_of(app.env).interface)
        return self._lists[folder].html(self.navigation(app).groups, pagename, contents)


class NavigationList:
    """Writes the contents for the pages of one folder, which see all others at the same address.

    There may be thousands of pages with thousands of entries each: what is the same on all of them
    is written once.
    """

    def __init__(self, builder: Builder, folder: str, interface: Interface) -> None:
        self.builder = builder
        #: Stands for the address of any page in the folder.
        self.page = f"{folder}/-" if folder else "-"
        self.direction = interface.direction
        self._closed: dict[int, list[str]] = {}

    def html(
        self, groups: Sequence[NavigationGroup], pagename: str, contents: list[dict[str, Any]]
    ) -> str:
        """All groups, for one page and the headings on it."""
        return self._groups(groups, pagename, contents, "nav-all")

    def _groups(
        self,
        groups: Sequence[NavigationGroup],
        pagename: str,
        contents: list[dict[str, Any]],
        label: str,
    ) -> str:
        parts = []
        for number, group in enumerate(groups, 1):
            id_ = f"{label}-{number}"
            labelled = ""
            if group.caption:
                caption = with_directions(group.caption, self.direction)
                parts.append(f'\n<p class="caption" id="{id_}">{caption}</p>')
                labelled = f' aria-labelledby="{id_}"'
            entries = list(self._closed_entries(group))
            for at, entry in enumerate(group.entries):
                if pagename in entry.branch:
                    entries[at] = self._open_entry(entry, pagename, contents, f"{label}-{at + 1}")
            parts += [f"\n<ul{labelled}>\n", "\n".join(entries), "\n</ul>"]
        return "".join(parts)

    def _closed_entries(self, group: NavigationGroup) -> list[str]:
        """The entries of a group as pages of other branches show them."""
        if id(group) not in self._closed:
            self._closed[id(group)] = [f"<li>{self._link(each)}</li>" for each in group.entries]
        return self._closed[id(group)]

    def _open_entry(
        self, entry: NavigationEntry, pagename: str, contents: list[dict[str, Any]], label: str
    ) -> str:
        is_current = entry.docname == pagename
        own = _contents_html(contents, self.direction) if is_current else ""
        below = self._groups(entry.groups, pagename, contents, label) if entry.groups else ""
        return f"<li>{self._link(entry, is_current=is_current)}{own}{below}</li>"

    def _link(self, entry: NavigationEntry, *, is_current: bool = False) -> str:
        href = "#" if is_current else entry.address or self._address(entry.docname)
        current = ' aria-current="page"' if is_current else ""
        return f'<a href="{href}"{current}>{with_directions(entry.title, self.direction)}</a>'

    def _address(self, docname: str) -> str:
        return escape(relative_uri(self.page, self.builder.get_target_uri(docname)))


def _contents_html(entries: list[dict[str, Any]], direction: str) -> str:
    """The headings on a page, nested."""
    if not entries:
        return ""
    items = "".join(
        f'\n<li><a href="{each["href"]}">{with_directions(each["title"], direction)}</a>'
        f"{_contents_html(each['children'], direction)}</li>"
        for each in entries
    )
    return f'\n<ul class="contents">{items}\n</ul>'


def page_contents(env: BuildEnvironment, docname: str) -> list[dict[str, Any]]:
    """The headings of a page below its title, nested."""

    def entries(bullets: nodes.Element) -> list[dict[str, Any]]:
        found = []
        for item in bullets.children:
            # A list item holds a paragraph with nothing but the link.
            paragraph = item.children[0] if isinstance(item, nodes.list_item) else None
            reference = paragraph.children[0] if paragraph else None
            if not isinstance(reference, nodes.reference):
                continue
            lists = [child for child in item.children if isinstance(child, nodes.bullet_list)]
            below = [entry for child in lists for entry in entries(child)]
            href = escape(reference["anchorname"])
            found.append({"href": href, "title": title_html(reference), "children": below})
        return found

    toc = env.tocs.get(docname)
    found = entries(toc) if toc is not None else []
    return found[0]["children"] if found else []


def addresses(app: Sphinx, pagename: str) -> dict[str, Any]:
    """The same page in the other languages, and its public addresses when the site has one.

    A language that is not listed links those that are, and nobody is sent to it.
    """
    settings = settings_of(app.config)
    own = domain_of(app.env).interface.language
    tags = settings.site_languages
    uri = app.builder.get_target_uri(pagename)
    up = "../" * (uri.count("/") + 1)
    languages = [
        {"tag": tag, "name": autonym(tag), "href": f"{up}{tag}/{uri}", "current": tag == own}
        for tag in tags
    ]
    base = settings.base_url.rstrip("/")
    if not base or own not in tags or pagename in {"search", "404"}:
        return {"languages": languages, "canonical": "", "alternates": []}
    public = {tag: f"{base}/{tag}/{uri}" for tag in tags}
    default = f"{base}/" if pagename == app.config.root_doc else public[tags[0]]
    alternates = [{"hreflang": tag, "href": public[tag]} for tag in tags]
    alternates.append({"hreflang": "x-default", "href": default})
    return {"languages": languages, "canonical": public.get(own, ""), "alternates": alternates}


def _idle_on(body: str) -> tuple[str, ...]:
    """How the names of those scripts and styles begin that nothing on a page needs."""
    return tuple(
        start for start, marks in _NEEDED_BY.items() if not any(mark in body for mark in marks)
    )


def _is_needed(asset: Any, idle: tuple[str, ...]) -> bool:
    name = str(getattr(asset, "filename", asset) or "").rpartition("/")[2]
    return name not in _SPHINX_SCRIPTS and name != "basic.css" and not name.startswith(idle)


def leave_out_sources(_app: Sphinx, config: Config) -> None:
    """Copy no sources to the site, since no page links them, unless the project asks for it."""
    if config.html_theme == NAME and "html_copy_source" not in config._raw_config:
        config.html_copy_source = False


def setup(app: Sphinx) -> None:
    theme = _Theme()
    app.add_html_theme(NAME, str(FOLDER))
    app.connect("config-inited", leave_out_sources)
    app.connect("env-updated", theme.renew_navigation)
    # Last, when other extensions have added their styles and scripts to the page.
    app.connect("html-page-context", theme.add_context, priority=900)
    app.connect("html-page-context", add_search_scripts)
    app.connect("html-page-context", keep_out_of_searches)


def add_search_scripts(
    app: Sphinx,
    pagename: str,
    _templatename: str,
    _context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    if not is_used(app):
        return
    app.add_js_file("ramverk-theme.js", loading_method="defer")
    if pagename == "search":
        app.add_css_file("ramverk-search.css")
        app.add_js_file("ramverk-index.js", loading_method="defer")
        app.add_js_file("ramverk-search.js", loading_method="defer")
