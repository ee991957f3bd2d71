"""Two places on one scale: their groups as dots with whiskers, and their lines over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from components.figures.groups import (
    LANE,
    LEFT,
    SMALL_PHONE,
    dot,
    group_marker,
    name_lines,
    names_beside,
    right_margin,
    row_height,
    row_line,
    rows_scale,
    status_words,
    tick_settings,
    value_note,
)
from components.figures.style import Figure, Trace, annotation, axis, layout
from components.figures.trend.chart import lines_figure
from components.figures.trend.lines import Line, lines_of
from components.figures.trend.turns import Turning, turnings_of
from components.formatting.numbers import format_value
from components.formatting.palette import INK_2
from components.formatting.phrases import has_value, people
from data.analysis.place_comparison import Comparison
from data.language import gettext
from data.query.rows import Row, Rows, joined
from data.query.selection import Answer
from data.vocabulary import GROUPS, Period

ROW = 48
"""Least height of a group's two lanes in pixels."""
TOP, BOTTOM = 8, 28
NAMES = 0.5
"""Share of the width that the groups' names take."""
KEY, BESIDE = 22, 30
"""Pixels of a group's key before its name, and beside a name: of its key, and of half the mark of its figure."""
OTHER_DASH = "2px,4px"


def compared_groups_figure(comparisons: Mapping[str, Comparison], answer: Answer) -> Figure:
    """Every group of two places: the first place's dot filled and above, the second's open and below."""
    rows = [row for c in comparisons.values() for row in (c.first, c.second) if row is not None]
    scale = rows_scale(rows, answer.indicator)
    right = right_margin(rows, answer)
    names_of = {one: name_lines(one) for one in comparisons} | names_beside(rows, scale, right, NAMES, BESIDE)
    height = row_height(names_of.values(), ROW)
    ticks = tick_settings(scale, (SMALL_PHONE - right) * (1 - NAMES))
    traces: list[Trace] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for position, (stratum, compared) in enumerate(comparisons.items()):
        y = len(comparisons) - 1 - position
        notes.append(_name(names_of[stratum], y, chosen=stratum == answer.selection.group))
        traces.append(_key(stratum, y))
        shapes.append(row_line(y))
        for row, lane, filled in ((compared.first, y + LANE, True), (compared.second, y - LANE, False)):
            if has_value(row):
                traces.append(dot(row, lane, answer, filled=filled))
            notes.append(value_note(row, lane, answer, right, bold=filled))
    return {
        "data": traces,
        "layout": layout(
            height=TOP + BOTTOM + height * len(comparisons),
            margin={"l": LEFT, "r": right, "t": TOP, "b": BOTTOM},
            xaxis=axis(range=[scale.low, scale.high], domain=[NAMES, 1], tickangle=0, **ticks),
            xaxis2=axis(range=[0, 1], domain=[0, NAMES], showgrid=False, showticklabels=False),
            yaxis=axis(range=[-0.5, len(comparisons) - 0.5], showgrid=False, showticklabels=False),
            shapes=shapes,
            annotations=notes,
        ),
    }  # fmt: skip


def _name(lines: Sequence[str], y: float, *, chosen: bool) -> dict[str, Any]:
    text = "<br>".join(lines)
    return annotation(f"<b>{text}</b>" if chosen else text, xref="x2", x=0, xshift=KEY, xanchor="left", yref="y", y=y,
                      yanchor="middle", align="left")  # fmt: skip


def _key(stratum: str, y: float) -> Trace:
    return {**group_marker(stratum, filled=True), "type": "scatter", "mode": "markers", "x": [0.045], "y": [y],
            "xaxis": "x2", "cliponaxis": False, "hoverinfo": "skip"}  # fmt: skip


def compared_groups_text(comparisons: Mapping[str, Comparison], one: Answer, other: Answer) -> str:
    """The chart of groups in words."""
    indicator = one.indicator
    parts = [
        gettext("{group}: {one} {first}, {other} {second}.", group=GROUPS[stratum].label, one=one.place.name,
            first=_figure_or_status(c.first, one), other=other.place.name, second=_figure_or_status(c.second, other))
        for stratum, c in comparisons.items()
    ]  # fmt: skip
    start = gettext("Dot chart of two places by group, {indicator}, {unit}, {period}.", indicator=indicator.title,
                unit=indicator.unit, period=one.selection.period.long_label)  # fmt: skip
    return " ".join([start, *parts])


def _figure_or_status(row: Row | None, answer: Answer) -> str:
    return format_value(row.value, answer.indicator) if has_value(row) else status_words(row)


def compared_lines(one: Answer, other: Answer) -> tuple[Answer, list[Line], list[Turning]]:
    """The two places' lines of the group in view: the first in the group's colour, the second grey, dotted and open.

    The answer that comes with them has both places' figures in its trend frame.
    """
    group = one.selection.group
    both = replace(one, trend=joined([trend_rows(one, group), trend_rows(other, group)]))
    lines = [
        replace(line, hollow=False)
        if str(line.points[0].row.geo_id) == one.place.geo_id
        else replace(line, colour=INK_2, dash=OTHER_DASH, hollow=True)
        for line in lines_of(both)
    ]
    return both, lines, turnings_of(both, [(place, group) for place in (one.place, other.place)])


def trend_rows(answer: Answer, group: str) -> Rows:
    """Every period of a group in an answer's place."""
    return answer.trend.where(geo_id=answer.place.geo_id, stratum=group)


def compared_trend_figure(one: Answer, other: Answer, height: int) -> Figure:
    """The group in view in both places, every period, on one axis that starts at zero."""
    both, lines, turned = compared_lines(one, other)
    return lines_figure(lines, replace(both, selection=replace(both.selection, place=one.place.slug)), turned, height)


def spoken_lines(places: Sequence[Answer]) -> list[str]:
    """The lines in words: every figure of each place, in the order of time."""
    parts = []
    for answer in places:
        rows = sorted(trend_rows(answer, places[0].selection.group).with_value(), key=lambda row: str(row.period))
        told = ", ".join(f"{Period.parse(r.period).label} {format_value(r.value, places[0].indicator)}" for r in rows)
        if told:
            parts.append(gettext("{place}: {figures}.", place=answer.place.name, figures=told))
        else:
            parts.append(gettext("{place} has no figure in any period.", place=answer.place.name))
    return parts


def compared_trend_text(one: Answer, other: Answer) -> str:
    """The two places' lines in words."""
    who = people(one.selection.group, one.indicator)
    start = gettext("Line chart over time of two places, {indicator}, {unit}, {people}.", indicator=one.indicator.title,
                unit=one.indicator.unit, people=who)  # fmt: skip
    return " ".join([start, *spoken_lines((one, other))])
