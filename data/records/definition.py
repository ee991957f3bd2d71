"""Case definitions: one TOML file says what counts, out of which records, over which denominator and by which groups.

Each condition has the name of its rule and the reference it is taken from. A condition that cannot be decided, because
the record does not say, does not hold; one with `exclude = true` takes out only records that are known to meet it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field, model_validator

from data.catalog.fields import Definition, Id, Sentence, define, one_of, read_toml
from data.catalog.models import Break
from data.catalog.words import Words
from data.records.errors import RecordsError
from data.records.layouts import LAYOUTS, SEXES
from data.statistics.standardization import US_2000, ages_of
from data.vocabulary import LEVELS, TOPICS, Level, Polarity

DEFINITIONS = Path(__file__).parent / "definitions"

RecordMeasure = Literal["share", "rate", "standardized", "years_lost", "life_expectancy"]
"""Cases out of the eligible records; over people; age-standardized; years lost before an age; years of life."""

RecordDenominator = Literal["records", "population", "births"]
"""The eligible records themselves, residents, or live births (those of `linked`)."""

RaceRule = Literal["single", "combination"]
RACE_RULES: tuple[RaceRule, ...] = get_args(RaceRule)
"""Whether a record is in one group of race, or in each that is checked (data.records.race)."""

DETAILED = "ethnicity"
"""Dimension of the detailed groups of M.G.L. c. 6A § 105, which the site's vocabulary does not have."""

COLUMNS_OF_DIMENSION: Mapping[str, tuple[str, ...]] = {
    "overall": (),
    "race_ethnicity": ("hispanic",),
    "sex": ("sex",),
    "race_by_sex": ("hispanic", "sex"),
    "education": ("education",),
    DETAILED: ("ethnicities",),
}
"""Ways of dividing the records into groups, and what a layout must have for each."""

UNKNOWN_AGE = "unknown"
"""Age group of a record that has no age."""

ABRIDGED = ("<1", "1-4", *(f"{first}-{first + 4}" for first in range(5, 85, 5)), "85+")
"""Age groups of an abridged life table, closed at 85."""

AGES_BY_MEASURE: Mapping[str, tuple[str, ...]] = {
    "share": (),
    "rate": (),
    "standardized": tuple(US_2000),
    "years_lost": tuple(US_2000),
    "life_expectancy": ABRIDGED,
}


class Codes(Definition):
    """Codes of a list among those of a record: any code of the `groups` (all unless said), but `without_groups`.

    `coding`: only records in this edition of the codes.
    """

    list: Id
    groups: tuple[str, ...] = ()
    without_groups: tuple[str, ...] = ()
    columns: tuple[str, ...] = Field(min_length=1)
    coding: Literal["", "ICD-9", "ICD-10"] = ""


class Criterion(Definition):
    """One test of a record: of a column, of a derived column, or of codes; or `any` of several tests.

    `below` and `at_least` bound a number; `is` and `in` name values; `known` asks whether there is a value.
    `exclude = true` turns the test around.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    column: str = ""
    derived: str = ""
    below: int | None = None
    at_least: int | None = None
    is_value: bool | int | str | None = Field(default=None, alias="is")
    in_values: tuple[int | str, ...] = Field(default=(), alias="in")
    known: bool | None = None
    codes: Codes | None = None
    any_of: tuple[Criterion, ...] = Field(default=(), alias="any")
    exclude: bool = False

    @property
    def of_column(self) -> str:
        """The column or derived column it is about; empty for codes and for `any`."""
        return self.column or self.derived

    @model_validator(mode="after")
    def _one_subject(self) -> Criterion:
        subjects = [bool(self.column), bool(self.derived), self.codes is not None, bool(self.any_of)]
        if sum(subjects) != 1:
            raise ValueError("a condition is about one of `column`, `derived`, `codes` and `any`")
        asked = (self.below, self.at_least, self.is_value, self.known)
        compared = bool(self.in_values) or any(value is not None for value in asked)
        if bool(self.of_column) != compared:
            raise ValueError("a column is asked for `below`, `at_least`, `is`, `in` or `known`, and nothing else is")
        return self


class Condition(Criterion):
    """A test with the name of its rule and the reference it is taken from."""

    rule: str = Field(min_length=2)
    reference: str = Field(min_length=2)


class People(Definition):
    """The residents a rate is over: of a sex, and from a first to a last year of age; all unless said."""

    sex: Annotated[str, one_of("sex", ("", *SEXES))] = ""
    first_age: int = Field(default=0, ge=0)
    last_age: int | None = None


class CatalogWords(Definition):
    """What the catalogue says of the indicator that is made, in the fields that data/indicators has."""

    topic: Annotated[str, one_of("topic", TOPICS)]
    unit: str
    unit_short: str
    decimals: int = Field(default=1, ge=0, le=4)
    polarity: Polarity
    definition: Sentence
    words: Words
    caveats: tuple[Sentence, ...] = ()


class CaseDefinition(Definition):
    """A case definition; `id` is the name of its file.

    A record counts when all of `eligible` and all of `case` hold of it; of shares, `eligible` alone is the denominator.
    `linked` is the other kind of record it needs. `pooled` are the numbers of years that are also taken together.
    Records before `from_year` are not counted: the definition cannot be applied to them. `before_age` is the age that
    lost years are counted to.
    """

    id: Id
    title: str
    reference: str = Field(min_length=10)
    records: Annotated[str, one_of("kind of record", LAYOUTS)]
    linked: Annotated[str, one_of("kind of record", ("", *LAYOUTS))] = ""
    measure: RecordMeasure
    per: int = Field(default=100, gt=0)
    denominator: RecordDenominator
    dimensions: tuple[Annotated[str, one_of("dimension", COLUMNS_OF_DIMENSION)], ...] = Field(min_length=1)
    levels: tuple[Level, ...] = LEVELS
    pooled: tuple[Annotated[int, Field(ge=2)], ...] = ()
    from_year: int = 1900
    before_age: int | None = None
    population: People = People()
    eligible: tuple[Condition, ...] = ()
    case: tuple[Condition, ...] = ()
    breaks: tuple[Break, ...] = ()
    indicator: CatalogWords

    @property
    def ages(self) -> tuple[str, ...]:
        """Age groups the counts are made by; empty where ages do not matter."""
        groups = AGES_BY_MEASURE[self.measure]
        if self.before_age is None:
            return groups
        return tuple(g for g in groups if ages_of(g)[0] < self.before_age)

    @property
    def adjustment(self) -> Literal["crude", "age_adjusted"]:
        """Adjustment of the figures, in the catalogue's word."""
        return "age_adjusted" if self.ages else "crude"

    def catalog_entry(self, sources: tuple[str, ...]) -> dict[str, Any]:
        """Content of the indicator's own TOML file, with figures from these sources; without its id."""
        measure = {"share": "percent" if self.per == 100 else "rate", "life_expectancy": "years"}
        entry: dict[str, Any] = {
            "title": self.title,
            "measure": measure.get(self.measure, "rate"),
            "adjustment": self.adjustment,
            **self.indicator.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            "population_denominator": self.denominator == "population" and self.measure == "rate",
            "breaks": [b.model_dump(mode="json", exclude_defaults=True) for b in self.breaks],
            "series": [{"source": source} for source in sources],
        }
        if entry["measure"] == "rate":
            entry["per"] = self.per
        return {key: value for key, value in entry.items() if value not in (False, [], "")}

    @model_validator(mode="after")
    def _consistent(self) -> CaseDefinition:
        if self.measure == "share" and self.denominator != "records":
            raise ValueError('a share is of the records themselves: `denominator = "records"`')
        if (self.denominator == "births") != bool(self.linked):
            raise ValueError("`linked` names the births that deaths are counted over, and nothing else needs it")
        if self.ages and self.denominator != "population":
            raise ValueError('figures made by age need people by age: `denominator = "population"`')
        if (self.measure == "years_lost") and self.before_age is None:
            raise ValueError("years lost are counted to `before_age`")
        if self.measure != "life_expectancy" and not self.case:
            raise ValueError("`case` says which records count")
        self._columns_exist()
        return self

    def _columns_exist(self) -> None:
        columns = LAYOUTS[self.records].by_name
        grouped = LAYOUTS[self.linked or self.records].by_name
        for dimension in self.dimensions:
            for column in COLUMNS_OF_DIMENSION[dimension]:
                if column not in grouped:
                    raise ValueError(f"records of {self.linked or self.records} cannot be divided by {dimension}")
        for test in _flat((*self.eligible, *self.case)):
            for column in (test.column, *(test.codes.columns if test.codes else ())):
                if column and column not in columns:
                    raise ValueError(f"records of {self.records} have no column “{column}”")


def _flat(tests: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
    return tuple(t for test in tests for t in ((test, *_flat(test.any_of)) if test.any_of else (test,)))


def definitions(folder: Path = DEFINITIONS) -> tuple[str, ...]:
    """Ids of the definitions of a folder, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def read_definition(name: str, folder: Path = DEFINITIONS) -> CaseDefinition:
    """Definition of an id, or of the TOML file at a path that ends in `.toml`.

    Raises RecordsError when there is none of the id, DefinitionError naming the file and field when it is wrong.
    """
    path = Path(name) if name.endswith(".toml") else folder / f"{name}.toml"
    if not path.is_file():
        raise RecordsError(f"“{name}” is no case definition; known: {', '.join(definitions(folder))}")
    return define(CaseDefinition, path, {"id": path.stem, **read_toml(path)})
