"""Which process of a run has which test files: in their order, and to one process those that share a sample."""

from __future__ import annotations

from functools import cache

from xdist.scheduler import LoadFileScheduling

from data.settings import ROOT

SHARED = "ask_published.sample"
"""Some two hundred answers that are made once in a process, and take it half a minute."""


@cache
def scope_of(file: str) -> str:
    """What a file is run together with: itself, or all that ask for the sample."""
    return SHARED if SHARED in (ROOT / file).read_text(encoding="utf-8") else file


class Together(LoadFileScheduling):  # type: ignore[misc]
    """Hands out whole files, and as one those that share."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid.partition("::")[0])
