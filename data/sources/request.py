"""What an importer is asked: every module of this folder offers `read(request) -> Iterator[Row]` and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalog import Indicator, Series, Source
from data.errors import DefinitionError
from data.geography import Geography
from data.observations import Observation, Population

Row = Observation | Population


@dataclass(frozen=True, slots=True)
class Request:
    """The folder the publisher's files are in, the source to read, and the indicators' series that ask for it."""

    folder: Path
    source: Source
    series: tuple[Series, ...]
    indicators: Mapping[str, Indicator]
    geography: Geography

    def option(self, series: Series, key: str) -> str:
        """A key that a series must give its importer. Raises DefinitionError naming the indicator's file."""
        value = series.options.get(key)
        if not isinstance(value, str):
            raise DefinitionError(
                f"{series.indicator}.toml: the series from “{series.source}” needs the key “{key}” (a text)"
            )
        return value
