"""Views as they are sent, rendered once for all who ask and remembered within a bound of bytes."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import brotli
import orjson
from cachetools import LRUCache, cached
from dash.development.base_component import Component

from components.views.page import OUTPUTS, parts
from data.language import use_language
from data.query.answers import Answers
from data.query.selection import EXPLORE, Selection

QUALITY = 2
"""Of Brotli: in half the time of 4 for a sixteenth more bytes (11.1 KB for 10.5), and still fewer than gzip's."""
MOST_BYTES = 8 * 2**20
"""Compressed, a view of 14 counties takes 10 KB and one of 351 towns 50: some five hundred views a process."""


def rendered(source: Answers, version: str, selection: Selection) -> dict[str, Any]:
    """Rendered view: each of `views.page.OUTPUTS` by its name, as JSON values, without the notices of a query string.

    `version` is that of data and code. Whoever asks for a view while it is rendered waits for it. Raises
    DatabaseUnavailableError.
    """
    response = orjson.loads(brotli.decompress(_rendered(source, version, selection)))["response"]
    return {name: response[component][prop] for name, (component, prop) in OUTPUTS.items()}


def response_bytes(source: Answers, version: str, selection: Selection) -> bytes:
    """The response to Explore's callback that shows a view: JSON in Dash's form, compressed (Brotli).

    Raises DatabaseUnavailableError.
    """
    return _rendered(source, version, selection)


def is_rendered(source: Answers, version: str, selection: Selection) -> bool:
    """Whether a view is remembered, so that it costs next to nothing."""
    return (source, version, selection) in _cache


_cache: LRUCache[tuple[Answers, str, Selection], bytes] = LRUCache(MOST_BYTES, getsizeof=len)


@cached(_cache, key=lambda *words: words, condition=threading.Condition())
def _rendered(source: Answers, _version: str, selection: Selection) -> bytes:
    # In its own language, whatever is spoken by who asks first: it is remembered for every reader.
    with use_language(selection.language):
        answer = source.to(selection)
        contents = parts(answer, (), EXPLORE)
    # What was worked out on the way is in the view now; the answer may be kept for long.
    for told in (answer, *answer.related):
        told.told.clear()
    response = {component: {prop: contents[name]} for name, (component, prop) in OUTPUTS.items()}
    compressed: bytes = brotli.compress(
        orjson.dumps({"multi": True, "response": response}, default=_to_json), quality=QUALITY
    )
    return compressed


def _to_json(component: Component) -> object:
    """A component as Dash sends it: as `to_plotly_json`, which looks for a hundred properties by exceptions.

    Any property that is set stands in the component's own dictionary, those of data-* and aria-* with their prefix.
    """
    attributes = vars(component)
    props = {name: attributes[name] for name in _properties(type(component), tuple(attributes))}
    return {"props": props, "type": component._type, "namespace": component._namespace}


# The code names them: there are a few hundred sets.
@lru_cache(maxsize=1024)
def _properties(kind: type[Component], names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the names of a component's dictionary that are properties of its kind, in the order they are sent.

    Of data-* and aria-* that is by name: Dash's constructors set them in an order that is another in each process.
    """
    empty = kind()
    wild = tuple(empty._valid_wildcard_attributes)
    known = (name for name in empty._prop_names if name in names)
    return (*known, *sorted(name for name in names if name.startswith(wild)))
