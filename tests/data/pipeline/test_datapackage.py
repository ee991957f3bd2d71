"""The snapshot's description is valid, true and current."""

from __future__ import annotations

import json
import warnings

import pytest

from data.catalog.models import read_indicators, read_sources
from data.pipeline import datapackage
from data.pipeline.build import Inputs

pytestmark = pytest.mark.slow

PATH = Inputs().snapshot / datapackage.FILE


def test_the_committed_description_is_of_the_snapshot_as_it_is() -> None:
    actual = PATH.read_text(encoding="utf-8")
    assert actual == datapackage.to_json(datapackage.describe(Inputs())), "run `python -m data package`"


def test_frictionless_finds_every_table_as_described() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own
        import frictionless

        report = frictionless.validate(str(PATH))
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "message"])[:5]


def test_every_table_names_its_source_licence_and_units() -> None:
    package = json.loads(PATH.read_text(encoding="utf-8"))
    sources, indicators = read_sources(Inputs().sources), read_indicators(Inputs().indicators)
    tables = {r["path"]: r for r in package["resources"]}
    assert set(tables) == {p.name for p in Inputs().snapshot.glob("*.csv")}
    for source in sources.values():
        if source.table == "observation":
            table = tables[f"{source.id}.csv"]
            assert table["licenses"] == [{"title": source.licence, "path": source.address}]
            assert table["redistribution"] == source.redistribution
            asked = {i.id: i.unit for i in indicators.values() if any(s.source == source.id for s in i.series)}
            assert table["units"] == asked
