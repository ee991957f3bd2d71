"""What definitions in TOML are made of: ids, sentences, periods, words of a list. What is not known is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from data.vocabulary import Period


class Definition(BaseModel):
    """A part of a TOML file: a key that is not known is refused, and what was read stays as it is."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def known(kind: str, allowed: Iterable[str]) -> AfterValidator:
    """A check that a word is one of those allowed; `kind` says what they are."""
    words = tuple(allowed)

    def check(value: str) -> str:
        if value not in words:
            raise ValueError(f"“{value}” is not a {kind}; known: {', '.join(words)}")
        return value

    return AfterValidator(check)


def _period(value: str) -> str:
    return Period.parse(value).slug


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=2, pattern=r"[.!?]$")]
PeriodSlug = Annotated[str, AfterValidator(_period)]
Address = Annotated[str, Field(pattern=r"^https?://")]
