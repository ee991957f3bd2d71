"""What a reader gets of a component: its text, in the page and in fragments, and the figures with what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

TAG = re.compile(r"<[^>]*>")
NUMBER = re.compile(r"−?\d+(?:,\d{3})*(?:\.\d+)?")
SPOILT = re.compile(
    r"\bnan\b|\bNone\b|\binf\b|\bNaN\b|  |\b1 (?:counties|regions|cities|areas|states)\b|\ba (?:a|over|opio)"
)


def raw(content: Any) -> str:
    """A component with everything in it, figures and fragments too, as the text that is sent."""
    return json.dumps(content, cls=PlotlyJSONEncoder, ensure_ascii=False)


def text(content: Any) -> str:
    """The words of a component, tags left out; parts are separated by spaces."""
    return " ".join(" ".join(_parts(content)).split())


def _parts(content: Any) -> Iterator[str]:
    if isinstance(content, Component):
        properties = content.to_plotly_json()["props"]
        if "data-fragment" in properties:
            yield unescape(TAG.sub(" ", properties["data-fragment"]))
        for name in ("label", "options", "children"):
            if name in properties:
                yield from _parts(properties[name])
    elif isinstance(content, dict):
        yield from _parts(content.get("label"))
    elif isinstance(content, str):
        yield content
    elif isinstance(content, Iterable):
        for part in content:
            yield from _parts(part)


def components(content: Any) -> Iterator[Any]:
    """A component and everything in it, fragments excepted."""
    if isinstance(content, Component):
        yield content
        yield from components(getattr(content, "children", None))
    elif isinstance(content, list | tuple):
        for part in content:
            yield from components(part)


def by_id(content: Any, name: str) -> Any:
    """The component with an id."""
    (found,) = [c for c in components(content) if getattr(c, "id", None) == name]
    return found


def figure_texts(figure: dict[str, Any]) -> list[str]:
    """Hover texts, labels on the map and annotations of a figure."""
    traces = [t.get("text") or [] for t in figure["data"]]
    own = [t if isinstance(t, list) else [t] for t in traces]
    return [*(text for part in own for text in part), *(a["text"] for a in figure["layout"].get("annotations", ()))]


def numbers(sentence: str) -> list[str]:
    """The numbers of a sentence as they are written; years and parts of periods too."""
    return NUMBER.findall(sentence)
