"""Languages: nothing a reader sees is left out of the catalogues, and every catalogue is whole and keeps its values."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import write_po
from babel.support import NullTranslations

from components.figures.descriptions import reading, title
from components.formatting.numbers import format_number
from components.page.notes import BOUNDARIES
from components.page.shell import NAME
from components.views.page import parts
from components.views.registry import view_of
from data import language
from data.catalog.models import Catalog
from data.errors import InputError
from data.language import LANGUAGES, day, gettext, month, separators, use_language
from data.pipeline import message_extraction as catalogues
from data.pipeline.message_extraction import ROOMS, calls, catalogue_of, definition_messages, lacking, messages
from data.query.answers import Answers
from data.query.connection import Database
from data.settings import ROOT
from data.vocabulary import LEVEL_WORDS, Period
from tests.components.reading import TAG, components, drawn_figures, figure_texts, text
from tests.questions import Asked, sampled

pytestmark = pytest.mark.slow

every_message = cache(messages)
"""They are gathered from every file of the program, which takes seconds."""
OTHERS = [code for code in LANGUAGES if code != "en"]
PARTS = re.compile(r"(, |(?<=[.!?]) )")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[A-Za-z]{2,}")


class Marking(NullTranslations):
    """A catalogue that marks what goes through it; what is seen without a mark was never given to a catalogue.

    Each sentence, and each part between commas, has a mark of its own, as one that was said already is left out.
    """

    def gettext(self, message: str) -> str:
        return PARTS.sub(r"⟧\1⟦", f"⟦{message}⟧")

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)


@pytest.fixture
def marking(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(language, "catalogue", lambda code: Marking())
    forget_words()
    with use_language("es"):
        yield
    forget_words()


def forget_words() -> None:
    """What was written once for all who read a language is written anew."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("components", "data", "pages"):
            for function in list(vars(module).values()):
                if isinstance(function, type(lru_cache(lambda: None))):
                    function.cache_clear()


def visible(content: object) -> str:
    """Everything a reader sees or hears of a page: its words, names of controls, and the texts of its figures."""
    said = [text(content), *re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', fragments(content))]
    for part in components(content):
        own = part.to_plotly_json()["props"]
        said += [str(own[name]) for name in ("aria-label", "title", "placeholder", "alt") if own.get(name)]
    for figure in drawn_figures(content):
        said += [TAG.sub(" ", words) for words in figure_texts(figure)]
    return "\n".join(said)


def fragments(content: object) -> str:
    return "\n".join(unescape(part.to_plotly_json()["props"].get("data-fragment", "")) for part in components(content))


def names(catalog: Catalog) -> tuple[str, ...]:
    """Names of places, publishers and their tables, and their own words, longest first: nothing to translate."""
    found = {NAME, BOUNDARIES} | {p.name for p in catalog.places.values()}
    found |= {p.short_name for p in catalog.places.values()}
    for source in catalog.sources.values():
        found |= {source.title, source.publisher, source.release, source.short, source.citation}
        found |= {f"“{word}”" for word in (source.race.words if source.race else ())}
    found |= {month(number) for number in range(1, 13)}
    found |= {target.programme for i in catalog.indicators.values() for target in i.targets}
    return tuple(sorted(found, key=len, reverse=True))


def unmarked(said: str, names: Iterable[str]) -> list[str]:
    """Words that no catalogue was asked for, but for names. Marks go first: hundreds of names are then looked for in
    what little is left."""
    while MARKED.search(said):
        said = MARKED.sub(" ", said)
    for name in names:
        said = said.replace(name, " ")
    return WORD.findall(said)


def test_nothing_a_reader_sees_is_left_out_of_the_catalogues(published: Path, marking: None) -> None:
    answers = Answers(Database(published))
    untranslated = names(answers.catalog)
    left: dict[str, str] = {}
    for question in sampled(answers.catalog, 60):
        answer = answers.to(replace(question, language="es"))
        seen = visible([part for name, part in parts(answer, (), "/explore").items() if name != "view"])
        for word in unmarked(seen, untranslated):
            left.setdefault(word, answer.selection.query())
    assert left == {}


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_every_message_and_none_besides(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A definition may wait for its translator: it is shown in English, and `python -m data messages` counts it."""
    monkeypatch.setattr(catalogues, "messages", every_message)
    defined = set(definition_messages())
    assert [message for message in lacking(code) if message not in defined] == []
    known = {m.id if isinstance(m.id, str) else tuple(m.id) for m in catalogue_of(code) if m.id}
    assert known == set(every_message())


@pytest.mark.parametrize("code", OTHERS)
def test_translations_keep_the_values_and_what_is_bold(code: str) -> None:
    for message in catalogue_of(code):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        for said in [message.string] if isinstance(message.string, str) else message.string:
            assert values(said) == values(ids[-1]), ids[-1]
            assert said.count("**") == ids[-1].count("**"), ids[-1]
            assert said == said.strip(), ids[-1]


def values(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("code", OTHERS)
def test_a_unit_names_the_people_as_sentences_do(ask_published: Asked, code: str) -> None:
    """A group takes the place of the people in the unit: "per 100,000 residents" becomes that of Black residents."""
    with use_language(code):
        told = ask_published.answers.catalog
    for indicator in ask_published.catalog.indicators.values():
        other = told.indicators[indicator.id]
        if indicator.words.people in indicator.unit:
            assert other.words.people in other.unit, indicator.id
        if indicator.unit.startswith("per "):
            with use_language(code):
                assert other.unit.startswith(f"{gettext('per')} "), indicator.id


def test_the_first_finding_in_three_languages(ask_published: Asked) -> None:
    """54.1 against 36.3, as in English; a comma and a point change places in Portuguese."""
    asked = {"indicator": "drug_overdose_deaths", "level": "state", "group": "black_nh", "period": "2021-2023",
             "view": "map"}  # fmt: skip
    answers = [ask_published(**asked, lang=code) for code in LANGUAGES]
    titles = []
    for answer, code in zip(answers, LANGUAGES, strict=True):
        with use_language(code):
            titles.append(title(answer))
            assert ("54,1" if code == "pt" else "54.1") in reading(answer)[0]
    assert titles == [
        "Black residents die of overdose at 1.5 times the state rate, 2021–23",
        "Los residentes de raza negra mueren por sobredosis con una tasa que es 1.5 veces la del estado, 2021–23",
        "Os residentes de raça negra morrem por overdose a uma taxa que é 1,5 vezes a do estado, 2021–23",
    ]
    assert len(set(titles)) == 3


def test_plural_rules_are_the_language_s_own() -> None:
    with use_language("es"):
        assert LEVEL_WORDS["county"].counted(1, "1") == "1 condado"
        assert LEVEL_WORDS["county"].counted(2, "2") == "2 condados"
    with use_language("pt"):
        assert format_number(1234.5, 1) == "1.234,5"
        assert Period.parse("2025-04").label == "abril de 2025"
    with use_language("xx"):
        assert gettext("Map") == "Map"


def test_a_word_that_is_no_language_is_answered_in_english(ask_published: Asked) -> None:
    selection, notices = ask_published.parse(indicator="drug_overdose_deaths", lang="klingon")
    assert selection.language == "en"
    assert notices == ("“klingon” is not a language we have. Showing English instead.",)


def test_every_message_is_written_where_it_is_said() -> None:
    """A message in a variable is not found when catalogues are gathered; only what reads definitions may do that."""
    readers = {"language.py", "translation.py", "vocabulary.py"}
    hidden = [
        (path.name, call.lineno)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if path.name not in readers
        for call in calls(path)
        if not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert hidden == []


PLANNED = {"ht": "Kreyòl Ayisyen", "kea": "Kabuverdianu", "vi": "Tiếng Việt", "zh-Hans": "中文"}


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of catalogues of its own, with none in it."""
    for module in (language, catalogues):
        monkeypatch.setattr(module, "LOCALES", tmp_path)
    monkeypatch.setattr(catalogues, "messages", every_message)
    return tmp_path


@pytest.mark.parametrize("code", PLANNED)
def test_another_language_is_a_catalogue_and_nothing_else(elsewhere: Path, code: str) -> None:
    catalogues.begin(code)
    assert language.languages(elsewhere) == {"en": "English", code: PLANNED[code]}
    assert set(lacking(code)) == set(every_message()), "nothing is translated, and each message is there to be"
    own = catalogue_of(code)
    own.get("Sources").string = "⟦Sources⟧"
    with (elsewhere / f"{code}.po").open("wb") as file:
        write_po(file, own)
    language.catalogue.cache_clear()
    with use_language(code):
        assert gettext("Sources") == "⟦Sources⟧"
        assert gettext("Loading…") == "Loading…", "what has no words yet is said in English"
        assert month(3)
        assert separators() in {(",", "."), (".", ","), (",", "\u00a0"), (",", "\u202f")}
        assert str(2026) in day(date(2026, 3, 14))
    language.catalogue.cache_clear()


def test_a_code_that_is_no_language_is_said_and_nothing_is_written(elsewhere: Path) -> None:
    for code in ("klingon-9", "xx", "../ht"):
        with pytest.raises(InputError, match="is no code of a language"):
            catalogues.begin(code)
    with pytest.raises(InputError, match="is there already"):
        catalogues.begin("en")
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "one", "several"),
    [("es", "en la Región Sureste", "las regiones Noreste y Sureste"),
     ("pt", "na Região Sudeste", "nas regiões Nordeste e Sudeste")],
)  # fmt: skip
def test_a_region_has_its_article_and_in_a_list_its_translated_name(
    ask_published: Asked, code: str, one: str, several: str
) -> None:
    words = {"indicator": "opioid_overdose_deaths", "level": "eohhs_region", "period": "2017", "lang": code}
    with use_language(code):
        beside = ask_published(**words, view="compare")
        assert one in view_of(beside).title(beside)
        over = ask_published(**words, view="map")
        assert several in view_of(over).title(over)
