"""The kinds of fault a record may have, each as an Ibis expression over the values as the file has them.

Eighteen kinds are of every layout, and two more of each: columns that contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from data.records.checking.cells import Cells
from data.records.inputs import Expression
from data.records.layouts import CODINGS, LAYOUTS, RACES, STATE, TOWNS

EARLIEST = 1900
"""First year a record may be of."""
CODING_CHANGED = 2015_10_01
"""First day of discharge that is coded in ICD-10-CM and ICD-10-PCS."""
LIGHT, LIGHT_FROM_WEEKS, HEAVY, HEAVY_TO_WEEKS = 700, 37, 2_500, 27
"""Grams below which no child is born at so many weeks or more, and from which none is at so many or fewer: wide bounds
of our own, which catch weights and weeks that are mistyped, and nothing that happens."""

CODES = r"^[A-Za-z0-9._]+( *; *[A-Za-z0-9._]+)* *;?$"
PATTERNS: Mapping[str, str] = {
    "residence_state": r"^[A-Za-z]{2}$",
    "underlying_cause": r"^[A-Za-z][0-9]{2}(\.?[0-9A-Za-z]{1,2})?$",
    "drg": r"^[0-9]{3}$",
}
"""What a text without a list of values looks like."""
DAMAGED = "[\\x01-\\x1f\\x7f\ufffd]"
"""Control characters, and the sign that a decoder puts where it could not read a letter."""

Found = Mapping[str, Expression]
"""Whether a record has a fault, by the column it is in; the column is empty where the fault is of several together."""


@dataclass(frozen=True)
class Kind:
    """A kind of fault: what it is, what a run makes of such a record, and how to mend it.

    `find` gives the expressions from the cells and from today's date as a number, 20261130. It finds nothing where one
    record alone cannot show the fault.
    """

    id: str
    title: str
    becomes: str
    remedy: str
    find: Callable[[Cells, int], Found] = lambda _cells, _today: {}
    layouts: tuple[str, ...] = tuple(LAYOUTS)


def _any(tests: list[Expression]) -> Expression:
    return reduce(or_, tests)


def _day(date: Expression) -> Expression:
    """A date as a whole number, 20230731: no engine has to read a day from a text to compare with it."""
    return date.year() * 10_000 + date.month() * 100 + date.day()


def _no_record_id(cells: Cells, _: int) -> Found:
    return {cells.layout.key: ~cells[cells.layout.key].given}


def _no_date(cells: Cells, _: int) -> Found:
    return {cells.layout.date: ~cells[cells.layout.date].given}


def _unreadable(*kinds: str) -> Callable[[Cells, int], Found]:
    return lambda cells, _: {cell.column.name: cell.unreadable for cell in cells.of_kind(*kinds)}


def _future_date(cells: Cells, today: int) -> Found:
    return {cell.column.name: _day(cell.value) > today for cell in cells.of_kind("date")}


def _early_date(cells: Cells, _: int) -> Found:
    return {cell.column.name: cell.value.year() < EARLIEST for cell in cells.of_kind("date")}


def _empty_record(cells: Cells, _: int) -> Found:
    named = (cells.layout.key, cells.layout.date, "synthetic")
    return {"": ~_any([cell.given for name, cell in cells.items() if name not in named])}


def _out_of_range(cells: Cells, _: int) -> Found:
    numbers = cells.of_kind("integer")
    return {cell.column.name: cell.impossible for cell in numbers if cell.column.name != "residence_town"}


def _no_such_town(cells: Cells, _: int) -> Found:
    return {"residence_town": cells["residence_town"].impossible}


def _unknown_word(cells: Cells, _: int) -> Found:
    return {cell.column.name: cell.impossible for cell in cells.of_kind("text") if cell.column.values}


def _misshapen(cells: Cells, *names: str) -> Found:
    return {n: ~cells[n].unknown & ~cells[n].text.re_search(PATTERNS[n]) for n in names if n in cells}


def _no_state(cells: Cells, _: int) -> Found:
    return _misshapen(cells, "residence_state")


def _unreadable_codes(cells: Cells, _: int) -> Found:
    texts = [cell for cell in cells.of_kind("codes") if cell.is_text]
    lists = {cell.column.name: ~cell.text.re_search(CODES) for cell in texts}
    return {**lists, **_misshapen(cells, "underlying_cause", "drg")}


def _town_outside(cells: Cells, _: int) -> Found:
    state, town = cells["residence_state"], cells["residence_town"]
    elsewhere = state.text.re_search(PATTERNS["residence_state"]) & ~state.unknown & (state.text.upper() != STATE)
    return {"": elsewhere & town.known.notnull()}


def _race_contradiction(cells: Cells, _: int) -> Found:
    boxes = [cells[f"race_{race}"].value.fill_null(False) for race in RACES]
    return {"": cells["race_unknown"].value & _any(boxes)}


def _damaged_text(cells: Cells, _: int) -> Found:
    return {cell.column.name: cell.raw.re_search(DAMAGED) for cell in cells.values() if cell.is_text}


def _weight_for_weeks(cells: Cells, _: int) -> Found:
    weight, weeks = cells["birthweight"].known, cells["gestation_weeks"].known
    heavy = (weeks <= HEAVY_TO_WEEKS) & (weight >= HEAVY)
    return {"": heavy | ((weeks >= LIGHT_FROM_WEEKS) & (weight < LIGHT))}


def _care_and_visits(cells: Cells, _: int) -> Found:
    month, visits = cells["prenatal_care_month"].known, cells["prenatal_visits"].known
    return {"": ((month == 0) & (visits > 0)) | ((month > 0) & (visits == 0))}


def _infant_columns(cells: Cells, _: int) -> Found:
    of_infants = [~cells[name].unknown for name in ("age_days", "birth_record_id") if name in cells]
    return {"": _any(of_infants) & (cells["age_years"].known >= 1)} if of_infants else {}


def _cause_and_sex(cells: Cells, _: int) -> Found:
    cause, sex = cells["underlying_cause"].text.upper(), cells["sex"].known
    of_women, of_men = cause.re_search("^(O|C5[1-8])"), cause.re_search("^C6[0-3]")
    return {"": (of_women & (sex == "male")) | (of_men & (sex == "female"))}


def _coding_and_date(cells: Cells, _: int) -> Found:
    older, newer = (cells["coding"].known == coding for coding in CODINGS)
    changed = _day(cells[cells.layout.date].value) >= CODING_CHANGED
    return {"": (newer & ~changed) | (older & changed)}


def _codes_and_coding(cells: Cells, _: int) -> Found:
    older, newer = (cells["coding"].known == coding for coding in CODINGS)
    codes = cells["diagnoses"].value
    # Diagnoses of ICD-10-CM begin with a letter; those of ICD-9-CM with a digit, or with E or V.
    return {"": (newer & codes.re_search("(^|;)[0-9]")) | (older & codes.re_search("(^|;)[A-DF-UW-Z]"))}


_UNKNOWN = "counts with this value unknown"
_NO_YEAR = "is in no year, and so in no figure"
_AS_IT_STANDS = "counts as it stands"
_EACH_TIME = "counts each time it stands"

KINDS = (
    Kind("no_record_id", "no record number", _AS_IT_STANDS, "give every record its number", _no_record_id),
    Kind("repeated_record", "the same record again", _EACH_TIME, "take the copies out"),
    Kind("repeated_id", "a number that another record has", _EACH_TIME, "keep the last version of each only"),
    Kind("no_date", "no date", _NO_YEAR, "add the date", _no_date),
    Kind("unreadable_date", "a date that is no day", _NO_YEAR, "write dates as 2023-07-31", _unreadable("date")),
    Kind("future_date", "a date after today", _AS_IT_STANDS, "correct the year", _future_date),
    Kind("early_date", f"a date before {EARLIEST}", _AS_IT_STANDS, "correct the century", _early_date),
    Kind(
        "empty_record", "nothing but number and date", "is left out: nothing says that it is a resident’s",
        "ask whether the extract was cut off", _empty_record,
    ),
    Kind("not_a_number", "no whole number", _UNKNOWN, "write digits only", _unreadable("integer")),
    Kind("out_of_range", "a number that cannot be", _UNKNOWN, "correct it, or write that it is unknown", _out_of_range),
    Kind("unknown_word", "a word that the layout does not have", _UNKNOWN, "use the layout’s words", _unknown_word),
    Kind(
        "no_state", "a state that is not two letters", "is left out as of another state",
        f"write {STATE}, another state’s letters, or ZZ where it is unknown", _no_state,
    ),
    Kind("unreadable_flag", "neither yes nor no", _UNKNOWN, "write true or false", _unreadable("flag")),
    Kind(
        "unreadable_codes", "codes that cannot be read", "may miss conditions on these codes",
        "write codes alone, with a semicolon between two", _unreadable_codes,
    ),
    Kind(
        "no_such_town", f"a municipality that is not 1 to {TOWNS}", "counts for the state, and for no municipality",
        "recode to the numbers of municipalities; 0 is unknown", _no_such_town,
    ),
    Kind(
        "town_outside", f"a municipality with a state other than {STATE}", "is left out as of another state",
        "correct the state, or write 0 for the municipality", _town_outside,
    ),
    Kind(
        "race_contradiction", "race unknown, and a race checked", "counts under the race that is checked",
        "clear one of the two", _race_contradiction,
    ),
    Kind(
        "damaged_text", "control characters, or letters that were not decoded", _AS_IT_STANDS,
        "export the file as UTF-8", _damaged_text,
    ),
    Kind(
        "weight_for_weeks", "a birthweight that the weeks of gestation cannot have", _AS_IT_STANDS,
        "correct weight or weeks, or write that one is unknown", _weight_for_weeks, ("births",),
    ),
    Kind(
        "care_and_visits", "visits without prenatal care, or care without a visit", _AS_IT_STANDS,
        "correct month or visits, or write that one is unknown", _care_and_visits, ("births",),
    ),
    Kind(
        "infant_columns", "days of age, or a birth record, at one year and more", _AS_IT_STANDS,
        "clear them, or correct the age", _infant_columns, ("deaths",),
    ),
    Kind(
        "cause_and_sex", "a cause that the sex cannot have", _AS_IT_STANDS, "correct cause or sex", _cause_and_sex,
        ("deaths",),
    ),
    Kind(
        "coding_and_date", "an edition of the codes that was not in use that day", _AS_IT_STANDS,
        "correct `coding`: ICD-10 from discharges of 1 October 2015 on", _coding_and_date, ("deliveries",),
    ),
    Kind(
        "codes_and_coding", "diagnoses of the other edition of the codes", "meets no condition on diagnoses",
        "correct `coding`", _codes_and_coding, ("deliveries",),
    ),
)  # fmt: skip


def kinds_of(layout: str) -> tuple[Kind, ...]:
    """Kinds of fault that records of a layout may have."""
    return tuple(kind for kind in KINDS if layout in kind.layouts)
