"""The timeline stands under the figure it moves, and the choices have the periods as a plain list."""

from __future__ import annotations

import pytest

from components.page.controls import filter_panel
from components.views.page import panels
from tests.components.reading import raw
from tests.questions import Asked

BLACK = {"indicator": "drug_overdose_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh"}
PATH = "/explore"


@pytest.mark.parametrize(("view", "each"), [("map", "group"), ("groups", "group"), ("multiples", "group")])
def test_a_view_of_one_period_has_the_timeline_under_its_figure(ask_published: Asked, view: str, each: str) -> None:
    answer = ask_published(**BLACK, period="2021-2023", view=view, each=each)
    sent = raw(panels(answer, PATH))
    assert sent.count("choose-period") == 2, "the slider, and its label"
    assert sent.count("play-periods") == 1
    drawn = {"map": "map-canvas", "groups": "groups-graph", "multiples": "multiple-panel"}[view]
    assert sent.index(drawn) < sent.index("play-periods"), "under the figure"


@pytest.mark.parametrize(
    ("view", "each"), [("trend", "group"), ("table", "group"), ("multiples", "period"), ("multiples", "place_trend")]
)
def test_what_shows_every_period_at_once_has_none(ask_published: Asked, view: str, each: str) -> None:
    answer = ask_published(**BLACK, period="2021-2023", view=view, each=each)
    assert "play-periods" not in raw(panels(answer, PATH))


def test_the_choices_have_every_period_as_a_list(ask_published: Asked) -> None:
    answer = ask_published(**BLACK, period="2021-2023")
    (list_,) = [part for part in _components(filter_panel(answer, PATH)) if getattr(part, "id", "") == "choose-when"]
    assert [option["label"] for option in list_.options] == ["2018–20", "2020–22", "2021–23"]
    assert list_.value == answer.selection.query() == list_.options[-1]["value"]
    assert "play-periods" not in raw(filter_panel(answer, PATH))


def test_one_period_is_said_and_not_chosen(ask_published: Asked) -> None:
    answer = ask_published(indicator="preterm_birth_boston")
    assert "play-periods" not in raw(panels(answer, PATH))


def _components(tree: object) -> list:
    parts = tree if isinstance(tree, list | tuple) else [tree]
    found = []
    for part in parts:
        found.append(part)
        children = getattr(part, "children", None)
        if children is not None and not isinstance(children, str):
            found += _components(children)
    return found
