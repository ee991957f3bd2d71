"""A run on a cluster writes what a run in one process writes, also when a worker is killed in the middle of it."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from pyspark import SparkContext

from data.records.job import run
from tests.engines import cluster
from tests.engines.few_records import job_of, light_births
from tests.engines.synthetic_records import write

# pyspark leaves the sockets that it has read from to the collector of garbage, which says so.
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

BIRTHS, PARTS = 300_000, 12
YEARS = (2021, 2022, 2023)


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
