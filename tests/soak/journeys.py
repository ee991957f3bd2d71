"""What readers do: pages, choices, searches, files and the API in three languages, as one asks for them by hand.

A journey is a generator of requests; what comes back goes into it, so that the next request can follow what it says.
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlencode

from data.catalog.models import Catalog
from data.query.selection import Selection
from tests.questions import every
from tests.site import callback_body

LANGUAGES = ("en", "es", "pt")
PAGES = (
    "/", "/places", "/gaps", "/regions", "/data", "/methods", "/about", "/worst", "/maternity-access", "/briefing",
)  # fmt: skip
LIGHT, HEAVY = ("csv", "json", "parquet", "svg"), ("png", "xlsx", "pdf", "docx", "pptx")
BOOKS = ("pdf", "docx", "json")
TYPED = ("wor", "worcester", "overd", "overdose boston", "asthma", "mortality black", "springfi", "02139", "zzz")


@dataclass(frozen=True)
class Ask:
    """A request: its address, what is posted as JSON, and how long the reader looks at the page before it."""

    address: str
    body: object = None
    rest: float = 0.0


@dataclass(frozen=True)
class Answered:
    """What came: the status, the headers in small letters, and the content, unpacked."""

    status: int
    headers: dict[str, str]
    content: bytes


Journey = Generator[Ask, Answered, None]


T = TypeVar("T")


class Deck(Generic[T]):
    """Cards that readers draw from, each as often as it is in the deck before any comes again.

    So what is asked for differs from one part of a soak to another by little: a briefing takes as long as a hundred
    pages, and the dice alone gave the last third twice as many of them as the first. Safe to share between threads.
    """

    def __init__(self, cards: Sequence[T], dice: random.Random) -> None:
        self._cards, self._dice = tuple(cards), dice
        self._left: list[T] = []
        self._lock = threading.Lock()

    def draw(self) -> T:
        """The next card."""
        with self._lock:
            if not self._left:
                self._left = self._dice.sample(self._cards, len(self._cards))
            return self._left.pop()


@dataclass(frozen=True)
class World:
    """What there is to ask for."""

    catalog: Catalog
    dependencies: list[dict[str, object]]
    views: list[Selection] = field(default_factory=list)
    kinds: Deck[Callable[[World, random.Random], Journey]] = field(
        default_factory=lambda: Deck([maker for maker, often in OFTEN for _ in range(often)], random.Random(1))
    )
    light: Deck[str] = field(default_factory=lambda: Deck(LIGHT, random.Random(2)))
    heavy: Deck[str] = field(default_factory=lambda: Deck(HEAVY, random.Random(3)))
    books: Deck[str] = field(default_factory=lambda: Deck(BOOKS, random.Random(4)))

    @classmethod
    def of(cls, catalog: Catalog, dependencies: list[dict[str, object]]) -> World:
        """The world of a catalogue and of the callbacks that the site lists."""
        return cls(catalog, dependencies, list(every(catalog)))


def journey(world: World, dice: random.Random) -> Journey:
    """One at random; most readers explore."""
    return world.kinds.draw()(world, dice)


def explore(world: World, dice: random.Random) -> Journey:
    """A view, its outlines, what is fetched ahead, then choices through the server; at the end a card of the link."""
    views = [_spoken(view, dice) for view in dice.sample(world.views, 5)]
    answered = yield Ask(f"/explore{views[0]}", rest=dice.uniform(0.2, 1))
    version = answered.headers.get("data-version", "")
    found = re.search(rb"/shapes/[^\"&]+\.json\?v=[\w-]+", answered.content)
    if found:
        yield Ask(found[0].decode())
    if dice.random() < 0.4:
        yield Ask(f"/explore/states.json{views[0]}&v={version}", rest=1.5)
    for query in views[1 : dice.randint(2, 5)]:
        values = {"explore-asked.data": query}
        body = callback_body(world.dependencies, "explore-head.children", values, "explore-asked.data")
        yield Ask("/_dash-update-component", body, rest=dice.uniform(0.5, 3))
    if dice.random() < 0.1:
        yield Ask(f"/card.png{views[-1]}&page=/explore")
    if dice.random() < 0.1:
        yield Ask(f"/embed{views[-1]}")


def reading(world: World, dice: random.Random) -> Journey:
    """Some of the fixed pages, one after the other."""
    for path in dice.sample(PAGES, 3):
        yield Ask(f"{path}{_language(dice)}", rest=dice.uniform(0.5, 3))
    yield Ask(f"/data/{dice.choice(sorted(world.catalog.questions))}{_language(dice)}", rest=dice.uniform(0.5, 2))


def searching(_: World, dice: random.Random) -> Journey:
    """Letters typed one after the other, then the page of hits."""
    said = dice.choice(TYPED)
    for length in range(2, len(said) + 1, 2):
        yield Ask(f"/search.json?{urlencode({'q': said[:length], 'lang': dice.choice(LANGUAGES)})}", rest=0.15)
    yield Ask(f"/search?{urlencode({'q': said, 'lang': dice.choice(LANGUAGES)})}", rest=0.3)


def profile(world: World, dice: random.Random) -> Journey:
    """A place, and the same beside another."""
    places = [place.slug for level in ("county", "municipality") for place in world.catalog.places_of(level)]
    one, other = dice.sample(places, 2)
    lang = dice.choice(LANGUAGES)
    yield Ask(f"/place/{one}?lang={lang}", rest=dice.uniform(0.3, 2))
    yield Ask(f"/place/{one}?with={other}&lang={lang}", rest=dice.uniform(1, 3))
    if dice.random() < 0.2:
        yield Ask(f"/api/v1/views/place.pdf?place={one}&lang={lang}", rest=1)


def programs(world: World, dice: random.Random) -> Journey:
    """A program that reads the catalogue and then figures, part by part; and the files of a series."""
    indicator = dice.choice(sorted(world.catalog.indicators))
    yield Ask(f"/api/v1/{dice.choice(('indicators', 'questions', 'places', 'sources', 'version', 'openapi.json'))}")
    form = dice.choice(("json", "csv", "parquet"))
    answered = yield Ask(f"/api/v1/observations?indicator={indicator}&limit=200&format={form}", rest=0.3)
    for _ in range(2):
        more = re.search(r"<[^>]*?(/api/[^>]+)>; rel=\"next\"", answered.headers.get("link", ""))
        if more is None:
            break
        answered = yield Ask(more[1], rest=0.3)
    yield Ask(f"/export/series/{indicator}.csv" if dice.random() < 0.5 else "/sitemap.xml", rest=0.5)


def files(world: World, dice: random.Random) -> Journey:
    """A view, and then the view in some formats."""
    query = _spoken(dice.choice(world.views), dice)
    yield Ask(f"/explore{query}", rest=dice.uniform(0.5, 1.5))
    for kind in (world.light.draw(), world.heavy.draw()):
        yield Ask(f"/api/v1/views/explore.{kind}{query}", rest=dice.uniform(1, 3))


def briefing(world: World, dice: random.Random) -> Journey:
    """A briefing that is made ready, as a page and as a file."""
    words = {"lang": dice.choice(LANGUAGES), "place": dice.choice(world.catalog.places_of("county")).slug}
    yield Ask(f"/briefing?{urlencode(words)}", rest=dice.uniform(0.5, 2))
    yield Ask(f"/api/v1/briefing.{world.books.draw()}?{urlencode(words)}", rest=1)


OFTEN = ((explore, 10), (reading, 4), (searching, 3), (profile, 3), (programs, 3), (files, 2), (briefing, 1))
"""Journeys, and how many of 26 each is."""


def dependencies_of(content: bytes) -> list[dict[str, object]]:
    """The callbacks of the site, as `/_dash-dependencies` lists them."""
    found: list[dict[str, object]] = json.loads(content)
    return found


def _spoken(view: Selection, dice: random.Random) -> str:
    lang = dice.choice(LANGUAGES)
    return view.query() + ("" if lang == "en" else f"&lang={lang}")


def _language(dice: random.Random) -> str:
    lang = dice.choice(LANGUAGES)
    return "" if lang == "en" else f"?lang={lang}"
