"""Synthetic rows in the publisher's format: four files, full stops for hidden counts, rates printed beside them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DefinitionError, SourceFileError
from data.sources.federal import medicare_cardiovascular

PLACE = {"State": "STATE_NAME,STATE_FIPS", "County": "STATE_NAME,STATE_FIPS,COUNTY_NAME,COUNTY_FIPS"}
CASES, SHARES = "BENE_N,TOTAL_N,PER_100K", "BENE_YES,BENE_NO,TOTAL_BENE,BENE_YES_PCT"
WHITE, UNKNOWN = "Non-Hispanic White", "Unknown"
BLACK = "Black or African-American"


def share(yes, no):
    return f"{yes},{no},{yes + no},{yes / (yes + no):.10f}"


def files(columns, whole, group, hidden, codes):
    """The four files by what their names end in: `whole` of everyone, `group` of White people, `hidden` of Black."""
    counties = [f'Massachusetts,25,"A County",25{code}' for code in codes]
    unknown = "Massachusetts,25,,25999"
    races = [f'"{WHITE}",{c},{group}' for c in counties] + [f'"{BLACK}",{counties[3]},{hidden}']
    races += [f"{UNKNOWN},{counties[0]},{group}", f'"{WHITE}",{unknown},{hidden}']
    return {
        "State": [f"{PLACE['State']},{columns}", f"Alaska,2,{group}", f"Massachusetts,25,{whole}"],
        "Race_State": [
            f"RACE_NAME,{PLACE['State']},{columns}",
            f'"{WHITE}",Massachusetts,25,{group}',
            f"{UNKNOWN},Massachusetts,25,{group}",
        ],
        "County": [f"{PLACE['County']},{columns}", *(f"{c},{whole}" for c in counties), f"{unknown},{hidden}"],
        "Race_County": [f"RACE_NAME,{PLACE['County']},{columns}", *races],
    }


@pytest.fixture
def medicare(read, tmp_path, county_codes):
    def run(layout="adherence", change=("State", "", ""), condition="statins", **cells):
        if layout == "cases":
            whole, group, hidden = "200,10000,2000", "13,800,1625", ".,.,1236.75"
        else:
            whole, group, hidden = share(320, 80), share(90, 10), ".,.,.,0.9"
        content = files(CASES if layout == "cases" else SHARES, whole, group, cells.get("hidden", hidden), county_codes)
        name, old, new = change
        for end, lines in content.items():
            text = "\n".join(lines) + "\n"
            (tmp_path / f"statins-{end}.csv").write_text(text.replace(old, new) if end == name else text)
        first = (tmp_path / "statins-State.csv").read_text()
        keys = {"condition": condition, "layout": layout, "period": "2020"}
        rows = read(medicare_cardiovascular, first, file="statins-State.csv", **keys)
        return {(r.geo_id, r.stratum): r for r in rows}

    return run


def test_people_who_take_their_medicine_are_counted_among_all_prescribed_it(medicare):
    row = medicare()["25", "overall"]
    assert (row.numerator, row.denominator, row.status, row.period.slug) == (320, 320 + 80, "reported", "2020")


def test_counts_are_left_for_the_build_to_divide(medicare):
    for layout, counts in (("cases", (13, 800)), ("adherence", (90, 90 + 10))):
        row = medicare(layout)["25", "white_nh"]
        assert (row.value, row.ci_low) == (None, None)
        assert (row.numerator, row.denominator) == counts


@pytest.mark.parametrize("hidden", [".,.,.,0.9", ".,0,.,1", "0,.,.,0", "17,.,.,0.9444"])
def test_a_full_stop_anywhere_hides_the_whole_line_and_the_rate_beside_it(medicare, hidden):
    row = medicare(hidden=hidden)["25007", "black_nh"]
    assert (row.status, row.value, row.numerator, row.denominator) == ("suppressed", None, None, None)


def test_the_rate_printed_beside_a_hidden_count_is_not_shown(medicare):
    row = medicare("cases")["25007", "black_nh"]
    assert (row.status, row.value, row.numerator, row.denominator) == ("suppressed", None, None, None)


def test_counties_say_nothing_of_people_without_a_race_who_would_give_a_hidden_count_away(medicare):
    actual = medicare()
    assert actual["25", "not_stated"].numerator == 90
    assert not any(stratum == "not_stated" for geo_id, stratum in actual if geo_id != "25")


def test_a_group_without_a_line_is_not_available_and_an_unknown_county_is_no_place(medicare, county_codes):
    actual = medicare()
    assert actual["25001", "black_nh"].status == actual["25", "aian_nh"].status == "not_available"
    assert {geo_id for geo_id, _ in actual} == {"25", *(f"25{code}" for code in county_codes)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("State", "BENE_YES_PCT", "PCT"), "column “BENE_YES_PCT”.*missing"),
        (("State", "320,80,400,0.8", "320,80,400,0.9"), "“0.9” is not 320 of 400"),
        (("State", "320,80,400", "320,81,400"), "“400” is not the sum"),
        (("State", "320,80", "320.5,80"), "is not a count"),
        (("State", "320,80", ",80"), "is empty; a count or a full stop"),
        (("State", "Massachusetts,25", "Maine,23"), "no row for Massachusetts"),
        (("County", "25011", "25012"), "“25012” is not a county"),
        (("County", "25011", "25013"), "repeats row"),
        (("County", 'Massachusetts,25,"A County",25011', 'Maine,23,"A County",23011'), "no row for Franklin County"),
        (("Race_County", WHITE, "White"), "“White” is none of"),
        (("Race_County", f'"{WHITE}",Massachusetts,25,"A County",25011', f'"{WHITE}",Maine,23,"",23011'), "no row for"),
        (("Race_State", "RACE_NAME", "<html>"), "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(medicare, change, message):
    with pytest.raises(SourceFileError, match=message):
        medicare(change=change)


def test_a_file_that_is_not_there_and_a_layout_that_is_none_are_said(medicare):
    with pytest.raises(SourceFileError, match=r"doac-State\.csv: is not in the folder"):
        medicare(condition="doac")
    with pytest.raises(DefinitionError, match="layout: one of cases, adherence"):
        medicare("rates")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(cells=st.lists(st.sampled_from([".", "0", "11", "250"]), min_size=3, max_size=3).filter(lambda c: "." in c))
def test_whatever_else_a_line_with_a_full_stop_says_it_carries_no_number(medicare, cells):
    row = medicare(hidden=",".join((*cells, "0.75")))["25007", "black_nh"]
    assert row.status == "suppressed"
    assert (row.value, row.numerator, row.denominator) == (None, None, None)
