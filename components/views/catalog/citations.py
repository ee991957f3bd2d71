"""Sources of a record as they are cited, with their terms, and how the record itself is cited."""

from __future__ import annotations

from collections.abc import Sequence

from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import english, parse_english
from components.formatting.numbers import count
from components.views.catalog.words import span_words, terms_words
from data.catalog.models import Source
from data.language import day, gettext
from data.query.published.contents import SeriesFacts, SourceFacts


def source_items(sources: Sequence[Source], facts: SeriesFacts) -> SafeHtml:
    """Each source of a series: title, publisher, what it has of it, terms, when it was read, when the next is due."""
    by_source = {f.source: f for f in facts.of_sources}
    return html.Ul([html.Li(_source(source, by_source[source.id])) for source in sources], className="record-sources")


def _source(source: Source, facts: SourceFacts) -> list[Content]:
    said = gettext(
        "{publisher}, {release}. Retrieved {day}.",
        publisher=english(source.publisher), release=english(source.release), day=day(source.retrieved),
    )  # fmt: skip
    years = span_words(facts.first, facts.last) if facts.figures else gettext("no figure")
    lines: list[Content] = [
        html.A(source.title, href=source.address, lang="en", className="record-source"),
        html.P(parse_english(said)),
        html.P(gettext("Figures here: {number} ({years}).", number=count(facts.figures), years=years)),
        html.P(
            gettext("License: {licence}. {terms}.", licence=source.licence, terms=terms_words(source.redistribution))
        ),
    ]
    if source.next_update:
        lines.append(html.P(gettext("Next release: {when}.", when=source.next_update.rstrip("."))))
    if source.notes:
        lines.append(html.P(" ".join(source.notes)))
    return lines


def citation_section(cited: str, sources: Sequence[Source]) -> list[SafeHtml]:
    """How the page is cited, and how each source asks to be."""
    parts = [html.P(cited, className="record-citation", lang="en")]
    if sources:
        parts.append(html.P(gettext("Cite the publishers too:")))
        items = [html.Li(citation, lang="en") for citation in dict.fromkeys(source.citation for source in sources)]
        parts.append(html.Ul(items, className="record-list"))
    return parts
