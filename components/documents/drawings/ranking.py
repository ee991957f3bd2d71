"""The list of places beside a figure, for documents: highest first, each with its mark, interval and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from components.documents.drawings.svg import LINE as LINE_HEIGHT
from components.documents.drawings.svg import SIZE, Style, document, element, label, line, swatch
from components.documents.drawings.ticks import shown_ticks
from components.figures.ranking import dot_colour, places_scale, ranked_places
from components.figures.style import Scale, tick_label
from components.formatting.numbers import capitalize_first, format_value, is_number
from components.formatting.palette import ACCENT, HIDDEN, INK, INK_2, LINE, NOT_AVAILABLE, PAPER, WORSE
from components.formatting.phrases import has_value, verdict_kind
from components.formatting.typeface import length, wrapped
from data.language import gettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import LEVEL_WORDS, STATUS_WORDS, VERDICT_LABELS

LISTED = 16
"""Places a picture has room for beside its figure."""
_ROW, _HEAD, _AXIS = 24, 28, 24
_LINE = SIZE * LINE_HEIGHT
_INDENT, _GAP = 8, 10
"""Before a name, and between two columns."""
_NAME, _NARROWEST = 190, 100
"""A column of names is at most as wide, and at least where that is what keeps the axis its share."""
PLOT = 0.27
"""Share of the width that the axis keeps: longer names go on in further lines."""
_VERDICT_COLOURS = {"worse": WORSE, "better": ACCENT, "differs": INK}


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """A place in the list. `kind` colours its verdict; `share`, `low` and `high` are places on the axis (0–1)."""

    geo_id: str
    name: str
    colour: str
    value: str
    verdict: str
    kind: str
    share: float | None
    low: float | None
    high: float | None
    status: str
    chosen: bool


@dataclass(frozen=True)
class Listing:
    """Every place of the view in the order of the page, the axis they stand on, and the state's figure on it."""

    title: str
    places: tuple[ListedPlace, ...]
    ticks: tuple[tuple[float, str], ...]
    state: str
    state_share: float | None
    compared: bool


def listing_of(answer: Answer) -> Listing:
    """The list of an answer's places."""
    scale, state = places_scale(answer), answer.state.only()
    compared = bool(answer.places.without(verdict=""))
    reference = state.value if answer.indicator.comparable and has_value(state) else None
    plural = LEVEL_WORDS[answer.selection.level].plural
    places = capitalize_first(plural)
    has_intervals = answer.places.has("ci_low")
    labelled = scale.ticks[:: 2 if len(scale.ticks) > 5 else 1]
    return Listing(
        title=gettext("{places}, with 95% intervals", places=places) if has_intervals else places,
        places=tuple(_listed(row, colour, answer, scale) for row, colour in ranked_places(answer)),
        ticks=tuple((scale.share(tick), tick_label(tick, scale.step)) for tick in labelled),
        state="" if reference is None else gettext("State {value}", value=format_value(reference, answer.indicator)),
        state_share=None if reference is None else scale.share(reference),
        compared=compared,
    )


def _listed(row: Row, colour: str, answer: Answer, scale: Scale) -> ListedPlace:
    has_figure = has_value(row)
    has_interval = has_figure and is_number(row.ci_low)
    star = "†" if row.status == "unreliable" else ""
    return ListedPlace(
        geo_id=str(row.geo_id),
        name=answer.catalog.places[row.geo_id].short_name,
        colour=colour,
        value=format_value(row.value, answer.indicator) + star if has_figure else "",
        verdict=VERDICT_LABELS[row.verdict],
        kind=verdict_kind(row.verdict, answer.indicator),
        share=scale.share(row.value) if has_figure else None,
        low=scale.share(row.ci_low) if has_interval else None,
        high=scale.share(row.ci_high) if has_interval else None,
        status=STATUS_WORDS[row.status],
        chosen=row.slug == answer.selection.place,
    )


def pictured(listing: Listing) -> tuple[ListedPlace, ...]:
    """The places a picture shows: the first ones, and the chosen one wherever it stands."""
    first = listing.places[:LISTED]
    return first + tuple(p for p in listing.places[LISTED:] if p.chosen)


def listing_words(listing: Listing) -> str:
    """The list in words, for those who do not see it: every place a picture shows with its figure and verdict."""
    said = [listing.state] if listing.state else []
    for place in pictured(listing):
        value = place.status if place.share is None else place.value
        if listing.compared and place.verdict and place.share is not None:
            value = f"{value} ({place.verdict})"
        said.append(gettext("{name}: {value}", name=place.name, value=value))
    return ". ".join(said) + "."


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a list stand: the width of the names, the axis, the end of the figures, the right edge."""

    names: float
    left: float
    right: float
    figures: float
    width: float

    def at(self, share: float) -> float:
        return self.left + share * (self.right - self.left)


def _columns(listing: Listing, places: tuple[ListedPlace, ...], width: float) -> _Columns:
    """Every column as wide as what stands in it; names give way where the axis would be pushed away."""
    names = max((length(p.name, bold=p.chosen) for p in places), default=0.0) + 2
    figures = max((length(p.value, bold=True) for p in places), default=0.0) + _GAP
    verdicts = 0.0
    if listing.compared:
        verdicts = max((length(p.verdict, bold=p.kind in _VERDICT_COLOURS) for p in places), default=0.0) + _GAP
    room = (1 - PLOT) * width - figures - verdicts - _INDENT - _GAP
    names = min(names, _NAME, max(room, _NARROWEST))
    end = width - verdicts
    return _Columns(names, _INDENT + names + _GAP, end - figures, end, width)


def listing_svg(listing: Listing, width: float) -> str:
    """The list as an SVG."""
    places = pictured(listing)
    columns = _columns(listing, places, width)
    head, top = _head(listing, columns)
    names = [wrapped(p.name, columns.names, bold=p.chosen) for p in places]
    rows, bottom = [], top
    for lines in names:
        rows.append((bottom, _ROW + _LINE * (max(len(lines), 1) - 1)))
        bottom += rows[-1][1]
    parts = [line(columns.at(s), top, columns.at(s), bottom, LINE) for s, _ in listing.ticks]
    # The ground of the chosen row lies under the lines, its letters over them.
    grounds = [_ground(row, width) for row, place in zip(rows, places, strict=True) if place.chosen]
    if listing.state_share is not None:
        at = columns.at(listing.state_share)
        line_end = max(
            (start + high for (start, high), p in zip(rows, places, strict=True) if p.share is not None), default=top
        )
        parts.append(line(at, top - 4, at, line_end, INK, 2))
    for place, lines, (start, high) in zip(places, names, rows, strict=True):
        parts.append(_row(place, lines, start + high / 2, columns, compared=listing.compared))
    for at, text in shown_ticks([(columns.at(share), text) for share, text in listing.ticks], width):
        parts.append(label(text, at, bottom + _AXIS / 2 + 2, Style(across="middle", colour=INK_2)))
    return document("".join([*grounds, *head, *parts]), width, bottom + _AXIS, "")


def _head(listing: Listing, columns: _Columns) -> tuple[list[str], float]:
    """The heads of the axis and of the verdicts, and how high they are: above each other where they would meet."""
    state, against = listing.state, gettext("against state") if listing.compared else ""
    half = length(state, bold=True) / 2
    middle = max(min(columns.at(listing.state_share or 0.0), columns.right - half), half)
    meet = bool(state and against) and middle + half + _GAP > columns.width - length(against)
    over = _LINE if meet else 0.0
    parts = []
    if state:
        parts.append(label(state, middle, over + _HEAD / 2 - 2, Style(across="middle", bold=True)))
    if against:
        parts.append(label(against, columns.width, _HEAD / 2 - 2, Style(across="end", colour=INK_2)))
    return parts, over + _HEAD


def _ground(row: tuple[float, float], width: float) -> str:
    top, high = row
    bar = element("rect", x=0, y=top, width=3, height=high, fill=ACCENT)
    return element("rect", x=0, y=top, width=width, height=high, fill="#e6eff7") + bar


def _row(place: ListedPlace, name: tuple[str, ...], y: float, columns: _Columns, *, compared: bool) -> str:
    parts = [label("<br>".join(map(escape, name)), _INDENT, y, Style(bold=place.chosen))]
    if place.share is None:
        kind = {HIDDEN: "suppressed", NOT_AVAILABLE: NOT_AVAILABLE}.get(place.colour, place.colour)
        parts.append(swatch(columns.left + 4, y - 6, kind, 20))
        parts.append(label(place.status, columns.left + 30, y, Style(colour=INK_2, ground=PAPER)))
        return "".join(parts)
    if place.low is not None and place.high is not None:
        parts.append(line(columns.at(place.low), y, columns.at(place.high), y, INK_2, 2))
    parts.append(element("circle", cx=columns.at(place.share), cy=y, r=6, fill=dot_colour(place.colour), stroke=INK))
    parts.append(label(place.value, columns.figures, y, Style(across="end", bold=True)))
    if compared and place.verdict:
        colour, strong = _VERDICT_COLOURS.get(place.kind, INK_2), place.kind in _VERDICT_COLOURS
        parts.append(label(place.verdict, columns.width, y, Style(across="end", colour=colour, bold=strong)))
    return "".join(parts)
