"""A view as JSON: everything it says and shows, in one object whose shape is stable.

It is what `metadata.py:metadata_of` has, and besides: `figures`, each with its title and its text alternative;
`tables`, as a reader sees them (`words`) with the value behind each cell (`value`: a number, the two ends of an
interval, a code, or null where there is no figure or it is hidden); and `rows`, those for machines, by the names
of `fields`. A field that a row lacks is empty there.
"""

from __future__ import annotations

import json
from typing import Any

from components.documents.document import DocumentFigure, ViewDocument
from components.documents.formats.csv import plain_text
from components.documents.formats.metadata import metadata_of
from components.figures.tables import Table

MIME = "application/json"


def json_bytes(document: ViewDocument) -> bytes:
    """The view as JSON in UTF-8."""
    return json.dumps(json_of(document), ensure_ascii=False, allow_nan=False, indent=1).encode()


def json_of(document: ViewDocument) -> dict[str, Any]:
    """The view in values that JSON has."""
    return {
        **metadata_of(document),
        "figures": [_figure(figure) for figure in document.figures],
        "tables": [_table(table) for table in document.tables],
        "rows": [dict(row) for row in document.dataset.rows],
    }


def _figure(figure: DocumentFigure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "title": figure.title,
        "text": figure.text,
        "note": plain_text(figure.note),
        "below": [plain_text(sentence) for sentence in figure.below],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "subject": table.subject,
        "indicator": table.indicator,
        "caption": table.caption,
        "columns": [
            {"id": column.id, "head": column.head, "kind": column.kind, "unit": column.unit} for column in table.columns
        ],
        "rows": [
            {
                "place": row.place,
                "geo_id": row.geo_id,
                "group": row.group,
                "period": row.period,
                "source": row.source,
                "chosen": row.chosen,
                "cells": {name: {"words": cell.words, "value": cell.value} for name, cell in row.cells.items()},
            }
            for row in table.rows
        ],
    }
