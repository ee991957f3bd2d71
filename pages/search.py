"""Search: every indicator, place and topic that words may mean, on a page; without words, all indicators by topic."""

from __future__ import annotations

from dash import html, register_page

from components.notices import unavailable
from components.search import PATH, index, results
from components.shell import NAME
from data.errors import DatabaseUnavailableError
from data.language import LANGUAGES, speaking
from data.search import search
from pages.addresses import answers

EXPLORE = "/explore"
LIMIT = 30

register_page(__name__, path=PATH, name="Search", title=f"Search · {NAME}", order=8)


def layout(q: str | list[str] = "", lang: str | list[str] = "", **_words: str | list[str]) -> html.Div:
    """The page for the words that were typed; of a word of the address that is said twice, the last."""
    asked, code = (value[-1] if isinstance(value, list) else value for value in (q, lang))
    try:
        catalog = answers().catalog
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    language = code if code in LANGUAGES else "en"
    with speaking(language):
        if not asked.strip():
            return index(catalog, EXPLORE)
        return results(search(catalog, asked, LIMIT, {"lang": language}), catalog, EXPLORE)
