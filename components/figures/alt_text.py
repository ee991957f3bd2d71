"""The text alternatives of a view's figures: what a map, a comparison of groups and a trend show, in words."""

from __future__ import annotations

from components.figures.descriptions import subtitle
from components.formatting.numbers import format_value, interval, is_number
from components.formatting.phrases import amount, has_value, people, shown_words
from data.language import gettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, STATUS_WORDS, Period


def map_text(answer: Answer) -> str:
    """The map in words: what is shaded, lowest and highest, what is missing."""
    indicator, shown = answer.indicator, sorted(answer.places.with_value(), key=lambda row: (row.value, row.name))
    said = [gettext("Map: {subtitle} {shown}.", subtitle=subtitle(answer), shown=shown_words(answer))]
    if not shown:
        return f"{said[0]} {gettext('No data is being shown.')}"
    low, high = shown[0], shown[-1]
    if len(shown) == 1:
        only_one = gettext("{place}: {figures}.", place=low.name, figures=amount(low.value, indicator))
        return f"{said[0]} {only_one}"
    said.append(gettext("Lowest: {place}, {amount}.", place=low.name, amount=amount(low.value, indicator)))
    said.append(gettext("Highest: {place}, {amount}.", place=high.name, amount=amount(high.value, indicator)))
    return " ".join(said)


def groups_text(answer: Answer, *, intervals: bool = False) -> str:
    """The comparison of groups in words: every group's figure for the place and the state, with its interval if wished.

    Explore's table has the intervals beside the chart; where there is none, words have to say them.
    """
    parts = []
    for name, own in answer.groups.by("name").items():
        said = [f"{GROUPS[r.stratum].label} {_figures(r, answer, intervals=intervals)}" for r in own]
        parts.append(f"{name}: {', '.join(said)}.")
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
    known = intervals and is_number(row.ci_low)
    return f"{value} ({interval(row.ci_low, row.ci_high, answer.indicator)})" if known else value


def trend_text(answer: Answer) -> str:
    """The trend in words: for each line its first, highest and last figure."""
    indicator, parts = answer.indicator, []
    for (name, stratum), own in answer.trend.with_value().by("name", "stratum").items():
        points = sorted(own, key=lambda row: row.period)
        first, last, top = points[0], points[-1], max(points, key=lambda p: p.value)
        said = [f"{_label(first.period)} {format_value(first.value, indicator)}"]
        if len(points) > 1:
            said.append(
                gettext(
                    "highest {value} in {period}", value=format_value(top.value, indicator), period=_label(top.period)
                )
            )
            said.append(f"{_label(last.period)} {format_value(last.value, indicator)}")
        parts.append(f"{name}, {people(str(stratum), indicator)}: {', '.join(said)}.")
    start = gettext("Line chart over time, {indicator}, {unit}.", indicator=indicator.title, unit=indicator.unit)
    return " ".join([start, *(parts or [gettext("No data is being shown.")])])


def _label(period: str) -> str:
    return Period.parse(period).label
