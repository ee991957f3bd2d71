"""Search: every indicator, place and topic that words may mean, on a page; without words, all indicators by topic."""

from __future__ import annotations

from dash import html, register_page

from components.page.notices import unavailable
from components.page.paths import SEARCH
from components.page.search.results import index, results
from components.page.shell import NAME
from data.errors import DatabaseUnavailableError
from data.language import gettext, language
from data.query.search.hits import search
from data.query.selection import EXPLORE
from pages.responses.addresses import answers, read_parameters

LIMIT = 30
"""Hits of a page of results; the search box lists eight. With more, what is last has little of what was typed."""

register_page(
    __name__, path=SEARCH, name="Search", title=lambda: f"{gettext('Search')} · {NAME}", order=8, reading=True
)


def layout(**words: str | list[str]) -> html.Div:
    """Page of search results for the query parameter `q`; without it, the index of indicators."""
    terms = read_parameters(words).get("q", "")
    try:
        catalog = answers().catalog
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    if not terms:
        return index(catalog, EXPLORE)
    return results(search(catalog, terms, LIMIT, {"lang": language()}), catalog, EXPLORE)
