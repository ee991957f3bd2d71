"""Queries of one table each, put together in Python, give the rows of one statement with joins, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.query.rows import Row
from data.query.selection import Selection
from data.vocabulary import Period
from tests.alternatives.joins import COLUMNS, Joins
from tests.questions import Asked, sampled

pytestmark = pytest.mark.slow

QUESTIONS = 240


@pytest.fixture(scope="module")
def joins(published: Path) -> Iterator[Joins]:
    with closing(duckdb.connect(str(published), read_only=True)) as connection:
        yield Joins(connection)


@pytest.fixture(scope="module")
def questions(ask_published: Asked) -> list[Selection]:
    found = sampled(ask_published.catalog, QUESTIONS)
    kinds = [
        Selection(c.indicator, "area", "", c.dimension, c.stratum, c.period, kind=kind)
        for kind in ask_published.catalog.area_kinds
        for c in [c for c in ask_published.catalog.coverage if c.level == "area"]
    ]
    return [*found, *kinds]


def cells(row: Row, *more: str) -> tuple[Any, ...]:
    """A row's cells as a statement gives them: the days its period begins and ends, and None for what is missing."""
    period = Period.parse(row.period)
    known = {**row._asdict(), "period_start": period.start, "period_end": period.end}
    return tuple(None if known[name] != known[name] else known[name] for name in (*COLUMNS, *more))


def assert_same(found: Iterable[Row], expected: list[tuple[Any, ...]], question: Selection, *more: str) -> None:
    assert [cells(row, *more) for row in found] == expected, question.query()


def test_places_state_and_everyone_are_those_of_a_join(
    ask_published: Asked, joins: Joins, questions: list[Selection]
) -> None:
    rows = 0
    for question in questions:
        answer = ask_published.answers.to(question)
        assert_same(answer.places, joins.places(question), question)
        assert_same(answer.state, joins.state(question), question)
        assert_same(answer.overall, joins.overall(question), question)
        rows += len(answer.places)
    assert rows > 2_000


def test_groups_and_trend_are_those_of_a_join(ask_published: Asked, joins: Joins, questions: list[Selection]) -> None:
    chosen = 0
    for question in questions:
        answer = ask_published.answers.to(question)
        assert_same(answer.groups, joins.groups(question, answer.place.geo_id), question)
        assert_same(answer.trend, joins.trend(question, answer.place.geo_id), question)
        chosen += answer.chosen
    assert chosen > 20


def test_series_are_those_of_a_join(ask_published: Asked, joins: Joins, questions: list[Selection]) -> None:
    answers = ask_published.answers
    people = 0
    for question in questions[::2]:
        own = answers.place_series(question.indicator, question.level, question.kind, question.group)
        assert_same(own, joins.place_series(question), question)
        place = ask_published.catalog.by_slug[question.place] if question.place else ask_published.catalog.state
        groups = answers.group_series(question.indicator, place.geo_id, question.breakdown)
        assert_same(groups, joins.group_series(question, place.geo_id), question, "people")
        people += sum(row.people == row.people and row.denominator != row.denominator for row in groups)
    assert people > 20, "people who are not the publisher's own"


def test_values_of_classes_are_those_of_a_join(ask_published: Asked, joins: Joins, questions: list[Selection]) -> None:
    for question in questions:
        answer = ask_published.answers.to(question)
        assert list(answer.class_values) == joins.class_values(question), question.query()
        assert list(answer.group_values) == joins.class_values(question, question.group), question.query()


def test_residents_without_a_figure_are_those_of_a_join(
    ask_published: Asked, joins: Joins, questions: list[Selection]
) -> None:
    known = 0
    for question in questions:
        found = [astuple(part) for part in ask_published.answers.to(question).residents_without_figure]
        if question.level == "state":
            assert found == []
            continue
        assert found == joins.residents(question), question.query()
        known += len(found)
    assert known > 50
