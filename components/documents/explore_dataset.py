"""The rows of a view of Explore for machines: every figure of its tables, with the class that shades it on the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from components.documents.dataset import Dataset, Field, Value
from components.figures.tables import Cell, Table, TableRow
from data.catalog.models import Source
from data.language import gettext


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

_UNSHADED = PlaceClass(0, "", "")


def explore_dataset(
    tables: Sequence[Table], shading: Mapping[Shaded, PlaceClass], sources: Sequence[Source]
) -> Dataset:
    """The rows of the tables, in their order; figures as they are stored, not as they are rounded for a reader."""
    return Dataset(_fields(), tuple(_row(row, table, shading, sources) for table in tables for row in table.rows))


def _fields() -> tuple[Field, ...]:
    return (
        Field("table", "text", gettext("The table the row stands in")),
        Field("indicator", "text", gettext("The measure, by its name in addresses")),
        Field("place", "text", gettext("The place")),
        Field(
            "geo_id", "text", gettext("The place’s code: the Census Bureau’s, or our own for areas it has no code of")
        ),
        Field("level", "text", gettext("The kind of place")),
        Field("group", "text", gettext("The group of people")),
        Field("group_id", "text", gettext("The group, by its name in addresses")),
        Field("period", "text", gettext("The years, first and last")),
        Field(
            "value", "number", gettext("The figure as it is stored, not rounded; empty where it is hidden or absent")
        ),
        Field("value_words", "text", gettext("The figure as the page shows it")),
        Field("ci_low", "number", gettext("Lower end of the 95% interval")),
        Field("ci_high", "number", gettext("Upper end of the 95% interval")),
        Field("numerator", "number", gettext("Events the figure counts, where they are published")),
        Field("denominator", "number", gettext("People or births the figure is out of")),
        Field("unit", "text", gettext("The unit of the figure")),
        Field("status", "text", gettext("Whether there is a figure, and how far to trust it")),
        Field("status_words", "text", gettext("The status in words")),
        Field("compared_with", "text", gettext("What the figure is compared with")),
        Field("comparison", "text", gettext("How it stands beside that, where the difference was tested")),
        Field("class", "integer", gettext("The number of the place’s class on the map, from 1")),
        Field("class_bounds", "text", gettext("The ends of that class")),
        Field("colour", "text", gettext("The color of the place on the map")),
        Field("source", "text", gettext("Where the figure comes from")),
        Field("licence", "text", gettext("The terms it may be used under")),
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
