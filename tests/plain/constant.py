"""The least a Dash callback can do: it answers with the same few letters each time."""

from __future__ import annotations

from dash import Dash, Input, Output, dcc, html

app = Dash(__name__)
app.layout = html.Div([dcc.Store(id="asked"), html.Div(id="said")])


@app.callback(Output("said", "children"), Input("asked", "data"), prevent_initial_call=True)
def answer(_asked: object) -> str:
    return "constant"


server = app.server
