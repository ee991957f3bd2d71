"""The two databases tests ask: everything that is committed, and a small synthetic one. Each is built once in a run."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data.pipeline.build import Inputs, build
from data.query.answers import Answers
from data.query.connection import Database
from data.settings import ROOT, Settings
from tests import priority_geographies, synthetic
from tests.once import made_once, run_folder
from tests.questions import Asked

NOT_OF_A_BUILD = ("query", "analysis", "sources")
"""Rooms of `data` that a build does without."""


def is_up_to_date(database: Path) -> bool:
    """Whether a built file is what a build would make now: of these inputs, and younger than the code that builds."""
    if not database.exists():
        return False
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            found = connection.execute("SELECT version FROM build").fetchone()
    except duckdb.Error:
        return False
    rooms = ROOT / "data"
    code = [path for path in rooms.rglob("*.py") if path.relative_to(rooms).parts[0] not in NOT_OF_A_BUILD]
    youngest = max(path.stat().st_mtime for path in code)
    return found == (Inputs().version(),) and database.stat().st_mtime > youngest


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of everything that is committed: the one `make build` made, where it is up to date."""
    if is_up_to_date(Settings.database):
        return Settings.database
    folder = made_once(run_folder(tmp_path_factory) / "published", lambda made: build(made / "equity.duckdb"))
    return folder / "equity.duckdb"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic database of `tests.synthetic`."""
    return made_once(run_folder(tmp_path_factory) / "synthetic", synthetic.make) / "example.duckdb"


@pytest.fixture(scope="session")
def with_priority_geographies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small database in which the file of priority geographies is filled, with made-up ones."""
    folder = made_once(run_folder(tmp_path_factory) / "priority", priority_geographies.make)
    return folder / "equity.duckdb"


@pytest.fixture(scope="session")
def ask_published(published: Path) -> Asked:
    """Answers from everything that is committed."""
    return Asked(Answers(Database(published)))


@pytest.fixture(scope="session")
def ask(example: Path) -> Asked:
    """Answers from the synthetic database."""
    return Asked(Answers(Database(example)))
