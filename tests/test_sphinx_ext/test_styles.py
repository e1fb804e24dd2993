"""Style sheets and the script: only where they are needed, and a head for each printed sheet."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.conftest import LEARNERS, STAFF, Build, MakeProject, directive, toctree

FILES: Final = {
    "frameworks/learners.yaml": LEARNERS,
    "frameworks/staff.yaml": STAFF,
    "index.md": toctree("deep/learners", "both", "list", "link", "prose"),
    "deep/learners.md": directive("framework", "learners"),
    "both.md": "# Båda\n\n" + directive("framework", "staff") + directive("checklist", "learners"),
    "list.md": "# Alla\n\n" + directive("framework-list"),
    "link.md": "# Länk\n\n{item}`learners#steps`\n",
    "prose.md": "# Prosa\n\nText.\n",
}
#: Of the sections that the framework ``learners`` has.
KINDS: Final = {"ramverk-steps.css", "ramverk-services.css"}
PAPER: Final = "ramverk-paper.css"


@pytest.fixture(scope="module", params=["basic", "ramverk", "furo"])
def site(make_project: MakeProject, request: pytest.FixtureRequest) -> Build:
    return make_project(FILES).build(html_theme=request.param)


def style_sheets(build: Build, docname: str) -> set[str]:
    """The style sheets of Ramverk that a page links, without their checksums."""
    found = re.findall(
        r'<link [^>]*href="(?:\.\./)*_static/(ramverk[^"?]*\.css)', build.html(docname)
    )
    return set(found) - {"ramverk-theme.css", "ramverk-prose.css", "ramverk-search.css"}


@pytest.mark.parametrize(
    ("docname", "expected"),
    [
        ("deep/learners", {"ramverk-form.css", "ramverk-print/deep/learners.css", *KINDS}),
        ("both", {"ramverk-form.css", "ramverk-print/both.css", "ramverk-steps.css"}),
        ("list", {"ramverk.css"}),
        ("link", set()),
        ("prose", set()),
        ("index", set()),
        ("search", set()),
    ],
)
def test_styles_are_linked_where_a_page_needs_them(
    site: Build, docname: str, expected: set[str]
) -> None:
    linked = style_sheets(site, docname)
    assert all((site.outdir / "_static" / name).is_file() for name in linked)
    # Our theme says itself what the sheets of paper are like.
    paper = set() if not expected or "ramverk-theme.css" in site.html(docname) else {PAPER}
    assert linked == expected | paper


@pytest.mark.parametrize("docname", ["deep/learners", "both", "list", "link", "prose", "search"])
def test_script_and_tools_are_on_pages_that_can_be_filled_in_alone(
    site: Build, docname: str
) -> None:
    page = site.html(docname)
    scripts = re.findall(r'<script [^>]*src="((?:\.\./)*)_static/ramverk-form\.js', page)
    expected = 1 if docname in {"deep/learners", "both"} else 0
    assert len(scripts) == page.count('<template id="ramverk-panel"') == expected
    assert bool(re.search(r"<form[^>]* data-ramverk=", page)) == bool(expected)
    assert (site.outdir / "_static" / "ramverk-form.js").is_file()


def test_what_is_loaded_with_the_first_use_is_there(site: Build) -> None:
    (listed,) = re.findall(r'data-more="([^"]*)"', site.html("deep/learners"))
    names = []
    for address in listed.split():
        name, _, version = address.partition("?v=")
        path = (site.outdir / "deep" / name).resolve()
        assert path.parent == site.outdir.resolve() / "_static"
        assert path.is_file()
        assert re.fullmatch("[0-9a-f]{8}", version)
        names.append(path.name)
    # The script comes last: it takes its tools and texts from the file before it.
    assert names == ["ramverk-tools.css", "ramverk-texts.js", "ramverk-tools.js"]


def test_the_styles_of_forms_are_those_of_framework_parts_and_their_own(site: Build) -> None:
    styles = site.output("_static/ramverk-form.css")
    assert ".ramverk-summary{" in styles
    assert ".ramverk-words{" in styles
    assert "/*" not in styles


def test_the_head_of_a_sheet_is_for_print_alone(site: Build) -> None:
    links = re.findall(r"<link [^>]*ramverk-print/[^>]*>", site.html("deep/learners"))
    assert len(links) == 1
    assert 'media="print"' in links[0]


def test_no_page_has_a_style_or_script_of_its_own(make_project: MakeProject) -> None:
    build = make_project(FILES).build(html_theme="ramverk")
    for path in build.outdir.rglob("*.html"):
        page = path.read_text("utf-8")
        assert not re.search(r"<style|<script(?![^>]* src=)| style=|javascript:| on[a-z]+=", page)


def print_style(build: Build, docname: str) -> str:
    return build.output(f"_static/ramverk-print/{docname}.css")


def test_a_sheet_says_what_it_is(make_project: MakeProject) -> None:
    build = make_project(FILES).build()
    assert print_style(build, "deep/learners") == (
        "@page {\n"
        '  @top-left { content: "EP1 · Elevpraktik"; }\n'
        '  @top-right { content: "Version 1.10 · 1 mars 2026 · Utkast · svenska"; }\n'
        "}\n"
    )
    assert '"Personal"' in print_style(build, "both")  # the first framework on the page


def css_strings(css: str) -> list[str]:
    """The strings of a style sheet, read as CSS reads them; fails where one ends early."""
    rules = re.fullmatch(
        r'@page \{\n  @top-left \{ content: "(.*)"; \}\n  @top-right \{ content: "(.*)"; \}\n\}\n',
        css,
    )
    assert rules, css
    assert not re.search(r'(?<!\\)"', rules[1] + rules[2])

    def character(found: re.Match[str]) -> str:
        return chr(int(found[1], 16))

    return [re.sub(r"\\([0-9a-f]{1,6}) ", character, text) for text in rules.groups()]


@pytest.mark.parametrize(
    "title",
    [
        '"; } body { display: none; } @page { @top-left { content: "',
        "\\22 ; } body { display: none }",
        "slutar med snedstreck\\",
        "</style><script>alert(1)</script>",
        "/* en kommentar */ url(https://example.org/x)",
        "'enkla' ”dubbla” & tecken",
        "vänd\u202eåt höger\u2066\u200f",
        "a\u0085b\u2028c",
        "😀",
    ],
)
def test_a_title_cannot_leave_its_string(make_project: MakeProject, title: str) -> None:
    quoted = title.replace("'", "''")
    yaml = STAFF.replace("title: Personal", f"title: '{quoted}'")
    files = {"frameworks/staff.yaml": yaml, "index.md": directive("framework", "staff")}
    build = make_project(files).build()
    assert build.warnings == []
    css = print_style(build, "index")
    assert css_strings(css)[0].split() == title.split()
    assert "<" not in css


def test_styles_of_pages_that_are_gone_are_removed(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.build()
    project.write({"both.md": "# Inget ramverk längre\n"})
    (project.root / "deep/learners.md").unlink()
    build = project.build()
    assert not list((build.outdir / "_static" / "ramverk-print").rglob("*.css"))


@pytest.mark.parametrize("builder", ["text", "epub", "latex"])
def test_other_outputs_get_no_styles_and_no_script(make_project: MakeProject, builder: str) -> None:
    build = make_project(FILES).build(builder)
    assert not [*build.outdir.rglob("ramverk*.css"), *build.outdir.rglob("ramverk*.js")]
