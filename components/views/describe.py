"""Description of a view for exports, which every format renders: title, figures, tables, notes, sources, URL.

It is made by the functions that make the page, so that what is taken along says what was seen. A new format reads a
`ViewDocument` and nothing else; a new figure of the page is one more `DocumentFigure`.
"""

from __future__ import annotations

from datetime import date

from components.documents.document import Filter, NothingToExportError, ViewDocument
from components.documents.explore_dataset import PlaceClass, Shaded, explore_dataset
from components.figures.map import classes, classes_kind, fills
from components.figures.tables import Table
from components.formatting.numbers import capitalize_first, format_value
from components.formatting.palette import CLASSES, HIDDEN, PAPER, UNRELIABLE
from components.page.notes import notes, source_notes, sources
from components.views.page_document import definitions_of, sources_of
from components.views.registry import view_of
from data.catalog.models import Source
from data.dates import day_of
from data.language import gettext, language
from data.query.selection import EXPLORE, Answer
from data.vocabulary import DIMENSIONS, GROUPS, LEVEL_WORDS, OVERALL, TOPICS, VIEW_LABELS, slugify


def describe(answer: Answer, origin: str, today: date, notices: tuple[str, ...] = ()) -> ViewDocument:
    """The view an answer shows. `origin` is the site's own address (scheme and host), `today` the day of the export.

    `notices` say what of the address asked for could not be followed. Raises NothingToExportError.
    """
    view = view_of(answer)
    contents = view.contents(answer)
    if not contents.figures and not contents.tables:
        raise NothingToExportError(
            gettext("This view shows no figures, so there is nothing to take along. Choose another view of it.")
        )
    indicator, catalog = answer.indicator, answer.catalog
    answers = (answer, *answer.related)
    used = _sources(answer, contents.tables)
    shades = {key: shade for part in contents.painted for key, shade in shading(part).items()}
    return ViewDocument(
        page="explore",
        words=answer.selection.parameters(),
        title=view.title(answer),
        subtitle=view.subtitle(answer),
        reading=tuple(view.reading(answer)),
        path=(TOPICS[indicator.topic], indicator.title, VIEW_LABELS[answer.selection.view]),
        filters=filters(answer),
        notices=notices,
        figures=contents.figures,
        tables=contents.tables,
        passages=contents.passages,
        dataset=explore_dataset(contents.tables, shades, used),
        definitions=definitions_of(part.indicator for part in answers),
        notes=tuple(dict.fromkeys(note for part in answers for note in notes(part))),
        source_notes=tuple(dict.fromkeys(note for part in answers for note in source_notes(part))),
        sources=used,
        data_version=catalog.version,
        built=day_of(catalog.built).isoformat(),
        exported=today,
        address=origin.rstrip("/") + EXPLORE + answer.selection.query(),
        file_stem=file_stem(answer),
        language=language(),
    )


def _sources(answer: Answer, tables: tuple[Table, ...]) -> tuple[Source, ...]:
    """The sources of the view and of every row of its tables, each once."""
    used = [*(source.id for source in sources(answer)), *(row.source for table in tables for row in table.rows)]
    return sources_of(used, answer.catalog)


def filters(answer: Answer) -> tuple[Filter, ...]:
    """Filters of the view: every choice with its label, in the order of the filter panel."""
    selection, catalog = answer.selection, answer.catalog
    level = LEVEL_WORDS[selection.level]
    kind = catalog.area_kinds.get(selection.kind)
    places = kind.title if kind is not None else level.plural if selection.level != "state" else level.singular
    entries = [
        Filter(gettext("Indicator"), answer.indicator.title),
        Filter(gettext("Places"), capitalize_first(places)),
        Filter(gettext("Place"), view_of(answer).first(answer).place.name),
        Filter(gettext("People compared by"), DIMENSIONS[selection.breakdown].label),
        Filter(gettext("Group"), GROUPS[selection.group].label),
        Filter(gettext("Period"), selection.period.long_label),
        Filter(gettext("View"), VIEW_LABELS[selection.view]),
    ]
    if selection.breakdown != OVERALL:
        reference = GROUPS[selection.reference].label if selection.reference else gettext("Everyone there")
        entries.append(Filter(gettext("Groups compared with"), reference))
    entries += view_of(answer).filters(answer)
    made_of = {
        "group": gettext("The group in view, every period"),
        "all": gettext("Every period and group"),
    }.get(classes_kind(answer), gettext("The period and group in view"))
    if selection.level != "state" and view_of(answer).has_maps(answer):
        entries.append(Filter(gettext("Map classes made of"), made_of))
    return tuple(entries)


def file_stem(answer: Answer) -> str:
    """File name of an export without its ending: `drug-overdose-deaths_black_counties_2021-2023_hampden-county`."""
    selection = answer.selection
    level = "" if selection.level == "state" else slugify(LEVEL_WORDS[selection.level].plural)
    kind = answer.catalog.area_kinds.get(selection.kind)
    parts = [
        slugify(answer.indicator.title),
        slugify(GROUPS[selection.group].label),
        slugify(kind.title) if kind is not None else level,
        selection.period.slug,
        view_of(answer).first(answer).place.slug,
        view_of(answer).beside(answer),
        "" if selection.view == "map" else selection.view,
    ]
    return "_".join(part for part in parts if part)


def shading(answer: Answer) -> dict[Shaded, PlaceClass]:
    """Class and colour of each place on the choropleth, by indicator, geo_id, group and period."""
    map_classes = classes(answer)
    colours = CLASSES[map_classes.number] if map_classes else ()
    shaded = {}
    selection = answer.selection
    for geo_id, colour in zip(answer.places.column("geo_id"), fills(answer), strict=True):
        number, bounds = 0, ""
        if map_classes and colour in colours:
            number = colours.index(colour) + 1
            bounds = "–".join(format_value(b, answer.indicator) for b in map_classes.bounds[number - 1 : number + 1])
        # The hatch's line is painted in this colour; a hidden place is not of that colour.
        key = (answer.indicator.id, str(geo_id), selection.group, selection.period.slug)
        shaded[key] = PlaceClass(number, bounds, {HIDDEN: "", UNRELIABLE: PAPER}.get(colour, colour))
    return shaded
