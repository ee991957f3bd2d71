"""Synthetic rows in the format of the table of published statements on maternity services."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.errors import SnapshotError, SourceFileError
from data.geography.places import Geography
from data.observations.services import Service, read_services, write_services
from data.sources.state import maternity_services

HEADER = (
    "indicator,geography,stratum_type,stratum,period,value,unit,ci_low,ci_high,numerator,denominator,source_title,"
    "publisher,address,note,confidence,note"
)


def line(indicator: str, hospital: str, period: str, value: str, note: str = "") -> str:
    cells = [indicator, hospital, "", "", period, value, "", "", "", "", "", "Title", "Publisher", "https://x.org"]
    return ",".join(f'"{cell}"' for cell in [*cells, note, "A", note])


def answer(hospital: str, value: str, note: str) -> str:
    return line(maternity_services.CMS, hospital, "2024", value, note)


def change(hospital: str, value: str) -> str:
    return line(maternity_services.CHANGE, hospital, "", value)


def births(hospital: str, period: str, value: str) -> str:
    return line(maternity_services.BIRTHS, hospital, period, value)


@pytest.fixture
def read(tmp_path: Path, geography: Geography):
    def run(*rows: str) -> list[Service]:
        (tmp_path / maternity_services.FILE).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        return list(maternity_services.read_services(tmp_path, "s", geography))

    return run


def town(geography: Geography, name: str) -> str:
    place = geography.municipality(name)
    assert place is not None
    return place.geo_id


def test_medicares_answers_are_yes_no_and_none_given(read, geography: Geography) -> None:
    actual = read(
        answer("A HOSPITAL -", "yes", "CCN 220001; city BOSTON; county SUFFOLK; footnote "),
        answer("B HOSPITAL", "no inpatient labor/delivery", "CCN 220002; city CHELSEA; county SUFFOLK"),
        answer("C HOSPITAL", "not available", "CCN 220003; city BRIGHTON; county SUFFOLK; footnote 19"),
    )
    assert [s.event for s in actual] == ["open", "none", "not_available"]
    assert [s.ccn for s in actual] == ["220001", "220002", "220003"]
    assert actual[0].hospital == "A HOSPITAL"
    assert [s.geo_id for s in actual] == [town(geography, n) for n in ("Boston", "Chelsea", "Boston")]
    assert (actual[0].date_start, actual[0].date_end) == (date(2024, 1, 1), date(2024, 12, 31))


def test_a_number_of_several_campuses_names_no_city(read) -> None:
    (actual,) = read(
        answer("GROUP", "yes", "CCN 220074; city BOSTON; county SUFFOLK; CCN covers several campuses (X, Y)")
    )
    assert (actual.geo_id, actual.event) == ("", "open")
    assert actual.cells()[1] is None


@pytest.mark.parametrize(
    ("message", "events"),
    [
        ("closed 23 Sept 2023", [("closed", date(2023, 9, 23), date(2023, 9, 23))]),
        ("closed since March 2020", [("closed", date(2020, 3, 1), date(2020, 3, 31))]),
        ("closed 31 Dec 2019 (none from 1 Jan 2020)", [("closed", date(2019, 12, 31), date(2019, 12, 31))]),
        ("temporary suspension from 8 Dec 2025", [("suspended", date(2025, 12, 8), date(2025, 12, 8))]),
        ("closed about 7 years before May 2017 (about 2010)", [("closed", date(2010, 1, 1), date(2010, 12, 31))]),
        (
            "suspended early April 2020; permanent closure planned 1 Oct 2020",
            [("suspended", date(2020, 4, 1), date(2020, 4, 30)), ("announced", date(2020, 10, 1), date(2020, 10, 1))],
        ),
        (
            "temporary closure late Oct 2017; notice 19 Jan 2018; permanent closure 2018",
            [
                ("suspended", date(2017, 10, 1), date(2017, 10, 31)),
                ("announced", date(2018, 1, 19), date(2018, 1, 19)),
                ("closed", date(2018, 1, 1), date(2018, 12, 31)),
            ],
        ),
    ],
)
def test_a_notice_is_its_events_with_the_days_they_may_have_been(read, message: str, events: list[object]) -> None:
    actual = read(change("Some Hospital, Boston", message))
    assert [(s.event, s.date_start, s.date_end) for s in actual] == events
    assert all(s.said == message for s in actual)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("FY2022", date(2021, 10, 1), date(2022, 9, 30)),
        ("2023 to 5 Oct", date(2023, 1, 1), date(2023, 10, 5)),
        ("2019 (about)", date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_births_keep_their_period(read, period: str, first: date, last: date) -> None:
    (actual,) = read(births("Boston Hospital", period, "304"))
    assert (actual.births, actual.date_start, actual.date_end, actual.date_text) == (304, first, last, period)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (answer("A", "maybe", "CCN 220001; city BOSTON"), "row 2: “maybe” is not an answer"),
        (answer("A", "yes", "city BOSTON"), "does not give the hospital's number"),
        (answer("A", "yes", "CCN 220001; city ATLANTIS"), "“ATLANTIS” is no city or town"),
        (change("Boston Hospital", "opened in 2020"), "says no event"),
        (change("Boston Hospital", "closed long ago"), "says no event"),
        (change("Some Hospital", "closed 2020"), "names no city or town"),
        (births("Boston Hospital", "2020", "many"), "“many” is not a number"),
        (births("Boston Hospital", "once", "12"), "gives no number of births with its year"),
    ],
)
def test_what_is_not_understood_is_refused(read, row: str, sentence: str) -> None:
    with pytest.raises(SourceFileError, match=sentence):
        read(row)


def test_counts_for_the_state_are_no_places_of_care(read) -> None:
    state = line("hospitals_delivering_babies", "Massachusetts", "2014", "47")
    assert len(read(state, births("Boston Hospital", "2019", "12"))) == 1
    with pytest.raises(SourceFileError, match="has no row about a hospital"):
        read(state)


def test_statements_come_back_from_the_snapshot_as_they_were(read, tmp_path: Path) -> None:
    rows = read(change("Some Hospital, Boston", "closed 2020"), births("Boston Hospital", "2019", "12"))
    path = tmp_path / "s.csv"
    assert write_services(path, rows) == 2
    assert sorted(map(repr, read_services(path))) == sorted(map(repr, rows))
    path.write_text(path.read_text(encoding="utf-8").replace("closed,2020", "shut,2020"), encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"s.csv, row \d: “shut” is not an event"):
        read_services(path)


@pytest.mark.parametrize("period", ["2023 to 31 Feb", "31 February 2023", "2023 to 1 Abc"])
def test_a_day_that_is_in_no_calendar_is_refused(read, period: str) -> None:
    with pytest.raises(SourceFileError, match=r"has a day that is in no calendar|names no month"):
        read(births("Boston Hospital", period, "12"))
