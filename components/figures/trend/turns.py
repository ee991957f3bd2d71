"""Joinpoints and breaks in series of the trend: their marks on the chart, and their text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from components.figures.style import TEXT_2, Trace, annotation
from components.formatting.numbers import format_number
from components.formatting.palette import INK_2
from components.formatting.phrases import people_at_start
from data.analysis.trends import series_trend
from data.catalog.models import Break, Indicator, Place
from data.language import gettext
from data.query.selection import Answer
from data.statistics.trends import AnnualChange, Trend
from data.vocabulary import GROUPS, OVERALL, Period

LABEL_SHIFT = 18
"""Pixels between a joinpoint and its label above or below it: a line of text (style.TEXT_2) and its gap."""
ROOM_LEFT = 0.4
"""Share of the axis that a label needs beside it. Set by eye: with less it leaves a chart as wide as a phone, with half
or more there is no side left for a joinpoint in the middle."""


@dataclass(frozen=True)
class Turning:
    """The trend of one place and group that is in view; `name` and `stratum` are those of its line."""

    geo_id: str
    name: str
    stratum: str
    trend: Trend


def turnings(answer: Answer) -> list[Turning]:
    """The trends of the lines in view: the chosen place and group first, then everyone there, then the state's."""
    groups = (answer.selection.group, OVERALL)
    return turnings_of(answer, [(place, group) for place in (answer.place, answer.catalog.state) for group in groups])


def turnings_of(answer: Answer, series: Sequence[tuple[Place, str]]) -> list[Turning]:
    """The trends of places and groups, each once, from an answer's trend frame."""
    return [
        Turning(place.geo_id, place.name, group, series_trend(answer.trend, answer.indicator, place.geo_id, group))
        for place, group in dict.fromkeys(series)
    ]


def turn_marks(
    turning: Turning, at: dict[Period, float], colour: str, indicator: Indicator, share: Callable[[float], float]
) -> tuple[list[Trace], list[dict[str, Any]]]:
    """A notch on a line at each of its joinpoints, and the year beside the last one, from which its direction is said.

    `at` has the line's figures by period; `share` says where a year stands on the axis, from 0 to 1.
    """
    joinpoints = [(i, p) for i, p in enumerate(turning.trend.joinpoints) if p in at]
    if not joinpoints:
        return [], []
    segments = turning.trend.segments
    who = gettext("{place}, {people}", place=turning.name, people=people_at_start(turning.stratum, indicator))
    texts = [
        "<br>".join([
            f"<b>{who}</b>",
            gettext("The trend turned in {year}", year=p.long_label),
            gettext("Before: {change}", change=yearly(segments[i].apc)),
            gettext("After: {change}", change=yearly(segments[i + 1].apc)),
        ])
        for i, p in joinpoints
    ]  # fmt: skip
    marks: Trace = {
        "type": "scatter", "mode": "markers",
        "x": [p.midpoint for _, p in joinpoints], "y": [at[p] for _, p in joinpoints],
        "marker": {"symbol": "line-ns-open", "size": 18, "color": colour, "line": {"color": colour, "width": 3}},
        "text": texts, "hovertemplate": "%{text}<extra></extra>", "cliponaxis": False, "name": "turns",
    }  # fmt: skip
    last, period = joinpoints[-1]
    label = annotation(
        gettext("turned {year}", year=period.label),
        font=TEXT_2,
        x=period.midpoint,
        y=at[period],
        **_corner(segments[last].apc.value, segments[last + 1].apc.value, share(period.midpoint)),
    )
    return [marks], [label]


def _corner(before: float, after: float, along: float) -> dict[str, Any]:
    """Position of a joinpoint's label, free of the line: outside the corner, on the side the line does not take.

    `along` says where on the axis the turn is, from 0 to 1: near the left end there is no room to the left.
    """
    above = after < before
    left = (before > 0 if above else after < 0) and along > ROOM_LEFT
    right = (after < 0 if above else after > 0) and along < 1 - ROOM_LEFT
    side, shift = ("right", -6) if left else ("left", 6) if right else ("center", 0)
    away = LABEL_SHIFT if side == "center" else LABEL_SHIFT // 2
    return {"xanchor": side, "xshift": shift, "yanchor": "middle", "yshift": away if above else -away}


def yearly(change: AnnualChange) -> str:
    """A percent change a year in words, with its interval: "up 31.5% a year (28.9 to 34.2)"."""
    size = format_number(abs(change.value), 1)
    ends = {"low": format_number(change.low, 1), "high": format_number(change.high, 1)}
    if change.direction == "rising":
        return gettext("up {size}% a year ({low} to {high})", size=size, **ends)
    if change.direction == "falling":
        return gettext("down {size}% a year ({low} to {high})", size=size, **ends)
    return gettext("{value}% a year, {low} to {high}", value=format_number(change.value, 1), **ends)


def breaks_in_view(indicator: Indicator, lines: Sequence[tuple[str, Sequence[Period]]]) -> list[Break]:
    """The breaks that bear on a line (its stratum and its periods) with figures from before and from after."""
    return [
        b
        for b in indicator.breaks
        if any(
            b.bears_on(GROUPS[stratum].dimension)
            and any(p.start.year < b.at for p in periods)
            and any(p.end.year >= b.at for p in periods)
            for stratum, periods in lines
        )
    ]


def break_marks(breaks: Sequence[Break], middle: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """An upright line before each break's first year, named over the plot, where no tick, mark or label is.

    `middle` of the axis decides the side of the name.
    """
    shapes, names = [], []
    for series_break in breaks:
        x = series_break.at - 0.5
        shapes.append({"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1,
                       "line": {"color": INK_2, "width": 1, "dash": "dot"}, "layer": "below"})  # fmt: skip
        side, shift = ("right", -4) if x > middle else ("left", 4)
        name = gettext("break in {year}", year=series_break.at)
        names.append(annotation(name, font=TEXT_2, x=x, xanchor=side, xshift=shift, yref="paper", y=1, yshift=2,
                                yanchor="bottom"))  # fmt: skip
    return shapes, names
