"""Coverage report: indicators by level, group and period, as text, as an SVG picture, and before beside after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import duckdb

from data.catalog.models import Coverage
from data.settings import ROOT
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


LEAST_YEARS = 8
"""Years by race and ethnicity from which on a question can show a long run."""
DOCUMENT = ROOT / "docs" / "coverage.md"


@dataclass(frozen=True, slots=True)
class CoverageSummary:
    """What a published file has, in few numbers.

    `newest` is the newest period with a figure of each topic, by its id; `questions` and `recent` the number of its
    questions, and of those whose newest figure is of a period that ends in `RECENT` or later. `years_by_race` has, by
    the name of a question, the number of years in which two racial or ethnic groups or more have a figure.
    """

    newest: Mapping[str, Period]
    questions: Mapping[str, int]
    recent: Mapping[str, int]
    years_by_race: Mapping[str, int]

    @property
    def long_runs(self) -> list[str]:
        """Names of the questions with `LEAST_YEARS` years by race and ethnicity or more, in alphabetical order."""
        return sorted(name for name, years in self.years_by_race.items() if years >= LEAST_YEARS)


RECENT = 2023
"""The year in or after which a question's newest figure ends to be called recent."""


def read_summary(cursor: duckdb.DuckDBPyConnection) -> CoverageSummary:
    """The summary of a published file; a question has the figures of all its versions."""
    rows, _ = read_coverage(cursor)
    question_of = {
        str(indicator): (str(name), str(topic))
        for indicator, name, topic in cursor.execute("SELECT indicator, name, topic FROM question").fetchall()
    }
    shown = [row for row in rows if row.shown and row.indicator in question_of]
    newest: dict[str, Period] = {}
    ends: dict[tuple[str, str], int] = {}
    for row in shown:
        name, topic = question_of[row.indicator]
        newest[topic] = max(newest.get(topic, row.period), row.period, key=lambda p: p.recency)
        ends[name, topic] = max(ends.get((name, topic), 0), row.period.end.year)
    topics = [topic for topic in TOPICS if topic in newest]
    return CoverageSummary(
        {topic: newest[topic] for topic in topics},
        {topic: sum(1 for _, t in ends if t == topic) for topic in topics},
        {topic: sum(1 for (_, t), year in ends.items() if t == topic and year >= RECENT) for topic in topics},
        _years_by_race(shown, question_of),
    )


def _years_by_race(shown: Iterable[Coverage], question_of: Mapping[str, tuple[str, str]]) -> dict[str, int]:
    """By question, the years of the version and level with most: periods of several years pooled are not counted."""
    groups: dict[tuple[str, Level, int], set[str]] = defaultdict(set)
    for row in shown:
        if row.dimension == "race_ethnicity" and row.stratum != "not_stated" and row.period.length_years <= 1:
            groups[row.indicator, row.level, row.period.end.year].add(row.stratum)
    years: dict[tuple[str, Level], int] = defaultdict(int)
    for (indicator, level, _), strata in groups.items():
        years[indicator, level] += len(strata) >= 2
    longest: dict[str, int] = {}
    for (indicator, _), number in years.items():
        name = question_of[indicator][0]
        longest[name] = max(longest.get(name, 0), number)
    return longest


def summary_document(before: CoverageSummary, after: CoverageSummary, before_name: str) -> str:
    """Markdown of two summaries beside each other; `before_name` says what the first is of."""
    lines = [
        "# What there is, before and after",
        "",
        f"`python -m data coverage --before FILE --document` writes this: {before_name} beside the file as it is now.",
        f"A question is recent when its newest figure is of a period that ends in {RECENT} or later.",
        "",
        "| topic | newest period before | now | questions before | now | of them recent before | now |",
        "|---|---|---|---|---|---|---|",
    ]
    for topic in after.newest:
        was = before.newest[topic].long_label if topic in before.newest else "–"
        numbers = [
            f"{summary.get(topic, 0)}" for summary in (before.questions, after.questions, before.recent, after.recent)
        ]
        lines.append(f"| {TOPICS[topic]} | {was} | {after.newest[topic].long_label} | {' | '.join(numbers)} |")
    said = (
        f"{len(before.long_runs)} before, {len(after.long_runs)} now: years in which two groups or more have a figure,"
    )
    lines += ["", f"## Questions with at least {LEAST_YEARS} years by race and ethnicity", "", said]
    lines += ["in the version and at the level with most. Years that are pooled are not counted.", ""]
    lines += ["| question | years before | now |", "|---|---|---|"]
    for name in sorted({*before.long_runs, *after.long_runs}):
        lines.append(f"| {name} | {before.years_by_race.get(name, 0)} | {after.years_by_race.get(name, 0)} |")
    return "\n".join(lines) + "\n"


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
