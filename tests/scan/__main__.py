"""`python -m tests.scan`: the table of what the scan finds. `--all` reads everything, `--share 0.2` a fifth of it."""

from __future__ import annotations

import argparse
import sys

from data.settings import Settings
from tests.scan.run import Report, everything, sample
from tests.site import open_site


def main() -> int:
    """Print the table; status 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="read every state in every language")
    parser.add_argument("--share", type=float, default=0.0, help="read this share of all states")
    chosen = parser.parse_args()
    site, report = open_site(Settings.database), Report()
    for said in everything(site) if chosen.all else sample(site, chosen.share):
        report.add(said)
    print(report.table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
