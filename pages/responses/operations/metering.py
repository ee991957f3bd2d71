"""Whether this process counts: where gunicorn's master has made a folder to count in. Elsewhere nothing is loaded."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask

from pages.responses.admission import Admission
from pages.responses.operations.door import FOLDER
from pages.responses.operations.observed import Meters


def meters() -> Meters | None:
    """The metrics of this process; None where none are wanted."""
    if not os.environ.get(FOLDER):
        return None
    from pages.responses.operations import metrics

    return metrics.Meters()


def watch(server: Flask, admission: Admission, counted: Meters | None) -> None:
    """Keep what a worker of this server has to write and to look at, where metrics are wanted."""
    if counted is not None:
        server.extensions["metered"] = admission, counted


def begin(worker: Any) -> None:
    """Let a worker look now and then at what it holds, and answer Prometheus, where it asks."""
    if worker.metrics is not None:
        from pages.responses.operations import metrics

        metrics.watch(worker.wsgi, *worker.wsgi.extensions["metered"])
        metrics.answer(worker.metrics)


def end(worker: Any) -> None:
    """Let a worker write what it has counted last."""
    if worker.metrics is not None:
        _, counted = worker.wsgi.extensions["metered"]
        counted.write()
