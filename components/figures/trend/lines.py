"""The lines of a trend: which figures are drawn, from which year on, and which groups have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from components.formatting.numbers import join_list
from components.formatting.palette import mark
from components.formatting.phrases import people
from data.language import gettext
from data.query.rows import Row, Rows, joined
from data.query.selection import Answer, once
from data.vocabulary import GROUPS, OVERALL, Period


@dataclass(frozen=True)
class Point:
    """A figure on the chart: its period and its row of a trend frame."""

    period: Period
    row: Row

    @property
    def x(self) -> float:
        """The middle of the period, in years."""
        return self.period.midpoint

    @property
    def y(self) -> float:
        """The figure, in the indicator's unit."""
        return float(self.row.value)


@dataclass(frozen=True)
class Line:
    """The figures of one place and group from one series, all of one length of period."""

    name: str
    stratum: str
    points: tuple[Point, ...]
    colour: str
    dash: str
    hollow: bool = False
    """Whether its marks are open: it is what another line is looked at beside."""
    quiet: bool = False
    """Whether it is of a group beside the chosen one: thinner, with smaller marks and without its intervals."""
    symbol: str = ""
    """The symbol of its marks, where that is not the one of its group."""
    bare: bool = False
    """Whether its intervals are not drawn: those of several places would cover each other."""

    @property
    def has_intervals(self) -> bool:
        """Whether its intervals are drawn."""
        return not (self.quiet or self.bare)

    @property
    def pooled(self) -> bool:
        """Whether its periods are of several years, and so drawn as bars."""
        return self.points[0].period.length_years > 1

    @property
    def is_state(self) -> bool:
        """Whether it is the state's."""
        return bool(self.points[0].row.level == "state")


@once
def all_rows(answer: Answer) -> Rows:
    """The rows of the trend in view, drawn or not: of the chosen group and everyone, then of the other groups there.

    The other groups are those of the Trend view; the small chart of the map does without them.
    """
    if answer.selection.view != "trend" or answer.series is None:
        return answer.trend
    told = (answer.selection.group, OVERALL)
    return joined([answer.trend, Rows(row for row in answer.series if row.stratum not in told)])


@once
def start_year(answer: Answer) -> int | None:
    """The year the axis starts in, where the chosen group has figures from later on than another line; else None."""
    group, rows = answer.selection.group, all_rows(answer).with_value()
    if answer.selection.view != "trend" or group == OVERALL:
        return None
    own = [Period.parse(row.period).start.year for row in rows if row.stratum == group]
    first = min((Period.parse(row.period).start.year for row in rows), default=0)
    return min(own) if own and min(own) > first else None


@once
def trend_rows(answer: Answer) -> Rows:
    """The rows of the periods that the axis holds."""
    rows, start = all_rows(answer), start_year(answer)
    return rows if start is None else Rows(row for row in rows if Period.parse(row.period).start.year >= start)


@once
def drawn_words(answer: Answer) -> list[str]:
    """Sentences on the years before the chosen group's, the period of thin lines, and groups without a figure."""
    said, start, indicator = [], start_year(answer), answer.indicator
    if start is not None:
        first = min(Period.parse(row.period).start.year for row in all_rows(answer).with_value())
        said.append(
            gettext(
                "The chart starts in {start}, as the figures for {people} do; other figures go back to {first}.",
                start=start,
                people=people(answer.selection.group, indicator),
                first=first,
            )
        )
    usual = usual_end(lines_of(answer))
    if usual is not None:
        said.append(gettext("Figures beside thin lines are for {period} unless another is given.",
                            period=usual.label))  # fmt: skip
    absent = absent_groups(answer)
    if absent:
        names = join_list([GROUPS[group].label for group in absent])
        said.append(gettext("Not in the chart, for lack of a figure in these years: {groups}.", groups=names))
    return said


def usual_end(lines: Iterable[Line]) -> Period | None:
    """The period most quiet lines end with, the later of two; None without such a line."""
    ends = Counter(line.points[-1].period for line in lines if line.quiet)
    return max(ends, key=lambda period: (ends[period], period.in_time), default=None)


def absent_groups(answer: Answer) -> list[str]:
    """The groups of the breakdown without a figure in the years in view, in the vocabulary's order."""
    if answer.selection.view != "trend" or answer.series is None:
        return []
    drawn = {row.stratum for row in trend_rows(answer).with_value() if row.geo_id == answer.place.geo_id}
    groups = answer.catalog.strata(answer.indicator.id, answer.selection.breakdown, answer.place.level)
    return [group for group in groups if group not in drawn]


@once
def lines_of(answer: Answer) -> list[Line]:
    """The lines of an answer as the chart draws them: pooled periods only where no single year is.

    The other groups, where the view has them, come first: the lines looked for are drawn over them.
    """
    points_by_line: dict[tuple[str, str, str, float], list[Point]] = {}
    for row in trend_rows(answer).with_value():
        period = Period.parse(str(row.period))
        points_by_line.setdefault(line_key(row, answer), []).append(Point(period, row))
    drawn = [_drawn(stratum, points, answer) for (_, stratum, _, _), points in points_by_line.items()]
    # Where single years are published, a pool of the same years would draw them twice.
    yearly = {(line.name, line.stratum) for line in drawn if not line.pooled}
    kept = [line for line in drawn if not line.pooled or (line.name, line.stratum) not in yearly]
    return sorted(kept, key=lambda line: not line.quiet)


def line_key(row: Row, answer: Answer) -> tuple[str, str, str, float]:
    """What rows of one line have in common: the place, the group, the series and the years of a period."""
    return str(row.geo_id), str(row.stratum), _series(row, answer), round(Period.parse(str(row.period)).length_years, 3)


def _drawn(stratum: str, points: list[Point], answer: Answer) -> Line:
    first, style = points[0].row, mark(stratum)
    hollow = answer.chosen and first.level == "state"
    quiet = stratum not in (answer.selection.group, OVERALL)
    points.sort(key=lambda p: p.x)
    return Line(str(first.name), stratum, tuple(points), style.colour, style.dash, hollow, quiet)


def _series(row: Row, answer: Answer) -> str:
    """Series of a row, whose points are joined by a line: for everyone the publisher's, across its releases.

    Releases may count groups differently, so those of a group are joined within one release only.
    """
    source = answer.catalog.sources.get(row.source)
    return source.publisher if source is not None and row.stratum == OVERALL else str(row.source)


def runs(points: tuple[Point, ...]) -> list[list[Point]]:
    """The points in unbroken runs: a missing year is a gap, not a straight line across it."""
    found = [[points[0]]]
    for before, after in pairwise(points):
        if after.x - before.x > 1.01:  # a year, but for the rounding of twelfths
            found.append([])
        found[-1].append(after)
    return found
