"""Folders for what processes write for a moment: a worker that is killed takes nothing away, so its leader does.

The leader has a folder, and each worker one in it, named after its process; the process that makes files uses its
worker's. Without this, every killed worker could leave a half-written file in a /tmp that is the machine's memory.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from data.atomic_files import is_running

PREFIX = "equity-scratch-"


def own_folder(prefix: str, parent: Path) -> Path:
    """A new folder of this process's below `parent`; those of processes that have ended are taken away."""
    for old in parent.glob(f"{prefix}*"):
        owner = old.name.rpartition("-")[2]
        if not (owner.isdigit() and is_running(int(owner))):
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=prefix, suffix=f"-{os.getpid()}", dir=parent))


def prepare(server: Any) -> None:
    """Make the leader's folder, before there are workers."""
    server.scratch = own_folder(PREFIX, Path(tempfile.gettempdir()))


def begin(server: Any, worker: Any) -> None:
    """Give a worker its folder, in its own process; processes that it begins have it too."""
    folder = _of(server, worker)
    folder.mkdir()
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)


def forget(server: Any, worker: Any) -> None:
    """Take away what a worker that has ended left behind."""
    shutil.rmtree(_of(server, worker), ignore_errors=True)


def close(server: Any) -> None:
    """Take the leader's folder away."""
    shutil.rmtree(server.scratch, ignore_errors=True)


def _of(server: Any, worker: Any) -> Path:
    return Path(server.scratch) / str(worker.pid)
