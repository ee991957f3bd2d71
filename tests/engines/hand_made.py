"""Records made by hand, in the text that a file has: one that a definition counts, and what a test changes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ibis
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from data.records import counting, inputs
from data.records.definition import CaseDefinition, read_definition
from data.records.layouts import LAYOUTS

Record = dict[str, str | None]

COMMON: Record = {
    "record_id": "1", "residence_state": "MA", "residence_town": "35", "race_white": "1", "race_black": "0",
    "race_asian": "0", "race_aian": "0", "race_nhopi": "0", "race_other": "0", "race_unknown": "0", "hispanic": "no",
}  # fmt: skip


def birth(**changes: str | None) -> Record:
    """A birth in Boston to a White mother: term, one child, head first, the first, with 12 visits from month 2."""
    return COMMON | {
        "date_of_birth": "2021-06-15", "mother_age": "30", "education": "college_degree", "payer": "private",
        "plurality": "1", "gestation_weeks": "39", "birthweight": "3400", "presentation": "cephalic",
        "delivery_method": "vaginal_spontaneous", "previous_live_births": "0", "prenatal_care_month": "2",
        "prenatal_visits": "12",
    } | changes  # fmt: skip


def death(**changes: str | None) -> Record:
    """A death in Boston of a White man of 70, of a disease of the heart."""
    return COMMON | {
        "date_of_death": "2021-06-15", "sex": "male", "age_years": "70", "age_days": None,
        "underlying_cause": "I251", "other_causes": "I10;E119", "birth_record_id": None,
    } | changes  # fmt: skip


def delivery(**changes: str | None) -> Record:
    """A discharge in Boston after a vaginal delivery without complication, coded in ICD-10."""
    return COMMON | {
        "date_of_discharge": "2021-06-15", "age": "30", "payer": "private", "coding": "ICD-10",
        "diagnoses": "O80;Z370", "procedures": "10E0XZZ", "drg": "807", "died_in_hospital": "0", "length_of_stay": "2",
        "transferred_in": "0", "transferred_out": "0",
    } | changes  # fmt: skip


MADE = {"births": birth, "deaths": death, "deliveries": delivery}


def as_arrow(records: Sequence[Record], kind: str) -> pa.Table:
    """Records as a table of text, with every column of their layout that any of them has."""
    columns = [c.name for c in LAYOUTS[kind].columns if any(c.name in r for r in records) or c.required]
    return pa.table({c: pa.array([r.get(c) for r in records], pa.string()) for c in columns})


def typed(records: Sequence[Record], kind: str) -> Any:
    """Records as a typed table; DuckDB counts it."""
    return inputs.typed(ibis.memtable(as_arrow(records, kind)), LAYOUTS[kind])


def counted(
    definition: str | CaseDefinition,
    records: Sequence[Record],
    linked: Sequence[Record] | None = None,
    rule: counting.RaceRule = "single",
) -> pd.DataFrame:
    """Counts of hand-made records by a definition."""
    definition = read_definition(definition) if isinstance(definition, str) else definition
    births = typed(linked, definition.linked) if linked is not None else None
    return counting.collect(counting.counts(typed(records, definition.records), births, definition, rule))


def overall(frame: pd.DataFrame) -> tuple[int, int]:
    """Cases and eligible records of everyone, all years and places together."""
    rows = frame[frame["dimension"] == "overall"]
    return int(rows["cases"].sum()), int(rows["eligible"].sum())


def of_one(definition: str, record: Record) -> tuple[int, int]:
    """Cases and eligible records that a single record makes."""
    return overall(counted(definition, [record]))


def write(records: Sequence[Record], kind: str, path: Path) -> Path:
    """Write records as Parquet or as CSV, by the name of the file."""
    if path.suffix == ".parquet":
        pa.parquet.write_table(as_arrow(records, kind), path)
    else:
        pa.csv.write_csv(as_arrow(records, kind), path)
    return path
