"""What the notes say of a region that a reader put together: its members, and what its figure is made of."""

from __future__ import annotations

from collections.abc import Iterable

from components.formatting.numbers import join_list
from data.catalog.models import Catalog
from data.language import gettext, ngettext
from data.query.regions.region import OTHER
from data.query.selection import Answer


def region_notes(answer: Answer) -> list[str]:
    """Sentences on the region in view; none at other levels."""
    basis, catalog, place = answer.region, answer.catalog, answer.place
    if basis is None or not answer.chosen:
        return []
    published = basis.origin is not None and basis.origin.published
    other = _other(catalog)
    if published and basis.same:
        same = catalog.places[basis.same].name
        said = gettext("It has the same cities and towns as {place}, whose published figures are shown.", place=same)
        return [said, *other]
    sentences = [
        gettext(
            "This region is no official area: it is put together of {members}.",
            members=members_in_words(place.members, catalog),
        )
    ]
    if basis.origin is not None and basis.missing is None:
        sentences.append(_made_of(basis.origin.level))
    if basis.missing is not None:
        sentences += _open(basis.missing.hidden, basis.missing.not_available, catalog)
    return [*sentences, *other]


def _other(catalog: Catalog) -> list[str]:
    """What the region beside it is put together of."""
    beside = catalog.by_slug.get(OTHER)
    if beside is None:
        return []
    members = members_in_words(beside.members, catalog)
    return [gettext("Beside it stands {region}: {members}.", region=beside.name, members=members)]


def _made_of(level: str) -> str:
    if level == "county":
        return gettext("Its figure is made of the published numbers of its counties, added up.")
    return gettext("Its figure is made of the published numbers of its cities and towns, added up.")


def _open(hidden: tuple[str, ...], unknown: tuple[str, ...], catalog: Catalog) -> list[str]:
    """What leaves a figure open: the parts without a number, by how many and which."""
    sentences = []
    if hidden:
        sentences.append(
            ngettext(
                "There is no figure for all of it: the number of {number} part is hidden ({places}).",
                "There is no figure for all of it: the numbers of {number} parts are hidden ({places}).",
                len(hidden),
                places=_names(hidden, catalog),
            )
        )
    if unknown:
        sentences.append(
            ngettext(
                "There is no figure for all of it: the number of {number} part is not available ({places}).",
                "There is no figure for all of it: the numbers of {number} parts are not available ({places}).",
                len(unknown),
                places=_names(unknown, catalog),
            )
        )
    return sentences


def members_in_words(members: Iterable[str], catalog: Catalog) -> str:
    """The cities and towns of a region in a sentence, whole counties as such: "Essex County, Boston and Revere"."""
    left = set(members)
    if left == set(catalog.state.members):
        return gettext("all cities and towns of {state}", state=catalog.state.name)
    counties = [c for c in catalog.places_of("county") if len(c.members) > 1 and set(c.members) <= left]
    for county in counties:
        left -= set(county.members)
    return join_list([*(county.name for county in counties), *_sorted_names(left, catalog)])


def _names(geo_ids: Iterable[str], catalog: Catalog) -> str:
    return join_list(_sorted_names(geo_ids, catalog))


def _sorted_names(geo_ids: Iterable[str], catalog: Catalog) -> list[str]:
    return sorted(catalog.places[geo_id].name for geo_id in geo_ids)
