"""Why a figure is hidden is said by its indicator: true of every hidden row of every source."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import duckdb
import pytest

from components.documents.document import NothingToExportError
from components.documents.formats.csv import csv_text
from components.formatting.phrases import status_in_words, suppression_reason
from components.page.notes import notes
from components.views.describe import describe
from data.disclosure.interval_counts import counts_of_interval
from data.query.selection import Answer
from data.settings import ROOT
from data.vocabulary import ALL, OVERALL
from tests.questions import Asked

LIMIT = re.compile(r"^(?:fewer than (\d+)|1 to (\d+)) (?:deaths|events|births)\b:?")
"""The least count that is shown by a reason that names one."""
RECORD = tuple[str, str]


@pytest.fixture(scope="module")
def hidden(published: Path) -> Counter[RECORD]:
    """Hidden rows by indicator and source."""
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(
            "SELECT indicator, source, count(*) FROM observation WHERE status = 'suppressed' GROUP BY ALL"
        ).fetchall()
    return Counter({(indicator, source): number for indicator, source, number in rows})


def test_every_hidden_row_has_a_reason(ask_published: Asked, hidden: Counter[RECORD]) -> None:
    catalog = ask_published.catalog
    for indicator, source in hidden:
        assert catalog.hidden_because(catalog.indicators[indicator], source), (indicator, source)


def test_the_limits_of_county_health_rankings_are_those_of_its_files(
    ask_published: Asked, hidden: Counter[RECORD]
) -> None:
    """In its national files no infant, premature or age-adjusted figure rests on fewer than 20 deaths, others on 10."""
    catalog = ask_published.catalog
    said: Counter[str] = Counter()
    for (indicator, source), number in hidden.items():
        if source in ("chr_2026", "chr_2025"):
            reason = catalog.hidden_because(catalog.indicators[indicator], source)
            said[reason.partition(":")[0].partition(",")[0]] += number
            if indicator in ("infant_mortality", "premature_death", "premature_mortality"):
                assert reason.startswith("fewer than 20 deaths:")
    assert said == {
        "fewer than 20 deaths": 78 + 91 + 45,
        "too few people": 9,
        "fewer than 10 events": 508 - 223,
    }


def test_no_shown_figure_rests_on_fewer_events_than_its_source_says_it_shows(
    ask_published: Asked, hidden: Counter[RECORD]
) -> None:
    """The snapshot's counts, and those of its intervals, are never below the limit that the reason names."""
    catalog, limits = ask_published.catalog, 0
    for indicator_id, source in hidden:
        indicator = catalog.indicators[indicator_id]
        named = LIMIT.match(catalog.hidden_because(indicator, source))
        if named is None or not (ROOT / "data" / "snapshot" / f"{source}.csv").is_file():
            continue
        column = "denominator" if "births:" in named[0] else "numerator"
        limit = int(named[1]) if named[1] else int(named[2]) + 1
        rows = duckdb.execute(
            f"SELECT value::DOUBLE, ci_low::DOUBLE, ci_high::DOUBLE, {column}::DOUBLE, dimension FROM "
            "read_csv($path, all_varchar = true) WHERE indicator = $indicator AND value IS NOT NULL",
            {"path": str(ROOT / "data" / "snapshot" / f"{source}.csv"), "indicator": indicator_id},
        ).fetchall()
        form = indicator.interval_form.get(source)
        for value, low, high, number, dimension in rows:
            if indicator_id == "child_mortality" and dimension == OVERALL:
                continue  # printed for every county, small numbers included: its note says so
            counts = [number] if number else []
            if form in ("events", "share") and low is not None:
                found = counts_of_interval(value, low, high, 11, form, indicator.per)
                counts += [found[1]] if found else []
            for count in counts:
                limits += 1
                assert count >= limit, (indicator_id, source, "a smaller count is shown than the reason says")
    assert limits > 500


def tables(asked: Asked, hidden: Counter[RECORD]) -> Iterator[Answer]:
    """The table of every indicator with hidden figures, for each group of which some are hidden."""
    seen, hiding = set(), {indicator for indicator, _ in hidden}
    for coverage in asked.catalog.coverage:
        key = (coverage.indicator, coverage.stratum)
        if key not in seen and coverage.shown < coverage.places and coverage.indicator in hiding:
            seen.add(key)
            group = ALL if coverage.stratum == OVERALL else coverage.stratum
            words = {"indicator": coverage.indicator, "level": coverage.level, "by": coverage.dimension, "group": group}
            yield asked.answers.to(asked.parse(**words, period=coverage.period.slug, view="table")[0])


def test_page_table_and_file_say_the_reason_of_the_indicator(ask_published: Asked, hidden: Counter[RECORD]) -> None:
    """Every indicator with hidden figures, in views that have some."""
    seen = set()
    for answer in tables(ask_published, hidden):
        said = " ".join(notes(answer))
        for row in answer.places.where(status="suppressed"):
            seen.add(answer.indicator.id)
            because = answer.catalog.hidden_because(answer.indicator, row.source)
            assert suppression_reason(row, answer.indicator, answer.catalog) == because
            assert because in status_in_words(row, answer.indicator, answer.catalog)
            assert f"“Hidden” means {because}." in said
    assert len(seen) > 20


def test_what_is_left_of_hidden_counts_is_said_in_the_notes(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    narrowed = {key: d for key, d in catalog.disclosed.items() if d.narrowed}
    assert narrowed
    answer = ask_published(indicator="teen_births", by="race_ethnicity", group="asian_nh", level="county")
    record = catalog.disclosed["teen_births", "chr_2025"]
    expected = (
        f"Of the {record.hidden} counts that the publisher hides, {record.narrowed} can be narrowed to fewer than ten "
        "values by the other figures shown here."
    )
    assert expected in notes(answer)
    infants = notes(ask_published(indicator="infant_mortality", level="county"))
    assert "Numbers of deaths are left out: with them, hidden ones could be worked out." in infants
    assert not any("narrowed" in note for note in notes(ask_published(indicator="diabetes_prevalence", level="county")))


def test_no_source_says_that_a_figure_is_kept_from_giving_another_away(ask_published: Asked) -> None:
    """Such a sentence was untrue: what is left is counted by every build, and said in numbers."""
    for source in ask_published.catalog.sources.values():
        assert not any("give away" in note for note in source.notes)


def test_files_of_views_have_the_decimals_of_the_page(ask_published: Asked, hidden: Counter[RECORD]) -> None:
    """The CSV of views of every indicator with hidden figures, number by number."""
    catalog, checked = ask_published.catalog, set()
    for answer in tables(ask_published, hidden):
        hiding = {catalog.sources[source].short for indicator, source in hidden if indicator == answer.indicator.id}
        try:
            text = csv_text(describe(answer, "https://example.org", date(2026, 11, 21)))
        except NothingToExportError:
            continue
        for row in csv.DictReader(StringIO(text)):
            for column in ("value", "ci_low", "ci_high"):
                if row["source"] in hiding and row[column]:
                    checked.add(answer.indicator.id)
                    assert len(row[column].partition(".")[2]) <= answer.indicator.decimals, answer.selection.query()
    assert len(checked) > 25
