"""Rows of published figures: one type for a row, one for several, with the few filters that views need.

Plain tuples, because a view asks some hundred small questions of a few hundred rows: each costs microseconds here, and
a third of a millisecond on a data frame.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

NAN = math.nan
T = TypeVar("T")


class Row(NamedTuple):
    """A published figure of one place, group and period, with what it was compared with.

    `value`, `ci_low` and `ci_high` are in the indicator's unit, `numerator` events and `denominator` people,
    `label_lon` and `label_lat` degrees; `period` is a slug. A missing number is NaN. `ratio` and its interval are of
    the value to that of the reference, and `verdict` is empty where nothing could be compared. `people` are
    person-years behind the figure, known in series of groups only. `barrier` is the reason
    (`data.catalog.comparability.Reason`) why the figure may not be compared with the reference at all: there is then
    neither ratio nor verdict. Empty: it may be.
    """

    geo_id: str
    slug: str
    name: str
    level: str
    label_lon: float
    label_lat: float
    dimension: str
    stratum: str
    period: str
    value: float
    ci_low: float
    ci_high: float
    numerator: float
    denominator: float
    status: str
    source: str
    ratio: float = NAN
    ratio_low: float = NAN
    ratio_high: float = NAN
    verdict: str = ""
    people: float = NAN
    barrier: str = ""

    @property
    def has_value(self) -> bool:
        """Whether a figure is published."""
        return self.value == self.value  # NaN alone differs from itself


class Rows(tuple[Row, ...]):
    """Rows in an order that means something: that of the query that gave them."""

    __slots__ = ()

    # A view of 351 towns asks forty such questions of every row: one column at a time, and each column read by C.
    def where(self, **columns: object) -> Rows:
        """The rows whose columns equal all of these values: `rows.where(status="reported", level="county")`."""
        rows: Iterable[Row] = self
        for name, wanted in columns.items():
            rows = [row for row, value in zip(rows, map(attrgetter(name), rows), strict=True) if value == wanted]
        return Rows(rows)

    def without(self, **columns: object) -> Rows:
        """The rows none of whose columns equals its value."""
        rows: Iterable[Row] = self
        for name, unwanted in columns.items():
            rows = [row for row, value in zip(rows, map(attrgetter(name), rows), strict=True) if value != unwanted]
        return Rows(rows)

    def with_value(self) -> Rows:
        """The rows that have a figure."""
        return Rows([row for row in self if row.value == row.value])

    def only(self, **columns: object) -> Row | None:
        """The first row whose columns equal these values; None without one."""
        if len(columns) == 1:  # as nearly all ask
            ((name, wanted_value),) = columns.items()
            for row, value in zip(self, map(attrgetter(name), self), strict=True):
                if value == wanted_value:
                    return row
            return None
        wanted = tuple(columns.items())
        return next((row for row in self if all(getattr(row, name) == value for name, value in wanted)), None)

    def column(self, name: str) -> list[Any]:
        """The values of a column, in order."""
        return list(map(attrgetter(name), self))

    def has(self, name: str) -> bool:
        """Whether any row has a number in a column."""
        return any(value == value for value in self.column(name))

    def number(self, **columns: object) -> int:
        """Number of rows with these values in their columns."""
        return len(self.where(**columns))

    def by(self, *names: str) -> dict[Any, Rows]:
        """The rows by the value of a column, or by the values of several, in the order in which each first comes."""
        groups: dict[Any, list[Row]] = {}
        for row in self:
            key = getattr(row, names[0]) if len(names) == 1 else tuple(getattr(row, name) for name in names)
            groups.setdefault(key, []).append(row)
        return {key: Rows(rows) for key, rows in groups.items()}


def joined(parts: Iterable[Rows]) -> Rows:
    """The rows of several tables, one after the other."""
    return Rows(chain.from_iterable(parts))


def is_missing(number: float) -> bool:
    """Whether a number of a row is not published."""
    return number != number
