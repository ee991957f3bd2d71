"""The map's legend: the bounds at the joints, the number of places under each class, the state's place among them.

The eye reads a bound by where it stands; for those who hear the legend, each class is a sentence of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from components.figures.map import classes, legend_counts
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, data_attributes
from components.formatting.numbers import capitalize_first, format_value
from components.formatting.palette import CLASSES
from components.formatting.phrases import has_value, hidden_reason, people, shown_words
from data.language import format_integer, gettext
from data.query.selection import Answer
from data.statistics.classes import Classes
from data.vocabulary import LEVEL_WORDS, OVERALL, STATUS_WORDS, Status


def legend(answer: Answer) -> SafeHtml:
    """Swatches of the classes and of what stands beside them, and what is shown and hidden in words."""
    found = classes(answer)
    level = LEVEL_WORDS[answer.selection.level]
    parts: list[SafeHtml] = []
    if found:
        parts.append(ramp(found, answer, _state_marker(answer, found), lambda n: level.counted(n, str(n))))
    parts += swatches(answer)
    heard = spoken(found, beside_words(answer), answer, lambda n: level.counted(n, format_integer(n)))
    return html.Div([html.Div(parts, className="legend-row"), heard, _words(answer)], className="legend")


def beside_words(answer: Answer) -> list[tuple[str, int]]:
    """What can stand beside the classes, in words, and how many places it stands for."""
    counts = legend_counts(answer)
    return [(word, counts[kind]) for kind, word in _beside().items()]


def _beside() -> dict[str, str]:
    statuses: tuple[Status, ...] = ("suppressed", "not_available", "unreliable")
    return {"zero": gettext("zero"), **{status: STATUS_WORDS[status] for status in statuses}}


def swatches(answer: Answer) -> list[SafeHtml]:
    """The swatches beside the ramp, each with its word and number; nothing where every place is in a class."""
    counts = legend_counts(answer)
    shown = [_swatch(kind, word, counts[kind]) for kind, word in _beside().items() if counts[kind]]
    return [html.Div(shown, className="legend-beside", **DECORATIVE)] if shown else []


def spoken(
    found: Classes | None, beside: Sequence[tuple[str, int]], answer: Answer, counted: Callable[[int], str]
) -> SafeHtml:
    """The legend as a list that is heard: its classes by their bounds, and what stands beside them by its word.

    `beside` are words with the number each stands for, of which those that stand for none are left out; `counted` says
    a number with what it counts.
    """
    lines = (
        [
            gettext(
                "{low} to {high}: {places}",
                low=format_value(low, answer.indicator),
                high=format_value(high, answer.indicator),
                places=counted(n),
            )
            for (low, high), n in zip(pairwise(found.bounds), found.counts, strict=True)
        ]
        if found
        else []
    )
    lines += [
        gettext("{status}: {places}", status=capitalize_first(word), places=counted(n)) for word, n in beside if n
    ]
    return html.Ul([html.Li(line) for line in lines], className="visually-hidden", role="list")


def ramp(found: Classes, answer: Answer, marker: Sequence[SafeHtml], counted: Callable[[int], str]) -> SafeHtml:
    """The classes as a ramp: their colours, bounds and numbers; `marker` is what is marked on it (see `marked`).

    `counted` says a number with what it counts: of few classes the first says it.
    """
    colours = [html.Span(className="legend-swatch", style={"backgroundColor": c}) for c in CLASSES[found.number]]
    ends = [html.Span(format_value(b, answer.indicator), className="legend-bound") for b in found.bounds]
    counts = [html.Span(counted(n) if i == 0 and found.number < 7 else str(n)) for i, n in enumerate(found.counts)]
    return html.Div(
        [
            *marker,
            html.Div(colours, className="legend-swatches"),
            html.Div(ends, className="legend-bounds", **DECORATIVE),
            html.Div(counts, className="legend-counts", **DECORATIVE),
        ],
        className="legend-ramp seven" if found.number > 5 else "legend-ramp",
    )


def _state_marker(answer: Answer, found: Classes) -> list[SafeHtml]:
    state = answer.state.only()
    if answer.selection.level == "state" or not answer.indicator.comparable or not has_value(state):
        return []
    group = answer.selection.group
    value = format_value(state.value, answer.indicator)
    if group == OVERALL:
        text = gettext("State {value}", value=value)
    else:
        text = gettext("State, {people} {value}", people=people(group, answer.indicator), value=value)
    return marked(found, state.value, text)


def marked(found: Classes, value: float, text: str) -> list[SafeHtml]:
    """The mark of a value on the ramp of classes, and the words above it."""
    index = found.index(value)
    low, high = found.bounds[index], found.bounds[index + 1]
    within = (value - low) / (high - low) if high > low else 0.5
    position = (index + min(max(within, 0), 1)) / found.number * 100
    side = "right" if position > 60 else "left" if position < 40 else "middle"
    at = f"{position:.2f}%"
    return [
        html.Div(html.Span(text), className=f"legend-state-text {side}", style={"--at": at}),
        html.Div(className="legend-state", style={"left": at}),
    ]


def _classes_words(answer: Answer) -> list[str | SafeHtml]:
    """What the colours stand for, and the link that changes it."""
    plural, selection = LEVEL_WORDS[answer.selection.level].plural, answer.selection
    if selection.classes == "all" and answer.class_values:
        said = gettext("The colours mean the same in every period and group.")
        other, text = "period", gettext("Use classes of this period")
    else:
        said = gettext("Each colour holds about the same number of {places}.", places=plural)
        other, text = "", gettext("Use the same classes for every period and group")
    link = html.A(text, href=selection.with_words(classes=other), **data_attributes(key="classes"))
    return [f"{said} ", html.Span([link, ". "], className="screen-only")]


def _swatch(kind: str, word: str, number: int) -> SafeHtml:
    return html.Div(
        [
            html.Span(className=f"legend-swatch {kind.replace('_', '-')}"),
            html.Span(word, className="legend-word"),
            html.Span(str(number), className="legend-number"),
        ],
        className="legend-one",
    )


def _words(answer: Answer) -> SafeHtml:
    reason = hidden_reason(answer)
    found = classes(answer)
    parts: list[str | SafeHtml] = []
    if found and found.number > 1 and answer.selection.level != "state":
        parts += _classes_words(answer)
    if answer.selection.level != "state":
        parts.append(html.Strong(shown_words(answer)))
        parts.append(f" ({reason.rstrip('.')})." if reason else ".")
    return html.P(parts, className="legend-words")
