"""A group's share of events beside its share of people: counted ones only, and never a way to a hidden count."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.analysis.missing_data import overlapping
from data.analysis.shares import NoShares, Shares, shares
from data.query.rows import NAN, Rows, joined
from data.query.selection import Answer
from data.vocabulary import OVERALL, groups_of
from tests.alternatives import shares as slow
from tests.frames import NOTHING
from tests.questions import Asked

PLACE = "25"
Counted = tuple[str, int | None, int | None, str]
"""A stratum with its events, its people and the status of its figure."""
steady = settings(deadline=None)
RACES = groups_of("race_ethnicity")


def made(rows: list[Counted], source: str = "one") -> Rows:
    """Synthetic rows of one place: (stratum, events, people, status)."""
    return Rows(
        NOTHING._replace(
            geo_id=PLACE, stratum=stratum, status=status, source=source,
            numerator=NAN if events is None else float(events), denominator=NAN if people is None else float(people),
        )
        for stratum, events, people, status in rows
    )  # fmt: skip


def found(rows: list[Counted], **options: bool) -> Shares:
    got = shares(made(rows), PLACE, **options)
    assert isinstance(got, Shares), got
    return got


def declined(rows: list[Counted], **options: bool) -> str:
    got = shares(made(rows), PLACE, **options)
    assert isinstance(got, NoShares), got
    return got.reason


WHOLE: list[Counted] = [
    (OVERALL, 100, 1_000, "reported"),
    ("black_nh", 30, 150, "reported"),
    ("white_nh", 60, 800, "reported"),
    ("not_stated", 10, 50, "reported"),
]


def test_a_group_has_thirty_of_a_hundred_deaths_and_fifteen_percent_of_the_people() -> None:
    black = found(WHOLE).of("black_nh")
    assert black is not None
    assert (black.of_events, black.of_people) == (30 / 100, 150 / 1_000)
    assert black.times == pytest.approx(2)
    assert black.differs


def test_the_shares_of_everything_published_are_of_all_and_sum_to_one() -> None:
    got = found(WHOLE)
    assert got.whole == "all"
    assert sum(share.of_events for share in got.groups) == pytest.approx(1)
    assert sum(share.of_people for share in got.groups) == pytest.approx(1)


def test_where_one_group_is_hidden_the_total_is_not_used() -> None:
    """100 − 60 − 30 would say the hidden 10: the shares are of the 90 that can be seen."""
    hidden = [*WHOLE[:3], ("not_stated", None, None, "suppressed")]
    got = found(hidden)
    assert got.whole == "seen"
    assert got.missing == (("not_stated", True),)
    black = got.of("black_nh")
    assert black is not None
    assert (black.of_events, black.of_people) == (30 / 90, 150 / 950)


def test_where_another_group_is_not_counted_at_all_the_total_tells_nothing_of_the_hidden_one() -> None:
    """A rate without counts, as of Hispanic infants: what is left of the total is its deaths and the hidden ones."""
    rows: list[Counted] = [*WHOLE[:3], ("hispanic", None, None, "reported"), ("aian_nh", None, None, "suppressed")]
    got = found(rows)
    assert got.whole == "all"
    assert dict(got.missing) == {"hispanic": False, "aian_nh": True}


def test_counts_of_another_publication_are_left_out_and_cannot_open_a_hidden_one() -> None:
    hidden = [*WHOLE[:3], ("not_stated", None, None, "suppressed")]
    other = made([("hispanic", 5, 40, "reported")], source="another")
    got = shares(joined([made(hidden), other]), PLACE)
    assert isinstance(got, Shares)
    assert got.whole == "seen"
    assert got.of("hispanic") is None


def test_there_are_no_shares_of_what_is_not_counted() -> None:
    rates: list[Counted] = [(s, None, None, "reported") for s, *_ in WHOLE]
    assert declined(rates) == "counts"
    assert declined(WHOLE[1:]) == "total"
    assert declined([(OVERALL, 0, 10, "reported"), *WHOLE[1:]]) == "total"
    assert declined(WHOLE[:2]) == "few"
    assert declined([WHOLE[0], WHOLE[1], ("white_nh", 60, None, "reported")]) == "people"


def test_groups_that_overlap_cannot_be_added_up_to_the_seen() -> None:
    hidden = [*WHOLE[:3], ("not_stated", None, None, "suppressed")]
    assert declined(hidden, overlapping=True) == "overlap"
    assert found(WHOLE, overlapping=True).whole == "all"


def test_no_events_is_a_share_of_nothing_with_an_interval_that_is_not() -> None:
    none = found([(OVERALL, 20, 100, "reported"), ("black_nh", 0, 40, "unreliable"), ("white_nh", 20, 60, "reported")])
    black = none.of("black_nh")
    assert black is not None
    assert (black.of_events, black.low, black.times, black.unreliable) == (0, 0, 0, True)
    assert black.high > 0.1


counts = st.integers(min_value=0, max_value=5_000)
statuses = st.sampled_from(["shown", "shown", "suppressed", "not_available"])


@st.composite
def tables(draw: st.DrawFn) -> list[Counted]:
    """A place's groups, some of them hidden or not available, and everyone as their sum."""
    strata = draw(st.lists(st.sampled_from(RACES), min_size=2, max_size=8, unique=True))
    rows, total = list[Counted](), [0, 0]
    for stratum in strata:
        people = draw(st.integers(min_value=1, max_value=90_000))
        events = min(draw(counts), people)
        total = [total[0] + events, total[1] + people]
        status = draw(statuses)
        shown = status == "shown"
        rows.append((stratum, events if shown else None, people if shown else None, "reported" if shown else status))
    return [(OVERALL, total[0], total[1], "reported"), *rows]


@steady
@given(tables())
def test_the_slow_way_gives_the_same_shares(rows: list[Counted]) -> None:
    got, expected = shares(made(rows), PLACE), slow.shares(rows)
    if isinstance(got, NoShares):
        assert got.reason == expected
        return
    assert not isinstance(expected, str)
    assert {s.stratum: (s.of_events, s.of_people) for s in got.groups} == {
        stratum: (pytest.approx(float(e)), pytest.approx(float(p))) for stratum, (e, p) in expected.items()
    }


@steady
@given(st.integers(min_value=1, max_value=3_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_that_of_a_score_test(counted: tuple[int, int]) -> None:
    events, of = counted
    rest: list[Counted] = [(OVERALL, of, 10, "reported"), ("black_nh", events, 5, "reported")]
    share = found([*rest, ("white_nh", of - events, 5, "reported")]).of("black_nh")
    assert share is not None
    assert (share.low, share.high) == pytest.approx(slow.wilson(events, of), abs=1e-9)


@steady
@given(tables())
def test_shares_lie_between_nothing_and_all_and_sum_to_one_when_nothing_is_missing(rows: list[Counted]) -> None:
    got = shares(made(rows), PLACE)
    if isinstance(got, NoShares):
        return
    assert all(0 <= s.low <= s.of_events + 1e-12 and s.of_events - 1e-12 <= s.high <= 1 for s in got.groups)
    whole = sum(share.of_events for share in got.groups)
    if got.whole == "seen" or not got.missing:
        assert whole == pytest.approx(1)
        assert sum(share.of_people for share in got.groups) == pytest.approx(1)
    else:
        assert whole <= 1 + 1e-9


@steady
@given(tables(), st.integers(min_value=0, max_value=9))
def test_a_hidden_count_changes_nothing_that_is_shown(rows: list[Counted], more: int) -> None:
    """Where only hidden groups are missing, other hidden counts, and so another total, give the same shares."""
    got = shares(made(rows), PLACE)
    if isinstance(got, NoShares) or got.whole == "all":
        return
    (stratum, events, people, status), *groups = rows
    assert events is not None
    assert people is not None
    assert shares(made([(stratum, events + more, people + more, status), *groups]), PLACE) == got


def hidden_somewhere(asked: Asked) -> list[Answer]:
    """Answers with a group hidden beside groups that are counted: of the sample, and of every county."""
    by_place = [
        asked(indicator=indicator, view="groups", place=place.slug)
        for indicator in ("low_birthweight", "infant_mortality", "heart_attack_medicare", "statin_adherence_medicare")
        for place in asked.catalog.places_of("county")
    ]
    rest = [answer for answer in asked.sample if any(row.status == "suppressed" for row in answer.groups)]
    return [*by_place, *rest]


def test_no_share_of_the_published_database_opens_a_hidden_count(ask_published: Asked) -> None:
    """Of 200 views: whenever what is missing of a place is hidden, its total has no part in what is shown."""
    looked_at = 0
    for answer in [*hidden_somewhere(ask_published), *ask_published.sample]:
        for geo_id in {row.geo_id for row in answer.groups}:
            got = shares(answer.groups, geo_id, overlapping=overlapping(answer))
            if not isinstance(got, Shares):
                continue
            looked_at += 1
            own = [row for row in answer.groups if row.geo_id == geo_id and row.stratum != OVERALL]
            uncounted = [row for row in own if row.numerator != row.numerator]
            hidden = [row for row in uncounted if row.status == "suppressed"]
            assert all(got.of(row.stratum) is None for row in uncounted)
            if hidden and len(hidden) == len(uncounted):
                others = Rows(
                    row._replace(numerator=row.numerator + 7, denominator=row.denominator + 7)
                    if (row.geo_id, row.stratum) == (geo_id, OVERALL)
                    else row
                    for row in answer.groups
                )
                assert shares(others, geo_id, overlapping=overlapping(answer)) == got
                assert sum(share.of_events for share in got.groups) == pytest.approx(1)
    assert looked_at > 50


def test_a_share_never_contradicts_the_test_of_the_rate(ask_published: Asked) -> None:
    """Where a group's rate was found lower than everyone's, its share of events is not found the larger, and back."""
    for answer in hidden_somewhere(ask_published):
        if answer.indicator.adjustment != "crude":
            continue
        got = shares(answer.groups, answer.place.geo_id)
        if not isinstance(got, Shares):
            continue
        own = [row for row in answer.groups if row.geo_id == answer.place.geo_id]
        verdicts = {row.stratum: row.verdict for row in own}
        for share in got.groups:
            if share.differs:
                larger = share.of_events > share.of_people
                assert verdicts[share.stratum] != ("lower" if larger else "higher")
