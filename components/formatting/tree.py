"""Dash's tree as HTML text: what a layout says, written by the server for those who have not run its scripts.

A tree is of components, or of the dictionaries they are sent as; both are written alike. A fragment stands in it as its
content, which the browser would put there (see `markup.html_fragment`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component

from components.formatting.html import VOID, Content, SafeHtml, attributes_text, to_html

FRAGMENT = "data-fragment"
_HTML = "dash_html_components"
_OF_DASH = frozenset(
    {"children", "key", FRAGMENT, "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "loading_state", "setProps"}
)
"""Properties that are no attributes."""


class TreeWriter:
    """Writes trees. What Dash itself draws (a graph, a list of choices) a subclass knows how to write."""

    def text(self, content: Any) -> str:
        """A tree as HTML. Raises TypeError for a component that cannot be written."""
        if content is None:
            return ""
        if isinstance(content, list | tuple):
            return "".join([self.text(part) for part in content])
        if isinstance(content, Component):
            return self._element(content._namespace, content._type, _properties(content))
        if isinstance(content, Mapping):
            return self._element(content["namespace"], content["type"], content["props"])
        plain: Content = content
        return to_html(plain)

    def of_dash(self, kind: str, properties: Mapping[str, Any]) -> str:
        """Text of a component that Dash draws. Raises TypeError where there is none."""
        raise TypeError(f"{kind} is drawn by Dash and cannot be written as HTML")

    def fragment(self, content: str) -> tuple[dict[str, Any], str]:
        """Attributes of the element of a fragment, and the content that stands in it."""
        return {}, content

    def _element(self, namespace: str, kind: str, properties: Mapping[str, Any]) -> str:
        if namespace != _HTML:
            return self.of_dash(kind, properties)
        name = kind.lower()
        attributes = {key: value for key, value in properties.items() if key not in _OF_DASH}
        if name in VOID:
            return f"<{name}{attributes_text(attributes)}>"
        if FRAGMENT in properties:
            more, inside = self.fragment(properties[FRAGMENT])
            return f"<{name}{attributes_text({**attributes, **more})}>{inside}</{name}>"
        return f"<{name}{attributes_text(attributes)}>{self.text(properties.get('children'))}</{name}>"


def written(content: Any) -> SafeHtml:
    """A tree of plain markup and fragments as HTML. Raises TypeError for what Dash draws."""
    return SafeHtml(TreeWriter().text(content))


def _properties(component: Component) -> dict[str, Any]:
    found: dict[str, Any] = component.to_plotly_json()["props"]
    return found
