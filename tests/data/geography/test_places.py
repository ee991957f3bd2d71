"""The places that are committed, and what reading them refuses."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from data.catalog.models import read_sources
from data.errors import DefinitionError, InputError, SnapshotError
from data.geography.places import MUNICIPALITY_COLUMNS, STATE_ID, Geography, read_geography

DATA = Path(__file__).resolve().parents[3] / "data"
LIST = DATA / "snapshot" / "massgis_municipalities.csv"


@pytest.fixture(scope="module")
def geography() -> Geography:
    return read_geography(LIST, DATA / "areas")


def test_the_state_has_351_municipalities_14_counties_and_6_regions(geography: Geography) -> None:
    levels = Counter(p.level for p in geography.places.values())
    assert (levels["municipality"], levels["county"], levels["eohhs_region"], levels["state"]) == (351, 14, 6, 1)
    assert len(geography.places[STATE_ID].members) == 351
    assert set(geography.town_ids) == {str(n) for n in range(1, 352)}


def test_regions_have_as_many_municipalities_as_massgis_lists(geography: Geography) -> None:
    counts = {p.slug: len(p.members) for p in geography.of_level("eohhs_region")}
    assert counts == {
        "western-region": 102,
        "central-region": 65,
        "northeast-region": 50,
        "metro-west-region": 60,
        "southeast-region": 69,
        "boston-region": 5,
    }
    assert sum(counts.values()) == 351
    boston = {geography.places[i].name for i in geography.by_slug["boston-region"].members}
    assert boston == {"Boston", "Brookline", "Chelsea", "Revere", "Winthrop"}


@pytest.mark.parametrize("level", ["county", "eohhs_region"])
def test_counties_and_regions_each_divide_the_whole_state(geography: Geography, level: str) -> None:
    members = list(chain.from_iterable(p.members for p in geography.of_level(level)))
    assert sorted(members) == sorted(geography.places[STATE_ID].members)


def test_a_countys_members_carry_its_fips_code(geography: Geography) -> None:
    with LIST.open(encoding="utf-8") as file:
        county_of = {row["geo_id"]: row["county"] for row in csv.DictReader(file)}
    for county in geography.of_level("county"):
        assert {county_of[m] for m in county.members} == {county.geo_id}
        assert {m[:5] for m in county.members} == {county.geo_id}
    sizes = {p.name: len(p.members) for p in geography.of_level("county")}
    assert sizes["Suffolk County"] == 4
    assert sizes["Nantucket County"] == 1
    assert sizes["Dukes County"] == 7
    assert sizes["Worcester County"] == 60


@pytest.mark.parametrize(
    ("slug", "geo_id", "name"),
    [
        ("amherst", "2501501370", "Amherst"),
        ("greenfield", "2501127060", "Greenfield"),
        ("north-attleborough", "2500546598", "North Attleborough"),
        ("manchester-by-the-sea", "2500937995", "Manchester-by-the-Sea"),
        ("suffolk-county", "25025", "Suffolk County"),
        ("metro-west-region", "eohhs-4", "Metro West region"),
    ],
)
def test_places_are_found_by_slug(geography: Geography, slug: str, geo_id: str, name: str) -> None:
    assert (geography.by_slug[slug].geo_id, geography.by_slug[slug].name) == (geo_id, name)


@pytest.mark.parametrize(
    ("spelling", "slug"),
    [
        ("north attleboro", "north-attleborough"),
        ("North Attleboro", "north-attleborough"),
        ("NORTH ATTLEBOROUGH", "north-attleborough"),
        ("Manchester", "manchester-by-the-sea"),
        ("MANCHESTER-BY-THE-SEA", "manchester-by-the-sea"),
        ("gayhead", "aquinnah"),
        ("westspringfield", "west-springfield"),
        ("mount washington", "mount-washington"),
    ],
)
def test_publishers_spellings_name_one_municipality(geography: Geography, spelling: str, slug: str) -> None:
    actual = geography.municipality(spelling)
    assert actual is not None
    assert actual.slug == slug


@pytest.mark.parametrize("name", ["Unknown", "Grand Total", "Hyannis", "Essex County", "MetroWest region", ""])
def test_what_is_no_municipality_is_not_taken_for_one(geography: Geography, name: str) -> None:
    assert geography.municipality(name) is None


def test_aliases_do_not_hide_a_real_name(geography: Geography) -> None:
    for place in geography.of_level("municipality"):
        assert geography.municipality(place.name) == place


def test_the_sources_of_places_and_boundaries_are_defined() -> None:
    sources = read_sources(DATA / "sources")
    tables = {s: sources[s].table for s in ("massgis_municipalities", "massgis_boundaries")}
    assert tables == {"massgis_municipalities": "place", "massgis_boundaries": "boundary"}
    for kind in ("county", "eohhs_region"):
        assert tomllib.loads((DATA / "areas" / f"{kind}.toml").read_text(encoding="utf-8"))["source"] in sources


def _small_world(folder: Path, area: str = "", rows: str = "") -> tuple[Path, Path]:
    """Two invented towns and one area file."""
    towns = rows or "2500100001,1,aville,Aville,25001,s\n2500100002,2,btown,Btown,25001,s\n"
    municipalities, areas = folder / "towns.csv", folder / "areas"
    areas.mkdir()
    municipalities.write_text(",".join(MUNICIPALITY_COLUMNS) + "\n" + towns, encoding="utf-8")
    (areas / "kind.toml").write_text(area, encoding="utf-8")
    return municipalities, areas


HALVES = 'level = "county"\ncovers_state = true\n'
BOTH = '[[area]]\ngeo_id = "25001"\nname = "A County"\nmembers = ["aville", "btown"]\n'
FIRST = '[[area]]\ngeo_id = "25003"\nname = "B County"\nmembers = ["aville"]\n'


@pytest.mark.parametrize(
    ("area", "sentence"),
    [
        (HALVES + FIRST, "leaves out Btown"),
        (HALVES + BOTH + FIRST, "has twice: Aville"),
        (HALVES + BOTH.replace('"btown"', '"aville"'), "a member stands twice"),
        (HALVES + BOTH.replace("btown", "nowhere"), "no municipality is called nowhere"),
        (HALVES + BOTH.replace("name", "title"), "lacks name"),
        ('level = "planet"\n', "“planet” is not a level"),
        ('[aliases]\n"Old B" = "nowhere"\n', "points to “nowhere”"),
        ('[aliases]\n"Btown" = "aville"\n', "already names a municipality"),
    ],
)
def test_a_wrong_area_file_is_refused_with_a_sentence(tmp_path: Path, area: str, sentence: str) -> None:
    with pytest.raises(DefinitionError, match=sentence) as caught:
        read_geography(*_small_world(tmp_path, area))
    assert "kind.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ("2500100001,1,a,A,25001,s\n2500100001,2,b,B,25001,s\n", "geo_id"),
        ("2500100001,1,a,A,25001,s\n2500100002,1,b,B,25001,s\n", "town_id"),
        ("2500100001,1,a,A,25001,s\n2500100002,2,a,B,25001,s\n", "slug"),
    ],
)
def test_a_doubled_municipality_is_refused(tmp_path: Path, rows: str, column: str) -> None:
    with pytest.raises(SnapshotError, match=f"a {column} stands twice"):
        read_geography(*_small_world(tmp_path, rows=rows))


def test_a_missing_list_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run `python -m data ingest massgis_municipalities"):
        read_geography(tmp_path / "massgis_municipalities.csv", tmp_path)


def test_the_groups_of_the_department_have_members_or_are_named_as_without(geography: Geography) -> None:
    """The 51 names of the Department's forms of fiscal year 2024: 18 areas, and 33 in the note, none in both."""
    own = {p.name for p in geography.places.values() if p.kind == "public_health_group"}
    unknown = _not_known(geography, "public_health_group")
    others = {
        "Middlesex-Essex Public Health Collaborative",
        "Shrewsbury, Grafton and West Boylston",
        "Tri-Town Collaborative",
    }
    assert others < own
    assert len(own - others) + len(unknown) == 51
    assert not own & unknown
    named = {"Northwest Public Health Coalition", "Southcoast Public Health Collaborative"}
    assert named < own, "as the Department writes them"
    towns = {m for p in geography.places.values() if p.kind == "public_health_group" for m in p.members}
    assert geography.kinds["public_health_group"].coverage_note.startswith(
        f"We have {len(own)} groups, with {len(towns)} cities and towns;"
    )


def test_the_27_health_network_areas_have_members_or_are_named_as_without(geography: Geography) -> None:
    own = {
        int(p.geo_id.removeprefix("chna-")) for p in geography.places.values() if p.kind == "community_health_network"
    }
    unknown = {
        int(name.split(",")[0].removeprefix("CHNA ")) for name in _not_known(geography, "community_health_network")
    }
    assert own | unknown == set(range(1, 28))
    assert not own & unknown


def test_a_group_of_an_opioid_collaborative_says_that_its_members_may_differ(geography: Geography) -> None:
    for slug, number in (("cooperative-public-health-district", 16), ("great-meadows-public-health-collaborative", 6)):
        place = geography.by_slug[slug]
        assert len(place.members) == number
        assert "those of the shared services agreement may differ" in place.note


def test_a_group_that_is_renamed_keeps_its_address(geography: Geography) -> None:
    assert geography.by_slug["north-west-public-health-coalition"].name == "Northwest Public Health Coalition"
    assert geography.by_slug["south-coast-public-health-collaborative"].name == "Southcoast Public Health Collaborative"


def _not_known(geography: Geography, kind: str) -> set[str]:
    return set(geography.kinds[kind].coverage_note.partition("Members not known: ")[2].removesuffix(".").split("; "))
