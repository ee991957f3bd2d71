"""The map: each city and town by its distance, the units on it; with what the browser needs to draw another year.

The server draws one year. A town's `data-y` has the years in which its distance changes, as `2016:118/7` – tenths of a
mile and the number of its unit –, with `-31/2` behind it where a unit of which it is not known would be nearer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from components.figures.map import patterns
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE
from components.formatting.numbers import format_number
from components.formatting.palette import EDGE
from components.views.maternity.view import MaternityView
from components.views.maternity.words import status_words, unit_words, year_sentences
from data.analysis.maternity.distances import Distance
from data.analysis.maternity.units import Status, Unit
from data.language import gettext

BOUNDS = (5, 10, 15, 20)
"""Upper bounds of the classes in miles; the last class has none."""
NOT_KNOWN = "dots"
RADIUS = 44
"""Of a unit's mark, in units of the map: five pixels at a desk."""
STATUSES: tuple[Status, ...] = ("open", "suspended", "closed", "unknown")
"""The statuses as the key lists them."""
_ORDER: tuple[Status, ...] = ("open", "suspended", "unknown", "closed")
"""What is shown of a town with several units: the first of these that one has."""


def class_of(distance: Distance) -> int | None:
    """Class of a distance, from 0; None where a unit of which it is not known would change it."""
    low, high = (sum(miles >= bound for bound in BOUNDS) for miles in (distance.low, distance.miles))
    return low if low == high else None


def town_map(view: MaternityView) -> SafeHtml:
    """The map of the year asked for."""
    access, shapes = view.access, view.shapes
    units = list(access.units)
    numbers = {unit.slug: n for n, unit in enumerate(units)}
    members, paths = view.place.members if view.place else (), []
    # What is chosen is drawn last, over the borders of the others.
    for geo_id, shape in sorted(shapes.places.items(), key=lambda item: item[0] in members):
        distance = view.distance(geo_id, view.year)
        if distance is None:
            continue
        kind = class_of(distance)
        chosen = " chosen" if geo_id in members else ""
        paths.append(
            f'<path class="town c{NOT_KNOWN if kind is None else kind}{chosen}" d="{shape.path}" '
            f'data-t="{escape(view.catalog.places[geo_id].name)}" data-y="{_by_year(view, geo_id, numbers)}"/>'
        )
    said = {
        "data-units": "|".join(unit_words(unit, view) for unit in units),
        "data-far": gettext("{town}: {miles} miles to {unit}", town="{town}", miles="{miles}", unit="{unit}"),
        "data-here": gettext("{town}: {unit}, in {town} itself", town="{town}", unit="{unit}"),
        "data-perhaps": gettext("{low} miles if {other} was open, which is not known", low="{low}", other="{other}"),
        "data-decimal": format_number(0.1, 1)[1],
    }
    attributes = " ".join(f'{key}="{escape(text)}"' for key, text in said.items())
    frame = shapes.frame
    return SafeHtml(
        f'<svg class="maternity-map" viewBox="0 0 {frame.width} {frame.height}" role="img" id="maternity-map" '
        f'aria-label="{escape(map_text(view, view.year))}" {attributes}>{patterns("maternity", 7)}'
        f'<g class="towns">{"".join(paths)}</g><path class="coast" d="{shapes.coast}" fill="none" stroke="{EDGE}"/>'
        f'<g class="units">{"".join(_marks(view))}</g></svg>'
    )


def map_text(view: MaternityView, year: int) -> str:
    """Text alternative of the map of a year."""
    said = " ".join(sentence.replace("**", "") for sentence in year_sentences(view, year))
    farthest = view.access.farthest(year)[:3]
    names = ", ".join(
        f"{view.catalog.places[geo_id].name} {format_number(distance.miles, 1)}" for geo_id, distance in farthest
    )
    return gettext("Map of cities and towns by miles to the nearest unit. {said} Farthest: {names}.", said=said,
                   names=names)  # fmt: skip


def _by_year(view: MaternityView, geo_id: str, numbers: dict[str, int]) -> str:
    written = []
    for year in view.access.years:
        distance = view.distance(geo_id, year)
        if distance is None:
            continue
        text = f"{_tenths(distance.miles)}/{numbers[distance.unit.slug]}"
        if distance.perhaps is not None:
            text += f"-{_tenths(distance.low)}/{numbers[distance.perhaps.slug]}"
        # The class is the server's: a tenth of a mile may round over a bound.
        kind = class_of(distance)
        written.append((year, f"{'x' if kind is None else kind}:{text}"))
    return " ".join(f"{year}:{text}" for year, text in _changes(written))


def _tenths(miles: float) -> int:
    """Tenths of a mile, rounded as `format_number` rounds."""
    return int(miles * 10 + 0.5 + 1e-9)


def _changes(written: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The first of each run of years with the same text."""
    return [next(run) for _, run in groupby(written, lambda w: w[1])]


def _marks(view: MaternityView) -> Iterable[str]:
    frame = view.shapes.frame
    for geo_id, units in sorted(hospitals_by_town(view).items()):
        x, y = frame.point(*view.catalog.places[geo_id].label_point)
        states = _changes([(year, town_status(units, year)) for year in view.access.years])
        years = " ".join(f"{year}:{status}" for year, status in states)
        yield (
            f'<g class="unit is-{town_status(units, view.year)}" data-y="{years}" '
            f'transform="translate({x:g} {y:g})">{_SHAPES}</g>'
        )


def hospitals_by_town(view: MaternityView) -> dict[str, list[Unit]]:
    """The hospitals' units by the geo_id of their city or town."""
    by_town: dict[str, list[Unit]] = {}
    for unit in view.access.units:
        if unit.kind == "hospital":
            by_town.setdefault(unit.geo_id, []).append(unit)
    return by_town


def town_status(units: Sequence[Unit], year: int) -> Status:
    """What is shown of a town's units: that one is open, else that one is suspended, not known, or closed."""
    statuses = {unit.status(year) for unit in units}
    return next(status for status in _ORDER if status in statuses)


_SHAPES = (
    f'<circle class="ring" r="{RADIUS}"/><path class="bar" d="M{-RADIUS} 0H{RADIUS}"/>'
    f'<path class="cross" d="M{-RADIUS} {-RADIUS}L{RADIUS} {RADIUS}M{-RADIUS} {RADIUS}L{RADIUS} {-RADIUS}"/>'
)


def legend(view: MaternityView) -> SafeHtml:
    """Key of the map: classes of distance with the number of towns in each, and the marks of units."""
    classes = [_swatch(n, class_words(n)) for n in range(len(BOUNDS) + 1)]
    classes.append(_swatch(NOT_KNOWN, not_known_words()))
    marks = [html.Li([_key_mark(status), status_words(status).lower()]) for status in STATUSES]
    return html.Div(
        [
            html.P(classes_title(), className="maternity-key-title"),
            html.Ul(classes, className="maternity-key"),
            html.P(units_title(), className="maternity-key-title"),
            html.Ul(marks, className="maternity-key"),
        ],
        className="maternity-legend",
    )  # fmt: skip


def classes_title() -> str:
    """Heading of the classes in the key."""
    return gettext("Miles to the nearest unit known to be open")


def units_title() -> str:
    """Heading of the marks of units in the key."""
    return gettext("Hospitals’ maternity units, one mark for each city or town")


def not_known_words() -> str:
    """What the dots are."""
    return gettext("not known: a unit nearby may have been open")


def class_words(number: int) -> str:
    """The distances of a class."""
    if number == 0:
        return gettext("under {high}", high=BOUNDS[0])
    if number == len(BOUNDS):
        return gettext("{low} or more", low=BOUNDS[-1])
    return gettext("{low} to {high}", low=BOUNDS[number - 1], high=BOUNDS[number])


def _swatch(kind: int | str, words: str) -> SafeHtml:
    return html.Li([html.Span(className=f"maternity-swatch c{kind}", **DECORATIVE), words])


def _key_mark(status: str) -> SafeHtml:
    return SafeHtml(
        f'<svg class="maternity-mark" viewBox="-64 -64 128 128" width="16" height="16" aria-hidden="true" '
        f'focusable="false"><g class="unit is-{status}">{_SHAPES}</g></svg>'
    )
