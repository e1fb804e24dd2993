"""The catalogues of a project: brought up to date from its frameworks and from its pages."""

from __future__ import annotations

import dataclasses
import gettext
import io
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .catalog_updates import Memory, Template, update
from .catalogs import INTERFACE, catalog_path, catalogs_in, language_folder, templates
from .completeness import count, state_of
from .files import write_if_changed
from .glossary import with_terms
from .interface import N_, PACKAGE_CATALOGS, SOURCE_LANGUAGE, plural_forms, widening
from .lean_sphinx import preload
from .po_files import Key, canonical, read_po
from .problems import Problem
from .project import Project, ProjectError
from .sphinx_ext.page_messages import PageMessagesBuilder
from .terminology import Glossary


@dataclass(frozen=True, slots=True)
class Domain:
    """What one catalogue of each language should hold."""

    name: str
    #: Languages with what is written in each: a framework and its page may differ.
    parts: tuple[tuple[str, list[Template]], ...]

    @property
    def language(self) -> str:
        """The language of the framework, or else of the page."""
        return self.parts[0][0]

    @property
    def messages(self) -> list[Template]:
        """Everything that any language has to translate."""
        return _joined(self.parts)

    def languages_for(self, language: str) -> list[str]:
        """The languages from which something is translated into this one."""
        return [source for source, messages in self.parts if source != language and messages]

    def offered(self, language: str, glossary: Glossary) -> list[Template]:
        """The messages for the translators of a language, who are told of the terms in them."""
        if self.name == INTERFACE:
            return self.messages  # its English words stand for other things
        parts = [
            (source, with_terms(messages, glossary, source, language))
            for source, messages in self.parts
            if source != language
        ]
        return _joined(parts)


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did to one catalogue, or would do."""

    language: str
    name: str
    changed: bool
    translated: int
    outdated: int
    missing: int


def update_catalogs(
    project: Project, languages: Sequence[str], *, is_new: bool = False, write: bool = True
) -> tuple[list[Update], list[Problem]]:
    """Bring all catalogues of ``languages`` up to date. Nothing translated is thrown away.

    The catalogue of a framework with errors is left as it is, and so is one that cannot be read;
    both are among the problems.

    :param is_new: give the languages a catalogue of the interface, too, if the package has none.
    :param write: whether to write; else the updates tell what would come of it.
    """
    found, problems = domains(project)
    glossary, more = project.glossary()
    problems += more
    updates: list[Update] = []
    for language in languages:
        own = _interface(project, language, is_new=is_new)
        wanted = [each for each in [*found, *own] if each.languages_for(language)]
        opened, more = _opened(project, language, wanted)
        problems += more
        memories = _memories(project, language, opened)
        updates += [
            _update(each, language, memories[each.domain.name], glossary, write=write)
            for each in opened
        ]
    return updates, problems


def domains(project: Project) -> tuple[list[Domain], list[Problem]]:
    """The catalogues that each language should have, and the problems of frameworks."""
    library = project.library()
    pages = page_templates(project)
    problems = [problem for each in library.ids for problem in library.problems(each)]
    if pages.pop(INTERFACE, None):
        problems += misnamed_page(project)
    found: list[Domain] = []
    for framework_id in library.ids:
        name = f"frameworks/{framework_id}"
        of_page = pages.pop(name, [])
        framework = library.get(framework_id)
        if framework is not None:
            own = (str(framework.language), templates(framework))
            found.append(Domain(name, (own, (project.source_language, of_page))))
    found += [Domain(name, ((project.source_language, each),)) for name, each in pages.items()]
    return sorted(found, key=lambda each: each.name), problems


def misnamed_page(project: Project) -> list[Problem]:
    """A page whose catalogue would be that of the interface."""
    paths = (project.source / f"{INTERFACE}{suffix}" for suffix in (".md", ".rst"))
    return [
        Problem(name_in(project, path), 0, 0, "page-name", {"catalog": f"{INTERFACE}.po"})
        for path in paths
        if path.is_file()
    ]


def _joined(parts: Iterable[tuple[str, list[Template]]]) -> list[Template]:
    """The messages of a framework and of its page; a text of both is one message of both files."""
    joined: dict[Key, Template] = {}
    for _language, messages in parts:
        for each in messages:
            same = joined.get(each.key)
            joined[each.key] = dataclasses.replace(same, page=each.file) if same else each
    return list(joined.values())


def interface_domain() -> Domain:
    """The texts of the interface. The Swedish catalogue holds them all; a test sees to it."""
    path = PACKAGE_CATALOGS / "sv" / "LC_MESSAGES" / f"{INTERFACE}.po"
    messages = [
        Template(entry.msgid, file, entry.comment, entry.msgid_plural, entry.msgctxt)
        for entry in polib.pofile(str(path))
        for file, _ in entry.occurrences[:1]
        if not entry.obsolete
    ]
    return Domain(INTERFACE, ((SOURCE_LANGUAGE, messages),))


def _interface(project: Project, language: str, *, is_new: bool) -> list[Domain]:
    """The interface's domain, if the project is to have the catalogue of ``language``."""
    path = catalog_path(project.catalogs, language, INTERFACE)
    if _speaks(language) or not (is_new or path.exists()):
        return []
    return [interface_domain()]


def _speaks(language: str) -> bool:
    """Whether the package has the interface in a language, or in the wider one."""
    return any(
        tag == SOURCE_LANGUAGE or catalog_path(PACKAGE_CATALOGS, tag, INTERFACE).is_file()
        for tag in widening(language)
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """A catalogue as it is, with what it should hold."""

    domain: Domain
    path: Path
    name: str
    entries: polib.POFile


def _opened(
    project: Project, language: str, wanted: Iterable[Domain]
) -> tuple[list[_Opened], list[Problem]]:
    """The catalogues of a language, and the problems of those that cannot be read."""
    opened: list[_Opened] = []
    problems: list[Problem] = []
    for domain in wanted:
        path = catalog_path(project.catalogs, language, domain.name)
        name = name_in(project, path)
        entries, found = _old_catalog(path, name, language)
        problems += found
        if entries is not None:
            opened.append(_Opened(domain, path, name, entries))
    return opened, problems


def _old_catalog(path: Path, name: str, language: str) -> tuple[polib.POFile | None, list[Problem]]:
    if path.exists():
        return read_po(path, name)
    new = polib.POFile()
    new.metadata = {"Plural-Forms": plural_forms(language)}
    return new, []


def _memories(project: Project, language: str, opened: Sequence[_Opened]) -> dict[str, Memory]:
    """What is translated into a language anywhere, for each catalogue by name.

    Catalogues share what is translated from one language; only the interface's English words have
    a memory of their own, because they stand for other things.
    """
    memories: defaultdict[str, Memory] = defaultdict(Memory)
    known = {catalog_path(project.catalogs, language, INTERFACE)}
    for each in opened:
        memories[_shared(each.domain, language)].add(each.entries)
        known.add(each.path)
    folder = language_folder(project.catalogs, language)
    for path in sorted({*catalogs_in(folder)} - known):  # of what was removed, or moved
        entries, _ = read_po(path, name_in(project, path))
        memories[project.source_language].add(entries or ())
    return {each.domain.name: memories[_shared(each.domain, language)] for each in opened}


def _shared(domain: Domain, language: str) -> str:
    """What catalogues of one memory have in common: the language that they are made from."""
    return INTERFACE if domain.name == INTERFACE else domain.languages_for(language)[0]


def _update(
    opened: _Opened, language: str, memory: Memory, glossary: Glossary, *, write: bool
) -> Update:
    old, path = opened.entries, opened.path
    entries = update(old, opened.domain.offered(language, glossary), memory)
    if "Plural-Forms" in old.metadata:
        old.metadata["Plural-Forms"] = known_plural_forms(old.metadata, language)
    give_plurals(entries, old.metadata.get("Plural-Forms", ""))
    content = canonical(entries, old.metadata, language, old.header or "")
    if write:
        changed = write_if_changed(path, content)
    else:
        changed = not path.is_file() or path.read_bytes() != content.encode("utf-8")
    return _counted(entries, language, opened.name, changed=changed)


def known_plural_forms(metadata: Mapping[str, str], language: str) -> str:
    """The plural rule of a catalogue; that of its language where it has none, or a template's."""
    forms = metadata.get("Plural-Forms", "")
    found = re.fullmatch(r"\s*nplurals\s*=\s*\d+\s*;\s*plural\s*=([^;]+);?\s*", forms)
    try:
        gettext.c2py(found[1] if found else "")
    except ValueError:
        return plural_forms(language)
    return forms


def give_plurals(entries: Iterable[polib.POEntry], forms: str) -> None:
    """Empty translations for all plural forms of the language, where an entry has none."""
    found = re.match(r"\s*nplurals\s*=\s*(\d)", forms)
    for entry in entries:
        if entry.msgid_plural and not entry.obsolete:
            empty = dict.fromkeys(range(int(found[1]) if found else 2), "")
            entry.msgstr_plural = {**empty, **entry.msgstr_plural}


def _counted(entries: list[polib.POEntry], language: str, name: str, *, changed: bool) -> Update:
    counts = count(state_of(entry) for entry in entries if not entry.obsolete)
    return Update(language, name, changed, counts.translated, counts.outdated, counts.missing)


def page_templates(project: Project) -> dict[str, list[Template]]:
    """The messages of all pages by catalogue, as Sphinx's gettext builder finds them."""
    preload()
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "messages")
        with patch_docutils(project.root), docutils_namespace():
            app = Sphinx(
                srcdir=project.source,
                confdir=project.root,
                outdir=output,
                doctreedir=Path(folder, "doctrees"),
                buildername=PageMessagesBuilder.name,
                confoverrides={"gettext_compact": False, "gettext_uuid": False},
                status=None,
                warning=io.StringIO(),
            )
            try:
                app.build(force_all=True)
            except UnicodeDecodeError:
                raise ProjectError(
                    N_("a page is not in UTF-8; to see which, run: ramverk build")
                ) from None
    return dict(_page_templates(project, app))


def _page_templates(project: Project, app: Sphinx) -> Iterator[tuple[str, list[Template]]]:
    assert isinstance(app.builder, PageMessagesBuilder)
    names: dict[str, str] = {}
    for domain, found in app.builder.found():
        wanted: list[Template] = []
        for text, files in found:
            if files[0] not in names:
                names[files[0]] = name_in(project, Path(files[0]))
            wanted.append(Template(text, names[files[0]]))
        yield domain, wanted


def name_in(project: Project, path: Path) -> str:
    """How messages and catalogues call a file of the project."""
    return project.name_of(path.resolve())
