"""All figures of a region: those published of the place that has its members, else pooled of its towns or counties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from data.catalog.models import Catalog, Coverage, Place
from data.query.pooling.parts import Parts
from data.query.pooling.sums import Key, Pooled, counties_of, own_rows, pool
from data.query.regions.origins import Missing, Origin, RegionBasis
from data.query.rows import Row, Rows
from data.vocabulary import REGION, Level, Period


@dataclass(frozen=True, eq=False)
class RegionFigures:
    """Figures of a region by indicator, each indicator's in the order of groups and periods.

    `same`: the published places that have the same members. `origins` tell where each figure is from, `missing` which
    parts leave one open, by indicator, stratum and period.
    """

    place: Place
    same: tuple[Place, ...]
    rows: Mapping[str, Rows]
    origins: Mapping[Key, Origin]
    missing: Mapping[Key, Missing]

    def of(self, indicator: str) -> Rows:
        """The rows of an indicator; none where nothing of it can be told of the region."""
        return self.rows.get(indicator, Rows())

    def level_of(self, indicator: str) -> Level | None:
        """The level whose figures those of an indicator are or are made of; None without any."""
        keys = ((indicator, row.stratum, row.period) for row in self.of(indicator) if row.has_value)
        return next((self.origins[key].level for key in keys), None)

    def basis(self, indicator: str, stratum: str, period: str) -> RegionBasis:
        """What the figure of a group and period rests on."""
        key = indicator, stratum, period
        same = next((p.geo_id for p in self.same if p.level == getattr(self.origins.get(key), "level", "")), "")
        return RegionBasis(self.origins.get(key), self.missing.get(key), same)

    def named(self, place: Place) -> RegionFigures:
        """The same figures of the region by another name or slug."""
        rows = {indicator: Rows(own_rows(rows, place)) for indicator, rows in self.rows.items()}
        return replace(self, place=place, rows=rows)


def region_figures(
    region: Place,
    catalog: Catalog,
    parts: Mapping[Level, Parts],
    published: Sequence[tuple[Place, Mapping[str, Iterable[Row]]]],
) -> RegionFigures:
    """The figures of a region. `parts` are those of cities and towns and of counties.

    `published` are the places that have the same members, in the order in which they stand for it, each with its rows
    by indicator. What is published of such a place takes precedence, as in a build; then come sums of cities and towns,
    then of whole counties. Where nothing is known, the row that says so.
    """
    counties = counties_of(region.members, catalog)
    layers: list[tuple[Origin, dict[Key, Pooled]]] = [
        (Origin(place.level, published=True), _published(region, rows, catalog)) for place, rows in published
    ]
    layers.append((Origin("municipality"), pool(parts["municipality"], region.members, region, catalog)))
    if counties:
        layers.append((Origin("county"), pool(parts["county"], counties, region, catalog)))
    found: dict[Key, tuple[Origin, Pooled]] = {}
    for origin, layer in layers:
        for key, pooled in layer.items():
            if key not in found or (pooled.row.has_value and not found[key][1].row.has_value):
                found[key] = origin, pooled
    by_indicator: dict[str, list[Row]] = {}
    for key in sorted(found):
        by_indicator.setdefault(key[0], []).append(found[key][1].row)
    return RegionFigures(
        region,
        tuple(place for place, _ in published),
        {indicator: Rows(rows) for indicator, rows in by_indicator.items()},
        {key: origin for key, (origin, _) in found.items()},
        {key: pooled.missing for key, (_, pooled) in found.items() if pooled.missing is not None},
    )


def _published(region: Place, rows: Mapping[str, Iterable[Row]], catalog: Catalog) -> dict[Key, Pooled]:
    return {
        (indicator, row.stratum, row.period): Pooled(row)
        for indicator, of_indicator in rows.items()
        if indicator in catalog.indicators
        for row in own_rows(of_indicator, region)
    }


@lru_cache(maxsize=1024)  # the published periods are less than two hundred
def _period(slug: str) -> Period:
    return Period.parse(slug)


def coverage_of(regions: Sequence[RegionFigures], catalog: Catalog) -> tuple[Coverage, ...]:
    """Coverage of regions as of a level of its own: what the choices of a view are made of."""
    rows_by_stratum: dict[tuple[str, str, str, Period], list[Row]] = {}
    for region in regions:
        for indicator, rows in region.rows.items():
            for row in rows:
                key = indicator, row.dimension, row.stratum, _period(row.period)
                rows_by_stratum.setdefault(key, []).append(row)
    shown = {indicator for region in regions for indicator in region.rows}
    state = {
        (c.indicator, c.stratum, c.period): (c.state_value, c.state_reliable)
        for indicator in shown
        for c in catalog.covered(indicator)
        if c.level == "state"
    }
    return tuple(
        Coverage(
            indicator, REGION, dimension, stratum, period, len(regions),
            sum(row.has_value for row in rows), *_of_state(state.get((indicator, stratum, period)), rows),
        )
        for (indicator, dimension, stratum, period), rows in sorted(rows_by_stratum.items())
    )  # fmt: skip


def _of_state(
    state: tuple[float | None, bool] | None, rows: Iterable[Row]
) -> tuple[float | None, int, bool]:  # fmt: skip
    value, reliable = state or (None, False)
    return value, sum(row.status == "reported" for row in rows), reliable
