"""Rows as a data frame, for who asks them a second way, and rows with some of their numbers changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_type_hints

import pandas as pd

from data.query.rows import NAN, Row, Rows

NOTHING = Row("", "", "", "", NAN, NAN, "", "", "", NAN, NAN, NAN, NAN, NAN, "", "")
"""A row with empty words and no number: what synthetic rows are made of."""


KINDS = get_type_hints(Row)
"""The type of every cell of a row, as it is promised."""


def kinds(row: Row) -> dict[str, type]:
    """The type of every cell of a row, as it is."""
    return {name: type(cell) for name, cell in row._asdict().items()}


def frame(rows: Iterable[Row]) -> pd.DataFrame:
    """The rows in their order, a column for each of their fields."""
    return pd.DataFrame(list(rows), columns=list(Row._fields))


def changed(rows: Iterable[Row], **columns: Any) -> Rows:
    """The rows with other values in these columns: the same in every row, or what a function of the row gives."""
    return Rows(
        row._replace(**{name: value(row) if callable(value) else value for name, value in columns.items()})
        for row in rows
    )


def changed_at(rows: Rows, position: int, **columns: Any) -> Rows:
    """The rows with other values in one of them."""
    own = list(rows)
    own[position] = own[position]._replace(**columns)
    return Rows(own)
