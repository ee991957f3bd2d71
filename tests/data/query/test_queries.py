"""The database tells what the snapshot says: random questions, answered a second time without it."""

from __future__ import annotations

import math
import random
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from data.catalog.models import Catalog
from data.query import catalog_queries
from data.query.answers import Answers
from data.query.connection import Database
from data.query.rows import Row, Rows
from data.query.selection import Selection
from data.vocabulary import OVERALL, groups_of
from tests.alternatives.figures import Figure, Figures
from tests.frames import KINDS, kinds

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(built: Path) -> Database:
    return Database(built)


@pytest.fixture(scope="module")
def catalog(database: Database) -> Catalog:
    with database.cursor() as cursor:
        return catalog_queries.catalog(cursor)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures()


def random_questions(catalog: Catalog, number: int) -> list[Selection]:
    rng = random.Random(7)
    questions = []
    covered = [row for row in catalog.coverage if row.level != "area"]  # areas are asked for by their kind
    for row in rng.sample(covered, number):
        slug = rng.choice(["", rng.choice(catalog.places_of(row.level)).slug]) if row.level != "state" else ""
        by = row.dimension if row.dimension != OVERALL else rng.choice(catalog.dimensions(row.indicator, row.level))
        questions.append(Selection(row.indicator, row.level, slug, by, row.stratum, row.period))
    return questions


@pytest.fixture(scope="module")
def answers(database: Database) -> Answers:
    return Answers(database)


def told(rows: Iterable[Row]) -> list[Figure]:
    cells = ([getattr(row, name) for name in Figure._fields] for row in rows)
    return [Figure(*(None if cell != cell else cell for cell in own)) for own in cells]


def assert_same(found: Iterable[Figure], expected: Iterable[Figure]) -> None:
    def key(figure: Figure) -> tuple[str, str, str]:
        return figure.geo_id, figure.stratum, figure.period

    one, other = sorted(found, key=key), sorted(expected, key=key)
    assert list(map(key, one)) == list(map(key, other))
    for mine, theirs in zip(one, other, strict=True):
        assert (mine.status, mine.source) == (theirs.status, theirs.source)
        for a, b in zip(mine[3:8], theirs[3:8], strict=True):
            assert (a is None) == (b is None), (mine, theirs)
            assert a is None or a == pytest.approx(b, rel=1e-9, abs=1e-12), (mine, theirs)


def test_answers_are_what_the_snapshot_says(answers: Answers, catalog: Catalog, figures: Figures) -> None:
    for question in random_questions(catalog, 80):
        answer = answers.to(question)
        assert_same(told(answer.places), figures.places(question).values())
        home = catalog.by_slug[question.place] if question.place else catalog.state
        known = [f for i in {home.geo_id, catalog.state.geo_id} for f in figures.of_place(question, i)]
        assert_same(told(answer.trend), [f for f in known if f.stratum in (question.group, OVERALL)])
        strata = {*groups_of(question.breakdown), OVERALL}
        assert_same(told(answer.groups), [f for f in known if f.stratum in strata and f.period == question.period.slug])


def test_a_ratio_is_the_place_over_the_state(answers: Answers, catalog: Catalog) -> None:
    compared = 0
    for question in random_questions(catalog, 60):
        answer = answers.to(question)
        state = answer.state[0].value if answer.state else math.nan
        for row in answer.places:
            if math.isnan(row.value) or math.isnan(state) or state <= 0:
                assert math.isnan(row.ratio)
            elif not math.isnan(row.ratio):
                assert row.ratio == pytest.approx(row.value / state)
                compared += 1
    assert compared > 20


def test_rows_have_cells_of_the_same_types_whatever_they_hold(answers: Answers, catalog: Catalog) -> None:
    for question in random_questions(catalog, 20):
        answer = answers.to(question)
        for rows in (answer.places, answer.state, answer.overall, answer.groups, answer.trend):
            assert type(rows) is Rows
            assert all(kinds(row) == KINDS for row in rows)


def test_ten_threads_with_different_questions_get_the_answers_one_thread_gets(built: Path, catalog: Catalog) -> None:
    # None is remembered, so that each is read from the file.
    answers = Answers(Database(built), size=0)
    questions = random_questions(catalog, 60)
    alone = [str(answers.to(q).places) for q in questions]
    together: list[Any] = [None] * len(questions)
    start = threading.Barrier(10)

    def work(first: int) -> None:
        start.wait()
        for n in range(first, len(questions), 10):
            together[n] = str(answers.to(questions[n]).places)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone
