"""The places as a list, highest first: the map's keyboard path, with figures, intervals and verdicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from components.figures.map import fills
from components.figures.style import Scale, nice_scale
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, data_attributes
from components.formatting.numbers import capitalize_first, format_value, interval, is_number, tick
from components.formatting.palette import HIDDEN, NOT_AVAILABLE
from components.formatting.phrases import has_value, verdict_kind
from data.language import gettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import LEVEL_WORDS, STATUS_WORDS, VERDICT_LABELS

LONG = 30
"""More places than this scroll in a box of their own."""


Link = Callable[[str], str]
"""From the slug of a place to the address that chooses it."""


def ranking(answer: Answer, path: str) -> SafeHtml:
    """A link for every place: choosing one here is choosing it on the map. `path` is the page the links lead to.

    Places whose figure is unreliable come after the others: a rate on three deaths is no one's highest rate.
    """
    level = LEVEL_WORDS[answer.selection.level]
    rows = ranked_places(answer)
    shown = [pair for pair in rows if has_value(pair[0])]
    scale = places_scale(answer)
    state = answer.state.only()
    line = scale.share(state.value) * 100 if answer.indicator.comparable and has_value(state) else None
    to = answer.selection.links("place")

    def link(slug: str) -> str:
        return path + to(slug)

    items = [_item(row, colour, answer, link, scale) for row, colour in shown if row.status != "unreliable"]
    doubtful = [_item(row, colour, answer, link, scale) for row, colour in shown if row.status == "unreliable"]
    if items and doubtful:
        doubtful.insert(
            0, html.Li(gettext("† Unreliable: few events or a very wide interval"), className="ranking-part")
        )
    missing = [_missing(row, colour, answer, link) for row, colour in rows if not has_value(row)]
    style = {} if line is None else {"--state": f"{line:.3f}%"}
    return html.Section(
        [
            html.H2(_title(answer), className="figure-title", id="ranking-title"),
            html.P(gettext("Choose {place} to select it everywhere", place=level.a), className="figure-note"),
            html.Div(_head(answer, line), className="ranking-head", style=style),
            html.Ul(
                [*items, *doubtful, *missing],
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


def _tab(rows: list[Any]) -> str | None:
    return "0" if len(rows) > LONG else None


def ranked_places(answer: Answer) -> list[tuple[Row, str]]:
    """The places with their colours, highest figure first; unreliable ones after these, those without one last."""
    return sorted(
        zip(answer.places, fills(answer), strict=True),
        key=lambda pair: (
            not pair[0].has_value,
            pair[0].has_value and pair[0].status == "unreliable",
            -pair[0].value if pair[0].has_value else 0,
            pair[0].name,
        ),
    )


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


def _item(row: Row, colour: str, answer: Answer, link: Link, scale: Scale) -> SafeHtml:
    chosen = row.slug == answer.selection.place
    lane = []
    if is_number(row.ci_low):
        left, right = (scale.share(x) * 100 for x in (row.ci_low, row.ci_high))
        lane.append(html.Span(className="whisker", style={"left": f"{left:.2f}%", "width": f"{right - left:.2f}%"}))
    at = scale.share(row.value) * 100
    lane.append(html.Span(className="dot", style={"left": f"{at:.2f}%", "backgroundColor": colour}))
    star = "†" if row.status == "unreliable" else ""
    return html.Li(
        html.A(
            [
                html.Span(answer.catalog.places[row.geo_id].short_name, className="ranking-name"),
                html.Span(lane, className="lane"),
                html.Span(
                    [format_value(row.value, answer.indicator) + star, *_spoken(row, answer)], className="ranking-value"
                ),
                html.Span(
                    VERDICT_LABELS[row.verdict], className=f"verdict {verdict_kind(row.verdict, answer.indicator)}"
                ),
            ],
            href=link("" if chosen else row.slug),
            className="ranking-item",
            **(aria(current="true") if chosen else {}),
            **data_attributes(key=row.slug),
        )
    )


def _spoken(row: Row, answer: Answer) -> list[SafeHtml]:
    """The interval for those who hear the list: the others see it drawn."""
    if not is_number(row.ci_low):
        return []
    said = gettext("95% interval {interval}", interval=interval(row.ci_low, row.ci_high, answer.indicator))
    return [html.Span(f" ({said}) ", className="visually-hidden")]


def _missing(row: Row, colour: str, answer: Answer, link: Link) -> SafeHtml:
    kind = {HIDDEN: "suppressed", NOT_AVAILABLE: "not-available"}.get(colour, "")
    chosen = row.slug == answer.selection.place
    return html.Li(
        html.A(
            [
                html.Span(answer.catalog.places[row.geo_id].short_name, className="ranking-name"),
                html.Span(
                    [html.Span(className=f"legend-swatch {kind}"), STATUS_WORDS[row.status]], className="lane words"
                ),
            ],
            href=link("" if chosen else row.slug),
            className="ranking-item",
            **(aria(current="true") if chosen else {}),
            **data_attributes(key=row.slug),
        )
    )


def _ticks(scale: Scale) -> list[SafeHtml]:
    ticks = scale.ticks[:: 2 if len(scale.ticks) > 5 else 1]
    return [html.Span(tick(at), style={"left": f"{scale.share(at) * 100:.2f}%"}) for at in ticks]
