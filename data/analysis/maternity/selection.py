"""From the words of an address of `/maternity-access` to the year and the place that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data.catalog.models import Catalog, Place
from data.language import gettext
from data.query.choices.notices import unknown_place
from data.query.url_parameters import shortened
from data.vocabulary import slugify


def parse_maternity_query(
    words: Mapping[str, str], catalog: Catalog, years: Sequence[int]
) -> tuple[int, Place | None, tuple[str, ...]]:
    """The year, the place, and a sentence on each word that could not be followed. No place is all of Massachusetts."""
    notices = []
    year, typed = years[-1], words.get("year", "")
    if typed.isdecimal() and len(typed) == 4 and int(typed) in years:
        year = int(typed)
    elif typed:
        notices.append(
            gettext("“{word}” is not a year we have here. Showing {year}.", word=shortened(typed), year=years[-1])
        )
    named = words.get("place", "")
    place = catalog.by_slug.get(named.lower()) or catalog.by_slug.get(slugify(named))
    if named and place is None:
        notices.append(unknown_place(shortened(named), ""))
    return year, None if place is None or place.level == "state" else place, tuple(notices)
