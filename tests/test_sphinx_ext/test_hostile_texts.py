"""Texts of frameworks and translations are plain text, whatever they look like."""

from __future__ import annotations

import json
import re
from typing import Final

import pikepdf
import polib
import pytest
from pypdf import PdfReader

from tests.conftest import Build, MakeProject, directive, parsed, toctree

HOSTILE: Final = {
    "script": "<script>alert(1)</script>",
    "image": '<img src=x onerror="alert(1)">',
    "comment": "<!-- --><b>fet</b>",
    "entity": "&lt;b&gt; &amp; &#60;",
    "include": "{include}`/etc/passwd`",
    "raw": ":raw-html:`<b>x</b>` .. raw:: html",
    "fence": "```{raw} html",
    "link": "[här](javascript:alert(1)) `x <javascript:alert(1)>`_",
    "substitution": "|project| {{ project }} {% raw %} ${HOME} %s %(x)s {0} {number}",
    "markup": "**fet** *kursiv* ``kod`` $x^2$ \\textbf{x} \\input{/etc/passwd}",
    "quotes": "'enkla' \"dubbla\" ”typografiska” -- --- ...",
    "bidi": "vänd\u202eåt höger\u2066",
    "closing": "</td></table></section></body>",
    "attribute": '" onmouseover="alert(1)" x="',
    "address": 'https://example.org/"onclick="alert(1)',
    "scheme": "javascript:alert(1) data:text/html,<b>x</b>",
    "json": "</script><script>window.x=1//",
    "separator": "rad\u2028rad\u2029rad",
}


def framework() -> str:
    """Every hostile text as title, heading, indicator, step, paragraph and notice."""
    items = {id_: {"title": text, "text": text} for id_, text in HOSTILE.items()}
    criteria = {
        id_: {"title": text, "indicators": {id_: items[id_]}, "evidence": {"same": text}}
        for id_, text in HOSTILE.items()
    }
    every = "\n\n".join(HOSTILE.values()) + "\n\n" + "\n".join(f"- {x}" for x in HOSTILE.values())
    data = {
        "title": HOSTILE["script"],
        "label": HOSTILE["attribute"],
        "code": HOSTILE["json"],
        "summary": HOSTILE["image"],
        "language": "sv",
        "version": HOSTILE["closing"],
        "date": "2026-01-01",
        "authors": [HOSTILE["script"]],
        "license": HOSTILE["attribute"],
        "notices": {"all": every},
        "sections": {
            "text": {"kind": "text", "title": HOSTILE["comment"], "text": every},
            "criteria": {
                "kind": "criteria",
                "title": HOSTILE["attribute"],
                "answers": {"yes": HOSTILE["script"]},
                "headings": {"indicators": HOSTILE["image"]},
                "criteria": criteria,
            },
            "steps": {"kind": "steps", "title": HOSTILE["fence"], "steps": items},
            "services": {
                "kind": "service-table",
                "title": HOSTILE["json"],
                "quality": {"min": 1, "max": 5},
                "headings": {
                    "present": HOSTILE["attribute"],
                    "service": HOSTILE["script"],
                    "desired": HOSTILE["entity"],
                },
                "services": items,
            },
        },
    }
    # JSON is YAML too, and leaves no doubt about quoting.
    return json.dumps(data)


FILES: Final = {
    "frameworks/hostile.yaml": framework(),
    "index.md": toctree("page", "list"),
    "page.md": directive("framework", "hostile"),
    "list.md": "# Lista\n\n"
    + directive("framework-list")
    + directive("checklist", "hostile")
    + "\n{item}`hostile#criteria/script/same`\n",
}


def translated() -> str:
    """A catalogue in which every text is translated by a hostile one."""
    catalog = polib.POFile()
    catalog.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en"}
    for text in HOSTILE.values():
        one_line = " ".join(text.split())
        catalog.append(polib.POEntry(msgid=one_line, msgstr=f"EN {one_line}"))
    return str(catalog)


@pytest.fixture(scope="module", params=["source", "translation"])
def site(make_project: MakeProject, request: pytest.FixtureRequest) -> Build:
    project = make_project(FILES, ramverk_pdf=True)
    if request.param == "source":
        return project.build(html_theme="ramverk")
    project.write({"locales/en/LC_MESSAGES/frameworks/hostile.po": translated()})
    return project.build(html_theme="ramverk", language="en")


def test_hostile_texts_make_no_warnings(site: Build) -> None:
    assert site.warnings == []


@pytest.mark.parametrize("docname", ["page", "list", "index"])
def test_hostile_texts_make_no_elements_and_no_attributes(site: Build, docname: str) -> None:
    page = parsed(site.html(docname))
    sources = [str(each) for each in page.xpath("//script/@src")]
    assert len(sources) == len(page.xpath("//script"))
    assert all(each.partition("?")[0].startswith("_static/") for each in sources)
    assert not page.xpath("//img | //b[normalize-space() = 'fet' or normalize-space() = 'x']")
    assert not page.xpath("//em | //strong | //code | //*[@class = 'math']")
    attributes = {name for each in page.iter() for name in each.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in {"style", "x"}}


def test_no_address_can_run_a_script(site: Build) -> None:
    page = parsed(site.html("page"))
    schemes = {str(each).partition(":")[0] for each in page.xpath("//a/@href") if ":" in each}
    assert schemes == {"https"}
    assert "https://example.org/" in {str(each) for each in page.xpath("//a/@href")}


def test_each_text_stands_on_the_page_as_it_was_written(site: Build) -> None:
    text = " ".join(site.page("page").text_content().split())
    for name, each in HOSTILE.items():
        assert " ".join(each.split()) in text, name


def test_each_text_stands_in_the_data_file_as_it_was_written(site: Build) -> None:
    (path,) = (site.outdir / "_downloads").rglob("*.json")
    data = json.loads(path.read_text("utf-8"))
    for name, each in HOSTILE.items():
        found = data["sections"]["steps"]["steps"][name]["title"]
        assert found.removeprefix("EN ") == " ".join(each.split()), name


def test_each_text_stands_in_the_pdfs_as_it_was_written(site: Build) -> None:
    for suffix in (".form.pdf", ".pdf"):
        (path,) = (site.outdir / "_downloads").rglob(f"hostile.??{suffix}")
        # Where lines break, a space is lost or a hyphen is added.
        pages = (page.extract_text() for page in PdfReader(path).pages)
        text = re.sub(r"[\s\u00ad\u200b\u2028\u2029]", "", "".join(pages))
        for name in set(HOSTILE) - {"bidi", "separator"}:
            assert re.sub(r"\s", "", HOSTILE[name]) in text, (suffix, name)


def test_nothing_in_a_pdf_runs_a_script(site: Build) -> None:
    for path in (site.outdir / "_downloads").rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
            assert "/JavaScript" not in pdf.Root.get("/Names", {})
            actions = [
                (str(each["/A"]["/S"]), str(each["/A"].get("/URI", "")))
                for page in pdf.pages
                for each in page.obj.get("/Annots", [])
                if "/A" in each
            ]
        assert {kind for kind, _ in actions} <= {"/URI"}
        assert {address.partition(":")[0] for _, address in actions} <= {"https"}


def test_the_search_index_is_a_script_of_data_alone(site: Build) -> None:
    script = site.output("_static/ramverk-index.js")
    prefix, suffix = "window.ramverkIndex = ", ";\n"
    assert script.startswith(prefix)
    assert script.endswith(suffix)
    entries = json.loads(script[len(prefix) : -len(suffix)])
    found = " ".join(each["x"] for each in entries)
    assert HOSTILE["image"] in found


@pytest.mark.parametrize("builder", ["latex", "text", "epub", "man"])
def test_other_outputs_build_with_hostile_texts(make_project: MakeProject, builder: str) -> None:
    build = make_project(FILES).build(builder)
    assert build.warnings == []
    if builder == "latex":
        (path,) = build.outdir.glob("*.tex")
        assert "\\input{/etc" not in path.read_text("utf-8")


def test_typographers_quotes_are_left_alone(make_project: MakeProject) -> None:
    build = make_project(FILES).build(smartquotes=True)
    text = " ".join(build.page("page").text_content().split())
    assert text.count(HOSTILE["quotes"]) > 3
    cards = " ".join(build.page("list").text_content().split())
    assert HOSTILE["image"] in cards
