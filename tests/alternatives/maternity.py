"""Maternity units a second time: from two bounds, the last day a unit is known to be open and the first it is not.

Nothing here asks the site's own queries or rules. Distances are angles between vectors, not haversines; people are
summed town by town. Which names of the table are one unit is the list of the site: that is a definition.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from data.settings import ROOT

NAMES = ROOT / "data" / "analysis" / "maternity" / "units.toml"
EARTH_MILES = 6371.0088 / 1.609344
MAINLAND_ONLY = ("25007", "25019")
"""Dukes and Nantucket: their units are for their own towns."""
Statement = tuple[str, date, date]


def state(statements: list[Statement], day: date, *, whole_hospital: bool = False) -> str:
    """What is known on a day of a unit that opens once and ends once, from (event, first day, last day)."""
    ends = sorted((last, first, event) for event, first, last in statements if event in ("suspended", "closed", "none"))
    gone = ends[0] if ends else None
    if any(event in ("open", "births") and first <= day <= last for event, first, last in statements):
        return "open"
    if any(event == "none" and first <= day <= last for event, first, last in statements):
        return "closed"
    if gone is not None:
        last, first, event = gone
        over = first if event == "none" else last
        if day >= over:
            past = [(end, start, e) for end, start, e in ends if (start if e == "none" else end) <= day]
            vague = [1 for end, start, e in ends if e != "none" and start <= day < end]
            return "unknown" if vague else {"none": "closed"}.get(past[-1][2], past[-1][2])
    announced = [first for event, first, _ in statements if event == "announced"]
    was_open = [last for event, _, last in statements if event in ("open", "births")]
    if gone is None and not was_open:
        return "unknown" if not announced or day >= min(announced) else "open"
    if gone is not None and day >= gone[1] and gone[2] != "none":
        return "unknown"  # within the days that are given for the end
    if announced and day >= min(announced):
        return "unknown"
    if whole_hospital:
        return "unknown"
    if gone is not None and gone[2] == "none" and not announced:
        return "open" if was_open and day <= max(was_open) else "unknown"
    return "open"


@dataclass(frozen=True)
class Unit:
    name: str
    geo_id: str
    hospital: bool
    statements: list[Statement]
    whole_hospital: bool

    def state(self, year: int) -> str:
        return state(self.statements, date(year, 12, 31), whole_hospital=self.whole_hospital)


@dataclass(frozen=True)
class World:
    """Everything from the file: units, points (longitude, latitude), counties of towns, residents by (town, year)."""

    units: list[Unit]
    points: Mapping[str, tuple[float, float]]
    members: Mapping[str, list[str]]
    residents: Mapping[tuple[str, int], int]

    @property
    def towns(self) -> list[str]:
        return self.members["25"]


def read(database: Path) -> World:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT hospital, geo_id, event, date_start, date_end FROM maternity_service ORDER BY ALL"
        ).fetchall()
        slugs = dict(connection.execute("SELECT slug, geo_id FROM geography WHERE level = 'municipality'").fetchall())
        points = {
            geo_id: (lon, lat)
            for geo_id, lon, lat in connection.execute("SELECT geo_id, label_lon, label_lat FROM geography").fetchall()
        }
        members: dict[str, list[str]] = {}
        for area, member in connection.execute("SELECT area, member FROM geography_member ORDER BY ALL").fetchall():
            members.setdefault(area, []).append(member)
        residents = {
            (geo_id, year): people
            for geo_id, year, people in connection.execute(
                "SELECT geo_id, year, population FROM population "
                "WHERE geo_level = 'municipality' AND stratum = 'overall'"
            ).fetchall()
        }
    units = []
    for entry in tomllib.loads(NAMES.read_text(encoding="utf-8"))["unit"]:
        said = [(event, first, last) for name, _, event, first, last in rows if name in entry["statements"]]
        units.append(
            Unit(
                entry["name"],
                slugs[entry["place"]],
                entry.get("kind") != "birth_center",
                said,
                entry.get("whole_hospital", False),
            )
        )
    return World(units, points, members, residents)


def vectors(points: list[tuple[float, float]]) -> Any:
    """Unit vectors (n × 3) of points in degrees."""
    lon, lat = np.radians(np.array(points)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def reached(world: World, year: int) -> dict[str, tuple[float, float]]:
    """Of each town, miles to the nearest unit that may be open, and to the nearest that is known to be."""
    islanders = {member for county in MAINLAND_ONLY for member in world.members[county]}
    states = [(unit, unit.state(year)) for unit in world.units if unit.hospital]
    there = [(unit, found) for unit, found in states if found in ("open", "unknown")]
    a = vectors([world.points[town] for town in world.towns])[:, None, :]
    b = vectors([world.points[unit.geo_id] for unit, _ in there])[None, :, :]
    miles = EARTH_MILES * np.arctan2(np.linalg.norm(np.cross(a, b), axis=2), (a * b).sum(axis=2))
    by_town = {}
    for row, town in zip(miles, world.towns, strict=True):
        pairs = [
            (float(distance), found)
            for distance, (unit, found) in zip(row, there, strict=True)
            if unit.geo_id not in islanders or town in islanders
        ]
        by_town[town] = (min(d for d, _ in pairs), min(d for d, found in pairs if found == "open"))
    return by_town


def far(world: World, place: str, year: int, limit: int, distances: Mapping[str, tuple[float, float]]) -> Any:
    """Residents of a place, the year they are of, and those farther than the limit: at least, at most."""
    of = max(y for _, y in world.residents if y <= year)
    people = {town: world.residents[town, of] for town in world.members[place]}
    low = sum(n for town, n in people.items() if distances[town][0] > limit)
    high = sum(n for town, n in people.items() if distances[town][1] > limit)
    return sum(people.values()), of, low, high
