"""The outline of a region is the union of its members': as large, with as long a border, whichever they are."""

from __future__ import annotations

import json
import math
import random
from functools import cache
from itertools import pairwise
from typing import Any

import shapely

from data.geography.boundaries import read_collection
from data.query.pooling.outlines import region_outline
from data.settings import ROOT
from tests.questions import Asked


@cache
def collection() -> dict[str, Any]:
    return json.loads((ROOT / "assets" / "geometry" / "municipality.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_an_outline_is_as_large_and_as_long_as_the_union() -> None:
    dice, towns = (
        random.Random(5),
        {i: shapely.transform(g, lambda p: p / 1e4) for i, g in read_collection(collection()).items()},
    )
    for number in (1, 2, 5, 40, 150, 350, 351):
        for _ in range(4):
            members = dice.sample(sorted(towns), number)
            union = shapely.coverage_union_all([towns[member] for member in members])
            rings = [ring for (ring,) in region_outline(collection(), members)["coordinates"]]
            assert all(ring[0] == ring[-1] for ring in rings)
            area = sum((x1 - x2) * (y1 + y2) / 2 for ring in rings for (x1, y1), (x2, y2) in pairwise(ring))
            assert math.isclose(abs(area), union.area, rel_tol=1e-9)
            length = sum(math.dist(a, b) for ring in rings for a, b in pairwise(ring))
            assert math.isclose(length, union.length, rel_tol=1e-9)


def test_a_map_of_two_regions_has_both_and_the_lines_of_the_counties(ask_published: Asked) -> None:
    answer = ask_published(
        indicator="opioid_overdose_deaths", level="region", members="CKCP", with_members="Ef", with_name="Boston alone"
    )
    assert answer.shapes is not None
    assert set(answer.shapes.places) == {place.geo_id for place in answer.catalog.places_of("region")}
    assert answer.shapes.key == "region.CKCP.Ef"
    counties = ask_published.answers.shapes("county")
    assert all(shape.path in answer.shapes.coast for shape in counties.places.values())
    assert answer.shapes.frame == counties.frame
