"""A Spark cluster of its own on this machine: one master and two workers, processes each, on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyspark

HERE = "127.0.0.1"
WORKERS = 2
CORES, MEMORY = "1", "1g"
"""Of each worker."""
SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Options of a Java that lives for a minute: its code is compiled once and plainly, which takes a third less time."""
READY_SECONDS = 60.0
_MASTER = "org.apache.spark.deploy.master.Master"
_WORKER = "org.apache.spark.deploy.worker.Worker"
_REGISTERED = "Registering worker"
"""What the master's log says of a worker that has come."""


@dataclass(frozen=True)
class Cluster:
    """The master's address, and the processes; the first of them is the master's."""

    address: str
    processes: list[subprocess.Popen[bytes]]

    def kill_a_worker(self) -> None:
        """End a worker and what it executes, in the middle of whatever it does."""
        os.killpg(self.processes[-1].pid, signal.SIGKILL)
        self.processes[-1].wait()


@contextmanager
def started(folder: Path) -> Iterator[Cluster]:
    """A cluster that is ready, until the end; its logs and what it writes are below `folder`.

    Sessions of this process begin with what suits it: of few records, no two hundred parts each time.
    """
    (folder / "spark-defaults.conf").write_text(
        "spark.sql.shuffle.partitions 2\nspark.sql.files.minPartitionNum 4\n"
        f"spark.driver.extraJavaOptions {SHORT_LIVED}\n"
        f"spark.executor.extraJavaOptions {SHORT_LIVED}\n",
        encoding="utf-8",
    )
    before = os.environ.get("SPARK_CONF_DIR")
    os.environ["SPARK_CONF_DIR"] = str(folder)
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    address = f"spark://{HERE}:{port}"
    log, processes = folder / "master.txt", list[subprocess.Popen[bytes]]()
    try:
        processes.append(_begin(_MASTER, log, "--host", HERE, "--port", str(port), "--webui-port", "0"))
        for number in range(WORKERS):
            work = folder / f"worker{number}"
            processes.append(
                _begin(
                    _WORKER, folder / f"worker{number}.txt", "--host", HERE, "--webui-port", "0", "--cores", CORES,
                    "--memory", MEMORY, "--work-dir", str(work), address,
                )
            )  # fmt: skip
        until = time.monotonic() + READY_SECONDS
        while log.read_text(encoding="utf-8", errors="replace").count(_REGISTERED) < WORKERS:
            if time.monotonic() > until or any(process.poll() is not None for process in processes):
                raise RuntimeError(f"the cluster did not begin; {log} says why:\n{log.read_text()[-2000:]}")
            time.sleep(0.1)
        yield Cluster(address, processes)
    finally:
        if before is None:
            del os.environ["SPARK_CONF_DIR"]
        else:
            os.environ["SPARK_CONF_DIR"] = before
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _begin(program: str, log: Path, *words: str) -> subprocess.Popen[bytes]:
    """A program of Spark's in a group of processes of its own, so that what it begins ends with it."""
    home = Path(pyspark.__file__).parent
    own = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": HERE}
    environment = {**os.environ, **own, "SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": SHORT_LIVED}
    with log.open("wb") as written:
        return subprocess.Popen(  # Spark's own
            [home / "bin" / "spark-class", program, *words],
            env=environment, stdout=written, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
