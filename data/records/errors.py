"""Exceptions of the work on records: what an analyst can mend, said in one sentence."""

from __future__ import annotations

from data.errors import InputError


class RecordsError(InputError):
    """A file of records, a definition or an engine cannot be used; the message says what to do."""


class EngineMissingError(RecordsError):
    """What the engine runs on is not installed; the message says how to install it."""
