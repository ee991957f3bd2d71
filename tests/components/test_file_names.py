"""Names of files say what, where and when, and can be read back to the view."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.documents.document import PAGES
from components.documents.file_names import AT_MOST, MOST, language_of_name, stem_of, view_of_name
from components.views.describe import file_stem
from data.catalog.models import Catalog
from data.language import use_language
from data.query.regions.member_code import DIGITS, encode, municipalities
from data.vocabulary import GROUPS
from pages.responses.exports.documents import document_of
from tests.questions import Asked, every

SAFE = re.compile(r"[a-z0-9_.-]*")
DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def catalog(ask_published: Asked) -> Catalog:
    return ask_published.catalog


VALUES = st.one_of(
    st.sampled_from([*GROUPS, "2017-08_2018-07", "boston", "a__b", "_", "-", "map", "gaps", "x_", ".", "..z", "Æ\n"]),
    st.text(min_size=1, max_size=12),
    st.text(DIGITS, min_size=1, max_size=20),
)
KEYS = st.sampled_from(["indicator", "level", "place", "with", "group", "by", "period", "year", "name", "members"])
PARTS = st.lists(
    st.one_of(
        st.sampled_from(["black", "counties", "2021-2023", "2017-08_2018-07", "2024", "boston", "gaps", "trend", "",
                         "drug-overdose-deaths", "region", "everyone"]),
        st.text(max_size=6),
    ),
    max_size=5,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(page=st.sampled_from(PAGES), words=st.dictionaries(KEYS, VALUES, max_size=3), parts=PARTS)
def test_any_words_come_back_from_a_name(page: str, words: dict[str, str], parts: list[str], catalog: Catalog) -> None:
    stem = stem_of(page, words, "_".join(parts), catalog)
    assert SAFE.fullmatch(stem)
    assert view_of_name(stem, catalog) == (page, words)


def test_views_of_explore_come_back_in_every_language(ask_published: Asked) -> None:
    """Every indicator, level, dimension and group; the document itself of a few."""
    readable = "{indicator}_{group}_{level}_{period}"
    for number, question in enumerate(list(every(ask_published.catalog))[::9]):
        asked = replace(question, language=("en", "es", "pt")[number % 3], view="table")
        with use_language(asked.language):
            catalog = ask_published.catalog
            if number % 40 == 0:
                words = asked.parameters()
                document = document_of("explore", words, ask_published.answers, "http://localhost", DAY)
                stem, wanted = document.file_stem, dict(document.words)
                assert stem.startswith(file_stem(ask_published.answers.to(asked))[:40])
            else:
                said = readable.format(
                    indicator=asked.indicator, group=asked.group, level=asked.level, period=asked.period.slug
                )
                stem, wanted = stem_of("explore", asked.parameters(), said, catalog), asked.parameters()
            assert language_of_name(stem) == asked.language
            assert view_of_name(stem, catalog) == ("explore", wanted)
        assert len(stem) <= MOST
        assert SAFE.fullmatch(stem)


def test_a_usual_name_is_only_words_for_people(catalog: Catalog) -> None:
    words = {"indicator": "heart_disease_mortality", "level": "county", "by": "race_ethnicity", "group": "black_nh",
             "period": "2021-2023", "view": "trend", "place": "hampden-county"}  # fmt: skip
    title = catalog.indicators["heart_disease_mortality"].title.lower().replace(" ", "-")
    readable = f"{title}_black_counties_2021-2023_hampden-county_trend"
    assert stem_of("explore", words, readable, catalog) == readable
    assert stem_of("explore", {**words, "with": "boston"}, readable, catalog) == f"{readable}__with-boston"


def test_two_regions_of_many_towns_fit_a_name_and_what_they_are_called_may_not(catalog: Catalog) -> None:
    towns = municipalities(catalog)
    one, two = encode(towns[::3], catalog), encode(towns[1::2], catalog)
    words = {"members": one, "name": "Ä" * 60, "with_members": two, "with_name": "Two towns"}
    stem = stem_of("region", words, "region", catalog)
    assert len(stem) <= AT_MOST
    assert view_of_name(stem, catalog) == ("region", {"members": one, "with_members": two})


@pytest.mark.parametrize(
    "stem", ["", "_", "__", "___", "__-", "__a", "__lang-..", "__name-.", "__name-.0", "__name-..!"]
)
def test_a_name_that_is_none_of_ours_is_the_view_that_nothing_says(stem: str, catalog: Catalog) -> None:
    page, words = view_of_name(stem, catalog)
    assert page == "explore"
    assert {"level": "state", "view": "map"}.items() <= words.items()
