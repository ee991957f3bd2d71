"""The control that gives a view to take along: a button that opens a list of formats, each a link to the file."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes
from data.language import gettext
from data.query.selection import Answer

ADDRESS = "/export/{kind}"


def export_menu(answer: Answer) -> SafeHtml:
    """Export menu of a view, one link for each format; `assets/export.js` closes it on Escape or a click outside."""
    query = answer.selection.query()
    formats = (
        ("csv", gettext("Data (CSV)"), gettext("Every figure of this view, with its notes and sources")),
        ("png", gettext("Picture (PNG)"), gettext("This view as it stands, with its notes and sources")),
    )
    links = [
        html.Li(
            html.A(
                [html.Span(name, className="export-name"), html.Span(what, className="export-what")],
                href=ADDRESS.format(kind=kind) + query,
                className="export-link",
                download="",
                **data_attributes(key=f"export-{kind}"),
            )
        )
        for kind, name, what in formats
    ]
    button = html.Summary(gettext("Export"), className="action", **data_attributes(key="export"))
    return html.Details([button, html.Ul(links, className="export-list")], className="export")
