"""The marker of a group as a small picture."""

from __future__ import annotations

from functools import lru_cache

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE
from components.formatting.palette import mark


def group_mark(group: str) -> SafeHtml:
    """The group's marker as a small picture, for lists and keys."""
    return html.Span(className="group-mark", style=group_mark_style(group), **DECORATIVE)


@lru_cache(maxsize=256)
def group_mark_style(group: str) -> dict[str, str]:
    """The style of an element that shows the group's marker as its background."""
    style = mark(group)
    shape = f"<path d='{style.path}' fill='{style.colour}'/>"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='-7 -7 14 14'>{shape}</svg>"
    encoded = picture.replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
    return {"backgroundImage": f'url("data:image/svg+xml,{encoded}")'}
