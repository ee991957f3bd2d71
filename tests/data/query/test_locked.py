"""The connections of the site are closed: whatever a statement asks for, nothing but the tables is written or read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from data.query.connection import Database
from data.query.published import parquet

WRITES = (
    "COPY observation TO '{folder}/a.csv'", "COPY (SELECT 1) TO '{folder}/a.parquet' (FORMAT parquet)",
    "EXPORT DATABASE '{folder}/a'", "ATTACH '{folder}/a.duckdb' AS other", "DETACH published",
    "INSERT INTO observation SELECT * FROM observation", "UPDATE observation SET value = 0",
    "DELETE FROM observation", "DROP TABLE observation", "ALTER TABLE observation ADD COLUMN a INT",
    "CREATE TABLE published.a (i INT)", "CREATE FUNCTION a() AS 1", "CREATE SECRET a (TYPE s3)",
    "SELECT 1; COPY observation TO '{folder}/a.csv'",
)  # fmt: skip
READS = (
    "FROM read_csv('{folder}/secret.csv')", "FROM read_text('{folder}/secret.csv')",
    "FROM read_blob('{folder}/secret.csv')", "FROM read_json('{folder}/secret.csv')",
    "FROM read_parquet('{folder}/secret.csv')", "FROM sniff_csv('{folder}/secret.csv')",
    "FROM glob('{folder}/*')", "FROM '{folder}/secret.csv'", "ATTACH '{folder}/secret.csv' AS other (READ_ONLY)",
    "IMPORT DATABASE '{folder}'", "FROM 'https://data.example.org/a.csv'", "FROM secret", "SELECT getenv('HOME')",
)  # fmt: skip
SETTINGS = (
    "SET enable_external_access = true", "RESET enable_external_access", "SET lock_configuration = false",
    "SET allowed_directories = ['/']", "SET allowed_paths = ['{folder}/secret.csv']", "SET memory_limit = '100GB'",
    "SET GLOBAL threads = 8", "SET temp_directory = '{folder}'", "PRAGMA enable_profiling",
    "SET custom_extension_repository = 'http://data.example.org'", "SET python_scan_all_frames = true",
    "INSTALL httpfs", "LOAD httpfs", "LOAD '{folder}/a.duckdb_extension'",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file that is nobody's to read."""
    (tmp_path / "secret.csv").write_text("word\nhidden\n")
    return tmp_path


def refused(cursor: Any, statement: str, folder: Path) -> bool:
    """Whether a statement is refused; what it could have read is on the stack besides, as a frame."""
    secret = pd.DataFrame({"word": ["hidden"]})
    assert len(secret) == 1
    try:
        cursor.execute(statement.format(folder=folder)).fetchall()
    except duckdb.Error:
        return True
    return False


def test_nothing_is_written_read_or_set_on_the_connection_that_answers(example: Path, folder: Path) -> None:
    database = Database(example)
    for statement in (*WRITES, *READS, *SETTINGS):
        with database.cursor() as cursor:
            assert refused(cursor, statement, folder), statement
    assert [path.name for path in folder.iterdir()] == ["secret.csv"]
    with database.cursor() as cursor:
        assert cursor.execute("SELECT count(*) > 0 FROM observation").fetchone() == (True,)


def test_a_connection_that_writes_files_writes_and_reads_its_own_folder_alone(example: Path, folder: Path) -> None:
    own = folder / "own"
    own.mkdir()
    with Database(example).writer(own) as connection:
        for statement in (*WRITES, *READS, *SETTINGS):
            assert refused(connection, statement, folder), statement
        connection.execute("COPY build TO $path", {"path": str(own / "build.csv")})
    assert {path.name for path in folder.rglob("*")} == {"secret.csv", "own", "build.csv"}


def test_the_connection_that_makes_parquet_is_closed_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no table of ours, only the rows of one file, and the words that stand in it."""
    tried: list[str] = []
    connect = duckdb.connect

    def connected(*args: Any, **words: Any) -> Any:
        class Tried:
            def __enter__(self) -> Any:
                return self

            def __exit__(self, *_: object) -> None:
                for statement in (WRITES[1], *READS, *SETTINGS):
                    assert refused(connection, statement, folder), statement
                    tried.append(statement)
                connection.close()

            def __getattr__(self, name: str) -> Any:
                return getattr(connection, name)

        connection = connect(*args, **words)
        return Tried()

    monkeypatch.setattr(duckdb, "connect", connected)
    about = {"title": "'; COPY written TO '/tmp/a'; --", 'a"b': "$about {x} \x00 é"}
    made = parquet.parquet_file({"place": "text"}, [{"place": "'); --"}], about)
    assert len(tried) == len(READS) + len(SETTINGS) + 1
    (folder / "made.parquet").write_bytes(made)
    with connect() as reader:
        path = {"path": str(folder / "made.parquet")}
        told = reader.execute("SELECT key, value FROM parquet_kv_metadata($path)", path).fetchall()
        assert {key.decode(): value.decode() for key, value in told} == about
        assert reader.execute("SELECT place FROM read_parquet($path)", path).fetchall() == [("'); --",)]
