"""The titles of two places and of two regions, over every way in which planted lines may stand."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import Any, cast

import pytest

from components.views.place.side_by_side import two_title
from components.views.regions.words import pair_title
from data.analysis.profiles.pair_lines import TwoPlaces
from data.analysis.profiles.profile_lines import TESTED, Standing


def two(*standings: Standing, older: tuple[Standing, ...] = ()) -> TwoPlaces:
    """Places One and Two with lines that stand so; the `older` ones are of long ago and come first."""

    def line(standing: Standing, name: str, is_older: bool) -> Any:
        own = SimpleNamespace(of_county=False, is_older=is_older)
        return SimpleNamespace(standing=standing, first=own, second=own, question=SimpleNamespace(name=name))

    lines = [line(s, f"Old {s}", True) for s in older] + [line(s, f"New {s}", False) for s in standings]
    places = SimpleNamespace(name="One"), SimpleNamespace(name="Two")
    return cast("TwoPlaces", SimpleNamespace(first=places[0], second=places[1], lines=lines))


@pytest.mark.parametrize("title", [two_title, pair_title])
def test_nothing_is_said_to_be_alike_that_was_found_to_differ(title: Any) -> None:
    for standings in product(TESTED, repeat=3):
        said = title(two(*standings))
        assert ("not clearly different" in said) == (set(standings) == {"not clear"}), (standings, said)
        assert ("One: worse than Two on" in said) == ("worse" in standings)
        assert ("One: better than Two on" in said) == ("better" in standings and "worse" not in standings)
        assert "three measures tested" in said


@pytest.mark.parametrize("standing", TESTED)
def test_the_one_measure_that_was_tested_is_named_and_never_one_of_long_ago(standing: Standing) -> None:
    said = pair_title(two(standing, older=("worse",)))
    word = "do not clearly differ" if standing == "not clear" else f"One is {standing} than Two"
    assert said.startswith(f"New {standing}: ")
    assert word in said
