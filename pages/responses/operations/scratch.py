"""Folders for what processes write for a moment: a worker that is killed takes nothing away, so its leader does.

The leader has a folder, and each worker one in it, named after its process; the process that makes files uses its
worker's. Without this, every killed worker could leave a half-written file in a /tmp that is the machine's memory.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from data.atomic_files import is_running

PREFIX = "equity-scratch-"


def own_folder(prefix: str, parent: Path) -> Path:
    """A new folder of this process's below `parent`; those of processes that have ended are taken away.

    One of this process's number is of another that had it: in a container every leader is number 1.
    """
    for old in parent.glob(f"{prefix}*"):
        owner = old.name.rpartition("-")[2]
        if not owner.isdigit() or int(owner) == os.getpid() or not is_running(int(owner)):
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=prefix, suffix=f"-{os.getpid()}", dir=parent))


def prepare(server: Any) -> None:
    """Make the leader's folder, before there are workers."""
    server.scratch = own_folder(PREFIX, Path(tempfile.gettempdir()))
    # What clears /tmp of old files (systemd-tmpfiles) leaves a locked folder and all in it: this one may rest for days.
    server.scratch_lock = os.open(server.scratch, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(server.scratch_lock, fcntl.LOCK_SH)


def begin(server: Any, worker: Any) -> None:
    """Give a worker its folder, in its own process; processes that it begins have it too."""
    folder = _of(server, worker)
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)


def forget(server: Any, worker: Any) -> None:
    """Take away what a worker that has ended left behind."""
    shutil.rmtree(_of(server, worker), ignore_errors=True)


def close(server: Any) -> None:
    """Take the leader's folder away."""
    os.close(server.scratch_lock)
    shutil.rmtree(server.scratch, ignore_errors=True)


def _of(server: Any, worker: Any) -> Path:
    return Path(server.scratch) / str(worker.pid)
