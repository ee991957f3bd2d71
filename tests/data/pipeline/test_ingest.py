"""What a release may not be: a row that breaks a rule, or a table that moves half of its figures by more than half."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from data.catalog.models import read_sources
from data.errors import SnapshotError, SourceFileError
from data.geography.places import read_geography
from data.observations.csv_files import read_populations, write_populations
from data.pipeline.audit import audit
from data.pipeline.build import Inputs, build
from data.pipeline.datapackage import write_package
from data.pipeline.ingest import ingest
from data.pipeline.release_policy import Overrides, check_release
from data.sources.files.request import Request

pytestmark = pytest.mark.slow

CODES = ("000", *(f"{2 * n + 1:03}" for n in range(14)))
FILE, TABLE = "v999_r2025.csv", "chr_2025.csv"
HEADER = "statecode,countycode,v999_rawvalue,v999_numerator,v999_denominator,v999_cilow,v999_cihigh"
DEFINITION = """
title = "Deaths"
topic = "context"
measure = "rate"
per = 100000
unit = "per 100,000 residents a year"
unit_short = "per 100,000"
polarity = "higher_is_worse"
adjustment = "crude"
definition = "Deaths of residents, per 100,000 residents a year: a synthetic indicator."
[words]
people = "residents"
happen = "die"
happened = "died"
events = "deaths"
rate = "death rate"
[[series]]
source = "chr_2025"
file = "v999_r2025.csv"
layout = "overall"
measure = "v999"
period = "2020-2022"
"""
SOUND = {code: f"{20 + n}.0,{20 + n},100000,{10 + n},{40 + n}" for n, code in enumerate(CODES)}
"""Synthetic rows in County Health Rankings' format: 20, 21 … deaths among 100,000 person-years, with an interval."""
BARNSTABLE = 3
"""The row of county 001 in the publisher's file, as a spreadsheet counts: the state's is before it."""


@dataclass
class World:
    """Few inputs with a synthetic indicator, and a folder for its publisher's file."""

    inputs: Inputs
    folder: Path
    heard: list[str] = field(default_factory=list)

    @property
    def table(self) -> Path:
        return self.inputs.snapshot / TABLE

    def write(self, rows: Mapping[str, str]) -> None:
        lines = [HEADER, *(f"25,{code},{cells}" for code, cells in rows.items())]
        (self.folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def take_in(self, rows: Mapping[str, str], *, accept: bool = False) -> int:
        self.write(rows)
        self.heard.clear()
        return ingest("chr_2025", self.folder, self.inputs, progress=self.heard.append, accept_revisions=accept).rows


@pytest.fixture
def world(small_inputs: Inputs, tmp_path: Path) -> World:
    (small_inputs.indicators / "deaths.toml").write_text(DEFINITION, encoding="utf-8")
    (tmp_path / "files").mkdir()
    return World(small_inputs, tmp_path / "files")


@dataclass(frozen=True)
class Wrong:
    """A row that cannot be: its figures, and what is wrong in words.

    `in_file` is what is said of the publisher's file, `problem` what is said of a row of ours.
    """

    value: str
    low: str = ""
    high: str = ""
    count: str = ""
    people: str = ""
    problem: str = ""
    in_file: str = ""

    @property
    def published(self) -> str:
        """As the publisher's file has it."""
        return ",".join((self.value, self.count, self.people, self.low, self.high))

    @property
    def held(self) -> str:
        """As the snapshot would."""
        return ",".join((self.value, self.low, self.high, self.count, self.people))


WRONG = {
    # What decimal commas once made of 41.00 per 100,000, beside the count and the people it is of.
    "a rate a hundred times too high": Wrong(
        "4100", "3618", "4582", "278", "678032",
        problem="278 of 678032 are 41.001 per 100000, not 4100",
        in_file="“4100” is not 278 of 678,032, which give 41.0",
    ),
    # 780 deaths gave the rate; the count is that of the next row.
    "the count of another county": Wrong(
        "11.4", "10.6", "12.2", "932", "6842105",
        problem="per 100000, not 11.4", in_file="“11.4” is not 932 of 6,842,105, which give 13.6",
    ),
    "a rate below its interval": Wrong(
        "21", "30", "40", "21", "100000",
        problem="its value 21 lies outside its interval 30 to", in_file="its value 21 lies outside its interval 30 to",
    ),
    "-1 for no rate": Wrong("-1", problem="-1 is below zero", in_file="“-1” is below zero"),
    "-999 for no rate": Wrong("-999", problem="-999 is below zero", in_file="“-999” is below zero"),
    "an interval below zero": Wrong(
        "21", "-2", "40", "21", "100000", problem="-2 is below zero", in_file="“-2” is below zero"
    ),
    "more deaths than people": Wrong(
        "21", "10", "40", "100000", "21", problem="counts 100000 of 21", in_file="“21” is not 100,000 of 21"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_figure_is_refused_by_ingest_with_file_column_and_row(world: World, case: str) -> None:
    assert world.take_in(SOUND) == 15
    before = world.table.read_bytes()
    with pytest.raises(SourceFileError) as caught:
        world.take_in({**SOUND, "001": WRONG[case].published})
    assert (caught.value.file, caught.value.row) == (FILE, BARNSTABLE)
    assert str(caught.value.column).startswith("v999_")
    assert WRONG[case].in_file in str(caught.value)
    assert world.table.read_bytes() == before


def test_a_wrong_figure_is_refused_by_build_and_found_by_check_in_its_row(world: World, tmp_path: Path) -> None:
    world.take_in(SOUND)
    write_package(world.inputs)
    database = tmp_path / "equity.duckdb"
    build(database, world.inputs)
    key, sound = "deaths,county,25001,overall,overall,2020-01-01,2022-12-31,", world.table.read_text(encoding="utf-8")
    assert sound.splitlines()[1] == f"{key}21,11,41,21,100000,reported,chr_2025", "counties come before the state"
    before = database.read_bytes()
    for case, wrong in WRONG.items():
        world.table.write_text(sound.replace(f"{key}21,11,41,21,100000", key + wrong.held), encoding="utf-8")
        sentence = rf"^chr_2025.csv, column “\w+”, row 2: deaths, 25001, .*{re.escape(wrong.problem)}"
        with pytest.raises(SnapshotError, match=sentence):
            build(database, world.inputs)
        problems = [p for finding in audit(world.inputs, database) for p in finding.problems]
        assert [p for p in problems if re.search(sentence, p)], case
    assert database.read_bytes() == before


def test_a_negative_population_is_refused_in_its_row(world: World, tmp_path: Path) -> None:
    world.take_in(SOUND)
    path = world.inputs.snapshot / "census_subcounty_2019.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[header.split(",").index("population")] = "-999"
    path.write_text("\n".join([header, ",".join(cells), *rest]) + "\n", encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"^census_subcounty_2019.csv, column “population”, row 2: “-999” is not"):
        build(tmp_path / "equity.duckdb", world.inputs)


# What it changes


def test_the_first_release_has_nothing_to_compare_with_and_says_so(world: World) -> None:
    world.take_in(SOUND)
    assert world.heard == ["chr_2025.csv: the first table of this source; there is nothing to compare it with"]


def test_a_release_says_what_it_adds_removes_and_revises(world: World) -> None:
    """One of fifteen rates goes from 21 to 42, which is 100 % more; the other fourteen stay."""
    world.take_in(SOUND)
    world.take_in({**SOUND, "001": "42,42,100000,30,57"})
    assert world.heard == [
        "deaths: 0 added, 0 removed, 1 revised, 14 the same; revised by +100.0 % (median), +100.0 % (most)",
        "  deaths, 25001, overall, 2020-2022: 21 (reported) → 42 (reported)",
    ]
    world.take_in({**SOUND, "001": "42,42,100000,30,57"})
    assert world.heard == ["deaths: 0 added, 0 removed, 0 revised, 15 the same"]


def _times(factor: float, many: int) -> dict[str, str]:
    """Rates, counts and intervals of the first `many` places multiplied: what one publisher's other unit would give."""
    rows = {}
    for n, (code, cells) in enumerate(SOUND.items()):
        value, count, people, low, high = map(float, cells.split(","))
        f = factor if n < many else 1
        rows[code] = f"{value * f:g},{count * f:g},{people:.0f},{low * f:g},{high * f:g}"
    return rows


def test_a_release_that_moves_half_of_its_figures_by_over_half_is_refused_until_accepted(world: World) -> None:
    """Eight of fifteen places at twice the rate: the median figure moved by 100 %. The least are named, no figure."""
    world.take_in(SOUND)
    before = world.table.read_bytes()
    with pytest.raises(SnapshotError) as caught:
        world.take_in(_times(2, 8))
    sentence = str(caught.value)
    assert sentence.startswith("chr_2025.csv: half of the figures of deaths would move by more than 50%; most in ")
    assert "Barnstable County, overall, 2020-2022" in sentence
    assert sentence.endswith("if it did revise them so, run again with --accept-revisions")
    assert world.heard[0].startswith("deaths: 0 added, 0 removed, 8 revised, 7 the same; revised by +100.0 % (median)")
    assert world.table.read_bytes() == before
    assert world.take_in(_times(2, 8), accept=True) == 15
    assert world.table.read_bytes() != before


@pytest.mark.parametrize(("factor", "many"), [(1.5, 15), (0.5, 15), (4, 7)])
def test_a_release_that_moves_less_or_fewer_is_taken(world: World, factor: float, many: int) -> None:
    """By exactly half, or seven of fifteen, is not more than half."""
    world.take_in({code: _even(cells) for code, cells in SOUND.items()})
    world.take_in({code: _even(cells) for code, cells in _times(factor, many).items()})


def _even(cells: str) -> str:
    """Counts doubled, people too: whole numbers after halving."""
    value, count, people, low, high = map(float, cells.split(","))
    return f"{value:g},{2 * count:g},{2 * people:.0f},{low:g},{high:g}"


def test_a_file_read_wrongly_among_others_is_refused_although_the_others_stay(world: World) -> None:
    """The median is that of each indicator: one of many files in another unit is found."""
    for name in "abcd":
        other = DEFINITION.replace("v999", f"v99{name}")
        (world.inputs.indicators / f"deaths_{name}.toml").write_text(other, encoding="utf-8")
        text = "\n".join([HEADER.replace("v999", f"v99{name}"), *(f"25,{c},{x}" for c, x in SOUND.items())])
        (world.folder / f"v99{name}_r2025.csv").write_text(text + "\n", encoding="utf-8")
    assert world.take_in(SOUND) == 75
    with pytest.raises(SnapshotError, match="half of the figures of deaths would move"):
        world.take_in(_times(10, 15))


def test_of_a_source_whose_small_counts_the_build_hides_no_figure_is_said(world: World) -> None:
    path = world.inputs.sources / "chr_2025.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n\n[race]", '\ndisclosure = "threshold"\n\n[race]', 1), encoding="utf-8")
    world.take_in(SOUND)
    with pytest.raises(SnapshotError) as caught:
        world.take_in(dict.fromkeys(SOUND, "7,7,100000,3,15"))
    assert world.heard == ["deaths: 0 added, 0 removed, 15 revised, 0 the same; revised by -74.1 % (median)"], (
        "27 to 7 in the middle of fifteen places"
    )
    assert "7 (reported)" not in str(caught.value)


def test_residents_of_another_order_of_size_are_asked_about(world: World, tmp_path: Path) -> None:
    """Synthetic: a table in which every place has three times the residents it has in the table in place."""
    old, new = world.inputs.snapshot / "census_subcounty_2019.csv", tmp_path / "census_subcounty_2019.csv"
    write_populations(new, [replace(p, population=3 * p.population) for p in read_populations(old)])
    source = read_sources(world.inputs.sources)["census_subcounty_2019"]
    geography = read_geography(world.inputs.snapshot / "massgis_municipalities.csv", world.inputs.areas)
    request = Request(tmp_path, source, (), {}, geography)
    with pytest.raises(SnapshotError, match="half of the figures of population would move by more than 50%"):
        check_release(old, new, request, Overrides(), world.heard.append)
    assert world.heard[0].endswith("the same; revised by +200.0 % (median), +200.0 % (most)")
    check_release(old, new, request, Overrides(revisions=True), world.heard.append)
    check_release(old, old, request, Overrides(), world.heard.append)
    assert world.heard[-1].startswith("population: 0 added, 0 removed, 0 revised, ")
