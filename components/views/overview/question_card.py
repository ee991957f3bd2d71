"""A question as it is told: figure, gap, whether that is closing, where, what it costs, how far to trust it."""

from __future__ import annotations

from components.figures.descriptions import title
from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import DECORATIVE, english, parse_bold, parse_english, parse_periods
from components.formatting.numbers import capitalize_first
from components.formatting.phrases import hidden_reason, shown_words
from components.page.head_lines import no_map_reason
from components.page.paths import GAPS
from components.views.excess.view import ExcessView
from components.views.gaps.rail import gap_query
from components.views.gaps.titles import gap_title
from components.views.overview.drawings import place_map, state_trend
from components.views.overview.words import (
    SIGNS,
    age_words,
    closing_kind,
    closing_label,
    closing_words,
    figure_words,
    interval_sentence,
    lives_words,
    method_sentences,
    no_lives_words,
    of_what,
)
from data.analysis.excess import Excess
from data.analysis.excess_selection import explore_selection
from data.analysis.gap_views import GapView
from data.analysis.overview.overviews import QuestionOverview
from data.catalog.models import Catalog
from data.language import gettext, language
from data.query.selection import EXPLORE, QUESTION, Answer
from data.query.url import parse_query
from data.query.url_parameters import in_language
from data.vocabulary import LEVEL_WORDS, OVERALL, Period


def question_card(told: QuestionOverview, lines: ExcessView) -> SafeHtml:
    """The card of a question. `lines` has what the lines of where it is worst are told in."""
    parts = [
        _head(told),
        _by_race(told),
        _closing(told),
        _over_time(told),
        _where(told),
        _lives(told, lines),
        _trust(told),
    ]
    return html.Article(parts, className="overview-card")


def explore_address(answer: Answer) -> str:
    """The address of a view in Explore."""
    return EXPLORE + answer.selection.query()


def gap_address(view: GapView) -> str:
    """The address of a view of Gaps, with all that it shows in it."""
    return GAPS + gap_query(view)


def question_address(told: QuestionOverview) -> str:
    """Where Explore opens a question."""
    return in_language(EXPLORE, **{QUESTION: told.question.id})


def finding(text: str, address: str, period: Period, catalog: Catalog) -> SafeHtml:
    """A finding that leads to its view, and how old it is where that is five years or more."""
    old = age_words(period, catalog)
    parts: list[Content] = [html.A(parse_periods(text), href=address)]
    if old:
        parts += [" ", _old(old)]
    return html.P(parts, className="overview-finding")


def _old(words: str) -> SafeHtml:
    return html.Span(words, className="overview-old")


def _part(name: str, parts: list[SafeHtml], kind: str) -> SafeHtml:
    return html.Div([html.H4(name, className="overview-part-name"), *parts], className=f"overview-part {kind}")


def _note(text: Content) -> SafeHtml:
    return html.P(text, className="overview-note")


def _head(told: QuestionOverview) -> SafeHtml:
    name = html.H3(html.A(told.question.name, href=question_address(told)), className="overview-question")
    row = told.figure.state.only() if told.figure is not None else None
    if told.figure is None or row is None:
        return html.Div([name, _note(gettext("There is no figure for the state."))], className="overview-part head")
    indicator, period = told.figure.indicator, told.figure.selection.period
    size = html.A(figure_words(row, indicator), href=explore_address(told.figure), className="overview-number")
    note: list[Content] = [f"{of_what(told.figure)}. {capitalize_first(interval_sentence(row, indicator))}. ",
                           html.Span(period.long_label, className="period"), "."]  # fmt: skip
    old = age_words(period, told.figure.catalog)
    if old:
        note += [" ", _old(old)]
    return html.Div([name, html.P(size), _note(note)], className="overview-part head")


def _by_race(told: QuestionOverview) -> SafeHtml:
    name, view = gettext("By race and ethnicity"), told.by_race
    if view is None:
        return _part(name, [_note(gettext("Not published by race and ethnicity for the state."))], "race")
    parts = [finding(gap_title(view), gap_address(view), view.answer.selection.period, view.answer.catalog)]
    if view.pair is not None and view.pair.state == "untested":
        chance = gettext("The publisher gives no margin of error, so how much of this is chance cannot be said.")
        parts.append(_note(chance))
    return _part(name, parts, "race")


def _closing(told: QuestionOverview) -> SafeHtml:
    return _part(gettext("Is the gap closing?"), [html.P(closing_sentence(told))], "closing")


def closing_sentence(told: QuestionOverview) -> list[Content]:
    """The verdict in bold, and the sentence it is from, which leads to the gap."""
    view, kind = told.over_time, closing_kind(told.over_time)
    sign = [html.Span(f"{SIGNS[kind]} ", **DECORATIVE)] if kind in SIGNS else []
    label = html.Strong([*sign, f"{closing_label(kind)}."], className=f"overview-verdict {kind}")
    said = parse_bold(" ".join(closing_words(view, told.question.name)))
    words = said if view is None else html.A(said, href=gap_address(view))
    return [label, " ", words]


def _over_time(told: QuestionOverview) -> SafeHtml:
    name = gettext("Over time")
    if told.trend is None:
        return _part(name, [_note(gettext("One period is published, so there is no trend to show."))], "time")
    said = finding(title(told.trend), explore_address(told.trend), told.trend.selection.period, told.trend.catalog)
    drawn = [said, _note(of_what(told.trend)), state_trend(told.trend)]
    return _part(name, [*drawn, *_side_by_side(told, told.trend.catalog)], "time")


def _side_by_side(told: QuestionOverview, catalog: Catalog) -> list[SafeHtml]:
    """The way to cities and towns beside each other over time, for a question that has them in several periods."""
    for indicator in told.question.indicators:
        if len(catalog.periods(indicator, "municipality", OVERALL, OVERALL)) > 1:
            words = {
                "indicator": indicator,
                "level": "municipality",
                "by": OVERALL,
                "view": "compare",
                "lang": language(),
            }
            address = EXPLORE + parse_query(words, catalog)[0].query()
            return [_note(html.A(gettext("Set cities and towns side by side"), href=address))]
    return []


def _where(told: QuestionOverview) -> SafeHtml:
    name = gettext("Where")
    if told.places is None:
        return _part(name, [_note(no_map_reason("state")[1])], "where")
    shown = told.farthest or told.places
    parts = [finding(title(shown), explore_address(shown), shown.selection.period, shown.catalog)]
    if told.farthest is not None:
        link = html.A(parse_periods(title(told.places)), href=explore_address(told.places))
        parts.append(_note(link))
    level = LEVEL_WORDS[told.places.selection.level].singular
    what = gettext("{what}, by {level}", what=of_what(told.places), level=level)
    caption = _note([f"{what}, ", html.Span(told.places.selection.period.long_label, className="period")])
    return _part(name, [*parts, caption, place_map(told.places)], "where")


def _lives(told: QuestionOverview, lines: ExcessView) -> SafeHtml:
    name = gettext("What it costs")
    if not told.excess:
        return _part(name, [_note(no_lives_words(counted=told.counted))], "lives")
    parts = []
    for excess in told.excess:
        period = Period.parse(excess.row.period)
        old = age_words(period, lines.catalog)
        words: list[Content] = [lives_link(excess, lines), f" {period.label}."]
        parts.append(html.P([*words, *([" ", _old(old)] if old else [])]))
    return _part(name, parts, "lives")


def lives_link(excess: Excess, lines: ExcessView) -> SafeHtml:
    """How many more or fewer than at the state's rate, which leads to the figure it is counted from."""
    address = EXPLORE + explore_selection(excess, lines.catalog).query()
    return html.A(parse_bold(lives_words(excess, lines)), href=address)


def _trust(told: QuestionOverview) -> SafeHtml:
    said: list[str] = []
    row = told.figure.state.only() if told.figure is not None else None
    if told.figure is not None and row is not None:
        said += method_sentences(told.figure.indicator, row)
        if row.source in told.figure.catalog.sources:
            said.append(gettext("Source: {source}.", source=english(told.figure.catalog.sources[row.source].short)))
    if told.places is not None:
        because = hidden_reason(told.places)
        shown = capitalize_first(shown_words(told.places))
        said.append(f"{shown} ({because})." if because else f"{shown}.")
    return _part(gettext("How far to trust it"), [_note(parse_english(" ".join(said)))] if said else [], "trust")
