"""The program that looks into a PDF: in a process of its own, at a bounded cost, whatever comes."""

from __future__ import annotations

import random
import time
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf

from ramverk.formats.pdf import guarded, inspection
from ramverk.formats.pdf.reading import FILE_SIZE_LIMIT, read

from .pdf_forms import MULTILINE, form, number, radio, text, tick, written


def codes(content: bytes) -> list[str]:
    """What is said of a file that is refused."""
    found, problems = read(content, "a.pdf")
    assert found is None
    assert all(str(each).startswith(f"a.pdf: {each.code}: ") for each in problems)
    return [each.code for each in problems]


def values(content: bytes) -> dict[str, str]:
    found, problems = read(content, "a.pdf")
    assert problems == []
    assert found is not None
    return dict(found.values)


# --- absurd sizes ---------------------------------------------------------------------------------


@cache
def bomb(megabytes: int) -> bytes:
    """Blanks, compressed to a thousandth."""
    squeeze = zlib.compressobj(9)
    block = b" " * (1 << 20)
    return b"".join(squeeze.compress(block) for _ in range(megabytes)) + squeeze.flush()


def stream(data: bytes, members: bytes = b"") -> bytes:
    head = b"<<%s/Filter/FlateDecode/Length %d>>" % (members, len(data))
    return head + b"stream\n" + data + b"\nendstream"


def hand_made(fields: bytes, others: dict[int, bytes], trailer: bytes = b"") -> bytes:
    return written(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]>>>>" % fields,
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
            **others,
        },
        trailer,
    )


def with_table_in_a_stream(table: bytes, first: bytes, size: int, members: bytes = b"") -> bytes:
    head = b"%PDF-1.7\n" + first
    last = b"9 0 obj\n%s\nendobj\n" % stream(
        table, b"/Type/XRef/Root 1 0 R/W[1 4 1]/Size %d%s" % (size, members)
    )
    return head + last + b"startxref\n%d\n%%%%EOF\n" % len(head)


def value_bomb(megabytes: int) -> bytes:
    return hand_made(b"4 0 R", {4: b"<</FT/Tx/T(a:note)/V 5 0 R>>", 5: stream(bomb(megabytes))})


def table_bomb(megabytes: int) -> bytes:
    return with_table_in_a_stream(bomb(megabytes), b"", 400_000_000)


def object_bomb(megabytes: int) -> bytes:
    first = b"5 0 obj\n%s\nendobj\n" % stream(bomb(megabytes), b"/Type/ObjStm/N 1/First 4")
    places = [(0, 0), (2, 5), (0, 0), (0, 0), (0, 0), (1, 9)]
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + b"\0" for kind, at in places)
    return with_table_in_a_stream(zlib.compress(table), first, len(places))


def test_large_files_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "_PROGRAM", Path("/nowhere"))
    found, problems = read(b"%PDF-" + b"\0" * FILE_SIZE_LIMIT, "a.pdf")
    assert found is None
    assert [each.code for each in problems] == ["pdf-too-large"]
    assert str(FILE_SIZE_LIMIT) in str(problems[0])


def seconds(content: bytes) -> float:
    """How long it takes to find a file too demanding."""
    start = time.monotonic()
    assert codes(content) == ["pdf-too-demanding"]
    return time.monotonic() - start


@pytest.mark.slow
@pytest.mark.parametrize("made", [value_bomb, table_bomb, object_bomb])
def test_bombs_are_refused_in_seconds(made: Callable[[int], bytes]) -> None:
    assert seconds(made(1024)) < 30


@pytest.mark.slow
def test_many_small_bombs_are_refused_in_seconds() -> None:
    # Each is within the limit of a stream, and all are looked into.
    bundle = stream(bomb(60), b"/Type/ObjStm/N 1/First 60000000")
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[]/Count 0>>",
        **dict.fromkeys(range(3, 200), bundle),
    }
    head, table = b"%PDF-1.7\n", bytes(6)
    for number_, each in objects.items():
        table += b"\1" + len(head).to_bytes(4, "big") + b"\0"
        head += b"%d 0 obj\n%s\nendobj\n" % (number_, each)
    table += b"".join(bytes([2, 0, 0, 0, each, 0]) for each in range(3, 200))
    content = with_table_in_a_stream(zlib.compress(table), head, len(table) // 6)
    assert seconds(content) < 40


@pytest.mark.slow
def test_bombs_in_bombs_are_refused() -> None:
    twice = zlib.compress(bomb(1024), 9)
    filters = b"/FlateDecode " * 2
    value = b"<</Filter[%s]/Length %d>>stream\n%s\nendstream" % (filters, len(twice), twice)
    content = hand_made(b"4 0 R", {4: b"<</FT/Tx/T(a:note)/V 5 0 R>>", 5: value})
    assert seconds(content) < 30


@pytest.mark.slow
def test_a_million_fields_are_refused() -> None:
    assert seconds(hand_made(b"4 0 R " * 1_000_000, {4: b"<</FT/Tx/T(a:note)>>"})) < 30
    fields = {n: b"<</T(a%d:note)>>" % n for n in range(4, 700_000)}
    assert seconds(hand_made(b" ".join(b"%d 0 R" % n for n in fields), fields)) < 40


def test_deep_trees_are_refused() -> None:
    fields = {n: b"<</T(a)/Kids[%d 0 R]>>" % (n + 1) for n in range(4, 50_000)}
    assert codes(hand_made(b"4 0 R", fields)) == ["pdf-too-demanding"]


@pytest.mark.parametrize("opening", [b"[", b"<</A"])
def test_deep_nesting_is_refused_or_mended(opening: bytes) -> None:
    content = hand_made(b"4 0 R", {4: b"<</FT/Tx/T(a:note)/V " + opening * 100_000})
    assert len(codes(content)) == 1


@pytest.mark.filterwarnings("ignore:This document has")
def test_endless_trees_end() -> None:
    endless = {
        4: b"<</T(a:note)/FT/Tx/V(x)/Kids[4 0 R 5 0 R]/Parent 5 0 R>>",
        5: b"<</Subtype/Widget/Kids[4 0 R]/Parent 4 0 R>>",
    }
    assert len(codes(hand_made(b"4 0 R", endless))) == 1

    def bend(pdf: Pdf) -> Iterable[Object]:
        one, two = (pdf.make_indirect(Dictionary(Subtype=Name.Widget)) for _ in range(2))
        one.Parent, two.Parent = two, one
        pdf.Root.AcroForm.Fields[0].Kids = Array([pdf.Root.AcroForm.Fields[0]])
        return [one, two]

    found, problems = read(form(text("a:note", "x"), bend=bend), "a.pdf")
    assert found is not None
    assert found.values == {"a:note": "x"}
    assert [each.code for each in problems] == ["pdf-mended"]


def test_long_answers_are_read_up_to_the_limit() -> None:
    long = "å" * 5_000_000
    assert values(form(text("a:note", long))) == {"a:note": long}
    most = inspection.TEXT_LIMIT
    assert codes(form(text("a:note", "x" * most))) == ["pdf-too-demanding"]
    assert codes(form(*(text(f"a{n}:note", "x" * (most // 8)) for n in range(9)))) == [
        "pdf-too-demanding"
    ]


# --- whatever comes -------------------------------------------------------------------------------


def test_a_reader_that_fails_or_hangs_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(guarded, "_PATIENCE", 2)
    for program in ("raise SystemExit(1)", "print('no json')", "import time; time.sleep(99)"):
        path = tmp_path / "program.py"
        path.write_text(program, "utf-8")
        monkeypatch.setattr(guarded, "_PROGRAM", path)
        assert codes(form()) == ["pdf-too-demanding"]
    # What is the reader's own fault is no reason to suspect the form.
    path.write_text("import nothing_of_that_name", "utf-8")
    assert codes(form()) == ["pdf-no-reader"]
    monkeypatch.setattr("sys.executable", str(tmp_path / "nothing"))
    assert codes(form()) == ["pdf-no-reader"]


def test_several_files_are_read_side_by_side() -> None:
    contents = [form(text("a:note", f"x{n}")) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(values, contents)]
    assert [each["a:note"] for each in found] == [f"x{n}" for n in range(8)]


def some_form(**saving: Any) -> bytes:
    return form(
        text(":organisation", "Åkeshov"),
        text("a:note", "Ж long\nnote " * 20, Ff=MULTILINE),
        tick("a:done", "/Yes"),
        radio("a:answer", ("/yes", "/no"), "/no"),
        number("a:present-quality", "7"),
        **saving,
    )


@pytest.mark.slow
def test_whatever_becomes_of_a_form_there_is_an_answer() -> None:
    # In this process, which is quicker; what a process of its own adds has its tests above.
    chance = random.Random(4)
    known = {"pdf-damaged", "pdf-unknown-format", "pdf-protected", "pdf-too-demanding"}
    for mode in (ObjectStreamMode.disable, ObjectStreamMode.generate):
        content = some_form(object_stream_mode=mode)
        for _ in range(1000):
            bent = mutated(content, chance)
            found = guarded.Found(**inspection.outcome(bent))
            assert not found.refused or found.refused in known


@pytest.mark.slow
def test_no_mutated_form_makes_a_traceback() -> None:
    chance = random.Random(5)
    content = some_form()
    bent = [mutated(content, chance) for _ in range(40)]
    with ThreadPoolExecutor(2) as pool:
        for found, problems in pool.map(lambda each: read(each, "a.pdf"), bent):
            assert found is not None or {each.code for each in problems} != set()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A form with a few bytes changed, lost, doubled or cut off."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data)), chance.randint(1, 40)
        match chance.randrange(5):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at : at + length] = chance.randbytes(length)
            case _ if chance.random() < 0.1:
                del data[at:]
                data += b"%"
    return bytes(data)


def test_the_engine_is_the_one_the_limits_were_made_for() -> None:
    # The limits of what a stream unfolds to came with qpdf 12.
    assert "flate_max_memory" in pikepdf.settings.get_qpdf_limits()
