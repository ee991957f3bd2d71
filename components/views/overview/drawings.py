"""Small drawings of the overview: maps of counties and regions from one set of outlines, and trends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape
from itertools import pairwise

from components.documents.drawings.chart_svg import chart_svg
from components.figures.alt_text import groups_text, map_text
from components.figures.groups import groups_figure
from components.figures.legend import LegendClass, LegendSwatch, legend_of
from components.figures.map import fills, painted, patterns, place_kind
from components.figures.style import nice_scale
from components.formatting import html, phrases
from components.formatting.group_mark import group_mark
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria
from components.views.multiples.panel_text import span_words
from components.views.multiples.sparkline import axes_of, line_of, small_trend
from data.analysis.gap_views import GapView
from data.language import format_integer, gettext
from data.query.map_shapes import MARGIN, Shapes, coarser
from data.query.rows import Rows
from data.query.selection import Answer
from data.vocabulary import LEVEL_WORDS, OVERALL, Period

NAME = "overview"
"""By which the patterns and outlines of this page are told from those of another map."""
STEP = 12
"""Units of the map to a step of the outlines: under a pixel where a map is 240 wide."""
_ID = re.compile(r'(\bid="|url\(#)')
CHART = 320
"""Pixels across a chart of groups: of the picture beside an area in brief, and little less than a phone has."""
HATCH = 1.5
"""Size of the patterns in steps: six pixels of them are seen as six."""


def outlines(answers: Iterable[Answer]) -> SafeHtml:
    """The outlines and patterns of all maps of the page, once: each map uses them by name."""
    drawn = {a.shapes.key: a.shapes for a in answers if a.shapes is not None}
    if not drawn:
        return SafeHtml("")
    paths = "".join(_paths(shapes) for shapes in drawn.values())
    coast = coarser(next(iter(drawn.values())).coast, STEP)
    return SafeHtml(
        f'<svg class="overview-outlines" width="0" height="0" aria-hidden="true" focusable="false">'
        f'{patterns(NAME, HATCH)}<defs>{paths}<path id="{NAME}-coast" d="{coast}" vector-effect="non-scaling-stroke"/>'
        "</defs></svg>"
    )


def _paths(shapes: Shapes) -> str:
    return "".join(
        f'<path id="{NAME}-{geo_id}" d="{coarser(shape.path, STEP)}" vector-effect="non-scaling-stroke"/>'
        for geo_id, shape in shapes.places.items()
    )


def place_map(answer: Answer) -> SafeHtml:
    """The map of a view, as small as a picture beside words, with its key under it."""
    assert answer.shapes is not None
    frame = answer.shapes.frame
    width, height = (frame.width - MARGIN[2] + MARGIN[0]) // STEP, (frame.height - MARGIN[3] + MARGIN[1]) // STEP
    places = "".join(
        f'<use href="#{NAME}-{row.geo_id}" class="place{place_kind(row)}" fill="{painted(colour, NAME)}"/>'
        for row, colour in zip(answer.places, fills(answer), strict=True)
        if row.geo_id in answer.shapes.places
    )
    drawn = SafeHtml(
        f'<svg class="overview-map" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(map_text(answer))}">'
        f'{places}<use href="#{NAME}-coast" class="coast"/></svg>'
    )
    return html.Div([drawn, _key(answer)], className="overview-mapped")


def _key(answer: Answer) -> SafeHtml:
    """The classes from the highest, and what stands beside them, each with its number of places."""
    legend, level = legend_of(answer), LEVEL_WORDS[answer.selection.level]
    items = [_class(one, level.counted(one.places, format_integer(one.places))) for one in reversed(legend.classes)]
    items += [_beside(one, level.counted(one.places, format_integer(one.places))) for one in legend.beside]
    return html.Ul(items, className="overview-key", role="list")


def _class(one: LegendClass, places: str) -> SafeHtml:
    bounds = one.low if one.low == one.high else gettext("{low} to {high}", low=one.low, high=one.high)
    swatch = html.Span(className="legend-swatch", style={"backgroundColor": one.colour}, **DECORATIVE)
    return html.Li([swatch, html.Span(bounds), _places(places)])


def _beside(one: LegendSwatch, places: str) -> SafeHtml:
    swatch = html.Span(className=f"legend-swatch {one.kind.replace('_', '-')}", **DECORATIVE)
    return html.Li([swatch, html.Span(one.word), _places(places)])


def _places(places: str) -> SafeHtml:
    return html.Span(f": {places}", className="visually-hidden")


def groups_chart(view: GapView, name: str) -> SafeHtml:
    """The groups of a gap with their intervals, as the page of gaps draws them; `name` tells the charts apart."""
    answer = replace(view.answer, selection=replace(view.answer.selection, group=view.group or OVERALL))
    drawn = chart_svg(groups_figure(answer), CHART)
    # Names in a picture are its own, and here several stand on one page.
    drawn = _ID.sub(rf"\g<1>{name}-", drawn)
    words = {"role": "img", **aria(label=groups_text(answer, intervals=True))}
    return html.Div(SafeHtml(drawn), className="overview-groups", **words)


def state_trend(answer: Answer) -> SafeHtml:
    """The state over time as a small line; of a group with the line of everyone faint behind it, and a key."""
    group, state = answer.selection.group, answer.catalog.state.geo_id
    rows = answer.trend.where(geo_id=state)
    own, everyone = rows.where(stratum=group), rows.where(stratum=OVERALL)
    line = line_of(own, state, group)
    behind = [line_of(everyone, state, OVERALL)] if group != OVERALL and _is_joined(everyone) else []
    lines = [line, *behind]
    shown = [point.row for one in lines for point in one.points]
    values = [value for row in shown for value in (row.value, row.ci_low, row.ci_high)]
    axes = axes_of(lines, nice_scale(values, answer.indicator))
    spoken = {group: own} | ({OVERALL: everyone} if behind else {})
    text = " ".join(_spoken(part, stratum, answer) for stratum, part in spoken.items() if part)
    drawn = small_trend(line, behind, axes, answer.indicator, answer.catalog, text)
    parts = [drawn]
    if group != OVERALL:
        parts.append(
            html.P([group_mark(group), " ", _names(answer, with_everyone=bool(behind))], className="overview-note")
        )
    return html.Div(parts, className="overview-trend")


def _is_joined(rows: Rows) -> bool:
    """Whether any two figures are of years that follow each other: else there is no line to draw."""
    years = sorted(Period.parse(row.period).midpoint for row in rows.with_value())
    return any(later - earlier <= 1 for earlier, later in pairwise(years))


def _spoken(rows: Rows, stratum: str, answer: Answer) -> str:
    shown = Rows(row for row in rows if row.has_value)
    return span_words(shown, phrases.people_at_start(stratum, answer.indicator), answer)


def _names(answer: Answer, *, with_everyone: bool) -> str:
    who = f"{phrases.people_at_start(answer.selection.group, answer.indicator)}."
    return f"{who} {gettext('The gray line is everyone’s, on the same axes.')}" if with_everyone else who
