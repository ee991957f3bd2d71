"""The release of the code: what keeps an answer of older code from being served, or a file built by it from being kept.

Data and code are released apart. A corrected sentence, test or colour changes no figure, and a corrected rule of
disclosure no input: whoever remembers answers or files by the version of the data alone would go on with the old ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from data.settings import ROOT

DIGITS = 8
SITE = ("components", "pages", "data")
"""Folders whose code, templates and catalogues of messages make what a reader sees."""
BUILDING = (
    "data/pipeline", "data/disclosure", "data/statistics", "data/observations", "data/geography", "data/catalog",
)  # fmt: skip
"""Folders whose code makes the database of the snapshot; the Makefile builds anew when one of them changes."""
_KINDS = (".py", ".po", ".typ", ".toml")
_INPUTS = ("indicators", "questions", "areas", "sources", "snapshot")
"""Folders of data/ that are inputs of the database: the version of the data knows them."""


@lru_cache(maxsize=4)
def code_release(folders: tuple[str, ...], root: Path = ROOT) -> str:
    """Eight hexadecimal digits that change with any file of code below some folders, and with nothing else."""
    digest = hashlib.sha256()
    for path in _files(folders, root):
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:DIGITS]


def _files(folders: Iterable[str], root: Path) -> list[Path]:
    paths = {path for folder in folders for path in (root / folder).rglob("*") if path.suffix in _KINDS}
    # Below the checkout alone: what the folders around it are called is nothing to us.
    return sorted(p for p in paths if p.suffix == ".py" or not set(p.relative_to(root).parts) & set(_INPUTS))


def content_version(data_version: str) -> str:
    """The version of what the site answers: that of the data and that of the code."""
    return f"{data_version}-{code_release(SITE)}"
