"""The rows of an indicator too large to be held are asked for view by view: the answers are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.query.answers import Answers
from data.query.connection import Database
from data.query.selection import Answer
from tests.questions import sampled

pytestmark = pytest.mark.slow

TABLES = ("places", "state", "overall", "groups", "trend", "series")


def written(answer: Answer) -> dict[str, object]:
    """Everything of an answer that its rows make, as text: numbers that are not there equal nothing."""
    tables = {name: repr(sorted(map(repr, getattr(answer, name) or ()))) for name in TABLES}
    order = [row.geo_id for row in answer.places]
    return {
        **tables,
        "order": order,
        "classes": (answer.class_values, answer.group_values),
        "people": answer.residents_without_figure,
    }


def test_an_indicator_too_large_to_be_held_has_the_same_answers(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked = Answers(Database(published)), Answers(Database(published))
    selections = sampled(held.catalog, 1)
    expected = [written(held.to(selection)) for selection in selections]
    monkeypatch.setattr("data.query.answers.LARGEST", -1)
    assert len(selections) > 100
    for selection, answer in zip(selections, expected, strict=True):
        assert written(asked.to(selection)) == answer, selection.query()


def test_figures_of_classes_that_take_too_much_memory_are_asked_for_each_time(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.query.answers.LARGEST", -1)
    held = Answers(Database(published))
    selections = [selection for selection in sampled(held.catalog, 1) if held.to(selection).class_values][:10]
    monkeypatch.setattr("data.query.answers.MOST_CLASS_VALUES", 1)
    asked = Answers(Database(published))
    assert len(selections) == 10
    for selection in selections:
        assert written(asked.to(selection)) == written(held.to(selection)), selection.query()
