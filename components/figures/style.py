"""What all charts share: type, grid lines, and the settings of the graph they are drawn in."""

from __future__ import annotations

from typing import Any

from components.palette import INK, INK_2, LINE, PAPER

Trace = dict[str, Any]
Figure = dict[str, Any]

FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
TEXT = {"family": FONT, "size": 14, "color": INK}
TEXT_2 = {"family": FONT, "size": 14, "color": INK_2}
HOVER = {"bgcolor": PAPER, "bordercolor": INK, "font": TEXT, "align": "left"}

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    # Without a topology of our own the map would ask another host for one, and draw nothing when it does not answer.
    "topojsonURL": "/assets/topology/",
}


def layout(**own: Any) -> dict[str, Any]:
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
    }
    return {**base, **own}


def axis(**own: Any) -> dict[str, Any]:
    """An axis with quiet grid lines, fixed in range."""
    base = {
        "gridcolor": LINE,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": TEXT_2,
        "ticks": "",
        "automargin": False,
    }
    return {**base, **own}


def annotation(text: str, **own: Any) -> dict[str, Any]:
    """A label without an arrow."""
    return {"text": text, "showarrow": False, "font": TEXT, **own}


def nice_ceiling(value: float) -> tuple[float, float]:
    """A round number at or above a value, and the step of the ticks that lead to it (four to six of them)."""
    if value <= 0:
        return 1.0, 0.25
    for power in range(-4, 9):
        for base in (1.0, 2.0, 2.5, 5.0):
            step = base * 10.0**power
            if value <= step * 5:
                ticks = -(-value // step)
                return ticks * step, step
    raise ValueError(f"no axis reaches {value}")
