"""An HTML table: a caption, heads of columns and of rows, and the region in which a wide table is scrolled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import DECORATIVE, aria, data_attributes, parse_periods
from data.language import gettext

FIRST: dict[str, Any] = data_attributes(first="")
"""For the row that the others are compared with: it is at the head of its table, whichever way that is sorted."""


def table(
    caption: Content,
    heads: Sequence[str],
    rows: Iterable[SafeHtml],
    *,
    name: str = "",
    keys: Sequence[str] = (),
    columns: Sequence[str] = (),
    classes: str = "figures-table",
    **of_caption: Any,
) -> SafeHtml:
    """A table of rows made by `row`; without heads it has no head. `of_caption` are attributes of the caption.

    By `name` the browser knows a table again, to sort it as it was sorted; `keys` are the names of the columns by which
    it can be sorted, `columns` the classes of their heads, where the style sheet needs to know them.
    """
    cells = [_sortable(*pair) for pair in zip(heads, keys, strict=True)] if keys else _heads(heads, columns)
    parts = [html.Caption(caption, **of_caption)]
    if cells:
        parts.append(html.Thead(html.Tr(cells)))
    named = data_attributes(table=name) if name else {}
    return html.Table([*parts, html.Tbody(rows)], className=classes, **named)


def row(name: Content, cells: Iterable[SafeHtml], sort: str | None = None, **attributes: Any) -> SafeHtml:
    """A row: its head and its cells. `sort` is what it is sorted by where it is sorted by its head."""
    head = parse_periods(name) if type(name) is str else name
    return html.Tr([html.Th(head, scope="row", **{"data-sort": sort}), *cells], **attributes)


def region(label: str) -> dict[str, Any]:
    """Attributes of what holds a table that may be wider than its room: it is scrolled, by the keyboard too."""
    return {"className": "table-scroll", "tabIndex": "0", "role": "region", **aria(label=label)}


def scrolled(content: SafeHtml, label: str) -> SafeHtml:
    """A table in the region that scrolls it; `label` names that."""
    return html.Div(content, **region(label))


def _heads(heads: Sequence[str], columns: Sequence[str]) -> list[SafeHtml]:
    classes: Sequence[str | None] = columns or [None] * len(heads)
    return [html.Th(head, scope="col", className=column) for head, column in zip(heads, classes, strict=True)]


def _sortable(text: str, key: str) -> SafeHtml:
    words = {
        "ascending": gettext("Sorted by {column}, ascending", column=text),
        "descending": gettext("Sorted by {column}, descending", column=text),
    }
    button = html.Button(
        [text, html.Span(className="sort-mark", **DECORATIVE)],
        className="sort",
        **data_attributes(key=f"sort-{key}", **words),
    )
    return html.Th(button, scope="col")
