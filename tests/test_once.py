"""What the processes of a test run share: made once, and there for as long as one of them needs it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.settings import ROOT
from tests.once import made_once, used_together

_OTHER = """
import sys
from pathlib import Path
from tests.once import used_together

def start():
    raise LookupError("there is one already")

with used_together(Path(sys.argv[1]) / "site", start) as address:
    print(address, flush=True)
    sys.stdin.readline()
    with (Path(sys.argv[1]) / "log").open("a") as log:
        print("the other has done", file=log)
"""


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        assert made_once(tmp_path / "world", made.append) == tmp_path / "world"
    assert made == [tmp_path / "world"]


def test_a_folder_whose_making_failed_is_made_again_from_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").touch()
        raise LookupError("planted")

    with pytest.raises(LookupError):
        made_once(tmp_path / "world", fail)
    made_once(tmp_path / "world", lambda folder: (folder / "whole").touch())
    assert [path.name for path in (tmp_path / "world").iterdir()] == ["whole"]


def test_what_runs_is_started_by_the_first_and_ends_after_the_last(tmp_path: Path) -> None:
    """Another process comes while it runs, and goes while the first waits to end it."""
    log = tmp_path / "log"

    def say(what: str) -> None:
        with log.open("a") as file:
            print(what, file=file)

    @contextmanager
    def start() -> Iterator[str]:
        say("started")
        yield "http://127.0.0.1:8050"
        say("ended")

    command = [sys.executable, "-c", _OTHER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        with used_together(tmp_path / "site", start) as address:
            assert other.stdout.readline().strip() == address == "http://127.0.0.1:8050"
            threading.Timer(0.1, other.stdin.close).start()
    assert log.read_text().splitlines() == ["started", "the other has done", "ended"]


def test_who_comes_after_the_end_starts_another(tmp_path: Path) -> None:
    started = iter(["the first", "the second"])

    @contextmanager
    def start() -> Iterator[str]:
        yield next(started)

    for expected in ("the first", "the second"):
        with used_together(tmp_path / "site", start) as address:
            assert address == expected
