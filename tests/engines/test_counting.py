"""Who is counted, where, and in which groups: residence, race by two rules, years, and infants by their mothers."""

from __future__ import annotations

import pytest

from data.records import counting
from data.records.definition import read_definition
from data.records.errors import RecordsError
from data.records.layouts import RACES
from data.records.race import RaceRule
from tests.engines.hand_made import Record, birth, counted, death, overall, typed

LOW = "low_birthweight_records"
INFANTS = "infant_mortality_records"


def groups(records: list[Record], rule: RaceRule = "single", dimension: str = "race_ethnicity") -> dict[str, int]:
    """Births by stratum of a dimension."""
    frame = counted(LOW, records, rule=rule)
    rows = frame[frame["dimension"] == dimension]
    return dict(zip(rows["stratum"], (int(n) for n in rows["eligible"]), strict=True))


def boxes(*checked: str, **changes: str | None) -> Record:
    """A birth whose mother has checked these boxes of race."""
    return birth(**{f"race_{race}": "1" if race in checked else "0" for race in RACES} | changes)


@pytest.mark.parametrize(
    ("record", "single", "combination"),
    [
        (boxes("white"), ["white_nh"], ["white_nh"]),
        (boxes("black"), ["black_nh"], ["black_nh"]),
        (boxes("asian"), ["asian_nh"], ["asian_nh"]),
        (boxes("aian"), ["aian_nh"], ["aian_nh"]),
        (boxes("nhopi"), ["nhopi_nh"], ["nhopi_nh"]),
        (boxes("other"), ["other"], ["other"]),
        (boxes("black", "white"), ["multiracial_nh"], ["black_nh", "white_nh"]),
        (boxes("asian", "nhopi", "other"), ["multiracial_nh"], ["asian_nh", "nhopi_nh", "other"]),
        (boxes("black", hispanic="yes"), ["hispanic"], ["hispanic"]),
        (boxes(hispanic="yes"), ["hispanic"], ["hispanic"]),
        (boxes("black", hispanic="unknown"), ["not_stated"], ["not_stated"]),
        (boxes("black", hispanic=None), ["not_stated"], ["not_stated"]),
        (boxes(), ["not_stated"], ["not_stated"]),
        (boxes(race_unknown="1"), ["not_stated"], ["not_stated"]),
        (boxes("white", race_unknown="1"), ["white_nh"], ["white_nh"]),
        (boxes("white", race_black=None), ["white_nh"], ["white_nh"]),
    ],
)
def test_a_record_is_in_the_groups_that_the_rule_of_race_says(
    record: Record, single: list[str], combination: list[str]
) -> None:
    assert sorted(groups([record])) == single
    assert sorted(groups([record], "combination")) == combination


def test_alone_or_in_combination_counts_a_person_in_each_group_and_once_in_the_total() -> None:
    records = [boxes("black", "white"), boxes("black"), boxes("white")]
    assert groups(records, "combination") == {"black_nh": 2, "white_nh": 2}
    assert groups(records, "combination", "overall") == {"overall": 3}
    assert groups(records) == {"black_nh": 1, "white_nh": 1, "multiracial_nh": 1}


def test_detailed_groups_are_those_the_law_names_and_a_person_counts_once_in_each() -> None:
    definition = read_definition(LOW).model_copy(update={"dimensions": ("overall", "ethnicity")})
    told = ["Haitian; Cape_Verdean", "haitian;haitian", "walloon;flemish", None]
    frame = counted(definition, [birth(ethnicities=one) for one in told])
    rows = frame[frame["dimension"] == "ethnicity"]
    assert dict(zip(rows["stratum"], rows["eligible"], strict=True)) == {
        "haitian": 2, "cape_verdean": 1, "other_group": 1, "not_stated": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("state", "town", "counts_in"),
    [
        ("MA", "35", 35), ("ma", "351", 351), ("MA", "0", 0), ("MA", None, 0), ("MA", "352", 0), ("MA", "x", 0),
        (None, "35", 35), ("ZZ", "35", 35), ("ZZ", "0", None), (None, None, None), ("NH", "35", None),
        ("NH", "0", None),
    ],
)  # fmt: skip
def test_residents_count_in_their_municipality_and_who_lives_elsewhere_does_not(
    state: str | None, town: str | None, counts_in: int | None
) -> None:
    frame = counted(LOW, [birth(residence_state=state, residence_town=town)])
    assert set(frame["town_id"]) == (set() if counts_in is None else {counts_in})


def test_a_group_that_is_not_said_is_counted_as_not_stated_and_never_left_out() -> None:
    record = death(underlying_cause="I64", sex="unknown", hispanic="unknown")
    frame = counted("stroke_deaths_records", [record])
    assert dict(zip(frame["dimension"], frame["stratum"], strict=True)) == {
        "overall": "overall", "race_ethnicity": "not_stated", "sex": "not_stated", "race_by_sex": "not_stated",
    }  # fmt: skip
    assert groups([birth(education="unknown")], dimension="education") == {"not_stated": 1}


def test_race_and_sex_together_are_always_by_single_race() -> None:
    record = death(underlying_cause="I64", race_black="1", sex="female")
    frame = counted("stroke_deaths_records", [record], rule="combination")
    assert set(frame.loc[frame["dimension"] == "race_by_sex", "stratum"]) == {"multiracial_nh_female"}
    assert set(frame.loc[frame["dimension"] == "race_ethnicity", "stratum"]) == {"white_nh", "black_nh"}


def test_years_that_are_asked_for_are_counted_and_no_others() -> None:
    records = [birth(date_of_birth=f"{year}-12-31") for year in (2019, 2020, 2021)]
    table = typed(records, "births")
    frame = counting.collect(counting.counts(table, None, read_definition(LOW), years=[2020, 2021]))
    assert sorted(set(frame["year"])) == [2020, 2021]


def test_records_that_no_count_can_hold_are_said_by_why() -> None:
    records = [
        death(), death(date_of_death=None), death(date_of_death="2021-02-30"), death(date_of_death="1998-12-31"),
        death(residence_state="NH"), death(residence_state=None, residence_town="0"),
    ]  # fmt: skip
    definition = read_definition("heart_disease_deaths_records")
    left_out = counting.left_out(typed(records, "deaths"), definition)
    assert left_out == {"without a date": 2, "before 1999": 1, "not of a resident": 2}
    assert overall(counted(definition, records)) == (1, 0)
    assert set(counting.left_out(typed([], "deaths"), definition).values()) == {0}


def test_an_infant_counts_where_and_in_the_group_its_mother_was_on_the_birth_record() -> None:
    born = birth(record_id="b1", residence_town="281", race_white="0", race_black="1", date_of_birth="2020-12-30")
    died = death(age_years="0", age_days="5", birth_record_id="b1", date_of_death="2021-01-04")
    frame = counted(INFANTS, [died], [born])
    rows = frame[frame["dimension"] == "race_ethnicity"].to_dict("records")
    assert [(r["year"], r["town_id"], r["stratum"], r["cases"], r["eligible"]) for r in rows] == [
        (2020, 281, "black_nh", 0, 1),
        (2021, 281, "black_nh", 1, 0),
    ]


@pytest.mark.parametrize(
    ("years", "days", "dies_an_infant"),
    [
        ("0", "0", 1),
        ("0", "364", 1),
        ("0", "365", 0),
        ("0", None, 1),
        (None, "12", 1),
        ("1", None, 0),
        ("999", None, 0),
    ],
)
def test_an_infant_is_a_child_under_one_year(years: str | None, days: str | None, dies_an_infant: int) -> None:
    rule = read_definition(INFANTS).case[0]
    assert (rule.rule, "under 1 year" in rule.reference) == ("under one year of age", True)
    died = death(age_years=years, age_days=days, birth_record_id="b1")
    assert overall(counted(INFANTS, [died], [birth(record_id="b1")])) == (dies_an_infant, 1)


def test_a_death_without_a_birth_record_counts_for_everyone_and_in_no_group() -> None:
    lost = death(age_years="0", birth_record_id="nowhere", residence_town="10")
    frame = counted(INFANTS, [lost], [birth(record_id="b1")])
    assert overall(frame) == (1, 1)
    cases = frame[frame["cases"] > 0]
    assert set(zip(cases["dimension"], cases["stratum"], cases["town_id"], strict=True)) == {
        ("overall", "overall", 10), ("race_ethnicity", "not_stated", 10), ("education", "not_stated", 10),
    }  # fmt: skip


def test_a_number_that_two_births_have_links_a_death_to_neither_and_counts_it_once() -> None:
    births = [birth(record_id="b1", residence_town="1"), birth(record_id="b1", residence_town="2")]
    frame = counted(INFANTS, [death(age_years="0", birth_record_id="b1", residence_town="3")], births)
    assert overall(frame) == (1, 2)
    assert set(frame.loc[frame["cases"] > 0, "town_id"]) == {3}


def test_an_infant_of_a_mother_who_lives_elsewhere_is_no_resident_s() -> None:
    births = [birth(record_id="b1", residence_state="NH"), birth(record_id="b2")]
    died = [
        death(age_years="0", birth_record_id="b1"),
        death(age_years="0", residence_state="NH", birth_record_id="b2"),
    ]
    assert overall(counted(INFANTS, died, births)) == (1, 1)


def test_deaths_over_births_need_the_births_and_nothing_else_does() -> None:
    with pytest.raises(RecordsError, match="needs records of births too"):
        counted(INFANTS, [death(age_years="0")])
    with pytest.raises(RecordsError, match="needs no other records"):
        counting.counts(typed([birth()], "births"), typed([birth()], "births"), read_definition(LOW))
    with pytest.raises(RecordsError, match="“bridged” is no rule of race; known: single, combination"):
        counted(LOW, [birth()], rule="bridged")  # type: ignore[arg-type]
