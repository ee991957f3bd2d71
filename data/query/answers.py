"""Answers by selection, remembered for as long as the file they came from is the one in place."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial

from cachetools import LRUCache, cached

from data.catalog.models import Catalog, Place
from data.catalog.translation import translated
from data.errors import DatabaseUnavailableError
from data.language import LANGUAGES, language, use_language
from data.query import catalog_queries, queries
from data.query.connection import Database, Identity
from data.query.held_rows import LARGEST, ClassesByGroup, HeldRows
from data.query.map_shapes import Shapes, shapes
from data.query.maternity import read
from data.query.maternity.statements import Statement
from data.query.pooling.figures import RegionFigures
from data.query.pooling.held_regions import MOST, HeldRegions, shapes_key
from data.query.published.files import Publication, read_whole
from data.query.regions.member_code import decode
from data.query.regions.region import OWN, code_of, is_region, regions_in
from data.query.regions.region_words import read_regions
from data.query.related import multiples_by, related_selections
from data.query.rows import Rows, joined
from data.query.selection import Answer, Selection
from data.query.url import parse_query
from data.settings import Settings
from data.vocabulary import CLASSES, EACH, OVERALL, REGION, Level

log = logging.getLogger(__name__)

MOST_HELD = 60_000
"""Rows of indicators that are held at once, the least used let go first: about 30 MB, and more than the snapshot has,
so that in practice each indicator is read once."""
MOST_CLASS_VALUES = 500_000
"""Figures that map classes are made of, held at once: about 20 MB. Those of the snapshot are part of its held rows."""

_OF_ANOTHER_VERSION = "The data file is of another version than the site: run `make build`"


class Answers:
    """Cached answers to selections. Safe to share between threads; answers are shared too and must not be changed."""

    def __init__(self, database: Database, size: int = 128) -> None:
        self._database = database
        self._publication = Publication(database)
        # Two of what there is one of per file: the file in place, and the one before it for requests still under way.
        self._catalog = lru_cache(maxsize=2)(self._read_catalog)
        self._translated = lru_cache(maxsize=2 * len(LANGUAGES))(self._translate)
        self._answer = lru_cache(maxsize=size)(self._read_answer)
        self._held: LRUCache[tuple[Identity, str], HeldRows] = LRUCache(MOST_HELD, getsizeof=len)
        self._holding = threading.Lock()
        self._of_places = lru_cache(maxsize=size)(self._read_of_places)
        values: LRUCache[tuple[object, ...], ClassesByGroup] = LRUCache(
            MOST_CLASS_VALUES if size else 0, getsizeof=lambda found: len(found[""]) + 1
        )
        self._class_values = cached(values, lock=threading.Lock())(self._read_class_values)
        self._number = lru_cache(maxsize=1024)(self._read_number)
        self._populations = lru_cache(maxsize=2)(self._read_populations)
        # Of two files, and more than a file has: the four levels with outlines, the state's, and three kinds of area.
        self._shapes = lru_cache(maxsize=16)(self._read_shapes)
        self._groups = lru_cache(maxsize=size)(self._read_groups)
        self._places = lru_cache(maxsize=16)(self._read_places)
        self._of_strata = lru_cache(maxsize=2)(self._read_of_strata)
        self._regions = HeldRegions(database, lambda identity: self._shapes(identity, "county"))
        self._extended = lru_cache(maxsize=MOST)(self._extend)
        self._maternity = lru_cache(maxsize=2)(self._read_maternity)
        database.check_with(self._examine)

    @classmethod
    def over(cls, settings: Settings) -> Answers:
        """Answers over the file the settings name; it may be missing."""
        return cls(Database(settings.database, settings.memory_limit), settings.answer_cache)

    @property
    def catalog(self) -> Catalog:
        """Catalogue in the language of the request. Raises DatabaseUnavailableError."""
        return self._translated(self._database.identity, language())

    @property
    def publication(self) -> Publication:
        """What is published as files: the file itself, the series of an indicator, the package, release notes."""
        return self._publication

    @property
    def version(self) -> str:
        """The data version, read from the file now. Raises DatabaseUnavailableError."""
        with self._database.cursor() as cursor:
            return catalog_queries.version(cursor)[0]

    @property
    def database(self) -> Database:
        """The file behind the answers: to pin it, and to know whether it is the one in place."""
        return self._database

    def to(self, selection: Selection) -> Answer:
        """The answer to a selection, with those of its view's related selections. Raises DatabaseUnavailableError."""
        answer = self._alone(selection)
        related = tuple(self._alone(other) for other in related_selections(answer))
        return replace(answer, related=related, series=self._series(selection, answer.catalog))

    def _alone(self, selection: Selection) -> Answer:
        # The words and the view of an address change nothing in the rows, and a region nothing in those of a level.
        plain = replace(
            selection, view="map", compare_with="", multiples_by=EACH[0], classes=CLASSES[0], language="en", asked="",
            whole_state="",
        )  # fmt: skip
        if selection.level != REGION:
            plain = replace(plain, members="", region_name="", other_members="", other_name="")
        answer = self._answer(self._database.identity, plain)
        catalog = self._catalog_of(self._database.identity, selection)
        told = replace(
            answer,
            selection=selection,
            catalog=catalog,
            place=catalog.by_slug[selection.place] if selection.place else catalog.state,
            indicator=catalog.indicators[selection.indicator],
            shapes=self.shapes(*_drawn(selection, catalog)),
        )
        return told if selection.language == "en" and selection.level != REGION else _renamed(told, catalog)

    def _catalog_of(self, identity: Identity, selection: Selection) -> Catalog:
        """The catalogue of a selection: in its language, with its regions in it."""
        catalog = self._translated(identity, selection.language)
        if not selection.members:
            return catalog
        with use_language(selection.language):
            return catalog.with_regions(read_regions(selection.parameters(), catalog).regions)

    def _series(self, selection: Selection, catalog: Catalog) -> Rows | None:
        """Rows of lines of every group or every place, of the trend and of small multiples; None for other views."""
        each = multiples_by(selection, catalog) if selection.view == "multiples" else ""
        if selection.view == "trend" and selection.breakdown != OVERALL:
            each = "group_trend"
        if each == "group_trend":
            place = catalog.by_slug[selection.place] if selection.place else catalog.state
            return _named(self.group_series(selection.indicator, place.geo_id, selection.breakdown), catalog)
        if each == "place_trend" and selection.level == REGION:
            geo_ids = (*(place.geo_id for place in regions_in(catalog)), catalog.state.geo_id)
            rows = _named(self._of_places(self._database.identity, selection.indicator, geo_ids), catalog)
            return queries.in_time(rows.where(stratum=selection.group))
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
        return self._residents(self._database.identity, geo_id)

    def catalog_of(self, selection: Selection) -> Catalog:
        """The catalogue of a selection: in its language, with its regions in it. Raises DatabaseUnavailableError."""
        return self._catalog_of(self._database.identity, selection)

    def region(self, place: Place) -> RegionFigures:
        """All figures of a region, and where each is from. Raises DatabaseUnavailableError."""
        identity = self._database.identity
        return self._regions.figures(identity, self._catalog(identity), place)

    def residents_of_all(self) -> queries.Populations:
        """Residents of every place by geo_id, then by stratum and year. Raises DatabaseUnavailableError."""
        return self._populations(self._database.identity)

    def maternity_statements(self) -> tuple[Statement, ...]:
        """Every statement about a maternity unit, by hospital and date. Raises DatabaseUnavailableError."""
        return self._maternity(self._database.identity)

    def shapes(self, level: str, kind: str = "") -> Shapes:
        """The shapes of a level's places, of a kind of area or of regions (by their key), to draw maps of.

        Raises DatabaseUnavailableError, and MemberCodeError for a broken key of regions.
        """
        identity = self._database.identity
        if is_region(level):
            return self._regions.shapes(identity, self._catalog(identity), level)
        return self._shapes(identity, kind or level)

    def boundary(self, kind: str) -> str | None:
        """Outlines of a kind of area as GeoJSON text; None without any. Raises DatabaseUnavailableError."""
        with self._database.cursor() as cursor:
            return catalog_queries.boundary(cursor, kind)

    def _examine(self) -> None:
        """Read all of a new file once, and what questions read of each table.

        Raises DatabaseUnavailableError where a part of it is broken or missing.
        """
        identity = self._database.identity
        with self._database.cursor() as cursor:
            read_whole(cursor)
        try:
            catalog = self._catalog(identity)
            self._populations(identity)
            self._maternity(identity)
            if catalog.indicators:
                self.to(parse_query({}, catalog)[0])
        except DatabaseUnavailableError:
            raise
        except Exception as error:
            # Tables that have the names, and in them something else: whatever comes of it, the file before is served.
            log.warning("the data file is of another version: %r", error)
            raise DatabaseUnavailableError(_OF_ANOTHER_VERSION) from error

    # The file's identity is a parameter only so that it is part of the cache's key.
    def _read_catalog(self, _identity: Identity) -> Catalog:
        with self._database.cursor() as cursor:
            try:
                return catalog_queries.catalog(cursor)
            except ValueError as error:
                # Tables that have the columns, and in them definitions or rows that are not those of this code.
                log.warning("the data file is of another version: %s", error)
                raise DatabaseUnavailableError(_OF_ANOTHER_VERSION) from error

    def _translate(self, identity: Identity, code: str) -> Catalog:
        told = translated(self._catalog(identity), code)
        return replace(told, extended=partial(self._extended, identity, code))

    def _extend(self, identity: Identity, code: str, regions: tuple[Place, ...]) -> Catalog:
        return self._regions.catalog(identity, self._catalog(identity), self._translated(identity, code), regions)

    def _read_answer(self, identity: Identity, selection: Selection) -> Answer:
        catalog = self._catalog_of(identity, selection)
        place = catalog.by_slug[selection.place] if selection.place else catalog.state
        both = self._of_places(identity, selection.indicator, tuple(sorted({place.geo_id, catalog.state.geo_id})))
        level = selection.level if selection.level != REGION else self._level_of_parts(identity, selection, catalog)
        classes = self._class_values(identity, selection.indicator, level, selection.kind, selection.breakdown)
        values = (classes[""], classes.get(selection.group, ()))
        indicator_rows = self._hold(identity, selection.indicator)
        if selection.level == REGION:
            both = _named(both, catalog)
            geo_ids = tuple(region.geo_id for region in regions_in(catalog))
            level_rows = _named(self._of_places(identity, selection.indicator, geo_ids), catalog).where(
                stratum=selection.group, period=selection.period.slug
            )
        elif indicator_rows is not None:
            level_rows = indicator_rows.places(selection, catalog)
        else:
            with self._database.cursor() as cursor:
                level_rows = queries.places(cursor, catalog, selection)
        residents = (
            queries.residents_without_figure(level_rows, selection.group, self._populations(identity), catalog)
            if selection.level != "state" and not all(row.has_value for row in level_rows)
            else ()
        )
        answer = queries.answer(catalog, selection, level_rows, both, values, residents)
        if selection.level != REGION:
            return answer
        figures = self._regions.unnamed(identity, self._catalog(identity), catalog.by_slug[OWN].geo_id)
        basis = figures.basis(selection.indicator, selection.group, selection.period.slug)
        # As it is held, it holds no catalogue with regions in it: they are many, and `_alone` gives it the one asked.
        return replace(answer, region=basis, catalog=self._catalog(identity))

    def _level_of_parts(self, identity: Identity, selection: Selection, catalog: Catalog) -> Level:
        """The level whose figures the classes of a map of regions are made of: what the region's own are made of."""
        figures = self._regions.unnamed(identity, self._catalog(identity), catalog.by_slug[OWN].geo_id)
        return figures.level_of(selection.indicator) or "municipality"

    def _hold(self, identity: Identity, indicator: str) -> HeldRows | None:
        """Cached rows of an indicator, read at its first view; None for one with more than `LARGEST` rows."""
        with self._holding:
            indicator_rows = self._held.get((identity, indicator))
        if indicator_rows is None:
            if self._number(identity, indicator) > LARGEST:
                return None
            with self._database.cursor() as cursor:
                indicator_rows = HeldRows(queries.all_rows(cursor, self._catalog(identity), indicator))
            with self._holding:
                self._held[identity, indicator] = indicator_rows
        return indicator_rows

    def _read_number(self, identity: Identity, indicator: str) -> int:
        return sum(row.places for row in self._catalog(identity).covered(indicator))

    def _read_of_places(self, identity: Identity, indicator: str, geo_ids: tuple[str, ...]) -> Rows:
        regions = tuple(geo_id for geo_id in geo_ids if is_region(geo_id))
        if regions:
            plain = self._catalog(identity)
            own = [self._regions.unnamed(identity, plain, geo_id).of(indicator) for geo_id in regions]
            others = tuple(geo_id for geo_id in geo_ids if geo_id not in regions)
            return joined([*own, self._of_places(identity, indicator, others)] if others else own)
        indicator_rows = self._hold(identity, indicator)
        if indicator_rows is not None:
            return indicator_rows.of_places(geo_ids)
        if len(geo_ids) > 1:  # one by one: the state is asked for with every other place
            return joined(self._of_places(identity, indicator, (geo_id,)) for geo_id in geo_ids)
        with self._database.cursor() as cursor:
            return queries.rows_of_places(cursor, self._catalog(identity), indicator, geo_ids)

    def _read_class_values(
        self, identity: Identity, indicator: str, level: str, kind: str, breakdown: str
    ) -> ClassesByGroup:
        catalog, indicator_rows = self._catalog(identity), self._hold(identity, indicator)
        if indicator_rows is not None:
            return indicator_rows.class_values(level, kind, breakdown, catalog)
        with self._database.cursor() as cursor:
            return queries.class_values(cursor, catalog, indicator, level, kind, breakdown)

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

    def _residents(self, identity: Identity, geo_id: str) -> Mapping[tuple[str, int], int]:
        counted = self._populations(identity)
        if not is_region(geo_id):
            return counted.get(geo_id, {})
        members = [counted.get(member, {}) for member in decode(code_of(geo_id), self._catalog(identity))]
        known = set(members[0]).intersection(*members)  # a year in which not all are known is none of the region's
        return {key: sum(of_member[key] for of_member in members) for key in sorted(known)}

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
        residents = self._residents(identity, geo_id)
        return queries.group_series(self._of_places(identity, indicator, (geo_id,)), defined, dimension, residents)

    def _read_places(self, identity: Identity, indicator: str, level: str, kind: str, group: str) -> Rows:
        with self._database.cursor() as cursor:
            return queries.place_series(cursor, self._catalog(identity), indicator, level, kind, group)


def _drawn(selection: Selection, catalog: Catalog) -> tuple[str, str]:
    """The level and the kind whose outlines a map of a selection has; of regions, the key of theirs."""
    if selection.level == REGION:
        return shapes_key(regions_in(catalog)), ""
    return selection.level, selection.kind


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
    """Rows with the names of the catalogue: those of counties and regions are translated, a reader's own are given."""
    places = catalog.places
    if all((places[row.geo_id].name, places[row.geo_id].slug) == (row.name, row.slug) for row in rows):
        return rows
    return Rows(row._replace(name=places[row.geo_id].name, slug=places[row.geo_id].slug) for row in rows)
