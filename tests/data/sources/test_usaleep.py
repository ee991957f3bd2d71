"""Synthetic rows in the formats of the four files that make life expectancy by census tract into that of towns."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog.models import Catalog
from data.catalog.tracts import Tract, TractBasis, basis_of
from data.errors import DefinitionError, SnapshotError, SourceFileError
from data.observations.models import Observation
from data.observations.tracts import read_tracts, write_tracts
from data.settings import ROOT
from data.sources.federal import usaleep
from data.sources.files.request import Request
from data.statistics.pooled import weighted_mean
from tests.alternatives.tracts import means_of_table
from tests.importing import request_for
from tests.questions import Asked

SNAPSHOT = ROOT / "data" / "snapshot"
HEAD = '"Tract ID","STATE2KX","CNTY2KX","TRACT2KX","e(0)","se(e(0))","Abridged life table flag"'
ESTIMATES = (
    "25025000100,25,025,000100,80,2,1",
    "25025000200,25,025,000200,76,1,3",
    "25025160101,25,025,160101,78.5,1.5,2",
)
KEY = (
    "25025000100,35,Boston,2502507000,max_population_overlap",
    "25025000200,35,Boston,2502507000,max_population_overlap",
    "25025160101,57,Chelsea,2502513205,max_population_overlap",
    "25001010100,20,Barnstable,2500103690,max_population_overlap",
    "25005600100,211,North Attleborough,2500546575,max_population_overlap",
    "25025990101,,,,max_area_overlap",
)
RESIDENTS = (
    "25025000100,3000", "25025000200,1000", "25025160101,900", "25001010100,500", "25005600100,600", "25025990101,0",
)  # fmt: skip
TOWNS = (
    "040,25,Massachusetts,6000,6000", "061,25,Boston city,4000,4000", "061,25,Chelsea city,900,900",
    "061,25,Barnstable Town city,A,500", "061,25,North Attleborough town,600,600", "157,25,Boston city,1,1",
)  # fmt: skip
TOWN_NUMBERS = {"35": "2502500000", "57": "2502500001", "20": "2500100000", "211": "2500500000"}
Files = dict[str, tuple[str, ...]]
Read = Callable[..., dict[str, Observation]]


def write(folder: Path, files: Files) -> Request:
    heads = {
        "t.csv": HEAD,
        "k.csv": "ct10_id,muni_id,muni_name,cosub_cn10,join_type",
        "r.csv": "ct10_id,pop_2010",
        "s.csv": "SUMLEV,STATE,NAME,CENSUS2010POP,ESTIMATESBASE2010",
    }
    for name, head in heads.items():
        (folder / name).write_text("\n".join([head, *files[name], ""]), encoding="latin-1")
    keys = {
        "file": "t.csv", "key": "k.csv", "residents": "r.csv", "towns": "s.csv", "tracts": len(files["t.csv"]),
        "period": "2010-2015",
    }  # fmt: skip
    request = request_for("usaleep", folder, keys, measure="years", adjustment="modelled_age_adjusted")
    return replace(request, geography=replace(request.geography, town_ids=TOWN_NUMBERS))


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def run(**files: tuple[str, ...]) -> dict[str, Observation]:
        whole: Files = {"t.csv": ESTIMATES, "k.csv": KEY, "r.csv": RESIDENTS, "s.csv": TOWNS}
        whole |= {f"{name}.csv": rows for name, rows in files.items()}
        return {row.geo_id: row for row in usaleep.read(write(tmp_path, whole)) if isinstance(row, Observation)}

    return run


def change(rows: Iterable[str], old: str, new: str) -> tuple[str, ...]:
    changed = tuple(row.replace(old, new, 1) for row in rows)
    assert changed != tuple(rows)
    return changed


def test_a_town_has_the_mean_of_its_tracts_weighted_by_residents(read: Read) -> None:
    boston = read()["2502500000"]
    error = math.sqrt((3000 * 2) ** 2 + (1000 * 1) ** 2) / 4000
    assert boston.value == pytest.approx((3000 * 80 + 1000 * 76) / 4000)
    assert (boston.ci_low, boston.ci_high) == pytest.approx((79 - 1.96 * error, 79 + 1.96 * error), abs=1e-4)
    assert (boston.status, boston.period.slug) == ("reported", "2010-2015")


def test_the_state_has_the_mean_of_all_tracts_with_an_estimate(read: Read) -> None:
    assert read()["25"].value == pytest.approx((3000 * 80 + 1000 * 76 + 900 * 78.5) / 4900)


def test_a_town_without_an_estimate_is_not_available_and_not_zero(read: Read) -> None:
    rows = read()
    assert {rows[town].status for town in ("2500100000", "2500500000")} == {"not_available"}
    assert rows["2500100000"].value is None
    assert len(rows) == 1 + 4, "every city and town has a row"


@pytest.mark.parametrize(
    ("residents", "town", "shown"),
    [
        (("3200", "800"), "4000", True),  # 80% of the residents are in the tract with an estimate
        (("3199", "801"), "4000", False),
        (("3200", "800"), "3200", True),  # 80% of the tracts' residents may be the town's
        (("3200", "800"), "3199", False),
    ],
)
def test_a_town_has_a_figure_from_four_fifths_of_its_residents_on(
    read: Read, residents: tuple[str, str], town: str, shown: bool
) -> None:
    rows = read(
        t=tuple(row for row in ESTIMATES if "000200" not in row),
        r=change(change(RESIDENTS, ",3000", f",{residents[0]}"), ",1000", f",{residents[1]}"),
        s=tuple(row.replace("061,25,Boston city,4000", f"061,25,Boston city,{town}") for row in TOWNS),
    )
    assert (rows["2502500000"].status == "reported") == shown


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("t", "25025000100,25", "25025000101,25", "is not the tract 25025000100 of Massachusetts"),
        ("t", "25025000100,25,025,000100", "33025000100,33,025,000100", "is not the tract 33025000100 of Mass"),
        ("t", "025,000100", "25,000100", "has lost its leading zeros"),
        ("t", ",80,2,1", ",8,2,1", "“8” is no life expectancy in years"),
        ("t", ",80,2,1", ",80,0,1", "“0” is no standard error"),
        ("t", ",80,2,1", ",80,2,4", "“4” is none of the flags 1, 2, 3"),
        ("t", ",80,2,1", ",80,,1", "an empty cell is nowhere else"),
        ("t", "25025000200,25,025,000200", "25025000100,25,025,000100", "repeats row 2"),
        ("t", "25025000200,25,025,000200", "25025000300,25,025,000300", "is no tract of 2010 in the key"),
        ("k", "35,Boston", "36,Boston", "Boston has another number than “36”"),
        ("k", "35,Boston", "35,Bostn", "is no city or town of Massachusetts"),
        ("k", "57,Chelsea,2502513205", ",,", "has 900 residents and no city or town"),
        ("k", "25001010100", "25001010199", "has other tracts than the residents"),
        ("r", ",3000", ",3001", "adds up to 6,001 residents; the state had 6,000"),
        ("s", "Chelsea city", "Chelsae city", "is no city or town we know"),
        ("s", "061,25,Chelsea", "157,25,Chelsea", "has no row for Chelsea"),
        ("s", "Chelsea city,900", "Chelsea city,", "is empty where a count is expected"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(read: Read, file: str, old: str, new: str, said: str) -> None:
    rows = {"t": ESTIMATES, "k": KEY, "r": RESIDENTS, "s": TOWNS}[file]
    with pytest.raises(SourceFileError, match=said):
        read(**{file: change(rows, old, new)})


def test_a_file_with_fewer_tracts_than_the_release_was_cut_short(tmp_path: Path) -> None:
    request = write(tmp_path, {"t.csv": ESTIMATES, "k.csv": KEY, "r.csv": RESIDENTS, "s.csv": TOWNS})
    (tmp_path / "t.csv").write_text("\n".join([HEAD, *ESTIMATES[:2], ""]), encoding="utf-8")
    with pytest.raises(SourceFileError, match="has 2 tracts, the release 3: was the file cut short"):
        list(usaleep.read(request))
    wordless = [s.model_copy(update={"tracts": "many"}) for s in request.series]
    with pytest.raises(DefinitionError, match="“tracts” is the number of tracts"):
        list(usaleep.read(replace(request, series=tuple(wordless))))


# The second reading


def test_every_figure_of_the_snapshot_is_that_of_a_second_slow_reading() -> None:
    """All 352 rows: the same places have a figure, and value and interval are the same."""
    expected = means_of_table(SNAPSHOT / "usaleep_tracts_2015.csv")
    with (SNAPSHOT / "usaleep_2015.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["geo_id"]: row for row in csv.DictReader(file)}
    assert len(rows) == 352
    assert {geo_id for geo_id, row in rows.items() if row["status"] == "reported"} == set(expected)
    for geo_id, (years, half) in expected.items():
        actual = [float(rows[geo_id][column]) for column in ("value", "ci_low", "ci_high")]
        assert actual == pytest.approx([years, years - half, years + half], abs=1e-9), geo_id


def test_the_tracts_are_those_of_the_release_and_of_the_census() -> None:
    """6,547,629 residents in the census of 2010, 722,023 of them in Suffolk County (U.S. Census Bureau)."""
    tracts = read_tracts(SNAPSHOT / "usaleep_tracts_2015.csv")
    assert (len(tracts), sum(t.years is not None for t in tracts)) == (1478, 1384)
    assert sum(t.residents for t in tracts) == 6_547_629
    assert sum(t.residents for t in tracts if t.tract.startswith("25025")) == 722_023
    # 1, 2 and 3 of the publisher's flag: observed, predicted, both, as its record layout says.
    assert [sum(t.rates == rates for t in tracts) for rates in ("observed", "predicted", "both")] == [32, 155, 1197]


@given(st.lists(st.tuples(st.floats(60, 95), st.floats(0.1, 4), st.integers(1, 9_000)), min_size=1, max_size=30))
def test_a_weighted_mean_lies_among_its_values_and_is_surer_than_the_unsurest(
    tracts: list[tuple[float, float, int]],
) -> None:
    values, errors, weights = zip(*tracts, strict=True)
    mean, low, high = weighted_mean(values, errors, weights)
    assert min(values) - 1e-9 <= mean <= max(values) + 1e-9
    assert high - mean == pytest.approx(mean - low)
    assert high - low <= 2 * 1.96 * max(errors) + 1e-6
    slow = sum(w * x for x, _, w in tracts) / sum(weights)
    spread = math.sqrt(sum((w / sum(weights) * s) ** 2 for _, s, w in tracts))
    assert (mean, (high - low) / 2) == pytest.approx((slow, 1.959963984540054 * spread))


@pytest.mark.parametrize("weights", [[], [0.0, 0.0], [1.0], [-1.0, 2.0]])
def test_weights_must_be_for_each_value_and_not_all_nothing(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="a weight of at least 0 for each value"):
        weighted_mean([80.0, 81.0], [1.0, 1.0], weights)


# What a figure rests on


def tract(residents: int, rates: str = "", geo_id: str = "a") -> Tract:
    years, error = (80.0, 1.0) if rates else (None, None)
    return Tract("25001010100", geo_id, residents, 100, years, error, rates, "i", "s")


def test_what_a_figure_rests_on_is_counted_by_tracts_with_people() -> None:
    tracts = [tract(60, "observed"), tract(20, "predicted"), tract(20), tract(0)]
    assert basis_of(tracts) == TractBasis(3, 2, 1, 1, 0, 0.8)


def test_the_file_has_the_basis_of_every_city_and_town(ask_published: Asked) -> None:
    catalog: Catalog = ask_published.catalog
    own: dict[str, list[Tract]] = {}
    for row in read_tracts(SNAPSHOT / "usaleep_tracts_2015.csv"):
        if row.residents:
            own.setdefault(row.geo_id, []).append(row)
    basis = {place: basis for (_, place), basis in catalog.tract_basis.items()}
    assert basis.keys() == own.keys()
    for place, tracts in own.items():
        expected = basis_of(tracts)
        assert basis[place] == replace(expected, covered=pytest.approx(expected.covered))


def test_the_tract_table_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    rows = read_tracts(SNAPSHOT / "usaleep_tracts_2015.csv")
    write_tracts(tmp_path / "t.csv", reversed(rows))
    assert (tmp_path / "t.csv").read_bytes() == (SNAPSHOT / "usaleep_tracts_2015.csv").read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",both,", ",,", "estimate, standard error and rates go together"),
        (",both,", ",some,", "estimate, standard error and rates go together"),
        (",2942,2942,", ",many,2942,", "row 2: invalid literal"),
        ("tract,", "tracts,", "expected the columns tract, geo_id"),
    ],
)
def test_a_tract_table_that_was_edited_wrongly_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (SNAPSHOT / "usaleep_tracts_2015.csv").read_text(encoding="utf-8")
    (tmp_path / "t.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SnapshotError, match=said):
        read_tracts(tmp_path / "t.csv")
    with pytest.raises(SnapshotError, match="run `python -m data ingest nowhere`"):
        read_tracts(tmp_path / "nowhere.csv")
