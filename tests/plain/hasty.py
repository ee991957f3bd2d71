"""Our worker, of less patience: what it does with those who are slow is seen in a second."""

from __future__ import annotations

from pages.responses.operations import worker

worker.WHOLE_SECONDS = 1.0
Worker = worker.Worker
