"""Regions that were asked for are let go: anyone may make up as many as there are sets of cities and towns."""

from __future__ import annotations

import gc
import random
from pathlib import Path

import pytest

from components.views.page import parts
from data.catalog.models import Catalog
from data.query.answers import Answers
from data.query.connection import Database
from data.query.pooling.held_regions import MOST
from data.query.regions.member_code import encode, municipalities
from data.query.regions.region import regions_in
from tests.questions import Asked


def of_regions() -> list[Catalog]:
    """The catalogues with regions that something holds."""
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, Catalog) and regions_in(each)]


def test_catalogues_of_regions_are_not_kept(published: Path) -> None:
    ask, dice = Asked(Answers(Database(published), size=4)), random.Random(2)
    towns = municipalities(ask.catalog)
    others = {id(each) for each in of_regions()}  # those of other tests of this process
    for n in range(MOST + 24):
        words = {"indicator": "opioid_overdose_deaths", "members": encode(dice.sample(towns, 3), ask.catalog)}
        if n % 12:
            ask.parse(**words)
        else:
            parts(ask(**words), (), "/explore")
    kept = [each for each in of_regions() if id(each) not in others]
    # Those held, and those of the figures that are held beside them; answers are held without.
    assert len(kept) <= MOST + 4


def test_answers_are_held_without_the_catalogues_of_their_regions(published: Path) -> None:
    """Of more regions than are held, each answer is kept, and no more catalogues than those held."""
    ask, dice = Asked(Answers(Database(published), size=4 * MOST)), random.Random(3)
    towns = municipalities(ask.catalog)
    others = {id(each) for each in of_regions()}
    for n in range(MOST + 12):
        words = {"indicator": "opioid_overdose_deaths", "members": encode(dice.sample(towns, 3), ask.catalog)}
        assert ask(**words, name=f"Region {n}").place.name == f"Region {n}"
    assert sum(id(each) not in others for each in of_regions()) <= MOST


def test_a_catalogue_is_the_same_for_as_long_as_it_is_held(ask_published: Asked) -> None:
    words = {"indicator": "opioid_overdose_deaths", "members": "CKCP"}
    assert ask_published(**words).catalog is ask_published(**words, view="trend").catalog
    assert ask_published(**words).catalog is not ask_published(**words, lang="es").catalog


@pytest.mark.parametrize("view", ["map", "compare"])
def test_a_region_changes_nothing_of_the_answers_without_it(ask_published: Asked, view: str) -> None:
    words = {"indicator": "opioid_overdose_deaths", "level": "county", "view": view}
    plain, beside = ask_published(**words), ask_published(**words, members="CKCP")
    assert plain.places == beside.places
    assert not regions_in(plain.catalog)
    assert regions_in(beside.catalog)
