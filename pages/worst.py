"""Where it is worst, whatever it is: what is clearly less favorable than the state, by people beyond its rate."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html, register_page

from components.formatting.markup import aria, data_attributes
from components.page.notices import notices, unavailable
from components.page.shell import NAME
from components.views.excess.panels import excess_head, excess_panels
from components.views.excess.rail import excess_rail
from components.views.excess.view import ExcessView
from components.views.excess.words import announcement, page_title
from data.analysis.excess_scan import excess_scan
from data.analysis.excess_selection import parse_excess_query
from data.errors import DatabaseUnavailableError
from data.language import gettext
from data.query.url_parameters import Words
from pages.addresses import answers, read_parameters

PATH = "/worst"

register_page(
    __name__, path=PATH, name="Where it is worst", title=lambda: f"{gettext('Where it is worst')} · {NAME}", order=7
)


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
            dcc.Location(id="worst-address", refresh=False),
            dcc.Store(id="worst-asked"),
            dcc.Store(id="worst-title", data=title),
            html.A(gettext("Skip to the list"), href="#worst-panels", className="skip-link"),
            html.Section(rail, id="worst-rail", className="rail", **aria(label=gettext("Choose what to see"))),
            html.Div(
                [
                    html.Div(html.Strong(gettext("Where it is worst")), className="dock-words"),
                    html.Button(
                        gettext("Change"),
                        id="open-choices",
                        className="action primary",
                        **aria(
                            label=gettext("Change what you see"),
                            controls="worst-rail",
                            haspopup="dialog",
                            expanded="false",
                        ),
                    ),
                ],
                className="dock",
            ),
            html.Div(
                [
                    html.Div(messages, id="worst-notices", className="view-notices", role="status"),
                    html.Div(live, id="worst-live", className="visually-hidden", role="status"),
                    html.Div([html.Div(head, id="worst-head"), html.Div(panels, id="worst-panels")], className="view"),
                ],
                className="view-column",
            ),
        ],
        id="worst",
        className="explore",
        **data_attributes(address="worst-address", languages=""),
    )


def _view(words: Words | str) -> ExcessView:
    """View of a query string, in its language. Raises DatabaseUnavailableError."""
    parameters, source = read_parameters(words), answers()
    selection, said = parse_excess_query(parameters, source.catalog)
    return ExcessView.of(excess_scan(source), selection, source.catalog, said)


def _parts(words: Words | str) -> tuple[Any, ...]:
    """Filter panel, notices, head, panels, live region and title of a query string, in its language."""
    view = _view(words)
    return (
        excess_rail(view),
        notices(view.notices),
        excess_head(view),
        excess_panels(view),
        announcement(view),
        f"{page_title(view)} · {NAME}",
    )


@callback(
    Output("worst-rail", "children"),
    Output("worst-notices", "children"),
    Output("worst-head", "children"),
    Output("worst-panels", "children"),
    Output("worst-live", "children"),
    Output("worst-title", "data"),
    Input("worst-asked", "data"),
    prevent_initial_call=True,
)
def show(search: str | None) -> tuple[Any, ...]:
    """Everything on the page that depends on the address."""
    return _parts(search or "")


# The address that the page came with is not asked again; see assets/reach.js.
clientside_callback(
    ClientsideFunction("asking", "once"),
    Output("worst-asked", "data"),
    Input("worst-address", "search"),
    prevent_initial_call=True,
)
clientside_callback(
    "function (title) { document.title = title; return window.dash_clientside.no_update; }",
    Output("worst-title", "modified_timestamp"),
    Input("worst-title", "data"),
)
