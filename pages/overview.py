"""Overview: the focus areas for who has five minutes, from the same answers and sentences as every other page."""

from __future__ import annotations

import threading

from cachetools import LRUCache, cached
from dash import html, register_page

from components.formatting.dash_html import Div
from components.formatting.markup import data_attributes
from components.page.notices import unavailable
from components.page.shell import NAME
from components.views.gaps.words import side_name
from components.views.overview.page import overview_fragment, page_description, page_title
from data.analysis.overview.question_overview import overview
from data.code_release import content_version
from data.errors import DatabaseUnavailableError
from data.language import gettext, language
from data.query.answers import Answers
from pages.responses.addresses import answers, read_parameters

PATH = "/"
MOST_REMEMBERED = 8
"""Pages remembered: one for each language, of the file in place and the one before it."""

register_page(
    __name__,
    path=PATH,
    name="Overview",
    title=lambda: f"{gettext('Overview')} · {NAME}",
    navigation=True,
    order=0,
    reading=True,
)


def layout(**words: str | list[str]) -> html.Div:
    """The page in the language of the address."""
    read_parameters(words)
    try:
        source = answers()
        fragment = _fragment(source, content_version(source.version), language())
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
    told = data_attributes(title=page_title(), description=page_description(), fragment=fragment)
    return Div(className="overview", **told)


# It asks some two hundred answers: who comes first waits half a second, and nobody after.
@cached(LRUCache(MOST_REMEMBERED), key=lambda *words: words, condition=threading.Condition())
def _fragment(source: Answers, _version: str, _language: str) -> str:
    """The page as HTML, by the version of data and code and the language. Raises DatabaseUnavailableError."""
    return str(overview_fragment(overview(source, side_name)))
