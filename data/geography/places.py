"""Places: the state, its municipalities, and every area that is a set of municipalities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from data.catalog.fields import read_toml
from data.catalog.models import Place
from data.errors import DefinitionError, SnapshotError
from data.snapshot_rows import read_rows
from data.vocabulary import LEVELS, slugify

STATE_ID = "25"
MUNICIPALITY_COLUMNS = ("geo_id", "town_id", "slug", "name", "county", "source")


@dataclass(frozen=True, slots=True)
class AreaKind:
    """A kind of area: its title, the source of its lists of members, and a note on their coverage of the state."""

    id: str
    title: str
    source: str
    coverage_note: str


@dataclass(frozen=True)
class Geography:
    """All places by geo_id, publishers' aliases of municipalities, and the kinds of area by id."""

    places: Mapping[str, Place]
    aliases: Mapping[str, str]
    town_ids: Mapping[str, str]
    kinds: Mapping[str, AreaKind] = field(default_factory=dict)
    neighborhoods: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    """Names of neighborhoods and villages that are kept by hand, and the municipalities each is in."""

    @cached_property
    def by_slug(self) -> Mapping[str, Place]:
        """Places by slug."""
        return {p.slug: p for p in self.places.values()}

    @cached_property
    def _municipalities_by_key(self) -> Mapping[str, Place]:
        return {_key(p.name): p for p in self.places.values() if p.level == "municipality"}

    def municipality(self, name: str) -> Place | None:
        """Municipality of a name, in any case and in the spellings listed as aliases; None when there is none."""
        key = _key(name)
        place = self._municipalities_by_key.get(key)
        if place is None and key in self.aliases:
            place = self.by_slug[self.aliases[key]]
        return place

    def county(self, name: str) -> Place | None:
        """County of a name with or without the word "County"; None when there is none."""
        return next((p for p in self.of_level("county") if name.strip() in (p.name, p.short_name)), None)

    def of_level(self, level: str) -> tuple[Place, ...]:
        """Places of a level by geo_id."""
        return tuple(sorted((p for p in self.places.values() if p.level == level), key=lambda p: p.geo_id))


def _key(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def read_geography(municipalities: Path, areas: Path) -> Geography:
    """Read the list of municipalities and the area files (one TOML per kind of area).

    Raises SnapshotError or DefinitionError naming the file when a place is doubled, a member is no municipality, an
    alias is another municipality's name, or a kind that promises to cover the state leaves a municipality out or has
    it twice.
    """
    towns, town_ids = _read_municipalities(municipalities)
    places = {p.geo_id: p for p in towns}
    state_members = tuple(sorted(places))
    places[STATE_ID] = Place(STATE_ID, "massachusetts", "Massachusetts", "state", state_members)
    by_slug = {p.slug: p for p in towns}
    names = {_key(p.name) for p in towns}
    aliases: dict[str, str] = {}
    kinds: dict[str, AreaKind] = {}
    neighborhoods: dict[str, tuple[Place, ...]] = {}
    for path in sorted(areas.glob("*.toml")):
        content = read_toml(path)
        neighborhoods |= _read_neighborhoods(path, content, by_slug)
        for alias, slug in content.get("aliases", {}).items():
            if slug not in by_slug:
                raise DefinitionError(f"{path.name}: alias “{alias}” points to “{slug}”, which is no municipality")
            if aliases.get(_key(alias), slug) != slug or _key(alias) in names:
                raise DefinitionError(f"{path.name}: “{alias}” already names a municipality: an alias cannot rename it")
            aliases[_key(alias)] = slug
        if "level" in content:
            kind = _read_kind(path, content)
            if kind is not None and kind.id in kinds:
                raise DefinitionError(f"{path.name}: another file has areas of kind “{kind.id}” already")
            if kind is not None:
                kinds[kind.id] = kind
            for place in _read_areas(path, content, by_slug):
                if place.geo_id in places:
                    raise DefinitionError(f"{path.name}: geo_id “{place.geo_id}” stands for two places")
                places[place.geo_id] = place
    slugs = [p.slug for p in places.values()]
    doubled = sorted({s for s in slugs if slugs.count(s) > 1})
    if doubled:
        raise DefinitionError(f"areas: these slugs stand for two places each: {', '.join(doubled)}")
    return Geography(places, aliases, town_ids, kinds, neighborhoods)


def _read_neighborhoods(
    path: Path, content: Mapping[str, Any], by_slug: Mapping[str, Place]
) -> dict[str, tuple[Place, ...]]:
    """Names of neighborhoods with their municipalities. Raises DefinitionError for a name that is no neighborhood."""
    neighborhoods = {}
    names = {_key(p.name) for p in by_slug.values()}
    for name, slugs in content.get("neighborhoods", {}).items():
        unknown = [slug for slug in slugs if slug not in by_slug]
        if unknown or not slugs or len(set(slugs)) != len(slugs):
            wrong = f"no municipality is called {unknown[0]}" if unknown else "needs municipalities, each once"
            raise DefinitionError(f"{path.name}: “{name}”: {wrong}")
        if _key(name) in names:
            raise DefinitionError(f"{path.name}: “{name}” is itself a city or town")
        neighborhoods[name] = tuple(by_slug[slug] for slug in slugs)
    return neighborhoods


def _read_municipalities(path: Path) -> tuple[list[Place], dict[str, str]]:
    rows = list(read_rows(path, MUNICIPALITY_COLUMNS))
    places = [Place(r["geo_id"], r["slug"], r["name"], "municipality", (r["geo_id"],)) for r in rows]
    for column in ("geo_id", "town_id", "slug"):
        if len({r[column] for r in rows}) != len(rows):
            raise SnapshotError(f"{path.name}: a {column} stands twice")
    return places, {r["town_id"]: r["geo_id"] for r in rows}


def _read_kind(path: Path, content: dict[str, Any]) -> AreaKind | None:
    """Kind of the areas of a file; None for counties and regions, which are levels of their own."""
    if content["level"] != "area":
        return None
    texts = {}
    for key in ("kind", "title", "source", "coverage_note"):
        text = content.get(key)
        if not isinstance(text, str) or not text.strip():
            raise DefinitionError(f"{path.name}: needs the key “{key}” (a text): areas say what they are and cover")
        texts[key] = text
    return AreaKind(texts["kind"], texts["title"], texts["source"], texts["coverage_note"])


def _read_areas(path: Path, content: dict[str, Any], by_slug: Mapping[str, Place]) -> list[Place]:
    level = content["level"]
    if level not in LEVELS:
        raise DefinitionError(f"{path.name}: “{level}” is not a level; known: {', '.join(LEVELS)}")
    places: list[Place] = []
    seen: set[str] = set()
    for entry in content.get("area", ()):
        missing = [key for key in ("geo_id", "name", "members") if key not in entry]
        if missing:
            raise DefinitionError(f"{path.name}: area “{entry.get('name', '?')}” lacks {', '.join(missing)}")
        unknown = [slug for slug in entry["members"] if slug not in by_slug]
        if unknown:
            raise DefinitionError(f"{path.name}: {entry['name']}: no municipality is called {', '.join(unknown)}")
        members = tuple(sorted({by_slug[slug].geo_id for slug in entry["members"]}))
        if len(members) != len(entry["members"]):
            raise DefinitionError(f"{path.name}: {entry['name']}: a member stands twice")
        seen.update(members)
        if not members:
            raise DefinitionError(f"{path.name}: {entry['name']} has no members; leave it out until its list is known")
        slug = entry.get("slug", slugify(entry["name"]))
        kind, note = content.get("kind", ""), entry.get("note", "")
        places.append(Place(str(entry["geo_id"]), slug, entry["name"], level, members, kind, note))
    if content.get("covers_state"):
        if sum(len(p.members) for p in places) > len(seen):
            twice = sorted(p.name for p in by_slug.values() if sum(p.geo_id in a.members for a in places) > 1)
            raise DefinitionError(f"{path.name}: should divide the state but has twice: {', '.join(twice[:5])}")
        left_out = sorted(p.name for p in by_slug.values() if p.geo_id not in seen)
        if left_out:
            raise DefinitionError(f"{path.name}: should cover the state but leaves out {', '.join(left_out[:5])}")
    return places
