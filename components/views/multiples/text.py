"""Text of small multiples: title, subtitle, reading, live region, and the text of each panel.

Higher, lower, rose and fell are said only of differences that were tested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from components.figures import descriptions as words
from components.figures.trend.text import change_words
from components.formatting import phrases
from components.formatting.nouns import people_of
from components.formatting.numbers import capitalize_first, format_value, number_word
from components.formatting.refusals import refused_changes
from data.analysis.period_changes import Change, Refusal, latest_figures, latest_of
from data.language import gettext, ngettext
from data.query.estimates import estimate_of_row, usable_rows
from data.query.related import multiples_by, panel_periods
from data.query.rows import Row
from data.query.selection import Answer
from data.statistics.comparisons import ratio
from data.vocabulary import DIMENSIONS, GROUPS, LEVEL_WORDS, OVERALL, Period

NAMED = 4
"""More groups than this are counted in a title, not named: five or more names take the title's place."""
MANY = 30
"""Of more tests than this a title says nothing: at 95% one in twenty differs by chance alone."""


def each_words(answer: Answer, each: str) -> str:
    """Label of a kind of small multiples, as a choice."""
    if each == "group":
        return gettext("One map for each group")
    if each == "period":
        return gettext("One map for each period")
    if each == "group_trend":
        return gettext("One trend for each group")
    return gettext("One trend for each {place}", place=LEVEL_WORDS[answer.selection.level].singular)


def title(answer: Answer) -> str:
    """The finding, where one was tested; else what is shown."""
    each = multiples_by(answer.selection, answer.catalog)
    return capitalize_first(_TITLES[each](answer)) if each else words.title(replace_view(answer))


def subtitle(answer: Answer) -> str:
    """Measure, unit, places and periods in one line, and what there is one of."""
    selection, each = answer.selection, multiples_by(answer.selection, answer.catalog)
    if not each:
        return words.subtitle(answer)
    if each in ("group", "group_trend"):
        selection = replace(selection, group=OVERALL)
    if each == "group_trend":
        selection = replace(selection, level="state")
    selection = replace(selection, period=_span(answer, each))
    return f"{words.subtitle(replace(answer, selection=selection))} {each_words(answer, each)}."


def reading(answer: Answer) -> list[str]:
    """One to three sentences under the title, `**…**` in bold."""
    each = multiples_by(answer.selection, answer.catalog)
    return _READINGS[each](answer) if each else words.reading(answer)


def live(answer: Answer) -> str:
    """Text of the live region after a change: the title, and how many panels are in view."""
    each = multiples_by(answer.selection, answer.catalog)
    panel_count = panels_words(answer, each) if each else ""
    return " ".join(part for part in (gettext("Updated: {title}.", title=title(answer)), panel_count) if part)


def panels_words(answer: Answer, each: str) -> str:
    """Number of panels, as a sentence."""
    if each in ("group", "period"):
        return ngettext("{number} map, on one scale.", "{number} maps, on one scale.", len(answer.related))
    assert answer.series is not None
    column = "stratum" if each == "group_trend" else "geo_id"
    left_out = OVERALL if each == "group_trend" else answer.catalog.state.geo_id
    number = len(set(answer.series.column(column)) - {left_out})
    return ngettext("{number} trend, on one scale.", "{number} trends, on one scale.", number)


def replace_view(answer: Answer) -> Answer:
    """Answer in the map view, whose text is used where there are no panels."""
    return replace(answer, selection=replace(answer.selection, view="map"))


def _span(answer: Answer, each: str) -> Period:
    """From the start of the first period in view to the end of the last."""
    if each == "group":
        return answer.selection.period
    if each == "period":
        periods: Sequence[Period] = panel_periods(answer.selection, answer.catalog)
    else:
        assert answer.series is not None
        series = answer.series
        # Everyone may have been counted for longer than the groups have.
        rows = series.without(stratum=OVERALL) if each == "group_trend" else series
        periods = [Period.parse(slug) for slug in set(rows.column("period"))]
    return Period(min(p.start for p in periods), max(p.end for p in periods))


# One map for each group


def ordered(answer: Answer) -> tuple[Answer, ...]:
    """The panels of groups by their state figure, highest first; unreliable ones after, then those without a figure.

    Groups that have an order of their own keep it; those without a figure stand in the alphabet's order.
    """
    if DIMENSIONS[answer.selection.breakdown].ordered:
        return answer.related

    def key(panel: Answer) -> tuple[int, float, str]:
        row = panel.state.only()
        label = GROUPS[panel.selection.group].label
        if not phrases.has_value(row):
            return 2, 0.0, label
        return int(row.status == "unreliable"), -row.value, label

    return tuple(sorted(answer.related, key=key))


def order_words(answer: Answer) -> str:
    """By what the panels of groups are ordered."""
    if DIMENSIONS[answer.selection.breakdown].ordered:
        return ""
    return gettext("Groups stand in the order of their state figure, highest first.")


def _rows(answer: Answer) -> list[Row]:
    """The state figures of the groups that are not known to be unreliable, highest first."""
    rows = [row for panel in ordered(answer) if (row := panel.state.only()) is not None and row.stratum != "not_stated"]
    return sorted(usable_rows(rows, answer.indicator), key=lambda row: -row.value)


def _groups_title(answer: Answer) -> str:
    indicator, period = answer.indicator, answer.selection.period.label
    rows = _rows(answer)
    by_verdict = {v: [row for row in rows if row.verdict == v] for v in ("higher", "lower", "not clear")}
    first = "lower" if indicator.polarity == "higher_is_better" else "higher"
    for verdict in (first, "lower" if first == "higher" else "higher"):
        if by_verdict[verdict]:
            values = {"rate": indicator.words.rate, "people": _people(by_verdict[verdict], answer), "period": period}
            if verdict == "higher":
                return gettext("The {rate} is higher than the state’s among {people}, {period}", **values)
            return gettext("The {rate} is lower than the state’s among {people}, {period}", **values)
    unclear = len(by_verdict["not clear"])
    if unclear and unclear == len(ordered(answer)):
        return gettext(
            "No group’s {rate} is clearly different from the state’s, {period}",
            rate=indicator.words.rate,
            period=period,
        )
    if unclear > 1 and unclear == len(rows):
        return gettext(
            "The {rate} is not clearly different from the state’s in any of the {number} groups with a reliable "
            "figure, {period}",
            rate=indicator.words.rate,
            number=number_word(unclear),
            period=period,
        )
    return gettext("{indicator}, one map for each group, {period}", indicator=indicator.title, period=period)


def _people(rows: Sequence[Any], answer: Answer) -> str:
    if len(rows) > NAMED:
        return ngettext("{word} group", "{word} groups", len(rows), word=number_word(len(rows)))
    return people_of([str(row.stratum) for row in rows], answer.indicator)


def _groups_reading(answer: Answer) -> list[str]:
    rows, indicator = _rows(answer), answer.indicator
    if len(rows) < 2:
        return []
    high, low = rows[0], rows[-1]
    sentence = gettext(
        "The state’s {rate} runs from **{low}** among {lowest} ({low_interval}) to **{high}** among {highest} "
        "({high_interval}).",
        rate=indicator.words.rate,
        low=format_value(low.value, indicator),
        lowest=phrases.people(low.stratum, indicator),
        low_interval=phrases.interval_words(low, indicator),
        high=format_value(high.value, indicator),
        highest=phrases.people(high.stratum, indicator),
        high_interval=phrases.interval_words(high, indicator),
    )
    return [sentence, *_undecided(rows, answer)]


def _undecided(rows: Sequence[Any], answer: Answer) -> list[str]:
    """Sentence that the two highest groups do not differ clearly; empty where they do."""
    result = ratio(estimate_of_row(rows[0], answer.indicator), estimate_of_row(rows[1], answer.indicator))
    if len(rows) < 3 or result is None or result.verdict != "not clear":
        return []
    one, other = (GROUPS[str(row.stratum)].label for row in rows[:2])
    return [gettext("It is not clear which of the two highest is higher: {one} or {other}.", one=one, other=other)]


# One map for each period


def _periods_title(answer: Answer) -> str:
    indicator, catalog = answer.indicator, answer.catalog
    who = phrases.people(answer.selection.group, indicator)
    change = latest_figures(answer.trend, indicator, catalog, catalog.state.geo_id, answer.selection.group)
    if change is not None and change.result is not None:
        then, now = _ends(change)
        values = {"rate": indicator.words.rate, "people": who, "now": now, "then": then}
        if change.result.direction == "higher":
            return gettext("The state’s {rate} among {people} was higher in {now} than in {then}", **values)
        if change.result.direction == "lower":
            return gettext("The state’s {rate} among {people} was lower in {now} than in {then}", **values)
        return gettext("The state’s {rate} among {people} in {now} is not clearly different from {then}", **values)
    span = _span(answer, "period").label
    return gettext("{rate} among {people}, one map for each period, {period}", rate=indicator.words.rate, people=who,
               period=span)  # fmt: skip


def _periods_reading(answer: Answer) -> list[str]:
    return change_words(answer)


def _ends(change: Change) -> tuple[str, str]:
    return Period.parse(change.before.period).label, Period.parse(change.after.period).label


# Trends


def changes(answer: Answer, column: str) -> dict[str, Change | None]:
    """The tested change of each line in view, by group (`stratum`) or place (`geo_id`)."""
    assert answer.series is not None
    lines: dict[str, list[Row]] = {}
    for row in answer.series:
        line_rows = lines.setdefault(str(getattr(row, column)), [])
        if phrases.has_value(row):
            line_rows.append(row)
    return {key: latest_of(rows, answer.indicator, answer.catalog) for key, rows in lines.items()}


def _alike(by_line: Mapping[str, Change | None]) -> tuple[tuple[str, str], dict[str, list[str]]]:
    """The two periods that most lines were tested between, and the lines by how they changed between these."""
    tested = {key: change for key, change in by_line.items() if change is not None and change.result is not None}
    if not tested:
        return ("", ""), {}
    (common, _), *_ = Counter(_ends(change) for change in tested.values()).most_common(1)
    sides: dict[str, list[str]] = {}
    for key, change in tested.items():
        if _ends(change) == common and change.result is not None:
            sides.setdefault(change.result.direction, []).append(key)
    return common, sides


def _group_changes(answer: Answer) -> tuple[tuple[str, str], dict[str, list[str]]]:
    by_group = changes(answer, "stratum")
    return _alike({key: change for key, change in by_group.items() if key not in (OVERALL, "not_stated")})


def _group_trends_title(answer: Answer) -> str:
    (then, now), sides = _group_changes(answer)
    indicator = answer.indicator
    first = "lower" if indicator.polarity == "higher_is_better" else "higher"
    values = {"rate": indicator.words.rate, "then": then, "now": now, "place": answer.place.name}
    for side in (first, "lower" if first == "higher" else "higher"):
        if sides.get(side):
            who = [g for g in GROUPS if g in sides[side]]
            values["people"] = people_of(who, answer.indicator) if len(who) <= NAMED else ngettext(
                "{word} group", "{word} groups", len(who), word=number_word(len(who))
            )  # fmt: skip
            if side == "higher":
                return gettext("{place}: the {rate} was higher in {now} than in {then} among {people}", **values)
            return gettext("{place}: the {rate} was lower in {now} than in {then} among {people}", **values)
    if sides and not any(c is None or c.result is None for g, c in changes(answer, "stratum").items() if g != OVERALL):
        return gettext("{place}: no group’s {rate} in {now} is clearly different from {then}", **values)
    return gettext("{indicator} over time, {place}, one trend for each group", indicator=indicator.title, **values)


def _group_trends_reading(answer: Answer) -> list[str]:
    (then, now), sides = _group_changes(answer)
    sentences = []
    if (sides.get("higher") or sides.get("lower")) and sides.get("not clear"):
        who = people_of([g for g in GROUPS if g in sides["not clear"]], answer.indicator)
        sentences.append(
            gettext("Among {people} the change from {then} to {now} is not clear.", people=who, then=then, now=now)
        )  # fmt: skip
    untested: dict[Refusal | None, list[str]] = {}
    for group, change in changes(answer, "stratum").items():
        if group != OVERALL and (change is None or change.result is None):
            untested.setdefault(None if change is None else change.refusal, []).append(GROUPS[group].label)
    return [*sentences, *(refused_changes(refusal, sorted(groups)) for refusal, groups in untested.items())]


def _place_trends_title(answer: Answer) -> str:
    indicator, level = answer.indicator, LEVEL_WORDS[answer.selection.level]
    who = phrases.people(answer.selection.group, indicator)
    by_place = changes(answer, "geo_id")
    by_place.pop(answer.catalog.state.geo_id, None)
    (then, now), sides = _alike(by_place) if len(by_place) <= MANY else (("", ""), {})
    higher, lower = len(sides.get("higher", ())), len(sides.get("lower", ()))
    values = {"rate": indicator.words.rate, "people": who, "then": then, "now": now}
    if higher and lower:
        return gettext(
            "The {rate} among {people} was higher in {now} than in {then} in {places} and lower in {number}",
            **values,
            places=level.counted(higher, number_word(higher)),
            number=number_word(lower),
        )
    if higher:
        where = level.counted(higher, number_word(higher))
        return gettext(
            "The {rate} among {people} was higher in {now} than in {then} in {places}", **values, places=where
        )
    if lower:
        where = level.counted(lower, number_word(lower))
        return gettext(
            "The {rate} among {people} was lower in {now} than in {then} in {places}", **values, places=where
        )
    if sides and not any(change is None or change.result is None for change in by_place.values()):
        return gettext("No {place}’s {rate} among {people} in {now} is clearly different from {then}", **values,
                   place=level.singular)  # fmt: skip
    return gettext("{rate} among {people} over time, one trend for each {place}", rate=indicator.words.rate, people=who,
               place=level.singular)  # fmt: skip


def _place_trends_reading(answer: Answer) -> list[str]:
    return change_words(answer)


_TITLES: Mapping[str, Callable[[Answer], str]] = {
    "group": _groups_title, "period": _periods_title, "group_trend": _group_trends_title,
    "place_trend": _place_trends_title,
}  # fmt: skip
_READINGS: Mapping[str, Callable[[Answer], list[str]]] = {
    "group": _groups_reading, "period": _periods_reading, "group_trend": _group_trends_reading,
    "place_trend": _place_trends_reading,
}  # fmt: skip
