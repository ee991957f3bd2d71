"""The record of an indicator: what it is, where and when it has figures, its sources, versions, breaks and files."""

from __future__ import annotations

from collections.abc import Sequence

from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.html_table import row, table
from components.formatting.markup import aria, breadcrumb, data_attributes
from components.formatting.numbers import capitalize_first, count
from components.page.notes_section import race_words_of
from components.page.paths import DATA
from components.page.search.results import opening_query
from components.views.catalog.addresses import report_path
from components.views.catalog.citations import citation_section, source_items
from components.views.catalog.coverage import lanes_of, picture, year_words, years_of
from components.views.catalog.downloads import files_note, series_links
from components.views.catalog.versions import versions_section
from components.views.catalog.words import (
    adjustment_words,
    denominator_words,
    dimension_words,
    estimation_words,
    numerator_words,
    polarity_words,
    row_words,
)
from data.catalog.comparability import BY_RACE
from data.catalog.models import Catalog, Indicator, Source
from data.catalog.questions import Question
from data.language import gettext
from data.query.published.contents import SeriesFacts
from data.query.selection import EXPLORE
from data.query.url_parameters import in_language
from data.vocabulary import DIMENSIONS, LEVEL_WORDS, TOPICS, Period

Part = tuple[str, str, Sequence[Content]]
"""A section of a page: its name in addresses, its heading, and what stands in it."""


def record_head(indicator: Indicator, question: Question, catalog: Catalog) -> list[SafeHtml]:
    """Where we are, the name of the measure, its unit, and the way to its figures."""
    crumbs = breadcrumb(gettext("Data"), TOPICS[indicator.topic], question.name)
    return [
        html.P(crumbs, className="path"),
        html.H1(indicator.title, className="view-title"),
        html.P(indicator.unit, className="view-subtitle"),
        html.P(explore_link(indicator, catalog), className="catalog-actions"),
    ]


def explore_link(indicator: Indicator, catalog: Catalog) -> SafeHtml:
    """The way to an indicator's figures."""
    address = EXPLORE + opening_query(indicator, catalog)
    return html.A(gettext("See it in Explore"), href=address, className="action primary")


def record_rail(indicator: Indicator, parts: Sequence[Part]) -> list[SafeHtml]:
    """What is on the page, the files, and the way back."""
    return [
        contents(parts),
        html.Section([html.H2(gettext("Take it along"), className="figure-title"), series_links(indicator)]),
        html.P(html.A(gettext("All measures"), href=in_language(DATA)), className="catalog-back"),
    ]


def contents(parts: Sequence[Part]) -> SafeHtml:
    """Links to the sections of a page."""
    links = [html.Li(html.A(name, href=f"#{key}")) for key, name, _ in parts]
    return html.Nav(
        [html.H2(gettext("On this page"), className="figure-title"), html.Ul(links, className="catalog-files")],
        **aria(label=gettext("On this page")),
    )


def section(key: str, name: str, content: Content) -> SafeHtml:
    """A section with its heading and an address of its own."""
    return html.Section([html.H2(name, className="record-title"), content], id=key, className="record-part")


def record_parts(
    indicator: Indicator, question: Question, facts: SeriesFacts, catalog: Catalog, cited: str
) -> list[Part]:
    """Every section of the record that has something to say; `cited` is how the record itself is cited."""
    sources = [catalog.sources[f.source] for f in facts.of_sources if f.source in catalog.sources]
    parts: list[Part] = [
        ("definition", gettext("What it is"), [_definition(indicator, catalog)]),
        ("coverage", gettext("Where and when it has figures"), _coverage(indicator, facts, catalog)),
        ("caution", gettext("What to bear in mind"), _cautions(indicator)),
        ("missing", gettext("Hidden and missing figures"), _missing(indicator, sources, facts, catalog)),
        ("groups", gettext("Race and ethnicity in the publisher’s words"), _groups(indicator, sources, facts, catalog)),
        ("versions", gettext("Versions, and how they differ"), versions_section(question, indicator, catalog)),
        ("sources", gettext("Sources and terms of use"), [source_items(sources, facts)]),
        ("files", gettext("Files"), _files(indicator, facts)),
        ("cite", gettext("How to cite"), citation_section(cited, sources)),
        ("error", gettext("Report an error"), [_report(indicator.id)]),
    ]
    return [part for part in parts if part[-1]]


def _definition(indicator: Indicator, catalog: Catalog) -> SafeHtml:
    facts: list[tuple[str, Content]] = [
        (gettext("Definition"), indicator.definition),
        (gettext("Unit"), indicator.unit),
        (gettext("Numerator"), numerator_words(indicator)),
        (gettext("Denominator"), denominator_words(indicator)),
        (gettext("Population"), capitalize_first(indicator.words.people)),
        (gettext("Direction"), polarity_words(indicator)),
        (gettext("Adjustment"), adjustment_words(indicator)),
        (gettext("How figures are made"), " ".join(estimation_words(indicator, catalog))),
        (gettext("Name in files"), html.Code(indicator.id)),
    ]
    return html.Dl([html.Div([html.Dt(name), html.Dd(said)]) for name, said in facts], className="record-facts")


def _coverage(indicator: Indicator, facts: SeriesFacts, catalog: Catalog) -> list[SafeHtml]:
    caption = gettext("Share of the places of each kind that have a figure, by year")
    return [
        picture(lanes_of(catalog, [indicator.id]), caption),
        coverage_table(catalog, [indicator.id]),
        *(html.P(sentence) for sentence in row_words(facts)),
    ]


def coverage_table(catalog: Catalog, indicators: Sequence[str]) -> SafeHtml:
    """For each level: the most places with a figure, the years, and by what groups."""
    rows = []
    for level in LEVEL_WORDS:
        shown = [row for i in indicators for row in catalog.covered(i) if row.level == level and row.shown]
        if not shown:
            continue
        widest = max(shown, key=lambda c: c.shown / c.places)
        dimensions = [d for d in DIMENSIONS if any(c.dimension == d for c in shown)]
        cells = [
            gettext("{shown} of {places}", shown=count(widest.shown), places=count(widest.places)),
            year_words({year for c in shown for year in years_of(c)}),
            max((c.period for c in shown), key=lambda p: p.recency).long_label,
            dimension_words(dimensions) or gettext("Everyone only"),
        ]
        heads = table_heads()
        tds = [html.Td(cell, **data_attributes(head=head)) for cell, head in zip(cells, heads[1:], strict=True)]
        rows.append(row(LEVEL_WORDS[level].label, tds))
    return table(gettext("Coverage by kind of place"), table_heads(), rows, classes="figures-table stacked")


def table_heads() -> list[str]:
    """Heads of the table of coverage."""
    return [
        gettext("Kind of place"), gettext("Places with a figure, at most"), gettext("Years"),
        gettext("Newest period"), gettext("By groups"),
    ]  # fmt: skip


def _cautions(indicator: Indicator) -> list[SafeHtml]:
    """Caveats, breaks in series, and provisional periods."""
    items: list[Content] = list(indicator.caveats)
    for found in indicator.breaks:
        whom = f" ({DIMENSIONS[found.dimension].label})" if found.dimension else ""
        items.append([html.Strong(gettext("Break in {year}", year=found.at)), f"{whom}: {found.note}"])
    periods = [Period.parse(slug).long_label for slug in indicator.provisional]
    if periods:
        items.append(gettext("Provisional, and may still be revised: {periods}.", periods=", ".join(periods)))
    return [html.Ul([html.Li(item) for item in items], className="record-list")] if items else []


def _missing(indicator: Indicator, sources: Sequence[Source], facts: SeriesFacts, catalog: Catalog) -> list[SafeHtml]:
    said: list[str] = []
    if facts.total("hidden"):
        reasons = dict.fromkeys(catalog.hidden_because(indicator, source.id) for source in sources)
        said += [gettext("“Hidden” means {because}.", because=because) for because in reasons if because]
    withheld = sum(d.withheld for (i, _), d in catalog.disclosed.items() if i == indicator.id)
    if withheld:
        events = indicator.words.events
        said.append(
            gettext("Numbers of {events} are left out: with them, hidden ones could be worked out.", events=events)
        )
    if facts.total("not_available"):
        reasons = dict.fromkeys(source.unavailable_because.rstrip(".") for source in sources)
        said += [gettext("“Not available” means that {because}.", because=because) for because in reasons if because]
    return [html.Ul([html.Li(sentence) for sentence in said], className="record-list")] if said else []


def _groups(indicator: Indicator, sources: Sequence[Source], facts: SeriesFacts, catalog: Catalog) -> list[SafeHtml]:
    by_race = {f.source for f in facts.of_sources if f.dimensions & set(BY_RACE)}
    return race_words_of(indicator.id, [s for s in sources if s.id in by_race], catalog)


def _files(indicator: Indicator, facts: SeriesFacts) -> list[SafeHtml]:
    rows = gettext("The series has {rows} rows: every place, group and period.", rows=count(facts.total("rows")))
    return [series_links(indicator), html.P(rows), html.P(files_note())]


def _report(item: str) -> SafeHtml:
    link = html.A(gettext("Say what is wrong on this page"), href=report_path(in_language(f"{DATA}/{item}")))
    return html.P(link, className="catalog-back")
