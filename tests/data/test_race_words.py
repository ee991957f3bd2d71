"""The table of race and ethnicity categories: every publisher's own words beside our groups, and whom they hold."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError
from scipy.stats import chi2

from data.catalog.models import Source, read_sources
from data.catalog.race_coding import Race
from data.errors import InputError
from data.pipeline.build import Inputs
from data.pipeline.race_table import DOCUMENT, HEADER, race_table, update_race_table
from data.vocabulary import groups_of

SOURCES = read_sources(Inputs().sources)
RACES = groups_of("race_ethnicity")


def race_of(stratum: str) -> str:
    return next(race for race in RACES if stratum in (race, f"{race}_female", f"{race}_male"))


def rows(source: str) -> list[dict[str, str]]:
    with (Inputs().snapshot / f"{source}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def tables() -> list[str]:
    return [s.id for s in SOURCES.values() if s.table in ("observation", "population")]


@pytest.mark.parametrize("source", tables())
def test_a_source_has_words_for_the_groups_it_has_figures_of_and_for_no_others(source: str) -> None:
    listed = rows(source)
    found = {race_of(row["stratum"]) for row in listed if row["dimension"] in ("race_ethnicity", "race_by_sex")}
    found |= {row["stratum"] for row in listed if row["dimension"] == "race_alone"}
    race = SOURCES[source].race
    assert found == (set(race.words.values()) if race else set())


def state_row(source: str, indicator: str, stratum: str) -> dict[str, str]:
    asked = (indicator, "25", stratum)
    (found,) = (r for r in rows(source) if (r["indicator"], r["geo_id"], r["stratum"]) == asked)
    return found


def percent(source: str) -> float:
    race = SOURCES[source].race
    assert race is not None
    assert race.not_stated is not None
    return race.not_stated.percent


@pytest.mark.parametrize(
    ("source", "indicator"),
    [("chr_2025", "low_birthweight"), ("medicare_cardiovascular_2020", "heart_attack_medicare")],
)
def test_the_share_not_stated_is_that_of_the_sources_own_row(source: str, indicator: str) -> None:
    part, whole = (float(state_row(source, indicator, s)["denominator"]) for s in ("not_stated", "overall"))
    assert percent(source) == pytest.approx(100 * part / whole, abs=0.05)


def test_of_births_in_2019_the_share_is_that_of_the_rows_that_are_printed() -> None:
    """CDC WONDER natality 2019: the births of every printed row of Massachusetts; four of them with origin unknown."""
    unknown = (11, 106, 109, 865)
    stated = (16, 79, 64, 6228, 2514, 6850, 19, 11137, 39219, 403, 1485)
    assert percent("cdc_wonder_births_2019") == pytest.approx(100 * sum(unknown) / sum(unknown + stated), abs=0.05)


def deaths_behind(row: dict[str, str]) -> int:
    """The number of deaths whose rate has this interval: ± 1.96 rate / √n from 100 deaths on, under it an exact one."""
    rate, low = float(row["value"]), float(row["ci_low"])
    wald = (1.96 * rate / (rate - low)) ** 2
    if wald >= 100:
        return round(wald)
    return min(range(1, 120), key=lambda n: abs(chi2.ppf(0.025, 2 * n) / 2 / n - low / rate))


def test_the_groups_of_2018_to_2020_hold_every_resident_once() -> None:
    """County Health Rankings 2022: what shows that races are bridged.

    CDC WONDER, which bridges races in these years, has 6,753 deaths among 20,688,226 residents in 2018–2020. The groups
    have room for all of them only if people of several races are in one of them.
    """
    race = SOURCES["chr_2022"].race
    assert race is not None
    found = {s: state_row("chr_2022", "drug_overdose_deaths", s) for s in (*race.words.values(), "overall")}
    deaths = {stratum: deaths_behind(row) for stratum, row in found.items()}
    people = {stratum: deaths[stratum] / float(row["value"]) * 100_000 for stratum, row in found.items()}
    groups = race.words.values()
    assert deaths["overall"] == 2241 + 2210 + 2302
    assert people["overall"] == pytest.approx(6902149 + 6892503 + 6893574, abs=1)
    assert sum(people[group] for group in groups) == pytest.approx(people["overall"], abs=5)
    stated = sum(deaths[group] for group in groups)
    assert percent("chr_2022") == pytest.approx(100 * (1 - stated / deaths["overall"]), abs=0.05)


def test_how_much_larger_bridging_makes_a_group_is_what_the_break_says() -> None:
    """46,959 and 1,628,196 person-years behind the rates of 2018–2020; the census has one race, not Hispanic, so:"""
    one_race = dict.fromkeys(("aian_nh", "black_nh"), 0)
    for row in rows("wisqars_population_2023"):
        if row["stratum"] in one_race and row["year"] in ("2018", "2019", "2020"):
            one_race[row["stratum"]] += int(row["population"])
    assert 46_959 / one_race["aian_nh"] == pytest.approx(1.25, abs=0.01)
    assert 1_628_196 / one_race["black_nh"] == pytest.approx(1.07, abs=0.005)


def test_the_document_for_the_steward_has_the_table_as_a_command_writes_it() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    table = text.partition(HEADER)[2].partition("\n\n")[0] + "\n"
    assert table == race_table(SOURCES.values()), "run `python -m data package`"
    for source in SOURCES.values():
        if source.race is not None:
            (row,) = (line for line in table.splitlines() if f"`{source.id}`" in line)
            assert all(f"“{word}” `{stratum}`" in row for word, stratum in source.race.words.items() if word)


def test_the_table_is_written_anew_between_what_stands_around_it(tmp_path: Path) -> None:
    document = tmp_path / "data.md"
    document.write_text(f"# Data\n\n{HEADER}| old | row |\n\n## After\n", encoding="utf-8")
    sources = [SOURCES["nchs_opioid_by_race_2019"]]
    for _ in range(2):
        update_race_table(sources, document)
        assert document.read_text(encoding="utf-8") == (
            f"# Data\n\n{HEADER}| `nchs_opioid_by_race_2019` | “nhb” `black_nh`; “nhw” `white_nh` | yes "
            "| in no group | not published |\n\n## After\n"
        )
    document.write_text("# Data\n", encoding="utf-8")
    with pytest.raises(InputError, match="has no table that begins with"):
        update_race_table(sources, document)
    assert document.read_text(encoding="utf-8") == "# Data\n"


GOOD = {"words": {"Black": "black_nh"}, "exclusive": "yes", "hispanic": "left_out"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words": {"Black": "black"}}, "“black” is not a group of race and ethnicity"),
        ({"words": {"Women": "female"}}, "“female” is not a group of race and ethnicity"),
        ({"words": {}}, "names no group"),
        ({"words": {"Hispanic": "hispanic"}}, "says that Hispanic people are in no group"),
        ({"hispanic": "also_in_others"}, "do not exclude each other"),
        ({"hispanic": "in_each"}, "groups of a race, Hispanic or not, go with"),
        ({"words": {"Black": "black_alone"}}, "groups of a race, Hispanic or not, go with"),
        ({"exclusive": "perhaps"}, "'yes', 'no' or 'not_said'"),
        ({"not_stated": {"percent": 0, "of": "births"}}, "greater than 0"),
        ({"not_stated": {"percent": 2}}, "of"),
    ],
)
def test_a_table_of_words_that_contradicts_itself_is_refused(change: dict[str, object], said: str) -> None:
    Race.model_validate(GOOD)
    with pytest.raises(ValidationError, match=said):
        Race.model_validate({**GOOD, **change})


def test_words_come_with_a_sentence_on_how_race_is_known() -> None:
    about = dict.fromkeys(("publisher", "title", "short", "release", "period", "licence", "citation"), "synthetic")
    about |= {"id": "example", "reader": "example", "address": "https://example.org", "redistribution": "free"}
    with pytest.raises(ValidationError, match="`race_coding` says in a sentence what"):
        Source.model_validate({**about, "retrieved": date(2026, 11, 21), "update_frequency": "never", "race": GOOD})
