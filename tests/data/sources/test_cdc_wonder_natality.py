"""Synthetic files in the shape of WONDER's export: by tabs or commas, totals, hidden counts, and the query below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.catalog.models import Indicator
from data.errors import DefinitionError, SourceFileError
from data.sources.federal import cdc_wonder_natality
from data.sources.federal.cdc_wonder_natality import POOLED_AREA, POOLED_COUNTIES
from tests.alternatives.natality import figures
from tests.importing import COUNTIES, COUNTY_CODES, request_for

TRIMESTER = "Trimester Prenatal Care Began"
NAMES = {
    "1": "1st to 3rd month", "2": "4th to 6th month", "3": "7th to final month", "4": "No prenatal care",
    "5": "Unknown or Not Stated", "100": "Not Reported",
}  # fmt: skip
EARLY = {"events": ["1"], "among": ["1", "2", "3", "4"], "left_out": ["5", "100"]}
LATE = EARLY | {"events": ["3", "4"]}
ALL = {"events": list(NAMES)}
POOLED = {"25999": "Unidentified Counties, MA"}
PLACES = {f"25{code}": f"{county} County, MA" for code, county in zip(COUNTY_CODES, COUNTIES, strict=True)}
PLACES = {code: name for code, name in PLACES.items() if code not in POOLED_COUNTIES} | POOLED


def births_of(place: str) -> dict[str, str]:
    """Made up, other numbers for each place: 100 times a number, and 7 % of it, 3 %, 2 %, 1 % and none."""
    n = 20 + 3 * list(PLACES).index(place)
    return {"1": str(100 * n), "2": str(7 * n), "3": str(3 * n), "4": str(2 * n), "5": str(n), "100": "0"}


COUNTY_BIRTHS = {place: births_of(place) for place in PLACES}
STATE_BIRTHS = {"25": {code: str(sum(int(b[code]) for b in COUNTY_BIRTHS.values())) for code in NAMES}}


def query(place: str, year: str = "2024", **changes: str) -> dict[str, str]:
    """The parameters that WONDER writes below a table, as of its files of 2026."""
    return {
        "Dataset": "Natality, 2016-2024 expanded", "Year": year, "Group By": f"{place}; {TRIMESTER}",
        "Show Totals": "Disabled", "Show Zero Values": "True", "Show Suppressed": "True",
        "Calculate Rates Per": "1,000",
    } | changes  # fmt: skip


def export(
    place: str,
    births: dict[str, dict[str, str]],
    *,
    mark: str = ",",
    totals: dict[str, str] | None = None,
    parameters: dict[str, str] | None = None,
) -> str:
    """A file: a row for each place and category, a total of each place that has one, and the query."""
    names = {"25": "Massachusetts"} | PLACES
    head = ("Notes", place, f"{place} Code", TRIMESTER, f"{TRIMESTER} Code")
    lines = [mark.join((*(f'"{name}"' for name in head), "Births"))]
    for code, categories in births.items():
        cells = (f'"{names.get(code, code)}"', f'"{code}"')
        lines += [mark.join(("", *cells, f'"{NAMES.get(c, c)}"', f'"{c}"', n)) for c, n in categories.items()]
        if totals and code in totals:
            lines.append(mark.join(('"Total"', *cells, "", "", totals[code])))
    said = parameters or query(place)
    lines += ['"---"', f'"Dataset: {said["Dataset"]}"', '"Query Parameters:"']
    lines += [f'"{name}: {value}"' for name, value in said.items() if name != "Dataset"]
    lines += ['"---"', '"Query Date: Oct 2, 2026 3:28:25 PM"', '"---"', "Caveats:"]
    return "\n".join([*lines, '"1. Each birth record represents one liveborn infant."']) + "\n"


STATE = export("State of Residence", STATE_BIRTHS)
COUNTY = export("County of Residence", COUNTY_BIRTHS)


def run(folder: Path, state: str = STATE, county: str = COUNTY, **keys: object) -> dict[str, Any]:
    """The rows of 2024 by place, of the two files."""
    (folder / "s2024.txt").write_text(state, encoding="utf-8")
    (folder / "c2024.txt").write_text(county, encoding="utf-8")
    options = {"years": "2024", "group_by": TRIMESTER, "files": {"state": "s{year}.txt", "county": "c{year}.txt"}}
    options |= EARLY | keys
    measure = "percent" if options.get("among") else "count"
    request = request_for("cdc_wonder_natality", folder, options, measure=measure)  # type: ignore[arg-type]
    assert isinstance(request.indicators["example"], Indicator)
    rows = list(cdc_wonder_natality.read(request))
    assert len({(row.geo_id, row.stratum) for row in rows}) == len(rows)
    return {row.geo_id: row for row in rows}


def with_hidden(*hidden: tuple[str, str], word: str = "Suppressed") -> str:
    """The counties' file with the births of some places and categories replaced by a word."""
    births = {place: dict(categories) for place, categories in COUNTY_BIRTHS.items()}
    for place, code in hidden:
        births[place][code] = word
    return export("County of Residence", births)


def test_births_of_known_timing_are_what_early_care_is_a_share_of(tmp_path: Path) -> None:
    rows = run(tmp_path)
    barnstable = rows["25001"]  # the first: 2000 births with early care, 140, 60 and 40 later or without, 20 not known
    assert (barnstable.numerator, barnstable.denominator) == (2000, 2000 + 140 + 60 + 40)
    assert barnstable.value is None  # the build divides, and gives Wilson's interval
    assert rows["25"].numerator == sum(int(births["1"]) for births in COUNTY_BIRTHS.values())


def test_late_and_none_are_added_up(tmp_path: Path) -> None:
    assert run(tmp_path, **LATE)["25001"].numerator == 60 + 40


def test_all_births_are_a_count_with_those_of_unknown_timing(tmp_path: Path) -> None:
    row = run(tmp_path, among=[], left_out=[], **ALL)["25001"]
    assert (row.value, row.numerator, row.denominator) == (2260, 2000 + 140 + 60 + 40 + 20, None)


def test_counties_that_wonder_gives_as_one_are_an_area_and_none_of_them_has_its_figure(tmp_path: Path) -> None:
    rows = run(tmp_path)
    assert rows[POOLED_AREA].geo_level == "area"
    assert rows[POOLED_AREA].numerator == int(COUNTY_BIRTHS["25999"]["1"])
    assert {rows[county].status for county in POOLED_COUNTIES} == {"not_available"}
    assert {row.geo_id for row in rows.values() if row.geo_level == "county"} == {f"25{code}" for code in COUNTY_CODES}


@pytest.mark.parametrize("code", ["1", "4", "5"])
def test_a_place_with_any_hidden_category_has_no_figure_at_all(tmp_path: Path, code: str) -> None:
    """Also where only those of unknown timing are hidden: all births less the known ones would give them."""
    county = with_hidden(("25003", code), ("25015", "4"))
    for lists in (EARLY, LATE, ALL | {"among": [], "left_out": []}):
        rows = run(tmp_path, county=county, **lists)
        hidden = {place for place, row in rows.items() if row.status == "suppressed"}
        assert hidden == {"25003", "25015"}
        assert rows["25003"].numerator is rows["25003"].denominator is rows["25003"].value is None


def test_where_one_place_alone_is_hidden_the_smallest_of_the_others_is_too(tmp_path: Path) -> None:
    """The state's births less those of all other places would be its own."""
    rows = run(tmp_path, county=with_hidden(("25025", "4")))
    assert {place for place, row in rows.items() if row.status == "suppressed"} == {"25025", "25001"}
    # Without the state's figure nothing follows.
    rows = run(tmp_path, county=with_hidden(("25025", "4")), files={"county": "c{year}.txt"})
    assert {place for place, row in rows.items() if row.status == "suppressed"} == {"25025"}


def test_an_area_that_is_hidden_in_every_year_has_no_rows(tmp_path: Path) -> None:
    county = with_hidden(("25999", "4"), ("25001", "4"))
    assert POOLED_AREA not in run(tmp_path, county=county)


def test_what_is_not_available_is_not_hidden(tmp_path: Path) -> None:
    rows = run(tmp_path, county=with_hidden(("25003", "4"), word="Not Available"))
    assert rows["25003"].status == "not_available"
    assert {row.status for row in rows.values()} == {"reported", "not_available"}


@pytest.mark.parametrize("mark", ["\t", ","])
def test_tabs_and_commas_totals_and_numbers_in_quotation_marks_are_read_alike(tmp_path: Path, mark: str) -> None:
    quoted = {"25": {code: f'"{int(births):,}"' for code, births in STATE_BIRTHS["25"].items()}}
    total = f"{sum(int(births) for births in STATE_BIRTHS['25'].values())}"
    state = export("State of Residence", quoted, mark=mark, totals={"25": total})
    county = export("County of Residence", COUNTY_BIRTHS, mark=mark)
    assert run(tmp_path, state=state, county=county) == run(tmp_path)


def test_a_national_file_and_its_windows_line_ends_are_read(tmp_path: Path) -> None:
    births = {"01": births_of("25001"), **STATE_BIRTHS, "26": births_of("25003")}
    state = export("State of Residence", births).replace("\n", "\r\n")
    assert run(tmp_path, state=state) == run(tmp_path)


def test_the_same_reader_takes_any_thing_that_births_are_grouped_by(tmp_path: Path) -> None:
    """Cesarean delivery, in WONDER's words and codes; the births are made up."""
    rename = {
        TRIMESTER: "Delivery Method", NAMES["1"]: "Vaginal", NAMES["2"]: "Cesarean", '"5"': '"9"', '"100"': '"NR"',
    }  # fmt: skip
    texts = []
    for place, births in (("State of Residence", STATE_BIRTHS), ("County of Residence", COUNTY_BIRTHS)):
        kept = {p: {c: b for c, b in cells.items() if c not in ("3", "4")} for p, cells in births.items()}
        text = export(place, kept)
        for old, new in rename.items():
            text = text.replace(old, new)
        texts.append(text)
    lists = {"events": ["2"], "among": ["1", "2"], "left_out": ["9", "NR"], "group_by": "Delivery Method"}
    row = run(tmp_path, *texts, **lists)["25001"]
    assert (row.numerator, row.denominator) == (140, 2000 + 140)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Dataset": "Natality, 2007-2024"}, "is of the data set “Natality, 2007-2024”, not of “Natality, … expanded”"),
        ({"Dataset": "Natality, 2016-2023 expanded"}, "which has no 2024"),
        ({"Year": "2023"}, "the query is of 2023, not of 2024"),
        ({"Year": "2023; 2024"}, "the query is of 2023; 2024, not of 2024"),
        ({"Group By": f"State of Residence; {TRIMESTER}; Sex of Infant"}, "is grouped by “State of Residence; Tri"),
        ({"Show Zero Values": "False"}, "“Show Zero Values: False”: save it with True"),
        ({"Show Suppressed": "False"}, "“Show Suppressed: False”: save it with True"),
        ({"Mother's Hispanic Origin": "Hispanic or Latino"}, "narrowed by “Mother's Hispanic Origin: Hispanic"),
        ({"States": "Rhode Island (44)"}, "narrowed by “States: Rhode Island"),
    ],
)
def test_a_file_of_another_query_is_refused(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    state = export("State of Residence", STATE_BIRTHS, parameters=query("State of Residence", **changes))
    with pytest.raises(SourceFileError, match=message):
        run(tmp_path, state=state)


def test_a_query_of_all_years_together_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="of all its years together, not of 2024"):
        run(tmp_path, state=STATE.replace('"Year: 2024"\n', ""))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"---"\n"Dataset', '"Dataset', "has 1 cells where the header has 6"),
        ('"Query Parameters:"\n', "", "has no “Query Parameters:” below its table"),
        (f',"Massachusetts","25","{NAMES["4"]}","4",{STATE_BIRTHS["25"]["4"]}\n', "", "has no row of “4” for 25"),
        ('"No prenatal care","4"', '"No prenatal care","3"', "repeats row"),
        ('"No prenatal care","4"', '"No care at all","6"', r"“6” \(No care at all\) is in no list of the series"),
        (STATE_BIRTHS["25"]["4"], "-9", "“-9”"),
        (STATE_BIRTHS["25"]["4"], "12.5", "is not a count"),
        (STATE_BIRTHS["25"]["4"], "", "is empty where a count is expected"),
        (STATE_BIRTHS["25"]["4"], "Unreliable", "“Unreliable” is not a number"),
        (",Births", ",Deaths", "“Births”.*missing from the header"),
        ('"Massachusetts","25"', '"Rhode Island","44"', "no row has the state code 25"),
        (',"Massachusetts"', '"Provisional","Massachusetts"', "“Provisional” is neither empty nor “Total”"),
        ('"Notes"', "<html>", "is a web page"),
        ('"Notes"', '"Notes', "quotation mark"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in STATE
    with pytest.raises(SourceFileError, match=message):
        run(tmp_path, state=STATE.replace(old, new, 1) if old != '"Massachusetts","25"' else STATE.replace(old, new))


def test_a_total_that_is_not_the_sum_of_its_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="the total 12 is not the sum of its rows"):
        run(tmp_path, state=export("State of Residence", STATE_BIRTHS, totals={"25": "12"}))


def test_counties_are_all_there_and_those_given_as_one_are_the_same_three(tmp_path: Path) -> None:
    short = {place: births for place, births in COUNTY_BIRTHS.items() if place != "25013"}
    with pytest.raises(SourceFileError, match="has no row for Hampden County"):
        run(tmp_path, county=export("County of Residence", short))
    without_pool = {place: births for place, births in COUNTY_BIRTHS.items() if place != "25999"}
    with pytest.raises(SourceFileError, match="has no row for Dukes County, Franklin County, Nantucket County"):
        run(tmp_path, county=export("County of Residence", without_pool))
    apart = COUNTY_BIRTHS | {"25011": births_of("25001")}
    with pytest.raises(SourceFileError, match="has rows of 25011 and of unidentified counties"):
        run(tmp_path, county=export("County of Residence", apart))
    unknown = COUNTY_BIRTHS | {"25031": births_of("25001")}
    with pytest.raises(SourceFileError, match="“25031” is not a county of Massachusetts"):
        run(tmp_path, county=export("County of Residence", unknown))


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"events": []}, "events: at least one category"),
        ({"events": "1"}, "events: a list of WONDER's categories"),
        ({"events": ["5"]}, "none that is not in `among`"),
        ({"left_out": ["1", "5", "100"]}, "a category that is counted is not left out"),
        ({"files": {"town": "t.txt"}}, "files: a table from `state` and `county`"),
        ({"files": {}}, "files: a table from `state` and `county`"),
        ({"years": "some"}, "years: “some” is not a period"),
        ({"by_race": True}, "by_race: a count of the state alone|needed"),
    ],
)
def test_a_series_that_does_not_say_what_to_count_is_refused(
    tmp_path: Path, keys: dict[str, object], message: str
) -> None:
    with pytest.raises(DefinitionError, match=message):
        run(tmp_path, **keys)


def test_a_file_of_a_year_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=r"s2025\.txt.*is not in the folder"):
        run(tmp_path, years="2024-2025")


@given(st.data())
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_slow_second_reading_finds_the_same_figures(tmp_path: Path, data: st.DataObject) -> None:
    """Row by row, of any numbers of births, hidden or not, in files by tabs or by commas."""
    cell = st.one_of(st.integers(0, 60_000).map(str), st.just("Suppressed"), st.just("Not Available"))
    cells = st.fixed_dictionaries({code: cell if code in "45" else st.integers(10, 60_000).map(str) for code in NAMES})
    marks, lists = st.sampled_from(["\t", ","]), st.sampled_from([EARLY, LATE, ALL | {"among": [], "left_out": []}])
    state = export("State of Residence", {"25": data.draw(cells)}, mark=data.draw(marks))
    county = export("County of Residence", {p: data.draw(cells) for p in PLACES}, mark=data.draw(marks))
    wanted = data.draw(lists)
    rows = run(tmp_path, state, county, **wanted)
    slow = figures(tmp_path / "s2024.txt", tmp_path / "c2024.txt", wanted["events"], wanted["among"])
    actual = {place: (row.status, row.numerator, row.denominator) for place, row in rows.items()}
    area = slow.pop("25999")
    assert actual.pop(POOLED_AREA, area) == area
    assert slow == {place: figure for place, figure in actual.items() if place not in POOLED_COUNTIES}


RACES = {
    "American Indian or Alaska Native": "aian_alone", "Asian": "asian_alone",
    "Black or African American": "black_alone", "More than one race": "multiracial_alone",
    "Native Hawaiian or Other Pacific Islander": "nhopi_alone", "White": "white_alone",
}  # fmt: skip


def by_race(folder: Path, births: dict[str, str], **keys: object) -> dict[str, Any]:
    """Births of the state by race, made up; the words and codes are WONDER's."""
    codes = {race: f"R{n}" for n, race in enumerate(births)}
    single = "Mother's Single Race 6"
    text = export(
        "State of Residence",
        {"25": {codes[race]: number for race, number in births.items()}},
        parameters=query("State of Residence", **{"Group By": f"State of Residence; {single}"}),
    ).replace(TRIMESTER, single)
    for race, code in codes.items():
        text = text.replace(f'"{code}","{code}"', f'"{race}","{code}"')
    (folder / "r2024.txt").write_text(text, encoding="utf-8")
    options = {
        "years": "2024", "group_by": single, "events": list(RACES), "left_out": ["Unknown or Not Stated"],
        "by_race": True, "files": {"state": "r{year}.txt"},
    } | keys  # fmt: skip
    request = request_for("cdc_wonder_natality", folder, options, measure="count")
    return {row.stratum: row for row in cdc_wonder_natality.read(request)}


def test_races_hispanic_or_not_are_groups_of_their_own_dimension(tmp_path: Path) -> None:
    births = {race: str(1_000 + 10 * n) for n, race in enumerate(RACES)} | {"Unknown or Not Stated": "5"}
    rows = by_race(tmp_path, births)
    assert {stratum: row.value for stratum, row in rows.items()} == {
        stratum: 1_000 + 10 * n for n, stratum in enumerate(RACES.values())
    }
    assert {row.dimension for row in rows.values()} == {"race_alone"}


def test_a_race_hidden_alone_would_follow_from_all_births_and_the_smallest_other_is_hidden_with_it(
    tmp_path: Path,
) -> None:
    births = {race: str(1_000 + 10 * n) for n, race in enumerate(RACES)} | {"Unknown or Not Stated": "5"}
    rows = by_race(tmp_path, births | {"White": "Suppressed"})
    assert {stratum for stratum, row in rows.items() if row.status == "suppressed"} == {"white_alone", "aian_alone"}


def test_births_by_race_are_taken_for_the_state_alone(tmp_path: Path) -> None:
    births = dict.fromkeys(RACES, "1000") | {"Unknown or Not Stated": "5"}
    with pytest.raises(DefinitionError, match="by_race: a count of the state alone"):
        by_race(tmp_path, births, files={"county": "r{year}.txt"})
    with pytest.raises(DefinitionError, match="by_race: a count of the state alone"):
        by_race(tmp_path, births, events=["White"])
