"""One answer of each kind, while an image is built: what cannot answer is not shipped, and what answers is compiled.

Run where the file is built and modules may be written: `python -m hosting.first_answers`.
"""

from __future__ import annotations

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

PAGES = ("/", "/explore", "/places", "/gaps", "/regions", "/data", "/methods", "/worst", "/search?q=opioid", "/api",
         "/style.css", "/typeface.woff2", "/health", "/api/v1/indicators", "/card.png?page=/explore")  # fmt: skip
KINDS = ("csv", "parquet", "json", "xlsx", "png", "svg", "pdf", "docx", "pptx")
"""Formats of a view; those that are costly are made in a process of their own, as in service."""


def main() -> int:
    """Ask for everything and say what failed; the status is 1 when anything did."""
    from app import server

    client = server.test_client()
    addresses = (*PAGES, *(f"/api/v1/views/explore.{kind}" for kind in KINDS))
    failed = []
    for address in addresses:
        status = client.get(address).status_code
        if status >= 400:
            failed.append(f"{address}: status {status}")
    print("\n".join(failed) or f"{len(addresses)} addresses answer")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
