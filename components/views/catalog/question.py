"""The page of a question: what is counted, its versions beside each other, and where and when any has figures."""

from __future__ import annotations

from collections.abc import Sequence

from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import breadcrumb
from components.page.paths import DATA
from components.views.catalog.coverage import lanes_of, picture
from components.views.catalog.downloads import files_note, series_links
from components.views.catalog.record import Part, contents, coverage_table, explore_link
from components.views.catalog.versions import versions_table
from data.catalog.models import Catalog
from data.catalog.questions import Question
from data.language import gettext, ngettext
from data.query.url_parameters import in_language
from data.vocabulary import TOPICS


def question_head(question: Question, catalog: Catalog) -> list[SafeHtml]:
    """Where we are, the question, what is counted, and the way to its figures."""
    number = len(question.versions)
    return [
        html.P(breadcrumb(gettext("Data"), TOPICS[question.topic]), className="path"),
        html.H1(question.name, className="view-title"),
        html.P(question.counts, className="view-reading"),
        html.P(
            ngettext("{number} measure answers it.", "{number} measures answer it.", number),
            className="view-subtitle",
        ),
        html.P(explore_link(catalog.indicators[question.indicators[0]], catalog), className="catalog-actions"),
    ]


def question_rail(parts: Sequence[Part]) -> list[SafeHtml]:
    """What is on the page, and the way back."""
    return [
        contents(parts),
        html.P(html.A(gettext("All measures"), href=in_language(DATA)), className="catalog-back"),
    ]


def question_parts(question: Question, catalog: Catalog) -> list[Part]:
    """Versions, coverage of all of them, and the files of each."""
    caption = gettext("Share of the places of each kind that have a figure, by year")
    covered: list[Content] = [
        picture(lanes_of(catalog, question.indicators), caption), coverage_table(catalog, question.indicators),
    ]  # fmt: skip
    files: list[Content] = []
    for version in question.versions:
        files += [html.H3(version.name), series_links(catalog.indicators[version.indicator])]
    return [
        ("versions", gettext("Versions, and how they differ"), [versions_table(question, catalog)]),
        ("coverage", gettext("Where and when it has figures"), covered),
        ("files", gettext("Files"), [*files, html.P(files_note())]),
    ]
