"""PDFs on demand and filled ones read back: ``ramverk pdf`` and ``ramverk read``."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pikepdf
import pytest
from pikepdf import Name, Pdf, String

from ramverk.answers import Answers, carry_over, read_answers
from ramverk.cli import main
from tests.conftest import STAFF, MakeProject, Project, ramverk_command
from tests.test_answers import DATA, DIGESTS, REVIEW, good

REVIEW_YAML: Final = (DATA / "frameworks" / "review.yaml").read_text("utf-8")
BROKEN: Final = STAFF.replace("goals: Det", "Goals: Det")
ALL: Final = {
    f"{framework}.{language}{suffix}"
    for framework in ("review", "mobility/staff")
    for language in ("sv", "en")
    for suffix in (".pdf", ".form.pdf", ".checklist.pdf")
}

Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def project(make_project: MakeProject) -> Project:
    """A project that no test changes."""
    return make_project(
        {"frameworks/review.yaml": REVIEW_YAML, "frameworks/mobility/staff.yaml": STAFF},
        ramverk_languages=["sv", "en"],
    )


@pytest.fixture(scope="module")
def blank(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The form of ``review``, not filled in."""
    folder = tmp_path_factory.mktemp("blank")
    arguments = ["--language", "sv", "--variant", "form", "--output", str(folder)]
    assert ramverk_command(project, "pdf", "review", *arguments) == 0
    return folder / "review.sv.form.pdf"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def keywords(path: Path) -> str:
    with pikepdf.open(path) as pdf:
        return str(pdf.docinfo["/Keywords"])


def width(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return round(float(pdf.pages[0].mediabox[2]))


def fields(path: Path) -> dict[str, str]:
    """The values of a form's fields, the record apart."""
    with pikepdf.open(path) as pdf:
        found = {str(each.T): str(each.get("/V", "")) for each in pdf.Root.AcroForm.Fields}
    del found["ramverk"]
    return {name: value for name, value in found.items() if value not in {"", "/Off", "-"}}


def fill(form: Path, values: Mapping[str, str], target: Path) -> Path:
    """A copy of the form with values in its fields, as viewers save them."""
    with pikepdf.open(form) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if str(field.T) in values:
                _fill(field, values[str(field.T)])
        target.parent.mkdir(parents=True, exist_ok=True)
        pdf.save(target)
    return target


def _fill(field: pikepdf.Object, value: str) -> None:
    if Name.Btn != field.FT:
        field.V = String(value)
        return
    field.V = Name("/Yes" if value == "true" else f"/{value}")
    for widget in field.get("/Kids", [field]):
        states = widget.AP.N.keys()
        widget.AS = field.V if str(field.V) in states else Name.Off


def told(said: Said, *, err: int) -> tuple[str, str]:
    """Output and messages; ``err`` is the number of messages, each of one line."""
    found = said.readouterr()
    assert "Traceback" not in found.out + found.err
    assert len(found.err.splitlines()) == err, found.err
    return found.out, found.err


def answers_in(path: Path) -> Answers:
    found, problems = read_answers(path.read_bytes(), str(path))
    assert found is not None, problems
    return found


# --- ramverk pdf --------------------------------------------------------------------------------


def test_all_pdfs_of_a_project_are_written(
    project: Project, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["pdf", "--project", str(project.root), "--output", "out"]) == 0
    out, _ = told(capsys, err=0)
    assert names(tmp_path / "out") == ALL
    assert set(out.splitlines()) == {f"written: {Path('out', name)}" for name in ALL}


def test_pdfs_go_to_the_build_folder(project: Project, capsys: Said) -> None:
    assert ramverk_command(project, "pdf", "mobility/staff", "--language", "en") == 0
    told(capsys, err=0)
    assert names(project.root / "build" / "pdf") == {
        name for name in ALL if name.startswith("mobility/staff.en")
    }


def test_what_is_asked_for_is_written_alone(project: Project, tmp_path: Path, capsys: Said) -> None:
    languages, variants = ["--language", "en", "--language", "fi"], ["--variant", "form"]
    arguments = [*languages, *variants, "--variant", "print", "--paper", "letter"]
    assert ramverk_command(project, "pdf", "review", *arguments, "--output", str(tmp_path)) == 0
    told(capsys, err=0)
    assert names(tmp_path) == {
        f"review.{language}{suffix}"
        for language in ("en", "fi")
        for suffix in (".pdf", ".form.pdf")
    }
    form = tmp_path / "review.en.form.pdf"
    assert keywords(form) == "ramverk-pdf/1, review, 2.0, en, form"
    assert width(form) == 612


@pytest.mark.parametrize(("paper", "expected"), [("a4", 595), ("letter", 612)])
def test_the_paper_is_that_of_the_project(
    make_project: MakeProject, paper: str, expected: int
) -> None:
    project = make_project({"frameworks/staff.yaml": STAFF}, ramverk_paper=paper)
    assert ramverk_command(project, "pdf", "--variant", "checklist") == 0
    assert width(project.root / "build/pdf/staff.sv.checklist.pdf") == expected


def test_pdfs_on_demand_are_those_of_the_site(make_project: MakeProject) -> None:
    files = {"frameworks/staff.yaml": STAFF, "index.md": "```{framework} staff\n```\n"}
    project = make_project(files, ramverk_pdf=True)
    folder = project.build().outdir / "_downloads" / "staff"
    assert ramverk_command(project, "pdf") == 0
    for path in (project.root / "build" / "pdf").iterdir():
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_a_second_time_no_file_is_touched(project: Project, tmp_path: Path) -> None:
    arguments = ("pdf", "mobility/staff", "--output", str(tmp_path))
    assert ramverk_command(project, *arguments) == 0
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.pdf")}
    assert ramverk_command(project, *arguments) == 0
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.pdf")}


def test_a_framework_that_nobody_has_is_told(
    project: Project, tmp_path: Path, capsys: Said
) -> None:
    arguments = ["review", "nobody", "../review", "--language", "sv", "--variant", "print"]
    assert ramverk_command(project, "pdf", *arguments, "--output", str(tmp_path)) == 1
    _, err = told(capsys, err=2)
    assert "nobody: unknown-framework: there is no framework nobody; the frameworks are " in err
    assert names(tmp_path) == {"review.sv.pdf"}


def test_a_broken_framework_is_told_and_the_others_are_written(
    make_project: MakeProject, capsys: Said
) -> None:
    project = make_project({"frameworks/bad.yaml": BROKEN, "frameworks/staff.yaml": STAFF})
    assert ramverk_command(project, "pdf", "--variant", "form") == 1
    _, err = told(capsys, err=1)
    assert err.startswith("frameworks/bad.yaml:14:11: bad-id: ")
    assert names(project.root / "build" / "pdf") == {"staff.sv.form.pdf"}


def test_characters_without_a_font_are_told(make_project: MakeProject, capsys: Said) -> None:
    yaml = STAFF.replace("Det finns mål", "Det finns \U00010000 mål")
    project = make_project({"frameworks/staff.yaml": yaml})
    assert ramverk_command(project, "pdf") == 1
    out, err = told(capsys, err=1)
    assert err.startswith("frameworks/staff.yaml: pdf-no-font: ")
    assert "(U+10000)" in err
    assert out.count("written: ") == 3


def test_a_folder_that_cannot_be_written_is_told(
    project: Project, tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "out").write_text("en fil, ingen mapp\n")
    assert ramverk_command(project, "pdf", "review", "--output", str(tmp_path / "out")) == 1
    _, err = told(capsys, err=6)  # each file that was asked for
    assert all(": unwritable: " in line for line in err.splitlines())


@pytest.mark.parametrize("variant", ["form", "print"])
def test_a_form_that_has_been_filled_in_is_not_written_over(
    project: Project, blank: Path, tmp_path: Path, capsys: Said, variant: str
) -> None:
    filled = fill(blank, {"approach/open:note": "Viktigt"}, tmp_path / blank.name)
    before = filled.read_bytes()
    command = ["pdf", "review", "--language", "sv", "--output", str(tmp_path)]
    result = ramverk_command(project, *command, "--variant", variant)
    assert filled.read_bytes() == before
    assert result == (variant == "form")
    if variant == "form":
        assert ": pdf-filled-there: " in told(capsys, err=1)[1]
        assert ramverk_command(project, *command, "--variant", variant, "--overwrite") == 0
        assert filled.read_bytes() == blank.read_bytes()
    # What has not been filled in may be replaced.
    shutil.copy(blank, filled)
    assert ramverk_command(project, *command, "--variant", variant) == 0


def test_a_file_without_end_is_not_read(
    project: Project, blank: Path, tmp_path: Path, capsys: Said
) -> None:
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(8 * 1024**3)
    command = ["read", str(huge), str(tmp_path), str(blank), "--output", str(tmp_path)]
    assert ramverk_command(project, *command) == 1
    out, err = told(capsys, err=2)
    assert out.startswith("written: ")
    assert [line.split(": ")[1] for line in err.splitlines()] == ["pdf-too-large", "unreadable"]


# --- ramverk pdf --answers ----------------------------------------------------------------------


def prefilled(project: Project, answers: Path, folder: Path, *more: str) -> Path:
    """The form that holds the answers of a file."""
    command = ["--answers", str(answers), "--output", str(folder), *more]
    assert ramverk_command(project, "pdf", *command) == 0
    (path,) = folder.glob("*.pdf")
    return path


def test_a_form_holds_the_answers_of_a_file(project: Project, tmp_path: Path) -> None:
    form = prefilled(project, DATA / "good" / "today.json", tmp_path)
    assert form.name == "today.sv.form.pdf"
    held = fields(form)
    for name, value in good("today").values.items():
        expected = {"true": "/Yes"}.get(value, value)
        is_choice = re.search(r":(answer|present|desired)$", name)
        assert held[name] == (f"/{value}" if is_choice else expected), name
    assert len(held) == len(good("today").values)


def test_the_language_of_the_form_can_be_chosen(project: Project, tmp_path: Path) -> None:
    answers = DATA / "good" / "today.json"
    form = prefilled(project, answers, tmp_path, "--language", "en", "--paper", "letter")
    assert form.name == "today.en.form.pdf"
    assert keywords(form).endswith(", en, form")
    assert width(form) == 612


def test_answers_in_a_language_that_the_project_lacks(project: Project, tmp_path: Path) -> None:
    answers = tmp_path / "svar.json"
    text = (DATA / "good" / "today.json").read_text("utf-8")
    answers.write_text(text.replace('"language": "sv"', '"language": "fi"'), "utf-8")
    assert prefilled(project, answers, tmp_path).name == "svar.sv.form.pdf"


@pytest.mark.parametrize(
    "name", sorted({p.name.partition(".")[0] for p in (DATA / "good").iterdir()})
)
def test_answers_come_back_from_a_form_as_the_page_would_have_them(
    project: Project, tmp_path: Path, capsys: Said, name: str
) -> None:
    """Of other versions too, with what has no place today."""
    form = prefilled(project, DATA / "good" / f"{name}.json", tmp_path)
    assert ramverk_command(project, "read", str(form)) == 0
    out, _ = told(capsys, err=0)
    before = good(name)
    carried, _ = carry_over(before, REVIEW, DIGESTS)
    assert carried is not None
    after = answers_in(form.with_suffix(".json"))
    assert after.values == {**carried.values, **carried.leftovers}
    assert (after.name, after.framework, after.version) == (before.name, "review", "2.0")
    answered = {each.rpartition(":")[0] for each in after.values}
    kept = {path: digest for path, digest in carried.digests.items() if path in answered}
    assert {path: after.digests[path] for path in kept} == kept
    leftovers, reworded = len(carried.leftovers), len(carried.reworded)
    assert f"({len(after.values)} answer" in out
    assert (f" {leftovers} without a place today" in out) == bool(leftovers)
    assert (f" {reworded} to another wording" in out) == bool(reworded)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "answers-syntax"),
        (b"\xff\xfe", "not-utf8"),
        (b'{"format": "ramverk-answers/9"}', "answers-newer-format"),
        (b'{"format": "ramverk-answers/1", "framework": 1}', "answers-wrong-member"),
        (
            b'{"format": "ramverk-answers/1", "framework": "x", "version": "1", "values": {}}',
            "unknown-framework",
        ),
    ],
)
def test_a_broken_file_of_answers_is_told(
    project: Project, tmp_path: Path, capsys: Said, content: bytes, code: str
) -> None:
    path = tmp_path / "svar.json"
    path.write_bytes(content)
    command = ["--answers", str(path), "--output", str(tmp_path / "out")]
    assert ramverk_command(project, "pdf", *command) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f": {code}: " in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_a_file_of_answers_that_is_missing_is_told(project: Project, capsys: Said) -> None:
    assert ramverk_command(project, "pdf", "--answers", "nowhere.json") == 1
    _, err = told(capsys, err=1)
    assert err.startswith("nowhere.json: unreadable: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["review"], "--answers says which framework; give it at most one language"),
        (["--language", "sv", "--language", "en"], "at most one language"),
        (["--variant", "print"], "--answers gives a form to fill in, and no other variant"),
    ],
)
def test_what_cannot_go_with_answers_is_refused(
    project: Project, capsys: Said, arguments: list[str], said: str
) -> None:
    answers = str(DATA / "good" / "today.json")
    assert ramverk_command(project, "pdf", "--answers", answers, *arguments) == 1
    _, err = told(capsys, err=1)
    assert said in err


def test_messages_are_swedish_in_a_swedish_terminal(
    project: Project, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "sv")
    output = ["--variant", "print", "--language", "sv", "--output", str(tmp_path)]
    assert ramverk_command(project, "pdf", "review", "nobody", *output) == 1
    out, err = told(capsys, err=1)
    assert out.startswith("sparad: ")
    assert "nobody: unknown-framework: ramverket nobody finns inte; " in err


# --- ramverk read -------------------------------------------------------------------------------

VALUES: Final = {
    ":organisation": "Åkeshovs gymnasium",
    ":date": "2026-03-20",
    "criteria/framework/objectives:answer": "partly",
    "criteria/framework/objectives:note": "Två rader\nΕλλάδα, Україна",
    "criteria/framework/action-plan:done": "true",
    "criteria/own-1:label": "Eget",
    "services/mentoring:present": "yes",
    "services/mentoring:present-quality": "7",
}


@pytest.fixture
def filled(blank: Path, tmp_path: Path) -> Callable[..., Path]:
    """``filled("a.pdf")``: a form that is filled in, with other values where they are given."""

    def make(name: str, values: Mapping[str, str] = VALUES) -> Path:
        return fill(blank, values, tmp_path / name)

    return make


@pytest.fixture
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run where no project is."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_elsewhere")
def test_a_filled_form_is_read_without_a_project(filled: Callable[..., Path], capsys: Said) -> None:
    filled("a.pdf")
    assert main(["read", "a.pdf"]) == 0
    out, _ = told(capsys, err=0)
    assert out == f"written: a.json ({len(VALUES)} answers)\n"
    answers = answers_in(Path("a.json"))
    assert answers.values == VALUES
    assert (answers.framework, answers.version, answers.language) == ("review", "2.0", "sv")
    paths = {name.rpartition(":")[0] for name in VALUES} & set(DIGESTS)
    assert answers.digests == {path: DIGESTS[path] for path in paths}


def test_a_form_that_nobody_filled_in_has_no_answers(
    blank: Path, tmp_path: Path, capsys: Said
) -> None:
    assert main(["read", str(blank), "--output", str(tmp_path)]) == 0
    assert "(0 answers" in told(capsys, err=0)[0]
    assert answers_in(tmp_path / "review.sv.form.json").values == {}


def bad_files(folder: Path, project: Project) -> dict[str, str]:
    """Files that are no filled forms, with the code of what is said of each."""
    contents = {"empty.pdf": b"", "text.pdf": b"Hej", "cut.pdf": b"%PDF-1.7\n1 0 obj <<"}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(folder / "stranger.pdf")
    (folder / "folder.pdf").mkdir()
    output = ["--language", "sv", "--variant", "print", "--output", str(folder)]
    assert ramverk_command(project, "pdf", "mobility/staff", *output) == 0
    return {
        "empty.pdf": "pdf-unknown-format",
        "text.pdf": "pdf-unknown-format",
        "cut.pdf": "pdf-",
        "stranger.pdf": "pdf-not-ours",
        "folder.pdf": "unreadable",
        "missing.pdf": "unreadable",
        "mobility/staff.sv.pdf": "pdf-print",
    }


@pytest.mark.usefixtures("_elsewhere")
def test_bad_files_do_not_keep_the_good_ones_from_being_read(
    filled: Callable[..., Path], project: Project, tmp_path: Path, capsys: Said
) -> None:
    bad = bad_files(tmp_path, project)
    goods = [f"good-{number}.pdf" for number in range(len(bad) + 1)]
    for number, name in enumerate(goods):
        filled(name, {**VALUES, ":group": f"Lag {number}"})
    mixed = [each for pair in zip(goods, [*bad, ""], strict=True) for each in pair if each]
    capsys.readouterr()
    assert main(["read", *mixed]) == 1
    out, err = told(capsys, err=len(bad))
    assert [line.split()[1] for line in out.splitlines()] == [
        each.replace(".pdf", ".json") for each in goods
    ]
    for line, (name, code) in zip(err.splitlines(), bad.items(), strict=True):
        assert line.startswith(f"{name}: {code}"), line
    for number, name in enumerate(goods):
        values = answers_in(Path(name).with_suffix(".json")).values
        assert values == {**VALUES, ":group": f"Lag {number}"}
    assert len(list(tmp_path.rglob("*.json"))) == len(goods)


def test_answers_that_are_there_are_not_replaced_unasked(
    filled: Callable[..., Path], capsys: Said
) -> None:
    form = filled("a.pdf")
    target = form.with_suffix(".json")
    assert main(["read", str(form)]) == 0
    before, time = target.read_bytes(), target.stat().st_mtime_ns
    # The same answers are fine, and nothing is written again.
    assert main(["read", str(form)]) == 0
    assert target.stat().st_mtime_ns == time
    told(capsys, err=0)
    filled("a.pdf", {":group": "Ett annat lag"})
    other = filled("b.pdf")
    assert main(["read", str(form), str(other)]) == 1
    out, err = told(capsys, err=1)
    assert err.startswith(f"{form}: pdf-answers-there: {target} is there already")
    assert "--overwrite" in err
    assert "b.json" in out
    assert target.read_bytes() == before
    assert main(["read", str(form), "--overwrite"]) == 0
    assert answers_in(target).values == {":group": "Ett annat lag"}


def test_what_is_no_answers_at_all_is_not_replaced_either(
    filled: Callable[..., Path], tmp_path: Path, capsys: Said
) -> None:
    form = filled("a.pdf")
    (tmp_path / "a.json").write_bytes(b"\xff mine")
    assert main(["read", str(form)]) == 1
    assert "pdf-answers-there" in told(capsys, err=1)[1]
    assert (tmp_path / "a.json").read_bytes() == b"\xff mine"


def test_two_files_of_one_name_do_not_share_a_file_of_answers(
    filled: Callable[..., Path], tmp_path: Path, capsys: Said
) -> None:
    one = filled("one/svar.pdf")
    two = filled("two/svar.pdf", {":group": "Ett annat lag"})
    output = tmp_path / "out"
    for more in ([], ["--overwrite"]):
        assert main(["read", str(one), str(two), "--output", str(output), *more]) == 1
        out, err = told(capsys, err=1)
        assert str(output / "svar.json") in out
        assert err.startswith(f"{two}: pdf-same-name: ")
        assert str(one) in err
        assert names(output) == {"svar.json"}
        assert answers_in(output / "svar.json").values == VALUES
    # Beside each form there is room for both; and one file that is named twice is one file.
    assert main(["read", str(one), str(two), str(one)]) == 0
    told(capsys, err=0)


def test_answers_that_cannot_be_written_do_not_stop_the_others(
    filled: Callable[..., Path], tmp_path: Path, capsys: Said
) -> None:
    forms = [filled("a.pdf"), filled("b.pdf")]
    (tmp_path / "a.json").mkdir()
    assert main(["read", *map(str, forms)]) == 1
    out, err = told(capsys, err=1)
    assert err.startswith(f"{tmp_path / 'a.json'}: unwritable: ")
    assert "b.json" in out
    (tmp_path / "file").write_text("")
    assert main(["read", *map(str, forms), "--output", str(tmp_path / "file")]) == 1
    told(capsys, err=2)


# --- with the frameworks of today ---------------------------------------------------------------

TODAY: Final = (
    REVIEW_YAML.replace('version: "2.0"', 'version: "3.0"')
    .replace("renamed:\n", "renamed:\n  criteria/framework/objectives: criteria/framework/aims\n")
    .replace(
        "  criteria/framework/goals: criteria/framework/objectives\n"
        "  criteria/framework/targets: criteria/framework/objectives\n",
        "",
    )
    .replace("objectives: Skolan har satt", "aims: Skolan har satt")
    .replace("action-plan: Handlingsplan för", "action-plan: En ny handlingsplan för")
    .replace("      mentoring: Mentorer\n", "")
)


@pytest.fixture(scope="module")
def today(make_project: MakeProject) -> Project:
    """A project whose framework has gone on since the forms were sent out."""
    return make_project({"frameworks/review.yaml": TODAY})


def test_answers_are_carried_over_to_the_framework_of_today(
    filled: Callable[..., Path], today: Project, capsys: Said
) -> None:
    form = filled("a.pdf")
    assert ramverk_command(today, "read", str(form)) == 0
    out, _ = told(capsys, err=0)
    assert f"({len(VALUES)} answers, 2 without a place today, 1 to another wording)" in out
    answers = answers_in(form.with_suffix(".json"))
    renamed = {
        name.replace("framework/objectives", "framework/aims"): value
        for name, value in VALUES.items()
    }
    assert answers.values == renamed
    assert answers.version == "3.0"
    # Of what was reworded, the wording that was answered: the page marks it.
    path = "criteria/framework/action-plan"
    assert answers.digests[path] == DIGESTS[path]
    assert answers.digests["criteria/framework/aims"] == DIGESTS["criteria/framework/objectives"]


def test_the_project_is_that_of_the_folder_unless_it_is_named(
    filled: Callable[..., Path], today: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = filled("a.pdf")
    monkeypatch.chdir(today.root)
    assert main(["read", str(form)]) == 0
    assert answers_in(form.with_suffix(".json")).version == "3.0"


def test_a_project_without_the_framework_leaves_answers_as_they_are(
    filled: Callable[..., Path], make_project: MakeProject
) -> None:
    form = filled("a.pdf")
    other = make_project({"frameworks/staff.yaml": STAFF})
    assert ramverk_command(other, "read", str(form)) == 0
    answers = answers_in(form.with_suffix(".json"))
    assert (answers.values, answers.version) == (VALUES, "2.0")


def test_what_is_read_is_told_in_swedish(
    filled: Callable[..., Path],
    today: Project,
    tmp_path: Path,
    capsys: Said,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANGUAGE", "sv")
    form = filled("a.pdf")
    shutil.copy(form, tmp_path / "b.pdf")
    (tmp_path / "b.json").write_text(json.dumps({"mitt": 1}))
    (tmp_path / "c.pdf").write_bytes(b"Hej")
    files = [str(tmp_path / name) for name in ("a.pdf", "b.pdf", "c.pdf")]
    assert ramverk_command(today, "read", *files) == 1
    out, err = told(capsys, err=2)
    assert f"({len(VALUES)} svar, 2 utan plats i dag, 1 med annan lydelse)" in out
    assert "pdf-answers-there: " in err
    assert "pdf-unknown-format: filen är ingen PDF; " in err
    assert "is there already" not in err


def test_notes_beside_the_fields_are_told_and_the_answers_are_written(
    filled: Callable[..., Path], capsys: Said
) -> None:
    form = filled("a.pdf")
    with Pdf.open(form, allow_overwriting_input=True) as pdf:
        note = pikepdf.Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=[0, 0, 9, 9], Contents=String("Ring mig!")
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(note))
        pdf.save(form)
    assert main(["read", str(form)]) == 1
    out, err = told(capsys, err=1)
    assert "Ring mig!" in err
    assert f"({len(VALUES)} answers" in out
    assert answers_in(form.with_suffix(".json")).values == VALUES
