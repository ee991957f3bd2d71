"""The two databases tests ask: everything that is committed, and a small synthetic one. Each is built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.pipeline.build import build
from data.query.answers import Answers
from data.query.connection import Database
from tests import synthetic
from tests.questions import Asked


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of everything that is committed."""
    path = tmp_path_factory.mktemp("published") / "equity.duckdb"
    build(path)
    return path


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic database of `tests.synthetic`."""
    return synthetic.make(tmp_path_factory.mktemp("synthetic")).database


@pytest.fixture(scope="session")
def ask_published(published: Path) -> Asked:
    """Answers from everything that is committed."""
    return Asked(Answers(Database(published)))


@pytest.fixture(scope="session")
def ask(example: Path) -> Asked:
    """Answers from the synthetic database."""
    return Asked(Answers(Database(example)))
