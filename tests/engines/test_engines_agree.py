"""DuckDB, Spark and a count record by record in plain Python make the same whole numbers of the same files."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.records import counting, engines, inputs
from data.records.definition import DETAILED, RACE_RULES, CaseDefinition, RaceRule, definitions, read_definition
from data.records.layouts import LAYOUTS
from tests.alternatives import records as alternative
from tests.engines import cluster
from tests.engines.hand_made import MADE, Record, write

RECORDS = 1500
CODES_OF_DELIVERIES = (
    "O80;Z37.0", "o82 ;Z370;D65", "Z3700;O72.1", "O00.1;Z370", "I21.4;Z37.2", "R65.21;O85", "650;V270;5849", "",
)  # fmt: skip
PROCEDURES = ("10E0XZZ", "10D00Z1;30233N1", "30233N1", "0UT90ZZ", "9904", "10A07ZZ", "5A1945Z;10E0XZZ", "3110", "")
CAUSES = ("I251", "I21.9", "X42", "x44", "X85", "Y14", "I64", "E149", "I10", "I120", "I50", "C349", "T401", "R99", "")
OTHERS = ("T40.1;F112", "T405", "T436;t40.4", "", "I10", "T40", "T4060")
SPOILT = ("", " ", "x", "99", "9999", "-3", "12.5", "1e3", "999999999999999999999", "2021-02-30")
"""Values that cannot be, put into any column."""


def one_of(rng: random.Random, *values: str) -> str:
    """One of some values."""
    return rng.choice(values)


def chance_record(rng: random.Random, kind: str, number: int) -> Record:
    """A record made up at random, with one column in fifty spoilt."""
    year = str(rng.choice((1998, 2014, 2015, 2016, 2021, 2022)))
    record: Record = MADE[kind](
        record_id=f"{kind}{number if rng.random() > 0.01 else number - 1}",
        residence_state=one_of(rng, "MA", "MA", "MA", "ma", "NH", "", "ZZ"),
        residence_town=str(rng.choice((0, 1, 35, 351, 352, 281))),
        hispanic=one_of(rng, "yes", "no", "no", "NO", "unknown"),
        race_unknown=one_of(rng, "0", "1"),
        ethnicities=one_of(rng, "", "haitian", "Cape_Verdean;haitian", "chinese;chinese", "walloon;flemish"),
    )
    record |= {
        f"race_{race}": one_of(rng, "0", "0", "1", "Y", "no", "")
        for race in ("white", "black", "asian", "aian", "nhopi", "other")
    }
    record[LAYOUTS[kind].date] = f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 31):02d}"
    if kind == "births":
        record |= {
            "mother_age": str(rng.randint(12, 45)), "birthweight": str(rng.choice((1400, 2499, 2500, 3300, 9999))),
            "gestation_weeks": str(rng.randint(20, 44)), "plurality": one_of(rng, "1", "1", "2", "99"),
            "presentation": one_of(rng, "cephalic", "cephalic", "breech", "Other", "unknown"),
            "delivery_method": one_of(rng, "cesarean", "vaginal_vacuum", "unknown", "Cesarean"),
            "previous_live_births": str(rng.choice((0, 0, 1, 3, 99))),
            "prenatal_care_month": str(rng.choice((0, 1, 2, 3, 4, 5, 9, 99))),
            "prenatal_visits": str(rng.randint(0, 20)),
            "education": one_of(rng, "high_school", "college_degree", "unknown", "PhD"),
        }  # fmt: skip
    elif kind == "deaths":
        infant = rng.random() < 0.3
        record |= {
            "sex": one_of(rng, "female", "male", "Male", "unknown"),
            "age_years": "0" if infant else str(rng.choice((0, 1, 4, 5, 17, 44, 74, 75, 85, 101, 999))),
            "age_days": str(rng.choice((0, 27, 364, 365))) if infant and rng.random() < 0.8 else None,
            "underlying_cause": rng.choice(CAUSES), "other_causes": rng.choice(OTHERS),
            "birth_record_id": f"births{rng.randint(0, RECORDS * 2)}" if infant else None,
        }  # fmt: skip
        if infant and rng.random() < 0.2:
            record["age_years"] = None
    else:
        record |= {
            "age": str(rng.choice((9, 12, 30, 54, 55, 99))), "coding": one_of(rng, "ICD-10", "ICD-10", "ICD-9", "?"),
            "diagnoses": rng.choice(CODES_OF_DELIVERIES), "procedures": rng.choice(PROCEDURES),
            "drg": one_of(rng, "807", "768", "999", ""),
        }  # fmt: skip
    for column in record:
        if column not in ("record_id", "birth_record_id") and rng.random() < 0.02:
            record[column] = rng.choice(SPOILT)
    return record


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Record]]:
    rng = random.Random(20_240_601)
    return {kind: [chance_record(rng, kind, n) for n in range(RECORDS)] for kind in LAYOUTS}


@pytest.fixture(scope="module")
def files(rows: dict[str, list[Record]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("records")
    return {
        f"{kind}.{form}": write(some, kind, folder / f"{kind}.{form}")
        for kind, some in rows.items()
        for form in ("csv", "parquet")
    }


@pytest.fixture(scope="module")
def duck() -> Iterator[engines.Engine]:
    engine = engines.connect("duckdb", "1GB")
    yield engine
    engines.disconnect(engine)


@pytest.fixture(scope="module")
def spark(spark_cluster: cluster.Cluster) -> Iterator[engines.Engine]:
    engine = engines.connect(spark_cluster.address, "512MB")
    engine._session.conf.set("spark.sql.shuffle.partitions", "2")
    yield engine
    engines.disconnect(engine)


def counts_of(
    engine: engines.Engine, files: dict[str, Path], definition: CaseDefinition, rule: RaceRule, form: str
) -> dict[Any, Any]:
    """Counts of a definition from files, as the plain alternative has them."""
    table = inputs.read(engine, files[f"{definition.records}.{form}"], LAYOUTS[definition.records])
    linked = None
    if definition.linked:
        linked = inputs.read(engine, files[f"{definition.linked}.{form}"], LAYOUTS[definition.linked])
    frame = counting.collect(counting.counts(table, linked, definition, rule))
    return {tuple(row[:5]): tuple(row[5:]) for row in frame.itertuples(index=False)}


@pytest.mark.parametrize("rule", RACE_RULES)
@pytest.mark.parametrize("name", definitions())
def test_duckdb_counts_what_a_count_record_by_record_finds(
    name: str, rule: RaceRule, rows: dict[str, list[Record]], files: dict[str, Path], duck: engines.Engine
) -> None:
    definition = read_definition(name)
    found = counts_of(duck, files, definition, rule, "csv" if rule == "single" else "parquet")
    linked = rows[definition.linked] if definition.linked else []
    assert found == alternative.counts(rows[definition.records], linked, alternative.definition_of(name), rule)
    assert sum(cases for key, (cases, _) in found.items() if key[2] == "overall") > 5


OF_EACH_KIND = (
    "infant_mortality_records", "life_expectancy_records", "low_risk_cesarean_records",
    "opioid_overdose_deaths_records", "prenatal_care_adequate_records", "severe_maternal_morbidity_records",
    "teen_births_records",
)  # fmt: skip
"""Definitions that have, between them, every kind of record, condition, denominator and group of age."""


# pyspark leaves the sockets that it has read from to the collector of garbage, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
@pytest.mark.parametrize("name", OF_EACH_KIND)
def test_spark_counts_what_duckdb_counts(
    name: str, files: dict[str, Path], duck: engines.Engine, spark: engines.Engine
) -> None:
    definition = read_definition(name)
    rule: RaceRule = "combination" if definition.records == "births" else "single"
    form = "csv" if definition.denominator == "records" else "parquet"
    assert counts_of(spark, files, definition, rule, form) == counts_of(duck, files, definition, rule, form)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
def test_detailed_groups_are_counted_alike(
    rows: dict[str, list[Record]], files: dict[str, Path], duck: engines.Engine, spark: engines.Engine
) -> None:
    written = alternative.definition_of("low_birthweight_records") | {"dimensions": ["overall", DETAILED]}
    definition = CaseDefinition.model_validate({"id": "detailed", **written})
    expected = alternative.counts(rows["births"], [], written)
    assert {key[3] for key in expected} > {"haitian", "cape_verdean", "chinese", "other_group", "not_stated"}
    assert counts_of(duck, files, definition, "single", "csv") == expected
    assert counts_of(spark, files, definition, "single", "csv") == expected


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_fields_with_commas_quotation_marks_and_line_breaks_are_read_alike(
    tmp_path: Path, duck: engines.Engine, spark: engines.Engine
) -> None:
    """Lists have more semicolons than the file has commas, and yet these stand between its fields."""
    fields = [
        ("record_id", "other_causes"),
        ("1", "T401;I10;I20;E11"),
        ("2, 3", 'a "b"'),
        ("4", "I10;\nI20"),
        ("5", ""),
    ]
    path = tmp_path / "deaths.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(fields)
    for engine in (duck, spark):
        table = inputs.open_table(engine, path)
        assert tuple(table.columns) == fields[0]
        found = engines.frame(table).fillna("")
        assert sorted(found.itertuples(index=False, name=None)) == sorted(fields[1:])
