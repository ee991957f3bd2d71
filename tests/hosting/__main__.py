"""`make host-check`: what runs the site elsewhere, carried out on this machine as far as it goes without Docker.

`make host-check ARGS="papers bare"` does some of it. The papers are read by programs that know them; the Dockerfile is
carried out; two of its image run as compose.yaml says, behind nginx with hosting/nginx.conf as it is; `make run` begins
on a bare machine. Needs Linux and root (name spaces, a root of its own, other users) and Debian's nginx. Everything is
below one folder in the temporary folder, and goes with it.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.hosting import bare, cost, image, journeys, papers, through_proxy
from tests.hosting.stand import NAMES, PORT, Stand, get

PARTS = ("papers", "bare", "image", "proxy", "journeys")
START = 20.0
"""Seconds that a container may take to its first answer beside nothing else: probes wait longer."""
MEMORY = 1_536
"""Megabytes of a container in compose.yaml and Kubernetes."""


class Report:
    """What came out, line by line, with the load beside it."""

    def __init__(self) -> None:
        self.missed = 0

    def __call__(self, sentence: str, held: bool = True) -> None:
        """Say a thing, and count it where it does not hold."""
        self.missed += not held
        print(f"{'held  ' if held else 'MISSED'}  {sentence}  (load {os.getloadavg()[0]:.1f})", flush=True)


def main(chosen: list[str]) -> int:
    """Do what is chosen, else everything; the status is 1 when something does not hold, 2 where it cannot be tried."""
    chosen = chosen or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        print(f"{', '.join(sorted(unknown))}: not among {', '.join(PARTS)}")
        return 2
    if lacking := _lacking(chosen):
        print(lacking)
        return 2
    report = Report()
    with tempfile.TemporaryDirectory(prefix="equity-hosting-") as name:
        folder = Path(name)
        if "papers" in chosen:
            for paper in papers.PAPERS:
                report(*paper(folder))
        if "bare" in chosen:
            (folder / "bare").mkdir()
            report(*bare.measured(folder / "bare"))
        if {"image", "proxy", "journeys"} & set(chosen):
            _serve(folder, chosen, report)
    print(f"{report.missed} missed" if report.missed else "everything holds")
    return 1 if report.missed else 0


def _lacking(chosen: list[str]) -> str:
    if {"image", "proxy", "journeys"} & set(chosen):
        if sys.platform != "linux" or os.geteuid() != 0:
            return "The image is tried in name spaces of Linux, which root makes. ARGS=papers needs neither."
        if not shutil.which("nginx"):
            return "nginx is not here. On Debian or Ubuntu: apt-get install --no-install-recommends nginx"
    return ""


def _serve(folder: Path, chosen: list[str], report: Report) -> None:
    made = image.built(folder)
    size, longest = (
        image.megabytes(made.written),
        ", ".join(f"{step[:28]}… {took:.0f} s" for step, took in made.longest()),
    )
    report(f"the Dockerfile is carried out: {size:,.0f} MB beside its base; {longest}")
    _own_network()
    stand = Stand(made, folder / "stand")
    stand.published.mkdir(parents=True)
    shutil.copy2(made.written / "site" / "data" / "equity.duckdb", stand.published)
    try:
        stand.begin()
        if "image" in chosen:
            _image(stand, report)
        if "proxy" in chosen:
            for check in through_proxy.CHECKS:
                began = time.monotonic()
                sentence, held = check(stand)
                report(f"{sentence} [{check.__name__}, {time.monotonic() - began:.0f} s]", held)
        if "journeys" in chosen:
            cold, warm = journeys.travel(stand), journeys.travel(stand)
            for said, found in (("views that nobody has seen", cold), ("the same again", warm)):
                report(*journeys.described(said, found))
                print(cost.described(found))
    finally:
        stand.end()


def _own_network() -> None:
    """Go into name spaces of mounts and of the network that are this process's own."""
    of_mounts, of_network = 0x00020000, 0x40000000
    if ctypes.CDLL(None, use_errno=True).unshare(of_mounts | of_network):
        raise OSError(ctypes.get_errno(), "no name spaces of its own")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)


def _image(stand: Stand, report: Report) -> None:
    """A container by itself: what it may not do, how soon it is there, what it takes, and how it ends."""
    report(f"stopped in {stand.stop('app2'):.1f} s, with nothing under way")
    stand.stop("app1")
    stand.start("app2", HOST="0.0.0.0")
    report(f"a container answers {(took := stand.wait('app2')):.1f} s after it is started", took <= START)
    leader = stand.leader("app2")
    status = Path(f"/proc/{leader}/status").read_text(encoding="utf-8")
    user = next(line.split()[1] for line in status.splitlines() if line.startswith("Uid:"))
    rights = next(line.split()[1] for line in status.splitlines() if line.startswith("CapBnd:"))
    report(f"it runs as user {user}, with the capabilities {int(rights, 16)}", user == "10001" and int(rights, 16) == 0)
    places = ("/site", "/opt/site", "/etc", "/var/tmp", "/published", "/root")
    command = "; ".join(f"touch {place}/x 2>/dev/null && echo {place}" for place in places)
    tried = subprocess.run(stand.image.service(f"{command}; true", stand.published), capture_output=True, text=True)
    report(
        f"it cannot write into {', '.join(places)}: {tried.stdout.split() or 'all refused'}", not tried.stdout.strip()
    )
    kinds = ("pdf", "xlsx", "pptx", "docx", "png", "parquet")
    made = {kind: get((NAMES["app2"], PORT), f"/api/v1/views/explore.{kind}").status for kind in kinds}
    report(f"it makes {', '.join(kinds)}: {set(made.values())}", set(made.values()) == {200})
    memory = stand.memory("app2")
    words = ", ".join(f"{part:.0f}" for part in memory)
    health = subprocess.run(
        stand.image.service(shlex.join(stand.image.stage.command("HEALTHCHECK"))), capture_output=True
    )
    report(f"its own check of health ends with {health.returncode}", health.returncode == 0)
    report(f"its processes take {sum(memory):.0f} MB ({words}) of {MEMORY} allowed", sum(memory) < MEMORY)
    stand.stop("app2")
    for name in NAMES:
        stand.start(name)
    for name in NAMES:
        stand.wait(name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
