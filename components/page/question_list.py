"""The rail's list of questions of a topic, older data at its foot, and the switch between a question's versions."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from dash.development.base_component import Component

from components.formatting import html as tags
from components.formatting.html import SafeHtml, to_html
from components.formatting.markup import aria, html_fragment
from components.page.choice_links import ChoiceLinks
from components.page.paths import SEARCH
from components.page.search.results import question_availability
from data.catalog.availability import CatalogKey
from data.catalog.models import Catalog
from data.catalog.questions import Question, Version
from data.language import gettext, ngettext
from data.query.choices.versions import Need, is_older, is_older_version, span, version_for
from data.query.selection import Answer
from data.query.url_parameters import in_language
from data.vocabulary import OVERALL, TOPICS

SIDE_BY_SIDE = 4
"""Versions whose names stand beside each other; more are in a list that opens."""


def question_choice(answer: Answer, links: ChoiceLinks, path: str) -> Component:
    """The list of questions, and under it the versions of the one in view."""
    question = answer.catalog.question_of[answer.indicator.id]
    chosen = [
        tags.Label(gettext("Question"), htmlFor="choose-indicator", className="rail-label"),
        _list(answer, links),
        *_versions(question, answer, links, path),
        tags.A(gettext("All questions by topic"), href=in_language(SEARCH), className="rail-link"),
    ]
    return html_fragment(chosen)


def _list(answer: Answer, links: ChoiceLinks) -> SafeHtml:
    selection, key = answer.selection, CatalogKey.of(answer.catalog)
    own = answer.catalog.question_of[answer.indicator.id].id
    group = "" if selection.group == OVERALL else selection.group
    place = selection.asked or selection.place

    def option(question: str, label: SafeHtml) -> str:
        here = question == own
        version = answer.indicator.id if here else _version(key, question, selection.level, group, place)
        to = links.to_indicator(version)
        return f'<option{" selected" if here else ""} value="{escape(to)}">{label}</option>'

    groups = [
        tags.Optgroup(SafeHtml("".join([option(*each) for each in options])), label=heading)
        for heading, options in _questions(key, answer.indicator.topic)
    ]
    # Where a list can be styled, its button shows a copy of the option that is chosen.
    button = SafeHtml("<button><selectedcontent></selectedcontent></button>")
    return tags.Select([button, *groups], id="choose-indicator", className="form-select indicators")


@lru_cache(maxsize=8192)  # of levels, groups and places that the catalogue has
def _version(key: CatalogKey, question: str, level: str, group: str, place: str) -> str:
    """The version of a question that best answers the level, the group and the place in view."""
    need = Need(level="" if place else level, group=group, place=place)
    return version_for(
        key.catalog, key.catalog.questions[question], *need.weaker(), Need(level, group=group), Need(level)
    )


# The list is the same for every view of a topic; only its links are the view's own.
@lru_cache(maxsize=128)
def _questions(key: CatalogKey, topic: str) -> list[tuple[str, list[tuple[str, SafeHtml]]]]:
    """Headings, the topic and older data, with the questions under each: their ids, and the labels of their options."""
    catalog = key.catalog
    of_topic = sorted((q for q in catalog.questions.values() if q.topic == topic), key=lambda q: q.name.casefold())
    newer = [(q.id, _label(q, catalog)) for q in of_topic if not is_older(catalog, q)]
    older = [(q.id, _label(q, catalog)) for q in of_topic if is_older(catalog, q)]
    headed = [(TOPICS[topic], newer), (gettext("Older data: nothing since 2016"), older)]
    return [(heading, options) for heading, options in headed if options]


def _label(question: Question, catalog: Catalog) -> SafeHtml:
    # Where options cannot be styled the browser keeps their text alone: it reads as one line.
    detail = [tags.Span(" · ", className="option-and"), tags.Span(question_availability(question, catalog))]
    return to_html([tags.Span(question.name, className="option-title"), tags.Span(detail, className="option-detail")])


def _versions(question: Question, answer: Answer, links: ChoiceLinks, path: str) -> list[SafeHtml]:
    """The version in view in a line, with the others beside it or, of many, in a list that opens."""
    current = question.version(answer.indicator.id)
    line = tags.P(_line(current.indicator, answer.catalog), className="version-line")
    if len(question.versions) == 1:
        return [line]

    def name(version: Version) -> SafeHtml:
        now = aria(current="true") if version == current else {}
        to = path + links.to_indicator(version.indicator)
        return tags.A(version.name, href=to, className="version", **now)

    if len(question.versions) <= SIDE_BY_SIDE:
        names = tags.Ul([tags.Li(name(version)) for version in question.versions], className="versions")
        return [tags.Nav(names, **aria(label=gettext("Versions of this question"))), line]
    rows = [
        tags.Li([name(version), tags.Div(_line(version.indicator, answer.catalog), className="version-line")])
        for version in question.versions
    ]
    summary = ngettext("{number} version", "{number} versions", len(rows))
    opened = tags.Details([tags.Summary(summary), tags.Ul(rows, className="version-list")], className="version-more")
    names = tags.Ul(tags.Li(name(current)), className="versions")
    return [tags.Nav([names, line, opened], **aria(label=gettext("Versions of this question")))]


def _line(indicator: str, catalog: Catalog) -> str:
    """A version in one line: publisher and years, in what it differs, what to use it for."""
    return _line_of(CatalogKey.of(catalog), indicator)


@lru_cache(maxsize=512)
def _line_of(key: CatalogKey, indicator: str) -> str:
    catalog = key.catalog
    version = catalog.question_of[indicator].version(indicator)
    publishers = dict.fromkeys(
        catalog.sources[series.source].publisher
        for series in catalog.indicators[version.indicator].series
        if series.source in catalog.sources
    )
    first, last = span(catalog, version.indicator)
    years = str(last) if first == last else f"{first}–{last}"
    if is_older_version(catalog, version.indicator):
        years = gettext("{years}, older data", years=years)
    use = gettext("Use this for {use}.", use=version.use)
    return f"{'; '.join(publishers)}, {years}. {version.differs} {use}"
