"""Counts of case definitions a second time: record by record in plain Python, from the text of the files.

Nothing is shared with data/records but the TOML files of definitions and codes, which are read anew. Each record is
looked at by itself and put into every group it belongs to; nothing is joined, and nothing is added up in two steps.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

RECORDS = Path(__file__).parents[2] / "data" / "records"
DATES = {"births": "date_of_birth", "deaths": "date_of_death", "deliveries": "date_of_discharge"}
NUMBERS = {
    "residence_town": (1, 351), "mother_age": (10, 60), "plurality": (1, 8), "gestation_weeks": (17, 47),
    "birthweight": (227, 8165), "previous_live_births": (0, 30), "prenatal_care_month": (0, 10),
    "prenatal_visits": (0, 98), "age_years": (0, 120), "age_days": (0, 365), "age": (8, 65),
}  # fmt: skip
"""Bounds of each number, both included; what is outside of them, 99 and 9999 too, is not known."""
WORDS = {
    "hispanic": {"yes", "no"}, "sex": {"female", "male"}, "coding": {"ICD-9", "ICD-10"},
    "education": {"less_than_high_school", "high_school", "some_college", "college_degree"},
    "presentation": {"cephalic", "breech", "other"},
    "delivery_method": {"vaginal_spontaneous", "vaginal_forceps", "vaginal_vacuum", "cesarean"},
}  # fmt: skip
BOXES = {
    "race_white": "white_nh", "race_black": "black_nh", "race_asian": "asian_nh", "race_aian": "aian_nh",
    "race_nhopi": "nhopi_nh", "race_other": "other",
}  # fmt: skip
STANDARD_AGES = ((0, "<1"), (1, "1-4"), *((a, f"{a}-{a + 9}") for a in range(5, 85, 10)), (85, "85+"))
TABLE_AGES = ((0, "<1"), (1, "1-4"), *((a, f"{a}-{a + 4}") for a in range(5, 85, 5)), (85, "85+"))

Record = Mapping[str, str | None]
Key = tuple[int, int, str, str, str]
"""Year, municipality, dimension, stratum, age group."""


def number(record: Record, column: str) -> int | None:
    """A whole number that can be, else None."""
    text = (record.get(column) or "").strip()
    digits = text[1:] if text[:1] in "+-" else text
    if not digits or any(d not in "0123456789" for d in digits):
        return None
    low, high = NUMBERS[column]
    value = int(text)
    return value if low <= value <= high else None


def word(record: Record, column: str) -> str | None:
    """A word of a column, one of those it may have."""
    text = (record.get(column) or "").strip()
    if column not in WORDS:
        return text or None
    text = text if column == "coding" else text.lower()
    return text if text in WORDS[column] else None


def day(record: Record, column: str) -> date | None:
    """A day written as 2021-05-31, else None."""
    text = (record.get(column) or "").strip()
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        return None


def checked(record: Record, column: str) -> bool:
    """Whether a box is checked."""
    return (record.get(column) or "").strip().lower() in {"y", "yes", "t", "true", "1"}


def codes_of(record: Record, column: str) -> list[str]:
    """Codes of a column."""
    text = (record.get(column) or "").upper().replace(".", "").replace(" ", "")
    return [code for code in text.split(";") if code]


def races(record: Record, rule: str) -> list[str]:
    """Groups of race and ethnicity of a record."""
    origin = word(record, "hispanic")
    boxes = [group for box, group in BOXES.items() if checked(record, box)]
    if origin == "yes":
        return ["hispanic"]
    if origin is None or not boxes:
        return ["not_stated"]
    if rule == "combination":
        return boxes
    return boxes if len(boxes) == 1 else ["multiracial_nh"]


def age_at_death(record: Record) -> int | None:
    """Age in whole years; 0 where only days are given."""
    years = number(record, "age_years")
    return 0 if years is None and number(record, "age_days") is not None else years


def place(record: Record) -> int | None:
    """Municipality of a resident, 0 where it is not known; None of who lives elsewhere."""
    town = number(record, "residence_town")
    state = (word(record, "residence_state") or "").upper()
    if state in ("", "ZZ", "XX"):
        return town
    return (town or 0) if state == "MA" else None


def prenatal_care(record: Record) -> str | None:
    """Adequacy of prenatal care after Kotelchuck 1994, visit by visit."""
    month, visits, weeks = (number(record, c) for c in ("prenatal_care_month", "prenatal_visits", "gestation_weeks"))
    if month == 0 or visits == 0:
        return "inadequate"
    if month is None or visits is None or weeks is None:
        return None
    if month > 4:
        return "inadequate"
    expected = 0
    for week in range(1, weeks):
        monthly = week <= 28 and week % 4 == 0
        fortnightly = 28 < week <= 36 and week % 2 == 0
        expected += monthly or fortnightly or week > 36
    expected = max(1, expected - (month - 1))
    if visits / expected < 0.5:
        return "inadequate"
    if visits / expected < 0.8:
        return "intermediate"
    return "adequate" if 10 * visits < 11 * expected else "adequate_plus"


def value_of(record: Record, test: Mapping[str, Any]) -> Any:
    """What a condition asks about."""
    if "derived" in test:
        if test["derived"] == "infant":
            days = number(record, "age_days")
            return days < 365 if days is not None else number(record, "age_years") == 0
        return {"prenatal_care": prenatal_care, "age": age_at_death}[test["derived"]](record)
    return number(record, test["column"]) if test["column"] in NUMBERS else word(record, test["column"])


def spelled_out(code: str) -> list[str]:
    """Codes of a range such as I00-I09, or the one code, without points."""
    first, _, last = code.replace(".", "").partition("-")
    if not last:
        return [first]
    stem = len(first)
    while stem and first[stem - 1].isdigit():
        stem -= 1
    digits = len(first) - stem
    return [f"{first[:stem]}{n:0{digits}d}" for n in range(int(first[stem:]), int(last[stem:]) + 1)]


STANDS_IN = {
    "ICD-10-CM": {"diagnoses"}, "ICD-9-CM diagnosis": {"diagnoses"}, "ICD-10-PCS": {"procedures"},
    "ICD-9-CM procedure": {"procedures"}, "MS-DRG": {"drg"}, "ICD-10": {"underlying_cause", "other_causes"},
}  # fmt: skip


def has_codes(record: Record, wanted: Mapping[str, Any]) -> bool:
    """Whether one code of a record is in the list asked for."""
    if wanted.get("coding") and word(record, "coding") != wanted["coding"]:
        return False
    listed = tomllib.loads((RECORDS / "codes" / f"{wanted['list']}.toml").read_text(encoding="utf-8"))
    for group in listed["group"]:
        named = not wanted.get("groups") or group["id"] in wanted["groups"]
        if not named or group["id"] in wanted.get("without_groups", ()):
            continue
        for column in STANDS_IN[group["system"]] & set(wanted["columns"]):
            for present in codes_of(record, column):
                for code in (c for written in group["codes"] for c in spelled_out(written)):
                    if present == code or (listed["match"] == "prefix" and present[: len(code)] == code):
                        return True
                if any(present == c for written in group.get("exact", ()) for c in spelled_out(written)):
                    return True
    return False


def holds(record: Record, test: Mapping[str, Any]) -> bool:
    """Whether a condition of a definition holds of a record."""
    if "any" in test:
        answer = any(holds(record, one) for one in test["any"])
    elif "codes" in test:
        answer = has_codes(record, test["codes"])
    else:
        value = value_of(record, test)
        answer = value is not None or test.get("known") is False
        answer = answer and (value is None) == (test.get("known") is False)
        if answer and value is not None:
            answer = (
                ("below" not in test or value < test["below"])
                and ("at_least" not in test or value >= test["at_least"])
                and ("is" not in test or value == test["is"])
                and ("in" not in test or value in test["in"])
            )
    return answer != test.get("exclude", False)


def strata(record: Record, dimension: str, rule: str) -> list[str]:
    """Strata of a record in a dimension."""
    if dimension == "overall":
        return ["overall"]
    if dimension == "race_ethnicity":
        return races(record, rule)
    if dimension == "race_by_sex":
        sex = word(record, "sex")
        return ["not_stated" if sex is None else f"{races(record, 'single')[0]}_{sex}"]
    if dimension == "ethnicity":
        named = [g["id"] for g in tomllib.loads((RECORDS / "detailed_groups.toml").read_text("utf-8"))["group"]]
        words = {c.lower() for c in codes_of(record, "ethnicities")}
        return sorted({w if w in named else "other_group" for w in words}) or ["not_stated"]
    return [word(record, dimension) or "not_stated"]


def age_group(record: Record, definition: Mapping[str, Any]) -> str:
    """Age group of a death, or nothing where ages do not matter."""
    measure = definition["measure"]
    if measure not in ("standardized", "years_lost", "life_expectancy"):
        return ""
    years = age_at_death(record)
    if years is None:
        return "unknown"
    ages = TABLE_AGES if measure == "life_expectancy" else STANDARD_AGES
    return [group for first, group in ages if first <= years][-1]


def definition_of(name: str) -> dict[str, Any]:
    """What the file of a definition says."""
    return tomllib.loads((RECORDS / "definitions" / f"{name}.toml").read_text(encoding="utf-8"))


def counts(
    records: Iterable[Record], linked: Iterable[Record], definition: Mapping[str, Any], rule: str = "single"
) -> dict[Key, tuple[int, int]]:
    """Cases and eligible records by key, of what the file of a definition says."""
    found: dict[Key, tuple[int, int]] = {}
    births: dict[str | None, list[Record]] = {}
    for birth in linked:
        births.setdefault(birth["record_id"], []).append(birth)
        when, town = day(birth, DATES["births"]), place(birth)
        if when is not None and town is not None and when.year >= definition.get("from_year", 0):
            for dimension in definition["dimensions"]:
                for stratum in strata(birth, dimension, rule):
                    cases, eligible = found.get((when.year, town, dimension, stratum, ""), (0, 0))
                    found[when.year, town, dimension, stratum, ""] = (cases, eligible + 1)
    for record in records:
        when = day(record, DATES[definition["records"]])
        of_number = births.get(record.get("birth_record_id"), [])
        whose = of_number[0] if len(of_number) == 1 else record
        town = place(whose)
        if when is None or town is None or when.year < definition.get("from_year", 0):
            continue
        if not all(holds(record, test) for test in definition.get("eligible", ())):
            continue
        is_case = all(holds(record, test) for test in definition.get("case", ()))
        over_records = definition["denominator"] == "records"
        if not is_case and not over_records:
            continue
        unlinked = bool(births) and whose is record
        for dimension in definition["dimensions"]:
            groups = strata(whose, dimension, rule)
            for stratum in ["not_stated"] if unlinked and dimension != "overall" else groups:
                key = (when.year, town, dimension, stratum, age_group(record, definition))
                cases, eligible = found.get(key, (0, 0))
                found[key] = (cases + is_case, eligible + over_records)
    return found
