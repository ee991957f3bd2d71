"""Where it is worst: the list over all questions against a slow one, and gaps that were planted to be found."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path
from statistics import mean

import numpy as np
import pytest

from data.analysis.excess import Excess, ExcessScan
from data.analysis.excess_scan import excess_scan, scan
from data.analysis.gap_pairs import Groups
from data.analysis.gaps import groups_by_period
from data.catalog.comparability import barrier
from data.catalog.models import Catalog, Indicator, Place
from data.catalog.question_files import by_itself
from data.language import use_language
from data.query.choices.versions import OLDER
from data.query.estimates import reliability
from data.query.rows import NAN, Row, Rows
from data.query.selection import Selection
from data.statistics.rates import poisson_interval, wilson_interval
from data.vocabulary import GROUPS, OVERALL, Period
from tests.alternatives import excess as slow
from tests.questions import Asked
from tests.towns import make_indicator

PERIOD = "2023"
PLACES = 60
STRATA = ("black_nh", "hispanic", OVERALL)


@pytest.fixture(scope="module")
def found(ask_published: Asked) -> ExcessScan:
    return excess_scan(ask_published.answers)


def test_the_list_is_that_of_the_slow_way(ask_published: Asked, found: ExcessScan, published: Path) -> None:
    """Row by row: question, place, group and period, and the excess with both ends."""
    expected = slow.listed(published, ask_published.catalog)
    assert len(found.found) == len(expected) > 0
    for line, excess in zip(expected, found.found, strict=True):
        period = Period.parse(excess.row.period)
        assert (excess.indicator, excess.row.geo_id, excess.row.stratum) == (line.indicator, line.geo_id, line.stratum)
        assert (period.start, period.end) == line.period
        burden = excess.burden
        assert burden.value == pytest.approx(line.excess, rel=1e-9)
        assert (burden.low, burden.high) == (
            pytest.approx(line.low, rel=1e-9, abs=1e-9), pytest.approx(line.high, rel=1e-9, abs=1e-9)
        )  # fmt: skip


def test_every_line_is_reliable_comparable_newer_and_worse(ask_published: Asked, found: ExcessScan) -> None:
    catalog = ask_published.catalog
    for excess in found.found:
        indicator, row = catalog.indicators[excess.indicator], excess.row
        assert reliability(row, indicator) == "reliable"
        assert barrier(row, excess.state, indicator, catalog) is None
        assert (excess.state.geo_id, excess.state.stratum) == (catalog.state.geo_id, OVERALL)
        assert row.period == excess.state.period
        assert Period.parse(row.period).end.year >= OLDER
        assert row.verdict == ("higher" if indicator.polarity == "higher_is_worse" else "lower")
        assert indicator.polarity != "neutral"
        assert not indicator.adjustment.endswith("age_adjusted"), "an excess of crude rates would count ages"
        assert GROUPS[row.stratum].dimension not in ("age", "race_by_sex")
        assert excess.burden.value > 0
        assert excess.burden.low is None or 0 < excess.burden.low <= excess.burden.value
    burdens = [excess.burden.value for excess in found.found]
    assert burdens == sorted(burdens, reverse=True)


def test_no_fact_is_listed_twice(ask_published: Asked, found: ExcessScan) -> None:
    questions = ask_published.catalog.question_of
    facts = [(questions[e.indicator].id, e.row.geo_id, e.row.stratum) for e in found.found]
    assert len(facts) == len(set(facts))


def test_nothing_hidden_is_in_the_list_or_behind_it(found: ExcessScan) -> None:
    """Every number a line is made of is published: of the place's figure and of the state's."""
    for excess in found.found:
        assert {excess.row.status, excess.state.status} == {"reported"}


def test_the_black_excess_of_overdose_deaths_is_that_of_gaps(ask_published: Asked, found: ExcessScan) -> None:
    """54.1 less 36.3 per 100,000 among some half a million Black residents: about 94 deaths a year (74 to 113)."""
    line = next(
        e for e in found.found
        if (e.indicator, e.row.level, e.row.stratum) == ("drug_overdose_deaths", "state", "black_nh")
    )  # fmt: skip
    answers, catalog = ask_published.answers, ask_published.catalog
    indicator, state = catalog.indicators["drug_overdose_deaths"], catalog.state.geo_id
    rows = answers.group_series(indicator.id, state, "race_ethnicity")
    every = groups_by_period(rows, indicator, "race_ethnicity", answers.residents(state), catalog)
    groups: Groups = next(groups for groups in every if groups.period.slug == line.row.period)
    pair = groups.pair("black_nh", OVERALL)
    assert pair is not None
    assert pair.burden is not None
    assert (line.burden.value, line.burden.low, line.burden.high) == pytest.approx(
        (pair.burden.value, pair.burden.low, pair.burden.high)
    )
    assert (line.burden.value, line.burden.low, line.burden.high) == pytest.approx((94, 74, 113), abs=0.5)


def test_everyone_in_a_place_is_compared_as_explore_compares_it(ask_published: Asked, found: ExcessScan) -> None:
    everyone = [e for e in found.found if e.row.stratum == OVERALL]
    for excess in random.Random(3).sample(everyone, min(12, len(everyone))):
        place = ask_published.catalog.places[excess.row.geo_id]
        selection = Selection(
            excess.indicator,
            place.level,
            place.slug,
            OVERALL,
            OVERALL,
            Period.parse(excess.row.period),
            kind=place.kind,
        )
        row = ask_published.answers.to(selection).places.only(slug=place.slug)
        assert row is not None
        assert (row.value, row.ratio, row.ratio_low, row.ratio_high, row.verdict) == (
            excess.row.value, excess.row.ratio, excess.row.ratio_low, excess.row.ratio_high, excess.row.verdict
        )  # fmt: skip


def test_the_scan_is_the_same_in_every_language(ask_published: Asked, found: ExcessScan) -> None:
    """Whose residents a figure is of is known from English words: another language must not lose them."""
    with use_language("pt"):
        other = excess_scan(ask_published.answers)
    assert [(e.indicator, e.row.geo_id, e.burden) for e in other.found] == [
        (e.indicator, e.row.geo_id, e.burden) for e in found.found
    ]


# Synthetic tables. Every number below is drawn, and means nothing.


def synthetic_catalog(indicators: int) -> Catalog:
    """A state of places, and indicators of three kinds, each a question by itself."""
    kinds = (
        {},
        {"measure": "percent", "per": 100, "population_denominator": False, "rollup": ()},
        {
            "measure": "percent",
            "per": 100,
            "population_denominator": False,
            "rollup": (),
            "polarity": "higher_is_better",
        },
    )
    defined = {f"i{n}": make_indicator(id=f"i{n}", **kinds[n % 3]) for n in range(indicators)}
    places = {f"P{n}": Place(f"P{n}", f"p{n}", f"Place {n}", "county") for n in range(PLACES)}
    places["25"] = Place("25", "massachusetts", "Massachusetts", "state")
    questions = {q.id: q for q in map(by_itself, defined.values())}
    return Catalog(defined, {}, places, questions=questions)


def drawn_row(indicator: Indicator, place: Place, stratum: str, events: int, people: int, *, with_counts: bool) -> Row:
    """A row as publishers give it: with its counts, or with its interval alone."""
    if indicator.measure == "rate":
        low, high = (end * indicator.per / people for end in poisson_interval(events))
    else:
        low, high = (100 * end for end in wilson_interval(events, people))
    counts = (float(events), float(people)) if with_counts else (NAN, NAN)
    status = "unreliable" if events < 10 else "reported"
    return Row(
        place.geo_id, place.slug, place.name, place.level, NAN, NAN, GROUPS[stratum].dimension, stratum, PERIOD,
        events * indicator.per / people, low, high, *counts, status, "s", people=float(people),
    )  # fmt: skip


def synthetic_table(
    catalog: Catalog, dice: np.random.Generator, planted_share: float
) -> tuple[Mapping[str, Rows], set[tuple[str, str, str]]]:
    """Figures of every place and stratum, and which were planted: their true rate is far worse than the state's.

    As many are as far better, so that the others' true rate is the state's own. Of three indicators of four the counts
    are published, of the fourth intervals alone.
    """
    figures, planted = {}, set()
    for n, indicator in enumerate(catalog.indicators.values()):
        base = dice.uniform(20, 60) / 100_000 if indicator.measure == "rate" else dice.uniform(0.3, 0.4)
        rows, every_event, everyone = [], 0, 0
        for place in list(catalog.places.values())[:PLACES]:
            for stratum in STRATA:
                expected = float(dice.uniform(90, 400))
                kind = dice.random()
                worse, better = kind < planted_share, kind > 1 - planted_share
                favorable = indicator.polarity == "higher_is_better"
                size = 0.45 if worse or better else 0.0
                true_rate = base * (1 + (size if worse != favorable else -size)) if worse or better else base
                if indicator.measure == "rate":
                    people = int(expected / base)
                    events = int(dice.poisson(true_rate * people))
                else:
                    people = int(2 * expected / base)
                    events = int(dice.binomial(people, true_rate))
                rows.append(drawn_row(indicator, place, stratum, events, people, with_counts=n % 4 != 3))
                every_event, everyone = every_event + events, everyone + people
                if worse:
                    planted.add((indicator.id, place.geo_id, stratum))
        # Many more people than the places together, so that what is planted does not move the state's rate.
        more = 40 * everyone
        events = every_event + int(dice.binomial(more, base))
        rows.append(drawn_row(indicator, catalog.state, OVERALL, events, everyone + more, with_counts=n % 4 != 3))
        figures[indicator.id] = Rows(rows)
    return figures, planted


def keys(found: tuple[Excess, ...]) -> set[tuple[str, str, str]]:
    return {(e.indicator, e.row.geo_id, e.row.stratum) for e in found}


def test_of_planted_gaps_nineteen_in_twenty_are_found_and_one_in_twenty_found_is_false() -> None:
    """Over many synthetic tables: the mean share of the planted gaps that is listed, and of the listed that was not
    planted. A tenth is planted, 45 % worse than the state's rate, on 90 to 400 events."""
    catalog, dice = synthetic_catalog(4), np.random.default_rng(20261129)
    power, false = [], []
    for _ in range(40):
        figures, planted = synthetic_table(catalog, dice, 0.1)
        listed = keys(scan(figures, catalog).found)
        power.append(len(listed & planted) / len(planted))
        false.append(len(listed - planted) / max(len(listed), 1))
    print(mean(power), mean(false))
    assert mean(power) >= 0.95, f"{mean(power):.3f} of the planted gaps were found"
    assert mean(false) <= 0.05, f"{mean(false):.3f} of what was found was not planted"


def test_where_nothing_was_planted_a_table_seldom_lists_anything() -> None:
    """Every line is then false, and so is the whole list: of 60 tables at most 5 % have one, give or take chance."""
    catalog, dice = synthetic_catalog(3), np.random.default_rng(7)
    with_lines = [bool(scan(synthetic_table(catalog, dice, 0.0)[0], catalog).found) for _ in range(60)]
    assert sum(with_lines) <= 0.05 * 60 + 3


def one_table(rows: list[Row], indicator: Indicator) -> ExcessScan:
    catalog = synthetic_catalog(1)
    defined = {indicator.id: indicator}
    return scan({indicator.id: Rows(rows)}, Catalog(defined, {}, catalog.places, questions={
        q.id: q for q in map(by_itself, defined.values())
    }))  # fmt: skip


def test_what_may_not_be_compared_or_is_in_doubt_is_not_tested() -> None:
    """Synthetic: 200 of 100,000 against the state's 100, twice; then each rule takes the second away."""
    catalog = synthetic_catalog(1)
    first, second = (catalog.places[f"P{n}"] for n in (0, 1))
    indicator = make_indicator(id="i0")
    state = drawn_row(indicator, catalog.state, OVERALL, 10_000, 10_000_000, with_counts=True)
    sure = drawn_row(indicator, first, OVERALL, 200, 100_000, with_counts=True)
    other = drawn_row(indicator, second, OVERALL, 200, 100_000, with_counts=True)
    assert one_table([state, sure, other], indicator).tested == 2
    assert [e.row.geo_id for e in one_table([state, sure, other], indicator).found] == ["P0", "P1"]
    assert one_table([state, sure, other], indicator).found[0].burden.value == pytest.approx(
        (200 - 100) / 100_000 * 100_000
    )
    for changed in (
        other._replace(period="2022"),  # the state's figure is of another period
        other._replace(source="elsewhere"),  # a source of which nothing is known
        other._replace(status="unreliable"),
        other._replace(status="suppressed", value=NAN, ci_low=NAN, ci_high=NAN, numerator=NAN),
        other._replace(people=NAN),
        other._replace(ci_low=NAN, ci_high=NAN, numerator=NAN),  # nothing tells how sure it is
    ):
        result = one_table([state, sure, changed], indicator)
        assert (result.tested, [e.row.geo_id for e in result.found]) == (1, ["P0"]), changed
    doubtful = state._replace(status="unreliable")
    assert one_table([doubtful, sure, other], indicator).tested == 0


def test_a_clear_but_trivial_difference_is_tested_and_not_listed() -> None:
    """Synthetic: 1.05 times the state's rate, beyond doubt on so many events; a title takes 1.1 times."""
    catalog, indicator = synthetic_catalog(1), make_indicator(id="i0")
    state = drawn_row(indicator, catalog.state, OVERALL, 1_000_000, 1_000_000_000, with_counts=True)
    near = drawn_row(indicator, catalog.places["P0"], OVERALL, 105_000, 100_000_000, with_counts=True)
    result = one_table([state, near], indicator)
    assert (result.tested, result.found) == (1, ())


def test_what_is_better_than_the_state_is_never_listed() -> None:
    catalog = synthetic_catalog(1)
    for polarity, events, listed in (
        ("higher_is_worse", 200, True), ("higher_is_worse", 50, False),
        ("higher_is_better", 200, False), ("higher_is_better", 50, True), ("neutral", 200, False),
    ):  # fmt: skip
        indicator = make_indicator(id="i0", polarity=polarity)
        state = drawn_row(indicator, catalog.state, OVERALL, 10_000, 10_000_000, with_counts=True)
        row = drawn_row(indicator, catalog.places["P0"], OVERALL, events, 100_000, with_counts=True)
        assert bool(one_table([state, row], indicator).found) == listed, (polarity, events)
