"""The list of places beside a figure, for documents: highest first, each with its mark, interval and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from components.documents.drawing import tick_label
from components.documents.svg import Style, document, element, label, line, swatch
from components.documents.typeface import length, shortened
from components.figures.map import fills
from components.figures.style import Scale, nice_scale
from components.numbers import figure, is_number, starting
from components.palette import ACCENT, HIDDEN, INK, INK_2, LINE, NOT_AVAILABLE, PAPER, WORSE
from components.phrases import has_value, only, verdict_kind
from data.language import say
from data.selection import Answer, records
from data.vocabulary import LEVEL_WORDS, STATUS_WORDS, VERDICT_LABELS

LISTED = 16
"""Places a picture has room for beside its figure."""
_ROW, _HEAD, _AXIS = 24, 28, 24
_VERDICT, _NAME = 76, 190
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


def ranked(answer: Answer) -> list[tuple[Any, str]]:
    """Rows of places with their colours, highest first; unreliable ones after these, those without a figure last."""
    return sorted(
        zip(records(answer.places), fills(answer), strict=True),
        key=lambda pair: (
            not has_value(pair[0]),
            has_value(pair[0]) and pair[0].status == "unreliable",
            -pair[0].value if has_value(pair[0]) else 0,
            pair[0].name,
        ),
    )


def listing_of(answer: Answer) -> Listing:
    """The list of an answer's places."""
    scale, state = _scale(answer), only(answer.state)
    compared = bool((answer.places["verdict"] != "").any())
    with_state = answer.indicator.comparable and has_value(state)
    plural = LEVEL_WORDS[answer.selection.level].plural
    places = starting(plural)
    known = answer.places["ci_low"].notna().any()
    shown = scale.ticks[:: 2 if len(scale.ticks) > 5 else 1]
    return Listing(
        title=say("{places}, with 95% intervals", places=places) if known else places,
        places=tuple(_listed(row, colour, answer, scale) for row, colour in ranked(answer)),
        ticks=tuple((scale.share(tick), tick_label(tick, scale.step)) for tick in shown),
        state=say("State {value}", value=figure(state.value, answer.indicator)) if with_state else "",
        state_share=scale.share(state.value) if with_state else None,
        compared=compared,
    )


def _scale(answer: Answer) -> Scale:
    frame = answer.places[answer.places["status"] != "unreliable"]
    frame = frame if len(frame["value"].dropna()) else answer.places
    state = list(answer.state["value"]) if answer.indicator.comparable else []
    return nice_scale([*frame["value"], *frame["ci_low"], *frame["ci_high"], *state], answer.indicator)


def _listed(row: Any, colour: str, answer: Answer, scale: Scale) -> ListedPlace:
    shown = has_value(row)
    known = shown and is_number(row.ci_low)
    star = "†" if row.status == "unreliable" else ""
    return ListedPlace(
        geo_id=str(row.geo_id),
        name=answer.catalog.places[row.geo_id].short_name,
        colour=colour,
        value=figure(row.value, answer.indicator) + star if shown else "",
        verdict=VERDICT_LABELS[row.verdict],
        kind=verdict_kind(row.verdict, answer.indicator),
        share=scale.share(row.value) if shown else None,
        low=scale.share(row.ci_low) if known else None,
        high=scale.share(row.ci_high) if known else None,
        status=STATUS_WORDS[row.status],
        chosen=row.slug == answer.selection.place,
    )


def pictured(listing: Listing) -> tuple[ListedPlace, ...]:
    """The places a picture shows: the first ones, and the chosen one wherever it stands."""
    first = listing.places[:LISTED]
    return first + tuple(p for p in listing.places[LISTED:] if p.chosen)


def listing_svg(listing: Listing, width: float) -> str:
    """The list as an SVG."""
    places = pictured(listing)
    names = min(max((length(p.name, bold=p.chosen) for p in places), default=0) + 14, _NAME)
    values = max((length(p.value, bold=True) for p in places), default=0) + 8
    left, right = names + 8, width - values - (_VERDICT if listing.compared else 0)
    bottom = _HEAD + _ROW * len(places)
    parts = [line(left + s * (right - left), _HEAD, left + s * (right - left), bottom, LINE) for s, _ in listing.ticks]
    # The ground of the chosen row lies under the lines, its letters over them.
    grounds = [_ground(i, width) for i, place in enumerate(places) if place.chosen]
    if listing.state_share is not None:
        at = left + listing.state_share * (right - left)
        half = length(listing.state, bold=True) / 2
        middle = max(min(at, right - half), half)
        parts.append(label(listing.state, middle, _HEAD / 2 - 2, Style(across="middle", bold=True)))
        shown = sum(place.share is not None for place in places)
        parts.append(line(at, _HEAD - 4, at, _HEAD + _ROW * shown, INK, 2))
    if listing.compared:
        parts.append(label(say("against state"), width, _HEAD / 2 - 2, Style(across="end", colour=INK_2)))
    for i, place in enumerate(places):
        parts.append(_row(place, _HEAD + _ROW * (i + 0.5), (left, right, width), names, compared=listing.compared))
    for share, text in listing.ticks:
        at = left + share * (right - left)
        parts.append(label(text, at, bottom + _AXIS / 2 + 2, Style(across="middle", colour=INK_2)))
    return document("".join([*grounds, *parts]), width, bottom + _AXIS, "")


def _ground(index: int, width: float) -> str:
    top = _HEAD + _ROW * index
    bar = element("rect", x=0, y=top, width=3, height=_ROW, fill=ACCENT)
    return element("rect", x=0, y=top, width=width, height=_ROW, fill="#e6eff7") + bar


def _row(place: ListedPlace, y: float, edges: tuple[float, float, float], names: float, *, compared: bool) -> str:
    left, right, width = edges
    said = shortened(place.name, names - 8, bold=place.chosen)
    parts = [label(said, 8, y, Style(bold=place.chosen))]
    if place.share is None:
        kind = {HIDDEN: "suppressed", NOT_AVAILABLE: NOT_AVAILABLE}.get(place.colour, place.colour)
        parts.append(swatch(left + 4, y - 6, kind, 20))
        parts.append(label(place.status, left + 30, y, Style(colour=INK_2, ground=PAPER)))
        return "".join(parts)
    if place.low is not None and place.high is not None:
        parts.append(line(left + place.low * (right - left), y, left + place.high * (right - left), y, INK_2, 2))
    at = left + place.share * (right - left)
    parts.append(element("circle", cx=at, cy=y, r=6, fill=place.colour, stroke=INK))
    end = width - (_VERDICT if compared else 0)
    parts.append(label(place.value, end, y, Style(across="end", bold=True)))
    if compared and place.verdict:
        colour, strong = _VERDICT_COLOURS.get(place.kind, INK_2), place.kind in _VERDICT_COLOURS
        parts.append(label(place.verdict, width, y, Style(across="end", colour=colour, bold=strong)))
    return "".join(parts)
