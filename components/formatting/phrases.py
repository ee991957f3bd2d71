"""Phrases about a row: figure, confidence interval, status, suppression reason, verdict, people, tooltip.

Higher and lower are said only of differences that were tested; of the others, that it is not clear.
"""

from __future__ import annotations

from typing import TypeGuard

from components.formatting.nouns import people as people
from components.formatting.numbers import (
    capitalize_first,
    count,
    format_value,
    interval,
    is_number,
    ratio_decimals,
    times,
)
from components.formatting.rank_text import rank_words
from data.analysis.place_ranks import place_ranks
from data.catalog.models import Catalog, Indicator
from data.language import format_integer, gettext, ngettext
from data.query.regions.region import same_places
from data.query.rows import Row
from data.query.selection import Answer, once
from data.vocabulary import LEVEL_WORDS, REGION, STATUS_WORDS

FEWEST_RANKED = 3
"""Of fewer places no rank is stated: first of two says no more than which figure is higher."""


def has_value(row: Row | None) -> TypeGuard[Row]:
    """Whether there is a row and it carries a figure."""
    return row is not None and row.has_value


def is_rate(indicator: Indicator) -> bool:
    """Whether "times the rate" can be said of it; of years of life or of dollars it cannot."""
    return indicator.measure in ("rate", "percent")


def people_at_start(group: str, indicator: Indicator) -> str:
    """The same at the start of a sentence."""
    return capitalize_first(people(group, indicator))


def amount(value: float, indicator: Indicator) -> str:
    """A figure with its short unit: "54.1 per 100,000", "7.6%", "$96,500"."""
    text = format_value(value, indicator)
    if indicator.measure == "score":
        return f"{text} ({indicator.unit_short})"
    if indicator.measure in ("percent", "dollars"):
        return text
    return f"{text} {unit_beside(value, indicator)}"


def unit_beside(value: float, indicator: Indicator) -> str:
    """The short unit as it stands beside a figure: "deaths", and "death" beside one."""
    unit = indicator.unit_short
    if indicator.measure == "count" and format_value(value, indicator) == "1":
        first, space, rest = unit.partition(" ")  # in all three languages an s makes the plural
        unit = f"{first.removesuffix('s')}{space}{rest}"
    return unit


def interval_words(row: Row, indicator: Indicator) -> str:
    """The 95 % interval of a row that has one, as a sentence says it."""
    low, high = (format_value(end, indicator) for end in (row.ci_low, row.ci_high))
    return gettext("allowing for chance, {low} to {high}", low=low, high=high)


@once
def shown_words(answer: Answer) -> str:
    """Number of places with a figure and of the others by status: "11 of 14 counties shown, 3 hidden"."""
    level, statuses = LEVEL_WORDS[answer.selection.level], answer.places.column("status")
    with_figure, every = len(answer.places.with_value()), len(statuses)
    places = level.counted(every, format_integer(every))
    parts = [gettext("{number} of {places} shown", number=format_integer(with_figure), places=places)]
    hidden, absent = (statuses.count(status) for status in ("suppressed", "not_available"))
    parts += [ngettext("{number} hidden", "{number} hidden", hidden)] if hidden else []
    parts += [ngettext("{number} not available", "{number} not available", absent)] if absent else []
    return ", ".join(parts)


def hidden_reason(answer: Answer) -> str:
    """Suppression reason of places, in the publisher's words, for the bracket after "3 hidden"; empty when none is."""
    hidden = dict.fromkeys(answer.places.where(status="suppressed").column("source"))
    return "; ".join(r for s in hidden if (r := answer.catalog.hidden_because(answer.indicator, s)))


def status_sentence(row: Row, indicator: Indicator, catalog: Catalog) -> str:
    """Status sentence of a row without a figure: "the figure is hidden (fewer than 10 deaths …)"."""
    reason = suppression_reason(row, indicator, catalog)
    if reason:
        return gettext("the figure is {status} ({because})", status=STATUS_WORDS[row.status], because=reason)
    return gettext("the figure is {status}", status=STATUS_WORDS[row.status])


def suppression_reason(row: Row, indicator: Indicator, catalog: Catalog) -> str:
    """Suppression reason of a row, or why it is not available, in the publisher's words; empty where it gives none."""
    if row.status == "suppressed":
        return catalog.hidden_because(indicator, row.source)
    if row.level == REGION and not same_places(catalog, catalog.places[row.geo_id].members):
        return gettext("not all of its parts have a published figure")
    source = catalog.sources.get(row.source)
    return "" if source is None else source.unavailable_because.rstrip(".")


def status_in_words(row: Row, indicator: Indicator, catalog: Catalog) -> str:
    """A row's status with the reason where it has no figure: "hidden (fewer than 10 deaths …)"."""
    because = "" if has_value(row) else suppression_reason(row, indicator, catalog)
    return f"{STATUS_WORDS[row.status]} ({because})" if because else STATUS_WORDS[row.status]


def verdict_words(row: Row, indicator: Indicator) -> str:
    """A figure against the state's: "Higher than the state, 1.5 times"; empty when nothing was compared."""
    if not row.verdict:
        return ""
    if row.verdict == "not clear":
        return gettext("Not clearly different from the state")
    if not is_rate(indicator) or row.value == 0:
        return gettext("Higher than the state") if row.verdict == "higher" else gettext("Lower than the state")
    factor = times(row.ratio, ratio_decimals(row.ratio, row.ratio_low, row.ratio_high))
    if row.verdict == "higher":
        return gettext("Higher than the state, {times}", times=factor)
    return gettext("Lower than the state, {times}", times=factor)


def verdict_kind(verdict: str, indicator: Indicator) -> str:
    """CSS class of a verdict by polarity: `worse`, `better`, `differs` where neutral, `not-clear`, or `untested`."""
    if verdict not in ("higher", "lower"):
        return "not-clear" if verdict else "untested"
    if indicator.polarity == "neutral":
        return "differs"
    return "worse" if (verdict == "higher") == (indicator.polarity == "higher_is_worse") else "better"


def tooltip_lines(row: Row, answer: Answer) -> list[str]:
    """Tooltip lines of a row, also its accessible name: place, figure, confidence interval, counts, rank, verdict."""
    indicator = answer.indicator
    if not has_value(row):
        return [row.name, capitalize_first(status_sentence(row, answer.indicator, answer.catalog))]
    lines = [row.name, amount(row.value, indicator)]
    if is_number(row.ci_low):
        lines.append(gettext("95% interval {interval}", interval=interval(row.ci_low, row.ci_high, indicator)))
    if is_number(row.numerator) and indicator.measure != "count":
        lines.append(_counted(row, indicator))
    if row.status == "unreliable":
        lines.append(gettext("Unreliable: few events or a very wide interval"))
    ranks = place_ranks(answer) if row.level == answer.selection.level != "state" else {}
    if row.geo_id in ranks and len(ranks) >= FEWEST_RANKED:
        lines.append(rank_words(ranks[row.geo_id], len(ranks), answer.selection.level))
    if row.level != "state" and row.verdict:
        lines.append(verdict_words(row, indicator))
    return lines


def _counted(row: Row, indicator: Indicator) -> str:
    events = {"number": count(row.numerator), "events": indicator.words.events}
    if row.numerator == 1 and is_number(row.denominator):  # one of them is no plural
        return gettext("{events}: {number} among {people}", **events, people=count(row.denominator))
    if is_number(row.denominator):
        return gettext("{number} {events} among {people}", **events, people=count(row.denominator))
    return gettext("{number} {events}", **events)
