"""Explore: one indicator as map, trend, groups and table, by place, group and period. The address is the view."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html, register_page

from components.controls import rail
from components.descriptions import plain_live, title
from components.explore import dock, head, panels
from components.markup import aria, data
from components.notices import notices, unavailable
from data.errors import DatabaseUnavailableError
from data.selection import Answer, parse
from pages.addresses import answers

PATH = "/explore"
NAME = "Massachusetts Health Equity Dashboard"

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
            dcc.Store(id="explore-title", data=_document_title(answer)),
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


def _document_title(answer: Answer) -> str:
    return f"{title(answer)} · {NAME}"


@callback(
    Output("explore-rail", "children"),
    Output("explore-notices", "children"),
    Output("explore-head", "children"),
    Output("explore-panels", "children"),
    Output("explore-live", "children"),
    Output("explore-dock", "children"),
    Output("explore-title", "data"),
    Input("explore-address", "search"),
    prevent_initial_call=True,
)
def show(search: str | None) -> tuple[object, ...]:
    """Everything on the page that depends on the address."""
    answer, problems = _answered(parse_qs((search or "").removeprefix("?")))
    return (
        rail(answer, PATH),
        notices(problems),
        head(answer, PATH),
        panels(answer, PATH),
        plain_live(answer),
        dock(answer),
        _document_title(answer),
    )


clientside_callback(
    "function (title) { document.title = title; return window.dash_clientside.no_update; }",
    Output("explore-title", "modified_timestamp"),
    Input("explore-title", "data"),
)
clientside_callback(
    ClientsideFunction("explore", "choosePlace"),
    Output("explore-address", "hash"),
    Input({"figure": "map"}, "clickData"),
    prevent_initial_call=True,
)
