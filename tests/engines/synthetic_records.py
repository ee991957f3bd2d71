"""Synthetic records of births, deaths and deliveries, for tests and measurements only: each row says that it is one.

Margins are published figures (`margins`); what no publisher gives (payer, education, ages of death, codes and what
depends on what) is made up. The same seed makes the same rows, a block of a million at a time, so that a hundred
million need no more memory than one. `malformed` spoils some.

    python -m tests.engines.synthetic_records births 100000 births.parquet
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from numpy.typing import NDArray

from data.records.layouts import DELIVERY_METHODS, EDUCATION, LAYOUTS, PAYERS, PRESENTATIONS, SEXES
from tests.engines.drawing import Block, Flags, Integers, people, record_ids, texts
from tests.engines.margins import YEARS, margins

BLOCK = 1_000_000
SEED = 20_200_101
BIRTHS_PER_DEATH = 71_317 / 56_961
"""Births and deaths of the state in 2016, as the snapshot has them."""

PRETERM_WEEKS, PRETERM_SHARES = range(22, 37), (1, 1, 2, 2, 3, 3, 4, 5, 7, 9, 13, 18, 30, 45, 75)
TERM_WEEKS, TERM_SHARES = range(37, 43), (10, 18, 33, 28, 10, 1)
WEIGHT_AT_22, A_WEEK, SPREAD = 500, 160, 0.12
"""Grams at 22 weeks, grams more with each week, and the spread as a part of the weight, before 37 weeks."""
TEEN_AGES, TEEN_SHARES = range(15, 20), (4, 8, 15, 28, 45)
EDUCATIONS, PAYING = (9, 20, 22, 48, 1), (36, 60, 1, 2.5, 0.5)
BORN_BEFORE = (44, 34, 14, 5, 2, 1)
CODING_CHANGED = np.datetime64("2015-10-01")
DELIVERY_YEARS = tuple(range(2014, 2025))

CAUSES: dict[str, tuple[tuple[str, float], ...]] = {
    "overdose": (("X42", 86), ("X44", 10), ("Y12", 2), ("X62", 2)),
    "heart": (("I25.1", 45), ("I21.9", 20), ("I50.9", 20), ("I11.9", 10), ("I48.9", 5)),
    "stroke": (("I64", 50), ("I63.9", 30), ("I61.9", 20)),
    "diabetes": (("E11.9", 55), ("E14.9", 40), ("E10.9", 5)),
    "hypertension": (("I10", 70), ("I12.0", 30)),
    "other": (("C34.9", 20), ("C25.9", 8), ("G30.9", 12), ("J44.9", 12), ("N18.9", 6), ("J18.9", 6), ("K74.6", 4)),
}
"""Codes of causes and how often each is written; those of infants below."""
OPIOIDS, NO_OPIOIDS = ("T40.4;T40.5", "T40.4", "T40.1;T40.4", "T40.2;F17.9"), ("T40.5", "T43.6;I10", "T42.4")
ALSO = (None, "I10", "E11.9;N18.9", "F17.9", "J96.0")
INFANT_CAUSES = (("P07.3", 40), ("P22.0", 15), ("Q24.9", 25), ("R95", 12), ("P36.9", 8))

MORBID_10 = ("|30233N1", "N17.9|", "D65|", "A41.9|", "O15.1|", "|0UT90ZZ", "J80|5A1955Z", "R57.1|30233N1")
MORBID_9 = ("|99.04", "584.9|", "286.6|", "995.91|", "642.62|", "|68.49", "518.82|96.72", "785.59|99.04")
"""What a severe morbidity adds to diagnoses and to procedures, in either coding; a transfusion is the most frequent."""
MORBID_SHARES = (50, 12, 12, 8, 4, 6, 4, 4)


@cache
def _low_before_term() -> float:
    """Share of births before 37 weeks that weigh under 2,500 g, as `_weights` draws them."""
    middle = np.array([WEIGHT_AT_22 + A_WEEK * (week - 22) for week in PRETERM_WEEKS])
    below = np.array([0.5 * (1 + math.erf((2499.5 - m) / (SPREAD * m) / math.sqrt(2))) for m in middle])
    return float(np.average(below, weights=PRETERM_SHARES))


def _weights(block: Block, group: Integers, weeks: Integers) -> Integers:
    """Grams at birth, so that as many of each group are under 2,500 g as published."""
    known = margins()
    before = WEIGHT_AT_22 + A_WEEK * (weeks - 22.0)
    early = np.rint(block.random.normal(before, SPREAD * before)).astype(np.int64)
    share = (known.low_birthweight - known.preterm * _low_before_term()) / (1 - known.preterm)
    at_term = np.where(block.chance(share[group]), block.within(1_900, 2_499), block.whole(3_400, 420, 2_500, 5_200))
    return np.where(weeks < 37, np.maximum(early, 250), at_term)


def _care(block: Block, weeks: Integers) -> tuple[Integers, Integers]:
    """Month in which prenatal care began and number of visits; 99 and 99 where neither is known."""
    known = margins()
    middle = 1 - known.first_trimester - known.late_or_none
    when = block.pick([known.first_trimester, middle, known.late_or_none])
    month = np.select(
        [when == 0, when == 1], [1 + block.pick([15, 50, 35]), 4 + block.pick([50, 30, 20])],
        np.array([0, 7, 8, 9])[block.pick([25, 40, 25, 10])],
    )  # fmt: skip
    month = np.minimum(month, np.maximum(weeks // 5, 1))
    visits = np.where(month == 0, 0, block.whole(np.maximum(14.5 - 1.4 * month - (40 - weeks) / 2, 1.0), 3, 1, 49))
    unknown = block.chance(0.012)
    return np.where(unknown, 99, month), np.where(unknown, 99, visits)


def _births(block: Block) -> dict[str, Any]:
    known = margins()
    group = block.pick(known.group)
    days = block.days(block.years(YEARS, known.year))
    teen, preterm = block.chance(known.teen[group]), block.chance(known.preterm[group])
    weeks = np.where(preterm, np.asarray(PRETERM_WEEKS)[block.pick(PRETERM_SHARES)],
                     np.asarray(TERM_WEEKS)[block.pick(TERM_SHARES)])  # fmt: skip
    plurality = 1 + block.pick([1 - known.twins, known.twins * 0.98, known.twins * 0.02])
    before = np.where(teen, block.pick([88, 10, 2]), block.pick(BORN_BEFORE))
    presentation = block.pick([95, 3.8, 0.7, 0.5])
    breech = presentation == PRESENTATIONS.index("breech")
    cesarean = block.chance(np.select([breech, plurality > 1, before == 0], [0.92, 0.75, 0.29], 0.31))
    method = np.where(cesarean, DELIVERY_METHODS.index("cesarean"), block.pick([93, 2, 5]))
    month, visits = _care(block, weeks)
    return {
        "record_id": record_ids("B", block.first, block.size),
        **people(block, group, known),
        "date_of_birth": days,
        "mother_age": np.where(teen, np.asarray(TEEN_AGES)[block.pick(TEEN_SHARES)], block.whole(31.5, 5.3, 20, 54)),
        "education": block.texts((*EDUCATION, "unknown"), EDUCATIONS),
        "payer": block.texts((*PAYERS, "unknown"), PAYING),
        "plurality": plurality,
        "gestation_weeks": block.unknown(weeks, 0.002, 99),
        "birthweight": block.unknown(_weights(block, group, weeks), 0.002, 9999),
        "presentation": texts(presentation, (*PRESENTATIONS, "unknown")),
        "delivery_method": texts(method, DELIVERY_METHODS),
        "previous_live_births": before,
        "prenatal_care_month": month,
        "prenatal_visits": visits,
    }


def _deaths(block: Block) -> dict[str, Any]:
    """Deaths of people of one year and more."""
    known = margins()
    share = {**known.causes, "hypertension": 0.015}
    names = list(CAUSES)
    cause = block.pick([share.get(name, 1 - sum(share.values())) for name in names])
    drugs = cause == names.index("overdose")
    group = np.where(drugs, block.pick(known.overdose), block.pick(known.dying))
    old = np.clip(100 - block.random.gamma(2.2, 10, block.size), 1, 112).astype(np.int64)
    code = np.select(
        [cause == n for n in range(len(names))], [_code(block, CAUSES[name]) for name in names]
    )  # fmt: skip
    listed = [code for name in names for code, _ in CAUSES[name]]
    offset = np.cumsum([0, *(len(CAUSES[name]) for name in names)])[:-1]
    opioid = block.chance(known.opioid)
    also = np.where(opioid, block.pick([5, 3, 3, 2]), len(OPIOIDS) + block.pick([5, 4, 2]))
    others = np.where(drugs, also, len(OPIOIDS) + len(NO_OPIOIDS) + block.pick([40, 25, 15, 15, 5]))
    nothing = pa.nulls(block.size)
    return {
        "record_id": record_ids("D", block.first, block.size),
        **people(block, group, known),
        "date_of_death": block.days(block.years(YEARS, [1.0] * len(YEARS))),
        "sex": texts(np.where(drugs, block.chance(0.72), block.chance(0.49)).astype(np.int64), SEXES),
        "age_years": np.where(drugs, block.whole(43, 12, 15, 85), old),
        "age_days": nothing,
        "underlying_cause": texts(code + offset[cause], listed),
        "other_causes": texts(others, (*OPIOIDS, *NO_OPIOIDS, *ALSO)),
        "birth_record_id": nothing,
    }


def _code(block: Block, codes: tuple[tuple[str, float], ...]) -> Integers:
    return block.pick([share for _, share in codes])


def _infants(births: dict[str, Any], dies: Flags, block: Block) -> dict[str, Any]:
    """Deaths under one year, of births that a block drew: `block` has as many rows as `dies` has true ones."""
    kept = {name: _array(births[name], name, "births").filter(pa.array(dies)) for name in births}
    neonatal = block.chance(0.68)
    shared = [column.name for column in LAYOUTS["deaths"].columns if column.name in births]
    age = np.where(neonatal, block.within(0, 27), block.within(28, 364))
    born = kept["date_of_birth"].to_numpy(zero_copy_only=False).astype("datetime64[D]")
    return {
        **{name: kept[name] for name in shared},
        "record_id": record_ids("I", block.first, block.size),
        "date_of_death": pa.array(born + age, pa.date32()),
        "sex": texts(block.pick([45, 55]), SEXES),
        "age_years": np.zeros(block.size, np.int64),
        "age_days": age,
        "underlying_cause": texts(_code(block, INFANT_CAUSES), [code for code, _ in INFANT_CAUSES]),
        "other_causes": pa.nulls(block.size),
        "birth_record_id": kept["record_id"],
    }


def _deliveries(block: Block) -> dict[str, Any]:
    known = margins()
    group = block.pick(known.group)
    days = block.days(block.years(DELIVERY_YEARS, [1.0] * len(DELIVERY_YEARS)))
    dates = days.to_numpy(zero_copy_only=False).astype("datetime64[D]")
    coding, cesarean = (dates >= CODING_CHANGED).astype(np.int64), block.chance(0.32)
    morbid = np.where(block.chance(known.severe_morbidity[group]), 1 + block.pick(MORBID_SHARES), 0)
    places = 2 * (morbid + (len(MORBID_10) + 1) * coding) + cesarean
    diagnoses, procedures = zip(*(
        _codes(own, code, more) for own, codes in (("|", MORBID_9), ("||", MORBID_10)) for more in ("|", *codes)
        for code in (0, 1)
    ), strict=True)  # fmt: skip
    drg = np.where(dates < np.datetime64("2018-10-01"), 0, 2) + cesarean
    return {
        "record_id": record_ids("H", block.first, block.size),
        **people(block, group, known),
        "date_of_discharge": days,
        "age": block.whole(31, 5.6, 14, 54),
        "payer": block.texts((*PAYERS, "unknown"), PAYING),
        "coding": texts(coding, ("ICD-9", "ICD-10")),
        "diagnoses": texts(places, diagnoses),
        "procedures": texts(places, procedures),
        "drg": texts(drg, ("775", "766", "807", "788")),
        "died_in_hospital": block.chance(0.00005),
        "length_of_stay": np.where(cesarean, block.whole(3.6, 0.8, 2, 30), block.whole(2.2, 0.6, 1, 30)),
        "transferred_in": block.chance(0.004),
        "transferred_out": block.chance(0.003),
    }


def _codes(coding: str, cesarean: int, more: str) -> tuple[str, str]:
    """Diagnoses and procedures of a delivery: the way of delivery, its outcome, and what a morbidity adds."""
    of_way = {"|": (("650", "73.59"), ("669.71", "74.1")), "||": (("O80", "10E0XZZ"), ("O82", "10D00Z1"))}
    diagnosis, procedure = of_way[coding][cesarean]
    outcome = "V27.0" if coding == "|" else "Z37.0"
    diagnoses, procedures = more.split("|")
    return ";".join(filter(None, (diagnosis, outcome, diagnoses))), ";".join(filter(None, (procedure, procedures)))


def _array(values: Any, name: str, layout: str) -> pa.Array:
    """A column as Arrow has it, of the type that its kind asks for."""
    kind = LAYOUTS[layout].by_name[name].kind
    types = {"integer": pa.int16(), "date": pa.date32(), "flag": pa.bool_(), "text": pa.string(), "codes": pa.string()}
    array = values if isinstance(values, pa.Array) else pa.array(values)
    return array.cast(types[kind])


def _table(columns: dict[str, Any], layout: str) -> pa.Table:
    """The columns in the order of their layout."""
    names = [column.name for column in LAYOUTS[layout].columns]
    return pa.table({name: _array(columns[name], name, layout) for name in names})


DRAWN: dict[str, Callable[[Block], dict[str, Any]]] = {"births": _births, "deaths": _deaths, "deliveries": _deliveries}


def blocks(layout: str, number: int, seed: int = SEED, size: int = BLOCK) -> Iterator[pa.Table]:
    """So many records as tables of at most `size` rows; deaths are of one year and more (see `infant_deaths`)."""
    for first in range(0, number, size):
        random = np.random.default_rng([seed, list(DRAWN).index(layout), first])
        yield _table(DRAWN[layout](Block(random, number, first, min(size, number - first))), layout)


def infant_deaths(births: int, seed: int = SEED, size: int = BLOCK) -> Iterator[pa.Table]:
    """Deaths under one year among the births that `blocks` draws with this number, seed and size, linked to them."""
    found = 0
    for first in range(0, births, size):
        random = np.random.default_rng([seed, 0, first])
        block = Block(random, births, first, min(size, births - first))
        drawn = _births(block)
        dies = block.chance(margins().infant_death[_group_again([seed, 0, first], block)])
        dead = int(dies.sum())
        if dead:
            yield _table(_infants(drawn, dies, Block(random, dead, found, dead)), "deaths")
        found += dead


def _group_again(seeds: list[int], block: Block) -> NDArray[np.int64]:
    """The groups of a block of births: they are the first that is drawn for it."""
    again = Block(np.random.default_rng(seeds), block.number, block.first, block.size)
    return again.pick(margins().group)


def deaths(number: int, births: int | None = None, seed: int = SEED, size: int = BLOCK) -> Iterator[pa.Table]:
    """Deaths of every age: infants of the births (as many as go with the deaths, unless said), and then the others."""
    linked = round(number * BIRTHS_PER_DEATH) if births is None else births
    left = number
    for table in infant_deaths(linked, seed, size):
        left -= len(table)
        yield table
    yield from blocks("deaths", max(left, 0), seed, size)


def records(
    layout: str, number: int, births: int | None = None, seed: int = SEED, size: int = BLOCK
) -> Iterator[pa.Table]:
    """Records of a layout; of deaths with infants linked to the births of `blocks("births", births, seed, size)`."""
    return deaths(number, births, seed, size) if layout == "deaths" else blocks(layout, number, seed, size)


def write(path: Path, layout: str, number: int, births: int | None = None, seed: int = SEED) -> Path:
    """Write so many records as Parquet or, where the name ends in .csv, as CSV; block by block."""
    tables = records(layout, number, births, seed)
    first = next(tables)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _writer(path, first.schema) as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(table)
    return path


def _writer(path: Path, schema: pa.Schema) -> Any:
    if path.suffix == ".csv":
        return pyarrow.csv.CSVWriter(path, schema)
    return pyarrow.parquet.ParquetWriter(path, schema, compression="zstd")


if __name__ == "__main__":
    write(Path(sys.argv[3]), sys.argv[1], int(sys.argv[2]))
    print(f"{sys.argv[3]}: {int(sys.argv[2]):,} synthetic {sys.argv[1]}; their numbers mean nothing")
