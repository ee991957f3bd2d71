"""States of a view (every period and group) in one response, so that changing either needs no request.

`/explore/states.json` takes the words of a view's address. A document is bounded by what it costs (processor seconds
and compressed bytes): it begins with the states nearest to the one in view, and the browser asks for those it lacks one
by one. What many states share is in it once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import brotli
import orjson
from cachetools import LRUCache
from flask import Flask, Response, request

from data.catalog.models import Catalog
from data.code_release import content_version
from data.query.answers import Answers
from data.query.selection import Selection
from data.query.url import parse_query
from data.query.url_parameters import read_query
from data.vocabulary import OVERALL, Period
from pages.responses.addresses import answers
from pages.responses.admission import RETRY_SECONDS, Admission
from pages.responses.common_parts import shared
from pages.responses.preloading import AbandonedError, BusyError, Preloads, present_on
from pages.responses.rendered import is_rendered, rendered
from pages.responses.sending import FOREVER, packed, query_string

MOST_BYTES = 500_000
"""Compressed: no more than the scripts of the page itself."""
REMEMBERED_BYTES = 3 * 2**20
"""Of all documents of a process: at least six of the largest."""
_EMPTY = b'{"shared":[],"states":{}}'


def register(server: Flask, admission: Admission, seconds: float) -> None:
    """Register the route with a server; a document may take `seconds` of processor time."""
    documents = _Documents(Preloads(admission), seconds)
    server.add_url_rule("/explore/states.json", "states", documents.states)


class _Documents:
    """The documents that a server has made."""

    def __init__(self, preloads: Preloads, seconds: float) -> None:
        self._preloads = preloads
        self._seconds = seconds
        self._remembered: LRUCache[tuple[str, Selection], bytes] = LRUCache(REMEMBERED_BYTES, getsizeof=len)

    def states(self) -> Response:
        """JSON of a view's nearest states (periods, groups) by query string; 204 while pages need the server."""
        source = answers()
        words = read_query(query_string())
        selection, _ = parse_query(words, source.catalog)
        version = content_version(source.catalog.version)
        if request.headers.get("Save-Data", "").lower() == "on":
            return Response(_EMPTY, mimetype="application/json", headers={"Cache-Control": "no-store"})
        try:
            document = self._of(source, version, selection)
        except (BusyError, AbandonedError):
            # No error: nothing that the reader asked for has failed.
            return Response(status=204, headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"})
        asked = request.args.get("v")
        kept = {} if asked is None else {"Cache-Control": FOREVER if asked == version else "no-store"}
        return packed(document, "application/json", **kept)

    def _of(self, source: Answers, version: str, selection: Selection) -> bytes:
        # A document of every state is the same whichever of them is in view.
        for key in ((version, without_group_and_period(selection)), (version, selection)):
            entry = self._remembered.get(key)
            if entry is not None:
                return entry
        order = nearest(selection, source.catalog_of(selection))

        def steps() -> Iterator[bytes | None]:
            states: dict[str, dict[str, Any]] = {}
            for state, content in self._affordable(source, version, order):
                states[state.query()] = content
                yield None
            document, complete = compressed(states)
            whole = complete and len(states) == len(order)
            self._remembered[version, without_group_and_period(selection) if whole else selection] = document
            yield document

        return self._preloads.make((version, selection), steps, present_on(request.environ.get("gunicorn.socket")))

    def _affordable(
        self, source: Answers, version: str, order: list[Selection]
    ) -> Iterator[tuple[Selection, dict[str, Any]]]:
        """States in their order, until the next would take more than the seconds allow."""
        spent = longest = 0.0
        for state in order:
            if spent + longest > self._seconds and not is_rendered(source, version, state):
                continue
            began = time.thread_time()
            content = rendered(source, version, state)
            took = time.thread_time() - began
            spent, longest = spent + took, max(longest, took)
            yield state, content


def sibling_selections(selection: Selection, catalog: Catalog) -> Iterator[Selection]:
    """Sibling selections: the view in every period of every group."""
    level, indicator = selection.level, selection.indicator
    everyone = [OVERALL] if OVERALL in catalog.dimensions(indicator, level) else []
    strata = catalog.strata(indicator, selection.breakdown, level) if selection.breakdown != OVERALL else ()
    for group in [*everyone, *strata]:
        sibling = replace(selection, group=group)
        for period in catalog.periods(indicator, level, sibling.dimension, group):
            yield replace(sibling, period=period)


def nearest(selection: Selection, catalog: Catalog) -> list[Selection]:
    """The siblings of a view, itself first: those one choice away before the others, near periods before far ones."""

    def away(state: Selection) -> tuple[int, float]:
        choices = (state.group != selection.group) + (state.period != selection.period)
        return choices, abs(state.period.midpoint - selection.period.midpoint)

    return sorted(sibling_selections(selection, catalog), key=away)


def without_group_and_period(selection: Selection) -> Selection:
    """Key that all sibling selections share."""
    return replace(selection, group=OVERALL, period=_ANY)


_ANY = Period.years(2000)


def compressed(states: dict[str, dict[str, Any]]) -> tuple[bytes, bool]:
    """A document of states, compressed (Brotli), and whether all of them are in it: the last give way to the bound."""
    kept = dict(states)
    while True:
        document = brotli.compress(orjson.dumps(shared(kept)), quality=5)
        if len(document) <= MOST_BYTES or not kept:
            return document, len(kept) == len(states)
        fewer = min(len(kept) - 1, len(kept) * MOST_BYTES // len(document))
        kept = dict(list(kept.items())[:fewer])
