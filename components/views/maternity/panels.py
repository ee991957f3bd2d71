"""The page of maternity access: head, map by year, what has closed, who lives far away, what is not known."""

from __future__ import annotations

from collections.abc import Iterable

from dash.development.base_component import Component

from components.documents.export_menu import export_menu, view_file_address
from components.figures.findings.sentences import pair_sentence
from components.figures.findings.standing import place_against_state
from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import aria, data_attributes, english, html_fragment, parse_bold, parse_english
from components.formatting.numbers import join_list
from components.page.briefing.add_button import add_button, kept_view
from components.page.notes import source_words
from components.page.notices import with_offers
from components.page.paths import MATERNITY_ACCESS
from components.views.maternity.lanes import timeline
from components.views.maternity.tables import farthest_list, mothers_table, people_table, towns_table, units_table
from components.views.maternity.town_map import legend, map_text, town_map
from components.views.maternity.view import MaternityView
from components.views.maternity.words import (
    FAR,
    names_of,
    page_reading,
    page_subtitle,
    page_title,
    place_sentences,
    year_sentences,
)
from data.analysis.excess_selection import county_of
from data.analysis.maternity.access import COMMUNITY_TYPE
from data.catalog.models import Place
from data.language import gettext, language
from data.query.selection import EXPLORE, Answer

SOURCES = (
    "maternity_services", "massgis_boundaries", "census_subcounty_2019", "cdc_wonder_natality", "mapc_community_types",
)  # fmt: skip


def maternity_page(view: MaternityView) -> Component:
    """The page."""
    parts = [
        html.Div(_head(view), className="maternity-head"),
        _chooser(view),
        *_of_place(view),
        _map_section(view),
        _section(
            gettext("What has closed"), "closed", [html.P(closed_words(), className="figure-note"), timeline(view)]
        ),
        _section(people_title(), "far", [*_people_note(view), people_table(view), _download(view)]),
        *_mothers(view),
        _details(gettext("Every unit, with source and date"), units_table(view)),
        _details(gettext("Every city and town"), towns_table(view)),
        *_notes(view),
    ]
    labels = "|".join(gettext("End of {year}", year=year) for year in view.access.years)
    said = "|".join(map_text(view, year) for year in view.access.years)
    return html_fragment(
        parts, className="maternity", id="maternity",
        **data_attributes(
            title=page_title(view), description=page_subtitle(view), labels=labels, said=said,
            newest=str(view.access.newest),
        ),
    )  # fmt: skip


def _head(view: MaternityView) -> list[SafeHtml]:
    reading = page_reading(view)
    kept = kept_view("maternity-access", view.words(), page_title(view), reading, view.catalog.version)
    parts: list[SafeHtml] = [
        html.P(gettext("Maternity access"), className="path"),
        html.H1(page_title(view), className="view-title"),
        html.P(page_subtitle(view), className="view-subtitle"),
        *([html.P(parse_bold(" ".join(reading)), className="view-reading")] if reading else []),
        html.Div([export_menu("maternity-access", view.words()), add_button(kept)], className="page-actions"),
    ]
    parts += [html.Div(html.P(list(with_offers(sentence))), className="notice") for sentence in view.notices]
    return parts


def _section(title: str, key: str, parts: Iterable[Content]) -> SafeHtml:
    return html.Section(
        [html.H2(title, id=f"maternity-about-{key}", className="maternity-title"), *parts],
        className="maternity-section",
        **aria(labelledby=f"maternity-about-{key}"),
    )


def _details(title: str, content: SafeHtml) -> SafeHtml:
    return html.Details([html.Summary(title), content], className="maternity-details")


def _chooser(view: MaternityView) -> SafeHtml:
    """The form of a city, town, county or region: it asks the server, with or without scripts."""
    catalog = view.catalog
    chosen = view.place.slug if view.place else ""

    def options(places: Iterable[Place]) -> list[SafeHtml]:
        return [html.Option(p.name, value=p.slug, selected=p.slug == chosen) for p in places]

    choices = [
        html.Option(gettext("Choose a place"), value="", selected=not chosen),
        html.Optgroup(options(catalog.places_of("municipality")), label=gettext("Cities and towns")),
        html.Optgroup(options(catalog.places_of("county")), label=gettext("Counties")),
        html.Optgroup(options(catalog.places_of("eohhs_region")), label=gettext("Regions")),
    ]
    if view.place is not None and view.place.level == "area":
        choices.append(html.Optgroup(options([view.place]), label=gettext("Areas")))
    # The newest year and English are not told: the script tells the year when another one is shown.
    kept = (("year", str(view.year), view.year != view.access.newest), ("lang", language(), language() != "en"))
    hidden = [html.Input(type="hidden", name=name, value=word, disabled=not told) for name, word, told in kept]
    return html.Form(
        [
            html.Label(gettext("How far is it from your city or town?"), htmlFor="maternity-place"),
            html.Div(
                [
                    html.Select(choices, id="maternity-place", name="place", className="form-select"),
                    html.Button(gettext("Show"), type="submit", className="action primary"),
                ],
                className="maternity-choice",
            ),
            *hidden,
        ],
        action=MATERNITY_ACCESS,
        method="get",
        className="maternity-form",
    )


def _of_place(view: MaternityView) -> Iterable[SafeHtml]:
    """What is known of the chosen place: its unit now and then, and mothers and babies there as Explore says it."""
    if view.place is None:
        return
    parts: list[Content] = [html.H2(view.place.name, className="maternity-title")]
    parts += [html.P(parse_bold(sentence)) for sentence in place_sentences(view, view.place)]
    county = county_in(view, view.place)
    items = [] if county is None else list(_county_sentences(view, county))
    if items:
        parts += [html.P(gettext("Mothers and babies in {place}:", place=county.name if county else "")),
                  html.Ul(items, className="maternity-told")]  # fmt: skip
    parts.append(html.P(html.A(gettext("All of Massachusetts"), href=view.address(place=""))))
    yield html.Section(parts, className="maternity-place", **aria(label=view.place.name))


def county_in(view: MaternityView, place: Place) -> Place | None:
    """The county that is told of beside a place: itself, or the one a city or town is in."""
    return place if place.level == "county" else county_of(place, view.catalog)


def _county_sentences(view: MaternityView, county: Place) -> Iterable[SafeHtml]:
    for name, sentence, answer in county_sentences(view, county):
        link = html.A(gettext("See it in Explore"), href=EXPLORE + answer.selection.query())
        yield html.Li([html.Span(f"{name}: ", className="maternity-question"), *parse_bold(sentence), " ", link])


def county_sentences(view: MaternityView, county: Place) -> Iterable[tuple[str, str, Answer]]:
    """How a county stands to the state, by question: its name, the sentence, and the answer it is from."""
    for question in view.questions:
        answer = view.answers.get((county.geo_id, question))
        pair = None if answer is None else place_against_state(answer)
        if answer is not None and pair is not None:
            sentence = pair_sentence(pair, answer.indicator, answer.catalog)
            yield view.catalog.questions[question].name, sentence, answer


def _map_section(view: MaternityView) -> SafeHtml:
    figure = html.Figure(
        [
            _years(view),
            html.Div([town_map(view), html.P(id="maternity-said", className="maternity-said", hidden=True)],
                     className="maternity-canvas"),
            html.Figcaption(legend(view)),
        ],
        className="maternity-figure",
    )  # fmt: skip
    beside: list[SafeHtml] = []
    for year in view.access.years:
        said = [html.P(parse_bold(sentence)) for sentence in year_sentences(view, year)]
        farthest = html.H3(gettext("Farthest at the end of {year}", year=year), className="figure-title")
        beside.append(
            html.Div([*said, farthest, farthest_list(view, year)], hidden=year != view.year, className="maternity-year",
                     **data_attributes(year=str(year)))
        )  # fmt: skip
    title = gettext("How far it is to the nearest open unit")
    return _section(title, "map", [html.Div([figure, html.Div(beside)], className="maternity-row")])


def _years(view: MaternityView) -> SafeHtml:
    """The years as links; with scripts also a slider, which draws another year without asking the server."""
    years = view.access.years
    links = [
        html.Li(
            html.A(
                str(year),
                href=view.address(year="" if year == view.access.newest else str(year)),
                **data_attributes(to=str(year)),
                **(aria(current="true") if year == view.year else {}),
            )
        )
        for year in years
    ]
    slider = html.Input(
        type="range", id="maternity-year", min=years[0], max=years[-1], step=1, value=view.year, className="form-range",
        hidden=True, **aria(label=gettext("Year")),
    )  # fmt: skip
    return html.Div(
        [slider, html.Ul(links, className="maternity-years", **aria(label=gettext("Years")))],
        className="maternity-slider",
    )


def closed_words() -> str:
    """What the timeline is drawn from, and what is missing in it."""
    return gettext(
        "Each line is drawn from the statements beside it. Some give a day, others only a month or a year. Closures "
        "that no source here mentions are missing."
    )


def people_title() -> str:
    """Heading of the people who live far away."""
    return gettext("Who lives farther than {miles} miles from one", miles=FAR)


def _people_note(view: MaternityView) -> list[SafeHtml]:
    return [
        html.P(text, className="figure-note", hidden=year != view.year, **data_attributes(year=str(year)))
        for year in view.access.years
        if (text := people_words_of(view, year))
    ]


def people_words_of(view: MaternityView, year: int) -> str:
    """Of which years the people and births beside a year are; empty where there are none."""
    far = view.far(view.catalog.state, year)
    if far is None:
        return ""
    return gettext(
        "At the end of {year}. Residents are those of {residents}; births are known for counties only.",
        year=year, residents=far.residents_year,
    )  # fmt: skip


def _download(view: MaternityView) -> SafeHtml:
    link = html.A(
        gettext("Download all years as CSV"),
        href=view_file_address("maternity-access", "csv") + view.query(place="", year=""),
        className="action maternity-get",
    )
    return html.P(link)


def far_counties(view: MaternityView) -> tuple[Place, ...]:
    """Counties in which people live, or may live, far from a unit at the end of the newest year."""
    found = []
    for county in view.catalog.places_of("county"):
        far = view.far(county, view.access.newest)
        if far is not None and not far.nobody(FAR):
            found.append(county)
    return tuple(found)


def _mothers(view: MaternityView) -> Iterable[SafeHtml]:
    counties = far_counties(view)
    if not counties or not view.questions:
        return
    yield _section(
        gettext("Mothers and babies in these counties"),
        "mothers",
        [html.P(mothers_words(view), className="figure-note"), mothers_table(view, counties)],
    )


def mothers_words(view: MaternityView) -> str:
    """Of which counties the figures on mothers and babies are, and what they do not say."""
    return gettext(
        "The counties where somebody lives, or may live, farther than {miles} miles from a unit at the end of {year}. "
        "Figures are of the whole county; each leads to its view in Explore. Distance and these figures stand side by "
        "side; neither is shown to cause the other.",
        miles=FAR,
        year=view.access.newest,
    )


def _notes(view: MaternityView) -> Iterable[SafeHtml]:
    yield _listed(gettext("What is not known"), unknown_words(view))
    yield _listed(gettext("How this is worked out"), method_words(view))
    cited = [source_words(view.catalog.sources[key]) for key in SOURCES if key in view.catalog.sources]
    yield _listed(gettext("Sources"), cited)


def unknown_words(view: MaternityView) -> list[str]:
    """What no source tells, in sentences; names in them are marked as English."""
    access = view.access
    unknown = access.hospitals(access.newest, "unknown")
    not_known: list[str] = []
    if unknown:
        not_known.append(
            gettext("These gave Medicare no answer, or share a number with others that has one: {names}.",
                    names=names_of(view, unknown))
        )  # fmt: skip
    if view.without:
        names = join_list([english(name) for name in view.without])
        not_known.append(
            gettext(
                "These hospitals say that they have no labor and delivery. No source here says whether they had it "
                "before: {names}.",
                names=names,
            )
        )
    source = view.catalog.sources.get("maternity_services")
    return [*not_known, *([] if source is None else source.notes)]


def method_words(view: MaternityView) -> list[str]:
    """How distances, people and births are worked out, and what that leaves out."""
    access, state = view.access, view.catalog.state
    far = view.far(state, access.newest)
    said = [
        gettext(
            "A distance is a straight line over the ground between two label points. A label point is where the name "
            "of a city or town stands on the map; it is not where most of its people live. Roads are longer."
        ),
        gettext(
            "A unit stands at the label point of its city or town, since the sources name no street. To people of that "
            "city or town it is 0 miles away."
        ),
        gettext(
            "A line may cross water. Units on Martha’s Vineyard and Nantucket count for people of these islands only. "
            "Hospitals in other states are not counted: no source here tells of them."
        ),
        gettext(
            "What a source says of a unit holds until the next one says otherwise, and before the first. So a unit "
            "that was open in 2024 is taken to have been open before, and afterward unless a notice says otherwise."
        ),
        gettext(
            "Where a unit was open, and later gone, and no source says when it closed, the time between is not known. "
            "Where that unit would be nearest, there is a range: its lower end is true if it was open."
        ),
        gettext("Birth centers have a line in the table above; distances are to hospitals only."),
        gettext(
            "All people of a city or town count as far away as its label point. Births are published by county: how "
            "many are far away is known only where all of a county is, or none of it."
        ),
    ]
    if far is not None and far.residents_year < access.newest:
        said.append(
            gettext(
                "The newest counts of residents by city and town here are of {year}; later years use them too.",
                year=far.residents_year,
            )
        )
    kind = view.catalog.area_kinds.get(COMMUNITY_TYPE)
    if kind is not None:
        said.append(gettext("{title}: {note}", title=kind.title, note=kind.coverage_note))
    else:
        said.append(gettext("No list of rural places is at hand, so none is told apart."))
    return said


def _listed(title: str, sentences: Iterable[str]) -> SafeHtml:
    items = [html.Li(parse_english(sentence)) for sentence in sentences]
    return html.Section(
        [html.H2(title, className="maternity-title"), html.Ul(items, className="maternity-notes")],
        className="maternity-section",
    )
