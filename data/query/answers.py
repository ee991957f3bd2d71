"""Answers by selection, remembered for as long as the file they came from is the one in place."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from cachetools import LRUCache

from data.catalog.models import Catalog
from data.catalog.translation import translated
from data.errors import DatabaseUnavailableError
from data.language import LANGUAGES, language
from data.query import catalog_queries, queries
from data.query.connection import Database, Identity
from data.query.held_rows import LARGEST, HeldRows
from data.query.map_shapes import Shapes, shapes
from data.query.maternity import read
from data.query.maternity.statements import Statement
from data.query.related import multiples_by, related_selections
from data.query.rows import Rows
from data.query.selection import Answer, ClassValues, Selection
from data.vocabulary import CLASSES, EACH, OVERALL

log = logging.getLogger(__name__)

MOST_HELD = 60_000
"""Rows of indicators that are held at once, the least used let go first: about 30 MB, and more than the snapshot has,
so that in practice each indicator is read once."""


class Answers:
    """Cached answers to selections. Safe to share between threads; answers are shared too and must not be changed."""

    def __init__(self, database: Database, size: int = 128) -> None:
        self._database = database
        # Two of what there is one of per file: the file in place, and the one before it for requests still under way.
        self._catalog = lru_cache(maxsize=2)(self._read_catalog)
        self._translated = lru_cache(maxsize=2 * len(LANGUAGES))(self._translate)
        self._answer = lru_cache(maxsize=size)(self._read_answer)
        self._held: LRUCache[tuple[Identity, str], HeldRows] = LRUCache(MOST_HELD, getsizeof=len)
        self._holding = threading.Lock()
        self._of_places = lru_cache(maxsize=size)(self._read_of_places)
        self._class_values = lru_cache(maxsize=size)(self._read_class_values)
        self._populations = lru_cache(maxsize=2)(self._read_populations)
        # Of two files, and more than a file has: the four levels with outlines, the state's, and three kinds of area.
        self._shapes = lru_cache(maxsize=16)(self._read_shapes)
        self._groups = lru_cache(maxsize=size)(self._read_groups)
        self._places = lru_cache(maxsize=16)(self._read_places)
        self._of_strata = lru_cache(maxsize=2)(self._read_of_strata)
        self._maternity = lru_cache(maxsize=2)(self._read_maternity)

    @property
    def catalog(self) -> Catalog:
        """Catalogue in the language of the request. Raises DatabaseUnavailableError."""
        return self._translated(self._database.identity, language())

    @property
    def version(self) -> str:
        """The data version, read from the file now. Raises DatabaseUnavailableError."""
        with self._database.cursor() as cursor:
            return catalog_queries.version(cursor)[0]

    def to(self, selection: Selection) -> Answer:
        """The answer to a selection, with those of its view's related selections. Raises DatabaseUnavailableError."""
        answer = self._alone(selection)
        related = tuple(self._alone(other) for other in related_selections(answer))
        return replace(answer, related=related, series=self._series(selection, answer.catalog))

    def _alone(self, selection: Selection) -> Answer:
        # The words and the view of an address change nothing in the rows.
        plain = replace(
            selection, view="map", compare_with="", multiples_by=EACH[0], classes=CLASSES[0], language="en", asked=""
        )
        answer = self._answer(self._database.identity, plain)
        catalog = self._translated(self._database.identity, selection.language)
        told = replace(
            answer,
            selection=selection,
            catalog=catalog,
            place=catalog.by_slug[selection.place] if selection.place else catalog.state,
            indicator=catalog.indicators[selection.indicator],
            shapes=self.shapes(selection.level, selection.kind),
        )
        return told if selection.language == "en" else _renamed(told, catalog)

    def _series(self, selection: Selection, catalog: Catalog) -> Rows | None:
        """Rows of lines of every group or every place, of the trend and of small multiples; None for other views."""
        each = multiples_by(selection, catalog) if selection.view == "multiples" else ""
        if selection.view == "trend" and selection.breakdown != OVERALL:
            each = "group_trend"
        if each == "group_trend":
            place = catalog.by_slug[selection.place] if selection.place else catalog.state
            return _named(self.group_series(selection.indicator, place.geo_id, selection.breakdown), catalog)
        if each == "place_trend":
            rows = self.place_series(selection.indicator, selection.level, selection.kind, selection.group)
            return _named(rows, catalog)
        return None

    def place_series(self, indicator: str, level: str, kind: str, group: str) -> Rows:
        """Rows of every place of a level, all periods; see `queries.place_series`. Raises DatabaseUnavailableError."""
        return self._places(self._database.identity, indicator, level, kind, group)

    def group_series(self, indicator: str, geo_id: str, dimension: str) -> Rows:
        """Rows of every group of a place, all periods; see `queries.group_series`. Raises DatabaseUnavailableError."""
        return self._groups(self._database.identity, indicator, geo_id, dimension)

    def figures_of_strata(self, strata: tuple[queries.Stratum, ...]) -> Mapping[str, Rows]:
        """Published figures of every place in some strata, by indicator, with the `people` behind each.

        See `queries.figures_of_strata` and `queries.people_behind`. Raises DatabaseUnavailableError.
        """
        return self._of_strata(self._database.identity, strata)

    def residents(self, geo_id: str) -> Mapping[tuple[str, int], int]:
        """Residents of a place by stratum and year. Raises DatabaseUnavailableError."""
        return self._populations(self._database.identity).get(geo_id, {})

    def residents_of_all(self) -> queries.Populations:
        """Residents of every place by geo_id, then by stratum and year. Raises DatabaseUnavailableError."""
        return self._populations(self._database.identity)

    def maternity_statements(self) -> tuple[Statement, ...]:
        """Every statement about a maternity unit, by hospital and date. Raises DatabaseUnavailableError."""
        return self._maternity(self._database.identity)

    def shapes(self, level: str, kind: str = "") -> Shapes:
        """The shapes of a level's places, or of a kind of area, to draw maps of. Raises DatabaseUnavailableError."""
        return self._shapes(self._database.identity, kind or level)

    def boundary(self, kind: str) -> str | None:
        """Outlines of a kind of area as GeoJSON text; None without any. Raises DatabaseUnavailableError."""
        with self._database.cursor() as cursor:
            return catalog_queries.boundary(cursor, kind)

    # The file's identity is a parameter only so that it is part of the cache's key.
    def _read_catalog(self, _identity: Identity) -> Catalog:
        with self._database.cursor() as cursor:
            try:
                return catalog_queries.catalog(cursor)
            except ValueError as error:
                # Tables that have the columns, and in them definitions or rows that are not those of this code.
                log.warning("the data file is of another version: %s", error)
                raise DatabaseUnavailableError(
                    "The data file is of another version than the site: run `make build`"
                ) from error

    def _translate(self, identity: Identity, code: str) -> Catalog:
        return translated(self._catalog(identity), code)

    def _read_answer(self, identity: Identity, selection: Selection) -> Answer:
        catalog = self._catalog(identity)
        place = catalog.by_slug[selection.place] if selection.place else catalog.state
        both = self._of_places(identity, selection.indicator, tuple(sorted({place.geo_id, catalog.state.geo_id})))
        of_level = (identity, selection.indicator, selection.level, selection.kind, selection.breakdown)
        values = (self._class_values(*of_level), self._class_values(*of_level, selection.group))
        indicator_rows = self._hold(identity, selection.indicator)
        if indicator_rows is not None:
            level_rows = indicator_rows.places(selection, catalog)
        else:
            with self._database.cursor() as cursor:
                level_rows = queries.places(cursor, catalog, selection)
        residents = (
            queries.residents_without_figure(level_rows, selection.group, self._populations(identity), catalog)
            if selection.level != "state" and not all(row.has_value for row in level_rows)
            else ()
        )
        return queries.answer(catalog, selection, level_rows, both, values, residents)

    def _hold(self, identity: Identity, indicator: str) -> HeldRows | None:
        """Cached rows of an indicator, read at its first view; None for one with more than `LARGEST` rows."""
        with self._holding:
            indicator_rows = self._held.get((identity, indicator))
        if indicator_rows is None:
            catalog = self._catalog(identity)
            if sum(row.places for row in catalog.covered(indicator)) > LARGEST:
                return None
            with self._database.cursor() as cursor:
                indicator_rows = HeldRows(queries.all_rows(cursor, catalog, indicator))
            with self._holding:
                self._held[identity, indicator] = indicator_rows
        return indicator_rows

    def _read_of_places(self, identity: Identity, indicator: str, geo_ids: tuple[str, ...]) -> Rows:
        indicator_rows = self._hold(identity, indicator)
        if indicator_rows is not None:
            return indicator_rows.of_places(geo_ids)
        with self._database.cursor() as cursor:
            return queries.rows_of_places(cursor, self._catalog(identity), indicator, geo_ids)

    def _read_class_values(
        self, identity: Identity, indicator: str, level: str, kind: str, breakdown: str, group: str = ""
    ) -> ClassValues:
        catalog, indicator_rows = self._catalog(identity), self._hold(identity, indicator)
        if indicator_rows is not None:
            return indicator_rows.class_values(level, kind, breakdown, catalog, group)
        with self._database.cursor() as cursor:
            return queries.class_values(cursor, catalog, indicator, level, kind, breakdown, group)

    def _read_of_strata(self, identity: Identity, strata: tuple[queries.Stratum, ...]) -> Mapping[str, Rows]:
        # In English, in which it is known whose residents a figure is of, and without a reader's words.
        catalog, residents = self._catalog(identity), self._populations(identity)
        with self._database.cursor() as cursor:
            found = queries.figures_of_strata(cursor, catalog, strata)
        return {
            indicator: Rows(
                row._replace(
                    people=queries.people_behind(row, catalog.indicators[indicator], residents.get(row.geo_id, {}))
                )
                for row in rows
            )
            for indicator, rows in found.items()
        }

    def _read_populations(self, _identity: Identity) -> queries.Populations:
        with self._database.cursor() as cursor:
            return queries.populations(cursor)

    def _read_maternity(self, _identity: Identity) -> tuple[Statement, ...]:
        with self._database.cursor() as cursor:
            return read.statements(cursor)

    def _read_shapes(self, _identity: Identity, key: str) -> Shapes:
        with self._database.cursor() as cursor:
            outlines, state = catalog_queries.boundary(cursor, key), catalog_queries.boundary(cursor, "state")
        assert outlines is not None
        assert state is not None
        return shapes(key, json.loads(outlines), json.loads(state))

    def _read_groups(self, identity: Identity, indicator: str, geo_id: str, dimension: str) -> Rows:
        defined = self._catalog(identity).indicators[indicator]
        residents = self._populations(identity).get(geo_id, {})
        return queries.group_series(self._of_places(identity, indicator, (geo_id,)), defined, dimension, residents)

    def _read_places(self, identity: Identity, indicator: str, level: str, kind: str, group: str) -> Rows:
        with self._database.cursor() as cursor:
            return queries.place_series(cursor, self._catalog(identity), indicator, level, kind, group)


def _renamed(answer: Answer, catalog: Catalog) -> Answer:
    """Answer whose rows have the names that places have in the language of the catalogue."""
    return replace(
        answer,
        places=_named(answer.places, catalog),
        state=_named(answer.state, catalog),
        overall=_named(answer.overall, catalog),
        groups=_named(answer.groups, catalog),
        trend=_named(answer.trend, catalog),
    )


def _named(rows: Rows, catalog: Catalog) -> Rows:
    """Rows with the names of the catalogue: those of counties and regions are translated."""
    if all(catalog.places[row.geo_id].name == row.name for row in rows):
        return rows
    return Rows(row._replace(name=catalog.places[row.geo_id].name) for row in rows)
