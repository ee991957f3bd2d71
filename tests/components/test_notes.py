"""The notes' table of publishers' words for race and ethnicity, and what they say of a break."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace

import dash
import pytest

from components.figures.benchmarks import benchmark_list
from components.formatting.html import to_html
from components.page.notes import BOUNDARIES, labeled_notes, notes, sources
from components.page.notes_section import notes_section, race_facts, race_words
from data.catalog.race_coding import Race
from data.language import use_language
from data.query.selection import Answer
from tests.components.reading import Element, elements, text
from tests.questions import Asked, sampled
from tests.site import open_site  # noqa: F401  # its pages are those of the site


def test_words_of_one_publisher_that_mean_other_groups_in_other_releases_stand_apart(ask_published: Asked) -> None:
    """County Health Rankings 2022 counts Pacific Islanders as Asian; from 2024 on they are a group of their own."""
    answer = ask_published(indicator="drug_overdose_deaths", by="race_ethnicity", group="black_nh", period="2018-2020")
    said = [text(table) for table in race_words(answer)]
    before = next(s for s in said if "2022 release" in s)
    since = next(s for s in said if "2025 release" in s)
    assert "“Asian” Asian / Pacific Islander" in before
    assert "“asian” Asian “black” Black" in since
    assert "“nhopi” Native Hawaiian / Pacific Islander" in since
    share = next(s for s in said if "Group not stated: 1.8% of drug overdose deaths in Massachusetts" in s)
    assert "2022 release" in share, "what is said of some of the sources stands with their names"
    assert "2026 release" in since, "releases with the same words share a table"


@pytest.mark.parametrize(
    ("place", "lang", "said"),
    [
        ("plymouth", "en", "Census tracts of Plymouth: 11; with an estimate: 9, where 75% of the residents live. Death "
         "rates all observed: 0; all predicted by a model: 0; some of both: 9."),
        ("alford", "en", "Most people of the census tract of Alford live in another city or town."),
        ("plymouth", "es", "Sectores censales de Plymouth: 11; con una estimación: 9, donde vive el 75% de los"),
        ("alford", "pt", "A maioria das pessoas do setor censitário de Alford mora em outro município."),
    ],
)  # fmt: skip
def test_what_a_figure_of_tracts_rests_on_is_said_of_the_chosen_place(
    ask_published: Asked, place: str, lang: str, said: str
) -> None:
    with use_language(lang):
        asked = {"indicator": "life_expectancy_tracts", "level": "municipality", "lang": lang}
        assert said in " ".join(notes(ask_published(**asked, place=place)))
        assert said not in " ".join(notes(ask_published(**asked)))
    other = {"indicator": "opioid_overdose_deaths", "level": "municipality", "place": "plymouth"}
    assert "Census tracts" not in " ".join(notes(ask_published(**other)))


def test_a_share_of_births_is_not_said_of_deaths(ask_published: Asked) -> None:
    births = " ".join(text(t) for t in race_words(ask_published(indicator="low_birthweight", by="race_ethnicity")))
    deaths = " ".join(text(t) for t in race_words(ask_published(indicator="drug_overdose_deaths", period="2020-2022")))
    assert "1.6% of births in Massachusetts, 2017–2023" in births
    assert "(no name in the file) Not recorded" in births
    assert "births" not in deaths
    assert "The share whose group is not stated is not published." in deaths


def test_where_nobody_is_divided_by_race_there_is_no_table(ask_published: Asked) -> None:
    assert race_words(ask_published(indicator="opioid_overdose_deaths", level="municipality")) == []


def test_a_break_of_groups_is_noted_only_where_groups_are(ask_published: Asked) -> None:
    by_race = ask_published(indicator="drug_overdose_deaths", by="race_ethnicity", period="2018-2020")
    assert any(note.startswith("The groups of 2018–2020 are not quite") for note in notes(by_race))
    overall = ask_published(indicator="drug_overdose_deaths", level="state", by="overall", period="2019")
    assert not any(note.startswith("The groups of 2018–2020") for note in notes(overall))


def test_what_a_publisher_does_not_say_is_said_to_be_unsaid() -> None:
    race = Race(words={"Black": "black_nh"}, exclusive="not_said", hispanic="not_said")
    assert race_facts(race, False) == [
        "The publisher does not say whether a person can be in more than one group.",
        "The publisher does not say whether people of Hispanic origin are in the other groups too.",
        "The share whose group is not stated is not published.",
    ]


def english_parts(answer: Answer) -> set[str]:
    """What stays in English on every page: publishers' tables, releases and own words.

    A publisher's name, as any proper name, may stand in a translated sentence.
    """
    said = {BOUNDARIES}
    for source in sources(answer):
        said |= {source.title, f", {source.publisher}", source.release}
        said |= {f"“{word}”" for word in (source.race.words if source.race else ()) if word}
    said |= {target.programme for target in answer.indicator.targets}
    return {name for name in said if any(letter.isalpha() for letter in name)}  # a release may be a year


def untold(element: Element, names: set[str], spoken: str) -> Iterator[str]:
    """Names in texts that are not marked as English."""
    spoken = element.get("lang") or spoken
    for child in element.children:
        if isinstance(child, Element):
            yield from untold(child, names, spoken)
        elif spoken != "en":
            yield from (name for name in names if name in child)


@pytest.mark.parametrize("code", ["es", "pt"])
def test_parts_in_english_are_marked_so_that_a_screen_reader_pronounces_them_rightly(
    ask_published: Asked, code: str
) -> None:
    """The notes and benchmarks of Explore and the foot of Embed, on the pages of another language."""
    embed = next(page for page in dash.page_registry.values() if page["path"] == "/embed")
    marked = 0
    with use_language(code):
        for question in sampled(ask_published.catalog, 0)[::6]:
            answer = ask_published.answers.to(replace(question, language=code))
            names = english_parts(answer)
            foot = sys.modules[embed["module"]]._foot(answer)
            for part in (notes_section(answer), to_html(benchmark_list(answer)), foot):
                markup = elements(getattr(part, "data-fragment", None) or to_html(part))
                assert list(untold(markup, names, code)) == [], question
                marked += len(markup.every(lang="en"))
    assert marked > 100
    with use_language("en"):
        assert "\ue000" not in to_html(notes_section(answer))


def test_a_fact_of_several_sources_is_said_once(ask_published: Asked) -> None:
    """Each release of County Health Rankings counts people of Hispanic origin as a group of their own."""
    answer = ask_published(indicator="drug_overdose_deaths", by="race_ethnicity", group="black_nh", period="2018-2020")
    said = " ".join(text(part) for part in race_words(answer))
    assert len(sources(answer)) > 1
    assert said.count("People of Hispanic origin, of any race, are a group of their own") == 1


def test_what_not_available_means_is_said_once_with_the_reasons_of_all_sources(ask_published: Asked) -> None:
    """Numbers of opioid deaths come from two tables, each of which lacks figures for a reason of its own."""
    answer = ask_published(indicator="opioid_overdose_death_counts", level="municipality", view="trend")
    said = [note for note in notes(answer) if "Not available" in note]
    reasons = {s.unavailable_because for s in sources(answer) if s.unavailable_because}
    assert len(reasons) == 2
    assert len(said) == 1
    assert all(reason.rstrip(".") in said[0] for reason in reasons)
    assert "; or that " in said[0]


@pytest.mark.parametrize("view", ["map", "trend", "table"])
def test_no_notes_tell_twice_what_is_not_available(ask_published: Asked, view: str) -> None:
    """The label is explained once, and no caveat of a definition says it again in the label's words."""
    for indicator in ask_published.catalog.indicators:
        answer = ask_published.answers.to(ask_published.parse(indicator=indicator, view=view)[0])
        told = [note for note in notes(answer) if re.search("not available", note, re.IGNORECASE)]
        assert len(told) <= 1, (indicator, told)


def test_notes_stand_in_lines_of_one_matter_each_and_no_sentence_twice(ask_published: Asked) -> None:
    answer = ask_published(indicator="food_insecurity", level="county", view="map")
    lines = dict(labeled_notes(answer))
    assert next(iter(lines)) == "What is counted"
    assert lines["Higher or lower"] == ["There is no figure for the state, so no difference from it is tested here."], (
        "said once, with what follows of it"
    )
    assert "There is no figure for the state." not in notes(answer)
    assert [note for _, own in labeled_notes(answer) for note in own] == notes(answer)


def test_a_publication_read_on_several_pages_is_one_line_with_a_link_to_each(ask_published: Asked) -> None:
    answer = ask_published(
        indicator="opioid_deaths_dph_county", level="county", by="overall", period="2022", view="map"
    )
    section = notes_section(answer)
    cited = [source for source in sources(answer) if source.release == "June 2023"]
    assert len(cited) > 1
    said = text(section)
    assert said.count("Public Health, June 2023") == 1
    markup = to_html(section)
    assert all(f'href="{source.address}"' in markup for source in cited)
    assert said.count("we have not seen the publication itself") == 1
