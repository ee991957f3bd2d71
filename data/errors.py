"""The exceptions of this project: what a person did wrong, and what we did wrong, are different types.

Everything under `InputError` carries one sentence that says what is wrong and what to do; commands print it and end
with status 2. Everything under `InternalError` is a fault of ours; commands let it end with a traceback.
"""

from __future__ import annotations

from pathlib import Path


class InputError(Exception):
    """Something that was handed to us cannot be used; the message is for the person who handed it."""


class SourceFileError(InputError):
    """A publisher's file is not what its importer understands: names the file and, where known, column and row."""

    def __init__(self, file: Path | str, problem: str, *, column: str | None = None, row: int | None = None) -> None:
        where = Path(file).name
        if column is not None:
            where += f", column “{column}”"
        if row is not None:
            where += f", row {row}"
        super().__init__(f"{where}: {problem}")
        self.file, self.column, self.row = Path(file).name, column, row


class DefinitionError(InputError):
    """A TOML file of an indicator, a source or an area is wrong."""


class SnapshotError(InputError):
    """A snapshot table is missing, malformed or contradicts itself or the definitions."""


class UnknownSourceError(InputError):
    """No source of this name is defined."""


class InternalError(Exception):
    """A promise this project makes to itself is broken."""


class DatabaseUnavailableError(InternalError):
    """The published file cannot be opened or queried now."""
