"""Synthetic rows in the formats of the Postal Service's list of ZIP codes and of the planning council's two keys."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from data.catalog.localities import Locality
from data.errors import DefinitionError, SnapshotError, SourceFileError
from data.geography import localities
from data.geography.places import Geography, read_geography
from data.settings import ROOT
from data.sources.state import postal_localities

SNAPSHOT = ROOT / "data" / "snapshot"
OFFICES = "zip_code,zip_code_type,city,acceptable_cities,county"
Read = Callable[..., dict[tuple[str, str], list[str]]]


@pytest.fixture(scope="module")
def whole() -> Geography:
    return read_geography(SNAPSHOT / "massgis_municipalities.csv", ROOT / "data" / "areas")


@pytest.fixture
def read(tmp_path: Path, whole: Geography) -> Read:
    """By kind and name, the slugs of the municipalities in their order."""

    def run(
        offices: tuple[str, ...],
        zips: tuple[str, ...] = ("02119,Boston,35",),
        names: tuple[str, ...] = ("Roxbury,Boston,TRUE,MA",),
        geography: Geography = whole,
    ) -> dict[tuple[str, str], list[str]]:
        files = {
            postal_localities.POST_OFFICES: (OFFICES, *offices),
            postal_localities.ZIP_KEY: ("zip,muni_name,muni_id", *zips),
            postal_localities.NEIGHBORHOOD_KEY: ("neighborhood,muni,ma_muni,state", *names),
        }
        for name, lines in files.items():
            (tmp_path / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
        rows = postal_localities.read_localities(tmp_path, "s", geography, fewest=len(offices))
        read_back: dict[tuple[str, str], list[str]] = {}
        for row in sorted(rows, key=lambda row: row.position):
            read_back.setdefault((row.kind, row.name), []).append(geography.places[row.geo_id].slug)
        return read_back

    return run


def test_a_zip_code_is_used_in_the_places_its_post_offices_are_named_after(read: Read) -> None:
    actual = read(("01002,STANDARD,Amherst,Cushman; Pelham,Hampshire County", "02119,STANDARD,Boston,,Suffolk County"))
    assert actual["zip", "01002"] == ["amherst", "pelham"]
    assert actual["zip", "02119"] == ["boston"]
    assert actual["neighborhood", "Roxbury"] == ["boston"]


def test_a_village_has_the_places_of_the_key_and_lends_its_name(read: Read) -> None:
    actual = read(("01080,STANDARD,Three Rivers,,Hampden County",), ("01080,Palmer,227", "01080,Palmer,227"))
    assert actual["zip", "01080"] == actual["neighborhood", "Three Rivers"] == ["palmer"]


def test_what_is_kept_by_hand_goes_before_the_key(read: Read) -> None:
    """The council's key has Florence in North Hampton, New Hampshire, and Chestnut Hill in Newton alone."""
    names = ("Florence,North Hampton,FALSE,MA", "Chestnut Hill,Newton,TRUE,MA", "Durham,Durham,FALSE,NH")
    offices = ("01062,STANDARD,Florence,,Hampshire County", "02467,STANDARD,Chestnut Hill,,Middlesex County")
    actual = read(offices, ("02467,Brookline,46",), names)
    assert actual["zip", "01062"] == ["northampton"]
    assert actual["zip", "02467"] == ["newton", "brookline", "boston"]
    assert not [name for kind, name in actual if kind == "neighborhood"], "one is kept by hand, two are not ours"


def test_a_key_in_another_county_than_the_post_office_is_not_believed(read: Read) -> None:
    """As 02337 of the council's key, which is in Holyoke there: the post office is in Plymouth County."""
    actual = read(("01999,PO BOX,Nowhere Village,,Plymouth County",), ("01999,Holyoke,137",))
    assert ("zip", "01999") not in actual


def test_a_spelling_of_a_municipality_is_no_neighborhood(read: Read) -> None:
    actual = read(("02119,STANDARD,Boston,,Suffolk County",), names=("Foxboro,Foxborough,TRUE,MA", "Lynn,Lynn,TRUE,MA"))
    assert not [name for kind, name in actual if kind == "neighborhood"]


@pytest.mark.parametrize(
    ("offices", "zips", "names", "said"),
    [
        (("2119,STANDARD,Boston,,Suffolk County",), (), (), "has lost its leading zeros"),
        (("12119,STANDARD,Boston,,Suffolk County",), (), (), "is not a ZIP code of Massachusetts"),
        (("02119,STANDARD,,,Suffolk County",), (), (), "is empty where the name of a post office is expected"),
        (("02119,STANDARD,Boston,,Kings County",), (), (), "is no county of Massachusetts"),
        (("02119,STANDARD,Boston,,Suffolk County",) * 2, (), (), "repeats row 2"),
        ((), ("02119,Bostn,35",), (), "is no city or town of Massachusetts"),
        ((), ("02119,Boston,36",), (), "Boston has another number than “36”"),
        ((), (), ("Roxbury,Bostn,TRUE,MA",), "is no city or town of Massachusetts"),
        ((), (), (",Boston,TRUE,MA",), "is empty where a name is expected"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(
    read: Read, offices: tuple[str, ...], zips: tuple[str, ...], names: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SourceFileError, match=said):
        read(
            offices or ("02119,STANDARD,Boston,,Suffolk County",),
            zips or ("02119,Boston,35",),
            names or ("Roxbury,Boston,TRUE,MA",),
        )


def test_a_list_of_few_zip_codes_was_cut_short(tmp_path: Path, read: Read, whole: Geography) -> None:
    read(("02119,STANDARD,Boston,,Suffolk County",))
    with pytest.raises(SourceFileError, match="has 1 ZIP codes, and Massachusetts has some 700"):
        postal_localities.read_localities(tmp_path, "s", whole)


# The table in the snapshot


def _table() -> list[dict[str, str]]:
    with (SNAPSHOT / "localities.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    rows = localities.read_localities(SNAPSHOT / "localities.csv")
    assert localities.write_localities(tmp_path / "localities.csv", reversed(rows)) == len(rows) == len(_table())
    assert (tmp_path / "localities.csv").read_bytes() == (SNAPSHOT / "localities.csv").read_bytes()


def test_known_zip_codes_and_names_lead_to_their_places(whole: Geography) -> None:
    """As their city halls write them in their own addresses; the last four are wrong in the council's key."""
    known = {
        "02301": "brockton", "01103": "springfield", "01608": "worcester", "01840": "lawrence", "02108": "boston",
        "02139": "cambridge", "02150": "chelsea", "01040": "holyoke", "02740": "new-bedford", "01901": "lynn",
        "01244": "new-marlborough", "02337": "east-bridgewater", "02717": "freetown", "02763": "north-attleborough",
    }  # fmt: skip
    first = {row["name"]: row["geo_id"] for row in _table() if row["kind"] == "zip" and row["position"] == "1"}
    assert {code: whole.places[first[code]].slug for code in known} == known


def test_every_city_and_town_has_a_zip_code(whole: Geography) -> None:
    named = {row["geo_id"] for row in _table() if row["kind"] == "zip"}
    assert not [p.slug for p in whole.of_level("municipality") if p.geo_id not in named]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("village,Roxbury,1,2502507000,s", "“village” is not a kind"),
        ("zip,2119,1,2502507000,s", "is not a ZIP code of five digits"),
        ("zip,02119,0,2502507000,s", "“0” is not a position"),
        ("zip,02119,1,2502507000,s\nzip,02119,2,2502507000,s", "zip 02119 has a municipality twice"),
    ],
)
def test_a_table_that_was_edited_wrongly_is_refused(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "localities.csv"
    path.write_text(f"kind,name,position,geo_id,source\n{line}\n", encoding="utf-8")
    with pytest.raises(SnapshotError, match=said):
        localities.read_localities(path)


def test_a_missing_table_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="run `python -m data ingest localities`"):
        localities.read_localities(tmp_path / "localities.csv")


def test_a_name_kept_by_hand_replaces_that_of_the_table_whole() -> None:
    read_rows = [Locality("neighborhood", "chestnut hill", 1, "b", "t"), Locality("zip", "02467", 1, "b", "t")]
    by_hand = [Locality("neighborhood", "Chestnut Hill", 1, "n", "h")]
    assert localities.merged(by_hand, read_rows) == [*by_hand, read_rows[1]]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('"Roxbury" = ["bostn"]', "no municipality is called bostn"),
        ('"Roxbury" = []', "needs municipalities, each once"),
        ('"Boston" = ["boston"]', "is itself a city or town"),
    ],
)
def test_a_name_kept_by_hand_is_checked(tmp_path: Path, entry: str, said: str) -> None:
    (tmp_path / "neighborhoods.toml").write_text(f"[neighborhoods]\n{entry}\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        read_geography(SNAPSHOT / "massgis_municipalities.csv", tmp_path)


def test_no_name_kept_by_hand_is_an_alias_of_a_municipality(whole: Geography) -> None:
    assert not [name for name in whole.neighborhoods if whole.municipality(name)]
