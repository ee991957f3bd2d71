"""Embed: one view without the frame of the site, for other sites to show. The address has the words of Explore's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, register_page
from dash import html as dash_html

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import (
    aria,
    data_attributes,
    english,
    html_fragment,
    parse_bold,
    parse_english,
    parse_periods,
)
from components.page.notes import sources
from components.page.notices import notices, unavailable
from components.page.share import EMBED, version_notices
from components.page.shell import NAME
from components.views.announcements import announcement
from components.views.page import main_figure
from components.views.registry import view_of
from data.catalog.models import Source
from data.dates import day_of
from data.errors import DatabaseUnavailableError
from data.language import gettext
from data.query.link_stamp import PARAMETER
from data.query.rows import Rows
from data.query.selection import EXPLORE, Answer
from data.query.url import parse_query
from data.query.url_parameters import Words
from pages.responses.addresses import answers, read_parameters

PATH = EMBED

register_page(__name__, path=PATH, name="Embed", title=NAME, navigation=False, bare=True)

_PARTS = ("embed-notices", "embed-head", "embed-figure", "embed-foot", "embed-live")


def layout(**words: str | list[str]) -> dash_html.Div:
    """Embedded view of a query string, complete at once."""
    try:
        messages, head, figure, foot, live, name = _parts(words)
    except DatabaseUnavailableError as error:
        return dash_html.Div(unavailable(str(error)), className="embed", **data_attributes(status="503"))
    return dash_html.Div(
        [
            dcc.Location(id="embed-address", refresh=False),
            dcc.Store(id="embed-asked"),
            dcc.Store(id="embed-title", data=name),
            dash_html.Div(messages, id="embed-notices", role="status"),
            dash_html.Div(head, id="embed-head"),
            dash_html.Div(figure, id="embed-figure"),
            dash_html.Div(foot, id="embed-foot"),
            dash_html.Div(live, id="embed-live", className="visually-hidden", role="status"),
        ],
        id="embed",
        className="embed",
        **data_attributes(address="embed-address", title=name.removesuffix(f" · {NAME}")),
    )


def _parts(words: Words | str) -> tuple[Any, ...]:
    """Notices, head, figure, foot, live region and document title of a query string."""
    source, parameters = answers(), read_parameters(words)
    selection, problems = parse_query(parameters, source.catalog)
    answer = source.to(selection)
    problems += version_notices(answer, parameters[PARAMETER]) if parameters.get(PARAMETER) else ()
    return (
        notices(problems),
        _head(answer),
        main_figure(answer, PATH),
        _foot(answer),
        announcement(answer),
        f"{view_of(answer).title(answer)} · {NAME}",
    )


def _head(answer: Answer) -> dash_html.Div:
    finding = html.H1(parse_periods(view_of(answer).title(answer)), className="view-title")
    return html_fragment([finding, html.P(view_of(answer).subtitle(answer), className="view-subtitle")])


def _foot(answer: Answer) -> dash_html.Div:
    """The reading, where the figures are from and of when they are, and the way to the whole view."""
    listed: list[str | SafeHtml] = []
    for source in sources(_visible_frames(answer)):
        listed += ["; " if listed else "", *_source(source)]
    return html_fragment(
        [
            html.P(parse_bold(" ".join(view_of(answer).reading(answer))), className="view-reading"),
            html.P([html.Strong(gettext("Sources:")), " ", *listed, "."], className="embed-sources"),
            html.P(
                [
                    gettext("Data version {version}, built {day}.", version=answer.catalog.version,
                        day=day_of(answer.catalog.built).isoformat()),
                    " ",
                    _out(gettext("See notes, table and other choices on the {site}", site=NAME),
                         EXPLORE + answer.selection.query()),
                ],
                className="embed-link",
            ),
        ]
    )  # fmt: skip


def _visible_frames(answer: Answer) -> Answer:
    """Answer without the rows that its figure and its summary do not show: their sources are not named."""
    frames = view_of(answer).alone
    return replace(
        answer,
        groups=answer.groups if "groups" in frames else Rows(),
        trend=answer.trend if "trend" in frames else Rows(),
    )


def _source(source: Source) -> list[str | SafeHtml]:
    details = gettext(
        ", {release}, license: {licence}", release=english(source.release), licence=source.licence.rstrip(".")
    )
    title = _out(source.title, source.address, lang="en")
    return [title, *parse_english(details)]


def _out(text: str, address: str, **attributes: str) -> SafeHtml:
    """A link that leaves the frame: in it, the site's other pages are refused."""
    return html.A(text, href=address, target="_blank", rel="noopener",
                  **aria(description=gettext("Opens in a new tab")), **attributes)  # fmt: skip


@callback(
    *(Output(part, "children") for part in _PARTS),
    Output("embed-title", "data"),
    Input("embed-asked", "data"),
    prevent_initial_call=True,
)
def show(search: str | None) -> tuple[Any, ...]:
    """Everything in the frame that depends on the address."""
    return _parts(search or "")


# The address that the page came with is not asked again; see assets/reach.js.
clientside_callback(
    ClientsideFunction("asking", "once"),
    Output("embed-asked", "data"),
    Input("embed-address", "search"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("asking", "titled"),
    Output("embed-title", "modified_timestamp"),
    Input("embed-title", "data"),
)
