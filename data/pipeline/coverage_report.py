"""Coverage report: indicators by level, group and period, as text and as an SVG picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

import duckdb

from data.catalog.models import Coverage
from data.vocabulary import GROUPS, LEVEL_WORDS, LEVELS, OVERALL, TOPICS, Level, Period


def read_coverage(cursor: duckdb.DuckDBPyConnection) -> tuple[list[Coverage], dict[str, str]]:
    """Coverage table of a published file, in the vocabulary's order of topics, levels and groups.

    Returns the rows, and the topic of each indicator.
    """
    rows = cursor.execute(
        "SELECT indicator, topic, geo_level, dimension, stratum, period_start, period_end, places, shown "
        "FROM coverage JOIN indicator USING (indicator)"
    ).fetchall()
    groups = {(g.dimension, g.id): n for n, g in enumerate(GROUPS.values())}
    topics = {str(row[0]): str(row[1]) for row in rows}
    order = {topic: n for n, topic in enumerate(TOPICS)}
    coverage = [
        Coverage(indicator, level, dimension, stratum, Period(start, end), places, shown)
        for indicator, _, level, dimension, stratum, start, end, places, shown in rows
    ]
    coverage.sort(
        key=lambda c: (
            order[topics[c.indicator]],
            c.indicator,
            LEVELS.index(c.level),
            groups.get((c.dimension, c.stratum), len(groups)),
            c.period,
        )
    )
    return coverage, topics


def coverage_lines(rows: Iterable[Coverage], topics: Mapping[str, str]) -> Iterator[str]:
    """Lines of text: per indicator and level each group with its periods and the places with a figure.

    A period without figures is not listed; a group without figures and a level without groups are named as such.
    """
    by_indicator: dict[str, list[Coverage]] = defaultdict(list)
    for row in rows:
        by_indicator[row.indicator].append(row)
    for indicator, level_rows in by_indicator.items():
        yield f"{indicator} ({TOPICS[topics[indicator]]})"
        by_group: dict[tuple[Level, str, str], list[Coverage]] = defaultdict(list)
        for row in level_rows:
            by_group[(row.level, row.dimension, row.stratum)].append(row)
        shown_levels = set()
        for (level, dimension, stratum), periods in by_group.items():
            with_figures = [p for p in periods if p.shown]
            if not with_figures and dimension == OVERALL and level == "state":
                continue
            shown_levels.add(level)
            group = "everyone" if stratum == OVERALL else stratum
            yield f"  {level:13} {group:24} {_group_text(with_figures, periods[0].places)}"
        absent = [level for level in LEVELS if level not in shown_levels]
        if absent:
            yield f"  not there:    {', '.join(LEVEL_WORDS[level].singular for level in absent)}"


def _group_text(with_figures: Sequence[Coverage], places: int) -> str:
    if not with_figures:
        return "nothing published"
    share = f"{min(p.shown for p in with_figures)}–{max(p.shown for p in with_figures)}"
    first, _, last = share.partition("–")
    return f"{first if first == last else share} of {places}: {_periods([p.period for p in with_figures])}"


def _periods(periods: Sequence[Period]) -> str:
    """Text of periods; consecutive single years are joined by dots: 2014…2018."""
    texts: list[str] = []
    run: list[Period] = []
    for period in [*sorted(periods, key=lambda p: (p.length_years, p)), None]:
        if period is not None and run and _follows(run[-1], period):
            run.append(period)
            continue
        if run:
            texts.append(run[0].slug if len(run) < 3 else f"{run[0].slug}…{run[-1].slug}")
            texts += [p.slug for p in run[1:]] if len(run) == 2 else []
        run = [period] if period is not None else []
    return ", ".join(texts)


def _follows(before: Period, after: Period) -> bool:
    return before.is_years and before.length_years == after.length_years == 1 and (
        after.start.year == before.start.year + 1 and after.is_years
    )  # fmt: skip


ROW_HEIGHT, LABEL_WIDTH, YEAR_WIDTH, AXIS_HEIGHT = 14, 330, 18, 56
_LEVEL_COLOURS: dict[Level, str] = {
    "state": "#3d4f63",
    "eohhs_region": "#7a5c99",
    "county": "#1f6f8b",
    "municipality": "#2e7d4f",
    "area": "#9a6a1b",
}


def coverage_svg(rows: Sequence[Coverage]) -> str:
    """SVG of the coverage: a line per indicator and level, a mark per period; everyone above, groups below it.

    The darker a mark, the more of the places and groups have a figure.
    """
    lines: dict[tuple[str, Level], list[Coverage]] = defaultdict(list)
    for row in rows:
        if row.shown:
            lines[(row.indicator, row.level)].append(row)
    first = min((r.period.start.year for level_rows in lines.values() for r in level_rows), default=2000)
    last = max((r.period.end.year for level_rows in lines.values() for r in level_rows), default=first)
    width, height = LABEL_WIDTH + YEAR_WIDTH * (last - first + 1) + 20, AXIS_HEIGHT + ROW_HEIGHT * len(lines) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="10">',
        '<title id="title">What there is, by indicator, level and year</title>',
        '<desc id="desc">A line per indicator and level, a mark per period: everyone in the upper half, groups in the '
        "lower. The darker, the more places and groups have a figure.</desc>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *_svg_axis(first, last, height),
    ]
    before = ""
    for number, ((indicator, level), level_rows) in enumerate(lines.items()):
        y = AXIS_HEIGHT + ROW_HEIGHT * number
        if indicator != before:
            parts.append(f'<text x="8" y="{y + 10}" font-weight="bold">{escape(indicator)}</text>')
        before = indicator
        parts.append(f'<text x="{LABEL_WIDTH - 6}" y="{y + 10}" text-anchor="end">{LEVEL_WORDS[level].singular}</text>')
        parts += _svg_marks(level_rows, y, first, _LEVEL_COLOURS[level])
    return "\n".join([*parts, "</svg>"]) + "\n"


def _svg_axis(first: int, last: int, height: int) -> Iterator[str]:
    yield f'<text x="8" y="18" font-size="13" font-weight="bold">What there is, {first}–{last}</text>'
    for year in range(first, last + 1):
        x = LABEL_WIDTH + YEAR_WIDTH * (year - first)
        yield f'<line x1="{x}" y1="{AXIS_HEIGHT - 6}" x2="{x}" y2="{height - 14}" stroke="#e3e3e3"/>'
        if year % 5 == 0:
            yield f'<text x="{x}" y="{AXIS_HEIGHT - 12}">{year}</text>'


def _svg_marks(rows: Iterable[Coverage], y: int, first: int, colour: str) -> Iterator[str]:
    sums: dict[tuple[Period, bool], tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for row in rows:
        key = (row.period, row.dimension == OVERALL)
        shown, places, groups = sums[key]
        sums[key] = (shown + row.shown, places + row.places, groups + 1)
    for (period, everyone), (shown, places, groups) in sorted(sums.items()):
        start = period.start.year - first + (period.start.month - 1) / 12
        x, width = LABEL_WIDTH + YEAR_WIDTH * start, max(YEAR_WIDTH * period.length_years - 1, 1)
        who = "everyone" if everyone else f"{groups} groups"
        yield (
            f'<rect x="{x:.1f}" y="{y + (1 if everyone else 7)}" width="{width:.1f}" height="5" fill="{colour}" '
            f'fill-opacity="{0.2 + 0.7 * shown / places:.2f}"><title>{period.slug}, {who}: {shown} of {places}</title>'
            "</rect>"
        )
