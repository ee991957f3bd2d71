"""Notices beside a view: query parameters not understood, failures, missing data, pages in English only."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from components.formatting.markup import data_attributes
from data.language import gettext
from data.query.url import Notice
from data.references import reference
from data.settings import Settings


def failure() -> list[str | Component]:
    """Message of an internal error, with whom to tell which number."""
    return [
        gettext("Something went wrong on our side, and it has been logged. Reload the page to try again."),
        " ",
        report(reference()),
    ]


def report(number: str) -> str | Component:
    """The sentence that has the reference of what went wrong, and whom to give it to."""
    contact = Settings.from_environment().contact
    if not contact:
        return gettext(
            "Should it happen again, tell those who run this site the reference number {number}.", number=number
        )
    return html.A(
        gettext("Should it happen again, write to {contact} and give the reference number {number}.",
                contact=contact, number=number),
        href=f"mailto:{quote(contact, safe='@')}?subject={quote(number)}",
    )  # fmt: skip


def reference_note() -> html.P:
    """The reference of what is answered, in small print, for whoever tells us of it."""
    number = reference()
    said = gettext("Reference number: {number}", number=number) if number else ""
    return html.P(said, className="figure-note")


def refusal() -> str:
    """Message for a request that was refused or failed; the browser puts the number it has into “{number}”."""
    return gettext(
        "The site could not answer just now, so what you see has not changed. Try again in a few seconds. "
        "The reference number is {number}.",
        number="{number}",
    )


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
            reference_note(),
        ],
        className="page",
        **data_attributes(status="503"),
    )


def empty(sentence: str) -> html.P:
    """Message in place of a chart without data."""
    return html.P(sentence, className="empty")
