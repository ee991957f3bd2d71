"""Titles of small multiples: what was tested over their groups, periods or places; else from the lowest to the highest.

Higher and lower are said only of differences that were tested.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from components.figures.findings.change import change_finding
from components.figures.findings.nouns import PRESENT_FROM, fitting, happens, in_period, is_past, measure_among
from components.figures.findings.pairs import figure_title
from components.figures.findings.standing import stands
from components.formatting import phrases
from components.formatting.nouns import people_of
from components.formatting.numbers import format_value, number_word
from components.views.multiples.lines import alike, changes, group_changes, group_rows, lines_of, ordered, span
from data.language import gettext, ngettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, LEVEL_WORDS, OVERALL, Period

NAMED = 4
"""More groups than this are counted in a title, not named: five or more names take the title's place."""
MANY = 30
"""Of more tests than this a title says nothing: at 95% one in twenty differs by chance alone."""


def _groups_title(answer: Answer) -> str:
    """The groups that differ from everyone in the state; where none was tested, the lowest and the highest figure."""
    indicator, rows = answer.indicator, group_rows(answer)
    pairs = [p for row in rows if (p := stands(row, answer.overall.only(), indicator)) is not None]
    sides = {v: [pair.first for pair in pairs if pair.standing == v] for v in ("higher", "lower")}
    first = "lower" if indicator.polarity == "higher_is_better" else "higher"
    side = next((v for v in (first, "lower" if first == "higher" else "higher") if sides[v]), None)
    if side is not None:
        return in_period(_differs(sides[side], side, answer), answer)
    everyone = answer.overall.only()
    if (
        phrases.has_value(everyone)
        and pairs
        and len(pairs) == len(ordered(answer))
        and all(p.standing == "not clear" for p in pairs)
    ):
        return in_period(_no_group(everyone, answer), answer)
    return in_period(_groups_range(rows, answer), answer)


def _no_group(everyone: Row, answer: Answer) -> str:
    indicator = answer.indicator
    values = {"measure": indicator.title, "place": everyone.name, "amount": phrases.amount(everyone.value, indicator)}
    if is_past(answer.selection.period.slug):
        return gettext("{measure}: no group was clearly different from everyone in {place} ({amount})", **values)
    return gettext("{measure}: no group is clearly different from everyone in {place} ({amount})", **values)


def _differs(rows: Sequence[Row], side: str, answer: Answer) -> str:
    indicator = answer.indicator
    values = {
        "people": _people(rows, answer),
        "everyone": phrases.people(OVERALL, indicator),
        "happen": happens(indicator, answer.selection.period.slug),
        "measure": indicator.title,
        "place": answer.catalog.state.name,
    }
    higher = side == "higher"
    groups = ngettext("{word} group", "{word} groups", len(rows), word=number_word(len(rows)))
    fewer = (
        gettext("{measure}: higher in {groups} than among everyone in {place}", groups=groups, **values)
        if higher
        else gettext("{measure}: lower in {groups} than among everyone in {place}", groups=groups, **values)
    )
    if len(rows) > NAMED:
        return fewer
    short = (
        gettext("{measure}: higher among {people} than among everyone in {place}", **values)
        if higher
        else gettext("{measure}: lower among {people} than among everyone in {place}", **values)
    )
    if indicator.measure not in ("percent", "rate"):
        return fitting(short, fewer)
    if indicator.measure == "percent":
        full = (
            gettext("A larger share of {people} than of {everyone} in {place} {happen}", **values)
            if higher
            else gettext("A smaller share of {people} than of {everyone} in {place} {happen}", **values)
        )
    else:
        full = (
            gettext("In {place}, {people} {happen} at a higher rate than {everyone}", **values)
            if higher
            else gettext("In {place}, {people} {happen} at a lower rate than {everyone}", **values)
        )
    least = (
        gettext("{measure}: higher in {groups} than among everyone", groups=groups, **values)
        if higher
        else gettext("{measure}: lower in {groups} than among everyone", groups=groups, **values)
    )
    return fitting(full, short, fewer, least)


def _groups_range(rows: Sequence[Row], answer: Answer) -> str:
    """The lowest and the highest of the groups in the state, or of all the maps."""
    indicator = answer.indicator
    if len(rows) == 1:
        return figure_title(rows[0], indicator, answer.catalog)
    if rows:
        high, low = rows[0], rows[-1]
        values = {
            "measure": indicator.title,
            "low": format_value(low.value, indicator),
            "high": phrases.amount(high.value, indicator),
            "lowest": GROUPS[low.stratum].label,
            "highest": GROUPS[high.stratum].label,
        }
        groups = ngettext("{word} group", "{word} groups", len(rows), word=number_word(len(rows)))
        return fitting(
            gettext("{measure}: from {low} ({lowest}) to {high} ({highest})", **values),
            gettext("{measure}: from {low} to {high} in {places}", places=groups, **values),
        )
    return _maps_range(answer)


def _maps_range(answer: Answer) -> str:
    """From the lowest to the highest reliable figure of all maps."""
    indicator = answer.indicator
    values = [row.value for panel in answer.related for row in panel.places if row.status == "reported"]
    if not values:
        return gettext("{measure}: no place has a reliable figure", measure=indicator.title)
    limits = {"low": format_value(min(values), indicator), "high": phrases.amount(max(values), indicator)}
    number = len(answer.related)
    maps = ngettext("{word} map", "{word} maps", number, word=number_word(number))
    return gettext("{measure}: from {low} to {high} in {maps}", measure=indicator.title, maps=maps, **limits)


def _people(rows: Sequence[Any], answer: Answer) -> str:
    if len(rows) > NAMED:
        return ngettext("{word} group", "{word} groups", len(rows), word=number_word(len(rows)))
    return people_of([str(row.stratum) for row in rows], answer.indicator)


def _periods_title(answer: Answer) -> str:
    """How the figure of the place in view, or of the state, has changed; without one, what the maps hold."""
    rows = answer.trend.where(geo_id=answer.place.geo_id, stratum=answer.selection.group)
    if any(phrases.has_value(row) for row in rows):
        return change_finding(answer)
    return gettext("{finding}, {period}", finding=_maps_range(answer), period=span(answer, "period").label)


def _group_trends_title(answer: Answer) -> str:
    (then, now), sides = group_changes(answer)
    indicator = answer.indicator
    first = "lower" if indicator.polarity == "higher_is_better" else "higher"
    values = {"measure": indicator.title, "then": then, "now": now, "place": answer.place.name}
    for side in (first, "lower" if first == "higher" else "higher"):
        if sides.get(side):
            who = [g for g in GROUPS if g in sides[side]]
            named = people_of(who, indicator)
            count = ngettext("{word} group", "{word} groups", len(who), word=number_word(len(who)))
            said = ([named] if len(who) <= NAMED else []) + [count]
            if side == "higher":
                return fitting(
                    *(gettext("{measure} in {place}: higher in {now} than in {then} among {people}", people=p, **values)
                      for p in said)
                )  # fmt: skip
            return fitting(
                *(gettext("{measure} in {place}: lower in {now} than in {then} among {people}", people=p, **values)
                  for p in said)
            )  # fmt: skip
    if sides and not any(c is None or c.result is None for g, c in changes(answer, "stratum").items() if g != OVERALL):
        if span(answer, "group_trend").end.year < PRESENT_FROM:
            return gettext(
                "{measure} in {place}: no group’s figure of {now} was clearly different from {then}", **values
            )
        return gettext("{measure} in {place}: no group’s figure of {now} is clearly different from {then}", **values)
    return _latest_range(answer, "stratum")


def _latest_range(answer: Answer, column: str) -> str:
    """From the lowest to the highest of the latest reliable figures of the lines, where no change was tested."""
    indicator, lines = answer.indicator, lines_of(answer, column)
    left_out = (OVERALL, "not_stated", answer.catalog.state.geo_id)
    latest = [rows[-1] for key, rows in lines.items() if rows and key not in left_out]
    latest = [row for row in latest if row.status == "reported"]
    values = {"measure": indicator.title, "place": answer.place.name}
    if not latest:
        if column == "stratum":
            return gettext("{measure} in {place}: no group has a reliable figure", **values)
        return gettext("{measure}: no place has a reliable figure", **values)
    period = Period.parse(max(latest, key=lambda row: Period.parse(row.period).in_time).period)
    latest = [row for row in latest if row.period == period.slug]
    low, high = min(latest, key=lambda row: row.value), max(latest, key=lambda row: row.value)
    values |= {"low": format_value(low.value, indicator), "high": phrases.amount(high.value, indicator),
               "period": period.label}  # fmt: skip
    if column == "stratum":
        values |= {"lowest": GROUPS[low.stratum].label, "highest": GROUPS[high.stratum].label}
        if low == high:
            return gettext("{measure} in {place}: {high} ({highest}), {period}", **values)
        return fitting(
            gettext("{measure} in {place}: from {low} ({lowest}) to {high} ({highest}), {period}", **values),
            gettext("{measure}: from {low} ({lowest}) to {high} ({highest}), {period}", **values),
        )
    values |= {"lowest": low.name, "highest": high.name}
    if low == high:
        return gettext("{measure}: {high} in {highest}, {period}", **values)
    return gettext("{measure}: from {low} in {lowest} to {high} in {highest}, {period}", **values)


def _place_trends_title(answer: Answer) -> str:
    indicator, level = answer.indicator, LEVEL_WORDS[answer.selection.level]
    by_place = changes(answer, "geo_id")
    by_place.pop(answer.catalog.state.geo_id, None)
    (then, now), sides = alike(by_place) if len(by_place) <= MANY else (("", ""), {})
    higher, lower = len(sides.get("higher", ())), len(sides.get("lower", ()))
    made = []
    for measure in (measure_among(indicator, answer.selection.group), indicator.title):
        values = {"measure": measure, "then": then, "now": now, "no_place": level.no,
                  "higher": level.counted(higher, number_word(higher)),
                  "lower": level.counted(lower, number_word(lower))}  # fmt: skip
        if higher and lower:
            made.append(gettext("{measure}: higher in {now} than in {then} in {higher}, lower in {lower}", **values))
        elif higher:
            made.append(gettext("{measure}: higher in {now} than in {then} in {higher}", **values))
        elif lower:
            made.append(gettext("{measure}: lower in {now} than in {then} in {lower}", **values))
        elif sides and not any(change is None or change.result is None for change in by_place.values()):
            made.append(gettext("{measure}: {no_place} differs clearly between {then} and {now}", **values))
    return fitting(*made) if made else _latest_range(answer, "geo_id")


TITLES: Mapping[str, Callable[[Answer], str]] = {
    "group": _groups_title, "period": _periods_title, "group_trend": _group_trends_title,
    "place_trend": _place_trends_title,
}  # fmt: skip
