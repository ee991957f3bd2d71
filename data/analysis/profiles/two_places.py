"""Two places side by side: every question that both have a figure of, by the same measure and in the same period."""

from __future__ import annotations

from collections.abc import Iterator

from data.analysis.place_comparison import compare
from data.analysis.profiles.pair_lines import PairLine, TwoPlaces
from data.analysis.profiles.place_profile import in_order, line_of, told
from data.analysis.profiles.profile_lines import ProfileLine, Unknown
from data.catalog.models import Catalog, Place
from data.catalog.questions import Question
from data.query.answers import Answers
from data.query.selection import Selection
from data.query.url import settle
from data.vocabulary import ALL


def two_places(answers: Answers, first: Place, second: Place, language: str = "en") -> TwoPlaces:
    """Two places side by side, in a language. Raises DatabaseUnavailableError."""
    lines, shared, not_both = list[PairLine](), list[Question](), list[Question]()
    for question in in_order(answers.catalog):
        pair = _pair(question, first, second, answers, language)
        if pair is None:
            not_both.append(question)
        elif pair[0].row.geo_id == pair[1].row.geo_id:
            shared.append(question)
        else:
            lines.append(_compared(*pair, answers.catalog))
    return TwoPlaces(first, second, answers.catalog, tuple(lines), tuple(shared), tuple(not_both))


def _compared(one: ProfileLine, other: ProfileLine, catalog: Catalog) -> PairLine:
    """Each row is tested as what it is of: a county's as the county's."""
    first, second = (catalog.places[line.row.geo_id] for line in (one, other))
    return PairLine(one, other, compare(one.row, other.row, first, second, one.answer.indicator, catalog))


def _pair(
    question: Question, first: Place, second: Place, answers: Answers, language: str
) -> tuple[ProfileLine, ProfileLine] | None:
    """Lines of both by one measure and period: own ones before those of a county; None where there are none."""
    best: tuple[ProfileLine, ProfileLine] | None = None
    for one, other in _candidates(question, first, second, answers, language):
        if not _is_same_measure(one, other):
            continue
        if not (one.of_county or other.of_county):
            return one, other  # nothing that is still to be asked goes before it
        if best is None or _of_county(one, other) < _of_county(*best):
            best = one, other
    return best


def _of_county(*pair: ProfileLine) -> int:
    return sum(line.of_county for line in pair)


def _is_same_measure(one: ProfileLine, other: ProfileLine) -> bool:
    return (one.answer.indicator.id, one.row.period) == (other.answer.indicator.id, other.row.period)


def _candidates(
    question: Question, first: Place, second: Place, answers: Answers, language: str
) -> Iterator[tuple[ProfileLine, ProfileLine]]:
    """Pairs to choose from: as each opens, as one opens with the other beside it, and each version of the question."""
    one, other = (line_of(question, place, answers, language) for place in (first, second))
    if not isinstance(one, Unknown) and not isinstance(other, Unknown):
        yield one, other
    if not isinstance(one, Unknown):
        beside = line_at(one.answer.selection, question, second, answers)
        if beside is not None:
            yield one, beside
    if not isinstance(other, Unknown):
        beside = line_at(other.answer.selection, question, first, answers)
        if beside is not None:
            yield beside, other
    for indicator in question.indicators:
        words = {"indicator": indicator, "place": first.slug, "group": ALL, "view": "map", "lang": language}
        if all(answers.catalog.has_figures_for(indicator, p) for p in (first, second)):
            lead = told(question, answers.to(settle(words, answers.catalog)), first)
            beside = None if isinstance(lead, Unknown) else line_at(lead.answer.selection, question, second, answers)
            if not isinstance(lead, Unknown) and beside is not None:
                yield lead, beside


def line_at(selection: Selection, question: Question, place: Place, answers: Answers) -> ProfileLine | None:
    """The line of the same measure and period at another place; None where that has no figure of it.

    Raises DatabaseUnavailableError.
    """
    words = {
        **selection.parameters(), "level": place.level, "kind": place.kind, "place": place.slug, "asked": "",
        "group": ALL,
    }  # fmt: skip
    line = told(question, answers.to(settle(words, answers.catalog)), place)
    return None if isinstance(line, Unknown) else line
