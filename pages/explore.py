"""Explore: one indicator as map, trend, groups and table, by place, group and period. The address is the view."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Input, Output, callback, clientside_callback, dcc, html, register_page

from components.formatting.markup import aria, data_attributes
from components.page.controls import filter_panel
from components.page.notices import notices, unavailable
from components.page.share import version_notices
from components.page.shell import NAME
from components.views.page import OUTPUTS
from components.views.registry import view_of
from data.code_release import content_version
from data.errors import DatabaseUnavailableError
from data.language import gettext
from data.query.link_stamp import PARAMETER
from data.query.selection import EXPLORE, Answer
from data.query.url import Notice, parse_query
from data.query.url_parameters import Words
from pages.responses.addresses import answers, read_parameters
from pages.responses.rendered import rendered

register_page(
    __name__, path=EXPLORE, name="Explore", title=lambda: f"{gettext('Explore')} · {NAME}", navigation=True, order=1
)


def layout(**words: str | list[str]) -> html.Div:
    """Page of a query string, complete at once, so that nothing is fetched twice."""
    try:
        answer, problems = _answered(words)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    contents = _contents(answer, problems)
    return html.Div(
        [
            dcc.Location(id="explore-address", refresh=False),
            dcc.Store(id="explore-asked"),
            dcc.Store(id="explore-preview"),
            dcc.Store(id="explore-view", data=contents["view"]),
            html.A(gettext("Skip to the figure"), href="#explore-panels", className="skip-link"),
            html.Section(
                contents["rail"], id="explore-rail", className="rail", **aria(label=gettext("Choose what to see"))
            ),
            # On a phone this is fixed to the lower edge and opens the rail: it comes early for those who go in order.
            html.Div(contents["dock"], id="explore-dock", className="dock"),
            html.Div(
                [
                    # Outside the view: what the open rail makes inert would not be announced.
                    html.Div(contents["notices"], id="explore-notices", className="view-notices", role="status"),
                    html.Div(contents["live"], id="explore-live", className="visually-hidden", role="status"),
                    html.Div(
                        [
                            html.Div(contents["head"], id="explore-head"),
                            html.Div(contents["panels"], id="explore-panels"),
                        ],
                        className="view",
                    ),
                ],
                className="view-column",
            ),
        ],
        id="explore",
        className="explore",
        **data_attributes(
            address="explore-address",
            outputs=" ".join(OUTPUTS),
            title=contents["view"]["title"].removesuffix(f" · {NAME}"),
            description=_description(answer),
            canonical=contents["view"]["query"],
        ),
    )


def _answered(words: Words | str) -> tuple[Answer, tuple[str, ...]]:
    """Answer to a query string, in its language, and the notices."""
    source, parameters = answers(), read_parameters(words)
    selection, problems = parse_query(parameters, source.catalog)
    answer = source.to(selection)
    # What an old link is told: the word is no part of the question, so the links of the page are without it.
    messages = version_notices(answer, parameters[PARAMETER]) if parameters.get(PARAMETER) else ()
    return answer, (*problems, *messages)


def _description(answer: Answer) -> str:
    view = view_of(answer)
    return " ".join([view.subtitle(answer), *view.reading(answer)]).replace("**", "")


def _contents(answer: Answer, problems: tuple[str, ...]) -> dict[str, Any]:
    """Components of each of `OUTPUTS`: the view, which is cached, and a notice of each problem of its query string."""
    contents = rendered(answers(), content_version(answer.catalog.version), answer.selection)
    if answer.selection.asked:
        # What is shown instead of the place that was asked for is said at the head of the view, and stays there.
        problems = tuple(p for p in problems if not (isinstance(p, Notice) and p.word))
    rejected = [problem for problem in problems if isinstance(problem, Notice) and problem.word == "place"]
    if rejected:
        contents["rail"] = filter_panel(answer, EXPLORE, rejected)
    return {**contents, "notices": notices(problems)}


@callback(
    *(Output(component, name, allow_duplicate=True) for component, name in OUTPUTS.values()),
    Input("explore-asked", "data"),
    prevent_initial_call=True,
)
def show(search: str | None) -> tuple[object, ...]:
    """Callback for a query string whose state the browser has not preloaded: all of `OUTPUTS`."""
    contents = _contents(*_answered(search or ""))
    return tuple(contents[name] for name in OUTPUTS)


# An address whose answer the browser holds is shown from there; see assets/states.js.
clientside_callback(
    ClientsideFunction("explore", "route"),
    Output("explore-asked", "data"),
    *(Output(component, name) for component, name in OUTPUTS.values()),
    Input("explore-address", "search"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("explore", "preview"),
    *(Output(component, name, allow_duplicate=True) for component, name in OUTPUTS.values()),
    Input("explore-preview", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("explore", "viewed"),
    Output("explore-view", "modified_timestamp"),
    Input("explore-view", "data"),
)
