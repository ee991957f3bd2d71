"""Every rule of every case definition, by records made by hand: what it counts, and what it leaves out.

Each example names the rule it is about, and the reference that the rule is taken from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from data.catalog.fields import define
from data.catalog.models import Indicator
from data.errors import DefinitionError
from data.records.code_lists import read_code_list
from data.records.definition import ABRIDGED, DEFINITIONS, CaseDefinition, Criterion, definitions, read_definition
from data.records.errors import RecordsError
from data.settings import ROOT
from data.statistics.standardization import US_2000
from tests.engines.hand_made import Record, birth, counted, death, delivery, overall

COUNTS, NO_CASE, LEFT_OUT = (1, 1), (0, 1), (0, 0)
"""Cases and eligible records that one record makes of a share."""
A_CASE = (1, 0)
"""The same where people are what cases are over."""


@dataclass(frozen=True)
class Example:
    """What a record made by hand becomes by a rule of a definition; `reference` is part of the rule's reference."""

    definition: str
    rule: str
    reference: str
    record: Record
    becomes: tuple[int, int]


def examples_of_births() -> Iterator[Example]:
    """Birthweight, gestation, cesareans, prenatal care and teen births."""
    low, icd = "low_birthweight_records", "ICD-10 volume 2"
    yield Example(low, "less than 2,500 grams", icd, birth(birthweight="2499"), COUNTS)
    yield Example(low, "less than 2,500 grams", icd, birth(birthweight="2500"), NO_CASE)
    yield Example(low, "less than 2,500 grams", icd, birth(birthweight="227"), COUNTS)
    yield Example(low, "weight at birth is stated", "not stated", birth(birthweight="9999"), LEFT_OUT)
    yield Example(low, "weight at birth is stated", "not stated", birth(birthweight=None), LEFT_OUT)
    early = "preterm_birth_records"
    yield Example(early, "before 37 completed weeks", icd, birth(gestation_weeks="36"), COUNTS)
    yield Example(early, "before 37 completed weeks", icd, birth(gestation_weeks="37"), NO_CASE)
    yield Example(early, "gestation is stated", "not stated", birth(gestation_weeks="99"), LEFT_OUT)
    yield Example(early, "gestation is stated", "not stated", birth(gestation_weeks=""), LEFT_OUT)
    yield from examples_of_cesareans()
    yield from examples_of_prenatal_care()
    teen, ages = "teen_births_records", "women aged 15–19"
    for age, becomes in (("14", LEFT_OUT), ("15", A_CASE), ("19", A_CASE), ("20", LEFT_OUT), ("99", LEFT_OUT)):
        yield Example(teen, "mother 15 to 19 years old", ages, birth(mother_age=age), becomes)


def examples_of_cesareans() -> Iterator[Example]:
    """Nulliparous, term, singleton, vertex; and a cesarean."""
    name, objective, item = "low_risk_cesarean_records", "MICH-06", "item 46D"
    section = {"delivery_method": "cesarean"}
    yield Example(name, "cesarean delivery", item, birth(**section), COUNTS)
    for method in ("vaginal_spontaneous", "vaginal_forceps", "vaginal_vacuum"):
        yield Example(name, "cesarean delivery", item, birth(delivery_method=method), NO_CASE)
    yield Example(name, "method of delivery is stated", "not stated", birth(delivery_method="unknown"), LEFT_OUT)
    for rule, column, taken, left_out in (
        ("first live birth (nulliparous)", "previous_live_births", ("0",), ("1", "99", None)),
        ("37 completed weeks or more (term)", "gestation_weeks", ("37", "42"), ("36", "99", None)),
        ("one child (singleton)", "plurality", ("1",), ("2", "99", None)),
        ("head first (vertex)", "presentation", ("cephalic",), ("breech", "other", "unknown", None)),
    ):
        for value in taken:
            yield Example(name, rule, objective, birth(**section, **{column: value}), COUNTS)
        for value in left_out:
            yield Example(name, rule, objective, birth(**section, **{column: value}), LEFT_OUT)


def examples_of_prenatal_care() -> Iterator[Example]:
    """The index of Kotelchuck: 14 visits are expected for 40 weeks of care from the first month, 11 from the fourth."""
    name, level = "prenatal_care_adequate_records", "adequate, or adequate plus"

    def cared(month: str | None, visits: str | None, weeks: str | None = "40") -> Record:
        return birth(prenatal_care_month=month, prenatal_visits=visits, gestation_weeks=weeks)

    for month, visits, weeks, becomes in (
        ("1", "12", "40", COUNTS),  # 12 of 14 are 86 percent
        ("1", "11", "40", NO_CASE),  # 11 of 14 are 79 percent: intermediate
        ("1", "16", "40", COUNTS),  # 16 of 14 are 114 percent: adequate plus
        ("4", "9", "40", COUNTS),  # 9 of 11 are 82 percent
        ("4", "8", "40", NO_CASE),  # 8 of 11 are 73 percent
        ("5", "30", "40", NO_CASE),  # too late, however many visits
        ("1", "8", "36", COUNTS),  # 8 of 10 are 80 percent exactly
        ("1", "5", "28", COUNTS),  # 5 of 6 are 83 percent
        ("1", "4", "28", NO_CASE),  # 4 of 6 are 67 percent
        ("2", "7", "38", NO_CASE),  # 7 of 11 are 64 percent
        ("4", "1", "17", COUNTS),  # 1 of 1: of 4 visits before the 17th week, three were before care began
        ("0", "0", "40", NO_CASE),  # no care is inadequate care
        ("0", None, None, NO_CASE),
    ):
        yield Example(name, level, "80 percent of the expected visits", cared(month, visits, weeks), becomes)
    stated = "month, visits and gestation are stated, or there was no care"
    for month, visits, weeks in (("99", "12", "40"), ("2", "99", "40"), ("2", "12", "99"), (None, "12", "40")):
        yield Example(name, stated, "not made where", cared(month, visits, weeks), LEFT_OUT)


def examples_of_deaths() -> Iterator[Example]:
    """Underlying causes at both ends of each range and beside it, opioids, and ages."""
    nchs, cdc = "113 Selected Causes", "X40–X44, X60–X64, X85"
    for name, rule, reference, taken, others in (
        (
            "heart_disease_deaths_records", "underlying cause is a disease of the heart", nchs,
            ("I00", "I099", "I11", "I110", "I13", "I132", "I20", "I21.4", "I519"),
            ("I10", "I12", "I14", "I15", "I52", "I60", "J00", ""),
        ),
        (
            "stroke_deaths_records", "underlying cause is a stroke", nchs,
            ("I60", "I639", "I64", "I69.3"), ("I59", "I70", "G459", "F01"),
        ),
        (
            "diabetes_deaths_records", "underlying cause is diabetes", nchs,
            ("E10", "E11.9", "E149"), ("E09", "E15", "P702", "O244"),
        ),
        (
            "hypertension_deaths_records", "underlying cause is hypertension", nchs,
            ("I10", "I12", "I120", "I15", "I159"), ("I11", "I13", "I14", "I16", "O10"),
        ),
        (
            "drug_overdose_deaths_records", "underlying cause is drug overdose, of any intent", cdc,
            ("X40", "X42", "X44", "X60", "X64", "X85", "Y10", "Y14", "x42"),
            ("X39", "X45", "X59", "X65", "X84", "X86", "Y09", "Y15", "F112", "T401"),
        ),
    ):  # fmt: skip
        for code in taken:
            yield Example(name, rule, reference, death(underlying_cause=code), A_CASE)
        for code in others:
            yield Example(name, rule, reference, death(underlying_cause=code), LEFT_OUT)
    yield from examples_of_opioids()
    for name, reference in (
        ("premature_mortality_records", "Massachusetts Deaths"),
        ("years_lost_records", "under 75 years"),
    ):
        for age, days, becomes in (
            ("74", None, A_CASE),
            ("75", None, LEFT_OUT),
            ("999", None, LEFT_OUT),
            ("0", "3", A_CASE),
            (None, "3", A_CASE),
        ):
            yield Example(name, "before age 75", reference, death(age_years=age, age_days=days), becomes)


def examples_of_opioids() -> Iterator[Example]:
    """An overdose by its underlying cause, and an opioid among the other causes: both are needed."""
    name, rule, reference = "opioid_overdose_deaths_records", "an opioid is among the causes", "T40.0–T40.4 or T40.6"
    for codes in ("T40.0", "T401;I10", "I10;T402", "T403", "T40.4", "T436;T406"):
        yield Example(name, rule, reference, death(underlying_cause="X42", other_causes=codes), A_CASE)
    for codes in ("T40.5", "T407", "T436", "F112", "T39", "", None):
        yield Example(name, rule, reference, death(underlying_cause="X42", other_causes=codes), LEFT_OUT)
    overdose, by = "underlying cause is drug overdose, of any intent", "X40–X44"
    yield Example(name, overdose, by, death(underlying_cause="V031", other_causes="T401"), LEFT_OUT)
    yield Example(name, overdose, by, death(underlying_cause="X64", other_causes="T401"), A_CASE)


def examples_of_deliveries() -> Iterator[Example]:
    """Deliveries, and severe morbidity with and without transfusion."""
    with_, without = "severe_maternal_morbidity_records", "severe_maternal_morbidity_without_transfusion_records"
    hrsa = "HRSA, Federally Available Data"
    nothing = {"diagnoses": "Z3A39", "procedures": "", "drg": ""}
    for name in (with_, without):
        rule = "a delivery, by diagnosis, procedure or DRG"
        for found in ({"diagnoses": "Z370"}, {"diagnoses": "O80"}, {"procedures": "10D00Z1"}, {"drg": "768"}):
            yield Example(name, rule, hrsa, delivery(**nothing | found), NO_CASE)
        for other in ({}, {"diagnoses": "O0990"}, {"procedures": "10H07YZ"}, {"drg": "769"}, {"procedures": "O80"}):
            yield Example(name, rule, hrsa, delivery(**nothing | other), LEFT_OUT)
        rule = "no abortive outcome"
        yield Example(name, rule, hrsa, delivery(diagnoses="O80;Z370;O034"), LEFT_OUT)
        yield Example(name, rule, hrsa, delivery(diagnoses="O80;Z370;O051"), NO_CASE)
        yield Example(name, rule, hrsa, delivery(procedures="10A07ZZ;10E0XZZ"), LEFT_OUT)
        for age, becomes in (("10", NO_CASE), ("54", NO_CASE), ("55", LEFT_OUT), ("99", NO_CASE), (None, NO_CASE)):
            yield Example(name, "not older than 54 years", "10 to 54 years", delivery(age=age), becomes)
        yield Example(name, "not younger than 10 years", "10 to 54 years", delivery(age="10"), NO_CASE)
        yield Example(name, "not younger than 10 years", "10 to 54 years", delivery(age="9"), LEFT_OUT)
    for name, rule, reference, transfused in (
        (with_, "any of the 21 indicators", "at least one of 21 indicators", COUNTS),
        (without, "any of the 20 indicators other than transfusion", "at least one of 20 indicators", NO_CASE),
    ):
        yield Example(name, rule, reference, delivery(), NO_CASE)
        yield Example(name, rule, reference, delivery(procedures="10E0XZZ;30233N1"), transfused)
        yield Example(name, rule, reference, delivery(procedures="10D00Z1;30233N1;0UT90ZZ"), COUNTS)
        yield Example(name, rule, reference, delivery(diagnoses="Z370;O15.1"), COUNTS)
        yield Example(name, rule, reference, delivery(diagnoses="Z370", procedures="D65"), NO_CASE)
        old = {"coding": "ICD-9", "drg": "768", "procedures": ""}
        yield Example(name, rule, reference, delivery(**old, diagnoses="650;V270;5849"), COUNTS)
        yield Example(name, rule, reference, delivery(**old, diagnoses="650;V270"), NO_CASE)
        yield Example(name, rule, reference, delivery(**old | {"procedures": "9904"}, diagnoses="650"), transfused)
        yield Example(name, rule, reference, delivery(**old, diagnoses="D65;Z370"), NO_CASE)
        yield Example(name, rule, reference, delivery(coding=None, diagnoses="D65;Z370"), NO_CASE)


EXAMPLES = [*examples_of_births(), *examples_of_deaths(), *examples_of_deliveries()]


@cache
def outcomes(name: str) -> dict[int, tuple[int, int]]:
    """Cases and eligible records of each example of a definition, by its place in the list.

    Each is put into a municipality of its own, so that all are counted at once.
    """
    own = [(number, example) for number, example in enumerate(EXAMPLES) if example.definition == name]
    records = [e.record | {"residence_town": str(town)} for town, (_, e) in enumerate(own, start=1)]
    frame = counted(name, records)
    everyone = frame[frame["dimension"] == "overall"].groupby("town_id")[["cases", "eligible"]].sum()
    found = {int(town): (int(row.cases), int(row.eligible)) for town, row in everyone.iterrows()}
    return {number: found.get(town, LEFT_OUT) for town, (number, _) in enumerate(own, start=1)}


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[f"{e.definition}: {e.rule}" for e in EXAMPLES])
def test_a_record_made_by_hand_becomes_what_the_rule_says(number: int) -> None:
    example = EXAMPLES[number]
    definition = read_definition(example.definition)
    rules = {c.rule: c for c in (*definition.eligible, *definition.case)}
    assert example.reference in rules[example.rule].reference
    assert outcomes(example.definition)[number] == example.becomes


def test_every_rule_of_every_definition_has_records_that_it_takes_and_records_that_it_does_not() -> None:
    for name in definitions():
        definition = read_definition(name)
        if definition.linked:
            continue  # test_counting.py has them: a death alone shows nothing of it
        for rule in (*(c.rule for c in definition.eligible), *(c.rule for c in definition.case)):
            made = {e.becomes for e in EXAMPLES if (e.definition, e.rule) == (name, rule)}
            assert len(made) >= 2 or rule.endswith("is stated") or rule.startswith("month, visits"), (name, rule)
            assert made, (name, rule)


def test_every_indicator_the_site_takes_from_records_has_a_definition() -> None:
    assert {name.removesuffix("_records") for name in definitions()} == {
        "severe_maternal_morbidity", "severe_maternal_morbidity_without_transfusion", "low_birthweight",
        "preterm_birth", "low_risk_cesarean", "prenatal_care_adequate", "infant_mortality", "teen_births",
        "drug_overdose_deaths", "opioid_overdose_deaths", "heart_disease_deaths", "stroke_deaths", "diabetes_deaths",
        "hypertension_deaths", "premature_mortality", "years_lost", "life_expectancy",
    }  # fmt: skip


def test_no_definition_takes_the_name_of_an_indicator_that_the_site_has() -> None:
    taken = {path.stem for path in (ROOT / "data" / "indicators").glob("*.toml")}
    assert not taken & set(definitions())


@pytest.mark.parametrize("name", definitions())
def test_the_catalogue_takes_what_a_definition_says_of_its_indicator(name: str) -> None:
    definition = read_definition(name)
    indicator = Indicator.model_validate({"id": name, **definition.catalog_entry(("ma_births",))})
    assert (indicator.measure == "percent") == (definition.measure == "share" and definition.per == 100)
    assert indicator.per == (definition.per if indicator.measure == "rate" else 100)
    assert indicator.breaks == definition.breaks
    assert indicator.series[0].source == "ma_births"


@pytest.mark.parametrize("name", definitions())
def test_a_definition_names_lists_and_groups_of_codes_that_there_are(name: str) -> None:
    for criterion in flat(read_definition(name)):
        if criterion.codes is not None:
            for column in criterion.codes.columns:
                wanted = read_code_list(criterion.codes.list).wanted(
                    column, criterion.codes.groups, criterion.codes.without_groups
                )
                assert wanted.exact or wanted.prefixes


def flat(definition: CaseDefinition) -> Iterator[Criterion]:
    """Every test of a definition, those inside of `any` too."""
    waiting: list[Criterion] = [*definition.eligible, *definition.case]
    while waiting:
        criterion = waiting.pop()
        waiting.extend(criterion.any_of)
        yield criterion


def test_the_change_of_coding_in_2015_is_a_break_of_what_is_counted_by_hospital_codes() -> None:
    for name in definitions():
        definition = read_definition(name)
        breaks = [b.at for b in definition.breaks if "ICD-10" in b.note]
        assert breaks == ([2015, 2016] if definition.records == "deliveries" else []), name


WRONG = {
    "a condition is about one of": {
        "case": [{"rule": "r1", "reference": "by hand", "column": "sex", "derived": "age"}]
    },
    "a column is asked for": {"case": [{"rule": "r1", "reference": "by hand", "column": "sex"}]},
    "have no column": {"case": [{"rule": "r1", "reference": "by hand", "column": "birthweight", "below": 3}]},
    "a share is of the records": {"measure": "share"},
    "`linked` names the births": {"denominator": "births"},
    "need people by age": {"denominator": "records", "measure": "standardized"},
    "counted to `before_age`": {"measure": "years_lost"},
    "says which records count": {"case": []},
    "cannot be divided by education": {"dimensions": ["education"]},
    "is not a dimension": {"dimensions": ["payer"]},
    "Extra inputs": {"weights": 3},
}


@pytest.mark.parametrize("said", WRONG)
def test_a_definition_that_contradicts_itself_is_refused_in_one_sentence(said: str) -> None:
    content = read_definition("stroke_deaths_records").model_dump(by_alias=True, exclude_defaults=True)
    with pytest.raises(DefinitionError, match=said) as refusal:
        define(CaseDefinition, Path("mine.toml"), content | WRONG[said])
    assert str(refusal.value).startswith("mine.toml: ")


def test_a_definition_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(RecordsError, match="“measles” is no case definition; known: diabetes_deaths_records, "):
        read_definition("measles")


def test_an_analyst_may_keep_a_definition_of_her_own_in_any_folder(tmp_path: Path) -> None:
    text = (DEFINITIONS / "low_birthweight_records.toml").read_text(encoding="utf-8")
    own = tmp_path / "very_low_birthweight_records.toml"
    own.write_text(text.replace("below = 2500", "below = 1500"), encoding="utf-8")
    definition = read_definition(str(own))
    assert definition.id == "very_low_birthweight_records"
    assert overall(counted(definition, [birth(birthweight="1499"), birth(birthweight="1500")])) == (1, 2)


def test_counts_are_made_by_the_ages_of_the_standard_population_or_of_a_life_table() -> None:
    assert read_definition("stroke_deaths_records").ages == tuple(US_2000)
    assert read_definition("premature_mortality_records").ages == tuple(US_2000)[:-2]
    assert read_definition("life_expectancy_records").ages == ABRIDGED
    assert len(ABRIDGED) == 19
    assert read_definition("low_birthweight_records").ages == ()


@pytest.mark.parametrize(
    ("years", "days", "standard", "table"),
    [
        ("0", "0", "<1", "<1"), (None, "364", "<1", "<1"), ("1", None, "1-4", "1-4"), ("4", None, "1-4", "1-4"),
        ("5", None, "5-14", "5-9"), ("14", None, "5-14", "10-14"), ("74", None, "65-74", "70-74"),
        ("84", None, "75-84", "80-84"), ("85", None, "85+", "85+"), ("112", None, "85+", "85+"),
        ("999", None, "unknown", "unknown"), (None, None, "unknown", "unknown"),
    ],
)  # fmt: skip
def test_every_death_is_in_one_group_of_age(years: str | None, days: str | None, standard: str, table: str) -> None:
    one = [death(underlying_cause="I64", age_years=years, age_days=days)]
    assert set(counted("stroke_deaths_records", one)["age_group"]) == {standard}
    assert set(counted("life_expectancy_records", one)["age_group"]) == {table}
