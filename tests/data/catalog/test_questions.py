"""Questions: every indicator answers exactly one, the list is short, and a wrong file gets a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from data.catalog.models import read_indicators
from data.catalog.question_files import by_itself, kept_versions, read_questions
from data.catalog.questions import Question
from data.errors import DefinitionError
from data.pipeline.build import Inputs

INPUTS = Inputs()
INDICATORS = read_indicators(INPUTS.indicators)
QUESTIONS = read_questions(INPUTS.questions, INDICATORS)

MOST = 80
"""Questions in the list at most: a reader looks through as many, and no more."""

Write = Callable[[str, str], None]


def test_every_indicator_answers_exactly_one_question() -> None:
    times = Counter(indicator for question in QUESTIONS.values() for indicator in question.indicators)
    assert set(times) == set(INDICATORS)
    assert set(times.values()) == {1}


def test_the_list_is_short_and_no_two_of_its_names_are_alike() -> None:
    assert len(QUESTIONS) <= MOST
    assert len({question.name.casefold() for question in QUESTIONS.values()}) == len(QUESTIONS)
    assert {path.stem for path in INPUTS.questions.glob("*.toml")} == set(QUESTIONS), "none is by itself"


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_versions_are_told_apart(question: Question) -> None:
    versions = question.versions
    assert len({version.name.casefold() for version in versions}) == len(versions)


# Files written by hand. The indicators are real ones; what is said of them here is not.


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(name: str, text: str) -> None:
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")

    return to_file


def text_of(*indicators: str, topic: str = "cardiometabolic", more: str = "") -> str:
    versions = "".join(
        f'[[versions]]\nindicator = "{i}"\nname = "Version {i}"\ndiffers = "Differs."\nuse = "a test"\n{more}'
        for i in indicators
    )
    return f'name = "A test"\ntopic = "{topic}"\ncounts = "What is counted."\n{versions}'


def test_an_indicator_that_no_question_names_is_one_by_itself(tmp_path: Path, write: Write) -> None:
    write("high-sugar", text_of("diabetes_prevalence", "diabetes_prevalence_ahr"))
    questions = read_questions(tmp_path, INDICATORS)
    assert questions["high-sugar"].indicators == ("diabetes_prevalence", "diabetes_prevalence_ahr")
    assert len(questions) == 1 + len(INDICATORS) - 2
    assert questions["stroke-mortality"] == by_itself(INDICATORS["stroke_mortality"])
    assert questions["stroke-mortality"].name == INDICATORS["stroke_mortality"].title


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (text_of("diabetis"), "high-sugar.toml: “diabetis” is not an indicator of data/indicators"),
        (text_of("births"), "high-sugar.toml: “births” is of the topic maternal_infant, not cardiometabolic"),
        (text_of(), "high-sugar.toml: versions: Field required"),
        (text_of("births", topic="sport"), "high-sugar.toml: topic: “sport” is not a topic; known: maternal"),
        (text_of("births", more='note = "x"\n'), "high-sugar.toml: versions.0.note: Extra inputs are not permitted"),
        ("name = ", "high-sugar.toml: not valid TOML: "),
    ],
)
def test_a_wrong_file_gets_a_sentence(tmp_path: Path, write: Write, text: str, sentence: str) -> None:
    write("high-sugar", text)
    with pytest.raises(DefinitionError) as told:
        read_questions(tmp_path, INDICATORS)
    assert str(told.value).startswith(sentence)


def test_no_indicator_by_itself_takes_the_place_of_a_question_of_the_same_name(tmp_path: Path, write: Write) -> None:
    write("stroke-mortality", text_of("diabetes_prevalence"))
    with pytest.raises(DefinitionError) as told:
        read_questions(tmp_path, INDICATORS)
    assert str(told.value).startswith("stroke-mortality.toml: the indicator “stroke_mortality” has the same name")


def test_an_indicator_is_named_once(tmp_path: Path, write: Write) -> None:
    write("high-sugar", text_of("diabetes_prevalence"))
    write("sugar", text_of("diabetes_prevalence"))
    with pytest.raises(DefinitionError) as told:
        read_questions(tmp_path, INDICATORS)
    assert str(told.value) == (
        "sugar.toml: “diabetes_prevalence” is a version in high-sugar.toml already: an indicator answers one question"
    )


def test_versions_whose_indicator_is_left_out_are_gone_and_so_are_questions_without_any(
    tmp_path: Path, write: Write
) -> None:
    write("high-sugar", text_of("diabetes_prevalence", "diabetes_prevalence_ahr"))
    write("strokes", text_of("stroke_mortality"))
    questions = read_questions(tmp_path, INDICATORS)
    remaining = kept_versions(questions.values(), {"diabetes_prevalence_ahr"})
    assert {q.id: q.indicators for q in remaining.values()} == {"high-sugar": ("diabetes_prevalence_ahr",)}
