"""Places or groups as a list with a dot and a whisker on one or two scales: one order, each indicator its own axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.figures.groups import status_words
from components.figures.ranking import spaced_ticks
from components.figures.style import Scale, nice_scale
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, data_attributes
from components.formatting.numbers import format_value, is_number
from components.formatting.phrases import has_value
from data.catalog.models import Indicator
from data.query.rows import Row

LONG = 30
"""More lines than this scroll in a box of their own."""
NARROWEST = 72
"""Pixels of an axis on a small phone."""


@dataclass(frozen=True)
class DotColumn:
    """One scale of a list: whose figures, from where to where, and the value that a line marks; None for no line."""

    head: str
    indicator: Indicator
    scale: Scale
    marked: float | None = None


@dataclass(frozen=True)
class DotRow:
    """One line of a list: its name, its row for each lane (None where there is none), and where choosing it leads."""

    name: str
    rows: tuple[Any, ...]
    key: str
    href: str = ""
    chosen: bool = False


def scale_of(rows: Sequence[Any], indicator: Indicator, *others: float | None) -> Scale:
    """A scale that holds the reliable figures with their intervals; all figures where none is reliable."""
    drawn = [row for row in rows if has_value(row)]
    sure = [row for row in drawn if row.status == "reported"] or drawn
    return nice_scale(
        [*(v for r in sure for v in (r.value, r.ci_low, r.ci_high)), *(o for o in others if o)], indicator
    )


def dot_list(entries: Sequence[DotRow], lanes: Sequence[DotColumn], label: str) -> SafeHtml:
    """A list of `entries`, each with one dot for every lane. `label` names the list."""
    heads = [html.Span(className="dots-name")]
    for lane in lanes:
        heads.append(html.Span(lane.head, className="dots-head-lane"))
    long = len(entries) > LONG
    axes = [html.Span(className="dots-name")]
    for lane in lanes:
        ticks = html.Span(spaced_ticks(lane.scale, NARROWEST), className="dots-plot")
        axes.append(html.Span(ticks, className="dots-axis"))
        axes.append(html.Span(className="dots-value"))
    box = html.Ul(
        [_line(entry, lanes) for entry in entries],
        className="dots-list" + (" long" if long else ""),
        tabIndex="0" if long else None,
        **aria(label=label),
    )
    return html.Div(
        [
            html.Div(heads, className="dots-heads"),
            box,
            html.Div(axes, className="dots-line dots-foot", **DECORATIVE),
        ],
        className="dots two" if len(lanes) == 2 else "dots",
    )


def _line(entry: DotRow, lanes: Sequence[DotColumn]) -> SafeHtml:
    parts: list[SafeHtml] = [html.Span(entry.name, className="dots-name")]
    for row, lane in zip(entry.rows, lanes, strict=True):
        parts += _cell(row, lane)
    inside: SafeHtml = html.Div(parts, className="dots-line")
    if entry.href:
        inside = html.A(parts, href=entry.href, className="dots-line", **data_attributes(key=entry.key))
    return html.Li(inside, className="chosen" if entry.chosen else None)


def _cell(row: Row | None, lane: DotColumn) -> list[SafeHtml]:
    if not has_value(row):
        return [html.Span(className="dots-lane none"), html.Span(status_words(row), className="dots-value none")]
    marks: list[SafeHtml] = []
    if lane.marked is not None:
        marks.append(html.Span(className="dots-mark", style={"left": f"{lane.scale.share(lane.marked) * 100:.2f}%"}))
    if is_number(row.ci_low):
        left, right = (lane.scale.share(x) * 100 for x in (row.ci_low, row.ci_high))
        style = {"left": f"{left:.2f}%", "width": f"{right - left:.2f}%"}
        marks.append(html.Span(className="dots-whisker", style=style))
    marks.append(html.Span(className="dots-dot", style={"left": f"{lane.scale.share(row.value) * 100:.2f}%"}))
    doubtful = "†" if row.status == "unreliable" else ""
    return [
        html.Span(html.Span(marks, className="dots-plot"), className="dots-lane", **DECORATIVE),
        html.Span(format_value(row.value, lane.indicator) + doubtful, className="dots-value"),
    ]
