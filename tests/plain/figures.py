"""A page as Dash's own guide teaches it: a choropleth of the counties and a trend line, by pandas and `go.Figure`.

It asks the published file for the same rows as our view of an indicator does: all counties in a period, and all periods
of a place and the state. It has no choices, reading, list of places, groups, notes, alternatives for screen readers or
words in another language.

Its outlines are those of `assets/geometry/county.json`: by their address, which costs the server nothing, or with
OUTLINES=embedded as data in every answer, as most guides show it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import duckdb
import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

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

database = duckdb.connect(
    os.environ.get("EQUITY_DATABASE") or str(ROOT / "data" / "equity.duckdb"), read_only=True, config={"threads": 1}
)
app = Dash(__name__, assets_folder=str(ROOT / "assets"))
counties: Any = app.get_asset_url("geometry/county.json")
if os.environ.get("OUTLINES") == "embedded":
    counties = json.loads((ROOT / "assets" / "geometry" / "county.json").read_text(encoding="utf-8"))
app.layout = html.Div([dcc.Store(id="asked"), dcc.Graph(id="map"), dcc.Graph(id="trend")])


@app.callback(Output("map", "figure"), Output("trend", "figure"), Input("asked", "data"), prevent_initial_call=True)
def answer(asked: dict[str, Any]) -> tuple[go.Figure, go.Figure]:
    cursor = database.cursor()  # a connection that threads share gives wrong answers
    try:
        places = cursor.execute(PLACES, {name: asked[name] for name in OF_PLACES}).df()
        trend = cursor.execute(TREND, {name: asked[name] for name in OF_TREND}).df()
    finally:
        cursor.close()
    drawn = go.Figure(
        go.Choropleth(
            geojson=counties,
            featureidkey="id",
            locations=places["geo_id"],
            z=places["value"],
            colorscale="Blues",
            customdata=places[["ci_low", "ci_high", "status"]],
            hovertemplate="%{location}: %{z:.1f} (%{customdata[0]:.1f}–%{customdata[1]:.1f})",
        )
    )
    drawn.update_geos(fitbounds="locations", visible=False)
    drawn.update_layout(margin={"r": 0, "t": 30, "l": 0, "b": 0}, title=asked["indicator"])
    lines = go.Figure()
    for (place, stratum), own in trend.groupby(["geo_id", "stratum"]):
        name = f"{place} {stratum}"
        lines.add_trace(go.Scatter(x=own["period_start"], y=own["value"], mode="lines+markers", name=name))
    lines.update_layout(title="Over time", yaxis_title="value")
    return drawn, lines


server = app.server
