"""The map: places shaded in quantile classes, or circles for counts; hidden, absent and unreliable ones by pattern.

The markup carries no outlines: the browser draws them from the level's shapes, which it fetches once, so that a change
of period or group is a change of colours. A page that stands alone (`map_svg`) carries them itself.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from components.figures import circles
from components.figures.alt_text import map_text
from components.figures.style import FONT
from components.formatting.html import SafeHtml
from components.formatting.numbers import capitalize_first, format_value, is_number
from components.formatting.palette import (
    CLASSES,
    COUNTED,
    EDGE,
    HIDDEN,
    INK,
    NOT_AVAILABLE,
    PAPER,
    UNRELIABLE,
    WANTED_CLASSES,
    ZERO,
    label_colour,
)
from components.formatting.phrases import has_value, tooltip_lines
from data.code_release import content_version
from data.query.map_shapes import Shapes
from data.query.related import multiples_by
from data.query.rows import Row
from data.query.selection import Answer, ClassValues
from data.statistics.classes import Classes, quantile_classes
from data.vocabulary import LEVEL_WORDS, STATUS_WORDS

SHAPES = "/shapes/{key}.json?v={version}"
LETTERS = 12
"""Size of the labels of a picture in pixels."""
PATTERN = 8
"""Units of the map to a pixel, where nothing better is known: a map of about 625 pixels."""

# Label points in degrees, where the one of the build (`boundaries.label_point`, the point farthest inside) does not do.
# Set by eye: nearer to each other, two labels touch, and nearer to the coast, one in the sea covers a place. tests/
# components/test_map.py holds both, at the map's narrowest beside the list (494 px) and on a phone (288 px).
# In the sea: counties too small for their label, or which it would cover. Those in LEADERS have a line to their place.
OUTSIDE: dict[str, tuple[float, float]] = {
    "suffolk-county": (-70.62, 42.44),
    "barnstable-county": (-70.17, 42.2),
    "dukes-county": (-70.98, 41.28),
    "nantucket-county": (-70.2, 41.44),
    "boston-region": (-70.55, 42.42),
}
LEADERS = ("suffolk-county", "boston-region")
# On the place itself, moved away from its neighbours' labels.
INSIDE: dict[str, tuple[float, float]] = {
    "middlesex-county": (-71.33, 42.49),
    "essex-county": (-70.985, 42.69),
    "plymouth-county": (-70.76, 41.92),
    "bristol-county": (-71.02, 41.71),
    "norfolk-county": (-71.27, 42.125),
    "hampshire-county": (-72.6, 42.38),
    "hampden-county": (-72.62, 42.125),
    "berkshire-county": (-73.25, 42.25),
    "franklin-county": (-72.6, 42.59),
    "worcester-county": (-71.9, 42.25),
    "metro-west-region": (-71.355, 42.33),
    "massachusetts": (-71.9, 42.36),
}
LABELLED = ("state", "county", "eohhs_region")


# The map, its labels, the list beside it, the legend and print all ask it of the same answer, while one view is
# rendered: of one answer, or of the panels of small multiples, which are mostly fewer than 16.
@lru_cache(maxsize=16)
def classes(answer: Answer) -> Classes | None:
    """The map's classes, and how many of its places each holds; None where no place has a figure but zero.

    Their bounds come from every period of the group in view, so that a color means the same in each; from every group
    too where groups stand side by side or the address asks for that; or from the places in view. Of a group with low
    figures, classes made of every group would paint one color. Zero stands apart, and an unreliable figure is in no
    class: it must neither set an end of the scale nor draw the eye.
    """
    values = [row.value for row in answer.places if row.status == "reported" and row.value != 0]
    if not values or not answer.indicator.comparable:  # counts are circles
        return None
    wanted = WANTED_CLASSES.get(answer.selection.level, 5)
    quantiles = quantile_classes(class_basis(answer) or values, wanted)
    counts = [0] * quantiles.number
    for value in values:
        counts[quantiles.index(value)] += 1
    return Classes(quantiles.bounds, tuple(counts))


def classes_kind(answer: Answer) -> str:
    """What the classes are made of, as `CLASSES` names it: with maps of groups side by side, never of one group."""
    selection = answer.selection
    beside = selection.view == "multiples" and multiples_by(selection, answer.catalog) == "group"
    return "all" if selection.classes == "group" and beside else selection.classes


def class_basis(answer: Answer) -> ClassValues:
    """The figures that the classes are made of; none where they are made of the places in view."""
    return {"group": answer.group_values, "all": answer.class_values}.get(classes_kind(answer), ())


@lru_cache(maxsize=16)
def fills(answer: Answer) -> tuple[str, ...]:
    """The colour of each place, in the order of the frame: what the legend, the list and the map agree on."""
    map_classes = classes(answer)
    colours = CLASSES[map_classes.number] if map_classes else ()
    if not answer.indicator.comparable:
        return tuple(COUNTED if row.has_value and row.value != 0 else _fill(row, None, ()) for row in answer.places)
    return tuple(_fill(row, map_classes, colours) for row in answer.places)


def _fill(row: Row, map_classes: Classes | None, colours: tuple[str, ...]) -> str:
    if not has_value(row):
        return HIDDEN if row.status == "suppressed" else NOT_AVAILABLE
    if row.value == 0:
        return ZERO
    if row.status == "unreliable" or map_classes is None:
        return UNRELIABLE
    return colours[map_classes.index(row.value)]


def unreliable(answer: Answer) -> list[str]:
    """geo_ids of places that are drained of color; a zero is white and says itself that it rests on nothing.

    A count is what it is: its circle is small where it is small.
    """
    if not answer.indicator.comparable:
        return []
    return [row.geo_id for row in answer.places if row.status == "unreliable" and row.value != 0]


def legend_counts(answer: Answer) -> dict[str, int]:
    """Numbers of places that are zero, suppressed, not available and unreliable, for the legend's swatches."""
    statuses = answer.places.column("status")
    counts = {status: statuses.count(status) for status in ("suppressed", "not_available")}
    return {"zero": answer.places.number(value=0), **counts, "unreliable": len(unreliable(answer))}


def map_markup(answer: Answer, name: str = "map") -> SafeHtml:
    """The map as a list of places to move through and choose from, and its labels over it; see `assets/map.js`.

    `name` tells the maps of one page apart. What the map shows is said by the figure around it: the list is named by
    its places alone. Options belong to a list only where nothing with a role of its own stands between the two.
    """
    options = [
        f'<path role="option" id="{name}-{row.slug}" class="place{place_kind(row)}" data-id="{row.geo_id}" '
        f'data-place="{row.slug}" fill="{painted(colour, name)}" '
        f'aria-selected="{"true" if row.slug == answer.selection.place else "false"}" '
        f'aria-label="{escape(_tooltip(row, answer))}"/>'
        for row, colour in zip(answer.places, fills(answer), strict=True)
    ]
    shapes, level = _shapes(answer), answer.selection.level
    return SafeHtml(
        f'<div class="map-canvas {level}" data-shapes="{_address(answer)}">'
        f'<svg class="map" viewBox="0 0 {shapes.frame.width} {shapes.frame.height}" role="listbox" tabindex="0" '
        f'id="{name}" aria-label="{escape(capitalize_first(LEVEL_WORDS[level].plural))}">{patterns(name, PATTERN)}'
        f'<g class="places" role="none">{"".join(options)}</g>{_over(answer)}{_leaders(answer)}</svg>'
        f"{_labels(answer)}</div>"
    )


def small_map(answer: Answer, name: str) -> SafeHtml:
    """The map as a picture beside others: no labels, and places are chosen elsewhere."""
    paths = "".join(
        f'<path class="place{place_kind(row)}" data-id="{row.geo_id}" fill="{painted(colour, name)}"/>'
        for row, colour in zip(answer.places, fills(answer), strict=True)
    )
    shapes = _shapes(answer)
    return SafeHtml(
        f'<div class="map-canvas small {answer.selection.level}" data-shapes="{_address(answer)}">'
        f'<svg class="map" viewBox="0 0 {shapes.frame.width} {shapes.frame.height}" role="img" '
        f'id="{name}" aria-label="{escape(map_text(answer))}">{patterns(name, 2 * PATTERN)}'
        f'<g class="places">{paths}</g>{_over(answer)}</svg></div>'
    )


def map_svg(answer: Answer, *, labelled: bool = True, width: float = 0.0) -> str:
    """The map as a picture of its own, outlines and labels in it.

    Shown at a `width` in pixels, its labels are as large as they are at its own; without it they grow with the map.
    """
    shapes = _shapes(answer)
    paths = [
        f'<path d="{shapes.places[row.geo_id].path}" fill="{painted(colour, "map")}" '
        f'stroke="{EDGE if colour in _EDGED else PAPER}" stroke-width="{8 if len(answer.places) < 50 else 4}"/>'
        for row, colour in zip(answer.places, fills(answer), strict=True)
        if row.geo_id in shapes.places
    ]
    paths.append(f'<path d="{shapes.coast}" fill="none" stroke="{EDGE}" stroke-width="6"/>')
    if answer.chosen and answer.place.geo_id in shapes.places:
        outline = shapes.places[answer.place.geo_id].path
        paths += [
            f'<path d="{outline}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"/>'
            for colour, width in ((PAPER, 44), (INK, 22))
        ]
    paths.append(_circles(answer))
    pixel = shapes.frame.width / width if width else PATTERN
    labels = _leaders(answer) + _texts(answer, LETTERS * pixel) if labelled else ""
    if labelled and not answer.indicator.comparable:
        labels += circles.key_texts(answer, class_basis(answer), shapes, LETTERS * pixel)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shapes.frame.width} {shapes.frame.height}" '
        f'width="{shapes.frame.width / PATTERN:g}" height="{shapes.frame.height / PATTERN:g}">'
        f"{patterns('map', PATTERN)}{''.join(paths)}{labels}</svg>"
    )


_EDGED = (HIDDEN, NOT_AVAILABLE, ZERO, UNRELIABLE)


def _shapes(answer: Answer) -> Shapes:
    assert answer.shapes is not None, "an answer that is drawn comes from `Answers.to`, which adds the shapes"
    return answer.shapes


def _address(answer: Answer) -> str:
    return SHAPES.format(key=_shapes(answer).key, version=content_version(answer.catalog.version))


def place_kind(row: Row) -> str:
    """A class for what is not shaded; the style sheet gives these an edge."""
    if not has_value(row):
        return " suppressed" if row.status == "suppressed" else " not-available"
    if row.value == 0:
        return " zero"
    return " unreliable" if row.status == "unreliable" else ""


def painted(colour: str, name: str) -> str:
    """What a place is filled with: its colour, or the pattern that the colour stands for, of the map `name`."""
    pattern = {HIDDEN: "hatch", NOT_AVAILABLE: "lines", UNRELIABLE: "dots"}.get(colour)
    return f"url(#{name}-{pattern})" if pattern else colour


def _tooltip(row: Row, answer: Answer) -> str:
    return "\n".join(tooltip_lines(row, answer))


def patterns(name: str, unit: float) -> str:
    """A hatch for hidden places, level lines for those not available and dots for unreliable ones.

    All are six pixels apart when `unit` is a pixel's size. They differ in form: in grey, and to most who are colour
    blind, the ground of what is not available is the lowest class's.
    """
    return (
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45) scale({unit:g})"><rect width="6" height="6" fill="{PAPER}"/>'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{HIDDEN}" stroke-width="3"/></pattern>'
        f'<pattern id="{name}-lines" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({unit:g})"><rect width="6" height="6" fill="{NOT_AVAILABLE}"/>'
        f'<line x1="0" y1="3" x2="6" y2="3" stroke="{EDGE}" stroke-width="1.25"/></pattern>'
        f'<pattern id="{name}-dots" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({unit:g})"><rect width="6" height="6" fill="{PAPER}"/>'
        + "".join(f'<circle cx="{at}" cy="{at}" r="0.7" fill="{EDGE}"/>' for at in (1.5, 4.5))
        + "</pattern></defs>"
    )


def _over(answer: Answer) -> str:
    """SVG layer over the places: the coast, the outline of the chosen one."""
    ring = ""
    if answer.chosen:
        data_id = f'data-id="{answer.place.geo_id}"'
        ring = f'<path class="casing" {data_id}/><path class="ring" {data_id}/>'
    return f'<g class="over" aria-hidden="true"><path class="coast" data-id="coast"/>{ring}{_circles(answer)}</g>'


def _circles(answer: Answer) -> str:
    return "" if answer.indicator.comparable else circles.circles(answer, class_basis(answer), _shapes(answer))


def _leaders(answer: Answer) -> str:
    lines = []
    for row in answer.places:
        if row.slug in LEADERS and answer.selection.level in LABELLED:
            frame = _shapes(answer).frame
            (x1, y1), (x2, y2) = frame.point(row.label_lon, row.label_lat), frame.point(*OUTSIDE[row.slug])
            kind = "" if is_number(row.value) else " missing"  # on a phone such a place has no label
            lines.append(
                f'<line class="leader{kind}" x1="{x1:g}" y1="{y1:g}" x2="{x2 - 20:g}" y2="{y2:g}" stroke="{INK}" '
                'stroke-width="8"/>'
            )
    return "".join(lines)


def _points(answer: Answer) -> list[tuple[Any, str, str, float, float]]:
    """Labelled places, each with the colours of label and place, and its label point in units of the map."""
    if answer.selection.level not in LABELLED:
        return []
    frame, points = _shapes(answer).frame, []
    for row, colour in zip(answer.places, fills(answer), strict=True):
        place = OUTSIDE.get(row.slug) or INSIDE.get(row.slug) or (row.label_lon, row.label_lat)
        ink = INK if row.slug in OUTSIDE else label_colour(colour)
        points.append((row, ink, colour, *frame.point(*place)))
    return points


def _labels(answer: Answer) -> str:
    """HTML labels over the map: they keep their size whatever the map's."""
    frame = _shapes(answer).frame
    labels = []
    for row, ink, _, x, y in _points(answer):
        kinds = [k for k, is_so in (("light", ink == PAPER), ("beside", row.slug in LEADERS)) if is_so]
        kinds += [] if is_number(row.value) else ["missing"]
        at = f"left:{x / frame.width * 100:.2f}%;top:{y / frame.height * 100:.2f}%"
        name, figure = _label(answer, row)
        content = f"<span>{escape(name)}</span>{escape(figure)}"
        labels.append(f'<span class="{" ".join(["map-label", *kinds])}" style="{at}">{content}</span>')
    if not answer.indicator.comparable:
        labels.append(circles.key_labels(answer, class_basis(answer), _shapes(answer)))
    return f'<div class="map-labels" aria-hidden="true">{"".join(labels)}</div>'


def _label(answer: Answer, row: Row) -> tuple[str, str]:
    """A label's name and what it says: nothing where the lines say that no figure is available.

    The words would be wider than most counties, and run into each other.
    """
    name = answer.catalog.places[row.geo_id].short_name
    if is_number(row.value):
        return name, format_value(row.value, answer.indicator)
    return name, "" if row.status == "not_available" else STATUS_WORDS[row.status]


def _texts(answer: Answer, size: float) -> str:
    """The labels in letters of a size in units of the map, edged with the colour of their place where they leave it."""
    parts = []
    for row, ink, colour, x, y in _points(answer):
        anchor = "start" if row.slug in LEADERS else "middle"
        name, figure = _label(answer, row)
        has_figure = is_number(row.value)
        ground = colour if has_figure and colour != UNRELIABLE and row.slug not in OUTSIDE else PAPER
        parts.append(
            f'<text x="{x:g}" y="{y:g}" font-family="{escape(FONT)}" font-size="{size:.1f}" text-anchor="{anchor}" '
            f'fill="{ink}" stroke="{ground}" stroke-width="{size / 4:.1f}" stroke-linejoin="round" '
            f'paint-order="stroke"><tspan x="{x:g}" dy="-0.1em">{escape(name)}</tspan>'
            f'<tspan x="{x:g}" dy="1.15em" font-weight="{700 if has_figure else 400}">{escape(figure)}</tspan></text>'
        )
    return "".join(parts)


__all__ = [
    "class_basis", "classes", "classes_kind", "fills", "legend_counts", "map_markup", "map_svg", "small_map",
    "unreliable",
]  # fmt: skip
