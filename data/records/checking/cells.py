"""Values as a file of records has them, beside what a run reads them as: given, read, allowed, unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import ibis

from data.records.inputs import Expression, Table, possible, read_column
from data.records.layouts import Column, Layout


@dataclass(frozen=True)
class Cell:
    """One column of a table of records as it stands, with the Column of its layout."""

    column: Column
    raw: Expression

    @property
    def is_text(self) -> bool:
        """Whether the file has texts here, as every CSV does."""
        return bool(self.raw.type().is_string())

    @property
    def text(self) -> Expression:
        """The value as text without blanks around it; missing where there is none."""
        return self.raw.cast("string").strip().nullif("")

    @property
    def given(self) -> Expression:
        """Whether there is a value, readable or not."""
        kind = self.raw.type()
        if kind.is_string():
            return self.text.notnull()
        if kind.is_floating():
            return self.raw.notnull() & ~self.raw.isnan().fill_null(False)
        return self.raw.notnull()

    @property
    def value(self) -> Expression:
        """The value as a run reads it, with codes of unknown and values out of range; missing where unreadable."""
        return read_column(self.raw, self.column)

    @property
    def unreadable(self) -> Expression:
        """Whether there is a value that is none of its kind."""
        return self.given & self.value.isnull()

    @property
    def unknown(self) -> Expression:
        """Whether nothing is known: no value, or one that says so. A value that cannot be read is no such."""
        if not self.column.unknown:
            return ~self.given
        return ~self.given | self.value.isin(self.column.unknown).fill_null(False)

    @property
    def impossible(self) -> Expression:
        """Whether a value of its kind is out of its bounds, or not in its list, and no code of unknown either."""
        return (self.value.notnull() & ~self.unknown & ~possible(self.value, self.column)).fill_null(False)

    @property
    def known(self) -> Expression:
        """The value where it is known and can be; missing otherwise."""
        sound = ~self.unknown & possible(self.value, self.column)
        return ibis.ifelse(sound, self.value, ibis.null().cast(self.value.type()))


class Cells(Mapping[str, Cell]):
    """The columns of a layout that a table has, by name; a column of an empty table may be absent."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.layout = layout
        present = {name.lower(): name for name in table.columns}
        self._cells = {c.name: Cell(c, table[present[c.name]]) for c in layout.columns if c.name in present}

    def __getitem__(self, name: str) -> Cell:
        return self._cells[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def of_kind(self, *kinds: str) -> list[Cell]:
        """Cells of columns of these kinds."""
        return [cell for cell in self._cells.values() if cell.column.kind in kinds]
