"""An address that mail, a document or a person changed on its way asks what it asked before."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.language import LANGUAGES, known_language, language_of
from data.query.selection import Selection
from data.query.url import parse_query
from data.query.url_parameters import KNOWN, LONGEST, plain_query, read_query, read_words, shortened
from tests.mangling import mangled
from tests.questions import Asked, sampled

stable = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
QUERIES = st.text("abl=&;%20523#?+ampindcator38–“)\u00a0é\x00", max_size=60) | st.text(max_size=40)
OTHERS = st.dictionaries(st.sampled_from(["utm_source", "fbclid", "x"]), st.text("a;&. %é“)", min_size=1), max_size=3)


@pytest.fixture(scope="module")
def questions(ask_published: Asked) -> list[Selection]:
    """Questions of every indicator, and others."""
    return sampled(ask_published.catalog, 400)


@settings(stable, max_examples=1000)
@given(data=st.data())
def test_an_address_mangled_by_mail_asks_what_the_clean_one_asks(
    ask_published: Asked, questions: list[Selection], data: st.DataObject
) -> None:
    catalog = ask_published.catalog
    question = data.draw(st.sampled_from(questions))
    extra = data.draw(st.sampled_from(({}, {"lang": "es"}, {"lang": "pt"}, {"classes": "period"})))
    clean = {**question.parameters(), **extra}
    expected = parse_query(clean, catalog)
    assert expected[1] == ()
    query = data.draw(mangled(clean))
    assert parse_query(read_query(query), catalog) == expected, query
    assert parse_query(read_query(f"?{query}"), catalog) == expected, query
    # Where the address is put right, it is the clean one, and stays as it is.
    right = plain_query(query)
    assert parse_query(dict(parse_qsl(right)), catalog) == expected, right
    assert plain_query(right) == right


@settings(stable, max_examples=2000)
@given(query=QUERIES)
def test_any_text_can_be_read_and_putting_it_right_changes_nothing_it_says(query: str) -> None:
    words = read_query(query)
    assert set(words) <= set(KNOWN)
    assert all(words.values())
    right = plain_query(query)
    assert read_query(right) == words
    assert plain_query(right) == right


@settings(stable, max_examples=300)
@given(words=OTHERS)
def test_words_that_are_not_ours_stay_as_they_are(words: dict[str, str]) -> None:
    query = urlencode({**words, "level": "county"})
    assert plain_query(query) == query
    assert read_query(query)["level"] == "county"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2018–2020", "2018-2020"), ("2018 – 2020", "2018-2020"), ("2018 - 2020", "2018-2020"),
        ("2018 to 2020", "2018-2020"), ("2018 a 2020", "2018-2020"), ("2018—2020", "2018-2020"),
        ("2018–20", "2018-2020"), ("2024-05 – 2025-04", "2024-05_2025-04"), ("2024-05_2025-04", "2024-05_2025-04"),
        ("2018-10", "2018-10"), ("2018–10", "2018-10"), ("2018", "2018"), ("last year", "last year"),
    ],
)  # fmt: skip
def test_a_period_is_read_as_the_site_prints_it(written: str, meant: str) -> None:
    assert read_words({"period": written}) == {"period": meant}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (["county", "state"], "state"), (["county", ""], "county"), (["", "county"], "county"), ("county).", "county"),
        ("“county”", "county"), ("(county)", "(county)"), ("<script>", "<script>"), ("county>", "county"),
    ],
)  # fmt: skip
def test_a_word_said_twice_or_with_signs_around_it_is_read_one_way(said: str | list[str], meant: str) -> None:
    assert read_words({"level": said}) == {"level": meant}
    several = [said] if isinstance(said, str) else said
    assert read_query(urlencode([("level", one) for one in several])) == {"level": meant}


def test_what_is_typed_into_the_search_keeps_its_signs() -> None:
    assert read_query("q=%22low+birth%22+%28%25%29.&lang=es") == {"q": '"low birth" (%).', "lang": "es"}
    assert read_query("q=50%2525") == {"q": "50%25"}


def test_a_word_is_matched_in_any_case_without_a_notice_that_denies_it(ask: Asked) -> None:
    words = {"indicator": "example_deaths", "level": "county", "group": "black_nh", "place": "suffolk-county"}
    words |= {"period": "2021-2023", "view": "groups", "reference": "white_nh", "by": "race_ethnicity"}
    shouted = {name: word.upper() for name, word in words.items()}
    assert parse_query(shouted, ask.catalog) == parse_query(words, ask.catalog)
    assert parse_query(shouted, ask.catalog)[1] == ()
    assert ask.parse(indicator="example_deaths", place="Suffolk County")[0].place == "suffolk-county"


def test_of_a_long_word_sixty_letters_are_repeated(ask: Asked) -> None:
    """Whatever word it is: the notice is on the page, in the files and in the live region."""
    long = "y" * 4000
    said = dict.fromkeys(("indicator", "level", "place", "by", "group", "reference", "period", "view", "with"), long)
    said |= dict.fromkeys(("each", "classes", "lang", "kind"), long)
    _, notices = parse_query(said, ask.catalog)
    assert len(notices) >= 10
    assert all(f"“{'y' * LONGEST}…”" in notice for notice in notices)
    assert shortened("y" * LONGEST) == "y" * LONGEST


# Languages


@pytest.mark.parametrize(
    ("word", "code"),
    [("es", "es"), ("ES", "es"), ("es ", "es"), ("es-MX", "es"), ("es_419", "es"), ("PT", "pt"), ("pt-BR", "pt"),
     ("Español", "es"), ("en-US", "en"), (" EN", "en")],
)  # fmt: skip
def test_a_language_is_known_in_any_case_and_with_a_country(ask: Asked, word: str, code: str) -> None:
    assert language_of(word) == known_language(word) == code
    selection, notices = ask.parse(lang=word)
    assert (selection.language, notices) == (code, ())


@pytest.mark.parametrize(("word", "code"), [("esp", "es"), ("klingon", "en"), ("", "en"), ("-", "en"), ("x-es", "en")])
def test_another_word_for_a_language_is_the_nearest_and_the_question_has_the_same(
    ask: Asked, word: str, code: str
) -> None:
    assert known_language(word) is None
    assert language_of(word) == code
    assert ask.parse(lang=word)[0].language == code


@settings(stable, max_examples=500)
@given(word=st.text(max_size=12))
def test_what_is_spoken_and_what_is_asked_is_one_language(ask: Asked, word: str) -> None:
    assert ask.parse(lang=word)[0].language == language_of(word.strip()) in LANGUAGES
