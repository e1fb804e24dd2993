"""Ramverk: from frameworks that have been read, as Typst's data have, to PDFs. VARIANT FILES…"""

from __future__ import annotations

import sys
from pathlib import Path

import meter

from ramverk.form import digests
from ramverk.formats import pdf
from ramverk.interface import interface_for
from ramverk.loading import Source, load_framework

VARIANT = sys.argv.pop(1)


def order(name: str) -> pdf.Order:
    path = Path(name)
    framework, problems = load_framework(Source(path.stem, path, name))
    assert framework, problems
    return pdf.Order(framework, interface_for("sv"), VARIANT, digests(framework))


ORDERS = {name: order(name) for name in sys.argv[1:]}


def prepare() -> meter.Maker:
    typesetter = pdf.Typesetter()
    return lambda name: pdf.write(ORDERS[name], typesetter).content


meter.run(prepare)
