"""The parts of a page of a place or a region as they are remembered: as HTML, compressed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import brotli
import orjson
from dash.development.base_component import Component

from components.formatting.html import SafeHtml
from components.formatting.markup import html_fragment

QUALITY = 4
"""Of Brotli, as of the views of Explore."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """A page as it is shown: title and one sentence on it, and its parts, each with its class, as HTML."""

    title: str
    description: str
    parts: tuple[tuple[str, str], ...] = field(repr=False)

    def fragments(self) -> list[Component]:
        """The parts as fragments of the page."""
        return [html_fragment(SafeHtml(text), className=name) for name, text in self.parts]


def compressed(title: str, description: str, fragments: Sequence[Component]) -> bytes:
    """A page of some fragments as bytes."""
    properties = (part.to_plotly_json()["props"] for part in fragments)
    parts = [(own["className"], own["data-fragment"]) for own in properties]
    found: bytes = brotli.compress(orjson.dumps((title, description, parts)), quality=QUALITY)
    return found


def read_parts(page: bytes) -> PageParts:
    """The page of what `compressed` made."""
    title, description, parts = orjson.loads(brotli.decompress(page))
    return PageParts(title, description, tuple((name, text) for name, text in parts))
