"""A published file may be replaced, missing or broken while it is served."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import duckdb
import pytest

from data.errors import DatabaseUnavailableError
from data.pipeline.build import build
from data.query import catalog_queries, connection
from data.query.answers import Answers
from data.query.connection import Database
from tests.data_checkout import copy_few

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def two_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two published files of different versions."""
    folder = tmp_path_factory.mktemp("two")
    inputs = copy_few(folder / "inputs")
    build(folder / "equity.duckdb", inputs)
    table = inputs.snapshot / "dph_opioid_towns_2019.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",0,,reported", ",1,,reported", 1), encoding="utf-8")
    build(folder / "next.duckdb", inputs)
    return folder


@pytest.fixture
def two_files(tmp_path: Path, two_built: Path) -> tuple[Path, Path]:
    """Copies of the two files, to be replaced and broken."""
    first, second = (Path(shutil.copy(two_built / name, tmp_path)) for name in ("equity.duckdb", "next.duckdb"))
    return first, second


def version(database: Database) -> str:
    with database.cursor() as cursor:
        return catalog_queries.version(cursor)[0]


def test_a_replaced_file_answers_the_next_question_and_no_answer_is_half_of_each(two_files: tuple[Path, Path]) -> None:
    first, second = two_files
    database, other = Database(first), Database(second)
    old, new = version(database), version(other)
    assert old != new
    identity = database.identity
    with database.cursor() as cursor:
        assert catalog_queries.version(cursor)[0] == old
        second.replace(first)
        assert catalog_queries.version(cursor)[0] == old, (
            "a question that was begun is answered from the file it began with"
        )
    assert database.identity != identity
    assert version(database) == new


def test_two_cursors_do_not_see_each_others_questions(two_files: tuple[Path, Path]) -> None:
    database = Database(two_files[0])
    with database.cursor() as one, database.cursor() as other:
        one.execute("SELECT 1")
        other.execute("SELECT 2")
        assert (one.fetchone(), other.fetchone()) == ((1,), (2,))


def test_a_missing_or_broken_file_is_said_and_a_whole_one_serves_again(
    tmp_path: Path, two_files: tuple[Path, Path]
) -> None:
    path = tmp_path / "served.duckdb"
    database = Database(path)
    with pytest.raises(DatabaseUnavailableError, match=r"served\.duckdb is not there"):
        version(database)
    path.write_bytes(b"half a file")
    with pytest.raises(DatabaseUnavailableError, match=r"served\.duckdb cannot be opened"):
        version(database)
    os.link(two_files[0], tmp_path / "link")
    (tmp_path / "link").replace(path)
    assert version(database)


def test_what_is_served_stays_as_it_is_whatever_becomes_of_the_file(
    two_files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two_files
    database, other = Database(first), Database(second)
    old, new = version(database), version(other)
    served, content = database.identity, first.read_bytes()
    first.write_bytes(second.read_bytes()[: len(content) // 2])  # as `cp` does it, in the middle of its work
    assert (version(database), database.trouble) == (old, "equity.duckdb is being written")
    assert database.identity == served
    assert database.path.read_bytes() == content, "who takes the file along gets the one that is served"
    shutil.copyfile(second, first)
    assert version(database) == old, "it may be written to still"
    monkeypatch.setattr(connection, "QUIET_SECONDS", 0)
    assert (version(database), database.trouble) == (new, "")
    first.unlink()
    assert (version(database), database.trouble) == (new, "equity.duckdb is not there: run `make build`")


def test_a_file_that_takes_long_to_refuse_is_left_alone_the_longer(
    two_files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks while it is looked through waits, readers of the file before it too."""
    monkeypatch.setattr(connection, "AGAIN_SECONDS", 0)
    monkeypatch.setattr(connection, "AGAIN_TIMES", 200)
    database, asked = Database(two_files[0]), list[float]()

    def refuse() -> None:
        asked.append(time.monotonic())
        time.sleep(0.05)
        raise DatabaseUnavailableError("no")

    database.check_with(refuse)
    for _ in range(3):
        with pytest.raises(DatabaseUnavailableError, match="no"):
            version(database)
    assert len(asked) == 1


def test_a_file_that_the_site_fails_over_is_refused_whatever_failed(
    two_files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("synthetic failure")

    monkeypatch.setattr(Answers, "to", fail)
    with pytest.raises(DatabaseUnavailableError, match="of another version"):
        _ = Answers(Database(two_files[0])).catalog


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM observation", "CREATE TABLE t (i INT)", "SET threads = 2", "FROM read_csv('/etc/hostname')"],
)
def test_a_cursor_can_read_the_tables_and_do_nothing_else(two_files: tuple[Path, Path], statement: str) -> None:
    with Database(two_files[0]).cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(statement)
