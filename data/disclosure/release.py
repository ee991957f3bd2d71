"""What is released: figures as rounded as the page shows them, without the counts that would narrow a hidden one.

`prepare_release` is the last step of a build before rows are copied into the published file. What a reader can still
conclude is counted by indicator and source, for the notes under every view; which counts these are is in the steward's
report alone, and what they may be is nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import duckdb

from data.catalog.models import Indicator, Source
from data.disclosure.protection import DisclosureReport, Withheld, protect_table
from data.disclosure.rounding import round_as_shown
from data.geography.places import Geography
from data.vocabulary import Period

_WITHHELD_FIRST_TO_LAST = (
    "geo_level <> 'state'",
    "geo_level = 'state' AND dimension = 'overall'",
    "geo_level = 'state' AND dimension <> 'overall'",
)
"""Which numbers of events go first: those that a reader misses least. The state's by group are shown as shares."""
_Arguments = tuple[str, Geography, Mapping[str, Source], Mapping[str, Indicator]]
ReleaseKey = tuple[str, str]
"""An indicator and a source."""


def prepare_release(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    geography: Geography,
    sources: Mapping[str, Source],
    indicators: Mapping[str, Indicator],
) -> DisclosureReport:
    """Round, suppress, audit and withhold counts in a scratch table of observations; returns the last audit's report.

    The numbers of events of an indicator of a source are withheld where fewer of the counts that the source hides can
    then be narrowed. That is only known where the auditor takes counts from its intervals (`Indicator.interval_form`):
    elsewhere a count that is withheld could come back unseen. Raises as `protect_table` does.
    """
    round_as_shown(connection, table, sources, indicators)
    arguments = (table, geography, sources, indicators)
    report = protect_table(connection, *arguments)
    withheld: list[Withheld] = []
    for (indicator, source), where in product(sorted(_narrowed(connection, table, report)), _WITHHELD_FIRST_TO_LAST):
        if source not in indicators[indicator].interval_form or not _exposed_of(report, indicator, source):
            continue
        connection.begin()
        (rows,) = connection.execute(
            f"UPDATE {table} SET numerator = NULL WHERE indicator = $indicator AND source = $source "  # noqa: S608
            f"AND numerator IS NOT NULL AND {where}",
            {"indicator": indicator, "source": source},
        ).fetchone() or (0,)
        without = _audited_anew(connection, arguments, report, indicator) if rows else report
        if _exposed_of(without, indicator, source) < _exposed_of(report, indicator, source):
            connection.commit()
            report = without
            withheld.append(Withheld(indicator, source, int(rows)))
        else:
            connection.rollback()
    return replace(report, withheld=tuple(withheld))


def _audited_anew(
    connection: duckdb.DuckDBPyConnection, arguments: _Arguments, report: DisclosureReport, indicator: str
) -> DisclosureReport:
    """The report with the audit of one kind of event done again: nothing else has changed."""
    of_kind = {other for audit in report.audits if indicator in audit.indicators for other in audit.indicators}
    again = protect_table(connection, *arguments, only=of_kind)
    others = tuple(audit for audit in report.audits if of_kind.isdisjoint(audit.indicators))
    return replace(report, audits=tuple(sorted((*others, *again.audits), key=lambda audit: audit.indicators)))


def _exposed_of(report: DisclosureReport, indicator: str, source: str) -> int:
    """Counts of a source left few values, in the kind of event that an indicator counts: only there they can change."""
    return sum(
        cell.source == source for audit in report.audits if indicator in audit.indicators for cell in audit.exposed
    )


def _narrowed(connection: duckdb.DuckDBPyConnection, table: str, report: DisclosureReport) -> Counter[ReleaseKey]:
    """Hidden rows of each indicator and source whose counts are left few values."""
    exposed = {
        (indicator, cell.geo_id, cell.dimension, cell.stratum, cell.period, cell.source)
        for audit in report.audits
        for indicator in audit.indicators
        for cell in audit.exposed
    }
    return Counter((key[0], key[-1]) for key in exposed & _hidden_rows(connection, table))


def _hidden_rows(connection: duckdb.DuckDBPyConnection, table: str) -> set[tuple[str, ...]]:
    rows = connection.execute(
        "SELECT indicator, geo_id, dimension, stratum, period_start, period_end, source "  # noqa: S608
        f"FROM {table} WHERE status = 'suppressed'"
    ).fetchall()
    return {(*key, Period(start, end).slug, source) for *key, start, end, source in rows}


def disclosure_rows(
    connection: duckdb.DuckDBPyConnection, table: str, report: DisclosureReport
) -> list[tuple[str, str, int, int, int]]:
    """For each indicator and source that hides figures: how many, how many are left few values, counts withheld."""
    hidden = Counter((row[0], row[-1]) for row in _hidden_rows(connection, table))
    narrowed = _narrowed(connection, table, report)
    withheld: Counter[ReleaseKey] = Counter()
    for one in report.withheld:
        withheld[one.indicator, one.source] += one.rows
    return [(*key, hidden[key], narrowed[key], withheld[key]) for key in sorted(hidden)]
