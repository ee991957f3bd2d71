"""A Spark cluster of its own counts and writes what one process does, also when a worker is killed in the middle."""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from pyspark import SparkContext

from data.records import engines, inputs
from data.records.checks import check
from data.records.definition import DETAILED, CaseDefinition, RaceRule, read_definition
from data.records.job import run
from data.records.layouts import LAYOUTS
from tests.alternatives import records as alternative
from tests.engines import cluster
from tests.engines.chance_records import counts_of
from tests.engines.few_records import job_of, light_births
from tests.engines.hand_made import Record
from tests.engines.malformed import planted_in, spoilt, write_texts
from tests.engines.synthetic_records import write

# pyspark leaves the sockets that it has read from to the collector of garbage, which says so.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

BIRTHS, PARTS = 120_000, 12
YEARS = (2023,)
OF_EACH_KIND = (
    "infant_mortality_records", "life_expectancy_records", "low_risk_cesarean_records",
    "opioid_overdose_deaths_records", "prenatal_care_adequate_records", "severe_maternal_morbidity_records",
    "teen_births_records",
)  # fmt: skip
"""Definitions that have, between them, every kind of record, condition, denominator and group of age."""


@pytest.fixture(scope="class")
def spark(spark_cluster: cluster.Cluster) -> Iterator[engines.Engine]:
    engine = engines.connect(spark_cluster.address, "512MB")
    yield engine
    engines.disconnect(engine)


class TestCounts:
    """What the engines count in the same files."""

    @pytest.mark.parametrize("name", OF_EACH_KIND)
    def test_spark_counts_what_duckdb_counts(
        self, name: str, files: dict[str, Path], duck: engines.Engine, spark: engines.Engine
    ) -> None:
        definition = read_definition(name)
        rule: RaceRule = "combination" if definition.records == "births" else "single"
        form = "csv" if definition.denominator == "records" else "parquet"
        assert counts_of(spark, files, definition, rule, form) == counts_of(duck, files, definition, rule, form)

    def test_detailed_groups_are_counted_alike(
        self, rows: dict[str, list[Record]], files: dict[str, Path], duck: engines.Engine, spark: engines.Engine
    ) -> None:
        written = alternative.definition_of("low_birthweight_records") | {"dimensions": ["overall", DETAILED]}
        definition = CaseDefinition.model_validate({"id": "detailed", **written})
        expected = alternative.counts(rows["births"], [], written)
        assert {key[3] for key in expected} > {"haitian", "cape_verdean", "chinese", "other_group", "not_stated"}
        assert counts_of(duck, files, definition, "single", "csv") == expected
        assert counts_of(spark, files, definition, "single", "csv") == expected

    def test_fields_with_commas_quotation_marks_and_line_breaks_are_read_alike(
        self, tmp_path: Path, duck: engines.Engine, spark: engines.Engine
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

    def test_the_same_faults_are_found(self, tmp_path: Path, duck: engines.Engine, spark: engines.Engine) -> None:
        planted = planted_in("births")
        path = write_texts(tmp_path / "births.csv", spoilt("births", 600, planted))
        reports = [check(engine, path, LAYOUTS["births"]) for engine in (duck, spark)]
        assert [{fault.kind.id: fault.records for fault in report.faults} for report in reports] == [planted] * 2
        assert reports[0].lines() == reports[1].lines()


@pytest.fixture(scope="module")
def births(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of several files, so that each worker has some of them."""
    folder = tmp_path_factory.mktemp("records")
    whole = pyarrow.parquet.read_table(write(folder / "births.parquet", "births", BIRTHS))
    for number in range(PARTS):
        part = whole.slice(number * BIRTHS // PARTS, BIRTHS // PARTS)
        (folder / "births").mkdir(exist_ok=True)
        pyarrow.parquet.write_table(part, folder / "births" / f"part{number}.parquet")
    return folder / "births"


@pytest.fixture(scope="module")
def expected(births: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("duckdb")
    run(job_of(births, out, YEARS, by_race()))
    return written(out)


def by_race() -> Any:
    """Low birthweight by race: many groups, so that a worker has more than one part of the work."""
    return light_births(dimensions=("overall", "race_ethnicity"), levels=("state", "county"))


def written(folder: Path) -> dict[str, bytes]:
    """What a run has written, but for the manifest, which names the engine."""
    return {path.name: path.read_bytes() for part in ("snapshot", "indicators") for path in (folder / part).iterdir()}


def test_a_run_on_a_cluster_writes_what_one_process_writes(
    births: Path, expected: dict[str, bytes], spark_cluster: cluster.Cluster, tmp_path: Path
) -> None:
    run(job_of(births, tmp_path / "out", YEARS, by_race(), engine=spark_cluster.address, memory="512MB"))
    assert written(tmp_path / "out") == expected


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(
    births: Path, expected: dict[str, bytes], spark_cluster: cluster.Cluster, tmp_path: Path
) -> None:
    killed = threading.Event()

    def kill_at_work() -> None:
        """Wait until both workers are at tasks, and end one."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            context = SparkContext._active_spark_context
            status = context.statusTracker() if context is not None else None
            running = [status.getStageInfo(stage) for stage in status.getActiveStageIds()] if status else []
            if sum(stage.numActiveTasks for stage in running if stage is not None) >= cluster.WORKERS:
                spark_cluster.kill_a_worker()
                killed.set()
                return
            time.sleep(0.005)

    def progress(line: str) -> None:
        if "counting" in line and not killed.is_set():
            threading.Thread(target=kill_at_work, daemon=True).start()

    run(job_of(births, tmp_path / "out", YEARS, by_race(), engine=spark_cluster.address, memory="512MB"), progress)
    assert killed.is_set()
    assert spark_cluster.processes[-1].poll() is not None
    assert written(tmp_path / "out") == expected
