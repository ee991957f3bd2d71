"""The record of an indicator or a question: definition, coverage, sources, versions, breaks and files."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from dash import html, register_page
from flask import request

from components.formatting import html as markup
from components.formatting.markup import data_attributes, html_fragment
from components.formatting.tree import written
from components.page.notices import reference_note, unavailable
from components.page.paths import DATA
from components.page.shell import NAME
from components.views.catalog.addresses import record_path
from components.views.catalog.question import question_head, question_parts, question_rail
from components.views.catalog.record import Part, record_head, record_parts, record_rail, section
from data.catalog.models import Catalog, Indicator
from data.dates import today
from data.errors import DatabaseUnavailableError
from data.language import gettext, use_language
from data.query.answers import Answers
from data.query.url_parameters import in_language, shortened
from data.vocabulary import SITE_NAME
from pages.responses.addresses import answers, read_parameters


def title(item: str = "") -> str:
    """Title of the document: the indicator or the question, where there is one."""
    try:
        catalog = answers().catalog
    except DatabaseUnavailableError:
        return f"{gettext('Data')} · {NAME}"
    question, indicator = catalog.questions.get(item), catalog.indicators.get(item)
    name = question.name if question else indicator.title if indicator else gettext("Data")
    return f"{name} · {NAME}"


def layout(item: str = "", **words: str | list[str]) -> html.Div:
    """Page of an indicator or a question; of an unknown one a sentence and the names that are near.

    A question and an indicator may have one name: the page is then that of the question, and the record follows on it.
    """
    read_parameters(words)
    try:
        source = answers()
        catalog = source.catalog
        if item in catalog.questions:
            return _question(item, source, catalog)
        if item in catalog.indicators:
            return _record(catalog.indicators[item], source, catalog)
        return _unknown(item, catalog)
    except DatabaseUnavailableError as error:
        return unavailable(str(error))


def _question(item: str, source: Answers, catalog: Catalog) -> html.Div:
    question = catalog.questions[item]
    parts = question_parts(question, catalog)
    return _page(
        [
            html_fragment(question_head(question, catalog), className="record-head"),
            html_fragment(question_rail(parts), className="record-rail"),
            html_fragment(
                [*(section(*part) for part in parts), *_record_of_one_name(item, source, catalog)],
                className="record-parts",
            ),
        ],
        question.name,
        question.counts,
    )


def _record_of_one_name(item: str, source: Answers, catalog: Catalog) -> list[markup.SafeHtml]:
    """The record of the indicator that has the name of a question, to stand under it; empty where none has.

    Its versions stand there already.
    """
    if item not in catalog.indicators:
        return []
    indicator = catalog.indicators[item]
    name = gettext("The measure that has the name of this question: {name}", name=indicator.title)
    parts = [part for part in _record_parts(indicator, source, catalog) if part[0] != "versions"]
    return [
        markup.H2(name, className="record-title"),
        *(section(f"measure-{key}", title, content) for key, title, content in parts),
    ]


def _record_parts(indicator: Indicator, source: Answers, catalog: Catalog) -> list[Part]:
    with use_language("en"):
        cited = _citation(source.catalog.indicators[indicator.id], catalog.version)
    facts = source.publication.facts(indicator.id)
    return record_parts(indicator, catalog.question_of[indicator.id], facts, catalog, cited)


def _record(indicator: Indicator, source: Answers, catalog: Catalog) -> html.Div:
    parts = _record_parts(indicator, source, catalog)
    return _page(
        [
            html_fragment(record_head(indicator, catalog.question_of[indicator.id], catalog), className="record-head"),
            html_fragment(record_rail(indicator, parts), className="record-rail"),
            html_fragment([section(*part) for part in parts], className="record-parts"),
        ],
        indicator.title,
        indicator.definition,
    )


def _page(parts: list[Any], name: str, about: str) -> html.Div:
    return html.Div(parts, className="record", **data_attributes(title=name, description=about))


def _citation(indicator: Indicator, version: str) -> str:
    """How a record is cited, in English in every language: a citation names a thing as it can be found."""
    address = f"{request.host_url.rstrip('/')}{DATA}/{indicator.id}"
    read = today()
    day = f"{read:%B} {read.day}, {read.year}"
    return f"{SITE_NAME}. {indicator.title} ({indicator.id}). Data version {version}. {address}. Read {day}."


def _unknown(item: str, catalog: Catalog) -> html.Div:
    asked = {q.id.replace("_", "-"): q for q in catalog.questions.values()}
    asked |= {i.replace("_", "-"): question for i, question in catalog.question_of.items()}
    close = get_close_matches(item.lower().replace("_", "-"), asked, n=12, cutoff=0.5)
    near = list(dict.fromkeys(asked[word] for word in close))[:5]
    parts = [
        markup.H1(gettext("There is no measure “{word}” here", word=shortened(item))),
        markup.P(gettext("It may have been mistyped, or taken out of the data.")),
        markup.Ul([markup.Li(markup.A(q.name, href=record_path(q.id))) for q in near], className="catalog-files"),
        markup.P(markup.A(gettext("All measures"), href=in_language(DATA))),
        written(reference_note()),
    ]
    return html_fragment(parts, className="page", **data_attributes(status="404"))


# Behind the release notes, whose address is of the same form.
register_page(__name__, path_template=f"{DATA}/<item>", name="Measure", title=title, order=51, reading=True)
