"""Problems as Sphinx warnings, with the place in the framework's own file."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util import logging

from ..problems import Problem

logger = logging.getLogger(__name__)


def warn(problem: Problem, location: Any = None) -> None:
    """Report ``problem`` as the warning ``ramverk.<code>``.

    :param location: a node or a place as Sphinx takes it, when the problem lies in a page.
    """
    # Sphinx takes a place without a colon for the name of a page.
    place = problem.location
    if place and ":" not in place:
        place += ":"
    logger.warning(
        "%s",
        problem.describe(),
        type="ramverk",
        subtype=problem.code,
        location=location or place,
    )


def visible_warning(message: str) -> nodes.warning:
    """A box on the page that says what is missing there."""
    paragraph = nodes.paragraph("", message, translatable=False)
    return nodes.warning("", paragraph)
