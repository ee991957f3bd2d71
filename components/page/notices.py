"""Notices beside a view: query parameters not understood, failures, missing data, pages in English only."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from data.language import gettext
from data.query.url import Notice


def failure() -> str:
    """Message of an internal error."""
    return gettext("Something went wrong on our side, and it has been logged. Reload the page to try again.")


def unanswered() -> str:
    """Message for a request without a response: the browser shows it, as the site cannot."""
    return gettext(
        "The site did not answer, so what you see has not changed. Check your connection, then reload the page."
    )


def notices(sentences: Sequence[str]) -> list[Component]:
    """One box for all sentences, each with links to what it offers; nothing when there are none."""
    if not sentences:
        return []
    contents = [with_offers(sentence) for sentence in sentences]
    body = html.P(contents[0]) if len(contents) == 1 else html.Ul([html.Li(s) for s in contents])
    return [html.Div(body, className="notice")]


def with_offers(sentence: str) -> list[str | Component]:
    """A sentence, and behind it a link to each view that its notice offers."""
    parts: list[str | Component] = [sentence]
    for name, query in sentence.offers if isinstance(sentence, Notice) else ():
        parts += [" ", html.A(name, href=query)]
    return parts


def unavailable(reason: str) -> html.Div:
    """The page in place of a view while there is no data to show."""
    return html.Div(
        [
            html.H1(gettext("The figures cannot be shown just now")),
            html.P(gettext("The data file is missing or being replaced. Try again in a minute.")),
            html.P(reason, className="figure-note"),
        ],
        className="page",
    )


def empty(sentence: str) -> html.P:
    """Message in place of a chart without data."""
    return html.P(sentence, className="empty")
