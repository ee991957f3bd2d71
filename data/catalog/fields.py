"""Field types of the definitions in TOML, and how a file of them is read: unknown keys are refused, in one sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from data.errors import DefinitionError
from data.vocabulary import Period

T = TypeVar("T", bound=BaseModel)


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


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file. Raises DefinitionError naming the file when it is malformed."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path.name}: not valid TOML: {error}") from error


def define(model: type[T], path: Path, content: dict[str, Any]) -> T:
    """Model of a file's content. Raises DefinitionError naming the file and the first field that is wrong."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        raise DefinitionError(f"{path.name}: {where}: {first['msg'].removeprefix('Value error, ')}") from error
