"""The made-up nation of the benches (`tests/nation.py`): small or large, the same views can be shown of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.pipeline.build import build
from data.query.answers import Answers
from data.query.connection import Database
from tests import nation
from tests.nation_views import shown
from tests.unseen import unseen

pytestmark = pytest.mark.slow


def test_a_large_nation_has_figures_where_a_small_one_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half the state's views of the large one once had none, and its towns were shown instead: another comparison."""
    monkeypatch.setattr(nation, "INDICATORS", 2)
    monkeypatch.setattr(nation, "YEARS", 3)
    small, large = tmp_path / "small.duckdb", tmp_path / "large.duckdb"
    for path, places in ((small, nation.COUNTIES), (large, 3 * nation.COUNTIES)):
        build(path, nation.write_nation(tmp_path / path.stem, places))
    views = unseen(Answers(Database(small)).catalog, ("county", "state"), 60)
    assert {view.level for view in views} == {"county", "state"}
    assert shown(small, views) == shown(large, views)
    catalogs = [Answers(Database(path)).catalog for path in (small, large)]
    hidden = [
        {(c.indicator, c.stratum, c.period, c.places, c.shown) for c in catalog.coverage if c.level == "county"}
        for catalog in catalogs
    ]
    assert hidden[0] == hidden[1]
    assert any(told < places for *_, places, told in hidden[0]), "some counties are hidden"
