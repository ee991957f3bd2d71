"""How two figures stand to each other, from the verdict that their rows carry, or from a test of two groups."""

from __future__ import annotations

import math
from collections.abc import Sequence

from components.figures.findings.pairs import Pair, Standing
from components.formatting.numbers import capitalize_first, is_number, number_word
from data.analysis.many_verdicts import many_verdicts
from data.catalog.comparability import barrier, method_words
from data.catalog.least_differences import worth_saying
from data.catalog.models import Indicator
from data.language import gettext, ngettext
from data.query.estimates import estimate_of_row, usable_rows
from data.query.rows import Row
from data.query.selection import Answer, once
from data.statistics.comparisons import ratio
from data.vocabulary import LEVEL_WORDS, OVERALL

NOT_NAMED = (OVERALL, "not_stated", "other")
"""Strata that are no group of people one could speak of: they are in no finding about groups."""


def stands(first: Row | None, second: Row | None, indicator: Indicator) -> Pair | None:
    """Pair of two rows of which the first carries the verdict on it against the second; None without the first."""
    if first is None or second is None or first == second:
        return None
    return Pair(first, second, *_standing(first, second, indicator))


def _standing(first: Row, second: Row, indicator: Indicator) -> tuple[Standing, tuple[float, float, float] | None]:
    sure = len(usable_rows((first, second), indicator)) == 2
    if not sure or not indicator.comparable or first.barrier:
        return "alone", None
    if not first.verdict:
        return ("untested" if is_number(first.ratio) else "alone"), None
    return decided(first, second, first.verdict, indicator), (first.ratio, first.ratio_low, first.ratio_high)


def decided(first: Row, second: Row, verdict: str, indicator: Indicator) -> Standing:
    """Verdict of a test as a standing: one that is clear, but too small to be worth a headline, is `little`."""
    if verdict == "not clear":
        return "not clear"
    if not worth_saying(first.value, second.value, indicator):
        return "little"
    return "higher" if verdict == "higher" else "lower"


@once
def place_against_state(answer: Answer) -> Pair | None:
    """The chosen place against the state, for the group in view."""
    return stands(answer.places.only(slug=answer.selection.place), answer.state.only(), answer.indicator)


def group_against_reference(answer: Answer, geo_id: str) -> Pair | None:
    """The chosen group of a place against the reference there: everyone, where none is chosen."""
    rows = answer.groups.where(geo_id=geo_id)
    reference = rows.only(stratum=answer.selection.reference or OVERALL)
    return stands(rows.only(stratum=answer.selection.group), reference, answer.indicator)


def named_groups(answer: Answer, geo_id: str) -> list[Row]:
    """The groups of a place whose figure is not known to be unreliable, highest first."""
    rows = usable_rows(answer.groups.where(geo_id=geo_id), answer.indicator)
    return sorted((row for row in rows if row.stratum not in NOT_NAMED), key=lambda row: -row.value)


def widest_pair(answer: Answer, geo_id: str) -> Pair | None:
    """The group with the highest against that with the lowest reliable figure of a place; None of fewer than two.

    The first is the one that is worse off, where the measure says which that is.
    """
    indicator, rows = answer.indicator, named_groups(answer, geo_id)
    if len(rows) < 2 or not indicator.comparable or len({row.source for row in rows}) > 1:
        return None
    first, second = (rows[-1], rows[0]) if indicator.polarity == "higher_is_better" else (rows[0], rows[-1])
    return tested_pair(first, second, indicator)


def tested_pair(first: Row, second: Row, indicator: Indicator) -> Pair:
    """Two groups of one place, tested as figures that share no events."""
    result = ratio(estimate_of_row(first, indicator), estimate_of_row(second, indicator))
    if result is None:
        return Pair(first, second, "untested")
    standing = decided(first, second, result.verdict, indicator)
    return Pair(first, second, standing, (result.value, result.low, result.high))


def far_apart(low: Row, high: Row) -> bool:
    """Whether the intervals of two figures do not touch."""
    return is_number(low.ci_high) and is_number(high.ci_low) and low.ci_high < high.ci_low


def worth_named(rows: Sequence[Row], reference: Row | None, indicator: Indicator) -> list[Row]:
    """The rows whose difference from the reference is large enough to be worth a headline."""
    if reference is None or not reference.has_value:
        return []
    return [row for row in rows if worth_saying(row.value, reference.value, indicator)]


def headline_places(answer: Answer, verdict: str) -> list[Row]:
    """The places whose verdict stands among as many as are tested, by name; see `many_verdicts`."""
    found = many_verdicts(answer)
    kept = set(found.higher if verdict == "higher" else found.lower)
    return [row for row in answer.places if row.geo_id in kept]


def chance_words(answer: Answer) -> list[str]:
    """Of many places tested, how many would be called higher or lower by chance alone; nothing of few."""
    found = many_verdicts(answer)
    if not found.many:
        return []
    least = math.floor(found.by_chance)
    values = {
        "places": LEVEL_WORDS[answer.selection.level].counted(found.compared, number_word(found.compared)),
        "few": number_word(least),
        "more": number_word(math.ceil(found.by_chance)),
    }
    if least == found.by_chance:
        sentence = gettext("Of {places} tested, about {few} would be called higher or lower by chance alone.", **values)
    else:
        sentence = gettext(
            "Of {places} tested, about {few} or {more} would be called higher or lower by chance alone.", **values
        )
    if not found.dropped:
        return [sentence]
    dropped = ngettext(
        "{word} place called so is left out for that reason.",
        "{word} places called so are left out for that reason.",
        len(found.dropped),
        word=number_word(len(found.dropped)),
    )
    return [f"{sentence} {capitalize_first(dropped)}"]


def barrier_sentence(row: Row, answer: Answer) -> str:
    """Why places are not set against the state."""
    state = answer.state.only()
    found = None if state is None else barrier(row, state, answer.indicator, answer.catalog)
    if found is None:
        return ""
    if found.methods is None:
        return found.sentence
    one, other = (method_words(method) for method in found.methods)
    return gettext(
        "Figures of {places} come from {one}, the state’s from {other}: they are not compared.",
        places=LEVEL_WORDS[answer.selection.level].plural, one=one, other=other,
    )  # fmt: skip
