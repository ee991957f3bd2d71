"""What is made once for a whole run of the tests, by whichever of its processes needs it first."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of a run share."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock that no other process holds meanwhile; it is let go also when its process dies."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """A folder that `make` fills for the first who asks; it is made again when whoever began it has failed."""
    done = folder.with_suffix(".made")
    with alone(folder.with_suffix(".lock")):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            make(folder)
            done.touch()
    return folder


@contextmanager
def used_together(place: Path, start: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """The address of something that runs, as `start` yields it: the first who asks starts it, for all who ask.

    It is ended when the last has done with it; `place` is where they leave word for each other.
    """
    turn, said = place.with_suffix(".turn"), place.with_suffix(".address")
    with place.with_suffix(".users").open("w") as users, ExitStack() as started:
        with alone(turn):
            fcntl.flock(users, fcntl.LOCK_SH)
            if said.exists():
                address = said.read_text(encoding="utf-8")
            else:
                address = started.enter_context(start())
                said.write_text(address, encoding="utf-8")
                started.callback(_wait_for_the_others, turn, said, users.fileno())
        yield address


def _wait_for_the_others(turn: Path, said: Path, users: int) -> None:
    with alone(turn):
        said.unlink()  # who comes later starts another
    fcntl.flock(users, fcntl.LOCK_EX)
