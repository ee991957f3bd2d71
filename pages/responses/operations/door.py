"""What gunicorn's master does for the metrics: the folder in which workers count, a number for each, and the port.

Workers count in files named after their number. Whoever follows a worker takes its number and counts on in its files,
so that no sum goes back and none is counted twice, however many workers come and go. All workers answer at the port.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

from data.settings import SettingError, Settings
from pages.responses.operations import scratch

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable in which prometheus_client finds the folder; without it nothing is counted."""
NUMBER = "METRICS_WORKER"
"""The variable of a worker's number."""
OWN = "equity.own"
"""Key of a WSGI environment: the site asks itself, as when a worker begins; that is nobody's request."""
_PREFIX = "equity-metrics-"


def open_door(server: Any, settings: Settings) -> None:
    """Open the port that the settings name, and make the folder. Raises SettingError where the port cannot be had."""
    address = settings.metrics_address
    server.metrics = None
    os.environ.pop(FOLDER, None)
    if address is None:
        return
    listener = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise SettingError("EQUITY_METRICS", settings.metrics, f"this port cannot be had ({error.strerror})") from error
    listener.listen(16)
    server.metrics = listener
    # In memory where there is some: workers write with every request.
    parent = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else Path(tempfile.gettempdir())  # noqa: S108
    os.environ[FOLDER] = str(scratch.own_folder(_PREFIX, parent))


def number(server: Any, worker: Any) -> None:
    """Give a worker that is about to begin the least number that none has."""
    taken = {getattr(other, "number", 0) for other in server.WORKERS.values()}
    worker.number = next(n for n in range(1, len(taken) + 2) if n not in taken)
    worker.metrics = server.metrics


def begin(worker: Any) -> None:
    """Tell a worker its number, in its own process."""
    os.environ[NUMBER] = str(worker.number)


def forget(worker: Any) -> None:
    """Take away what a worker that has ended had in hand (memory, renders); what it has counted stays."""
    folder = os.environ.get(FOLDER)
    for file in Path(folder).glob(f"gauge_*_{worker.number}.db") if folder else ():
        file.unlink(missing_ok=True)


def close(server: Any) -> None:
    """Take the folder away, when the master ends."""
    if server.metrics is not None:
        server.metrics.close()
        shutil.rmtree(os.environ.get(FOLDER, ""), ignore_errors=True)
