"""Gaps: one group against another, or against everyone else, in a period and over time."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html, register_page

from components.formatting.markup import aria, data_attributes
from components.page.notices import notices, unavailable
from components.page.shell import NAME
from components.views.gaps.panels import gaps_head, gaps_panels
from components.views.gaps.rail import gaps_rail
from components.views.gaps.text import gap_announcement
from components.views.gaps.titles import gap_title
from components.views.gaps.words import side_name
from data.analysis.gap_selection import gap_view
from data.errors import DatabaseUnavailableError
from data.language import gettext
from data.query.url_parameters import Words
from pages.addresses import answers, read_parameters

PATH = "/gaps"

register_page(__name__, path=PATH, name="Gaps", title=lambda: f"{gettext('Gaps')} · {NAME}", navigation=True, order=3)


def layout(**words: str | list[str]) -> html.Div:
    """Page of a query string, complete at once."""
    try:
        rail, messages, head, panels, live, title = _parts(words)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    return _page(rail, messages, head, panels, live, title)


def _page(rail: Any, messages: Any, head: Any, panels: Any, live: str, title: str) -> html.Div:
    return html.Div(
        [
            dcc.Location(id="gaps-address", refresh=False),
            dcc.Store(id="gaps-asked"),
            dcc.Store(id="gaps-title", data=title),
            html.A(gettext("Skip to the figure"), href="#gaps-panels", className="skip-link"),
            html.Section(rail, id="gaps-rail", className="rail", **aria(label=gettext("Choose what to see"))),
            html.Div(
                [
                    html.Div(html.Strong(gettext("Gaps between groups")), className="dock-words"),
                    html.Button(
                        gettext("Change"),
                        id="open-choices",
                        className="action primary",
                        **aria(
                            label=gettext("Change what you see"),
                            controls="gaps-rail",
                            haspopup="dialog",
                            expanded="false",
                        ),
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
        **data_attributes(address="gaps-address", languages=""),
    )


def _parts(words: Words | str) -> tuple[Any, ...]:
    """Filter panel, notices, head, panels, live region and title of a query string, in its language."""
    view = gap_view(read_parameters(words), answers(), side_name)
    return (
        gaps_rail(view),
        notices(view.notices),
        gaps_head(view),
        gaps_panels(view),
        gap_announcement(view),
        f"{gap_title(view)} · {NAME}",
    )


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
