"""Questions readers ask ("how common is diabetes?"), each with the indicators that answer it, its versions.

One TOML in data/questions each; question_files reads them.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from data.catalog.fields import Definition, Id, Sentence, one_of
from data.vocabulary import TOPICS


class Version(Definition):
    """An indicator as one answer to a question: its `name` in the switch, in what it `differs`, what to `use` it for.

    `use` completes "Use this for …".
    """

    indicator: Id
    name: str = Field(min_length=2)
    differs: Sentence
    use: str = Field(min_length=2, pattern=r"[^.!?]$")


class Question(Definition):
    """A question: its plain name, what is counted, and its versions, the one it opens with first."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: str = Field(min_length=2)
    topic: Annotated[str, one_of("topic", TOPICS)]
    counts: Sentence
    versions: tuple[Version, ...] = Field(min_length=1)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Ids of the indicators that answer it."""
        return tuple(version.indicator for version in self.versions)

    def version(self, indicator: str) -> Version:
        """The version that an indicator is; raises KeyError for another question's."""
        for version in self.versions:
            if version.indicator == indicator:
                return version
        raise KeyError(indicator)
