"""The overview as a reader gets it, taken apart: its links with their words, and the text of each of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import dash

from tests.site import Site

VOID = {"input", "br"}


@dataclass
class Node:
    """An element: its name, attributes and what is in it, elements and text in their order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words in it, drawings left out."""
        parts = [p if isinstance(p, str) else p.text for p in self.inside if isinstance(p, str) or p.name != "svg"]
        return " ".join("".join(parts).split())

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, name: str = "", kind: str = "") -> Iterator[Node]:
        """Every element below with a name and a class."""
        for part in self.inside:
            if isinstance(part, Node):
                if name in ("", part.name) and (not kind or kind in part.classes):
                    yield part
                yield from part.all(name, kind)

    def one(self, name: str = "", kind: str = "") -> Node:
        return next(self.all(name, kind))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def html_of(site: Site, lang: str = "en") -> str:
    """What the layout of the page is, as HTML, whatever sends it."""
    (page,) = [p for p in dash.page_registry.values() if p["path"] == "/"]
    with site.app.server.test_request_context(f"/?lang={lang}"):
        properties = page["layout"](lang=lang).to_plotly_json()["props"]
    fragment: str = properties["data-fragment"]
    return fragment


def read(html: str) -> Node:
    """A fragment of HTML as a tree."""
    reader = _Reader()
    reader.feed(html)
    assert len(reader.open) == 1, "every element is closed"
    return reader.open[0]
