"""The form that searches and filters the list: it works as a plain form, and `assets/data.js` filters at once."""

from __future__ import annotations

from collections.abc import Iterable

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import aria, data_attributes
from components.page.paths import DATA
from components.views.catalog.words import terms_words
from data.catalog.models import Catalog
from data.language import gettext, language
from data.query.published.filters import Filters, choices
from data.query.url_parameters import in_language
from data.vocabulary import DIMENSIONS, LEVEL_WORDS, TOPICS


def filters_form(filters: Filters, catalog: Catalog) -> SafeHtml:
    """The form with what is chosen in it."""
    search = html.Div(
        [
            html.Label(gettext("Words in name, definition or source"), htmlFor="data-q"),
            html.Input(id="data-q", name="q", type="search", value=filters.q, className="form-control",
                       autocomplete="off", maxlength="200"),
        ],
        className="catalog-field wide",
    )  # fmt: skip
    source, *fields = [_field(name, label, first, filters, catalog) for name, label, first in _labels()]
    hidden = [html.Input(type="hidden", name="lang", value=language())] if language() != "en" else []
    buttons = html.Div(
        [
            html.Button(gettext("Show"), type="submit", className="action primary"),
            html.A(gettext("Clear all"), href=in_language(DATA), className="catalog-clear", hidden=not filters.any),
        ],
        className="catalog-buttons",
    )
    return html.Form(
        [search, source, *fields, *hidden, buttons], id="data-filters", method="get", action=DATA, role="search",
        className="catalog-form",
        autocomplete="off", **aria(label=gettext("Search and filter the measures")),
        **data_attributes(said=said_template()),
    )  # fmt: skip


def said_template() -> str:
    """The sentence of how much is shown, with the places of its numbers: the browser fills it in too."""
    return gettext("Measures shown: {shown} of {all}. Questions: {questions}.", shown="{shown}", all="{all}",
                   questions="{questions}")  # fmt: skip


def _labels() -> Iterable[tuple[str, str, str]]:
    """Name, label and first choice of each filter."""
    yield "source", gettext("Source"), gettext("Every source")
    yield "topic", gettext("Topic"), gettext("Every topic")
    yield "level", gettext("Kind of place"), gettext("Every kind")
    yield "by", gettext("By groups"), gettext("Any or none")
    yield "newest", gettext("Newest figure"), gettext("Any year")
    yield "licence", gettext("Terms of use"), gettext("Any terms")


def _field(name: str, label: str, first: str, filters: Filters, catalog: Catalog) -> SafeHtml:
    chosen = getattr(filters, name)
    listed = [html.Option(first, value="")]
    if name == "source":
        listed += _by_publisher(catalog, chosen)
    else:
        listed += [_option(value, _words(name, value), chosen) for value in choices(name, catalog)]
    ids = f"data-{name}"
    select = html.Select(listed, id=ids, name=name, className="form-select")
    return html.Div([html.Label(label, htmlFor=ids), select], className=f"catalog-field {name}")


def _option(value: str, words: str, chosen: str) -> SafeHtml:
    return html.Option(words, value=value, selected=value == chosen)


def _by_publisher(catalog: Catalog, chosen: str) -> list[SafeHtml]:
    publishers: dict[str, list[SafeHtml]] = {}
    for source in (catalog.sources[i] for i in choices("source", catalog)):
        words = f"{source.title}, {source.release}"
        publishers.setdefault(source.publisher, []).append(
            html.Option(words, value=source.id, selected=source.id == chosen, lang="en")
        )
    return [html.Optgroup(options, label=publisher) for publisher, options in publishers.items()]


def _words(name: str, value: str) -> str:
    if name == "topic":
        return TOPICS[value]
    if name == "level":
        return LEVEL_WORDS[value].label  # type: ignore[index]  # one of the catalogue's levels
    if name == "by":
        return DIMENSIONS[value].label
    if name == "newest":
        return gettext("{year} or later", year=value)
    return terms_words(value)
