"""Answers: their frames against a second, slow way, their promises, and the same answers for ten threads at once."""

from __future__ import annotations

import math
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import DatabaseUnavailableError
from data.pipeline.build import Inputs, build
from data.query.answers import Answers
from data.query.connection import Database
from data.query.rows import Rows
from data.query.selection import Answer
from data.query.url import parse_query
from data.statistics.comparisons import Estimate, ratio
from data.vocabulary import OVERALL
from tests import synthetic
from tests.alternatives import answers as slow
from tests.frames import KINDS, kinds
from tests.questions import Asked, every

TABLES = ("places", "state", "overall", "groups", "trend")


def same(one: Answer, other: Answer) -> bool:
    # A number that is missing is no other number's equal; written, it is.
    return all(str(getattr(one, name)) == str(getattr(other, name)) for name in TABLES)


# Every table


def test_tables_of_the_published_file_are_what_the_slow_way_gives(ask_published: Asked, published: Path) -> None:
    table = slow.Table(published)
    for answer in ask_published.sample[::8]:
        expected = table.answer(answer.selection, answer.place.geo_id)
        for name in TABLES:
            slow.compare(getattr(answer, name), getattr(expected, name))


def test_tables_of_the_synthetic_file_are_what_the_slow_way_gives(ask: Asked, example: Path) -> None:
    table = slow.Table(example)
    for question in every(ask.catalog):
        answer = ask.answers.to(question)
        expected = table.answer(question, answer.place.geo_id)
        for name in TABLES:
            slow.compare(getattr(answer, name), getattr(expected, name))


def test_cells_have_the_types_they_promise(ask_published: Asked) -> None:
    for answer in ask_published.sample[::10]:
        for name in TABLES:
            rows = getattr(answer, name)
            assert type(rows) is Rows, name
            assert all(kinds(row) == KINDS for row in rows), name


def test_every_place_of_the_level_has_exactly_one_row(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        places = {p.geo_id for p in answer.catalog.places_of(answer.selection.level, answer.selection.kind)}
        assert sorted(row.geo_id for row in answer.places) == sorted(places), answer.selection
        assert len(answer.state) == 1, answer.selection
        assert len(answer.overall) <= 1


def test_what_is_hidden_or_absent_carries_no_figure_and_is_compared_with_nothing(ask_published: Asked) -> None:
    figures = ["value", "ci_low", "ci_high", "numerator", "ratio", "ratio_low", "ratio_high"]
    for answer in ask_published.sample:
        for row in (row for name in TABLES for row in getattr(answer, name)):
            if row.status in ("suppressed", "not_available"):
                assert all(math.isnan(getattr(row, name)) for name in figures), answer.selection
                assert row.verdict == ""
            else:
                assert not math.isnan(row.value), answer.selection


def test_a_verdict_follows_from_the_interval_of_the_ratio(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        for name in ("places", "state", "groups"):
            for row in getattr(answer, name):
                if row.verdict == "higher":
                    assert 1 < row.ratio_low <= row.ratio <= row.ratio_high
                elif row.verdict == "lower":
                    assert row.ratio_low <= row.ratio <= row.ratio_high < 1
                elif row.verdict == "not clear":
                    assert row.ratio_low <= 1 <= row.ratio_high


# By hand


def test_counties_are_compared_with_the_state_for_the_same_group(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023")
    rows = {r.geo_id: r for r in answer.places}
    # The state: 900 deaths among 1,400,000 person-years, 64.3 per 100,000; Worcester 120 among 100,000.
    worcester = rows["25027"]
    assert (worcester.value, worcester.numerator) == (120.0, 120.0)
    assert worcester.ratio == pytest.approx(120 / 64.3)
    assert worcester.verdict == "higher"
    assert {g: rows[g].status for g in ("25001", "25003", "25005", "25019", "25011")} == {
        "25001": "unreliable",  # zero deaths
        "25003": "unreliable",  # five deaths
        "25005": "suppressed",
        "25019": "not_available",
        "25011": "reported",
    }
    assert (rows["25001"].value, rows["25001"].ratio) == (0.0, 0.0)
    assert (rows["25001"].verdict, rows["25001"].barrier) == ("", "unreliable"), "no verdict on so few events"


def test_the_state_is_compared_with_everyone_in_it(ask: Asked) -> None:
    """900 of 6,750 deaths in 1,400,000 of 21,000,000 person-years: 64.3 against 32.1, twice as many."""
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023")
    (state,), (everyone,) = answer.state, answer.overall
    assert (state.value, everyone.value) == (64.3, 32.1), "as shown: the source hides figures"
    assert state.ratio == pytest.approx(64.3 / 32.1)
    assert state.verdict == "higher"


def test_groups_are_compared_with_everyone_of_the_same_place(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023", place="suffolk-county")
    rows = {(r.level, r.stratum): r for r in answer.groups}
    # Suffolk: everyone 300 a year among 500,000, 60.0; its Black residents 90.0.
    assert rows[("county", OVERALL)].value == pytest.approx(60.0)
    assert rows[("county", "black_nh")].ratio == pytest.approx(1.5)
    assert rows[("state", "white_nh")].ratio == pytest.approx(24.0 / 32.1)
    assert rows[("county", OVERALL)].verdict == rows[("state", OVERALL)].verdict == ""


def test_a_higher_percentage_is_higher_and_not_worse(ask: Asked) -> None:
    """57.8 ± 2 against 60 ± 1: a factor of 0.963, with an interval of ±3.8 %, is not clear; 57.7 ± 2 just is lower."""
    answer = ask(indicator="example_screening")
    verdicts = {r.geo_id: r.verdict for r in answer.places}
    assert [verdicts[g] for g in synthetic.COUNTIES] == (["higher"] * 4 + ["not clear"] * 2 + ["lower"] * 5 + [""] * 3)


def test_without_intervals_or_counts_there_is_a_ratio_and_no_verdict(ask: Asked) -> None:
    answer = ask(indicator="example_cost", group="black_nh")
    assert {row.verdict for row in answer.places} == {""}
    assert not any(math.isnan(row.ratio) for row in answer.places)
    assert len(answer.overall) == 0


def test_an_adjusted_rate_is_not_compared_through_its_counts(ask_published: Asked) -> None:
    """Years of life lost are weighed by age: that of the deaths is another comparison. Their intervals decide."""
    answer = ask_published(indicator="premature_death", level="county")
    (state,) = answer.state
    row = next(r for r in answer.places if r.slug == "hampden-county")
    assert row.value / state.value != pytest.approx(
        row.numerator / row.denominator * state.denominator / state.numerator
    )
    own, whole = (Estimate(r.value, r.ci_low, r.ci_high) for r in (row, state))
    expected = ratio(own, whole)
    assert expected is not None
    assert (row.ratio_low, row.ratio_high, row.verdict) == (expected.low, expected.high, expected.verdict)


def test_a_hidden_town_leaves_its_county_region_and_state_without_a_sum(ask: Asked) -> None:
    """Otherwise the hidden count would be what is left of the sum."""
    for level, slug in (("county", "suffolk-county"), ("eohhs_region", "boston-region"), ("state", "massachusetts")):
        before, after = (
            {row.slug: row for row in ask(indicator="example_town_deaths", level=level, period=p).places}[slug]
            for p in ("2017", "2018")
        )
        assert before.status == "reported"
        assert after.status == "not_available"
        assert math.isnan(after.value)
        assert math.isnan(after.numerator)
    later = ask(indicator="example_town_deaths", level="county", period="2018").places
    assert sum(not math.isnan(row.value) for row in later) == 12


def test_the_trend_has_every_period_of_the_group_and_of_everyone(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023", place="suffolk-county")
    found = {(r.level, r.stratum, r.period) for r in answer.trend}
    single = {str(y) for y in synthetic.YEARS}
    for level in ("county", "state"):
        assert {p for lv, s, p in found if (lv, s) == (level, "black_nh")} == {"2018-2020", "2021-2023"}
        assert {p for lv, s, p in found if (lv, s) == (level, OVERALL)} >= single
    assert "2020" not in {p for _, _, p in found}


# Threads, and a file that is replaced


def test_ten_threads_at_once_get_the_answers_of_one_in_turn(published: Path) -> None:
    answers = Answers(Database(published), size=0)
    questions = list(every(answers.catalog))
    random.Random(1).shuffle(questions)
    questions = questions[:40]
    in_turn = [answers.to(q) for q in questions]
    with ThreadPoolExecutor(10) as pool:
        at_once = list(pool.map(answers.to, questions))
    assert all(same(a, b) for a, b in zip(in_turn, at_once, strict=True))


def test_an_answer_is_remembered_until_the_file_is_replaced(tmp_path: Path) -> None:
    world = synthetic.make(tmp_path / "world")
    answers = Answers(Database(world.database))
    question = parse_query({"indicator": "example_screening"}, answers.catalog)[0]
    first = answers.to(question)
    assert answers.to(question).places is first.places
    table = world.inputs.snapshot / "example_survey.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",60,59,61,", ",60.5,59,61,"), encoding="utf-8")
    build(world.database, world.inputs)
    assert answers.to(question).places is not first.places
    assert answers.to(question).state[0].value == 60.5
    assert answers.version == answers.catalog.version == world.inputs.version()


def test_without_a_file_every_question_says_so(tmp_path: Path) -> None:
    answers = Answers(Database(tmp_path / "equity.duckdb"))
    for ask_for in (lambda: answers.catalog, lambda: answers.version):
        with pytest.raises(DatabaseUnavailableError, match=r"equity\.duckdb is not there: run `make build`"):
            ask_for()


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "equity.duckdb").write_text("not a database", encoding="utf-8")
    with pytest.raises(DatabaseUnavailableError, match=r"equity\.duckdb cannot be opened"):
        _ = Answers(Database(tmp_path / "equity.duckdb")).catalog


def test_inputs_of_the_synthetic_file_are_not_those_of_the_site(tmp_path: Path) -> None:
    """Made-up figures must never come near the folders the site is built from."""
    made, own = synthetic.make(tmp_path / "world").inputs, Inputs()
    for name in ("indicators", "sources", "areas", "snapshot"):
        assert getattr(made, name).is_relative_to(tmp_path)
        assert getattr(own, name) != getattr(made, name)
