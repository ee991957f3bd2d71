"""Over all states of the page of gaps: what is not tested is not judged, and every figure is in its own interval.

A state is an indicator, dimension, place, period, group and reference; some of them in each language, all when deep.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from components.views.gaps import titles
from components.views.gaps.panels import gaps_head, gaps_panels
from components.views.gaps.rail import gaps_rail
from components.views.gaps.tables import pair_cells
from components.views.gaps.text import burden_words, gap_announcement, gap_reading
from components.views.gaps.titles import gap_title
from components.views.gaps.words import shown_difference, side_name
from data.analysis.gap_selection import gap_view
from data.analysis.gap_views import GapView, grouped_dimensions, grouped_levels
from data.language import LANGUAGES, use_language
from data.query.answers import Answers
from data.query.connection import Database
from data.vocabulary import ALL, GROUPS, OVERALL, left_over
from tests.components.reading import SPOILT, components, text
from tests.components.test_languages import marking as marking
from tests.components.test_languages import names, unmarked
from tests.examples import is_deep
from tests.gap_pages import judgements, pages, pattern
from tests.questions import SEED, Asked

pytestmark = pytest.mark.slow

JUDGED_WITHOUT_TEST = re.compile(r"cannot be told apart|no clear|not clear|clearly", re.IGNORECASE)
OVERSTATED = re.compile(r"[Bb]est group|best reliable|the (?:Asian|Black|White|Hispanic) group")
SHARE = 1 if is_deep() else 25
"""One in so many of all states is looked at."""


def states(asked: Asked) -> Iterator[dict[str, str]]:
    """Words of every state: the pair that a page opens with, and every pair that a reader can choose."""
    catalog = asked.catalog
    dice = random.Random(SEED)
    for indicator in catalog.indicators.values():
        if not indicator.comparable:
            continue
        for level in grouped_levels(catalog, indicator.id):
            for dimension in grouped_dimensions(catalog, indicator.id, level):
                for place in catalog.places_of(level):
                    if dice.randrange(SHARE) and level != "state":
                        continue
                    slug = "" if level == "state" else place.slug
                    words = {"indicator": indicator.id, "level": level, "place": slug, "by": dimension}
                    for period in catalog.periods(indicator.id, level, dimension):
                        if not dice.randrange(SHARE):
                            yield {**words, "period": period.slug}
                    yield words


@cache
def viewed(asked: Asked) -> list[GapView]:
    """The views of the states looked at, and of every pair of each third of them."""
    found = []
    dice = random.Random(SEED)
    for words in states(asked):
        view = gap_view(words, asked.answers, side_name)
        found.append(view)
        if view.groups is None or dice.randrange(3):
            continue
        for group in view.groups.with_figure.column("stratum"):
            for reference in view.groups.references(group):
                chosen = {"group": group, "reference": ALL if reference == OVERALL else reference}
                found.append(gap_view({**words, **chosen}, asked.answers, side_name))
    return found


@pytest.fixture(scope="module")
def views(ask_published: Asked) -> list[GapView]:
    found = viewed(ask_published)
    assert len(found) > 500
    return found


def test_what_is_not_tested_is_never_judged(views: list[GapView]) -> None:
    for view in views:
        said = " ".join([gap_title(view), *gap_reading(view)])
        state = view.pair.state if view.pair else None
        if state not in ("different", "not clear"):
            assert JUDGED_WITHOUT_TEST.search(said) is None, said
            assert view.pair is None or (view.pair.ratio, view.pair.difference) == (None, None)
        elif state == "not clear" and len(view.groups.with_figure if view.groups else ()) > 1:
            assert " not clearly different" in said
        else:
            assert "not tested" not in said
        assert view.chosen or len(gap_title(view)) <= titles.LONGEST, gap_title(view)
        assert OVERSTATED.search(said) is None, said


def test_a_title_has_a_figure_or_says_why_not(views: list[GapView]) -> None:
    for view in views:
        title = gap_title(view)
        assert SPOILT.search(title) is None, title
        # The longest leave the period to the subtitle.
        finding = title.removesuffix(f", {view.answer.selection.period.label}")
        for measure in (view.answer.indicator.title, view.answer.indicator.words.brief):
            finding = finding.removeprefix(measure)
        assert re.search(r"\d|twice|no group has a|not published by group", finding), title


def test_a_figure_is_in_its_own_interval(views: list[GapView]) -> None:
    """The difference as it is shown, of the figures as they are shown, too."""
    for view in views:
        if view.pair is None:
            continue
        pair, indicator = view.pair, view.answer.indicator
        for side in (pair.group, pair.reference):
            low, high = side.estimate.low, side.estimate.high
            assert low is None or high is None or low - 1e-9 <= side.estimate.value <= high + 1e-9, side
        if pair.difference is not None:
            assert pair.difference.low <= shown_difference(pair, indicator) <= pair.difference.high
            assert (pair.difference_value > 0) == (pair.group.estimate.value > pair.reference.estimate.value)
        if pair.ratio is not None:
            assert pair.ratio_value is not None
            assert pair.ratio.low <= pair.ratio_value <= pair.ratio.high
        assert len(pair_cells(pair, indicator)) == 4


def test_a_group_is_held_against_another_reliable_one(views: list[GapView]) -> None:
    for view in views:
        if view.pair is None:
            continue
        assert view.group != view.reference
        if not view.chosen:
            assert view.pair.state != "unreliable", gap_title(view)
            assert view.pair.reference.status == "reported", gap_title(view)
            assert view.group not in ("other", "not_stated")
        if GROUPS[str(view.group)].dimension == "race_by_sex":
            assert GROUPS[str(view.group)].sex == GROUPS[str(view.reference)].sex


def test_a_burden_stands_only_beside_a_gap_that_is_declared(views: list[GapView]) -> None:
    found = 0
    for view in views:
        said = burden_words(view)
        if not said:
            continue
        found += 1
        assert view.pair is not None
        assert view.pair.state == "different"
        assert {view.pair.group.status, view.pair.reference.status} == {"reported"}
        assert view.pair.burden is not None
        assert view.pair.burden.groups == (view.group,)
        assert view.answer.indicator.adjustment == "crude" or view.pair.group.row.denominator > 0
        assert view.answer.selection.breakdown != "age"
        assert "cause" not in said
    assert found > 20


def test_every_link_of_the_page_carries_what_was_chosen(ask_published: Asked) -> None:
    words = {"indicator": "drug_overdose_deaths", "place": "suffolk-county", "group": "black_nh",
             "reference": "hispanic", "lang": "es"}  # fmt: skip
    with use_language("es"):
        view = gap_view(words, ask_published.answers, side_name)
        options = [
            option["value"]
            for control in _selects(gaps_rail(view))
            for option in control.options
            if not option.get("disabled")
        ]
    assert len(options) > 20
    for query in options:
        assert "lang=es" in query
        assert "indicator=" in query
    kept = [query for query in options if "group=black_nh" in query and "place=suffolk-county" in query]
    assert len(kept) > len(options) // 3
    changed = [query for query in options if "indicator=drug_overdose_deaths" not in query]
    assert all("group=black_nh" in query and "place=suffolk-county" in query for query in changed)


def test_another_race_and_not_recorded_stand_last_among_groups_and_references(views: list[GapView]) -> None:
    """In both lists of the rail, whatever their figures are; the other groups stand before them."""
    last = 0
    for view in views:
        if view.groups is None:
            continue
        for control in _selects(gaps_rail(view)):
            listed = [own for option in control.options if (own := _stratum(option["value"], control.id))]
            order = [left_over(stratum) for stratum in listed]
            assert order == sorted(order), (view.answer.selection.query(), listed)
            last += any(order)
    assert last > 20


def _stratum(value: str, control: str) -> str:
    """The group that an option of the rail leads to; empty of the other lists, of the one in view and of everyone."""
    for word in ("group", "reference"):
        if word in control:
            return value if value in GROUPS else "".join(dict(parse_qsl(value.lstrip("?"))).get(word, ""))
    return ""


def _selects(content: Any) -> Iterator[Any]:
    for part in components(content):
        if getattr(part, "options", None):
            yield part


def test_a_word_that_cannot_be_followed_is_answered_in_a_sentence(ask_published: Asked) -> None:
    words = {"indicator": "drug_overdose_deaths"}

    def notices(**more: str) -> tuple[str, ...]:
        return gap_view({**words, **more}, ask_published.answers, side_name).notices

    assert notices() == notices(group="all") == ()
    assert notices(group="black_nh", reference="black_nh") == (
        "A group is not compared with itself. Compared with all residents.",
    )
    assert "not a group we have" in notices(group="nosuch")[0]
    assert "hidden" in notices(group="nhopi_nh")[0]
    assert "No comparison with" in notices(reference="nosuch")[0]
    assert notices(place="boston") == (
        "Drug overdose deaths: not published by group for Boston. Showing Suffolk County.",
    )
    assert "is not a period" in notices(period="never")[0]
    assert "Showing 2021–2023" in notices(period="2030")[0]


def test_nothing_is_left_in_english(published: Path, marking: None, monkeypatch: pytest.MonkeyPatch) -> None:
    # A short name is a part of a message, and so has half of its mark.
    monkeypatch.setattr(titles, "LONGEST", 10_000)
    monkeypatch.setattr(titles, "LONGEST_OF", {})
    asked = Asked(Answers(Database(published)))
    untranslated = names(asked.catalog)
    left: dict[str, str] = {}
    dice = random.Random(SEED)
    every = [words for words in states(asked) if words["level"] == "state" or not dice.randrange(4)]
    for words in every[:: 1 if is_deep() else 4]:
        view = gap_view({**words, "lang": "es"}, asked.answers, side_name)
        seen = [gaps_rail(view), gaps_head(view), gaps_panels(view), gap_announcement(view)]
        for word in unmarked(text(seen), untranslated):
            left.setdefault(word, str(words))
    assert left == {}


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_a_page_in_another_language_reads_whole(ask_published: Asked, code: str) -> None:
    english = re.compile(r"\b(?:the|and|of|than|against|among|with|rate|residents|group|higher|lower)\b")
    names_in_english = ask_published.catalog.indicators
    with use_language(code):
        for words in list(states(ask_published))[:: 1 if is_deep() else 5]:
            view = gap_view({**words, "lang": code}, ask_published.answers, side_name)
            said = " ".join([gap_title(view), *gap_reading(view), gap_announcement(view)])
            # A definition may wait for its translator.
            said = said.replace(names_in_english[words["indicator"]].title, "")
            assert english.search(said) is None, said
            assert SPOILT.search(said) is None or code != "en", said
            assert re.search(r"\bde (?:el|o|os) ", said) is None, said


def test_every_page_of_the_state_was_read_as_it_stands(ask_published: Asked) -> None:
    """A title that has changed asks to be read again: `make gap-pages`, read it, and keep the judgement beside it."""
    judged = judgements()
    found = {page.key: pattern(page) for page in pages(ask_published.answers)}
    assert {key: judgement["title"] for key, judgement in judged.items()} == found
    assert all(len(judgement["judgement"]) > 5 for judgement in judged.values())
