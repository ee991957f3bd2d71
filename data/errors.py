"""Exceptions of this project: errors of a user's input, and errors of the program, are different types.

Every `InputError` has a message in one sentence, with the problem and the remedy; commands print it and exit with
status 2. An `InternalError` is a fault of the program; commands exit with its traceback.
"""

from __future__ import annotations

import re
from pathlib import Path

LONGEST_QUOTATION = 120
"""Letters that a sentence quotes of a publisher's file: a broken cell holds a whole table, which nobody would read."""
LONGEST_SENTENCE = 450
_LONG_QUOTATION = re.compile(rf"“([^”]{{{LONGEST_QUOTATION}}})[^”]+”")


class InputError(Exception):
    """A file, definition or argument cannot be used; the message is for the person who gave it."""


class SourceFileError(InputError):
    """A publisher's file is not in the format of its importer; names the file and, where known, column and row.

    The sentence is one line, whatever a cell holds. Quotations in `problem`, in “ ”, are cut to `LONGEST_QUOTATION`
    letters, and what is still longer than `LONGEST_SENTENCE`, for quotation marks of its own, in its middle: what is
    wrong stands before, what to do behind.
    """

    def __init__(self, file: Path | str, problem: str, *, column: str | None = None, row: int | None = None) -> None:
        where = Path(file).name
        if column is not None:
            where += f", column “{column}”"
        if row is not None:
            where += f", row {row}"
        said = _LONG_QUOTATION.sub(r"“\1…”", " ".join(f"{where}: {problem}".split()))
        if len(said) > LONGEST_SENTENCE:
            said = f"{said[: LONGEST_SENTENCE * 2 // 3]} … {said[-LONGEST_SENTENCE // 4 :]}"
        super().__init__(said)
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
