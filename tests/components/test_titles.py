"""Titles and summaries of all views that indicators open on, and of sampled states: a figure or a reason, and once."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from components.figures.alt_text import map_text, trend_text
from components.figures.descriptions import reading, title
from components.figures.findings.nouns import LONGEST, named_measures
from components.figures.findings.standing import worth_saying
from components.formatting.numbers import format_value
from components.views.registry import view_of
from data.catalog.models import Catalog
from data.language import LANGUAGES, use_language
from data.query.estimates import reliability
from data.query.selection import Answer, Selection
from data.query.url import parse_query
from data.vocabulary import VIEWS
from tests import gap_pages
from tests.examples import number_of
from tests.questions import SEED, Asked, every

pytestmark = pytest.mark.slow

STATES = 2_000
"""States in all (`make test-deep`); a run takes its share of them."""
REASONS = (
    "no figure", "no state figure", "hidden", "not available", "Too few", "Too uncertain", "reliable figure",
    "published figure", "has a figure", "no clear difference", "no group",
)  # fmt: skip
"""Words of a title that says why it has no figure."""
COUNTED = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine)\b")
MACHINE = re.compile(
    r"Statewide|the state figure is|cannot be told apart|are (?:higher|lower) than the state rate|\b1 deaths|\b1 births"
    r"|births among \w+ births|no interval is published|this group|\{|\}|\bnan\b|  "
)
"""Turns of phrase that were found to mislead, or that no person would say."""


def opening(catalog: Catalog) -> Iterator[Selection]:
    """Each indicator in each view, as it opens where nothing else is chosen."""
    for indicator in catalog.indicators:
        for view in ("", *VIEWS):
            yield parse_query({"indicator": indicator, **({"view": view} if view else {})}, catalog)[0]


def states(catalog: Catalog) -> list[Selection]:
    """States drawn from everything there is, in every view."""
    dice = random.Random(SEED + 17)
    found = list(every(catalog))
    dice.shuffle(found)
    drawn = found[: number_of(STATES)]
    return [replace(question, view=dice.choice(VIEWS)) for question in drawn]


@pytest.fixture(scope="module")
def answers(ask_published: Asked) -> tuple[Answer, ...]:
    catalog = ask_published.catalog
    return tuple(ask_published.answers.to(s) for s in (*opening(catalog), *states(catalog)))


def said(answer: Answer) -> tuple[str, str, list[str]]:
    view = view_of(answer)
    return view.title(answer), view.subtitle(answer), [s.replace("**", "") for s in view.reading(answer)]


def test_no_title_is_without_a_figure_or_a_reason(answers: tuple[Answer, ...]) -> None:
    for answer in answers:
        title, _, _ = said(answer)
        figure = re.search(r"\d", title.rpartition(", ")[0]) or COUNTED.search(title) or "twice" in title
        named = re.search(r"(?:higher|lower|larger|smaller) .*than", title)
        assert figure or named or any(reason in title for reason in REASONS), (answer.selection.query(), title)


def test_titles_are_short_and_begin_with_a_capital(answers: tuple[Answer, ...]) -> None:
    for answer in answers:
        title, _, sentences = said(answer)
        assert len(title) <= LONGEST, (len(title), title)
        for text in (title, *sentences):
            assert text[:1] == text[:1].upper(), text
            assert not title.endswith("."), title


def test_a_group_that_differs_in_the_state_is_the_finding_of_its_map(answers: tuple[Answer, ...]) -> None:
    """The claim of a group's map is how its figure in the state stands to everyone's, where that is clear and large."""
    checked = 0
    for answer in answers:
        selection, row = answer.selection, answer.state.only()
        everyone = answer.groups.only(geo_id=answer.catalog.state.geo_id, stratum="overall") or answer.overall.only()
        if selection.view != "map" or answer.chosen or selection.group == "overall" or selection.reference:
            continue
        if row is None or everyone is None or row.verdict not in ("higher", "lower") or not answer.indicator.comparable:
            continue
        sure = {reliability(r, answer.indicator) for r in (row, everyone)} <= {"reliable", "unknown"}
        if row.barrier or not sure or not worth_saying(row.value, everyone.value, answer.indicator):
            continue
        checked += 1
        title = said(answer)[0]
        assert "the state rate" in title or format_value(everyone.value, answer.indicator) in title, title
    assert checked > 5


def test_the_period_is_said_once(answers: tuple[Answer, ...]) -> None:
    for answer in answers:
        title, _, _ = said(answer)
        own = answer.indicator.title
        for label in {answer.selection.period.label, answer.selection.period.long_label} - {""}:
            assert title.replace(own, "").count(label) <= 1, title


def test_no_clause_is_said_twice(answers: tuple[Answer, ...]) -> None:
    """Neither a sentence of a summary nor a clause of an alternative text, nor the whole title in the summary."""
    for answer in answers:
        title, _, sentences = said(answer)
        parted = [clause for sentence in sentences for clause in re.split(r"(?<=[.;:]) ", sentence)]
        clauses = [clause for clause in parted if len(clause) > 24]  # two places may have one figure
        assert len(clauses) == len(set(clauses)), (answer.selection.query(), sentences)
        assert title not in " ".join(sentences)
        for text in (map_text(answer), trend_text(answer)):
            parts = [part for part in re.split(r"(?<=[.;]) ", text) if len(part) > 12]
            assert len(parts) == len(set(parts)), text


def test_no_phrase_of_a_machine_is_left(answers: tuple[Answer, ...]) -> None:
    for answer in answers:
        title, subtitle, sentences = said(answer)
        for text in (title, subtitle, *sentences, map_text(answer), trend_text(answer)):
            found = MACHINE.search(text)
            assert found is None, (answer.selection.query(), found, text)


def test_a_chosen_place_is_in_the_title_or_the_line_under_it(answers: tuple[Answer, ...]) -> None:
    seen = 0
    for answer in answers:
        if not answer.chosen or answer.selection.view in ("multiples", "compare"):
            continue
        title, subtitle, _ = said(answer)
        assert answer.place.name in subtitle, (answer.selection.query(), subtitle)
        seen += answer.place.name in title
    assert seen > 10


def test_no_place_is_higher_or_lower_without_a_test_that_the_rules_allow(answers: tuple[Answer, ...]) -> None:
    """Nor is “not clear” said where nothing was tested; and no real difference is told that is too small to matter."""
    for answer in answers:
        if answer.selection.view not in ("map", "table") or not answer.indicator.comparable:
            continue
        title, _, _ = said(answer)
        rows = [*answer.places, *answer.state, *answer.groups]
        tested = {row.verdict for row in rows if row.verdict}
        if "clearly different" in title:
            assert "not clear" in tested, (answer.selection.query(), title)
        if " than in all of " in title:
            state = answer.state[0].value
            worth = [r for r in answer.places if r.verdict in ("higher", "lower")]
            assert any(worth_saying(r.value, state, answer.indicator) for r in worth), title
        if not tested:
            assert not re.search(r"\b(?:higher|lower) (?:rate|share|than)", title), (answer.selection.query(), title)


def test_no_unreliable_figure_is_a_headline(answers: tuple[Answer, ...]) -> None:
    for answer in answers:
        if answer.selection.view != "map" or answer.selection.level != "state":
            continue
        row = answer.state.only()
        if row is not None and row.has_value and row.status == "unreliable":
            assert said(answer)[0].startswith(("Too few", "Too uncertain")), said(answer)[0]


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_other_languages_say_it_without_english(answers: tuple[Answer, ...], ask_published: Asked, code: str) -> None:
    english = re.compile(r"\b(?:the|than|higher|lower|against|people|of every|clearly|different|figure)\b")
    for asked in answers[::9]:
        answer = ask_published.answers.to(replace(asked.selection, language=code))
        with use_language(code):
            title, _, sentences = said(answer)
            sources = (answer.catalog.sources[row.source] for row in (*answer.state, *answer.places[:1]) if row.source)
            reasons = [text for source in sources for text in (source.hidden_because, source.unavailable_because)]
            own = " ".join((answer.indicator.title, *answer.indicator.words.model_dump().values(), *reasons))
            for text in (title, *sentences):
                found = [word for word in english.findall(text) if word not in own]
                assert found == [], (answer.selection.query(), text)


def test_no_name_of_a_people_has_a_small_letter_in_a_title(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        said = f"{title(answer)} {' '.join(reading(answer))}"
        assert not re.search(
            r"\b(?:american|asian|black (?:people|residents|women)|hispanic|native|pacific)\b", said
        ), said


def test_no_rounding_puts_an_end_of_a_ratio_on_one(ask_published: Asked) -> None:
    """ "1.6 times (1.0 to 2.5)" would be read as not clear where it is 1.01; one decimal stays where none is near."""
    on_one = re.compile(r"\b(?:times|twice)\b[^()]{0,12}\((?:95% interval: )?(?:1\.0 to \d|\d+\.\d to 1\.0\b)")
    pages = [(page.key, page.summary) for page in gap_pages.pages(ask_published.answers)]
    views = [(answer.selection.query(), " ".join(reading(answer))) for answer in ask_published.sample]
    assert on_one.search("the ratio is **1.6 times** (95% interval: 1.0 to 2.5)")
    assert len(pages) > 60
    for query, said in [*pages, *views]:
        assert not on_one.search(said.replace("*", "")), (query, said)


def test_a_group_named_within_a_title_has_a_capital_only_where_its_name_has_one(ask_published: Asked) -> None:
    answer = ask_published(indicator="low_birthweight", level="county", by="education", group="less_than_high_school")
    row = answer.places[0]

    def listed(group: str, language: str) -> str:
        with use_language(language):
            return named_measures(row._replace(stratum=group), answer.indicator)[-1].split(", ", 1)[1]

    low = "less_than_high_school"
    assert listed(low, "en").startswith("less than high school, ")
    assert listed(low, "es").startswith("sin diploma de escuela secundaria, ")
    assert listed(low, "pt").startswith("sem ensino médio completo, ")
    assert listed("black_nh", "en").startswith("Black, ")
    assert listed("black_nh", "es").startswith("de raza negra, ")
    assert listed("multiracial_nh", "en").startswith("multiracial, ")
