"""Over a database of made-up figures every page says so, and every file; over the site's own none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.pipeline.build import build
from tests.data.pipeline.test_synthetic_sources import mark
from tests.data_checkout import copy_few
from tests.site import Site, open_site

BANNER = "Synthetic figures: they are made up to try the site with, and say nothing about anybody."
NOTE = "These figures are synthetic: made up, they say nothing about anybody."


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("made-up")
    inputs = copy_few(folder / "inputs")
    mark(inputs)
    return open_site(build(folder / "equity.duckdb", inputs, synthetic=True).database)


@pytest.mark.parametrize("address", ["/", "/explore", "/embed", "/place/boston", "/methods", "/nowhere"])
def test_every_page_says_at_its_head_that_figures_are_made_up(made_up: Site, example: Path, address: str) -> None:
    page = made_up.get(address).get_data(as_text=True)
    assert page.count(BANNER) == 1
    assert page.index(BANNER) < page.index("<main")
    assert BANNER not in open_site(example).get(address).get_data(as_text=True)


def test_it_is_said_in_the_language_of_the_reader(made_up: Site) -> None:
    assert "Cifras sintéticas" in made_up.get("/explore?lang=es").get_data(as_text=True)
    assert "Números sintéticos" in made_up.get("/explore?lang=pt").get_data(as_text=True)


def test_the_notes_of_every_view_begin_with_it_and_files_have_them(made_up: Site) -> None:
    assert NOTE in made_up.get("/explore").get_data(as_text=True)
    assert NOTE in made_up.get("/api/v1/views/explore.csv").get_data(as_text=True)
    assert NOTE in made_up.get("/api/v1/views/explore.json").get_data(as_text=True)
