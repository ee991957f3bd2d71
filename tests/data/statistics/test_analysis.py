"""The commands for anyone's own figures, on small files made for the tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from data.errors import InputError, SourceFileError
from data.pipeline.rates_command import measures_of_file, rates_of_file
from data.statistics.inequality import MEASURES
from data.statistics.rates import poisson_interval, wilson_interval
from data.statistics.standardization import US_2000

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def run(text: str) -> Path:
        path = tmp_path / "own.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return run


def said(command: click.Command, *arguments: object) -> str:
    result = CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False, standalone_mode=False)
    assert result.exit_code == 0
    return result.stdout


def document(command: click.Command, *arguments: object) -> object:
    return json.loads(said(command, *arguments, "--json"))


def test_each_line_gives_a_rate_with_garwoods_interval(write: Write) -> None:
    actual = document(rates_of_file, write("group,events,population\nA,120,50000\nB,4,8000\nC,,9000\nD,0,700\nE,0,0\n"))
    low, high = poisson_interval(120)
    none = {"value": None, "ci_low": None, "ci_high": None, "method": "exact", "status": "not_available"}
    assert isinstance(actual, list)
    assert actual[0] == {
        "group": "A",
        "value": pytest.approx(240),
        "ci_low": pytest.approx(2 * low),
        "ci_high": pytest.approx(2 * high),
        "method": "exact",
        "status": "reported",
    }
    assert (actual[1]["value"], actual[1]["status"]) == (pytest.approx(50), "unreliable")
    assert actual[2] == {"group": "C", **none, "status": "suppressed"}, "what is left empty is hidden"
    assert (actual[3]["value"], actual[3]["ci_low"], actual[3]["status"]) == (0, 0, "unreliable")
    assert actual[4] == {"group": "E", **none}


def test_shares_of_people_have_wilson_s_interval(write: Write) -> None:
    actual = document(rates_of_file, write("events,population\n81,263\n"), "--per", 100, "--method", "wilson")
    low, high = wilson_interval(81, 263)
    assert actual == [
        {
            "value": pytest.approx(100 * 81 / 263),
            "ci_low": pytest.approx(100 * low),
            "ci_high": pytest.approx(100 * high),
            "method": "wilson",
            "status": "reported",
        }
    ]


def by_age(group: str, events: list[str], people: int = 10_000) -> str:
    return "".join(f"{group},{age},{x},{people}\n" for age, x in zip(US_2000, events, strict=True))


def test_ages_are_standardized_to_the_population_of_2000(write: Write) -> None:
    text = "group,age_group,events,population\n" + by_age("A", [str(n) for n in range(11)])
    text += by_age("B", ["3"] * 10 + [""])
    actual = document(rates_of_file, write(text), "--standard", "us2000")
    assert isinstance(actual, list)
    assert [line["group"] for line in actual] == ["A", "B"]
    assert actual[0]["value"] == pytest.approx(sum(10 * n * share for n, share in enumerate(US_2000.values())))
    assert (actual[0]["method"], actual[0]["status"]) == ("fay-feuer", "reported")
    assert actual[0]["ci_low"] < actual[0]["value"] < actual[0]["ci_high"]
    assert (actual[1]["value"], actual[1]["status"]) == (None, "suppressed")


def test_age_groups_may_be_written_as_people_write_them(write: Write) -> None:
    names = ["under 1", "1–4 years", "5 to 14", *(f"{a}-{a + 9}" for a in range(15, 85, 10)), "85 years and over"]
    text = "age_group,events,population\n" + "".join(f"{name},10,1000\n" for name in names)
    assert document(rates_of_file, write(text), "--standard", "us2000", "--per", 100) == [
        {
            "value": pytest.approx(1),
            "ci_low": pytest.approx(1, abs=0.3),
            "ci_high": pytest.approx(1, abs=0.3),
            "method": "fay-feuer",
            "status": "reported",
        }
    ]


def test_without_a_standard_each_age_has_its_own_rate(write: Write) -> None:
    actual = document(rates_of_file, write("group,age_group,events,population\n" + by_age("A", ["12"] * 11)))
    assert isinstance(actual, list)
    assert [(line["group"], line["age_group"], line["value"]) for line in actual] == [
        ("A", age, pytest.approx(120)) for age in US_2000
    ]


def test_a_table_is_for_people(write: Write) -> None:
    lines = said(rates_of_file, write("group,events,population\nA,120,50000\nlong name,,8000\n")).splitlines()
    assert lines[0].split("  ")[0] == "group"
    assert "per 100,000" in lines[0]
    low, high = poisson_interval(120)
    assert lines[1].split() == ["A", "240", f"{2 * low:.6g}", f"{2 * high:.6g}", "exact", "reported"]
    assert lines[2].split() == ["long", "name", "exact", "suppressed"]


QUINTILES = """group,estimate,population,se,order
richest,99.22405,1884.510,0.2237683,5
poorest,75.60530,2072.436,1.5996131,1
second,91.01997,2112.204,1.1351504,2
middle,96.03959,1983.059,0.6461946,3
fourth,97.04223,2052.124,0.5676206,4
"""


def test_all_measures_of_ordered_groups_are_there(write: Write) -> None:
    actual = document(
        measures_of_file, write(QUINTILES), "--ordered", "--favourable", "--scale", 100, "--reference", "middle"
    )
    assert isinstance(actual, dict)
    assert actual.pop("declined") == {}
    assert set(actual) == set(MEASURES)
    assert all(set(values) == {"estimate", "ci_low", "ci_high"} for values in actual.values())
    # healthequal 1.0.1 prints these of its sample data.
    expected = {"sii_logit": 31.61763, "rii_logit": 1.466089, "aci": 4.30052, "rci": 0.0469506}
    assert {name: actual[name]["estimate"] for name in expected} == pytest.approx(expected, rel=5e-7)
    assert actual["d"]["estimate"] == pytest.approx(99.22405 - 75.60530)


def test_what_does_not_apply_is_absent_with_its_reason(write: Write) -> None:
    actual = document(measures_of_file, write("group,estimate,population\nA,0,100\nB,20,200\nC,30,300\n"))
    assert isinstance(actual, dict)
    declined = actual.pop("declined")
    assert set(actual) | set(declined) == set(MEASURES)
    assert set(actual) & set(declined) == set()
    assert declined["sii_linear"] == "it needs groups with an order, and these have none"
    assert declined["mdru"] == "no reference group is named"
    assert "the estimate of A is 0" in declined["ti"]
    assert actual["d"] == {"estimate": 30, "ci_low": None, "ci_high": None}


def test_a_hidden_group_is_named(write: Write) -> None:
    text = "group,estimate,population,se\n" + "".join(f"g{n},{10 + n},100,1\n" for n in range(6)) + "hidden,,30,\n"
    actual = document(measures_of_file, write(text))
    assert isinstance(actual, dict)
    assert actual["missing"] == ["hidden"], "600 of 630 people, 95.2 percent, are in groups with a figure"
    assert actual["bgsd"]["ci_low"] is not None
    table = said(measures_of_file, write(text))
    assert "There is no figure for hidden; the measures are of the others." in table
    assert "sii_linear is not computed: it needs groups with an order" in table


@pytest.mark.parametrize(
    ("command", "text", "options", "sentence"),
    [
        (rates_of_file, "", [], "own.csv: is empty: fetch it again"),
        (rates_of_file, "events,population\n", [], "has no lines under its header"),
        (rates_of_file, "deaths,population\n1,2\n", [], "column “events”, row 1: this column is missing"),
        (rates_of_file, "events,population,group,group\n1,2,a,b\n", [], "“group”, row 1: this column stands 2 times"),
        (rates_of_file, "events,population\n-3,2\n", [], "column “events”, row 2: “-3” is below zero"),
        (rates_of_file, "events,population\n2.5,9\n", [], "“2.5” is not a count"),
        (rates_of_file, "events,population\nmany,2\n", [], "“many” is not a number"),
        (rates_of_file, "events,population\n3,-2\n", [], "column “population”, row 2: “-2” is below zero"),
        (rates_of_file, "events,population\n3,\n", [], "is empty where a number is expected"),
        (rates_of_file, "events,population\n3,0\n", [], "is 0 where there are 3 events"),
        (rates_of_file, "events,population\n3,2\n", ["--method", "wilson"], "more than the 2 people"),
        (rates_of_file, "events,population\n3,2\n", ["--standard", "us2000"], "--standard needs it"),
        (rates_of_file, "events,population\n3,2\n", ["--method", "fay-feuer"], "goes with --standard us2000"),
        (rates_of_file, "events,population\n3,2\n", ["--per", "0"], "--per is a number of people above 0"),
        (rates_of_file, "age_group,events,population\n7-9,3,2\n", ["--standard", "us2000"], "“7-9” is not one of <1"),
        (rates_of_file, "age_group,events,population\n<1,3,2\n", ["--standard", "us2000"], "has no line for 1-4, 5-14"),
        (
            rates_of_file,
            "age_group,events,population\n<1,3,9\n0,3,9\n",
            ["--standard", "us2000"],
            "row 3: repeats <1 of row 2",
        ),
        (measures_of_file, "group,estimate\na,2\n", [], "column “population”, row 1: this column is missing"),
        (measures_of_file, "group,estimate,population\na,-1,5\nb,2,5\n", [], "“-1” is below zero"),
        (measures_of_file, "group,estimate,population\na,x,5\nb,2,5\n", [], "“x” is not a number"),
        (measures_of_file, "group,estimate,population\na,1,5\na,2,5\n", [], "repeats row 2 (a)"),
        (measures_of_file, "group,estimate,population\n,1,5\nb,2,5\n", [], "is empty where a name is expected"),
        (measures_of_file, "group,estimate,population\na,1,\nb,2,5\n", [], "is empty where there is an estimate"),
        (measures_of_file, "group,estimate,population\na,1,5\nb,2,5\n", ["--ordered"], "--ordered needs it"),
        (
            measures_of_file,
            "group,estimate,population,order\na,1,5,1\nb,2,5,1\n",
            ["--ordered"],
            "row 3: repeats 1 of row 2",
        ),
        (
            measures_of_file,
            "group,estimate,population\na,1,5\nb,2,5\n",
            ["--reference", "c"],
            "is not one of the groups",
        ),
        (measures_of_file, "group,estimate,population\na,1,5\n", [], "at least two groups"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    write: Write, command: click.Command, text: str, options: list[str], sentence: str
) -> None:
    with pytest.raises(InputError) as caught:
        said(command, write(text), *options)
    assert sentence in str(caught.value)


def test_anyones_own_file_may_end_without_an_end_of_line(write: Write) -> None:
    table = "group,events,population\nA,120,50000\nB,4,8000"
    assert document(rates_of_file, write(table)) == document(rates_of_file, write(f"{table}\n"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=r"none\.csv: is not there"):
        said(measures_of_file, tmp_path / "none.csv")
