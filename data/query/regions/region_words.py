"""The words of an address that make a region: `members` and `name`, and `with_members` and `with_name` of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from data.catalog.availability import CatalogKey
from data.catalog.models import Catalog, Place
from data.query.regions.member_code import Fault, MemberCodeError, decode, encode
from data.query.regions.region import OTHER, OWN, clean_name, region_place

WORDS = {OWN: ("members", "name"), OTHER: ("with_members", "with_name")}
"""Names of the words of each region, by its slug."""
_ATTRIBUTES = {
    "members": "members", "region_name": "name", "other_members": "with_members", "other_name": "with_name",
}  # fmt: skip


@dataclass(frozen=True)
class ReadRegions:
    """The regions of an address: that of its own first, then the one beside it.

    `words` are its words as an address of ours writes them, empty without a region; `faults` what is wrong with a code,
    by the name of its word.
    """

    regions: tuple[Place, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)


def in_selection(words: Mapping[str, str]) -> dict[str, str]:
    """The words of regions as the attributes of a selection."""
    return {attribute: words.get(word, "") for attribute, word in _ATTRIBUTES.items()}


def read_regions(given: Mapping[str, str], catalog: Catalog) -> ReadRegions:
    """The regions that the words of an address name. A region beside one that has no code is none."""
    texts = {word: given.get(word, "") for words in WORDS.values() for word in words}
    if not any(texts.values()):
        return ReadRegions()
    regions: list[Place] = []
    words, faults = dict.fromkeys(texts, ""), dict[str, Fault]()
    for slug, (code, name) in WORDS.items():
        if not texts[code] or (slug == OTHER and not regions):
            continue
        try:
            members = decode(texts[code], catalog)
        except MemberCodeError as error:
            faults[code] = error.fault
            continue
        if regions and members == regions[0].members:
            continue  # a region beside itself
        words[code], words[name] = encode(members, catalog), clean_name(texts[name])
        regions.append(_region(CatalogKey.of(catalog), members, words[name], slug))
    return ReadRegions(tuple(regions), words, faults)


# The links of a view settle the same region a hundred times. Anyone may make up regions, so that few are kept.
@lru_cache(maxsize=128)
def _region(key: CatalogKey, members: tuple[str, ...], name: str, slug: str) -> Place:
    return region_place(key.catalog, members, name, slug)
