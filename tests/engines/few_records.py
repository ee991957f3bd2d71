"""A few hand-made birth records, and what a run makes of them: for tests of what a run writes and says."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from data.records.definition import CaseDefinition, read_definition
from data.records.job import Job

COLUMNS = (
    "record_id", "residence_state", "residence_town", "race_white", "race_black", "race_asian", "race_aian",
    "race_nhopi", "race_other", "race_unknown", "hispanic", "ethnicities", "synthetic", "date_of_birth", "mother_age",
    "education", "payer", "plurality", "gestation_weeks", "birthweight", "presentation", "delivery_method",
    "previous_live_births", "prenatal_care_month", "prenatal_visits",
)  # fmt: skip
_USUAL = {
    "residence_state": "MA", "race_white": "yes", "hispanic": "no", "synthetic": "yes", "mother_age": "30",
    "education": "college_degree", "payer": "private", "plurality": "1", "gestation_weeks": "39",
    "birthweight": "3300", "presentation": "cephalic", "delivery_method": "vaginal_spontaneous",
    "previous_live_births": "1", "prenatal_care_month": "2", "prenatal_visits": "12",
}  # fmt: skip

Births = Mapping[tuple[int, int], tuple[int, int]]
"""By year and municipality (its number): births, and how many of them weigh little."""


def write_births(path: Path, births: Births, **changes: str) -> Path:
    """Write as many records as are asked for; `changes` are columns that all of them have otherwise."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="no")
        writer.writeheader()
        number = 0
        for (year, town), (born, light) in births.items():
            for n in range(born):
                number += 1
                weight = "2100" if n < light else "3300"
                row = {**_USUAL, "record_id": f"B{number}", "residence_town": str(town), "birthweight": weight}
                writer.writerow({**row, "ethnicities": "", "date_of_birth": f"{year}-05-17", **changes})
    return path


def light_births(**changes: object) -> CaseDefinition:
    """Low birthweight of everyone, in single years unless said."""
    kept = {"dimensions": ("overall",), "pooled": ()}
    return read_definition("low_birthweight_records").model_copy(update={**kept, **changes})


def job_of(births: Path, out: Path, years: Iterable[int], *definitions: CaseDefinition, **changes: object) -> Job:
    """A job of low birthweight, or of the definitions."""
    chosen = definitions or (light_births(),)
    content = {"definitions": chosen, "records": {"births": str(births)}, "years": tuple(years), "out": out}
    return Job(**{**content, "about": {"id": "tried"}, **changes})  # type: ignore[arg-type]


NUMBER = re.compile(r"(?<![\w.\-])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w\-]|\.\d)")


def numbers_in(text: str) -> set[float]:
    """Numbers that stand in a text by themselves: no parts of words, codes, days or fingerprints."""
    return {float(found) for found in NUMBER.findall(text)}
