"""What a view says: sentences known by hand, and of many answers that every number said is one of the frames'."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from components.figures import descriptions as words
from components.figures.alt_text import groups_text, map_text, trend_text
from components.figures.benchmarks import benchmark_words
from components.figures.findings.places import ends
from components.figures.legend import legend
from components.formatting import phrases
from components.formatting.numbers import number_word
from components.page.controls import filter_panel
from components.page.notes import notes, source_notes, sources
from components.page.notes_section import notes_section
from components.views.page import head, mobile_bar
from data.analysis.many_verdicts import many_verdicts
from data.analysis.place_ranks import place_ranks
from data.language import use_language
from data.query.compared_selections import extreme_rows
from data.query.estimates import nameable_rows
from data.query.rows import Rows
from data.query.selection import Answer
from data.query.url import parse_query
from tests.components.reading import SPOILT, by_id, components, text
from tests.questions import Asked

DEATHS = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023"}


# Known sentences


def test_the_first_finding_of_the_site(ask_published: Asked) -> None:
    """County Health Rankings 2026: 54.1 (50.5 to 57.7), against 36.3 of everyone (CDC WONDER, 2021 to 2023)."""
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", period="2021-2023")
    assert words.title(answer) == "Black residents die of overdose at 1.5 times the state rate, 2021–23"
    assert words.subtitle(answer) == (
        "Drug overdose deaths per 100,000 Black residents a year, by county. Massachusetts, 2021–2023."
    )
    assert words.reading(answer)[0].startswith(
        "Among Black residents, figures are higher in Hampden and Suffolk counties than in all of Massachusetts"
    )
    assert words.reading(answer)[1] == (
        "In Massachusetts, **54.1** of every 100,000 Black residents died of a drug overdose each year "
        "(allowing for chance, 50.5 to 57.7), against **36.3** of all residents: **1.5 times** the rate (1.4 to 1.6)."
    )
    state = ask_published(
        indicator="drug_overdose_deaths", level="state", group="black_nh", period="2021-2023", view="map"
    )
    assert words.title(state) == words.title(answer)
    assert phrases.shown_words(answer) == "11 of 14 counties shown, 3 hidden"
    assert "11 of 14 counties shown, 3 hidden" in text(legend(answer))


def test_a_difference_that_may_be_chance_is_called_not_clear(ask_published: Asked) -> None:
    """36.5 of White residents against 36.3 of everyone."""
    answer = ask_published(
        indicator="drug_overdose_deaths", level="state", group="white_nh", period="2021-2023", view="map"
    )
    assert words.title(answer) == (
        "White residents die of overdose at a rate (36.5 per 100,000) not clearly different from all residents "
        "(36.3), 2021–23"
    )
    assert "**36.5** of every 100,000 White residents" in words.reading(answer)[0]
    assert words.reading(answer)[0].endswith(
        "**about the same** rate (ratio 0.97 to 1.04), so the difference is not clear."
    )


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        (
            DEATHS,
            "Black residents die in the example at twice the state rate, 2021–23",
        ),
        (
            {**DEATHS, "level": "state", "view": "map"},
            "Black residents die in the example at twice the state rate, 2021–23",
        ),
        (
            {**DEATHS, "group": "white_nh", "level": "state", "view": "map"},
            "White residents die in the example at a lower rate (24.0 per 100,000) than all residents (32.1), 2021–23",
        ),
        (
            {**DEATHS, "group": "hispanic", "level": "state", "view": "map"},
            "Hispanic residents die in the example at a rate (32.5 per 100,000) not clearly different from everyone "
            "(32.1), 2021–23",
        ),
        (
            {**DEATHS, "group": "aian_nh", "level": "state", "view": "map"},
            "Example deaths among American Indian and Alaska Native residents: hidden because the numbers are small, "
            "2021–23",
        ),
        (
            {"indicator": "example_deaths", "group": "all", "period": "2023"},
            "Residents die in the example at a higher rate in Suffolk County than in all of Massachusetts, 2023",
        ),
        (
            {"indicator": "example_screening"},
            "A smaller share of residents are screened in five counties than in all of Massachusetts, 2022",
        ),
        (
            {"indicator": "example_town_deaths", "level": "eohhs_region", "period": "2017"},
            "Example town deaths: no region was clearly different from Massachusetts (25.9 per 100,000), 2017",
        ),
        (
            {"indicator": "example_town_deaths", "level": "municipality", "period": "2018"},
            "Example town deaths: 100.0 per 100,000 in 70 cities and towns, 2018",
        ),
        (
            {"indicator": "example_cost", "group": "black_nh"},
            "Example cost among Black residents: from $12,100 to $13,400 in 14 counties, 2022",
        ),
        (
            {"indicator": "example_deaths", "level": "state", "by": "overall", "period": "2019", "view": "map"},
            "Residents in Massachusetts died in the example at a rate of 32.1 per 100,000, 2019",
        ),
    ],
)  # fmt: skip
def test_a_title_says_only_what_was_tested(ask: Asked, asked: dict[str, str], title: str) -> None:
    assert words.title(ask(**asked)) == title


@pytest.mark.parametrize(
    ("title", "unit", "said"),
    [
        ("Stroke deaths", "per 100,000 residents a year", "Stroke deaths per 100,000 residents a year"),
        ("Stroke deaths, all ages", "per 1,000 residents", "Stroke deaths, all ages, per 1,000 residents"),
        ("Stroke deaths (provisional)", "per 1,000 residents", "Stroke deaths (provisional), per 1,000 residents"),
        ("Stroke, age-adjusted", "percent of adults, age-adjusted", "Stroke, age-adjusted, percent of adults"),
        ("Stroke", "percent of adults, age-adjusted", "Stroke, percent of adults, age-adjusted"),
    ],
)
def test_a_subtitle_reads_on_and_says_nothing_twice(ask: Asked, title: str, unit: str, said: str) -> None:
    answer = ask(indicator="example_deaths", level="state", by="overall", period="2019", view="map")
    renamed = replace(answer, indicator=answer.indicator.model_copy(update={"title": title, "unit": unit}))
    assert words.subtitle(renamed) == f"{said}. Massachusetts, 2019."


def test_the_reading_says_level_gap_places_and_what_is_uncertain(ask: Asked) -> None:
    """900 of 1,400,000 is 64.3; 6,750 of 21,000,000 is 32.1; Garwood for 900: 60.2 to 68.6."""
    assert words.reading(ask(**DEATHS)) == [
        "Among Black residents, figures are higher in Suffolk and Worcester counties than in all of Massachusetts, and "
        "lower in Franklin, Hampden, Hampshire and Middlesex counties. In two counties the difference from the state "
        "is not clear.",
        "In Massachusetts, **64.3** of every 100,000 Black residents died in the example each year "
        "(allowing for chance, 60.2 to 68.6), against **32.1** of all residents: **twice** the rate (1.9 to 2.1).",
        "This is the highest figure of three groups; part of being an extreme is chance.",
        "In two counties the figures rest on fewer than 10 deaths or are very uncertain: read them with care.",
    ]


def test_a_hidden_state_figure_is_explained(ask: Asked) -> None:
    answer = ask(**{**DEATHS, "group": "aian_nh", "level": "state", "view": "map"})
    assert words.reading(answer) == ["In Massachusetts, the figure is hidden (fewer than 10 deaths)."]


def test_modelled_and_unmeasured_figures_are_not_said_to_have_happened_to_people(ask: Asked) -> None:
    screening, cost = ask(indicator="example_screening"), ask(indicator="example_cost", group="black_nh")
    assert words.reading(screening)[1].startswith("In Massachusetts, an estimated **60.0%** of residents")
    assert words.reading(cost)[-1] == "In Massachusetts, the cost among Black residents was **$12,000**."
    assert "The publisher gives no margin of error, so no difference is tested." in words.reading(cost)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (DEATHS, "10 of 14 counties shown, 3 hidden, 1 not available"),
        ({"indicator": "example_screening"}, "11 of 14 counties shown, 3 not available"),
        (
            {"indicator": "example_town_deaths", "level": "municipality", "period": "2018"},
            "349 of 351 cities and towns shown, 1 hidden, 1 not available",
        ),
        ({"indicator": "example_town_deaths", "level": "eohhs_region", "period": "2017"}, "6 of 6 regions shown"),
    ],
)
def test_it_is_said_how_many_places_are_shown(ask: Asked, asked: dict[str, str], said: str) -> None:
    assert phrases.shown_words(ask(**asked)) == said


def test_figures_have_alternatives_in_words(ask: Asked) -> None:
    answer = ask(**DEATHS, place="suffolk-county")
    assert map_text(answer).endswith(
        "10 of 14 counties shown, 3 hidden, 1 not available. "
        "Lowest: Franklin County, 24.0 per 100,000. Highest: Worcester County, 120.0 per 100,000."
    )
    assert groups_text(answer).endswith(
        "Suffolk County: Everyone 60.0, Black 90.0, White not available. Massachusetts: Everyone 32.1, "
        "American Indian / Alaska Native hidden, Black 64.3, Hispanic 32.5, White 24.0."
    )
    assert "Suffolk County, all residents: 2018 60.0" in trend_text(answer)


# Notes


def test_notes_explain_what_is_in_view_and_nothing_else(ask: Asked) -> None:
    assert notes(ask(**DEATHS)) == [
        "Synthetic: Example deaths.",
        "A 95% interval is the range that very likely holds the true figure, allowing for chance.",
        "Several years are taken together so that the figure rests on more people.",
        "“Hispanic” means Hispanic or Latino.",
        "* 2023 is provisional.",
        "From 2019 on, deaths are counted another way.",
        "“Hidden” means fewer than 10 deaths.",
        "“Not available” means that the publisher gives no figure for this place.",
        "“Unreliable” (†) marks a figure on fewer than 10 events or people, or with an interval wider than 160% of it: "
        "the standard of the National Center for Health Statistics.",
        "“Higher” and “lower” mean that the difference is larger than chance would explain (95%); “not clear” means "
        "that it may be chance.",
        "The state figure contains the places it is compared with.",
    ]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"indicator": "example_cost", "group": "black_nh"},
            "No intervals are published, so no difference is tested here.",
        ),
        (
            {"indicator": "example_town_deaths", "level": "municipality", "period": "2018"},
            "There is no figure for the state, so no difference from it is tested here.",
        ),
    ],
)
def test_where_nothing_is_tested_the_notes_say_why(ask: Asked, asked: dict[str, str], said: str) -> None:
    assert notes(ask(**asked))[-1] == said


def test_every_view_names_its_sources_with_licence_and_date(ask_published: Asked) -> None:
    for answer in ask_published.sample[::4]:
        said = text(notes_section(answer))
        for source in sources(answer):
            assert source.title in said
            assert f"License: {source.licence}." in said
        used = {row.source for row in answer.places}
        assert used <= {s.id for s in sources(answer)}
        assert f"Data version {answer.catalog.version}" in said


# Many answers


def everything_said(answer: Answer) -> list[str]:
    return [
        words.title(answer),
        words.subtitle(answer),
        *words.reading(answer),
        phrases.shown_words(answer),
        map_text(answer),
        groups_text(answer),
        trend_text(answer),
        words.plain_live(answer),
        *(line for row in answer.places[:20] for line in phrases.tooltip_lines(row, answer)),
        *notes(answer),
        *source_notes(answer),
        text(head(answer, "/explore")),
        text(mobile_bar(answer)),
    ]


def test_no_sentence_is_spoilt(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        for said in everything_said(answer):
            found = SPOILT.search(said)
            assert found is None, (answer.selection.query(), found, said)


def test_of_groups_the_title_says_the_widest_gap_and_the_summary_how_it_was_chosen(ask_published: Asked) -> None:
    """American Indian and Alaska Native 57.7 and Asian 4.5 per 100,000, as shown: 57.7 / 4.5 = 12.8."""
    answer = ask_published(
        indicator="drug_overdose_deaths", period="2021-2023", level="state", group="all", by="race_ethnicity",
        view="groups",
    )  # fmt: skip
    assert words.title(answer) == (
        "American Indian and Alaska Native residents die of overdose at about 12.8 times the rate of Asian residents, "
        "2021–23"
    )
    pair, chosen, *_ = words.reading(answer)
    assert "**about 12.8 times** the rate (7.8 to 21.1)" in pair
    assert chosen.startswith("They are shown for being the farthest apart of six groups")


def test_higher_and_lower_are_said_only_of_what_was_tested(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        if answer.selection.view in ("groups", "trend"):
            continue  # pairs and changes that their rows' verdicts do not carry
        said = " ".join((words.title(answer), *words.reading(answer)))
        verdicts = {row.verdict for row in (*answer.places, *answer.state, *answer.groups)}
        own = " ".join((answer.indicator.title, *answer.indicator.words.model_dump().values()))
        for word in ("higher", "lower"):
            if word not in verdicts and word not in own:
                assert f" {word} " not in said, (answer.selection.query(), said)


def test_no_one_is_called_similar_or_significant(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        said = " ".join((words.title(answer), *words.reading(answer), *notes(answer))).lower()
        assert "similar" not in said
        assert "significant" not in said


# The rail


def test_every_choice_of_the_rail_leads_to_a_question_with_figures_or_rows(ask_published: Asked) -> None:
    for answer in ask_published.sample[::12]:
        made = filter_panel(answer, "/explore")
        chosen = [c for c in components(made) if getattr(c, "options", None)]
        for control in chosen:
            open_ones = [o["value"] for o in control.options if not o.get("disabled")]
            assert control.value in open_ones, (answer.selection, control.id)
            assert len(open_ones) == len(set(open_ones)) or control.id == "choose-topic", (control.id, open_ones)
            for value in open_ones:
                question, problems = parse_query(dict(parse_qsl(value.removeprefix("?"))), answer.catalog)
                if value.startswith("?question="):  # what only another version of the question has: it says which
                    assert question.indicator in answer.catalog.question_of[answer.indicator.id].indicators
                    assert [p for p in problems if not p.startswith("Showing “")] == [], (value, problems)
                    continue
                assert (question.query(), problems) == (value, ())


def test_a_level_without_figures_is_named_and_cannot_be_chosen(ask: Asked) -> None:
    levels = by_id(filter_panel(ask(**DEATHS), "/explore"), "choose-level").options
    assert [(o["label"], o.get("disabled", False)) for o in levels] == [
        ("State", False),
        ("EOHHS region: not published", True),
        ("County (14)", False),
        ("City or town: not published", True),
    ]


def test_groups_say_how_many_places_they_are_shown_for(ask: Asked) -> None:
    said = text(filter_panel(ask(**DEATHS), "/explore"))
    assert "counties shown" in said
    assert "Black 10" in said
    assert "White 1" in said
    assert "Hispanic" not in said  # no county has a row for it


def test_everyone_is_a_choice_only_where_there_are_figures_of_everyone(ask: Asked) -> None:
    said = text(filter_panel(ask(indicator="example_cost", group="black_nh"), "/explore"))
    assert "All residents" not in said
    assert "Black 14" in said


def test_a_change_is_announced_with_the_chosen_places_figure(ask: Asked) -> None:
    assert words.plain_live(ask(**DEATHS, place="worcester-county")) == (
        "Updated: Black residents in Worcester County die in the example at 1.9 times the rate in Massachusetts, "
        "2021–23. "
        "10 of 14 counties shown, 3 hidden, 1 not available. Worcester County: 120.0 per 100,000."
    )


def test_a_state_without_a_row_is_survived(ask: Asked) -> None:
    answer = ask(**DEATHS)
    empty = replace(answer, state=Rows())
    assert words.title(empty).startswith("Example deaths among Black residents: from 24.0 in Franklin County to 120.0")


def test_places_whose_figure_is_unreliable_are_no_finding(ask_published: Asked) -> None:
    """In 2016 most towns had few opioid deaths or none: their rates are shown, and counted apart."""
    answer = ask_published(indicator="opioid_overdose_deaths", level="municipality", period="2016")
    reliable = [row for row in answer.places if row.status == "reported"]
    own = Counter(row.verdict for row in reliable)
    assert {row.verdict for row in answer.places if row.status == "unreliable"} == {""}
    assert {row.barrier for row in answer.places if row.status == "unreliable"} == {"unreliable"}
    found = many_verdicts(answer)
    assert len(found.higher) < own["higher"], "among so many tests some verdicts do not stand"
    assert f"at a higher rate in {len(found.higher)} cities and towns than in all of" in words.title(answer)
    *_, chance, unreliable = words.reading(answer)
    tenths = 5 * len(reliable)
    assert chance.startswith(
        f"Of {len(reliable)} cities and towns tested, about {number_word(tenths // 100)} or "
        f"{number_word(tenths // 100 + 1)} would be called higher or lower by chance alone. "
    )
    assert unreliable.startswith(f"In {351 - len(reliable)} cities and towns the figures rest on fewer than 10 deaths")


def test_the_one_place_with_a_figure_is_named(ask_published: Asked) -> None:
    asked = {"indicator": "low_birthweight_boston", "level": "municipality", "period": "2021"}
    finding = "8.4% of infants in Boston are born at low birthweight, 2021"
    assert words.title(ask_published(**asked, by="overall", group="all")) == finding


def test_the_best_of_few_groups_is_no_best_group_where_everyone_is_better_off(ask_published: Asked) -> None:
    answer = ask_published(indicator="opioid_death_rate_dph", level="state", group="aian_nh", period="2021")
    starts = ("Lowest of the groups", "Highest of the groups")
    assert not any(line.startswith(starts) for line in benchmark_words(answer))


def test_of_a_rate_per_births_it_is_not_said_that_so_many_women_died(ask_published: Asked) -> None:
    answer = ask_published(indicator="pregnancy_associated_mortality_review", level="state", period="2012", view="map")
    said = "In Massachusetts, the rate of death during pregnancy or within a year after was **30.4** per 100,000"
    assert words.reading(answer)[0].startswith(said)


def test_a_percentage_whose_people_are_not_known_is_not_tested(ask_published: Asked) -> None:
    """Of poverty in 2000 the source gives how many are poor and which percentage, and neither people nor interval."""
    answer = ask_published(
        indicator="poverty_below_200_census_2000", level="municipality", by="overall", group="all", period="2000"
    )
    assert {row.verdict for row in answer.places} == {""}
    assert "higher" not in words.title(answer) + " ".join(words.reading(answer))
    assert place_ranks(answer) == {}


def test_a_count_of_several_years_is_a_year_s(ask_published: Asked) -> None:
    """Of one year the count is that year's; no other place is told of, as most are where most people live."""
    pooled = ask_published(
        indicator="opioid_overdose_death_counts", level="municipality", period="2021-2023", view="map"
    )
    assert words.title(pooled) == "Boston has the most opioid overdose deaths: 260 a year, 2021–23"
    assert words.reading(pooled) == ["Where more people live, there are more."]
    single = ask_published(indicator="opioid_deaths_dph_county", level="county", period="2022", view="map")
    assert words.title(single) == "Middlesex County has the most opioid overdose deaths: 380, 2022"


def test_title_and_summary_name_the_same_ends_of_equal_figures(ask_published: Asked) -> None:
    """Hampden and Berkshire counties both stand at 37.3: the first by name is named in both."""
    answer = ask_published(indicator="drug_overdose_deaths_provisional_residence", level="county")
    highest = max(row.value for row in answer.places if row.has_value)
    equal = sorted(row.name for row in answer.places if row.value == highest)
    assert len(equal) > 1, "the example has a tie"
    assert equal[0] in words.title(answer)
    assert equal[0] in words.reading(answer)[0]
    for one in ask_published.sample:
        pair = extreme_rows(one)
        if pair is not None:
            named = nameable_rows(one.places, one.indicator, one.catalog)
            assert ends(named) == (pair[1], pair[0]), one.selection.query()


@pytest.mark.parametrize(
    ("lang", "recomputed", "crude"),
    [
        ("en", "recomputed with newer populations", "not adjusted for age"),
        ("es", "tasa recalculada con poblaciones más recientes", "sin ajustar por edad"),
        ("pt", "taxa recalculada com populações mais recentes", "sem ajuste por idade"),
    ],
)
def test_what_a_figure_is_not_stands_in_the_subtitle(
    ask_published: Asked, lang: str, recomputed: str, crude: str
) -> None:
    """Rates that differ from the publisher's say so, and crude ones of people in Medicare that age is in them."""
    catalog = ask_published.catalog
    medicare = [
        i.id for i in catalog.indicators.values()
        if "in Medicare" in i.words.people and i.adjustment == "crude" and "65 to 74" not in i.words.people
    ]  # fmt: skip
    assert len(medicare) >= 7
    said = {"drug_overdose_deaths_provisional_residence": recomputed, **dict.fromkeys(medicare, crude)}
    for indicator, qualified in said.items():
        for level in catalog.levels(indicator):
            with use_language(lang):
                answer = ask_published.answers.to(ask_published.parse(indicator=indicator, level=level, lang=lang)[0])
                assert qualified in words.subtitle(answer), indicator
