"""Gaps: how unequal an indicator is between groups, absolutely and relatively, in a period and over time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html, register_page

from components.formatting.markup import aria, data_attributes
from components.page.notices import in_english, notices, unavailable
from components.page.shell import NAME
from components.views.gaps.panels import gaps_announcement, gaps_head, gaps_panels, gaps_rail
from components.views.gaps.text import gap_title
from data.analysis.gaps import Gap, gaps
from data.errors import DatabaseUnavailableError
from data.language import language, use_language
from data.query.selection import Answer
from data.query.url import parse_query
from data.query.url_parameters import Words, shortened
from data.vocabulary import GROUPS, OVERALL
from pages.addresses import answers, read_parameters

PATH = "/gaps"

register_page(__name__, path=PATH, name="Gaps", title=f"Gaps · {NAME}", navigation=True, order=3)


def layout(**words: str | list[str]) -> html.Div:
    """Page of a query string, complete at once; in English, with a notice for other readers."""
    try:
        rail, messages, head, panels, live, title = _parts(words)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    page = _page(rail, messages, head, panels, live, title)
    language_notice = in_english()
    return (
        html.Div([html.Div(language_notice, className="page", style={"paddingBottom": 0}), page])
        if language_notice
        else page
    )


def _page(rail: Any, messages: Any, head: Any, panels: Any, live: str, title: str) -> html.Div:
    return html.Div(
        [
            dcc.Location(id="gaps-address", refresh=False),
            dcc.Store(id="gaps-asked"),
            dcc.Store(id="gaps-title", data=title),
            html.A("Skip to the figure", href="#gaps-panels", className="skip-link"),
            html.Section(rail, id="gaps-rail", className="rail", **aria(label="Choose what to see")),
            html.Div(
                [
                    html.Div(html.Strong("Gaps between groups"), className="dock-words"),
                    html.Button(
                        "Change",
                        id="open-choices",
                        className="action primary",
                        **aria(label="Change what you see", controls="gaps-rail", haspopup="dialog", expanded="false"),
                    ),
                ],
                className="dock",
            ),
            html.Div(
                [
                    html.Div(messages, id="gaps-notices", className="view-notices", role="status"),
                    html.Div(live, id="gaps-live", className="visually-hidden", role="status"),
                    html.Div([html.Div(head, id="gaps-head"), html.Div(panels, id="gaps-panels")], className="view"),
                ],
                className="view-column",
            ),
        ],
        id="gaps",
        className="explore",
        lang="en",
        **data_attributes(address="gaps-address"),
    )


def _parts(words: Words | str) -> tuple[Any, ...]:
    """Filter panel, notices, head, panels, live region and title of a query string, in English."""
    parameters = read_parameters(words)
    reader = language()
    with use_language("en"):
        return _english(parameters, reader)


def _english(words: dict[str, str], reader: str) -> tuple[Any, ...]:
    source = answers()
    parameters = {key: word for key, word in words.items() if key not in ("group", "view", "reference", "lang")}
    selection, problems = parse_query(parameters, source.catalog)
    answer = source.to(selection)
    # The words are English; the addresses of the choices go on in the reader's language.
    answer = replace(answer, selection=replace(selection, language=reader))
    reference = words.get("reference", "").lower()
    if reference and reference not in GROUPS:
        name = shortened(words["reference"])
        problems = (*problems, f"“{name}” is not a group we have. Comparing with the best reliable group.")
        reference = ""
    gap, series = _gaps(answer, reference)
    title = gap_title(gap, answer.indicator, answer.place.name, selection.period.label)
    return (
        gaps_rail(answer, gap, reference),
        notices(problems),
        gaps_head(answer, gap),
        gaps_panels(answer, gap, series),
        gaps_announcement(answer, gap, reference),
        f"{title} · {NAME}",
    )


def _gaps(answer: Answer, reference: str) -> tuple[Gap | None, list[Gap]]:
    selection = answer.selection
    if selection.breakdown == OVERALL:
        return None, []
    frame = answers().group_series(selection.indicator, answer.place.geo_id, selection.breakdown)
    series = gaps(frame, answer.indicator, selection.breakdown, reference or None)
    return next((gap for gap in series if gap.period == selection.period), None), series


@callback(
    Output("gaps-rail", "children"),
    Output("gaps-notices", "children"),
    Output("gaps-head", "children"),
    Output("gaps-panels", "children"),
    Output("gaps-live", "children"),
    Output("gaps-title", "data"),
    Input("gaps-asked", "data"),
    prevent_initial_call=True,
)
def show(search: str | None) -> tuple[Any, ...]:
    """Everything on the page that depends on the address."""
    return _parts(search or "")


# The address that the page came with is not asked again; see assets/reach.js.
clientside_callback(
    ClientsideFunction("asking", "once"),
    Output("gaps-asked", "data"),
    Input("gaps-address", "search"),
    prevent_initial_call=True,
)
clientside_callback(
    "function (title) { document.title = title; return window.dash_clientside.no_update; }",
    Output("gaps-title", "modified_timestamp"),
    Input("gaps-title", "data"),
)
