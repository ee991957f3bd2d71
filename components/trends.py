"""What is said of a trend: a direction only where it was tested, since when and by how much, or why none is stated."""

from __future__ import annotations

from components.descriptions import people
from components.numbers import plain
from data.selection import Answer
from data.series import series_trend
from data.statistics.trends import Trend
from data.vocabulary import OVERALL

_VERBS = {"rising": "rising", "falling": "falling", "not changing": "no clear change"}


def trend_words(answer: Answer) -> list[str]:
    """A sentence for each line with a direction: the chosen place and group first; else why there is none."""
    state = answer.catalog.state
    asked = dict.fromkeys(
        (place.geo_id, place.name, group)
        for place in (answer.place, state)
        for group in (answer.selection.group, OVERALL)
    )
    trends = [
        (name, group, series_trend(answer.trend, answer.indicator, geo_id, group)) for geo_id, name, group in asked
    ]
    stated = [_stated(name, group, trend, answer) for name, group, trend in trends if trend.verdict is not None]
    if stated:
        return stated
    return [f"No direction is stated. {trends[0][2].why}"] if trends[0][2].why else []


def _stated(name: str, group: str, trend: Trend, answer: Answer) -> str:
    assert trend.verdict is not None
    assert trend.since is not None
    last = trend.segments[-1]
    low, high = plain(last.apc.low, 1), plain(last.apc.high, 1)
    who = f"{name}, {people(group, answer.indicator)}"
    change = f"{plain(last.apc.value, 1)}% a year, {low} to {high}"
    said = f"{who}: **{_VERBS[trend.verdict]}** from {trend.since.label} to {last.last.label} ({change})"
    if len(trend.segments) > 1:
        before = trend.segments[-2]
        said += f"; before that {_VERBS[before.apc.direction]}, {before.first.label} to {before.last.label}"
        said += f" ({plain(before.apc.value, 1)}% a year)"
    return said + "."
