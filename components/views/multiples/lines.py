"""What small multiples have in common: the order of groups, the lines of trends, and how each has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from components.formatting import phrases
from data.analysis.period_changes import Change, latest_of
from data.query.estimates import usable_rows
from data.query.related import panel_periods
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import DIMENSIONS, GROUPS, OVERALL, Period, left_over


def span(answer: Answer, each: str) -> Period:
    """From the start of the first period in view to the end of the last."""
    if each == "group":
        return answer.selection.period
    if each == "period":
        periods: Sequence[Period] = panel_periods(answer.selection, answer.catalog)
    else:
        assert answer.series is not None
        series = answer.series
        # Everyone may have been counted for longer than the groups have.
        rows = series.without(stratum=OVERALL) if each == "group_trend" else series
        periods = [Period.parse(slug) for slug in set(rows.column("period"))]
    return Period(min(p.start for p in periods), max(p.end for p in periods))


def ordered(answer: Answer) -> tuple[Answer, ...]:
    """The panels of groups by their state figure, highest first; unreliable ones after, then those without a figure.

    Groups that have an order of their own keep it; those without a figure stand in the alphabet's order. Another race
    and Not recorded are no groups to rank: they stand last.
    """
    if DIMENSIONS[answer.selection.breakdown].ordered:
        return answer.related

    def key(panel: Answer) -> tuple[int, float, str]:
        row = panel.state.only()
        label = GROUPS[panel.selection.group].label
        if last := left_over(panel.selection.group):
            return 2 + last, 0.0, label
        if not phrases.has_value(row):
            return 2, 0.0, label
        return int(row.status == "unreliable"), -row.value, label

    return tuple(sorted(answer.related, key=key))


def group_rows(answer: Answer) -> list[Row]:
    """The state figures of the groups that are not known to be unreliable, highest first."""
    rows = [row for panel in ordered(answer) if (row := panel.state.only()) is not None and row.stratum != "not_stated"]
    return sorted(usable_rows(rows, answer.indicator), key=lambda row: -row.value)


def changes(answer: Answer, column: str) -> dict[str, Change | None]:
    """The tested change of each line in view, by group (`stratum`) or place (`geo_id`)."""
    lines = lines_of(answer, column)
    return {key: latest_of(rows, answer.indicator, answer.catalog) for key, rows in lines.items()}


def lines_of(answer: Answer, column: str) -> dict[str, list[Row]]:
    """The rows with a figure of each line, in the order of time."""
    assert answer.series is not None
    lines: dict[str, list[Row]] = {}
    for row in answer.series:
        line_rows = lines.setdefault(str(getattr(row, column)), [])
        if phrases.has_value(row):
            line_rows.append(row)
    return {key: sorted(rows, key=lambda row: Period.parse(row.period).in_time) for key, rows in lines.items()}


def alike(by_line: Mapping[str, Change | None]) -> tuple[tuple[str, str], dict[str, list[str]]]:
    """The two periods that most lines were tested between, and the lines by how they changed between these."""
    tested = {key: change for key, change in by_line.items() if change is not None and change.result is not None}
    if not tested:
        return ("", ""), {}
    (common, _), *_ = Counter(ends(change) for change in tested.values()).most_common(1)
    sides: dict[str, list[str]] = {}
    for key, change in tested.items():
        if ends(change) == common and change.result is not None:
            sides.setdefault(change.result.direction, []).append(key)
    return common, sides


def group_changes(answer: Answer) -> tuple[tuple[str, str], dict[str, list[str]]]:
    """`alike` of the groups of people."""
    by_group = changes(answer, "stratum")
    return alike({key: change for key, change in by_group.items() if key not in (OVERALL, "not_stated")})


def ends(change: Change) -> tuple[str, str]:
    """Labels of the earlier and the later period."""
    return Period.parse(change.before.period).label, Period.parse(change.after.period).label
