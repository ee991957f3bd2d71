"""DuckDB and a count record by record in plain Python make the same whole numbers of the same files."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.records import engines
from data.records.definition import RACE_RULES, RaceRule, definitions, read_definition
from tests.alternatives import records as alternative
from tests.engines.chance_records import counts_of
from tests.engines.hand_made import Record


@pytest.mark.parametrize("rule", RACE_RULES)
@pytest.mark.parametrize("name", definitions())
def test_duckdb_counts_what_a_count_record_by_record_finds(
    name: str, rule: RaceRule, rows: dict[str, list[Record]], files: dict[str, Path], duck: engines.Engine
) -> None:
    definition = read_definition(name)
    found = counts_of(duck, files, definition, rule, "csv" if rule == "single" else "parquet")
    linked = rows[definition.linked] if definition.linked else []
    assert found == alternative.counts(rows[definition.records], linked, alternative.definition_of(name), rule)
    assert sum(cases for key, (cases, _) in found.items() if key[2] == "overall") > 5
