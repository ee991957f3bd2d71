"""The control that gives a view to take along: a button that opens a list of formats, each a link to the file.

Every page has the same one; it lists what `pages/responses/exports/formats.py:FORMATS` has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, SLOTS, aria, data_attributes, filled_in, template
from data.language import gettext, language
from data.query.selection import to_query

METADATA, ZIPPED = "metadata", "zip"
"""The word of an address that asks for a file with its metadata beside it, and its value."""
_GROUPS = (("pdf", "pptx", "docx"), ("png", "svg"), ("xlsx", "csv", "parquet", "json"))
"""Formats by what they are for: to read and hand on, pictures, figures."""


def view_file_address(page: str, kind: str) -> str:
    """The path of the views of a page (`document.PAGES`) in a format; the words of the page's address follow it."""
    return f"/api/v1/views/{page}.{kind}"


def export_menu(page: str, words: Mapping[str, str]) -> SafeHtml:
    """Export menu of a view, one link for each format; `assets/export.js` closes it on Escape or a click outside.

    `words` are those of the page's address, by which each file is the view as it stands.
    """
    query = to_query(words) if words else ""
    return filled_in(_menu(page, language()), query, to_query({**words, METADATA: ZIPPED}))


_QUERY, _ZIPPED, _ = SLOTS


@lru_cache(maxsize=64)
def _menu(page: str, _language: str) -> tuple[str, ...]:
    """The menu of a page, with slots for the words of an address."""
    names = (gettext("To read and share"), gettext("Pictures"), gettext("Figures"))
    parts = [
        html.Li(
            [
                html.Span(name, className="export-group", **DECORATIVE),
                html.Ul(list(_links(page, kinds)), **aria(label=name)),
            ]
        )
        for name, kinds in zip(names, _GROUPS, strict=True)
    ]
    button = html.Summary(gettext("Export"), className="action", **data_attributes(key="export"))
    return template(html.Details([button, html.Ul(parts, className="export-list")], className="export"))


def _links(page: str, kinds: Iterable[str]) -> Iterator[SafeHtml]:
    """The links of a group; CSV once more, with its metadata beside it."""
    known = dict(_words())
    for kind in kinds:
        name, what = known[kind]
        yield _link(view_file_address(page, kind) + _QUERY, name, what, kind)
    if "csv" in kinds:
        name, what = gettext("Data with metadata (ZIP)"), gettext("The CSV, and what each of its columns means as JSON")
        yield _link(view_file_address(page, "csv") + _ZIPPED, name, what, ZIPPED)


def _link(address: str, name: str, what: str, key: str) -> SafeHtml:
    said = [html.Span(name, className="export-name"), html.Span(what, className="export-what")]
    keys = data_attributes(key=f"export-{key}")
    return html.Li(html.A(said, href=address, className="export-link", download="", **keys))


def _words() -> Iterator[tuple[str, tuple[str, str]]]:
    """What each format is called, and what is in it."""
    yield "pdf", (gettext("Page (PDF)"), gettext("One page to print or send, which screen readers can read"))
    yield "pptx", (gettext("Slides (PowerPoint)"), gettext("Charts and tables you can edit, with speaker notes"))
    yield "docx", (gettext("Document (Word)"), gettext("Headings, pictures and tables to go on writing from"))
    yield "png", (gettext("Picture (PNG)"), gettext("This view as it stands, with its notes and sources"))
    yield "svg", (gettext("Drawing (SVG)"), gettext("The same picture, sharp at any size"))
    yield (
        "xlsx",
        (gettext("Workbook (Excel)"), gettext("Tables and charts you can work with, and sources")),
    )
    yield "csv", (gettext("Data (CSV)"), gettext("Every figure of this view, with its notes and sources"))
    yield "parquet", (gettext("Data (Parquet)"), gettext("The same figures in typed columns, for R and Python"))
    yield "json", (gettext("Data (JSON)"), gettext("The figures and all that is said of them, for programs"))
