"""From the words of an address of `/regions` to the region that is shown, and what it is set beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.analysis.profiles.addresses import ORDERS, unknown_order
from data.catalog.models import Catalog, Place
from data.language import gettext
from data.query.choices.notices import no_region
from data.query.regions.member_code import municipalities
from data.query.regions.region import OTHER, OWN, clean_name, code_of, region_place
from data.query.regions.region_words import read_regions
from data.query.url_parameters import shortened
from data.vocabulary import slugify


@dataclass(frozen=True, slots=True)
class RegionQuery:
    """What of a region is asked for.

    `members` are geo_ids, none before any is chosen; `name` is as the reader wrote it, cleaned. `beside` is the place
    or the other region it is set beside, None for the state alone, and `beside_name` the name its reader gave it.
    `question` is the id of the question whose events are told by member, empty for the first that has any; `order` is
    that of the lines.
    """

    members: tuple[str, ...] = ()
    name: str = ""
    beside: Place | None = None
    beside_name: str = ""
    question: str = ""
    order: str = ""

    @property
    def further(self) -> dict[str, str]:
        """The words of its address beside the region's own; some may be empty."""
        other = {}
        if self.beside is not None and self.beside.slug == OTHER:
            other = {"with_members": code_of(self.beside.geo_id), "with_name": self.beside_name}
        elif self.beside is not None:
            other = {"with": self.beside.slug}
        return {**other, "question": self.question, "order": self.order}


def parse_region_query(words: Mapping[str, str], catalog: Catalog) -> tuple[RegionQuery, tuple[str, ...]]:
    """The region of an address, and a sentence on each of its words that could not be followed."""
    notices = list[str]()
    read = read_regions(words, catalog)
    notices += [no_region(word, fault)() for word, fault in read.faults.items()]
    found = {place.slug: place for place in read.regions}
    members = found[OWN].members if OWN in found else ()
    if not members:  # the other region is there first, and this one is still to be chosen
        for place in read_regions({"members": words.get("with_members", "")}, catalog).regions:
            found[OTHER] = region_place(catalog, place.members, words.get("with_name", ""), OTHER)
    beside = found.get(OTHER) or _beside(words.get("with", ""), catalog, notices)
    beside_name = clean_name(words.get("with_name", "")) if OTHER in found else ""
    question = words.get("question", "").lower()
    if question and question not in catalog.questions:
        notices.append(gettext("“{word}” is not a question we have.", word=shortened(words["question"])))
        question = ""
    # What the form sends becomes `members` on the way here; a place that is still named is one that there is not.
    notices += [_unknown(words[key]) for key in ("town", "add") if words.get(key)]
    order = words.get("order", "").lower() if members else ""
    if order and order not in ORDERS:
        notices.append(unknown_order(words["order"]))
        order = ""
    query = RegionQuery(members, clean_name(words.get("name", "")), beside, beside_name, question, order)
    return query, tuple(notices)


def chosen_members(towns: Iterable[str], places: Iterable[str], catalog: Catalog) -> tuple[set[str], list[str]]:
    """The geo_ids that a form's words mean, and the words that mean no place.

    `towns` are numbers of cities and towns in the order of an address, or names; `places` are slugs or names of places
    whose members are meant.
    """
    numbered, members, unknown = municipalities(catalog), set[str](), list[str]()
    for word in towns:
        if word.isascii() and word.isdigit():
            found = int(word) if len(word) <= 3 else len(numbered)
            members.update(numbered[found : found + 1])
            unknown += [] if found < len(numbered) else [word]
        else:
            unknown += _add(word, members, catalog)
    for word in places:
        unknown += _add(word, members, catalog)
    return members, unknown


def _add(word: str, members: set[str], catalog: Catalog) -> list[str]:
    """Add the members of a place to some; the word itself where there is no such place."""
    place = catalog.by_slug.get(word.lower()) or catalog.by_slug.get(slugify(word))
    if place is None or not place.members:
        return [word]
    members.update(place.members)
    return []


def _beside(typed: str, catalog: Catalog, notices: list[str]) -> Place | None:
    place = catalog.by_slug.get(typed.lower()) or catalog.by_slug.get(slugify(typed)) if typed else None
    if typed and place is None:
        notices.append(_unknown(typed))
    return None if place is None or place.level == "state" else place


def _unknown(word: str) -> str:
    return gettext("“{word}” is not a place we know. It is left out.", word=shortened(word))
