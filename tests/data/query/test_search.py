"""What is meant by what people type: misspelt, cut short, in other words, a town and an indicator together."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.catalog.availability import available, nearest_at
from data.catalog.lexicon import synonyms, words_of
from data.catalog.models import Catalog, read_indicators
from data.query.search.found import Hit
from data.query.search.hits import LEADS, search
from data.query.selection import PARAMETERS
from data.query.url import parse_query
from data.settings import ROOT
from data.vocabulary import GROUPS, LEVELS, TOPICS
from tests.data.query.phrases import IN_A_LOCALITY, LOCALITIES, PHRASES
from tests.questions import Asked


@pytest.fixture(scope="module")
def catalog(ask_published: Asked) -> Catalog:
    return ask_published.catalog


def best(catalog: Catalog, words: str, **here: str) -> Hit:
    found = search(catalog, words, here=here)
    assert found.sure, words
    return found.hits[0]


# What is typed, and the id of what must come first.
TYPED = (
    ("heart atack", "heart_attack_medicare"),
    ("hart attack", "heart_attack_medicare"),
    ("heart disese", "heart_disease_mortality"),
    ("heartdisease", "heart_disease_mortality"),
    ("opiod", "opioid_overdose_deaths"),
    ("opioids", "opioid_overdose_deaths"),
    ("opiate deaths", "opioid_overdose_deaths"),
    ("drug overdoes", "drug_overdose_deaths"),
    ("overdosse", "drug_overdose_deaths"),
    ("OD", "drug_overdose_deaths"),
    ("fentynal", "synthetic_opioid_mortality_by_race"),
    ("herion", "heroin_mortality_by_race"),
    ("diabetis", "diabetes_prevalence"),
    ("diabetus", "diabetes_prevalence"),
    ("sugar", "diabetes_prevalence"),
    ("hypertention", "high_blood_pressure_prevalence"),
    ("high blod presure", "high_blood_pressure_prevalence"),
    ("blood pressure", "high_blood_pressure_prevalence"),
    ("colesterol", "high_cholesterol_prevalence"),
    ("obisity", "obesity_prevalence"),
    ("strok", "stroke_prevalence"),
    ("kidny disease", "kidney_disease_prevalence"),
    ("somking", "smoking_prevalence"),
    ("maternel mortality", "maternal_mortality_nvss"),
    ("mothers dying in childbirth", "maternal_mortality_nvss"),
    ("severe maternal morbidty", "severe_maternal_morbidity"),
    ("infant mortalty", "infant_mortality"),
    ("baby deaths", "infant_mortality"),
    ("low birth wieght", "low_birthweight"),
    ("lowbirthweight", "low_birthweight"),
    ("teen preganancy", "teen_births"),
    ("premature babies", "preterm_birth"),
    ("pre natal care", "prenatal_care_first_trimester_yearly"),
    ("no prenatal care", "prenatal_care_late_or_none"),
    ("bebés prematuros", "preterm_birth"),
    ("life expectency", "life_expectancy"),
    ("depresion", "depression_prevalence"),
    ("househould income", "median_household_income"),
    ("unisured", "uninsured_under_65"),
    ("presión arterial", "high_blood_pressure_prevalence"),
    ("pressão alta", "high_blood_pressure_prevalence"),
    ("moms", "maternal_infant"),
    ("substance abuse", "overdose"),
    ("Boston", "boston"),
    ("woburn", "woburn"),
    ("wooburn", "woburn"),
    ("worchester", "worcester"),
    ("wooster", "worcester"),
    ("worche", "worcester"),
    ("spingfield", "springfield"),
    ("north attleboro", "north-attleborough"),
    ("n. attleboro", "north-attleborough"),
    ("northattleborough", "north-attleborough"),
    ("attleboro", "attleboro"),
    ("manchester by the sea", "manchester-by-the-sea"),
    ("haverill", "haverhill"),
    ("foxboro", "foxborough"),
    ("hyannis", "barnstable"),
    ("dorchester", "boston"),
    ("cape cod", "barnstable-county"),
    ("marthas vineyard", "dukes-county"),
    ("essex county", "essex-county"),
    ("essex", "essex"),
    ("berkshire", "berkshire-county"),
    ("masachusets", "massachusetts"),
    ("heath", "heath"),
    ("heath insurance", "uninsured_under_65"),
)


@pytest.mark.parametrize(("words", "first"), TYPED, ids=[words for words, _ in TYPED])
def test_what_is_typed_is_what_comes_first(catalog: Catalog, words: str, first: str) -> None:
    hit = best(catalog, words)
    found = first if first in catalog.by_slug or first in TOPICS else catalog.question_of[first].id
    assert (hit.question or hit.id) == found, [(h.id, h.score) for h in search(catalog, words).hits]


@pytest.mark.parametrize(("words", "question"), PHRASES, ids=[words for words, _ in PHRASES])
def test_an_everyday_phrase_finds_its_question_first(catalog: Catalog, words: str, question: str) -> None:
    assert len(PHRASES) >= 60
    assert best(catalog, words).question == question, [(h.question, h.score) for h in search(catalog, words).hits]


@pytest.mark.parametrize(("words", "place"), LOCALITIES, ids=[words for words, _ in LOCALITIES])
def test_a_zip_code_and_a_neighborhood_find_their_city_or_town_first(catalog: Catalog, words: str, place: str) -> None:
    assert len(LOCALITIES) >= 40
    hit = best(catalog, words)
    assert (hit.kind, hit.id) == ("place", place), [(h.id, h.score) for h in search(catalog, words).hits]
    assert hit.within, "the hit says why it is one"


@pytest.mark.parametrize(("words", "question", "place"), IN_A_LOCALITY, ids=[words for words, *_ in IN_A_LOCALITY])
def test_a_question_in_a_zip_code_or_neighborhood_opens_where_it_is_published(
    catalog: Catalog, words: str, question: str, place: str
) -> None:
    hit = best(catalog, words)
    assert (hit.question, hit.selection.place) == (question, place)
    assert hit.within


def test_every_zip_code_opens_each_of_its_cities_and_towns(catalog: Catalog) -> None:
    """The second reading: the table by hand, a row at a time."""
    expected: dict[str, list[str]] = {}
    for row in sorted(catalog.localities, key=lambda row: row.position):
        if row.kind == "zip":
            expected.setdefault(row.name, []).append(catalog.places[row.geo_id].slug)
    assert len(expected) > 700
    for code, slugs in expected.items():
        found = search(catalog, code)
        assert found.sure
        assert [hit.id for hit in found.hits] == slugs
        assert all(hit.within == code for hit in found.hits)


def test_every_neighborhood_finds_one_of_its_cities_and_towns_first(catalog: Catalog) -> None:
    places: dict[str, set[str]] = {}
    for row in catalog.localities:
        if row.kind == "neighborhood":
            places.setdefault(row.name, set()).add(catalog.places[row.geo_id].slug)
    # Called like a county, and that is what is meant.
    del places["Berkshire"]
    found = {name: best(catalog, name).id for name in places}
    assert not {name: hit for name, hit in found.items() if hit not in places[name]}


def test_a_zip_code_of_several_towns_offers_each_and_their_county_once(catalog: Catalog) -> None:
    assert [hit.id for hit in search(catalog, "01370").hits] == ["shelburne", "buckland"]
    deaths = [h.selection.place for h in search(catalog, "01370 opioid deaths").hits if h.question == "opioid-deaths"]
    assert deaths[:2] == ["shelburne", "buckland"]
    diabetes = [h.selection.place for h in search(catalog, "diabetes 01370").hits if h.question == "diabetes"]
    assert diabetes == ["franklin-county"], "one figure for both"
    for words in ("01370 overdose deaths", "01370 moms", "01370 black"):
        assert all(h.place for h in search(catalog, words).hits), words


@pytest.mark.parametrize(
    ("words", "code"), [("10001", "10001"), ("01999", "01999"), ("10001 diabetes", "10001"), ("zip 99999", "99999")]
)
def test_a_zip_code_that_no_place_here_has_is_told_from_an_unknown_name(
    catalog: Catalog, words: str, code: str
) -> None:
    found = search(catalog, words)
    assert (found.sure, found.unknown_zip) == (False, code)
    assert found.hits


@pytest.mark.parametrize("words", ["0230", "023011", "2301", "1-02301", "02301-12"])
def test_what_is_no_zip_code_is_not_taken_for_one(catalog: Catalog, words: str) -> None:
    assert not search(catalog, words).unknown_zip
    assert not any(hit.within for hit in search(catalog, words).hits)


def test_one_question_is_one_hit(catalog: Catalog) -> None:
    for words, _ in (*PHRASES, *TYPED):
        hits = [h for h in search(catalog, words).hits if h.kind == "indicator" and not h.second]
        assert len({h.question for h in hits}) == len(hits), words
        assert all(h.id in catalog.questions[h.question].indicators for h in hits)


@pytest.mark.parametrize(
    ("words", "indicator", "place", "other"),
    [
        ("holyoke springfield", "opioid_overdose_deaths", "holyoke", "springfield"),
        ("overdose holyoke springfield", "opioid_overdose_deaths", "holyoke", "springfield"),
        (
            "diabetes in hampden and suffolk county",
            "diabetes_prevalence_age_adjusted",
            "hampden-county",
            "suffolk-county",
        ),
    ],
)
def test_two_places_are_compared(catalog: Catalog, words: str, indicator: str, place: str, other: str) -> None:
    opened = best(catalog, words).selection
    assert (opened.indicator, opened.place, opened.compare_with, opened.view) == (indicator, place, other, "compare")


def test_a_place_and_words_open_a_version_that_is_published_for_the_place(catalog: Catalog) -> None:
    brockton = best(catalog, "brockton overdose").selection
    assert (brockton.indicator, brockton.place) == ("opioid_overdose_deaths", "brockton")
    boston = best(catalog, "preterm birth boston").selection
    assert (boston.indicator, boston.place) == ("preterm_birth_boston", "boston")
    survey = best(catalog, "black diabetes").selection
    assert (survey.indicator, survey.group) == ("diabetes_prevalence_ahr", "black_nh")


# A town, and what the question opens: the indicator, the level, the place.
AT_A_PLACE = (
    ("opioid deaths woburn", "opioid_overdose_deaths", "municipality", "woburn"),
    ("opiod deaths wooburn", "opioid_overdose_deaths", "municipality", "woburn"),
    ("diabetes lawrence", "diabetes_prevalence_age_adjusted", "county", "essex-county"),
    ("diabetis in worchester", "diabetes_prevalence_age_adjusted", "county", "worcester-county"),
    ("infant mortality essex", "infant_mortality", "county", "essex-county"),
    ("drug overdose suffolk county", "drug_overdose_deaths", "county", "suffolk-county"),
    ("high blood pressure cape cod", "high_blood_pressure_prevalence_age_adjusted", "county", "barnstable-county"),
    ("stroke deaths boston", "stroke_mortality", "state", ""),
    ("low birthweight in boston", "low_birthweight_boston", "municipality", "boston"),
    ("diabetes in massachusetts", "diabetes_prevalence_ahr", "state", ""),
    ("opioid overdose deaths metro west region", "opioid_overdose_deaths", "eohhs_region", "metro-west-region"),
)


@pytest.mark.parametrize(("words", "indicator", "level", "place"), AT_A_PLACE, ids=[row[0] for row in AT_A_PLACE])
def test_an_indicator_and_a_place_open_the_indicator_at_the_best_level_of_the_place(
    catalog: Catalog, words: str, indicator: str, level: str, place: str
) -> None:
    hit = best(catalog, words)
    opened = hit.selection
    assert (opened.indicator, opened.level, opened.place) == (indicator, level, place)
    assert opened.group == "overall", "nobody asked for a group"


def test_a_hit_knows_that_the_place_it_opens_is_not_the_one_that_was_named(catalog: Catalog) -> None:
    hit = best(catalog, "diabetes lawrence")
    assert (hit.place, hit.selection.place) == ("lawrence", "essex-county")
    own = best(catalog, "opioid deaths woburn")
    assert own.place == own.selection.place == "woburn"


@pytest.mark.parametrize(
    ("words", "indicator", "group"),
    [
        ("black infant deaths", "infant_mortality", "black_nh"),
        ("blak maternal mortality", "maternal_mortality", "black_nh"),
        ("african american life expectancy", "life_expectancy", "black_nh"),
        ("latino overdose deaths", "drug_overdose_deaths", "hispanic"),
        ("hispanic women heart disease", "heart_disease_mortality", "hispanic_female"),
        ("american indian overdose deaths", "drug_overdose_deaths", "aian_nh"),
    ],
)
def test_a_group_that_is_named_is_chosen_where_it_is_published(
    catalog: Catalog, words: str, indicator: str, group: str
) -> None:
    hit = best(catalog, words)
    assert (hit.id, hit.group, hit.selection.group, hit.lost) == (indicator, group, group, "")


def test_a_group_without_figures_in_any_version_is_said_to_be_lost(catalog: Catalog) -> None:
    hit = best(catalog, "black stroke deaths")
    assert "race_ethnicity" not in catalog.dimensions("stroke_mortality", "state")
    assert (hit.id, hit.lost, hit.group, hit.selection.group) == ("stroke_mortality", "black_nh", "", "overall")
    assert best(catalog, "black maternal mortality").id == "maternal_mortality", "the version that has the group"


def test_a_level_a_division_and_a_year_can_be_named(catalog: Catalog) -> None:
    by_town = next(h for h in search(catalog, "opioid overdose deaths by town").hits if h.kind == "indicator")
    assert (by_town.id, by_town.selection.level) == ("opioid_overdose_deaths", "municipality")
    by_education = best(catalog, "low birthweight by education")
    assert (by_education.id, by_education.selection.breakdown) == ("low_birthweight", "education")
    assert best(catalog, "opioid overdose deaths 2015").selection.period.slug == "2015"
    assert best(catalog, "opioid overdose deaths 1850").selection.period.slug == "2018", "no figures: the latest"


def test_an_exact_name_of_a_place_comes_before_indicators_that_name_it(catalog: Catalog) -> None:
    hits = search(catalog, "boston").hits
    assert [hit.id for hit in hits[:2]] == ["boston", "boston-region"]
    assert any(hit.kind == "indicator" for hit in hits)


# What is kept of the view in hand

HERE = {"indicator": "drug_overdose_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh",
        "period": "2021-2023", "view": "groups"}  # fmt: skip


def test_choosing_a_place_keeps_the_indicator_the_group_the_period_and_the_view(catalog: Catalog) -> None:
    opened = best(catalog, "hampden", **HERE).selection
    assert opened.parameters() == {**HERE, "place": "hampden-county"}


def test_choosing_a_town_opens_its_county_where_the_indicator_stops_at_counties(catalog: Catalog) -> None:
    hit = best(catalog, "wooburn", **HERE)
    assert (hit.id, hit.selection.indicator) == ("woburn", "drug_overdose_deaths")
    assert (hit.selection.level, hit.selection.place) == ("county", "middlesex-county")


def test_choosing_a_town_opens_an_indicator_that_has_towns_where_the_one_in_view_is_the_states_only(
    catalog: Catalog,
) -> None:
    opened = best(catalog, "woburn", indicator="stroke_mortality").selection
    assert (opened.indicator, opened.place) == ("opioid_overdose_deaths", "woburn")


def test_choosing_an_indicator_keeps_the_place_and_the_level_where_it_has_them(catalog: Catalog) -> None:
    here = {**HERE, "place": "hampden-county"}
    kept = best(catalog, "infant mortality", **here).selection
    assert (kept.level, kept.place, kept.view) == ("county", "hampden-county", "groups")
    woburn = {"indicator": "opioid_overdose_deaths", "level": "municipality", "place": "woburn"}
    wider = best(catalog, "diabetes", **woburn).selection
    assert (wider.level, wider.place) == ("county", "middlesex-county"), "the county that Woburn is in"


def test_of_places_of_one_name_that_of_the_level_in_view_comes_first(catalog: Catalog) -> None:
    assert best(catalog, "franklin").id == "franklin"
    assert best(catalog, "franklin", **HERE).id == "franklin-county"


def test_a_kind_can_be_asked_for_alone(catalog: Catalog) -> None:
    assert {hit.kind for hit in search(catalog, "essex", kinds=("place",)).hits} == {"place"}
    assert {hit.kind for hit in search(catalog, "zzzzzz", kinds=("place",)).hits} == {"place"}


def test_the_language_of_the_address_stays(catalog: Catalog) -> None:
    assert best(catalog, "diabetes", lang="es").selection.language == "es"


# What holds for everything

_PIECES = (
    "deaths", "by", "race", "in", "of", "&", "#", "'", "%", "_", "2019", "county", "town", "black", "women", "opiod",
    "worchester", "infant", "heart", "n.", "s", "--", "é", "ñ", "東京",
)  # fmt: skip


def _sound(catalog: Catalog, words: str, **here: str) -> None:
    found = search(catalog, words, here=here)
    assert found.hits, words
    for hit in found.hits:
        asked, notices = parse_query(hit.selection.parameters(), catalog)
        assert (asked, notices) == (hit.selection, ()), (words, hit)
        assert hit.title
        assert catalog.covered(hit.selection.indicator)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(_PIECES), max_size=6).map(" ".join)))
def test_any_text_gives_hits_that_open_what_they_say(catalog: Catalog, words: str) -> None:
    _sound(catalog, words)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.sampled_from([words for words, *_ in (*TYPED, *AT_A_PLACE)]),
    here=st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=20), max_size=4),
)
def test_any_address_in_view_gives_hits_that_open_what_they_say(
    catalog: Catalog, words: str, here: dict[str, str]
) -> None:
    _sound(catalog, words, **here)


@pytest.mark.parametrize("words", ["", "   ", "!!!", "xqzzv", "東京", "a", "/" * 500])
def test_what_cannot_be_found_is_answered_by_the_topics_and_known_not_to_be_found(catalog: Catalog, words: str) -> None:
    found = search(catalog, words)
    assert not found.sure
    assert {hit.id for hit in found.hits if hit.kind == "topic"} == set(TOPICS)


def test_every_indicator_and_every_place_is_first_by_its_own_name(catalog: Catalog) -> None:
    for question in catalog.questions.values():
        assert question.id in [h.question for h in search(catalog, question.name).hits[:2]], question.name
    names = [*(i.title for i in catalog.indicators.values()), *(q.name for q in catalog.questions.values())]
    alike = Counter(frozenset(words_of(name)) for name in names)
    for indicator in catalog.indicators.values():
        hits = search(catalog, indicator.title).hits[:2]
        assert catalog.question_of[indicator.id].id in [h.question for h in hits], indicator.title
        if alike[frozenset(words_of(indicator.title))] == 1:
            assert indicator.id in [h.id for h in hits], indicator.title
    for place in catalog.places.values():
        names = [hit.title for hit in search(catalog, place.name).hits[:2]]
        assert place.name in names, (place.name, names)


def test_one_slip_in_a_towns_name_still_finds_the_town(catalog: Catalog) -> None:
    towns = [place for place in catalog.places_of("municipality") if len(place.name) >= 7 and " " not in place.name]
    missed = []
    for town in towns:
        middle = len(town.name) // 2
        slip = town.name[:middle] + town.name[middle + 1 :]  # the letter in the middle is left out
        if town.slug not in [hit.id for hit in search(catalog, slip).hits]:
            missed.append((slip, town.name))
    assert len(towns) > 150
    assert missed == []


# The table of other words


def test_every_target_of_a_synonym_exists() -> None:
    table = synonyms()
    indicators = read_indicators(ROOT / "data" / "indicators")
    assert {i for targets in table["indicators"].values() for i in targets} <= set(indicators)
    assert set(table["topics"].values()) <= set(TOPICS)
    assert {group for ids in table["groups"].values() for group in ids} <= set(GROUPS)
    assert set(LEADS) == set(TOPICS)
    assert set(LEADS.values()) <= set(indicators)


def test_every_place_a_synonym_names_exists_and_is_found_by_it(catalog: Catalog) -> None:
    for text, slug in synonyms()["places"].items():
        assert slug in catalog.by_slug, text
        assert slug in [hit.id for hit in search(catalog, text).hits], text


def test_no_synonym_says_what_another_one_does() -> None:
    for part in synonyms().values():
        said = [words_of(text) for text in part]
        assert len(said) == len(set(said)), sorted(w for w in said if said.count(w) > 1)


# What is published where


def test_what_is_available_is_what_the_coverage_says(catalog: Catalog) -> None:
    for indicator in catalog.indicators:
        rows = catalog.covered(indicator)
        have = available(catalog, indicator)
        assert tuple(at.level for at in have) == tuple(lv for lv in LEVELS if any(r.level == lv for r in rows))
        for at in have:
            own = [row for row in rows if row.level == at.level]
            assert at.latest.end == max(row.period.end for row in own)
            assert at.shown == max(row.shown for row in own)
            assert set(at.dimensions) == {row.dimension for row in own}


def test_the_nearest_indicator_of_a_level_has_figures_for_most_of_its_places(catalog: Catalog) -> None:
    assert nearest_at(catalog, "drug_overdose_deaths", "municipality") == "opioid_overdose_deaths"
    assert nearest_at(catalog, "diabetes_prevalence", "municipality") == "", "no town has a figure of diabetes"
    for indicator in catalog.indicators.values():
        near = nearest_at(catalog, indicator.id, "county")
        if near:
            other = catalog.indicators[near]
            at = next(a for a in available(catalog, near) if a.level == "county")
            assert (other.topic, other.measure) == (indicator.topic, indicator.measure)
            assert at.shown * 2 >= at.places
