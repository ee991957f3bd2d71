"""Translation of definitions: indicators, sources and areas with every text a reader sees in another language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data.catalog.models import Catalog, Indicator, Place, Source
from data.catalog.questions import Question
from data.language import LazyStrings, gettext, use_language

INDICATOR_TEXTS = ("title", "unit", "unit_short", "definition")
WORDS = ("phrase", "grouped", "happen", "happened", "events", "rate", "brief")
SOURCE_TEXTS = (
    "period", "licence", "update_frequency", "next_update", "hidden_because", "unavailable_because", "race_coding",
)  # fmt: skip
"""A publisher's name, the title of its table and how to cite it stay as they are: that is how they are found."""


def translated(catalog: Catalog, language: str) -> Catalog:
    """Catalogue with its texts in `language`. Ids, URLs and figures are the same."""
    if language == "en":
        return catalog
    with use_language(language):
        return replace(
            catalog,
            indicators={i: _indicator(definition) for i, definition in catalog.indicators.items()},
            questions={i: _question(question) for i, question in catalog.questions.items()},
            sources={i: _source(definition) for i, definition in catalog.sources.items()},
            places={i: _place(place) for i, place in catalog.places.items()},
            area_kinds={
                i: replace(k, title=gettext(k.title), coverage_note=_translate(k.coverage_note))
                for i, k in catalog.area_kinds.items()
            },
        )


def messages(catalog: Catalog) -> Iterator[str]:
    """Messages of the definitions, in English: all texts that `translated` translates."""
    for indicator in catalog.indicators.values():
        yield from (getattr(indicator, name) for name in INDICATOR_TEXTS)
        yield from (text for name in WORDS if (text := getattr(indicator.words, name)))
        yield from indicator.caveats
        yield from (b.note for b in indicator.breaks)
        yield from indicator.hidden_because.values()
    for question in catalog.questions.values():
        yield from (question.name, question.counts)
        yield from (text for version in question.versions for text in (version.name, version.differs, version.use))
    for source in catalog.sources.values():
        yield from (text for name in SOURCE_TEXTS if (text := getattr(source, name)))
        yield from source.notes
        if source.race is not None and source.race.not_stated is not None:
            yield source.race.not_stated.of
    yield from _REGIONS.messages()
    yield from _COMMUNITY_TYPES.messages()
    yield from (p.note for p in catalog.places.values() if p.note)
    for kind in catalog.area_kinds.values():
        yield from (text for text in (kind.title, kind.coverage_note) if text)


_REGIONS = LazyStrings(
    {
        name: name
        for name in (
            "Boston region", "Central region", "Metro West region", "Northeast region", "Southeast region",
            "Western region",
        )
    }
)  # fmt: skip

_COMMUNITY_TYPES = LazyStrings(
    {
        name: name
        for name in (
            "Inner Core", "Regional Urban Centers", "Maturing Suburbs", "Developing Suburbs", "Rural Towns",
        )
    }
)  # fmt: skip


def _place(place: Place) -> Place:
    """A place with its note, and the name of a county, a region or a community type; others keep theirs."""
    name, short = place.name, place.short_name
    if place.level == "county":
        name = gettext("{name} County", name=short)
    elif place.level == "eohhs_region" and name in _REGIONS:
        name = _REGIONS[name]
        # "Región Noreste", "Região Nordeste": in a list of regions the word for one is said once.
        short = name.partition(" ")[2] if name != place.name else short
    elif place.kind == "community_type" and name in _COMMUNITY_TYPES:
        name = short = _COMMUNITY_TYPES[name]
    return replace(place, name=name, own_name=short, note=_translate(place.note))


def _translate(text: str) -> str:
    return gettext(text) if text else ""


def _indicator(indicator: Indicator) -> Indicator:
    return indicator.model_copy(
        update={
            **{name: gettext(getattr(indicator, name)) for name in INDICATOR_TEXTS},
            "words": indicator.words.model_copy(
                update={name: _translate(getattr(indicator.words, name)) for name in WORDS}
            ),
            "caveats": tuple(gettext(text) for text in indicator.caveats),
            "hidden_because": {source: gettext(text) for source, text in indicator.hidden_because.items()},
            "breaks": tuple(b.model_copy(update={"note": gettext(b.note)}) for b in indicator.breaks),
        }
    )


def _question(question: Question) -> Question:
    """A question with what it counts and the words of its list and its switch."""
    versions = tuple(
        version.model_copy(update={name: gettext(getattr(version, name)) for name in ("name", "differs", "use")})
        for version in question.versions
    )
    return question.model_copy(
        update={"name": gettext(question.name), "counts": gettext(question.counts), "versions": versions}
    )


def _source(source: Source) -> Source:
    texts: dict[str, object] = {name: _translate(getattr(source, name)) for name in SOURCE_TEXTS}
    if source.race is not None and source.race.not_stated is not None:
        stated = source.race.not_stated.model_copy(update={"of": gettext(source.race.not_stated.of)})
        texts["race"] = source.race.model_copy(update={"not_stated": stated})
    return source.model_copy(update={**texts, "notes": tuple(gettext(text) for text in source.notes)})
