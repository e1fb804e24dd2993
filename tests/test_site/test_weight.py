"""What a visit costs."""

from __future__ import annotations

import gzip

import pytest

from tests.test_site.conftest import FRAMEWORKS, LANGUAGES, Site


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_first_visit_to_a_framework_stays_below_15_kilobytes(
    site: Site, framework: str, language: str
) -> None:
    """Page, styles and scripts, compressed as web servers do."""
    name = f"{language}/frameworks/{framework}.html"
    assets = site.tree(name).xpath("//link[@rel='stylesheet']/@href | //script/@src | //img/@src")
    assert any(str(each).partition("?")[0].endswith(".css") for each in assets)
    folder = (site.folder / name).parent
    files = [site.folder / name, *(folder / str(each).partition("?")[0] for each in assets)]
    sizes = {file.name: len(gzip.compress(file.read_bytes(), 6)) for file in files}
    assert sum(sizes.values()) < 15_000, sizes
