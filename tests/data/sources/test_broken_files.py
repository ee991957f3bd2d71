"""Files as they really come: whatever happens to one, it is refused in a sentence or read to the same rows."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.catalog.localities import Locality
from data.catalog.models import read_sources
from data.errors import InputError
from data.observations.models import Observation, Population
from data.observations.services import Service
from data.pipeline.build import Inputs
from tests.examples import is_deep
from tests.mutations import MUTATIONS, TAKE_AWAY, a_code_for_no_figure, a_row_moved_sideways, cut_short
from tests.publishers import Case, every_case

pytestmark = pytest.mark.slow

CASES = every_case()
EXAMPLES = 8
"""Broken files of each case in a deep run: over all importers more than 300. Each day's run breaks a few."""
EACH_DAY = 3
Answers = dict[tuple[object, ...], tuple[object, ...]]


def test_every_importer_has_its_files_broken() -> None:
    assert {case.reader for case in CASES} == {s.reader for s in read_sources(Inputs().sources).values() if s.reader}
    assert len(CASES) * EXAMPLES >= 300


def answers(rows: list[Any]) -> Answers:
    """By what a row is about: what it says. Of two rows about the same at most one is right."""
    actual: Answers = {}
    for row in rows:
        match row:
            case Observation():
                figures = (row.value, row.ci_low, row.ci_high, row.numerator, row.denominator)
                actual[row.geo_id, row.stratum, row.period] = (row.status, *figures)
            case Population():
                actual[row.geo_id, row.stratum, row.year] = (row.population,)
            case Service():
                actual[row.geo_id, row.event] = (row.date_start, row.date_end, row.births, row.ccn)
            case Locality():
                actual[row.kind, row.name, row.geo_id] = (row.position,)
            case _:  # a municipality
                actual[row.town_id,] = (row,)
    assert len(actual) == len(rows)
    return actual


@cache
def whole(case_name: str, folder: Path) -> Answers:
    case = next(case for case in CASES if case.name == case_name)
    case.write(folder)
    return answers(case.read(folder))


def is_refused_as_loss(actual: Answers, base: Answers) -> bool:
    """Whether a place, a group or a period has no row any more: `ingest` then takes the release for cut short."""
    return any({key[i] for key in base} - {key[i] for key in actual} for i in range(len(next(iter(base)))))


def says_other(actual: Answers, base: Answers, fewer: bool, hidden: tuple[str, ...]) -> str:
    """What the rows of a broken file say otherwise; `fewer`: rows and figures may be gone, whose status is `hidden`."""
    if not fewer and (gone := base.keys() - actual.keys()) and not is_refused_as_loss(actual, base):
        return f"{gone} are gone"
    for key, row in actual.items():
        if key not in base:
            return f"{key} is new: {row}"
        less = fewer and all(a in (b, None, *hidden) for a, b in zip(row, base[key], strict=True))
        if row != base[key] and not less:
            return f"{key}: {row}, not {base[key]}"
    return ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=EXAMPLES if is_deep() else EACH_DAY,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a smaller seed says no more, and takes minutes
)
@given(mutation=st.sampled_from(MUTATIONS), seed=st.integers(0, 2**32))
def test_a_broken_file_is_refused_or_read_to_the_same_rows(
    case: Case, tmp_path: Path, mutation: Any, seed: int
) -> None:
    base, rng = whole(case.name, tmp_path), Random(seed)
    name = rng.choice(sorted(case.files))
    content = mutation(case.files[name], rng)
    unknowable = (case.unterminated and mutation is cut_short) or (case.loose and mutation is a_row_moved_sideways)
    if content is None or unknowable:
        return
    case.write(tmp_path)
    (tmp_path / name).write_bytes(content)
    try:
        rows = case.read(tmp_path)
    except InputError as error:
        message = str(error)
    else:
        own_code = mutation is a_code_for_no_figure and any(code.encode() in content for code in case.codes)
        vanished = case.national and mutation is a_row_moved_sideways
        fewer = own_code or vanished or mutation.__name__ in TAKE_AWAY
        hidden = ("not_available", *(("suppressed",) if case.sparse else ()))
        message = says_other(answers(rows), base, fewer, hidden)
        assert message == "", f"{mutation.__name__} of {name}"
        return
    assert message.count("\n") == 0 < len(message) < 500
