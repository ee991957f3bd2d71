"""The view that each indicator opens on is rendered before anybody asks, and never in front of who does."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.code_release import content_version
from data.query.answers import Answers
from data.query.url import parse_query
from pages.responses.admission import Admission
from pages.responses.operations import ahead
from pages.responses.rendered import is_rendered
from tests.site import open_site


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "START_SECONDS", 0)
    monkeypatch.setattr(ahead, "PATIENCE_SECONDS", 0.01)


def test_every_indicator_is_opened(example: Path) -> None:
    server = open_site(example).app.server
    source: Answers = server.extensions["answers"]
    version = content_version(source.catalog.version)
    opened = [parse_query({"indicator": indicator}, source.catalog)[0] for indicator in source.catalog.indicators]
    assert server.extensions[ahead.EXTENSION]() == len(opened)
    assert opened
    assert all(is_rendered(source, version, selection) for selection in opened)


def test_nothing_is_rendered_while_pages_are(example: Path) -> None:
    source: Answers = open_site(example).app.server.extensions["answers"]
    admission = Admission()
    admission.enter()
    assert ahead.render_openings(source, admission) == 0


def test_without_a_file_there_is_nothing_to_do(tmp_path: Path) -> None:
    source: Answers = open_site(tmp_path / "none.duckdb").app.server.extensions["answers"]
    assert ahead.render_openings(source, Admission()) == 0


def test_a_view_that_fails_is_logged_and_no_more(
    example: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    source: Answers = open_site(example).app.server.extensions["answers"]
    monkeypatch.setattr(ahead, "response_bytes", None)
    assert ahead.render_openings(source, Admission()) == 0
    assert "could not be rendered ahead" in caplog.text
