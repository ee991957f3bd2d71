"""The finding over places: where a measure is higher or lower than in the state, or where most and where least."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.figures.findings.nouns import (
    counted_noun,
    fitting,
    happens,
    inside,
    is_past,
    listed_places,
    measure_among,
    measures_of,
    place_name,
    whole,
    yearly,
)
from components.figures.findings.pairs import Pair, figure_title, pair_title
from components.figures.findings.standing import (
    far_apart,
    group_against_reference,
    headline_places,
    place_against_state,
    stands,
    worth_named,
)
from components.formatting.numbers import format_value, number_word
from components.formatting.phrases import amount
from data.catalog.models import Indicator
from data.language import gettext
from data.query.estimates import nameable_rows, reliability, usable_places
from data.query.rows import Row, Rows
from data.query.selection import Answer, once
from data.vocabulary import LEVEL_WORDS, OVERALL

MOST_NAMED = 3
"""More places than this are counted in a title, not named."""


@once
def map_finding(answer: Answer) -> str:
    """Title of a map without its period: of the chosen place, of the chosen group or the state, or over places."""
    if answer.chosen:
        return place_finding(answer)
    if answer.selection.level == "state" or not len(answer.places) or group_differs(answer):
        return state_finding(answer)
    return over_places(answer)


@once
def group_pair(answer: Answer) -> Pair | None:
    """The chosen group of the state against its reference there; None of everyone, and where the state has no row."""
    row = answer.state.only()
    if answer.selection.group == OVERALL or row is None:
        return None
    reference = group_against_reference(answer, row.geo_id)
    return reference or stands(row, answer.overall.only(), answer.indicator)


def group_differs(answer: Answer) -> bool:
    """Whether the chosen group of the state is clearly higher or lower than its reference, by enough to say."""
    pair = group_pair(answer)
    return pair is not None and pair.standing in ("higher", "lower")


@once
def place_finding(answer: Answer) -> str:
    """The chosen place's figure against the state's."""
    row, pair = answer.places.only(slug=answer.selection.place), place_against_state(answer)
    if pair is None or row is None:
        return figure_title(row, answer.indicator, answer.catalog, place=answer.place.name)
    return pair_title(pair, answer.indicator, answer.catalog)


def state_finding(answer: Answer) -> str:
    """The state's figure, of a group against everyone; without one, what is known of its groups or that none is."""
    row, pair = answer.state.only(), group_pair(answer)
    if pair is not None:
        return pair_title(pair, answer.indicator, answer.catalog)
    return figure_title(row, answer.indicator, answer.catalog, place=answer.catalog.state.name)


def over_places(answer: Answer) -> str:
    """What is found over places: differences from the state that were tested, else the ends, else what is known."""
    reliable = usable_places(answer)
    if not reliable:
        return _without_reliable(answer)
    if len(reliable) == 1:
        known = usable(answer.state.only(), answer.indicator)
        return state_finding(answer) if known else figure_title(reliable[0], answer.indicator, answer.catalog)
    if not answer.indicator.comparable:
        return _most_counted(reliable, answer)
    clear = {v: clear_places(answer, v) for v in ("higher", "lower")}
    if clear["higher"] or clear["lower"]:
        return _against_state(clear["higher"], clear["lower"], answer)
    low, high = ends(nameable_rows(reliable, answer.indicator, answer.catalog) or reliable)
    if far_apart(low, high) and worth_named([high], low, answer.indicator):
        return _most_and_least(low, high, answer)
    if reliable.number(verdict="not clear") == len(reliable):
        return _none_clear(answer, len(reliable))
    return _range(reliable, answer)


def usable(row: Row | None, indicator: Indicator) -> bool:
    """Whether there is a figure that is not known to be unreliable."""
    return row is not None and reliability(row, indicator) in ("reliable", "unknown")


def ends(rows: Rows) -> tuple[Row, Row]:
    """The rows with the lowest and the highest figure; of ties the first by name."""
    return min(rows, key=lambda r: (r.value, r.name)), min(rows, key=lambda r: (-r.value, r.name))


def clear_places(answer: Answer, verdict: str) -> list[Row]:
    """The places clearly higher or lower than the state, by enough to say, when so many are tested."""
    return worth_named(headline_places(answer, verdict), answer.state.only(), answer.indicator)


def _named(rows: list[Row], answer: Answer) -> str:
    if len(rows) <= MOST_NAMED:
        return listed_places(rows, answer)
    return _counted(rows, answer)


def _counted(rows: Sequence[Row], answer: Answer) -> str:
    return LEVEL_WORDS[answer.selection.level].counted(len(rows), number_word(len(rows)))


def _against_state(higher: list[Row], lower: list[Row], answer: Answer) -> str:
    """The places on both sides; in a shorter title those that are worse off alone, the summary names the others."""
    indicator = answer.indicator
    makers = {"percent": _shares_differ, "rate": _rates_differ}
    make = makers.get(indicator.measure, _measures_differ)
    sides = {"higher": higher, "lower": lower}
    worse = "lower" if indicator.polarity == "higher_is_better" else "higher"
    alone = worse if sides[worse] else next(side for side in sides if sides[side])
    named = {side: _named(rows, answer) if rows else "" for side, rows in sides.items()}
    counted = {side: _counted(rows, answer) if rows else "" for side, rows in sides.items()}
    only = {"higher": "", "lower": ""}
    said = (named, {**only, alone: named[alone]}, counted, {**only, alone: counted[alone]})
    measures = measures_of(answer.selection.group, indicator)
    made = [make(words, answer, measures[0]) for words in said]
    made += [_measures_differ(said[3], answer, measure) for measure in measures]
    values = {"measure": measures[-1], "places": counted[alone], "state": answer.catalog.state.name}
    if alone == "higher":
        return fitting(*made, gettext("{measure}: higher in {places} than in {state}", **values))
    return fitting(*made, gettext("{measure}: lower in {places} than in {state}", **values))


def _subjects(sides: Mapping[str, str], answer: Answer, measure: str) -> dict[str, str]:
    indicator, group = answer.indicator, answer.selection.group
    return {
        **sides,
        "people": whole(group, indicator),
        "happen": happens(indicator, answer.selection.period.slug),
        "state": answer.catalog.state.name,
        "measure": measure,
    }


def _shares_differ(sides: Mapping[str, str], answer: Answer, measure: str) -> str:
    values = _subjects(sides, answer, measure)
    if sides["higher"] and sides["lower"]:
        return gettext(
            "A larger share of {people} {happen} in {higher} than in all of {state}, and a smaller share in {lower}",
            **values,
        )
    if sides["higher"]:
        return gettext("A larger share of {people} {happen} in {higher} than in all of {state}", **values)
    return gettext("A smaller share of {people} {happen} in {lower} than in all of {state}", **values)


def _rates_differ(sides: Mapping[str, str], answer: Answer, measure: str) -> str:
    values = _subjects(sides, answer, measure)
    if sides["higher"] and sides["lower"]:
        return gettext(
            "{people} {happen} at a higher rate in {higher} than in all of {state}, and at a lower rate in {lower}",
            **values,
        )
    if sides["higher"]:
        return gettext("{people} {happen} at a higher rate in {higher} than in all of {state}", **values)
    return gettext("{people} {happen} at a lower rate in {lower} than in all of {state}", **values)


def _measures_differ(sides: Mapping[str, str], answer: Answer, measure: str) -> str:
    values = _subjects(sides, answer, measure)
    if sides["higher"] and sides["lower"]:
        return gettext("{measure}: higher in {higher} than in all of {state}, lower in {lower}", **values)
    if sides["higher"]:
        return gettext("{measure}: higher in {higher} than in all of {state}", **values)
    return gettext("{measure}: lower in {lower} than in all of {state}", **values)


def _most_and_least(low: Row, high: Row, answer: Answer) -> str:
    """The two ends, whose intervals do not touch."""
    indicator = answer.indicator
    values = {
        "measure": measure_among(answer.indicator, answer.selection.group),
        "places": _counted(usable_places(answer), answer),
        "high_place": place_name(high),
        "low_place": place_name(low),
        "high": amount(high.value, indicator),
        "low": format_value(low.value, indicator),
    }
    plain = gettext("{measure}: from {low} in {low_place} to {high} in {high_place}", **values)
    shortest = []
    for measure in measures_of(answer.selection.group, indicator):
        bare = {**values, "measure": measure}
        shortest += [
            gettext("{measure}: from {low} in {low_place} to {high} in {high_place}", **bare),
            gettext("{measure}: from {low} to {high} in {places}", **bare),
        ]
    if indicator.measure == "percent":
        return fitting(
            gettext("{measure}: most common in {high_place} ({high}), least common in {low_place} ({low})", **values),
            plain,
            *shortest,
        )  # fmt: skip
    return fitting(
        gettext("{measure}: highest in {high_place} ({high}), lowest in {low_place} ({low})", **values),
        plain,
        *shortest,
    )


def _none_clear(answer: Answer, number: int) -> str:
    state, level = answer.state.only(), LEVEL_WORDS[answer.selection.level]
    assert state is not None
    made, least = [], []
    past = is_past(answer.selection.period.slug)
    for measure in measures_of(answer.selection.group, answer.indicator):
        values = {"measure": measure, "amount": amount(state.value, answer.indicator), "state": state.name,
                  "places": level.counted(number, number_word(number)), "no_place": level.no}  # fmt: skip
        if number == len(answer.places):
            made.append(_no_place(values, past=past))
        else:
            made += _none_of(values, past=past)
        least.append(gettext("{measure}: no clear difference from {state} in {places}", **values))
    least += [
        gettext("{measure}: no clear difference from {state}", **values),
        gettext("{measure}: no clear differences", **values),
    ]
    return fitting(*made, *least)


def _no_place(values: Mapping[str, str], *, past: bool) -> str:
    if past:
        return gettext("{measure}: {no_place} was clearly different from {state} ({amount})", **values)
    return gettext("{measure}: {no_place} is clearly different from {state} ({amount})", **values)


def _none_of(values: Mapping[str, str], *, past: bool) -> list[str]:
    if past:
        return [
            gettext(
                "{measure}: none of the {places} with a reliable figure was clearly different from {state} ({amount})",
                **values,
            ),
            gettext("{measure}: none of the {places} was clearly different from {state} ({amount})", **values),
        ]
    return [
        gettext(
            "{measure}: none of the {places} with a reliable figure is clearly different from {state} ({amount})",
            **values,
        ),
        gettext("{measure}: none of the {places} is clearly different from {state} ({amount})", **values),
    ]


def _range(reliable: Rows, answer: Answer) -> str:
    """Where nothing was tested: the range of the figures."""
    indicator, level = answer.indicator, LEVEL_WORDS[answer.selection.level]
    state = answer.state.only()
    if answer.selection.level == "municipality" and usable(state, answer.indicator):
        # Of hundreds of small towns the ends are chance: the state's figure is what is known.
        return state_finding(answer)
    # The ends of small towns are chance: the title names those of the larger ones, as the summary does.
    named = nameable_rows(reliable, indicator, answer.catalog)
    low, high = ends(named or reliable)
    if named and len(named) < len(reliable):
        places = gettext("the {number} largest {places}", number=number_word(len(named)), places=level.plural)
    else:
        places = level.counted(len(reliable), number_word(len(reliable)))
    values = {
        "measure": measure_among(answer.indicator, answer.selection.group),
        "people": whole(answer.selection.group, indicator),
        "happen": happens(indicator, answer.selection.period.slug),
        "low": format_value(low.value, indicator),
        "high": amount(high.value, indicator),
        "places": places,
    }
    if values["low"] == format_value(high.value, indicator):
        return gettext("{measure}: {high} in {places}", **values)
    plain = gettext("{measure}: from {low} to {high} in {places}", **values)
    briefer = [
        gettext("{measure}: from {low} to {high} in {places}", **{**values, "measure": measure})
        for measure in measures_of(answer.selection.group, indicator)
    ]
    if indicator.measure == "percent":
        return fitting(gettext("Between {low} and {high} of {people} in {places} {happen}", **values), plain, *briefer)
    if indicator.measure == "score":  # a number without its unit, or of towns in general, says nothing
        return fitting(plain, gettext("{measure}: from {low} to {high}", **values))
    shortest = measures_of(answer.selection.group, indicator)[-1]
    bare = {**values, "measure": shortest, "high": format_value(high.value, indicator)}
    return fitting(plain, *briefer, gettext("{measure}: from {low} to {high} in {places}", **bare))


def _most_counted(reliable: Rows, answer: Answer) -> str:
    """Of counts: where there are most; no test, as more people have more events."""
    indicator, (_, high) = answer.indicator, ends(reliable)
    values = {
        "place": place_name(high),
        "value": yearly(format_value(high.value, indicator), indicator, high.period),
        "measure": counted_noun(indicator),
    }
    if indicator.whole_place:
        return gettext("{measure}: the most in {place}, {value}", **{**values, "measure": indicator.title})
    if answer.selection.group == OVERALL:
        return gettext("{place} has the most {measure}: {value}", **values)
    return gettext("{place} has the most {measure} among {people}: {value}",
                   people=whole(answer.selection.group, indicator), **values)  # fmt: skip


def _without_reliable(answer: Answer) -> str:
    """Where no place has a reliable figure: what is known of the state, else that none is, and why."""
    state, level = answer.state.only(), LEVEL_WORDS[answer.selection.level]
    if usable(state, answer.indicator):
        return state_finding(answer)
    made, shorter = [], []
    for measure in measures_of(answer.selection.group, answer.indicator):
        values = {"measure": measure, "no_place": level.no, "events": answer.indicator.words.events}
        if answer.places.has("value"):
            few = {**values, "measure": inside(measure)}
            made.append(gettext("Too few {events} to say: {measure}, {no_place} has a reliable figure", **few))
            shorter.append(gettext("{measure}: {no_place} has a reliable figure", **values))
            shorter.append(gettext("{measure}: no reliable figure", **values))
        elif answer.places.number(status="suppressed"):
            made.append(gettext("{measure}: {no_place} has a figure, as the numbers are small", **values))
            shorter.append(gettext("{measure}: {no_place} has a figure (small numbers)", **values))
            shorter.append(gettext("{measure}: no figure (small numbers)", **values))
        else:
            made.append(gettext("{measure}: {no_place} has a published figure", **values))
            shorter.append(gettext("{measure}: no figure is published", **values))
    return fitting(*made, *shorter)
