"""The sheet of figures that a chart of an office program is drawn from: alike in a workbook and inside a slide."""

from __future__ import annotations

from components.documents.native_chart import ChartPoint
from data.language import gettext

AT, VALUE, LOW, HIGH, BELOW, ABOVE, WORDS = range(1, 8)
"""Columns of the sheet; in the first are names."""

SYMBOLS = {
    "circle": "circle", "square": "square", "diamond": "diamond", "triangle-up": "triangle",
    "triangle-down": "triangle", "x": "x", "cross": "plus", "star": "star", "hexagon": "dash",
}  # fmt: skip
"""Marks that office programs have for ours; of triangles they have one, and the names beside it tell two apart."""


def sheet_heads(name: str, *, levels: bool = False) -> tuple[str, ...]:
    """The heads of the columns of a series.

    Before the words stands how far an interval reaches below and above its figure; with `levels`, where its two ends
    stand on the upright axis.
    """
    place = gettext("Place on the axis")
    reach = (place, place) if levels else (gettext("Below"), gettext("Above"))
    ends = gettext("95% interval, from"), gettext("95% interval, to")
    return (name, place, gettext("Value"), *ends, *reach, gettext("In words"))


def reach_of(point: ChartPoint) -> tuple[float, float] | None:
    """How far the interval of a point goes below and above its figure; None where it has none."""
    if point.value is None or point.low is None or point.high is None:
        return None
    return point.value - point.low, point.high - point.value
