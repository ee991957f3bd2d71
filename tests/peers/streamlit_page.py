"""The page by Streamlit: a select box and two charts. The outlines are a file of its folder `static`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import streamlit as st

from tests.plain.drawing import lines_of, map_of, places_of, trend_of

VIEWS = json.loads(Path(os.environ["PEERS_VIEWS"]).read_text(encoding="utf-8"))

view = st.selectbox("View", list(VIEWS))
asked = VIEWS[view]
st.plotly_chart(map_of(places_of(asked), "/app/static/county.json", view), key="map")
st.plotly_chart(lines_of(trend_of(asked)), key="trend")
