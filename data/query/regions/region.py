"""A region as a place of the catalogue: its name, its slug and its geo_id, which is the code of its members."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from data.catalog.availability import CatalogKey
from data.catalog.models import Catalog, Place
from data.language import ngettext
from data.query.regions.member_code import encode
from data.vocabulary import REGION, Level

OWN, OTHER = "region", "other-region"
"""Slugs of the region of an address, and of the one it is set beside."""
LONGEST_NAME = 60
"""Letters of a name: anyone may write one into an address, and it stands in titles."""
_PREFIX = "region."
_SAME: tuple[Level, ...] = ("municipality", "county", "eohhs_region", "state", "area")
"""Levels in the order in which a place with a region's members stands for it: Nantucket is a town and a county."""
_UNSAFE = re.compile(r"[<>{}\[\]|\\^`\"“”*_=%]+")
"""Left out of a name: what has a meaning in sentences (`**bold**`, `{place}`), quotations, markup and addresses."""


def region_place(catalog: Catalog, members: Sequence[str], name: str = "", slug: str = OWN) -> Place:
    """The region of some cities and towns (geo_ids), in the language of the request.

    Without a name it is called as the place that has the same members, else after its largest.
    """
    return Place(
        geo_id=_PREFIX + encode(members, catalog),
        slug=slug,
        name=clean_name(name) or _default_name(catalog, members),
        level=REGION,
        members=tuple(sorted(members)),
        label_point=_middle(catalog, members),
    )


def regions_in(catalog: Catalog) -> tuple[Place, ...]:
    """The regions in a catalogue: that of an address, then the one it is set beside."""
    return tuple(catalog.by_slug[slug] for slug in (OWN, OTHER) if slug in catalog.by_slug)


def is_region(geo_id: str) -> bool:
    """Whether a geo_id is of a region."""
    return geo_id.startswith(_PREFIX)


def code_of(geo_id: str) -> str:
    """The code of the members of a region, from its geo_id."""
    return geo_id.removeprefix(_PREFIX)


def region_words(place: Place, catalog: Catalog) -> dict[str, str]:
    """The words of an address that make a region: `level`, `members`, and `name` where it was given one."""
    words = {"level": REGION, "members": code_of(place.geo_id)}
    return words if place.name == _default_name(catalog, place.members) else {**words, "name": place.name}


def clean_name(text: str) -> str:
    """A name as it is shown: one line of at most 60 letters that begins with a letter or a digit; empty for none."""
    plain = _seen(unicodedata.normalize("NFC", _UNSAFE.sub(" ", text[: 4 * LONGEST_NAME])))
    name = re.sub(r"^[\W_]+", "", re.sub(r"\s+", " ", plain))
    return name[:LONGEST_NAME].strip()


def same_places(catalog: Catalog, members: Sequence[str]) -> tuple[Place, ...]:
    """The published places with exactly these members, in the order in which they stand for the region."""
    return _by_members(CatalogKey.of(catalog)).get(frozenset(members), ())


@lru_cache(maxsize=16)
def _by_members(key: CatalogKey) -> Mapping[frozenset[str], tuple[Place, ...]]:
    found: dict[frozenset[str], tuple[Place, ...]] = {}
    for place in sorted(
        (place for place in key.catalog.places.values() if place.level != REGION),
        key=lambda place: (_SAME.index(place.level), place.slug),
    ):
        members = frozenset(place.members)
        found[members] = (*found.get(members, ()), place)
    return found


def _seen(text: str) -> str:
    """A text without what is not shown (controls, direction marks) and without a heap of marks over one letter."""
    seen = ""
    for letter in text:
        kind = unicodedata.category(letter)[0]
        heaped = kind == "M" and all(unicodedata.category(before)[0] == "M" for before in seen[-2:])
        if letter.isspace() or not (kind == "C" or heaped):
            seen += " " if letter.isspace() else letter
    return seen


def _default_name(catalog: Catalog, members: Sequence[str]) -> str:
    """That of the place with the same members, else its largest city or town, and how many more there are."""
    same = same_places(catalog, members)
    if same:
        return same[0].name
    largest = min(members, key=lambda member: (-catalog.residents.get(member, 0.0), member))
    return ngettext(
        "{place} and {number} other town",
        "{place} and {number} other towns",
        len(members) - 1,
        place=catalog.places[largest].name,
    )


def _middle(catalog: Catalog, members: Sequence[str]) -> tuple[float, float]:
    """The mean of its members' label points, weighted with their residents: where a label is nearest to most people."""
    points = [(*catalog.places[m].label_point, catalog.residents.get(m, 1.0)) for m in members]
    whole = sum(weight for _, _, weight in points)
    if not whole or any(math.isnan(lon) for lon, _, _ in points):
        return (math.nan, math.nan)
    lon = sum(lon * weight for lon, _, weight in points) / whole
    return round(lon, 4), round(sum(lat * weight for _, lat, weight in points) / whole, 4)
