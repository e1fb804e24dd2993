"""Plain Typst: our template with data that are ready, and nothing else. TEMPLATE FONTS FILES…"""

from __future__ import annotations

import sys

import meter
import typst

TEMPLATE, FONTS = sys.argv.pop(1), sys.argv.pop(1)
DATE = 1767225600  # 2026-01-01


def prepare() -> meter.Maker:
    folder = TEMPLATE.rpartition("/")[0]
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    compiler = typst.Compiler(TEMPLATE, root=folder, font_paths=fonts)

    def make(name: str) -> bytes:
        with open(name, encoding="utf-8") as file:  # noqa: PTH123 - pathlib is slow to load
            data = file.read()
        return compiler.compile(
            format="pdf", sys_inputs={"data": data}, pdf_standards=["ua-1"], timestamp=DATE
        )

    return make


meter.run(prepare)
