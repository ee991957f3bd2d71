"""The catalogue with regions in it: places of the level `region`, with what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.catalog.models import Catalog, Indicator
from data.query.pooling.figures import RegionFigures, coverage_of
from data.vocabulary import REGION


def region_catalog(catalog: Catalog, regions: Sequence[RegionFigures]) -> Catalog:
    """The catalogue with regions as places. Its choices (levels, groups, periods) are those that a region has.

    The regions have the names they are to be called by, in the language of the catalogue.
    """
    places = {region.place.geo_id: region.place for region in regions}
    shown: dict[tuple[str, str], set[str]] = {}
    for region in regions:
        for indicator, rows in region.rows.items():
            ids = shown.setdefault((indicator, REGION), set())
            ids.update(row.geo_id for row in rows if row.has_value)
    return replace(
        catalog,
        places={**catalog.places, **places},
        coverage=(*catalog.coverage, *coverage_of(regions, catalog)),
        few_places={**catalog.few_places, **{key: frozenset(ids) for key, ids in shown.items()}},
        residents={**catalog.residents, **_residents(catalog, regions)},
        indicators=_indicators(catalog, regions[0]),
    )


def _residents(catalog: Catalog, regions: Sequence[RegionFigures]) -> dict[str, float]:
    counted = catalog.residents
    return {
        region.place.geo_id: sum(counted[member] for member in region.place.members)
        for region in regions
        if all(member in counted for member in region.place.members)
    }


def _indicators(catalog: Catalog, region: RegionFigures) -> Mapping[str, Indicator]:
    """Indicators that know how the region's figures are made: as those of the published place that stands for it."""
    changed = {
        indicator.id: indicator.model_copy(
            update={"estimation": {**indicator.estimation, REGION: indicator.estimated(level)}}
        )
        for indicator in catalog.indicators.values()
        if indicator.estimation
        and (level := region.level_of(indicator.id))
        and indicator.estimated(level) != indicator.estimated(REGION)
    }
    return {**catalog.indicators, **changed}
