"""HTML as text: elements as functions of their children and attributes, everything from data escaped by markupsafe.

What a reader only reads or follows is sent as one fragment of HTML, made here: an object for each of a view's thousand
elements would cost twenty times as much to make, and seconds to draw in the browser. Only graphs and form controls are
components of Dash.

Attributes are named as Dash names them (`className`, `htmlFor`, `tabIndex`), so that one spelling serves both; they are
written in the order of their names, so that the same view is the same text in every process.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from dash.development.base_component import Component
from markupsafe import Markup, escape

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
    return Markup(_text(content))


def _text(content: Content) -> str:
    if isinstance(content, str):
        return escape(content)  # leaves HTML that is written already as it is
    if content is None:
        return ""
    if isinstance(content, int | float):
        return str(content)
    if isinstance(content, Component):
        return _of_component(content)
    return "".join([_text(part) for part in content])


def _attributes(attributes: dict[str, Any]) -> str:
    parts = []
    for key in sorted(attributes):
        value = attributes[key]
        if value is None or value is False:
            continue
        if value is True:
            parts.append(f" {key}")
            continue
        if key == "style":
            value = ";".join([f"{_property(name)}:{setting}" for name, setting in value.items()])
        parts.append(f' {_NAMES.get(key, key)}="{escape(value)}"')
    return "".join(parts)


def _property(name: str) -> str:
    """The name of a CSS property as style sheets write it: `backgroundColor` is `background-color`."""
    return name if name.startswith("--") else "".join(f"-{c.lower()}" if c.isupper() else c for c in name)


def _element(name: str) -> Element:
    start, end = f"<{name}", f"</{name}>"

    def element(children: Content = None, **attributes: Any) -> SafeHtml:
        written = _attributes(attributes) if attributes else ""
        return Markup(f"{start}{written}>{_text(children)}{end}")

    return element


def _void(name: str) -> Element:
    def element(children: Content = None, **attributes: Any) -> SafeHtml:
        assert children is None, f"{name} has no content"
        return Markup(f"<{name}{_attributes(attributes)}>")

    return element


A, Article, B, Button, Caption, Code = map(_element, ("a", "article", "b", "button", "caption", "code"))
Datalist, Dd, Details, Div, Dl, Dt = map(_element, ("datalist", "dd", "details", "div", "dl", "dt"))
Figcaption, Figure, Form, H1, H2, H3 = map(_element, ("figcaption", "figure", "form", "h1", "h2", "h3"))
Label, Li, Main, Nav, Ol, Optgroup, Option = map(_element, ("label", "li", "main", "nav", "ol", "optgroup", "option"))
P, Section, Select, Span, Strong, Summary = map(_element, ("p", "section", "select", "span", "strong", "summary"))
Table, Tbody, Td, Textarea, Th, Thead, Tr, Ul = map(
    _element, ("table", "tbody", "td", "textarea", "th", "thead", "tr", "ul")
)
Br, Input = _void("br"), _void("input")

_VOID = frozenset({"br", "hr", "img", "input", "wbr"})


def _of_component(component: Component) -> str:
    """A component of `dash.html` as text: what Dash draws elsewhere may stand in a fragment too."""
    if component._namespace != "dash_html_components":
        raise TypeError(f"{component._type} is drawn by Dash and cannot stand in a fragment")
    name = component._type.lower()
    own = {key: value for key, value in component.to_plotly_json()["props"].items() if key != "children"}
    if name in _VOID:
        return f"<{name}{_attributes(own)}>"
    return f"<{name}{_attributes(own)}>{_text(getattr(component, 'children', None))}</{name}>"
