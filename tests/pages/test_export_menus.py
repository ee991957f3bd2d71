"""Every page has one export menu, without scripts: its links lead to files of exactly this view."""

from __future__ import annotations

import json
import re
import zipfile
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from components.documents.file_names import language_of_name, view_of_name
from data.language import use_language
from pages.responses.exports.formats import FORMATS
from tests.questions import Asked
from tests.site import Site, shared_site

PAGES = (
    ("/explore?indicator=drug_overdose_deaths&view=table&lang=es", "explore"),
    ("/gaps?indicator=drug_overdose_deaths", "gaps"),
    ("/worst?topic=overdose&lang=pt", "worst"),
    ("/place/boston", "place"),
    ("/place/boston?form=page&lang=es", "place"),
    ("/place/boston?with=salem", "place"),
    ("/regions?members=AAAB&name=Two+towns", "region"),
    ("/maternity-access?place=holyoke", "maternity-access"),
)


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


@pytest.mark.parametrize(("address", "page"), PAGES)
def test_the_menu_of_a_page_leads_to_its_view_in_every_format(
    site: Site, ask_published: Asked, address: str, page: str
) -> None:
    said = site.get(address).get_data(as_text=True)
    (menu,) = re.findall(r'<details class="export">.*?</details>', said, re.DOTALL)
    links = [urlsplit(unescape(link)) for link in re.findall(r'href="(.*?)"', menu)]
    files = {link.path.rpartition(".")[2] for link in links}
    assert files == set(FORMATS)
    assert all(link.path.startswith(f"/api/v1/views/{page}.") for link in links)
    assert len({tuple(p for p in parse_qsl(link.query) if p[0] != "metadata") for link in links}) == 1
    (zipped,) = [link for link in links if "metadata=zip" in link.query]
    answered = site.get(zipped.geturl())
    assert answered.status_code == 200
    name = unquote(answered.headers["Content-Disposition"].partition("UTF-8''")[2])
    assert len(name.encode()) <= 180
    with zipfile.ZipFile(BytesIO(answered.data)) as archive:
        stem = name.partition(".csv.zip")[0]
        assert set(archive.namelist()) == {f"{stem}.csv", f"{stem}.metadata.json"}
        told = json.loads(archive.read(f"{stem}.metadata.json"))
    assert told["page"] == page
    with use_language(language_of_name(stem)):
        assert view_of_name(stem, ask_published.catalog) == (page, told["words"])
    # The file is of the page that the menu stands on.
    assert told["words"].items() >= dict(parse_qsl(urlsplit(address).query)).items()
