"""Births of 2016 to 2024 as CDC WONDER gives them: figures a reader can look up there, and what must not follow."""

from __future__ import annotations

import csv
import io
from collections import defaultdict

import pytest

from components.formatting.numbers import format_value
from components.page.controls import filter_panel
from data.settings import ROOT
from data.sources.federal.cdc_wonder_natality import POOLED_AREA, POOLED_COUNTIES
from tests.questions import Asked

EARLY, LATE = "prenatal_care_first_trimester_yearly", "prenatal_care_late_or_none"
BY_PRENATAL_CARE = (EARLY, LATE, "births_yearly")
TABLE = (ROOT / "data" / "snapshot" / "cdc_wonder_natality.csv").read_text(encoding="utf-8")
ROWS = [row for row in csv.DictReader(io.StringIO(TABLE)) if row["stratum"] == "overall"]


def shown(asked: Asked, indicator: str, period: str, place: str = "") -> str:
    """The figure as the page shows it, of the state or of a county."""
    answer = asked(indicator=indicator, level="county" if place else "state", period=period, by="overall")
    (row,) = [row for row in (answer.places if place else answer.state) if not place or row.slug == place]
    return format_value(row.value, answer.indicator)


def test_births_of_the_state(ask_published: Asked) -> None:
    """71,317 in 2016; in 2022 five more than the state's own report, whose 68,579 stand beside it."""
    assert shown(ask_published, "births_yearly", "2016") == "71,317"
    assert shown(ask_published, "births_yearly", "2022") == "68,584"
    assert shown(ask_published, "births_dph", "2022") == "68,579"
    assert shown(ask_published, "births_yearly", "2024") == f"{54_449 + 9_173 + 2_928 + 826 + 808:,}"


@pytest.mark.parametrize(
    ("place", "of_2021", "of_2024"),
    [("", "85.1%", "80.8%"), ("hampden-county", "79.2%", "70.5%"), ("suffolk-county", "83.3%", "75.6%")],
)
def test_care_in_the_first_three_months(ask_published: Asked, place: str, of_2021: str, of_2024: str) -> None:
    assert shown(ask_published, EARLY, "2021", place) == of_2021
    assert shown(ask_published, EARLY, "2024", place) == of_2024


def test_shares_are_of_births_whose_month_or_weeks_are_known(ask_published: Asked) -> None:
    """2024: 808 births of unknown month, 199 of unknown weeks and 293 of unknown weight are in no share."""
    births = 68_184
    for indicator, events, unknown in (
        (EARLY, 54_449, 808),
        (LATE, 2_928 + 826, 808),
        ("preterm_birth", 20 + 276 + 501 + 2_772 + 2_479, 199),
        ("very_preterm_birth", 20 + 276 + 501, 199),
        ("low_birthweight_yearly", 68 + 222 + 401 + 1_044 + 3_426, 293),
    ):
        answer = ask_published(indicator=indicator, level="state", period="2024", by="overall")
        (row,) = answer.state
        assert (row.numerator, row.denominator) == (events, births - unknown)
        assert row.value == pytest.approx(100 * events / (births - unknown), abs=0.05)


def test_low_birthweight_of_the_state_is_there_for_each_year(ask_published: Asked) -> None:
    """2016: 78 + 324 + 431 + 1,076 + 3,421 of 71,317 births less the 176 of unknown weight."""
    answer = ask_published(indicator="low_birthweight_yearly", level="state", period="2016", by="overall")
    (row,) = answer.state
    assert (row.numerator, row.denominator) == (78 + 324 + 431 + 1_076 + 3_421, 71_317 - 176)
    assert len({row.period for row in answer.trend if row.value == row.value}) == 9


def test_wilsons_interval_is_beside_a_share(ask_published: Asked) -> None:
    """Hampden County 2024: 3,271 of 4,637. Wilson: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)."""
    answer = ask_published(indicator=EARLY, level="county", period="2024", by="overall")
    (row,) = [row for row in answer.places if row.slug == "hampden-county"]
    events, births, z = 3_271, 4_637, 1.96
    p, zz = events / births, z * z / births
    half = z * (p * (1 - p) / births + zz / (4 * births)) ** 0.5
    low, high = (100 * (p + zz / 2 + sign * half) / (1 + zz) for sign in (-1, 1))
    assert (row.ci_low, row.ci_high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))


def test_no_hidden_figure_of_a_place_follows_from_the_state_and_the_other_places() -> None:
    """Where the state has a figure, none of its places is hidden or two are at least."""
    hidden: dict[tuple[str, str], int] = defaultdict(int)
    for row in ROWS:
        if row["geo_level"] != "state":
            hidden[row["indicator"], row["period_start"]] += row["status"] == "suppressed"
    of_state = [row for row in ROWS if row["geo_level"] == "state" and row["status"] == "reported"]
    assert len(of_state) == 9 + 9 + 9 + 7 + 7 + 9
    assert all(hidden[row["indicator"], row["period_start"]] != 1 for row in of_state)


def test_a_place_whose_births_by_prenatal_care_are_not_all_published_has_none_of_their_figures() -> None:
    """All births less those of known month would be a count that WONDER hides: 78 of 108 are whole."""
    status = defaultdict(dict)
    for row in ROWS:
        if row["indicator"] in BY_PRENATAL_CARE:
            status[row["geo_id"], row["period_start"]][row["indicator"]] = row["status"]
    assert all(len(of_place) == 3 and len(set(of_place.values())) == 1 for of_place in status.values())
    places = [of_place for (geo_id, _), of_place in status.items() if geo_id not in ("25", *POOLED_COUNTIES)]
    assert (len(places), sum(of_place[EARLY] == "reported" for of_place in places)) == (108, 78)


def test_counties_given_as_one_are_an_area_with_their_figure(ask_published: Asked) -> None:
    """2022, the one year in which none of its classes is hidden: 677 of 677 + 105 + 32 + 11 births."""
    answer = ask_published(indicator=EARLY, level="area", period="2022", by="overall")
    assert answer.selection.kind == "pooled_counties"
    (row,) = answer.places
    assert (row.geo_id, row.numerator, row.denominator) == (POOLED_AREA, 677, 677 + 105 + 32 + 11)
    counties = ask_published(indicator=EARLY, level="county", period="2022", by="overall").places
    assert {r.geo_id for r in counties if r.status == "not_available"} == set(POOLED_COUNTIES)


def test_years_before_2022_are_not_compared_with_those_after(ask_published: Asked) -> None:
    for indicator in (EARLY, LATE):
        assert [b.at for b in ask_published.catalog.indicators[indicator].breaks] == [2022]


@pytest.mark.parametrize(
    ("question", "indicator"),
    [
        ("births", "births_yearly"), ("early-prenatal-care", EARLY), ("late-prenatal-care", LATE),
        ("preterm-birth", "preterm_birth"),
    ],
)  # fmt: skip
def test_a_question_about_births_opens_with_2024(ask_published: Asked, question: str, indicator: str) -> None:
    answer = ask_published(question=question)
    assert (answer.selection.indicator, answer.selection.period.slug) == (indicator, "2024")


def test_births_by_race_alone_add_up_to_all_and_are_never_beside_mothers_who_are_not_hispanic(
    ask_published: Asked,
) -> None:
    """2024: 48,981 births to White mothers, Hispanic or not; six races are all 68,184."""
    answer = ask_published(indicator="births_by_race_alone", level="state", period="2024")
    groups = [row for row in answer.groups if row.dimension == "race_alone"]
    assert {row.stratum: row.value for row in groups}["white_alone"] == 48_981
    assert sum(row.value for row in groups) == 68_184
    others = {c.dimension for c in ask_published.catalog.coverage if c.indicator == "births_by_race_alone"}
    assert others <= {"race_alone", "overall"}
    known = {s.id for s in ask_published.catalog.sources.values() if s.race and s.race.hispanic == "in_each"}
    assert known == {"cdc_wonder_natality"}


def test_race_alone_is_named_only_where_there_are_figures_by_it(ask_published: Asked) -> None:
    for indicator, named in (("births_by_race_alone", True), ("births_yearly", True), ("life_expectancy", False)):
        page = str(filter_panel(ask_published(indicator=indicator), "/explore"))
        assert ("Race, Hispanic or not" in page) == named
