"""A built database, a small checkout to run the steward's commands in, and a state of four towns."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from data.catalog.models import Indicator
from data.geography.places import Geography
from data.observations.models import Observation, Population
from data.pipeline.build import Inputs
from data.settings import ROOT
from tests.data_checkout import Checkout, Program, copy_few
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
def few_inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Few of the committed inputs, never changed: tests get copies of them."""
    folder = tmp_path_factory.mktemp("few")
    copy_few(folder)
    return folder


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A copy of the program without inputs, which runs commands for one test after another."""
    root = tmp_path_factory.mktemp("program") / "checkout"
    kept = shutil.ignore_patterns("__pycache__", "snapshot", "indicators", "areas", "downloads", "*.duckdb*", "*.toml")
    shutil.copytree(ROOT / "data", root / "data", ignore=kept)
    shutil.copytree(ROOT / "assets" / "geometry", root / "assets" / "geometry")
    started = Program(root)
    yield started
    started.close()


@pytest.fixture
def checkout(program: Program, few_inputs: Path) -> Checkout:
    """The program with few inputs, to be changed; nothing is built yet."""
    checkout = Checkout(program)
    checkout.reset(few_inputs)
    return checkout


@pytest.fixture(scope="session")
def few_built(program: Program, few_inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same inputs with their database, never changed either."""
    checkout = Checkout(program)
    checkout.reset(few_inputs)
    status, _, errors = checkout.run("build")
    assert status == 0, errors
    folder = tmp_path_factory.mktemp("built") / "data"
    shutil.copytree(few_inputs, folder)
    for path in checkout.data.glob("equity.*"):
        shutil.copy2(path, folder)
    return folder


@pytest.fixture
def made(program: Program, few_built: Path) -> Checkout:
    """The program with few inputs and their database, to be changed."""
    checkout = Checkout(program)
    checkout.reset(few_built)
    return checkout


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
