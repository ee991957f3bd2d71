"""The rows and the two figures of a plain page, by pandas and `go.Figure`: for Dash, Vizro and Streamlit alike.

It asks the published file for the same rows as our view of an indicator does: all counties in a period, and all periods
of a place and the state. It imports nothing of ours.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import plotly.graph_objects as go

ROOT = Path(__file__).resolve().parents[2]
PLACES = """
SELECT geo_id, value, ci_low, ci_high, numerator, denominator, status FROM observation
WHERE indicator = $indicator AND period_start = $start AND period_end = $end
    AND dimension = $dimension AND stratum = $stratum AND geo_level = 'county'
"""
TREND = """
SELECT geo_id, stratum, period_start, value, ci_low, ci_high FROM observation_by_place
WHERE indicator = $indicator AND geo_id IN $places AND stratum IN ($stratum, 'overall')
ORDER BY geo_id, stratum, period_start
"""
OF_PLACES, OF_TREND = ("indicator", "start", "end", "dimension", "stratum"), ("indicator", "places", "stratum")
Asked = dict[str, Any]
"""What is asked for, by the names of OF_PLACES and OF_TREND."""

database = duckdb.connect(
    os.environ.get("EQUITY_DATABASE") or str(ROOT / "data" / "equity.duckdb"), read_only=True, config={"threads": 1}
)


def places_of(asked: Asked) -> pd.DataFrame:
    """The counties in a period."""
    return _frame(PLACES, {name: asked[name] for name in OF_PLACES})


def trend_of(asked: Asked) -> pd.DataFrame:
    """A place and the state in every period."""
    return _frame(TREND, {name: asked[name] for name in OF_TREND})


def _frame(statement: str, values: Asked) -> pd.DataFrame:
    cursor = database.cursor()  # a connection that threads share gives wrong answers
    try:
        return cursor.execute(statement, values).df()
    finally:
        cursor.close()


def map_of(places: pd.DataFrame, outlines: Any, title: str) -> go.Figure:
    """A choropleth; `outlines` are GeoJSON, or the address of it."""
    drawn = go.Figure(
        go.Choropleth(
            geojson=outlines,
            featureidkey="id",
            locations=places["geo_id"],
            z=places["value"],
            colorscale="Blues",
            customdata=places[["ci_low", "ci_high", "status"]],
            hovertemplate="%{location}: %{z:.1f} (%{customdata[0]:.1f}–%{customdata[1]:.1f})",
        )
    )
    drawn.update_geos(fitbounds="locations", visible=False)
    drawn.update_layout(margin={"r": 0, "t": 30, "l": 0, "b": 0}, title=title)
    return drawn


def lines_of(trend: pd.DataFrame) -> go.Figure:
    """A line for each place and group."""
    lines = go.Figure()
    for (place, stratum), own in trend.groupby(["geo_id", "stratum"]):
        name = f"{place} {stratum}"
        lines.add_trace(go.Scatter(x=own["period_start"], y=own["value"], mode="lines+markers", name=name))
    lines.update_layout(title="Over time", yaxis_title="value")
    return lines
