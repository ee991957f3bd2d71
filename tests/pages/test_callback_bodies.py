"""Whatever is sent to a callback, or as a form, the answer is in words and never a failure: mutations and any JSON.

Known: a value that is no text, where an address is awaited, was an error of ours and a trace in the log.
"""

from __future__ import annotations

import copy
import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.examples import number_of
from tests.site import Site, callback_body, shared_site

BODIES, FORMS = 2_000, 200
"""In a deep run; a tenth of them each day."""
UPDATE = "/_dash-update-component"
ASKED = (
    ("explore-head.children", "explore-asked.data"),
    ("gaps-head.children", "gaps-asked.data"),
    ("worst-head.children", "worst-asked.data"),
    ("embed-head.children", "embed-asked.data"),
    ("_pages_content.children", "_pages_location.pathname"),
)
SEARCHES = ("", "?view=table", "?place=\x00", "?q=%ff", "/", "/\x00", "/place/..", "/explore//", "?" + "a" * 3000)
ODD = (None, True, 0, -1, 1e308, "", "\x00", "\u202e", "💊", [], {}, [[]], {"a": {"b": []}}, ["x"] * 50)
anything = st.recursive(
    st.sampled_from(ODD) | st.text(max_size=8) | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
stable = settings(
    deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return shared_site(example)


@pytest.fixture(scope="module")
def bodies(site: Site) -> list[Any]:
    """What a page sends to each callback."""
    dependencies = json.loads(site.get("/_dash-dependencies").data)
    return [callback_body(dependencies, output, {changed: ""}, changed) for output, changed in ASKED]


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Any:
    """Nothing that is sent leaves a trace."""
    caplog.set_level(logging.WARNING)
    yield
    assert [record for record in caplog.records if record.exc_info] == []


def mutated(body: Any, draw: Callable[..., Any]) -> Any:
    """A body with one to three of its parts exchanged, dropped, or with another word in the place of the address."""
    body = copy.deepcopy(body)
    for _ in range(draw(st.integers(0, 3))):
        holders = [part for part in parts(body) if isinstance(part, dict | list) and part]
        holder = draw(st.sampled_from(holders))
        key = draw(st.sampled_from(list(holder))) if isinstance(holder, dict) else draw(st.integers(0, len(holder) - 1))
        if draw(st.booleans()):
            holder[key] = copy.deepcopy(draw(anything))  # what is drawn is drawn again
        else:
            del holder[key]
        if not body:
            break
    for one in body.get("inputs", []) if isinstance(body, dict) and isinstance(body.get("inputs"), list) else []:
        if isinstance(one, dict) and draw(st.booleans()):
            one["value"] = draw(st.sampled_from(SEARCHES) | anything)
    return body


def parts(value: Any) -> list[Any]:
    """A value and whatever stands in it."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(part for one in inner for part in parts(one))]


@settings(stable, max_examples=number_of(BODIES))
@given(data=st.data())
def test_no_body_of_a_callback_is_a_failure(site: Site, bodies: list[Any], data: st.DataObject) -> None:
    body = data.draw(anything) if data.draw(st.integers(0, 4)) == 0 else mutated(
        data.draw(st.sampled_from(bodies)), data.draw
    )  # fmt: skip
    answered = site.client.post(UPDATE, data=json.dumps(body), content_type="application/json")
    assert answered.status_code in (200, 204, 400), (body, answered.data)
    if answered.status_code == 400:
        assert_words(answered)


@settings(stable, max_examples=number_of(FORMS))
@given(data=st.data())
def test_no_form_of_a_briefing_is_a_failure(site: Site, data: st.DataObject) -> None:
    address = data.draw(st.sampled_from(["/briefing", "/api/v1/briefing.json", "/briefing?lang=es"]))
    names = st.sampled_from(["views", "title", "move", "drop", "heading-0", "comment-0", "\x00", "open"])
    kept = json.dumps({"briefing": data.draw(anything), "views": data.draw(anything)})
    form = data.draw(st.dictionaries(names, st.text(max_size=20) | st.just(kept), max_size=4))
    kind = data.draw(st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]))
    if data.draw(st.booleans()):
        answered = site.client.post(address, data=form)
    else:
        answered = site.client.post(address, data=data.draw(st.binary(max_size=60)), content_type=kind)
    assert answered.status_code in (200, 303, 400), answered.data


def assert_words(answered: Any) -> None:
    """A sentence, and the reference that its header has."""
    said = answered.get_data(as_text=True)
    assert answered.headers["X-Request-ID"] in said
    assert re.search(r"\w[.!?](?:\s|<|\"|$)", said), said


DEEP = "[" * 30_000


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (DEEP, "application/json", 400),
        ('{"output":' * 6_000, "application/json", 400),
        (b"\x00\x00", "application/json", 400),
        (b"\xff\xfe{}", "application/json", 400),
        ("{}".encode("utf-16"), "application/json; charset=utf-16", 400),
        ('{"output": "\\ud800"}', "application/json", 400),
        ("NaN", "application/json", 400),
        ("", "application/json", 400),
        ("{}", "text/plain", 415),
        ("a=b", "application/x-www-form-urlencoded", 415),
        ("{}", "", 415),
        (b"[" + b" " * 10_000_000 + b"]", "application/json", 413),
    ],
)
def test_what_no_page_sends_is_refused_in_a_sentence(site: Site, content: bytes | str, kind: str, status: int) -> None:
    answered = site.client.post(UPDATE, data=content, content_type=kind or None)
    assert answered.status_code == status
    assert_words(answered)


@pytest.mark.parametrize(
    "address", ["/explore", "/search.json", "/health", "/api/v1/places", "/nowhere", "/export/csv"]
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_no_address_takes_what_it_does_not_take(site: Site, address: str, method: str) -> None:
    answered = site.client.open(address, method=method, data=b"\x00" * 100_000, content_type="application/json")
    assert answered.status_code in (405, 413), answered.status_code
    assert_words(answered)


@pytest.mark.parametrize(
    "address",
    ["/briefing", "/api/v1/briefing.json", "/api/v1/briefing.pdf"],
)
def test_ten_megabytes_are_too_many_for_any_form(site: Site, address: str) -> None:
    answered = site.client.post(address, data={"views": "x" * 10_000_000})
    said = answered.get_data(as_text=True)
    assert (answered.status_code in (200, 413) and "larger than a briefing" in said) or answered.status_code == 413


@pytest.mark.parametrize(
    "address",
    [
        "/_dash-component-suites/nothing/x.js", "/_dash-component-suites/dash/nothing.v1m1.js",
        "/_dash-component-suites/os/../x", "/shapes/%00.json", "/geometry/%ff.json", "/assets/%00", "/place/%00",
        "/data/%ff", "/api/v1/views/x.y", "/export/series/%00.csv", "/card.png?page=%00", "/explore/x" + "y" * 7000,
        "/briefing?views=%00", "/api/v1/places?place=%00", "/%2e%2e/%2e%2e/etc/passwd", "/_dash-update-component",
    ],
)  # fmt: skip
def test_no_odd_address_is_a_failure(site: Site, address: str) -> None:
    answered = site.get(address, follow=True)
    assert answered.status_code < 500, answered.data
    if answered.status_code >= 400:
        assert_words(answered)
