"""WeasyPrint: from HTML that is ready, to a PDF/UA-1 with form fields. FONTS FILES…"""

from __future__ import annotations

import sys

import meter
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

FONTS = sys.argv.pop(1)
STYLE = """
@font-face { font-family: Sheet; src: url(NotoSans-Regular.ttf) }
@font-face { font-family: Sheet; font-weight: bold; src: url(NotoSans-Bold.ttf) }
@page { size: a4; margin: 16mm 17mm 19mm;
  @bottom-right { content: counter(page) "/" counter(pages); font: 8pt Sheet } }
html { font: 9.5pt/1.25 Sheet }
h1 { font-size: 19pt; margin: 0 0 9pt } h2 { font-size: 13.5pt; margin: 20pt 0 9pt }
h3 { font-size: 10.5pt; margin: 15pt 0 7pt }
h4 { font-size: 9pt; margin: 9pt 0 6pt }
p { margin: 0 0 0.9em }
table { width: 100%; border-collapse: collapse; font-size: 9pt; table-layout: fixed }
th, td { border: 0.5pt solid #5a5a5a; padding: 5pt; text-align: left }
thead th { background: #ebebeb; font-size: 8.5pt }
tbody th { font-weight: normal }
tr, .evidence, .sheet { break-inside: avoid }
td.field, th.field { padding: 1pt }
.small, th p { font-size: 8.5pt; margin: 5pt 0 0 }
.evidence { margin: 5pt 0 }
input, textarea, select { appearance: auto; box-sizing: border-box; width: 100%; height: 16pt;
  border: 0.5pt solid #5a5a5a; font: 8.5pt Sheet }
textarea { height: 36pt } .field textarea, .field input { height: 24pt; border: 0 }
input[type=checkbox], input[type=radio] { display: inline-block; width: 11pt; height: 11pt;
  border: 0.9pt solid }
"""


def prepare() -> meter.Maker:
    fonts = FontConfiguration()
    style = CSS(string=STYLE, base_url=f"file://{FONTS}/", font_config=fonts)

    def make(name: str) -> bytes:
        return HTML(filename=name).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_forms=True, pdf_variant="pdf/ua-1"
        )

    return make


meter.run(prepare)
