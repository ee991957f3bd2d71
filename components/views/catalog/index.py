"""The page of all measures: the form, the list by topic and question, coverage, sources, and everything as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import aria, data_attributes
from components.formatting.numbers import count
from components.page.paths import RELEASES
from components.views.catalog.addresses import FEED, filtered, record_path
from components.views.catalog.coverage import key, picture, topic_lanes, year_words, years_over
from components.views.catalog.downloads import all_links, files_note
from components.views.catalog.filters_form import filters_form, said_template
from components.views.catalog.record import section
from components.views.catalog.versions import entry_words
from components.views.catalog.words import level_words, span_words
from data.catalog.models import Catalog, Source
from data.dates import day_of
from data.language import day, gettext, ngettext
from data.query.published.filters import Entry, Filters, entries
from data.query.url_parameters import in_language
from data.vocabulary import LEVELS, TOPICS


def data_head(catalog: Catalog) -> list[SafeHtml]:
    """What the page is, how much there is, and of which version."""
    listed = entries(catalog)
    return [
        html.H1(gettext("Data"), className="view-title"),
        html.P(
            gettext(
                "{questions} questions, answered by {measures} measures from {sources} sources. Each has its "
                "definition, its terms of use and its whole series as a file.",
                questions=count(len({entry.question.id for entry in listed})),
                measures=count(len(listed)),
                sources=count(len({source.id for entry in listed for source in entry.sources})),
            ),
            className="view-reading",
        ),
        html.P(
            [
                gettext(
                    "Data version {version}, built {day}.", version=catalog.version, day=day(day_of(catalog.built))
                ),
                " ",
                html.A(gettext("What each release changed"), href=in_language(RELEASES)),
            ],
            className="view-subtitle",
        ),
        html.Nav(
            html.Ul([html.Li(html.A(name, href=f"#{part}")) for part, name in _parts().items()]),
            className="catalog-jumps",
            **aria(label=gettext("On this page")),
        ),
    ]


def data_list(filters: Filters, catalog: Catalog) -> list[SafeHtml]:
    """The form, how much is shown, and the list; what the filters leave out is in it and hidden."""
    listed = entries(catalog)
    left = filters.left(listed)
    questions = {entry.question.id for entry in left}
    said = said_template().format(shown=count(len(left)), all=count(len(listed)), questions=count(len(questions)))
    ids = {entry.indicator.id for entry in left}
    return [
        filters_form(filters, catalog),
        html.P(said, id="data-count", role="status", className="catalog-count"),
        html.P(
            gettext("No measure has all of that. Leave out a word or a filter."),
            id="data-none", hidden=bool(left), className="empty",
        ),
        *(
            _topic(topic, list(found), ids, opened=filters.any)
            for topic, found in groupby(listed, key=lambda e: e.indicator.topic)
        ),
    ]  # fmt: skip


def _topic(topic: str, listed: Sequence[Entry], left: set[str], *, opened: bool) -> SafeHtml:
    questions = [
        _question(list(found), left, opened=opened) for _, found in groupby(listed, key=lambda e: e.question.id)
    ]
    hidden = not any(entry.indicator.id in left for entry in listed)
    return html.Section(
        [html.H2(TOPICS[topic], className="record-title"), *questions], id=f"topic-{topic}", hidden=hidden,
        className="catalog-topic",
    )  # fmt: skip


def _question(listed: Sequence[Entry], left: set[str], *, opened: bool) -> SafeHtml:
    """A question, and the measures that answer it in a list that opens; where something is filtered it is open."""
    question, number = listed[0].question, len(listed)
    levels = [level for level in LEVELS if any(level in entry.levels for entry in listed)]
    summary = [
        ngettext("{number} measure", "{number} measures", number),
        f", {span_words(min(e.first for e in listed), max(e.last for e in listed))} · {level_words(levels)}",
    ]
    hidden = not any(entry.indicator.id in left for entry in listed)
    return html.Article(
        [
            html.H3(html.A(question.name, href=record_path(question.id))),
            html.P(question.counts, className="catalog-of"),
            html.Details(
                [
                    html.Summary(summary),
                    html.Ul(
                        [_entry(entry, entry.indicator.id in left) for entry in listed], className="catalog-entries"
                    ),
                ],
                open=opened,
            ),
        ],
        hidden=hidden,
        className="catalog-question",
    )


def _entry(entry: Entry, left: bool) -> SafeHtml:
    """A measure in a line. The attributes are what the browser filters by: see `Filters.leave`."""
    version = entry.question.version(entry.indicator.id)
    known = data_attributes(
        entry=entry.indicator.id, text=entry.text, topic=entry.indicator.topic, level=" ".join(entry.levels),
        by=" ".join(entry.dimensions), newest=str(entry.last), source=" ".join(s.id for s in entry.sources),
        licence=" ".join(entry.terms),
    )  # fmt: skip
    publishers = "; ".join(dict.fromkeys(source.publisher for source in entry.sources))
    return html.Li(
        [
            html.A(version.name, href=record_path(entry.indicator.id), className="catalog-name"),
            html.Span(publishers, lang="en", className="catalog-publisher"),
            html.Span(entry_words(entry), className="catalog-where"),
            html.Span(span_words(entry.first, entry.last), className="catalog-years"),
        ],
        hidden=not left,
        **known,
    )


def data_parts(catalog: Catalog, database: int, package: int) -> list[SafeHtml]:
    """Coverage by topic, every source with its terms, and everything as files, whose sizes in bytes are given."""
    files = [
        all_links(database, package),
        html.P(files_note()),
        html.P([html.A(gettext("News of the data as a feed (Atom)"), href=in_language(FEED))]),
    ]
    return [
        section(part, name, content)
        for (part, name), content in zip(_parts().items(), (_coverage(catalog), _sources(catalog), files), strict=True)
    ]


def _parts() -> dict[str, str]:
    """What stands under the list."""
    return {
        "coverage": gettext("What there is, by year"),
        "sources": gettext("Sources"),
        "files": gettext("Take everything along"),
    }


def _coverage(catalog: Catalog) -> list[SafeHtml]:
    lanes = topic_lanes(catalog)
    heads = [gettext("Topic"), gettext("Kind of place"), gettext("Years with figures")]
    rows = [
        row(title, [html.Td(lane.name, **_head(heads[1])), html.Td(year_words(lane.shares), **_head(heads[2]))])
        for title, of_topic in lanes
        for lane in of_topic
    ]
    name = gettext("Coverage by topic and kind of place")
    caption = gettext("Share of the topic’s questions that have a figure, by kind of place and year")
    every = years_over(lane for _, of_topic in lanes for lane in of_topic)
    pictures = [
        html.Div([html.H3(title), picture(of_topic, caption, (every[0], every[-1]))], className="coverage-topic")
        for title, of_topic in lanes
    ]
    numbers = html.Details([html.Summary(gettext("The same in a table")),
                            scrolled(table(name, heads, rows, classes="figures-table stacked"), name)])  # fmt: skip
    return [key(), html.Div(pictures, className="coverage-topics"), numbers]


def _head(name: str) -> dict[str, str]:
    return data_attributes(head=name)


def _sources(catalog: Catalog) -> list[SafeHtml]:
    used: dict[str, int] = {}
    for entry in entries(catalog):
        for source in entry.sources:
            used[source.id] = used.get(source.id, 0) + 1
    listed = sorted(catalog.sources.values(), key=lambda s: (s.publisher.casefold(), s.title.casefold(), s.id))
    heads = [
        gettext("Source"), gettext("Release"), gettext("Covers"), gettext("License"), gettext("Retrieved"),
        gettext("Measures"),
    ]  # fmt: skip
    name = gettext("Sources, with release and terms of use")
    rows = [row(_cited(source), _cells(source, used.get(source.id, 0), heads)) for source in listed]
    listing = scrolled(table(name, heads, rows, classes="figures-table stacked sources-table"), name)
    return [
        html.P(gettext("Each source is one release of one publisher’s table. Its terms of use go with its figures.")),
        html.Details([html.Summary(gettext("All {number} sources", number=count(len(listed)))), listing]),
    ]


def _cited(source: Source) -> list[SafeHtml]:
    return [
        html.A(source.title, href=source.address, lang="en", className="record-source"),
        html.Span(source.publisher, lang="en", className="catalog-of"),
    ]


def _cells(source: Source, measures: int, heads: Sequence[str]) -> Iterable[SafeHtml]:
    number = html.A(count(measures), href=filtered(source=source.id), className="record-version") if measures else "–"
    cells = (source.release, source.period, source.licence, day(source.retrieved), number)
    for head, cell in zip(heads[1:], cells, strict=True):
        english = {"lang": "en"} if head == heads[1] else {}
        yield html.Td(cell, **_head(head), **english)
