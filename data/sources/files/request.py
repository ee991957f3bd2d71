"""Request to an importer: every importer offers `read(request) -> Iterator[Row]` and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.catalog.models import Indicator, Series, Source
from data.errors import DefinitionError
from data.geography.places import Geography
from data.observations.models import Observation, Population
from data.vocabulary import Period

Row = Observation | Population


@dataclass(frozen=True, slots=True)
class Request:
    """Folder of the publisher's files, source to read, series of the indicators, their definitions, and the places.

    `remarks` are sentences an importer leaves for the steward: what it passes over, and what in a file contradicts
    itself. `ingest` prints them.
    """

    folder: Path
    source: Source
    series: tuple[Series, ...]
    indicators: Mapping[str, Indicator]
    geography: Geography
    remarks: list[str] = field(default_factory=list)

    @property
    def selected_series(self) -> tuple[Series, ...]:
        """Series that name this source."""
        return tuple(series for series in self.series if series.source == self.source.id)

    @property
    def races(self) -> Mapping[str, str]:
        """Mapping from the publisher's words for race and ethnicity to strata. Raises DefinitionError without any."""
        if self.source.race is None:
            raise DefinitionError(f"{self.source.id}.toml: [race]: the publisher's words for its groups are needed")
        return self.source.race.words

    def period(self, series: Series, key: str = "period") -> Period:
        """Option of a series that is a period ("2021-2023"). Raises DefinitionError when it is missing or malformed."""
        try:
            return Period.parse(self.option(series, key))
        except ValueError as error:
            raise DefinitionError(f"{series.indicator}.toml: {key}: {error}") from error

    def scale(self, series: Series) -> float:
        """Factor of the publisher's figures, 100 for a proportion that is shown as a percent; 1 by default."""
        value = series.options.get("scale", 1)
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise DefinitionError(f"{series.indicator}.toml: scale: “{value}” is not a number above 0")
        return float(value)

    def option(self, series: Series, key: str) -> str:
        """Required option of a series, a text. Raises DefinitionError naming the indicator's file."""
        value = series.options.get(key)
        if not isinstance(value, str):
            raise DefinitionError(
                f"{series.indicator}.toml: the series from “{series.source}” needs the key “{key}” (a text)"
            )
        return value
