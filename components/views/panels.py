"""Panels that several views show: the map, and the list of places beside a figure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dash.development.base_component import Component

from components.figures.alt_text import map_text
from components.figures.legend import legend
from components.figures.map import map_markup
from components.figures.ranking import LONG, ranking
from components.formatting import dash_html, html, phrases
from components.formatting.html import SafeHtml
from components.formatting.markup import (
    DECORATIVE,
    aria,
    data_attributes,
    html_fragment,
    parse_bold,
)
from components.formatting.numbers import capitalize_first, format_value, is_number
from components.formatting.skip_links import passable
from components.page.printing import print_places
from components.page.timeline import timeline
from data.language import gettext, language
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import DIMENSIONS, LEVEL_WORDS, OVERALL, VERDICT_LABELS, VIEW_LABELS, Level


def map_panel(answer: Answer) -> Component:
    """The map, the chosen place's figures in its corner, and the legend."""
    text = html.Figcaption(map_text(answer), className="visually-hidden", id="map-text")
    drawn = html.Figure(
        [text, html.Div(map_markup(answer), className="map-scroll")],
        className="map-figure",
        **aria(label=VIEW_LABELS["map"]),
    )
    tools = [] if answer.selection.level == "state" else [_zoom()]
    box = html.Div([drawn, *tools, *_readout(answer)], className="map-box")
    return html_fragment([box, *([] if answer.selection.level == "state" else [legend(answer)])], className="panel")


def with_timeline(figure: Component, answer: Answer) -> Component:
    """A figure with the timeline under it: whoever moves it sees what it moves."""
    under = timeline(answer)
    return dash_html.Div([figure, *under], className="panel") if under else figure


def _zoom() -> SafeHtml:
    """The zoom's buttons, and where the browser says how large the map is: its words are sent, `{percent}` is its own.

    At an end of the zoom a button is only said to be disabled, so that it keeps the focus.
    """
    return _zoom_in(language())


@lru_cache(maxsize=16)
def _zoom_in(_language: str) -> SafeHtml:
    buttons = [
        html.Button(
            sign, className="map-tool", **aria(label=name, disabled=ended),
            **data_attributes(zoom=way, key=f"zoom-{way}"),
        )
        for sign, way, name, ended in (
            ("+", "in", gettext("Zoom in"), "false"), ("−", "out", gettext("Zoom out"), "true"),
        )
    ]  # fmt: skip
    live = html.Span(
        className="visually-hidden", **aria(live="polite"), **data_attributes(announce=gettext("Zoom {percent}%"))
    )
    return html.Div([*buttons, live], className="map-tools")


def _readout(answer: Answer) -> list[SafeHtml]:
    """Readout of the chosen place's figure, over the map."""
    if not answer.chosen:
        return []
    row = answer.places.only(slug=answer.selection.place)
    if row is None:
        return []
    if not phrases.has_value(row):
        text = capitalize_first(phrases.status_sentence(row, answer.indicator, answer.catalog))
        return [html.Div([html.Strong(row.name), html.P(f"{text}.")], className="readout")]
    indicator = answer.indicator
    unit = indicator.unit if indicator.measure == "percent" else phrases.unit_beside(row.value, indicator)
    beside: list[SafeHtml] = [html.Div(unit)]
    others = phrases.tooltip_lines(row, answer)[2:]
    if is_number(row.ci_low):
        beside.append(html.Div(others.pop(0)))
    verdict = phrases.verdict_words(row, indicator)
    value = html.Span(format_value(row.value, indicator), className="readout-value")
    parts: list[SafeHtml] = [
        html.Strong(row.name),
        html.Div([value, html.Div(beside)], className="readout-line"),
        *(html.P(_verdict(row, answer) if line == verdict else line, className="readout-verdict") for line in others),
    ]
    return [html.Div(parts, className="readout")]


def _verdict(row: Row, answer: Answer) -> list[SafeHtml | str]:
    verdict_text = phrases.verdict_words(row, answer.indicator)
    if row.verdict == "not clear":
        return [verdict_text]
    verdict, sign = VERDICT_LABELS[row.verdict], "▲" if row.verdict == "higher" else "▼"
    first = verdict if verdict_text.startswith(verdict) else verdict_text
    return [
        html.Span(
            [html.Span(f"{sign} ", **DECORATIVE), first],
            className=f"verdict {phrases.verdict_kind(row.verdict, answer.indicator)}",
        ),
        verdict_text.removeprefix(first),
    ]


def no_groups(answer: Answer) -> str:
    """Reason why a view has no groups, and what to choose instead, as a sentence."""
    catalog, selection = answer.catalog, answer.selection
    dimensions = [d for d in catalog.dimensions(selection.indicator, selection.level) if d != OVERALL]
    if not dimensions:
        return gettext(
            "{indicator}: for {places}, there are figures of everyone together only, not by group.",
            indicator=answer.indicator.title,
            places=_where(selection.level),
        )
    if selection.breakdown == OVERALL:
        ways = ", ".join(DIMENSIONS[d].label.lower() for d in dimensions)
        return gettext("Choose a way to compare people under “Who”: {ways}.", ways=ways)
    return gettext(
        "No group has figures for {period}. Choose another period under “When”.", period=selection.period.long_label
    )


def _where(level: Level) -> str:
    return gettext("the state") if level == "state" else LEVEL_WORDS[level].plural


def beside_ranking(panel: Component, answer: Answer, path: str, cautions: Sequence[str] = ()) -> Component:
    """A figure with the list of places at its side, and sentences under it; the state alone needs no list."""
    if answer.selection.level == "state":
        return dash_html.Div(panel, className="panel-row single")
    caution = [html.P(parse_bold(text), className="figure-note extremes") for text in cautions]
    listed = ranking(answer, path)
    if len(answer.places) > LONG:
        listed = passable(listed, LEVEL_WORDS[answer.selection.level].plural, "ranking")
    places = html_fragment([listed, *caution, *print_places(answer)])
    return dash_html.Div([panel, places], className="panel-row map-row")
