"""The map's legend: the bounds at the joints, the number of places under each class, the state's place among them.

What it holds is said once, as `Legend`; here it is written for the page, and as SVG for documents in their drawings.
The eye reads a bound by where it stands; for those who hear the legend, each class is a sentence of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from components.figures.map import classes, classes_kind, legend_counts
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE
from components.formatting.numbers import capitalize_first, format_value
from components.formatting.palette import CLASSES
from components.formatting.phrases import has_value, hidden_reason, people, shown_words
from components.formatting.typeface import length
from data.catalog.models import Indicator
from data.language import format_integer, gettext
from data.query.selection import Answer, once
from data.statistics.classes import Classes
from data.vocabulary import CLASSES as KINDS
from data.vocabulary import LEVEL_WORDS, OVERALL, REGION, STATUS_WORDS, Status

APART, REM = 8.0, 16.0
"""Pixels between two bounds that stand beside each other, and of a rem at the usual size of type."""


@dataclass(frozen=True, slots=True)
class LegendClass:
    """A class of the map: its colour, its bounds as they are written, and how many places it holds."""

    colour: str
    low: str
    high: str
    places: int


@dataclass(frozen=True, slots=True)
class LegendSwatch:
    """Swatch of the legend beside the classes: `kind` is a status, or `zero`."""

    kind: str
    word: str
    places: int


@dataclass(frozen=True, slots=True)
class Legend:
    """A map's legend; what stands beside the classes is what stands for some place.

    `state` is a figure of the state's in words, empty for none, and `state_share` its place along the classes (0–1).
    """

    classes: tuple[LegendClass, ...]
    beside: tuple[LegendSwatch, ...]
    state: str = ""
    state_share: float = 0.0

    @property
    def bounds(self) -> list[str]:
        """The bounds of the classes, both ends among them; of one class of one value, that value once."""
        if len(self.classes) == 1 and self.classes[0].low == self.classes[0].high:
            return [self.classes[0].low]
        return [*(one.low for one in self.classes), *(one.high for one in self.classes[-1:])]


@once
def legend_of(answer: Answer) -> Legend:
    """The legend of an answer's map, by the classes the map is painted in, with the state's own figure among them."""
    map_classes = classes(answer)
    unmarked = Legend(_classes(map_classes, answer.indicator) if map_classes else (), _beside(answer))
    state = answer.state.only()
    if (
        map_classes is None
        or answer.selection.level == "state"
        or not answer.indicator.comparable
        or not has_value(state)
    ):
        return unmarked
    group = answer.selection.group
    value = format_value(state.value, answer.indicator)
    if group == OVERALL:
        text = gettext("State {value}", value=value)
    else:
        text = gettext("State, {people} {value}", people=people(group, answer.indicator), value=value)
    return replace(unmarked, state=text, state_share=class_share(map_classes, state.value))


def _classes(map_classes: Classes, indicator: Indicator) -> tuple[LegendClass, ...]:
    bounds = pairwise([format_value(bound, indicator) for bound in map_classes.bounds])
    return tuple(
        LegendClass(colour, low, high, places)
        for colour, (low, high), places in zip(CLASSES[map_classes.number], bounds, map_classes.counts, strict=True)
    )


def _beside(answer: Answer) -> tuple[LegendSwatch, ...]:
    statuses: tuple[Status, ...] = ("suppressed", "not_available", "unreliable")
    words: dict[str, str] = {"zero": gettext("zero")}
    words |= {status: STATUS_WORDS[status] for status in statuses}
    counts = legend_counts(answer)
    return tuple(LegendSwatch(kind, word, counts[kind]) for kind, word in words.items() if counts[kind])


def class_share(map_classes: Classes, value: float) -> float:
    """Where a value stands along classes that are all as wide, from 0 to 1; beyond an end it stands at the end."""
    index = map_classes.index(value)
    low, high = map_classes.bounds[index], map_classes.bounds[index + 1]
    within = (value - low) / (high - low) if high > low else 0.5
    return (index + min(max(within, 0), 1)) / map_classes.number


def legend(answer: Answer) -> SafeHtml:
    """Swatches of the classes and of what stands beside them, and what is shown and hidden in words."""
    map_legend, level = legend_of(answer), LEVEL_WORDS[answer.selection.level]
    # Of a reader's own region, or of two, the map and its card say it.
    counted = None if answer.selection.level == REGION else lambda n: level.counted(n, str(n))
    row = legend_row(map_legend, counted)
    heard = spoken(map_legend, lambda n: level.counted(n, format_integer(n)))
    return html.Div([html.Div(row, className="legend-row"), heard, *_words(answer)], className="legend")


def legend_row(map_legend: Legend, counted: Callable[[int], str] | None) -> list[SafeHtml]:
    """The ramp of the classes, where there are any, and the swatches beside it, where every place is not in a class.

    `counted` says a number with what it counts: of few classes the first says it. Without it no numbers are shown.
    """
    swatches = [_swatch(one) for one in map_legend.beside]
    parts = [_ramp(map_legend, counted)] if map_legend.classes else []
    return [*parts, html.Div(swatches, className="legend-beside", **DECORATIVE)] if swatches else parts


def spoken(map_legend: Legend, counted: Callable[[int], str]) -> SafeHtml:
    """The legend as a list that is heard: its classes by their bounds, and what stands beside them by its word.

    `counted` says a number with what it counts.
    """
    lines = [_spoken_class(one, counted(one.places)) for one in map_legend.classes]
    lines += [
        gettext("{status}: {places}", status=capitalize_first(one.word), places=counted(one.places))
        for one in map_legend.beside
    ]
    return html.Ul([html.Li(line) for line in lines], className="visually-hidden", role="list")


def _spoken_class(one: LegendClass, places: str) -> str:
    """A class by its bounds, or by its value where both are written alike."""
    if one.low == one.high:
        return gettext("{status}: {places}", status=one.low, places=places)
    return gettext("{low} to {high}: {places}", low=one.low, high=one.high, places=places)


def _ramp(map_legend: Legend, counted: Callable[[int], str] | None) -> SafeHtml:
    few, many = len(map_legend.classes) < 7, len(map_legend.classes) > 5
    colours = [
        html.Span(className="legend-swatch", style={"backgroundColor": one.colour}) for one in map_legend.classes
    ]
    bounds = map_legend.bounds
    ends = [html.Span(bound, className="legend-bound") for bound in bounds]
    counts = list[SafeHtml]()
    if counted is not None:
        numbers = [one.places for one in map_legend.classes]
        told = [html.Span(counted(n) if i == 0 and few else str(n)) for i, n in enumerate(numbers)]
        counts.append(html.Div(told, className="legend-counts", **DECORATIVE))
    return html.Div(
        [
            *_state_words(map_legend),
            html.Div([*colours, *_state_mark(map_legend)], className="legend-swatches"),
            html.Div(ends, className="legend-bounds", **DECORATIVE),
            *counts,
        ],
        className="legend-ramp seven" if many else "legend-ramp",
        style={"--one-line": f"{_one_line(bounds) / REM:.2f}rem"},
    )


def _one_line(bounds: Sequence[str]) -> float:
    """Pixels of a ramp, at the usual size of type, whose bounds all stand beside each other under its joints.

    On a narrower one every second bound goes a line lower (assets/legend.css). The first and the last end with the
    ramp, the others lie across their joint.
    """
    widths = [length(bound) for bound in bounds]
    last = len(bounds) - 2
    needed = [
        (one if at == 0 else one / 2) + (two if at == last else two / 2) + APART
        for at, (one, two) in enumerate(pairwise(widths))
    ]
    return max(needed, default=0.0) * len(needed)


def _state_words(map_legend: Legend) -> list[SafeHtml]:
    """The state's figure in words, above the ramp of classes."""
    if not map_legend.state:
        return []
    position = map_legend.state_share * 100
    side = "right" if position > 60 else "left" if position < 40 else "middle"
    words = html.Span(map_legend.state)
    return [html.Div(words, className=f"legend-state-text {side}", style={"--at": f"{position:.2f}%"})]


def _state_mark(map_legend: Legend) -> list[SafeHtml]:
    """The mark of the state's figure on the ramp of classes."""
    if not map_legend.state:
        return []
    return [html.Div(className="legend-state", style={"left": f"{map_legend.state_share * 100:.2f}%"})]


def class_words(answer: Answer) -> str:
    """What the colors of a map stand for, as a sentence."""
    kind, selection = classes_kind(answer), answer.selection
    if not answer.indicator.comparable:
        return gettext("The area of each circle is its number.")
    plural = LEVEL_WORDS[selection.level].plural
    if kind == "all" and answer.class_values:
        return gettext("The colors mean the same in every period and group.")
    periods = answer.catalog.periods(selection.indicator, selection.level, selection.dimension, selection.group)
    if kind == "period" or not answer.group_values or len(periods) == 1:
        return gettext("Each color holds about the same number of {places} of this map.", places=plural)
    if selection.breakdown == OVERALL:
        return gettext("The colors mean the same in every period.")
    return gettext("Colors range over {people}, in every period.", people=people(selection.group, answer.indicator))


def class_choice(answer: Answer) -> list[SafeHtml]:
    """Radio buttons for what the classes are made of; none where there is one group, or groups stand side by side."""
    selection, kind = answer.selection, classes_kind(answer)
    if selection.breakdown == OVERALL or kind != selection.classes:
        return []
    own = gettext("all years") if selection.group == OVERALL else gettext("this group, all years")
    choices = {"group": own, "all": gettext("all groups, all years")}
    choices |= {"period": gettext("this map alone")} if kind == "period" else {}
    radios = [
        html.Label(
            [
                html.Input(
                    type="radio",
                    name="classes",
                    id=f"classes-{choice}",
                    value=selection.with_words(classes="" if choice == KINDS[0] else choice),
                    checked=choice == kind,
                    className="form-check-input",
                ),
                f" {text}",
            ],
            className="class-choice",
        )
        for choice, text in choices.items()
    ]
    caption = html.Legend(gettext("Colors:"), className="class-choices-name")
    return [html.Fieldset([caption, *radios], className="class-choices screen-only")]


def _swatch(one: LegendSwatch) -> SafeHtml:
    return html.Div(
        [
            html.Span(className=f"legend-swatch {one.kind.replace('_', '-')}"),
            html.Span(one.word, className="legend-word"),
            html.Span(str(one.places), className="legend-number"),
        ],
        className="legend-one",
    )


def _words(answer: Answer) -> list[SafeHtml]:
    if answer.selection.level == "state":
        return []
    reason, map_classes = hidden_reason(answer), classes(answer)
    parted = map_classes is not None and map_classes.number > 1
    shown = html.Strong(shown_words(answer))
    said = class_words(answer) if parted or not answer.indicator.comparable else ""
    choice = class_choice(answer) if parted else []
    words = [f"{said} " if said and not choice else "", shown, f" ({reason.rstrip('.')})." if reason else "."]
    # What is chosen is said under the choice.
    below = [*choice, html.P(said, className="legend-words chosen")] if choice else []
    return [html.P(words, className="legend-words"), *below]
