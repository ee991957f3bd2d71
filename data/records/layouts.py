"""Layouts of the records: the columns each file has, what they mean, and which values say that nothing is known.

A warehouse names its columns otherwise; its extract is to be written with these names (docs/records.md). A value
that means “unknown” is told apart from a value that cannot be: the first is a fact about the record, the second an
error in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from data.records.errors import RecordsError

Kind = Literal["text", "integer", "date", "flag", "codes"]
"""Kinds of column. A flag is true or false; codes are a list in one text, separated by semicolons."""

SEPARATOR = ";"
"""Between the codes of one column: “|” is no choice, since an engine may read it as a regular expression."""

STATE = "MA"
"""Postal abbreviation of the state whose residents are counted."""

TOWNS = 351
"""Highest number of a municipality (`town_id` of data/snapshot/massgis_municipalities.csv); 0 is an unknown one."""

MOST_MALFORMED = 0.02
"""Share of records with a fault above which a run refuses them, unless its analyst states another."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, kind and meaning.

    `low` and `high` bound an integer, both included. `values` are all that a text may be. `unknown` are values that say
    that nothing is known; so does an empty field. A file without a `required` column cannot be used.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = True
    low: int | None = None
    high: int | None = None
    values: tuple[str, ...] = ()
    unknown: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The columns of a kind of record. `key` identifies a record; `date` places it in a year."""

    id: str
    title: str
    key: str
    date: str
    columns: tuple[Column, ...]

    @property
    def by_name(self) -> Mapping[str, Column]:
        """Columns by name."""
        return {c.name: c for c in self.columns}

    @property
    def required(self) -> tuple[str, ...]:
        """Names of the columns that a file must have."""
        return tuple(c.name for c in self.columns if c.required)


RACE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "white": "White",
        "black": "Black or African American",
        "asian": "Asian",
        "aian": "American Indian or Alaska Native",
        "nhopi": "Native Hawaiian or Pacific Islander",
        "other": "another race",
    }
)
"""Boxes of race that may each be checked; the column is `race_` and the name."""

RACES = tuple(RACE_NAMES)
EDUCATION = ("less_than_high_school", "high_school", "some_college", "college_degree")
PAYERS = ("public", "private", "none", "other")
PRESENTATIONS = ("cephalic", "breech", "other")
DELIVERY_METHODS = ("vaginal_spontaneous", "vaginal_forceps", "vaginal_vacuum", "cesarean")
SEXES = ("female", "male")
CODINGS = ("ICD-9", "ICD-10")
_UNKNOWN = ("unknown",)


def _text(name: str, meaning: str, values: tuple[str, ...] = (), *, required: bool = True) -> Column:
    unknown = _UNKNOWN if values else ()
    return Column(name, "text", meaning, required, values=(*values, *unknown), unknown=unknown)


def _integer(name: str, meaning: str, low: int, high: int, *unknown: int, required: bool = True) -> Column:
    return Column(name, "integer", meaning, required, low=low, high=high, unknown=unknown)


def _common(whose: str) -> tuple[Column, ...]:
    """Columns of every layout; `whose` race and residence they are, as "the mother’s"."""
    boxes = tuple(
        Column(f"race_{race}", "flag", f"Whether {name} is among {whose} races, as checked on the record.")
        for race, name in RACE_NAMES.items()
    )
    return (
        _text("record_id", "Number of the record, once in a file. It leaves the job nowhere."),
        Column("residence_state", "text", f"State of {whose} residence, as two letters.", unknown=("ZZ", "XX")),
        _integer("residence_town", f"Municipality of {whose} residence by its number; 0: unknown.", 1, TOWNS, 0),
        *boxes,
        Column("race_unknown", "flag", f"Whether the record says that {whose} race is not known."),
        _text("hispanic", f"Whether {whose} origin is Hispanic.", ("yes", "no")),
        Column(
            "ethnicities",
            "codes",
            f"Detailed groups of {whose} race and origin, by the ids in data/records/detailed_groups.toml.",
            required=False,
        ),
        Column("synthetic", "flag", "Whether the record is made up: such records reach no product.", required=False),
    )


_BIRTHS = Layout(
    "births",
    "Live births",
    "record_id",
    "date_of_birth",
    (
        *_common("the mother’s"),
        Column("date_of_birth", "date", "Day of the birth."),
        _integer("mother_age", "The mother’s age in whole years.", 10, 60, 99),
        _text("education", "The mother’s education.", EDUCATION),
        _text("payer", "Principal payer of the delivery.", PAYERS),
        _integer("plurality", "Number of children in the pregnancy.", 1, 8, 99),
        _integer("gestation_weeks", "Obstetric estimate of gestation in completed weeks.", 17, 47, 99),
        _integer("birthweight", "Weight at birth in grams.", 227, 8165, 9999),
        _text("presentation", "Presentation of the child at birth.", PRESENTATIONS),
        _text("delivery_method", "How the child was delivered in the end.", DELIVERY_METHODS),
        _integer("previous_live_births", "Live births before this one.", 0, 30, 99),
        _integer("prenatal_care_month", "Month of pregnancy of the first visit; 0: no care.", 0, 10, 99),
        _integer("prenatal_visits", "Number of prenatal visits.", 0, 98, 99),
    ),
)
_DEATHS = Layout(
    "deaths",
    "Deaths",
    "record_id",
    "date_of_death",
    (
        *_common("the decedent’s"),
        Column("date_of_death", "date", "Day of the death."),
        _text("sex", "The decedent’s sex.", SEXES),
        _integer("age_years", "Age in whole years.", 0, 120, 999),
        _integer("age_days", "Age in days, of a child under one year.", 0, 365, 999, required=False),
        _text("underlying_cause", "Underlying cause of death in ICD-10."),
        Column("other_causes", "codes", "The other causes on the record in ICD-10."),
        _text("birth_record_id", "Number of the birth record that an infant’s death is linked to.", required=False),
    ),
)
_DELIVERIES = Layout(
    "deliveries",
    "Discharges from hospital after a delivery",
    "record_id",
    "date_of_discharge",
    (
        *_common("the patient’s"),
        Column("date_of_discharge", "date", "Day of the discharge."),
        _integer("age", "The patient’s age in whole years.", 8, 65, 99),
        _text("payer", "Principal payer of the stay.", PAYERS),
        Column("coding", "text", "Edition of the codes of diagnoses and procedures.", values=CODINGS),
        Column("diagnoses", "codes", "All diagnoses, the principal one first."),
        Column("procedures", "codes", "All procedures."),
        Column("drg", "text", "Diagnosis-related group (MS-DRG) in three digits.", required=False),
        Column("died_in_hospital", "flag", "Whether the patient died during the stay."),
        _integer("length_of_stay", "Nights between admission and discharge.", 0, 365, 999, required=False),
        Column("transferred_in", "flag", "Whether she came from another hospital.", required=False),
        Column("transferred_out", "flag", "Whether she went to another hospital.", required=False),
    ),
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType({layout.id: layout for layout in (_BIRTHS, _DEATHS, _DELIVERIES)})
"""The layouts by id: `births`, `deaths` and `deliveries`."""


def layout_of(name: str) -> Layout:
    """Layout of an id. Raises RecordsError naming the known ones."""
    if name not in LAYOUTS:
        raise RecordsError(f"“{name}” is no kind of record; known: {', '.join(LAYOUTS)}")
    return LAYOUTS[name]
