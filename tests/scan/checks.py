"""What a check is, and the list of all: each is a function of what a state says that gives words at fault, if any."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.scan.said import Said

Find = Callable[[Said], str]
ALL_LANGUAGES = ("en", "es", "pt")


@dataclass(frozen=True)
class Check:
    """A kind of fault: its name, whose part mends it, the languages it is of, and what finds it."""

    name: str
    owner: str
    languages: tuple[str, ...]
    find: Find

    @property
    def means(self) -> str:
        """The kind of fault in a sentence."""
        return (self.find.__doc__ or "").strip().splitlines()[0]


CHECKS: dict[str, Check] = {}


def check(owner: str, *languages: str) -> Callable[[Find], Find]:
    """Add a function to the list, for English or the languages named."""

    def add(find: Find) -> Find:
        CHECKS[find.__name__] = Check(find.__name__, owner, languages or ("en",), find)
        return find

    return add


def found(pattern: re.Pattern[str], text: str, around: int = 40) -> str:
    """The first match of a pattern with the words around it; empty without one."""
    match = pattern.search(text)
    if match is None:
        return ""
    return " ".join(text[max(0, match.start() - around) : match.end() + around].split())


def faults(said: Said) -> dict[str, str]:
    """The faults of a state by the name of their check, each with the words at fault."""
    return {own.name: words for own in CHECKS.values() if said.language in own.languages and (words := own.find(said))}
