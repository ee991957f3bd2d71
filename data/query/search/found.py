"""What a search finds: hits, each with the view it opens, and the result that holds them."""

from __future__ import annotations

from dataclasses import dataclass

from data.catalog.lexicon import Kind
from data.query.selection import Selection


@dataclass(frozen=True, slots=True)
class Hit:
    """Search hit, and the selection it opens, whose query string parses without a notice.

    `place` is the slug of a place that was asked for beside an indicator or is the hit itself; where the question has
    another, the indicator has no figures of its own for it. `second` is a place it is compared with. `group` was
    asked for and has figures, `lost` one that has none. `called` is the name it was found under, where that is not
    its own. A hit of the kind `indicator` is a question, `question` its id: `id` is the version that opens.
    `within` is the ZIP code or the neighborhood that was typed for the place.
    """

    kind: Kind
    id: str
    title: str
    selection: Selection
    score: float
    place: str = ""
    group: str = ""
    lost: str = ""
    called: str = ""
    question: str = ""
    second: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Search hits, best first, and whether they match the words (`sure`); if not, they are the nearest. Never empty.

    `unknown_zip` is a ZIP code among the words that is used in no place here.
    """

    words: str
    hits: tuple[Hit, ...]
    sure: bool
    unknown_zip: str = ""
