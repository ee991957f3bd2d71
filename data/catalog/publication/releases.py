"""Release notes of the data, kept by hand in data/releases.toml and stored in the published file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from data.catalog.fields import Definition, Id, Sentence, define, read_toml
from data.errors import DefinitionError


class DataRelease(Definition):
    """A release of the data: what it changed, in sentences, and the indicators these are about.

    `id` is the address of its entry in the feed: it is never used again and never changed.
    """

    id: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d(-[a-z0-9]+)+$")]
    day: date
    title: str = Field(min_length=2)
    changes: tuple[Sentence, ...] = Field(min_length=1)
    indicators: tuple[Id, ...] = ()


def read_releases(path: Path, indicators: Collection[str]) -> tuple[DataRelease, ...]:
    """Release notes of a file, newest first as it has them; none where there is no file.

    Raises DefinitionError, naming the file, when an entry is malformed, stands twice or out of order, has an `id` that
    does not begin with its day, or names an indicator that is not defined.
    """
    if not path.is_file():
        return ()
    content = read_toml(path)
    if unknown := set(content) - {"release"}:
        raise DefinitionError(f"{path.name}: “{min(unknown)}” is not known: every entry is a [[release]]")
    releases = tuple(define(DataRelease, path, entry) for entry in content.get("release", ()))
    seen: set[str] = set()
    for n, release in enumerate(releases):
        if release.id in seen:
            raise DefinitionError(f"{path.name}: {release.id}: stands twice")
        seen.add(release.id)
        if not release.id.startswith(f"{release.day.isoformat()}-"):
            raise DefinitionError(f"{path.name}: {release.id}: an id begins with its day, {release.day.isoformat()}-")
        if n and release.day > releases[n - 1].day:
            raise DefinitionError(f"{path.name}: {release.id}: the newest release stands first")
        for indicator in release.indicators:
            if indicator not in indicators:
                raise DefinitionError(f"{path.name}: {release.id}: “{indicator}” is not an indicator")
    return releases


def of_indicators(releases: Iterable[DataRelease], kept: Collection[str]) -> tuple[DataRelease, ...]:
    """Release notes that name only the indicators kept: others are left out of a file for their licence."""
    return tuple(
        release.model_copy(update={"indicators": tuple(i for i in release.indicators if i in kept)})
        for release in releases
    )


def release_messages(releases: Iterable[DataRelease]) -> Iterator[str]:
    """Texts of release notes in English, to be translated."""
    for release in releases:
        yield release.title
        yield from release.changes
