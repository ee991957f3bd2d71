"""The notes' table of publishers' words for race and ethnicity, and what they say of a break."""

from __future__ import annotations

from components.notes import notes, race_facts, race_words
from data.catalog import Race
from tests.components.reading import text
from tests.questions import Asked


def test_words_of_one_publisher_that_mean_other_groups_in_other_releases_stand_apart(ask_published: Asked) -> None:
    """County Health Rankings 2022 counts Pacific Islanders as Asian; from 2024 on they are a group of their own."""
    answer = ask_published(indicator="drug_overdose_deaths", by="race_ethnicity", group="black_nh", period="2018-2020")
    said = [text(table) for table in race_words(answer)]
    before = next(s for s in said if "2022 release" in s)
    since = next(s for s in said if "2025 release" in s)
    assert "“Asian” Asian / Pacific Islander" in before
    assert "“asian” Asian “black” Black" in since
    assert "“nhopi” Native Hawaiian / Pacific Islander" in since
    assert "Group not stated: 1.8% of drug overdose deaths in Massachusetts" in before
    assert "2026 release" in since, "releases with the same words share a table"


def test_a_share_of_births_is_not_said_of_deaths(ask_published: Asked) -> None:
    births = " ".join(text(t) for t in race_words(ask_published(indicator="low_birthweight", by="race_ethnicity")))
    deaths = " ".join(text(t) for t in race_words(ask_published(indicator="drug_overdose_deaths", period="2020-2022")))
    assert "1.6% of births in Massachusetts, 2017–2023" in births
    assert "(no name in the file) Not stated" in births
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
