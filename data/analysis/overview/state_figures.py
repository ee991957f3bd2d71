"""The newest figure of the state for a question, and the newest series of it, over all versions of the question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data.analysis.gap_views import GapView
from data.catalog.models import Catalog, Indicator
from data.catalog.questions import Question
from data.language import language
from data.query.answers import Answers
from data.query.choices.opening import opening_view
from data.query.estimates import reliability
from data.query.rows import Row, is_missing
from data.query.selection import Answer, Selection
from data.vocabulary import OVERALL, Period

NEAR = 1
"""Years by which a figure with an interval may end before a newer one without, and still be the one that is told."""


def newest_figure(question: Question, answers: Answers) -> Answer | None:
    """The view of the newest final figure of everyone in the state that is not unreliable; None without one.

    Of rates, shares and amounts, not of numbers of events. Of figures that end within a year of the newest, one with an
    interval goes first, then the newer, then the version that is named first.
    """
    found = [one for indicator in _versions(question, answers.catalog) for one in _figures(indicator, answers)]
    if not found:
        return None
    newest = max(Period.parse(row.period).end.year for _, row in found)
    near = [one for one in found if Period.parse(one[1].period).end.year >= newest - NEAR]
    # `max` keeps the first of those that are alike.
    indicator, row = max(near, key=lambda one: (not is_missing(one[1].ci_low), Period.parse(one[1].period).recency))
    return answers.to(_of_state(indicator, Period.parse(row.period), answers.catalog))


def _versions(question: Question, catalog: Catalog) -> Iterator[Indicator]:
    return (catalog.indicators[i] for i in question.indicators if catalog.indicators[i].comparable)


def _figures(indicator: Indicator, answers: Answers) -> Iterator[tuple[Indicator, Row]]:
    """The newest figure of an indicator that may be told."""
    rows = answers.group_series(indicator.id, answers.catalog.state.geo_id, OVERALL)
    usable = [
        row
        for row in rows
        if reliability(row, indicator) in ("reliable", "unknown") and row.period not in indicator.provisional
    ]
    if usable:
        yield indicator, max(usable, key=lambda row: Period.parse(row.period).recency)


def _of_state(indicator: Indicator, period: Period, catalog: Catalog) -> Selection:
    """The view of everyone in the state in a period: what Explore opens it in."""
    selection = Selection(indicator.id, "state", "", OVERALL, OVERALL, period, language=language())
    return replace(selection, view=opening_view(catalog, selection))


def newest_series(question: Question, by_race: GapView | None, answers: Answers) -> Answer | None:
    """The trend of the state that ends last, of all versions of a question; None where each has one period at most.

    Numbers of events too: of the state alone they can be followed. Of trends that end together the one with more
    figures is taken. It is of the group of `by_race` where that is the same indicator and has a figure in two periods.
    """
    catalog, best = answers.catalog, None
    for indicator in question.indicators:
        rows = answers.group_series(indicator, catalog.state.geo_id, OVERALL).with_value()
        periods = [Period.parse(row.period) for row in rows]
        if len(periods) < 2:
            continue
        newest = max(periods, key=lambda p: p.recency)
        standing = (newest.end, len(periods))
        if best is None or standing > best[0]:
            best = (standing, indicator, newest)
    if best is None:
        return None
    _, indicator, newest = best
    selection = Selection(indicator, "state", "", OVERALL, OVERALL, newest, "trend", language=language())
    if by_race is not None and by_race.answer.indicator.id == indicator and len(by_race.own) > 1 and by_race.group:
        selection = replace(selection, breakdown="race_ethnicity", group=by_race.group,
                            period=Period.parse(by_race.own[-1].period))  # fmt: skip
    return answers.to(selection)
