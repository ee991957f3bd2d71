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
    """Write now and then what was counted and what a server holds, where metrics are wanted."""
    if counted is not None:
        from pages.responses.operations import metrics

        assert isinstance(counted, metrics.Meters)
        metrics.watch(server, admission, counted)


def answer(worker: Any) -> None:
    """Let a worker answer Prometheus, where it asks."""
    if worker.metrics is not None:
        from pages.responses.operations import metrics

        metrics.answer(worker.metrics)


def finish(worker: Any) -> None:
    """Write what a worker that ends has counted last."""
    counted = getattr(getattr(worker.wsgi, "wsgi_app", None), "meters", None)
    if counted is not None:
        counted.write()
