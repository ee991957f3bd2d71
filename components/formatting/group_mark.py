"""The marker of a group as a small picture."""

from __future__ import annotations

from dash import html

from components.formatting.markup import DECORATIVE
from components.formatting.palette import mark


def group_mark(group: str) -> html.Span:
    """The group's marker as a small picture, for lists and keys."""
    style = mark(group)
    shape = f"<path d='{style.path}' fill='{style.colour}'/>"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='-7 -7 14 14'>{shape}</svg>"
    encoded = picture.replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
    style_sheet = {"backgroundImage": f'url("data:image/svg+xml,{encoded}")'}
    return html.Span(className="group-mark", style=style_sheet, **DECORATIVE)
