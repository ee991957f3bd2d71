"""Definitions in another language: indicators, sources and areas with every text a reader sees translated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data.catalog.models import Catalog, Indicator, Source
from data.language import say, speaking

INDICATOR_TEXTS = ("title", "unit", "unit_short", "definition")
WORDS = ("people", "happen", "happened", "events", "rate")
SOURCE_TEXTS = (
    "period", "licence", "update_frequency", "next_update", "hidden_because", "unavailable_because", "race_coding",
)  # fmt: skip
"""A publisher's name, the title of its table and how to cite it stay as they are: that is how they are found."""


def translated(catalog: Catalog, language: str) -> Catalog:
    """The catalogue as a reader of `language` sees it. Ids, addresses and figures are the same."""
    if language == "en":
        return catalog
    with speaking(language):
        return replace(
            catalog,
            indicators={i: _indicator(found) for i, found in catalog.indicators.items()},
            sources={i: _source(found) for i, found in catalog.sources.items()},
            places={i: replace(p, note=_said(p.note)) for i, p in catalog.places.items()},
            area_kinds={
                i: replace(k, title=say(k.title), coverage_note=_said(k.coverage_note))
                for i, k in catalog.area_kinds.items()
            },
        )


def messages(catalog: Catalog) -> Iterator[str]:
    """Every text of the definitions that `translated` translates, in English."""
    for indicator in catalog.indicators.values():
        yield from (getattr(indicator, name) for name in INDICATOR_TEXTS)
        yield from (getattr(indicator.words, name) for name in WORDS)
        yield from indicator.caveats
        yield from (b.note for b in indicator.breaks)
    for source in catalog.sources.values():
        yield from (text for name in SOURCE_TEXTS if (text := getattr(source, name)))
        yield from source.notes
        if source.race is not None and source.race.not_stated is not None:
            yield source.race.not_stated.of
    yield from (p.note for p in catalog.places.values() if p.note)
    for kind in catalog.area_kinds.values():
        yield from (text for text in (kind.title, kind.coverage_note) if text)


def _said(text: str) -> str:
    return say(text) if text else ""


def _indicator(found: Indicator) -> Indicator:
    return found.model_copy(
        update={
            **{name: say(getattr(found, name)) for name in INDICATOR_TEXTS},
            "words": found.words.model_copy(update={name: say(getattr(found.words, name)) for name in WORDS}),
            "caveats": tuple(say(text) for text in found.caveats),
            "breaks": tuple(b.model_copy(update={"note": say(b.note)}) for b in found.breaks),
        }
    )


def _source(found: Source) -> Source:
    texts: dict[str, object] = {name: _said(getattr(found, name)) for name in SOURCE_TEXTS}
    if found.race is not None and found.race.not_stated is not None:
        stated = found.race.not_stated.model_copy(update={"of": say(found.race.not_stated.of)})
        texts["race"] = found.race.model_copy(update={"not_stated": stated})
    return found.model_copy(update={**texts, "notes": tuple(say(text) for text in found.notes)})
