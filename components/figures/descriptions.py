"""Title, subtitle, reading and live-region text of a view, from the same rows as its figures. `**…**` is set in bold.

Higher and lower are said only of differences that were tested; of the others, that it is not clear.
"""

from __future__ import annotations

import re

from components.formatting.numbers import (
    capitalize_first,
    format_number,
    format_value,
    is_number,
    join_list,
    number_word,
    ratio_decimals,
    times,
)
from components.formatting.phrases import (
    amount,
    has_value,
    interval_words,
    is_rate,
    people,
    shown_words,
    status_sentence,
)
from data.catalog.models import Indicator
from data.language import format_integer, gettext, ngettext
from data.query.rows import Row
from data.query.selection import Answer
from data.statistics.comparisons import Estimate, ratio
from data.vocabulary import LEVEL_WORDS, OVERALL, STATUS_WORDS, LevelWords

MOST_NAMED = 5
"""More places than this are counted in a sentence, not named: with more, the sentence is a list of counties."""


def title(answer: Answer) -> str:
    """Title of a view: the tested finding, else the plain figure; of the groups view, the widest gap between two."""
    gap = widest_gap(answer) if answer.selection.view == "groups" else ""
    finding = gap or (_group_finding(answer) if answer.selection.group != OVERALL else _place_finding(answer))
    return gettext("{finding}, {period}", finding=finding, period=answer.selection.period.label)


def widest_gap(answer: Answer) -> str:
    """Widest gap: ratio of the highest to the lowest reliable group, with interval; empty if not clearly above 1."""
    indicator = answer.indicator
    place_rows = answer.groups.where(geo_id=answer.place.geo_id, status="reported")
    rows = [row for row in place_rows if row.stratum not in (OVERALL, "not_stated")]
    if len(rows) < 2 or not is_rate(indicator):
        return ""
    high, low = max(rows, key=lambda r: r.value), min(rows, key=lambda r: r.value)
    result = ratio(*(Estimate(r.value, *_ends(r)) for r in (high, low)))
    if result is None or result.verdict != "higher":
        return ""
    decimals = ratio_decimals(result.value, result.low, result.high)
    values = {
        "people": people(high.stratum, indicator),
        "happen": indicator.words.happen,
        "times": times(result.value, decimals),
        "low": format_number(result.low, decimals),
        "high": format_number(result.high, decimals),
        "others": people(low.stratum, indicator),
    }
    if answer.chosen:
        return gettext(
            "In {place}, {people} {happen} at {times} ({low} to {high}) the rate of {others}",
            place=answer.place.name,
            **values,
        )
    return capitalize_first(gettext("{people} {happen} at {times} ({low} to {high}) the rate of {others}", **values))


def _ends(row: Row) -> tuple[float | None, float | None]:
    return (row.ci_low, row.ci_high) if is_number(row.ci_low) else (None, None)


def _group_finding(answer: Answer) -> str:
    indicator, state = answer.indicator, answer.state.only()
    who, rate = people(answer.selection.group, indicator), indicator.words.rate
    if not has_value(state):
        status = STATUS_WORDS[state.status if state is not None else "not_available"]
        return gettext(
            "{indicator} among {people}: the state figure is {status}",
            indicator=indicator.title,
            people=who,
            status=status,
        )
    figure_text = amount(state.value, indicator)
    if state.verdict == "not clear":
        finding = gettext("{rate} among {people} is not clearly different from the state’s", rate=rate, people=who)
    elif not state.verdict:
        finding = gettext("{rate} among {people}: {amount}", rate=rate, people=who, amount=figure_text)
    elif not is_rate(indicator) and state.verdict == "higher":
        finding = gettext(
            "{rate} among {people} is higher than the state’s: {amount}", rate=rate, people=who, amount=figure_text
        )
    elif not is_rate(indicator):
        finding = gettext(
            "{rate} among {people} is lower than the state’s: {amount}", rate=rate, people=who, amount=figure_text
        )
    elif state.verdict == "higher":
        decimals = ratio_decimals(state.ratio, state.ratio_low, state.ratio_high)
        finding = gettext(
            "{people} {happen} at {times} the state rate",
            people=who,
            happen=indicator.words.happen,
            times=times(state.ratio, decimals),
        )
    else:
        below = format_number((1 - state.ratio) * 100, 0)
        finding = gettext(
            "{people} {happen} at a rate {percent}% below the state’s",
            people=who,
            happen=indicator.words.happen,
            percent=below,
        )
    return capitalize_first(finding)


def _place_finding(answer: Answer) -> str:
    indicator, level = answer.indicator, LEVEL_WORDS[answer.selection.level]
    state, rate = answer.state.only(), answer.indicator.words.rate
    if answer.selection.level == "state" or not len(answer.places):
        if has_value(state):
            figure_text = amount(state.value, indicator)
            return gettext("{indicator}: {amount} in Massachusetts", indicator=indicator.title, amount=figure_text)
        status = STATUS_WORDS[state.status if state is not None else "not_available"]
        return gettext("{indicator}: the state figure is {status}", indicator=indicator.title, status=status)
    # Places whose figure is unreliable are spoken of by themselves: see `_hidden_sentence`.
    reliable = answer.places.where(status="reported")
    higher, lower = reliable.number(verdict="higher"), reliable.number(verdict="lower")
    if higher and lower:
        return capitalize_first(
            gettext(
                "The {rate} is higher than the state’s in {places} and lower in {number}",
                rate=rate,
                places=level.counted(higher, number_word(higher)),
                number=number_word(lower),
            )
        )
    if higher:
        where = level.counted(higher, number_word(higher))
        return capitalize_first(gettext("The {rate} is higher than the state’s in {places}", rate=rate, places=where))
    if lower:
        where = level.counted(lower, number_word(lower))
        return capitalize_first(gettext("The {rate} is lower than the state’s in {places}", rate=rate, places=where))
    unclear = reliable.where(verdict="not clear").column("name")
    if unclear:
        return capitalize_first(_unclear_finding(unclear, answer))
    return _plain_finding(list(reliable), answer)


def _unclear_finding(names: list[str], answer: Answer) -> str:
    """That no place differs: of all places, or of those that have a reliable figure."""
    level, rate = LEVEL_WORDS[answer.selection.level], answer.indicator.words.rate
    if len(names) == len(answer.places):
        return gettext("{no_place}’s {rate} is clearly different from the state’s", no_place=level.no, rate=rate)
    if len(names) == 1:
        return gettext("The {rate} is not clearly different from the state’s in {place}", rate=rate, place=names[0])
    return gettext(
        "The {rate} is not clearly different from the state’s in any of {places} with a reliable figure",
        rate=rate,
        places=level.counted(len(names), number_word(len(names))),
    )


def _plain_finding(rows: list[Row], answer: Answer) -> str:
    """Title where nothing was tested: the range of the reliable figures, the only one, or that there is none."""
    indicator, level = answer.indicator, LEVEL_WORDS[answer.selection.level]
    if len(rows) > 1:
        values = [row.value for row in rows]
        places = level.counted(len(rows), str(len(rows)))
        if format_value(min(values), indicator) == format_value(max(values), indicator):
            return gettext(
                "{indicator}: {amount} in {places}",
                indicator=indicator.title,
                amount=amount(max(values), indicator),
                places=places,
            )
        return gettext(
            "{indicator}: {low} to {high} in {places}",
            indicator=indicator.title,
            low=format_value(min(values), indicator),
            high=amount(max(values), indicator),
            places=places,
        )
    if rows:
        return gettext(
            "{indicator}: {amount} in {place}, the one {level} with a reliable figure",
            indicator=indicator.title,
            amount=amount(rows[0].value, indicator),
            place=rows[0].name,
            level=level.singular,
        )
    if answer.places.has("value"):
        return gettext("{indicator}: {no_place} has a reliable figure", indicator=indicator.title, no_place=level.no)
    return gettext("{indicator}: {no_place} has a figure", indicator=indicator.title, no_place=level.no)


def subtitle(answer: Answer) -> str:
    """Subtitle: measure, unit, people, places and period."""
    indicator, selection = answer.indicator, answer.selection
    unit = indicator.unit
    if selection.group != OVERALL:
        who = people(selection.group, indicator)
        # A ratio's unit names other people: those its own are compared with.
        names_people = indicator.words.people in unit and indicator.measure != "ratio"
        unit = unit.replace(indicator.words.people, who) if names_people else f"{unit}, {who}"
    what, period = measured(indicator.title, unit), selection.period.long_label
    if selection.level == "state":
        return gettext("{what}. Massachusetts, {period}.", what=what, period=period)
    level = LEVEL_WORDS[selection.level].singular
    return gettext("{what}, by {level}. Massachusetts, {period}.", what=what, level=level, period=period)


def measured(title: str, unit: str) -> str:
    """Measure with its unit, without repetition: "Drug overdose deaths per 100,000 residents"."""
    before, _, last = unit.rpartition(", ")
    if before and last in title:
        unit = before
    joined = unit.startswith(f"{gettext('per')} ") and not re.search(r"[,)]", title)
    return f"{title} {unit}" if joined else f"{title}, {unit}"


def reading(answer: Answer) -> list[str]:
    """Summary sentences: the state's figure and gap, which places differ, what is suppressed."""
    parts = (_state_sentence, _state_caution, _places_sentence, _hidden_sentence)
    return [sentence for part in parts if (sentence := part(answer))]


def _state_sentence(answer: Answer) -> str:
    indicator, group, state = answer.indicator, answer.selection.group, answer.state.only()
    if not has_value(state):
        return "" if state is None else gettext("Statewide, {what}.", what=status_sentence(state, answer.catalog))
    what = _happened(state, people(group, indicator), indicator)
    everyone = answer.overall.only()
    if group == OVERALL or not has_value(everyone) or not indicator.comparable:
        return gettext("Statewide, {what}.", what=what)
    values = {"what": what, "value": format_value(everyone.value, indicator), "people": indicator.words.people}
    if not state.verdict or not is_rate(indicator):
        return gettext("Statewide, {what}, against **{value}** of all {people}.", **values)
    decimals = ratio_decimals(state.ratio, state.ratio_low, state.ratio_high)
    return gettext(
        "Statewide, {what}, against **{value}** of all {people}: **{times}** the rate ({low} to {high}).",
        **values,
        times=times(state.ratio, decimals),
        low=format_number(state.ratio_low, decimals),
        high=format_number(state.ratio_high, decimals),
    )


def _happened(row: Row, who: str, indicator: Indicator) -> str:
    words, value = indicator.words, f"**{format_value(row.value, indicator)}**"
    # Of a rate per births it cannot be said that of so many women so many died.
    elsewhere = indicator.measure == "rate" and words.people not in indicator.unit
    if indicator.adjustment != "crude" or not is_rate(indicator) or elsewhere:
        unit = indicator.unit if elsewhere else indicator.unit_short
        value += "" if indicator.measure in ("percent", "dollars", "count") else f" {unit}"
        if row.stratum == OVERALL:
            sentence = gettext("the {rate} was {value}", rate=words.rate, value=value)
        else:
            sentence = gettext("the {rate} among {people} was {value}", rate=words.rate, people=who, value=value)
    elif indicator.measure == "percent":
        sentence = gettext("{value} of {people} {happened}", value=value, people=who, happened=words.happened)
    else:
        sentence = _rate_sentence(row, value, who, indicator)
    if not indicator.comparable:
        return sentence
    return f"{sentence} ({interval_words(row, indicator)})"


def _rate_sentence(row: Row, value: str, who: str, indicator: Indicator) -> str:
    values = {
        "value": value,
        "per": format_integer(indicator.per),
        "people": indicator.words.people if row.stratum == OVERALL else who,
        "happened": indicator.words.happened,
    }
    if f" {gettext('a year')}" in indicator.unit:
        return gettext("{value} of every {per} {people} {happened} each year", **values)
    return gettext("{value} of every {per} {people} {happened}", **values)


def _places_sentence(answer: Answer) -> str:
    if answer.selection.level == "state":
        return ""
    level = LEVEL_WORDS[answer.selection.level]
    reliable = answer.places.where(status="reported")
    names = {
        v: [answer.catalog.places[row.geo_id].short_name for row in reliable.where(verdict=v)]
        for v in ("higher", "lower", "not clear")
    }
    state, clauses = _state_figure(answer), list[str]()
    for verdict in ("higher", "lower"):
        if names[verdict]:
            clauses.append(_verdict_clause(names[verdict], verdict, level, "" if clauses else state))
    unclear = len(names["not clear"])
    if unclear and clauses:
        clauses.append(
            ngettext(
                "{amount} cannot be told apart from it",
                "{amount} cannot be told apart from it",
                unclear,
                amount=number_word(unclear),
            )
        )
    elif unclear:
        places = level.counted(unclear, number_word(unclear))
        clauses.append(
            ngettext(
                "{places} cannot be told apart from {state}",
                "{places} cannot be told apart from {state}",
                unclear,
                places=places,
                state=state,
            )
        )
    return capitalize_first("; ".join(clauses)) + "." if clauses else ""


def _state_figure(answer: Answer) -> str:
    """Name of the state's figure that places are compared with, in a sentence."""
    rate = is_rate(answer.indicator)
    if answer.selection.group == OVERALL:
        return gettext("the state rate") if rate else gettext("the state figure")
    who = people(answer.selection.group, answer.indicator)
    if rate:
        return gettext("the state rate for {people}", people=who)
    return gettext("the state figure for {people}", people=who)


def _verdict_clause(names: list[str], verdict: str, level: LevelWords, state: str) -> str:
    """Clause on the places with a higher or lower figure; the first says than what (`state` is empty in the second)."""
    number = len(names)
    places = join_list(sorted(names)) if number <= MOST_NAMED else level.counted(number, number_word(number))
    values = {"places": places, "state": state}
    if state and verdict == "higher":
        return ngettext("{places} is higher than {state}", "{places} are higher than {state}", number, **values)
    if state:
        return ngettext("{places} is lower than {state}", "{places} are lower than {state}", number, **values)
    return ngettext("{places} is lower", "{places} are lower", number, **values)


def _state_caution(answer: Answer) -> str:
    state = answer.state.only()
    if state is None or state.status != "unreliable":
        return ""
    return gettext("The state figure rests on few events or is very uncertain: read it with care.")


def _hidden_sentence(answer: Answer) -> str:
    if answer.selection.level == "state":
        return ""
    unreliable = answer.places.number(status="unreliable")
    level = LEVEL_WORDS[answer.selection.level]
    if not unreliable:
        return ""
    return ngettext(
        "In {places} the figure rests on fewer than 10 {events} or is very uncertain: read it with care.",
        "In {places} the figures rest on fewer than 10 {events} or are very uncertain: read them with care.",
        unreliable,
        places=level.counted(unreliable, number_word(unreliable)),
        events=answer.indicator.words.events,
    )


def plain_live(answer: Answer) -> str:
    """Text of the live region after a change: title, number of places with a figure, the chosen place's figure."""
    sentences = [gettext("Updated: {title}.", title=title(answer))]
    sentences += [] if answer.selection.level == "state" else [f"{shown_words(answer)}."]
    # Without the chosen place's figure, choosing a place would say nothing.
    row = answer.places.only(slug=answer.selection.place) if answer.chosen else None
    if row is not None:
        value = amount(row.value, answer.indicator) if has_value(row) else STATUS_WORDS[row.status]
        sentences.append(f"{row.name}: {value}.")
    return " ".join(sentences)
