"""What search finds, as the box lists it while somebody types and as the page of results shows it.

The list and the page are made from the same hits, so that they cannot say different things about one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.markup import html_fragment
from components.formatting.numbers import capitalize_first, join_list
from components.page.paths import SEARCH, WORST
from components.page.search.page_hits import pages_found, worst_words
from data.analysis.excess_selection import county_of
from data.analysis.profiles.addresses import profile_path
from data.analysis.profiles.levels import PROFILED
from data.catalog.availability import Available, available
from data.catalog.lexicon import Kind
from data.catalog.models import Catalog, Indicator
from data.catalog.questions import Question
from data.language import gettext, language, ngettext
from data.query.choices.versions import is_older, newest_period
from data.query.search.found import Hit, SearchResult
from data.query.search.localities import is_of_state, municipalities_of
from data.query.url import parse_query
from data.query.url_parameters import in_language, shortened
from data.vocabulary import DIMENSIONS, GROUPS, LEVEL_WORDS, LEVELS, OVERALL, TOPICS, Level


def listing(result: SearchResult, catalog: Catalog, *, only: str = "", in_explore: bool = False) -> dict[str, Any]:
    """Hits as the script of the box takes them: by kind, each with what it is and the address it opens.

    A place has two: its profile, and the view of it in Explore. That comes first to a reader who is `in_explore`, as it
    changes the view in hand; where `only` places are asked for, it comes alone. Pages of
    the site come where everything is asked for.
    """
    return {
        "words": result.words,
        "sure": result.sure,
        "said": summary(result),
        "groups": [
            *([] if only else _page_group(result)),
            *(
                group
                for kind, hits in by_kind(result.hits)
                for group in _groups(kind, hits, catalog, only=only, in_explore=in_explore)
            ),
        ],
    }


def _groups(kind: Kind, hits: Sequence[Hit], catalog: Catalog, *, only: str, in_explore: bool) -> list[dict[str, Any]]:
    """The group of a kind; of places two, their profiles and their views."""
    views = _group(kind, _kind_label(kind), [_option(hit, catalog, hit.selection.query()) for hit in hits])
    if kind != "place" or only:
        return [views]
    profiles = [_option(hit, catalog, profile_path(hit.id), around=False) for hit in hits if _has_profile(hit, catalog)]
    if not profiles:
        return [views]
    both = [
        _group("profile", gettext("Profiles of places"), profiles),
        {**views, "label": gettext("Places in Explore")},
    ]
    return both[::-1] if in_explore else both


def _group(kind: str, label: str, options: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kind": kind, "label": label, "options": options}


def _option(hit: Hit, catalog: Catalog, address: str, *, around: bool = True) -> dict[str, Any]:
    detail = hit_detail(hit, catalog, around=around)
    return {"id": hit.id, "title": hit_title(hit, catalog), "detail": detail, "search": address}


def _has_profile(hit: Hit, catalog: Catalog) -> bool:
    place = catalog.by_slug.get(hit.id)
    return hit.kind == "place" and place is not None and place.level in PROFILED


def _page_group(result: SearchResult) -> list[dict[str, Any]]:
    """The pages that are no question, as the box lists them; `search` is then a path."""
    options = [
        {"id": hit.id, "title": hit.title, "detail": hit.detail, "search": hit.address} for hit in pages_found(result)
    ]
    return [_group("page", gettext("Pages"), options)] if options else []


def results(result: SearchResult, catalog: Catalog, path: str) -> html.Div:
    """The page of results. `path` is the page that its links lead to."""
    parts: list[Component] = [html.H1(gettext("Search")), html.P(summary(result), className="search-summary")]
    if result.words.strip():
        parts[0] = html.H1(gettext("Results for “{words}”", words=shortened(result.words.strip())))
    if pages := [_item(hit.title, hit.detail, "", hit.address) for hit in pages_found(result)]:
        parts.append(html.Section([html.H2(gettext("Pages")), html.Ul(pages, className="search-results")]))
    for kind, hits in by_kind(result.hits):
        items = [_result(hit, catalog, path) for hit in hits]
        parts.append(html.Section([html.H2(_kind_label(kind)), html.Ul(items, className="search-results")]))
    parts.append(html.P(html.A(gettext("All questions, and what each is published for"), href=in_language(SEARCH))))
    return html_fragment(parts, className="page search-page")


def index(catalog: Catalog, path: str) -> html.Div:
    """Index of all indicators by topic, each with its availability: the page without search terms."""
    parts: list[Component] = [
        html.H1(gettext("All questions by topic")),
        html.P(gettext("Each opens where it has reliable figures: on a map, a trend, groups or a list.")),
        html.P([html.A(worst_words()[0], href=in_language(WORST)), f" · {worst_words()[1]}"]),
    ]
    for topic, title in TOPICS.items():
        of_topic = sorted((q for q in catalog.questions.values() if q.topic == topic), key=lambda q: q.name.casefold())
        newer = [_item(*_listed(q, catalog, path)) for q in of_topic if not is_older(catalog, q)]
        older = [_item(*_listed(q, catalog, path)) for q in of_topic if is_older(catalog, q)]
        if newer or older:
            parts.append(html.Section([html.H2(title), html.Ul(newer, className="search-results")]))
        if older:
            heading = html.H3(gettext("Older data: nothing since 2016"))
            parts.append(html.Section([heading, html.Ul(older, className="search-results")]))
    return html_fragment(parts, className="page search-page")


def _listed(question: Question, catalog: Catalog, path: str) -> tuple[str, str, str, str]:
    """Title, availability, what is counted and address of a question in the list of all."""
    first = catalog.indicators[question.indicators[0]]
    return (
        question.name,
        question_availability(question, catalog),
        question.counts,
        path + opening_query(first, catalog),
    )


def opening_query(indicator: Indicator, catalog: Catalog) -> str:
    """Query string of an indicator's default view, in the request's language."""
    return parse_query({"indicator": indicator.id, "lang": language()}, catalog)[0].query()


def _result(hit: Hit, catalog: Catalog, path: str) -> html.Li:
    if _has_profile(hit, catalog):
        # The profile first: a place alone asks no question yet.
        item = _item(hit_title(hit, catalog), hit_detail(hit, catalog, around=False), "", profile_path(hit.id))
        beside = html.A(gettext("{place} in Explore", place=hit.title), href=path + hit.selection.query())
        return html.Li([*item.children, html.Div([beside, *_around_words(hit, catalog)], className="search-beside")])
    about = catalog.indicators[hit.id].definition if hit.kind == "indicator" else ""
    return _item(hit_title(hit, catalog), hit_detail(hit, catalog), about, path + hit.selection.query())


def _around_words(hit: Hit, catalog: Catalog) -> list[str]:
    words = " · ".join(_instead(hit, catalog))
    return [f" · {words}"] if words else []


def _item(title: str, detail: str, about: str, address: str) -> html.Li:
    lines: list[Component] = [html.A(title, href=address), html.Div(detail, className="search-detail")]
    return html.Li([*lines, html.P(about)] if about else lines)


def summary(result: SearchResult) -> str:
    """Summary of the search results for the live region: their number, or that nothing matches."""
    if result.sure:
        return ngettext("{number} result", "{number} results", len(result.hits))
    if not result.words.strip():
        return gettext("Type a question, a place or a topic.")
    if result.unknown_zip and is_of_state(result.unknown_zip):
        return gettext(
            "ZIP code {code} is not in our list of Massachusetts ZIP codes. Type the name of a city or town.",
            code=result.unknown_zip,
        )
    if result.unknown_zip:
        return gettext(
            "ZIP code {code} is not in Massachusetts. Type a Massachusetts ZIP code, city or town.",
            code=result.unknown_zip,
        )
    words = shortened(result.words.strip())
    if pages := pages_found(result):
        return ngettext(
            "No question or place is called “{words}”, but {number} page is about it.",
            "No question or place is called “{words}”, but {number} pages are about it.",
            len(pages),
            words=words,
        )
    return gettext("Nothing matches “{words}”. These come nearest, or lead on.", words=words)


def by_kind(hits: Sequence[Hit]) -> list[tuple[Kind, list[Hit]]]:
    """Hits by kind, the kind of the best one first; within a kind, the best first."""
    kinds = dict.fromkeys(hit.kind for hit in hits)
    return [(kind, [hit for hit in hits if hit.kind == kind]) for kind in kinds]


def _kind_label(kind: Kind) -> str:
    return {"indicator": gettext("Questions"), "place": gettext("Places"), "topic": gettext("Topics")}[kind]


def hit_title(hit: Hit, catalog: Catalog) -> str:
    """Title of a search hit; of an indicator, with the group and the place in the search terms."""
    if hit.kind == "place":
        return hit.title
    place = catalog.by_slug.get(hit.selection.place) if hit.place else None
    places = [place.name] if place else []
    if place and hit.second:
        second = catalog.by_slug[hit.selection.compare_with]
        places = [gettext("{place} and {other}, compared", place=place.name, other=second.name)]
    parts = [hit.title, *([GROUPS[hit.group].label] if hit.group else []), *places]
    return " · ".join(parts)


def hit_detail(hit: Hit, catalog: Catalog, *, around: bool = True) -> str:
    """Description of a search hit: availability, larger place, a group without figures, the synonym it matched.

    With `around`, also the larger place that is shown for want of figures.
    """
    if hit.kind == "topic":
        number = sum(question.topic == hit.id for question in catalog.questions.values())
        return ngettext("Topic of {number} question", "Topic of {number} questions", number)
    parts = [_place_detail(hit, catalog)] if hit.kind == "place" else _question_detail(hit, catalog)
    parts += [*_within(hit, catalog), *(_instead(hit, catalog) if around else [])]
    if hit.lost:
        parts.append(gettext("no figures for “{group}”", group=GROUPS[hit.lost].label))
    if hit.called:
        parts.append(gettext("found as “{name}”", name=hit.called))
    return " · ".join(parts)


def _within(hit: Hit, catalog: Catalog) -> list[str]:
    """Why a ZIP code or a neighborhood leads to a place, in a sentence."""
    if not hit.within:
        return []
    is_zip = hit.within.isdigit()
    names = [p.name for p in municipalities_of(catalog, "zip" if is_zip else "neighborhood", hit.within)]
    places = join_list(names)
    if is_zip and len(names) == 1:
        return [gettext("ZIP code {code} is in {place}", code=hit.within, place=places)]
    if is_zip:
        return [gettext("ZIP code {code} is used in {places}", code=hit.within, places=places)]
    if len(names) == 1:
        return [gettext("{name} is part of {place}", name=hit.within, place=places)]
    return [gettext("{name} is in {places}", name=hit.within, places=places)]


def _question_detail(hit: Hit, catalog: Catalog) -> list[str]:
    """What a question is published for, or the version that opens where it is not the first."""
    question = catalog.questions[hit.question]
    if hit.id == question.indicators[0]:
        return [question_availability(question, catalog)]
    own = availability(catalog.indicators[hit.id], catalog)
    return [gettext("version “{version}”", version=question.version(hit.id).name), own]


def _place_detail(hit: Hit, catalog: Catalog) -> str:
    place = catalog.by_slug[hit.id]
    if county := county_of(place, catalog):
        return gettext("City or town in {county}", county=county.name)
    if place.level == "area" and place.kind in catalog.area_kinds:
        return catalog.area_kinds[place.kind].title
    return LEVEL_WORDS[place.level].label


def _instead(hit: Hit, catalog: Catalog) -> list[str]:
    """Note on the larger place a hit opens at, where the indicator has no figures for the place searched for."""
    place = catalog.by_slug.get(hit.place)
    if place is None or place.level == "state" or hit.selection.place == hit.place:
        return []
    around = catalog.by_slug.get(hit.selection.place)
    if around is None:
        return [gettext("no figures for {place}", place=place.name)]
    if hit.kind == "place":
        title = catalog.indicators[hit.selection.indicator].title
        return [gettext("{title}: shows {place}, which it is part of", title=title, place=around.name)]
    return [gettext("{place} is in {around}", place=place.name, around=around.name)]


def availability(indicator: Indicator, catalog: Catalog) -> str:
    """Availability of an indicator, one line: "Counties · by race and ethnicity · latest 2021–23"."""
    levels = available(catalog, indicator.id)
    places = [_places(at) for at in levels if at.level != "state"]
    ways = dict.fromkeys(d for at in levels for d in at.dimensions if d != OVERALL)
    # Of the finest level: a state's figure is often newer than those of its places.
    latest = next(at.latest for at in reversed(levels) if at.level != "area")
    parts = [capitalize_first(", ".join(places)) if places else gettext("State only")]
    if ways:
        parts.append(gettext("by {ways}", ways=", ".join(DIMENSIONS[d].label.lower() for d in ways)))
    parts.append(gettext("latest {period}", period=latest.label))
    return " · ".join(parts)


def question_availability(question: Question, catalog: Catalog) -> str:
    """Availability of a question in any version, one line: "State, counties · by race and ethnicity · latest 2022"."""
    every = [at for indicator in question.indicators for at in available(catalog, indicator)]
    shown = [at for at in every if at.shown]
    present = {at.level for at in shown}
    levels = [LEVEL_WORDS[level].plural for level in LEVELS if level in present - {"state"}]
    state = [gettext("state")] if "state" in present else []
    present_ways = {d for at in shown for d in at.dimensions if d != OVERALL}
    ways = [DIMENSIONS[d].label.lower() for d in DIMENSIONS if d in present_ways]
    parts = [capitalize_first(", ".join([*state, *levels])) if levels else gettext("State only")]
    if ways:
        parts.append(gettext("by {ways}", ways=", ".join(ways)))
    newest = max((newest_period(catalog, i) for i in question.indicators), key=lambda p: p.recency)
    parts.append(gettext("latest {period}", period=newest.label))
    return " · ".join(parts)


def _places(at: Available) -> str:
    """The places of a level, with their number where most have no figure."""
    level: Level = at.level
    plural = LEVEL_WORDS[level].plural
    if at.wide:
        return plural
    return gettext("{shown} of {places} {level}", shown=at.shown, places=at.places, level=plural)
