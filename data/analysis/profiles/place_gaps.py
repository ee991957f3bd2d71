"""The gaps by race and ethnicity of a place: for each question, what the page of gaps opens with there."""

from __future__ import annotations

from collections.abc import Mapping

from data.analysis.gap_selection import NameOf, gap_view
from data.analysis.gap_views import GapView, grouped_dimensions, grouped_levels
from data.analysis.profiles.place_profile import in_order
from data.catalog.models import Place
from data.catalog.questions import Question
from data.query.answers import Answers
from data.query.choices.versions import OLDER

RACE = "race_ethnicity"
_STATES = ("different", "not clear", "unreliable", "untested")


def place_gaps(answers: Answers, place: Place, language: str, name_of: NameOf) -> tuple[GapView, ...]:
    """The gaps of a place by race, clear ones first, then in the order of topics; what is of long ago is left out.

    Where a place has no figures by race of its own, the gap is that of the county or region that holds it, which the
    answer of the gap names. Raises DatabaseUnavailableError.
    """
    found = []
    for question in in_order(answers.catalog):
        gap = _gap(question, place, answers, {"by": RACE, "place": place.slug, "lang": language}, name_of)
        if gap is not None:
            found.append(gap)
    return tuple(sorted(found, key=_state))


def _state(gap: GapView) -> int:
    return _STATES.index(gap.pair.state) if gap.pair is not None else len(_STATES)


def _gap(
    question: Question, place: Place, answers: Answers, words: Mapping[str, str], name_of: NameOf
) -> GapView | None:
    """The gap by the first version that has one of the place itself, else of what holds it; None without any."""
    held: GapView | None = None
    for indicator in question.indicators:
        levels = [level for level in grouped_levels(answers.catalog, indicator) if level != "state"]
        if not any(RACE in grouped_dimensions(answers.catalog, indicator, level) for level in levels):
            continue
        gap = gap_view({**words, "indicator": indicator}, answers, name_of)
        is_told = gap.pair is not None and gap.answer.chosen and gap.answer.selection.breakdown == RACE
        if not is_told or gap.answer.selection.period.end.year < OLDER:
            continue
        if gap.answer.place.geo_id == place.geo_id:
            return gap
        held = held or gap
    return held
