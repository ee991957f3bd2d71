"""Alt text of a view's figures: the map, the chart of groups and the trend chart."""

from __future__ import annotations

from components.figures.descriptions import map_title, measured
from components.figures.trend.lines import trend_rows
from components.formatting.numbers import capitalize_first, format_value, interval, is_number
from components.formatting.phrases import amount, has_value, people, shown_words
from data.language import gettext
from data.query.estimates import usable_places
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, STATUS_WORDS, Period


def map_text(answer: Answer) -> str:
    """Alt text of the map: its finding in one sentence, how many places are shown, the lowest and highest reliable."""
    indicator = answer.indicator
    rows = sorted(usable_places(answer), key=lambda row: (row.value, row.name))
    sentences = [gettext("Map: {title}.", title=map_title(answer))]
    if answer.selection.level == "state":
        return sentences[0]
    sentences.append(f"{capitalize_first(shown_words(answer))}.")
    if not rows:
        return " ".join(sentences)
    low, high = rows[0], rows[-1]
    if len(rows) == 1:
        only_one = gettext("{place}: {figures}.", place=low.name, figures=amount(low.value, indicator))
        return " ".join([*sentences, only_one])
    sentences.append(gettext("Lowest: {place}, {amount}.", place=low.name, amount=amount(low.value, indicator)))
    sentences.append(gettext("Highest: {place}, {amount}.", place=high.name, amount=amount(high.value, indicator)))
    return " ".join(sentences)


def groups_text(answer: Answer, *, intervals: bool = False) -> str:
    """Alt text of the chart of groups: every group's figure for the place and the state, with its interval if wished.

    Explore's table has the intervals beside the chart; where there is none, words have to say them.
    """
    parts = []
    for name, rows in answer.groups.by("name").items():
        figures = [f"{GROUPS[r.stratum].label} {_figures(r, answer, intervals=intervals)}" for r in rows]
        parts.append(f"{name}: {', '.join(figures)}.")
    start = gettext(
        "Dot chart of groups, {indicator}, {unit}, {period}.",
        indicator=answer.indicator.title,
        unit=answer.indicator.unit,
        period=answer.selection.period.long_label,
    )
    return " ".join([start, *(parts or [gettext("No data is being shown.")])])


def _figures(row: Row, answer: Answer, *, intervals: bool) -> str:
    if not has_value(row):
        return STATUS_WORDS[row.status]
    value = format_value(row.value, answer.indicator)
    has_interval = intervals and is_number(row.ci_low)
    return f"{value} ({interval(row.ci_low, row.ci_high, answer.indicator)})" if has_interval else value


def trend_text(answer: Answer) -> str:
    """Alt text of the trend chart: for each line its first, highest and last figure, each said once."""
    indicator, parts, several = answer.indicator, [], False
    for (name, stratum), rows in trend_rows(answer).with_value().by("name", "stratum").items():
        points = sorted(rows, key=lambda row: row.period)
        first, last, top = points[0], points[-1], max(points, key=lambda p: p.value)
        several = several or len(points) > 1
        figures = [f"{_label(first.period)} {format_value(first.value, indicator)}"]
        if top not in (first, last):
            value = format_value(top.value, indicator)
            figures.append(gettext("highest {value} in {period}", value=value, period=_label(top.period)))
        if last is not first:
            figures.append(f"{_label(last.period)} {format_value(last.value, indicator)}")
        parts.append(f"{name}, {people(str(stratum), indicator)}: {', '.join(figures)}.")
    what = measured(indicator.title, indicator.unit)
    start = (
        gettext("Line chart over time: {measure}.", measure=what)
        if several
        else gettext("Chart of one period: {measure}.", measure=what)
    )
    return " ".join([start, *(parts or [gettext("No data is being shown.")])])


def _label(period: str) -> str:
    return Period.parse(period).label
