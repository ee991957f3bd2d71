"""A comparison for documents: two places on one scale, or two indicators with the same places; and both tables."""

from __future__ import annotations

from dataclasses import replace

from components.documents.document import Contents, DocumentFigure, KeyMark
from components.documents.drawings.ranking import listing_of
from components.figures.tables import Table, data_tables, trend_tables
from components.figures.trend.chart import drawn_breaks
from components.figures.trend.text import break_words, direction_words
from components.views.compare.charts import compared_groups_chart, compared_trend_chart
from components.views.compare.figures import (
    compared_groups_figure,
    compared_groups_text,
    compared_lines,
    compared_trend_figure,
    compared_trend_text,
)
from components.views.compare.several import rows_of, several_document
from components.views.compare.several_text import compares_several
from components.views.compare.text import compares_indicators, pair
from data.analysis.place_comparison import compare_groups
from data.language import gettext
from data.query.selection import Answer

HEIGHT = 300


def comparison(answer: Answer) -> Contents:
    """The figures of the two that are compared, and the tables of each; none where there is only one."""
    if compares_several(answer):
        places = answer.related
        lines = [table for a in places for table in trend_tables(rows_of(a), a)]
        return Contents(tuple(several_document(places)), tuple(lines), (answer,))
    one, other = pair(answer)
    if other is None:
        return Contents()
    if compares_indicators(one, other):
        listed = [a for a in (one, other) if a.selection.level != "state"]
        figures = tuple(_listing(i, a) for i, a in enumerate(listed))
        return Contents(figures, tuple(data_tables(a)[0] for a in (one, other)), (one, other))
    figures = (_groups(one, other), *_trend(one, other))
    return Contents(figures, tuple(table for a in (one, other) for table in _own_tables(a)), (one, other))


def _listing(number: int, answer: Answer) -> DocumentFigure:
    listing = listing_of(answer)
    return DocumentFigure(f"places-{number + 1}", answer.indicator.title, listing, "", 0.5, note=listing.title)


def _own_tables(answer: Answer) -> list[Table]:
    """The groups and the periods of the place itself."""
    place = answer.place.geo_id
    place_answer = replace(
        answer,
        groups=answer.groups.where(geo_id=place),
        trend=answer.trend.where(geo_id=place, stratum=answer.selection.group),
    )
    place_tables = [table for table in data_tables(place_answer) if table.subject != "places"]
    return place_tables or data_tables(place_answer)[:1]


def _groups(one: Answer, other: Answer) -> DocumentFigure:
    comparisons = compare_groups(one, other)
    title = gettext("Group by group, {period}", period=one.selection.period.label)
    return DocumentFigure(
        "compared-groups",
        title,
        compared_groups_figure(comparisons, one),
        compared_groups_text(comparisons, one, other),
        0.5,
        note=gettext("Line = 95% interval"),
        key=(KeyMark(True, one.place.name), KeyMark(False, other.place.name)),
        chart=replace(compared_groups_chart(comparisons, one, other), title=title),
    )


def _trend(one: Answer, other: Answer) -> list[DocumentFigure]:
    both, lines, turned = compared_lines(one, other)
    if not lines:
        return []
    figure = DocumentFigure(
        "compared-trend",
        gettext("Over time"),
        compared_trend_figure(one, other, HEIGHT),
        compared_trend_text(one, other),
        0.5,
        below=(*direction_words(turned, both), *break_words(drawn_breaks(lines, one.indicator), noted=True)),
        key=(KeyMark(True, one.place.name), KeyMark(False, other.place.name)),
        chart=compared_trend_chart(one, other),
    )
    return [figure]
