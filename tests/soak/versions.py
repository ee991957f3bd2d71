"""Two files of the data that can be told apart in whatever is made of them, and what tells them apart.

The second is a copy of the first under another version, in which each title ends with a mark. Nothing of it is real.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb

MARK = "SOAKED"
SECOND = "50a4ed50a4ed"


def version_of(database: Path) -> str:
    """The version of the data in a file."""
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute("SELECT version FROM build").fetchone()
    assert found is not None
    return str(found[0])


def write_second(first: Path, second: Path) -> None:
    """Write the second file."""
    shutil.copyfile(first, second)
    with duckdb.connect(str(second)) as connection:
        connection.execute("UPDATE build SET version = ?", [SECOND])
        for (definition,) in connection.execute("SELECT definition FROM indicator").fetchall():
            words = json.loads(definition)
            marked = json.dumps({**words, "title": f"{words['title']} {MARK}"})
            connection.execute("UPDATE indicator SET definition = ? WHERE definition = ?", [marked, definition])


def told_versions(first: str, header: str, content: bytes) -> set[str]:
    """The versions that an answer tells of, by its header, by its content and by the marks in that."""
    told = {header.partition("-")[0]} if header else set()
    told |= {version for version in (first, SECOND) if version.encode() in content}
    return told | ({SECOND} if MARK.encode() in content else set())
