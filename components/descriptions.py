"""What a view says in words, made from the same frames as its figures. `**…**` marks what is set in bold.

Higher and lower are said only of differences that were tested; of the others, that it is not clear.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from components.numbers import (
    count,
    figure,
    interval,
    is_number,
    listed,
    number_word,
    plain,
    ratio_decimals,
    times,
)
from data.catalog import Catalog, Indicator
from data.selection import Answer, records
from data.statistics.comparisons import Estimate, ratio
from data.vocabulary import GROUPS, LEVEL_WORDS, OVERALL, STATUS_WORDS, Period

Row = Any
"""A row of a frame as `DataFrame.itertuples` gives it: columns of `FRAME_DTYPES` as attributes."""

MOST_NAMED = 5
"""More places than this are counted in a sentence, not named."""


def only(table: pd.DataFrame) -> Row:
    """The one row of a frame, or None when it has none."""
    return next(iter(records(table)), None)


def has_value(row: Row) -> bool:
    """Whether there is a row and it carries a figure."""
    return row is not None and is_number(row.value)


def people(group: str, indicator: Indicator) -> str:
    """A group with the indicator's noun: "Black residents", "all infants"."""
    return f"{GROUPS[group].adjective} {indicator.words.people}"


def people_at_start(group: str, indicator: Indicator) -> str:
    """The same at the start of a sentence."""
    words = people(group, indicator)
    return words[0].upper() + words[1:]


def title(answer: Answer) -> str:
    """The finding, when something tested can be said; else the plain figure. Of groups, the widest gap between two."""
    period = answer.selection.period.label
    gap = widest_gap(answer) if answer.selection.view == "groups" else ""
    if gap:
        return f"{gap}, {period}"
    if answer.selection.group != OVERALL:
        return f"{_group_finding(answer)}, {period}"
    return f"{_place_finding(answer)}, {period}"


def widest_gap(answer: Answer) -> str:
    """The highest reliable group against the lowest, of the place or the state, with the interval; empty if unsure."""
    indicator = answer.indicator
    own = answer.groups[(answer.groups["geo_id"] == answer.place.geo_id) & (answer.groups["status"] == "reported")]
    rows = [row for row in records(own) if row.stratum not in (OVERALL, "not_stated")]
    if len(rows) < 2 or not _is_rate(indicator):
        return ""
    high, low = max(rows, key=lambda r: r.value), min(rows, key=lambda r: r.value)
    found = ratio(*(Estimate(r.value, *_ends(r)) for r in (high, low)))
    if found is None or found.verdict != "higher":
        return ""
    decimals = ratio_decimals(found.value, found.low, found.high)
    size = f"{times(found.value, decimals)} ({plain(found.low, decimals)} to {plain(found.high, decimals)})"
    where = f"In {answer.place.name}, " if answer.chosen else ""
    who = people(high.stratum, indicator) if answer.chosen else people_at_start(high.stratum, indicator)
    return f"{where}{who} {indicator.words.happen} at {size} the rate of {people(low.stratum, indicator)}"


def _ends(row: Row) -> tuple[float | None, float | None]:
    return (row.ci_low, row.ci_high) if is_number(row.ci_low) else (None, None)


def _group_finding(answer: Answer) -> str:
    indicator, group, state = answer.indicator, answer.selection.group, only(answer.state)
    words = indicator.words
    if not has_value(state):
        status = STATUS_WORDS[state.status] if state is not None else STATUS_WORDS["not_available"]
        return f"{indicator.title} among {people(group, indicator)}: the state figure is {status}"
    if state.verdict in ("higher", "lower") and not _is_rate(indicator):
        said = f"{_rate(indicator)} among {people(group, indicator)} is {state.verdict} than the state’s"
        return f"{said}: {amount(state.value, indicator)}"
    if state.verdict == "higher":
        decimals = ratio_decimals(state.ratio, state.ratio_low, state.ratio_high)
        return f"{people_at_start(group, indicator)} {words.happen} at {times(state.ratio, decimals)} the state rate"
    if state.verdict == "lower":
        below = plain((1 - state.ratio) * 100, 0)
        return f"{people_at_start(group, indicator)} {words.happen} at a rate {below}% below the state’s"
    if state.verdict == "not clear":
        return f"{_rate(indicator)} among {people(group, indicator)} is not clearly different from the state’s"
    return f"{_rate(indicator)} among {people(group, indicator)}: {amount(state.value, indicator)}"


def _rate(indicator: Indicator) -> str:
    name = indicator.words.rate
    return name[0].upper() + name[1:]


def _is_rate(indicator: Indicator) -> bool:
    """Whether "times the rate" can be said of it; of years of life or of dollars it cannot."""
    return indicator.measure in ("rate", "percent")


def _place_finding(answer: Answer) -> str:
    indicator, level = answer.indicator, LEVEL_WORDS[answer.selection.level]
    state, rate = only(answer.state), answer.indicator.words.rate
    if answer.selection.level == "state" or not len(answer.places):
        said = amount(state.value, indicator) if has_value(state) else STATUS_WORDS["not_available"]
        return f"{indicator.title} in Massachusetts: {said}"
    verdicts = answer.places["verdict"].value_counts()
    higher, lower = int(verdicts.get("higher", 0)), int(verdicts.get("lower", 0))
    if higher and lower:
        where = level.plural if higher > 1 else level.singular
        return (
            f"The {rate} is higher than the state’s in {number_word(higher)} {where} and lower in {number_word(lower)}"
        )
    if higher or lower:
        where = level.plural if higher + lower > 1 else level.singular
        return (
            f"The {rate} is {'higher' if higher else 'lower'} than the state’s in {number_word(higher + lower)} {where}"
        )
    shown = answer.places["value"].dropna()
    if verdicts.get("not clear", 0):
        return f"No {level.singular}’s {rate} is clearly different from the state’s"
    if len(shown) > 1:
        span = f"{figure(shown.min(), indicator)} to {figure(shown.max(), indicator)}"
        return f"{indicator.title} from {span} in {len(shown)} {level.plural}"
    return f"{indicator.title}: no {level.singular} has a figure"


def amount(value: float, indicator: Indicator) -> str:
    """A figure with its short unit: "54.1 per 100,000", "7.6%", "$96,500"."""
    text = figure(value, indicator)
    return text if indicator.measure in ("percent", "dollars") else f"{text} {indicator.unit_short}"


def subtitle(answer: Answer) -> str:
    """Measure, unit, people, places and period in one line."""
    indicator, selection = answer.indicator, answer.selection
    unit = indicator.unit
    if selection.group != OVERALL:
        said = people(selection.group, indicator)
        unit = unit.replace(indicator.words.people, said) if indicator.words.people in unit else f"{unit}, {said}"
    by = "" if selection.level == "state" else f", by {LEVEL_WORDS[selection.level].singular}"
    joint = " " if unit.startswith("per ") else ", "
    return f"{indicator.title}{joint}{unit}{by}. Massachusetts, {selection.period.long_label}."


def reading(answer: Answer) -> list[str]:
    """Two or three sentences: the state's level and gap, which places differ, what is hidden."""
    return [s for s in (_state_sentence(answer), _places_sentence(answer), _hidden_sentence(answer)) if s]


def _state_sentence(answer: Answer) -> str:
    indicator, group, state = answer.indicator, answer.selection.group, only(answer.state)
    if not has_value(state):
        return f"Statewide, {explained(state, answer.catalog)}." if state is not None else ""
    sentence = f"Statewide, {_happened(state, people(group, indicator), indicator)}"
    everyone = only(answer.everyone)
    if group == OVERALL or not has_value(everyone) or not indicator.comparable:
        return f"{sentence}."
    sentence += f", against **{figure(everyone.value, indicator)}** of all {indicator.words.people}"
    if state.verdict and _is_rate(indicator):
        decimals = ratio_decimals(state.ratio, state.ratio_low, state.ratio_high)
        low, high = plain(state.ratio_low, decimals), plain(state.ratio_high, decimals)
        sentence += f": **{times(state.ratio, decimals)}** the rate ({low} to {high})"
    return f"{sentence}."


def _happened(row: Row, who: str, indicator: Indicator) -> str:
    words, value = indicator.words, f"**{figure(row.value, indicator)}**"
    yearly = " each year" if "a year" in indicator.unit else ""
    if indicator.adjustment != "crude" or not _is_rate(indicator):
        of = "" if row.stratum == OVERALL else f" among {who}"
        said = f"the {words.rate}{of} was **{figure(row.value, indicator)}**"
        said += "" if indicator.measure in ("percent", "dollars", "count") else f" {indicator.unit_short}"
    elif indicator.measure == "percent":
        said = f"{value} of {who} {words.happened}"
    else:
        said = f"{value} of every {indicator.per:,} {who.removeprefix('all ')} {words.happened}{yearly}"
    if not indicator.comparable:
        return said
    return f"{said} ({interval_words(row, indicator)})"


def interval_words(row: Row, indicator: Indicator) -> str:
    """The interval as a sentence says it, or that none is published."""
    if not is_number(row.ci_low):
        return "no interval is published"
    return f"95% interval {plain(row.ci_low, indicator.decimals)} to {plain(row.ci_high, indicator.decimals)}"


def _places_sentence(answer: Answer) -> str:
    if answer.selection.level == "state":
        return ""
    level, verdicts = LEVEL_WORDS[answer.selection.level], answer.places["verdict"]
    names = {
        v: [answer.catalog.places[g].short_name for g in answer.places.loc[verdicts == v, "geo_id"]]
        for v in ("higher", "lower", "not clear")
    }
    group = f" {'rate' if _is_rate(answer.indicator) else 'figure'}"
    if answer.selection.group != OVERALL:
        group += f" for {people(answer.selection.group, answer.indicator)}"
    clauses: list[str] = []
    for verdict in ("higher", "lower"):
        if names[verdict]:
            clauses.append(_verdict_clause(names[verdict], verdict, level.plural, first=not clauses, group=group))
    unclear = len(names["not clear"])
    if unclear:
        subject = (
            number_word(unclear)
            if clauses
            else f"{number_word(unclear)} {level.plural if unclear > 1 else level.singular}"
        )
        clauses.append(f"{subject} cannot be told apart from {'it' if clauses else 'the state' + group}")
    sentence = "; ".join(clauses)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""


def _verdict_clause(names: list[str], verdict: str, plural: str, *, first: bool, group: str) -> str:
    subject = listed(sorted(names)) if len(names) <= MOST_NAMED else f"{number_word(len(names))} {plural}"
    verb = "is" if len(names) == 1 else "are"
    return f"{subject} {verb} {verdict}" + (f" than the state{group}" if first else "")


def _hidden_sentence(answer: Answer) -> str:
    if answer.selection.level == "state":
        return ""
    unreliable = int((answer.places["status"] == "unreliable").sum())
    level = LEVEL_WORDS[answer.selection.level]
    if not unreliable:
        return ""
    where = level.plural if unreliable > 1 else level.singular
    return (
        f"In {number_word(unreliable)} {where} the figure rests on fewer than 10 {answer.indicator.words.events} "
        f"or is very uncertain: read {'them' if unreliable > 1 else 'it'} with care."
    )


def shown_words(answer: Answer) -> str:
    """How many places have a figure and what the others are: "11 of 14 counties shown, 3 hidden"."""
    level, statuses = LEVEL_WORDS[answer.selection.level], answer.places["status"]
    shown = int(answer.places["value"].notna().sum())
    parts = [f"{shown} of {len(statuses)} {level.plural if len(statuses) > 1 else level.singular} shown"]
    for status in ("suppressed", "not_available"):
        number = int((statuses == status).sum())
        if number:
            parts.append(f"{number} {STATUS_WORDS[status]}")
    return ", ".join(parts)


def hidden_reason(answer: Answer) -> str:
    """Why places are hidden, in the publisher's words, for the bracket after "3 hidden"; empty when none is."""
    hidden = answer.places.loc[answer.places["status"] == "suppressed", "source"].unique()
    return "; ".join(r for s in hidden if (r := answer.catalog.sources[s].hidden_because))


def explained(row: Row, catalog: Catalog) -> str:
    """Why a row has no figure: "the figure is hidden (fewer than 10 deaths …)"."""
    source = catalog.sources.get(row.source)
    because = ""
    if source is not None:
        because = source.hidden_because if row.status == "suppressed" else source.unavailable_because
    return f"the figure is {STATUS_WORDS[row.status]}" + (f" ({because.rstrip('.')})" if because else "")


def verdict_words(row: Row, indicator: Indicator) -> str:
    """A figure against the state's: "Higher than the state, 1.5 times"; empty when nothing was compared."""
    if not row.verdict:
        return ""
    if row.verdict == "not clear":
        return "Not clearly different from the state"
    said = f"{row.verdict.capitalize()} than the state"
    if not _is_rate(indicator):
        return said
    return f"{said}, {times(row.ratio, ratio_decimals(row.ratio, row.ratio_low, row.ratio_high))}"


def verdict_kind(verdict: str, indicator: Indicator) -> str:
    """What a verdict means for people: `worse`, `better`, `differs` where neither is, `not-clear`, or `untested`."""
    if verdict not in ("higher", "lower"):
        return "not-clear" if verdict else "untested"
    if indicator.polarity == "neutral":
        return "differs"
    return "worse" if (verdict == "higher") == (indicator.polarity == "higher_is_worse") else "better"


def card(row: Row, answer: Answer) -> list[str]:
    """What hovering, focusing or tapping a place says, line by line."""
    indicator = answer.indicator
    if not has_value(row):
        text = explained(row, answer.catalog)
        return [row.name, text[0].upper() + text[1:]]
    lines = [row.name, amount(row.value, indicator)]
    if is_number(row.ci_low):
        lines.append(f"95% interval {interval(row.ci_low, row.ci_high, indicator)}")
    if is_number(row.numerator):
        among = f" among {count(row.denominator)}" if is_number(row.denominator) else ""
        lines.append(f"{count(row.numerator)} {indicator.words.events}{among}")
    if row.status == "unreliable":
        lines.append("Unreliable: few events or a very wide interval")
    if row.level != "state" and row.verdict:
        lines.append(verdict_words(row, indicator))
    return lines


def map_text(answer: Answer) -> str:
    """The map in words: what is shaded, lowest and highest, what is missing."""
    level = LEVEL_WORDS[answer.selection.level]
    shown = answer.places.dropna(subset=["value"]).sort_values(["value", "name"])
    start = f"Map of Massachusetts by {level.singular}, {subtitle(answer)} {shown_words(answer)}."
    if shown.empty:
        return f"{start} No data is being shown."
    low, high = shown.iloc[0], shown.iloc[-1]
    ends = f"Lowest: {low['name']}, {amount(low['value'], answer.indicator)}."
    if len(shown) > 1:
        ends += f" Highest: {high['name']}, {amount(high['value'], answer.indicator)}."
    return f"{start} {ends}"


def groups_text(answer: Answer) -> str:
    """The comparison of groups in words: every group's figure for the place and the state."""
    parts = []
    for name, own in answer.groups.groupby("name", sort=False):
        said = [
            f"{GROUPS[r.stratum].label} {figure(r.value, answer.indicator) if has_value(r) else STATUS_WORDS[r.status]}"
            for r in records(own)
        ]
        parts.append(f"{name}: {', '.join(said)}.")
    start = (
        f"Dot chart of groups, {answer.indicator.title}, {answer.indicator.unit}, {answer.selection.period.long_label}."
    )
    return " ".join([start, *(parts or ["No data is being shown."])])


def trend_text(answer: Answer) -> str:
    """The trend in words: for each line its first, highest and last figure."""
    parts = []
    for (name, stratum), own in answer.trend.dropna(subset=["value"]).groupby(["name", "stratum"], sort=False):
        line = own.sort_values("period")
        points = records(line)
        first, last, top = points[0], points[-1], max(points, key=lambda p: p.value)
        said = [f"{_label(first.period)} {figure(first.value, answer.indicator)}"]
        if len(points) > 1:
            said.append(f"highest {figure(top.value, answer.indicator)} in {_label(top.period)}")
            said.append(f"{_label(last.period)} {figure(last.value, answer.indicator)}")
        parts.append(f"{name}, {people(str(stratum), answer.indicator)}: {', '.join(said)}.")
    start = f"Line chart over time, {answer.indicator.title}, {answer.indicator.unit}."
    return " ".join([start, *(parts or ["No data is being shown."])])


def _label(period: str) -> str:
    return Period.parse(period).label


def plain_live(answer: Answer) -> str:
    """What the live region says after a change: what the view now shows, in one breath."""
    shown = "" if answer.selection.level == "state" else f" {shown_words(answer)}."
    return f"Updated: {title(answer)}.{shown}{_chosen_live(answer)}"


def _chosen_live(answer: Answer) -> str:
    """The chosen place's figure: without it, choosing a place would say nothing."""
    row = only(answer.places[answer.places["slug"] == answer.selection.place]) if answer.chosen else None
    if row is None:
        return ""
    return f" {row.name}: {amount(row.value, answer.indicator) if has_value(row) else STATUS_WORDS[row.status]}."
