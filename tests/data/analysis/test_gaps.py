"""A pair on published figures: which group and reference, everyone else, burden, and measures over all groups."""

from __future__ import annotations

import pytest

from data.analysis.gap_pairs import Groups
from data.analysis.gaps import all_groups, groups_by_period
from data.query.rows import Rows
from data.vocabulary import OVERALL, REST
from tests.questions import Asked

STATE = "25"
RACE = "race_ethnicity"


def of(asked: Asked, indicator: str, geo_id: str = STATE, dimension: str = RACE) -> dict[str, Groups]:
    frame = asked.answers.group_series(indicator, geo_id, dimension)
    residents, catalog = asked.answers.residents(geo_id), asked.catalog
    found = groups_by_period(frame, catalog.indicators[indicator], dimension, residents, catalog)
    return {groups.period.slug: groups for groups in found}


def test_everyone_else_is_counted_out_of_everyone(ask_published: Asked) -> None:
    """Infants 2017–2023 (County Health Rankings 2026): 1,735 deaths of 480,170, Black 347 of 48,308.

    The others: 1,388 of 431,862, 3.2140 per 1,000; Black 7.1831: 2.2350 times.
    """
    groups = of(ask_published, "infant_mortality")["2017-2023"]
    assert groups.default_reference("black_nh") == REST
    pair = groups.pair("black_nh", REST)
    assert pair is not None
    assert pair.reference.estimate.value == pytest.approx(1000 * (1735 - 347) / (480170 - 48308))
    assert pair.ratio_value == pytest.approx(7.2 / (1000 * 1388 / 431862))
    assert pair.state == "different"
    assert pair.burden is not None
    # 48,308 × (7.2 − 3.2140) per 1,000, over seven years: 27 a year.
    assert pair.burden.value == pytest.approx(48308 * (0.0072 - 1388 / 431862) / 7)
    assert pair.burden.groups == ("black_nh",)


def test_everyone_else_is_not_shown_where_it_would_be_a_hidden_group(ask_published: Asked) -> None:
    """Two others must be shown, or all of them."""
    groups = of(ask_published, "infant_mortality")["2017-2023"]
    row = groups.rows.only(stratum="black_nh")
    assert row is not None
    assert groups.rest_of(row) is not None
    kept = Rows(r if r.stratum in ("black_nh", "white_nh") else r._replace(value=float("nan")) for r in groups.rows)
    few = Groups(kept, groups.everyone, groups.indicator, groups.period, groups.residents, groups.catalog)
    assert few.rest_of(row) is None


def test_the_opening_group_is_the_worst_off_of_the_large_reliable_ones(ask_published: Asked) -> None:
    """American Indian and Alaska Native 57.7, on about 22 deaths, a fifth of a percent of residents; Black 54.1."""
    groups = of(ask_published, "drug_overdose_deaths")["2021-2023"]
    opened, further = groups.worst(), groups.worst(large=False)
    assert opened is not None
    assert further is not None
    assert (opened.stratum, further.stratum) == ("black_nh", "aian_nh")
    assert groups.default_reference("black_nh") == OVERALL, "no counts of deaths by group are published"


def test_a_group_that_is_most_of_everyone_is_held_against_another(ask_published: Asked) -> None:
    """White adults are some seventy percent of all: against all they would mostly be held against themselves."""
    groups = of(ask_published, "copd_ahr")["2021"]
    assert groups.default_reference("white_nh") == "hispanic"
    assert of(ask_published, "asthma_ahr", dimension="sex")["2021"].default_reference("female") == "male"


def test_a_group_is_never_compared_with_itself(ask_published: Asked) -> None:
    groups = of(ask_published, "drug_overdose_deaths")["2021-2023"]
    for group in groups.with_figure.column("stratum"):
        assert group not in groups.references(group)
        with pytest.raises(ValueError, match="itself"):
            groups.pair(group, group)


def test_groups_by_race_and_sex_are_compared_within_a_sex(ask_published: Asked) -> None:
    groups = of(ask_published, "heart_disease_mortality", dimension="race_by_sex")["2013-2015"]
    for group in groups.with_figure.column("stratum"):
        sex = group.rpartition("_")[2]
        assert all(other.endswith(f"_{sex}") for other in groups.references(group))
        assert groups.default_reference(group) is not None


def test_a_burden_is_of_own_counts_and_never_of_an_adjusted_rate(ask_published: Asked) -> None:
    """Opioids 2019, age-adjusted 32.6 and 20.9: White 1,547 of 4,967,296 people, Black 117 of 542,939.

    1,547 − 4,967,296 × 117 / 542,939 = 476.6 (the age-adjusted rates would give 579).
    """
    pair = of(ask_published, "opioid_mortality_by_race")["2019"].pair("white_nh", "black_nh")
    assert pair is not None
    assert pair.burden is not None
    assert pair.burden.value == pytest.approx(1547 - 4967296 * 117 / 542939, rel=1e-6)
    adjusted = of(ask_published, "premature_mortality")["2021-2023"].pair("black_nh", OVERALL)
    assert adjusted is not None
    assert (adjusted.state, adjusted.burden) == ("different", None), "no counts by group"


def test_residents_do_not_stand_for_people_a_figure_is_not_about(ask_published: Asked) -> None:
    """Of adults with diabetes by race no number of adults is published: children would be counted among them."""
    for indicator, definition in ask_published.catalog.indicators.items():
        if definition.words.people == "residents" or not definition.comparable:
            continue
        for groups in of(ask_published, indicator).values():
            for group in groups.with_figure.column("stratum"):
                for reference in groups.references(group):
                    pair = groups.pair(group, reference)
                    if pair is not None and pair.burden is not None:
                        assert pair.group.row.denominator > 0


def test_measures_over_all_groups_need_nearly_all_people(ask_published: Asked) -> None:
    """Of births 2017–2023 the groups shown hold 470,193 of 477,967, 98.4 percent; of infants one group has no count."""
    births = of(ask_published, "low_birthweight")["2017-2023"]
    found = all_groups(births, RACE, "white_nh")
    assert found.lacking is None
    assert {"mdbw", "par", "paf", "ti"} <= set(found.results)
    assert not {"d", "r", "sii_linear", "aci"} & set(found.results)
    assert all_groups(of(ask_published, "infant_mortality")["2017-2023"], RACE, "").lacking == "people"
    assert all_groups(of(ask_published, "severe_maternal_morbidity_dph_abstract")["2019"], RACE, "").lacking == "groups"
    few = Rows(row for row in births.rows if row.stratum not in ("white_nh", "hispanic"))
    smaller = Groups(few, births.everyone, births.indicator, births.period, births.residents, births.catalog)
    assert all_groups(smaller, RACE, "").lacking == "share"


def test_age_is_no_axis_of_inequity(ask_published: Asked) -> None:
    groups = of(ask_published, "cardiovascular_disease_ahr", dimension="age")["2021"]
    assert all_groups(groups, "age", "").lacking == "age"


def test_numbers_of_events_have_no_gap(ask_published: Asked) -> None:
    assert not ask_published.catalog.indicators["births"].comparable
    assert of(ask_published, "births") == {}
