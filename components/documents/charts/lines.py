"""Lines over time as a chart that an office program draws: the lines, axis, turns and breaks of the page's figure."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.native_chart import (
    ChartPoint,
    ChartSeries,
    EndWords,
    NativeChart,
    ReferenceLine,
    YearMark,
)
from components.figures.benchmarks import Benchmark, benchmarks
from components.figures.groups import LINES, value_words
from components.figures.trend.chart import (
    bar_reach,
    drawn_breaks,
    joined_points,
    line_name,
    line_width,
    lines_scale,
    mark_size,
    mark_symbol,
    point_looks,
)
from components.figures.trend.labels import end_labels
from components.figures.trend.lines import Line, Point, line_key, lines_of, trend_rows
from components.figures.trend.turns import Turning, turnings
from components.formatting.numbers import format_value, is_number
from components.formatting.palette import INK
from components.formatting.phrases import has_value
from data.catalog.models import Indicator
from data.language import gettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import Period

_ROOM = 100_000
"""Pixels for labels at the ends of lines, of which a chart that is data has as many as they need."""
_TURN = 18.0
"""Pixels of the mark of a turn."""


def trend_chart(answer: Answer) -> NativeChart:
    """The trend of a view, as `components/figures/trend/chart.py:trend_figure` draws it."""
    targets = [benchmark for benchmark in benchmarks(answer) if benchmark.kind == "target"]
    return lines_chart(lines_of(answer), answer, turnings(answer), targets)


def lines_chart(
    lines: Sequence[Line], answer: Answer, turned: Sequence[Turning], targets: Sequence[Benchmark] = ()
) -> NativeChart:
    """Lines on one axis; periods without a figure stand among their points, with the reason in words."""
    indicator, drawn = answer.indicator, list(lines)
    scale = lines_scale(drawn, answer, targets)
    starts = [p.period.start.year for line in drawn for p in line.points]
    ends = [p.period.end.year for line in drawn for p in line.points]
    words = {
        id(label.line): EndWords(" ".join(label.name), " ".join(label.figure), label.colour)
        for label in end_labels(drawn, answer, _ROOM)
    }
    missing: dict[tuple[str, str, str, float], list[Row]] = {}
    for row in trend_rows(answer):
        if not has_value(row):
            missing.setdefault(line_key(row, answer), []).append(row)
    return NativeChart(
        "lines",
        gettext("Over time"),
        indicator.unit,
        indicator.decimals,
        scale.low,
        scale.high,
        tuple(_series(line, answer, missing, words.get(id(line))) for line in drawn),
        references=tuple(_target(target, indicator) for target in targets),
        step=scale.step,
        years=(min(starts, default=2000), max(ends, default=2001)),
        marks=tuple(
            YearMark(b.at - 0.5, gettext("break in {year}", year=b.at)) for b in drawn_breaks(drawn, indicator)
        ),
        turns=tuple(_turn(turning, drawn) for turning in turned if _turned(turning, drawn)),
    )


def _series(
    line: Line,
    answer: Answer,
    missing: dict[tuple[str, str, str, float], list[Row]],
    end: EndWords | None,
) -> ChartSeries:
    indicator = answer.indicator
    looks = point_looks(line, indicator)
    points = [
        _point(p, indicator, hollow=hollow, seen=seen, reach=bar_reach(p) if line.pooled else 0.0)
        for p, (seen, hollow) in zip(line.points, looks, strict=True)
    ]
    points += [_without(row, indicator) for row in missing.get(line_key(line.points[0].row, answer), ())]
    joined = [] if line.pooled else joined_points(line, indicator)
    through = {other.x for _, other, _ in joined}
    return ChartSeries(
        line_name(line, indicator),
        line.colour,
        mark_symbol(line),
        "" if line.pooled else line.dash,
        tuple(sorted(points, key=lambda point: point.at)),
        breaks=tuple(p.x for p in line.points[1:] if p.x not in through),
        dashed=tuple(other.x for _, other, broken in joined if broken),
        chosen=not line.quiet and line.stratum == answer.selection.group and not line.hollow,
        width=line_width(line),
        size=mark_size(line),
        whiskers=line.has_intervals,
        end=end,
    )


def _point(point: Point, indicator: Indicator, *, hollow: bool, seen: bool, reach: float) -> ChartPoint:
    row = point.row
    low, high = (float(row.ci_low), float(row.ci_high)) if is_number(row.ci_low) else (None, None)
    words = value_words(row, indicator) + ("*" if point.period.slug in indicator.provisional else "")
    return ChartPoint(point.x, point.period.label, point.y, low, high, words, hollow=hollow, seen=seen, reach=reach)


def _without(row: Row, indicator: Indicator) -> ChartPoint:
    """A period without a figure: it has a place on the axis, and words."""
    period = Period.parse(str(row.period))
    return ChartPoint(period.midpoint, period.label, None, None, None, value_words(row, indicator), seen=False)


def _target(target: Benchmark, indicator: Indicator) -> ReferenceLine:
    style = LINES[target.kind]
    words = format_value(target.value, indicator)
    return ReferenceLine(target.short, target.value, words, style["color"], style.get("dash", "solid"), style["width"])


def _turned(turning: Turning, lines: Sequence[Line]) -> list[tuple[Line, Point]]:
    """The points at which a trend turned, with their lines."""
    return [
        (line, point)
        for line in lines
        if (line.name, line.stratum) == (turning.name, turning.stratum) and not line.pooled
        for point in line.points
        if point.period in turning.trend.joinpoints
    ]


def _turn(turning: Turning, lines: Sequence[Line]) -> ChartSeries:
    """The marks where a trend turned; the last is named."""
    found = _turned(turning, lines)
    name = gettext("turned {year}", year=found[-1][1].period.label)
    points = tuple(
        ChartPoint(
            p.x, p.period.label, p.y, None, None, gettext("The trend turned in {year}", year=p.period.long_label)
        )
        for _, p in found
    )
    pieces = [line for line in lines if (line.name, line.stratum) == (turning.name, turning.stratum)]
    colour = pieces[0].colour if pieces else INK
    return ChartSeries(name, colour, "line-ns-open", "", points, size=_TURN, whiskers=False)
