"""The focus areas: each in brief at the head of the page, and in full with a card for each of its questions."""

from __future__ import annotations

from components.figures.descriptions import title
from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import aria, parse_periods
from components.page.paths import BRIEFING
from components.views.excess.view import ExcessView
from components.views.gaps.titles import gap_title
from components.views.overview.drawings import groups_chart, place_map
from components.views.overview.question_card import (
    closing_sentence,
    explore_address,
    gap_address,
    lives_link,
    question_address,
    question_card,
)
from components.views.overview.words import age_words, of_what
from data.analysis.overview.overviews import AreaOverview, Overview, QuestionOverview
from data.language import gettext, ngettext
from data.query.url_parameters import in_language
from data.vocabulary import TOPICS, Period


def in_brief(overview: Overview, lines: ExcessView) -> SafeHtml:
    """Every area in three lines: its widest gap, whether that is closing, and what it costs."""
    cards = [_brief(area, lines) for area in overview.areas]
    return html.Section(
        [html.H2(gettext("In brief"), className="visually-hidden"), *cards],
        className="overview-brief",
    )


def lead(area: AreaOverview) -> QuestionOverview:
    """The question an area is told by: the first whose groups clearly differ, else the first with a place that does."""
    for told in area.questions:
        if _differs(told):
            return told
    return next((told for told in area.questions if told.farthest is not None), area.questions[0])


def _brief(area: AreaOverview, lines: ExcessView) -> SafeHtml:
    told, topic = lead(area), area.area.topic
    address, words, period = _headline(told)
    words_of: list[Content] = [
        html.P(html.A(TOPICS[topic], href=f"#{_anchor(topic)}"), className="overview-area-name"),
        html.H3(html.A(parse_periods(words), href=address), className="overview-headline"),
        html.P([f"{gettext('Is the gap closing?')} ", *closing_sentence(told)]),
    ]
    if told.excess:
        words_of.append(html.P(lives_link(told.excess[0], lines)))
    old = age_words(period, lines.catalog) if period is not None else ""
    if old:
        words_of.append(html.P(html.Span(old, className="overview-old"), className="overview-note"))
    picture = html.Div(_picture(told), className="overview-brief-picture")
    return html.Div([html.Div(words_of, className="overview-brief-words"), picture], className="overview-brief-area")


def _headline(told: QuestionOverview) -> tuple[str, str, Period | None]:
    """The address, the words and the period of what an area is told by."""
    view = told.by_race
    if view is not None and (_differs(told) or (told.farthest is None and told.places is None)):
        return gap_address(view), gap_title(view), view.answer.selection.period
    shown = told.farthest or told.places
    if shown is not None:
        return explore_address(shown), title(shown), shown.selection.period
    return question_address(told), told.question.name, None


def _picture(told: QuestionOverview) -> list[SafeHtml]:
    """The groups as the page of gaps draws them, where the headline is of groups that differ; else the map."""
    if told.by_race is not None and _differs(told):
        what, period = of_what(told.by_race.answer), told.by_race.answer.selection.period
        picture = groups_chart(told.by_race, told.question.id)
    elif told.places is not None:
        what, period = of_what(told.places), told.places.selection.period
        picture = place_map(told.places)
    else:
        return []
    caption = [f"{what}, ", html.Span(period.long_label, className="period")]
    return [html.P(caption, className="overview-note"), picture]


def _differs(told: QuestionOverview) -> bool:
    view = told.by_race
    return view is not None and view.pair is not None and view.pair.state == "different"


def _anchor(topic: str) -> str:
    return topic.replace("_", "-")


def area_section(area: AreaOverview, lines: ExcessView) -> SafeHtml:
    """An area in full. On a phone it is folded; where there is room for columns its content always shows."""
    topic, number = area.area.topic, len(area.questions)
    counted = ngettext("{number} question", "{number} questions", number)
    summary = html.Summary(
        [html.H2(TOPICS[topic], className="overview-area-title"), html.Span(counted, className="overview-note")],
        className="overview-fold",
    )
    cards = [question_card(told, lines) for told in area.questions]
    grid = html.Div(cards, className=f"overview-cards of-{number}", id=_anchor(topic))
    ready = html.A(gettext("A briefing on {topic}, ready-made", topic=TOPICS[topic]),
                   href=in_language(BRIEFING, topic=topic))  # fmt: skip
    content = [
        html.H2(TOPICS[topic], className="overview-area-title wide"),
        html.Details([summary, grid]),
        html.P(ready, className="overview-briefing"),
    ]
    return html.Section(content, className="overview-area", **aria(label=TOPICS[topic]))
