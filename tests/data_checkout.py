"""Few of the committed inputs, and a copy of the program around them, to be changed and broken in tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
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


class Program:
    """A copy of the program, started once: every command runs in a fork of it, with its modules imported already.

    Importing them takes longer than most commands, of which a run of the tests gives some sixty.
    """

    def __init__(self, root: Path) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("EQUITY_")}
        self.root = root
        self._process = subprocess.Popen(
            [sys.executable, "-c", _COMMANDS], cwd=root, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def start(self, *words: str) -> int:
        """Start a command: the number of its process. `end` waits for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return int(self._answer())

    def end(self) -> int:
        """The status of the command that was started last; of one that was killed, less than zero."""
        return int(self._answer())

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()


@dataclass(frozen=True)
class Checkout:
    """A copy of the program with few inputs, so that its commands run as they do in the repository."""

    program: Program

    @property
    def root(self) -> Path:
        return self.program.root

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def database(self) -> Path:
        return self.data / "equity.duckdb"

    def run(self, *words: str) -> tuple[int, str, str]:
        """The status, the output and the errors of a command."""
        self.program.start(*words)
        status = self.program.end()
        return status, *((self.root / name).read_text(encoding="utf-8") for name in ("out.txt", "errors.txt"))

    def held(self) -> dict[str, bytes]:
        """The bytes of the snapshot and of the database."""
        files = [*(self.data / "snapshot").iterdir(), *self.data.glob("equity.duckdb*")]
        return {p.name: p.read_bytes() for p in files if p.is_file()}

    def reset(self, inputs: Path) -> None:
        """Put the inputs, and the database if there is one, back to what they are below another folder `data`."""
        for name in ("snapshot", "indicators", "areas"):
            shutil.rmtree(self.data / name, ignore_errors=True)
            shutil.copytree(inputs / name, self.data / name)
        for path in [*self.data.glob("equity.*"), *(self.data / "sources").glob("*.toml")]:
            path.unlink()
        for path in (*inputs.glob("equity.*"), *(inputs / "sources").glob("*.toml")):
            shutil.copy2(path, self.data / path.relative_to(inputs))


_COMMANDS = """
import json, os, sys, traceback
from data.__main__ import main
print("ready", flush=True)
for order in sys.stdin:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            for number, name in ((1, "out.txt"), (2, "errors.txt")):
                os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.argv = ["data", *json.loads(order)]
            main()
            status = 0
        except SystemExit as ended:
            status = ended.code or 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
