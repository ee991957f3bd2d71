"""No two texts lie over each other and none is cut, on phones and desks: the boxes of all texts are measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.page_checks import settle

BOXES = Path(__file__).with_name("text_boxes.js").read_text(encoding="utf-8")

OVERDOSE = "/explore?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"
INCOME = "/explore?indicator=median_household_income&level=county&by=overall&group=all"
TOWNS = "/explore?indicator=opioid_overdose_deaths&level=municipality&by=overall&group=all"
THREE = "/explore?indicator=diabetes_incidence_essex_middlesex&level=county"
MATERNAL = "/explore?indicator=severe_maternal_morbidity&by=race_ethnicity&group=black_nh"
ABSTRACT = "severe_maternal_morbidity_dph_abstract"

# Those where texts were seen to collide or to be cut first: they are measured at every width.
SEEN = [
    f"{INCOME}&view=map",
    f"{INCOME}&view=compare",
    f"{OVERDOSE}&view=map",
    f"{OVERDOSE}&view=groups&place=hampden-county",
    f"/gaps?indicator={ABSTRACT}",
    "/explore?indicator=opioid_overdose_deaths&level=area&kind=public_health_group&view=map",
    f"{THREE}&view=map",
    f"{TOWNS}&view=map",
    f"{OVERDOSE}&view=compare",
    f"{OVERDOSE}&view=trend",
    f"{OVERDOSE}&place=hampden-county&view=trend&lang=es",
    "/explore?indicator=drug_overdose_deaths&level=state&by=race_ethnicity&group=all&view=trend",
    "/explore?indicator=treatment_admissions_alcohol&view=map",
    "/methods",
    "/gaps?indicator=drug_overdose_deaths&by=race_ethnicity&period=2021-2023",
    "/search?q=overdose",
]
MORE = [
    *(f"{INCOME}&view={view}" for view in ("groups", "table", "multiples", "trend")),
    *(f"{OVERDOSE}&view={view}" for view in ("groups", "table", "multiples")),
    *(f"{OVERDOSE}&view={view}&lang=es" for view in ("map", "groups", "compare")),
    *(f"{OVERDOSE}&view={view}&lang=pt" for view in ("map", "groups", "table")),
    *(f"{OVERDOSE}&place=middlesex-county&view={view}" for view in ("map", "compare", "table")),
    *(f"{TOWNS}&view={view}" for view in ("table", "compare", "groups")),
    *(f"{TOWNS}&place=boston&view={view}" for view in ("map", "table")),
    *(f"{THREE}&view={view}" for view in ("groups", "table")),
    *(f"{MATERNAL}&view={view}" for view in ("map", "groups", "table", "compare")),
    *(f"/explore?indicator=births&level=county&view={view}" for view in ("table", "multiples")),
    "/explore?indicator=low_birthweight&by=education&level=state&view=groups",
    "/explore?indicator=opioid_deaths_dph_county&level=county&period=2023&view=map",
    "/explore?indicator=opioid_deaths_dph_state",
    "/explore?indicator=preventable_hospital_stays&level=county&view=map",
    "/explore?indicator=heart_disease_mortality&level=county&view=map",
    "/explore?indicator=heart_disease_mortality&view=groups",
    "/explore?indicator=mammography_screening&level=county&view=map",
    "/explore?indicator=diabetes_prevalence&level=municipality&view=map",
    "/explore?indicator=infant_mortality_dph_births&view=groups",
    "/explore?indicator=deaths_after_birth_opioid_overdose",
    "/explore?indicator=all_cause_mortality&level=county&view=map&by=sex&group=female",
    "/gaps?indicator=median_household_income_by_race",
    "/gaps?indicator=births",
    "/gaps?indicator=low_birthweight&by=education&level=state",
    "/gaps?indicator=drug_overdose_deaths&by=race_ethnicity&period=2021-2023&lang=pt",
    "/search?q=brockton+overdose&lang=es",
    "/embed?indicator=drug_overdose_deaths&view=map",
]


def measured(page: Page, address: str, widths: tuple[int, ...]) -> list[str]:
    """The faults of a page at some widths, each as a sentence; the page is opened once and made narrower."""
    page.set_viewport_size({"width": widths[0], "height": 900})
    page.goto(address)
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        found: dict[str, Any] = page.evaluate(BOXES)
        assert found["texts"] > 10, f"{address} shows nothing at {width}"
        faults += [f"{address} at {width}: {pair} lie over each other" for pair in found["over"]]
        faults += [f"{address} at {width}: {text} is cut" for text in found["cut"]]
    return faults


@pytest.mark.parametrize("address", SEEN)
def test_no_text_is_cut_or_under_another_at_any_width(page: Page, address: str) -> None:
    assert measured(page, address, (1280, 768, 375, 320)) == []


@pytest.mark.parametrize("part", range(5))
def test_no_text_is_cut_or_under_another_on_a_desk_and_a_phone(page: Page, part: int) -> None:
    faults = [fault for address in MORE[part::5] for fault in measured(page, address, (1280, 375))]
    assert faults == []
