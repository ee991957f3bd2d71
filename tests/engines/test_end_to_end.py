"""The whole way as a reader sees it: synthetic records, counted, protected, built into a file of their own, shown."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from click.testing import CliRunner

from data.__main__ import commands
from tests.engines.synthetic_records import write
from tests.pages.test_synthetic_banner import BANNER, NOTE
from tests.site import Site, open_site

pytestmark = pytest.mark.slow

INDICATOR = "low_birthweight_records"
THRESHOLD = 11


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """What the commands of docs/records.md make of thirty thousand births."""
    folder = tmp_path_factory.mktemp("way")
    births, out, database = folder / "births.parquet", folder / "out", folder / "made-up.duckdb"
    write(births, "births", 30_000)
    for words in (
        ["records", "check", str(births)],
        [
            "records", "run", INDICATOR, "--births", str(births), "--years", "2021-2023", "--together", "1",
            "--out", str(out),
        ],
        ["build", "--from", str(out), "--synthetic", "--to", str(database)],
    ):  # fmt: skip
        result = CliRunner().invoke(commands, words, catch_exceptions=False)
        assert result.exit_code == 0, result.output
    return open_site(database)


def test_explore_shows_them_under_a_banner(site: Site) -> None:
    page = site.get(f"/explore?indicator={INDICATOR}&level=county&view=map").get_data(as_text=True)
    assert BANNER in page
    assert NOTE in page
    assert "Suffolk" in page


def test_what_is_small_is_hidden_on_the_way(site: Site) -> None:
    answered = site.get(f"/api/v1/observations?indicator={INDICATOR}&limit=10000&format=csv")
    rows = list(csv.DictReader(StringIO(answered.get_data(as_text=True).lstrip("\ufeff"))))
    statuses = {row["status"] for row in rows}
    assert {"reported", "suppressed"} <= statuses
    counts = [float(row["numerator"]) for row in rows if row["numerator"]]
    assert counts
    assert min(count for count in counts if count > 0) >= THRESHOLD
    assert all(row["value"] == "" for row in rows if row["status"] == "suppressed")
