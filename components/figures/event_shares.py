"""A group's share of events beside its share of the people: pairs of bars, each with its figure in words."""

from __future__ import annotations

from typing import Any

from components.formatting import html
from components.formatting.group_mark import group_mark
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, parse_bold
from components.formatting.numbers import capitalize_first, format_number, join_list, ratio_decimals, times
from components.formatting.phrases import people
from data.analysis.missing_data import NOT_STATED, overlapping
from data.analysis.shares import NoShares, Share, Shares, shares
from data.catalog.models import Indicator
from data.language import gettext
from data.query.selection import Answer
from data.vocabulary import GROUPS

COUNTS = ("rate", "percent")
"""Measures that are events among people; of years, dollars and scores there are no shares."""


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage with one decimal; a little is never nothing."""
    if 0 < share < 0.0005:
        return gettext("less than {percent}%", percent=format_number(0.1, 1))
    return f"{format_number(share * 100, 1)}%"


def shares_of_answer(answer: Answer) -> tuple[str, Shares] | NoShares:
    """The shares of the chosen place, else of the state, with the name of the place they are of; else why not."""
    if answer.indicator.measure not in COUNTS:
        return NoShares("counts")
    reasons: list[NoShares] = []
    for place in dict.fromkeys((answer.place, answer.catalog.state)):
        result = shares(answer.groups, place.geo_id, overlapping=overlapping(answer))
        if isinstance(result, Shares):
            return place.name, result
        reasons.append(result)
    return reasons[0]


def shares_section(answer: Answer) -> list[SafeHtml]:
    """Shares of events beside shares of people; nothing where `no_shares` says why, or where no events are counted."""
    result = shares_of_answer(answer)
    if isinstance(result, NoShares):
        return []
    place, place_shares = result
    words = answer.indicator.words
    top = max(max(share.high, share.of_people) for share in place_shares.groups)
    return [
        html.Section(
            [
                html.H2(_title(place, answer), className="figure-title", id="shares-title"),
                html.P(parse_bold(shares_sentence(place_shares, answer)), className="figure-note share-words"),
                html.P(
                    [
                        _key("people", gettext("Share of {what}", what=words.people)),
                        _key("events", gettext("Share of {what}", what=words.events)),
                        html.Span(gettext("Line = 95% interval")),
                    ],
                    className="figure-note figure-key",
                    **DECORATIVE,
                ),
                html.Figure(
                    html.Ul([_row(share, top, answer.indicator) for share in place_shares.groups], className="shares"),
                    **aria(labelledby="shares-title"),
                ),
                *(html.P(note, className="figure-note") for note in notes(place_shares, answer.indicator)),
            ]
        )
    ]


def shares_words(answer: Answer) -> tuple[str, list[str]] | None:
    """Text of the chart of shares: title, and sentence, line for each group and notes; None without shares."""
    result = shares_of_answer(answer)
    if isinstance(result, NoShares):
        return None
    place, place_shares = result
    lines = [
        gettext(
            "{group}: **{of_events}** of {events} ({low} to {high}), **{of_people}** of {people}",
            group=GROUPS[share.stratum].label + (" †" if share.unreliable else ""),
            of_events=percent(share.of_events),
            events=answer.indicator.words.events,
            low=percent(share.low),
            high=percent(share.high),
            of_people=percent(share.of_people),
            people=answer.indicator.words.people,
        )
        for share in place_shares.groups
    ]
    sentences = [shares_sentence(place_shares, answer), *lines, *notes(place_shares, answer.indicator)]
    return _title(place, answer), [sentence for sentence in sentences if sentence]


def _title(place: str, answer: Answer) -> str:
    words = answer.indicator.words
    return gettext(
        "Share of {events} beside share of {people}, {place}", events=words.events, people=words.people, place=place
    )


def shares_sentence(place_shares: Shares, answer: Answer) -> str:
    """Sentence on the two shares of the chosen group, else of the group whose share of events is furthest above."""
    chosen = place_shares.of(answer.selection.group)
    certain = [s for s in place_shares.groups if s.stratum != NOT_STATED and not s.unreliable and s.times is not None]
    share = chosen or max(certain, key=lambda s: s.times or 0.0, default=None)
    if share is None:
        return ""
    words = answer.indicator.words
    values = {
        "group": capitalize_first(people(share.stratum, answer.indicator)),
        "of_people": percent(share.of_people),
        "people": words.people,
        "of_events": percent(share.of_events),
        "events": words.events,
        "low": percent(share.low),
        "high": percent(share.high),
    }
    if share.times is None or not share.differs:
        return gettext(
            "{group} are **{of_people}** of {people} and **{of_events}** of {events} ({low} to {high}): not clearly "
            "different.",
            **values,
        )
    low, high = share.low / share.of_people, share.high / share.of_people
    return gettext(
        "{group} are **{of_people}** of {people} and **{of_events}** of {events} ({low} to {high}): {times} as large a "
        "share.",
        **values,
        times=times(share.times, ratio_decimals(share.times, low, high)),
    )


def notes(place_shares: Shares, indicator: Indicator) -> list[str]:
    """Notes on the shares: their totals, and the groups that are suppressed, not available or unreliable."""
    hidden = [GROUPS[stratum].label for stratum, is_hidden in place_shares.missing if is_hidden]
    absent = [GROUPS[stratum].label for stratum, is_hidden in place_shares.missing if not is_hidden]
    sentences = []
    if place_shares.whole == "seen":
        sentences.append(
            gettext(
                "Hidden: {groups}. The shares are of the {events} and {people} of the groups shown, so that no hidden "
                "number can be worked out from them.",
                groups=join_list(hidden),
                events=indicator.words.events,
                people=indicator.words.people,
            )
        )
    else:
        sentences.append(
            gettext(
                "The shares are of all {events} and all {people}, as the publisher counted them.",
                events=indicator.words.events,
                people=indicator.words.people,
            )
        )
        if hidden:
            sentences.append(gettext("Hidden: {groups}.", groups=join_list(hidden)))
    if absent:
        sentences.append(
            gettext("No number of {events}: {groups}.", events=indicator.words.events, groups=join_list(absent))
        )
    if any(share.unreliable for share in place_shares.groups):
        sentences.append(gettext("† Unreliable: few events or a very wide interval."))
    return sentences


def no_shares(answer: Answer) -> list[str]:
    """Reason why there are no shares, as a sentence; nothing where there are some, or where no events are counted."""
    result = shares_of_answer(answer) if answer.indicator.measure in COUNTS else None
    if not isinstance(result, NoShares):
        return []
    events, who = answer.indicator.words.events, answer.indicator.words.people
    reasons = {
        "counts": gettext("No shares of {events}: the publisher gives no numbers of {events} by group.", events=events),
        "total": gettext("No shares of {events}: the publisher gives no number for everyone.", events=events),
        "few": gettext("No shares of {events}: fewer than two groups have a published number.", events=events),
        "overlap": gettext("No shares of {events}: a person can be in more than one group.", events=events),
        "people": gettext(
            "No shares of {events}: the publisher does not give the number of {people} in every group.",
            events=events,
            people=who,
        ),
    }
    return [reasons[result.reason]]


def _row(share: Share, top: float, indicator: Indicator) -> SafeHtml:
    words = indicator.words
    mark = " †" if share.unreliable else ""
    interval = f"{format_number(share.low * 100, 1)}–{format_number(share.high * 100, 1)}%"
    whisker = html.Span(
        className="share-whisker",
        style={"left": _width(share.low, top), "width": _width(share.high - share.low, top)},
    )
    lines = [
        _line(
            "people", gettext("Share of {what}", what=words.people), share.of_people, top, [], percent(share.of_people)
        ),
        _line(
            "events",
            gettext("Share of {what}", what=words.events),
            share.of_events,
            top,
            [whisker],
            [
                html.Strong(f"{percent(share.of_events)}{mark}"),
                html.Span([" ", html.Span(gettext("95% interval"), className="visually-hidden"), f" ({interval})"]),
            ],
        ),
    ]
    name = html.Div([group_mark(share.stratum), html.Span(GROUPS[share.stratum].label)], className="share-name")
    return html.Li([name, html.Div(lines, className="share-lines")], className="share-row")


def _line(kind: str, what: str, value: float, top: float, extra: list[SafeHtml], value_text: Any) -> SafeHtml:
    bar = html.Span([html.Span(className="share-fill", style={"width": _width(value, top)}), *extra],
                    className="share-bar", **DECORATIVE)  # fmt: skip
    return html.Div(
        [html.Span(f"{what}: ", className="visually-hidden"), bar, html.Span(value_text, className="share-value")],
        className=f"share-line {kind}",
    )


def _width(share: float, top: float) -> str:
    return f"{100 * share / top:.2f}%"


def _key(kind: str, text: str) -> SafeHtml:
    return html.Span([html.Span(className=f"share-key {kind}"), text], className="key")
