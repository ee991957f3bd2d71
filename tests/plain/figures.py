"""A page as Dash's own guide teaches it: a choropleth of the counties and a trend line, by pandas and `go.Figure`.

Rows and figures are those of `tests/plain/drawing.py`. It has no choices, reading, list of places, groups, notes,
alternatives for screen readers or words in another language.

Its outlines are those of `assets/geometry/county.json`: by their address, which costs the server nothing, or with
OUTLINES=embedded as data in every answer, as most guides show it.
"""

from __future__ import annotations

import json
import os
from typing import Any

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from tests.plain.drawing import ROOT, Asked, lines_of, map_of, places_of, trend_of

app = Dash(__name__, assets_folder=str(ROOT / "assets"))
counties: Any = app.get_asset_url("geometry/county.json")
if os.environ.get("OUTLINES") == "embedded":
    counties = json.loads((ROOT / "assets" / "geometry" / "county.json").read_text(encoding="utf-8"))
app.layout = html.Div([dcc.Store(id="asked"), dcc.Graph(id="map"), dcc.Graph(id="trend")])


@app.callback(Output("map", "figure"), Output("trend", "figure"), Input("asked", "data"), prevent_initial_call=True)
def answer(asked: Asked) -> tuple[go.Figure, go.Figure]:
    return map_of(places_of(asked), counties, asked["indicator"]), lines_of(trend_of(asked))


server = app.server
