"""HTML as text: elements as functions of their children and attributes, everything from data escaped.

What a reader only reads or follows is sent as one fragment of HTML, made here: an object for each of a view's thousand
elements would cost twenty times as much to make, and seconds to draw in the browser. Only graphs and form controls are
components of Dash.

Attributes are named as Dash names them (`className`, `htmlFor`, `tabIndex`), so that one spelling serves both; they are
written in the order of their names, so that the same view is the same text in every process.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any, Protocol

from dash.development.base_component import Component
from markupsafe import Markup

SafeHtml = Markup
"""HTML that is written already, everything from data in it escaped."""

Content = SafeHtml | str | int | float | Component | Iterable["Content"] | None

_NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "colSpan": "colspan"}


class Element(Protocol):
    """Makes an element of one name."""

    def __call__(self, children: Content = None, **attributes: Any) -> SafeHtml:
        """The element with its children and attributes; an attribute that is None or False is left out."""


def to_html(content: Content) -> SafeHtml:
    """Content as HTML text. Raises TypeError for a component that is not plain markup (a graph, a form control)."""
    return _written(_text(content))


def _written(text: str) -> SafeHtml:
    """Text that is HTML already. Not by calling `Markup`: that asks every text for an `__html__` of its own first."""
    return str.__new__(Markup, text)


def _escaped(text: str) -> str:
    """A text as `html.escape` writes it; most have nothing to escape, which is seen in half the time."""
    return escape(text) if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text else text


def _text(content: Content) -> str:
    if content.__class__ is Markup:
        return content
    if isinstance(content, str):
        return _escaped(content)
    if (
        content.__class__ is list
    ):  # before the rest, since asking whether it is a component takes longer than writing it
        return "".join([_text(part) for part in content])
    if content is None:
        return ""
    if isinstance(content, int | float):
        return str(content)
    if isinstance(content, Component):
        return _of_component(content)
    return "".join([_text(part) for part in content])


_ORDERS: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
"""For each set of attributes that the code gives: their keys in the order they are written, and how each begins."""


def _order(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    order = _ORDERS.get(keys)
    if order is None:
        order = _ORDERS[keys] = tuple((key, f" {_NAMES.get(key, key)}") for key in sorted(keys))
    return order


def attributes_text(attributes: dict[str, Any]) -> str:
    """Attributes as they stand in a tag, each with a space before it."""
    text = ""
    for key, start in _order(tuple(attributes)):
        value = attributes[key]
        if isinstance(value, str):
            text += f'{start}="{_escaped(value)}"'
        elif value is True:
            text += start
        elif key == "style" and value is not None:
            style = ";".join([f"{_property(name)}:{setting}" for name, setting in value.items()])
            text += f'{start}="{escape(style)}"'
        elif value is not None and value is not False:
            text += f'{start}="{escape(str(value))}"'
    return text


@lru_cache(maxsize=256)
def _property(name: str) -> str:
    """The name of a CSS property as style sheets write it: `backgroundColor` is `background-color`."""
    return name if name.startswith("--") else "".join(f"-{c.lower()}" if c.isupper() else c for c in name)


def _element(name: str) -> Element:
    start, end = f"<{name}", f"</{name}>"

    def element(children: Content = None, **attributes: Any) -> SafeHtml:
        written = attributes_text(attributes) if attributes else ""
        return _written(f"{start}{written}>{_text(children)}{end}")

    return element


def _void(name: str) -> Element:
    def element(children: Content = None, **attributes: Any) -> SafeHtml:
        assert children is None, f"{name} has no content"
        return _written(f"<{name}{attributes_text(attributes)}>")

    return element


A, Article, B, Button, Caption, Code = map(_element, ("a", "article", "b", "button", "caption", "code"))
Datalist, Dd, Details, Div, Dl, Dt = map(_element, ("datalist", "dd", "details", "div", "dl", "dt"))
Figcaption, Figure, Form, H1 = map(_element, ("figcaption", "figure", "form", "h1"))
H2, H3, H4 = map(_element, ("h2", "h3", "h4"))
Label, Li, Main, Nav, Ol, Optgroup, Option = map(_element, ("label", "li", "main", "nav", "ol", "optgroup", "option"))
P, Pre, Section, Select, Span, Strong, Summary = map(
    _element, ("p", "pre", "section", "select", "span", "strong", "summary")
)
Table, Tbody, Td, Textarea, Th, Thead, Tr, Ul = map(
    _element, ("table", "tbody", "td", "textarea", "th", "thead", "tr", "ul")
)
Fieldset, Legend = map(_element, ("fieldset", "legend"))
Br, Input = _void("br"), _void("input")

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements that have no content."""


def _of_component(component: Component) -> str:
    """A component of `dash.html` as text: what Dash draws elsewhere may stand in a fragment too."""
    if component._namespace != "dash_html_components":
        raise TypeError(f"{component._type} is drawn by Dash and cannot stand in a fragment")
    name = component._type.lower()
    attributes = {key: value for key, value in component.to_plotly_json()["props"].items() if key != "children"}
    if name in VOID:
        return f"<{name}{attributes_text(attributes)}>"
    return f"<{name}{attributes_text(attributes)}>{_text(getattr(component, 'children', None))}</{name}>"
