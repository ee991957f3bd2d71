"""Decimals of what is published: figures of a source that hides some carry those that the page shows, and no more.

A rate with ten decimals and its interval give their count back, and counts give a hidden one by subtraction.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pandas as pd

from data.catalog.models import Indicator, Source
from data.disclosure.cells import threshold_rule

ROUNDED = ("value", "ci_low", "ci_high")


def round_as_shown(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
) -> int:
    """Round, in a table of observations, all figures of the sources that hide some themselves; returns how many rows.

    Halves go away from zero, as on the page (`components.formatting.numbers`). Counts are whole, and stay. A source
    with a threshold is left as it is: what its counts reveal is hidden, whatever the decimals.
    """
    own_rule = [s.id for s in sources.values() if threshold_rule(s) is not None]
    frame = pd.DataFrame([(i.id, 10.0**i.decimals) for i in indicators.values()], columns=["indicator", "unit"])
    connection.register("shown_decimals", frame)
    figures = ", ".join(f"{f} = sign({f}) * floor(abs({f}) * d.unit + 0.5 + 1e-9) / d.unit" for f in ROUNDED)
    (rows,) = connection.execute(
        f"UPDATE {table} t SET {figures} FROM shown_decimals d WHERE d.indicator = t.indicator AND t.value IS NOT NULL "  # noqa: S608
        f"AND t.source IN (SELECT source FROM {table} WHERE status = 'suppressed') "
        "AND NOT list_contains($own_rule, t.source)",
        {"own_rule": own_rule},
    ).fetchone() or (0,)
    connection.unregister("shown_decimals")
    return int(rows)
