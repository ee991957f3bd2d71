"""A built database, a small checkout to run the steward's commands in, and a state of four towns."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from data.catalog.models import Indicator
from data.geography.places import Geography
from data.observations.models import Observation, Population
from data.pipeline.build import Inputs
from data.settings import ROOT
from tests.data_checkout import Checkout, copy_few
from tests.towns import Derive, Derived, by_database, four_towns, make_indicator, row_by_row


@pytest.fixture(scope="session")
def built(published: Path) -> Path:
    """The database of everything that is committed."""
    return published


@pytest.fixture
def small_inputs(tmp_path: Path) -> Inputs:
    """A copy of few of the committed inputs, to be changed: one indicator by city and town, and its populations."""
    return copy_few(tmp_path / "inputs")


@pytest.fixture(scope="session")
def fresh_checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """The program with few inputs, never changed: tests get copies of it."""
    root = tmp_path_factory.mktemp("fresh") / "checkout"
    kept = shutil.ignore_patterns("__pycache__", "snapshot", "indicators", "areas", "downloads", "*.duckdb*", "*.toml")
    shutil.copytree(ROOT / "data", root / "data", ignore=kept)
    small = copy_few(root.parent / "small")
    for folder in (small.indicators, small.areas, small.snapshot):
        shutil.copytree(folder, root / "data" / folder.name)
    for path in small.sources.glob("*.toml"):
        shutil.copy(path, root / "data" / "sources")
    shutil.copytree(ROOT / "assets" / "geometry", root / "assets" / "geometry")
    return Checkout(root)


@pytest.fixture(scope="session")
def built_checkout(fresh_checkout: Checkout, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """The same with its database, never changed either."""
    root = tmp_path_factory.mktemp("built") / "checkout"
    shutil.copytree(fresh_checkout.root, root)
    status, _, errors = Checkout(root).run("build")
    assert status == 0, errors
    return Checkout(root)


@pytest.fixture
def checkout(fresh_checkout: Checkout, tmp_path: Path) -> Checkout:
    """A copy of the program with few inputs, to be changed; nothing is built yet."""
    shutil.copytree(fresh_checkout.root, tmp_path / "checkout")
    return Checkout(tmp_path / "checkout")


@pytest.fixture
def made(built_checkout: Checkout, tmp_path: Path) -> Checkout:
    """A copy of the program with few inputs and its database, to be changed."""
    shutil.copytree(built_checkout.root, tmp_path / "made")
    return Checkout(tmp_path / "made")


@pytest.fixture(scope="session")
def towns() -> Geography:
    return four_towns()


@pytest.fixture(params=[by_database, row_by_row], ids=["by the database", "row by row"])
def derived(request: pytest.FixtureRequest, towns: Geography) -> Derive:
    def run(
        rows: Iterable[Observation], populations: Iterable[Population] = (), indicator: Indicator | None = None
    ) -> Derived:
        found: Derived = request.param(indicator or make_indicator(), rows, populations, towns)
        return found

    return run
