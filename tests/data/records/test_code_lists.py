"""The code lists are the published ones, code by code.

CDC’s list is held against three other publications of it, typed here apart from our files: the number of codes that
each indicator has on CDC’s page, the beginnings of codes that HRSA compares, and the whole codes of AHRQ.
"""

from __future__ import annotations

import re
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DefinitionError
from data.records.code_lists import (
    CODES,
    SYSTEMS,
    CodeList,
    Wanted,
    code_lists,
    plain_code,
    read_code_list,
    read_prenatal_care_index,
)

LISTS = {name: read_code_list(name) for name in code_lists()}
SMM, SMM_ICD9, DELIVERY, CAUSES = (LISTS[n] for n in ("smm", "smm_icd9", "delivery", "causes_of_death"))

ON_CDC_PAGE = {
    # indicator: codes that CDC’s page names in ICD-10-CM/PCS, and in ICD-9-CM
    "acute_myocardial_infarction": (2, 1),
    "aneurysm": (2, 1),
    "acute_renal_failure": (2, 6),
    "acute_respiratory_distress_syndrome": (10, 5),
    "amniotic_fluid_embolism": (5, 1),
    "cardiac_arrest": (2, 3),
    "conversion_of_cardiac_rhythm": (2, 1),
    "disseminated_intravascular_coagulation": (29, 4),
    "eclampsia": (1, 1),
    "heart_failure_in_procedure": (6, 1),
    "puerperal_cerebrovascular_disorders": (30, 14),
    "pulmonary_edema": (20, 13),
    # 49 when the five ranges of eight numbers are written out; five numbers of each are no codes of ICD-10-CM
    "severe_anesthesia_complications": (49 - 5 * 5, 5),
    "sepsis": (10, 7),
    "shock": (7, 9),
    "sickle_cell_disease_with_crisis": (12, 5),
    "air_and_thrombotic_embolism": (22, 6),
    "transfusion": (64, 1),
    "hysterectomy": (4, 11),
    "temporary_tracheostomy": (3, 1),
    "ventilation": (3, 3),
}

HRSA = {
    # Federally Available Data resource document, FY25/FY23: beginnings of codes; it has no codes of transfusion
    "acute_myocardial_infarction": "I21 I22",
    "aneurysm": "I71 I790",
    "acute_renal_failure": "N17 O904",
    "acute_respiratory_distress_syndrome": "J80 J951 J952 J953 J9582 J960 J962 J969 R0603 R092",
    "amniotic_fluid_embolism": "O88112 O88113 O88119 O8812 O8813",
    "cardiac_arrest": "I46 I490",
    "conversion_of_cardiac_rhythm": "5A12012 5A2204Z",
    "disseminated_intravascular_coagulation": "D65 D688 D689 O450[0129][239] O460[0129][239] O670 O723",
    "eclampsia": "O15",
    "heart_failure_in_procedure": "I9712 I9713 I9771",
    "puerperal_cerebrovascular_disorders": "A812 G45 G46 G9349 H340 I60 I61 I62 I6300 I6301 I63[1-6] I638 I639 I65 I66 "
    "I67 I68 O2250 O2252 O2253 I9781 I9782 O873",
    "pulmonary_edema": "J810 I501 I50[2-4][013] I50810 I50811 I50813 I50814 I5082 I5083 I5084 I5089 I509",
    "severe_anesthesia_complications": "O291[129][239] O292[19][239] O74[0-3] O8901 O8909 O891 O892 T882XXA T883XXA",
    "sepsis": "A327 A40 A41 I76 O85 O8604 R6520 R6521 T8112XA T8144XA",
    "shock": "O751 R57 T782XXA T8110XA T8111XA T8119XA T886XXA",
    "sickle_cell_disease_with_crisis": "D570[0-2] D57211 D57212 D57219 D57411 D57412 D57419 D57811 D57812 D57819",
    "air_and_thrombotic_embolism": "I260[129] I269[02349] O8801[239] O880[23] O8821[239] O882[23] O8831[239] O883[23] "
    "O8881[239] O888[23] T800XXA",
    "hysterectomy": "0UT90ZL 0UT90ZZ 0UT97ZL 0UT97ZZ",
    "temporary_tracheostomy": "0B110F4 0B113F4 0B114F4",
    "ventilation": "5A1935Z 5A1945Z 5A1955Z",
}

AHRQ = {
    # Maternal Health Indicators, MHI_FORMATS, beta of September 2024: whole codes
    "acute_myocardial_infarction": "I210[129] I2111 I2119 I2121 I2129 I213 I214 I219 I21A1 I21A9 I21B I22[01289]",
    "aneurysm": "I710[0123] I7101[0129] I711 I712 I713 I714 I715 I716 I718 I719 I711[0-3] I712[0-3] I713[0-3] "
    "I714[0-3] I715[0-2] I716[0-2] I790",
    "acute_renal_failure": "N17[01289] O904 O9041 O9049",
    "acute_respiratory_distress_syndrome": "J80 J951 J952 J953 J9582[12] J960[0-2] J962[0-2] J969[0-2] R0603 R092",
    "amniotic_fluid_embolism": "O88112 O88113 O88119 O8812 O8813",
    "cardiac_arrest": "I462 I468 I469 I4901 I4902",
    "conversion_of_cardiac_rhythm": "5A12012 5A2204Z",
    "disseminated_intravascular_coagulation": "D65 D688 D689 O450[0129][239] O460[0129][239] O670 O723",
    "eclampsia": "O1500 O1502 O1503 O151 O152 O159",
    "heart_failure_in_procedure": "I9712[01] I9713[01] I9771[01]",
    "puerperal_cerebrovascular_disorders": "A812 G45[0-4] G458 G459 G46[0-8] G9349 H340[0-3] "
    "I600[0-2] I601[0-2] I602 I602[0-2] I603[0-2] I604 I605[0-2] I60[6-9] I61[0-6] I618 I619 I620[0-3] I621 I629 "
    "I6300 I6301[1239] I6310 I6311[1239] I6312 I6313[1239] I6319 I6320 I6321[1239] I6322 I6323[1239] I6329 "
    "I6330 I633[1-4][1239] I6339 I6340 I634[1-4][1239] I6349 I6350 I635[1-4][1239] I6359 I636 I638 I6381 I6389 I639 "
    "I650[1239] I651 I652[1239] I658 I659 I660[1239] I661[1239] I662[1239] I663 I668 I669 "
    "I67[0-7] I678[123] I67841 I67848 I67850 I67858 I6789 I679 I680 I682 I688 "
    "O2250 O2252 O2253 I9781[01] I9782[01] O873",
    "pulmonary_edema": "J810 I501 I50[2-4][013] I50810 I50811 I50813 I50814 I5082 I5083 I5084 I5089 I509",
    "severe_anesthesia_complications": "O291[129][239] O292[19][239] O74[0-3] O8901 O8909 O891 O892 T882XXA T883XXA",
    "sepsis": "I76 O85 O8604 T8112XA T8144XA R6520 R6521 A40[01389] A4101 A4102 A41[1-4] A415[0-4] A4159 A4181 A4189 "
    "A419 A327",
    "shock": "O751 R57[0189] T782XXA T886XXA T8110XA T8111XA T8119XA",
    "sickle_cell_disease_with_crisis": "D570[0-2] D57211 D57212 D57219 D57411 D57412 D57419 D57811 D57812 D57819",
    "air_and_thrombotic_embolism": "I260[129] I269[02349] O880[23] O8801[239] O882[23] O8821[239] O883[23] O8831[239] "
    "O888[23] O8881[239] T800XXA",
    "hysterectomy": "0UT90ZL 0UT90ZZ 0UT97ZL 0UT97ZZ",
    "temporary_tracheostomy": "0B110F4 0B113F4 0B114F4",
    "ventilation": "5A1935Z 5A1945Z 5A1955Z",
}

ONLY_AHRQ = {
    # codes AHRQ has and CDC has not: newer ones of sickle cell crises, and thromboses of other precerebral arteries
    "sickle_cell_disease_with_crisis": "D57[24]1[348] D5781[348] D570[349] D574[35][1-4] D574[35][89]",
    "puerperal_cerebrovascular_disorders": "I6302 I6303[1239] I6309",
}


ICD_9 = {
    # the same page as the Python package pypreg has it, January 2024
    "acute_myocardial_infarction": "410",
    "aneurysm": "441",
    "acute_renal_failure": "584[5-9] 6693",
    "acute_respiratory_distress_syndrome": "5185 5188[124] 7991",
    "amniotic_fluid_embolism": "6731",
    "cardiac_arrest": "42741 42742 4275",
    "conversion_of_cardiac_rhythm": "996",
    "disseminated_intravascular_coagulation": "286[69] 6413 6663",
    "eclampsia": "6426",
    "heart_failure_in_procedure": "9971",
    "puerperal_cerebrovascular_disorders": "0463 34839 36234 43[0-7] 6715 6740 99702",
    "pulmonary_edema": "5184 428[01] 428[2-4][013] 4289",
    "severe_anesthesia_complications": "668[0-2] 9954 99586",
    "sepsis": "038 6702 99802 9959[12] 78552 449",
    "shock": "6691 7855[019] 9950 9980 9980[019]",
    "sickle_cell_disease_with_crisis": "28242 2826[249] 28952",
    "air_and_thrombotic_embolism": "4150 4151 673[0238]",
    "transfusion": "990",
    "hysterectomy": "68[3-7] 68[3-7]9 689",
    "temporary_tracheostomy": "311",
    "ventilation": "967[0-2]",
}


def spread(written: str) -> set[str]:
    """Codes written with sets of characters: O88[02]1 is O8801 and O8821."""
    codes = set()
    for one in written.split():
        parts = [
            _characters(part[1:-1]) if part.startswith("[") else [part] for part in re.findall(r"\[[^]]+\]|[^\[]+", one)
        ]
        codes |= {"".join(chosen) for chosen in product(*parts)}
    return codes


def _characters(inside: str) -> list[str]:
    if "-" in inside:
        return [chr(c) for c in range(ord(inside[0]), ord(inside[2]) + 1)]
    return list(inside)


def where(code_list: CodeList, group: str) -> str:
    return code_list.groups[group].columns[0]


def test_severe_maternal_morbidity_has_the_indicators_and_numbers_of_codes_of_cdcs_page() -> None:
    assert {g.id: len(g.codes) + len(g.exact) for g in SMM.group} == {k: new for k, (new, _) in ON_CDC_PAGE.items()}
    assert {g.id: len(g.codes) + len(g.exact) for g in SMM_ICD9.group} == {
        k: old for k, (_, old) in ON_CDC_PAGE.items()
    }
    assert len(ON_CDC_PAGE) == 21
    assert sum(new + old for new, old in ON_CDC_PAGE.values()) == 359


@pytest.mark.parametrize("indicator", ICD_9)
def test_codes_of_icd_9_are_those_of_cdcs_page(indicator: str) -> None:
    group = SMM_ICD9.groups[indicator]
    assert {*group.codes, *group.exact} == spread(ICD_9[indicator])


def test_both_editions_have_the_same_indicators_under_the_same_names() -> None:
    assert {g.id: g.title for g in SMM.group} == {g.id: g.title for g in SMM_ICD9.group}
    assert [where(SMM, g) for g in SMM.groups] == [where(SMM_ICD9, g) for g in SMM_ICD9.groups]


@pytest.mark.parametrize("indicator", HRSA)
def test_hrsas_beginnings_and_ours_hold_the_same_codes(indicator: str) -> None:
    """Of all that AHRQ has: every whole code of any indicator, and those only AHRQ counts."""
    theirs, ours = tuple(spread(HRSA[indicator])), SMM.wanted(where(SMM, indicator), (indicator,))
    whole = set().union(*(spread(codes) for codes in (*AHRQ.values(), *ONLY_AHRQ.values())))
    assert {code for code in whole if ours.holds(code)} == {code for code in whole if code.startswith(theirs)}


def test_hrsa_leaves_out_transfusion_alone() -> None:
    assert set(SMM.groups) - set(HRSA) == {"transfusion"}


@pytest.mark.parametrize("indicator", AHRQ)
def test_every_code_of_ahrq_counts_for_the_same_indicator_and_no_other(indicator: str) -> None:
    column = where(SMM, indicator)
    wrong = {code: SMM.groups_with(code, column) for code in spread(AHRQ[indicator])}
    assert {code: groups for code, groups in wrong.items() if groups != (indicator,)} == {}


@pytest.mark.parametrize("indicator", sorted(set(AHRQ) - {"transfusion"}))
def test_every_code_of_cdc_begins_a_code_of_ahrq(indicator: str) -> None:
    theirs = spread(AHRQ[indicator])
    assert [code for code in SMM.groups[indicator].codes if not any(one.startswith(code) for one in theirs)] == []


def test_what_only_ahrq_counts_is_not_counted() -> None:
    numbers = {indicator: len(spread(codes)) for indicator, codes in ONLY_AHRQ.items()}
    assert numbers == {"sickle_cell_disease_with_crisis": 24, "puerperal_cerebrovascular_disorders": 6}
    for code in set().union(*(spread(codes) for codes in ONLY_AHRQ.values())):
        assert SMM.groups_with(code, "diagnoses") == (), code


def test_ahrqs_codes_number_as_printed() -> None:
    """Counted on the printed formats: a typing error in the test would show here."""
    printed = {
        "acute_myocardial_infarction": 18,
        "acute_renal_failure": 8,
        "acute_respiratory_distress_syndrome": 17,
        "disseminated_intravascular_coagulation": 29,
        "pulmonary_edema": 20,
        "severe_anesthesia_complications": 25,
        "sepsis": 28,
        "shock": 10,
        "air_and_thrombotic_embolism": 29,
    }
    assert {indicator: len(spread(AHRQ[indicator])) for indicator in printed} == printed
    sickle = spread(AHRQ["sickle_cell_disease_with_crisis"]) | spread(ONLY_AHRQ["sickle_cell_disease_with_crisis"])
    assert len(sickle) == 36


@pytest.mark.parametrize("code", ["O88.011", "O88.211", "O45.001", "O46.011", "O29.111", "O22.51"])
def test_first_trimester_is_no_delivery(code: str) -> None:
    assert SMM.groups_with(code, "diagnoses") == ()


@pytest.mark.parametrize("code", ["I50.22", "I50.32", "I50.42", "I50.812"])
def test_chronic_heart_failure_alone_is_no_acute_event(code: str) -> None:
    assert SMM.groups_with(code, "diagnoses") == ()


def test_transfusion_can_be_left_out() -> None:
    everything = SMM.wanted("procedures")
    without = SMM.wanted("procedures", without_groups=["transfusion"])
    assert everything.holds("30233N1")
    assert not without.holds("30233N1")
    assert without.holds("5A1955Z")
    assert len(everything.prefixes) - len(without.prefixes) == 64


def test_a_transfusion_is_of_one_of_eight_products_into_one_of_four_places() -> None:
    assert set(SMM.groups["transfusion"].codes) == spread("302[34][03][HKLMNPRT][01]")


@pytest.mark.parametrize(
    ("code", "column", "groups"),
    [
        ("311", "diagnoses", ()),  # a depressive disorder
        ("311", "procedures", ("temporary_tracheostomy",)),
        ("99664", "diagnoses", ()),  # infection of a urinary catheter
        ("9962", "procedures", ("conversion_of_cardiac_rhythm",)),
        ("9904", "procedures", ("transfusion",)),
        ("9904", "diagnoses", ()),
        ("41071", "diagnoses", ("acute_myocardial_infarction",)),
        ("99802", "diagnoses", ("sepsis",)),
        ("9980", "diagnoses", ("shock",)),
        ("99800", "diagnoses", ("shock",)),
        ("9981", "diagnoses", ()),
        ("685", "procedures", ("hysterectomy",)),
        ("6859", "procedures", ("hysterectomy",)),
        ("6851", "procedures", ()),
        ("0380", "diagnoses", ("sepsis",)),
    ],
)
def test_a_number_of_icd_9_means_what_its_place_says(code: str, column: str, groups: tuple[str, ...]) -> None:
    assert SMM_ICD9.groups_with(code, column) == groups


@pytest.mark.parametrize("name", LISTS)
def test_no_code_is_in_two_groups_but_where_the_publication_has_one_inside_the_other(name: str) -> None:
    shared = set()
    for one, other in combinations(LISTS[name].group, 2):
        ours, theirs = (*one.codes, *one.exact), (*other.codes, *other.exact)
        alike = [(a, b) for a, b in product(ours, theirs) if a.startswith(b) or b.startswith(a)]
        alone = [(a, b) for a, b in alike if a != b and min(a, b, key=len) in {*one.exact, *other.exact}]
        if one.columns == other.columns and len(alike) > len(alone):
            shared.add(frozenset((one.id, other.id)))
    assert shared == {frozenset((g.id, g.within)) for g in LISTS[name].group if g.within}


@pytest.mark.parametrize("name", LISTS)
def test_a_group_inside_another_has_no_code_that_the_other_has_not(name: str) -> None:
    groups = LISTS[name].groups
    assert {g.id: sorted(set(g.codes) - set(groups[g.within].codes)) for g in groups.values() if g.within} == {
        g.id: [] for g in groups.values() if g.within
    }


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_where_it_is_from(name: str) -> None:
    code_list = LISTS[name]
    assert code_list.source
    assert code_list.dated >= "2020"
    assert all(bool(g.source) == (g.address is not None) for g in code_list.group)


WHOLE = {
    # length and characters of codes as records have them, by the manuals of each system
    "ICD-10-CM": r"[A-TV-Z]\d[0-9AB][0-9A-Z]{0,4}",
    "ICD-10-PCS": r"[0-9A-HJ-NP-Z]{4,7}",
    "ICD-9-CM diagnosis": r"(\d{3}|V\d{2})\d{0,2}",
    "ICD-9-CM procedure": r"\d{3,4}",
    "ICD-10": r"[A-Z]\d{2,3}",
    "MS-DRG": r"\d{3}",
}


@pytest.mark.parametrize("name", LISTS)
def test_codes_have_the_form_of_their_system_and_no_point(name: str) -> None:
    wrong = [
        (g.id, code)
        for g in LISTS[name].group
        for code in (*g.codes, *g.exact)
        if not re.fullmatch(WHOLE[g.system], code)
    ]
    assert wrong == []
    assert set(WHOLE) == set(SYSTEMS)


def test_deliveries_are_found_and_taken_out_as_hrsa_does() -> None:
    drg = {*range(765, 769), 774, 775, *range(783, 789), *range(796, 799), *range(805, 808)}
    assert DELIVERY.groups["drg"].codes == tuple(str(n) for n in sorted(drg))
    assert set(DELIVERY.groups["cesarean_drg"].codes) == {str(n) for n in (765, 766, *range(783, 789))}
    assert set(DELIVERY.groups["delivery"].codes) == {"O80", "O82", "O7582"}
    found = DELIVERY.wanted("procedures", ["procedure"])
    assert all(found.holds(code) for code in spread("10D00Z[0-2] 10D07Z[3-8] 10E0XZZ"))
    assert not found.holds("10A07Z6")
    out = DELIVERY.wanted("diagnoses", ["abortive_outcome"])
    assert {code for code in spread("O0[0-8]1") if not out.holds(code)} == {"O051", "O061"}


def test_deliveries_of_ahrq_are_found_by_the_same_diagnoses_and_procedures() -> None:
    diagnoses = spread("Z37[0-4] Z375[0-4] Z3759 Z376[0-4] Z3769 Z377 Z379 O80 O82 O7582")
    assert len(diagnoses) == 22
    assert all(DELIVERY.wanted("diagnoses", ["outcome", "delivery"]).holds(code) for code in diagnoses)
    abortions = spread("10A00ZZ 10A03ZZ 10A04ZZ 10A07Z[6WXZ] 10A08ZZ")
    assert all(DELIVERY.groups_with(code, "procedures") == ("procedure_of_abortive_outcome",) for code in abortions)


NCHS = {
    # List of 113 Selected Causes of Death as CDC WONDER labels its groups
    "heart_disease": "I0[0-9] I11 I13 I2[0-9] I3[0-9] I4[0-9] I50 I51",
    "stroke": "I6[0-9]",
    "diabetes": "E1[0-4]",
    "hypertension": "I10 I12 I15",
    # CDC: overdose death rates involving opioids
    "drug_overdose": "X4[0-4] X6[0-4] X85 Y1[0-4]",
    "opioids": "T40[012346]",
}


@pytest.mark.parametrize("group", NCHS)
def test_causes_of_death_are_the_groups_of_nchs(group: str) -> None:
    assert set(CAUSES.groups[group].codes) == spread(NCHS[group])


@pytest.mark.parametrize(
    ("code", "groups"),
    [
        ("I25.1", ("heart_disease",)),
        ("I110", ("heart_disease",)),
        ("I120", ("hypertension",)),
        ("I52", ()),
        ("I71.3", ()),
        ("E149", ("diabetes",)),
        ("X42", ("drug_overdose", "unintentional_drug_overdose")),
        ("X45", ()),  # alcohol
        ("X64", ("drug_overdose",)),
        ("Y15", ()),  # alcohol
        ("T404", ("opioids", "synthetic_opioids")),
        ("T405", ()),  # cocaine
        ("T407", ()),  # cannabis
    ],
)
def test_a_cause_of_death_is_in_the_groups_that_name_it(code: str, groups: tuple[str, ...]) -> None:
    assert CAUSES.groups_with(code, "underlying_cause") == groups
    assert CAUSES.groups_with(code, "other_causes") == groups


def test_a_list_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(DefinitionError, match="“smn” is no code list; known: causes_of_death, delivery, smm, smm_icd9"):
        read_code_list("smn")


def test_a_group_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(DefinitionError, match="no group “strokes”; known: heart_disease, stroke"):
        CAUSES.wanted("underlying_cause", ["strokes"])


def test_codes_of_procedures_are_not_sought_among_diagnoses() -> None:
    with pytest.raises(DefinitionError, match="none of the groups asked for has codes that stand in “diagnoses”"):
        SMM.wanted("diagnoses", ["transfusion"])


GOOD = """title = "Made up"
source = "Nobody"
address = "https://example.org/list"
dated = "2024"
match = "prefix"

[[group]]
id = "one"
title = "One"
system = "ICD-10-CM"
codes = ["I21", "I22.9"]
"""


def written(folder: Path, *changes: tuple[str, str]) -> CodeList:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "made_up.toml").write_text(text, encoding="utf-8")
    return read_code_list("made_up", folder)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"I22.9"', '"I229"', "“I229” is not printed as a code of ICD-10-CM is"),
        ('"I22.9"', '"I21"', "one: a code is there twice"),
        ('"I22.9"', '"I29-I21"', "“I29-I21” is not a range"),
        ('"I22.9"', '"I20-J21"', "“I20-J21” is not a range"),
        ("ICD-10-CM", "ICD-11", "“ICD-11” is not a system of codes; known: ICD-10-CM"),
        ("2024", "last year", "dated"),
        ('title = "One"', 'title = "One"\nwithin = "two"', "one: within “two”, which is no group of the list"),
        ('match = "prefix"', 'match = "suffix"', "match"),
        ('title = "One"', 'title = "One"\nmeaning = "x"', "meaning"),
    ],
)
def test_a_list_with_a_fault_is_refused_by_file_and_field(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(DefinitionError, match=f"made_up.toml: .*{re.escape(sentence)}"):
        written(tmp_path, (old, new))


def test_an_exact_list_holds_its_codes_and_nothing_that_begins_with_them(tmp_path: Path) -> None:
    exact = written(tmp_path, ('match = "prefix"', 'match = "exact"')).wanted("diagnoses")
    assert exact == Wanted(exact=("I21", "I229"))
    assert exact.holds("I22.9")
    assert not exact.holds("I21.4")
    with pytest.raises(DefinitionError, match="every code of an exact list stands for itself"):
        written(tmp_path, ('match = "prefix"', 'match = "exact"'), ('title = "One"', 'title = "One"\nexact = ["I20"]'))


def test_a_range_is_its_codes(tmp_path: Path) -> None:
    codes = written(tmp_path, ('"I22.9"', '"I09-I11", "T40.0-T40.4"')).groups["one"].codes
    assert codes == ("I21", "I09", "I10", "I11", "T400", "T401", "T402", "T403", "T404")


@given(st.sampled_from(sorted(LISTS)), st.data())
def test_what_is_wanted_is_what_a_plain_search_finds(name: str, data: st.DataObject) -> None:
    """Every code of the groups asked for, with anything after it, and nothing that no code of theirs begins."""
    code_list = LISTS[name]
    column = data.draw(st.sampled_from(sorted({c for g in code_list.group for c in g.columns})))
    here = [g for g in code_list.group if column in g.columns]
    chosen = data.draw(st.lists(st.sampled_from([g.id for g in here]), min_size=1, unique=True))
    some = data.draw(st.sampled_from(sorted({c for g in here for c in (*g.codes, *g.exact)})))
    code = some + data.draw(st.text("0189XAZ", max_size=2))
    plainly = any(
        code in g.exact or any(code[: len(c)] == c for c in g.codes) for g in here if g.id in chosen
    )  # every list is one of beginnings
    assert code_list.wanted(column, chosen).holds(code) is plainly


def test_every_list_is_one_of_beginnings() -> None:
    assert {code_list.match for code_list in LISTS.values()} == {"prefix"}
    assert {path.stem for path in CODES.glob("*.toml")} == set(LISTS)


@pytest.mark.parametrize("written_code", ["i21.4", " I214 ", "I21.4", "I214"])
def test_a_code_is_the_same_with_and_without_its_point(written_code: str) -> None:
    assert plain_code(written_code) == "I214"
    assert SMM.wanted("diagnoses", ["acute_myocardial_infarction"]).holds(written_code)


@pytest.mark.parametrize(
    ("percent", "level"),
    [
        (0, "inadequate"),
        (49.9, "inadequate"),
        (50, "intermediate"),
        (79.9, "intermediate"),
        (80, "adequate"),
        (109.9, "adequate"),
        (110, "adequate_plus"),
        (300, "adequate_plus"),
    ],
)
def test_prenatal_care_has_the_levels_of_kotelchuck(percent: float, level: str) -> None:
    assert read_prenatal_care_index().level_of(percent) == level


def test_fourteen_visits_are_expected_before_the_fortieth_week_and_eleven_with_care_from_the_fourth_month() -> None:
    index = read_prenatal_care_index()
    assert index.visits_before(40) == 7 + 4 + 3
    assert index.visits_before(40) - (4 - 1) == 11
    assert index.latest_month == 4
    assert [index.visits_before(week) for week in (1, 4, 5, 28, 29, 37)] == [0, 0, 1, 6, 7, 11]


def test_an_index_whose_levels_do_not_go_up_is_refused(tmp_path: Path) -> None:
    text = (CODES.parent / "prenatal_care.toml").read_text(encoding="utf-8")
    path = tmp_path / "prenatal_care.toml"
    path.write_text(text.replace("at_least = 80", "at_least = 40"), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"prenatal_care\.toml: .*levels begin at 0 and go up"):
        read_prenatal_care_index(path)
