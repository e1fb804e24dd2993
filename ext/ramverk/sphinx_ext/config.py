"""The settings in ``conf.py``: one field each, from which registration and documentation follow."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import typing
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sphinx.errors import ConfigError

from ..files import digest_of
from ..formats.pdf import PAPERS
from ..interface import N_, Interface, interface_for, widening
from ..loading import is_language_tag

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


PACKAGE: Final = Path(__file__).parent.parent


def setting(default: Any, rebuild: str, doc: str) -> Any:
    """A setting: its default, what Sphinx rebuilds when it changes, and what it means."""
    metadata = {"rebuild": rebuild, "doc": doc, "default": default}
    return field(default_factory=lambda: default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """Ramverk's settings; in ``conf.py`` each name begins with ``ramverk_``."""

    frameworks: str = setting(
        "frameworks", "env", N_("Folder of the framework files, relative to conf.py.")
    )
    catalogs: str = setting(
        "locales", "env", N_("Folder of the translation catalogues, relative to conf.py.")
    )
    languages: list[str] = setting(
        [], "env", N_("Language tags of the whole site, the source language first.")
    )
    titles: dict[str, str] = setting(
        {}, "env", N_("The handbook's name by language, where it differs from project.")
    )
    base_url: str = setting(
        "", "html", N_("Public address of the whole site; empty while it is not published.")
    )
    listed_from: int = setting(
        1,
        "",
        N_(
            "Percent of its texts that must be translated for a language to be offered to readers "
            "and search engines; below that it is built but not listed."
        ),
    )
    catalog_url: str = setting(
        "",
        "env",
        N_(
            "Where a catalogue can be seen or edited, with {path} in the place of its path; empty "
            "without one."
        ),
    )
    pdf: bool = setting(
        True, "env", N_("Whether each framework's page offers PDFs to print and to fill in.")
    )
    paper: str = setting("a4", "env", N_("Paper of the PDFs: a4 or letter."))
    fonts: str = setting(
        "", "env", N_("Folder with more fonts for the PDFs, relative to conf.py; rarely needed.")
    )
    site_languages: list[str] = setting(
        [], "html", N_("Languages that stand side by side in this site; ramverk build sets it.")
    )
    share: str = setting(
        "", "html", N_("Set where other machines make the PDFs, by ramverk build --shard.")
    )


def register(app: Sphinx) -> None:
    for each in dataclasses.fields(Settings):
        default = each.metadata["default"]
        app.add_config_value(
            f"ramverk_{each.name}", default, each.metadata["rebuild"], types=[type(default)]
        )
    # Not a setting: what Sphinx compares to see that all pages must be read again.
    app.add_config_value("ramverk_digest", "", "env")
    # And what it compares to see that they must be written again.
    app.add_config_value("ramverk_assets", "", "html")


@cache
def package_digest() -> bytes:
    """A digest of all that this package is made of, and of what it writes PDFs with."""
    suffixes = {".py", ".po", ".html", ".css", ".js", ".typ", ".ttf", ".deflate", ".json"}
    # What writes the PDFs decides their sizes, which stand on the pages.
    versions = [f"{each} {version(each)}" for each in ("typst", "pikepdf")]
    digest = hashlib.blake2b("\n".join(versions).encode(), digest_size=16)
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in suffixes):
        digest.update(path.read_bytes())
    return digest.digest()


def note_own_digest(app: Sphinx, config: Config) -> None:
    """Read all pages again when Ramverk itself or its interface texts have changed.

    These count as they were read, which may have been before the build of this language began.
    """
    digest = hashlib.blake2b(package_digest(), digest_size=16)
    digest.update(interface_of(app, config).digest.encode())
    if config.ramverk_fonts:
        fonts = path_setting(app, config.ramverk_fonts).rglob("*")
        for path in sorted(path for path in fonts if path.is_file()):
            digest.update(path.read_bytes())
    config.ramverk_digest = digest.hexdigest()


def interface_of(app: Sphinx, config: Config) -> Interface:
    """The interface texts in the language of this build."""
    return interface_for(language_of(config), (path_setting(app, config.ramverk_catalogs),))


def language_of(config: Config) -> str:
    """The language of this build, as a BCP 47 tag."""
    return (config.language or "en").replace("_", "-")


def note_assets(app: Sphinx, config: Config) -> None:
    """Write all pages again when styles or templates of the project have changed.

    Pages link styles with a digest of their content, which Sphinx does not think of.
    """
    folders = [
        path_setting(app, each) for each in (*config.html_static_path, *config.templates_path)
    ]
    files = (path for each in folders for path in [each, *each.rglob("*")] if path.is_file())
    config.ramverk_assets = digest_of(sorted(files))


def name_handbook(_app: Sphinx, config: Config) -> None:
    """Give the handbook its name in the language of this build."""
    titles = settings_of(config).titles
    for tag in widening((config.language or "").replace("_", "-")):
        if tag in titles:
            config.project = titles[tag]
            config.html_title = titles[tag]
            config.epub_title = titles[tag]
            return


def settings_of(config: Config) -> Settings:
    return Settings(**{each.name: config[f"ramverk_{each.name}"] for each in _fields()})


def check_settings(app: Sphinx, config: Config) -> None:
    """Stop early, with a sentence, on settings that cannot work.

    :raises ConfigError: when a setting has a wrong value.
    """
    settings = settings_of(config)
    for name, hint in typing.get_type_hints(Settings).items():
        if not _fits(getattr(settings, name), hint):
            raise ConfigError(
                f"ramverk_{name}: {getattr(settings, name)!r} is not {_EXPECTED[hint]}"
            )
    for tag in settings.languages:
        if not is_language_tag(tag):
            raise ConfigError(
                f"ramverk_languages: {tag!r} is not a known language tag; write for example 'sv'"
            )
    if settings.paper not in PAPERS:
        allowed = " or ".join(repr(each) for each in PAPERS)
        raise ConfigError(f"ramverk_paper: {settings.paper!r} is not {allowed}")
    fonts = path_setting(app, settings.fonts)
    if not fonts.is_dir():
        raise ConfigError(f"ramverk_fonts: the folder {fonts} is missing")
    if settings.base_url and not settings.base_url.startswith(("https://", "http://")):
        raise ConfigError(
            f"ramverk_base_url: {settings.base_url!r} is not a web address; "
            "write it in full, with https://, or leave it empty"
        )
    if not 0 <= settings.listed_from <= 100:
        raise ConfigError(f"ramverk_listed_from: {settings.listed_from!r} is not between 0 and 100")
    if settings.catalog_url and not _CATALOG_URL.match(settings.catalog_url):
        raise ConfigError(
            f"ramverk_catalog_url: {settings.catalog_url!r} is not a web address with {{path}}; "
            "write for example 'https://example.org/handbook/src/branch/main/{path}'"
        )


_EXPECTED: Final = {
    str: "a text in quotes",
    list[str]: "a list of texts, such as ['sv', 'en']",
    dict[str, str]: "texts by language, such as {'sv': 'Handboken'}",
    bool: "True or False",
    int: "a whole number",
}
_CATALOG_URL: Final = re.compile(r"https?://\S*\{path\}")


def _fits(value: object, hint: Any) -> bool:
    """Whether ``value`` is of one of the types in :data:`_EXPECTED`."""
    if isinstance(value, dict):
        parts: Iterable[object] = [*value, *value.values()]
    else:
        parts = value if isinstance(value, list) else ()
    fitting = isinstance(value, typing.get_origin(hint) or hint)
    if hint is int and isinstance(value, bool):
        return False
    return fitting and all(isinstance(part, str) for part in parts)


def path_setting(app: Sphinx, value: str) -> Path:
    """A folder from the settings; relative ones start at ``conf.py``."""
    return (Path(app.confdir) / value).resolve()


def _fields() -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(Settings)
