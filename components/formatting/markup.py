"""Markup beyond what Dash draws itself: bold words, attributes that Python's names cannot spell, and whole fragments.

Dash's renderer takes seconds for a page of a few thousand components (351 towns in a list are that many). What a reader
only reads or follows is therefore sent as one fragment of HTML, written here from the same components; Dash draws the
graphs and the form controls.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.language import language


class Raw(str):
    """HTML that is written already, everything from data in it escaped."""

    __slots__ = ()


Content = Component | str | int | float | Sequence["Content"] | None

_NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "colSpan": "colspan"}
_OF_DASH = frozenset(vars(html.Div())) - {"children"}
"""What a component carries for Dash's own use."""
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})


def prose(text: str) -> list[str | Component]:
    """The parts of a sentence in which `**…**` marks what is bold."""
    parts = text.split("**")
    return [html.Strong(part) if i % 2 else part for i, part in enumerate(parts) if part]


_MARK, _END = "\ue000", "\ue001"  # of Unicode's private use: no text has them


def english(text: str) -> str:
    """A name or words that are English in every language, as a value of a sentence that `voiced` takes apart."""
    return text if language() == "en" else f"{_MARK}{text}{_END}"


def voiced(text: str) -> list[str | Component]:
    """The parts of a sentence, what `english` marked said to be English: a screen reader pronounces it so."""
    parts = [part.split(_END) for part in text.split(_MARK)]
    found: list[str | Component] = [parts[0][0]]
    for own, rest in parts[1:]:
        found += [html.Span(own, lang="en"), rest]
    return [part for part in found if part]


def aria(**attributes: str) -> dict[str, Any]:
    """`aria-…` attributes of a component: `html.Div(..., **aria(label="Pages"))`."""
    return {f"aria-{name}": value for name, value in attributes.items()}


def data(**attributes: str) -> dict[str, Any]:
    """`data-…` attributes of a component; an underscore stands for a hyphen."""
    return {f"data-{name.replace('_', '-')}": value for name, value in attributes.items()}


DECORATIVE: dict[str, Any] = aria(hidden="true")
"""For what only the eye needs: ornaments beside words that say the same."""


def trail(*names: str) -> list[Component | str]:
    """Where a page stands: names with an ornament between them for the eye, and a comma for who hears them."""
    between: list[Component | str] = [
        html.Span(", ", className="visually-hidden"),
        html.Span("›", className="path-sep", **DECORATIVE),
    ]
    return [part for i, name in enumerate(names) for part in ([*between, name] if i else [name])]


def fragment(content: Content, **attributes: Any) -> html.Div:
    """A division whose content the browser takes as HTML in one piece. Keyed links in it keep the focus."""
    return html.Div(**attributes, **data(fragment=rendered(content)))


def rendered(content: Content) -> str:
    """Components of `dash.html` as HTML text, with everything that comes from data escaped.

    Raises TypeError for a component that is not plain markup (a graph, a form control).
    """
    if content is None:
        return ""
    if isinstance(content, Raw):
        return str(content)
    if isinstance(content, Component):
        return _element(content)
    if isinstance(content, str | int | float):
        return escape(str(content))
    return "".join(rendered(part) for part in content)


def _element(component: Component) -> str:
    if component._namespace != "dash_html_components":
        raise TypeError(f"{component._type} is drawn by Dash and cannot stand in a fragment")
    name = component._type.lower()
    # What was given, as `to_plotly_json` has it, which takes half of a page's time to find it.
    own = {key: value for key, value in vars(component).items() if key not in _OF_DASH}
    # Dash keeps aria- and data- attributes in no fixed order; the text must be the same in every process.
    attributes = "".join(_attribute(key, own[key]) for key in sorted(own) if key != "children")
    if name in _VOID:
        return f"<{name}{attributes}>"
    return f"<{name}{attributes}>{rendered(own.get('children'))}</{name}>"


def _attribute(key: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    if key == "style":
        value = ";".join(f"{_css(name)}:{setting}" for name, setting in value.items())
    if value is True:
        return f" {key}"
    return f' {_NAMES.get(key, key)}="{escape(str(value))}"'


def _css(name: str) -> str:
    return name if name.startswith("--") else "".join(f"-{c.lower()}" if c.isupper() else c for c in name)
