"""What is known of a maternity unit at the end of a year, from statements that are planted and from all there are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.analysis.maternity.selection import parse_maternity_query
from data.analysis.maternity.units import FIRST_YEAR, Unit, units, without_unit
from data.query.maternity.statements import Statement
from tests.alternatives import maternity
from tests.questions import Asked

YEARS = range(FIRST_YEAR, 2026)


def statement(event: str, start: str, end: str = "", hospital: str = "Planted") -> Statement:
    first = date.fromisoformat(start)
    last = date.fromisoformat(end or start)
    return Statement(
        hospital, "2500123105", "", event, first, last, start, None, event, "", "B", "T", "P", "https://x.org", "s"
    )


def unit(*statements: Statement, whole_hospital: bool = False) -> Unit:
    return Unit("planted", "Planted", "2500123105", "hospital", statements, (), whole_hospital)


ASKED_2024 = ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        # open at one statement: before and after it too
        ((statement("open", *ASKED_2024),), {2016: "open", 2023: "open", 2024: "open", 2025: "open"}),
        # a notice of a closure tells that it was open until then
        ((statement("closed", "2020-04-06"),), {2016: "open", 2019: "open", 2020: "closed", 2025: "closed"}),
        # on the last day of a year it is closed at the end of that year
        ((statement("closed", "2019-12-31"),), {2018: "open", 2019: "closed"}),
        # some day of a year: at its end it is over
        ((statement("closed", "2018-01-01", "2018-12-31"),), {2017: "open", 2018: "closed"}),
        # open once, gone at the next statement, and nobody says when
        (
            (statement("births", "2017-01-01", "2017-12-31"), statement("none", *ASKED_2024)),
            {2016: "open", 2017: "open", 2018: "unknown", 2023: "unknown", 2024: "closed", 2025: "closed"},
        ),
        # announced, and gone at the next statement
        (
            (statement("announced", "2017-05-24"), statement("none", *ASKED_2024)),
            {2016: "open", 2017: "unknown", 2023: "unknown", 2024: "closed"},
        ),
        # suspended stays so while its closure is announced
        (
            (statement("suspended", "2020-04-01", "2020-04-30"), statement("announced", "2020-10-01")),
            {2019: "open", 2020: "suspended", 2025: "suspended"},
        ),
        # a later year's statement does not reach back over a suspension
        (
            (statement("open", *ASKED_2024), statement("suspended", "2025-12-08")),
            {2024: "open", 2025: "suspended"},
        ),
        # no answer is not a no
        ((statement("not_available", *ASKED_2024),), {2016: "unknown", 2024: "unknown", 2025: "unknown"}),
        # a hospital that never had one
        ((statement("none", *ASKED_2024),), {2016: "unknown", 2024: "closed", 2025: "closed"}),
    ],
)
def test_what_a_statement_says_holds_until_the_next(
    statements: tuple[Statement, ...], expected: dict[int, str]
) -> None:
    assert {year: unit(*statements).status(year) for year in expected} == expected


def test_of_a_hospital_that_closed_it_is_not_said_that_it_had_a_unit() -> None:
    closed = statement("closed", "2020-01-01", "2020-12-31")
    assert [unit(closed, whole_hospital=True).status(year) for year in (2019, 2020)] == ["unknown", "closed"]
    assert [unit(closed).status(year) for year in (2019, 2020)] == ["open", "closed"]


def test_within_the_month_of_a_closure_it_is_not_known() -> None:
    closing = unit(statement("suspended", "2020-04-01", "2020-04-30"))
    days = [date(2020, 3, 31), date(2020, 4, 15), date(2020, 4, 30)]
    assert [closing.status_on(day) for day in days] == ["open", "unknown", "suspended"]


@given(
    births=st.integers(2010, 2019),
    event=st.sampled_from(["closed", "suspended", "announced"]),
    when=st.dates(date(2020, 1, 1), date(2023, 12, 31)),
    vague=st.booleans(),
    asked=st.sampled_from(["none", "not_available", "nothing"]),
)
def test_planted_histories_equal_those_from_two_bounds(
    births: int, event: str, when: date, vague: bool, asked: str
) -> None:
    first, last = (date(when.year, 1, 1), date(when.year, 12, 31)) if vague else (when, when)
    statements = [
        statement("births", f"{births}-01-01", f"{births}-12-31"), statement(event, str(first), str(last)),
        *([statement(asked, *ASKED_2024)] if asked != "nothing" else []),
    ]  # fmt: skip
    plain = [(s.event, s.start, s.end) for s in statements]
    for year in YEARS:
        assert unit(*statements).status(year) == maternity.state(plain, date(year, 12, 31)), (plain, year)


def test_every_unit_of_the_file_equals_the_slow_alternative(ask_published: Asked, published: Path) -> None:
    answers = ask_published.answers
    found = {u.name: u for u in units(answers.maternity_statements(), answers.catalog)}
    world = maternity.read(published)
    assert sorted(found) == sorted(u.name for u in world.units)
    for other in world.units:
        own = found[other.name]
        assert own.geo_id == other.geo_id
        assert [own.status(y) for y in YEARS] == [other.state(y) for y in YEARS], own.name


def test_no_statement_of_the_file_is_lost(ask_published: Asked) -> None:
    """Each is a unit's, of a number that several hospitals share, or of a hospital that is told to have none."""
    statements = ask_published.answers.maternity_statements()
    found = units(statements, ask_published.answers.catalog)
    held = {s for u in found for s in (*u.statements, *u.shared)}
    left = {s.hospital for s in statements if s not in held}
    assert len(left) == len(without_unit(statements))
    assert all(s.event == "none" for s in statements if s.hospital in left)


def test_a_hospital_that_nobody_has_named_is_a_unit_of_its_own(ask_published: Asked) -> None:
    catalog = ask_published.answers.catalog
    new = statement("open", *ASKED_2024, hospital="A NEW HOSPITAL")
    (found,) = units((new,), catalog)
    assert (found.name, found.geo_id, found.status(2025)) == ("A NEW HOSPITAL", new.geo_id, "open")
    assert units((statement("none", *ASKED_2024, hospital="ANOTHER"),), catalog) == ()


def test_words_of_an_address_are_followed_or_told(ask_published: Asked) -> None:
    catalog, years = ask_published.answers.catalog, tuple(YEARS)
    year, place, notices = parse_maternity_query({"year": "2019", "place": "Falmouth"}, catalog, years)
    assert (year, place and place.slug, notices) == (2019, "falmouth", ())
    for word in ("2009", "soon", "２０１９x", "99999999999999999999", "-1"):
        year, place, notices = parse_maternity_query({"year": word, "place": "atlantis"}, catalog, years)
        assert (year, place, len(notices)) == (2025, None, 2)
