"""The tools that are measured, by the names that the command knows them by."""

from __future__ import annotations

from .base import Peer
from .eleventy import Eleventy
from .floor import Floor
from .hugo import Hugo, HugoWithJson, HugoWithPagefind
from .material import MkDocs, Zensical
from .ramverk_ import Ramverk, RamverkWithPdf
from .sphinx_ import DataTemplates, SphinxNeeds

PEERS: dict[str, type[Peer]] = {
    "floor": Floor,
    "ramverk": Ramverk,
    "ramverk-pdf": RamverkWithPdf,
    "hugo": Hugo,
    "hugo-json": HugoWithJson,
    "pagefind": HugoWithPagefind,
    "eleventy": Eleventy,
    "zensical": Zensical,
    "mkdocs": MkDocs,
    "datatemplates": DataTemplates,
    "needs": SphinxNeeds,
}
