"""Questions read from data/questions, checked against the indicators.

An indicator that no question names is a question by itself, so that adding an indicator stays one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from data.catalog.fields import define, read_toml
from data.catalog.models import Indicator
from data.catalog.questions import Question, Version
from data.errors import DefinitionError


def read_questions(folder: Path, indicators: Mapping[str, Indicator]) -> dict[str, Question]:
    """All questions by id: those of a folder, the id being the file's name, and one for each indicator that none names.

    Raises DefinitionError, naming the file, when one is malformed, names what is no indicator or one of another topic,
    or names an indicator that is named already, or when its id is that of an indicator that is a question by itself.
    """
    questions: dict[str, Question] = {}
    file_by_indicator: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        question = define(Question, path, {"id": path.stem, **read_toml(path)})
        for indicator in question.indicators:
            if indicator not in indicators:
                raise DefinitionError(f"{path.name}: “{indicator}” is not an indicator of data/indicators")
            if indicators[indicator].topic != question.topic:
                raise DefinitionError(
                    f"{path.name}: “{indicator}” is of the topic {indicators[indicator].topic}, not {question.topic}"
                )
            if indicator in file_by_indicator:
                raise DefinitionError(
                    f"{path.name}: “{indicator}” is a version in {file_by_indicator[indicator]} already: an indicator "
                    "answers one question"
                )
            file_by_indicator[indicator] = path.name
        questions[question.id] = question
    alone = [by_itself(i) for i in indicators.values() if i.id not in file_by_indicator]
    for question in alone:
        if question.id in questions:
            raise DefinitionError(
                f"{question.id}.toml: the indicator “{question.indicators[0]}” has the same name and is no version of "
                "any question: name it in one, or give the file another name"
            )
    return questions | {question.id: question for question in alone}


def by_itself(indicator: Indicator) -> Question:
    """The question of an indicator that no question names: it has the indicator's own words."""
    return Question(
        id=indicator.id.replace("_", "-"),
        name=indicator.title,
        topic=indicator.topic,
        counts=indicator.definition,
        versions=(
            Version(indicator=indicator.id, name=indicator.title, differs=indicator.definition, use=indicator.title),
        ),
    )


def kept_versions(questions: Iterable[Question], indicators: Iterable[str]) -> dict[str, Question]:
    """Questions without the versions whose indicator is left out, as for its licence; those with none are gone."""
    left, remaining = set(indicators), {}
    for question in questions:
        versions = tuple(version for version in question.versions if version.indicator in left)
        if versions:
            remaining[question.id] = question.model_copy(update={"versions": versions})
    return remaining
