"""The frame of a page that is one view: its filter panel beside it, and on a phone the dock that opens the panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html

from components.formatting.markup import aria, data_attributes
from data.language import gettext
from data.vocabulary import SITE_NAME


class ViewParts(NamedTuple):
    """Everything in the frame that depends on the address, in the order in which a page sends it."""

    rail: Any
    notices: Any
    head: Any
    panels: Any
    live: str
    title: str


def view_frame(name: str, parts: ViewParts, dock: str, skip: str, description: str) -> html.Div:
    """A page of a name, which begins the ids of its parts.

    `dock` names the view beside the button of the dock, `skip` is the link over the filters, `description` says in a
    sentence what the page shows; all are translated.
    """
    return html.Div(
        [
            dcc.Location(id=f"{name}-address", refresh=False),
            dcc.Store(id=f"{name}-asked"),
            dcc.Store(id=f"{name}-title", data=parts.title),
            html.A(skip, href=f"#{name}-panels", className="skip-link"),
            html.Section(parts.rail, id=f"{name}-rail", className="rail", **aria(label=gettext("Choose what to see"))),
            html.Div([html.Div(html.Strong(dock), className="dock-words"), _dock_button(name)], className="dock"),
            html.Div(
                [
                    html.Div(parts.notices, id=f"{name}-notices", className="view-notices", role="status"),
                    html.Div(parts.live, id=f"{name}-live", className="visually-hidden", role="status"),
                    html.Div(
                        [html.Div(parts.head, id=f"{name}-head"), html.Div(parts.panels, id=f"{name}-panels")],
                        className="view",
                    ),
                ],
                className="view-column",
            ),
        ],
        id=name,
        className="explore",
        **data_attributes(
            address=f"{name}-address",
            title=parts.title.removesuffix(f" · {SITE_NAME}"),
            description=description,
        ),
    )


def _dock_button(name: str) -> html.Button:
    return html.Button(
        gettext("Change"),
        id="open-choices",
        className="action primary",
        **aria(label=gettext("Change what you see"), controls=f"{name}-rail", haspopup="dialog", expanded="false"),
    )


def answer_addresses(name: str, parts: Callable[[str], ViewParts]) -> None:
    """Register what the browser does on a page of a name: it asks for the parts of an address, and sets the title."""

    @callback(
        Output(f"{name}-rail", "children"),
        Output(f"{name}-notices", "children"),
        Output(f"{name}-head", "children"),
        Output(f"{name}-panels", "children"),
        Output(f"{name}-live", "children"),
        Output(f"{name}-title", "data"),
        Input(f"{name}-asked", "data"),
        prevent_initial_call=True,
    )
    def show(search: str | None) -> ViewParts:
        """Everything on the page that depends on the address."""
        return parts(search or "")

    # The address that the page came with is not asked again; see assets/reach.js.
    clientside_callback(
        ClientsideFunction("asking", "once"),
        Output(f"{name}-asked", "data"),
        Input(f"{name}-address", "search"),
        prevent_initial_call=True,
    )
    clientside_callback(
        ClientsideFunction("asking", "titled"),
        Output(f"{name}-title", "modified_timestamp"),
        Input(f"{name}-title", "data"),
    )
