"""Groups as dots with whiskers in a chart that an office program draws: the rows, lanes and lines of the figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from components.documents.native_chart import ChartPoint, ChartSeries, NativeChart, ReferenceLine
from components.figures.benchmarks import Benchmark
from components.figures.groups import (
    LANE,
    LINES,
    drawn_benchmarks,
    group_marker,
    line_name,
    name_lines,
    rows_scale,
    value_words,
)
from components.figures.style import Scale
from components.formatting.numbers import format_value, is_number
from components.formatting.palette import mark
from components.formatting.phrases import has_value
from data.catalog.models import Indicator
from data.language import gettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL

Lane = tuple[str, Row | None, float, bool]
"""A figure of a group's row: the name of its place, its row if there is one, how far under the row's middle it stands
(in rows), and whether its mark is filled."""


def groups_chart(answer: Answer) -> NativeChart:
    """The groups of a view, as `components/figures/groups.py:groups_figure` draws them."""
    frame = answer.groups.without(stratum=OVERALL)
    lines = drawn_benchmarks(answer)
    groups = []
    for stratum in (g for g in GROUPS if g in {row.stratum for row in frame}):
        lanes: list[Lane] = []
        for row in frame.where(stratum=stratum):
            first = not answer.chosen or row.level != "state"
            lanes.append((row.name, row, 0.0 if not answer.chosen else -LANE if first else LANE, first))
        groups.append((stratum, lanes))
    return dots_chart(groups, answer, rows_scale(frame, answer.indicator, lines), lines)


def dots_chart(
    groups: Sequence[tuple[str, Sequence[Lane]]], answer: Answer, scale: Scale, lines: Iterable[Benchmark] = ()
) -> NativeChart:
    """A row for every group, with the figures of its lanes; those without one say why."""
    indicator = answer.indicator
    return NativeChart(
        "dots",
        gettext("Groups"),
        indicator.unit,
        indicator.decimals,
        scale.low,
        scale.high,
        tuple(
            _series(stratum, position, lanes, indicator, chosen=stratum == answer.selection.group)
            for position, (stratum, lanes) in enumerate(groups)
        ),
        rows=tuple(" ".join(name_lines(stratum)) for stratum, _ in groups),
        references=tuple(_reference(line, indicator) for line in lines),
        step=scale.step,
        strong=tuple(i for i, (stratum, _) in enumerate(groups) if stratum == answer.selection.group),
    )


def _series(stratum: str, position: int, lanes: Sequence[Lane], indicator: Indicator, *, chosen: bool) -> ChartSeries:
    marker = group_marker(stratum, filled=True)["marker"]
    return ChartSeries(
        GROUPS[stratum].label,
        mark(stratum).colour,
        marker["symbol"],
        "",
        tuple(_point(place, row, position + below, indicator, filled=filled) for place, row, below, filled in lanes),
        chosen=chosen,
        size=marker["size"],
    )


def _point(place: str, row: Row | None, at: float, indicator: Indicator, *, filled: bool) -> ChartPoint:
    words = value_words(row, indicator)
    if not has_value(row):
        return ChartPoint(at, place, None, None, None, words, hollow=not filled, seen=False)
    low, high = (float(row.ci_low), float(row.ci_high)) if is_number(row.ci_low) else (None, None)
    return ChartPoint(at, place, float(row.value), low, high, words, hollow=not filled)


def _reference(line: Benchmark, indicator: Indicator) -> ReferenceLine:
    style, words = LINES[line.kind], format_value(line.value, indicator)
    return ReferenceLine(line_name(line), line.value, words, style["color"], style.get("dash", "solid"), style["width"])
