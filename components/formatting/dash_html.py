"""Elements of Dash's tree, called as `dash.html` calls them, and made without what its constructors do for each.

A view has a hundred. By its constructor, which writes a message for an error in every value beforehand, one takes forty
microseconds to make; here it takes two. What properties there are is checked once for each set of them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol, TypeVar

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

Made = TypeVar("Made", bound=Component, covariant=True)


class Maker(Protocol[Made]):
    """Makes a component of one kind."""

    def __call__(self, children: Any = ..., /, **properties: Any) -> Made:
        """The component with its children and properties. Raises TypeError for a property it does not have."""


_LEFT_OUT: Any = object()


def _maker(kind: type[Made]) -> Maker[Made]:
    empty = dict(vars(kind()))
    names, wild = frozenset(empty["_prop_names"]), tuple(empty["_valid_wildcard_attributes"])

    # Properties are named by the code alone.
    @lru_cache(maxsize=256)
    def check(properties: tuple[str, ...]) -> None:
        unknown = [name for name in properties if name not in names and not name.startswith(wild)]
        if unknown:
            raise TypeError(f"{kind.__name__} has no property {', '.join(unknown)}")

    def component(children: Any = _LEFT_OUT, /, **properties: Any) -> Made:
        check(tuple(properties))
        instance = kind.__new__(kind)
        attributes = vars(instance)
        attributes.update(empty)
        if children is not _LEFT_OUT:
            attributes["children"] = children
        attributes.update(properties)
        return instance

    return component


Button = _maker(html.Button)
Div = _maker(html.Div)
A = _maker(html.A)
Figcaption = _maker(html.Figcaption)
Figure = _maker(html.Figure)
H2 = _maker(html.H2)
Label = _maker(html.Label)
P = _maker(html.P)
Section = _maker(html.Section)
Span = _maker(html.Span)
Strong = _maker(html.Strong)
Input = _maker(dbc.Input)
RadioItems = _maker(dbc.RadioItems)
Select = _maker(dbc.Select)
