"""Regions that were asked for, held for a while: anyone may make up as many as there are sets of cities and towns."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache

from data.catalog.models import Catalog, Place
from data.query import catalog_queries, queries
from data.query.connection import Database, Identity
from data.query.map_shapes import Shapes
from data.query.pooling.figures import RegionFigures, region_figures
from data.query.pooling.outlines import region_shapes
from data.query.pooling.parts import Parts, read_parts
from data.query.pooling.region_catalog import region_catalog
from data.query.regions.member_code import MemberCodeError, decode
from data.query.regions.region import code_of, region_place, same_places
from data.vocabulary import Level

MOST = 32
"""Regions that are held: each is some hundred figures, and a catalogue of some thousand lines of coverage."""
MOST_BESIDE = 2
"""Regions on one map: that of an address, and the one it is set beside."""
_SEPARATOR = "."
"""Between the codes of the regions of one map; no code has it, and a geo_id has it behind its first word."""


class HeldRegions:
    """Figures, catalogues and outlines of regions. Safe to share between threads; nothing of it is to be changed.

    `counties` gives the shapes of the counties, which a map of regions is drawn with.
    """

    def __init__(self, database: Database, counties: Callable[[Identity], Shapes]) -> None:
        self._database = database
        self._counties = counties
        self._parts = lru_cache(maxsize=2)(self._read_parts)
        self._figures = lru_cache(maxsize=MOST)(self._read_figures)
        self._shapes = lru_cache(maxsize=MOST)(self._draw)

    def figures(self, identity: Identity, plain: Catalog, region: Place) -> RegionFigures:
        """The figures of a region, by its name. `plain` is the catalogue without regions, in English."""
        return self.unnamed(identity, plain, region.geo_id).named(region)

    def unnamed(self, identity: Identity, plain: Catalog, geo_id: str) -> RegionFigures:
        """The figures of a region (its geo_id) by no name that means anything: whoever shows them gives one."""
        return self._figures(identity, _Keyed(plain), geo_id)

    def catalog(self, identity: Identity, plain: Catalog, told: Catalog, regions: tuple[Place, ...]) -> Catalog:
        """The catalogue `told`, in any language, with regions in it."""
        return region_catalog(told, [self.figures(identity, plain, region) for region in regions])

    def shapes(self, identity: Identity, plain: Catalog, key: str) -> Shapes:
        """The shapes of the regions of a key (`shapes_key`). Raises MemberCodeError for a broken one."""
        return self._shapes(identity, _Keyed(plain), key)

    def _read_parts(self, _identity: Identity, keyed: _Keyed) -> Mapping[Level, Parts]:
        levels: tuple[Level, ...] = ("municipality", "county")
        with self._database.cursor() as cursor:
            return {level: read_parts(cursor, keyed.catalog, level) for level in levels}

    def _read_figures(self, identity: Identity, keyed: _Keyed, geo_id: str) -> RegionFigures:
        catalog = keyed.catalog
        region = region_place(catalog, decode(code_of(geo_id), catalog))
        with self._database.cursor() as cursor:
            published = [
                (place, queries.rows_of_place(cursor, catalog, place.geo_id))
                for place in same_places(catalog, region.members)
            ]
        return region_figures(region, catalog, self._parts(identity, keyed), published)

    def _draw(self, identity: Identity, keyed: _Keyed, key: str) -> Shapes:
        first, *codes = key.split(_SEPARATOR)
        if not 1 <= len(codes) <= MOST_BESIDE:
            raise MemberCodeError("length")
        regions = {f"{first}{_SEPARATOR}{code}": decode(code, keyed.catalog) for code in codes}
        with self._database.cursor() as cursor:
            towns = json.loads(catalog_queries.boundary(cursor, "municipality") or '{"features": []}')
        return region_shapes(key, regions, towns, self._counties(identity))


def shapes_key(regions: tuple[Place, ...]) -> str:
    """Key of the shapes of some regions: the geo_id of the first, and the codes of the others."""
    first, *others = (region.geo_id for region in regions)
    return _SEPARATOR.join([first, *map(code_of, others)])


class _Keyed:
    """A catalogue as part of a key: it is told apart by the file, whose identity stands beside it."""

    __slots__ = ("catalog",)

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed)

    def __hash__(self) -> int:
        return 0
