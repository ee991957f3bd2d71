"""A Spark cluster for the tests that need one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.engines import cluster

# The driver is on this machine, as the cluster is, whatever name the machine has in its network.
os.environ["SPARK_LOCAL_IP"] = cluster.HERE


@pytest.fixture(scope="module")
def spark_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cluster.Cluster]:
    """One master and two workers."""
    with cluster.started(tmp_path_factory.mktemp("cluster")) as ready:
        yield ready
