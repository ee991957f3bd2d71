"""Explore: one indicator as map, trend, groups and table, by place, group and period. The address is the view."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html, register_page

from components.controls import rail
from components.descriptions import plain_live
from components.explore import OUTPUTS, dock, head, panels, parts, view_data
from components.markup import aria, data
from components.notices import notices, unavailable
from components.shell import NAME
from data.errors import DatabaseUnavailableError
from data.selection import Answer, parse
from pages.addresses import answers

PATH = "/explore"

register_page(__name__, path=PATH, name="Explore", title=f"Explore · {NAME}", navigation=True, order=1)


def layout(**words: str | list[str]) -> html.Div:
    """The page for the words of an address: complete at once, so that nothing is fetched twice."""
    try:
        answer, problems = _answered(words)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    return html.Div(
        [
            dcc.Location(id="explore-address", refresh=False),
            dcc.Store(id="explore-asked"),
            dcc.Store(id="explore-preview"),
            dcc.Store(id="explore-view", data=view_data(answer)),
            html.Section(rail(answer, PATH), id="explore-rail", className="rail", **aria(label="Choose what to see")),
            html.Div(
                [
                    html.Div(notices(problems), id="explore-notices", role="status"),
                    html.Div(head(answer, PATH), id="explore-head"),
                    html.Div(panels(answer, PATH), id="explore-panels"),
                    html.Div(plain_live(answer), id="explore-live", className="visually-hidden", role="status"),
                ],
                className="view",
            ),
            html.Div(dock(answer), id="explore-dock", className="dock"),
        ],
        id="explore",
        className="explore",
        **data(address="explore-address"),
    )


def _answered(words: Mapping[str, str | list[str]]) -> tuple[Answer, tuple[str, ...]]:
    """The answer to the words of an address; of a word that is said twice, to the last."""
    source = answers()
    said = {key: word[-1] if isinstance(word, list) else word for key, word in words.items()}
    selection, problems = parse(said, source.catalog)
    return source.to(selection), problems


@callback(
    *(Output(component, name, allow_duplicate=True) for component, name in OUTPUTS),
    Input("explore-asked", "data"),
    prevent_initial_call=True,
)
def show(search: str | None) -> tuple[object, ...]:
    """Everything on the page that depends on the address, for an address the browser holds no answer to."""
    return parts(*_answered(parse_qs((search or "").removeprefix("?"))), PATH)


# An address whose answer the browser holds is shown from there; see assets/states.js.
clientside_callback(
    ClientsideFunction("explore", "route"),
    Output("explore-asked", "data"),
    *(Output(component, name) for component, name in OUTPUTS),
    Input("explore-address", "search"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("explore", "preview"),
    *(Output(component, name, allow_duplicate=True) for component, name in OUTPUTS),
    Input("explore-preview", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("explore", "viewed"),
    Output("explore-view", "modified_timestamp"),
    Input("explore-view", "data"),
)
