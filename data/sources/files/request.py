"""What an importer is asked: every module of this folder offers `read(request) -> Iterator[Row]` and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.catalog.models import Indicator, Series, Source
from data.errors import DefinitionError
from data.geography.places import Geography
from data.observations.models import Observation, Population
from data.vocabulary import Period

Row = Observation | Population


@dataclass(frozen=True, slots=True)
class Request:
    """The folder the publisher's files are in, the source to read, and the indicators' series that ask for it."""

    folder: Path
    source: Source
    series: tuple[Series, ...]
    indicators: Mapping[str, Indicator]
    geography: Geography

    @property
    def asked(self) -> tuple[Series, ...]:
        """The series that name this source."""
        return tuple(series for series in self.series if series.source == self.source.id)

    @property
    def races(self) -> Mapping[str, str]:
        """The publisher's words for race and ethnicity, and our groups for them. Raises DefinitionError without any."""
        if self.source.race is None:
            raise DefinitionError(f"{self.source.id}.toml: [race]: the publisher's words for its groups are needed")
        return self.source.race.words

    def period(self, series: Series, key: str = "period") -> Period:
        """A key that gives a period ("2021-2023"). Raises DefinitionError when it is missing or is none."""
        try:
            return Period.parse(self.option(series, key))
        except ValueError as error:
            raise DefinitionError(f"{series.indicator}.toml: {key}: {error}") from error

    def scale(self, series: Series) -> float:
        """What to multiply the publisher's figures by, 100 for a proportion that is shown as a percent; 1 if unsaid."""
        value = series.options.get("scale", 1)
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise DefinitionError(f"{series.indicator}.toml: scale: “{value}” is not a number above 0")
        return float(value)

    def option(self, series: Series, key: str) -> str:
        """A key that a series must give its importer. Raises DefinitionError naming the indicator's file."""
        value = series.options.get(key)
        if not isinstance(value, str):
            raise DefinitionError(
                f"{series.indicator}.toml: the series from “{series.source}” needs the key “{key}” (a text)"
            )
        return value
