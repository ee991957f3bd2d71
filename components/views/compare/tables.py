"""The tables of Compare: every group of two places with what was tested, and every place with two indicators."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.tables import ABSENT
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import data_attributes
from components.views.compare.dot_plot import DotColumn, DotRow
from components.views.compare.text import difference_words, ratio_words, with_interval
from data.analysis.place_comparison import Comparison, compare_groups
from data.language import gettext
from data.query.selection import Answer
from data.vocabulary import GROUPS, VERDICT_LABELS


def compared_groups_table(one: Answer, other: Answer) -> SafeHtml:
    """Every group: both figures, the difference and the ratio with their intervals, and what was tested."""
    caption = gettext("{one} and {other}, {unit}, {period}", one=one.place.name, other=other.place.name,
                  unit=one.indicator.unit, period=one.selection.period.long_label)  # fmt: skip
    note = html.Span(gettext("In brackets: 95% intervals."), className="caption-note")
    heads = [gettext("Group"), one.place.name, other.place.name, gettext("Difference"), gettext("Ratio"),
             gettext("{one} against {other}", one=one.place.name, other=other.place.name)]  # fmt: skip
    rows = [_group(stratum, c, one, other) for stratum, c in compare_groups(one, other).items()]
    return scrolled(table(html.Span([caption, html.Br(), note], className="caption"), heads, rows), caption)


def _group(stratum: str, comparison: Comparison, one: Answer, other: Answer) -> SafeHtml:
    cells = [
        with_interval(comparison.first, one.indicator),
        with_interval(comparison.second, other.indicator),
        difference_words(comparison, one.indicator) or ABSENT,
        ratio_words(comparison) or ABSENT,
    ]
    verdict = html.Td(VERDICT_LABELS[comparison.verdict] or gettext("Not tested"))
    chosen = "chosen" if stratum == one.selection.group else None
    return row(GROUPS[stratum].label, [*map(_cell, cells), verdict], className=chosen)


def compared_indicators_table(entries: Sequence[DotRow], columns: Sequence[DotColumn], title: str) -> SafeHtml:
    """Every place with its figures of both indicators and their intervals, closed."""
    rows = [
        row(
            entry.name,
            [
                _cell(with_interval(entry_row, column.indicator))
                for entry_row, column in zip(entry.rows, columns, strict=True)
            ],
            className="chosen" if entry.chosen else None,
        )
        for entry in entries
    ]
    measures_table = table(title, [gettext("Name"), *(column.head for column in columns)], rows)
    summary = html.Summary(gettext("All figures with their intervals"), **data_attributes(key="all-figures"))
    return html.Details([summary, scrolled(measures_table, title)], className="all-measures")


def _cell(text: str) -> SafeHtml:
    """A figure and under it its interval, which is what stands in brackets."""
    value, bracket, interval = text.replace("**", "").partition(" (")
    below = [html.Span(bracket + interval, className="cell-interval")] if bracket else []
    return html.Td([value, *below], className="number")
