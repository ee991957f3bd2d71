"""Answers by question, remembered for as long as the file they came from is the one in place."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

import pandas as pd

from data import queries
from data.catalog import Catalog
from data.connection import Database, Identity
from data.selection import Answer, Selection
from data.shapes import Shapes, shapes
from data.vocabulary import CLASSES, EACH


class Answers:
    """What pages ask. Safe to share between threads; answers are shared too and must not be changed."""

    def __init__(self, database: Database, size: int = 512) -> None:
        self._database = database
        self._catalog = lru_cache(maxsize=2)(self._read_catalog)
        self._answer = lru_cache(maxsize=size)(self._read_answer)
        self._shapes = lru_cache(maxsize=16)(self._read_shapes)
        self._groups = lru_cache(maxsize=size)(self._read_groups)

    @property
    def catalog(self) -> Catalog:
        """What there is. Raises DatabaseUnavailableError."""
        return self._catalog(self._database.identity)

    @property
    def version(self) -> str:
        """The data version, read from the file now. Raises DatabaseUnavailableError."""
        with self._database.cursor() as cursor:
            return queries.version(cursor)[0]

    def to(self, selection: Selection) -> Answer:
        """The answer to a question. Raises DatabaseUnavailableError."""
        # The words and the view of an address change nothing in the frames.
        asked = replace(selection, view="map", other="", each=EACH[0], classes=CLASSES[0], language="en")
        found = self._answer(self._database.identity, asked)
        return replace(found, selection=selection, shapes=self.shapes(selection.level, selection.kind))

    def group_series(self, indicator: str, geo_id: str, dimension: str) -> pd.DataFrame:
        """Every group of one place in every period; see `queries.group_series`. Raises DatabaseUnavailableError."""
        return self._groups(self._database.identity, indicator, geo_id, dimension)

    def shapes(self, level: str, kind: str = "") -> Shapes:
        """The shapes of a level's places, or of a kind of area, to draw maps of. Raises DatabaseUnavailableError."""
        return self._shapes(self._database.identity, kind or level)

    def boundary(self, kind: str) -> str | None:
        """Outlines of a kind of area as GeoJSON text; None without any. Raises DatabaseUnavailableError."""
        with self._database.cursor() as cursor:
            return queries.boundary(cursor, kind)

    # The file's identity is a parameter only so that it is part of the cache's key.
    def _read_catalog(self, _identity: Identity) -> Catalog:
        with self._database.cursor() as cursor:
            return queries.catalog(cursor)

    def _read_answer(self, identity: Identity, selection: Selection) -> Answer:
        with self._database.cursor() as cursor:
            return queries.answer(cursor, self._catalog(identity), selection)

    def _read_shapes(self, _identity: Identity, key: str) -> Shapes:
        with self._database.cursor() as cursor:
            found, state = queries.boundary(cursor, key), queries.boundary(cursor, "state")
        assert found is not None
        assert state is not None
        return shapes(key, json.loads(found), json.loads(state))

    def _read_groups(self, _identity: Identity, indicator: str, geo_id: str, dimension: str) -> pd.DataFrame:
        with self._database.cursor() as cursor:
            return queries.group_series(cursor, indicator, geo_id, dimension)
