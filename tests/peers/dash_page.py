"""The page by Dash: a dropdown and two graphs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from tests.plain.drawing import ROOT, lines_of, map_of, places_of, trend_of

VIEWS = json.loads(Path(os.environ["PEERS_VIEWS"]).read_text(encoding="utf-8"))
FIRST = next(iter(VIEWS))

# With the assets of ours only for the outlines: no style sheet or script of ours is taken.
app = Dash(__name__, assets_folder=str(ROOT / "assets" / "geometry"))
app.layout = html.Div([
    dcc.Dropdown(list(VIEWS), FIRST, id="view", clearable=False), dcc.Graph(id="map"), dcc.Graph(id="trend"),
])  # fmt: skip


@app.callback(Output("map", "figure"), Output("trend", "figure"), Input("view", "value"))
def answer(view: str) -> tuple[go.Figure, go.Figure]:
    asked = VIEWS[view]
    return map_of(places_of(asked), app.get_asset_url("county.json"), view), lines_of(trend_of(asked))


server = app.server
