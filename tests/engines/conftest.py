"""Records in files, engines, and a Spark cluster, for the tests that need them."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records import engines
from data.records.layouts import LAYOUTS
from tests.engines import cluster
from tests.engines.chance_records import RECORDS, chance_record
from tests.engines.hand_made import Record, write

# The driver is on this machine, as the cluster is, whatever name the machine has in its network.
os.environ["SPARK_LOCAL_IP"] = cluster.HERE


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Record]]:
    """Records made up at random, by kind."""
    rng = random.Random(20_240_601)
    return {kind: [chance_record(rng, kind, n) for n in range(RECORDS)] for kind in LAYOUTS}


@pytest.fixture(scope="module")
def files(rows: dict[str, list[Record]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """These records by kind and form of the file."""
    folder = tmp_path_factory.mktemp("records")
    return {
        f"{kind}.{form}": write(some, kind, folder / f"{kind}.{form}")
        for kind, some in rows.items()
        for form in ("csv", "parquet")
    }


@pytest.fixture(scope="module")
def duck() -> Iterator[engines.Engine]:
    """DuckDB in this process."""
    engine = engines.connect("duckdb", "1GB")
    yield engine
    engines.disconnect(engine)


@pytest.fixture(scope="module")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cluster.Cluster]:
    """One master and two workers."""
    with cluster.started(tmp_path_factory.mktemp("cluster")) as ready:
        yield ready
