"""Refusal of a file that is not made just now, with when to ask again."""

from __future__ import annotations


class BusyError(Exception):
    """A file is not made just now; the message is a sentence for who asked, `status` that of the answer."""

    def __init__(self, sentence: str, status: int, retry_seconds: int) -> None:
        super().__init__(sentence)
        self.status, self.retry_seconds = status, retry_seconds
