"""Sparkline: one place and group over time with its intervals, others faint behind it, all on one pair of axes.

Drawn as markup of our own: a page holds hundreds. The drawing is stretched to its panel, its strokes and dots are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from components.figures.style import Scale
from components.formatting.html import SafeHtml
from components.formatting.numbers import format_number, is_number
from components.formatting.palette import mark
from data.catalog.models import Catalog, Indicator
from data.query.rows import Row
from data.vocabulary import GROUPS, OVERALL, Period

DOT, LAST, HOLE = 5, 9, 4.5
"""Pixels across a figure's dot, the last figure's, and the hole of a figure that is provisional or unreliable."""

MOST_DOTS = 12
"""Figures of a line that each have a dot."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a line and the period it is of."""

    period: Period
    row: Row


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one place and group in the order of time; periods without one are not among them."""

    geo_id: str
    stratum: str
    points: tuple[Point, ...]

    @property
    def pooled(self) -> bool:
        """Whether its periods are of several years: then they are bars, never joined."""
        return any(p.period.length_years > 1 for p in self.points)


@dataclass(frozen=True, slots=True)
class Axes:
    """Axes that all sparklines of a view share: `scale` of values, and years from `first` to `last`.

    A drawing is `width` by `height` units: a hundred where the browser stretches it, pixels where nothing does.
    """

    scale: Scale
    first: float
    last: float
    width: float = 100
    height: float = 100

    def x(self, year: float) -> float:
        """Position of a fractional year, from the left, in units of the drawing."""
        return (year - self.first) / (self.last - self.first) * self.width

    def y(self, value: float) -> float:
        """Position of a value, from the top, in units of the drawing; beyond the scale it stands at its end."""
        return (1 - self.scale.share(value)) * self.height

    @property
    def values(self) -> tuple[tuple[float, str], ...]:
        """Tick labels of the y-axis: position from the top, and text."""
        ticks = self.scale.ticks[:: 2 if len(self.scale.ticks) > 3 else 1]
        return tuple((self.y(tick), format_number(tick, 0 if float(tick).is_integer() else 1)) for tick in ticks)

    @property
    def years(self) -> tuple[str, ...]:
        """Tick labels of the x-axis: the first and the last year; one where they are the same."""
        return tuple(dict.fromkeys(map(str, self.ends)))

    @property
    def ends(self) -> tuple[int, int]:
        """The first and the last year."""
        room = (self.last - self.first) * 0.03 / 1.06  # what `axes_of` adds at each end, of the axis
        return round(self.first + room), round(self.last - room)


@dataclass(frozen=True, slots=True)
class Mark:
    """A path of a small trend: what it is of, which says how it is painted, its data, and its own breadth if any."""

    kind: str
    path: str
    breadth: float | None = None


def marks(line: Line, behind: Sequence[Line], axes: Axes, indicator: Indicator, catalog: Catalog) -> list[Mark]:
    """Everything a small trend draws, from the ground up: what the page and every export show of it."""
    grid = "".join(f"M0,{axes.y(tick):g}H{axes.width:g}" for tick in axes.scale.ticks)
    layers = [Mark("grid", grid), *_breaks(line, axes, indicator)]
    layers += [Mark("behind", _path(within(other, axes), axes, indicator, catalog)) for other in behind]
    return [*layers, *_intervals(line, axes), *_strokes(line, axes, indicator, catalog), *_dots(line, axes, indicator)]


def line_of(rows: Iterable[Any], geo_id: str, stratum: str) -> Line:
    """The rows of one place and group as a line. Where single years are published, their pools are left out."""
    points = [Point(Period.parse(str(row.period)), row) for row in rows if is_number(row.value)]
    single = [p for p in points if p.period.length_years <= 1]
    ordered = sorted(single or points, key=lambda p: (p.period.midpoint, p.period.end))
    return Line(geo_id, stratum, tuple(ordered))


def axes_of(lines: Sequence[Line], scale: Scale) -> Axes:
    """Axes that hold every period of the lines."""
    starts = [p.period.midpoint - half(p) for line in lines for p in line.points]
    ends = [p.period.midpoint + half(p) for line in lines for p in line.points]
    first, last = min(starts, default=2000.0), max(ends, default=2001.0)
    room = max((last - first) * 0.03, 0.2)  # so that dots at the ends are not cut, also where there is one year only
    return Axes(scale, first - room, last + room)


def small_trend(
    line: Line, behind: Sequence[Line], axes: Axes, indicator: Indicator, catalog: Catalog, text: str
) -> SafeHtml:
    """The line over those `behind` it; `text` is its text alternative."""
    drawn = "".join(
        f'<path class="{m.kind}"{_breadth(m)} d="{m.path}"/>' for m in marks(line, behind, axes, indicator, catalog)
    )
    return SafeHtml(
        f'<div class="small-trend"><svg viewBox="0 0 100 100" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(text)}" style="--own:{mark(line.stratum).colour}">{drawn}</svg>{_labels(axes)}</div>'
    )


def half(point: Point) -> float:
    """Half the breadth of a pooled period's bar, from the middle of its first year to that of its last."""
    return max(point.period.length_years - 1, 0) / 2


def _breadth(one: Mark) -> str:
    return "" if one.breadth is None else f' stroke-width="{one.breadth:g}"'


def _labels(axes: Axes) -> str:
    """The ends and the middle of the upright axis, and the first and last year, kept from the reader's ear."""
    values = "".join(f'<span style="top:{y:g}%">{text}</span>' for y, text in axes.values)
    years = "".join(f"<span>{year}</span>" for year in axes.years)
    return f'<div class="values" aria-hidden="true">{values}</div><div class="years" aria-hidden="true">{years}</div>'


def joined(line: Line, indicator: Indicator, catalog: Catalog) -> list[tuple[Point, Point, bool]]:
    """Figures that follow each other, and whether the stroke between them is dashed: across a break, or provisional.

    A missing year is a gap. Releases may count groups differently, so those of a group are joined within one only.
    """
    breaks = [b.at for b in indicator.breaks if b.bears_on(GROUPS[line.stratum].dimension)]
    pairs = []
    for before, after in pairwise(line.points):
        one, other = (_series(p, catalog) for p in (before, after))
        # A year apart, but for the rounding of twelfths.
        if one == other and after.period.midpoint - before.period.midpoint <= 1.01:
            broken = any(before.period.midpoint < at <= after.period.midpoint for at in breaks)
            pairs.append((before, after, broken or after.period.slug in indicator.provisional))
    return pairs


def _series(point: Point, catalog: Catalog) -> str:
    source = catalog.sources.get(str(point.row.source))
    return source.publisher if source is not None and point.row.stratum == OVERALL else str(point.row.source)


def _xy(point: Point, axes: Axes, value: float) -> str:
    return f"{axes.x(point.period.midpoint):.1f},{axes.y(value):.1f}"


def within(line: Line, axes: Axes) -> Line:
    """The part of a line that the axes hold."""
    inside = (
        p for p in line.points if axes.first <= p.period.midpoint - half(p) <= p.period.midpoint + half(p) <= axes.last
    )
    return Line(line.geo_id, line.stratum, tuple(inside))


def _breaks(line: Line, axes: Axes, indicator: Indicator) -> list[Mark]:
    """An upright line where figures begin to mean something else."""
    dimension = GROUPS[line.stratum].dimension
    at = [b.at - 0.5 for b in indicator.breaks if b.bears_on(dimension) and axes.first < b.at - 0.5 < axes.last]
    return [Mark("break", "".join(f"M{axes.x(x):.1f},0V{axes.height:g}" for x in at))] if at else []


def _path(line: Line, axes: Axes, indicator: Indicator, catalog: Catalog, dashed: bool | None = None) -> str:
    """The strokes of a line, or those that are dashed or not; a pool is a bar over its years."""
    if line.pooled:
        return "" if dashed else "".join(_bar(p, axes) for p in line.points)
    parts: list[str] = []
    last: Point | None = None
    for before, after, broken in joined(line, indicator, catalog):
        if dashed is not None and broken is not dashed:
            continue
        parts.append("" if before is last else f"M{_xy(before, axes, before.row.value)}")
        parts.append(f"L{_xy(after, axes, after.row.value)}")
        last = after
    return "".join(parts)


def _bar(point: Point, axes: Axes) -> str:
    left, right = (axes.x(point.period.midpoint + way * half(point)) for way in (-1, 1))
    return f"M{left:.1f},{axes.y(point.row.value):.1f}H{right:.1f}"


def _strokes(line: Line, axes: Axes, indicator: Indicator, catalog: Catalog) -> list[Mark]:
    drawn = ((name, _path(line, axes, indicator, catalog, name == "broken")) for name in ("line", "broken"))
    return [Mark(name, path) for name, path in drawn if path]


def _intervals(line: Line, axes: Axes) -> list[Mark]:
    """A box for every pooled period; a band along periods that follow each other; for one alone an upright stroke."""
    points = [p for p in line.points if is_number(p.row.ci_low)]
    if not points:
        return []
    if line.pooled:
        boxes = []
        for p in points:
            # A fifth of a year is the least width at which a box is still seen.
            left, right = (axes.x(p.period.midpoint + way * max(half(p), 0.1)) for way in (-1, 1))
            low, high = axes.y(p.row.ci_low), axes.y(p.row.ci_high)
            boxes.append(f"M{left:.1f},{low:.1f}H{right:.1f}V{high:.1f}H{left:.1f}Z")
        return [Mark("band", "".join(boxes))]
    path = []
    for run in _runs(points):
        if len(run) == 1:
            (p,) = run
            path.append(f"M{_xy(p, axes, p.row.ci_low)}L{_xy(p, axes, p.row.ci_high)}")
        else:
            upper = "L".join(_xy(p, axes, p.row.ci_high) for p in run)
            lower = "L".join(_xy(p, axes, p.row.ci_low) for p in reversed(run))
            path.append(f"M{upper}L{lower}Z")
    return [Mark("band", "".join(path))]


def _runs(points: list[Point]) -> list[list[Point]]:
    runs = [[points[0]]]
    for before, after in pairwise(points):
        if after.period.midpoint - before.period.midpoint > 1.01 or before.row.source != after.row.source:
            runs.append([])
        runs[-1].append(after)
    return runs


def is_open(point: Point, indicator: Indicator) -> bool:
    """Whether a figure's dot is open: it is provisional or unreliable."""
    return point.row.status == "unreliable" or point.period.slug in indicator.provisional


def is_seen(point: Point, line: Line, indicator: Indicator) -> bool:
    """Whether a figure has a dot: of long lines only the last has one, and those that are open."""
    few = line.pooled or len(line.points) <= MOST_DOTS
    return few or point is line.points[-1] or is_open(point, indicator)


def _dots(line: Line, axes: Axes, indicator: Indicator) -> list[Mark]:
    """A dot on every figure, open where it is provisional or unreliable; the last is larger."""
    drawn = []
    for point in line.points:
        last = point is line.points[-1]
        at = f"M{_xy(point, axes, point.row.value)}h0.01"
        open_ = is_open(point, indicator)
        if is_seen(point, line, indicator):
            drawn.append(Mark("dot-of", at, LAST if last else DOT + 2 * open_))
        if open_:
            drawn.append(Mark("hole", at, HOLE if last else HOLE - 1))
        if axes.scale.low <= point.row.value <= axes.scale.high:
            continue
        # An arrow two units to each side and four high, of a hundred.
        across, up = axes.width / 50, axes.height / 25
        left = axes.x(point.period.midpoint) - across
        drawn.append(Mark("beyond", f"M{left:.1f},{up:g}l{across:g},-{up:g}l{across:g},{up:g}"))
    return drawn


__all__ = [
    "Axes", "Line", "Mark", "Point", "axes_of", "half", "is_open", "is_seen", "joined", "line_of", "marks",
    "small_trend", "within",
]  # fmt: skip
