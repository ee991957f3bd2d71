"""The sites that are set beside each other: their environments, and how each is served, by one process that answers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.settings import ROOT
from tests.browser.server import BOUNDLESS, Served, free_port, running, started, tail
from tests.plain.environment import made

OURS, DASH, VIZRO, STREAMLIT = "ours", "a plain Dash page", "Vizro", "Streamlit"
HERE = Path(__file__).parent
PINNED = {VIZRO: "vizro", STREAMLIT: "streamlit"}
APPLICATIONS = {DASH: "tests.peers.dash_page:server", VIZRO: "tests.peers.vizro_page:server"}
PATIENCE = 900
START_SECONDS = 120
FIRST_WORDS = {OURS: "app", DASH: "dash", VIZRO: "vizro", STREAMLIT: "streamlit"}


@dataclass(frozen=True)
class Peers:
    """The Python that serves each site, and what to say of them: versions, or why one is left out."""

    pythons: Mapping[str, str]
    said: tuple[str, ...]


def installed(folder: Path) -> Peers:
    """An environment for each site, made below a folder by pins and hashes; one that cannot be made is left out."""
    python, words = made(folder)
    pythons, said = {OURS: sys.executable, DASH: python}, [words]
    for site, name in PINNED.items():
        pins = HERE / f"{name}.txt"
        python = str(folder / name / "bin" / "python")
        install = (
            "install --quiet --disable-pip-version-check --no-input --only-binary :all: --require-hashes --no-deps"
        )
        try:
            subprocess.run([sys.executable, "-m", "venv", str(folder / name)], check=True, capture_output=True)
            command = [python, "-m", "pip", *install.split(), "-r", str(pins)]
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        except (OSError, subprocess.SubprocessError) as error:
            said.append(f"{site} is left out: its environment could not be made here ({type(error).__name__})")
            continue
        pythons[site] = python
        names = (name, "plotly", "pandas")
        program = f"from importlib.metadata import version; print(*map(version, {names}))"
        version = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True).stdout.split()
        said.append("{} {} with plotly {} and pandas {}, pinned".format(site, *version))
    return Peers(pythons, tuple(said))


@contextmanager
def serving(site: str, python: str, folder: Path, views: Mapping[str, object]) -> Iterator[Served]:
    """A site with one process that answers; its log goes below a folder. The first view is shown first."""
    asked = folder / "views.json"
    asked.write_text(json.dumps(views), encoding="utf-8")
    log = folder / f"{FIRST_WORDS[site]}.txt"
    if site == OURS:
        with started(log, WEB_CONCURRENCY="1", EQUITY_WORKER_MEMORY=BOUNDLESS) as served:
            yield served
        return
    port = free_port()
    environment = {"PORT": str(port), "PEERS_VIEWS": str(asked), "PYTHONPATH": str(ROOT)}
    with running(_command(site, python, folder, port), log, **environment) as process:
        served = Served(f"http://127.0.0.1:{port}", process.pid)
        _wait(served.address, process, log)
        yield served


def _command(site: str, python: str, folder: Path, port: int) -> list[str]:
    if site != STREAMLIT:
        return [python, "-m", "gunicorn", APPLICATIONS[site], "-c", "tests/plain/gunicorn_settings.py"]
    # Its script lies beside the folder of its own files, as its guide has it.
    static = folder / "streamlit-app" / "static"
    static.mkdir(parents=True, exist_ok=True)
    script = shutil.copy(HERE / "streamlit_page.py", static.parent)
    shutil.copy(ROOT / "assets" / "geometry" / "county.json", static)
    options = {
        "server.port": port, "server.address": "127.0.0.1", "server.headless": "true", "server.fileWatcherType": "none",
        "server.enableStaticServing": "true", "browser.gatherUsageStats": "false",
    }  # fmt: skip
    return [python, "-m", "streamlit", "run", str(script), *(f"--{name}={value}" for name, value in options.items())]


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the first page. Raises RuntimeError, with the log, where there is none."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=30):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"No page at {address}. Its log:\n{tail(log)}")
