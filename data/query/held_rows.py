"""The rows of one indicator, held by level and by place: most indicators are a few hundred rows.

Read once, they answer every view of the indicator without another query. An indicator of more than `LARGEST` rows is
not held: each view then asks for its own rows (`data.query.queries`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.catalog.models import Catalog
from data.query.rows import Row, Rows
from data.query.selection import ClassValues, Selection
from data.vocabulary import OVERALL

LARGEST = 8_000
"""Rows of an indicator that are held; as many take about 3 MB. The largest of the snapshot has some 6,000. More are
asked for view by view: to read 16,000 takes as long as forty such queries, and few of that size are held at once."""

Key = tuple[str, str, str]
ClassesByGroup = Mapping[str, ClassValues]


class HeldRows:
    """The rows of an indicator. `len` is how many they are."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._by_level: dict[Key, list[Row]] = {}
        self._by_place: dict[str, list[Row]] = {}
        self._number = 0
        for row in rows:
            self._by_level.setdefault((row.level, row.stratum, row.period), []).append(row)
            self._by_place.setdefault(row.geo_id, []).append(row)
            self._number += 1

    def __len__(self) -> int:
        return self._number

    def places(self, selection: Selection, catalog: Catalog) -> Rows:
        """Rows of every place of the selection's level, for its group and period, by name."""
        rows = self._by_level.get((selection.level, selection.group, selection.period.slug), [])
        return by_name(rows, catalog, selection.kind)

    def of_places(self, geo_ids: Sequence[str]) -> Rows:
        """Rows of a few places, of every group and period."""
        return Rows(row for geo_id in geo_ids for row in self._by_place.get(geo_id, ()))

    def class_values(self, level: str, kind: str, breakdown: str, catalog: Catalog) -> ClassesByGroup:
        """Values of map classes by group, see `data.query.queries.class_values`."""
        return by_group(
            (row.stratum, row.value)
            for (row_level, _, _), rows in self._by_level.items()
            if row_level == level
            for row in rows
            if row.dimension in (breakdown, OVERALL)
            and row.status == "reported"
            and row.value != 0
            and (not kind or catalog.places[row.geo_id].kind in ("", kind))
        )


def by_group(values: Iterable[tuple[str, float]]) -> ClassesByGroup:
    """Values by the group of each, ascending, and those of every group together under an empty name."""
    found: dict[str, list[float]] = {"": []}
    for group, value in values:
        found[""].append(value)
        found.setdefault(group, []).append(value)
    return {group: tuple(sorted(of_group)) for group, of_group in found.items()}


def by_name(rows: Iterable[Row], catalog: Catalog, kind: str) -> Rows:
    """Rows in the order of their places' names; of areas, those of one kind where one is named."""
    kept = rows if not kind else [row for row in rows if catalog.places[row.geo_id].kind in ("", kind)]
    return Rows(sorted(kept, key=lambda row: (row.name, row.geo_id)))
