"""ZIP codes and names of neighborhoods and villages, with the cities and towns they are used in.

`zip_codes_ma.csv` has the names of post offices of each ZIP code of Massachusetts, as the Postal Service lists them;
`zip_muni_xw.csv` and `nbhd_muni_xw.csv` are the Metropolitan Area Planning Council's (MAPC) keys from ZIP codes and
names of neighborhoods to municipalities. A ZIP code is used in the places that its post offices are named after, or
are in. MAPC's key fills in where no name of a post office is known, and is left out where its municipality is in
another county than the ZIP code. Of the names, those of whole municipalities are left out, and those that MAPC's key
places outside Massachusetts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from data.catalog.localities import Locality
from data.catalog.models import Place
from data.errors import SourceFileError
from data.geography.places import Geography
from data.sources.files.tables import Record, read_table, refuse_duplicates

POST_OFFICES = "zip_codes_ma.csv"
ZIP_KEY = "zip_muni_xw.csv"
NEIGHBORHOOD_KEY = "nbhd_muni_xw.csv"
FEWEST_ZIP_CODES = 500
"""The Postal Service has some 700 in Massachusetts: a file with fewer than this was cut short."""
_ZIP = re.compile(r"0[0-9]{4}")
Places = Mapping[str, tuple[Place, ...]]


def read_localities(folder: Path, source: str, geography: Geography, fewest: int = FEWEST_ZIP_CODES) -> list[Locality]:
    """Localities of the three files in a folder. Raises SourceFileError naming file, column and row."""
    offices = read_table(folder / POST_OFFICES, ("zip_code", "zip_code_type", "city", "acceptable_cities", "county"))
    refuse_duplicates(offices, "zip_code")
    if len(offices) < fewest:
        problem = f"has {len(offices)} ZIP codes, and Massachusetts has some 700: was the file cut short?"
        raise SourceFileError(folder / POST_OFFICES, problem)
    key = _zip_key(folder / ZIP_KEY, geography)
    names = _Names(geography, _neighborhood_key(folder / NEIGHBORHOOD_KEY, geography))
    rows: list[Locality] = []
    villages: dict[str, dict[str, None]] = {name: {p.geo_id: None} for name, p in names.of_key.items()}
    for office in offices:
        places = _places_of(office, names, key, geography)
        if not places:
            continue
        zip_code = _zip_code(office, "zip_code")
        rows += [Locality("zip", zip_code, n, p.geo_id, source) for n, p in enumerate(places, start=1)]
        city = office.text("city")
        if names.is_new(city):
            villages.setdefault(city, {}).update(dict.fromkeys(p.geo_id for p in places))
    for name, geo_ids in villages.items():
        rows += [Locality("neighborhood", name, n, geo_id, source) for n, geo_id in enumerate(geo_ids, start=1)]
    return sorted(rows)


class _Names:
    """Names of places: municipalities, those kept by hand, and those of MAPC's key; each gives municipalities."""

    def __init__(self, geography: Geography, of_key: Mapping[str, Place]) -> None:
        self._geography, self.of_key = geography, of_key
        self._by_hand = {name.casefold(): places for name, places in geography.neighborhoods.items()}
        self._of_key = {name.casefold(): place for name, place in of_key.items()}

    def municipalities(self, name: str) -> tuple[Place, ...]:
        """Municipalities a name is used in, none for an unknown one."""
        own = self._geography.municipality(name)
        if own is not None:
            return (own,)
        if name.casefold() in self._by_hand:
            return self._by_hand[name.casefold()]
        place = self._of_key.get(name.casefold())
        return (place,) if place else ()

    def is_new(self, name: str) -> bool:
        """Whether a name is none of these."""
        return not self.municipalities(name)


def _places_of(
    office: Record, names: _Names, key: Mapping[str, tuple[Place, ...]], geography: Geography
) -> tuple[Place, ...]:
    """Municipalities a ZIP code is used in: by its post offices' names, the first one first, else by MAPC's key."""
    texts = [office.text("city"), *(t.strip() for t in office.text("acceptable_cities").split(";") if t.strip())]
    if not texts[0]:
        raise office.error("city", "is empty where the name of a post office is expected")
    county = geography.county(office.text("county"))
    if county is None:
        raise office.error("county", f"“{office.text('county')}” is no county of Massachusetts")
    named = dict.fromkeys(place for text in texts for place in names.municipalities(text))
    if named:
        return tuple(named)
    return tuple(p for p in key.get(_zip_code(office, "zip_code"), ()) if p.geo_id in county.members)


def _zip_key(path: Path, geography: Geography) -> dict[str, tuple[Place, ...]]:
    key: dict[str, dict[Place, None]] = {}
    for record in read_table(path, ("zip", "muni_name", "muni_id")):
        place = _municipality(record, "muni_name", geography)
        if geography.town_ids.get(record.text("muni_id")) != place.geo_id:
            raise record.error("muni_id", f"{place.name} has another number than “{record.text('muni_id')}”")
        key.setdefault(_zip_code(record, "zip"), {})[place] = None
    return {zip_code: tuple(places) for zip_code, places in key.items()}


def _neighborhood_key(path: Path, geography: Geography) -> dict[str, Place]:
    """MAPC's names by municipality, without those that are a municipality, kept by hand, or outside the state."""
    records = read_table(path, ("neighborhood", "muni", "state"))
    refuse_duplicates(records, "neighborhood")
    by_hand = {name.casefold() for name in geography.neighborhoods}
    return dict(_of_key(records, geography, by_hand))


def _of_key(records: list[Record], geography: Geography, by_hand: set[str]) -> Iterator[tuple[str, Place]]:
    for record in records:
        name = record.text("neighborhood")
        if not name:
            raise record.error("neighborhood", "is empty where a name is expected")
        if record.text("state") != "MA" or name.casefold() in by_hand or geography.municipality(name) is not None:
            continue
        place = _municipality(record, "muni", geography)
        if _short(name) != _short(place.name):  # “Foxboro” is no part of Foxborough
            yield name, place


def _short(name: str) -> str:
    return name.casefold().replace("borough", "boro")


def _municipality(record: Record, column: str, geography: Geography) -> Place:
    place = geography.municipality(record.text(column))
    if place is None:
        raise record.error(column, f"“{record.text(column)}” is no city or town of Massachusetts")
    return place


def _zip_code(record: Record, column: str) -> str:
    text = record.code(column, 5)
    if not _ZIP.fullmatch(text):
        raise record.error(column, f"“{text}” is not a ZIP code of Massachusetts: five digits, the first a 0")
    return text
