"""What Dash asks for when it takes a document over, held by the document itself.

The answers are those that the server would give to `/_dash-layout` and to the callback that draws the page of the
address; `assets/drawn.js` gives them instead. So a page is drawn from one version of the data whenever it was changed,
it costs the server one rendering instead of two, and is whole without another request. What stands in the document as
HTML is not said again: a fragment is named by the sum of its text, which the element it stands in carries as well.
"""

from __future__ import annotations

from typing import Any

import orjson
from dash import Dash
from dash.dash import _ID_CONTENT, _ID_STORE
from dash.development.base_component import Component

from components.documents.drawings.first_drawing import sum_of
from components.formatting.tree import FRAGMENT

NAMED = "\ue002"
"""Begins what stands for a fragment: of Unicode's private use, so that no fragment begins with it."""
_OF_THE_PAGE = frozenset(("end_id", "python_version", "dash_version", "dash_version_url"))
"""Words of Dash's configuration that are for what the site has not (background callbacks, tools of developers); one of
them is another one in each process, so that the same page would never be the same document."""
_DRAWN = ("dash_core_components", "dash_html_components", "dash_bootstrap_components")


def configuration(whole: dict[str, Any]) -> dict[str, Any]:
    """Dash's configuration without what no page of ours needs."""
    kept = {name: value for name, value in whole.items() if name not in _OF_THE_PAGE}
    return {**kept, "children_props": {name: whole["children_props"].get(name, {}) for name in _DRAWN}}


def held_answers(layout: Any, page: Any, title: str) -> str:
    """The element of a document that holds the answers: Dash's layout, and the tree of a page with its title."""
    drawn = {_ID_CONTENT: {"children": _named(_plain(page))}, _ID_STORE: {"data": {"title": title}}}
    answers = {"layout": _plain(layout), "page": {"multi": True, "response": drawn}}
    # Nothing in it may end the element it stands in.
    text = orjson.dumps(answers).decode().replace("<", "\\u003c")
    return f'<script id="drawn" type="application/json">{text}</script>'


def dependencies(site: Dash) -> str:
    """The answer to `/_dash-dependencies`, as a script that gives it: it is the same for every page."""
    callbacks = sorted(_plain(site._callback_list), key=lambda callback: str(callback["output"]))
    return f"window.equity.dependencies={orjson.dumps(callbacks).decode()};"


def _plain(tree: Any) -> Any:
    return orjson.loads(orjson.dumps(tree, default=_properties, option=orjson.OPT_NON_STR_KEYS))


def _properties(value: Any) -> Any:
    """A component with its properties by name: Dash gathers them in a set, whose order is another in each process."""
    if isinstance(value, Component):
        component = value.to_plotly_json()
        return {**component, "props": dict(sorted(component["props"].items()))}
    return value.to_plotly_json() if hasattr(value, "to_plotly_json") else str(value)


def _named(tree: Any) -> Any:
    if isinstance(tree, list):
        return [_named(part) for part in tree]
    if not isinstance(tree, dict) or "props" not in tree:
        return tree
    properties = tree["props"]
    if FRAGMENT in properties:
        return {**tree, "props": {**properties, FRAGMENT: NAMED + sum_of(properties[FRAGMENT])}}
    if "children" in properties:
        return {**tree, "props": {**properties, "children": _named(properties["children"])}}
    return tree
