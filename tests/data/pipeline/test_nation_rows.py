"""Every figure of the United States, found again in the publisher's own file by its row and column.

tests/conftest.py leaves this module out where the files are not on the machine.
"""

from __future__ import annotations

import csv
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from data.catalog.models import read_indicators
from data.pipeline.build import Inputs
from tests.conftest import SOURCE_FILES

pytestmark = pytest.mark.slow

FIGURES = [
    (indicator.id, nation, period, value)
    for indicator in read_indicators(Inputs().indicators).values()
    for nation in indicator.nation
    for period, value in nation.values.items()
]


@cache
def table(name: str) -> list[dict[str, str]]:
    (path,) = [p for p in SOURCE_FILES.rglob("*") if p.name == name]
    return list(csv.DictReader(StringIO(text(path))))


def text(path: Path) -> str:
    content = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    return content.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")


def test_every_national_figure_stands_in_its_file() -> None:
    assert len(FIGURES) > 200
    lost = []
    for indicator, nation, period, value in FIGURES:
        wanted = {**nation.rows, **({nation.periods: period} if nation.periods else {})}
        rows = [row for row in table(nation.file) if all(row[column] == cell for column, cell in wanted.items())]
        assert len(rows) == 1, (indicator, wanted, len(rows))
        printed = float(rows[0][nation.column].replace(",", "")) * nation.scale
        if printed != pytest.approx(value, rel=1e-6):
            lost.append(f"{indicator} {nation.stratum} {period}: {value}, the file has {printed}")
    assert lost == []
