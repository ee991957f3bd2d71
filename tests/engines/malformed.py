"""Synthetic records that are spoilt on purpose: so many of each kind of fault, each in a record of its own."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from data.records.checking.kinds import kinds_of
from data.records.layouts import LAYOUTS
from tests.engines.synthetic_records import records

Spoil = Callable[[dict[str, str], str], list[dict[str, str]]]
"""Spoils a record of a layout; more rows than one where the fault is a record too many."""

BIRTHS, DEATHS, DELIVERIES = LAYOUTS
IN_ICD_9 = {"coding": "ICD-9", "diagnoses": "650;V27.0"}
IN_ICD_10 = {"coding": "ICD-10", "diagnoses": "O80;Z37.0"}


def _with(**values: str) -> Spoil:
    return lambda row, _: [{**row, **values}]


def _by_layout(births: dict[str, str], deaths: dict[str, str], deliveries: dict[str, str]) -> Spoil:
    values = {BIRTHS: births, DEATHS: deaths, DELIVERIES: deliveries}
    return lambda row, layout: [{**row, **values[layout]}]


def _dated(day: str, **coded: str) -> Spoil:
    """A date; of a delivery, coded so that nothing but the date is wrong."""
    return lambda row, layout: [{**row, LAYOUTS[layout].date: day, **(coded if layout == DELIVERIES else {})}]


def _emptied(row: dict[str, str], layout: str) -> list[dict[str, str]]:
    kept = ("record_id", LAYOUTS[layout].date, "synthetic")
    return [{name: value if name in kept else "" for name, value in row.items()}]


SPOILT: Mapping[str, Spoil] = {
    "no_record_id": _with(record_id="  "),
    "repeated_record": lambda row, _: [row, dict(row)],
    "repeated_id": lambda row, _: [row, {**row, "residence_town": "2" if row["residence_town"] == "1" else "1",
                                         "residence_state": "MA"}],
    "no_date": _dated(""),
    "unreadable_date": _dated("2021-02-30"),
    "future_date": _dated("2999-01-01", **IN_ICD_10),
    "early_date": _dated("1023-05-06", **IN_ICD_9),
    "empty_record": _emptied,
    "not_a_number": _by_layout({"mother_age": "30.5"}, {"age_years": "about 80"}, {"age": "n/a"}),
    "out_of_range": _by_layout({"birthweight": "9000"}, {"age_years": "130"}, {"length_of_stay": "-1"}),
    "unknown_word": _by_layout({"payer": "MassHealth"}, {"sex": "3"}, {"payer": "MassHealth"}),
    "no_state": _with(residence_state="Massachusetts"),
    "unreadable_flag": _with(race_black="maybe"),
    "unreadable_codes": _by_layout({"ethnicities": "haitian|cuban"}, {"underlying_cause": "heart attack"},
                                   {"procedures": "10E0XZZ, 30233N1"}),
    "no_such_town": _with(residence_town="999"),
    "town_outside": _with(residence_state="NH", residence_town="35"),
    "race_contradiction": _with(race_unknown="true", race_white="yes"),
    "damaged_text": lambda row, _: [{**row, "record_id": f"{row['record_id']}\ufffd"}],
    "weight_for_weeks": _with(gestation_weeks="24", birthweight="3500"),
    "care_and_visits": _with(prenatal_care_month="0", prenatal_visits="12"),
    "infant_columns": _with(age_years="40", age_days="3"),
    "cause_and_sex": _with(underlying_cause="O95", sex="male"),
    "coding_and_date": _with(date_of_discharge="2020-01-15", **IN_ICD_9),
    "codes_and_coding": _with(date_of_discharge="2020-01-15", **{**IN_ICD_10, "diagnoses": "650;V27.0"}),
}  # fmt: skip
"""How a record is spoilt, by kind of fault (`data.records.checking.kinds`)."""


def rows_of(table: pa.Table) -> list[dict[str, str]]:
    """Rows as texts, as a warehouse exports them: true and false, 2023-07-31, nothing for what is missing."""
    texts = [column.cast(pa.string()).fill_null("") for column in table.columns]
    return [
        dict(zip(table.column_names, values, strict=True))
        for values in zip(*(t.to_pylist() for t in texts), strict=True)
    ]


def spoilt(layout: str, number: int, planted: Mapping[str, int]) -> list[dict[str, str]]:
    """Synthetic records as texts, so many of them spoilt in each kind; the first ones, in the order of `planted`.

    Copies come on top of `number`. Raises ValueError when there are more to spoil than there are records.
    """
    if sum(planted.values()) > number:
        raise ValueError("more records are to be spoilt than there are")
    births = 0 if layout == DEATHS else None
    rows = [row for table in records(layout, number, births) for row in rows_of(table)]
    made, place = [], 0
    for kind, count in planted.items():
        made += [new for row in rows[place : place + count] for new in SPOILT[kind](row, layout)]
        place += count
    return made + rows[place:]


def write_texts(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write rows of texts as CSV, or as a Parquet of texts where the name says so."""
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(pa.Table.from_pylist(rows), path)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def planted_in(layout: str, least: int = 11) -> dict[str, int]:
    """A number of records for every kind of a layout, no two the same."""
    return {kind.id: least + n for n, kind in enumerate(kinds_of(layout))}
