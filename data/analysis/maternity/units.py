"""Maternity units, and what is known of each at the end of a year: open, suspended, closed, or not known.

Statements are of a day, a month or a year, and no source tells every year. What one says holds until the next one says
otherwise, and before the first: a notice of a closure tells that the unit was open until then. Where a unit was open
at one statement and gone at the next one, and nothing says when it closed, the time between is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from data.catalog.fields import read_toml
from data.catalog.models import Catalog
from data.query.maternity.statements import Statement
from data.vocabulary import slugify

Status = Literal["open", "suspended", "closed", "unknown"]
Kind = Literal["hospital", "birth_center"]
FIRST_YEAR = 2016
"""The year before the first closure that a dated notice tells of; births by county begin with it too."""

_NAMES = Path(__file__).with_name("units.toml")
_AFTER: Mapping[str, Status] = {
    "open": "open", "births": "open", "none": "closed", "suspended": "suspended", "closed": "closed",
    "announced": "unknown",
}  # fmt: skip
"""What a statement leaves behind. An announced closure may have come about."""
_GONE: tuple[Status, ...] = ("suspended", "closed")


@dataclass(frozen=True, slots=True)
class Unit:
    """A hospital's unit for labor and delivery, or a birth center, and the statements about it by date.

    `geo_id` is its city or town. `shared` are statements about a number of Medicare that covers several hospitals: one
    of them is meant, and which is not said. `whole_hospital`: that it had a unit until it closed is not said.
    """

    slug: str
    name: str
    geo_id: str
    kind: Kind = "hospital"
    statements: tuple[Statement, ...] = ()
    shared: tuple[Statement, ...] = ()
    whole_hospital: bool = False

    def status(self, year: int) -> Status:
        """What is known of the unit at the end of a year."""
        return self.status_on(date(year, 12, 31))

    def status_on(self, day: date) -> Status:
        """What is known of the unit at the end of a day."""
        during = [s for s in self.statements if s.start <= day <= s.end]
        for statement in during:
            if statement.event in ("open", "births"):
                return "open"
            if statement.event == "none":
                return "closed"
        if any(s.event in _GONE and day < s.end for s in during):
            return "unknown"  # within the month or the year that the source gives for it
        before = self._last_known(day)
        if before in _GONE:
            return before
        after = next((s for s in self._telling if s.start > day), None)
        if before is None:
            return self._until(after)
        return "unknown" if after is not None and before == "open" and after.event == "none" else before

    @property
    def _telling(self) -> tuple[Statement, ...]:
        """Statements that tell whether it is open: a hospital that gave no answer has told nothing."""
        return tuple(s for s in self.statements if s.event in _AFTER)

    def _last_known(self, day: date) -> Status | None:
        """What the last statement before the end of a day leaves behind; None without one."""
        status: Status | None = None
        for statement in sorted(self._telling, key=lambda s: (s.end, s.start)):
            # What is suspended already is announced to stay so.
            if statement.end <= day and not (statement.event == "announced" and status in _GONE):
                status = _AFTER[statement.event]
        return status

    def _until(self, first: Statement | None) -> Status:
        """What it was before the first statement: open, where that one tells that it is, or that it ceases to be."""
        if first is None or first.event == "none" or self.whole_hospital:
            return "unknown"
        return "open"


def units(statements: Sequence[Statement], catalog: Catalog) -> tuple[Unit, ...]:
    """Units by name. A hospital that is known only for having none is not one; see `without_unit`."""
    return _units(tuple(statements), tuple(sorted((p.slug, p.geo_id) for p in catalog.places_of("municipality"))))


def without_unit(statements: Iterable[Statement]) -> tuple[str, ...]:
    """Names of hospitals that say they have no labor and delivery, where nothing says that they had."""
    named, called = _named(), read_toml(_NAMES).get("without", {})
    return tuple(
        sorted(
            str(called.get(name, name))
            for name, own in _by_hospital(statements).items()
            if name not in named and all(s.event == "none" for s in own)
        )
    )


@lru_cache(maxsize=4)
def _units(statements: tuple[Statement, ...], towns: tuple[tuple[str, str], ...]) -> tuple[Unit, ...]:
    by_name, geo_id_of, found = _by_hospital(statements), dict(towns), []
    for entry in _entries():
        own = tuple(sorted((s for name in entry.statements for s in by_name.get(name, ())), key=_when))
        shared = by_name.get(entry.campus_of, ())
        geo_id = geo_id_of.get(entry.place, "")
        if (own or shared) and geo_id:
            slug = slugify(entry.name)
            found.append(Unit(slug, entry.name, geo_id, entry.kind, own, shared, entry.whole_hospital))
    # A hospital of a later release, which nobody has named yet.
    for name, own in by_name.items():
        if name not in _named() and own[0].geo_id and any(s.event != "none" for s in own):
            found.append(Unit(slugify(name), name, own[0].geo_id, "hospital", own))
    return tuple(sorted(found, key=lambda unit: unit.slug))


def _named() -> frozenset[str]:
    """Names in the table that units.toml knows."""
    return frozenset(name for entry in _entries() for name in (*entry.statements, entry.campus_of))


def _by_hospital(statements: Iterable[Statement]) -> dict[str, tuple[Statement, ...]]:
    found: dict[str, tuple[Statement, ...]] = {}
    for statement in statements:
        found[statement.hospital] = (*found.get(statement.hospital, ()), statement)
    return found


def _when(statement: Statement) -> tuple[date, date, str]:
    return statement.start, statement.end, statement.event


@dataclass(frozen=True, slots=True)
class _Entry:
    """A unit as units.toml names it."""

    name: str
    place: str
    statements: tuple[str, ...]
    kind: Kind = "hospital"
    campus_of: str = ""
    whole_hospital: bool = False


@lru_cache(maxsize=1)
def _entries() -> tuple[_Entry, ...]:
    return tuple(_Entry(**{**unit, "statements": tuple(unit["statements"])}) for unit in read_toml(_NAMES)["unit"])
