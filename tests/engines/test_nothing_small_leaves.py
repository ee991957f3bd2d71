"""Counts under the threshold never leave the job's memory: no file, no line of output or log, no error has one.

Small counts are planted in records, the job is run, broken off and made to fail, and everything it leaves behind is
searched for them: for the counts, and for the rates that would give them away.
"""

from __future__ import annotations

import logging
import traceback
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from data.disclosure.tables import DisclosureError
from data.errors import InternalError
from data.observations.schema import OBSERVATION_COLUMNS
from data.records import job as job_module
from data.records.commands import records
from data.records.job import UNFINISHED, run
from data.records.publishing import protected
from data.records.publishing.confined import confined
from data.records.publishing.outputs import toml_text
from data.settings import ROOT
from data.snapshot_rows import read_rows
from tests.engines.few_records import Births, job_of, light_births, numbers_in, write_births

pytestmark = pytest.mark.slow

YEARS = (2021, 2022)
# Numbers that nothing else in a run's files is: 7 and 8 light births, and 9 births in all in the smallest town.
# Towns 1, 42 and 83 (Abington, Bridgewater, East Bridgewater) are in the same county, region and areas.
PLANTED: Births = {
    (2021, 1): (460, 7), (2021, 42): (530, 8), (2021, 83): (9, 2), (2021, 35): (2100, 140), (2021, 40): (700, 44),
    (2022, 1): (450, 8), (2022, 42): (520, 7), (2022, 83): (9, 0), (2022, 35): (2000, 130), (2022, 40): (690, 41),
}  # fmt: skip
SWAPPED: Births = {**PLANTED, (2021, 1): (460, 8), (2021, 42): (530, 7)}
"""The same, with one light birth moved from one hidden town to another of its county, region and areas."""
SMALL = {7.0, 8.0, 9.0}
RATES = {100 * light / born for born, light in PLANTED.values() if 0 < light < 11}


def small_numbers(text: str) -> set[float]:
    return {n for n in numbers_in(text) if n in SMALL or any(abs(n - rate) < 1e-9 for rate in RATES)}


def files_of(folder: Path) -> dict[str, bytes]:
    """Files of a run, without what is the same in every run: the site's own tables, and the indicator's definition."""
    own = {toml_text(light_births().catalog_entry((source,))).encode() for source in ("tried", "state_records")}
    own |= {path.read_bytes() for name in ("snapshot", "sources") for path in (ROOT / "data" / name).glob("massgis_*")}
    own.add((ROOT / "data" / "snapshot" / "label_points.csv").read_bytes())
    found = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: content for name, content in found.items() if content not in own}


def found_in(files: dict[str, bytes]) -> dict[str, set[float]]:
    return {name: found for name, content in files.items() if (found := small_numbers(content.decode()))}


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every record that any logger is given while a test runs, of whatever level, and every warning."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    handler, root = Keep(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        with warnings.catch_warnings(record=True) as given:
            warnings.simplefilter("always")
            yield lines
            lines += [str(warning.message) for warning in given]
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def test_the_search_finds_what_it_looks_for(tmp_path: Path) -> None:
    """The same search of the rows before control finds them: it can fail."""
    births = write_births(tmp_path / "births.csv", PLANTED)
    seen: list[Any] = []

    def look(made: Any, *_: Any) -> dict[Any, list[Any]]:
        seen.extend(f.row for several in made.values() for f in several)
        return {definition: [] for definition in made}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job_module, "protected_rows", look)
        run(job_of(births, tmp_path / "out", YEARS))
    text = " ".join(f"{row.numerator} {row.value} {row.denominator}" for row in seen)
    assert small_numbers(text) >= SMALL | RATES


def test_no_file_and_no_line_of_a_run_has_a_small_count(tmp_path: Path, logged: list[str]) -> None:
    births, out = write_births(tmp_path / "births.csv", PLANTED), tmp_path / "out"
    words = ["run", "low_birthweight_records", "--births", str(births), "--years", "2021-2022", "--out", str(out)]
    result = CliRunner().invoke(records, [*words, "--together", "2"], catch_exceptions=False)
    assert result.exit_code == 0
    files = files_of(out)
    assert {"snapshot/state_records.csv", "sources/state_records.toml", "manifest.json"} <= files.keys()
    assert found_in(files) == {}
    statuses = [row["status"] for row in read_rows(out / "snapshot" / "state_records.csv", OBSERVATION_COLUMNS)]
    hidden, missing = statuses.count("suppressed"), statuses.count("not_available")
    # Whoever reads the table can count its rows: this line tells no more.
    told = f"{len(statuses) - hidden - missing:,} rows are shown, {hidden:,} hidden, {missing:,} not available"
    assert told in result.output
    assert small_numbers(result.output.replace(told, "")) == set()
    assert small_numbers("\n".join(logged)) == set()
    assert sorted(p.name for p in out.iterdir()) == ["indicators", "manifest.json", "snapshot", "sources"]


def test_what_is_kept_of_a_run_that_broke_off_has_no_small_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    births, out = write_births(tmp_path / "births.csv", PLANTED), tmp_path / "out"
    lines: list[str] = []

    def breaks_off(line: str) -> None:
        lines.append(line)
        if line.startswith("part 2") and "hiding" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(job_of(births, out, YEARS), breaks_off)
    files = files_of(out)
    assert {name.split("/")[0] for name in files} == {UNFINISHED}
    assert any(name.endswith(".csv") for name in files)
    assert found_in(files) == {}
    assert small_numbers("\n".join(lines)) == set()


def test_what_is_published_does_not_depend_on_how_the_hidden_are_divided(tmp_path: Path) -> None:
    """Two towns of one county change their hidden counts, whose sum is the same: not one byte of a table changes."""
    written = []
    for name, births in (("one", PLANTED), ("other", SWAPPED)):
        folder = tmp_path / name
        folder.mkdir()
        run(job_of(write_births(folder / "births.csv", births), folder / "out", YEARS))
        files = files_of(folder / "out")
        files.pop("manifest.json")  # it has the checksum of the records
        written.append(files)
    assert written[0] == written[1]


@pytest.mark.parametrize("where", ["figures", "protected_rows"])
def test_an_error_on_the_way_has_no_words_of_a_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, logged: list[str]
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        try:
            raise KeyError("7 of 460 in town 1")
        except KeyError as error:
            raise ValueError("cannot convert 8 light births") from error

    monkeypatch.setattr(job_module, where, fails)
    births, out = write_births(tmp_path / "births.csv", PLANTED), tmp_path / "out"
    try:
        run(job_of(births, out, YEARS))
    except InternalError as error:
        # All that a log or a console could print: the error, its causes and what it was raised from.
        text = "".join(traceback.format_exception(error)) + repr(error.__context__) + repr(error.__cause__)
    else:
        pytest.fail("the error was swallowed")
    said = [line for line in text.splitlines() if not line.startswith("  ")]
    assert "ValueError at test_nothing_small_leaves.py" in text
    assert not any(word in line for line in said for word in ("of 460", "light births", "KeyError"))
    assert error_free(logged)
    assert found_in(files_of(out)) == {}


def error_free(lines: Iterable[str]) -> bool:
    return small_numbers("\n".join(lines)) == set()


def test_our_own_errors_keep_their_words_and_lose_their_chain() -> None:
    def fails() -> None:
        try:
            raise ValueError("7 of 460")
        except ValueError as error:
            raise DisclosureError("births.csv: 25001: not protected") from error

    with pytest.raises(DisclosureError, match="25001: not protected") as raised:
        confined("hiding", fails)
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_a_small_count_that_control_let_pass_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last look: control that hides nothing makes the run fail, and nothing is written."""

    class Passes:
        def __init__(self, rows: list[Any]) -> None:
            self.observations = rows

    monkeypatch.setattr(protected, "protect", lambda rows, *_: Passes(list(rows)))
    births, out = write_births(tmp_path / "births.csv", PLANTED), tmp_path / "out"
    with pytest.raises(DisclosureError, match="a small count was about to be written; nothing was"):
        run(job_of(births, out, YEARS))
    assert files_of(out) == {}


def test_a_figure_does_not_say_its_number_when_it_is_printed(tmp_path: Path) -> None:
    births = write_births(tmp_path / "births.csv", {(2021, 1): (460, 7)})
    seen: list[str] = []

    def look(made: Any, *_: Any) -> dict[Any, list[Any]]:
        seen.append(repr(made))
        return {definition: [] for definition in made}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job_module, "protected_rows", look)
        run(job_of(births, tmp_path / "out", (2021,), light_births(levels=("municipality",))))
    assert "Figure(low_birthweight_records" in seen[0]
    assert not {7.0, 460.0} & numbers_in(seen[0].partition("Figure(")[2])
