"""The map: places shaded in quantile classes, hidden and unavailable ones told apart, the chosen one outlined."""

from __future__ import annotations

from typing import Any

from components.descriptions import card, has_value
from components.figures.style import HOVER, TEXT, Figure, Trace, layout
from components.numbers import figure, is_number
from components.palette import (
    CLASSES,
    EDGE,
    HIDDEN,
    INK,
    INK_2,
    NOT_AVAILABLE,
    PAPER,
    UNRELIABLE,
    WANTED_CLASSES,
    ZERO,
    label_colour,
)
from data.selection import Answer, records
from data.statistics.classes import Classes, quantile_classes
from data.vocabulary import STATUS_WORDS

GEO: dict[str, Any] = {
    # The projection of the state's own maps: Lambert conformal conic with its two standard parallels.
    "projection": {"type": "conic conformal", "parallels": [41.717, 42.683], "rotation": {"lon": -71.7}},
    "lonaxis": {"range": [-73.56, -69.84]},
    "lataxis": {"range": [41.17, 42.9]},
    "visible": False,
    "bgcolor": PAPER,
    "domain": {"x": [0, 1], "y": [0, 1]},
}
CLEAR = "rgba(0,0,0,0)"

# Counties too small for their label, or where it would cover the shape, get it in the sea: label point, leader or none.
OUTSIDE: dict[str, tuple[float, float]] = {
    "suffolk-county": (-70.62, 42.36),
    "barnstable-county": (-70.14, 42.19),
    "dukes-county": (-70.98, 41.28),
    "nantucket-county": (-70.1, 41.44),
    "boston-region": (-70.55, 42.38),
}
LEADERS = ("suffolk-county", "boston-region")
INSIDE: dict[str, tuple[float, float]] = {
    "middlesex-county": (-71.42, 42.5),
    "essex-county": (-70.95, 42.68),
    "plymouth-county": (-70.83, 41.98),
    "bristol-county": (-71.1, 41.82),
    "norfolk-county": (-71.24, 42.17),
    "hampshire-county": (-72.68, 42.36),
    "hampden-county": (-72.6, 42.115),
    "berkshire-county": (-73.2, 42.37),
    "franklin-county": (-72.6, 42.58),
    "worcester-county": (-71.92, 42.35),
    "metro-west-region": (-71.4, 42.33),
    "massachusetts": (-71.9, 42.36),
}
LABELLED = ("state", "county", "eohhs_region")


def classes(answer: Answer) -> Classes | None:
    """The map's classes: of all places with a figure but those at zero, which have their own; None without any."""
    values = answer.places["value"].dropna()
    positive = [float(v) for v in values if v != 0]
    return quantile_classes(positive, WANTED_CLASSES.get(answer.selection.level, 5)) if positive else None


def fills(answer: Answer) -> list[str]:
    """The colour of each place, in the order of the frame: what the legend, the list and the map agree on."""
    found = classes(answer)
    colours = CLASSES[found.number] if found else ()
    return [_fill(row, found, colours) for row in records(answer.places)]


def _fill(row: Any, found: Classes | None, colours: tuple[str, ...]) -> str:
    if not has_value(row):
        return HIDDEN if row.status == "suppressed" else NOT_AVAILABLE
    if row.value == 0 or found is None:
        return ZERO
    return colours[found.index(row.value)]


def map_figure(answer: Answer, geometry: str, outline: str) -> Figure:
    """The map of an answer's places.

    `geometry` and `outline` are the addresses of the level's and the state's boundaries; the browser fetches each once.
    """
    painted = fills(answer)
    palette = list(dict.fromkeys(painted))
    traces = [_places(answer, painted, palette, geometry)]
    unreliable = _unreliable(answer)
    if unreliable:
        traces.append(_overlay(geometry, unreliable, UNRELIABLE, PAPER, 0))
    without = [g for g, colour in zip(answer.places["geo_id"], painted, strict=True) if colour in _EDGED]
    if without:
        traces.append(_overlay(geometry, without, CLEAR, EDGE, 0.75))
    traces.append(_overlay(outline, [answer.catalog.state.geo_id], CLEAR, EDGE, 0.75))
    if answer.chosen:
        traces += [
            _overlay(geometry, [answer.place.geo_id], CLEAR, colour, width)
            for colour, width in ((PAPER, 5.5), (INK, 2.75))
        ]
    if answer.selection.level in LABELLED:
        traces += _labels(answer, painted)
    return {"data": traces, "layout": layout(geo=GEO, uirevision="map")}


def _unreliable(answer: Answer) -> list[str]:
    """Places whose colour needs a warning; a zero is white and says itself that it rests on nothing."""
    marked = (answer.places["status"] == "unreliable") & (answer.places["value"] != 0)
    return [str(g) for g in answer.places.loc[marked, "geo_id"]]


_EDGED = (HIDDEN, NOT_AVAILABLE, ZERO)


def _places(answer: Answer, painted: list[str], palette: list[str], geometry: str) -> Trace:
    steps = len(palette)
    scale = [[edge, c] for i, c in enumerate(palette) for edge in (i / steps, (i + 1) / steps)]
    return {
        "type": "choropleth",
        "geojson": geometry,
        "locations": answer.places["geo_id"].tolist(),
        "z": [palette.index(c) for c in painted],
        "zmin": -0.5,
        "zmax": steps - 0.5,
        "colorscale": scale,
        "showscale": False,
        "customdata": answer.places["slug"].tolist(),
        "text": ["<br>".join(_bold_first(card(row, answer))) for row in records(answer.places)],
        "hovertemplate": "%{text}<extra></extra>",
        "hoverlabel": HOVER,
        "marker": {"line": {"color": PAPER, "width": 1 if len(painted) < 50 else 0.5}},
    }


def _bold_first(lines: list[str]) -> list[str]:
    return [f"<b>{lines[0]}</b>", *lines[1:]]


def _overlay(geometry: str, geo_ids: list[str], fill: str, line: str, width: float) -> Trace:
    return {
        "type": "choropleth",
        "geojson": geometry,
        "locations": geo_ids,
        "z": [0] * len(geo_ids),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, fill], [1, fill]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"color": line, "width": width}},
    }


def _labels(answer: Answer, painted: list[str]) -> list[Trace]:
    rows = list(zip(records(answer.places), painted, strict=True))
    inside = [(row, colour) for row, colour in rows if row.slug not in OUTSIDE]
    outside = [(row, colour) for row, colour in rows if row.slug in OUTSIDE]
    traces = [_leader(row) for row, _ in outside if row.slug in LEADERS]
    for group, dark in ((inside, True), (outside, False)):
        if group:
            traces.append(
                _text(answer, [row for row, _ in group], [label_colour(c) if dark else INK for _, c in group])
            )
    return traces


def _leader(row: Any) -> Trace:
    lon, lat = OUTSIDE[row.slug]
    return {
        "type": "scattergeo",
        "mode": "lines",
        "lon": [row.label_lon, lon - 0.02],
        "lat": [row.label_lat, lat],
        "line": {"color": INK, "width": 1},
        "hoverinfo": "skip",
    }


def _text(answer: Answer, rows: list[Any], colours: list[str]) -> Trace:
    points = [OUTSIDE.get(r.slug) or INSIDE.get(r.slug) or (r.label_lon, r.label_lat) for r in rows]
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": [p[0] for p in points],
        "lat": [p[1] for p in points],
        "text": [_label(answer, row) for row in rows],
        "textposition": ["middle right" if r.slug in LEADERS else "middle center" for r in rows],
        "textfont": {**TEXT, "color": colours},
        "hoverinfo": "skip",
    }


def _label(answer: Answer, row: Any) -> str:
    name = answer.catalog.places[row.geo_id].short_name
    if is_number(row.value):
        return f"{name}<br><b>{figure(row.value, answer.indicator)}</b>"
    return f"{name}<br><span style='color:{INK_2}'>{STATUS_WORDS[row.status]}</span>"


def legend_counts(answer: Answer) -> dict[str, int]:
    """How many places are zero, hidden, not available and unreliable: what stands beside the classes in the legend."""
    statuses = answer.places["status"]
    counts = {status: int((statuses == status).sum()) for status in ("suppressed", "not_available")}
    return {"zero": int((answer.places["value"] == 0).sum()), **counts, "unreliable": len(_unreliable(answer))}
