"""Export contents of the table view: its tables alone."""

from __future__ import annotations

from components.documents.document import Contents
from components.figures.tables import data_tables
from data.query.selection import Answer


def table_contents(answer: Answer) -> Contents:
    """Export contents of the view: every table."""
    return Contents(tables=tuple(data_tables(answer)), painted=(answer,))
