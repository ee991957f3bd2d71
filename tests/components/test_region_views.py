"""A region in every view, language and file: the same figures in words, map, list, table and export."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from components.page.notes import notes
from components.page.region_notes import members_in_words
from components.views.page import parts
from components.views.registry import view_of
from data.language import use_language
from data.query.regions.member_code import encode
from data.vocabulary import VIEWS
from tests.components.reading import SPOILT, raw, text
from tests.questions import Asked
from tests.site import Site, open_site

DEATHS, COUNTS, PILLS = "opioid_overdose_deaths", "opioid_overdose_death_counts", "statin_adherence_medicare"


def code(ask: Asked, *slugs: str) -> str:
    return encode([member for slug in slugs for member in ask.catalog.by_slug[slug].members], ask.catalog)


def regions(ask: Asked) -> dict[str, dict[str, str]]:
    """Regions of each kind: pooled of towns, of counties, with a part missing, the state, and two side by side."""
    valley = code(ask, "springfield", "holyoke", "chicopee", "west-springfield")
    return {
        "towns": {"indicator": DEATHS, "members": valley, "name": "Greater <b>Springfield</b> & more"},
        "counties": {"indicator": PILLS, "members": code(ask, "hampden-county", "franklin-county")},
        "missing": {"indicator": COUNTS, "members": code(ask, "springfield", "agawam"), "period": "2019"},
        "state": {"indicator": "drug_overdose_deaths", "members": code(ask, "massachusetts")},
        "two": {"indicator": DEATHS, "members": valley, "with_members": code(ask, "boston", "chelsea")},
    }


@pytest.mark.parametrize(
    ("kind", "languages"),
    [("towns", ("en", "es")), ("counties", ("pt",)), ("missing", ("en", "pt")), ("state", ("es",)), ("two", ("en",))],
)
def test_every_view_shows_a_region(ask_published: Asked, kind: str, languages: tuple[str, ...]) -> None:
    words = regions(ask_published)[kind]
    for language in languages:
        with use_language(language):
            for view in VIEWS:
                answer = ask_published(**words, level="region", view=view, lang=language)
                contents = parts(answer, (), "/explore")
                said = text(list(contents.values()))
                assert language != "en" or not SPOILT.search(said), SPOILT.search(said)
                assert answer.place.name in said
                assert "Greater <b>" not in raw(list(contents.values()))
                title = view_of(answer).title(answer)
                assert len(title) <= 150
                if view == "map":
                    shown = raw(list(contents.values()))
                    assert "ranking-list" in shown
                    assert "legend-counts" not in shown, "one or two regions are not counted by class"
                    assert language != "en" or ("to select it everywhere" in said) == (kind == "two")
                if language != "en":
                    assert "other town" not in said
                    assert "custom region" not in said


def test_the_notes_say_what_a_region_is_and_what_its_figure_rests_on(ask_published: Asked) -> None:
    found = {k: " ".join(notes(ask_published(**w, level="region"))) for k, w in regions(ask_published).items()}
    assert "put together of Chicopee, Holyoke, Springfield and West Springfield." in found["towns"]
    assert "made of the published numbers of its cities and towns, added up." in found["towns"]
    assert "put together of Franklin County and Hampden County." in found["counties"]
    assert "made of the published numbers of its counties, added up." in found["counties"]
    assert "the number of 1 part is not available (Springfield)." in found["missing"]
    assert "Beside it stands Boston and 1 other town: Boston and Chelsea." in found["two"]
    assert "the same cities and towns as Massachusetts, whose published figures are shown." in found["state"]


def test_members_are_named_by_whole_counties_where_they_are_whole(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    essex, boston = catalog.by_slug["essex-county"].members, catalog.by_slug["boston"].members
    assert members_in_words((*essex, *boston), catalog) == "Essex County and Boston"
    assert members_in_words(catalog.state.members, catalog) == "all cities and towns of Massachusetts"


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return open_site(published, preload_seconds=60)


def test_files_and_states_of_a_region(site: Site, ask_published: Asked) -> None:
    members = regions(ask_published)["towns"]["members"]
    query = f"?indicator={DEATHS}&level=region&members={members}&name=Greater+Springfield"
    answer = ask_published(indicator=DEATHS, level="region", members=members)
    (row,) = answer.places
    table = site.get(f"/api/v1/views/explore.csv{query}").data.decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(table.partition("\r\n\r\n")[0])))
    (own,) = [line for line in lines if line["geo_id"] == row.geo_id and line["table"] == "places"]
    assert own["place"] == "Greater Springfield"
    assert own["level"] == "region"
    assert float(own["value"]) == pytest.approx(row.value)
    assert float(own["numerator"]) == row.numerator
    assert site.get(f"/api/v1/views/explore.png{query}&view=map").data.startswith(b"\x89PNG")
    shapes = site.get(f"/shapes/{row.geo_id}.json").get_json()
    assert set(shapes["places"]) == {row.geo_id}
    for broken in ("region.", "region.A!", "region.CK.CP.Ef", "region.__"):
        assert site.get(f"/shapes/{broken}.json").status_code == 404
    states = site.get(f"/explore/states.json{query}").get_json()["states"]
    assert len(states) == 6
    assert all(f"members={members}" in state for state in states)
