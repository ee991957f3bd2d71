"""A view's rows for machines: named, typed columns, from which CSV, Parquet and JSON are written alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from data.query.rows import is_missing

Kind = Literal["text", "integer", "number"]
Value = str | int | float | None
"""A value of a row. None where there is no figure, or it may not be seen."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a dataset: its name in files, the kind of its values, and what it holds, in a sentence."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Dataset:
    """Rows by field name; a field that a row lacks is empty there. It never carries what a reader may not see."""

    fields: tuple[Field, ...]
    rows: tuple[Mapping[str, Value], ...]


def present(value: float | None) -> float | None:
    """A number as a dataset has it: None where there is none or it is hidden."""
    return None if value is None or is_missing(value) else float(value)
