"""`make run` on a machine that has Python and make and nothing of ours: a fresh clone, an empty cache of packages."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from data.settings import ROOT

ALLOWED = 90.0
PATIENCE = 900
LANDMARKS = {"packages": ".venv/installed", "data": "data/equity.duckdb"}
"""What a run makes on its way, by the file that is there when it is done."""


def measured(folder: Path) -> tuple[str, bool]:
    """Seconds from the command to the first answer, and what they went into."""
    clone, cache = folder / "clone", folder / "cache"
    subprocess.run(["git", "clone", "--quiet", f"file://{ROOT}", str(clone)], check=True)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    told = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("EQUITY_", "MAKE", "PYTHON", "VIRTUAL_ENV"))
    }
    began, reached = time.monotonic(), dict[str, float]()
    with (folder / "run.txt").open("wb") as output:
        run = subprocess.Popen(
            ["make", "run"], cwd=clone, stdout=output, stderr=output, start_new_session=True,
            env={**told, "PIP_CACHE_DIR": str(cache), "PORT": str(port)},
        )  # fmt: skip
    try:
        while time.monotonic() < began + PATIENCE and run.poll() is None:
            for name, path in LANDMARKS.items():
                if name not in reached and (clone / path).exists():
                    reached[name] = time.monotonic() - began
            if "data" in reached and _answers(port):
                reached["first answer"] = time.monotonic() - began
                break
            time.sleep(0.1)
    finally:
        os.killpg(run.pid, signal.SIGTERM)
        run.wait(PATIENCE)
    if "first answer" not in reached:
        return f"make run does not serve:\n{(folder / 'run.txt').read_text(encoding='utf-8')[-2000:]}", False
    shutil.rmtree(clone)
    times = ", ".join(f"{name} after {seconds:.0f} s" for name, seconds in reached.items())
    return f"make run in a fresh clone: {times}, of {ALLOWED:.0f} allowed", reached["first answer"] <= ALLOWED


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
            return True
    except urllib.error.HTTPError as error:
        error.close()
    except OSError:
        pass
    return False
