"""A kept briefing goes through a link and a file and comes back as it was; what is none gets a sentence."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.query.briefings.codec import (
    LARGEST,
    LONGEST_LINK,
    BriefingError,
    file_bytes,
    link_word,
    plain,
    read_file,
    read_link,
)
from data.query.briefings.edits import edited
from data.query.briefings.kept import (
    LONGEST_COMMENT,
    LONGEST_SAID,
    LONGEST_TITLE,
    MOST_VIEWS,
    VIEW_PAGES,
    KeptBriefing,
    KeptView,
    said_of,
)
from data.query.url_parameters import KNOWN, read_query

LINE = st.text(max_size=60)
WORDS = st.dictionaries(st.sampled_from(sorted(KNOWN)), st.text(max_size=40), max_size=6)
VIEWS = st.builds(
    KeptView,
    page=st.sampled_from(VIEW_PAGES),
    words=WORDS,
    heading=LINE,
    comment=st.text(max_size=300),
    data=st.from_regex(r"[0-9a-f]{0,12}", fullmatch=True),
    said=LINE,
)
BRIEFINGS = st.builds(KeptBriefing, title=LINE, views=st.lists(VIEWS, max_size=5).map(tuple))


def packed(content: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(packer.compress(content) + packer.flush()).decode().rstrip("=")


@given(BRIEFINGS)
def test_a_briefing_comes_back_from_its_link_and_its_file(briefing: KeptBriefing) -> None:
    word = link_word(briefing)
    assert read_link(word) == briefing
    assert read_query(f"?views={word}") == {"views": word}, "an address takes its letters as they are"
    assert read_file(file_bytes(briefing)) == briefing
    # A browser that cannot compress writes the JSON itself.
    written = base64.urlsafe_b64encode(json.dumps(plain(briefing)).encode()).decode()
    assert read_link(written.rstrip("=")) == briefing


@given(st.one_of(st.text(max_size=80), st.binary(max_size=80).map(packed), st.binary(max_size=80).map(str)))
def test_what_is_no_briefing_gets_a_sentence(word: str) -> None:
    with pytest.raises(BriefingError, match=r"[.]$"):
        read_link(word)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[]", "not a briefing"),
        (b'{"briefing": 2, "views": []}', "newer version"),
        (json.dumps({"briefing": 1, "views": [{"page": "worst", "words": {}}] * (MOST_VIEWS + 1)}).encode(), "at most"),
        (b'{"briefing": 1, "views": [{"page": "secrets", "words": {}}]}', "broken"),
        (json.dumps({"briefing": 1, "title": "x" * (LONGEST_TITLE + 1)}).encode(), "broken"),
        (b" " * (LARGEST + 1), "too long"),
        (b"[" * 100_000, "broken"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, said: str) -> None:
    with pytest.raises(BriefingError, match=said):
        read_file(content)
    with pytest.raises(BriefingError):
        read_link(packed(content))


def test_a_link_that_was_cut_off_or_is_a_bomb_is_refused() -> None:
    word = link_word(KeptBriefing(title="A title", views=(KeptView(page="worst", words={"topic": "overdose"}),)))
    for end in range(1, len(word)):
        with pytest.raises(BriefingError):
            read_link(word[:end])
    with pytest.raises(BriefingError, match="too long"):
        read_link(packed(b"\0" * 50_000_000))


def test_signs_that_no_file_can_hold_are_left_out() -> None:
    view = KeptView(
        page="explore", words={"place": "a\x00b", "unknown": "x"}, heading="a\x07\nb\ud800", comment="a\r\n\n\n\nb\x00"
    )
    assert (view.words, view.heading, view.comment) == ({"place": "a b"}, "a b", "a\n\nb")


def test_a_briefing_of_most_views_with_what_they_say_fits_a_link() -> None:
    words = {"indicator": "drug_overdose_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh"}
    views = tuple(
        KeptView(page="explore", words={**words, "period": f"{2000 + n}", "place": f"place-{n}"},
                 data=f"630c64a3c89e.{n * 7919:010x}",
                 said=f"Residents of place {n} die of overdose at {n / 7:.3f} times the rate of the state, {2000 + n}.")
        for n in range(MOST_VIEWS)
    )  # fmt: skip
    assert len(link_word(KeptBriefing(views=views))) < LONGEST_LINK / 3


def test_what_a_view_says_is_cut_at_a_word() -> None:
    assert said_of("**One** of ten", ["Two **of** ten."]) == "One of ten Two of ten."
    long = said_of("Title", ["word " * 200])
    assert len(long) <= LONGEST_SAID
    assert long.endswith("word…")


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=6), st.integers(-2, 9), st.sampled_from(("up", "down", "remove"))
)
def test_a_form_moves_a_view_as_a_list_would(numbers: list[int], at: int, kind: str) -> None:
    views = tuple(KeptView(page="worst", words={"place": f"p{n}"}) for n in numbers)
    wanted = [f"p{n}" for n in numbers]
    if 1 <= at <= len(wanted):
        moved = wanted.pop(at - 1)
        if kind != "remove":
            to = at - 2 if kind == "up" else at
            wanted.insert(min(max(to, 0), len(wanted)), moved)
    found = edited(KeptBriefing(views=views), {"do": f"{kind}-{at}"})
    assert [view.words["place"] for view in found.views] == wanted


def test_a_form_says_headings_and_comments_and_what_is_too_long_is_cut() -> None:
    kept = KeptBriefing(views=(KeptView(page="worst", words={}), KeptView(page="gaps", words={}, comment="Stays.")))
    found = edited(kept, {"title": "T" * 500, "heading-1": "One", "comment-1": "c" * 5000, "do": "fly-1"})
    assert found.title == "T" * LONGEST_TITLE
    assert (found.views[0].heading, found.views[0].comment) == ("One", "c" * LONGEST_COMMENT)
    assert found.views[1].comment == "Stays."
