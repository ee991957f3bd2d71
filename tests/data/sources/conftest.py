"""A way to hand an importer synthetic rows in its publisher's format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from data.geography.places import Geography
from data.observations.checks import KnownDefinitions
from data.observations.csv_files import check_observations
from data.observations.models import Observation, Population
from data.vocabulary import Adjustment, Measure
from tests.importing import COUNTIES, COUNTY_CODES, request_for, small_geography

Read = Callable[..., list[Any]]


@pytest.fixture
def county_codes() -> tuple[str, ...]:
    return COUNTY_CODES


@pytest.fixture
def county_names() -> tuple[str, ...]:
    return tuple(f"{name} County" for name in COUNTIES)


@pytest.fixture
def geography() -> Geography:
    return small_geography()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write `text` as the publisher's file, read it with an importer, and check its rows as the snapshot would."""

    def run(
        reader: ModuleType,
        text: str | bytes,
        file: str = "table.csv",
        provisional: tuple[str, ...] = (),
        indicator_measure: Measure = "rate",
        indicator_adjustment: Adjustment = "crude",
        about_source: Mapping[str, object] | None = None,
        **keys: object,
    ) -> list[Any]:
        (tmp_path / file).write_bytes(text if isinstance(text, bytes) else text.encode())
        request = request_for(
            reader.__name__.rpartition(".")[2],
            tmp_path,
            {"file": file, **keys},
            about=about_source,
            measure=indicator_measure,
            adjustment=indicator_adjustment,
            provisional=provisional,
        )
        rows = list(reader.read(request))
        known = KnownDefinitions(request.indicators, {request.source.id: request.source})
        check_observations(file, [row for row in rows if isinstance(row, Observation)], known)
        assert all(isinstance(row, Observation | Population) and row.source == request.source.id for row in rows)
        return rows

    return run
