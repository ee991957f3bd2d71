"""`python -m tests.scan`: the table of what the scan finds.

`--all` reads everything, `--number 3` that many states of each frame."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.settings import Settings
from tests.scan.checks import CHECKS
from tests.scan.run import Report, everything, sample
from tests.site import open_site


def write(report: Report) -> None:
    """Put the kinds of fault that a run found into the list of those expected."""
    path = Path(__file__).with_name("expected.py")
    head, assigned, _ = path.read_text(encoding="utf-8").partition("EXPECTED: dict[str, int] = {")
    lines = [f'    "{name}": {len(report.found[name])},' for name in CHECKS if name in report.found]
    path.write_text("\n".join([f"{head}{assigned}", *lines, "}", ""]), encoding="utf-8")


def main() -> int:
    """Print the table; status 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="read every state in every language")
    parser.add_argument("--number", type=int, default=0, help="read so many states of each frame")
    parser.add_argument("--expected", action="store_true", help="write `expected.py` anew, of the sample of each day")
    chosen = parser.parse_args()
    site, report = open_site(Settings.database), Report()
    for said in everything(site) if chosen.all else sample(site, chosen.number):
        report.add(said)
    if chosen.expected:
        write(report)
    print(report.table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
