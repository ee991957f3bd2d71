"""Models of indicators, sources and places, as defined in TOML and stored in the published file."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.catalog.benchmarks import Nation, Target
from data.catalog.cached_methods import cached_method
from data.catalog.fields import Address, Definition, Id, PeriodSlug, Sentence, define, one_of, read_toml
from data.catalog.localities import Locality
from data.catalog.questions import Question
from data.catalog.race_coding import Race
from data.catalog.tracts import TractBasis
from data.catalog.words import Words
from data.vocabulary import (
    ASKED_LEVELS,
    DIMENSIONS,
    LEVELS,
    OVERALL,
    TOPICS,
    Adjustment,
    Estimation,
    IntervalForm,
    Level,
    Measure,
    Period,
    Polarity,
    groups_of,
)


class Break(Definition):
    """A break in series: a year before and after which figures are not comparable; lines are dashed across it.

    `dimension` is the only breakdown it applies to; empty: all figures.
    """

    at: int
    note: Sentence
    dimension: Annotated[str, one_of("dimension", ("", *DIMENSIONS))] = ""

    def bears_on(self, dimension: str) -> bool:
        """Whether the break applies to figures of a dimension."""
        return self.dimension in ("", dimension)


class Series(BaseModel):
    """Location of an indicator's figures in a source's files. Keys beyond `source` are options of its importer."""

    model_config = ConfigDict(extra="allow", frozen=True)

    source: Id
    indicator: str = ""

    @property
    def options(self) -> Mapping[str, Any]:
        """Options of the importer."""
        return self.model_extra or {}


class Indicator(Definition):
    """An indicator: a measure with one unit and one definition for all sources, places and groups.

    `estimation` names the levels whose figures are made otherwise than `adjustment` says: asked of people directly
    (`surveyed`), by a statistical model (`modelled`), or sharing data with neighbouring places or years (`smoothed`).
    `hidden_because` has, by source, why figures of this indicator are hidden, where the source has more than one rule.
    `whole_place`: an amount of a whole place, as dollars; `beside`: an indicator that a place's view offers beside it.
    `interval_form` has, by source, how its publisher makes intervals out of counts: the auditor takes counts from them.
    """

    id: Id
    title: str
    topic: Annotated[str, one_of("topic", TOPICS)]
    measure: Measure
    per: int = Field(default=100, gt=0)
    unit: str
    unit_short: str
    decimals: int = Field(default=1, ge=0, le=4)
    polarity: Polarity
    adjustment: Adjustment
    estimation: Mapping[Annotated[str, one_of("level", LEVELS)], Estimation] = {}
    definition: Sentence
    words: Words
    caveats: tuple[Sentence, ...] = ()
    breaks: tuple[Break, ...] = ()
    provisional: tuple[PeriodSlug, ...] = ()
    whole_place: bool = False
    beside: Annotated[str, Field(pattern=r"^[a-z0-9_]*$")] = ""
    population_denominator: bool = False
    rollup: tuple[Annotated[str, one_of("level", LEVELS)], ...] = ()
    pooled: tuple[PeriodSlug, ...] = ()
    hidden_because: Mapping[Id, str] = {}
    interval_form: Mapping[Id, IntervalForm] = {}
    nation: tuple[Nation, ...] = ()
    targets: tuple[Target, ...] = ()
    series: tuple[Series, ...] = Field(min_length=1)

    @property
    def comparable(self) -> bool:
        """Whether figures of places can be compared: rates can, numbers of events and whole amounts cannot."""
        return self.measure != "count" and not self.whole_place

    def estimated(self, level: str) -> Estimation:
        """How the figures of a level are made; figures made in two ways are two measurements, not to be compared."""
        return self.estimation.get(level) or ("modelled" if self.adjustment.startswith("modelled") else "counted")

    @model_validator(mode="after")
    def _whole(self) -> Indicator:
        if self.measure == "percent" and self.per != 100:
            raise ValueError("a percent is per 100: leave `per` out")
        if self.rollup and not self.population_denominator:
            raise ValueError("`rollup` sums counts over populations: it needs `population_denominator = true`")
        return self


class Download(Definition):
    """A file of a release at its official URL, and the file name the importer reads."""

    file: Annotated[str, Field(pattern=r"^[^/\\\\]+$")]
    url: Address


class Source(Definition):
    """One release of one publisher's table, with the terms it may be used under.

    `table` is the kind of its rows. `area` is a list of members kept by hand in data/areas: it has no importer.
    `disclosure`: small counts are suppressed by the publisher (`as_published`), or in the build (`threshold`), those
    from 1 to `threshold` − 1, so that `protection` of these values stay feasible for each (by default all of them).
    `sentinels` are numbers in its files that mean "no figure", such as 9999: none may be read as a figure. `synthetic`:
    its figures are made up, for tests; no build for readers takes them.
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
    table: Literal["observation", "population", "place", "boundary", "service", "locality", "tract", "area"] = (
        "observation"
    )
    downloads: tuple[Download, ...] = ()
    threshold: int = Field(default=11, ge=2)
    sentinels: tuple[float, ...] = ()
    protection: int | None = Field(default=None, ge=2)
    synthetic: bool = False

    @property
    def protected_values(self) -> int:
        """Protection level: feasible values a suppressed count must keep; by default all that the threshold hides."""
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
    """A place of one level. `members` are the geo_ids of its municipalities (of a municipality: itself).

    An area has a `kind` (planning agency, health network …), and a `note` on what is old or incomplete in its list of
    members. `own_name` is the short name where `name` is translated. `label_point` is the position of its name on a
    map: longitude and latitude in degrees.
    """

    geo_id: str
    slug: str
    name: str
    level: Level
    members: tuple[str, ...] = ()
    kind: str = ""
    note: str = ""
    label_point: tuple[float, float] = (math.nan, math.nan)
    own_name: str = ""

    @property
    def short_name(self) -> str:
        """Name where the level is clear from the context: "Hampden" in a list of counties."""
        return self.own_name or self.name.removesuffix(" County").removesuffix(" region")


@dataclass(frozen=True, slots=True)
class AreaKind:
    """A kind of area: its title in the plural, and a note on what is incomplete in its lists of members."""

    id: str
    title: str
    coverage_note: str


@dataclass(frozen=True, slots=True, order=True)
class Coverage:
    """Coverage of an indicator's stratum, level and period: numbers of places, and of places with a figure (`shown`).

    `state_value` is the state's figure of the same stratum and period, None where it has none. `reliable` places have a
    figure that is not marked unreliable, and `state_reliable` says whether the state's is one.
    """

    indicator: str
    level: Level
    dimension: str
    stratum: str
    period: Period
    places: int
    shown: int
    state_value: float | None = None
    reliable: int = 0
    state_reliable: bool = False


@dataclass(frozen=True, slots=True)
class Disclosed:
    """Numbers of figures that a source hides of an indicator, and of events that are withheld to protect these.

    `narrowed` are the hidden ones whose count is left fewer than ten values by other figures.
    """

    hidden: int
    narrowed: int
    withheld: int


@dataclass(frozen=True)
class Catalog:
    """All definitions by id, and their coverage. `version` is that of the data."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    places: Mapping[str, Place]
    coverage: tuple[Coverage, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    version: str = ""
    built: str = ""
    area_kinds: Mapping[str, AreaKind] = field(default_factory=dict)
    few_places: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """By indicator and level, the places (geo_id) that ever have a figure, where most places of the level never do."""
    disclosed: Mapping[tuple[str, str], Disclosed] = field(default_factory=dict)
    """What is hidden, and still concluded, by indicator and source."""
    localities: tuple[Locality, ...] = ()
    tract_basis: Mapping[tuple[str, str], TractBasis] = field(default_factory=dict)
    """By indicator and place (geo_id), what a figure that is made of census tracts rests on."""
    residents: Mapping[str, float] = field(default_factory=dict)
    """Residents of each place in the last year with a population, by geo_id; of areas, the sum of their towns."""
    extended: Callable[[tuple[Place, ...]], Catalog] | None = field(default=None, compare=False, repr=False)
    """The catalogue with the regions that a reader chose as places of a level of their own; None where none can be."""

    def with_regions(self, regions: tuple[Place, ...]) -> Catalog:
        """The catalogue with some regions as places; itself without any, and where nobody can extend it."""
        return self.extended(regions) if regions and self.extended else self

    def hidden_because(self, indicator: Indicator, source: str) -> str:
        """Why a source hides figures of an indicator, without a full stop; empty where it says nothing."""
        general = self.sources[source].hidden_because if source in self.sources else ""
        return indicator.hidden_because.get(source, general).rstrip(".")

    @cached_property
    def by_slug(self) -> Mapping[str, Place]:
        """Places by slug, their name in URLs."""
        return {p.slug: p for p in self.places.values()}

    @cached_property
    def state(self) -> Place:
        """Place of level `state`."""
        return next(p for p in self.places.values() if p.level == "state")

    @cached_property
    def question_of(self) -> Mapping[str, Question]:
        """Question that each indicator answers, by the indicator's id."""
        return {indicator: q for q in self.questions.values() for indicator in q.indicators}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of indicators by id, in lower case as in sentences."""
        return {i.id: i.title.lower() for i in self.indicators.values()}

    @cached_property
    def cached_results(self) -> dict[tuple[str, ...], Any]:
        """Results of the cached methods, by method and arguments."""
        return {}

    @cached_property
    def _covered(self) -> Mapping[str, tuple[Coverage, ...]]:
        rows_by_indicator: dict[str, list[Coverage]] = {}
        for row in self.coverage:
            rows_by_indicator.setdefault(row.indicator, []).append(row)
        return {k: tuple(v) for k, v in rows_by_indicator.items()}

    def covered(self, indicator: str) -> tuple[Coverage, ...]:
        """Coverage of an indicator; empty when it has no rows."""
        return self._covered.get(indicator, ())

    @cached_method
    def levels(self, indicator: str) -> tuple[Level, ...]:
        """Levels an indicator has figures for, widest first; the state, which has rows of all, only with a figure."""
        present = {c.level for c in self.covered(indicator) if c.level != "state" or c.shown}
        return tuple(level for level in ASKED_LEVELS if level in present)

    def has_figures_for(self, indicator: str, place: Place) -> bool:
        """Whether an indicator has a figure for a place itself, in some period and group."""
        few = self.few_places.get((indicator, place.level))
        return place.level in self.levels(indicator) and (few is None or place.geo_id in few)

    @cached_method
    def dimensions(self, indicator: str, level: Level) -> tuple[str, ...]:
        """Dimensions (breakdowns) of an indicator at a level, in the vocabulary's order."""
        present = {c.dimension for c in self.covered(indicator) if c.level == level}
        return tuple(d for d in DIMENSIONS if d in present)

    @cached_method
    def strata(self, indicator: str, dimension: str, level: Level) -> tuple[str, ...]:
        """Strata of a dimension an indicator has rows for at a level, in the vocabulary's order."""
        present = {c.stratum for c in self.covered(indicator) if (c.level, c.dimension) == (level, dimension)}
        return tuple(g for g in groups_of(dimension) if g in present)

    @cached_method
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

    @cached_method
    def places_of(self, level: Level, kind: str = "") -> tuple[Place, ...]:
        """Places of a level by name; of level `area`, those of one kind where one is named."""
        places = (p for p in self.places.values() if p.level == level and kind in ("", p.kind))
        return tuple(sorted(places, key=lambda p: p.name))


def read_indicators(folder: Path) -> dict[str, Indicator]:
    """Every indicator of a folder by id, the id being the file's name. Raises DefinitionError."""
    indicators = {}
    for path in sorted(folder.glob("*.toml")):
        content = read_toml(path)
        for series in content.get("series", ()):
            series["indicator"] = path.stem
        indicators[path.stem] = define(Indicator, path, {"id": path.stem, **content})
    return indicators


def read_sources(folder: Path) -> dict[str, Source]:
    """Every source of a folder by id, the id being the file's name. Raises DefinitionError."""
    return {p.stem: define(Source, p, {"id": p.stem, **read_toml(p)}) for p in sorted(folder.glob("*.toml"))}


__all__ = [
    "OVERALL", "AreaKind", "Break", "Catalog", "Coverage", "Disclosed", "Download", "Indicator", "Place", "Series",
    "Source", "Words", "read_indicators", "read_sources",
]  # fmt: skip
