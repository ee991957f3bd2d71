"""Whatever an address says, the page has a view or a helpful notice, and never an exception: ten thousand addresses."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import dash
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from data.catalog import Catalog
from data.language import speaking
from data.selection import PARAMETERS
from data.vocabulary import CLASSES, DIMENSIONS, EACH, GROUPS, LEVELS, VIEWS
from tests.components.reading import text
from tests.questions import Asked
from tests.site import Site, open_site

EXAMPLES = 300
PLACES = ("suffolk-county", "boston", "western-region", "massachusetts", "atlantis", "Hampden County", "nantucket")
WORDS = {
    "indicator": ("example_deaths", "example_screening", "example_town_deaths", "example_cost", "exampel_deaths", ""),
    "level": (*LEVELS, "countie", "planet"),
    "kind": ("", "planning_agency", "galaxy"),
    "place": PLACES,
    "by": (*DIMENSIONS, "shoe_size"),
    "group": ("all", *list(GROUPS)[:14], "everybody"),
    "reference": ("all", "white_nh", "female", "nobody"),
    "period": ("2017", "2021-2023", "2023", "1066", "2023-2021", "2021-13", "0000", "9999", "-1", "2024-05_2025-04"),
    "view": (*VIEWS, "mapp", "<script>"),
    "with": (*PLACES, "example_screening"),
    "each": (*EACH, "other"),
    "classes": (*CLASSES, "three"),
    "lang": ("en", "es", "pt", "xx"),
    "data": ("630c64a3c89e.4f2a7f3a1c", ".", "x" * 300),
}
junk = st.text(max_size=12) | st.sampled_from(["%", "\x00", "’;--", "../../etc", "🚑", "ﷺ", "1e999", "NaN"])
keys = st.sampled_from([*PARAMETERS, "data", "x", ""])


@st.composite
def addresses(draw: st.DrawFn) -> dict[str, list[str]]:
    """Words of an address, most of them ours, some mangled, some twice."""
    said: dict[str, list[str]] = {}
    for key in draw(st.lists(keys, max_size=8, unique=True)):
        known = st.sampled_from(WORDS[key]) if key in WORDS else junk
        said[key] = draw(st.lists(known | known | known | junk, min_size=1, max_size=2))
    return said


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return open_site(example)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(words=addresses(), opened=st.booleans())
def test_whatever_an_address_says_there_is_a_view_or_a_notice(
    site: Site, ask: Asked, words: dict[str, list[str]], opened: bool
) -> None:
    """Opened, as Dash hands the words to the layout; or followed, as the browser sends the address to the callback."""
    with site.app.server.app_context(), speaking("en"):
        if opened:
            page = _page()["layout"](**{key: said if len(said) > 1 else said[0] for key, said in words.items()})
            said = text(page)
        else:
            search = "?" + urlencode([(key, one) for key, several in words.items() for one in several], quote_via=quote)
            said = text([part for part in _callback()(search) if not isinstance(part, dict)])
    assert shows_something(said, ask.catalog), said[:300]


def shows_something(said: str, catalog: Catalog) -> bool:
    """The page names an indicator and says where its figures come from."""
    return any(i.title in said for i in catalog.indicators.values()) and catalog.version in said


def _page() -> Any:
    return next(p for p in dash.page_registry.values() if p["path"] == "/explore")


def _callback() -> Any:
    import sys

    return sys.modules[_page()["module"]].show
