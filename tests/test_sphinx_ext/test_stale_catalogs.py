"""A page whose catalogue was not updated says so; one whose catalogue was updated never does."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.conftest import STAFF, Build, MakeProject, Project, directive, ramverk_command, toctree

#: Whatever Sphinx takes texts from, in both markups.
MYST: Final = """\
---
tocdepth: 2
html_meta:
  description: Vad sidan handlar om
substitutions:
  skola: Skolan i *byn*
---

# Om handboken

Ett stycke med **fetstil**, [länk](index.md), fotnot[^a] och {{ skola }}.\\
Ny rad.

```{toctree}
:caption: Bygg vidare

more
En annan rubrik <third>
```

```{contents}
```

![Bildens text](bild.png)

| Spalt | Två |
|---|---|
| Cell *ett* | Cell |

Term
: Förklaring

- En punkt
- Två punkter

  Ett stycke till i punkten.

> Citerat.

```{note}
Bra att veta.
```

```{admonition} Egen rubrik
Innehållet.
```

```{figure} bild.png
:alt: Figurens text

Figurens rubrik
```

```{only} latex
Bara på papper.
```

```{index} single: ord; under
```

```{glossary}
Begrepp
  Vad det betyder.
```

```python
print("kod")  # kommentar
```

````{grid} 2
```{grid-item-card} Kortets rubrik
Kortets text.
```
````

% en kommentar

```{rubric} En rubrik
```

[^a]: Fotnotens text.
"""
RST: Final = """\
:tocdepth: 2
:organization: Skolan

============
Om handboken
============

.. meta::
   :description: Vad sidan handlar om

.. |skola| replace:: Skolan i *byn*
.. |bild| image:: bild.png
   :alt: Bildens text

Ett stycke med **fetstil** och |skola| och |bild|. [#a]_

.. contents::

.. toctree::
   :caption: Bygg vidare

   more
   En annan rubrik <third>

:Fält: Fältets text

| En rad
| En rad till

.. index:: single: ord; under

.. csv-table:: Tabellens rubrik
   :header: Ett, Två

   Tre, Fyra

.. only:: latex

   Bara på papper.

.. glossary::

   Begrepp
     Vad det betyder.

.. code-block:: python

   print("kod")

Exempel::

   bokstavligt

.. topic:: Ämne

   Ämnets text.

.. versionadded:: 1.0
   Nytt i denna.

.. deprecated:: 2.0

.. [#a] Fotnotens text.
"""
SETTINGS: Final = {
    "ramverk_languages": ["sv", "en"],
    "myst_enable_extensions": ["deflist", "substitution"],
    "gettext_compact": False,
}
PO: Final = "locales/en/LC_MESSAGES"


def make(make_project: MakeProject, files: dict[str, str], **settings: Any) -> Project:
    project = make_project(files, **{**SETTINGS, **settings})
    (project.root / "bild.png").write_bytes(b"")
    return project


def english(project: Project, **conf: Any) -> Build:
    return project.build(language="en", locale_dirs=["locales"], **conf)


def stale(build: Build) -> list[str]:
    return [each for each in build.warnings if "ramverk.catalog-stale" in each]


def page(text: str = "Ett stycke.") -> dict[str, str]:
    return {"index.md": toctree("about"), "about.md": f"# Om\n\n{text}\n"}


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    """Two pages with catalogues that are up to date."""
    project = make(make_project, page())
    assert ramverk_command(project, "i18n", "update") == 0
    return project


# --- no false alarm -------------------------------------------------------------------------------


@pytest.mark.parametrize("targets", [[], ["literal-block", "image", "index", "raw"]])
@pytest.mark.parametrize("translated", [False, True])
@pytest.mark.parametrize(("suffix", "text"), [("md", MYST), ("rst", RST)])
def test_an_updated_catalogue_is_not_stale_whatever_is_on_the_page(
    make_project: MakeProject, suffix: str, text: str, translated: bool, targets: list[str]
) -> None:
    more = {f"{name}.md": f"# {name}\n" for name in ("more", "third")}
    files = {f"about.{suffix}": text, "index.md": toctree("about"), **more}
    project = make(make_project, files, gettext_additional_targets=targets)
    assert ramverk_command(project, "i18n", "update") == 0
    catalog = project.root / PO / "about.po"
    found = catalog.read_text("utf-8")
    for each in ("Bygg vidare", "Bildens text", "Fotnotens text.", "Bara på papper."):
        assert f'msgid "{each}"' in found, "the test would not see a false alarm"
    if translated:
        head, *entries = found.split("\n\n")
        done = [_translated(each) for each in entries]
        catalog.write_text("\n\n".join([head, *done]), "utf-8")
        assert ramverk_command(project, "i18n", "compile") == 0
    assert stale(english(project)) == []
    project.write({f"about.{suffix}": text.replace("Fotnotens text.", "Fotens text.")})
    (warning,) = stale(english(project))
    assert "texts missing 1, " in warning


def _translated(entry: str) -> str:
    """A translation of an entry that has the same markup; Sphinx wants pictures as they are."""
    if ".. image::" in entry:
        return entry
    source = entry.partition("\nmsgid ")[2].partition("\nmsgstr")[0]
    return entry.replace('msgstr ""', f"msgstr {source[:1]}EN {source[1:]}")


@pytest.mark.parametrize("parallel", [0, 2])
def test_frameworks_and_their_pages_share_catalogues_without_a_false_alarm(
    make_project: MakeProject, parallel: int
) -> None:
    names = [f"frameworks/f{number}" for number in range(6)]
    files = {"index.md": toctree(*names), "frameworks/staff.md": "---\norphan: true\n---\n# Sida\n"}
    for number, name in enumerate(names):
        title = f"Personal {number}"
        files[f"{name}.yaml"] = STAFF.replace("Personal", title)
        files[f"{name}.md"] = directive("framework", f"f{number}") + f"\nMer.\n\n{title}\n"
    project = make(make_project, files)
    assert ramverk_command(project, "i18n", "update") == 0
    assert stale(english(project, parallel=parallel)) == []
    reworded = files["frameworks/f2.md"].replace("Mer.", "Mera.")
    project.write({"frameworks/f2.md": reworded})
    (warning,) = stale(english(project, parallel=parallel))
    assert warning.startswith(f"{PO}/frameworks/f2.po:")


def test_a_catalogue_that_is_not_begun_is_not_stale(make_project: MakeProject) -> None:
    assert stale(english(make(make_project, page()))) == []


def test_the_source_language_and_the_templates_are_not_compared(project: Project) -> None:
    project.write({"about.md": "# Annat\n"})
    project.write({"locales/sv/LC_MESSAGES/about.po": 'msgid "Borta"\nmsgstr ""\n'})
    assert stale(project.build(locale_dirs=["locales"])) == []
    assert stale(english(project, builder="gettext")) == []


def test_one_catalogue_for_many_pages_is_not_compared(project: Project) -> None:
    project.write({"about.md": "# Annat\n"})
    assert stale(english(project, gettext_compact=True)) == []


# --- what is stale --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Två stycken.", 14, "texts missing 1, left over 1, such as “Ett stycke.”"),
        ("Ett stycke.\n\nEtt till.", 15, "texts missing 1, left over 0, such as “Ett till.”"),
        ("", 14, "texts missing 0, left over 1, such as “Ett stycke.”"),
    ],
    ids=["reworded", "new", "removed"],
)
def test_an_edited_page_is_told_with_the_line_of_its_catalogue(
    project: Project, text: str, line: int, said: str
) -> None:
    project.write(page(text))
    (warning,) = stale(english(project))
    lines = (project.root / PO / "about.po").read_text("utf-8").splitlines()
    assert warning.startswith(f"{PO}/about.po:{min(line, len(lines))}: WARNING: ")
    assert said in warning
    assert "; run: ramverk i18n update en [ramverk.catalog-stale]" in warning
    assert ramverk_command(project, "i18n", "update") == 0
    assert stale(english(project)) == []


def test_the_warning_can_be_suppressed(project: Project) -> None:
    project.write(page("Två stycken."))
    assert english(project, suppress_warnings=["ramverk.catalog-stale"]).warnings == []


def test_a_message_taken_from_the_catalogue_is_seen_though_the_page_is_the_same(
    project: Project,
) -> None:
    assert english(project).read == {"index", "about"}
    assert english(project).read == set()
    path = project.root / PO / "about.po"
    text = path.read_text("utf-8")
    # Not translated, so that what Sphinx compiles of it stays the same.
    path.write_text(text[: text.rindex("\n#: ")], "utf-8")
    build = english(project)
    assert build.read == {"about"}
    assert len(stale(build)) == 1
    path.write_text(text, "utf-8")
    build = english(project)
    assert build.read == {"about"}
    assert stale(build) == []


def test_a_removed_page_is_forgotten(project: Project) -> None:
    english(project)
    Path(project.root, "about.md").unlink()
    project.write({"index.md": "# Start\n"})
    build = english(project)
    assert "about" not in build.app.env.found_docs
    assert build.read == {"index"}
