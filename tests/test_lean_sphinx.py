"""What our builds leave out of Sphinx changes no byte of what is built."""

from __future__ import annotations

import io
import shutil
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.builders.html._assets import _file_checksum_inner
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.osutil import relative_uri
from sphinx.writers.html5 import HTML5Translator

from ramverk.framework_pages import is_written_here
from ramverk.interface import interface_for
from ramverk.lean_sphinx import _from_folders, lean, render_once
from ramverk.sphinx_ext.nodes import holds_framework_only
from tests.conftest import (
    LEARNERS,
    LEARNERS_EN,
    LEARNERS_PO,
    ROOT,
    STAFF,
    MakeProject,
    Project,
    directive,
    forget_languages,
    toctree,
)


def site(
    root: Path,
    source: Path,
    out: Path,
    *,
    is_lean: bool,
    change: Callable[[Sphinx], None] = lambda _app: None,
    **conf: Any,
) -> dict[str, bytes]:
    """The pages, and what lies beside them, of a build in a process of its own."""
    arguments = (root, source, out, change, conf)
    process = get_context("fork").Process(target=build, args=arguments, kwargs={"is_lean": is_lean})
    process.start()
    process.join(120)
    assert process.exitcode == 0
    paths = (path for path in out.rglob("*") if path.is_file() and path.name != ".buildinfo")
    return {path.relative_to(out).as_posix(): content(path) for path in paths}


def content(path: Path) -> bytes:
    """What is in a file; of an inventory what is compressed there, which we do less tightly."""
    data = path.read_bytes()
    if path.name != "objects.inv":
        return data
    *head, body = data.split(b"\n", 4)
    return b"\n".join([*head, zlib.decompress(body)])


def build(
    root: Path,
    source: Path,
    out: Path,
    change: Callable[[Sphinx], None],
    conf: dict[str, object],
    *,
    is_lean: bool,
) -> None:
    forget_languages()
    _file_checksum_inner.cache_clear()
    interface_for.cache_clear()
    warnings = io.StringIO()
    with patch_docutils(root), docutils_namespace(), lean() if is_lean else nullcontext():
        folders = (source, root, out, out.with_name(f"{out.name}-doctrees"))
        app = Sphinx(*folders, "html", confoverrides=conf, status=None, warning=warnings)
        change(app)
        if is_lean:
            render_once(app, root / "_build" / "templates")
        app.build()
    assert warnings.getvalue() == ""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_handbook_is_the_same(tmp_path: Path, language: str) -> None:
    for name in ("source", "frameworks", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "conf.py", tmp_path)
    conf: dict[str, Any] = {
        "language": language,
        "ramverk_pdf": False,
        "gettext_compact": False,
    }
    found = [
        site(tmp_path, tmp_path / "source", tmp_path / str(each), is_lean=each, **conf)
        for each in (True, False)
    ]
    assert "frameworks/staff-mobility.html" in found[0]
    assert found[0] == found[1]


PAGES: Final = (
    *("learners", "staff", "sheet", "list"),
    *("front", "prose", "around", "within", "mixed", "formula"),
)
#: Contents that are cut off at some depth, one of pages with contents of their own.
CONTENTS: Final = """# Innehåll

```{toctree}
:maxdepth: 1

learners
```

```{toctree}
:maxdepth: 2
:numbered:

numbered
prose
```

```{toctree}
:titlesonly:

mixed
```
"""


@pytest.mark.parametrize(
    ("theme", "conf"),
    [
        ("ramverk", {}),
        ("ramverk", {"html_permalinks": False}),
        ("basic", {"html_permalinks_icon": "#"}),
        ("alabaster", {}),
        ("furo", {}),
    ],
)
def test_pages_of_every_kind_are_the_same(
    make_project: MakeProject, theme: str, conf: dict[str, Any]
) -> None:
    prose = (
        '# Prosa & @y "citat" 1 < 2\n\n(here)=\n## Fotnot[^1]\n\n[^1]: Not.\n\n'
        '"Citat" ... {item}`staff` och [länk](#here).\n\n'
        "::::{tab-set}\n:::{tab-item} Ett\nA\n:::\n::::\n\n"
        "```{glossary}\nord\n  Ett ord.\n```\n\n```python\nprint(1)\n```\n"
    )
    project = make_project(
        {
            "frameworks/learners.yaml": LEARNERS,
            "frameworks/staff.yaml": STAFF,
            LEARNERS_PO: LEARNERS_EN,
            "index.md": toctree(*PAGES, "contents"),
            "contents.md": CONTENTS,
            "numbered.md": directive("framework", "staff"),
            "learners.md": directive("framework", "learners"),
            "staff.md": directive("framework", "staff"),
            "sheet.md": "# Lista\n\n" + directive("checklist", "learners"),
            "list.md": "# Alla\n\n" + directive("framework-list"),
            "prose.md": prose,
            # Settings of a page's own, and a file that is read while another is.
            "front.md": "---\nmyst: {enable_extensions: [deflist]}\n---\n# Egna\n\nord\n: Text.\n",
            "around.rst": "Omgivet\n=======\n\n.. include:: part.inc\n   :parser: myst\n\nEfter.\n",
            "part.inc": "En *del*.\n\n:::{note}\nInuti.\n:::\n",
            "within.md": "# Med del\n\n```{include} part.inc\n```\n\nEfter.\n",
            # A script comes with a formula, even where it is all that an author wrote.
            "formula.md": f"# Mål {{math}}`x^2`\n\n{directive('checklist', 'staff')}",
            "mixed.md": f"# Blandat\n\n{directive('criteria', 'staff')}\nText.\n",
        },
        html_theme=theme,
        extensions=["myst_parser", "sphinx_design", "ramverk"],
        myst_enable_extensions=["colon_fence"],
    )
    for language in ("sv", "en"):
        found = [
            site(
                project.root,
                project.root,
                project.root / "_build" / f"{language}-{each}",
                is_lean=each,
                language=language,
                exclude_patterns=["_build"],
                **conf,
            )
            for each in (True, False)
        ]
        assert found[0] == found[1]


def write_icons(app: Sphinx) -> None:
    """Write titles in another way than Sphinx does."""

    def visit(translator: HTML5Translator, node: nodes.title) -> None:
        HTML5Translator.visit_title(translator, node)
        translator.body.append("<i></i>")

    app.add_node(nodes.title, override=True, html=(visit, HTML5Translator.depart_title))


def write_own_translator(app: Sphinx) -> None:
    class Loud(HTML5Translator):
        def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802 - docutils names it so
            self.body.append(self.encode(node.astext()).upper())

    app.set_translator("html", Loud)


def show_titles(app: Sphinx) -> None:
    """Show a title as another theme might."""

    def show(
        app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object
    ) -> None:
        builder: Any = app.builder
        parts = builder.render_partial(nodes.title("", "Titel & mer"))
        context["body"] = context.get("body", "") + parts["fragment"] + parts["title"]

    app.connect("html-page-context", show)


@pytest.mark.parametrize("change", [write_icons, write_own_translator, show_titles])
@pytest.mark.parametrize("theme", ["ramverk", "basic"])
def test_what_an_extension_writes_otherwise_is_the_same(
    make_project: MakeProject, theme: str, change: Callable[[Sphinx], None]
) -> None:
    pages = {
        "staff.md": directive("framework", "staff"),
        "both.md": f"# Rubrik\n\n{directive('criteria', 'staff')}",
    }
    files = {**pages, "frameworks/staff.yaml": STAFF, "index.md": toctree("staff", "both")}
    project = make_project(files, html_theme=theme)
    found = [
        site(
            project.root,
            project.root,
            project.root / "_build" / str(each),
            is_lean=each,
            change=change,
            exclude_patterns=["_build"],
        )
        for each in (True, False)
    ]
    assert found[0] == found[1]


def test_only_pages_without_a_word_of_their_own_are_spared(make_project: MakeProject) -> None:
    pages = {
        "staff": directive("framework", "staff"),
        "comment": directive("framework", "staff") + "\n% en anmärkning\n",
        "prose": "# Prosa\n\nText.\n",
        "heading": "# Rubrik\n",
        "both": f"# Rubrik\n\n{directive('criteria', 'staff')}",
    }
    files = {f"{name}.md": text for name, text in pages.items()}
    project = make_project({**files, "frameworks/staff.yaml": STAFF, "index.md": toctree(*pages)})
    build = project.build()
    doctrees: dict[str, nodes.document] = {name: build.doctree(name) for name in pages}
    assert {name for name, each in doctrees.items() if holds_framework_only(each)} == {"staff"}
    builder: Any = build.app.builder
    written = set()
    for name, each in doctrees.items():
        builder.current_docname, builder.secnumbers = name, {}
        if is_written_here(each, builder):
            written.add(name)
    assert written == {"staff", "heading", "both"}


def test_what_was_replaced_is_put_back(make_project: MakeProject) -> None:
    import sphinx.events
    import sphinx.util.docutils
    import sphinx.util.nodes

    modules = sphinx.util.nodes, sphinx.util.docutils, sphinx.events
    before = [dict(vars(each)) for each in modules]
    with lean():
        assert sphinx.util.nodes.repr_domxml is not before[0]["repr_domxml"]
        assert vars(sphinx.events)["repr"](before) == ""
    assert [dict(vars(each)) for each in modules] == before
    assert isinstance(make_project({"index.md": "# Start\n"}), Project)


ADDRESSES: Final = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "/"]),
        st.lists(st.sampled_from(["a/", "b/", "../"]), max_size=3).map("".join),
        st.sampled_from(["", "a.html", "b.html", "a"]),
        st.sampled_from(["", "#x"]),
    ),
)


@given(st.lists(st.tuples(ADDRESSES, ADDRESSES), max_size=9))
def test_addresses_kept_for_a_folder_are_those_of_each_page(
    pairs: list[tuple[str, str]],
) -> None:
    kept = _from_folders(relative_uri)
    assert [kept(*each) for each in pairs] == [relative_uri(*each) for each in pairs]
