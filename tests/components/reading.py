"""What a reader gets of a component: its text, in the page and in fragments, and the figures with what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from dash.development.base_component import Component
from markupsafe import Markup
from plotly.utils import PlotlyJSONEncoder

TAG = re.compile(r"<[^>]*>")
FIGURE = re.compile(r"data-figure='([^']*)'")
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
    # As it is made, or as it is sent.
    if isinstance(content, Component) or (isinstance(content, dict) and "props" in content):
        properties = content["props"] if isinstance(content, dict) else content.to_plotly_json()["props"]
        if "data-fragment" in properties:
            yield unescape(TAG.sub(" ", properties["data-fragment"]))
        for name in ("label", "options", "children"):
            if name in properties:
                yield from _parts(properties[name])
    elif isinstance(content, Markup):
        yield unescape(TAG.sub(" ", content))
    elif isinstance(content, dict):
        yield from _parts(content.get("label"))
    elif isinstance(content, str):
        yield content
    elif isinstance(content, Iterable):
        for part in content:
            yield from _parts(part)


def properties(sent: Any) -> Iterator[dict[str, Any]]:
    """The properties of every component in what is sent."""
    if isinstance(sent, dict):
        if isinstance(sent.get("props"), dict):
            yield sent["props"]
        for value in sent.values():
            yield from properties(value)
    elif isinstance(sent, list):
        for value in sent:
            yield from properties(value)


def components(content: Any) -> Iterator[Any]:
    """A component and everything in it, fragments excepted."""
    if isinstance(content, Component):
        yield content
        yield from components(getattr(content, "children", None))
    elif isinstance(content, list | tuple):
        for part in content:
            yield from components(part)


def drawn_figures(content: Any) -> list[dict[str, Any]]:
    """The figure dictionaries of the charts of a component, as they are sent beside their drawings."""
    sent = (part.to_plotly_json()["props"].get("data-fragment", "") for part in components(content))
    return [json.loads(unescape(figure)) for fragment in sent for figure in FIGURE.findall(fragment)]


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


@dataclass
class Element:
    """An element of HTML: its tag, its attributes as a reader's browser gets them, and what stands in it."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str:
        """An attribute, empty where it is not set."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> set[str]:
        return set(self.get("class").split())

    @property
    def text(self) -> str:
        """All the text in it; parts are separated by spaces."""
        return " ".join(" ".join(c if isinstance(c, str) else c.text for c in self.children).split())

    def every(self, tag: str = "", **attributes: str) -> list[Element]:
        """It and the elements in it, in order, that have this tag and these attributes (`data_id` for data-id)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        own = tag in ("", self.tag) and all(
            value in self.classes if name == "class" else self.attributes.get(name) == value
            for name, value in wanted.items()
        )
        below = [e for c in self.children if isinstance(c, Element) for e in c.every(tag, **attributes)]
        return [self, *below] if own else below


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(made)
        if tag not in ("br", "input"):
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "input"):
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def elements(markup: str) -> Element:
    """HTML of which every element is closed, under one element without a tag."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    return reader.open[0]
