"""Filters of rows: whatever the rows and whatever is asked, a data frame of the same rows gives the same."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.query.rows import NAN, Row, Rows, is_missing, joined
from tests.frames import NOTHING, frame

# Few words and numbers, so that rows agree in some columns, and are missing numbers, as published ones do.
WORDS = {
    "geo_id": ("25", "25001", "25003"),
    "level": ("state", "county"),
    "stratum": ("overall", "black_nh", "white_nh"),
    "period": ("2021", "2022", "2021-2023"),
    "status": ("reported", "unreliable", "suppressed"),
    "verdict": ("", "higher"),
}
NUMBERS = ("value", "ci_low", "numerator", "ratio")
numbers = st.sampled_from((NAN, 0.0, -0.0, 1.0, 54.05)) | st.floats(-1e9, 1e9)


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    cells = {name: st.sampled_from(words) for name, words in WORDS.items()} | dict.fromkeys(NUMBERS, numbers)
    return Rows(NOTHING._replace(**row) for row in draw(st.lists(st.fixed_dictionaries(cells), max_size=12)))


asked = st.fixed_dictionaries(
    {}, optional={**{name: st.sampled_from((*words, "other")) for name, words in WORDS.items()}, "value": numbers}
)


def agreeing(table: pd.DataFrame, columns: dict[str, Any]) -> list[int]:
    """The positions of the rows that have these values, by the frame's own comparison."""
    kept = pd.Series(data=True, index=table.index, dtype=bool)
    for name, value in columns.items():
        kept &= table[name] == value
    return list(table.index[kept])


def same(found: Rows, rows: Rows, positions: list[int]) -> bool:
    """Whether the rows found are the very rows at these positions, in this order."""
    assert type(found) is Rows
    return [id(row) for row in found] == [id(rows[position]) for position in positions]


@given(tables(), asked)
def test_rows_where_columns_have_values_are_those_of_the_frame(rows: Rows, columns: dict[str, Any]) -> None:
    assert same(rows.where(**columns), rows, agreeing(frame(rows), columns))


@given(tables(), asked)
def test_rows_without_values_have_none_of_them(rows: Rows, columns: dict[str, Any]) -> None:
    table = frame(rows)
    apart = [set(agreeing(table, {name: value})) for name, value in columns.items()]
    assert same(rows.without(**columns), rows, [i for i in table.index if not any(i in own for own in apart)])


@given(tables())
def test_rows_with_a_value_are_those_whose_value_is_not_missing(rows: Rows) -> None:
    known = frame(rows)["value"].notna()
    assert same(rows.with_value(), rows, list(known.index[known]))
    assert [row.has_value for row in rows] == list(known)


@given(tables(), asked)
def test_the_only_row_is_the_first_of_those_that_agree(rows: Rows, columns: dict[str, Any]) -> None:
    found = agreeing(frame(rows), columns)
    assert rows.only(**columns) is (rows[found[0]] if found else None)


@given(tables(), asked)
def test_the_number_of_rows_is_how_many_agree(rows: Rows, columns: dict[str, Any]) -> None:
    assert rows.number(**columns) == len(agreeing(frame(rows), columns))


@given(tables(), st.sampled_from(Row._fields))
def test_a_column_has_its_cells_in_order(rows: Rows, name: str) -> None:
    assert pd.Series(rows.column(name), dtype=object).equals(frame(rows)[name].astype(object))


@given(tables(), st.sampled_from(NUMBERS))
def test_a_column_has_a_number_where_the_frame_has_one_that_is_not_missing(rows: Rows, name: str) -> None:
    table = frame(rows)
    assert rows.has(name) == bool(table[name].notna().any())
    assert [is_missing(number) for number in rows.column(name)] == list(table[name].isna())


@given(tables(), st.lists(st.sampled_from(tuple(WORDS)), min_size=1, max_size=3, unique=True))
def test_rows_by_columns_are_the_groups_of_the_frame_in_the_order_in_which_they_come(
    rows: Rows, names: list[str]
) -> None:
    groups = frame(rows).groupby(names[0] if len(names) == 1 else names, sort=False)
    expected = [(key, list(own.index)) for key, own in groups] if len(rows) else []
    found = rows.by(*names)
    assert list(found) == [key for key, _ in expected]
    assert all(same(found[key], rows, positions) for key, positions in expected)


@given(st.lists(tables(), max_size=4))
def test_rows_of_several_tables_stand_one_after_the_other(parts: list[Rows]) -> None:
    every = [row for rows in parts for row in rows]
    assert same(joined(parts), Rows(every), list(range(len(every))))


def test_no_rows_are_false_and_some_are_true() -> None:
    assert not Rows()
    assert Rows([NOTHING])
    assert Rows().only(geo_id="25") is None
    assert Rows().by("geo_id") == {}
