"""Views as they are sent, rendered once for all who ask and remembered within a bound of bytes."""

from __future__ import annotations

import threading
import zlib
from typing import Any

import orjson
from cachetools import LRUCache, cached
from dash.development.base_component import Component

from components.views.page import parts
from data.language import speaking
from data.query.answers import Answers
from data.query.selection import EXPLORE, Selection

MOST_BYTES = 32 * 2**20
"""Compressed, a view of 14 counties takes 10 KB and one of 351 towns 50: some thousand views a process."""


def rendered(source: Answers, version: str, selection: Selection) -> dict[str, Any]:
    """What stands in each of `views.page.OUTPUTS`, by its name, as JSON values, without the notices of an address.

    `version` is that of data and code. Whoever asks for a view while it is rendered waits for it. Raises
    DatabaseUnavailableError.
    """
    found: dict[str, Any] = orjson.loads(zlib.decompress(_rendered(source, version, selection)))
    return found


def is_rendered(source: Answers, version: str, selection: Selection) -> bool:
    """Whether a view is remembered, so that it costs next to nothing."""
    return (source, version, selection) in _cache


_cache: LRUCache[tuple[Answers, str, Selection], bytes] = LRUCache(MOST_BYTES, getsizeof=len)


@cached(_cache, key=lambda *words: words, condition=threading.Condition())
def _rendered(source: Answers, _version: str, selection: Selection) -> bytes:
    # In its own language, whatever is spoken by who asks first: it is remembered for every reader.
    with speaking(selection.language):
        shown = parts(source.to(selection), (), EXPLORE)
    return zlib.compress(orjson.dumps(shown, default=_to_json), level=1)


def _to_json(component: Component) -> object:
    """A component as Dash sends it."""
    return component.to_plotly_json()
