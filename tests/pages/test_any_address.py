"""Whatever an address says, the page has a view or a helpful notice, and never an exception: ten thousand addresses.

What costs is a view, not an address: so addresses break a dozen views in many ways, and a page's own memory of views is
made large enough for all of them. A few hundred others say any words we have.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import dash
import orjson
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.catalog.models import Catalog
from data.language import use_language
from data.query.selection import PARAMETERS
from data.vocabulary import CLASSES, DIMENSIONS, EACH, GROUPS, LEVELS, VIEWS
from tests.components.reading import text
from tests.questions import Asked
from tests.site import Site, open_site

pytestmark = pytest.mark.slow

Words = dict[str, list[str]]

BROKEN, ANY, OVER_HTTP, RAW = 10_000, 400, 300, 60
TYPED = "&;=%?+ .:-_/<>\"'"
"""Signs that a browser leaves as they are typed, or nearly."""
DEATHS = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023"}
TOWNS = {"indicator": "example_town_deaths", "level": "municipality", "period": "2018"}
BASES: tuple[dict[str, str], ...] = (
    {},
    {**DEATHS, "view": "map", "place": "suffolk-county"},
    {**DEATHS, "view": "trend"},
    {**DEATHS, "view": "groups", "reference": "white_nh"},
    {**DEATHS, "view": "table", "lang": "es"},
    {"indicator": "example_deaths", "view": "multiples", "each": "period"},
    {**DEATHS, "view": "compare", "with": "hampden-county"},
    {"indicator": "example_screening", "view": "compare", "with": "example_deaths"},
    {**TOWNS, "place": "boston", "lang": "pt"},
    {"indicator": "example_town_deaths", "level": "eohhs_region", "view": "map", "classes": "period"},
    {"indicator": "example_cost", "level": "state", "by": "race_ethnicity", "view": "groups"},
)
"""Views that are broken: each is followed without a notice."""
PLACES = ("suffolk-county", "boston", "western-region", "massachusetts", "atlantis", "Hampden County", "nantucket")
WORDS = {
    "indicator": ("example_deaths", "example_screening", "example_town_deaths", "example_cost", "exampel_deaths", ""),
    "level": (*LEVELS, "countie", "planet"),
    "kind": ("", "planning_agency", "galaxy"),
    "place": PLACES,
    "by": (*DIMENSIONS, "shoe_size"),
    "group": ("all", *list(GROUPS)[:14], "everybody"),
    "reference": ("all", "white_nh", "female", "nobody"),
    "period": ("2017", "2021-2023", "2023", "1066", "2023-2021", "2021-13", "0000", "9999", "-1", "2024-05_2025-04"),
    "view": (*VIEWS, "mapp", "<script>"),
    "with": (*PLACES, "example_screening"),
    "each": (*EACH, "other"),
    "classes": (*CLASSES, "three"),
    "lang": ("en", "es", "pt", "xx"),
    "data": ("630c64a3c89e.4f2a7f3a1c", ".", "x" * 300),
}
NONSENSE = (
    "%", "\x00", "’;--", "../../etc/passwd", "🚑", "ﷺ", "1e999", "NaN", "<script>alert(1)</script>", "{place}",
    "%00%ff", "\u202eabc", "0000-00_9999-99", "١٩٩٩", "None", "-1", "a" * 500, "\ud7ff", "&&==", "+", "²", "٣", "İ",
    "\t\r\n;",
)  # fmt: skip
"""Words that are no answer to anything."""
UNFOLLOWED = frozenset(NONSENSE) - {"\t\r\n;"}
"""Of nothing but blanks and stops nothing is left to be told of."""
ALWAYS_READ = ("indicator", "level", "place", "by", "group", "period", "view", "lang")
"""Of these a word that is not understood is always told; others matter to some views only."""
letters = st.text(max_size=12)
junk = letters | st.sampled_from(NONSENSE)
keys = st.sampled_from([*PARAMETERS, "data", "x", "", "indicator ", "INDICATOR", "view[]"])
stable = settings(
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@st.composite
def broken(draw: st.DrawFn) -> Words:
    """A view's words, some of them mangled, said twice, or beside words we do not have."""
    said: Words = {key: [word] for key, word in draw(st.sampled_from(BASES)).items()}
    for key in draw(st.lists(keys, min_size=1, max_size=3, unique=True)):
        own = said.get(key, [""])[0]
        how = draw(st.integers(0, 4))
        word = draw(junk) if how < 3 else f"{own}{draw(letters)}" if how == 3 else own.upper()
        said[key] = [own, word] if draw(st.booleans()) else [word]
    return said


@st.composite
def addresses(draw: st.DrawFn) -> Words:
    """Words of an address, most of them ours, some mangled, some twice."""
    said: Words = {}
    for key in draw(st.lists(keys, max_size=8, unique=True)):
        known = st.sampled_from(WORDS[key]) if key in WORDS else junk
        said[key] = draw(st.lists(known | known | known | junk, min_size=1, max_size=2))
    return said


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    """The site over synthetic figures, remembering every view it has made."""
    return open_site(example, cache=4096)


def _page() -> Any:
    return next(p for p in dash.page_registry.values() if p["path"] == "/explore")


def _module() -> Any:
    return sys.modules[_page()["module"]]


def query(words: Words) -> str:
    """The words as the browser sends them."""
    return "?" + urlencode([(key, one) for key, several in words.items() for one in several], quote_via=quote)


class Reader:
    """Reads the parts of pages; of a part that a page remembers, once."""

    def __init__(self) -> None:
        self._known: dict[bytes, str] = {}

    def text(self, part: Any) -> str:
        # As it is remembered, or as it is made where an address says a place that is not there.
        sent = orjson.dumps(part, default=lambda component: component.to_plotly_json())
        if sent not in self._known:
            self._known[sent] = text(part)
        return self._known[sent]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def shows_something(said: str, catalog: Catalog) -> bool:
    """The page names an indicator and says where its figures come from."""
    return any(i.title in said for i in catalog.indicators.values()) and catalog.version in said


def asked(site: Site, reader: Reader, words: Words, *, opened: bool) -> tuple[str, str]:
    """The notices and the whole text of a page; opened, or followed, as the browser sends the address to the callback.

    Opened, as Dash hands the words to the layout: the last of what is said twice is the one that counts.
    """
    with site.app.server.app_context(), use_language("en"):
        if opened:
            page = _page()["layout"](**{key: said if len(said) > 1 else said[0] for key, said in words.items()})
            found = {part.id: part.children for part in _held(page) if getattr(part, "id", "") in PARTS}
            rail, told, head, panels = (found[name] for name in PARTS)
        else:
            rail, told, head, panels, *_ = _module().show(query(words))
        return text(told), " ".join(reader.text(part) for part in (rail, head, panels))


PARTS = ("explore-rail", "explore-notices", "explore-head", "explore-panels")


def _held(page: Any) -> Iterator[Any]:
    """The page's own divisions, without what stands in them."""
    for part in page.children:
        yield part
        if getattr(part, "className", "") in ("view", "view-column"):
            yield from _held(part)


@settings(stable, max_examples=BROKEN)
@given(words=broken(), opened=st.booleans())
def test_whatever_is_broken_there_is_a_view_and_a_notice(
    site: Site, reader: Reader, ask: Asked, words: Words, opened: bool
) -> None:
    told, said = asked(site, reader, words, opened=opened)
    assert shows_something(said, ask.catalog), said[:300]
    if any(key in ALWAYS_READ and words[key][-1] in UNFOLLOWED for key in words):
        assert told, words


@settings(stable, max_examples=ANY)
@given(words=addresses(), opened=st.booleans())
def test_whatever_words_of_ours_are_said_together_there_is_a_view(
    site: Site, reader: Reader, ask: Asked, words: Words, opened: bool
) -> None:
    _, said = asked(site, reader, words, opened=opened)
    assert shows_something(said, ask.catalog), said[:300]


# What is not Explore


@settings(stable, max_examples=OVER_HTTP)
@given(words=broken())
def test_an_embedded_view_is_there_whatever_is_asked(site: Site, ask: Asked, words: Words) -> None:
    assert site.get(f"/embed{query(words)}", follow=True).status_code == 200
    assert shows_something(str(site.load("/embed", query(words))), ask.catalog)


@settings(stable, max_examples=OVER_HTTP)
@given(words=st.dictionaries(st.sampled_from(["q", "lang", "only", "view"]), st.lists(junk, min_size=1, max_size=2)))
def test_a_search_says_something_whatever_is_typed(site: Site, words: Words) -> None:
    assert site.get(f"/search{query(words)}", follow=True).status_code == 200
    assert "/explore?indicator=example_" in str(site.load("/search", query(words)))


@settings(stable, max_examples=OVER_HTTP)
@given(words=broken())
def test_an_export_is_a_table_or_a_reason_whatever_is_asked(site: Site, words: Words) -> None:
    answered = site.get(f"/api/v1/views/explore.csv{query(words)}")
    assert answered.status_code in (200, 400)
    said = answered.data.decode("utf-8-sig")
    if answered.status_code == 200:
        assert said.startswith("table,indicator,place,geo_id,")
        assert "Synthetic" in said
    else:
        assert "<h1>" in said


@settings(stable, max_examples=OVER_HTTP)
@given(words=broken(), path=st.sampled_from(["/gaps", "/worst", "/methods", "/nowhere"]))
def test_every_other_page_opens_whatever_is_asked(site: Site, words: Words, path: str) -> None:
    """Gaps has the words of Explore; a group said twice was a failure of the page (`?reference=a&reference=b`)."""
    assert site.get(f"{path}{query(words)}", follow=True).status_code == (404 if path == "/nowhere" else 200)
    assert "h1" in str(site.load(path, query(words))).lower() or path == "/methods"


@settings(stable, max_examples=RAW)
@given(text=letters | st.text("&;=%?#+ .:-_/\\<>\"'0123456789abcdefamp;level=lang", max_size=60))
def test_no_text_behind_a_question_mark_is_a_failure(site: Site, text: str) -> None:
    """As it is typed, not as words: on every page, in every file and in all that the browser fetches."""
    for address in ("/explore", "/embed", "/gaps", "/worst", "/methods", "/search", "/api/v1/views/explore.csv",
                    "/api/v1/views/worst.csv", "/explore/states.json", "/search.json", "/health",
                    "/nowhere"):  # fmt: skip
        assert site.get(f"{address}?{quote(text, safe=TYPED)}", follow=True).status_code < 500, (address, text)
    for address in ("/explore", "/embed", "/gaps", "/worst", "/methods", "/search", "/nowhere"):
        assert site.load(address, f"?{text}")


@settings(stable, max_examples=OVER_HTTP)
@given(words=broken())
def test_the_states_of_a_view_come_whatever_is_asked(site: Site, words: Words) -> None:
    answered = site.get(f"/explore/states.json{query(words)}")
    assert answered.status_code == 200
    assert isinstance(answered.get_json(), dict)
