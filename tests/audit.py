"""`make audit`: whether anything known is wrong with what is pinned. It says when nobody could be asked.

pip-audit passes over a package that its database does not answer for, and then says that nothing was found. Here what
was not looked up is counted, and is no success: the command ends with 0 where all was looked up and nothing found, with
1 where anything was found, and with 3 where anything could not be looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SERVICES = {"pypi": "the package index", "osv": "OSV"}
"""Databases that pip-audit can ask: the second where the first leaves anything open."""
FOUND, NOT_ASKED = 1, 3
SECONDS = 300


@dataclass(frozen=True)
class Report:
    """What was said of a file of pins: packages looked up, those that were not, and what is known of any."""

    asked: frozenset[str]
    open: frozenset[str]
    known: tuple[str, ...]


def report(said: str) -> Report | None:
    """The report in what pip-audit prints (JSON); None where it prints none."""
    try:
        packages: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    known = [
        f"{package['name']} {package['version']}: {vulnerability['id']}"
        + (f", mended in {', '.join(fixes)}" if (fixes := vulnerability.get("fix_versions")) else "")
        for package in packages
        for vulnerability in package.get("vulns", ())
    ]
    left = frozenset(package["name"] for package in packages if "skip_reason" in package)
    return Report(frozenset(package["name"] for package in packages) - left, left, tuple(known))


def together(reports: Sequence[Report | None]) -> Report | None:
    """What all databases together said; None where none said anything."""
    told = [one for one in reports if one is not None]
    if not told:
        return None
    asked = frozenset[str]().union(*(one.asked for one in told))
    left = frozenset[str]().union(*(one.open for one in told)) - asked
    return Report(asked, left, tuple(dict.fromkeys(line for one in told for line in one.known)))


def verdict(name: str, found: Report | None) -> tuple[str, int]:
    """What to say of a file of pins, and what the command ends with."""
    if found is None or not (found.asked or found.open):
        return (
            f"{name}: NOT AUDITED. No database of known vulnerabilities could be reached from this machine.",
            NOT_ASKED,
        )
    if not found.asked:
        return (
            f"{name}: NOT AUDITED. None of its {len(found.open)} packages could be looked up: no database of known "
            "vulnerabilities can be reached from this machine. Run `make audit` where there is a network.",
            NOT_ASKED,
        )
    lines = [f"{name}: {line}" for line in found.known]
    if found.open:
        listed = ", ".join(sorted(found.open))
        lines.append(f"{name}: {len(found.asked)} packages looked up, {len(found.open)} could NOT be: {listed}")
    if not lines:
        lines = [f"{name}: {len(found.asked)} packages looked up, nothing is known against any"]
    return "\n".join(lines), FOUND if found.known else NOT_ASKED if found.open else 0


def asked(path: Path, service: str) -> Report | None:
    """What a database says of a file of pins, through pip-audit in the environment of this Python."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(path), "--disable-pip", "--require-hashes"]
    command += ["--vulnerability-service", service, "--progress-spinner", "off", "--format", "json", "--timeout", "10"]
    try:
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None
    found = report(ended.stdout)
    if found is None and (said := ended.stderr.strip()):
        print(f"  {SERVICES[service]}: {said.splitlines()[-1][:160]}")
    return found


def main() -> int:
    """Look up every file of pins. The worst of what they end with: what is found weighs more than what is not asked."""
    ends = set()
    for path in sorted(ROOT.glob("requirements*.txt")):
        reports: list[Report | None] = []
        for service in SERVICES:
            reports.append(asked(path, service))
            told = together(reports)
            if told is not None and not told.open:
                break
        said, end = verdict(path.name, together(reports))
        print(said)
        ends.add(end)
    return FOUND if FOUND in ends else max(ends)


if __name__ == "__main__":
    sys.exit(main())
