"""What is not known: how many places have no figure, who lives there, and events without a recorded race."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from data.analysis.missing_data import StatedShare, Unrecorded, divides_by_race, places_without_figure, unrecorded_share
from data.catalog.race_coding import NotStated, Race
from data.query.answers import Answers
from data.query.connection import Database
from data.query.selection import Answer, Residents
from data.vocabulary import OVERALL, Period
from tests.questions import Asked


def people(database: Path, geo_ids: list[str], stratum: str, year: int) -> int:
    """Residents by the table of populations, added up one place after the other."""
    total = 0
    with duckdb.connect(str(database), read_only=True) as connection:
        for geo_id in geo_ids:
            found = connection.execute(
                "SELECT population FROM population WHERE geo_id = ? AND stratum = ? AND year = ?",
                [geo_id, stratum, year],
            ).fetchall()
            assert len(found) == 1
            total += found[0][0]
    return total


def hidden(answer: Answer) -> list[str]:
    return [row.geo_id for row in answer.places if row.status == "suppressed"]


def test_hidden_counties_are_counted_with_the_residents_of_the_group(ask_published: Asked, published: Path) -> None:
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", period="2021-2023")
    (part,) = places_without_figure(answer)
    assert (part.status, part.places, part.of) == ("suppressed", len(hidden(answer)), 14)
    assert part.residents == Residents(
        "suppressed",
        "black_nh",
        2023,
        people(published, hidden(answer), "black_nh", 2023),
        people(published, ["25"], "black_nh", 2023),
    )


def test_where_the_group_is_not_known_by_county_all_residents_are_counted(
    ask_published: Asked, published: Path
) -> None:
    answer = ask_published(indicator="low_birthweight", group="asian_nh", period="2017-2023")
    (part,) = places_without_figure(answer)
    assert part.residents is not None
    assert (part.residents.stratum, part.residents.year) == (OVERALL, 2023)
    assert part.residents.people == people(published, hidden(answer), OVERALL, 2023)


def test_a_regions_people_are_those_of_its_towns(example: Path, tmp_path: Path) -> None:
    """Synthetic: every town has 20,000 people; the state's number is written beside them for the test."""
    path = tmp_path / "with_state.duckdb"
    shutil.copy(example, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "INSERT INTO population VALUES ('state', '25', 2018, 'overall', 'overall', 7020000, 'synthetic')"
        )
    answer = Asked(Answers(Database(path)))(indicator="example_town_deaths", level="eohhs_region", period="2018")
    (part,) = places_without_figure(answer)
    missing = [row.geo_id for row in answer.places if row.status == part.status]
    towns = sum(len(answer.catalog.places[region].members) for region in missing)
    assert (part.places, part.of) == (2, 6)
    assert part.residents == Residents("not_available", OVERALL, 2018, towns * 20_000, 7_020_000)


def test_without_everyones_residents_nothing_is_said_of_them(ask: Asked) -> None:
    (part,) = places_without_figure(ask(indicator="example_town_deaths", level="eohhs_region", period="2018"))
    assert part.residents is None


def test_the_year_is_the_nearest_to_the_end_of_the_period_and_never_far_from_it(ask_published: Asked) -> None:
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", period="2021-2023")
    made = tuple(Residents("suppressed", OVERALL, year, 10, 100) for year in (2015, 2020, 2025, 2026))
    answer = replace(answer, residents_without_figure=made)
    for end, year in ((2023, 2025), (2021, 2020), (2040, None), (2015, 2015)):
        asked = replace(answer, selection=replace(answer.selection, period=Period.years(end)))
        (part,) = places_without_figure(asked)
        assert (part.residents.year if part.residents else None) == year


def test_of_the_state_alone_no_place_is_missing(ask_published: Asked) -> None:
    assert places_without_figure(ask_published(indicator="stroke_mortality", level="state")) == []


def test_births_without_a_recorded_race_are_counted_among_those_that_can_be_seen(ask_published: Asked) -> None:
    """County Health Rankings, 2017–2023: 785 of the low-birthweight births shown by group, 36,203 in all."""
    answer = ask_published(indicator="low_birthweight", group="black_nh", period="2017-2023")
    shown = 47 + 3428 + 5301 + 8431 + 804 + 785 + 17407
    assert unrecorded_share(answer) == Unrecorded(pytest.approx(785 / shown), "seen", "25")


def test_heart_attacks_without_a_recorded_race_are_counted_among_all(ask_published: Asked) -> None:
    """Medicare, 2020: 313 of 18,448 people with a heart attack."""
    answer = ask_published(indicator="heart_attack_medicare", group="black_nh")
    assert unrecorded_share(answer) == Unrecorded(pytest.approx(313 / 18_448), "all", "25")


def test_where_a_place_hides_them_the_state_is_given(ask_published: Asked) -> None:
    answer = ask_published(indicator="low_birthweight", group="black_nh", period="2017-2023", place="berkshire-county")
    found = unrecorded_share(answer)
    assert isinstance(found, Unrecorded)
    assert found.geo_id == "25"


def test_what_a_source_says_of_its_births_is_not_said_of_its_deaths(ask_published: Asked) -> None:
    """The release of 2025 has births and overdose deaths; the share it gives is of births."""
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", period="2020-2022")
    source = answer.catalog.sources["chr_2025"]
    assert source.race is not None
    assert source.race.not_stated is not None
    assert divides_by_race(answer)
    assert unrecorded_share(answer) is None


def test_what_a_source_of_one_indicator_says_is_passed_on_as_its_own(ask_published: Asked) -> None:
    answer = ask_published(indicator="opioid_mortality_by_race", level="state")
    (used,) = {row.source for row in answer.groups if row.stratum != OVERALL}
    source = answer.catalog.sources[used]
    alone = replace(answer, catalog=replace(answer.catalog, indicators={answer.indicator.id: answer.indicator}))
    fact = NotStated(percent=0.4, of="synthetic deaths")
    race = source.race or Race(words={"Black": "black_nh"}, exclusive="yes", hispanic="left_out")
    said = source.model_copy(update={"race": race.model_copy(update={"not_stated": fact})})
    alone = replace(alone, catalog=replace(alone.catalog, sources={**answer.catalog.sources, used: said}))
    assert unrecorded_share(alone) == StatedShare(0.4, "synthetic deaths")
    assert (
        unrecorded_share(replace(alone, catalog=replace(alone.catalog, indicators=answer.catalog.indicators))) is None
    )


def test_race_matters_only_where_people_are_divided_by_it(ask_published: Asked) -> None:
    assert not divides_by_race(ask_published(indicator="stroke_mortality", level="state"))
    assert divides_by_race(ask_published(indicator="infant_mortality"))
