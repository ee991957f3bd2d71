"""Places: every city, town, county, region and area that has a profile, found by name, by map, or where one is."""

from __future__ import annotations

from typing import Any

from dash import register_page

from components.page.notices import unavailable
from components.page.shell import NAME
from components.views.place.index import places_index
from data.analysis.profiles.addresses import PLACES
from data.errors import DatabaseUnavailableError
from data.language import gettext, language
from data.query.search.hits import search
from pages.responses.addresses import answers, read_parameters

LIMIT = 12
"""Places found by a name that are listed."""

register_page(
    __name__, path=PLACES, name="Places", title=lambda: f"{gettext('Places')} · {NAME}", navigation=True, order=2,
    reading=True,
)  # fmt: skip


def layout(**words: str | list[str]) -> Any:
    """Page of all places; with `q`, the places of that name first."""
    typed = read_parameters(words).get("q", "").strip()
    try:
        source = answers()
        catalog = source.catalog
        result = search(catalog, typed, LIMIT, {"lang": language()}, kinds=("place",)) if typed else None
        return places_index(catalog, source.shapes("municipality"), source.shapes("county"), result)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
