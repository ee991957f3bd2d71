"""What there is: indicators, sources and places, as they are defined in TOML and as the published file carries them.

These are the definitions themselves, checked when they are made; a wrong TOML file gets a sentence, not a traceback.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from data.catalog.benchmarks import Nation, Target
from data.catalog.fields import Address, Definition, Id, PeriodSlug, Sentence, known
from data.errors import DefinitionError
from data.vocabulary import (
    DIMENSIONS,
    LEVELS,
    OVERALL,
    TOPICS,
    Adjustment,
    Level,
    Measure,
    Period,
    Polarity,
    groups_of,
)

T = TypeVar("T", bound=BaseModel)
Found = TypeVar("Found", bound=tuple[Any, ...])


class Words(Definition):
    """How sentences speak of an indicator: "Black {people} {happen} at 1.5 times the state rate"."""

    people: str
    happen: str
    happened: str
    events: str
    rate: str


class Break(Definition):
    """A point before and after which a series does not mean the same; lines are dashed across it.

    `dimension` names the one way of dividing people it bears on; empty: every figure.
    """

    at: int
    note: Sentence
    dimension: Annotated[str, known("dimension", ("", *DIMENSIONS))] = ""

    def bears_on(self, dimension: str) -> bool:
        """Whether figures of people divided this way do not mean the same before and after."""
        return self.dimension in ("", dimension)


class Series(BaseModel):
    """Where an indicator's figures stand in a source's files. Keys beyond `source` belong to that source's importer."""

    model_config = ConfigDict(extra="allow", frozen=True)

    source: Id
    indicator: str = ""

    @property
    def options(self) -> Mapping[str, Any]:
        """The importer's own keys."""
        return self.model_extra or {}


class Indicator(Definition):
    """One thing that is measured, everywhere in the same unit and by the same definition."""

    id: Id
    title: str
    topic: Annotated[str, known("topic", TOPICS)]
    measure: Measure
    per: int = Field(default=100, gt=0)
    unit: str
    unit_short: str
    decimals: int = Field(default=1, ge=0, le=4)
    polarity: Polarity
    adjustment: Adjustment
    definition: Sentence
    words: Words
    caveats: tuple[Sentence, ...] = ()
    breaks: tuple[Break, ...] = ()
    provisional: tuple[PeriodSlug, ...] = ()
    population_denominator: bool = False
    rollup: tuple[Annotated[str, known("level", LEVELS)], ...] = ()
    pooled: tuple[PeriodSlug, ...] = ()
    nation: tuple[Nation, ...] = ()
    targets: tuple[Target, ...] = ()
    series: tuple[Series, ...] = Field(min_length=1)

    @property
    def comparable(self) -> bool:
        """Whether its figures can be set against each other: numbers of events cannot, a county always has fewer."""
        return self.measure != "count"

    @model_validator(mode="after")
    def _whole(self) -> Indicator:
        if self.measure == "percent" and self.per != 100:
            raise ValueError("a percent is per 100: leave `per` out")
        if self.rollup and not self.population_denominator:
            raise ValueError("`rollup` sums counts over populations: it needs `population_denominator = true`")
        return self


class Download(Definition):
    """A file of a release at its official address, and the name the importer reads it by."""

    file: Annotated[str, Field(pattern=r"^[^/\\\\]+$")]
    url: Address


class NotStated(Definition):
    """The share whose group is not stated, in percent of what `of` names ("births in Massachusetts, 2017–2023")."""

    percent: float = Field(gt=0, lt=100)
    of: str = Field(min_length=2)


class Race(Definition):
    """How a source groups people by race and ethnicity.

    `words` is a table from the publisher's own words, as its files have them, to our groups. `exclusive`: whether each
    person is in one group only. `hispanic`: people of Hispanic origin, of any race, are a group of their own and in no
    other (`own_group`); in no group, the groups being of people who are not Hispanic (`left_out`); or a group of their
    own and in some of the others too (`also_in_others`). `not_stated` is left out where the publisher gives no share.
    """

    words: Mapping[str, Annotated[str, known("group of race and ethnicity", groups_of("race_ethnicity"))]]
    exclusive: Literal["yes", "no", "not_said"]
    hispanic: Literal["own_group", "left_out", "also_in_others", "not_said"]
    not_stated: NotStated | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Race:
        if not self.words:
            raise ValueError("`words` names no group")
        if self.exclusive == "yes" and self.hispanic == "also_in_others":
            raise ValueError("groups that Hispanic people are in beside their own do not exclude each other")
        if self.hispanic == "left_out" and "hispanic" in self.words.values():
            raise ValueError("`hispanic` says that Hispanic people are in no group, and `words` has a group of them")
        return self


class Source(Definition):
    """One release of one publisher's table, with the terms it may be used under.

    `table` says where its rows go. `area` is a list of members kept by hand in data/areas: it has no importer.
    `disclosure` says who hides small counts: the publisher has (`as_published`), or the build does (`threshold`), those
    from 1 to `threshold` − 1, so that `protection` of these values stay possible for each (all of them, unless said).
    `sentinels` are the numbers its files hold where there is no figure, such as 9999: none may be read as one.
    """

    id: Id
    reader: str = ""
    publisher: str
    title: str
    short: str
    release: str
    period: str
    retrieved: date
    address: Address
    licence: str
    redistribution: Literal["free", "non_commercial", "with_citation"]
    citation: str
    update_frequency: str
    next_update: str = ""
    disclosure: Literal["as_published", "threshold"] = "as_published"
    hidden_because: str = ""
    unavailable_because: str = ""
    race_coding: str = ""
    race: Race | None = None
    notes: tuple[Sentence, ...] = ()
    table: Literal["observation", "population", "place", "boundary", "service", "area"] = "observation"
    downloads: tuple[Download, ...] = ()
    threshold: int = Field(default=11, ge=2)
    sentinels: tuple[float, ...] = ()
    protection: int | None = Field(default=None, ge=2)

    @property
    def protected_values(self) -> int:
        """How many values a hidden count must be left: `protection`, else every one the threshold hides."""
        return self.threshold - 1 if self.protection is None else self.protection

    @model_validator(mode="after")
    def _protectable(self) -> Source:
        if self.protection is not None and self.protection >= self.threshold:
            raise ValueError(
                f"`protection` is at most {self.threshold - 1}: a threshold of {self.threshold} hides 1 to that"
            )
        return self

    @model_validator(mode="after")
    def _coded(self) -> Source:
        if self.race is not None and not self.race_coding:
            raise ValueError("`race_coding` says in a sentence what `[race]` holds: it is needed beside it")
        return self

    @model_validator(mode="after")
    def _readable(self) -> Source:
        if (self.table == "area") == bool(self.reader):
            raise ValueError("`reader` names the importer; only a table of areas, kept by hand, has none")
        return self


@dataclass(frozen=True, slots=True)
class Place:
    """A place on one level. `members` are the geo_ids of the municipalities it is made of (a municipality: itself).

    A place of level `area` is of a `kind` (planning agency, health network …), and its `note` says what is known to be
    old or incomplete about its list of members. `label_point` is where a map writes its name: longitude and latitude in
    degrees.
    """

    geo_id: str
    slug: str
    name: str
    level: Level
    members: tuple[str, ...] = ()
    kind: str = ""
    note: str = ""
    label_point: tuple[float, float] = (math.nan, math.nan)

    @property
    def short_name(self) -> str:
        """The name where the level is plain from the setting: "Hampden" in a list of counties."""
        return self.name.removesuffix(" County").removesuffix(" region")


@dataclass(frozen=True, slots=True)
class AreaKind:
    """A kind of area: its title in the plural, and what is known to be incomplete in its lists of members."""

    id: str
    title: str
    coverage_note: str


@dataclass(frozen=True, slots=True, order=True)
class Coverage:
    """That an indicator has rows for a stratum, level and period, and how many of them carry a value.

    `state_value` is the state's own figure for the same question, None where it has none.
    """

    indicator: str
    level: Level
    dimension: str
    stratum: str
    period: Period
    places: int
    shown: int
    state_value: float | None = None


def _remembered(question: Callable[..., Found]) -> Callable[..., Found]:
    """A method that keeps its answers with the catalogue: a page asks the same four questions thousands of times."""

    @wraps(question)
    def ask(catalog: Catalog, *words: str) -> Found:
        key = (question.__name__, *words)
        if key not in catalog.remembered:
            catalog.remembered[key] = question(catalog, *words)
        found: Found = catalog.remembered[key]
        return found

    return ask


@dataclass(frozen=True)
class Catalog:
    """Everything defined and everything covered, by id. `version` names the data it came with."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    places: Mapping[str, Place]
    coverage: tuple[Coverage, ...] = ()
    version: str = ""
    built: str = ""
    area_kinds: Mapping[str, AreaKind] = field(default_factory=dict)
    residents: Mapping[str, float] = field(default_factory=dict)
    """People living in each place in the last year they are counted, by geo_id; what is made of towns has their sum."""

    @cached_property
    def by_slug(self) -> Mapping[str, Place]:
        """Places by the slug that stands for them in an address."""
        return {p.slug: p for p in self.places.values()}

    @cached_property
    def state(self) -> Place:
        """The one place of level `state`."""
        return next(p for p in self.places.values() if p.level == "state")

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of indicators by id, in lower case as a sentence names them."""
        return {i.id: i.title.lower() for i in self.indicators.values()}

    @cached_property
    def remembered(self) -> dict[tuple[str, ...], Any]:
        """What the questions below have answered."""
        return {}

    @cached_property
    def _covered(self) -> Mapping[str, tuple[Coverage, ...]]:
        found: dict[str, list[Coverage]] = {}
        for row in self.coverage:
            found.setdefault(row.indicator, []).append(row)
        return {k: tuple(v) for k, v in found.items()}

    def covered(self, indicator: str) -> tuple[Coverage, ...]:
        """What an indicator has rows for; empty when it has none."""
        return self._covered.get(indicator, ())

    @_remembered
    def levels(self, indicator: str) -> tuple[Level, ...]:
        """Levels an indicator has figures for, widest first."""
        have = {c.level for c in self.covered(indicator)}
        return tuple(level for level in LEVELS if level in have)

    @_remembered
    def dimensions(self, indicator: str, level: Level) -> tuple[str, ...]:
        """Ways of dividing people an indicator offers at a level, in the vocabulary's order."""
        have = {c.dimension for c in self.covered(indicator) if c.level == level}
        return tuple(d for d in DIMENSIONS if d in have)

    @_remembered
    def strata(self, indicator: str, dimension: str, level: Level) -> tuple[str, ...]:
        """Strata of a dimension an indicator has rows for at a level, in the vocabulary's order."""
        have = {c.stratum for c in self.covered(indicator) if (c.level, c.dimension) == (level, dimension)}
        return tuple(g for g in groups_of(dimension) if g in have)

    @_remembered
    def periods(self, indicator: str, level: Level, dimension: str, stratum: str | None = None) -> tuple[Period, ...]:
        """Periods with rows, earliest first; of one stratum or of the whole dimension."""
        return tuple(
            sorted(
                {
                    c.period
                    for c in self.covered(indicator)
                    if c.level == level and c.dimension == dimension and stratum in (None, c.stratum)
                }
            )
        )

    @_remembered
    def places_of(self, level: Level, kind: str = "") -> tuple[Place, ...]:
        """Places of a level by name; of level `area`, those of one kind where one is named."""
        found = (p for p in self.places.values() if p.level == level and kind in ("", p.kind))
        return tuple(sorted(found, key=lambda p: p.name))


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file. Raises DefinitionError naming the file when it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path.name}: not valid TOML: {error}") from error


def _define(model: type[T], path: Path, content: dict[str, Any]) -> T:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        raise DefinitionError(f"{path.name}: {where}: {first['msg'].removeprefix('Value error, ')}") from error


def read_indicators(folder: Path) -> dict[str, Indicator]:
    """Every indicator of a folder by id, the id being the file's name. Raises DefinitionError."""
    found = {}
    for path in sorted(folder.glob("*.toml")):
        content = read_toml(path)
        for series in content.get("series", ()):
            series["indicator"] = path.stem
        found[path.stem] = _define(Indicator, path, {"id": path.stem, **content})
    return found


def read_sources(folder: Path) -> dict[str, Source]:
    """Every source of a folder by id, the id being the file's name. Raises DefinitionError."""
    return {
        path.stem: _define(Source, path, {"id": path.stem, **read_toml(path)}) for path in sorted(folder.glob("*.toml"))
    }


__all__ = [
    "OVERALL", "AreaKind", "Break", "Catalog", "Coverage", "Download", "Indicator", "NotStated", "Place", "Race",
    "Series", "Source", "Words", "read_indicators", "read_sources", "read_toml",
]  # fmt: skip
