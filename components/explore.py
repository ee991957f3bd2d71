"""The parts of the Explore page: the finding at its head, and the panels of each view under it."""

from __future__ import annotations

from typing import Any, cast

from dash import dcc, html
from dash.development.base_component import Component

from components import descriptions as words
from components.controls import rail
from components.figures import groups_figure, map_markup, trend_figure
from components.figures.style import CONFIG, Figure
from components.legend import legend
from components.language import say
from components.markup import DECORATIVE, aria, data, fragment, prose
from components.notes import notes_section
from components.notices import empty, notices
from components.numbers import figure, is_number
from components.ranking import ranking
from components.shell import NAME
from components.tables import tables
from components.trends import trend_words
from data.selection import Answer
from data.vocabulary import DIMENSIONS, LEVEL_WORDS, OVERALL, STATUS_WORDS, TOPICS, VIEW_LABELS, VIEWS

TALL = 440


OUTPUTS = (
    ("explore-rail", "children"),
    ("explore-notices", "children"),
    ("explore-head", "children"),
    ("explore-panels", "children"),
    ("explore-live", "children"),
    ("explore-dock", "children"),
    ("explore-view", "data"),
)
"""Everything on the page that depends on the address."""


def parts(answer: Answer, problems: tuple[str, ...], path: str) -> tuple[object, ...]:
    """What stands in each of `OUTPUTS` for an answer; `problems` are what its address said that was not understood."""
    return (
        rail(answer, path),
        notices(problems),
        head(answer, path),
        panels(answer, path),
        words.plain_live(answer),
        dock(answer),
        view_data(answer),
    )


def view_data(answer: Answer) -> dict[str, str]:
    """What the browser keeps of a view: the title of its document, its address in full and the data it is made of."""
    return {
        "title": f"{words.title(answer)} · {NAME}",
        "query": answer.selection.query(),
        "version": answer.catalog.version,
    }


def head(answer: Answer, path: str) -> html.Div:
    """Where we are, the finding, what is measured, the reading, and the tabs."""
    indicator = answer.indicator
    return fragment(
        [
            html.P(
                [TOPICS[indicator.topic], html.Span("›", className="path-sep", **DECORATIVE), indicator.title],
                className="path",
            ),
            html.H1(words.title(answer), className="view-title"),
            html.P(words.subtitle(answer), className="view-subtitle"),
            html.P(prose(" ".join(words.reading(answer))), className="view-reading"),
            html.Div([_tabs(answer, path), _actions()], className="view-bar"),
        ]
    )


def _tabs(answer: Answer, path: str) -> html.Nav:
    links = []
    for view in VIEWS:
        current = aria(current="page") if view == answer.selection.view else {}
        links.append(
            html.Li(
                html.A(
                    VIEW_LABELS[view],
                    href=path + answer.selection.with_words(view=view),
                    className="view-tab",
                    **data(key=view),
                    **current,
                )
            )
        )
    return html.Nav(html.Ul(links), className="view-tabs", **aria(label="Views"))


def _actions() -> html.Div:
    return html.Div(html.Button("Copy link", id="copy-link", className="action"), className="view-actions")


def panels(answer: Answer, path: str) -> list[Component]:
    """What a view shows, and the notes under it."""
    view = answer.selection.view
    body = {"map": _map_view, "trend": _trend_view, "groups": _groups_view, "table": _table_view}[view](answer, path)
    return [html.Div(body, className=f"panels {view}-view"), fragment(notes_section(answer))]


def _map_view(answer: Answer, path: str) -> list[Component]:
    groups: list[Component] = [_groups(answer)] if _has_groups(answer) else []
    if answer.selection.level == "state":
        rows: list[list[Component]] = [[_map(answer), *groups], [_trend(answer, 300)]]
        return [html.Div(row, className="panel-row" if len(row) > 1 else "panel-row single") for row in rows]
    lower = [*groups, _trend(answer, 300)]
    return [
        _beside_ranking(_map(answer), answer, path),
        html.Div(lower, className="panel-row" if groups else "panel-row single"),
    ]


def _beside_ranking(panel: Component, answer: Answer, path: str) -> html.Div:
    """A figure with the list of places at its side; the state alone needs no list."""
    if answer.selection.level == "state":
        return html.Div(panel, className="panel-row single")
    return html.Div([panel, fragment(ranking(answer, path))], className="panel-row map-row")


def _trend_view(answer: Answer, path: str) -> list[Component]:
    return [_beside_ranking(_trend(answer, TALL), answer, path)]


def _groups_view(answer: Answer, path: str) -> list[Component]:
    if not _has_groups(answer):
        return [empty(_no_groups(answer))]
    return [_beside_ranking(_groups(answer), answer, path)]


def _table_view(answer: Answer, path: str) -> list[Component]:
    return [fragment(tables(answer))]


def _map(answer: Answer) -> html.Div:
    """The map, the chosen place's figures in its corner, and the legend."""
    text = html.Figcaption(words.map_text(answer), className="visually-hidden", id="map-text")
    drawn = html.Figure(
        [text, html.Div(map_markup(answer), className="map-scroll")],
        className="map-figure",
        **aria(labelledby="map-text"),
    )
    box = html.Div([drawn, *([] if answer.selection.level == "state" else [_zoom()]), *_readout(answer)])
    box.className = "map-box"  # type: ignore[attr-defined]
    return fragment([box, *([] if answer.selection.level == "state" else [legend(answer)])], className="panel")


def _zoom() -> html.Div:
    buttons = [
        html.Button(sign, className="map-tool", disabled=way == "out", **aria(label=name), **data(zoom=way))
        for sign, way, name in (("+", "in", say("Zoom in")), ("−", "out", say("Zoom out")))
    ]
    return html.Div(buttons, className="map-tools")


def graph(name: str, drawn: Figure, text: str, height: int) -> html.Figure:
    """A drawn figure with its text alternative; `name` becomes the id and the class of its parts."""
    size = {"height": f"{height}px"}
    graph = dcc.Graph(id={"figure": name}, figure=drawn, config=cast("Any", CONFIG), style=size, responsive=True)
    return html.Figure(
        [
            html.Figcaption(text, className="visually-hidden", id=f"{name}-text"),
            html.Div(graph, className=f"{name}-graph", **DECORATIVE),
        ],
        className=f"{name}-figure",
        **aria(labelledby=f"{name}-text"),
    )


def _readout(answer: Answer) -> list[Component]:
    """The chosen place's figure, where the map has room."""
    if not answer.chosen:
        return []
    row: Any = words.only(answer.places[answer.places["slug"] == answer.selection.place])
    if row is None:
        return []
    if not words.has_value(row):
        text = words.explained(row, answer.catalog)
        return [html.Div([html.Strong(row.name), html.P(text[0].upper() + text[1:] + ".")], className="readout")]
    indicator = answer.indicator
    beside: list[Component] = [html.Div(indicator.unit_short if indicator.measure != "percent" else indicator.unit)]
    others = words.card(row, answer)[2:]
    if is_number(row.ci_low):
        beside.append(html.Div(others.pop(0)))
    verdict = words.verdict_words(row, indicator)
    value = html.Span(figure(row.value, indicator), className="readout-value")
    parts: list[Component] = [
        html.Strong(row.name),
        html.Div([value, html.Div(beside)], className="readout-line"),
        *(html.P(_verdict(row, answer) if said == verdict else said, className="readout-verdict") for said in others),
    ]
    return [html.Div(parts, className="readout")]


def _verdict(row: Any, answer: Answer) -> list[Component | str]:
    said = words.verdict_words(row, answer.indicator)
    if row.verdict == "not clear":
        return [said]
    first, rest = said.split(" ", 1)
    sign = "▲" if row.verdict == "higher" else "▼"
    return [
        html.Span(
            [html.Span(f"{sign} ", **DECORATIVE), first],
            className=f"verdict {words.verdict_kind(row.verdict, answer.indicator)}",
        ),
        f" {rest}",
    ]


def _has_groups(answer: Answer) -> bool:
    return bool((answer.groups["stratum"] != OVERALL).any())


def _no_groups(answer: Answer) -> str:
    catalog, selection = answer.catalog, answer.selection
    have = [d for d in catalog.dimensions(selection.indicator, selection.level) if d != OVERALL]
    if not have:
        level = LEVEL_WORDS[selection.level].plural if selection.level != "state" else "the state"
        return f"{answer.indicator.title} is published for everyone together only, not by group, for {level}."
    if selection.by == OVERALL:
        ways = ", ".join(DIMENSIONS[d].label.lower() for d in have)
        return f"Choose a way to compare people under “Who”: {ways}."
    return f"No group has figures for {selection.period.long_label}. Choose another period under “When”."


def _groups(answer: Answer) -> html.Section:
    where = f"{answer.place.name} and the state" if answer.chosen else "the state"
    key = []
    if answer.chosen:
        key = [_key("filled", answer.place.name), _key("open", answer.catalog.state.name)]
    drawn = groups_figure(answer)
    return html.Section(
        [
            html.H2(f"Groups in {where}", className="figure-title"),
            html.P([*key, *_whisker_key(answer)], className="figure-note figure-key"),
            graph("groups", drawn, words.groups_text(answer), drawn["layout"]["height"]),
        ],
        className="panel",
    )


def _whisker_key(answer: Answer) -> list[Component]:
    return [html.Span("Line = 95% interval")] if answer.groups["ci_low"].notna().any() else []


def _key(kind: str, text: str) -> html.Span:
    return html.Span([html.Span(className=f"key-dot {kind}", **DECORATIVE), text], className="key")


def _trend(answer: Answer, height: int) -> html.Section:
    drawn = trend_figure(answer, height)
    parts: list[Component] = [
        html.H2("Over time", className="figure-title"),
        html.P(
            f"{answer.indicator.unit[0].upper()}{answer.indicator.unit[1:]}{_band_key(answer)}",
            className="figure-note",
        ),
    ]
    if drawn["data"]:
        parts.append(graph("trend", drawn, words.trend_text(answer), height))
        parts += [html.P(prose(said), className="figure-note trend-words") for said in trend_words(answer)]
    else:
        hint = "" if answer.chosen or answer.selection.level == "state" else " Choose a place to see its figures."
        parts.append(empty(f"No period has a figure for {answer.place.name} and this group.{hint}"))
    return html.Section(parts, className="panel")


def _band_key(answer: Answer) -> str:
    return ", band = 95% interval" if answer.trend["ci_low"].notna().any() else ""


def dock(answer: Answer) -> list[Component]:
    """On a phone: what is shown in two lines, within reach of the thumb, and the button that opens the choices."""
    selection = answer.selection
    by = "" if selection.level == "state" else f"by {LEVEL_WORDS[selection.level].singular} · "
    place = f" · {answer.place.name}" if answer.chosen else ""
    return [
        html.Div(
            [
                html.Strong(f"{answer.indicator.title} · {words.people(selection.group, answer.indicator)}"),
                html.Div(f"{by}{selection.period.label}{place}"),
            ],
            className="dock-words",
        ),
        html.Button("Change", id="open-choices", className="action primary", **aria(controls="explore-rail")),
    ]
