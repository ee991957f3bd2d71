"""The two selections of a comparison, where its query string names one of them or none."""

from __future__ import annotations

from dataclasses import replace

from data.catalog.comparability import barrier
from data.catalog.models import Catalog, Place
from data.query.choices.beside import slugs_of
from data.query.estimates import nameable_places
from data.query.rows import Row
from data.query.selection import Answer, Selection
from data.query.url import parse_query


def compared_selections(answer: Answer) -> tuple[Selection, ...]:
    """The questions a comparison shows, from an address that may leave out the place, the other or both.

    The other is what the address says, else the state for a chosen place; of all places, the highest against the
    lowest. One question alone where there is nothing to set beside it; more than two where the address says several
    places.
    """
    selection, catalog = answer.selection, answer.catalog
    if slugs := slugs_of(selection.compare_with):
        own = [selection] if answer.chosen else []
        found = [*own, *(_at(selection, catalog.by_slug[slug], catalog) for slug in slugs)]
        return tuple({question.place: question for question in reversed(found)}.values())[::-1]
    if selection.compare_with in catalog.indicators:
        words = {**selection.parameters(), "indicator": selection.compare_with, "with": selection.indicator}
        return selection, parse_query(words, catalog)[0]
    other = catalog.by_slug.get(selection.compare_with)
    if other is not None and not answer.chosen and other.level != "state":
        return _apart(_at(selection, other, catalog), replace(selection, place=""))
    if answer.chosen:
        return _apart(selection, _at(selection, other or catalog.state, catalog))
    ends = extreme_rows(answer)
    return (selection,) if ends is None else tuple(replace(selection, place=row.slug) for row in ends)


def _apart(one: Selection, other: Selection) -> tuple[Selection, ...]:
    """Both questions, or the first alone where the other place has no figures and gave way to the same one."""
    return (one,) if one.place == other.place else (one, other)


def is_picked(answer: Answer) -> bool:
    """Whether the address leaves both places to us, so that they are the highest and the lowest."""
    catalog, other = answer.catalog, answer.selection.compare_with
    named = (
        bool(slugs_of(other))
        or other in catalog.indicators
        or (other in catalog.by_slug and other != catalog.state.slug)
    )
    return not answer.chosen and not named and extreme_rows(answer) is not None


def extreme_rows(answer: Answer) -> tuple[Row, Row] | None:
    """The rows of the highest and of the lowest place that may be named as such (`nameable_rows`); of ties the first.

    None where fewer than two places have such a figure, and where the two may not be compared.
    """
    named = nameable_places(answer)
    if answer.selection.level == "state" or len(named) < 2:
        return None
    low = min(named, key=lambda row: (row.value, row.name))
    # Where all are equal the highest is another place than the lowest still.
    high = min((row for row in named if row is not low), key=lambda row: (-row.value, row.name))
    stands = barrier(high, low, answer.indicator, answer.catalog)
    return (high, low) if stands is None or stands.reason == "counts" else None


def _at(selection: Selection, place: Place, catalog: Catalog) -> Selection:
    """Selection of another place, at that place's level."""
    if place.level == "state":
        return replace(selection, place="")
    if (place.level, place.kind) == (selection.level, selection.kind):
        return replace(selection, place=place.slug)
    words = {**selection.parameters(), "level": place.level, "kind": place.kind, "place": place.slug}
    return parse_query(words, catalog)[0]
