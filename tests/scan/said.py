"""What a state says, part by part, with the rows behind it: what every check is given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any

from dash.development.base_component import Component

from components.figures.alt_text import groups_text, map_text, trend_text
from components.page.notes import notes, source_notes
from components.views.page import panels
from components.views.registry import view_of
from data.language import use_language
from data.query.selection import Answer
from tests.components.reading import text
from tests.scan.facts import Facts, facts_of, gap_facts

TAG = re.compile(r"<[^>]*>")
_WORDS_OF_FRAGMENT = re.compile(r'<(\w+)[^>]*class="[^"]*\b{name}\b[^"]*"[^>]*>(.*?)</\1>')


@dataclass(frozen=True)
class Said:
    """The words of one state. `page` is all that stands under the head, `alt` the texts of its figures.

    `facts` are the rows and the definition behind the words; None of words that were made up.
    """

    address: str = "/explore"
    language: str = "en"
    title: str = ""
    subtitle: str = ""
    summary: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    live: str = ""
    page: str = ""
    alt: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)

    @cached_property
    def head(self) -> str:
        """Title, subtitle and summary."""
        return " ".join(f"{part.strip().rstrip('.')}." for part in (self.title, self.subtitle, *self.summary) if part)

    @cached_property
    def running(self) -> str:
        """Title and summary: the sentences a reader meets first."""
        return " ".join(f"{part.strip().rstrip('.')}." for part in (self.title, *self.summary) if part)

    @cached_property
    def all(self) -> str:
        """Everything, figures' texts too."""
        return " | ".join(
            part for part in (self.title, self.subtitle, *self.summary, *self.notes, self.page, *self.alt) if part
        )


def plain(sentence: str) -> str:
    """A sentence without the marks of bold."""
    return sentence.replace("**", "")


def said_of(answer: Answer) -> Said:
    """The words of a state of Explore, in its language."""
    selection = answer.selection
    with use_language(selection.language):
        view = view_of(answer)
        drawn = []
        if selection.view == "map" and selection.level != "state":
            drawn.append(map_text(answer))
        if selection.view == "trend":
            drawn.append(trend_text(answer))
        if selection.view == "groups":
            drawn.append(groups_text(answer))
        return Said(
            address="/explore" + selection.query(),
            language=selection.language,
            title=plain(view.title(answer)),
            subtitle=plain(view.subtitle(answer)),
            summary=tuple(plain(sentence) for sentence in view.reading(answer)),
            notes=tuple(map(plain, (*notes(answer), *source_notes(answer)))),
            live=plain(view.live(answer)),
            page=text(panels(answer, "/explore")),
            alt=tuple(drawn),
            facts=facts_of(answer),
        )


def said_of_gap(address: str, language: str, page: Any, answer: Answer, series: Iterable[Any]) -> Said:
    """The words of a state of Gaps, from the page as it is sent."""
    found = {name: " ".join(of_class(page, name)) for name in ("view-title", "view-subtitle", "view-reading")}
    return Said(
        address=address,
        language=language,
        title=found["view-title"],
        subtitle=found["view-subtitle"],
        summary=(found["view-reading"],) if found["view-reading"] else (),
        page=text(by_id(page, "gaps-panels")),
        facts=gap_facts(answer, series),
    )


def of_class(content: Any, name: str) -> list[str]:
    """The texts of what has a class: of components as they are made or sent, and of HTML in them."""
    own = _properties(content)
    if own is not None:
        if name in str(own.get("className") or "").split():
            return [text(own.get("children"))]
        fragment = own.get("data-fragment")
        if fragment:
            pattern = re.compile(_WORDS_OF_FRAGMENT.pattern.replace("{name}", name), re.DOTALL)
            return [" ".join(unescape(TAG.sub("", inner)).split()) for _, inner in pattern.findall(fragment)]
        return of_class(own.get("children"), name)
    if isinstance(content, list | tuple):
        return [found for part in content for found in of_class(part, name)]
    return []


def by_id(content: Any, name: str) -> Any:
    """What stands in the element of an id; empty where there is none."""
    own = _properties(content)
    if own is not None:
        return own.get("children") if own.get("id") == name else by_id(own.get("children"), name)
    if isinstance(content, list | tuple):
        return next((found for part in content if (found := by_id(part, name))), [])
    return []


def _properties(content: Any) -> dict[str, Any] | None:
    if isinstance(content, Component):
        return dict(content.to_plotly_json()["props"])
    if isinstance(content, dict) and "props" in content:
        return dict(content["props"])
    return None
