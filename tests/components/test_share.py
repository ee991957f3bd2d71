"""Passing a view on: what the link and the code carry, and what the reader of an old link is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from components.formatting.html import to_html
from components.formatting.numbers import format_value, is_number
from components.page.share import embed_code, share_menu, shared_query, version_notices
from data.language import set_language
from data.query.link_stamp import PARAMETER, make_stamp
from data.query.selection import Answer
from data.query.url import parse_query
from tests.components.reading import Element, elements
from tests.frames import changed
from tests.questions import Asked

DEATHS = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023", "place": "suffolk-county"}

HEIGHT = 820  # of the frame that embeds a view, in pixels


@pytest.fixture(scope="module")
def answer(ask: Asked) -> Answer:
    return ask(**DEATHS)


@pytest.fixture
def menu(answer: Answer) -> Element:
    return elements(to_html(share_menu(answer, HEIGHT)))


def rebuilt(answer: Answer, **changes: object) -> Answer:
    catalog = replace(answer.catalog, version="abcdef012345", built="2026-11-22T02:03:04Z")
    return replace(answer, catalog=catalog, **changes)  # type: ignore[arg-type]


def test_a_shared_link_asks_the_same_question_and_carries_the_data(ask_published: Asked) -> None:
    for answer in ask_published.sample[:40]:
        words = dict(parse_qsl(shared_query(answer).removeprefix("?")))
        assert words[PARAMETER] == make_stamp(answer)
        assert parse_query(words, ask_published.catalog) == (answer.selection, ())


def test_the_data_is_no_part_of_a_question(answer: Answer) -> None:
    assert PARAMETER not in answer.selection.parameters()
    assert f"{PARAMETER}=" not in answer.selection.with_words(view="trend")


def test_the_menu_is_a_button_that_discloses_a_named_panel(menu: Element) -> None:
    (opener,) = menu.every("button", id="open-share")
    (panel,) = menu.every("div", id="share-panel")
    assert (opener["aria-expanded"], opener["aria-controls"], opener.text) == ("false", "share-panel", "Share")
    assert "hidden" in panel.attributes
    assert (panel["role"], panel["aria-label"]) == ("group", "Share")
    assert [b.text for b in panel.every("button")] == ["Copy link", "Send with an app…", "Copy code"]
    assert "hidden" in panel.every("button", id="native-share")[0].attributes, "until the browser says that it can"
    for text in panel.every("textarea"):
        assert [label.text for label in panel.every("label", for_=text["id"])], "every text has its label"
    assert panel.every("p", id="share-said")[0]["role"] == "status"


def test_the_code_holds_a_frame_of_the_view_on_this_site_and_listens_to_no_other(answer: Answer) -> None:
    code = embed_code(answer, HEIGHT)
    frame, _, script = code.partition("\n")
    (found,) = elements(frame.replace("></iframe>", "></iframe>")).every("iframe")
    assert found["src"] == "{site}/embed" + answer.selection.query()
    assert f"{PARAMETER}=" not in found["src"], "a frame shows the newest data, and says of when it is"
    assert found["title"].startswith("Example deaths")
    assert int(found["height"]) >= 600
    assert 'event.origin !== "{site}"' in script
    assert code.count("{site}") == 2


def test_the_code_says_no_figure_that_a_later_release_would_make_wrong(ask_published: Asked) -> None:
    for answer in ask_published.sample[:40]:
        (title,) = re.findall(r'title="([^"]*)"', embed_code(answer, HEIGHT))
        state = answer.state[0].value if answer.state else float("nan")
        if is_number(state) and answer.indicator.decimals:
            assert format_value(state, answer.indicator) not in unescape(title)


def test_what_comes_from_data_is_escaped_in_the_code(answer: Answer) -> None:
    quoted = replace(answer, indicator=answer.indicator.model_copy(update={"title": 'A "quoted" <title> & more'}))
    frame = embed_code(quoted, HEIGHT).split("\n")[0]
    assert "A &quot;quoted&quot; &lt;title> &amp; more" in frame
    assert elements(frame).every("iframe")[0]["title"].startswith('A "quoted" <title> & more')


def test_addresses_in_the_menu_are_without_their_site(menu: Element, answer: Answer) -> None:
    assert menu.every("div", class_="sharing")[0]["data-query"] == shared_query(answer)
    assert urlsplit(shared_query(answer)).netloc == ""


# What the reader of an old link is told


def test_a_link_made_with_the_data_in_place_says_nothing(answer: Answer) -> None:
    assert version_notices(answer, make_stamp(answer)) == ()


def test_a_reader_is_told_whether_the_figures_of_the_view_are_still_the_same(ask: Asked, answer: Answer) -> None:
    date = "November 21, 2026"  # in Boston: 02:03 UTC of the next day is 21:03 there
    assert version_notices(rebuilt(answer), make_stamp(answer)) == (
        f"The data has been updated since this link was made, last on {date}. The figures of this view are the same.",
    )
    places = changed(answer.places, value=lambda row: row.value + 1)  # synthetic: a release that revises every county
    assert version_notices(rebuilt(answer, places=places), make_stamp(answer)) == (
        f"The figures of this view have changed since this link was made: the data was last updated on {date}.",
    )
    other = ask(**{**DEATHS, "place": "norfolk-county"})
    assert version_notices(rebuilt(other), make_stamp(answer)) == (
        f"The data has been updated since this link was made, last on {date}. The figures of this view may have "
        "changed.",
    )
    assert version_notices(rebuilt(answer), "cut-off") == (
        "This link does not say which data it was made with, so its figures may have changed. The data was last "
        f"updated on {date}.",
    )


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")
