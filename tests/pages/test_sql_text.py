"""No word of a request is in the text of a statement: words are given beside it, and texts are a small fixed set."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import dash
import duckdb
import pytest

from components.page.paths import BRIEFING
from data.query.regions.member_code import encode
from data.query.url_parameters import KNOWN
from pages.responses.api.problems import API
from tests.questions import Asked
from tests.site import Site, open_site

MARK = "zqmark"
MARKED = (f"{MARK}' OR 1=1 --", f'{MARK}"; DROP TABLE observation; --', f"{MARK}$1 {{}} %s \\'", f"{MARK}")
"""Words that would end a literal, a name or a statement, were they in one."""
OF_API = ("indicator", "level", "place", "geo_id", "by", "group", "period", "limit", "offset", "format", "question")
SOUND = {"indicator": "example_deaths", "level": "county", "group": "black_nh", "period": "2021-2023",
         "place": "suffolk-county"}  # fmt: skip
ONE_BY_ONE = ("/api/v1/observations", "/api/v1/measures", "/api/v1/regions", "/api/v1/views/explore.csv",
              "/search.json", "/explore/states.json")  # fmt: skip
STILL = ("/_", "/static", "/assets", "/typeface", "/style.css")
"""Starts of addresses whose answer is the same whatever is asked; the letters alone take three seconds to make."""
PASSED = {"fetchall", "fetchone", "close", "description", "interrupt"}
"""What of a connection holds no statement."""


class Recorder:
    """A connection that remembers the text of each statement. Nothing but `execute` is let through that takes one."""

    texts: list[str]

    def __init__(self, connection: Any, texts: list[str]) -> None:
        self._connection, self.texts = connection, texts

    def execute(self, text: str, *parameters: Any) -> Recorder:
        self.texts.append(text)
        self._connection.execute(text, *parameters)
        return self

    def cursor(self) -> Recorder:
        return Recorder(self._connection.cursor(), self.texts)

    def __enter__(self) -> Recorder:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def __getattr__(self, name: str) -> Any:
        assert name in PASSED, f"a statement may go through {name}"
        return getattr(self._connection, name)


@pytest.fixture(scope="module")
def recorded(example: Path) -> Iterator[tuple[Site, list[str]]]:
    """A site that remembers no answer, and the texts of all statements since it began."""
    texts: list[str] = []
    connect = duckdb.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duckdb, "connect", lambda *args, **words: Recorder(connect(*args, **words), texts))
        yield open_site(example, cache=0, preload_seconds=0.01), texts


def paths(site: Site, filled: str) -> Iterator[str]:
    """Every address the site has that answers a GET, with a word for each of its parts."""
    rules = [rule for rule in site.app.server.url_map.iter_rules() if "GET" in rule.methods]
    own = [rule.rule for rule in rules if not rule.rule.startswith(STILL)]
    pages = [page["path_template"] or page["path"] for page in dash.page_registry.values()]
    for path in dict.fromkeys((*own, *pages)):
        yield re.sub(r"<.*?>", quote(filled, safe=""), path)


def query(words: dict[str, str]) -> str:
    return "?" + urlencode(words, quote_via=quote)


def ask_everything(site: Site, code: str) -> int:
    """Ask for every address with marked words, all at once and one by one, and send what is sent. How many."""
    asked = 0

    def ask(address: str) -> None:
        nonlocal asked
        with site.client.get(address) as answered:
            assert answered.status_code < 500, address
        asked += 1

    names = dict.fromkeys((*KNOWN, *OF_API))
    for n, filled in enumerate((MARK, MARKED[0])):
        for path in paths(site, filled):
            ask(path + query({name: MARKED[(n + k) % len(MARKED)] for k, name in enumerate(names)}))
    for path in ONE_BY_ONE:
        for k, name in enumerate(names):
            ask(path + query({**SOUND, name: MARKED[k % len(MARKED)]}))
            if name in SOUND:
                ask(path + query({**SOUND, name: f"{SOUND[name]}' OR '{MARK}' = '{MARK}"}))
    # Words that are shown: the name of a region is anyone's, and stands in titles and addresses.
    region = {"members": code, "name": f"{MARK}'s; $about", "with": "hampden-county"}
    for kind in ("csv", "parquet", "json"):
        ask(f"/api/v1/views/region.{kind}{query(region)}")
        ask(f"/api/v1/views/explore.{kind}{query({**SOUND, **region, 'level': 'region'})}")
        ask(f"/api/v1/observations{query({'indicator': 'example_deaths', 'format': kind})}")
    ask(f"/regions{query(region)}")
    return asked + send_everything(site)


def send_everything(site: Site) -> int:
    sent = 0
    for word in MARKED[:2]:
        view = {"page": "explore", "words": {**SOUND, "place": word, "period": word}, "heading": word, "said": word}
        for text in (json.dumps({"briefing": 1, "title": word, "views": [view]}), word):
            for address in (BRIEFING, f"{API}/briefing.json"):
                form = {"views": text, "title": word, "heading-1": word, "do": word}
                assert site.client.post(address, data=form).status_code < 500
                sent += 1
        asked = query({**SOUND, "place": word, "group": word, "view": "table"})
        for callback in (
            site.show,
            lambda search: site.load("/embed", search),
            lambda search: site.load(f"/place/{MARK}", search),
        ):
            callback(asked)
            sent += 1
    return sent


def test_no_word_of_a_request_is_in_the_text_of_a_statement(recorded: tuple[Site, list[str]], ask: Asked) -> None:
    site, texts = recorded
    towns = [place.geo_id for place in ask.catalog.places_of("municipality")][:3]
    code = encode(towns, ask.catalog)
    assert ask_everything(site, code) >= 370
    assert len(texts) >= 100, "statements were seen"
    assert [text for text in set(texts) if MARK in text.lower()] == []
    values = [*ask.catalog.indicators, *ask.catalog.by_slug, *towns, code, "2021-01-01", "2023-12-31"]
    assert [
        (value, text) for value in values for text in set(texts) if re.search(rf"\b{re.escape(value)}\b", text)
    ] == []
    # Of temporary files and of the database alone is a path in a text: of our own, not of an address.
    kinds = {re.sub(r"'[^']*'", "''", text) if "ATTACH" in text or "allowed_" in text else text for text in texts}
    assert len(kinds) <= 80


def test_a_statement_that_holds_a_word_is_found(tmp_path: Path) -> None:
    """The recorder sees what it is there to see."""
    texts: list[str] = []
    with Recorder(duckdb.connect(), texts) as connection:
        connection.cursor().execute(f"SELECT '{MARK}'")
        with pytest.raises(AssertionError, match="may go through sql"):
            connection.sql("SELECT 1")
    assert texts == [f"SELECT '{MARK}'"]
