"""Title, subtitle, summary and live-region text of a view, from the same rows as its figures. `**…**` is set in bold.

Each view makes one claim, about what its picture shows. Higher and lower are said only of differences that were tested;
of the others, that it is not clear, or the sizes alone where nothing could be tested.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from components.figures.findings.change import change_finding
from components.figures.findings.groups import groups_finding
from components.figures.findings.nouns import in_period
from components.figures.findings.places import map_finding
from components.figures.findings.summaries import groups_summary, map_summary, trend_summary
from components.formatting.phrases import amount, has_value, people, shown_words
from data.catalog.models import Indicator
from data.language import gettext
from data.query.selection import Answer, once
from data.vocabulary import DIMENSIONS, LEVEL_WORDS, OVERALL, STATUS_WORDS, Period

STEM = 6
"""Letters by which the last words of a unit are known in a title."""
Said = Callable[[Answer], str]


@once
def title(answer: Answer) -> str:
    """Title of a view: its finding, with the period said once."""
    return _TITLES.get(answer.selection.view, map_title)(answer)


@once
def map_title(answer: Answer) -> str:
    """Title of a map: the finding over places, of the chosen place or of the state."""
    return in_period(map_finding(answer), answer)


def groups_title(answer: Answer) -> str:
    """Title of the view of groups: the chosen group against the reference, else the two farthest apart."""
    return in_period(groups_finding(answer), answer)


_TITLES: Mapping[str, Said] = {"trend": change_finding, "groups": groups_title}


@once
def subtitle(answer: Answer) -> str:
    """Subtitle: measure, unit, people, places and period, as far as they are those of the view."""
    selection = answer.selection
    of_groups = selection.view == "groups"
    what = measured(answer.indicator.title, unit_words(answer.indicator, OVERALL if of_groups else selection.group))
    where = _where(answer)
    if of_groups and selection.breakdown != OVERALL:
        what = gettext("{what}, by {dimension}", what=what, dimension=_dimension(answer))
    elif selection.view != "trend" and selection.level != "state" and not answer.chosen:
        what = gettext("{what}, by {level}", what=what, level=LEVEL_WORDS[selection.level].singular)
    period = _years(answer) if selection.view == "trend" else selection.period.long_label
    return gettext("{what}. {place}, {period}.", what=what, place=where, period=period)


def unit_words(indicator: Indicator, group: str) -> str:
    """The unit with the group's people in it, or after it: "percent of Black adults", "years, Black residents"."""
    unit = indicator.unit
    if group == OVERALL:
        return unit
    who = people(group, indicator)
    # A ratio's unit names other people: those its own are compared with.
    names_people = indicator.words.people in unit and indicator.measure != "ratio"
    return unit.replace(indicator.words.people, who) if names_people else f"{unit}, {who}"


def _where(answer: Answer) -> str:
    state = answer.catalog.state.name
    return gettext("{place}, {state}", place=answer.place.name, state=state) if answer.chosen else state


def _dimension(answer: Answer) -> str:
    label = DIMENSIONS[answer.selection.breakdown].label
    return f"{label[:1].lower()}{label[1:]}"


def _years(answer: Answer) -> str:
    """From the first period of the trend to its last."""
    own = answer.trend.where(geo_id=answer.place.geo_id, stratum=answer.selection.group)
    periods = [Period.parse(row.period) for row in own if row.has_value]
    if not periods:
        return answer.selection.period.long_label
    return Period(min(p.start for p in periods), max(p.end for p in periods)).long_label


def measured(title: str, unit: str) -> str:
    """Measure with its unit, without repetition: "Drug overdose deaths per 100,000 residents"."""
    before, _, last = unit.rpartition(", ")
    # Spanish and Portuguese give the same word another gender in the unit: its beginning tells.
    if before and last[:STEM].lower() in title.lower():
        unit = before
    joined = unit.startswith(f"{gettext('per')} ") and not re.search(r"[,)]", title)
    return f"{title} {unit}" if joined else f"{title}, {unit}"


@once
def reading(answer: Answer) -> list[str]:
    """Summary in sentences: what is known, how it stands, cautions, and last what is absent."""
    return _SUMMARIES.get(answer.selection.view, map_summary)(answer, title(answer))


_SUMMARIES: Mapping[str, Callable[[Answer, str], list[str]]] = {"trend": trend_summary, "groups": groups_summary}


def plain_live(answer: Answer) -> str:
    """Text of the live region after a change: title, number of places with a figure, the chosen place's figure."""
    sentences = [gettext("Updated: {title}.", title=title(answer))]
    if answer.selection.view == "trend":  # its title tells of the whole series
        sentences.append(gettext("Period chosen: {period}.", period=answer.selection.period.label))
    sentences += [] if answer.selection.level == "state" else [f"{shown_words(answer)}."]
    # In a view whose title is not of it, choosing a place would say nothing without its figure.
    row = answer.places.only(slug=answer.selection.place) if answer.chosen else None
    if row is not None:
        value = amount(row.value, answer.indicator) if has_value(row) else STATUS_WORDS[row.status]
        sentences.append(f"{row.name}: {value}.")
    return " ".join(sentences)
