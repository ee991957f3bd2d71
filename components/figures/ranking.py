"""The places as a list, highest first: the map's keyboard path, with figures, intervals and verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from html import escape
from typing import Any

from components.figures.circles import CIRCLE
from components.figures.map import fills
from components.figures.style import Scale, nice_scale
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria
from components.formatting.numbers import capitalize_first, format_value, interval, is_number, tick
from components.formatting.palette import COUNTED, HIDDEN, NOT_AVAILABLE, PAPER, UNRELIABLE
from components.formatting.phrases import has_value, verdict_kind
from components.formatting.typeface import length
from data.catalog.models import Indicator
from data.language import gettext
from data.query.rows import Row
from data.query.selection import Answer, once
from data.vocabulary import LEVEL_WORDS, STATUS_WORDS, VERDICT_LABELS

NARROWEST = 90
"""Pixels of the lane beside the longest names."""
LONG = 30
"""More places than this scroll in a box of their own."""


def ranking(answer: Answer, path: str) -> SafeHtml:
    """A link for every place: choosing one here is choosing it on the map. `path` is the page the links lead to.

    Places whose figure is unreliable come after the others: a rate on three deaths is no one's highest rate.
    """
    rows = ranked_places(answer)
    drawn = [pair for pair in rows if has_value(pair[0])]
    scale = places_scale(answer)
    state = answer.state.only()
    line = scale.share(state.value) * 100 if answer.indicator.comparable and has_value(state) else None
    figure, entry = _figures(answer, scale), _entries(answer, path)
    items = [entry(row, figure(row, colour)) for row, colour in drawn if row.status != "unreliable"]
    doubtful = [entry(row, figure(row, colour)) for row, colour in drawn if row.status == "unreliable"]
    if items and doubtful:
        doubtful.insert(
            0, html.Li(gettext("† Unreliable: few events or a very wide interval"), className="ranking-part")
        )
    reason = cache(_reason)  # hundreds of places have none of a handful of reasons
    missing = [entry(row, reason(row.status, colour)) for row, colour in rows if not has_value(row)]
    style = {} if line is None else {"--state": f"{line:.3f}%"}
    return html.Section(
        [
            html.H2(_title(answer), className="figure-title", id="ranking-title"),
            *_hint(rows, answer),
            html.Div(_head(answer, line), className="ranking-head", style=style),
            html.Ul(
                SafeHtml("".join([*items, *doubtful, *missing])),
                className="ranking-list" + (" long" if len(rows) > LONG else ""),
                tabIndex=_tab(rows),
                **aria(labelledby="ranking-title"),
            ),
            html.Div(_ticks(scale), className="ranking-axis", **DECORATIVE),
        ],
        className=" ".join(["ranking", answer.selection.level, *(["with-state"] if line is not None else [])]),
        style=style,
        id="ranking",
    )


def _title(answer: Answer) -> str:
    places = capitalize_first(LEVEL_WORDS[answer.selection.level].plural)
    if answer.places.has("ci_low"):
        return gettext("{places}, with 95% intervals", places=places)
    return places


def _hint(rows: Sequence[Any], answer: Answer) -> list[SafeHtml]:
    """What choosing does; of the one region that a reader made there is nothing to choose."""
    place = LEVEL_WORDS[answer.selection.level].a
    hint = gettext("Choose {place} to select it everywhere", place=place)
    return [html.P(hint, className="figure-note")] if len(rows) > 1 else []


def _tab(rows: Sequence[Any]) -> str | None:
    return "0" if len(rows) > LONG else None


# The list and print ask it of the same answer.
@once
def ranked_places(answer: Answer) -> tuple[tuple[Row, str], ...]:
    """The places with their colours, highest figure first; unreliable ones after these, those without one last."""

    def order(pair: tuple[Row, str]) -> tuple[bool, bool, float, str]:
        row, _ = pair
        if row.has_value:
            return False, row.status == "unreliable", -row.value, row.name
        return True, False, 0, row.name

    return tuple(sorted(zip(answer.places, fills(answer), strict=True), key=order))


@once
def places_scale(answer: Answer) -> Scale:
    """The axis of a list of places: every reliable value with its interval, and the state's."""
    rows = answer.places.without(status="unreliable")
    rows = rows if rows.has("value") else answer.places
    state = answer.state.column("value") if answer.indicator.comparable else []
    return nice_scale(
        [*rows.column("value"), *rows.column("ci_low"), *rows.column("ci_high"), *state], answer.indicator
    )


def _head(answer: Answer, line: float | None) -> list[SafeHtml]:
    state = answer.state.only()
    parts = []
    if line is not None and state is not None:
        parts.append(
            html.Span(
                gettext("State {value}", value=format_value(state.value, answer.indicator)), className="ranking-state"
            )
        )
    if answer.places.without(verdict=""):
        parts.append(html.Span(gettext("against state"), className="ranking-against"))
    return parts


def _entries(answer: Answer, path: str) -> Callable[[Row, str], SafeHtml]:
    """A function that writes the entry of a place, given its figure or why it has none as HTML.

    A list of 351 has two thousand elements: they are written in one piece, not each by a function of its own.
    """
    places, chosen, link = answer.catalog.places, answer.selection.place, answer.selection.links("place")

    def entry(row: Row, content: str) -> SafeHtml:
        current = row.slug == chosen
        marked = ' aria-current="true"' if current else ""
        return SafeHtml(
            f'<li><a{marked} class="ranking-item" data-key="{escape(row.slug)}" '
            f'href="{escape(path + link("" if current else row.slug))}">'
            f'<span class="ranking-name">{escape(places[row.geo_id].short_name)}</span>{content}</a></li>'
        )

    return entry


def _figures(answer: Answer, scale: Scale) -> Callable[[Row, str], str]:
    """A function that writes what the entry of a place with a figure shows: drawn, as a number and its verdict."""
    indicator = answer.indicator
    # For those who hear the list: the others see the interval drawn.
    spoken = escape(gettext("95% interval {interval}"))
    verdict = cache(partial(_verdict, indicator))

    def figure(row: Row, colour: str) -> str:
        whisker, interval_text = "", ""
        if is_number(row.ci_low):
            left, right = scale.share(row.ci_low) * 100, scale.share(row.ci_high) * 100
            whisker = f'<span class="whisker" style="left:{left:.2f}%;width:{right - left:.2f}%"></span>'
            ends = spoken.format(interval=escape(interval(row.ci_low, row.ci_high, indicator)))
            interval_text = f'<span class="visually-hidden"> ({ends}) </span>'
        dot = f"left:{scale.share(row.value) * 100:.2f}%;background-color:{escape(dot_colour(colour))}"
        value = escape(format_value(row.value, indicator) + ("†" if row.status == "unreliable" else ""))
        return (
            f'<span class="lane">{whisker}<span class="dot" style="{dot}"></span></span>'
            f'<span class="ranking-value">{value}{interval_text}</span>{verdict(row.verdict)}'
        )

    return figure


def dot_colour(colour: str) -> str:
    """The color of a place's dot: that of the map or of its circle, white where the map drains it."""
    return {UNRELIABLE: PAPER, COUNTED: CIRCLE}.get(colour, colour)


def _verdict(indicator: Indicator, verdict: str) -> SafeHtml:
    return html.Span(VERDICT_LABELS[verdict], className=f"verdict {verdict_kind(verdict, indicator)}")


def _reason(status: str, colour: str) -> SafeHtml:
    """Why a place has no figure, where others have theirs drawn."""
    kind = {HIDDEN: "suppressed", NOT_AVAILABLE: "not-available"}.get(colour, "")
    return html.Span([html.Span(className=f"legend-swatch {kind}"), STATUS_WORDS[status]], className="lane words")


def _ticks(scale: Scale) -> list[SafeHtml]:
    return spaced_ticks(scale, NARROWEST)


def spaced_ticks(scale: Scale, lane: float) -> list[SafeHtml]:
    """The labels of an axis: as many as stand apart on a lane of a width in pixels, the first among them."""
    widest, number = max(length(tick(at)) for at in scale.ticks), len(scale.ticks)
    every = next((n for n in range(1, number) if lane * n / (number - 1) >= widest + 8), number)
    ticks = scale.ticks[::every]
    return [html.Span(tick(at), style={"left": f"{scale.share(at) * 100:.2f}%"}) for at in ticks]
