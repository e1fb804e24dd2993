"""Whether what a tool has built is whole, so that none wins by leaving something out."""

from __future__ import annotations

import html
import re
from pathlib import Path

from collection import Collection, Framework
from peers.base import Peer

ID = re.compile(r'\sid="?([^"\s>]+)')
BOX = re.compile(r'type="?checkbox|☐|class="ramverk-box"')
LINK = re.compile(r"<a\s[^>]*href")
SEPARATOR = re.compile(r"[-._]")


class IncompleteError(Exception):
    """A page lacks something that it should hold."""


def verify(peer: Peer, folder: Path, collection: Collection) -> None:
    """Whether each page has all texts, an anchor and a box for each item, and a way to the others.

    :raises IncompleteError: with the page and what it lacks.
    """
    for language in collection.languages:
        count = 0
        for framework in collection.frameworks(language):
            page = peer.page(folder, language, framework.name)
            _verify_page(page, framework)
            count += 1
        start = _read(_start_page(peer, folder, collection, language))
        if len(LINK.findall(start)) < count:
            raise IncompleteError(f"{language}: the start page does not lead to {count} pages")


def verify_text(page: Path, text: str) -> None:
    """Whether a page has a text.

    :raises IncompleteError: it has not.
    """
    if text not in _words(_read(page)):
        raise IncompleteError(f"{page} lacks: {text}")


def _verify_page(page: Path, framework: Framework) -> None:
    source = _read(page)
    words = _words(source)
    for text in framework.texts():
        if text not in words:
            raise IncompleteError(f"{page} lacks: {text}")
    found = {"-".join(SEPARATOR.split(each.lower())[-2:]) for each in ID.findall(source)}
    if missing := [each for each in framework.anchors() if each not in found]:
        raise IncompleteError(f"{page} lacks anchors: {', '.join(missing)}")
    if len(BOX.findall(source)) < sum(1 for _ in framework.anchors()):
        raise IncompleteError(f"{page} lacks boxes to tick")


def _start_page(peer: Peer, folder: Path, collection: Collection, language: str) -> Path:
    """The page of the language; where a tool has none, the first framework's."""
    first = peer.page(folder, language, collection.framework(0, language).name)
    name = "index.html"
    above = [each / name for each in first.parents if each.name != "f0000"]
    return next((each for each in above[:2] if each.is_file()), first)


def _read(page: Path) -> str:
    try:
        return page.read_text("utf-8")
    except FileNotFoundError as error:
        raise IncompleteError(f"{page} is missing") from error


def _words(source: str) -> str:
    return " ".join(html.unescape(source).split())
