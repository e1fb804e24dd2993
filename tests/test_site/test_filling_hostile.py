"""A thousand files that nobody meant well: none breaks the page or drops an answer."""

from __future__ import annotations

import base64
import itertools
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest

from ramverk.answers import carry_over, read_answers
from tests.test_answers import DIGESTS, GOOD, PIECES, REVIEW
from tests.test_site import filling
from tests.test_site.filling import SheetPage, answers_file

pytestmark = pytest.mark.browser

device = filling.device
review_folder = filling.review_folder
review = filling.review

_COUNT: Final = 1000
_PART: Final = 250
_SEED: Final = 20261122

#: What is on the sheet before, and must be there, or be had again, after each file.
BEFORE: Final = {
    ":organisation": "Exempelskolan",
    "approach/open:note": "Före <b>",
    "approach/open:done": "true",
    "approach/own-1:label": "Egen",
    "criteria/framework/objectives:answer": "partly",
    "services/mentoring:present": "yes",
    "services/mentoring:present-quality": "4",
    "nowhere:note": "Utan plats",
}

#: Opens files one after another, as if each were chosen, and undoes what each has changed.
#: Returns for each what the device held when the file was open, or nothing where it was refused.
_OPEN: Final = """async files => {
  const input = document.querySelector('input[type=file]');
  const dialog = document.querySelector('dialog');
  const notice = document.querySelector('[role=alert]');
  const pause = () => new Promise(done => setTimeout(done));
  const kept = () => Object.fromEntries(
    Object.entries(localStorage).sort().filter(([key]) => /^ramverk:review:1:[^@#]/.test(key))
      .map(([key, value]) => [key.slice('ramverk:review:1:'.length), value]));
  const digests = () => JSON.stringify(
    Object.entries(localStorage).filter(([key]) => /^ramverk:review:1:#/.test(key)).sort());
  const images = document.images.length, elements = document.querySelectorAll('script').length;
  const wait = async done => {
    for (let i = 0; i < 2000; i++) {
      if (done()) return;
      await pause();
    }
    throw new Error('the page does not answer');
  };
  const results = [];
  for (const [name, content] of files) {
    const before = JSON.stringify(kept()), digestsBefore = digests();
    const bytes = Uint8Array.from(atob(content), each => each.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name));
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await wait(() => dialog.open || !input.value);
    const asked = dialog.open;
    if (asked) dialog.querySelector('[value=merge]').click();
    await wait(() => !dialog.open && !input.value);
    const result = { asked, kept: kept(), told: notice.hidden ? '' : notice.textContent };
    if (asked) notice.querySelector('[value=undo]').click();
    else notice.querySelector('[value=close]').click();
    await pause();
    result.restored = JSON.stringify(kept()) === before && digests() === digestsBefore;
    result.clean = document.images.length === images
      && document.querySelectorAll('script').length === elements;
    results.push(result);
  }
  return results;
}"""

_HTML: Final = '<img src=x onerror="document.title=1"><script>document.title=1</script>'
_ODD: Final[list[Any]] = [
    *(None, True, False, 0, -1, 1.5, 9999, 10000, 10**30, "", " ", "\x00", "\n", [], {}, [[]]),
    *(_HTML, "javascript:alert(1)", "{found}", "%s", "\ud800", "\u202e", "x" * 10_000),
    *({"__proto__": 1}, ["true"], "yes", "no", "true", "met", "7", "2026-02-30", "'", "=1", "[id]"),
]
_NAMES: Final = [
    *("__proto__", "constructor", "toString:note", "__proto__:note", "prototype/a:done", ""),
    *(":", "::", "#a:b", "@history", "@name", "a:@name", _HTML, "../a:b", "a/" * 500 + "b:c"),
    *("approach/own-51:label", "approach/own-0:done", "services/own-50:note", "steps/own-1:due"),
    *("ramverk:review:1:x", "approach/open:note ", "Approach/open:note", "values", "å:done"),
]


def mutations() -> Iterator[tuple[str, bytes]]:
    """Files made from good ones, always the same."""
    chance = random.Random(_SEED)
    good = [path.read_bytes() for path in GOOD if path.stat().st_size < 20_000]
    ways: list[Callable[[random.Random, bytes], bytes]]
    ways = [flipped, truncated, cut, with_pieces, with_odd_values, with_odd_names, rearranged]
    for number, way in zip(range(_COUNT), itertools.cycle(ways), strict=False):
        yield f"{number}-{way.__name__}", way(chance, chance.choice(good))


def flipped(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 20])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncated(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def cut(chance: random.Random, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(40) :]


def with_pieces(chance: random.Random, content: bytes) -> bytes:
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(content))
        piece = chance.choice([*PIECES, _HTML]).encode()
        content = content[:at] + piece + content[at + chance.choice([0, 0, 1, 2]) :]
    return content


def with_odd_values(chance: random.Random, content: bytes) -> bytes:
    document = json.loads(content.decode("utf-8-sig"))
    for _ in range(chance.randint(1, 4)):
        target = chance.choice([document, document["values"], document["values"]])
        if not isinstance(target, dict) or not target:
            break
        target[chance.choice([*target])] = chance.choice(_ODD)
        if not isinstance(document.get("values"), dict):
            break
    return dump(document)


def with_odd_names(chance: random.Random, content: bytes) -> bytes:
    document = json.loads(content.decode("utf-8-sig"))
    target = chance.choice(
        [document, document["values"], document.get("digests", document["values"])]
    )
    for _ in range(chance.randint(1, 3)):
        target[chance.choice(_NAMES)] = chance.choice([*_ODD, "00000000"])
    return dump(document)


def rearranged(chance: random.Random, content: bytes) -> bytes:
    """Still a good file: answers under the names of others, huge ones, many of them."""
    document = json.loads(content.decode("utf-8-sig"))
    values = document["values"]
    names = [*values, *BEFORE, *(f"approach/own-{number}:note" for number in range(60))]
    for _ in range(chance.choice([1, 5, 50])):
        word = chance.choice(["x" * chance.choice([1, 10, 5_000]), _HTML, "true", "7", "no"])
        values[chance.choice(names)] = word
    document["version"] = chance.choice(["1.0", "2.0", "", _HTML, "x" * 1000])
    return dump(document)


def dump(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def outcome(content: bytes) -> dict[str, str] | None:
    """What should be on the sheet when the file is opened; nothing when it is refused."""
    answers, _ = read_answers(content, "")
    carried = carry_over(answers, REVIEW, DIGESTS)[0] if answers else None
    return {**BEFORE, **carried.values, **carried.leftovers} if carried else None


#: Drawing the tables anew for each file would take most of the time.
_DRAW_LITTLE: Final = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('table, dl { display: none !important; }');
  document.adoptedStyleSheets.push(sheet);
}"""


@pytest.mark.parametrize("start", range(0, _COUNT, _PART))
def test_a_thousand_hostile_files_drop_no_answer(review: SheetPage, start: int) -> None:
    review.open_file(answers_file("review", BEFORE, digests={"approach/open": "12345678"}))
    review.page.evaluate(_DRAW_LITTLE)
    files = [*mutations()][start : start + _PART]
    sent = [[name, base64.b64encode(content).decode()] for name, content in files]
    results = review.page.evaluate(_OPEN, sent)
    refused = 0
    for (name, content), result in zip(files, results, strict=True):
        expected = outcome(content)
        refused += expected is None
        assert result["asked"] is (expected is not None), (name, result["told"])
        assert result["kept"] == (BEFORE if expected is None else expected), name
        assert result["told"], name
        assert result["restored"], name
        assert result["clean"], name
    assert _PART / 5 < refused < _PART * 4 / 5
    # The page still answers, and has what it had.
    review.page.evaluate("document.adoptedStyleSheets.length = 0")
    review.fill({":respondent": "Åsa"})
    assert review.page.title() != "1"
    review.reload()
    assert review.answers().values == {**BEFORE, ":respondent": "Åsa"}


@pytest.mark.parametrize("seed", range(3))
def test_hostile_tables_drop_no_answer(review: SheetPage, seed: int) -> None:
    """Tables of spreadsheets, mutated alike; there is no other reader to judge them by."""
    review.open_file(answers_file("review", BEFORE))
    review.page.evaluate(_DRAW_LITTLE)
    table = review.save_csv()
    chance = random.Random(_SEED + seed)
    ways = [flipped, truncated, cut, with_pieces]
    batch = [
        [f"{number}-{way.__name__}.csv", base64.b64encode(way(chance, table)).decode()]
        for number, way in zip(range(60), itertools.cycle(ways), strict=False)
    ]
    for (name, _), result in zip(batch, review.page.evaluate(_OPEN, batch), strict=True):
        assert result["told"], name
        assert result["restored"], name
        assert result["clean"], name
        assert result["asked"] or result["kept"] == BEFORE, name
        assert BEFORE.keys() <= result["kept"].keys(), name
    review.reload()
    assert review.answers().values == BEFORE
