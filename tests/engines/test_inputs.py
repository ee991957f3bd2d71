"""Records are read the same from Parquet, CSV and tables: what is not known, and what cannot be, is missing."""

from __future__ import annotations

import shutil
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet
import pytest

from data.records import engines, inputs
from data.records.definition import definitions
from data.records.errors import EngineMissingError, RecordsError
from data.records.layouts import LAYOUTS, SEPARATOR, layout_of
from data.settings import ROOT
from tests.engines.hand_made import MADE, birth, death, delivery, typed, write


def value_of(kind: str, column: str, text: str | None) -> Any:
    """What a field of a file is read as."""
    return engines.frame(typed([MADE[kind](**{column: text})], kind))[column].iloc[0]


def missing(value: Any) -> bool:
    return value is None or value != value


@pytest.mark.parametrize(
    ("kind", "column", "text", "read"),
    [
        ("births", "birthweight", " 2499 ", 2499), ("births", "birthweight", "+2499", 2499),
        ("births", "birthweight", "227", 227), ("births", "birthweight", "8165", 8165),
        ("births", "birthweight", "226", None), ("births", "birthweight", "9999", None),
        ("births", "birthweight", "2499.5", None), ("births", "birthweight", "2.5e3", None),
        ("births", "birthweight", "99999999999999999999", None), ("births", "birthweight", "", None),
        ("births", "previous_live_births", "0", 0), ("births", "previous_live_births", "99", None),
        ("births", "residence_town", "0", None), ("births", "residence_town", "351", 351),
        ("births", "delivery_method", " Cesarean", "cesarean"), ("births", "delivery_method", "unknown", None),
        ("births", "delivery_method", "section", None), ("births", "residence_state", "ZZ", None),
        ("deaths", "age_years", "999", None), ("deaths", "age_years", "120", 120), ("deaths", "age_years", "121", None),
        ("deaths", "other_causes", "t40.1; i10", "T401;I10"), ("deaths", "other_causes", "", None),
        ("deliveries", "coding", "ICD-10", "ICD-10"), ("deliveries", "coding", "10", None),
        ("deliveries", "died_in_hospital", "Y", True), ("deliveries", "died_in_hospital", "No", False),
        ("deliveries", "died_in_hospital", "2", None),
    ],
)  # fmt: skip
def test_a_field_is_read_as_what_it_says_or_is_missing(kind: str, column: str, text: str, read: Any) -> None:
    found = value_of(kind, column, text)
    assert missing(found) if read is None else found == read


@pytest.mark.parametrize(
    ("text", "read"),
    [("2021-06-15", date(2021, 6, 15)), (" 2021-06-15 ", date(2021, 6, 15)), ("2021-06-31", None), ("06/15/2021", None),
     ("2021-6-5", None), ("20210615", None), ("", None)],
)  # fmt: skip
def test_a_day_is_read_in_one_form_alone(text: str, read: date | None) -> None:
    frame = engines.frame(typed([birth(date_of_birth=text)], "births"))
    found = frame["date_of_birth"].astype(object).iloc[0]
    assert missing(found) if read is None else str(found)[:10] == str(read)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_is_read_whatever_its_form(form: str, tmp_path: Path) -> None:
    path = write([birth(record_id="1"), birth(record_id="2", birthweight="9999")], "births", tmp_path / f"b.{form}")
    engine = engines.connect("duckdb")
    frame = engines.frame(inputs.read(engine, path, LAYOUTS["births"]).order_by("record_id"))
    assert frame["birthweight"].iloc[0] == 3400
    assert missing(frame["birthweight"].iloc[1])
    assert list(frame.columns) == [c.name for c in LAYOUTS["births"].columns]
    engines.disconnect(engine)


def test_a_warehouse_that_has_numbers_days_and_lists_needs_not_write_them_as_text(tmp_path: Path) -> None:
    text = delivery()
    own: dict[str, Any] = {name: [value] for name, value in text.items()}
    own |= {
        "date_of_discharge": [datetime(2021, 6, 15, 23, 59)],  # noqa: DTZ001
        "age": [30.0], "residence_town": [35], "race_white": [True], "diagnoses": [["O80", "Z37.0"]],
    }  # fmt: skip
    pa.parquet.write_table(pa.table(own), tmp_path / "warehouse.parquet")
    engine = engines.connect("duckdb")
    row = engines.frame(inputs.read(engine, tmp_path / "warehouse.parquet", LAYOUTS["deliveries"])).iloc[0]
    assert (row["age"], row["residence_town"], row["race_white"]) == (30, 35, True)
    assert row["diagnoses"] == "O80;Z370"
    assert str(row["date_of_discharge"])[:10] == "2021-06-15"
    engines.disconnect(engine)


def test_a_table_of_the_engine_is_read_by_its_name() -> None:
    engine = engines.connect("duckdb")
    engine.raw_sql(f"CREATE TABLE deaths_of_2021 AS SELECT {', '.join(f'NULL::VARCHAR AS {n}' for n in death())}")
    assert engines.frame(inputs.read(engine, "deaths_of_2021", LAYOUTS["deaths"]).count().as_table()).iloc[0, 0] == 1
    engines.disconnect(engine)


def test_a_column_that_may_be_missing_is_read_as_unknown() -> None:
    frame = engines.frame(typed([delivery(drg=None)], "deliveries"))
    assert not missing(frame["transferred_in"].iloc[0])
    assert missing(frame["ethnicities"].iloc[0])
    assert missing(frame["synthetic"].iloc[0])


def test_a_file_without_a_column_that_is_needed_is_refused_by_name() -> None:
    table = ibis.memtable(pa.table({"record_id": ["1"], "hispanic": ["no"]}))
    with pytest.raises(RecordsError, match=r"the file of deaths lacks residence_state, .*sex, .*docs/records.md"):
        inputs.typed(table, LAYOUTS["deaths"])


def test_a_file_or_table_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    engine = engines.connect("duckdb")
    for where in (tmp_path / "births.csv", tmp_path / "no" / "*.parquet", "birth_table"):
        with pytest.raises(RecordsError, match=f"{Path(where).name.replace('*', '.')} (is not there|cannot be read)"):
            inputs.read(engine, where, LAYOUTS["births"])
    engines.disconnect(engine)


def test_layouts_hold_what_every_count_needs() -> None:
    for layout in LAYOUTS.values():
        names = [c.name for c in layout.columns]
        assert len(names) == len(set(names))
        assert {layout.key, layout.date, "residence_state", "residence_town", "hispanic"} <= set(layout.required)
        assert all(c.meaning.endswith(".") for c in layout.columns)
        assert all(SEPARATOR not in value for c in layout.columns for value in c.values)
    with pytest.raises(RecordsError, match="“fetal_deaths” is no kind of record; known: births, deaths, deliveries"):
        layout_of("fetal_deaths")


def test_the_document_says_every_column_and_every_definition() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("records*.md")))
    for layout in LAYOUTS.values():
        assert f"(`{layout.id}`)" in text
        for column in layout.columns:
            assert f"| `{column.name}` | {column.kind} |" in text, column.name
            assert all(f"`{value}`" in text for value in (*column.values, *map(str, column.unknown))), column.name
    for name in definitions():
        assert f"| `{name}` |" in text, name


def test_an_engine_that_is_not_installed_or_does_not_answer_is_said_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(RecordsError, match="no engine answers at nowhere://x"):
        engines.connect("nowhere://x")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(EngineMissingError, match="Spark needs Java 17 or 21"):
        engines.connect("spark://127.0.0.1:7077")
    monkeypatch.setitem(sys.modules, "ibis", None)
    with pytest.raises(EngineMissingError, match=r"needs ibis, .*python -m pip install -r requirements-records.txt"):
        engines.connect("duckdb")


def test_an_engine_keeps_to_the_memory_it_is_given_and_says_its_version(tmp_path: Path) -> None:
    engine = engines.connect("duckdb", "512MB", scratch=tmp_path)
    said = engine.raw_sql("SELECT current_setting('memory_limit'), current_setting('temp_directory')").fetchone()
    assert said == ("488.2 MiB", str(tmp_path))
    assert set(engines.versions(engine)) == {"ibis", "duckdb"}
    engines.disconnect(engine)


def test_what_an_engine_says_of_a_file_is_not_passed_on(tmp_path: Path) -> None:
    """It may quote the file, and a record with it."""
    path = tmp_path / "births.parquet"
    path.write_bytes(b"PAR1 Jane Doe PAR1")
    with pytest.raises(RecordsError, match=r"births\.parquet cannot be read as records \(\w+\)") as refused:
        inputs.open_table(engines.connect(), path)
    assert "Doe" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


def test_the_password_of_an_address_is_not_repeated() -> None:
    with pytest.raises(RecordsError, match="no engine answers at nosuch://warehouse/births") as refused:
        engines.connect("nosuch://analyst:secret@warehouse/births")
    assert "secret" not in str(refused.value)
    assert "analyst" not in str(refused.value)
