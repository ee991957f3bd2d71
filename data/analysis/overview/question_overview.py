"""The overview put together: every question of the focus areas with the answers it is told from."""

from __future__ import annotations

from data.analysis.excess import Excess, ExcessScan
from data.analysis.excess_scan import excess_scan
from data.analysis.gap_selection import NameOf
from data.analysis.overview.focus_areas import focus_areas
from data.analysis.overview.overviews import AreaOverview, Overview, QuestionOverview
from data.analysis.overview.state_figures import newest_figure, newest_series
from data.analysis.overview.widest_gaps import (
    RACE,
    built_year,
    farthest_place,
    gap_over_time,
    gaps_by_race,
    places_of,
    widest_by_race,
)
from data.catalog.questions import Question
from data.query.answers import Answers
from data.vocabulary import OVERALL


def overview(answers: Answers, name_of: NameOf) -> Overview:
    """The overview of the file in place; questions it does not have are left out. Raises DatabaseUnavailableError.

    `name_of` names a side of a gap, as of `gap_view`.
    """
    catalog, scan = answers.catalog, excess_scan(answers)
    areas = []
    for area in focus_areas():
        known = [catalog.questions[q] for q in area.questions if q in catalog.questions]
        told = tuple(question_overview(question, answers, scan, name_of) for question in known)
        if told:
            areas.append(AreaOverview(area, told))
    return Overview(tuple(areas), scan, catalog)


def question_overview(question: Question, answers: Answers, scan: ExcessScan, name_of: NameOf) -> QuestionOverview:
    """What is told of a question."""
    year = built_year(answers)
    views = gaps_by_race(question, answers, name_of)
    by_race = widest_by_race(views, year)
    places = places_of(question, answers)
    return QuestionOverview(
        question=question,
        figure=newest_figure(question, answers),
        by_race=by_race,
        over_time=None if by_race is None else gap_over_time(views, by_race),
        places=places,
        farthest=None if places is None else farthest_place(places, answers),
        trend=newest_series(question, by_race, answers),
        excess=_lives(question, scan),
        counted=question.id in scan.questions,
    )


def _lives(question: Question, scan: ExcessScan) -> tuple[Excess, ...]:
    """The largest excess of a group in the state, and of everyone in a county."""
    own = [excess for excess in scan.found if excess.indicator in question.indicators]
    of_group = [e for e in own if e.row.level == "state" and e.row.dimension == RACE]
    of_county = [e for e in own if e.row.level == "county" and e.row.stratum == OVERALL]
    return (*of_group[:1], *of_county[:1])
