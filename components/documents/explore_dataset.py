"""The rows of a view of Explore for machines: every figure of its tables, with the class that shades it on the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from components.documents.dataset import Dataset, Value
from components.documents.fields import fields
from components.figures.tables import Cell, Table, TableRow
from data.catalog.models import Source


@dataclass(frozen=True, slots=True)
class PlaceClass:
    """How the map shades a place: the number of its class from 1, the class's bounds in words, and its colour.

    A place that is in no class (zero, hidden, not available) has the number 0 and no bounds.
    """

    number: int
    bounds: str
    colour: str


Shaded = tuple[str, str, str, str]
"""Key of a shade of the choropleth: an indicator, the geo_id of a place, a group and a period."""

COLUMNS = (
    "table", "indicator", "place", "geo_id", "level", "group", "group_id", "period", "value", "value_words", "ci_low",
    "ci_high", "numerator", "denominator", "unit", "status", "status_words", "compared_with", "comparison", "class",
    "class_bounds", "colour", "source", "licence",
)  # fmt: skip
_UNSHADED = PlaceClass(0, "", "")


def explore_dataset(
    tables: Sequence[Table], shading: Mapping[Shaded, PlaceClass], sources: Sequence[Source]
) -> Dataset:
    """The rows of the tables, in their order; figures as they are stored, not as they are rounded for a reader."""
    return Dataset(
        fields(*COLUMNS), tuple(_row(row, table, shading, sources) for table in tables for row in table.rows)
    )


def _row(
    row: TableRow, table: Table, shading: Mapping[Shaded, PlaceClass], sources: Sequence[Source]
) -> dict[str, Value]:
    cells = row.cells
    low, high = _ends(cells["interval"])
    key = (table.indicator, row.geo_id, row.group, row.period)
    shade = shading.get(key, _UNSHADED) if table.subject == "places" else _UNSHADED
    return {
        "table": table.subject,
        "indicator": table.indicator,
        "place": row.place,
        "geo_id": row.geo_id,
        "level": row.level,
        "group": row.group_label,
        "group_id": row.group,
        "period": row.period,
        "value": _number(cells["value"]),
        "value_words": cells["value"].words,
        "ci_low": low,
        "ci_high": high,
        "numerator": _number(cells["numerator"]) if "numerator" in cells else None,
        "denominator": _number(cells["denominator"]) if "denominator" in cells else None,
        "unit": next(c.unit for c in table.columns if c.id == "value"),
        "status": str(cells["status"].value),
        "status_words": cells["status"].words,
        "class": shade.number or None,
        "class_bounds": shade.bounds or None,
        "colour": shade.colour or None,
        **dict(_comparison(cells, table)),
        **dict(_source(row, sources)),
    }


def _comparison(cells: Mapping[str, Cell], table: Table) -> Iterator[tuple[str, Value]]:
    if "verdict" in cells and cells["verdict"].value is not None:
        yield "compared_with", next((c.head for c in table.columns if c.id == "verdict"), "")
        yield "comparison", cells["verdict"].words


def _source(row: TableRow, sources: Sequence[Source]) -> Iterator[tuple[str, Value]]:
    source = next((s for s in sources if s.id == row.source), None)
    if source is not None:
        yield "source", source.short
        yield "licence", source.licence


def _number(cell: Cell) -> float | None:
    return cell.value if isinstance(cell.value, float) else None


def _ends(cell: Cell) -> tuple[float | None, float | None]:
    return cell.value if isinstance(cell.value, tuple) else (None, None)
