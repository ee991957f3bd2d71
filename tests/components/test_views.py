"""The registry of views: one object for each view that an address can ask for, in the order of the tabs."""

from __future__ import annotations

from components.views.registry import VIEWS, view_of
from data import vocabulary
from tests.questions import Asked


def test_every_view_of_the_vocabulary_is_registered_in_the_order_of_its_tab() -> None:
    assert tuple(VIEWS) == vocabulary.VIEWS
    assert [view.id for view in VIEWS.values()] == list(vocabulary.VIEWS)


def test_an_answer_has_the_view_it_is_asked_for(ask: Asked) -> None:
    for name in vocabulary.VIEWS:
        assert view_of(ask(indicator="example_deaths", view=name)).id == name
