"""More than two places over time: a line for each, on one axis; for the page, for pictures and as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from components.documents.charts.lines import lines_chart
from components.documents.document import DocumentFigure
from components.figures.descriptions import unit_words
from components.figures.style import Figure
from components.figures.trend.chart import drawn_breaks, lines_figure
from components.figures.trend.lines import Line, lines_of
from components.figures.trend.text import break_words, direction_words
from components.figures.trend.turns import Turning, turnings_of
from components.formatting.numbers import capitalize_first
from components.formatting.palette import PLACES, Mark
from components.formatting.phrases import people
from components.views.compare.figures import spoken_lines, trend_rows
from data.language import gettext
from data.query.rows import Rows, joined
from data.query.selection import Answer

HEIGHT = 440
"""Pixels of the chart, which is the only one of its view."""


def several_lines(places: Sequence[Answer]) -> tuple[Answer, list[Line], list[Turning]]:
    """The places' lines of the group in view, each with a mark of its own, and an answer that has all their figures."""
    first = places[0]
    # A place is named at the end of its line, and the state as a place too.
    together = replace(
        first,
        trend=joined([rows_of(answer) for answer in places]),
        series=None,
        selection=replace(first.selection, view="compare"),
    )
    marks = {answer.place.geo_id: mark for answer, mark in zip(places, PLACES, strict=False)}
    lines = [_marked(line, marks[str(line.points[0].row.geo_id)]) for line in lines_of(together)]
    return together, lines, turnings_of(together, [(a.place, first.selection.group) for a in places])


def _marked(line: Line, found: Mark) -> Line:
    return replace(
        line, colour=found.colour, dash=found.dash, symbol=found.symbol, hollow=False, quiet=False, bare=True
    )


def rows_of(answer: Answer) -> Rows:
    """Every period of a place's group."""
    return trend_rows(answer, answer.selection.group)


def several_figure(places: Sequence[Answer]) -> Figure:
    """The chart of the page and of pictures; without data where no place has a figure."""
    together, lines, turned = several_lines(places)
    return lines_figure(lines, together, turned, HEIGHT)


def several_note(places: Sequence[Answer]) -> str:
    """What stands under the chart's title: the unit, and where the intervals are."""
    unit = capitalize_first(unit_words(places[0].indicator, places[0].selection.group))
    if not any(rows_of(answer).has("ci_low") for answer in places):
        return unit
    return gettext("{unit}. The 95% intervals stand in the tables.", unit=unit)


def several_words(places: Sequence[Answer]) -> list[str]:
    """Sentences under the chart: the direction of each line, and breaks in the series."""
    together, lines, turned = several_lines(places)
    return [*direction_words(turned, together), *break_words(drawn_breaks(lines, together.indicator), noted=True)]


def several_text(places: Sequence[Answer]) -> str:
    """The lines in words: every figure of each place."""
    first = places[0]
    who = people(first.selection.group, first.indicator)
    start = gettext("Line chart over time of several places, {indicator}, {unit}, {people}.",
                    indicator=first.indicator.title, unit=first.indicator.unit, people=who)  # fmt: skip
    return " ".join([start, *spoken_lines(places)])


def several_document(places: Sequence[Answer]) -> list[DocumentFigure]:
    """The chart for documents, with its data for office programs; none where no place has a figure."""
    together, lines, turned = several_lines(places)
    if not lines:
        return []
    figure = DocumentFigure(
        "compared-trend",
        gettext("Over time"),
        several_figure(places),
        several_text(places),
        1.0,
        note=several_note(places),
        below=tuple(several_words(places)),
        chart=lines_chart(lines, together, turned),
    )
    return [figure]
