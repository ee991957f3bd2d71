"""What the page of the briefing shows: each view with its document, or why there is none, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.documents.document import ViewDocument
from data.query.briefings.kept import KeptBriefing, KeptView

Kind = Literal["empty", "own", "ready"]
Figures = Literal["", "same", "changed", "unknown"]


@dataclass(frozen=True)
class ShownView:
    """A view of a briefing: as it is kept, and its document as of today; None with a sentence why there is none.

    `address` is the page it is of. `changes` say what it said when it was added and says now; empty where that is the
    same. `figures` say whether its figures are those of then, where the data is of another version; else empty.
    """

    kept: KeptView
    document: ViewDocument | None
    address: str
    problem: str = ""
    changes: tuple[str, ...] = ()
    figures: Figures = ""


@dataclass(frozen=True)
class ShownBriefing:
    """A briefing as it is shown. `problem` says in a sentence why the one that was asked for could not be opened.

    `link` is its address, empty where it is too long for one; `formats` are the endings it can be taken along in.
    """

    kind: Kind
    kept: KeptBriefing
    views: tuple[ShownView, ...]
    link: str
    formats: tuple[str, ...]
    problem: str = ""
    place: str = ""
