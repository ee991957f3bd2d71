"""The gaps that are told of a question: by race and ethnicity, over time, and between places, over all its versions.

A tested gap of the last years goes before one that could not be tested; an old one never hides a newer one.
"""

from __future__ import annotations

from dataclasses import replace

from data.analysis.gap_selection import NameOf, gap_view
from data.analysis.gap_views import GapView, grouped_dimensions
from data.analysis.gaps import gap_change
from data.analysis.many_verdicts import many_verdicts
from data.catalog.least_differences import worth_saying
from data.catalog.questions import Question
from data.language import language
from data.query.answers import Answers
from data.query.choices.opening import best_period, no_map
from data.query.choices.versions import AGED
from data.query.rows import Row
from data.query.selection import Answer, Selection
from data.vocabulary import OVERALL, Level

RACE = "race_ethnicity"
LEVELS: tuple[Level, ...] = ("county", "eohhs_region")
"""Levels between which the widest gap by place is looked for: of 351 towns the extremes are chance."""
NEAR = 2
"""Years by which a gap over time may end before the newest gap, and still say whether that is closing."""


def built_year(answers: Answers) -> int:
    """The year the file was built in: what the age of a figure is counted from."""
    return int(answers.catalog.built[:4])


def gaps_by_race(question: Question, answers: Answers, name_of: NameOf) -> list[GapView]:
    """Gaps by race and ethnicity in the state, as the page of gaps opens with them, of every version that has any."""
    catalog = answers.catalog
    words = {"level": "state", "by": RACE, "lang": language()}
    return [
        gap_view({"indicator": indicator, **words}, answers, name_of)
        for indicator in question.indicators
        if catalog.indicators[indicator].comparable and RACE in grouped_dimensions(catalog, indicator, "state")
    ]


def widest_by_race(views: list[GapView], year: int) -> GapView | None:
    """The gap that is told: a tested one that is less than five years old, else the newest pair, else what there is."""

    def standing(view: GapView) -> tuple[bool, bool, object]:
        period = view.answer.selection.period
        tested = view.pair is not None and view.pair.state in ("different", "not clear")
        return tested and year - period.end.year <= AGED, view.pair is not None, period.recency

    return max(views, key=standing, default=None)


def gap_over_time(views: list[GapView], told: GapView) -> GapView:
    """The view that says most about whether the gap is closing: a tested change, else sizes, else why neither."""
    newest = told.answer.selection.period.end.year
    near = [view for view in views if view is not told and _last_year(view) >= newest - NEAR]
    return min([told, *near], key=_silence)


def _last_year(view: GapView) -> int:
    return view.series[-1].period.end.year if view.series else 0


def _silence(view: GapView) -> int:
    """How little a view says of a change: 0 it is tested, 1 two sizes, 2 why periods are not compared, 3 nothing."""
    several = view.groups is not None and len(view.groups.with_figure) > 1
    change = gap_change(view.series, view.answer.indicator, RACE, view.answer.catalog) if several else None
    if change is not None and change.refusal is None:
        return 0
    if (change is not None and change.refusal in ("interval", "turned")) or (view.sister and len(view.sister[1]) > 1):
        return 1
    return 2 if change is not None and change.refusal != "single" else 3


def places_of(question: Question, answers: Answers) -> Answer | None:
    """The map that is told of: of counties or regions, everyone, recent and tested first, then the newest."""
    catalog, year = answers.catalog, built_year(answers)
    found: list[tuple[tuple[bool, object, bool], Answer]] = []
    for indicator in question.indicators:
        if not catalog.indicators[indicator].comparable:
            continue
        for level in LEVELS:
            if level not in catalog.levels(indicator) or OVERALL not in catalog.dimensions(indicator, level):
                continue
            period = best_period(catalog, indicator, level, OVERALL)
            selection = Selection(indicator, level, "", OVERALL, OVERALL, period, language=language())
            if no_map(catalog, selection):
                continue
            answer = answers.to(selection)
            tested = any(row.verdict for row in answer.places)
            found.append(((tested and year - period.end.year <= AGED, period.end, tested), answer))
    return max(found, key=lambda one: one[0])[1] if found else None


def farthest_place(places: Answer, answers: Answers) -> Answer | None:
    """The view of the place clearly worse than the state and farthest from it; None where no place is."""
    indicator, state = places.indicator, places.state.only()
    verdicts = many_verdicts(places)
    favorable = indicator.polarity == "higher_is_better"
    worse = set(verdicts.lower if favorable else verdicts.higher)
    if state is None or indicator.polarity == "neutral":
        return None
    rows: list[Row] = [
        row for row in places.places if row.geo_id in worse and worth_saying(row.value, state.value, indicator)
    ]
    if not rows:
        return None
    farthest = max(rows, key=lambda row: -row.ratio if favorable else row.ratio)
    return answers.to(replace(places.selection, place=farthest.slug))
