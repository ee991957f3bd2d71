"""Pooled figures of regions: those of a build where a build has them, sums of what is published, and nothing more."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from data.catalog.models import Catalog, Place
from data.query.connection import Database
from data.query.pooling.figures import RegionFigures, region_figures
from data.query.pooling.parts import Parts, Stratum, read_parts
from data.query.pooling.sums import Pooled, counties_of, pool
from data.query.regions.region import region_place
from data.query.rows import Row
from data.vocabulary import Level, Period
from tests.alternatives import regions as slow
from tests.questions import Asked

REGIONS = 1_000
ROLLED = "opioid_overdose_deaths"
"""The indicator whose counties, regions, areas and state a build sums from cities and towns itself."""


@pytest.fixture(scope="module")
def towns(published: Path, ask_published: Asked) -> Parts:
    with Database(published).cursor() as cursor:
        return read_parts(cursor, ask_published.catalog, "municipality")


@pytest.fixture(scope="module")
def counties(published: Path, ask_published: Asked) -> Parts:
    with Database(published).cursor() as cursor:
        return read_parts(cursor, ask_published.catalog, "county")


def summed(parts: Parts, members: tuple[str, ...], catalog: Catalog) -> Mapping[tuple[str, str, str], Pooled]:
    return pool(parts, members, region_place(catalog, members), catalog)


def random_members(catalog: Catalog, number: int) -> Iterator[tuple[str, ...]]:
    dice, every = random.Random(13), sorted(p.geo_id for p in catalog.places_of("municipality"))
    sizes = (*(1, 2, 3, 5, 10, 30) * 4, 100, len(every))
    for _ in range(number):
        yield tuple(sorted(dice.sample(every, dice.choice(sizes))))


def key_of(key: tuple[str, str, str]) -> slow.Key:
    period = Period.parse(key[2])
    return key[0], key[1], period.start.isoformat(), period.end.isoformat()


def check(found: Mapping[tuple[str, str, str], Pooled], expected: dict[slow.Key, slow.Sum]) -> None:
    assert {key_of(key) for key in found} == set(expected)
    for key, pooled in found.items():
        row, figure = pooled.row, expected[key_of(key)]
        for got, wanted in (
            (row.value, figure.value), (row.numerator, figure.numerator), (row.denominator, figure.denominator),
        ):  # fmt: skip
            assert slow.close(wanted, got), key
        assert row.status == figure.status, key
        assert set(pooled.missing.parts if pooled.missing else ()) == figure.missing, key


def test_a_thousand_regions_pool_to_what_the_slow_way_gives(
    published: Path, ask_published: Asked, towns: Parts
) -> None:
    parts, dice = slow.read_parts(published, "municipality"), random.Random(7)
    for n, members in enumerate(random_members(ask_published.catalog, REGIONS)):
        found = summed(towns, members, ask_published.catalog)
        expected = {key: slow.pooled(of, members) for key, of in parts.items()}
        check(found, expected)
        if n % 50 == 0:  # bisection of sums of probabilities takes its time
            few = [(k, p) for k, p in found.items() if p.row.ci_high > 0 and p.row.numerator < 500]
            if not few:
                continue
            key, pooled = dice.choice(few)
            of = parts[key_of(key)]
            low, high = slow.interval(expected[key_of(key)], of[members[0]])
            assert math.isclose(pooled.row.ci_low, low, rel_tol=1e-6, abs_tol=1e-9)
            assert math.isclose(pooled.row.ci_high, high, rel_tol=1e-6, abs_tol=1e-9)


def test_regions_of_whole_counties_pool_what_only_counties_have(
    published: Path, ask_published: Asked, counties: Parts
) -> None:
    catalog, dice = ask_published.catalog, random.Random(3)
    parts = slow.read_parts(published, "county")
    every = sorted(p.geo_id for p in catalog.places_of("county"))
    percentages = 0
    for _ in range(30):
        chosen = tuple(sorted(dice.sample(every, dice.randint(1, 6))))
        members = tuple(m for geo_id in chosen for m in catalog.places[geo_id].members)
        assert counties_of(members, catalog) == chosen
        largest = max((catalog.places[geo_id] for geo_id in chosen), key=lambda county: len(county.members))
        if len(largest.members) > 1:  # Nantucket has one town
            assert counties_of([m for m in members if m != largest.members[0]], catalog) == ()
        found = pool(counties, chosen, region_place(catalog, members), catalog)
        check(found, {key: slow.pooled(of, chosen) for key, of in parts.items()})
        few = [(k, p) for k, p in found.items() if p.row.ci_high > 0 and p.row.numerator < 500]
        if not few:
            continue
        key, pooled = dice.choice(few)
        percentages += catalog.indicators[key[0]].measure == "percent"
        low, high = slow.interval(slow.pooled(parts[key_of(key)], chosen), parts[key_of(key)][chosen[0]])
        assert math.isclose(pooled.row.ci_low, low, rel_tol=1e-6, abs_tol=1e-9)
        assert math.isclose(pooled.row.ci_high, high, rel_tol=1e-6, abs_tol=1e-9)
    assert percentages


@pytest.mark.parametrize("level", ["state", "eohhs_region", "county", "area", "municipality"])
def test_a_place_of_a_build_is_the_region_of_its_towns(ask_published: Asked, towns: Parts, level: Level) -> None:
    """The state, every region, county and area, figure for figure, interval and status: one rule, found twice."""
    catalog = ask_published.catalog
    for place in catalog.places_of(level)[: 12 if level == "municipality" else None]:
        own = ask_published.answers.group_series(ROLLED, place.geo_id, "overall")
        found = summed(towns, place.members, catalog)
        assert {row.period for row in own} == {key[2] for key in found if key[0] == ROLLED}
        for built in own:
            row = found[ROLLED, "overall", built.period].row
            assert (row.status, row.numerator, row.denominator) == (built.status, built.numerator, built.denominator)
            for name in ("value", "ci_low", "ci_high"):
                assert math.isclose(getattr(row, name), getattr(built, name), rel_tol=1e-9), (place.slug, name)


def test_the_union_of_disjoint_regions_is_the_sum_of_both(ask_published: Asked, towns: Parts) -> None:
    catalog = ask_published.catalog
    for members in random_members(catalog, 40):
        if len(members) < 2:
            continue
        one, other = members[::2], members[1::2]
        both = summed(towns, members, catalog)
        first, second = summed(towns, one, catalog), summed(towns, other, catalog)
        for key, pooled in both.items():
            if pooled.row.has_value:
                for name in ("numerator", "denominator"):
                    total = getattr(first[key].row, name) + getattr(second[key].row, name)
                    assert np.isclose(getattr(pooled.row, name), total, equal_nan=True), key
            elif first[key].row.has_value and second[key].row.has_value:
                assert first[key].row.source != second[key].row.source, key


def figures(ask: Asked, *slugs: str) -> RegionFigures:
    catalog = ask.catalog
    members = [member for slug in slugs for member in catalog.by_slug[slug].members]
    return ask.answers.region(region_place(catalog, members))


@pytest.mark.parametrize("slug", ["massachusetts", "hampden-county", "boston-region", "springfield", "nantucket"])
def test_a_region_with_the_members_of_a_place_has_everything_that_is_published_of_it(
    ask_published: Asked, slug: str
) -> None:
    catalog, own = ask_published.catalog, figures(ask_published, slug)
    place = catalog.by_slug[slug]
    assert place in own.same
    shown = 0
    for indicator in catalog.indicators:
        if not catalog.has_figures_for(indicator, place) and place.level != "state":
            continue
        for row in ask_published.answers.group_series(indicator, place.geo_id, "race_ethnicity").with_value():
            told = own.of(indicator).only(stratum=row.stratum, period=row.period)
            assert told is not None
            assert [getattr(told, name) for name in ("value", "status", "source")] == [
                getattr(row, name) for name in ("value", "status", "source")
            ]
            assert own.origins[indicator, row.stratum, row.period].published
            shown += 1
    assert shown > 5


def test_what_hidden_members_leave_open_is_said(ask_published: Asked) -> None:
    own = figures(ask_published, "springfield", "hampden")
    open_counts = {
        key: missing for key, missing in own.missing.items() if key[0] == "opioid_overdose_death_counts"
    }  # fmt: skip
    assert open_counts
    for (indicator, stratum, period), missing in open_counts.items():
        row = own.of(indicator).only(stratum=stratum, period=period)
        assert row is not None
        assert not row.has_value
        for member in missing.parts:
            slug = ask_published.catalog.places[member].slug
            part = figures(ask_published, slug).of(indicator).only(stratum=stratum, period=period)
            assert part is None or not part.has_value or part.source != row.source
            assert (member in missing.hidden) == (part is not None and part.status == "suppressed")


COUNTIES = ("franklin-county", "hampshire-county", "hampden-county")
"""Counties whose 69 towns have planted counts: made up, as is which of them are hidden."""


class World:
    """Planted counts of some towns: which are hidden, and of which counties the total is published all the same."""

    def __init__(self, catalog: Catalog, dice: random.Random) -> None:
        self.catalog = catalog
        self.counties = [catalog.by_slug[slug] for slug in COUNTIES]
        self.towns = [member for county in self.counties for member in county.members]
        self.truth = np.array([float(dice.randint(0, 40)) for _ in self.towns])
        self.hidden = np.array([dice.random() < 0.15 for _ in self.towns])
        self.printed = [county for county in self.counties if dice.random() < 0.6]

    def published(self) -> np.ndarray:
        """Each published number as the towns it is the sum of: one row a number, one column a town."""
        towns = [row for row, hidden in zip(np.eye(len(self.towns)), self.hidden, strict=True) if not hidden]
        counties = [[float(town in county.members) for town in self.towns] for county in self.printed]
        return np.array([*towns, *counties])

    def shown(self, members: tuple[str, ...], truth: np.ndarray) -> float:
        """The number of events that is shown of a region if the counts were `truth`; NaN where none is."""
        stratum = Stratum(ROLLED, "overall", "overall", "2018", "dph_opioid_towns_2019")
        line = np.full((1, len(self.towns)), np.nan)
        parts = Parts(
            "municipality", {town: n for n, town in enumerate(self.towns)}, (stratum,), line,
            np.where(self.hidden, np.nan, truth)[None, :], np.where(self.hidden, np.nan, 1000.0)[None, :],
            self.hidden[None, :],
        )  # fmt: skip
        columns = {county.geo_id: n for n, county in enumerate(self.catalog.places_of("county"))}
        empty = np.zeros((0, len(columns)))
        none = Parts("county", columns, (), empty, empty, empty, empty.astype(bool))
        region = region_place(self.catalog, members)
        printed = [
            (county, {ROLLED: [self._total(county, truth)]})
            for county in self.printed
            if set(county.members) == set(members)
        ]
        found = region_figures(region, self.catalog, {"municipality": parts, "county": none}, printed)
        row = found.of(ROLLED).only(period="2018")
        assert row is not None
        return row.numerator

    def _total(self, county: Place, truth: np.ndarray) -> Row:
        total = sum(count for town, count in zip(self.towns, truth, strict=True) if town in county.members)
        return Row(
            county.geo_id, county.slug, county.name, county.level, 0.0, 0.0, "overall", "overall", "2018",
            total, total, total, total, 1000.0 * len(county.members), "reported", "dph_opioid_towns_2019",
        )  # fmt: skip

    def regions(self, dice: random.Random) -> Iterator[tuple[str, ...]]:
        """Regions as somebody would ask for who wants a hidden count: counties, and those less a town or two."""
        for county in self.counties:
            yield county.members
            yield from (tuple(m for m in county.members if m != left_out) for left_out in county.members)
        yield tuple(self.towns)
        yield from (tuple(dice.sample(self.towns, dice.randint(1, 20))) for _ in range(20))


def test_no_combination_of_regions_tells_more_of_a_hidden_count_than_is_published(ask_published: Asked) -> None:
    """What is shown of a region as a sum over towns, found by changing one count after the other.

    Every such sum is one of published numbers: it lies in their span, so that no sum or difference of regions does not.
    """
    dice = random.Random(17)
    for _ in range(3):
        world = World(ask_published.catalog, dice)
        assert world.hidden.any()
        sums = []
        for members in world.regions(dice):
            before = world.shown(members, world.truth)
            if math.isnan(before):
                continue
            row = [
                world.shown(members, world.truth + step) - before if town in members else 0.0
                for town, step in zip(world.towns, np.eye(len(world.towns)), strict=True)
            ]
            sums.append(row)
            assert np.isclose(before, np.array(row) @ world.truth)
        published = world.published()
        together = np.vstack([published, *np.array(sums)[:, None, :]])
        assert np.linalg.matrix_rank(together) == np.linalg.matrix_rank(published)


def test_a_region_with_a_hidden_member_has_no_figure_and_names_it(ask_published: Asked, towns: Parts) -> None:
    catalog, dice = ask_published.catalog, np.random.default_rng(11)
    for _ in range(5):
        gone = dice.random(towns.amounts.shape) < 0.2
        planted = Parts(
            towns.level, towns.columns, towns.strata, np.where(gone, np.nan, towns.amounts),
            np.where(gone, np.nan, towns.events), np.where(gone, np.nan, towns.people), gone | towns.hidden,
        )  # fmt: skip
        for members in random_members(catalog, 8):
            shown = summed(planted, members, catalog)
            at = [towns.columns[member] for member in members]
            for n, stratum in enumerate(towns.strata):
                pooled = shown[stratum.indicator, stratum.stratum, stratum.period]
                if pooled.row.source == stratum.source and gone[n, at].any():
                    assert not pooled.row.has_value
                    assert math.isnan(pooled.row.numerator)
                    assert pooled.missing is not None
                    hidden = {member for member, column in zip(members, at, strict=True) if planted.hidden[n, column]}
                    assert set(pooled.missing.hidden) == hidden
