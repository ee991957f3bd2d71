"""Data: every measure, searched and filtered, with coverage, sources and files; and what each release changed."""

from __future__ import annotations

from dash import html, register_page

from components.formatting.markup import data_attributes, html_fragment
from components.page.notices import notices, unavailable
from components.page.paths import DATA, RELEASES
from components.page.shell import NAME
from components.views.catalog.index import data_head, data_list, data_parts
from components.views.catalog.releases import releases_page
from data.errors import DatabaseUnavailableError
from data.language import gettext, use_language
from data.query.published.filters import parse_filters
from pages.responses.addresses import answers, read_parameters


def layout(**words: str | list[str]) -> html.Div:
    """Page of all measures, as the words of the address leave them."""
    parameters = read_parameters(words)
    try:
        source = answers()
        catalog = source.catalog
        filters, sentences = parse_filters(parameters, catalog)
        with use_language("en"):
            package = len(source.publication.package(source.catalog))
        contents = [
            html_fragment(data_head(catalog), className="catalog-head"),
            *notices(sentences),
            html_fragment(data_list(filters, catalog), className="catalog-list"),
            html_fragment(data_parts(catalog, source.publication.identity[-1], package), className="catalog-more"),
        ]
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    about = gettext("Every measure of the dashboard with its definition, sources, terms of use and files.")
    return html.Div(contents, className="catalog", **data_attributes(title=gettext("Data"), description=about))


def releases(**words: str | list[str]) -> html.Div:
    """Page of release notes."""
    read_parameters(words)
    try:
        source = answers()
        contents = [html_fragment(releases_page(source.publication.releases, source.catalog), className="catalog-more")]
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    about = gettext("What each release of the data added, revised or took out, newest first.")
    title = gettext("What each release of the data changed")
    return html.Div(contents, className="catalog narrow", **data_attributes(title=title, description=about))


register_page(
    __name__, path=DATA, name="Data", title=lambda: f"{gettext('Data')} · {NAME}", navigation=True, order=5,
    reading=True,
)  # fmt: skip
register_page(
    f"{__name__}_releases", path=RELEASES, name="Releases", order=50, reading=True, layout=releases,
    title=lambda: f"{gettext('What each release of the data changed')} · {NAME}",
)  # fmt: skip
