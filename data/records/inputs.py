"""Records as a typed table of Ibis: from Parquet, CSV or a table, every column in the kind that its layout says.

What a file says is read in one way whatever wrote it: a value that means “unknown”, an empty field and a value that
cannot be (birthweight 99999, a 31st of June) are all missing in the typed table. How many there are of each, and of
which kind, is what `python -m data records check` says; here no record is lost, only a value that is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import ibis

from data.records.engines import Engine, quiet
from data.records.errors import RecordsError
from data.records.layouts import SEPARATOR, Column, Kind, Layout

Table = Any
Expression = Any
"""Tables and columns of Ibis. Their types are not named here, because Ibis is an extra."""

TYPES: Mapping[Kind, str] = {"text": "string", "integer": "int64", "date": "date", "flag": "boolean", "codes": "string"}
TRUE = ("y", "yes", "t", "true", "1")
FALSE = ("n", "no", "f", "false", "0")
INTEGER = r"^ *([+-]?[0-9]{1,18}) *$"
DATE = r"^ *([0-9]{4}-[0-9]{2}-[0-9]{2}) *$"
"""What is read of a text as a number or a day. What is of another form, an engine would read as it sees fit: 12.5 is 12
to one and 13 to the next."""


def open_table(engine: Engine, where: str | Path) -> Table:
    """The records as they stand: a file or folder of Parquet or CSV (a pattern with * too), or a table of the engine.

    Every column of a CSV is text. Raises RecordsError when there is no such file or table.
    """
    text = str(where)
    kind = _file_kind(text)
    if kind and "://" not in text and not any(Path().glob(text) if not Path(text).is_absolute() else _matches(text)):
        raise RecordsError(f"{Path(text).name} is not there: name a file of records, or a table of the engine")
    try:
        with quiet():
            if kind == "parquet":
                return engine.read_parquet(text)
            return _read_csv(engine, text) if kind == "csv" else engine.table(text)
    except Exception as error:
        # The engine's own words may quote a record.
        problem = f"{Path(text).name} cannot be read as records ({type(error).__name__})"
    raise RecordsError(
        f"{problem}: look whether it is whole, all its lines end alike, and it is of the form that its name says"
    )


def _matches(text: str) -> list[Path]:
    path = Path(text)
    return list(Path(path.anchor).glob(str(path.relative_to(path.anchor))))


def _file_kind(text: str) -> str:
    name = text.rstrip("/").lower().removesuffix(".gz")
    if name.endswith(".csv"):
        return "csv"
    return "parquet" if name.endswith(".parquet") or Path(text).is_dir() else ""


def _read_csv(engine: Engine, text: str) -> Table:
    """A CSV with every column as text, commas between them: what an engine guesses, the next guesses differently."""
    if engine.name == "duckdb":
        return engine.read_csv(text, all_varchar=True, header=True, delim=",", quote='"', escape='"')
    return engine.read_csv(text, header=True, inferSchema=False, sep=",", quote='"', escape='"', multiLine=True)


def read(engine: Engine, where: str | Path, layout: Layout) -> Table:
    """Records of a layout as a typed table: its columns in its order, no others.

    Raises RecordsError when there is no such file or table, or a required column is missing.
    """
    return typed(open_table(engine, where), layout)


def typed(table: Table, layout: Layout) -> Table:
    """A table as it stands, with the columns of a layout in their kinds. Raises RecordsError naming missing columns."""
    present = {name.lower(): name for name in table.columns}
    missing = [name for name in layout.required if name not in present]
    if missing:
        raise RecordsError(
            f"the file of {layout.title.lower()} lacks {', '.join(missing)}: write the extract with the columns that "
            "docs/records.md lists"
        )
    return table.select(
        **{
            column.name: typed_column(table[present[column.name]], column)
            if column.name in present
            else ibis.null().cast(TYPES[column.kind])
            for column in layout.columns
        }
    )


def typed_column(value: Expression, column: Column) -> Expression:
    """A column in its kind, missing where nothing is known or where the value cannot be."""
    found = read_column(value, column)
    if column.low is None and not column.values:
        return reduce(lambda known, word: known.nullif(word), column.unknown, found)
    unknown = [value for value in column.unknown if value in column.values or _bounded(value, column)]
    certain = possible(found, column) & found.notin(unknown) if unknown else possible(found, column)
    return ibis.ifelse(certain, found, ibis.null().cast(TYPES[column.kind]))


def _bounded(value: int | str, column: Column) -> bool:
    return isinstance(value, int) and column.low is not None and column.low <= value <= (column.high or value)


def read_column(value: Expression, column: Column) -> Expression:
    """A column in its kind, with values that mean “unknown” and values out of range; missing where it is unreadable."""
    if column.kind == "codes":
        return _codes(value)
    if column.kind == "flag":
        return value if value.type().is_boolean() else _flag(_text(value).lower())
    if column.kind == "date":
        return _date(value)
    if column.kind == "integer":
        return _integer(value)
    text = _text(value)
    return text.lower() if column.values and column.name != "coding" else text


def possible(value: Expression, column: Column) -> Expression:
    """Whether a value of a column's kind can be: within its bounds, and one of its values where it has a list.

    Missing where the value is.
    """
    if column.values:
        return value.isin(column.values)
    if column.low is not None:
        return value.between(column.low, column.high)
    return value.notnull()


def _text(value: Expression) -> Expression:
    """A value as text without blanks around it, missing when it is empty."""
    return value.cast("string").strip().nullif("")


def _integer(value: Expression) -> Expression:
    kind = value.type()
    if kind.is_integer():
        return value.cast("int64")
    if kind.is_numeric():  # a table written with pandas has decimals where a value was missing
        whole = value == value.floor()
        return ibis.ifelse(whole, value, ibis.null().cast(kind)).floor().cast("int64")
    return value.cast("string").re_extract(INTEGER, 1).try_cast("int64")


def _date(value: Expression) -> Expression:
    kind = value.type()
    if kind.is_date():
        return value
    if kind.is_timestamp():
        return value.date()
    return value.cast("string").re_extract(DATE, 1).try_cast("date")


def _flag(text: Expression) -> Expression:
    return ibis.cases((text.isin(TRUE), True), (text.isin(FALSE), False), else_=ibis.null().cast("boolean"))


def _codes(value: Expression) -> Expression:
    """Codes in one form: capitals, without dots and blanks, separated by semicolons."""
    return plain_codes(value.join(SEPARATOR) if value.type().is_array() else value).nullif("")


def plain_codes(text: Expression) -> Expression:
    """Codes as the lists of data/records/codes have them: in capitals, without points and blanks."""
    return text.cast("string").upper().replace(".", "").replace(" ", "")
