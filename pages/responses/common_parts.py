"""Parts that many states of a view share, sent once and referred to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import orjson

LEAST_BYTES = 200
"""Shorter parts are not worth a reference: compression takes care of them."""
REFERENCE = "$"


def shared(states: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A document of states by their queries: parts that stand in it more than once are in `shared`.

    Where such a part stood, `{"$": n}` stands for item `n` of `shared`, whose own parts are not replaced. Parts are
    components, as Dash sends them, and long texts. See `assets/states.js` for the way back.
    """
    counts = Counter(key for state in states.values() for key, _ in _parts(state))
    places: dict[bytes, int] = {}
    items: list[Any] = []

    def replaced(value: Any) -> Any:
        key = _key(value)
        if key is not None and counts[key] > 1:
            if key not in places:
                places[key] = len(items)
                items.append(value)
            return {REFERENCE: places[key]}
        if isinstance(value, dict):
            return {name: replaced(part) for name, part in value.items()}
        if isinstance(value, list):
            return [replaced(part) for part in value]
        return value

    return {"states": {query: replaced(state) for query, state in states.items()}, "shared": items}


def _parts(value: Any) -> Iterator[tuple[bytes, Any]]:
    key = _key(value)
    if key is not None:
        yield key, value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _parts(part)


def _key(value: Any) -> bytes | None:
    """Digest of a part; None for a value that is no part, or too short to be worth a reference."""
    if isinstance(value, str):
        return _digest(value.encode()) if len(value) >= LEAST_BYTES else None
    if not isinstance(value, dict) or "props" not in value:
        return None
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return _digest(text) if len(text) >= LEAST_BYTES else None


def _digest(text: bytes) -> bytes:
    return blake2b(text, digest_size=16).digest()
