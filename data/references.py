"""The reference number of a request: what a reader tells us of an error, and what the log has of it."""

from __future__ import annotations

import random
import re
from contextvars import ContextVar, Token

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Without vowels no word comes about, and none is taken for a digit."""
_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
_PAIRS = tuple(f"{first}{second}" for first in _LETTERS for second in _LETTERS)
_REFERENCE: ContextVar[str] = ContextVar("reference", default="")


def reference() -> str:
    """The reference of the request that is answered; empty where none is."""
    return _REFERENCE.get()


def begin(given: str = "") -> Token[str]:
    """Begin a request: under the reference that a proxy has given it, where that can be one, else under a new one."""
    return _REFERENCE.set(given if given and _WELL_FORMED.fullmatch(given) else new_reference())


def end(token: Token[str]) -> None:
    """End the request that `begin` began."""
    _REFERENCE.reset(token)


def new_reference() -> str:
    """Eight letters, in two parts that can be read out on the telephone: one of 25 billion."""
    rest, first = divmod(random.getrandbits(48), 400)
    rest, second = divmod(rest, 400)
    rest, third = divmod(rest, 400)
    return f"{_PAIRS[first]}{_PAIRS[second]}-{_PAIRS[third]}{_PAIRS[rest % 400]}"
