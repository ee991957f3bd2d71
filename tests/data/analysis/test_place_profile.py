"""The profile of a place: each line is a figure of the file, by a query of its own, and every question is told once."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import numpy as np
import pytest

from data.analysis.profiles.levels import PROFILED
from data.analysis.profiles.line_scale import Spread, scale_of
from data.analysis.profiles.peers import peers_of
from data.analysis.profiles.place_gaps import place_gaps
from data.analysis.profiles.place_profile import place_profile, places_profiled
from data.analysis.profiles.place_residents import residents_of
from data.analysis.profiles.profile_lines import Profile, ProfileLine, farthest_first
from data.analysis.profiles.two_places import two_places
from data.query.answers import Answers
from data.query.choices.versions import OLDER
from data.query.estimates import reliability
from data.vocabulary import Period
from tests.alternatives.peers import nearest_by_table
from tests.questions import Asked

pytestmark = pytest.mark.slow
OF_PLACE = """
SELECT value, ci_low, ci_high FROM observation JOIN geography USING (geo_id)
WHERE indicator = ? AND slug = ? AND stratum = 'overall' AND period_start = ? AND period_end = ?
"""


@pytest.fixture(scope="module")
def answers(ask_published: Asked) -> Answers:
    return ask_published.answers


@pytest.fixture(scope="module")
def profiles(answers: Answers) -> dict[str, Profile]:
    """Profiles of twenty places: some counties and regions, and towns and areas by chance, the same ones every time."""
    places = list(places_profiled(answers.catalog))
    few = [p.slug for p in places if p.level in ("county", "eohhs_region")][::4]
    others = sorted(p.slug for p in places if p.level in ("municipality", "area"))
    chosen = [*few, *Random(13).sample(others, 20 - len(few))]
    return {slug: place_profile(answers, answers.catalog.by_slug[slug]) for slug in chosen}


def figure(database: duckdb.DuckDBPyConnection, line: ProfileLine, slug: str) -> Any:
    period = Period.parse(line.row.period)
    found = database.execute(OF_PLACE, [line.answer.indicator.id, slug, period.start, period.end]).fetchall()
    assert len(found) <= 1
    return found[0] if found else None


def same(row: Any, found: Any) -> bool:
    def of(x: float | None) -> float:
        return math.nan if x is None else float(x)

    pairs = zip((row.value, row.ci_low, row.ci_high), map(of, found), strict=True)
    return all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in pairs)


def test_every_question_is_told_once_and_a_county_s_figure_only_of_a_place_in_that_county(
    answers: Answers, profiles: dict[str, Profile]
) -> None:
    catalog = answers.catalog
    for slug, profile in profiles.items():
        told = [part.question.id for part in (*profile.lines, *profile.unknown)]
        assert sorted(told) == sorted(catalog.questions)
        for line in profile.lines:
            assert line.row.slug == slug or line.of_county
            if line.of_county:
                assert set(profile.place.members) <= set(catalog.by_slug[line.row.slug].members)
                assert line.county is None
                assert line.peers is None
            assert line.is_older == (Period.parse(line.row.period).end.year < OLDER)


def test_worse_is_the_side_that_the_measure_says(profiles: dict[str, Profile]) -> None:
    seen = set()
    for profile in profiles.values():
        for line in profile.lines:
            polarity, state = line.answer.indicator.polarity, line.state
            seen.add(line.standing)
            if line.standing in ("worse", "better"):
                assert state is not None
                higher = line.row.value > state.value
                assert (line.standing == "worse") == (higher if polarity == "higher_is_worse" else not higher)
                assert (line.standing == "worse") == (line.scale.position(line.row.value) < 0)
                assert reliability(line.row, line.answer.indicator) != "unreliable"
            if line.standing == "not compared":
                assert not line.row.verdict
    assert {"worse", "better", "not clear", "not tested", "not compared"} <= seen


def test_the_spread_is_of_the_places_whose_figures_are_usable(answers: Answers) -> None:
    """Quartiles by a second way: numpy's, which are Hyndman and Fan's seventh too."""
    for line in place_profile(answers, answers.catalog.by_slug["worcester-county"]).lines:
        rows = [r for r in line.answer.places if reliability(r, line.answer.indicator) in ("reliable", "unknown")]
        values = [r.value for r in rows]
        assert line.spread.low == min([*values, line.row.value])
        assert line.spread.high == max([*values, line.row.value])
        if len(values) >= 8:
            assert line.spread.middle == pytest.approx(tuple(np.quantile(values, [0.25, 0.75])))
        else:
            assert line.spread.middle is None


def test_the_scale_has_the_state_in_the_middle_and_the_worst_at_its_left() -> None:
    """By hand: of 2 to 10 with the state at 4, worse when high: 10 is −1, 7 halfway there, 4 is 0, 2 is 1."""
    scale = scale_of(Spread(2, 9, None), [10.0, math.nan], 4.0, "higher_is_worse")
    assert [scale.position(x) for x in (10, 7, 4, 3, 2, 1)] == [-1, -3 / 6, 0, 1 / 2, 1, 1]
    turned = scale_of(Spread(2, 9, None), [10.0], 4.0, "higher_is_better")
    assert [turned.position(x) for x in (10, 4, 2)] == [1, 0, -1]
    alone = scale_of(Spread(2, 9, None), [], None, "neutral")
    assert [alone.position(x) for x in (2, 5.5, 9)] == [-1, 0, 1]
    assert scale_of(Spread(3, 3, None), [], 3.0, "neutral").position(3) == 0


def test_the_farthest_from_the_state_on_the_worse_side_come_first(answers: Answers) -> None:
    lines = farthest_first(place_profile(answers, answers.catalog.by_slug["suffolk-county"]).lines)
    ranks = ["worse", "higher", "lower", "better", "not clear", "not tested", "not compared"]
    assert [ranks.index(line.standing) for line in lines] == sorted(ranks.index(line.standing) for line in lines)
    worse = [apart(line) for line in lines if line.standing == "worse"]
    assert worse == sorted(worse, reverse=True)
    assert len(worse) > 3


def apart(line: ProfileLine) -> float:
    """How many times the state's figure the place's is, up or down, by the larger over the smaller."""
    assert line.state is not None
    values = [line.row.value, line.state.value]
    if line.answer.indicator.measure == "percent" and line.answer.indicator.polarity == "higher_is_better":
        values = [100 - value for value in values]
    return max(values) / min(values)


def test_residents_are_of_the_newest_year_that_counts_groups() -> None:
    """Made-up counts: of 200 people in 2023, 50 are Black and 100 White; 2024 counts everyone alone."""
    counted = {
        ("overall", 2024): 210, ("overall", 2023): 200, ("black_nh", 2023): 50, ("white_nh", 2023): 100,
    }  # fmt: skip
    found = residents_of(counted)
    assert found is not None
    assert (found.year, found.everyone) == (2023, 200)
    assert found.shares == (("white_nh", 100 / 200), ("black_nh", 50 / 200))
    alone = residents_of({("overall", 2024): 210})
    assert alone is not None
    assert (alone.year, alone.shares) == (2024, ())
    assert residents_of({}) is None


def test_the_places_that_have_a_profile(answers: Answers) -> None:
    levels = [place.level for place in places_profiled(answers.catalog)]
    assert set(levels) == set(PROFILED)
    assert (levels.count("municipality"), levels.count("county"), levels.count("eohhs_region")) == (351, 14, 6)


def test_peers_are_the_ten_nearest_by_a_slow_search(answers: Answers, published: Path) -> None:
    for slug in ("holyoke", "boston", "gosnold", "lexington"):
        with duckdb.connect(str(published), read_only=True) as database:
            expected = nearest_by_table(database, slug)
        assert [place.slug for place in peers_of(answers.catalog.by_slug[slug], answers)] == expected
    assert peers_of(answers.catalog.by_slug["hampden-county"], answers) == ()


def test_the_median_of_peers_takes_five_and_leaves_unreliable_figures_out(answers: Answers) -> None:
    place = answers.catalog.by_slug["holyoke"]
    profile = place_profile(answers, place)
    told = 0
    for line in profile.lines:
        rows = [r for r in line.answer.places if r.geo_id in {p.geo_id for p in profile.peers}]
        values = [r.value for r in rows if reliability(r, line.answer.indicator) in ("reliable", "unknown")]
        if line.of_county or not line.answer.indicator.comparable or len(values) < 5:
            assert line.peers is None
        else:
            assert line.peers == (pytest.approx(float(np.median(values))), len(values))
            told += 1
    assert told > 5


def test_a_county_beside_a_town_is_the_file_s_figure_of_the_same_period(answers: Answers, published: Path) -> None:
    told = 0
    with duckdb.connect(str(published), read_only=True) as database:
        for slug in ("holyoke", "brockton", "cape-cod-commission"):
            profile = place_profile(answers, answers.catalog.by_slug[slug])
            assert profile.county is not None
            for line in profile.lines:
                if not line.of_county:
                    found = figure(database, line, profile.county.slug)
                    assert (line.county is None) == (found is None or found[0] is None), (slug, line.question.id)
                    assert line.county is None or same(line.county, found)
                    told += line.county is not None
    assert told >= 3


@pytest.mark.parametrize(
    ("first", "second"), [("holyoke", "springfield"), ("boston", "suffolk-county"), ("worcester-county", "gosnold")]
)
def test_two_places_stand_side_by_side_by_one_measure_in_one_period(
    answers: Answers, published: Path, first: str, second: str
) -> None:
    catalog = answers.catalog
    two = two_places(answers, catalog.by_slug[first], catalog.by_slug[second])
    told = [line.question.id for line in two.lines] + [q.id for q in (*two.one_county, *two.not_both)]
    assert sorted(told) == sorted(catalog.questions)
    with duckdb.connect(str(published), read_only=True) as database:
        for line in two.lines:
            one, other = line.first, line.second
            assert one.answer.indicator is other.answer.indicator
            assert one.row.period == other.row.period
            for part, slug in ((one, first), (other, second)):
                assert part.of_county or part.row.slug == slug
                assert same(part.row, figure(database, part, part.row.slug))
            if line.standing in ("worse", "better"):
                higher = one.row.value > other.row.value
                assert (line.standing == "worse") == (
                    higher if one.answer.indicator.polarity == "higher_is_worse" else not higher
                )
    assert two.lines


def test_two_places_turned_round_have_the_same_questions_and_the_opposite_verdicts(answers: Answers) -> None:
    one, other = (answers.catalog.by_slug[slug] for slug in ("barnstable-county", "hampden-county"))
    opposite = {"worse": "better", "better": "worse", "higher": "lower", "lower": "higher"}
    there = {line.question.id: line.standing for line in two_places(answers, one, other).lines}
    back = {line.question.id: line.standing for line in two_places(answers, other, one).lines}
    assert back == {question: opposite.get(standing, standing) for question, standing in there.items()}
    assert set(there.values()) >= {"better", "not clear"}


def test_gaps_of_a_place_are_its_own_or_those_of_what_holds_it(answers: Answers) -> None:
    place = answers.catalog.by_slug["holyoke"]
    gaps = place_gaps(answers, place, "en", lambda stratum, _, __: stratum)
    assert len(gaps) > 5
    states = ["different", "not clear", "unreliable", "untested"]
    found = [states.index(gap.pair.state) for gap in gaps if gap.pair is not None]
    assert found == sorted(found)
    for gap in gaps:
        assert set(place.members) <= set(gap.answer.place.members)
        assert gap.answer.selection.breakdown == "race_ethnicity"
        assert gap.answer.selection.period.end.year >= OLDER
