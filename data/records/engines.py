"""Engines that the work on records runs on: DuckDB in this process, a Spark cluster, or any address that Ibis knows.

Ibis and pyspark are an extra. They are imported when an engine is asked for, so that everything else of `data` does
without; who lacks them is told how to install them.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data.records.errors import EngineMissingError, RecordsError

INSTALL = "python -m pip install -r requirements-records.txt"
JAVA = "Spark needs Java 17 or 21: install it (Debian: apt-get install default-jre-headless) or set JAVA_HOME"
APPLICATION = "records"

ENGINES_OWN = ("duckdb", "_duckdb", "pyspark", "py4j")
"""Packages whose errors tell of an engine that could not go on (no memory, no disk, no worker): others are faults."""

Engine = Any
"""A backend of Ibis. Its type is not named here, because Ibis is an extra."""

_CREDENTIALS = re.compile(r"//[^/\s]*@")
_SPARK = re.compile(r"spark://.+|local(\[[^\]]+\])?|yarn|k8s://.+")


def connect(address: str = "duckdb", memory: str | None = None, *, scratch: Path | None = None) -> Engine:
    """Backend of Ibis at an address.

    `duckdb` is DuckDB in this process; a Spark master (`spark://host:port`, `local[2]`) is Spark; anything else goes to
    Ibis as it stands. `memory` limits it ("4GB"): DuckDB writes to `scratch` what does not fit; on Spark it is the
    memory of each executor. Raises EngineMissingError where the extra is missing, RecordsError where nothing answers.
    """
    ibis = _required("ibis")
    if _SPARK.fullmatch(address):
        return _spark(ibis, address, memory)
    return _reached(address, lambda: _duckdb(ibis, memory, scratch) if address == "duckdb" else ibis.connect(address))


def _required(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ImportError as error:
        message = f"working on records needs {package}, which is not installed: run `{INSTALL}`"
        raise EngineMissingError(message) from error


def _reached(address: str, attempt: Callable[[], Engine]) -> Engine:
    """What an attempt to connect gives. Any backend may fail, each with errors of its own: all mean the same here."""
    try:
        with quiet():
            return attempt()
    except ImportError as error:
        shown = _CREDENTIALS.sub("//", address)
        raise EngineMissingError(f"the engine at {shown} needs a package that is missing: {error.name}") from error
    except Exception as error:
        # A message repeats the address, in which the name and password of a person may stand.
        reason = _CREDENTIALS.sub("//", _first_line(error))
    raise RecordsError(f"no engine answers at {_CREDENTIALS.sub('//', address)}: {reason}")


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def _duckdb(ibis: Any, memory: str | None, scratch: Path | None) -> Engine:
    settings: dict[str, Any] = {"preserve_insertion_order": False}
    if memory is not None:
        settings["memory_limit"] = memory
    if scratch is not None:
        settings["temp_directory"] = str(scratch)
    return ibis.duckdb.connect(**settings)


def _spark(ibis: Any, master: str, memory: str | None) -> Engine:
    sql = _required("pyspark.sql")
    if not has_java():
        raise EngineMissingError(JAVA)
    builder = (
        sql.SparkSession.builder.master(master)
        .appName(APPLICATION)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
    )
    if memory is not None:
        builder = builder.config("spark.executor.memory", re.sub(r"B$", "", memory.upper()).lower())
    return _reached(master, lambda: ibis.pyspark.connect(builder.getOrCreate()))


def has_java() -> bool:
    """Whether there is a Java that Spark would find."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") is not None or bool(home and (Path(home) / "bin" / "java").is_file())


@contextmanager
def quiet() -> Iterator[None]:
    """Within it, nobody is warned that Ibis 12 asks DuckDB 2 and pandas 3 for things by their older names."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def frame(table: Any) -> Any:
    """A table of Ibis as a frame of pandas, computed by its engine. Raises RecordsError with what the engine says."""
    try:
        with quiet():
            return table.to_pyarrow().to_pandas()
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ENGINES_OWN:
            raise
        raise RecordsError(f"the engine could not finish: {_first_line(error)}") from error


def versions(engine: Engine) -> dict[str, str]:
    """Versions of what runs: of Ibis, and of the engine under its name."""
    ibis = _required("ibis")
    return {"ibis": str(ibis.__version__), str(engine.name): str(engine.version)}


def disconnect(engine: Engine) -> None:
    """End the connection; a Spark session ends too, and its executors with it."""
    session = getattr(engine, "_session", None)
    engine.disconnect()
    if session is not None:
        session.stop()
