"""A run: what it refuses, what it takes up again, and what its folder gives a build. All records are made up."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from data.catalog.models import Indicator
from data.errors import InputError
from data.observations.csv_files import read_observations
from data.pipeline.build import Inputs, build
from data.records import job as job_module
from data.records.commands import records
from data.records.definition import DETAILED
from data.records.errors import RecordsError
from data.records.job import UNFINISHED, _tied, run
from data.records.publishing.manifest import checked_input
from data.records.publishing.outputs import DETAILED_FOLDER, read_plain, toml_text
from tests.engines.few_records import Births, job_of, light_births, write_births

pytestmark = pytest.mark.slow

BIRTHS: Births = {
    (year, town): (born + year - 2020, light)
    for year in (2021, 2022)
    for town, born, light in ((1, 400, 30), (42, 500, 6), (35, 2100, 140), (0, 40, 12))
}


@pytest.fixture
def births(tmp_path: Path) -> Path:
    return write_births(tmp_path / "births.csv", BIRTHS)


def test_a_run_that_broke_off_goes_on_and_writes_the_same(births: Path, tmp_path: Path) -> None:
    whole, broken = job_of(births, tmp_path / "whole", (2021, 2022)), job_of(births, tmp_path / "broken", (2021, 2022))
    run(whole)

    def breaks_off(line: str) -> None:
        if line.startswith("part 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(broken, breaks_off)
    lines: list[str] = []
    run(broken, lines.append)
    assert [line for line in lines if "part 1" in line] == ["part 1 of 2, births, 2021: done before"]
    assert any("part 2 of 2, births, 2022: counting" in line for line in lines)
    for folder in ("snapshot", "indicators", "sources"):
        for path in (whole.out / folder).iterdir():
            assert path.read_bytes() == (broken.out / folder / path.name).read_bytes()
    assert (whole.out / "manifest.json").read_text() == (broken.out / "manifest.json").read_text()
    assert not (broken.out / UNFINISHED).exists()


@pytest.mark.parametrize("change", ["records", "rows", "seal", "rule"])
def test_what_was_kept_is_not_taken_when_anything_has_changed(births: Path, tmp_path: Path, change: str) -> None:
    job = job_of(births, tmp_path / "out", (2021, 2022))

    def breaks_off(line: str) -> None:
        if line.startswith("part 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(job, breaks_off)
    (kept,) = (tmp_path / "out" / UNFINISHED).glob("*.csv")
    if change == "records":
        write_births(births, {**BIRTHS, (2021, 1): (400, 31)})
    elif change == "rows":
        kept.write_text(kept.read_text().replace("suppressed", "reported", 1))
    elif change == "seal":
        kept.with_suffix(".sha256").unlink()
    else:
        job = job_of(births, tmp_path / "out", (2021, 2022), light_births(per=1000))
    lines: list[str] = []
    run(job, lines.append)
    assert not any("done before" in line for line in lines)


def test_the_state_has_those_whose_town_is_unknown_and_a_small_number_of_them_does_not_follow(
    tmp_path: Path,
) -> None:
    """With all towns shown, 5 births whose town is unknown would be the state less its towns."""
    few = {(2021, 1): (400, 30), (2021, 35): (2100, 140), (2021, 0): (5, 0)}
    run(job_of(write_births(tmp_path / "few.csv", few), tmp_path / "few", (2021,)))
    run(job_of(write_births(tmp_path / "many.csv", {**few, (2021, 0): (40, 12)}), tmp_path / "many", (2021,)))
    few_rows, many_rows = (
        {r.geo_id: r for r in read_observations(tmp_path / name / "snapshot" / "tried.csv")} for name in ("few", "many")
    )
    assert many_rows["25"].numerator == 182
    assert many_rows["25"].denominator == 2540
    shown = [r.denominator for r in few_rows.values() if r.geo_level == "municipality"]
    assert few_rows["25"].denominator is None or sum(n or 0 for n in shown) < 2500


def test_the_folder_makes_a_database_that_the_sites_own_build_would_refuse(births: Path, tmp_path: Path) -> None:
    report = run(job_of(births, tmp_path / "out", (2021, 2022)))
    assert report.synthetic
    out = tmp_path / "out"
    inputs = Inputs(out / "indicators", out / "sources", snapshot=out / "snapshot")
    with pytest.raises(InputError, match="tried: marked `synthetic`"):
        build(tmp_path / "refused.duckdb", inputs)
    assert not (tmp_path / "refused.duckdb").exists()
    made = build(tmp_path / "made.duckdb", inputs, synthetic=True)
    assert made.indicators == 1
    with duckdb.connect(str(made.database), read_only=True) as connection:
        state = connection.execute(
            "SELECT numerator, denominator, status FROM observation "
            "WHERE geo_level = 'state' AND year(period_start) = 2022"
        ).fetchall()
        smallest = connection.execute("SELECT min(numerator) FROM observation WHERE numerator > 0").fetchone()
    assert state == [(188.0, 3048.0, "reported")]
    assert smallest is not None
    assert smallest[0] >= 11


def test_records_of_which_some_are_made_up_are_refused(births: Path, tmp_path: Path) -> None:
    text = births.read_text().replace(",yes,2021-", ",no,2021-", 1)
    births.write_text(text)
    with pytest.raises(RecordsError, match="some records are marked as made up and others are not"):
        run(job_of(births, tmp_path / "out", (2021,)))


def test_records_without_the_mark_make_a_source_without_it(births: Path, tmp_path: Path) -> None:
    births.write_text(births.read_text().replace(",yes,2021-", ",no,2021-").replace(",yes,2022-", ",no,2022-"))
    assert not run(job_of(births, tmp_path / "out", (2021,))).synthetic
    assert "synthetic" not in (tmp_path / "out" / "sources" / "tried.toml").read_text()


def test_records_of_which_too_many_are_malformed_are_refused(births: Path, tmp_path: Path) -> None:
    lines = births.read_text().splitlines()
    births.write_text("\n".join([lines[0], *(line.replace(",39,", ",390,") for line in lines[1:])]) + "\n")
    with pytest.raises(RecordsError, match="are malformed"):
        run(job_of(births, tmp_path / "out", (2021,)))
    run(job_of(births, tmp_path / "out", (2021,), malformed=1.0))


def test_records_can_be_checked_before_they_are_run(births: Path) -> None:
    result = CliRunner().invoke(records, ["check", str(births)], catch_exceptions=False)
    assert result.exit_code == 0
    assert "births.csv: live births" in result.output


def test_a_folder_holds_one_run(births: Path, tmp_path: Path) -> None:
    run(job_of(births, tmp_path / "out", (2021,)))
    other = light_births(id="other")
    with pytest.raises(RecordsError, match="holds another run, of low_birthweight_records"):
        run(job_of(births, tmp_path / "out", (2021,), other))


def test_units_are_what_shares_records_and_what_a_period_ties(births: Path, tmp_path: Path) -> None:
    job = job_of(births, tmp_path / "out", range(2015, 2024), light_births(pooled=(3,)))
    assert [unit.years for unit in job_module._units(job)] == [
        (2015, 2016, 2017), (2018, 2019, 2020), (2021, 2022, 2023),
    ]  # fmt: skip
    single = job_of(births, tmp_path / "out", range(2015, 2024), light_births(pooled=(3,)), lengths=())
    assert [unit.years for unit in job_module._units(single)] == [(year,) for year in range(2015, 2024)]
    tied = _tied([("ab", 1), ("c", 2), ("bd", 3), ("dc", 4), ("e", 5)])
    assert [sorted(group) for group in tied] == [[1, 2, 3, 4], [5]]


def test_an_indicator_that_is_written_is_read_back_as_it_was(births: Path, tmp_path: Path) -> None:
    run(job_of(births, tmp_path / "out", (2021,)))
    content = tomllib.loads((tmp_path / "out" / "indicators" / "low_birthweight_records.toml").read_text())
    assert content == light_births().catalog_entry(("tried",))
    Indicator.model_validate({"id": "low_birthweight_records", **content})
    odd = {
        "a": 'he said "no"\\\n',
        "b": [1, 2.5, True],
        "t": {"c d": "é", "u": {"v": 1}},
        "s": [{"x": 1}, {"x": {"y": 2}}],
    }
    assert tomllib.loads(toml_text(odd)) == odd


def test_the_manifest_says_what_a_run_was_made_of_and_nothing_of_what_was_counted(births: Path, tmp_path: Path) -> None:
    run(job_of(births, tmp_path / "out", (2021, 2022)))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["inputs"]["births"][0] == {"name": "births.csv", "sha256": checked_input(str(births))[0].sha256}
    assert {"ibis", "duckdb", "python"} == manifest["versions"].keys()
    assert str(tmp_path) not in json.dumps(manifest)
    for output in manifest["outputs"]:
        assert checked_input(str(tmp_path / "out" / output["name"]))[0].sha256 == output["sha256"]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["low_birthweight_records", "--years", "2021"], "need records of births: name the file with --births"),
        (["low_birthweight_records", "--births", "no.csv", "--years", "2021"], "no.csv is not there"),
        (["low_birthweight_records", "--births", "x", "--years", "21"], "“21” are no years"),
        (["low_birthweight_records", "--births", "x", "--years", "2022-2021"], "the first comes first"),
        (["nothing", "--years", "2021"], "is no case definition"),
        (["all", "--years", "2021"], "no records are named"),
        (["low_birthweight_records", "--births", "x", "--years", "2021", "--together", "many"], "no numbers of years"),
        (["low_birthweight_records", "--births", "x", "--years", "2021", "--source", "My Source"], "no id of a source"),
        (["low_birthweight_records", "--births", "x", "--years", "2021", "--about", "no.toml"], "no.toml is not there"),
    ],
)
def test_what_cannot_be_run_is_said_in_a_sentence(words: list[str], problem: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(records, ["run", *words, "--out", str(tmp_path / "out")])
    assert isinstance(result.exception, RecordsError)
    assert problem in str(result.exception)
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_a_person_of_two_races_is_in_both_groups_to_the_end_and_detailed_groups_have_a_table_of_their_own(
    tmp_path: Path,
) -> None:
    both = {"race_white": "yes", "race_black": "yes", "ethnicities": "haitian;cape_verdean"}
    one = {"race_white": "no", "race_black": "yes", "ethnicities": "walloon"}
    births = write_births(tmp_path / "births.csv", {(2022, 35): (600, 60)})
    for number, (born, light, changes) in enumerate(((400, 44, both), (100, 4, one))):
        more = write_births(tmp_path / "more.csv", {(2022, 35): (born, light)}, **changes)
        lines = more.read_bytes().splitlines(keepends=True)[1:]
        births.write_bytes(births.read_bytes() + b"".join(b"M%d%s" % (number, line) for line in lines))
    by_groups = light_births(dimensions=("overall", "race_ethnicity", DETAILED), levels=("state",))
    run(job_of(births, tmp_path / "out", (2022,), by_groups, race_rule="combination"))
    rows = [*read_plain(tmp_path / "out" / "snapshot" / "tried.csv")]
    detailed = read_plain(tmp_path / "out" / DETAILED_FOLDER / "tried.csv")
    assert {row.dimension for row in detailed} == {DETAILED}
    found = {row.stratum: (row.numerator, row.denominator) for row in (*rows, *detailed) if row.status == "reported"}
    assert found == {
        "overall": (60 + 44 + 4, 600 + 400 + 100),
        "white_nh": (60 + 44, 600 + 400),
        "black_nh": (44 + 4, 400 + 100),
        "haitian": (44, 400),
        "cape_verdean": (44, 400),
        "not_stated": (60, 600),
    }
    (hidden,) = (row for row in detailed if row.status == "suppressed")
    assert (hidden.stratum, hidden.value, hidden.numerator) == ("other_group", None, None)
