"""From the words of an address of `/regions` to the region that is shown, and what it is set beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.catalog.models import Catalog, Place
from data.language import gettext
from data.query.choices.notices import unknown_place
from data.query.regions.member_code import Fault, MemberCodeError, decode, municipalities
from data.query.regions.region import OTHER, clean_name, region_place
from data.query.url_parameters import shortened
from data.vocabulary import slugify


@dataclass(frozen=True, slots=True)
class RegionQuery:
    """What of a region is asked for.

    `members` are geo_ids, none before any is chosen; `name` is as the reader wrote it, cleaned. `beside` is the place
    or the other region it is set beside, None for the state alone. `question` is the id of the question whose events
    are told by member, empty for the first that has any; `order` is that of the lines.
    """

    members: tuple[str, ...] = ()
    name: str = ""
    beside: Place | None = None
    question: str = ""
    order: str = ""


def parse_region_query(words: Mapping[str, str], catalog: Catalog) -> tuple[RegionQuery, tuple[str, ...]]:
    """The region of an address, and a sentence on each of its words that could not be followed."""
    notices = list[str]()
    members = _members(words.get("members", ""), catalog, notices)
    beside = _beside(words, catalog, notices)
    question = words.get("question", "").lower()
    if question and question not in catalog.questions:
        notices.append(gettext("“{word}” is not a question we have.", word=shortened(words["question"])))
        question = ""
    # What the form sends becomes `members` on the way here; a place that is still named is one that there is not.
    notices += [unknown_place(shortened(words[key]), "") for key in ("town", "add") if words.get(key)]
    order = words.get("order", "") if members else ""
    return RegionQuery(members, clean_name(words.get("name", "")), beside, question, order), tuple(notices)


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


def _members(code: str, catalog: Catalog, notices: list[str]) -> tuple[str, ...]:
    if not code:
        return ()
    try:
        return decode(code, catalog)
    except MemberCodeError as error:
        notices.append(_fault(error.fault, code))
        return ()


def _fault(fault: Fault, code: str) -> str:
    reasons: dict[Fault, str] = {
        "empty": gettext("it names no city or town"),
        "letters": gettext("it has a letter that such an address never has"),
        "length": gettext("a part of it is missing, or something was added"),
        "unknown": gettext("it names a city or town that there is not"),
    }
    return gettext(
        "The address says “members={code}”, which is no region: {reason}. Choose the cities and towns anew.",
        code=shortened(code),
        reason=reasons[fault],
    )


def _beside(words: Mapping[str, str], catalog: Catalog, notices: list[str]) -> Place | None:
    if words.get("with_members"):
        members = _members(words["with_members"], catalog, notices)
        return region_place(catalog, members, words.get("with_name", ""), OTHER) if members else None
    typed = words.get("with", "")
    place = catalog.by_slug.get(typed.lower()) or catalog.by_slug.get(slugify(typed)) if typed else None
    if typed and place is None:
        notices.append(unknown_place(shortened(typed), ""))
    return None if place is None or place.level == "state" else place
