"""The query of the statements about maternity units, once per database file."""

from __future__ import annotations

from data.query.connection import Cursor
from data.query.maternity.statements import Statement

_STATEMENTS = """
SELECT hospital, coalesce(geo_id, ''), coalesce(ccn, ''), event, date_start, date_end, date_text, births, said, note,
    confidence, title, publisher, address, source
FROM maternity_service WHERE date_start IS NOT NULL AND date_end IS NOT NULL
ORDER BY hospital, date_start, event, title
"""


def statements(cursor: Cursor) -> tuple[Statement, ...]:
    """Every dated statement, by hospital and date."""
    return tuple(Statement(*row) for row in cursor.execute(_STATEMENTS).fetchall())
