"""Margins that synthetic records are drawn with: published figures of the snapshot, read when they are needed.

What no publisher gives here (payer, education, presentation, the way of delivery, ages of death) is our own assumption,
and stands in `synthetic_records`. Nothing that is drawn with these margins says anything about anyone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data.settings import ROOT

SNAPSHOT = ROOT / "data" / "snapshot"
GROUPS = (
    "white_nh", "black_nh", "hispanic", "asian_nh", "multiracial_nh", "not_stated", "aian_nh", "nhopi_nh",
)  # fmt: skip
"""Groups of race that records are drawn for; arrays of `Margins` that go by group are in this order."""
YEARS = tuple(range(2016, 2025))


@dataclass(frozen=True)
class Margins:
    """Shares between 0 and 1. By group: the length is that of `GROUPS`; by year that of `YEARS`; by town 351."""

    year: NDArray[np.float64]
    town: NDArray[np.float64]
    group: NDArray[np.float64]
    low_birthweight: NDArray[np.float64]
    preterm: NDArray[np.float64]
    teen: NDArray[np.float64]
    infant_death: NDArray[np.float64]
    severe_morbidity: NDArray[np.float64]
    overdose: NDArray[np.float64]
    """Of everyone who dies of an overdose, by group: the shares sum to 1."""
    dying: NDArray[np.float64]
    """Of everyone who dies, by group."""
    first_trimester: float
    late_or_none: float
    twins: float
    causes: Mapping[str, float]
    """Share of deaths by cause: overdose, heart, stroke, diabetes."""
    opioid: float
    """Share of overdoses with an opioid."""


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (SNAPSHOT / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _state(name: str, indicator: str, end: str = "", figure: str = "share") -> dict[str, float]:
    """Figures of the state by stratum; of one year where `end` says its last day. `figure`: share, numerator, value."""
    found = {}
    for row in _rows(name):
        if (row["indicator"], row["geo_level"]) != (indicator, "state") or (end and row["period_end"] != end):
            continue
        if end and row["period_start"][:4] != end[:4]:
            continue
        if figure == "share" and row["numerator"] and row["denominator"]:
            found[row["stratum"]] = float(row["numerator"]) / float(row["denominator"])
        elif figure != "share" and row[figure]:
            found[row["stratum"]] = float(row[figure])
    return found


def _by_group(figures: Mapping[str, float], rest: float) -> NDArray[np.float64]:
    """Figures in the order of GROUPS; `rest` where the publisher has none (too few, or not stated)."""
    return np.array([figures.get(group, rest) for group in GROUPS])


def _ratios(name: str, indicator: str, level: float) -> NDArray[np.float64]:
    """The share `level`, by group in the proportions of a published rate."""
    rates = _state(name, indicator, figure="value")
    return _by_group({group: level * rate / rates["overall"] for group, rate in rates.items()}, level)


def _rest(rates: Mapping[str, float], births: Mapping[str, float]) -> float:
    """Rate of the groups that have none of their own, so that everyone's rate is the published one."""
    own = {group: births[group] / births["overall"] for group in rates if group != "overall"}
    return (rates["overall"] - sum(rates[g] * share for g, share in own.items())) / (1 - sum(own.values()))


def _shares(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    return counts / counts.sum()


def _people_by_group() -> dict[str, float]:
    return {r["stratum"]: float(r["population"]) for r in _rows("wisqars_population_2023") if r["year"] == "2023"}


def _towns() -> NDArray[np.float64]:
    numbers = {row["geo_id"]: int(row["town_id"]) for row in _rows("massgis_municipalities")}
    people = np.zeros(len(numbers))
    for row in _rows("census_subcounty_2019"):
        if row["geo_id"] in numbers and (row["year"], row["stratum"]) == ("2019", "overall"):
            people[numbers[row["geo_id"]] - 1] = float(row["population"])
    return _shares(people)


@cache
def margins() -> Margins:
    """Margins of the published figures. Raises KeyError where the snapshot no longer has one of them."""
    people = _people_by_group()
    natality = "cdc_wonder_natality"
    births = {year: _state(natality, "births_yearly", f"{year}-12-31", "value")["overall"] for year in YEARS}
    low = _state("chr_2025", "low_birthweight")
    group = {r["stratum"]: float(r["denominator"]) for r in _rows("chr_2025")
             if (r["indicator"], r["geo_level"]) == ("low_birthweight", "state") and r["denominator"]}  # fmt: skip
    preterm = _state(natality, "preterm_birth", "2023-12-31")["overall"]
    teens = _state("chr_2025", "teen_births", figure="numerator")["overall"] / group["overall"]
    rates = _state("chr_2026", "drug_overdose_deaths", figure="value")
    dying = _state("chr_2026", "premature_mortality", figure="value")
    morbid = _state("dph_smm_assessment_2023", "severe_maternal_morbidity", "2020-12-31", "value")
    counts = {
        name: _state("nchs_leading_causes_2016", indicator, "2016-12-31", "numerator")["overall"]
        for name, indicator in {
            "all": "all_cause_mortality", "heart": "heart_disease_mortality_all_ages", "stroke": "stroke_mortality",
            "diabetes": "diabetes_mortality",
        }.items()
    }  # fmt: skip
    counts["overdose"] = _state("cdc_wonder_overdose", "drug_overdose_deaths", "2016-12-31", "numerator")["overall"]
    opioid = _state("nchs_opioid_by_race_2019", "opioid_mortality_by_race", "2016-12-31", "numerator")["overall"]
    return Margins(
        year=_shares(np.array(list(births.values()))),
        town=_towns(),
        group=_shares(_by_group(group, 0.0)),
        low_birthweight=_by_group(low, low["overall"]),
        preterm=_by_group(low, low["overall"]) * preterm / low["overall"],
        teen=_ratios("chr_2025", "teen_births", teens),
        infant_death=_ratios("chr_2026", "infant_mortality", _state("chr_2026", "infant_mortality")["overall"]),
        severe_morbidity=_by_group(morbid, _rest(morbid, group)) / 10_000,
        overdose=_shares(_by_group({g: people[g] * rate for g, rate in rates.items() if g in people}, 0.0)),
        dying=_shares(_by_group({g: people[g] * rate for g, rate in dying.items() if g in people}, 0.0)),
        first_trimester=_state(natality, "prenatal_care_first_trimester_yearly", "2023-12-31")["overall"],
        late_or_none=_state(natality, "prenatal_care_late_or_none", "2023-12-31")["overall"],
        twins=_state("masschip_births_2008", "multiple_births_masschip", figure="value")["overall"] / 100,
        causes={name: count / counts["all"] for name, count in counts.items() if name != "all"},
        opioid=opioid / counts["overdose"],
    )
