"""Versions of a question beside each other: in what they differ, what each is for, and why they are not compared."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, table
from components.formatting.markup import aria, data_attributes
from components.views.catalog.addresses import record_path
from components.views.catalog.words import dimension_words, level_words, span_words
from data.catalog.comparability import barrier_words
from data.catalog.models import Catalog, Indicator
from data.catalog.questions import Question
from data.language import gettext
from data.query.published.filters import Entry, entries


def versions_section(question: Question, indicator: Indicator, catalog: Catalog) -> list[SafeHtml]:
    """The versions of a question around one of them; nothing where it is the only one."""
    if len(question.versions) == 1:
        return []
    others = [catalog.indicators[i] for i in question.indicators if i != indicator.id]
    said = []
    if any(other.adjustment == indicator.adjustment for other in others):
        said.append(barrier_words("definition"))
    if any(other.adjustment != indicator.adjustment for other in others):
        said.append(barrier_words("adjustment"))
    about = gettext("Versions of one question differ in definition, method, source, place or years.")
    return [html.P(" ".join([about, *said])), versions_table(question, catalog, indicator.id)]


def versions_table(question: Question, catalog: Catalog, current: str = "") -> SafeHtml:
    """Every version of a question: its name, in what it differs and what to use it for, places, groups and years."""
    by_id = {entry.indicator.id: entry for entry in entries(catalog)}
    heads = [gettext("Version"), gettext("In what it differs"), gettext("Places and groups"), gettext("Years")]
    rows = []
    for version in question.versions:
        entry = by_id.get(version.indicator)
        if entry is None:
            continue
        now = aria(current="true") if version.indicator == current else {}
        name = html.A(version.name, href=record_path(version.indicator), className="record-version", **now)
        use = html.Span(gettext("Use this for {use}.", use=version.use), className="catalog-of")
        cells = ([version.differs, use], entry_words(entry), span_words(entry.first, entry.last))
        tds = [html.Td(cell, **data_attributes(head=head)) for cell, head in zip(cells, heads[1:], strict=True)]
        rows.append(row(name, tds, className="chosen" if now else None))
    caption = gettext("Versions of this question")
    return table(caption, heads, rows, classes="figures-table stacked versions-table")


def entry_words(entry: Entry) -> str:
    """Where and by what groups an indicator has figures, in a line."""
    by = dimension_words(entry.dimensions)
    return f"{level_words(entry.levels)} · {by}" if by else level_words(entry.levels)
