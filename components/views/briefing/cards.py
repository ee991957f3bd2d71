"""A view of the briefing as a card: its number, its preview, what it says, and the person's own heading and comment."""

from __future__ import annotations

from collections.abc import Iterator

from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import DECORATIVE, aria, data_attributes, parse_bold, parse_periods
from components.page.paths import RELEASES
from components.views.briefing.preview import preview
from components.views.briefing.shown import ShownView
from data.language import gettext
from data.query.briefings.edits import DOWN, REMOVE, UP
from data.query.briefings.kept import LONGEST_COMMENT, LONGEST_TITLE
from data.query.url_parameters import in_language


def view_card(shown: ShownView, number: int, every: int) -> SafeHtml:
    """The card of the view at a place of so many."""
    title = shown.document.title if shown.document is not None else shown.kept.said
    picture = preview(shown.document, number) if shown.document is not None else html.Div(className="brief-picture")
    return html.Li(
        [
            html.Div(
                [html.Span(str(number), className="brief-number", **DECORATIVE)],
                className="brief-handle",
                title=gettext("Drag to another place"),
            ),
            picture,
            html.Div([_heading(shown, number), *_told(shown, title), _comment(shown, number)], className="brief-words"),
            _moves(number, every, title),
        ],
        className="brief-item",
        id=f"brief-{number}",
        **data_attributes(title=title),
        **aria(label=gettext("View {number} of {all}", number=number, all=every)),
    )


def _told(shown: ShownView, title: str) -> Iterator[SafeHtml]:
    """The finding, which leads to its view, what is measured, and what has changed since the view was added."""
    yield html.H2(html.A(parse_periods(title), href=shown.address), className="brief-finding")
    if shown.document is None:
        yield html.Div(html.P(shown.problem), className="notice")
        return
    yield html.P(parse_periods(shown.document.subtitle), className="figure-note")
    if shown.changes:
        parts: list[Content] = [html.P(html.Strong(gettext("The data has changed since this view was added.")))]
        parts += [html.P(sentence) for sentence in shown.changes]
        yield html.Div(parts, className="notice brief-changed")
    elif shown.figures:
        yield html.P(
            [
                gettext("The data has been updated since this view was added."), " ",
                gettext("Its figures are the same.") if shown.figures == "same"
                else gettext("It says the same; other figures in it may have changed."), " ",
                html.A(gettext("What each release of the data changed"), href=in_language(RELEASES)),
            ],
            className="figure-note",
        )  # fmt: skip
    if shown.document.reading:
        reading = html.P(parse_bold(" ".join(shown.document.reading)), className="brief-reading")
        yield html.Details([html.Summary(gettext("What it says")), reading], className="brief-more")


def _heading(shown: ShownView, number: int) -> SafeHtml:
    name = f"heading-{number}"
    return html.Div(
        [
            html.Label(gettext("Your heading"), htmlFor=name, className="brief-label"),
            html.Input(
                type="text", id=name, name=name, value=shown.kept.heading or None, maxlength=str(LONGEST_TITLE),
                className="form-control brief-heading", autocomplete="off",
                placeholder=gettext("The finding below, unless you write one"),
            ),
        ]
    )  # fmt: skip


def _comment(shown: ShownView, number: int) -> SafeHtml:
    name = f"comment-{number}"
    return html.Div(
        [
            html.Label(gettext("Your comment"), htmlFor=name, className="brief-label"),
            html.Textarea(
                shown.kept.comment, id=name, name=name, rows="2", maxlength=str(LONGEST_COMMENT),
                className="form-control brief-comment", placeholder=" ",
            ),
        ]
    )  # fmt: skip


def _moves(number: int, every: int, title: str) -> SafeHtml:
    """The buttons that move the view and take it out."""
    words = (
        (UP, gettext("Move up"), number == 1),
        (DOWN, gettext("Move down"), number == every),
        (REMOVE, gettext("Take out"), False),
    )
    buttons = [
        html.Button(
            [html.Span(className=f"brief-sign {kind}", **DECORATIVE),
             html.Span([name, html.Span(f": {title}", className="visually-hidden")], className="brief-move-name")],
            type="submit", name="do", value=f"{kind}-{number}", className=f"brief-move {kind}", title=name,
            disabled=off, **data_attributes(move=kind),
        )
        for kind, name, off in words
    ]  # fmt: skip
    return html.Div(buttons, className="brief-moves")
