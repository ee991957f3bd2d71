"""Pooled figures of a region: its members' published counts and people summed, and then divided, as in a build.

A sum with a part missing is no figure, and the missing parts are named: they are hidden, or not published. So every
figure of every region is a sum of figures that are published themselves, and no comparison of regions tells a hidden
one. tests/alternatives/regions.py computes the same in plain Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.catalog.models import Catalog, Indicator, Place
from data.query.pooling.parts import Parts, Stratum
from data.query.regions.origins import Missing
from data.query.regions.poolable import is_amount
from data.query.rows import NAN, Row
from data.statistics.pooled import pooled_amount, pooled_rate

Key = tuple[str, str, str]
"""Indicator, stratum and period of a figure: a region has one figure of each."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """A figure of a region, or what leaves it open."""

    row: Row
    missing: Missing | None = None


def pool(parts: Parts, chosen: Sequence[str], region: Place, catalog: Catalog) -> dict[Key, Pooled]:
    """Figures of a region of some `chosen` places (geo_ids) of a level, by indicator, stratum and period.

    Of several sources of one figure, the first that has it of every part is taken; sources are never mixed.
    """
    at = np.array([parts.columns[geo_id] for geo_id in chosen], dtype=np.int64)
    amounts, events, people = (table[:, at] for table in (parts.amounts, parts.events, parts.people))
    summable: NDArray[np.bool_] = np.isfinite(amounts) | (np.isfinite(events) & np.isfinite(people))
    whole = [bool(line.all()) for line in summable]
    sums = [table.sum(axis=1) for table in (amounts, events, people)]
    found: dict[Key, Pooled] = {}
    for n in sorted(range(len(parts.strata)), key=lambda n: (not whole[n], parts.strata[n].source)):
        stratum = parts.strata[n]
        key = stratum.indicator, stratum.stratum, stratum.period
        if key in found:
            continue
        indicator = catalog.indicators[stratum.indicator]
        if whole[n]:
            found[key] = Pooled(_row(region, stratum, indicator, *(float(column[n]) for column in sums)))
        else:
            gone = [geo_id for geo_id, has in zip(chosen, summable[n], strict=True) if not has]
            found[key] = Pooled(_empty(region, stratum), _missing(parts, n, gone))
    return found


def _missing(parts: Parts, line: int, gone: Iterable[str]) -> Missing:
    hidden = {geo_id for geo_id in gone if parts.hidden[line, parts.columns[geo_id]]}
    return Missing(tuple(sorted(hidden)), tuple(sorted(set(gone) - hidden)))


def _row(
    region: Place, stratum: Stratum, indicator: Indicator, amount: float, events: float, people: float
) -> Row:  # fmt: skip
    known = None if np.isnan(events) else events
    figure = (
        pooled_amount(amount, known)
        if is_amount(indicator)
        else pooled_rate(events, people, indicator.per, percent=indicator.measure == "percent")
    )
    if figure is None:
        return _empty(region, stratum)
    low, high = (NAN if end is None else end for end in (figure.low, figure.high))
    return _empty(region, stratum)._replace(
        value=figure.value, ci_low=low, ci_high=high, numerator=events, denominator=people,
        status="unreliable" if figure.unreliable else "reported",
    )  # fmt: skip


def _empty(region: Place, stratum: Stratum) -> Row:
    return Row(
        region.geo_id, region.slug, region.name, region.level, *region.label_point, stratum.dimension, stratum.stratum,
        stratum.period, NAN, NAN, NAN, NAN, NAN, "not_available", stratum.source,
    )  # fmt: skip


def counties_of(members: Iterable[str], catalog: Catalog) -> tuple[str, ...]:
    """The counties (geo_ids) that a region is made of; empty where it takes only a part of one."""
    left, whole = set(members), list[str]()
    for county in catalog.places_of("county"):
        if set(county.members) <= left:
            whole.append(county.geo_id)
            left -= set(county.members)
    return () if left else tuple(sorted(whole))


def own_rows(rows: Iterable[Row], region: Place) -> Iterator[Row]:
    """Rows of a published place as those of the region that has its members."""
    lon, lat = region.label_point
    for row in rows:
        yield row._replace(
            geo_id=region.geo_id, slug=region.slug, name=region.name, level=region.level, label_lon=lon, label_lat=lat
        )
