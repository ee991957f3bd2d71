"""What is done with a briefing: the formats it is taken along in, and its link."""

from __future__ import annotations

from collections.abc import Iterator

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import data_attributes
from components.views.briefing.shown import ShownBriefing, ShownView
from data.language import gettext
from data.query.url_parameters import in_language

ADDRESS = "/api/v1/briefing"
ORDER = ("pptx", "pdf", "docx", "xlsx", "zip")
"""The formats in the order in which they are offered."""
PARTS = ("export-name", "export-what")
"""Classes of a format's name and of what is in it, those of the export menu."""


def take_along(shown: ShownBriefing) -> Iterator[SafeHtml]:
    """The formats, the link, and what the appendix is made of."""
    names = {
        "pptx": (gettext("Slides (PowerPoint)"), gettext("A slide for each view, its charts to edit")),
        "pdf": (gettext("Pages (PDF)"), gettext("A page for each view, to print or send")),
        "docx": (gettext("Document (Word)"), gettext("Headings, comments and tables, to write on")),
        "xlsx": (gettext("Workbook (Excel)"), gettext("The figures of each view as tables and charts")),
        "zip": (gettext("Everything (ZIP)"), gettext("A folder for each view with data, pictures and PDF")),
    }
    buttons = [
        html.Li(
            html.Button(
                [html.Span(name, className=part) for name, part in zip(names[kind], PARTS, strict=True)],
                type="submit", className="brief-format", formaction=in_language(f"{ADDRESS}.{kind}"),
                **data_attributes(format=kind),
            )
        )
        for kind in ORDER
        if kind in shown.formats
    ]  # fmt: skip
    yield html.Section(
        [
            html.H2(gettext("Take it along"), className="figure-title"),
            html.P(
                gettext("With a cover, contents, and an appendix of definitions, notes and sources."),
                className="figure-note",
            ),
            html.Ul(buttons, className="brief-formats"),
        ],
        className="brief-part",
    )
    yield _link(shown)
    yield _appendix(shown.views)


def _link(shown: ShownBriefing) -> SafeHtml:
    field = html.Input(
        type="text", readOnly="true", value=shown.link or None, className="form-control", id="brief-link",
    )  # fmt: skip
    return html.Section(
        [
            html.H2(html.Label(gettext("Pass on the link"), htmlFor="brief-link"), className="figure-title"),
            html.P(
                gettext("It shows the newest data, and says what has changed since a view was added."),
                className="figure-note",
            ),
            html.Div(
                [field, html.Button(gettext("Copy link"), type="button", className="action", id="brief-copy")],
                className="brief-link-row",
            ),
        ],
        className="brief-part",
    )


def _appendix(views: tuple[ShownView, ...]) -> SafeHtml:
    """The sources of what is inside, as the appendix has them."""
    documents = [view.document for view in views if view.document is not None]
    sources = {source.id: source for document in documents for source in document.sources}.values()
    return html.Details(
        [
            html.Summary(gettext("Sources in the appendix: {number}", number=len(sources))),
            html.Ul([html.Li(source.short) for source in sources], className="brief-sources"),
        ],
        className="brief-part brief-appendix",
    )
