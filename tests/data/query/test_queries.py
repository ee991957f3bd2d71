"""The database tells what the snapshot says: random questions, answered a second time without it."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data.catalog.models import Catalog
from data.query import queries
from data.query.connection import Database
from data.query.selection import FRAME_DTYPES, Answer, Selection
from data.vocabulary import OVERALL, groups_of
from tests.alternatives.figures import Figure, Figures


@pytest.fixture(scope="module")
def database(built: Path) -> Database:
    return Database(built)


@pytest.fixture(scope="module")
def catalog(database: Database) -> Catalog:
    with database.cursor() as cursor:
        return queries.catalog(cursor)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures()


def random_questions(catalog: Catalog, number: int) -> list[Selection]:
    rng = random.Random(7)
    questions = []
    for row in rng.sample(catalog.coverage, number):
        slug = rng.choice(["", rng.choice(catalog.places_of(row.level)).slug]) if row.level != "state" else ""
        by = row.dimension if row.dimension != OVERALL else rng.choice(catalog.dimensions(row.indicator, row.level))
        questions.append(Selection(row.indicator, row.level, slug, by, row.stratum, row.period))
    return questions


def ask(database: Database, catalog: Catalog, question: Selection) -> Answer:
    with database.cursor() as cursor:
        return queries.answer(cursor, catalog, question)


def told(frame: pd.DataFrame) -> list[Figure]:
    names = Figure._fields
    return [Figure(*(None if pd.isna(c) else c for c in row)) for row in frame[list(names)].itertuples(index=False)]


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


def test_answers_are_what_the_snapshot_says(database: Database, catalog: Catalog, figures: Figures) -> None:
    for question in random_questions(catalog, 80):
        answer = ask(database, catalog, question)
        assert_same(told(answer.places), figures.places(question).values())
        home = catalog.by_slug[question.place] if question.place else catalog.state
        known = [f for i in {home.geo_id, catalog.state.geo_id} for f in figures.of_place(question, i)]
        assert_same(told(answer.trend), [f for f in known if f.stratum in (question.group, OVERALL)])
        strata = {*groups_of(question.breakdown), OVERALL}
        assert_same(told(answer.groups), [f for f in known if f.stratum in strata and f.period == question.period.slug])


def test_a_ratio_is_the_place_over_the_state(database: Database, catalog: Catalog) -> None:
    compared = 0
    for question in random_questions(catalog, 60):
        answer = ask(database, catalog, question)
        state = answer.state["value"].iloc[0] if len(answer.state) else None
        for row in answer.places.itertuples():
            if pd.isna(row.value) or state is None or pd.isna(state) or state <= 0:
                assert pd.isna(row.ratio)
            elif not pd.isna(row.ratio):
                assert row.ratio == pytest.approx(row.value / state)
                compared += 1
    assert compared > 20


def test_frames_have_the_same_columns_and_types_whatever_they_hold(database: Database, catalog: Catalog) -> None:
    for question in random_questions(catalog, 20):
        answer = ask(database, catalog, question)
        for frame in (answer.places, answer.state, answer.overall, answer.groups, answer.trend):
            assert {name: str(kind) for name, kind in frame.dtypes.items()} == FRAME_DTYPES


def test_ten_threads_with_different_questions_get_the_answers_one_thread_gets(built: Path, catalog: Catalog) -> None:
    database = Database(built)
    questions = random_questions(catalog, 60)
    alone = [ask(database, catalog, q).places for q in questions]
    together: list[Any] = [None] * len(questions)
    start = threading.Barrier(10)

    def work(first: int) -> None:
        start.wait()
        for n in range(first, len(questions), 10):
            together[n] = ask(database, catalog, questions[n]).places

    threads = [threading.Thread(target=work, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one, other in zip(alone, together, strict=True):
        pd.testing.assert_frame_equal(one, other)
