"""What a link remembers of the data it was made with: synthetic figures, changed one at a time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.query.link_stamp import compare_stamp, fingerprint, make_stamp
from data.query.rows import NAN, Rows
from data.query.selection import Answer
from data.vocabulary import VIEWS
from tests.frames import changed as all_changed
from tests.frames import changed_at, frame
from tests.questions import Asked

DEATHS = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023"}
TABLES = ("places", "state", "overall", "groups", "trend")
NAMED = {"overall": "everyone"}
"""Tables that a link names by another word."""


@pytest.fixture(scope="module")
def answer(ask: Asked) -> Answer:
    return ask(**DEATHS, view="map")


def rebuilt(answer: Answer) -> Answer:
    """The same figures in another file."""
    return replace(answer, catalog=replace(answer.catalog, version="abcdef012345"))


def changed(answer: Answer, table: str, position: int, column: str, value: Any) -> Answer:
    return replace(answer, **{table: changed_at(getattr(answer, table), position, **{column: value})})


def slow_fingerprint(answer: Answer) -> str:
    """The same, cell by cell, for a view that shows every table and nothing beside."""
    lines = []
    for name in TABLES:
        own = []
        for _, row in frame(getattr(answer, name)).iterrows():
            cells = [str(row[k]) for k in ("geo_id", "dimension", "stratum", "period", "status", "verdict")]
            for number in (
                "value",
                "ci_low",
                "ci_high",
                "numerator",
                "denominator",
                "ratio",
                "ratio_low",
                "ratio_high",
            ):
                missing = row[number] != row[number]
                cells.append("" if missing else "0" if row[number] == 0 else format(float(row[number]), ".6g"))
            own.append("|".join(cells))
        lines += [f"{NAMED.get(name, name)}|{line}" for line in sorted(own)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:6]


def test_a_link_carries_the_version_of_the_file_and_ten_digits(answer: Answer) -> None:
    version, digits = make_stamp(answer).split(".")
    assert version == answer.catalog.version
    assert len(digits) == 10
    assert digits[4:] == fingerprint(answer) == slow_fingerprint(answer)


def test_published_views_have_the_fingerprint_that_is_made_cell_by_cell(ask_published: Asked) -> None:
    whole = [a for a in ask_published.sample if a.selection.view in ("map", "table")][:12]
    assert len(whole) == 12
    assert [fingerprint(a) for a in whole] == [slow_fingerprint(a) for a in whole]


def test_another_process_with_another_order_of_hashes_makes_the_same_link(example: Path, answer: Answer) -> None:
    code = (
        "import sys; from pathlib import Path; from data.query.answers import Answers\n"
        "from data.query.connection import Database\n"
        "from data.query.url import parse_query; from data.query.link_stamp import make_stamp\n"
        "answers = Answers(Database(Path(sys.argv[1])))\n"
        f"print(make_stamp(answers.to(parse_query({ {**DEATHS, 'view': 'map'}!r}, answers.catalog)[0])))"
    )
    for seed in ("1", "2"):
        said = subprocess.run(
            [sys.executable, "-c", code, str(example)],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert said.stdout.strip() == make_stamp(answer)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("places", "value", 31.5), ("places", "ci_low", 1.0), ("places", "ci_high", 99.0),
        ("places", "numerator", 77.0),
        ("places", "denominator", 100_001.0), ("places", "status", "reported"), ("places", "verdict", "higher"),
        ("places", "ratio", 9.0), ("state", "value", 1.0), ("overall", "value", 1.0), ("groups", "value", 1.0),
        ("trend", "value", 1.0), ("trend", "period", "1999"),
    ],
)  # fmt: skip
def test_a_figure_that_differs_has_changed(answer: Answer, table: str, column: str, value: Any) -> None:
    later = rebuilt(changed(answer, table, 0, column, value))
    assert compare_stamp(make_stamp(answer), later) == "changed"
    assert compare_stamp(make_stamp(answer), rebuilt(answer)) == "same"


def test_a_figure_that_is_hidden_now_has_changed_and_so_has_one_that_is_gone(answer: Answer) -> None:
    hidden = changed(changed(answer, "places", 5, "value", float("nan")), "places", 5, "status", "suppressed")
    assert compare_stamp(make_stamp(answer), rebuilt(hidden)) == "changed"
    gone = replace(answer, places=Rows(answer.places[1:]))
    assert compare_stamp(make_stamp(answer), rebuilt(gone)) == "changed"


def test_what_no_reader_could_see_has_not_changed(answer: Answer) -> None:
    value = answer.places[6].value
    assert value == 30, "synthetic: 30 deaths of 100,000"
    for same in (
        changed(answer, "places", 6, "value", value * (1 + 1e-9)),  # another library's last digits
        replace(answer, places=Rows(answer.places[::-1])),
        replace(answer, places=all_changed(answer.places, source="another_release", name="renamed")),
        changed(answer, "places", 0, "value", -0.0),  # the synthetic 0 of Barnstable
    ):
        assert compare_stamp(make_stamp(answer), rebuilt(same)) == "same"


def test_only_the_figures_of_the_view_count(ask: Asked) -> None:
    groups = ask(**DEATHS, view="groups")
    trend = ask(**DEATHS, view="trend")
    assert compare_stamp(make_stamp(groups), rebuilt(changed(groups, "trend", 0, "value", 1.0))) == "same"
    assert compare_stamp(make_stamp(trend), rebuilt(changed(trend, "groups", 0, "value", 1.0))) == "same"
    assert compare_stamp(make_stamp(trend), rebuilt(changed(trend, "trend", 0, "value", 1.0))) == "changed"


def test_figures_that_stand_beside_the_views_own_count_too(answer: Answer) -> None:
    two = replace(answer, related=(answer,))
    assert compare_stamp(make_stamp(two), rebuilt(two)) == "same"
    other = changed(answer, "places", 0, "value", 1.0)
    assert compare_stamp(make_stamp(two), rebuilt(replace(two, related=(other,)))) == "changed"
    lines = replace(answer, series=all_changed(answer.trend, verdict="", ratio=NAN))
    assert compare_stamp(make_stamp(lines), rebuilt(lines)) == "same"
    assert compare_stamp(make_stamp(lines), rebuilt(replace(lines, series=Rows(answer.trend[1:])))) == "changed"


def test_nothing_is_said_of_a_view_the_link_was_not_made_for(ask: Asked, answer: Answer) -> None:
    for other in ({"group": "white_nh"}, {"period": "2023", "group": "all"}, {"place": "suffolk-county"}):
        assert compare_stamp(make_stamp(answer), rebuilt(ask(**{**DEATHS, "view": "map", **other}))) == "unknown"
    for form in ({"classes": "period"}, {"lang": "es"}):
        assert compare_stamp(make_stamp(answer), rebuilt(ask(**DEATHS, view="map", **form))) == "same"


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_opened_over_the_data_it_was_made_with_is_current(ask: Asked, view: str) -> None:
    shown = ask(**DEATHS, view=view)
    assert compare_stamp(make_stamp(shown), shown) == "current"


@pytest.mark.parametrize(
    "word", ["", "x", "630c64a3c89e", "630c64a3c89e.4f2a7f", "630C64A3C89E.4F2A7F3A1C", "a.b", "…"]
)
def test_a_word_that_is_none_of_ours_or_was_cut_off_is_unreadable(answer: Answer, word: str) -> None:
    assert compare_stamp(word, answer) == "unreadable"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(), st.from_regex(r"[0-9a-f]{12}\.[0-9a-f]{10}", fullmatch=True)))
def test_whatever_the_word_something_is_found(answer: Answer, word: str) -> None:
    assert compare_stamp(word, answer) in ("current", "same", "changed", "unknown", "unreadable")
