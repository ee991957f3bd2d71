"""Figures of rows for machines, looked up in the table of observations by a query of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from data.vocabulary import Period

FIGURE = """
SELECT value, ci_low, ci_high FROM observation
WHERE indicator = ? AND geo_id = ? AND stratum = ? AND period_start = ? AND period_end = ?
"""


def looked_up(rows: Iterable[Mapping[str, Any]], connection: duckdb.DuckDBPyConnection) -> int:
    """How many rows of figures are those that are published; fails for one that is not.

    The sums of a region, statements about units, and a county's figures beside its town's are left to other tests.
    """
    number = 0
    for row in rows:
        if row.get("value") is None or row.get("measure") is not None or row["table"] == "region":
            continue
        if row["table"] == "lines" and row["figure_of"] != row["place"]:
            continue
        of_region = str(row["geo_id"]).startswith("region.")
        geo_id, value = ("with_geo_id", "with_value") if of_region else ("geo_id", "value")
        period = Period.parse(str(row["period"]))
        asked = (row["indicator"], row[geo_id], str(row.get("group_id") or "overall"), period.start, period.end)
        assert row[value] in {found for found, *_ in connection.execute(FIGURE, asked).fetchall()}, asked
        number += 1
    return number
