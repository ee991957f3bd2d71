"""Synthetic rows in the formats of the four tables of populations: latin-1, codes for years, thousands in quotes."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.population import census_county_sex, census_county_totals, chr_population, wisqars_population


def write(tmp_path, name, text, encoding="utf-8"):
    (tmp_path / name).write_text(text, encoding=encoding)


def run(read, reader, **about):
    return read(reader, "", file="unused.txt", about_source=about)


# --- county totals


def totals(codes, state, county=100, years=("2023", "2024")):
    heads = "SUMLEV,STATE,COUNTY,STNAME,CTYNAME," + ",".join(f"POPESTIMATE{year}" for year in years)
    rows = [f"040,25,000,Massachusetts,Massachusetts,{state},{state}"]
    rows += [f"050,25,{code},Massachusetts,A County,{county},{county}" for code in codes]
    return "\n".join((heads, "050,35,013,New Mexico,Doña Ana County,7,7", *rows)) + "\n"


def test_totals_of_the_newest_file_are_read_in_its_own_encoding(read, tmp_path, county_codes):
    write(tmp_path, "co-est2020-alldata.csv", totals(county_codes, 14, 1), "latin-1")
    write(tmp_path, "co-est2024-alldata.csv", totals(county_codes, 1400), "latin-1")
    rows = run(read, census_county_totals)
    assert len(rows) == 15 * 2
    assert {(row.population, row.year) for row in rows if row.geo_level == "state"} == {(1400, 2023), (1400, 2024)}
    assert all(row.population == 100 and row.stratum == "overall" for row in rows if row.geo_level == "county")


def test_totals_that_are_broken_are_refused(read, tmp_path, county_codes):
    with pytest.raises(SourceFileError, match="no such file"):
        run(read, census_county_totals)
    for text, message in (
        (totals(county_codes, 1399), "do not add up"),
        (totals(county_codes[:-1], 1300), "no row for Worcester County"),
        (totals((*county_codes, "001"), 1500), "repeats row"),
        (totals((*county_codes, "029"), 1500), "not ours"),
        (totals(county_codes, 1400, years=("A", "B")), "no columns POPESTIMATE"),
        (totals(county_codes, 1400, ""), "empty cell"),
    ):
        write(tmp_path, "co-est2024-alldata.csv", text, "latin-1")
        with pytest.raises(SourceFileError, match=message):
            run(read, census_county_totals)


# --- county by sex


def sexes(codes, years=range(1, 6), total=30):
    heads = "SUMLEV,STATE,COUNTY,STNAME,CTYNAME,YEAR,POPESTIMATE,POPEST_MALE,POPEST_FEM"
    rows = [f"050,25,{code},Massachusetts,A County,{y},{total},{10 + y},{20 - y}" for code in codes for y in years]
    return "\n".join((heads, "050,01,001,Alabama,B County,1,3,1,2", *rows)) + "\n"


def test_code_1_is_no_year_and_the_last_code_is_the_year_of_the_file(read, tmp_path, county_codes):
    write(tmp_path, "cc-est2023-agesex-all.csv", sexes(county_codes))
    rows = {(r.geo_id, r.year, r.stratum): r.population for r in run(read, census_county_sex)}
    assert {year for _, year, _ in rows} == {2020, 2021, 2022, 2023}
    assert (rows["25001", 2020, "male"], rows["25001", 2023, "female"]) == (10 + 2, 20 - 5)
    assert rows["25", 2020, "male"] == 14 * 12
    assert len(rows) == 15 * 4 * 2


def test_sexes_that_are_broken_are_refused(read, tmp_path, county_codes):
    with pytest.raises(SourceFileError, match="no such file"):
        run(read, census_county_sex)
    for text, message in (
        (sexes(county_codes, total=31), "not the sum of the two sexes"),
        (sexes(county_codes, range(1, 5)), "codes 1 to 5 are expected"),
        (sexes(county_codes[1:]), "no row for Barnstable County"),
        (sexes((*county_codes, "029")), "not a county of Massachusetts"),
        (sexes((*county_codes, "001")), "repeats row"),
    ):
        write(tmp_path, "cc-est2023-agesex-all.csv", text)
        with pytest.raises(SourceFileError, match=message):
            run(read, census_county_sex)


# --- county by race


def race(measure, codes, people=5, everyone=50, state=None):
    heads = f"statecode,countycode,{measure}_rawvalue,{measure}_numerator,{measure}_denominator"
    whole = len(codes) * people if state is None else state
    rows = [f"25,000,0.1,{whole},{len(codes) * everyone}"] + [f"25,{code},0.1,{people},{everyone}" for code in codes]
    return "\n".join((heads, "01,000,0.2,1,2", *rows)) + "\n"


@pytest.fixture
def by_race(read, tmp_path, county_codes):
    def read_races(period="2023", **changed):
        for measure in ("v054", "v056", "v126"):
            text = changed.get(measure, race(measure, county_codes))
            write(tmp_path, f"{measure}_r2025.csv", text)
        return run(read, chr_population, release="2025", period=period)

    return read_races


def test_counties_have_the_three_groups_whose_coding_is_ours(by_race):
    rows = by_race()
    assert {(row.stratum, row.population, row.year, row.geo_level) for row in rows} == {
        (stratum, 5, 2023, "county") for stratum in ("black_nh", "hispanic", "white_nh")
    }
    assert len(rows) == 14 * 3


def test_counties_by_race_that_are_broken_are_refused(by_race, county_codes):
    for text, message in (
        (race("v126", county_codes, state=71), "do not add up"),
        (race("v126", county_codes, everyone=51), "other numbers of all residents"),
        (race("v126", county_codes[1:]), "no row for Barnstable County"),
    ):
        with pytest.raises(SourceFileError, match=message):
            by_race(v126=text)
    with pytest.raises(DefinitionError, match="period"):
        by_race(period="2022–2023")


# --- state by race

PEOPLE = {
    "American Indian / Alaska Native": "12,578",
    "Asian": "542,127",
    "Black": "536,129",
    "HI Native / Pacific Islander": "3,256",
    "More than One Race": "143,681",
    "White": "4,819,245",
}


def report(column, people, intents=("Suicide", "Homicide")):
    heads = f'"Year","Intent","{column}","State","Deaths","Population"'
    rows = [f'"2023","{i}","{g}","Massachusetts","--","{n}"' for i in intents for g, n in people.items()]
    lines = ("\ufeff" + heads, '"2023","Suicide","White","Maine","1","2"', *rows, '"Notes:","","","","",""')
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture
def wisqars(read, tmp_path):
    def read_reports(people=PEOPLE, others="6,057,016", more=""):
        origins = {"Hispanic": "944,383", "Non-Hispanic": others, "Unknown": "--"}
        write(tmp_path, wisqars_population.BY_RACE, report("Race", people) + more)
        write(tmp_path, wisqars_population.BY_ORIGIN, report("Ethnicity", origins))
        return run(read, wisqars_population)

    return read_reports


def test_the_groups_of_the_state_are_exclusive_and_add_up(wisqars):
    rows = wisqars()
    assert {row.stratum: row.population for row in rows}["asian_nh"] == 542127
    assert sum(row.population for row in rows) == 6_057_016 + 944_383
    assert len(rows) == 7


def test_reports_that_are_broken_are_refused(wisqars):
    without = {group: n for group, n in PEOPLE.items() if group != "Asian"}
    for keys, message in (
        ({"others": "6,057,017"}, "the groups add up to 6,057,016"),
        ({"people": without}, "no row for Massachusetts, “Asian”, in 2023"),
        ({"people": {**PEOPLE, "Martian": "1"}}, "“Martian” is not a group"),
        ({"people": {**PEOPLE, "Asian": "--"}}, "“--” is not a number"),
        ({"more": '"2023","Legal","Asian","Massachusetts","1","5"\n'}, "differs from the rows before"),
    ):
        with pytest.raises(SourceFileError, match=message):
            wisqars(**keys)
