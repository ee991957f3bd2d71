"""The scan finds each kind of fault where it is planted, and on the site none but those that are listed as expected."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from data.query.url import parse_query
from data.query.url_parameters import read_query
from tests.examples import is_deep
from tests.scan.checks import CHECKS, faults
from tests.scan.elsewhere import elsewhere
from tests.scan.expected import EXPECTED
from tests.scan.facts import Facts, Figure, has_direction, may_be_tested, standard_errors
from tests.scan.run import Report, everything, explore, sample
from tests.scan.said import Said, by_id, of_class
from tests.scan.states import frames, in_languages, openings, states
from tests.scan.words import sentences
from tests.site import Site, shared_site

BLACK = Figure("overdose", "25", "black_nh", value=54.1, low=50.5, high=57.7, who="Black residents")
EVERYONE = Figure("overdose", "25", value=36.3, low=35.5, high=37.1)
WHITE = replace(EVERYONE, group="white_nh", value=36.9, who="White residents")
UNTESTED = tuple(replace(figure, low=float("nan"), high=float("nan")) for figure in (BLACK, EVERYONE))
ALIKE = (replace(BLACK, value=36.9), EVERYONE)
FACTS = Facts("overdose", figures=(BLACK, EVERYONE, WHITE), happen="die of overdose")
COUNTY = Facts("smoking", level="county", figures=(
    Figure(
        "smoking", "25013", value=17.0, low=16.0, high=18.0, method="modelled", level="county", name="Hampden County"
    ),
    Figure("smoking", "25", value=10.7, low=9.8, high=11.7, method="surveyed"),
))  # fmt: skip
GOOD = Said(
    title="Black residents die of overdose at 1.5 times the state rate, 2020",
    subtitle="Drug overdose deaths per 100,000 Black residents a year. Massachusetts, 2020.",
    summary=(
        "In 2020, 54.1 of every 100,000 Black residents died of an overdose (95% interval 50.5 to 57.7).",
        "Rates among Black residents are higher in Hampden and Suffolk; in six counties the difference is not clear.",
    ),
    notes=("Deaths of residents from an overdose, of any intent.",),
    page="Hampden 79.6 Higher. The publisher revises these figures.",
    alt=("Map of 14 counties. Lowest: Norfolk, 30.1. Highest: Hampden, 79.6.",),
    facts=FACTS,
)
"""A state without a fault."""
SPANISH = Said(
    language="es",
    title="El 16% de los adultos de raza negra tiene asma, 2020",
    subtitle="Asma, porcentaje de los adultos, ajustado por edad. Massachusetts, 2020.",
    summary=("En el condado de Hampden, el 19% de todos los adultos tiene asma.",),
    facts=replace(FACTS, indicator="asthma"),
)

PLANTED: dict[str, Said] = {
    # Evidence
    "title_without_figure_or_reason": replace(GOOD, title="Smoking, one map for each group, 2020"),
    "unclear_without_a_test": replace(
        GOOD, title="Overdose deaths: no clear gap between groups, 2020", facts=replace(FACTS, figures=UNTESTED)
    ),
    "difference_without_a_test": replace(GOOD, facts=replace(FACTS, figures=ALIKE)),
    "direction_without_evidence": replace(
        GOOD, page="Massachusetts, Black residents: rising since 2014, up 81.6% a year; final figures to 2019."
    ),
    "verdict_across_methods": replace(
        GOOD, title="Smoking is higher than the state’s in seven counties, 2020", facts=COUNTY
    ),
    "unreliable_figure_in_title": replace(
        GOOD, title="Maternal deaths: 132.7 per 100,000, 2020", facts=replace(FACTS, titled=("132.7",))
    ),
    "number_without_unit": replace(GOOD, title="Social vulnerability in Boston: 0.92, 2020"),
    "statewide_of_a_few": replace(
        GOOD, summary=("Statewide, 72.0% of members did.",), notes=("The figures are not the state’s.",)
    ),
    "reliable_without_knowing": replace(
        GOOD, page="Highest of the 306 towns with a reliable figure: Dover", facts=replace(FACTS, figures=UNTESTED)
    ),
    "order_of_none": replace(
        GOOD, page="How sure is unknown: not every figure has an interval.", facts=replace(FACTS, figures=UNTESTED)
    ),
    "mark_of_no_state_figure": replace(GOOD, page="The mark below them is the state’s figure. No figure for the state"),
    "state_contains_places_of_groups": replace(
        GOOD, notes=("The state figure contains the places it is compared with.",)
    ),
    "trivial_difference_in_title": replace(GOOD, title="Black residents die at 1.01 times the state rate, 2020"),
    "percents_told_as_rates": replace(GOOD, facts=replace(FACTS, measure="percent")),
    "notch_without_a_turn": replace(GOOD, page="A notch on a line marks the year in which its trend turned."),
    "opens_on_no_figure": replace(
        GOOD, facts=replace(FACTS, opening=True, figures=(replace(EVERYONE, status="unreliable"),))
    ),
    "opens_on_a_map_of_one_place": replace(GOOD, facts=replace(COUNTY, opening=True)),
    "opens_on_a_map_of_the_state": replace(GOOD, facts=replace(FACTS, opening=True)),
    "extremes_without_a_test": replace(
        GOOD,
        title="Smoking: most common in Hampden County (17%), least common in Essex County (9%), 2020",
        facts=replace(COUNTY, figures=(replace(COUNTY.figures[0], name="Essex County", value=16.9), COUNTY.figures[0])),
    ),
    "more_places_than_differ": replace(
        GOOD, title="Residents die at a higher rate in two counties than in all of Massachusetts, 2020", facts=COUNTY
    ),
    "title_leaves_out_the_group": replace(
        GOOD,
        title="Deaths: no clear difference from Massachusetts in eight counties, 2020",
        facts=replace(FACTS, group="black_nh", group_in_view="Black residents"),
    ),
    "title_leaves_out_the_measure": replace(
        GOOD,
        title="Black women giving birth: 191.0 per 10,000 in 2020, 94.8 in 2011",
        facts=replace(FACTS, measured=frozenset(("life", "compl", "child"))),
    ),
    "summary_of_another_extreme": replace(
        GOOD,
        title="Stroke: most common in Hampden County (4.0%), least common in Middlesex County (2.4%), 2020",
        summary=("In Berkshire County, 4.0% of adults had a stroke, against 2.4% in Middlesex County.",),
    ),
    "state_is_too_small": replace(
        GOOD, summary=("Statewide, the figure is not available (too few people or admissions for a figure).",)
    ),
    "burden_of_every_group": replace(GOOD, page="So many fewer would be expected if every group had its rate."),
    "title_of_other_groups": replace(
        GOOD,
        title="White residents die at twice the rate of Asian residents, 2020",
        facts=replace(FACTS, view="groups", group="black_nh", group_in_view="Black residents"),
    ),
    # Words
    "title_is_long": replace(GOOD, title="Black people " * 10),
    "period_is_said_twice": replace(GOOD, title="New cases of diabetes, 2020: 12 per 1,000, 2020"),
    "clause_is_repeated": replace(
        GOOD, notes=("In 2020 the way of counting changed; in 2020 the way of counting changed.",)
    ),
    "sentence_is_repeated": replace(
        GOOD, page="These figures are not to be compared. These figures are not to be compared."
    ),
    "sentence_begins_small": replace(
        GOOD, summary=("Five of 351 towns are hidden. less than 1% of people live there.",)
    ),
    "few_places_in_digits": replace(GOOD, title="Overdose deaths: 12 to 40 in 2 counties, 2020"),
    "one_in_the_plural": replace(GOOD, summary=("The number of deaths is 1 deaths.",)),
    "any_of_without_article": replace(GOOD, summary=("It is not clearly different in any of three cities and towns.",)),
    "cannot_be_told_apart": replace(GOOD, summary=("Six cannot be told apart from it.",)),
    "births_of_births": replace(GOOD, summary=("The number of births among White births was 39,219.",)),
    "british_spelling": replace(GOOD, page="The colours mean the same in every period."),
    "double_brackets": replace(GOOD, notes=("As published (it leaves out rows) (its own share).",)),
    "best_group": replace(GOOD, page="Best group: Asian residents"),
    "plural_with_is": replace(GOOD, page="Diabetes deaths is published for everyone together only."),
    "machine_words": replace(GOOD, notes=("Deaths in which an opioid took part.",)),
    "nothing_to_set_side_by_side": replace(GOOD, page="There is nothing of Smoking to set side by side here."),
    "no_direction_is_stated": replace(GOOD, page="No direction is stated: that takes five final figures."),
    "this_group_of_everyone": replace(GOOD, page="No period has a figure for Massachusetts and this group."),
    "nothing_unknown": replace(GOOD, page="What is not known Every one of the 14 counties has a figure."),
    "places_are_higher_than_a_rate": replace(GOOD, summary=("Hampden and Suffolk are higher than the state rate.",)),
    "noun_after_its_own_name": replace(GOOD, summary=("The number of opioid deaths was 40 opioid deaths.",)),
    "article_of_a_mass_noun": replace(GOOD, summary=("The life expectancy is higher.",)),
    "people_are_named_twice": replace(GOOD, page="All adults, percent of adults. Filled: Essex."),
    "share_of_whom": replace(GOOD, title="Share with asthma among multiracial adults is 16%, 2020"),
    "title_is_a_bare_range": replace(GOOD, title="Food insecurity: 6.9% to 16.3% in 14 counties, 2020"),
    "state_figure_is_not_there": replace(GOOD, title="Low birthweight: the state figure is not available, 2020"),
    "gap_is_not_told": replace(GOOD, title="Infant mortality: the gap between groups in Massachusetts, 2020"),
    "filing_words_in_a_title": replace(GOOD, title="Opioid deaths, as quoted: 278 to 301 deaths, 2020"),
    "title_names_the_view": replace(GOOD, title="Smoking among 9% of adults, side by side, 2020"),
    "ratio_with_two_decimals": replace(GOOD, summary=("The ratio is 1.71 times (95% interval: 1.22 to 2.40).",)),
    "estimate_outside_its_interval": replace(GOOD, page="The difference is 5.0 points (95% interval −6.6 to −3.4)."),
    "interval_finer_than_its_figure": replace(GOOD, summary=("It is $62,195 (95% interval 58,678.5 to 65,711.5).",)),
    "another_state_or_the_state": replace(GOOD, page="Choose another period, another state or the state."),
    "groups_must_have_a_figure": replace(GOOD, summary=("5 of 7 groups have a figure and 85% must.",)),
    "group_against_itself": replace(GOOD, summary=("Between the Black and the Black group the difference is 0.0.",)),
    "group_without_people": replace(GOOD, summary=("No change is tested for Asian, Black, Hispanic and White.",)),
    "words_for_people": replace(GOOD, summary=("Among 65-or-older adults it was 4%.",)),
    "people_in_homes": replace(GOOD, notes=("People in homes, hospitals and prisons are not asked.",)),
    "last_twelve_months": replace(GOOD, title="Overdose deaths, last twelve months: 1,340 deaths"),
    "alt_text_says_it_twice": replace(GOOD, alt=("Map of Massachusetts by county, deaths, by county. 14 shown.",)),
    "adjustment_is_said_twice": replace(GOOD, subtitle="Stroke, age-adjusted, percent of adults, age-adjusted."),
    "missing_interval_in_our_words": replace(
        GOOD, summary=("The rate was 12.1 per 1,000 (no interval is published).",)
    ),
    "second_hand_sources": replace(GOOD, notes=("Quoted from publicitytop.com.",)),
    "notes_of_other_measures": replace(GOOD, notes=("Infant mortality divides the deaths by the births.",)),
    "spoilt_words": replace(GOOD, page="Value: nan"),
    "each_year_of_one_year": replace(GOOD, summary=("54.1 of every 100,000 residents died each year.",)),
    "old_year_in_the_present": replace(
        GOOD,
        title="Black residents die of overdose at 1.5 times the state rate, 2006",
        facts=replace(FACTS, period="2006"),
    ),
    # Spanish and Portuguese
    "english_left": replace(SPANISH, title="Black residentes mueren at 3.65 times the rate, 2020"),
    "english_left_in_notes": replace(SPANISH, notes=("Seven of the areas are known.",)),
    "county_left": replace(SPANISH, title="El 9% de los adultos de Hampden County tiene asma, 2020"),
    "name_in_small": replace(SPANISH, title="Sin diferencia clara con los massachusetts (26.8)"),
    "capital_in_a_sentence": replace(SPANISH, summary=("No se comprueba en los grupos De raza negra.",)),
    "adjusted_twice": replace(SPANISH, subtitle="Asma, ajustada por edad, porcentaje de adultos, ajustado por edad."),
    "y_before_i": replace(SPANISH, title="Fentanilo y inseguridad alimentaria: 9%, 2020"),
    "all_in_total": replace(SPANISH, summary=("Es el 4% de adultos en total.",)),
    "percent_without_article": replace(SPANISH, title="19.0% de adultos tiene asma, 2020"),
    "group_on_the_wrong_noun": replace(SPANISH, title="Personas con receta de estatinas de raza negra: 9%, 2020"),
    "odd_words": replace(SPANISH, summary=("Muertes según citas.",)),
    "place_with_an_article": replace(
        SPANISH, title="El 9% tiene asma, sin diferencia clara con los massachusetts, 2020"
    ),
    "telegram": replace(SPANISH, title="En 3 condados, porcentaje con obesidad mayor que en el estado, 2020"),
}
"""Of each check a state with its kind of fault: most are sentences of the site, as a reading of 798 views found."""


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_finds_its_kind_of_fault(name: str) -> None:
    assert CHECKS[name].find(PLANTED[name]), CHECKS[name].means


@pytest.mark.parametrize("name", CHECKS)
def test_no_check_finds_fault_where_there_is_none(name: str) -> None:
    for said in (GOOD, SPANISH):
        if said.language in CHECKS[name].languages:
            assert CHECKS[name].find(said) == ""


def test_every_planted_fault_has_its_check_and_every_expected_one_too() -> None:
    assert set(PLANTED) == set(CHECKS)
    assert set(EXPECTED) <= set(CHECKS)


# The rule of what may be concluded


def test_figures_made_in_two_ways_are_not_tested_against_each_other() -> None:
    county, state = COUNTY.figures
    assert not may_be_tested(county, state)
    assert may_be_tested(county, replace(state, method="modelled"))


def test_periods_that_overlap_are_not_tested_against_each_other() -> None:
    pooled = replace(EVERYONE, period="2019-2021")
    assert not may_be_tested(EVERYONE, pooled)
    assert may_be_tested(EVERYONE, replace(pooled, period="2021-2023"))


def test_two_figures_are_as_many_standard_errors_apart_as_their_intervals_say() -> None:
    # 54.1 (50.5 to 57.7) has an error of 7.2 / 3.92 = 1.84, 3.4 % of it; 36.3 (35.5 to 37.1) one of 0.41, 1.1 %.
    # The logarithm of their ratio is 0.399, which is 0.399 / √(0.034² + 0.0112²) = 11.1 times that of both.
    assert standard_errors(BLACK, EVERYONE) == pytest.approx(11.1, abs=0.1)


def line(number: int, **words: object) -> list[Figure]:
    return [replace(EVERYONE, period=str(2010 + n), **words) for n in range(number)]


def test_a_direction_takes_seven_separate_reliable_observed_figures_of_enough_events() -> None:
    assert has_direction(line(7))
    assert not has_direction(line(6))
    assert not has_direction(line(7, method="modelled"))
    assert not has_direction(line(7, events=7.0)), "49 events"
    assert has_direction(line(7, events=8.0)), "56 events"
    assert not has_direction([*line(3), *(replace(f, status="unreliable") for f in line(7)[3:])])
    assert not has_direction([replace(f, period=f"{2010 + n}-{2012 + n}") for n, f in enumerate(line(7))])


# Reading


def test_an_abbreviation_ends_no_sentence() -> None:
    assert list(sentences("In the U.S. it rose. So St. Louis fell.")) == ["In the U.S. it rose.", "So St. Louis fell."]


def test_words_are_read_from_components_and_from_html_in_them() -> None:
    fragment = {
        "props": {"data-fragment": '<h1 class="view-title big">Deaths <b>rose</b></h1><p>More</p>', "id": "head"}
    }
    page = {"props": {"children": [fragment, {"props": {"className": "view-reading", "children": ["Read ", "me"]}}]}}
    assert of_class(page, "view-title") == ["Deaths rose"]
    assert of_class(page, "view-reading") == ["Read me"]
    assert by_id({"props": {"children": [{"props": {"id": "head", "children": ["Here"]}}]}}, "head") == ["Here"]


def test_hits_notices_and_files_are_read_in_every_language(site: Site) -> None:
    answers = site.app.server.extensions["answers"]
    read = list(elsewhere(site, islice(openings(answers), 3)))
    for start in ("/search.json", "/explore", "/gaps", "/api/v1/views/explore.csv"):
        own = [said for said in read if said.address.startswith(start)]
        assert {said.language for said in own} == (
            {"en"} if start == "/api/v1/views/explore.csv" else {"en", "es", "pt"}
        )
        assert any(len(said.live) > 20 for said in own), start


# The site


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


@pytest.fixture(scope="module")
def report(site: Site) -> Report:
    """What the sample of each day says, or everything in a deep run."""
    found = Report()
    for said in everything(site) if is_deep() else sample(site):
        found.add(said)
    return found


@pytest.mark.slow
def test_the_scan_reads_every_indicator_level_group_and_period(site: Site) -> None:
    answers = site.app.server.extensions["answers"]
    catalog = answers.catalog
    # A level that has no figure at all is none that can be asked for.
    covered = {
        (c.indicator, c.level, c.stratum, c.period) for c in catalog.coverage if c.level in catalog.levels(c.indicator)
    }
    assert {(s.indicator, s.level, s.group, s.period) for s in frames(answers)} == covered
    assert {indicator for indicator, *_ in covered} == set(catalog.indicators)


@pytest.mark.slow
def test_no_state_has_a_kind_of_fault_that_is_not_listed(report: Report) -> None:
    new = {name: cases[:3] for name, cases in report.found.items() if name not in EXPECTED}
    assert new == {}, report.table()


@pytest.mark.slow
def test_no_listed_kind_of_fault_has_grown_and_none_stays_listed_when_it_is_gone(report: Report) -> None:
    numbers = {name: len(report.found.get(name, ())) for name in EXPECTED}
    if is_deep():
        assert [name for name, number in numbers.items() if number == 0] == [], "mended: take these off the list"
    else:
        assert {name: number for name, number in numbers.items() if number > EXPECTED[name]} == {}, report.table()


ONCE_AT_FAULT = (
    "indicator=cardiovascular_disease_ahr_by_year&level=state&by=race_ethnicity&group=multiracial_nh&period=2015"
    "&view=trend",
    "indicator=opioid_overdose_death_counts&level=municipality&place=ashfield&period=2023&view=map",
    "indicator=opioid_settlement_spent&level=municipality&place=truro&period=2022-07_2023-06&view=trend",
    "indicator=preventable_hospital_stays&level=county&by=race_ethnicity&group=aian_nh&period=2021&view=map",
    "indicator=preventable_hospital_stays&level=county&by=race_ethnicity&group=aian_nh&period=2021&view=table",
)
"""States of rare kinds of fault, which the sample of a day may leave out."""


@pytest.mark.parametrize("query", ONCE_AT_FAULT)
def test_what_only_a_reading_of_every_state_found_is_mended_in_every_language(site: Site, query: str) -> None:
    selection, notices = parse_query(read_query(query), site.app.server.extensions["answers"].catalog)
    assert notices == (), "the state is still there"
    for said in explore(in_languages(iter([selection])), site):
        assert faults(said) == {}, said.title


@pytest.mark.slow
def test_states_are_each_asked_once(site: Site) -> None:
    asked = [state.query() for state in states(site.app.server.extensions["answers"])]
    assert len(asked) == len(set(asked))
