"""Grammar: articles, contractions and capitals of Spanish and Portuguese, whoever writes the sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from components.formatting.nouns import people, people_of
from data.catalog.models import Catalog
from data.grammar import Name, filled, joined_words, with_article
from data.language import use_language
from data.settings import ROOT
from tests.questions import Asked


@pytest.mark.parametrize(
    ("phrase", "code", "form", "said"),
    [
        ("adultos", "es", "the", "los adultos"),
        ("personas de raza negra en Medicare", "es", "the", "las personas de raza negra en Medicare"),
        ("Tasa de mortalidad", "es", "the", "la tasa de mortalidad"),
        ("porcentaje con asma", "es", "the", "el porcentaje con asma"),
        ("días de mala salud", "es", "the", "los días de mala salud"),
        ("mulheres", "pt", "all", "todas as mulheres"),
        ("bebês", "pt", "the", "os bebês"),
        ("todos los adultos", "es", "the", "todos los adultos"),
        ("adults", "en", "the", "adults"),
        ("mujeres de origen hispano", "es", "those", "las de origen hispano"),
        ("residentes de origem hispânica", "pt", "those", "os de origem hispânica"),
        ("hombres y niños de raza negra", "es", "those", "los hombres y niños de raza negra"),
        ("adultos", "es", "those", "los adultos"),
    ],
)
def test_a_noun_takes_the_article_of_its_gender_and_number(phrase: str, code: str, form: str, said: str) -> None:
    assert with_article(phrase, code, form) == said


@pytest.mark.parametrize(
    ("sentence", "code", "said"),
    [
        ("mayor en Condado de Hampden", "es", "mayor en el condado de Hampden"),
        ("la tasa de Condado de Essex", "es", "la tasa del condado de Essex"),
        ("Condado de Essex: 12", "es", "Condado de Essex: 12"),
        ("mais alta em Condado de Hampden", "pt", "mais alta no condado de Hampden"),
        ("fentanilo y inseguridad", "es", "fentanilo e inseguridad"),
        ("agua y hierro", "es", "agua y hierro"),
        ("mujeres o hombres", "es", "mujeres u hombres"),
        ("en los grupos De origen asiático, De raza negra y De raza blanca", "es",
         "en los grupos de origen asiático, de raza negra y de raza blanca"),
        ("12% de os adultos", "pt", "12% dos adultos"),
        ("de 18 a 44 anos", "pt", "de 18 a 44 anos"),
    ],
)  # fmt: skip
def test_words_join_as_they_are_said(sentence: str, code: str, said: str) -> None:
    assert joined_words(sentence, code) == said


def test_a_place_has_no_article_but_for_its_county() -> None:
    for name, said in (("Massachusetts", "con Massachusetts"), ("Condado de Essex", "con el condado de Essex")):
        assert filled("con {other:the}", "es", {"other": Name(name)}) == said


def test_a_translation_asks_for_an_article_and_english_has_none() -> None:
    values = {"value": "19.0%", "people": "adultos"}
    assert filled("El {value} de {people:the}", "es", values) == "El 19.0% de los adultos"
    assert filled("{value} of {people}", "en", values) == "19.0% of adultos"


def said(catalog: Catalog, group: str, indicator: str) -> str:
    return people(group, catalog.indicators[indicator])


def test_a_group_stands_on_the_noun_it_belongs_to(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    assert said(catalog, "female", "asthma_ahr") == "women"
    assert said(catalog, "age_65_plus", "asthma_ahr") == "adults 65 and older"
    assert said(catalog, "other", "asthma_ahr") == "adults of another race"
    assert said(catalog, "college_degree", "low_birthweight") == "infants of mothers with a college degree"
    assert people_of(("asian_nh", "black_nh"), catalog.indicators["asthma_ahr"]) == "Asian and Black adults"
    mixed = people_of(("black_nh", "white_nh", "other"), catalog.indicators["asthma_ahr"])
    assert mixed == "Black and White adults and adults of another race"


def test_every_phrase_of_people_has_at_most_one_noun_for_the_group(ask_published: Asked) -> None:
    for code in ("en", "es", "pt"):
        with use_language(code):
            for indicator in ask_published.answers.catalog.indicators.values():
                for phrase in (indicator.words.phrase, indicator.words.grouped):
                    assert phrase.count("[") == phrase.count("]") <= 1, (code, indicator.id)


def test_grammar_is_of_languages_there_are() -> None:
    assert {path.stem for path in Path(ROOT / "data/locales").glob("*.po")} >= {"es", "pt"}
