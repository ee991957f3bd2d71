"""The parts of the Explore page: the finding at its head, and the panels of each view under it."""

from __future__ import annotations

from dash import html as dash_html
from dash.development.base_component import Component

from components.figures.alt_text import groups_text, map_text, trend_text
from components.figures.benchmarks import benchmark_list
from components.figures.graph import graph
from components.figures.groups import groups_figure
from components.figures.legend import legend
from components.figures.map import map_markup
from components.figures.ranking import LONG, ranking
from components.figures.tables import tables
from components.figures.trend import trend_figure
from components.figures.trend_text import trend_words
from components.formatting import html, phrases
from components.formatting.html import SafeHtml
from components.formatting.markup import (
    DECORATIVE,
    aria,
    breadcrumb,
    data_attributes,
    html_fragment,
    parse_bold,
    sentence,
)
from components.formatting.numbers import figure, is_number, starting
from components.formatting.rank_text import extremes
from components.formatting.skip_links import passable
from components.page.controls import rail
from components.page.export_menu import export_menu
from components.page.notes import notes_section
from components.page.notices import empty, notices
from components.page.printing import print_foot, print_head, print_places
from components.page.share import share_menu
from components.page.shell import NAME
from components.views.announcements import announcement
from components.views.compare.panels import compare_panel
from components.views.context_rows import shares_row, unknowns_row
from components.views.multiples.panels import multiples_view
from components.views.registry import sayings
from data.language import say
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import DIMENSIONS, LEVEL_WORDS, OVERALL, TOPICS, VERDICT_LABELS, VIEW_LABELS, VIEWS, Level

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
        announcement(answer),
        dock(answer),
        view_data(answer),
    )


def view_data(answer: Answer) -> dict[str, str]:
    """What the browser keeps of a view: the title of its document, its address in full and the data it is made of."""
    return {
        "title": f"{sayings(answer).title(answer)} · {NAME}",
        "query": answer.selection.query(),
        "version": answer.catalog.version,
        "language": answer.selection.language,
    }


def head(answer: Answer, path: str) -> dash_html.Div:
    """Where we are, the finding, what is measured, the reading, and the tabs."""
    indicator, said = answer.indicator, sayings(answer)
    return html_fragment(
        [
            print_head(answer),
            html.P(breadcrumb(TOPICS[indicator.topic], indicator.title), className="path"),
            html.H1(said.title(answer), className="view-title"),
            html.P(said.subtitle(answer), className="view-subtitle"),
            html.P(parse_bold(" ".join(said.reading(answer))), className="view-reading"),
            html.Div([_tabs(answer, path), _actions(answer)], className="view-bar"),
        ]
    )


def _tabs(answer: Answer, path: str) -> SafeHtml:
    links = []
    for view in VIEWS:
        current = aria(current="page") if view == answer.selection.view else {}
        links.append(
            html.Li(
                html.A(
                    VIEW_LABELS[view],
                    href=path + answer.selection.with_words(view=view),
                    className="view-tab",
                    **data_attributes(key=view),
                    **current,
                )
            )
        )
    return html.Nav(html.Ul(links), className="view-tabs", **aria(label=say("Views")))


def _actions(answer: Answer) -> SafeHtml:
    return html.Div([share_menu(answer), export_menu(answer)], className="view-actions")


def panels(answer: Answer, path: str) -> list[Component]:
    """What a view shows, and the notes under it."""
    view = answer.selection.view
    body = {
        "map": _map_view, "trend": _trend_view, "groups": _groups_view, "table": _table_view,
        "multiples": multiples_view, "compare": compare_panel,
    }[view](answer, path)  # fmt: skip
    return [dash_html.Div(body, className=f"panels {view}-view"), html_fragment([notes_section(answer), print_foot()])]


def main_figure(answer: Answer, path: str) -> Component:
    """The figure of a view alone, for where there is no room for what stands around it; see `pages/embed.py`."""
    alone = {"map": _map, "trend": lambda own: _trend(own, TALL), "groups": _groups}.get(answer.selection.view)
    if alone is None or (answer.selection.view == "groups" and not _has_groups(answer)):
        return panels(answer, path)[0]
    return alone(answer)


def _map_view(answer: Answer, path: str) -> list[Component]:
    groups: list[Component] = [_groups(answer)] if _has_groups(answer) else []
    if answer.selection.level == "state":
        rows: list[list[Component]] = [[_map(answer), *groups], [_trend(answer, 300)]]
        drawn = [dash_html.Div(row, className="panel-row" if len(row) > 1 else "panel-row single") for row in rows]
        return [*drawn, *unknowns_row(answer)]
    lower = [*groups, _trend(answer, 300)]
    return [
        _beside_ranking(_map(answer), answer, path),
        *unknowns_row(answer),
        dash_html.Div(lower, className="panel-row" if groups else "panel-row single"),
    ]


def _beside_ranking(panel: Component, answer: Answer, path: str) -> dash_html.Div:
    """A figure with the list of places at its side; the state alone needs no list."""
    if answer.selection.level == "state":
        return dash_html.Div(panel, className="panel-row single")
    said = extremes(answer) if answer.selection.view == "map" else []
    caution = [html.P(parse_bold(sentence), className="figure-note extremes") for sentence in said]
    listed = ranking(answer, path)
    if len(answer.places) > LONG:
        listed = passable(listed, LEVEL_WORDS[answer.selection.level].plural, "ranking")
    places = html_fragment([listed, *caution, *print_places(answer)])
    return dash_html.Div([panel, places], className="panel-row map-row")


def _trend_view(answer: Answer, path: str) -> list[Component]:
    return [_beside_ranking(_trend(answer, TALL), answer, path)]


def _groups_view(answer: Answer, path: str) -> list[Component]:
    if not _has_groups(answer):
        return [empty(_no_groups(answer))]
    return [_beside_ranking(_groups(answer), answer, path), *shares_row(answer), *unknowns_row(answer)]


def _table_view(answer: Answer, path: str) -> list[Component]:
    return [html_fragment(tables(answer, path))]


def _map(answer: Answer) -> dash_html.Div:
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


def _zoom() -> SafeHtml:
    """The zoom's buttons, and where the browser says how large the map is: its words are sent, `{percent}` is its own.

    At an end of the zoom a button is only said to be disabled, so that it keeps the focus.
    """
    buttons = [
        html.Button(
            sign, className="map-tool", **aria(label=name, disabled=ended),
            **data_attributes(zoom=way, key=f"zoom-{way}"),
        )
        for sign, way, name, ended in (
            ("+", "in", say("Zoom in"), "false"), ("−", "out", say("Zoom out"), "true"),
        )
    ]  # fmt: skip
    live = html.Span(
        className="visually-hidden", **aria(live="polite"), **data_attributes(announce=say("Zoom {percent}%"))
    )
    return html.Div([*buttons, live], className="map-tools")


def _readout(answer: Answer) -> list[SafeHtml]:
    """The chosen place's figure, where the map has room."""
    if not answer.chosen:
        return []
    row = answer.places.only(slug=answer.selection.place)
    if row is None:
        return []
    if not phrases.has_value(row):
        text = starting(phrases.explained(row, answer.catalog))
        return [html.Div([html.Strong(row.name), html.P(f"{text}.")], className="readout")]
    indicator = answer.indicator
    beside: list[SafeHtml] = [html.Div(indicator.unit_short if indicator.measure != "percent" else indicator.unit)]
    others = phrases.card(row, answer)[2:]
    if is_number(row.ci_low):
        beside.append(html.Div(others.pop(0)))
    verdict = phrases.verdict_words(row, indicator)
    value = html.Span(figure(row.value, indicator), className="readout-value")
    parts: list[SafeHtml] = [
        html.Strong(row.name),
        html.Div([value, html.Div(beside)], className="readout-line"),
        *(html.P(_verdict(row, answer) if said == verdict else said, className="readout-verdict") for said in others),
    ]
    return [html.Div(parts, className="readout")]


def _verdict(row: Row, answer: Answer) -> list[SafeHtml | str]:
    said = phrases.verdict_words(row, answer.indicator)
    if row.verdict == "not clear":
        return [said]
    verdict, sign = VERDICT_LABELS[row.verdict], "▲" if row.verdict == "higher" else "▼"
    first = verdict if said.startswith(verdict) else said
    return [
        html.Span(
            [html.Span(f"{sign} ", **DECORATIVE), first],
            className=f"verdict {phrases.verdict_kind(row.verdict, answer.indicator)}",
        ),
        said.removeprefix(first),
    ]


def _has_groups(answer: Answer) -> bool:
    return bool(answer.groups.without(stratum=OVERALL))


def _no_groups(answer: Answer) -> str:
    catalog, selection = answer.catalog, answer.selection
    have = [d for d in catalog.dimensions(selection.indicator, selection.level) if d != OVERALL]
    if not have:
        return say(
            "{indicator} is published for everyone together only, not by group, for {places}.",
            indicator=answer.indicator.title,
            places=_where(selection.level),
        )
    if selection.breakdown == OVERALL:
        ways = ", ".join(DIMENSIONS[d].label.lower() for d in have)
        return say("Choose a way to compare people under “Who”: {ways}.", ways=ways)
    return say(
        "No group has figures for {period}. Choose another period under “When”.", period=selection.period.long_label
    )


def _where(level: Level) -> str:
    return say("the state") if level == "state" else LEVEL_WORDS[level].plural


def _groups(answer: Answer) -> dash_html.Section:
    where = say("{place} and the state", place=answer.place.name) if answer.chosen else say("the state")
    key = []
    if answer.chosen:
        key = [_key("filled", answer.place.name), _key("open", answer.catalog.state.name)]
    drawn, title = groups_figure(answer), say("Groups in {where}", where=where)
    return dash_html.Section(
        [
            dash_html.H2(title, className="figure-title"),
            dash_html.P([*key, *_whisker_key(answer)], className="figure-note figure-key"),
            graph("groups", drawn, groups_text(answer), drawn["layout"]["height"], title),
            html_fragment(benchmark_list(answer)),
        ],
        className="panel",
    )


def _whisker_key(answer: Answer) -> list[Component]:
    return [dash_html.Span(say("Line = 95% interval"))] if answer.groups.has("ci_low") else []


def _key(kind: str, text: str) -> dash_html.Span:
    return dash_html.Span([dash_html.Span(className=f"key-dot {kind}", **DECORATIVE), text], className="key")


def _trend(answer: Answer, height: int) -> dash_html.Section:
    drawn = trend_figure(answer, height)
    parts: list[Component] = [
        dash_html.H2(say("Over time"), className="figure-title"),
        dash_html.P(
            _trend_key(answer),
            className="figure-note",
        ),
    ]
    if drawn["data"]:
        parts.append(graph("trend", drawn, trend_text(answer), height, say("Over time")))
        parts += [sentence(said, "figure-note trend-words") for said in trend_words(answer)]
        if answer.selection.view == "trend" or not _has_groups(answer):
            parts.append(html_fragment(benchmark_list(answer)))
    else:
        said = say("No period has a figure for {place} and this group.", place=answer.place.name)
        if not answer.chosen and answer.selection.level != "state":
            said += f" {say('Choose a place to see its figures.')}"
        parts.append(empty(said))
    return dash_html.Section(parts, className="panel")


def _trend_key(answer: Answer) -> str:
    unit = starting(answer.indicator.unit)
    return say("{unit}, band = 95% interval", unit=unit) if answer.trend.has("ci_low") else unit


def dock(answer: Answer) -> list[Component]:
    """On a phone: what is shown in two lines, within reach of the thumb, and the button that opens the choices."""
    selection = answer.selection
    by = "" if selection.level == "state" else f"{say('by {level}', level=LEVEL_WORDS[selection.level].singular)} · "
    place = f" · {answer.place.name}" if answer.chosen else ""
    return [
        dash_html.Div(
            [
                dash_html.Strong(f"{answer.indicator.title} · {phrases.people(selection.group, answer.indicator)}"),
                dash_html.Div(f"{by}{selection.period.label}{place}"),
            ],
            className="dock-words",
        ),
        dash_html.Button(
            say("Change"),
            id="open-choices",
            className="action primary",
            **aria(label=say("Change what you see"), controls="explore-rail", haspopup="dialog", expanded="false"),
        ),
    ]
