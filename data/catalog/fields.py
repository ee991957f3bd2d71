"""Field types of the definitions in TOML: ids, sentences, periods, URLs, words of a list. Unknown keys are refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from data.vocabulary import Period


class Definition(BaseModel):
    """Immutable model of a part of a TOML file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def one_of(what: str, allowed: Iterable[str]) -> AfterValidator:
    """Validator that a word is one of those allowed; `what` names them in the error."""
    choices = tuple(allowed)

    def check(value: str) -> str:
        if value not in choices:
            raise ValueError(f"“{value}” is not a {what}; known: {', '.join(choices)}")
        return value

    return AfterValidator(check)


def _period(value: str) -> str:
    return Period.parse(value).slug


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=2, pattern=r"[.!?]$")]
PeriodSlug = Annotated[str, AfterValidator(_period)]
Address = Annotated[str, Field(pattern=r"^https?://")]
