"""The page by Vizro: a parameter of two graphs, whose rows are its dynamic data."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import vizro.models as vm
from vizro import Vizro
from vizro.managers import data_manager
from vizro.models.types import capture

from tests.plain.drawing import ROOT, lines_of, map_of, places_of, trend_of

VIEWS = json.loads(Path(os.environ["PEERS_VIEWS"]).read_text(encoding="utf-8"))
FIRST = next(iter(VIEWS))


def places(view: str = FIRST) -> pd.DataFrame:
    return places_of(VIEWS[view])


def trend(view: str = FIRST) -> pd.DataFrame:
    return trend_of(VIEWS[view])


data_manager["places"], data_manager["trend"] = places, trend


@capture("graph")
def county_map(data_frame: pd.DataFrame) -> go.Figure:
    return map_of(data_frame, "/assets/county.json", "")


@capture("graph")
def over_time(data_frame: pd.DataFrame) -> go.Figure:
    return lines_of(data_frame)


page = vm.Page(
    title="Counties",
    components=[
        vm.Graph(id="map", figure=county_map("places")),
        vm.Graph(id="trend", figure=over_time("trend")),
    ],
    controls=[
        vm.Parameter(
            targets=["map.data_frame.view", "trend.data_frame.view"],
            selector=vm.Dropdown(id="view", options=list(VIEWS), value=FIRST, multi=False),
        )
    ],
)
app = Vizro(assets_folder=str(ROOT / "assets" / "geometry")).build(vm.Dashboard(pages=[page])).dash
server = app.server
