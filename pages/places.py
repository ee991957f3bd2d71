"""Places: every city, town, county, region and area that has a profile."""

from __future__ import annotations

from typing import Any

from dash import register_page

from components.page.notices import unavailable
from components.page.shell import NAME
from components.views.place.index import places_index
from components.views.place.panels import PLACES
from data.errors import DatabaseUnavailableError
from data.language import gettext
from pages.responses.addresses import answers, read_parameters

register_page(
    __name__, path=PLACES, name="Places", title=lambda: f"{gettext('Places')} · {NAME}", navigation=True, order=2,
    reading=True,
)  # fmt: skip


def layout(**words: str | list[str]) -> Any:
    """Page of all places."""
    read_parameters(words)
    try:
        return places_index(answers().catalog)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))
