"""Every period and group of a view in one answer, so that changing either asks the server nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from flask import Flask, Response, request
from plotly.io.json import to_json_plotly

from components.explore import parts
from data.address import parse
from data.address_words import read_query
from data.answers import Answers
from data.catalog import Catalog
from data.language import speak
from data.selection import Selection
from data.views import pieces
from data.vocabulary import OVERALL, Period
from pages.addresses import answers

MOST = 130
"""More states than this (months of years for eight groups) would be slow to make; the browser then asks for each."""
MOST_PIECES = 6000
"""Small multiples of towns are heavy, and most of their panels show every period at once: they are asked for too."""


def register(server: Flask) -> None:
    """Give a server the address `/explore/states.json?…`, which takes the words of a view's address."""
    server.add_url_rule("/explore/states.json", view_func=states)


def states() -> Response:
    """What the page shows, by the query of every period and group that the view's own controls lead to."""
    source = answers()
    words = read_query(request.query_string.decode("utf-8", "replace"))
    selection, _ = parse(words, source.catalog)
    # Its own language, whatever the page speaks that asks: what is made here is remembered for every reader.
    speak(selection.language)
    found = Response(_document(source, source.catalog.version, _bare(selection)), mimetype="application/json")
    if request.args.get("v") == source.catalog.version:
        found.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return found


def siblings(selection: Selection, catalog: Catalog) -> Iterator[Selection]:
    """The view in every period of every group that can be chosen beside it."""
    level, indicator = selection.level, selection.indicator
    everyone = [OVERALL] if OVERALL in catalog.dimensions(indicator, level) else []
    strata = catalog.strata(indicator, selection.by, level) if selection.by != OVERALL else ()
    for group in [*everyone, *strata]:
        own = replace(selection, group=group)
        for period in catalog.periods(indicator, level, own.dimension, group):
            yield replace(own, period=period)


def _bare(selection: Selection) -> Selection:
    """The same for every sibling: what the document is remembered by."""
    return replace(selection, group=OVERALL, period=_ANY)


_ANY = Period.years(2000)


@lru_cache(maxsize=24)
def _document(source: Answers, _version: str, selection: Selection) -> str:
    found = list(siblings(selection, source.catalog))
    light = len(found) <= MOST and sum(pieces(s, source.catalog) for s in found) <= MOST_PIECES
    known = {s.query(): list(parts(source.to(s), (), "/explore")) for s in found} if light else {}
    text: str = to_json_plotly(known)
    return text
