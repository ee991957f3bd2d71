"""What the overview chooses to tell: recent and tested first, old never before new, nothing made up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from components.views.gaps.words import side_name
from components.views.overview.around import missing_section, severe_by_race_until
from components.views.overview.words import closing_kind
from data.analysis.gap_views import GapView
from data.analysis.gaps import gap_change
from data.analysis.overview.focus_areas import focus_areas
from data.analysis.overview.overviews import Overview, QuestionOverview
from data.analysis.overview.question_overview import overview
from data.analysis.overview.topic_coverage import newest_questions, topic_coverage
from data.analysis.overview.widest_gaps import gaps_by_race, widest_by_race
from data.catalog.least_differences import worth_saying
from data.catalog.models import AreaKind, Catalog
from data.errors import DefinitionError
from data.query.answers import Answers
from data.query.connection import Database
from data.vocabulary import Period


@pytest.fixture(scope="module")
def answers(published: Path) -> Answers:
    return Answers(Database(published))


@pytest.fixture(scope="module")
def catalog(answers: Answers) -> Catalog:
    return answers.catalog


@pytest.fixture(scope="module")
def told(answers: Answers) -> Overview:
    return overview(answers, side_name)


def every(told: Overview) -> list[QuestionOverview]:
    return [question for area in told.areas for question in area.questions]


def test_every_question_of_the_list_is_one_of_its_topic(told: Overview, catalog: Catalog) -> None:
    for area in focus_areas():
        assert 2 <= len(area.questions) <= 3
        assert {catalog.questions[q].topic for q in area.questions} == {area.topic}
    assert [q.question.id for q in every(told)] == [q for area in focus_areas() for q in area.questions]


def test_a_list_with_an_unknown_topic_is_refused(tmp_path: Path) -> None:
    listed = tmp_path / "overview.toml"
    listed.write_text('[[area]]\ntopic = "weather"\nquestions = ["rain"]\n')
    with pytest.raises(DefinitionError, match="weather"):
        focus_areas(listed)


def is_tested(view: GapView) -> bool:
    return view.pair is not None and view.pair.state in ("different", "not clear")


def test_a_tested_gap_goes_first_while_it_is_recent(told: Overview, answers: Answers) -> None:
    """In loops: of the tested ones of the last five years the newest, else of the pairs the newest, else any."""
    year = int(answers.catalog.built[:4])
    for question in every(told):
        views = gaps_by_race(question.question, answers, side_name)
        recent = [v for v in views if is_tested(v) and v.answer.selection.period.end.year >= year - 5]
        pairs = [v for v in views if v.pair is not None]
        best: GapView | None = None
        for view in recent or pairs or views:
            newer = best is None or view.answer.selection.period.recency > best.answer.selection.period.recency
            best = view if newer else best
        if best is None:
            assert question.by_race is None
        else:
            assert question.by_race is not None
            assert question.by_race.answer.selection == best.answer.selection


def test_an_old_tested_gap_does_not_hide_a_newer_one(told: Overview, answers: Answers) -> None:
    """Opioid deaths by race were tested to 2019, when White residents died most often, and not since."""
    (opioids,) = [q for q in every(told) if q.question.id == "opioid-deaths"]
    views = gaps_by_race(opioids.question, answers, side_name)
    old = [v for v in views if is_tested(v) and v.answer.selection.period.end.year < 2021]
    assert old
    assert opioids.by_race is not None
    assert opioids.by_race.answer.selection.period.end.year > max(v.answer.selection.period.end.year for v in old)
    assert widest_by_race(old, year=2022) is not None
    assert widest_by_race([], year=2022) is None


def test_whether_a_gap_is_closing_is_the_verdict_of_gaps(told: Overview) -> None:
    for question in every(told):
        view = question.over_time
        if view is None:
            assert closing_kind(view) == "unknown"
            continue
        change = gap_change(view.series, view.answer.indicator, "race_ethnicity", view.answer.catalog)
        if change is not None and change.refusal is None:
            said = {"higher": "wider", "lower": "narrower"}
            agree = len(set(change.verdicts)) == 1
            assert closing_kind(view) == (said.get(change.verdicts[0], "unclear") if agree else "unclear")
        else:
            assert closing_kind(view) in ("untested", "unknown")


def test_the_place_is_the_farthest_of_those_that_are_clearly_worse(told: Overview) -> None:
    named = 0
    for question in every(told):
        places = question.places
        if places is None:
            assert question.farthest is None
            continue
        state, favorable = places.state.only(), places.indicator.polarity == "higher_is_better"
        side = "lower" if favorable else "higher"
        worse = [row for row in places.places if row.verdict == side and state is not None
                 and worth_saying(row.value, state.value, places.indicator)]  # fmt: skip
        if question.farthest is None:
            assert not worse
            continue
        named += 1
        values = [row.value for row in worse]
        shown = places.places.only(slug=question.farthest.selection.place)
        assert shown is not None
        assert shown.value == (min(values) if favorable else max(values))
    assert named >= 6


def test_the_trend_ends_no_earlier_than_any_of_the_question(told: Overview, answers: Answers) -> None:
    for question in every(told):
        ends = []
        for indicator in question.question.indicators:
            rows = answers.group_series(indicator, answers.catalog.state.geo_id, "overall").with_value()
            periods = [Period.parse(row.period) for row in rows if row.stratum == "overall"]
            ends += [max(p.end for p in periods)] if len(periods) > 1 else []
        if not ends:
            assert question.trend is None
            continue
        assert question.trend is not None
        assert question.trend.selection.period.end == max(ends)


def test_what_the_state_gives_leaves_the_list_of_what_it_has_not(catalog: Catalog) -> None:
    missing = str(missing_section(catalog))
    assert "priority geographies" in missing
    assert "after 2020" in missing
    given = AreaKind("priority_geography", "Priority geographies", "All ten.")
    filled = replace(catalog, area_kinds={**catalog.area_kinds, given.id: given})
    assert "priority geographies" not in str(missing_section(filled))
    newer = [
        replace(c, period=Period.years(2024))
        for c in catalog.covered("severe_maternal_morbidity")
        if c.dimension == "race_ethnicity"
    ]
    both = replace(filled, coverage=(*catalog.coverage, *newer))
    assert severe_by_race_until(both) == Period.years(2024)
    assert missing_section(both) is None


def test_the_newest_questions_are_in_the_order_of_time(catalog: Catalog) -> None:
    found = newest_questions(catalog, 8)
    ends = [period.end for _, _, period in found]
    assert ends == sorted(ends, reverse=True)
    assert sum(one.measures for one in topic_coverage(catalog)) == len(catalog.indicators)
