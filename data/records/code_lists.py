"""Published lists that case definitions count by, each a TOML file with its source, address and date.

Lists of codes (ICD, MS-DRG) are in data/records/codes; the levels of the index of prenatal care and the detailed groups
of race and ethnicity stand beside them. Codes are written there as they are printed, with their point: a code of the
wrong form for its system is refused. Records have them without the point, and so has everything that is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from data.catalog.fields import Address, Definition, Id, Sentence, define, one_of, read_toml
from data.errors import DefinitionError
from data.vocabulary import groups_of

CODES = Path(__file__).parent / "codes"
PRENATAL_CARE = Path(__file__).parent / "prenatal_care.toml"
DETAILED_GROUPS = Path(__file__).parent / "detailed_groups.toml"

Match = Literal["exact", "prefix"]
"""Whether a code of a list stands for itself, or for every code that begins with it too."""

Dated = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""Year, month or day of a publication."""


@dataclass(frozen=True, slots=True)
class System:
    """A system of codes: how one is printed, and the columns of records it stands in."""

    printed: re.Pattern[str]
    columns: tuple[str, ...]


_DIAGNOSES, _PROCEDURES, _CAUSES = ("diagnoses",), ("procedures",), ("underlying_cause", "other_causes")
SYSTEMS: Mapping[str, System] = MappingProxyType(
    {
        "ICD-10-CM": System(re.compile(r"[A-Z]\d[0-9AB](\.[0-9A-Z]{1,4})?"), _DIAGNOSES),
        "ICD-10-PCS": System(re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{2,6}"), _PROCEDURES),
        "ICD-9-CM diagnosis": System(re.compile(r"(\d{3}|V\d{2})(\.\d{1,2})?|E\d{3}(\.\d)?"), _DIAGNOSES),
        "ICD-9-CM procedure": System(re.compile(r"\d{2}\.\d{1,2}"), _PROCEDURES),
        "ICD-10": System(re.compile(r"[A-Z]\d{2}(\.\d)?"), _CAUSES),
        "MS-DRG": System(re.compile(r"\d{3}"), ("drg",)),
    }
)
"""The systems by name. The same characters are different codes in two of them: 311 of ICD-9-CM is a diagnosis and,
printed 31.1, a procedure."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Codes to look for in one column, without points: whole codes, and beginnings of codes. Sorted, each once."""

    exact: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    def holds(self, code: str) -> bool:
        """Whether a code of a record is wanted; it may have a point, small letters or blanks around it."""
        plain = plain_code(code)
        return plain in self.exact or (bool(self.prefixes) and plain.startswith(self.prefixes))


class CodeGroup(Definition):
    """Codes of a list that mean one thing. `codes` match as the list says; those of `exact` only themselves.

    `within` names the group that the publication has this one inside of, so that both hold the same codes. A group of
    another publication than its list's has its own `source` and `address`.
    """

    id: Id
    title: str = Field(min_length=2)
    system: Annotated[str, one_of("system of codes", SYSTEMS)]
    codes: tuple[str, ...] = Field(min_length=1)
    exact: tuple[str, ...] = ()
    within: str = ""
    source: str = ""
    address: Address | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of records that codes of its system stand in."""
        return SYSTEMS[self.system].columns

    @field_validator("codes", "exact")
    @classmethod
    def _as_in_records(cls, written: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        system = info.data.get("system", "")
        spelled_out = [code for one in written for code in _spelled_out(one)]
        for code in spelled_out:
            if system in SYSTEMS and not SYSTEMS[system].printed.fullmatch(code):
                raise ValueError(f"“{code}” is not printed as a code of {system} is")
        return tuple(plain_code(code) for code in spelled_out)

    @model_validator(mode="after")
    def _once(self) -> CodeGroup:
        if len({*self.codes, *self.exact}) < len(self.codes) + len(self.exact):
            raise ValueError(f"{self.id}: a code is there twice")
        return self


class CodeList(Definition):
    """A published list of codes in groups; `id` is the name of its file."""

    id: Id
    title: str = Field(min_length=2)
    source: str = Field(min_length=2)
    address: Address
    dated: Dated
    match: Match
    notes: tuple[Sentence, ...] = ()
    group: tuple[CodeGroup, ...] = Field(min_length=1)

    @cached_property
    def groups(self) -> Mapping[str, CodeGroup]:
        """The groups by id, in the order of the publication."""
        return MappingProxyType({group.id: group for group in self.group})

    def wanted(self, column: str, groups: Iterable[str] = (), without_groups: Iterable[str] = ()) -> Wanted:
        """Codes of these groups (all unless said), but `without_groups`, that can stand in a column of records.

        Groups whose system stands elsewhere are left out: looking for codes of procedures among diagnoses finds what
        is not meant. Raises DefinitionError when a group is not of the list, or none is left for the column.
        """
        named = tuple(groups)
        left_out = tuple(without_groups)
        for name in (*named, *left_out):
            if name not in self.groups:
                raise DefinitionError(f"{self.id}.toml: no group “{name}”; known: {', '.join(self.groups)}")
        chosen = [self.groups[name] for name in named or self.groups if name not in left_out]
        here = [group for group in chosen if column in group.columns]
        if not here:
            raise DefinitionError(f"{self.id}.toml: none of the groups asked for has codes that stand in “{column}”")
        matched = sorted({code for group in here for code in group.codes})
        whole = {code for group in here for code in group.exact}
        if self.match == "exact":
            return Wanted(exact=tuple(sorted({*matched, *whole})))
        return Wanted(exact=tuple(sorted(whole)), prefixes=tuple(matched))

    def groups_with(self, code: str, column: str) -> tuple[str, ...]:
        """Ids of the groups that hold a code of a record's column, in the order of the publication."""
        here = (group.id for group in self.group if column in group.columns)
        return tuple(name for name in here if self.wanted(column, (name,)).holds(code))

    @model_validator(mode="after")
    def _groups_apart(self) -> CodeList:
        if len(self.groups) < len(self.group):
            raise ValueError("two groups have the same id")
        for group in self.group:
            if group.within and group.within not in self.groups:
                raise ValueError(f"{group.id}: within “{group.within}”, which is no group of the list")
        if self.match == "exact" and any(group.exact for group in self.group):
            raise ValueError("every code of an exact list stands for itself: write it under `codes`")
        return self


class Level(Definition):
    """A level of adequacy: from `at_least` percent of the expected visits up."""

    id: Id
    title: str = Field(min_length=2)
    at_least: int = Field(ge=0)


class Visits(Definition):
    """Part of the schedule of visits: one every so many weeks, until a week of gestation."""

    until_week: int = Field(gt=0)
    every_weeks: int = Field(gt=0)


class PrenatalCareIndex(Definition):
    """The index of prenatal care: its levels, lowest first, and the schedule that expected visits are counted by.

    Care that begins after `latest_month` of pregnancy, or never, is of the lowest level whatever the visits.
    """

    title: str = Field(min_length=2)
    source: str = Field(min_length=2)
    address: Address
    dated: Dated
    notes: tuple[Sentence, ...] = ()
    latest_month: int = Field(ge=1, le=9)
    level: tuple[Level, ...] = Field(min_length=2)
    schedule: tuple[Visits, ...] = Field(min_length=1)

    def level_of(self, percent: float) -> str:
        """Id of the level of care that began in time, with this percentage of the expected visits."""
        return [level.id for level in self.level if level.at_least <= percent][-1]

    def visits_before(self, week: int) -> int:
        """Visits that the schedule has before a week of gestation, from the beginning of pregnancy."""
        visits, begun = 0, 0
        for part in self.schedule:
            visits += sum(begun < at < week for at in range(begun, part.until_week + 1, part.every_weeks))
            begun = part.until_week
        return visits

    @model_validator(mode="after")
    def _in_order(self) -> PrenatalCareIndex:
        bounds = [level.at_least for level in self.level]
        weeks = [part.until_week for part in self.schedule]
        if bounds[0] != 0 or bounds != sorted(set(bounds)) or weeks != sorted(set(weeks)):
            raise ValueError("levels begin at 0 and go up, and so do the weeks of the schedule")
        return self


class DetailedGroup(Definition):
    """A group that people name themselves by, and the broad group (a stratum of the site) the law names it under."""

    id: Id
    name: str = Field(min_length=2)
    clause: Literal["i", "ii", "iii", "iv", "v", "vi"]
    stratum: Annotated[str, one_of("stratum of race and ethnicity", groups_of("race_ethnicity"))]


class DetailedGroups(Definition):
    """The detailed groups of M.G.L. c. 6A § 105 that published text names."""

    title: str = Field(min_length=2)
    source: str = Field(min_length=2)
    address: Address
    dated: Dated
    notes: tuple[Sentence, ...] = ()
    group: tuple[DetailedGroup, ...] = Field(min_length=1)

    @cached_property
    def groups(self) -> Mapping[str, DetailedGroup]:
        """The groups by id, in the order of the law."""
        return MappingProxyType({group.id: group for group in self.group})

    def of_stratum(self, stratum: str) -> tuple[str, ...]:
        """Ids of the groups under a stratum, in the order of the law; none where the law names none."""
        return tuple(group.id for group in self.group if group.stratum == stratum)

    @model_validator(mode="after")
    def _once(self) -> DetailedGroups:
        if len(self.groups) < len(self.group):
            raise ValueError("two groups have the same id")
        return self


def plain_code(written: str) -> str:
    """A code as records have it: without point and blanks, in capitals."""
    return written.strip().replace(".", "").upper()


_ENDS_IN_NUMBER = re.compile(r"(.*?)(\d+)")


def _spelled_out(written: str) -> tuple[str, ...]:
    """Codes of a printed range, "I00-I09" or "T40.0-T40.4", or the one code. Raises ValueError when it is no range."""
    first, dash, last = written.partition("-")
    if not dash:
        return (written,)
    begins, ends = _ENDS_IN_NUMBER.fullmatch(first), _ENDS_IN_NUMBER.fullmatch(last)
    if begins and ends and begins[1] == ends[1] and len(begins[2]) == len(ends[2]) and int(begins[2]) < int(ends[2]):
        width = len(begins[2])
        return tuple(f"{begins[1]}{number:0{width}}" for number in range(int(begins[2]), int(ends[2]) + 1))
    raise ValueError(f"“{written}” is not a range: write its first and its last code, as in I00-I09")


def code_lists(folder: Path = CODES) -> tuple[str, ...]:
    """Ids of the code lists of a folder, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def read_code_list(name: str, folder: Path = CODES) -> CodeList:
    """Code list of an id. Raises DefinitionError when there is none, or its file is wrong: it names file and field."""
    path = folder / f"{name}.toml"
    if name not in code_lists(folder):
        raise DefinitionError(f"“{name}” is no code list; known: {', '.join(code_lists(folder))}")
    return define(CodeList, path, {"id": name, **read_toml(path)})


def read_prenatal_care_index(path: Path = PRENATAL_CARE) -> PrenatalCareIndex:
    """The index of prenatal care (APNCU). Raises DefinitionError when its file is wrong."""
    return define(PrenatalCareIndex, path, read_toml(path))


def read_detailed_groups(path: Path = DETAILED_GROUPS) -> DetailedGroups:
    """The detailed groups of race and ethnicity. Raises DefinitionError when their file is wrong."""
    return define(DetailedGroups, path, read_toml(path))
