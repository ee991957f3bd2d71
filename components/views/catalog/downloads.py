"""Links to files: the series of an indicator with its dictionary, and everything that is published."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.page.paths import READ_API
from components.views.catalog.addresses import DATABASE, PACKAGE, series_path
from components.views.catalog.words import size_words
from data.catalog.models import Indicator
from data.language import gettext
from data.query.url_parameters import in_language


def series_links(indicator: Indicator) -> SafeHtml:
    """The whole series of an indicator as CSV and as Parquet, and its dictionary."""
    files = {
        ".csv": gettext("Whole series, CSV"),
        ".parquet": gettext("Whole series, Parquet"),
        "dictionary.csv": gettext("Dictionary, CSV"),
        "dictionary.json": gettext("Dictionary, JSON"),
    }
    links = [html.Li(html.A(name, href=series_path(indicator.id, kind), download="")) for kind, name in files.items()]
    return html.Ul(links, className="catalog-files")


def all_links(database: int, package: int) -> SafeHtml:
    """The whole published file and the data package, with their sizes in bytes said."""
    files = (
        (
            DATABASE, gettext("The whole database, DuckDB, {size}", size=size_words(database)),
            gettext("Every table the site reads, with the outlines of places. Open it with DuckDB, in Python or in R."),
        ),
        (
            PACKAGE, gettext("All tables, ZIP, {size}", size=size_words(package)),
            gettext("The same tables as CSV, with a description of each column: a Frictionless data package."),
        ),
    )  # fmt: skip
    items = [
        html.Li([html.A(name, href=address, download=""), html.Span(about, className="catalog-of")])
        for address, name, about in files
    ]
    items.append(
        html.Li(
            [
                html.A(gettext("Read API"), href=in_language(READ_API)),
                html.Span(
                    gettext("For programs: figures by indicator, place, group and period."), className="catalog-of"
                ),
            ]
        )
    )
    return html.Ul(items, className="catalog-files")


def files_note() -> str:
    """What the files hold, in whatever language the page is."""
    return gettext("Files are in English in every language. Hidden figures have a status and no number in them.")
