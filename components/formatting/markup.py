"""Markup of sentences and attributes: bold words, English words, ornaments, and fragments for Dash's tree."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from dash.html import Div, P

from components.formatting import dash_html, html
from components.formatting.html import Content, SafeHtml, to_html
from data.language import language

_PERIOD = re.compile(r"(\d{4}–\d{2,4})")


def parse_bold(text: str) -> list[str | SafeHtml]:
    """The parts of a sentence in which `**…**` marks what is bold."""
    parts = text.split("**")
    return [html.Strong(part) if i % 2 else part for i, part in enumerate(parts) if part]


def parse_periods(text: str) -> list[str | SafeHtml]:
    """The parts of a title, each period of years in one piece: a line may otherwise end at its dash."""
    parts = _PERIOD.split(text)
    return [html.Span(part, className="period") if i % 2 else part for i, part in enumerate(parts) if part]


_MARK, _END = "\ue000", "\ue001"  # of Unicode's private use: no text has them


def english(text: str) -> str:
    """A name or words that are English in every language, as a value of a sentence that `parse_english` takes apart."""
    return text if language() == "en" else f"{_MARK}{text}{_END}"


def unmarked(text: str) -> str:
    """A sentence without what `english` marked, for text that knows no languages."""
    return text.replace(_MARK, "").replace(_END, "")


def parse_english(text: str) -> list[str | SafeHtml]:
    """The parts of a sentence, what `english` marked said to be English: a screen reader pronounces it so."""
    parts = [part.split(_END) for part in text.split(_MARK)]
    sentence: list[str | SafeHtml] = [parts[0][0]]
    for phrase, rest in parts[1:]:
        sentence += [html.Span(phrase, lang="en"), rest]
    return [part for part in sentence if part]


SLOTS = ("\ue010", "\ue011", "\ue012")
"""What stands in a template for words that are put in later, one each; of Unicode's private use too."""
_SLOT = re.compile(f"([{''.join(SLOTS)}])")


def template(content: SafeHtml) -> tuple[str, ...]:
    """HTML that is written once for many views, taken apart at its slots."""
    return tuple(_SLOT.split(content))


def filled_in(parts: tuple[str, ...], *words: str) -> SafeHtml:
    """A template with words in its slots, each escaped."""
    said = dict(zip(SLOTS, map(escape, words), strict=False))
    return SafeHtml("".join([said.get(part, part) for part in parts]))


def aria(**attributes: str) -> dict[str, Any]:
    """`aria-…` attributes of an element: `html.Div(..., **aria(label="Pages"))`."""
    return {f"aria-{name}": value for name, value in attributes.items()}


def data_attributes(**attributes: str) -> dict[str, Any]:
    """`data-…` attributes of an element; an underscore stands for a hyphen."""
    return {f"data-{name.replace('_', '-')}": value for name, value in attributes.items()}


DECORATIVE: dict[str, Any] = aria(hidden="true")
"""Attributes of ornaments, hidden from screen readers: words say the same."""


def breadcrumb(*names: str) -> list[SafeHtml | str]:
    """Breadcrumb: names with an ornament between them for the eye, and a comma for screen readers."""
    between: list[SafeHtml | str] = [
        html.Span(", ", className="visually-hidden"),
        html.Span("›", className="path-sep", **DECORATIVE),
    ]
    return [part for i, name in enumerate(names) for part in ([*between, name] if i else [name])]


def sentence(text: str, classes: str) -> P:
    """A paragraph of Dash's tree, `**…**` in bold."""
    parts = text.split("**")
    return dash_html.P(
        [dash_html.Strong(part) if i % 2 else part for i, part in enumerate(parts) if part], className=classes
    )


def html_fragment(content: Content, **attributes: Any) -> Div:
    """A division of Dash's tree whose content the browser takes as HTML in one piece; keyed links keep the focus."""
    return dash_html.Div(**attributes, **data_attributes(fragment=str(to_html(content))))
