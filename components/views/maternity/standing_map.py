"""The map of one year as a picture that stands alone: with its outlines, its colours and its key."""

from __future__ import annotations

from components.documents.drawings.rows import key_rows
from components.documents.drawings.svg import Style, document, element, label
from components.figures.map import patterns
from components.formatting.palette import CLASSES, EDGE, INK, PAPER
from components.formatting.typeface import wrapped
from components.views.maternity.town_map import (
    BOUNDS,
    NOT_KNOWN,
    RADIUS,
    STATUSES,
    class_of,
    class_words,
    classes_title,
    hospitals_by_town,
    not_known_words,
    town_status,
    units_title,
)
from components.views.maternity.view import MaternityView
from components.views.maternity.words import status_words
from data.analysis.maternity.units import Status

_COLOURS = CLASSES[len(BOUNDS) + 1]
_HEAD = 28
"""Height of a heading of the key."""


def standing_map(view: MaternityView, width: float, text: str) -> str:
    """The map of the year in view over its key; `text` is its text alternative."""
    frame = view.shapes.frame
    scale = width / frame.width
    unit = 1 / scale
    """Units of the map to one of the page."""
    content = "".join([patterns("maternity", unit), *_towns(view, unit), _coast(view, unit), *_units(view, unit)])
    parts, top = [element("g", content, transform=f"scale({scale:.5f})")], frame.height * scale + 8
    for title, keys in ((classes_title(), _class_keys()), (units_title(), _status_keys())):
        lines = wrapped(title, width, bold=True)
        parts.append(label("<br>".join(lines), 0, top, Style(down="top", bold=True)))
        top += _HEAD * len(lines)
        written, height = key_rows(keys, width)
        parts.append(element("g", "".join(written), transform=f"translate(0 {top:.1f})"))
        top += height
    return document("".join(parts), width, top, text)


def _towns(view: MaternityView, unit: float) -> list[str]:
    """Cities and towns in their colours; what is chosen is drawn last, over the borders of the others."""
    members = view.place.members if view.place else ()
    paths = []
    for geo_id, shape in sorted(view.shapes.places.items(), key=lambda item: item[0] in members):
        distance = view.distance(geo_id, view.year)
        if distance is None:
            continue
        kind = class_of(distance)
        fill, edge, breadth = ("url(#maternity-dots)", EDGE, 0.5) if kind is None else (_COLOURS[kind], PAPER, 0.5)
        if geo_id in members:
            edge, breadth = INK, 2.75
        paths.append(
            f'<path d="{shape.path}" fill="{fill}" stroke="{edge}" stroke-width="{breadth * unit:.2f}" '
            'stroke-linejoin="round"/>'
        )
    return paths


def _coast(view: MaternityView, unit: float) -> str:
    return f'<path d="{view.shapes.coast}" fill="none" stroke="{EDGE}" stroke-width="{0.75 * unit:.2f}"/>'


def _units(view: MaternityView, unit: float) -> list[str]:
    marks = []
    for geo_id, units in sorted(hospitals_by_town(view).items()):
        x, y = view.shapes.frame.point(*view.catalog.places[geo_id].label_point)
        drawn = _mark(town_status(units, view.year), unit)
        marks.append(f'<g transform="translate({x:g} {y:g})">{drawn}</g>')
    return marks


def _mark(status: Status, unit: float) -> str:
    """The mark of a unit: a full dot, a ring with a bar, a broken ring, or a cross."""
    r = RADIUS
    thin, thick = f'stroke-width="{1.5 * unit:.2f}"', f'stroke="{INK}" stroke-width="{2 * unit:.2f}"'
    ring = {
        "open": f'fill="{INK}" stroke="{PAPER}" {thin}',
        "closed": f'fill="{PAPER}"',
        "suspended": f'fill="{PAPER}" {thick}',
        "unknown": f'fill="{PAPER}" {thick} stroke-dasharray="{2 * unit:.2f} {2 * unit:.2f}"',
    }[status]
    path = {
        "suspended": f"M{-r} 0H{r}",
        "closed": f"M{-r} {-r}L{r} {r}M{-r} {r}L{r} {-r}",
    }.get(status, "")
    return f'<circle r="{r}" {ring}/>' + (f'<path d="{path}" fill="none" {thick}/>' if path else "")


def _class_keys() -> list[tuple[str, str]]:
    keys = [(_swatch(_COLOURS[number]), class_words(number)) for number in range(len(BOUNDS) + 1)]
    return [*keys, (_swatch(f"url(#{NOT_KNOWN})"), not_known_words())]


def _swatch(fill: str) -> str:
    box = f'<rect x="0.5" y="0.5" width="23" height="15" fill="{fill}" stroke="{EDGE}"/>'
    return f'<svg viewBox="0 0 24 16" width="24" height="16">{box}</svg>'


def _status_keys() -> list[tuple[str, str]]:
    size = 16
    unit = 2 * (RADIUS + 20) / size
    keys = []
    for status in STATUSES:
        mark = f'<g transform="translate(8 8) scale({1 / unit:.4f})">{_mark(status, unit)}</g>'
        keys.append(
            (
                f'<svg viewBox="0 0 {size} {size}" width="{size}" height="{size}">{mark}</svg>',
                status_words(status).lower(),
            )
        )
    return keys
