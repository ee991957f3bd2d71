"""The read API over HTTP: its answers against a slow way, its parts, forms, headers, problems and description."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import brotli
import duckdb
import pytest

from components.views.read_api import examples
from data.language import LANGUAGES, use_language
from data.query.answers import Answers
from data.query.published.contents import COLUMNS
from data.query.published.observations import ObservationQuery
from data.settings import Settings
from data.vocabulary import DIMENSIONS, GROUPS, LEVELS, STATUSES, Period
from pages.responses.api import rows as models
from pages.responses.api.problems import LONGEST
from pages.responses.api.problems import STATUSES as PROBLEMS
from pages.responses.exports import workshop
from pages.responses.exports.rates import Rates
from pages.responses.exports.refusals import BusyError
from tests.examples import number_of
from tests.site import Site, open_site
from tests.synthetic import HIDDEN_DEATHS

API = "/api/v1"
RANDOM, OVER_HTTP = 10_000, 400
LISTS: dict[str, Any] = {
    "indicators": models.List[models.IndicatorRow],
    "questions": models.List[models.QuestionRow],
    "places": models.List[models.PlaceRow],
    "sources": models.List[models.SourceRow],
    "observations": models.List[models.ObservationRow],  # type: ignore[valid-type]
    "measures": models.List[models.MeasureRow],
    "regions": models.List[models.RegionRow],  # type: ignore[valid-type]
}


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return open_site(example)


@pytest.fixture(scope="module")
def published_site(published: Path) -> Site:
    return open_site(published)


def get(site: Site, resource: str, **words: str) -> Any:
    answered = site.client.get(f"{API}/{resource}", query_string=words)
    assert answered.status_code == 200, answered.data
    return answered.get_json()


def problem(answered: Any, status: int) -> dict[str, Any]:
    """What a problem says, which is always of one shape and never a trace."""
    assert answered.status_code == status, answered.data
    assert answered.content_type == "application/problem+json"
    said: dict[str, Any] = answered.get_json()
    models.Problem.model_validate(said)
    assert said["status"] == status
    assert said["detail"].endswith((".", "?"))
    assert said["hint"].endswith((".", "?"))
    assert "Traceback" not in answered.get_data(as_text=True)
    return said


# Observations


def rows_of(database: Path) -> list[tuple[Any, ...]]:
    """Every observation of a file, in the order of the API, read without any of its code."""
    with duckdb.connect(str(database), read_only=True) as connection:
        found = connection.execute(
            "SELECT o.indicator, geo_level, geo_id, dimension, stratum, period_start, period_end, value, ci_low, "
            "ci_high, numerator, denominator, status, source, g.kind FROM observation o JOIN geography g USING (geo_id)"
        ).fetchall()
    return sorted(found, key=lambda r: (r[0], r[5], r[6], r[3], r[4], r[1], r[2]))


def random_queries(rows: list[tuple[Any, ...]], chance: random.Random) -> Iterator[dict[str, Any]]:
    """Queries of every kind: most of what there is, some of what there is not."""
    known = [sorted({row[n] for row in rows}) for n in range(5)]
    known[1:] = [list(LEVELS), known[2], list(DIMENSIONS), list(GROUPS)]
    periods = [*sorted({(row[5], row[6]) for row in rows}), (date(1999, 1, 1), date(1999, 12, 31))]
    names = ("indicators", "levels", "geo_ids", "dimensions", "strata")
    while True:
        given: dict[str, Any] = {}
        for name, values in [*zip(names, known, strict=True), ("periods", periods)]:
            if chance.random() < 0.35:
                given[name] = tuple(chance.sample(values, chance.randint(1, min(4, len(values)))))
        yield given | {"limit": chance.choice([1, 7, 100, 10_000]), "offset": chance.choice([0, 0, 3, 250, 9_999])}


def slow(rows: list[tuple[Any, ...]], given: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Rows that a query lets through, of rows in order: one list filtered after the other."""
    for n, name in enumerate(("indicators", "levels", "geo_ids", "dimensions", "strata")):
        if name in given:
            rows = [row for row in rows if row[n] in given[name]]
    return [row for row in rows if (row[5], row[6]) in given["periods"]] if "periods" in given else rows


def test_random_queries_give_what_a_filter_of_the_rows_of_the_file_gives(example: Path) -> None:
    rows, publication = rows_of(example), Answers.over(Settings(database=example)).publication
    catalog = Answers.over(Settings(database=example)).catalog
    chance = random.Random(14)
    for given in islice(random_queries(rows, chance), number_of(RANDOM)):
        asked = given | {"periods": tuple(Period(*p) for p in given["periods"])} if "periods" in given else given
        found = publication.observations(ObservationQuery(**asked), catalog)
        expected = slow(rows, given)
        part = expected[given["offset"] : given["offset"] + given["limit"]]
        assert found.total == len(expected), given
        assert [(r[0], r[3], r[2], r[4], r[6], r[8], r[9], *r[10:15], r[16], r[17]) for r in found.rows] == [
            row[:14] for row in part
        ], given


def test_random_addresses_give_the_same_over_http(site: Site, example: Path) -> None:
    rows, chance = rows_of(example), random.Random(15)
    words = {"indicators": "indicator", "levels": "level", "geo_ids": "place", "dimensions": "by", "strata": "group"}
    for given in islice(random_queries(rows, chance), number_of(OVER_HTTP)):
        asked = {words[name]: ",".join(values) for name, values in given.items() if name in words}
        if "periods" in given:
            asked["period"] = ",".join(Period(*p).slug for p in given["periods"])
        found = get(site, "observations", **asked, limit=str(given["limit"]), offset=str(given["offset"]))
        expected = slow(rows, given)
        part = expected[given["offset"] : given["offset"] + given["limit"]]
        assert found["total"] == len(expected)
        assert [(r["indicator"], r["geo_id"], r["group_id"], r["value"], r["status"]) for r in found["rows"]] == [
            (r[0], r[2], r[4], r[7], r[12]) for r in part
        ]


def test_kinds_of_areas_and_places_by_slug_are_asked_for_as_in_addresses(published_site: Site, published: Path) -> None:
    kind = get(published_site, "places", level="area", limit="1")["rows"][0]["kind"]
    found = get(published_site, "observations", kind=kind, limit="10000")
    assert found["total"] == sum(row[14] == kind for row in rows_of(published))
    boston = get(published_site, "observations", place="boston", limit="10000")["rows"]
    assert boston == get(published_site, "observations", place="2502507000", limit="10000")["rows"]
    assert {row["place"] for row in boston} == {"Boston"}
    everyone = get(published_site, "observations", place="boston", group="all")["rows"]
    assert everyone == [row for row in boston if row["group_id"] == "overall"]


def test_a_series_is_the_one_that_is_downloaded(published_site: Site) -> None:
    series = published_site.get("/export/series/opioid_overdose_deaths.csv").data
    asked = f"{API}/observations?indicator=opioid_overdose_deaths&limit=10000&format=csv"
    assert published_site.get(asked).data == series


def test_a_hidden_figure_has_its_status_and_no_number_in_any_form(site: Site) -> None:
    """The counts of the world that the tests make up are hidden in three counties; see tests/synthetic.py."""
    words = {"indicator": "example_deaths", "group": "black_nh", "level": "county", "period": "2021-2023"}
    rows = get(site, "observations", **words)["rows"]
    hidden = [row for row in rows if row["status"] == "suppressed"]
    assert len(hidden) == 3
    for row in hidden:
        assert [row[name] for name in ("value", "ci_low", "ci_high", "numerator")] == [None] * 4
    text = site.client.get(f"{API}/observations", query_string={**words, "format": "csv"}).get_data(as_text=True)
    for line in csv.DictReader(StringIO(text.removeprefix("\ufeff"))):
        if line["status"] == "suppressed":
            assert (line["value"], line["numerator"]) == ("", "")
    assert float(HIDDEN_DEATHS) not in {row["numerator"] for row in rows}
    county = get(site, "regions", place="bristol-county,dukes-county", indicator="example_deaths", group="black_nh")
    assert county["rows"]
    assert all(row["value"] is None for row in county["rows"] if row["hidden_parts"])


def test_every_form_has_the_same_rows(site: Site, tmp_path: Path) -> None:
    words = {"indicator": "example_deaths", "limit": "300"}
    rows = get(site, "observations", **words)["rows"]
    by_word = site.client.get(f"{API}/observations", query_string={**words, "format": "csv"})
    lines = list(csv.DictReader(StringIO(by_word.get_data(as_text=True).removeprefix("\ufeff"))))
    assert by_word.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert tuple(lines[0]) == COLUMNS
    assert [float(line["value"]) if line["value"] else None for line in lines] == [row["value"] for row in rows]
    by_header = site.client.get(
        f"{API}/observations", query_string=words, headers={"Accept": "application/vnd.apache.parquet"}
    )
    (tmp_path / "x.parquet").write_bytes(by_header.data)
    with duckdb.connect() as connection:
        read = connection.read_parquet(str(tmp_path / "x.parquet"))
        assert dict(zip(read.columns, map(str, read.types), strict=True))["period_start"] == "DATE"
        assert [row[:8] for row in read.fetchall()] == [tuple(row.values())[:8] for row in rows]


# Lists


@pytest.mark.parametrize("resource", LISTS)
def test_every_answer_is_as_described_and_its_parts_are_the_whole(published_site: Site, resource: str) -> None:
    words = {
        "measures": {"indicator": "drug_overdose_deaths"}, "regions": {"place": "holyoke,chicopee"},
        "observations": {"indicator": "drug_overdose_deaths"},
    }.get(resource, {})  # fmt: skip
    whole = get(published_site, resource, **words, limit="10000")
    LISTS[resource].model_validate_json(json.dumps(whole), strict=False)
    assert whole["total"] == len(whole["rows"]) > 0
    assert whole["next"] is None
    limit = max(1, whole["total"] // 3)
    address, together = f"{API}/{resource}", []
    query: dict[str, str] | None = {**words, "limit": str(limit)}
    while address:
        answered = published_site.client.get(address, query_string=query)
        part, query = answered.get_json(), None
        together += part["rows"]
        address = part["next"]
        link = re.search(r'<([^>]+)>; rel="next"', answered.headers.get("Link", ""))
        assert (link[1] if link else None) == address
    assert together == whole["rows"]


def test_the_catalogue_is_that_of_the_file(published_site: Site, published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        for resource, query, column in (
            ("indicators", "SELECT indicator FROM indicator", "indicator"),
            ("places", "SELECT geo_id FROM geography", "geo_id"),
            ("sources", "SELECT source FROM source", "source"),
            ("questions", "SELECT DISTINCT question FROM question", "question"),
        ):
            known = {name for (name,) in connection.execute(query).fetchall()}
            assert {row[column] for row in get(published_site, resource, limit="10000")["rows"]} == known
        rows = get(published_site, "indicators", level="municipality", by="overall", topic="overdose")["rows"]
        expected = connection.execute(
            "SELECT DISTINCT indicator FROM observation JOIN indicator USING (indicator) WHERE topic = 'overdose' "
            "AND geo_level = 'municipality' AND value IS NOT NULL"
        ).fetchall()
        assert {row["indicator"] for row in rows} == {name for (name,) in expected}


def test_names_are_in_the_language_that_is_asked_for(published_site: Site) -> None:
    english, spanish = (get(published_site, "questions", lang=code, limit="1")["rows"][0] for code in ("en", "es"))
    assert english["question"] == spanish["question"]
    assert english["name"] != spanish["name"]


def test_measures_are_those_of_the_page_of_gaps(published_site: Site) -> None:
    found = get(published_site, "measures", indicator="drug_overdose_deaths", by="race_ethnicity", reference="white_nh")
    rows = {(row["measure"], row["group_id"]): row for row in found["rows"] if row["period"] == "2021-2023"}
    one, other = (
        get(
            published_site,
            "observations",
            indicator="drug_overdose_deaths",
            group=group,
            period="2021-2023",
            level="state",
        )
        for group in ("black_nh", "white_nh")
    )
    black, white = one["rows"][0]["value"], other["rows"][0]["value"]
    assert rows["d", "black_nh"]["value"] == pytest.approx(black - white)
    assert rows["r", "black_nh"]["value"] == pytest.approx(black / white)
    assert {row["reference"] for (name, _), row in rows.items() if name in ("d", "r")} == {"white_nh"}


def test_a_region_is_the_sum_of_its_towns(published_site: Site) -> None:
    words = {"indicator": "opioid_overdose_death_counts", "group": "all", "limit": "10000"}
    towns = get(published_site, "observations", place="holyoke,chicopee", **words)["rows"]
    by_period: dict[str, list[float | None]] = {}
    for row in towns:
        by_period.setdefault(row["period"], []).append(row["value"])
    region = get(published_site, "regions", place="holyoke,chicopee", **words)["rows"]
    assert region
    for row in region:
        parts = by_period[row["period"]]
        assert row["value"] == (None if None in parts or len(parts) < 2 else sum(map(float, filter(None, parts))))
    code = region[0]["geo_id"].removeprefix("region.")
    assert get(published_site, "regions", members=code, **words)["rows"] == region


# Headers


def test_an_answer_that_is_had_is_not_sent_again_and_head_has_no_body(site: Site) -> None:
    first = site.client.get(f"{API}/places?level=county")
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = site.client.get(f"{API}/places?level=county", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    other = site.client.get(f"{API}/places?level=state", headers={"If-None-Match": tag})
    assert other.status_code == 200
    head = site.client.head(f"{API}/places?level=county")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)


def test_answers_are_compressed_for_whoever_takes_that(site: Site) -> None:
    plain = site.client.get(f"{API}/places").data
    packed = site.client.get(f"{API}/places", headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain
    assert site.client.get(f"{API}/places", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"


def test_scripts_of_other_sites_may_read_the_api_and_nothing_else(site: Site) -> None:
    for address in (f"{API}/version", f"{API}/nothing"):
        assert site.client.get(address).headers["Access-Control-Allow-Origin"] == "*"
    asked = site.client.options(f"{API}/observations")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for address in ("/api", "/explore", "/health", "/search.json?q=a"):
        assert "Access-Control-Allow-Origin" not in site.client.get(address).headers


# Problems


@pytest.mark.parametrize(
    ("address", "said", "helps"),
    [
        ("observations?indicator=example_death", "“example_death” is no value of “indicator”.", "example_deaths"),
        ("observations?indicatr=x", "no word “indicatr”", "indicator, level, kind"),
        ("observations?limit=10001", "“10001”", "from 1 to 10,000"),
        ("observations?limit=1,2", "“1,2”", "from 1 to 10,000"),
        ("observations?offset=-1", "“-1”", "from 0"),
        ("observations?period=last", "“last”", "Write a year"),
        ("observations?group=everybody", "“everybody”", ""),
        ("observations?place=bostn", "“bostn”", "boston"),
        ("observations?format=xls", "“xls”", "json, csv, parquet"),
        ("observations?lang=xx", "“xx”", "en, es, pt"),
        ("places?level=town", "“town”", "municipality"),
        ("measures", "“indicator” is needed", "/api/v1/indicators"),
        ("measures?indicator=example_deaths,example_screening", "takes one value", ""),
        ("regions", "No region", "“place”"),
        ("regions?members=%21", "cannot be read", ""),
        ("observations?place=" + ",".join(f"p{n}" for n in range(101)), "more than 100 values", "by level"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_a_problem_that_helps(site: Site, address: str, said: str, helps: str) -> None:
    found = problem(site.client.get(f"{API}/{address}"), 400)
    assert said in found["detail"]
    assert helps in found["hint"]
    assert found["instance"].startswith(f"{API}/")


def test_other_problems_have_the_same_shape(site: Site, tmp_path: Path) -> None:
    problem(site.client.get(f"{API}/nothing"), 404)
    problem(site.client.get(f"{API}/views/nothing.pdf"), 404)
    problem(site.client.get(f"{API}/views/explore.doc"), 404)
    refused = site.client.post(f"{API}/observations")
    problem(refused, 405)
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    problem(site.client.get(f"{API}/places", headers={"Accept": "text/turtle"}), 406)
    problem(site.client.get(f"{API}/places?level={'x' * LONGEST}"), 414)
    gone = open_site(tmp_path / "nowhere.duckdb").client.get(f"{API}/observations")
    problem(gone, 503)
    assert gone.headers["Retry-After"]
    with use_language("es"):
        spanish = problem(site.client.get(f"{API}/places?limit=0&lang=es"), 400)
    assert "no es un valor" in spanish["detail"]


def test_a_fault_of_ours_is_a_problem_without_a_trace(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("pages.responses.api.figures.ObservationQuery", fault)
    answered = site.client.get(f"{API}/observations")
    assert "secret" not in str(problem(answered, 500))


def test_a_costly_file_that_is_not_made_now_is_a_problem_and_a_page_for_people(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{API}/views/explore.pdf?indicator=example_deaths"

    def full(*_: object, **__: object) -> None:
        raise BusyError("Too many.", 503, 5)

    monkeypatch.setattr(workshop.Workshop, "submit", full)
    refused = site.client.get(address)
    problem(refused, 503)
    assert refused.headers["Retry-After"] == "5"
    person = site.client.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (person.status_code, person.mimetype) == (503, "text/html")
    assert "<h1>" in person.text
    monkeypatch.setitem(site.app.server.extensions, "export-rates", Rates(Settings(export_rate="1/hour")))
    statuses = [site.client.get(address).status_code for _ in range(3)]
    assert statuses == [503, 429, 429]
    often = site.client.get(address)
    assert problem(often, 429)["detail"].startswith("You asked for more files")
    assert int(often.headers["Retry-After"]) > 3000
    monkeypatch.undo()
    assert site.client.get(f"{API}/views/explore.csv?indicator=example_deaths").status_code == 200


# Description and page


def test_the_description_names_every_route_word_and_status(site: Site) -> None:
    described = get(site, "openapi.json")
    assert described["openapi"].startswith("3.1")
    rules = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule)
        for rule in site.app.server.url_map.iter_rules()
        if rule.rule.startswith(f"{API}/") and "path:" not in rule.rule
    }
    assert set(described["paths"]) == rules
    for path, operations in described["paths"].items():
        operation = operations["get"]
        assert operation["summary"].endswith(".")
        assert {"200", "304", "400", "405", "406", "414", "503"} <= set(operation["responses"]), path
        for status, answered in operation["responses"].items():
            if int(status) >= 400:
                assert set(answered["content"]) == {"application/problem+json"}
    level = next(
        p for p in described["paths"][f"{API}/observations"]["get"]["parameters"] if p["name"] == "level"
    )  # fmt: skip
    assert level["schema"]["items"]["enum"] == list(LEVELS)
    assert level["explode"] is False
    status = described["components"]["schemas"]["ObservationRow"]["properties"]["status"]
    assert status["description"]
    assert set(STATUSES) >= {row["status"] for row in get(site, "observations")["rows"]}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_says_what_there_is(published_site: Site, code: str) -> None:
    page = published_site.client.get(f"/api?lang={code}").get_data(as_text=True)
    for resource in LISTS:
        assert f"<code>{API}/{resource}</code>" in page
    for status in PROBLEMS:
        assert f'id="problem-{status}"' in page
    footer = published_site.client.get(f"/data?lang={code}").get_data(as_text=True)
    assert footer.count('href="/api') >= 2


def test_every_example_of_the_page_is_answered(published_site: Site) -> None:
    page = published_site.client.get("/api").get_data(as_text=True)
    for example in examples():
        assert example.address.replace("&", "&amp;") in page
        answered = published_site.client.get(example.address)
        assert answered.status_code == 200, example
        if answered.mimetype == "application/json":
            assert answered.get_json()["rows"], example
        else:
            assert len(list(csv.reader(StringIO(answered.get_data(as_text=True))))) > 3
    (python,) = re.findall(r"read_csv\(&quot;http://localhost(.+?)&quot;\)", page) or re.findall(
        r'read_csv\("http://localhost(.+?)"\)', page
    )
    assert published_site.client.get(python.replace("&amp;", "&")).mimetype == "text/csv"


def test_the_root_leads_to_the_page(site: Site) -> None:
    assert site.client.get(API).headers["Location"] == "/api"
    assert BytesIO(site.client.get("/api").data).read(15).lower() == b"<!doctype html>"
