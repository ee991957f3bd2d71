"""Synthetic rows in the publisher's format: tab separated, quoted, with totals, partial years and a footer."""

from __future__ import annotations

import pytest

from data.errors import DefinitionError, SourceFileError
from data.sources.federal import cdc_wonder

HEADER = (
    '"Notes"\t"State"\t"State Code"\t"Year"\t"Year Code"\tDeaths\tPopulation\tCrude Rate\t'
    "Crude Rate Lower 95% Confidence Interval\tCrude Rate Upper 95% Confidence Interval"
)
FOOTER = '"---"\n"Dataset: Provisional Mortality Statistics"\n"Query Parameters:"\nCaveats:\n"1. As of, a date."\n'
Y2019 = '\t"Massachusetts"\t"25"\t"2019"\t"2019"\t2210\t6892503\t32.0638\t30.7270\t33.4007'
Y2020 = '\t"Massachusetts"\t"25"\t"2020 "\t"2020"\t2302\t6893574\t33.3934\t32.0293\t34.7576'
Y2021 = '\t"Massachusetts"\t"25"\t"2021 (provisional)"\t"2021"\t2585\t6984723\t37.0093\t35.5826\t38.4361'
Y2022 = '\t"Massachusetts"\t"25"\t"2022 (provisional and partial)"\t"2022"\t424\t6981974\t6.0728\t5.4947\t6.6508'
TOTAL = '"Total"\t"Massachusetts"\t"25"\t\t\t7521\t27752774\t27.1\t26.5\t27.7'
ALABAMA = '\t"Alabama"\t"01"\t"2019"\t"2019"\t768\t4903185\t15.66\t14.56\t16.77'


def export(*lines, header=HEADER):
    return "\n".join((header, *lines)) + "\n" + FOOTER


WHOLE = (ALABAMA, Y2019, Y2020, Y2021, Y2022, TOTAL)


def test_each_year_asked_for_is_a_row_with_deaths_population_and_crude_rate(read):
    first, last = read(cdc_wonder, export(*WHOLE), years="2019-2020")
    assert (first.period.slug, last.period.slug) == ("2019", "2020")
    assert (last.geo_level, last.geo_id, last.stratum, last.status) == ("state", "25", "overall", "reported")
    assert (last.numerator, last.denominator) == (2302, 6893574)
    assert last.value == pytest.approx(2302 / 6893574 * 100_000, abs=1e-4)
    assert (last.ci_low, last.ci_high) == (32.0293, 34.7576)


def test_the_provisional_database_names_the_state_column_otherwise(read):
    header = HEADER.replace("State", "Residence State")
    (row,) = read(cdc_wonder, export(*WHOLE, header=header), years="2019")
    assert row.numerator == 2210


def test_a_provisional_year_must_be_known_as_such(read):
    (row,) = read(cdc_wonder, export(*WHOLE), years="2021", provisional=("2021",))
    assert row.numerator == 2585
    with pytest.raises(DefinitionError, match="calls 2021 provisional"):
        read(cdc_wonder, export(*WHOLE), years="2021")


def test_a_partial_year_is_never_taken(read):
    with pytest.raises(SourceFileError, match="not a whole year"):
        read(cdc_wonder, export(*WHOLE), years="2022", provisional=("2022",))


def test_suppressed_carries_no_figure(read):
    line = '\t"Massachusetts"\t"25"\t"2019"\t"2019"\tSuppressed\t6892503\tSuppressed\tSuppressed\tSuppressed'
    (row,) = read(cdc_wonder, export(line), years="2019")
    assert (row.status, row.numerator, row.value, row.ci_low) == ("suppressed", None, None, None)
    assert row.denominator == 6892503


def test_unreliable_keeps_the_count_where_the_rate_is_withheld(read):
    line = '\t"Massachusetts"\t"25"\t"2019"\t"2019"\t12\t644259\tUnreliable\t0.9624\t3.2536'
    (row,) = read(cdc_wonder, export(line), years="2019")
    assert (row.status, row.numerator, row.value, row.ci_low) == ("unreliable", 12, None, None)


def test_zero_deaths_are_reported(read):
    line = '\t"Massachusetts"\t"25"\t"2019"\t"2019"\t0\t6892503\t0.0\t0.0\t0.05'
    (row,) = read(cdc_wonder, export(line), years="2019")
    assert (row.status, row.numerator, row.value) == ("reported", 0, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (export(*WHOLE, header=HEADER.replace("Deaths", "Cases")), "column “Deaths”.*missing"),
        (export(Y2019.replace("2210", "many")), "column “Deaths”, row 2: “many” is not a number"),
        (export(Y2019.replace("2210", "2210.5")), "not a count"),
        (export(Y2019.replace("2210", "")), "neither a count nor"),
        (export(Y2019.replace("32.0638", "")), "Crude Rate.*empty"),
        (export(Y2019.replace("33.4007", "")), "Upper.*empty"),
        (export(Y2019, Y2019), "repeats row 2"),
        (export(Y2020), "no row for Massachusetts in 2019"),
        (export(ALABAMA), "no row has the state code 25"),
        ("<html><body>moved</body></html>\n", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, text, message):
    with pytest.raises(SourceFileError, match=message):
        read(cdc_wonder, text, years="2019")


def test_the_age_adjusted_rate_can_be_asked_for(read):
    header = HEADER + "".join(
        f"\tAge Adjusted Rate{part}"
        for part in ("", " Lower 95% Confidence Interval", " Upper 95% Confidence Interval")
    )
    (row,) = read(
        cdc_wonder, export(Y2019 + "\t32.1\t30.7\t33.5", header=header), years="2019", rate="Age Adjusted Rate"
    )
    assert (row.value, row.ci_low, row.ci_high, row.numerator) == (32.1, 30.7, 33.5, 2210)
    with pytest.raises(SourceFileError, match=r"Age Adjusted Rate”.*missing"):
        read(cdc_wonder, export(*WHOLE), years="2019", rate="Age Adjusted Rate")
    with pytest.raises(DefinitionError, match="rate"):
        read(cdc_wonder, export(*WHOLE), years="2019", rate="Deaths")


def test_a_crude_rate_that_does_not_follow_from_deaths_and_people_is_refused(read):
    with pytest.raises(SourceFileError, match=r"column “Crude Rate”, row 2: “32.0638” is not 2,120 of 6,892,503"):
        read(cdc_wonder, export(Y2019.replace("2210", "2120")), years="2019")


def test_a_line_with_another_note_than_total_is_refused(read):
    with pytest.raises(SourceFileError, match="column “Notes”, row 2: “Subtotal” is neither empty nor “Total”"):
        read(cdc_wonder, export("Subtotal" + Y2019), years="2019")
