"""Texts in another language than the page's say in which direction they are written.

Without that, the full stop of a Swedish sentence on an Arabic page would stand at its beginning.
All parts of a page are looked through when they are ready, whoever has written them: docutils
writes the language of a text, but knows nothing of directions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ..interface import interface_for
from .domain import domain_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

#: What of a page's context is HTML that may hold such texts.
_PARTS: Final = ("body", "title", "parents", "prev", "next")
#: In HTML, such quotes stand only around the values of attributes: in texts they are escaped.
_LANGUAGE: Final = re.compile(r'(?P<attribute> (?:xml:)?lang="(?P<tag>[\w-]+)")(?![^<>]* dir=)')


def with_directions(html: str, direction: str) -> str:
    """HTML in which elements of another language than the page's have a ``dir`` if they need one.

    :param direction: of the page, ``ltr`` or ``rtl``.
    """

    def marked(found: re.Match[str]) -> str:
        own = interface_for(found["tag"]).direction
        return found[0] if own == direction else f'{found["attribute"]} dir="{own}"'

    return _LANGUAGE.sub(marked, html) if ' lang="' in html else html


def _everywhere(value: Any, direction: str) -> Any:
    if isinstance(value, str):
        return with_directions(value, direction)
    if isinstance(value, list):
        return [_everywhere(each, direction) for each in value]
    if isinstance(value, dict):
        return {key: _everywhere(each, direction) for key, each in value.items()}
    return value


def add_directions(
    app: Sphinx,
    _pagename: str,
    _templatename: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    direction = domain_of(app.env).interface.direction
    for part in _PARTS:
        if part in context:
            context[part] = _everywhere(context[part], direction)


def setup(app: Sphinx) -> None:
    # When all others have added their parts.
    app.connect("html-page-context", add_directions, priority=950)
