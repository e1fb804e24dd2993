"""Texts of frameworks and translations are plain text, whatever they look like."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Final

import lxml.html
import pikepdf
import polib
import pytest
from pypdf import PdfReader

from ramverk.interface import interface_for
from ramverk.progress import Reporter
from ramverk.project import open_project
from ramverk.site import build_site
from tests.conftest import (
    LEARNERS,
    ROOT,
    Build,
    MakeProject,
    directive,
    parsed,
    toctree,
    tools_markup,
)
from tests.test_sphinx_ext.search_files import entries

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
    "template": "</template></script></style></title></textarea><svg onload=alert(1)>",
    "long": "Donaudampfschifffahrt" * 40,
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


def catalog(translations: Mapping[str, str]) -> str:
    """A catalogue in English."""
    found = polib.POFile()
    found.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en"}
    for source, target in translations.items():
        found.append(polib.POEntry(msgid=source, msgstr=target))
    return str(found)


def translated() -> str:
    """A catalogue in which every text is translated by a hostile one."""
    lines = (" ".join(text.split()) for text in HOSTILE.values())
    # In running text, the separators divide paragraphs.
    return catalog({**{line: f"EN {line}" for line in lines}, "rad": "rad"})


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
        for name in set(HOSTILE) - {"bidi", "separator", "long"}:
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
    found = " ".join(each["text"] for each in entries(site))
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


# --- prose ----------------------------------------------------------------------------------------

#: Texts of pages that must stay texts, whoever translated them.
PROSE: Final = {
    "script": "A <script>alert(1)</script> B",
    "image": 'A <img src=x onerror="alert(1)"> B',
    "block": "<script>alert(1)</script>",
    "include": "{include}`secret.txt`",
    "include-directive": "```{include} secret.txt\n```",
    "literal-include": "```{literalinclude} secret.txt\n```",
    "raw": "```{raw} html\n<b>raw</b>\n```",
    "raw-role": "A {raw-html}`<b>raw</b>` B",
    "evaluated": "```{eval-rst}\n.. raw:: html\n\n   <b>raw</b>\n```",
    "download": "A {download}`secret.txt` {download}`words <secret.txt>` B",
    "picture": "A ![picture](secret.png) B",
    "picture-elsewhere": "A ![picture](https://tracker.example/x.png) B",
    "link": "A [link](javascript:alert%281%29) <javascript:alert(1)> B",
    "hidden-link": "A [link](<java\tscript:alert(1)>) [link](&#106;avascript:alert) B",
    "data": "A [link](data:text/html,<script>alert(1)</script>) B",
    "attributes": 'A [words]{onclick="alert(1)" style="color:red"} B',
    "template": "A {{ project }} {% raw %} </template></script></title> B",
    "bidi": "A \u202ereversed\u2066 B",
    "long": "A " + "Donaudampfschifffahrt" * 40,
    "sections": "A\n\n# B\n\n<script>alert(1)</script>",
}
RST_PROSE: Final = {
    "link": "A `link <javascript:alert(1)>`_ B",
    "hidden-link": "A `link <\x01JaVa\x02script:alert(1)>`__ B",
    "data": "A `link <data:text/html,x>`_ B",
    "raw": "A |raw| B\n\n.. |raw| raw:: html\n\n   <b>raw</b>",
    "include": ".. include:: secret.txt",
    "download": "A :download:`secret.txt` B",
    "html": "A <script>alert(1)</script> B",
}


def prose_site(
    make_project: MakeProject,
    suffix: str,
    texts: Mapping[str, str],
    more: Mapping[str, str],
    **settings: object,
) -> Build:
    """A page in English whose every paragraph is translated by a hostile text."""
    sources = {f"Stycke om {name}": text for name, text in texts.items()}
    head = "# Sida\n\n" if suffix == "md" else "Sida\n====\n\n"
    files = {
        **more,
        "index.md": toctree("page"),
        f"page.{suffix}": head + "".join(f"{source}\n\n" for source in sources),
        "secret.txt": "hemligt",
        "locales/en/LC_MESSAGES/page.po": catalog({"Sida": "<b>Page</b>", **sources}),
    }
    project = make_project(files, ramverk_languages=["sv", "en"], gettext_compact=False, **settings)
    (project.root / "secret.png").write_bytes(b"hemligt")
    return project.build(language="en", locale_dirs=["locales"], html_theme="ramverk")


@pytest.mark.parametrize("is_closed", [True, False], ids=["closed", "open"])
@pytest.mark.parametrize(("suffix", "texts"), [("md", PROSE), ("rst", RST_PROSE)])
def test_translations_of_pages_bring_no_elements_attributes_or_files(
    make_project: MakeProject, suffix: str, texts: Mapping[str, str], is_closed: bool
) -> None:
    """Closed as the handbook's own settings do it; else as Sphinx and MyST are."""
    if is_closed:
        settings = {"myst_disable_syntax": ["html_block", "html_inline"]}
        more = {"docutils.conf": (ROOT / "docutils.conf").read_text("utf-8")}
    else:
        settings = {"myst_enable_extensions": ["attrs_inline", "colon_fence", "html_image"]}
        more = {}
        # What docutils.conf is there for: only the checks and that file keep these out.
        texts = {name: text for name, text in texts.items() if "include" not in name}
    build = prose_site(make_project, suffix, texts, more, **settings)
    for docname in ("page", "index"):
        assert_harmless(parsed(build.html(docname)))
    page = build.page("page")
    assert not page.xpath(
        ".//img | .//b | .//a[not(starts-with(@href, '#'))][@href != 'index.html']"
    )
    files = {path.name for path in build.outdir.rglob("*") if path.is_file()}
    assert not {name for name in files if "secret" in name}
    text = " ".join(page.text_content().split())
    assert "A" in text
    assert "hemligt" not in text
    assert "<b>Page</b>" in text
    assert entries(build)


def assert_harmless(page: lxml.html.HtmlElement) -> None:
    """Nothing runs on the page but the theme's own scripts."""
    sources = [str(each) for each in page.xpath("//script/@src")]
    assert len(sources) == len(page.xpath("//script"))
    assert all(each.partition("?")[0].lstrip("./").startswith("_static/") for each in sources)
    assert not page.xpath("//iframe | //object | //embed | //base | //svg[@onload] | //form[@x]")
    attributes = {name for each in page.iter() for name in each.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in {"style", "x"}}
    addresses = [str(each) for each in page.xpath("//a/@href | //@src | //@action")]
    assert not [each for each in addresses if re.match(r"\s*(javascript|data|vbscript):", each)]


def test_what_a_page_brings_itself_stays_in_its_translation(make_project: MakeProject) -> None:
    text = "Se {download}`words <secret.txt>` och ![bild](secret.png) här"
    files = {
        "index.md": f"# Start\n\n{text}\n",
        "secret.txt": "öppet",
        "locales/en/LC_MESSAGES/index.po": catalog(
            {"Start": "Home", text: text.replace("Se", "See").replace("här", "here"), "bild": "pic"}
        ),
    }
    project = make_project(files, ramverk_languages=["sv", "en"], gettext_compact=False)
    (project.root / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    build = project.build(language="en", locale_dirs=["locales"])
    assert build.warnings == []
    page = build.page("index")
    assert len(page.xpath(".//a[contains(@href, 'secret.txt')]")) == 1
    assert len(page.xpath(".//img")) == 1


# --- the interface --------------------------------------------------------------------------------


#: All that has no place for what is filled in later: no braces, no per cent signs.
EVIL: Final = " ".join(
    text
    for name, text in HOSTILE.items()
    if name != "long" and not {"{", "%"} & {*text} and text.isprintable()
)


def hostile_interface(evil: str = EVIL) -> str:
    """A project's own wording of the whole interface, with hostile text in each message."""
    path = ROOT / "ext" / "ramverk" / "locale" / "sv" / "LC_MESSAGES" / "ramverk.po"
    found = polib.POFile()
    found.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for each in polib.pofile(str(path)):
        entry = polib.POEntry(msgid=each.msgid, msgctxt=each.msgctxt)
        if each.msgid_plural:
            entry.msgid_plural = each.msgid_plural
            entry.msgstr_plural = {0: f"{each.msgid} {evil}", 1: f"{each.msgid_plural} {evil}"}
        else:
            entry.msgstr = f"{each.msgid} {evil}"
        found.append(entry)
    return str(found)


def worded_site(make_project: MakeProject, catalog: str, *, pdf: bool) -> Build:
    files = {
        "frameworks/learners.yaml": LEARNERS,
        "index.md": toctree("learners", "list"),
        "learners.md": directive("framework", "learners"),
        "list.md": "# Lista\n\n" + directive("framework-list"),
        "locales/en/LC_MESSAGES/ramverk.po": catalog,
    }
    project = make_project(files, ramverk_languages=["sv", "en"], ramverk_pdf=pdf)
    return project.build(language="en", html_theme="ramverk")


@pytest.fixture(scope="module")
def worded(make_project: MakeProject) -> Build:
    return worded_site(make_project, hostile_interface(), pdf=False)


@pytest.mark.parametrize("docname", ["learners", "list", "index", "search"])
def test_a_wording_of_the_interface_makes_no_elements_and_no_attributes(
    worded: Build, docname: str
) -> None:
    page = parsed(worded.html(docname))
    assert HOSTILE["image"] in page.text_content() + str(page.xpath("//@data-texts"))
    assert not page.xpath("//img | //b[normalize-space() = 'fet' or normalize-space() = 'x']")
    assert_harmless(page)
    for template in page.xpath("//template"):
        assert_harmless(template)


def test_a_wording_of_the_interface_reaches_the_scripts_as_texts(worded: Build) -> None:
    for markup in (
        worded.html("learners"),
        tools_markup(worded.output("_static/ramverk-texts.js")),
    ):
        page = parsed(markup)
        (texts,) = page.xpath("//@data-texts")
        assert all(HOSTILE["closing"] in each for each in json.loads(texts).values())
        assert_harmless(page)
        for template in page.xpath("//template"):
            assert_harmless(template)


def test_a_wording_of_the_interface_runs_nothing_in_pdfs(make_project: MakeProject) -> None:
    catalog = hostile_interface(HOSTILE["script"])
    build = worded_site(make_project, catalog, pdf=True)
    paths = list((build.outdir / "_downloads").rglob("*.pdf"))
    assert len(paths) >= 2
    for path in paths:
        with pikepdf.open(path) as pdf:
            assert not {"/OpenAction", "/AA"} & set(pdf.Root.keys())
        text = re.sub(r"\s", "", "".join(x.extract_text() for x in PdfReader(path).pages))
        assert "<script>alert(1)</script>" in text


# --- above the languages --------------------------------------------------------------------------


def test_the_pages_above_the_languages_hold_hostile_wordings_as_texts(
    make_project: MakeProject,
) -> None:
    files = {
        "source/index.md": "# Start\n",
        "locales/sv/LC_MESSAGES/ramverk.po": hostile_interface().replace(
            "Language: en", "Language: sv"
        ),
    }
    project = make_project(files, ramverk_languages=["sv"], html_theme="ramverk")
    found = open_project(project.root)
    # As "ramverk live" does: the checks would stop it.
    reporter = Reporter(io.StringIO(), interface_for("en"))
    build_site(found, found.languages, "", reporter, with_warnings=True)
    for name in ("index.html", "404.html", "sv/index.html"):
        page = parsed((found.site / name).read_text("utf-8"))
        assert_harmless_top(page)


def assert_harmless_top(page: lxml.html.HtmlElement) -> None:
    assert not page.xpath("//img | //b | //svg[@onload]")
    assert all(page.xpath("//script/@src"))
    attributes = {name for each in page.iter() for name in each.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in {"style", "x"}}
