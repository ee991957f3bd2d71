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
from data.analysis.profiles.place_profile import place_profile, places_profiled
from data.analysis.profiles.place_residents import residents_of
from data.analysis.profiles.profile_lines import ProfileLine, farthest_first
from data.query.answers import Answers
from data.query.choices.versions import OLDER
from data.query.estimates import reliability
from data.vocabulary import Period
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
def sample(answers: Answers) -> list[str]:
    """Sixty places: all counties and regions, and towns and areas by chance."""
    places = list(places_profiled(answers.catalog))
    few = [p.slug for p in places if p.level in ("county", "eohhs_region")]
    others = sorted(p.slug for p in places if p.slug not in few)
    return [*few, *Random(13).sample(others, 60 - len(few))]


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


def test_every_number_of_sixty_profiles_is_that_of_the_file(
    answers: Answers, sample: list[str], published: Path
) -> None:
    with duckdb.connect(str(published), read_only=True) as database:
        lines = 0
        for slug in sample:
            for line in place_profile(answers, answers.catalog.by_slug[slug]).lines:
                assert same(line.row, figure(database, line, line.row.slug)), (slug, line.question.id)
                state = figure(database, line, "massachusetts")
                assert (line.state is None) == (state is None or state[0] is None), (slug, line.question.id)
                assert line.state is None or same(line.state, state), (slug, line.question.id)
                lines += 1
    assert lines > 60 * 10


def test_every_question_is_told_once_and_a_county_s_figure_only_of_a_place_in_that_county(
    answers: Answers, sample: list[str]
) -> None:
    catalog = answers.catalog
    for slug in sample:
        place = catalog.by_slug[slug]
        profile = place_profile(answers, place)
        told = [part.question.id for part in (*profile.lines, *profile.unknown)]
        assert sorted(told) == sorted(catalog.questions)
        for line in profile.lines:
            assert line.row.slug == slug or line.of_county
            if line.of_county:
                assert set(place.members or (place.geo_id,)) <= set(catalog.by_slug[line.row.slug].members)
            assert line.is_older == (Period.parse(line.row.period).end.year < OLDER)


def test_worse_is_the_side_that_the_measure_says(answers: Answers, sample: list[str]) -> None:
    seen = set()
    for slug in sample:
        for line in place_profile(answers, answers.catalog.by_slug[slug]).lines:
            polarity, state = line.answer.indicator.polarity, line.state
            seen.add(line.standing)
            if line.standing in ("worse", "better"):
                assert state is not None
                higher = line.row.value > state.value
                assert (line.standing == "worse") == (higher if polarity == "higher_is_worse" else not higher)
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


def test_the_farthest_from_the_state_on_the_worse_side_come_first(answers: Answers) -> None:
    lines = farthest_first(place_profile(answers, answers.catalog.by_slug["suffolk-county"]).lines)
    ranks = ["worse", "higher", "lower", "better", "not clear", "not tested", "not compared"]
    assert [ranks.index(line.standing) for line in lines] == sorted(ranks.index(line.standing) for line in lines)
    worse = [max(line.row.ratio, 1 / line.row.ratio) for line in lines if line.standing == "worse"]
    assert worse == sorted(worse, reverse=True)
    assert len(worse) > 3


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
