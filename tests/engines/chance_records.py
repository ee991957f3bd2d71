"""Records made up at random, spoilt here and there: every kind in files, and what an engine counts in these."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from data.records import counting, engines, inputs
from data.records.definition import CaseDefinition, RaceRule
from data.records.layouts import LAYOUTS
from tests.engines.hand_made import MADE, Record

RECORDS = 1500
CODES_OF_DELIVERIES = (
    "O80;Z37.0", "o82 ;Z370;D65", "Z3700;O72.1", "O00.1;Z370", "I21.4;Z37.2", "R65.21;O85", "650;V270;5849", "",
)  # fmt: skip
PROCEDURES = ("10E0XZZ", "10D00Z1;30233N1", "30233N1", "0UT90ZZ", "9904", "10A07ZZ", "5A1945Z;10E0XZZ", "3110", "")
CAUSES = ("I251", "I21.9", "X42", "x44", "X85", "Y14", "I64", "E149", "I10", "I120", "I50", "C349", "T401", "R99", "")
OTHERS = ("T40.1;F112", "T405", "T436;t40.4", "", "I10", "T40", "T4060")
SPOILT = ("", " ", "x", "99", "9999", "-3", "12.5", "1e3", "999999999999999999999", "2021-02-30")
"""Values that cannot be, put into any column."""


def one_of(rng: random.Random, *values: str) -> str:
    """One of some values."""
    return rng.choice(values)


def chance_record(rng: random.Random, kind: str, number: int) -> Record:
    """A record made up at random, with one column in fifty spoilt."""
    year = str(rng.choice((1998, 2014, 2015, 2016, 2021, 2022)))
    record: Record = MADE[kind](
        record_id=f"{kind}{number if rng.random() > 0.01 else number - 1}",
        residence_state=one_of(rng, "MA", "MA", "MA", "ma", "NH", "", "ZZ"),
        residence_town=str(rng.choice((0, 1, 35, 351, 352, 281))),
        hispanic=one_of(rng, "yes", "no", "no", "NO", "unknown"),
        race_unknown=one_of(rng, "0", "1"),
        ethnicities=one_of(rng, "", "haitian", "Cape_Verdean;haitian", "chinese;chinese", "walloon;flemish"),
    )
    record |= {
        f"race_{race}": one_of(rng, "0", "0", "1", "Y", "no", "")
        for race in ("white", "black", "asian", "aian", "nhopi", "other")
    }
    record[LAYOUTS[kind].date] = f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 31):02d}"
    if kind == "births":
        record |= {
            "mother_age": str(rng.randint(12, 45)), "birthweight": str(rng.choice((1400, 2499, 2500, 3300, 9999))),
            "gestation_weeks": str(rng.randint(20, 44)), "plurality": one_of(rng, "1", "1", "2", "99"),
            "presentation": one_of(rng, "cephalic", "cephalic", "breech", "Other", "unknown"),
            "delivery_method": one_of(rng, "cesarean", "vaginal_vacuum", "unknown", "Cesarean"),
            "previous_live_births": str(rng.choice((0, 0, 1, 3, 99))),
            "prenatal_care_month": str(rng.choice((0, 1, 2, 3, 4, 5, 9, 99))),
            "prenatal_visits": str(rng.randint(0, 20)),
            "education": one_of(rng, "high_school", "college_degree", "unknown", "PhD"),
        }  # fmt: skip
    elif kind == "deaths":
        infant = rng.random() < 0.3
        record |= {
            "sex": one_of(rng, "female", "male", "Male", "unknown"),
            "age_years": "0" if infant else str(rng.choice((0, 1, 4, 5, 17, 44, 74, 75, 85, 101, 999))),
            "age_days": str(rng.choice((0, 27, 364, 365))) if infant and rng.random() < 0.8 else None,
            "underlying_cause": rng.choice(CAUSES), "other_causes": rng.choice(OTHERS),
            "birth_record_id": f"births{rng.randint(0, RECORDS * 2)}" if infant else None,
        }  # fmt: skip
        if infant and rng.random() < 0.2:
            record["age_years"] = None
    else:
        record |= {
            "age": str(rng.choice((9, 12, 30, 54, 55, 99))), "coding": one_of(rng, "ICD-10", "ICD-10", "ICD-9", "?"),
            "diagnoses": rng.choice(CODES_OF_DELIVERIES), "procedures": rng.choice(PROCEDURES),
            "drg": one_of(rng, "807", "768", "999", ""),
        }  # fmt: skip
    for column in record:
        if column not in ("record_id", "birth_record_id") and rng.random() < 0.02:
            record[column] = rng.choice(SPOILT)
    return record


def counts_of(
    engine: engines.Engine, files: dict[str, Path], definition: CaseDefinition, rule: RaceRule, form: str
) -> dict[Any, Any]:
    """Counts of a definition from files, as the plain alternative has them."""
    table = inputs.read(engine, files[f"{definition.records}.{form}"], LAYOUTS[definition.records])
    linked = None
    if definition.linked:
        linked = inputs.read(engine, files[f"{definition.linked}.{form}"], LAYOUTS[definition.linked])
    frame = counting.collect(counting.counts(table, linked, definition, rule))
    return {tuple(row[:5]): tuple(row[5:]) for row in frame.itertuples(index=False)}
