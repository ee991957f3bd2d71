"""What the page of maternity access is made from: what is known of units, the year and place asked for, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.page.paths import MATERNITY_ACCESS
from data.analysis.maternity.access import Access, FarAway, Residents, far_away
from data.analysis.maternity.distances import Distance
from data.catalog.models import Catalog, Place
from data.language import language
from data.query.map_shapes import Shapes
from data.query.rows import Row
from data.query.selection import Answer, to_query
from data.vocabulary import Period


@dataclass(frozen=True)
class MaternityView:
    """The page. `births` are rows of counties and the state by (geo_id, year); `place` is None where none is chosen.

    `answers` are Explore's own answers on mothers and babies: by county, one for each of `questions` that has one.
    `without` are names of hospitals that have no unit, and that nothing says had one.
    """

    access: Access
    catalog: Catalog
    shapes: Shapes
    residents: Residents
    year: int
    place: Place | None
    births: Mapping[tuple[str, int], Row]
    questions: tuple[str, ...]
    answers: Mapping[tuple[str, str], Answer]
    without: tuple[str, ...]
    notices: tuple[str, ...] = ()

    def births_of(self, geo_id: str, year: int) -> Row | None:
        """Births of a county or the state in a year, else in the newest year before it that has them."""
        years = [of for place, of in self.births if place == geo_id and of <= year]
        return self.births[geo_id, max(years)] if years else None

    def far(self, place: Place, year: int) -> FarAway | None:
        """People of a place by distance."""
        known = self.access.people.get((place.geo_id, year))
        return known or far_away(place, year, self.access.distances, self.residents)

    def distance(self, geo_id: str, year: int) -> Distance | None:
        """Distance of a city or town."""
        return self.access.distances.get((geo_id, year))

    def query(self, **words: str) -> str:
        """The part of the page's address after its path, with some words changed; the newest year is left out."""
        given = self.words(**words)
        return to_query(given) if given else ""

    def words(self, **words: str) -> dict[str, str]:
        """The words of the page's address in their order, with some changed; empty ones are left out."""
        year = "" if self.year == self.access.newest else str(self.year)
        found = {"place": self.place.slug if self.place else "", "year": year, **words}
        found["lang"] = "" if language() == "en" else language()
        return {key: word for key, word in found.items() if word}

    def address(self, **words: str) -> str:
        """The page's address."""
        return MATERNITY_ACCESS + self.query(**words)


def births_year(row: Row) -> int:
    """Year of a row of births."""
    return Period.parse(row.period).start.year
