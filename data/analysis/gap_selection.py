"""From the words of an address of Gaps to what is shown: indicator, place, dimension, period, group and reference.

Words that do not fit take the nearest that has figures, and a sentence says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from data.analysis.gap_pairs import NOT_OPENED, Groups, pairs_over_time
from data.analysis.gap_views import GapView, grouped_dimensions, grouped_levels
from data.analysis.gaps import groups_by_period
from data.catalog.availability import nearest_period
from data.catalog.models import Catalog, Indicator, Place
from data.language import gettext
from data.query.answers import Answers
from data.query.rows import Rows
from data.query.url import parse_query
from data.query.url_parameters import shortened
from data.vocabulary import ALL, GROUPS, OVERALL, REST, STATUS_WORDS, Level, Period, slugify

_PARSED = ("indicator", "level", "kind", "place", "by", "period", "lang")
"""Words that Gaps reads as Explore does."""

NameOf = Callable[[str, str, Indicator], str]
"""Names a side of a gap: a stratum or `REST`, the group that this leaves out, the indicator."""


def gap_view(words: Mapping[str, str], answers: Answers, name_of: NameOf) -> GapView:
    """View of an address. `name_of` names a side: a stratum or `REST`, the group that this leaves out, the indicator.

    Raises DatabaseUnavailableError.
    """
    catalog = answers.catalog
    notices: list[str] = []
    parameters = _placed(words, answers, notices)
    selection, problems = parse_query(parameters, catalog)
    place = catalog.by_slug[selection.place] if selection.place else catalog.state
    indicator = catalog.indicators[selection.indicator]
    every: list[Groups] = []
    if selection.breakdown != OVERALL:
        frame = answers.group_series(indicator.id, place.geo_id, selection.breakdown)
        every = groups_by_period(frame, indicator, selection.breakdown, answers.residents(place.geo_id), catalog)
    period = _period(words, every, notices)
    if period is not None:
        selection = replace(selection, period=period)
    now = next((groups for groups in every if groups.period == selection.period), None)
    group, reference, chosen = _pair(words, now, notices, name_of, indicator)
    answer = answers.to(replace(selection, group=group or OVERALL, reference="", view="map"))
    pair = now.pair(group, reference) if now is not None and group and reference else None
    series = tuple(pairs_over_time(every, group, reference)) if group and reference else ()
    own = Rows(row for groups in every for row in groups.rows.where(stratum=group).with_value())
    sister = _sister(answer.indicator, group, place, answers) if group else None
    told, word = (*problems, *notices), words.get("place", "")
    newest = max((groups.period for groups in every), key=lambda p: p.recency, default=None)
    newer = newest if newest != selection.period and not words.get("period") else None
    return GapView(answer, now, pair, series, own, group, reference, chosen, word, told, newer, sister)


def _sister(indicator: Indicator, group: str, place: Place, answers: Answers) -> tuple[Indicator, Rows] | None:
    """The published ratio that answers the same question, with its figures of a group by year; None without one."""
    question = answers.catalog.question_of.get(indicator.id)
    for other in question.indicators if question else ():
        definition = answers.catalog.indicators[other]
        if definition.measure == "ratio" and other != indicator.id:
            rows = answers.group_series(other, place.geo_id, GROUPS[group].dimension).where(stratum=group).with_value()
            years = Rows(row for row in rows if Period.parse(row.period).length_years <= 1)
            return (definition, years or rows) if rows else None
    return None


def _placed(words: Mapping[str, str], answers: Answers, notices: list[str]) -> dict[str, str]:
    """Words for `parse_query`, with the level that the place is of, and the dimension of the group that is named."""
    catalog = answers.catalog
    found = {key: words[key] for key in _PARSED if words.get(key)}
    indicator = parse_query({k: w for k, w in found.items() if k == "indicator"}, catalog)[0].indicator
    levels = grouped_levels(catalog, indicator)
    word = found.get("place", "").lower()
    place = catalog.by_slug.get(word) or catalog.by_slug.get(slugify(word)) if word else None
    if place is not None and levels:
        holder = _holder(place, levels, catalog)
        if holder is not place:
            notices.append(_not_of(place, holder, catalog.indicators[indicator]))
        found |= {"level": holder.level, "place": "" if holder.level == "state" else holder.slug, "kind": holder.kind}
    elif levels and not word:
        found["level"] = levels[0]
        if levels[0] != "state":
            found["place"] = _places_with(indicator, levels[0], answers)[0]
    found["by"] = _by(words, catalog, indicator, found.get("level", "state"))
    return {key: text for key, text in found.items() if text and key != "period"}


def _by(words: Mapping[str, str], catalog: Catalog, indicator: str, level: str) -> str:
    have = grouped_dimensions(catalog, indicator, level)
    group = GROUPS.get(words.get("group", "").lower())
    if words.get("by") and words["by"].lower() != OVERALL:
        return words["by"]
    if group is not None and group.dimension in have:
        return group.dimension
    return have[0] if have else ""


def _places_with(indicator: str, level: str, answers: Answers) -> list[str]:
    """Places of a level that have a figure of some group, as their slugs; none of the state, which has no slug here."""
    catalog = answers.catalog
    strata = dict.fromkeys(
        c.stratum for c in catalog.covered(indicator) if c.level == level and c.dimension != OVERALL and c.shown
    )
    for stratum in strata:
        rows = answers.place_series(indicator, level, "", stratum).where(level=level).with_value()
        if rows:
            return list(dict.fromkeys(rows.column("slug")))
    return []


def _holder(place: Place, levels: list[Level], catalog: Catalog) -> Place:
    """The place itself where its level has figures by group, else the smallest that holds it and has them."""
    if place.level in levels:
        return place
    members = set(place.members)
    for level in ("county", "eohhs_region"):
        if level in levels:
            for holder in catalog.places_of(level):
                if members and members <= set(holder.members):
                    return holder
    return catalog.state


def _not_of(place: Place, holder: Place, indicator: Indicator) -> str:
    return gettext(
        "{indicator}: not published by group for {place}. Showing {shown}.",
        indicator=indicator.title,
        place=place.name,
        shown=holder.name,
    )


def _period(words: Mapping[str, str], every: list[Groups], notices: list[str]) -> Period | None:
    """The period asked for, or the nearest; else the newest with a pair of reliable figures, else with any figure."""
    if not every:
        return None
    by_recency = sorted(every, key=lambda groups: groups.period.recency, reverse=True)
    if words.get("period"):
        have = tuple(groups.period for groups in every)
        try:
            asked = Period.parse(words["period"])
        except ValueError:
            notices.append(gettext("“{word}” is not a period.", word=shortened(words["period"])))
        else:
            shown = nearest_period(have, asked)
            if shown != asked:
                notices.append(
                    gettext(
                        "By group there are no figures for {asked}. Showing {shown}.",
                        asked=asked.long_label,
                        shown=shown.long_label,
                    )
                )
            return shown
    for groups in by_recency:
        opened = groups.worst()
        if opened is not None and groups.default_reference(opened.stratum) is not None:
            return groups.period
    for groups in [*(g for g in by_recency if g.usable), *(g for g in by_recency if g.with_figure)]:
        return groups.period
    return by_recency[0].period


def _pair(
    words: Mapping[str, str],
    now: Groups | None,
    notices: list[str],
    name_of: NameOf,
    indicator: Indicator,
) -> tuple[str | None, str | None, dict[str, str]]:
    """Group and reference, and the words of the two that a reader chose; sentences on what could not be followed."""
    asked = {key: words.get(key, "").lower() for key in ("group", "reference")}
    if asked["group"] in (ALL, OVERALL):
        asked["group"] = ""
    if now is None:
        return None, None, {key: word for key, word in asked.items() if word in GROUPS or word == REST}
    group = _group(asked["group"], now, notices, words)
    if group is None:
        return None, None, {}
    chosen = {"group": group} if group == asked["group"] else {}
    have, fallback = now.references(group), now.default_reference(group)
    wanted = OVERALL if asked["reference"] == ALL else asked["reference"]
    if not wanted:
        return group, fallback, chosen
    if wanted in have:
        return group, wanted, {**chosen, "reference": asked["reference"]}
    instead = name_of(fallback, group, indicator) if fallback else ""
    if wanted == group and instead:
        notices.append(gettext("A group is not compared with itself. Compared with {others}.", others=instead))
    elif wanted == group:
        notices.append(gettext("A group is not compared with itself."))
    elif instead:
        shown = name_of(wanted, group, indicator) if wanted in (*GROUPS, REST) else f"“{shortened(words['reference'])}”"
        notices.append(
            gettext("No comparison with {asked} can be made here. Compared with {others}.", asked=shown, others=instead)
        )
    return group, fallback, chosen


def _group(word: str, now: Groups, notices: list[str], words: Mapping[str, str]) -> str | None:
    """The group asked for where it has a figure, else the one a page opens with, else any that has a figure."""
    with_figure = now.with_figure
    if word in with_figure.column("stratum"):
        return word
    opened = now.worst() or now.worst(large=False)
    if opened is None:
        rest = [row for row in with_figure if row.stratum not in NOT_OPENED] or list(with_figure)
        opened = rest[0] if len(rest) == 1 else None
    if word:
        row = now.rows.only(stratum=word)
        if row is not None:
            notices.append(
                gettext(
                    "{group}: the figure is {status} for {period}.",
                    group=GROUPS[word].label,
                    status=STATUS_WORDS[row.status],
                    period=now.period.long_label,
                )
            )
        elif word not in GROUPS:
            notices.append(gettext("“{word}” is not a group we have.", word=shortened(words["group"])))
        else:
            notices.append(gettext("{group}: no figure is published here.", group=GROUPS[word].label))
    return opened.stratum if opened else None
