"""The focus areas and their questions, as data/overview.toml lists them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from data.catalog.fields import Definition, define, one_of, read_toml
from data.settings import ROOT
from data.vocabulary import TOPICS

LISTED = ROOT / "data" / "overview.toml"


class FocusArea(Definition):
    """A topic, and the ids of the questions that are told of it, the first being the one its title is made of."""

    topic: Annotated[str, one_of("topic", TOPICS)]
    questions: tuple[str, ...] = Field(min_length=1)


class _FocusAreas(Definition):
    area: tuple[FocusArea, ...] = Field(min_length=1)


@lru_cache(maxsize=4)
def focus_areas(path: Path = LISTED) -> tuple[FocusArea, ...]:
    """The focus areas of a file, in its order. Raises DefinitionError."""
    return define(_FocusAreas, path, read_toml(path)).area
