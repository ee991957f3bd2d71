"""Files to take along hold what the published file holds, read here by other statements, and nothing more."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from components.documents.series import rows_csv
from data.catalog.publication.columns import OF_TABLE
from data.errors import DatabaseUnavailableError
from data.query.answers import Answers
from data.query.connection import Database
from data.query.published.contents import COLUMNS
from data.query.published.descriptors import dictionary_rows, series_dictionary
from data.query.published.files import DESCRIPTOR, TABLES, Publication
from data.vocabulary import GROUPS, Period
from tests.questions import Asked

SERIES = ("drug_overdose_deaths", "treatment_admissions_opioids", "low_birthweight", "life_expectancy_tracts", "births")


@pytest.fixture(scope="module")
def plain(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, asked in the test's own statements."""
    with duckdb.connect(str(published), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def publication(ask_published: Asked) -> Publication:
    return ask_published.answers.publication


def key(row: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(map(str, row))


@pytest.mark.parametrize("indicator", SERIES)
def test_a_series_is_every_row_of_the_table(
    ask_published: Asked, publication: Publication, plain: duckdb.DuckDBPyConnection, indicator: str
) -> None:
    catalog = ask_published.catalog
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in publication.series(catalog.indicators[indicator], catalog)]
    expected = plain.execute(
        "SELECT geo_id, geo_level, dimension, stratum, period_start, period_end, value, ci_low, ci_high, numerator, "
        "denominator, status, source FROM observation_by_place WHERE indicator = ?",
        [indicator],
    ).fetchall()
    names = (
        "geo_id", "level", "dimension", "group_id", "period_start", "period_end", "value", "ci_low", "ci_high",
        "numerator", "denominator", "status", "source",
    )  # fmt: skip
    assert sorted((tuple(row[name] for name in names) for row in rows), key=key) == sorted(expected, key=key)
    for row in rows:
        assert row["place"] == catalog.places[row["geo_id"]].name
        assert row["group"].casefold() == GROUPS[row["group_id"]].name.casefold()
        assert row["period"] == Period(row["period_start"], row["period_end"]).slug
        assert row["unit"] == catalog.indicators[indicator].unit
        assert row["licence"] == catalog.sources[row["source"]].licence


def test_a_hidden_figure_has_a_status_and_no_number_in_any_file(ask: Asked) -> None:
    """Synthetic: three counties' deaths are hidden, as `tests.synthetic` says."""
    catalog, publication = ask.catalog, ask.answers.publication
    rows = publication.series(catalog.indicators["example_deaths"], catalog)
    lines = list(csv.DictReader(io.StringIO(rows_csv(COLUMNS, rows).decode("utf-8-sig"))))
    hidden = [line for line in lines if line["status"] == "suppressed"]
    assert len(hidden) >= 3
    for line in hidden:
        assert {line[name] for name in ("value", "ci_low", "ci_high", "numerator")} == {""}
    with zipfile.ZipFile(io.BytesIO(publication.package(catalog))) as archive:
        table = archive.read("observation.csv").decode()
    kept = [line for line in csv.DictReader(io.StringIO(table)) if line["status"] == "suppressed"]
    assert len(kept) >= len(hidden)
    assert {line[name] for line in kept for name in ("value", "ci_low", "ci_high", "numerator")} == {""}


def test_parquet_is_the_same_rows_with_their_types_and_its_own_description(
    ask_published: Asked, publication: Publication, tmp_path: Path
) -> None:
    catalog, indicator = ask_published.catalog, ask_published.catalog.indicators["drug_overdose_deaths"]
    path = tmp_path / "series.parquet"
    path.write_bytes(publication.parquet(indicator, catalog, {"title": "the state's own"}))
    with duckdb.connect() as connection:
        read = connection.execute("SELECT * FROM read_parquet($path)", {"path": str(path)})
        assert read.description is not None
        assert tuple(column[0] for column in read.description) == COLUMNS
        assert sorted(read.fetchall(), key=key) == sorted(publication.series(indicator, catalog), key=key)
        told = connection.execute("SELECT key, value FROM parquet_kv_metadata($path)", {"path": str(path)}).fetchall()
    assert (b"title", b"the state's own") in told


def test_a_series_as_csv_opens_with_numbers_as_they_are_stored() -> None:
    text = rows_csv(("a", "b"), [(None, 12.0), ("=1+1", 79.6019900498)]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [["a", "b"], ["", "12"], ["'=1+1", "79.6019900498"]]


def test_the_dictionary_names_every_column_and_every_code_that_occurs(
    ask_published: Asked, plain: duckdb.DuckDBPyConnection
) -> None:
    catalog = ask_published.catalog
    dictionary = series_dictionary(catalog.indicators["drug_overdose_deaths"], catalog, catalog.version)
    assert [field["name"] for field in dictionary["schema"]["fields"]] == list(COLUMNS)
    for column, name in (("group_id", "stratum"), ("level", "geo_level"), ("dimension", "dimension")):
        found = plain.execute(
            f"SELECT DISTINCT {name} FROM observation WHERE indicator = 'drug_overdose_deaths'"
        ).fetchall()
        assert set(dictionary["codes"][column]) == {code for (code,) in found}
    assert dictionary["description"] == catalog.indicators["drug_overdose_deaths"].definition
    rows = dictionary_rows(dictionary)
    assert [row[0] for row in rows if row[0] and not row[1]] == list(COLUMNS)
    assert ("status", "suppressed", "code", "hidden") in rows


def test_what_a_series_holds_is_counted_by_source(
    publication: Publication, plain: duckdb.DuckDBPyConnection, ask_published: Asked
) -> None:
    for indicator in list(ask_published.catalog.indicators)[::9]:
        facts = publication.facts(indicator)
        rows = plain.execute(
            "SELECT source, status, value, ci_low, numerator, dimension, period_start, period_end "
            "FROM observation WHERE indicator = ?",
            [indicator],
        ).fetchall()
        assert facts.total("rows") == len(rows)
        assert facts.total("figures") == sum(row[2] is not None for row in rows)
        assert facts.total("hidden") == sum(row[1] == "suppressed" for row in rows)
        assert facts.total("intervals") == sum(row[3] is not None for row in rows)
        assert facts.total("numerators") == sum(row[4] is not None for row in rows)
        for of_source in facts.of_sources:
            own = [row for row in rows if row[0] == of_source.source and row[2] is not None]
            assert of_source.dimensions == {row[5] for row in own}
            if own:
                assert of_source.first == min(row[6].year for row in own)
                assert of_source.last == max(row[7].year for row in own)


def test_the_package_has_every_table_but_copies_and_outlines_and_describes_each_column(
    ask_published: Asked, publication: Publication, plain: duckdb.DuckDBPyConnection
) -> None:
    everything = {name for (name,) in plain.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    assert everything - set(TABLES) == {"observation_by_place", "boundary"}
    packed = publication.package(ask_published.catalog)
    assert publication.package(ask_published.catalog) is packed, "it is made once"
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        package = json.loads(archive.read(DESCRIPTOR))
        assert set(archive.namelist()) == {DESCRIPTOR, *(f"{name}.csv" for name in TABLES)}
        assert package["version"] == ask_published.catalog.version
        columns = {
            (resource["path"].removesuffix(".csv"), field["name"])
            for resource in package["resources"]
            for field in resource["schema"]["fields"]
        }
        assert set(OF_TABLE) <= columns, "words for a column of one table are of one that there is"
        terms = {(each["title"], each["path"]) for each in package["licenses"]}
        assert terms == {(s.licence, s.address) for s in ask_published.catalog.sources.values()}
        for resource in package["resources"]:
            rows = list(csv.reader(io.StringIO(archive.read(resource["path"]).decode())))
            assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
            assert all(len(field["description"]) > 5 for field in resource["schema"]["fields"])
            (number,) = plain.execute(f"SELECT count(*) FROM {resource['path'].removesuffix('.csv')}").fetchone() or (
                0,
            )
            assert len(rows) - 1 == number, resource["path"]


def test_a_file_is_written_into_one_folder_and_nowhere_else(published: Path, tmp_path: Path) -> None:
    database, folder = Database(published), tmp_path / "within"
    folder.mkdir()
    with database.writer(folder) as connection:
        connection.execute(f"COPY build TO '{folder}/build.csv'")
    for statement in (
        f"COPY build TO '{tmp_path}/build.csv'",
        "INSERT INTO build SELECT * FROM build",
        f"SET allowed_directories = ['{tmp_path}']",
    ):
        with pytest.raises(DatabaseUnavailableError), database.writer(folder) as connection:
            connection.execute(statement)
    assert [path.name for path in tmp_path.rglob("*.csv")] == ["build.csv"]


def test_release_notes_are_those_of_the_file_newest_first(publication: Publication, example: Path) -> None:
    days = [release.day for release in publication.releases]
    assert days == sorted(days, reverse=True)
    assert Answers(Database(example)).publication.releases == ()
