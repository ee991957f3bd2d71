"""Style of all charts: typeface, grid lines and scales of axes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from components.formatting.numbers import format_number, is_number
from components.formatting.palette import INK, INK_2, LINE, PAPER
from components.formatting.typeface import length
from data.catalog.models import Indicator
from data.language import separators

Trace = dict[str, Any]
Figure = dict[str, Any]

FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
TEXT = {"family": FONT, "size": 14, "color": INK}
TEXT_2 = {"family": FONT, "size": 14, "color": INK_2}
HOVER = {"bgcolor": PAPER, "bordercolor": INK, "font": TEXT, "align": "left"}


def layout(**settings: Any) -> dict[str, Any]:
    """A layout with our type and no decoration; a reader pans the page, not the chart."""
    base = {
        "font": TEXT,
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": HOVER,
        "hovermode": "closest",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "separators": "".join(separators()),
    }
    return {**base, **settings}


def axis(**settings: Any) -> dict[str, Any]:
    """An axis with quiet grid lines, fixed in range."""
    base = {
        "gridcolor": LINE,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": TEXT_2,
        "ticks": "",
        "automargin": False,
    }
    return {**base, **settings}


def annotation(text: str, **settings: Any) -> dict[str, Any]:
    """A label without an arrow."""
    return {"text": text, "showarrow": False, "font": TEXT, **settings}


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from a round number to a round number, with the step between its ticks."""

    low: float
    high: float
    step: float

    def share(self, value: float) -> float:
        """Position of a value on the axis, from 0 at its start to 1 at its end; beyond an end it stands at the end."""
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    @property
    def ticks(self) -> list[float]:
        """The values of the ticks, both ends among them."""
        return [self.low + self.step * i for i in range(round((self.high - self.low) / self.step) + 1)]

    @property
    def margin(self) -> int:
        """Pixels that an upright axis's labels need on its left."""
        return math.ceil(max(length(tick_label(tick, self.step)) for tick in self.ticks)) + TICK + EDGE


TICK, EDGE = 6, 6
"""Pixels between an axis and its labels, and between these and the edge of the chart."""


def tick_label(value: float, step: float) -> str:
    """A tick's number, with as many decimals as the step between ticks has."""
    return format_number(value, next((d for d in range(7) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 6))


def nice_scale(values: Iterable[float], indicator: Indicator) -> Scale:
    """A scale that holds the values in four to six round steps.

    It starts at zero, except for years of life: nobody expects to live none, and the differences would not be seen.
    """
    numbers = [float(v) for v in values if is_number(v)]
    low, high = (min(numbers, default=0.0), max(numbers, default=1.0))
    low = low if indicator.measure == "years" or low < 0 else 0.0
    step = _nice_step(high - low if high > low else abs(high) or 1.0)
    first = math.floor(low / step + 1e-9) * step
    last = math.ceil(high / step - 1e-9) * step
    return Scale(first, last if last > first else first + step, step)


def _nice_step(span: float) -> float:
    for power in range(-5, 10):
        for base in (1.0, 2.0, 2.5, 5.0):
            if span <= base * 10.0**power * 5:
                return base * 10.0**power
    raise ValueError(f"no axis spans {span}")
