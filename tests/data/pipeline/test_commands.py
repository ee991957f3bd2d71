"""The steward's commands, run as a steward runs them: in a copy of the program with few inputs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from data.settings import ROOT
from tests.data_checkout import Checkout

pytestmark = pytest.mark.slow

COMMANDS = ("sources", "ingest", "build", "check", "diff", "coverage", "package", "messages", "disclosure", "records")
COUNTIES = tuple(f"{2 * n + 1:03}" for n in range(14))
TOWNS_FILE = "ma_town_opioid_overdose_death_by_place_of_resid_2014_to_2018.csv"


def towns_table(checkout: Checkout, years: tuple[int, ...] = (2014, 2015, 2016, 2017, 2018), deaths: str = "3") -> str:
    """Synthetic rows in the publisher's format: every city and town with as many deaths every year."""
    names = [
        line.split(",")[3]
        for line in (checkout.data / "snapshot" / "massgis_municipalities.csv").read_text("utf-8").splitlines()[1:]
    ]
    header = ",".join(["city", *map(str, years)])
    return "\n".join([header, *(",".join([name, *[deaths] * len(years)]) for name in names)]) + "\n"


def assert_one_sentence(errors: str) -> None:
    """One line, for a person, and no traceback."""
    assert errors.startswith("Error: ")
    assert errors.count("\n") == 1
    assert "Traceback" not in errors


def test_every_command_says_what_it_does(checkout: Checkout) -> None:
    command = [sys.executable, "-m", "data", "--help"]
    asked = subprocess.run(command, cwd=checkout.root, capture_output=True, text=True, check=True, timeout=120)
    status, out, _ = checkout.run("--help")
    assert status == 0
    assert asked.stdout.replace("python -m data", "data") == out.replace("python -m data", "data")
    assert all(re.search(rf"^  {name}  +\S", out, re.MULTILINE) for name in COMMANDS)
    documented = set(re.findall(r"python -m data (\w+)", (ROOT / "docs" / "data.md").read_text(encoding="utf-8")))
    assert documented == set(COMMANDS)


def test_sources_are_listed_with_release_age_and_what_there_is(checkout: Checkout) -> None:
    (checkout.data / "snapshot" / "census_subcounty_2019.csv").unlink()
    status, out, _ = checkout.run("sources")
    assert status == 0
    about = out[out.index("dph_opioid_towns_2019\n") :]
    assert "release 2019; retrieved 2026-11-21" in about
    assert "1,755 rows: 1 indicators, municipality, 2014–2018, 1 groups" in about, "351 cities and towns, five years"
    assert "NOT IN THE SNAPSHOT: run `python -m data ingest census_subcounty_2019`" in out
    assert "phe_shared_services" in out


def test_a_release_is_taken_in_built_and_checked(made: Checkout, tmp_path: Path) -> None:
    before = made.held()
    (tmp_path / TOWNS_FILE).write_text(towns_table(made), encoding="utf-8")
    words = ("ingest", "dph_opioid_towns_2019", "--from", str(tmp_path))
    status, out, errors = made.run(*words)
    assert status == 2, "half of the towns had no death in a year, and have three here"
    assert_one_sentence(errors)
    assert errors.endswith("run again with --accept-revisions\n")
    changed = r"^opioid_overdose_deaths: 0 added, 0 removed, [\d,]+ revised, [\d,]+ the same; revised by "
    assert re.search(changed, out)
    assert made.held() == before
    status, out, errors = made.run(*words, "--accept-revisions")
    assert (status, errors) == (0, "")
    assert re.search(changed, out)
    assert out.endswith("dph_opioid_towns_2019.csv: 1,755 rows\n")
    assert made.run("build")[0] == 0
    with closing(duckdb.connect(str(made.database), read_only=True)) as connection:
        actual = connection.execute(
            "SELECT numerator FROM observation WHERE geo_level = 'state' AND year(period_start) = year(period_end)"
        ).fetchall()
    assert actual == [(351 * 3,)] * 5
    status, out, errors = made.run("check")
    assert status == 2, "chr_2025 has no table here"
    assert "BROKEN  Every source has its table in the snapshot" in out
    assert out.count("BROKEN") == 1
    (made.data / "sources" / "chr_2025.toml").unlink()
    assert [made.run(c)[0] for c in ("package", "build", "check")] == [0, 0, 0]


BROKEN = {
    "a web page": lambda text: "<!DOCTYPE html><html><body>Moved</body></html>",
    "nothing": lambda text: "",
    "a cell that is no number": lambda text: text.replace(",3,", ",three,", 1),
    "a town that is none": lambda text: text.replace("Abington", "Atlantis"),
    "a town too few": lambda text: text.replace("Abington,3,3,3,3,3\n", ""),
    "cut off": lambda text: text[: len(text) // 2],
    "another encoding": lambda text: text.replace("Abington", "Abington\u00e9").encode("latin-1"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_one_sentence_and_changes_nothing(made: Checkout, tmp_path: Path, case: str) -> None:
    before = made.held()
    content = BROKEN[case](towns_table(made))
    (tmp_path / TOWNS_FILE).write_bytes(content if isinstance(content, bytes) else content.encode())
    status, _, errors = made.run("ingest", "dph_opioid_towns_2019", "--from", str(tmp_path))
    assert status == 2
    assert_one_sentence(errors)
    assert TOWNS_FILE in errors
    assert made.held() == before


def test_a_source_or_folder_that_is_none_is_said(checkout: Checkout, tmp_path: Path) -> None:
    for words, sentence in (
        (("ingest", "nobody", "--from", str(tmp_path)), "“nobody” is not a source; known: "),
        (
            ("ingest", "chr_2025"),
            "its publisher offers no file that can be fetched as it is; get it by hand from https",
        ),
        (("ingest", "chr_2025", "--from", str(tmp_path / "x")), "is not a folder"),
        (("ingest", "chna_members"), "is kept by hand: edit its lists of members in data/areas"),
        (("diff", str(tmp_path / "a.csv"), str(tmp_path / "b.csv")), "is neither a snapshot table (.csv) nor"),
        (("coverage",), "equity.duckdb is not there: run `python -m data build`"),
    ):
        status, _, errors = checkout.run(*words)
        assert status == 2, words
        assert_one_sentence(errors)
        assert sentence in errors


def test_a_release_that_loses_a_year_is_refused_until_told(made: Checkout, tmp_path: Path) -> None:
    before = made.held()
    (tmp_path / TOWNS_FILE).write_text(towns_table(made, (2015, 2016, 2017, 2018)), encoding="utf-8")
    words = ("ingest", "dph_opioid_towns_2019", "--from", str(tmp_path))
    status, _, errors = made.run(*words)
    assert status == 2
    assert_one_sentence(errors)
    assert "opioid_overdose_deaths: 1 period (municipality 2014-01-01 to 2014-12-31)" in errors
    assert made.held() == before
    assert made.run(*words, "--allow-loss", "--accept-revisions")[0] == 0
    status, _, errors = made.run("build")
    assert status == 2
    assert "--allow-loss" in errors
    assert made.run("build", "--allow-loss")[0] == 0


def test_a_difference_says_what_was_added_removed_and_revised(made: Checkout, tmp_path: Path) -> None:
    old = made.data / "snapshot" / "dph_opioid_towns_2019.csv"
    lines = old.read_text(encoding="utf-8").splitlines()
    five = next(n for n, line in enumerate(lines) if ",5,,reported," in line)
    new = [line.replace(",5,,reported,", ",7,,reported,") if n == five else line for n, line in enumerate(lines)]
    gone = new.pop(1)
    (tmp_path / "new.csv").write_text("\n".join(new) + "\n", encoding="utf-8")
    status, out, _ = made.run("diff", str(old), str(tmp_path / "new.csv"))
    assert status == 0
    assert out.startswith("opioid_overdose_deaths: 0 added, 1 removed, 1 revised, 1,753 the same")
    assert "5 (reported) → 7 (reported)" in out
    assert "LOST" not in out, "the town still has its other years"
    assert gone
    same = made.run("diff", str(made.database), str(made.database))[1]
    assert re.search(r"0 added, 0 removed, 0 revised, [\d,]+ the same", same)


def test_coverage_is_printed_and_drawn(made: Checkout, tmp_path: Path) -> None:
    status, out, _ = made.run("coverage", "--picture", str(tmp_path / "map.svg"))
    assert status == 0
    assert re.search(r"^  municipality +everyone +351 of 351: 2014…2018, 2014-2018$", out, re.MULTILINE)
    assert re.search(r"^  county +everyone +14 of 14: 2014…2018, 2014-2018$", out, re.MULTILINE)
    drawing = ElementTree.parse(tmp_path / "map.svg").getroot()
    assert drawing.get("role") == "img"
    marks = [e.text for e in drawing.iter("{http://www.w3.org/2000/svg}title")]
    assert "2014, everyone: 351 of 351" in marks


def test_a_changed_input_is_found_by_the_check(made: Checkout) -> None:
    (made.data / "sources" / "chr_2025.toml").unlink()
    assert [made.run(c)[0] for c in ("package", "build", "check")] == [0, 0, 0]
    table = made.data / "snapshot" / "dph_opioid_towns_2019.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",0,,", ",1,,", 1), encoding="utf-8")
    status, out, _ = made.run("check")
    assert status == 2
    assert "snapshot/dph_opioid_towns_2019.csv has changed since the file was built" in out
    assert "datapackage.json is old: run `python -m data package`" in out


def test_one_toml_makes_an_indicator(made: Checkout, tmp_path: Path) -> None:
    """A measure of a publisher we read already: synthetic rows in County Health Rankings' format."""
    columns = "statecode,countycode,v999_rawvalue,v999_cilow,v999_cihigh"
    rows = [
        f"25,{code},{0.1 + n / 100:.2f},{0.08 + n / 100:.2f},{0.12 + n / 100:.2f}"
        for n, code in enumerate(("000", *COUNTIES))
    ]
    (tmp_path / "v999_r2025.csv").write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    (made.data / "indicators" / "loneliness.toml").write_text(
        """
title = "Loneliness"
topic = "context"
measure = "percent"
unit = "percent of adults"
unit_short = "%"
polarity = "higher_is_worse"
adjustment = "modelled"
definition = "Adults who often feel lonely, as a percentage of adults: a synthetic indicator."
[words]
people = "adults"
happen = "are lonely"
happened = "were lonely"
events = "adults"
rate = "share of lonely adults"
[[series]]
source = "chr_2025"
file = "v999_r2025.csv"
layout = "overall"
measure = "v999"
period = "2022"
scale = 100
""",
        encoding="utf-8",
    )
    status, _, errors = made.run("ingest", "chr_2025", "--from", str(tmp_path))
    assert status == 0, errors
    assert made.run("build")[0] == 0
    with closing(duckdb.connect(str(made.database), read_only=True)) as connection:
        actual = connection.execute(
            "SELECT geo_id, value, status FROM observation WHERE indicator = 'loneliness' ORDER BY geo_id"
        ).fetchall()
        title = connection.execute("SELECT title FROM indicator WHERE indicator = 'loneliness'").fetchall()
    assert len(actual) == 1 + 14
    assert actual[0] == ("25", pytest.approx(10), "reported")
    assert actual[14] == ("25027", pytest.approx(100 * 0.24), "reported")
    assert title == [("Loneliness",)]


def test_one_toml_makes_an_area(made: Checkout) -> None:
    (made.data / "areas" / "consortium.toml").write_text(
        'level = "area"\nkind = "consortium"\ntitle = "Consortia"\nsource = "chna_members"\n'
        'coverage_note = "One synthetic consortium."\n'
        '[[area]]\ngeo_id = "consortium-cape"\nname = "Outer Cape"\nnote = "Synthetic."\n'
        'members = ["provincetown", "truro", "wellfleet"]\n',
        encoding="utf-8",
    )
    status, _, errors = made.run("build")
    assert status == 0, errors
    with closing(duckdb.connect(str(made.database), read_only=True)) as connection:
        place = connection.execute(
            "SELECT slug, kind, note, label_lon, label_lat FROM geography WHERE geo_id = 'consortium-cape'"
        ).fetchone()
        total, parts = (
            connection.execute(
                "SELECT sum(numerator), sum(denominator) FROM observation WHERE indicator = 'opioid_overdose_deaths' "
                f"AND geo_id IN ({which})"
            ).fetchone()
            for which in (
                "'consortium-cape'",
                "SELECT geo_id FROM geography WHERE slug IN ('provincetown', 'truro', 'wellfleet')",
            )
        )
        (drawn,) = connection.execute("SELECT collection FROM boundary WHERE kind = 'consortium'").fetchone() or ("",)
    assert place is not None
    assert place[:3] == ("outer-cape", "consortium", "Synthetic.")
    assert -70.3 < place[3] < -69.9
    assert 41.8 < place[4] < 42.1
    assert total == parts
    assert [f["id"] for f in json.loads(drawn)["features"]] == ["consortium-cape"]


def test_the_built_file_can_be_read_by_others(made: Checkout) -> None:
    assert os.stat(made.database).st_mode & 0o044 == 0o044  # noqa: PTH116  # the web server is another user
