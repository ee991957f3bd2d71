"""Ready-made briefings: which views tell of a focus area, and which of a place, by the choices the pages make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from components.views.gaps.rail import gap_words
from components.views.place.one_page import chosen_lines
from data.analysis.gap_views import GapView
from data.analysis.overview.overviews import AreaOverview, QuestionOverview
from data.analysis.profiles.profile_lines import Profile
from data.query.briefings.kept import KeptView, ViewPage
from data.query.selection import Answer

LINES, GAPS = 5, 2
"""Of a place: the lines farthest from the state, and the gaps between groups, each a view of its own."""


def area_views(area: AreaOverview) -> tuple[KeptView, ...]:
    """What the overview tells of a focus area, each finding as its view: the gap, where, over time; then the burden."""
    views = [view for told in area.questions for view in _question_views(told)]
    return (*views, _view("worst", {"topic": area.area.topic}))


def _question_views(told: QuestionOverview) -> Iterator[KeptView]:
    if told.by_race is not None:
        yield _gap(told.by_race)
    shown = told.farthest or told.places
    if shown is not None:
        yield _explore(shown)
    if told.trend is not None:
        yield _explore(told.trend)


def place_views(profile: Profile, gaps: Sequence[GapView]) -> tuple[KeptView, ...]:
    """The profile of a place, the lines on which it is farthest from the state, its gaps, and its burden."""
    slug = profile.place.slug
    lines = [_explore(line.answer) for line in chosen_lines(profile)[:LINES]]
    return (
        _view("place", {"place": slug}),
        *lines,
        *(_gap(gap) for gap in gaps[:GAPS]),
        _view("worst", {"place": slug}),
    )


def _explore(answer: Answer) -> KeptView:
    return _view("explore", answer.selection.parameters())


def _gap(view: GapView) -> KeptView:
    return _view("gaps", gap_words(view))


def _view(page: ViewPage, words: dict[str, str]) -> KeptView:
    # The language is the briefing's, not the view's.
    return KeptView(page=page, words={key: word for key, word in words.items() if key != "lang"})
