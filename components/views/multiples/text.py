"""Text of small multiples: title, subtitle, reading and live region.

Higher, lower, rose and fell are said only of differences that were tested.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from components.figures import descriptions as words
from components.figures.findings.sentences import figure_sentence, no_margin
from components.figures.trend.text import change_words
from components.formatting import phrases
from components.formatting.nouns import people_of
from components.formatting.numbers import capitalize_first, is_number
from components.formatting.refusals import refused_changes
from components.views.multiples.lines import changes, group_changes, group_rows, span
from components.views.multiples.titles import TITLES
from data.analysis.period_changes import Refusal
from data.language import gettext, ngettext
from data.query.estimates import estimate_of_row
from data.query.related import multiples_by
from data.query.selection import Answer
from data.statistics.comparisons import ratio
from data.vocabulary import DIMENSIONS, GROUPS, LEVEL_WORDS, OVERALL


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
    return capitalize_first(TITLES[each](answer)) if each else words.title(replace_view(answer))


def subtitle(answer: Answer) -> str:
    """Measure, unit, places and periods in one line, and what there is one of."""
    selection, each = answer.selection, multiples_by(answer.selection, answer.catalog)
    if not each:
        return words.subtitle(answer)
    if each in ("group", "group_trend"):
        selection = replace(selection, group=OVERALL)
    if each == "group_trend":
        selection = replace(selection, level="state")
    selection = replace(selection, period=span(answer, each))
    place = answer.place if each == "group_trend" else answer.catalog.state
    return f"{words.subtitle(replace(answer, selection=selection, place=place))} {each_words(answer, each)}."


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


# One map for each group


def order_words(answer: Answer) -> str:
    """By what the panels of groups are ordered."""
    if DIMENSIONS[answer.selection.breakdown].ordered:
        return ""
    return gettext("Groups stand in the order of their state figure, highest first.")


def _groups_reading(answer: Answer) -> list[str]:
    rows, indicator = group_rows(answer), answer.indicator
    if len(rows) == 1:
        return [figure_sentence(rows[0], indicator, answer.catalog)]
    if not rows:
        return []
    high, low = rows[0], rows[-1]
    if not is_number(high.ci_low) or not is_number(low.ci_low):
        values = {"low": phrases.amount(low.value, indicator), "lowest": phrases.people(low.stratum, indicator),
                  "high": phrases.amount(high.value, indicator), "highest": phrases.people(high.stratum, indicator),
                  "place": low.name}  # fmt: skip
        sentence = gettext(
            "In {place}, the lowest figure is **{low}** for {lowest}, the highest **{high}** for {highest}.", **values
        )
        return [sentence, no_margin()]
    sentence = gettext(
        "In {place}, the lowest figure is **{low}** for {lowest} ({low_interval}), the highest **{high}** for "
        "{highest} ({high_interval}).",
        place=low.name,
        low=phrases.amount(low.value, indicator),
        lowest=phrases.people(low.stratum, indicator),
        low_interval=phrases.interval_words(low, indicator),
        high=phrases.amount(high.value, indicator),
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


def _periods_reading(answer: Answer) -> list[str]:
    return change_words(answer)


# Trends


def _group_trends_reading(answer: Answer) -> list[str]:
    (then, now), sides = group_changes(answer)
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


def _place_trends_reading(answer: Answer) -> list[str]:
    return change_words(answer)


_READINGS: Mapping[str, Callable[[Answer], list[str]]] = {
    "group": _groups_reading, "period": _periods_reading, "group_trend": _group_trends_reading,
    "place_trend": _place_trends_reading,
}  # fmt: skip
