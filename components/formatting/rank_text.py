"""Text of ranks: the highest and the lowest place, and a place's rank, always with its interval."""

from __future__ import annotations

from components.formatting.numbers import count, format_value, value_with_interval
from data.analysis.place_ranks import place_ranks
from data.language import gettext, language
from data.query.compared_selections import extreme_rows
from data.query.estimates import FEWEST_RESIDENTS, nameable_places, reliable_rows, usable_places
from data.query.rows import Row, Rows
from data.query.selection import Answer
from data.statistics.ranks import Rank
from data.vocabulary import LEVEL_WORDS, Level


def ordinal(number: int) -> str:
    """Ordinal number in the request's language: 1st, 2nd, 11th; 2.º in Spanish and Portuguese."""
    if language() != "en":
        return f"{number}.º"
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def rank_words(rank: Rank, number: int, level: Level) -> str:
    """A place's rank among `number` ranked ones, with its 95 % interval: "Ranks 2nd highest of 11 counties (…)"."""
    values = {"rank": ordinal(rank.position), "number": number, "places": LEVEL_WORDS[level].plural}
    if rank.low == rank.high:
        if rank.position == 1:
            return gettext("Highest of {number} {places}", **values)
        return gettext("Ranks {rank} highest of {number} {places}", **values)
    ends = {"low": ordinal(rank.low), "high": ordinal(rank.high)}
    if rank.position == 1:
        return gettext("Highest of {number} {places} (could be {low} to {high})", **values, **ends)
    return gettext("Ranks {rank} highest of {number} {places} (could be {low} to {high})", **values, **ends)


def extremes(answer: Answer) -> list[str]:
    """A sentence on the highest and the lowest figure of the places in view, and how sure their order is.

    Nothing of the state alone, of numbers of events, or where fewer than three places may be named.
    """
    ends = extreme_rows(answer)
    named = nameable_places(answer)
    if ends is None or not answer.indicator.comparable or len(named) < 3:
        return []
    high, low = ends
    if high.value == low.value:
        return []
    values: dict[str, str | int] = {
        "highest": high.name,
        "high": value_with_interval(
            format_value(high.value, answer.indicator), high.ci_low, high.ci_high, answer.indicator
        ),
        "lowest": low.name,
        "low": value_with_interval(
            format_value(low.value, answer.indicator), low.ci_low, low.ci_high, answer.indicator
        ),
        "number": len(named),
        "places": LEVEL_WORDS[answer.selection.level].plural,
    }
    if len(reliable_rows(named, answer.indicator)) < len(named):
        return [_of_unknown_reliability(named, answer, values)]
    return [_of_reliable(answer, high, low, values)]


def _of_unknown_reliability(named: Rows, answer: Answer, values: dict[str, str | int]) -> str:
    """Where neither counts nor intervals are published nothing is called reliable, and no village is named."""
    if len(named) < len(usable_places(answer)):
        return gettext(
            "Highest of the {number} {places} with {residents} residents or more: **{highest}**, {high}; lowest: "
            "**{lowest}**, {low}. Neither counts nor margins of error are published, so how certain their order is "
            "cannot be said; in smaller places the figures rest on few people.",
            residents=count(FEWEST_RESIDENTS), **values,
        )  # fmt: skip
    return gettext(
        "Highest of {number} {places}: **{highest}**, {high}; lowest: **{lowest}**, {low}. Neither counts nor margins "
        "of error are published, so how certain their order is cannot be said.",
        **values,
    )


def _of_reliable(answer: Answer, high: Row, low: Row, values: dict[str, str | int]) -> str:
    """The two with their ranks; the order is not certain unless both ranks are."""
    ranks = place_ranks(answer)
    if high.geo_id not in ranks or low.geo_id not in ranks:
        return gettext(
            "Highest of the {number} {places} with a reliable figure: **{highest}**, {high}; lowest: **{lowest}**, "
            "{low}. How certain their order is cannot be said.",
            **values,
        )
    values |= {"first": _span(ranks[high.geo_id]), "last": _span(ranks[low.geo_id])}
    if all(ranks[row.geo_id].low == ranks[row.geo_id].high for row in (high, low)):
        return gettext(
            "Highest of the {number} {places} with a reliable figure: **{highest}**, {high}; lowest: **{lowest}**, "
            "{low}. Chance would hardly change these two ranks; those between are less certain.",
            **values,
        )
    return gettext(
        "Highest of the {number} {places} with a reliable figure: **{highest}**, {high}, whose rank could be "
        "{first}; lowest: **{lowest}**, {low}, whose rank could be {last}. Do not read the order as certain.",
        **values,
    )


def _span(rank: Rank) -> str:
    if rank.low == rank.high:
        return ordinal(rank.low)
    return gettext("{low} to {high}", low=ordinal(rank.low), high=ordinal(rank.high))
