"""What a process beside this one makes is taken whole, or not at all."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from types import SimpleNamespace

import pytest

from data.made_beside import MadeBeside, give


@pytest.mark.parametrize(("written", "taken"), [(1.0, b"letters"), (0.9, b""), (0.0, b"")])
def test_what_was_written_in_part_is_nothing(written: float, taken: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", SimpleNamespace(buffer=given))
        give(b"letters")
    made = MadeBeside.__new__(MadeBeside)
    made._ended, end = os.pipe()
    os.close(end)
    with tempfile.TemporaryFile() as file:
        made._written = file
        file.write(given.getvalue()[: int(written * len(given.getvalue()))])
        file.flush()
        assert made.wait() == taken
    os.close(made._ended)
