"""Few of the committed inputs, and a copy of the program around them, to be changed and broken in tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data.pipeline.build import Inputs
from data.settings import ROOT

SMALL_INDICATORS = ("opioid_overdose_deaths",)
SMALL_SOURCES = (
    "dph_opioid_towns_2019", "census_subcounty_2019", "chr_2025", "massgis_municipalities", "massgis_boundaries",
    "phe_shared_services", "chna_members", "ahem_priority_geographies",
)  # fmt: skip
SMALL_TABLES = ("dph_opioid_towns_2019", "census_subcounty_2019", "massgis_municipalities", "label_points")


def copy_few(root: Path) -> Inputs:
    """Copy one indicator by city and town, its populations and all areas into folders below `root`."""
    inputs = Inputs(*(root / name for name in ("indicators", "sources", "areas", "snapshot")))
    for folder in (inputs.indicators, inputs.sources, inputs.snapshot):
        folder.mkdir(parents=True)
    shutil.copytree(ROOT / "data" / "areas", inputs.areas)
    for folder, names, ending in (
        ("indicators", SMALL_INDICATORS, "toml"),
        ("sources", SMALL_SOURCES, "toml"),
        ("snapshot", SMALL_TABLES, "csv"),
    ):
        for name in names:
            shutil.copy(ROOT / "data" / folder / f"{name}.{ending}", root / folder)
    table = root / "snapshot" / "dph_opioid_towns_2019.csv"
    header, *lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [line for line in lines if line.split(",")[0] in SMALL_INDICATORS]
    table.write_text("".join([header, *lines]), encoding="utf-8")
    text = (inputs.indicators / "opioid_overdose_deaths.toml").read_text(encoding="utf-8")
    head, *series = text.split("[[series]]")
    kept = [s for s in series if 'source = "dph_opioid_towns_2019"' in s]
    (inputs.indicators / "opioid_overdose_deaths.toml").write_text("[[series]]".join([head, *kept]), encoding="utf-8")
    return inputs


@dataclass(frozen=True)
class Checkout:
    """A copy of the program with few inputs, so that its commands run as they do in the repository."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def database(self) -> Path:
        return self.data / "equity.duckdb"

    def start(self, *words: str) -> subprocess.Popen[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("EQUITY_")}
        command = [sys.executable, "-m", "data", *words]
        return subprocess.Popen(
            command, cwd=self.root, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *words: str) -> tuple[int, str, str]:
        """The status, the output and the errors of a command."""
        process = self.start(*words)
        out, errors = process.communicate(timeout=120)
        return process.returncode, out, errors

    def held(self) -> dict[str, bytes]:
        """The bytes of the snapshot and of the database."""
        files = [*(self.data / "snapshot").iterdir(), *self.data.glob("equity.duckdb*")]
        return {p.name: p.read_bytes() for p in files if p.is_file()}

    @contextmanager
    def builder(self) -> Iterator[Callable[[], int]]:
        """A call that starts a build in a process of its own and gives its number; Python is started only once."""
        command = [sys.executable, "-c", _BUILDER]
        with subprocess.Popen(
            command, cwd=self.root, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            orders, answers = process.stdin, process.stdout
            assert answers.readline() == "ready\n"

            def start() -> int:
                orders.write("build\n")
                orders.flush()
                return int(answers.readline())

            yield start
            orders.close()


_BUILDER = """
import os, sys
from pathlib import Path
from data.pipeline.build import build
print("ready", flush=True)
for order in sys.stdin:
    child = os.fork()
    if child == 0:
        build(Path("data/equity.duckdb"))
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
"""
