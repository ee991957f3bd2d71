"""Readers of addresses, briefings and regions: whatever they are given they answer, and their answer reads back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import quote

from data.analysis.regions.region_query import chosen_members, parse_region_query
from data.catalog.models import Catalog
from data.query.answers import Answers
from data.query.briefings.codec import BriefingError, file_bytes, link_word, read_file, read_link
from data.query.briefings.edits import edited
from data.query.briefings.kept import KeptBriefing
from data.query.link_stamp import PARAMETER
from data.query.regions.member_code import MemberCodeError, decode, encode
from data.query.regions.region import clean_name
from data.query.search.hits import search
from data.query.selection import PARAMETERS
from data.query.url import parse_query
from data.query.url_parameters import KNOWN, plain_query, read_query
from data.settings import Settings
from data.vocabulary import DIMENSIONS, GROUPS, LEVELS, VIEWS

Read = Callable[[bytes], None]


@lru_cache(maxsize=1)
def catalog() -> Catalog:
    """The catalogue of the built database."""
    return Answers.over(Settings.from_environment()).catalog


def view(content: bytes) -> None:
    """The query string of a view, cleaned and followed: what is shown has an address that shows the same."""
    query = content.decode("utf-8", "replace")
    words = read_query(query)
    assert set(words) <= set(KNOWN)
    plain = plain_query(query)
    assert read_query(plain) == words
    assert plain_query(plain) == plain
    selection, notices = parse_query(words, catalog())
    assert all(notice.strip() for notice in notices)
    again, told = parse_query(read_query(selection.query()), catalog())
    assert again == selection
    assert not told


def region(content: bytes) -> None:
    """The query string of a region, and of the form that makes one."""
    words = read_query(content.decode("utf-8", "replace"))
    query, notices = parse_region_query(words, catalog())
    assert all(notice.strip() for notice in notices)
    assert clean_name(query.name) == query.name
    chosen_members([words.get("town", "")], [words.get("add", "")], catalog())


def members(content: bytes) -> None:
    """The code of the members of a region."""
    try:
        found = decode(content.decode("utf-8", "replace"), catalog())
    except MemberCodeError:
        return
    assert decode(encode(found, catalog()), catalog()) == found


def link(content: bytes) -> None:
    """The word of a link to a briefing."""
    try:
        kept = read_link(content.decode("utf-8", "replace"))
    except BriefingError:
        return
    _reads_back(kept)


def file(content: bytes) -> None:
    """The file of a briefing, and a form's edits of it."""
    try:
        kept = read_file(content)
    except BriefingError:
        return
    _reads_back(kept)
    text = content.decode("utf-8", "replace")
    form = {name: text[n::4] for n, name in enumerate(("title", "heading-1", "comment-1", "do"))}
    _reads_back(edited(kept, form))


def _reads_back(kept: KeptBriefing) -> None:
    assert read_link(link_word(kept)) == kept
    assert read_file(file_bytes(kept)) == kept


def typed(content: bytes) -> None:
    """What somebody types into the search."""
    search(catalog(), content.decode("utf-8", "replace")[:200])


READS: tuple[Read, ...] = (view, view, view, region, members, link, file, typed)
"""What reads an input: the first byte says which. Addresses of views have most to be found in."""


def try_one(content: bytes) -> None:
    """Read an input. Raises what a reader of the site would see as a failure of ours."""
    if content:
        READS[content[0] % len(READS)](content[1:])


def seeds() -> Iterator[bytes]:
    """Inputs to begin with: sound ones of each kind."""
    known = catalog()
    indicators = list(known.indicators)[::7]
    for n, indicator in enumerate(indicators):
        place, group = list(known.by_slug)[n * 5 % 300], list(GROUPS)[n % len(GROUPS)]
        level, view_name = LEVELS[n % len(LEVELS)], VIEWS[n % len(VIEWS)]
        yield f"\0indicator={indicator}&level={level}&place={place}&group={group}&view={view_name}".encode()
    for word in (
        "period=2018%E2%80%932020).", "indicator%3Dinfant_mortality%26level%3Dcounty", "LEVEL=county&amp;level=state",
        "place=hampden%252Dcounty&by=race_ethnicity&reference=white_nh", "with=malden,revere&view=compare",
        "%00%ff;=&&",
    ):  # fmt: skip
        yield b"\0" + word.encode()
    boston, worcester = (known.by_slug[name].geo_id for name in ("boston", "worcester"))
    code = encode([boston, worcester], known)
    yield b"\3" + f"members={code}&name=Two+of+us&with=hampden-county&order=worst&town=3&add=boston".encode()
    yield b"\4" + code.encode()
    yield b"\4" + encode([place.geo_id for place in known.places_of("municipality")], known).encode()
    view_of = {
        "page": "explore",
        "words": {"indicator": indicators[0]},
        "heading": "A",
        "comment": "B\n\nC",
        "said": "D",
    }
    kept = KeptBriefing.model_validate(
        {"title": "A title", "views": [view_of, {**view_of, "page": "gaps", "data": "ab.12"}]}
    )
    yield b"\5" + link_word(kept).encode()
    yield b"\6" + file_bytes(kept)
    yield b"\7overdose deaths in springfield"


def dictionary() -> Iterator[str]:
    """Words that an input may be made of."""
    known = catalog()
    yield from (f"{name}=" for name in (*KNOWN, PARAMETER))
    yield from (
        *PARAMETERS,
        *LEVELS,
        *VIEWS,
        *GROUPS,
        *DIMENSIONS,
        *list(known.indicators)[::3],
        *list(known.by_slug)[::20],
    )
    yield from (
        "&amp;",
        ";",
        "%26",
        "%253D",
        "%2520",
        quote("–"),
        "2018-2020",
        "2024-05_2025-04",
        '{"briefing":1,"views":[',
    )
