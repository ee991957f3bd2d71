"""Release notes of the data as a page: what each release changed, newest first, with links to what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import breadcrumb
from components.page.paths import DATA
from components.views.catalog.addresses import FEED, record_path
from data.catalog.models import Catalog
from data.catalog.publication.releases import DataRelease
from data.dates import day_of
from data.language import day, gettext, translated
from data.query.url_parameters import in_language


def releases_page(releases: Sequence[DataRelease], catalog: Catalog) -> list[SafeHtml]:
    """The page of release notes."""
    return [
        html.P(breadcrumb(gettext("Data"), gettext("Release notes")), className="path"),
        html.H1(gettext("What each release of the data changed"), className="view-title"),
        html.P(
            gettext("Data version {version}, built {day}.", version=catalog.version, day=day(day_of(catalog.built))),
            className="view-subtitle",
        ),
        html.P(
            [
                html.A(gettext("Follow it as a feed (Atom)"), href=in_language(FEED)), " · ",
                html.A(gettext("All measures"), href=in_language(DATA)),
            ],
            className="catalog-back",
        ),
        *(_release(release, catalog) for release in releases),
        *([] if releases else [html.P(gettext("This file of data has no release notes."), className="empty")]),
    ]  # fmt: skip


def _release(release: DataRelease, catalog: Catalog) -> SafeHtml:
    parts = [
        html.H2(translated(release.title), className="record-title"),
        html.P(day(release.day), className="figure-note"),
        html.Ul([html.Li(translated(change)) for change in release.changes], className="record-list"),
    ]
    named = [catalog.indicators[i] for i in release.indicators if i in catalog.indicators]
    if named:
        links = [html.Li(html.A(indicator.title, href=record_path(indicator.id))) for indicator in named]
        about = html.P(gettext("Measures it is about:"), className="figure-note")
        parts += [about, html.Ul(links, className="catalog-files")]
    return html.Section(parts, id=release.id, className="record-part")
