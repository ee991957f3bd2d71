"""`python -m data trend FILE.csv`: what it prints, as a table and as JSON, and what it says of a file it cannot use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from data.errors import InputError
from data.pipeline.trend_command import trend_of_file

# Synthetic: up by 10 % a year to 2010, then down by 5 %, with alternating errors of half a percent.
RISE_AND_FALL = "period,estimate,se\n" + "".join(
    f"{2000 + i},{20 * 1.1 ** min(i, 10) * 0.95 ** max(i - 10, 0) * (1.005 if i % 3 else 0.995):.4f},0.5\n"
    for i in range(20)
)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "rates.csv"


def run(file: Path, text: str, *options: str) -> str:
    file.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(trend_of_file, [str(file), *options], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def document(file: Path, text: str, *options: str) -> dict[str, Any]:
    actual = json.loads(run(file, text, "--json", *options))
    assert isinstance(actual, dict)
    return actual


def test_the_table_says_the_verdict_first(written: Path) -> None:
    lines = run(written, RISE_AND_FALL).splitlines()
    assert lines[0] == "rates.csv: falling since 2010"
    assert lines[3].split()[:4] == ["2000", "to", "2010", "+10.0"]
    assert lines[4].split()[:4] == ["2010", "to", "2019", "-5.0"]
    assert "Joinpoints, where the trend changes: 2010." in lines


def test_the_document_has_segments_average_joinpoints_and_verdict(written: Path) -> None:
    actual = document(written, RISE_AND_FALL)
    assert actual["joinpoints"] == ["2010"]
    assert (actual["verdict"], actual["since"], actual["weighted"]) == ("falling", "2010", True)
    assert [(s["first"], s["last"], round(s["apc"])) for s in actual["segments"]] == [
        ("2000", "2010", 10),
        ("2010", "2019", -5),
    ]
    assert all(s["ci_low"] < s["apc"] < s["ci_high"] for s in actual["segments"])
    assert actual["aapc"]["ci_low"] < actual["aapc"]["estimate"] < actual["aapc"]["ci_high"]
    assert actual["aapc_last"]["first"] == "2015"
    assert (actual["change"]["first"], actual["change"]["last"]) == ("2018", "2019")
    assert actual["declined"] == {}


def test_what_does_not_apply_is_absent_with_its_reason(written: Path) -> None:
    actual = document(written, "period,estimate\n2018,3\n2019,4\n2020,5\n")
    assert not {"segments", "joinpoints", "aapc", "aapc_last", "verdict", "change"} & set(actual)
    for name in ("segments", "joinpoints", "aapc", "aapc_last", "verdict"):
        assert actual["declined"][name].startswith("too few points: ")
    assert "standard errors" in actual["declined"]["change"]


def test_a_table_that_states_no_trend_says_why(written: Path) -> None:
    message = run(written, "period,estimate\n2018,3\n2019,4\n2020,5\n")
    assert message.startswith("rates.csv: no trend is stated (too few points). There are 3 periods to fit")


def test_breaks_provisional_periods_and_the_length_of_the_last_average_can_be_said(written: Path) -> None:
    actual = document(written, RISE_AND_FALL, "--break", "2005", "--provisional", "2019", "--last", "30")
    assert list(actual["fitted"]) == [str(year) for year in range(2005, 2019)]
    assert "fewer than the last 30" in actual["declined"]["aapc_last"]
    assert len(actual["notes"]) == 2


def test_an_empty_estimate_is_a_missing_one_and_other_columns_are_left_alone(written: Path) -> None:
    actual = document(
        written,
        "note,estimate,period\na,5,2010\nb,,2011\nc,6,2012\nd,7,2013\ne,8,2014\nf,9,2015\ng,9.6,2016\nh,11,2017\n",
    )
    assert list(actual["fitted"]) == ["2010", "2012", "2013", "2014", "2015", "2016", "2017"]
    assert "There is no figure for 2011." in actual["notes"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("year,estimate\n2010,3\n", "“period”, row 1: this column is missing"),
        ("period,estimate\n", "no rows"),
        ("period,estimate\nlast year,3\n", "“last year” is not a period"),
        ("period,estimate\n2010,3\n2010,4\n", "row 3: 2010 stands twice"),
        ("period,estimate\n2010,high\n", "“high” is not a number"),
        ("period,estimate\n2010,-3\n", "“-3” is below zero"),
        ("period,estimate,se\n2010,3,0\n", "0 is no standard error"),
    ],
)
def test_a_file_it_cannot_use_is_named_with_column_and_row(written: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        run(written, text)
    assert str(error.value).startswith("rates.csv")


def test_options_it_cannot_use_are_said(written: Path) -> None:
    for options, message in [
        (("--last", "1"), "from 2 up"),
        (("--provisional", "2050"), "no period 2050"),
        (("--provisional", "soon"), "“soon” is not a period"),
    ]:
        with pytest.raises(InputError, match=message):
            run(written, RISE_AND_FALL, *options)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        CliRunner().invoke(trend_of_file, [str(tmp_path / "rates.csv")], catch_exceptions=False)
