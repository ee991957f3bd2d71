"""Synthetic rows in the publisher's format: bare carriage returns, N/A, a year under the head “age”."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.state import chapter55

TOWN_HEADS = (
    "Municipality,Confirmed Opioid Related Death Count 2001-2005,"
    '"Annual Opioid-Related Death Rate per 100,000 People from 2001-2005",'
    "Confirmed Opioid Related Death Count 2006-2010,"
    '"Annual Opioid-Related Death Rate  per 100,000 People from 2006-2010"'
)
TOWNS = ("Barnstable,21,8.8,28,12.3", "Boston,339,11.4,349,11.6", "Chelsea,0,0,2,1.2", "North Attleborough,2,N/A,16,11")
RACE_HEADS = 'Year,Race/Ethinicity,"Age-Ajusted Opioid-Related Death Rate per 100,000 People",Confidence Interval'
RACES = (
    "2014,All,19.9,1.1",
    "2014,White non-Hispanic,23.3,1.3",
    "2014,Black non-Hispanic,11.1,5.6",
    "2014,Hispanic,15.3,2.9",
)
PLACES = ("massachusetts", "barnstable", "boston", "chelsea", "northattleboro")
TOX_HEADS = (
    "Year,Quarter,Percent of Opioid-Related Deaths with Only Heroin Present in Toxicology Screen,"
    "Percent of Opioid-Related Deaths with Only Fentanyl Present in Toxicology Screen"
)


def lines(*rows):
    return "\r".join(rows) + "\r"


def admissions(*years, places=PLACES):
    heads = ",".join(f"{place}{kind}" for place in places for kind in ("alcohol", "marijuana", "opioids", "other"))
    return "\n".join((f"age,{heads}", *(",".join((year, *cells)) for year, cells in years))) + "\n"


def town(rows, geography, name):
    geo_id = geography.municipality(name).geo_id
    return next(row for row in rows if row.geo_id == geo_id)


def test_a_town_has_its_deaths_and_yearly_rate_of_the_period(read, geography):
    rows = read(chapter55, lines(TOWN_HEADS, *TOWNS), layout="towns", period="2006-2010")
    boston = town(rows, geography, "Boston")
    assert (boston.period.slug, boston.value, boston.numerator, boston.status) == ("2006-2010", 11.6, 349, "reported")
    assert len(rows) == 4


def test_a_rate_that_is_not_available_has_no_count_either_and_zero_is_a_figure(read, geography):
    rows = read(chapter55, lines(TOWN_HEADS, *TOWNS), layout="towns", period="2001-2005")
    hidden, zero = town(rows, geography, "North Attleboro"), town(rows, geography, "Chelsea")
    assert (hidden.status, hidden.value, hidden.numerator) == ("not_available", None, None)
    assert (zero.status, zero.value, zero.numerator) == ("reported", 0, 0)


@pytest.mark.parametrize("code", ["-999", "-9999", "N/A"])
def test_every_code_for_nothing_here_is_known(read, geography, code):
    text = lines(TOWN_HEADS, *TOWNS).replace("N/A", code)
    rows = read(chapter55, text, layout="towns", period="2001-2005")
    assert town(rows, geography, "North Attleborough").status == "not_available"


def test_massachusetts_is_told_from_the_united_states(read):
    text = lines(
        'Geography,Year,"Age-Adjusted Opioid-Related Death Rate per 100,000 People"',
        "Massachusetts,1999,5",
        "United States,1999,Not Available",
        "Massachusetts,2000,5.8",
        "United States,2000,3.6",
    )
    rows = read(chapter55, text, layout="state_rates", years="1999-2000")
    assert [(row.period.slug, row.value, row.geo_id) for row in rows] == [("1999", 5, "25"), ("2000", 5.8, "25")]
    with pytest.raises(SourceFileError, match="no row for Massachusetts in 2001"):
        read(chapter55, text, layout="state_rates", years="1999-2001")


def test_a_half_width_makes_an_interval_unless_it_is_not_believed(read):
    rows = read(chapter55, lines(RACE_HEADS, *RACES), layout="race_rates", without_interval=["Black non-Hispanic"])
    by = {row.stratum: row for row in rows}
    assert (by["hispanic"].ci_low, by["hispanic"].ci_high) == (pytest.approx(15.3 - 2.9), pytest.approx(15.3 + 2.9))
    assert (by["black_nh"].value, by["black_nh"].ci_low) == (11.1, None)
    assert (by["overall"].dimension, by["overall"].value) == ("overall", 19.9)


def test_a_share_of_admissions_is_a_percent_and_small_numbers_are_not_available(read, geography):
    cells = ["0.4", "0.1", "0.36", "0.14"] + ["0.5", "0", "not available", "0"] * 2 + ["1", "0", "0", "0"] * 2
    rows = read(chapter55, admissions(("2000", cells)), layout="admissions", substance="opioids")
    state = next(row for row in rows if row.geo_level == "state")
    assert (state.period.slug, state.value) == ("2000", pytest.approx(36))
    assert town(rows, geography, "Boston").status == "not_available"
    assert (town(rows, geography, "North Attleborough").status, town(rows, geography, "Chelsea").value) == (
        "reported",
        0,
    )


def test_a_town_that_stands_under_two_names_has_no_figure(read, geography):
    places = (*PLACES, "northattleborough")
    cells = ["0.4", "0.1", "0.3", "0.2"] * len(places)
    rows = read(chapter55, admissions(("2000", cells), places=places), layout="admissions", substance="alcohol")
    assert town(rows, geography, "North Attleborough").status == "not_available"
    assert len(rows) == len(PLACES)


def test_a_quarter_is_three_months(read):
    rows = read(
        chapter55, lines(TOX_HEADS, "2014,1,41%,22%", "2014,4,35%,27%"), layout="toxicology", column="Only Heroin"
    )
    assert [(row.period.slug, row.value) for row in rows] == [("2014-01_2014-03", 41), ("2014-10_2014-12", 35)]


@pytest.mark.parametrize(
    ("text", "keys", "message"),
    [
        (lines(TOWN_HEADS, *TOWNS[:3]), {"layout": "towns"}, "no row for North Attleborough"),
        (lines(TOWN_HEADS, *TOWNS, TOWNS[0]), {"layout": "towns"}, "Barnstable stands already in row 2"),
        (lines(TOWN_HEADS, *TOWNS, "Unknown,1,1,1,1"), {"layout": "towns"}, "“Unknown” is no municipality"),
        (lines(TOWN_HEADS, *TOWNS).replace("21,8.8", "21,0"), {"layout": "towns"}, "cannot belong to 21 deaths"),
        (lines(TOWN_HEADS, *TOWNS).replace("21,8.8", ",8.8"), {"layout": "towns"}, "is empty"),
        (lines(TOWN_HEADS.replace("2001", "2002"), *TOWNS), {"layout": "towns"}, "one column whose head holds"),
        (lines(RACE_HEADS, *RACES[:3]), {"layout": "race_rates"}, "2014 should have the groups"),
        (lines(RACE_HEADS, *RACES, RACES[0]), {"layout": "race_rates"}, "repeats row 2"),
        (lines(TOX_HEADS, "2014,5,41%,22%"), {"layout": "toxicology", "column": "Only Heroin"}, "not a quarter"),
        (lines(TOX_HEADS, "2014,1,141%,2%"), {"layout": "toxicology", "column": "Only Heroin"}, "not a percentage"),
        (
            admissions(("2000", ["2"] * 20)),
            {"layout": "admissions", "substance": "alcohol"},
            "2 is not a share between 0 and 1",
        ),
        (
            admissions(("2000", ["0"] * 16), places=PLACES[:4]),
            {"layout": "admissions", "substance": "alcohol"},
            "no row for North Attleborough",
        ),
        ("<html>moved</html>", {"layout": "towns"}, "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, text, keys, message):
    with pytest.raises(SourceFileError, match=message):
        read(chapter55, text, **{"period": "2001-2005", **keys})


@pytest.mark.parametrize(
    "keys",
    [
        {"layout": "pages"},
        {"layout": "admissions", "substance": "tea"},
        {"layout": "race_rates", "without_interval": ["Everyone"]},
    ],
)
def test_a_key_that_is_wrong_is_named(read, keys):
    with pytest.raises(DefinitionError, match=r"example\.toml"):
        read(chapter55, lines(RACE_HEADS, *RACES), **keys)
