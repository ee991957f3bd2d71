"""Exceptions of this project: errors of a user's input, and errors of the program, are different types.

Every `InputError` has a message in one sentence, with the problem and the remedy; commands print it and exit with
status 2. An `InternalError` is a fault of the program; commands exit with its traceback.
"""

from __future__ import annotations

from pathlib import Path


class InputError(Exception):
    """A file, definition or argument cannot be used; the message is for the person who gave it."""


class SourceFileError(InputError):
    """A publisher's file is not in the format of its importer; names the file and, where known, column and row."""

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
    """An invariant of the program is violated."""


class DatabaseUnavailableError(InternalError):
    """The published file cannot be opened or queried."""
