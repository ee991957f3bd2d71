"""Release notes of the data: what a malformed entry is told, and what is kept of one where indicators are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.catalog.models import read_indicators
from data.catalog.publication.releases import of_indicators, read_releases
from data.errors import DefinitionError
from data.pipeline.build import Inputs

ENTRY = """[[release]]
id = "{id}"
day = {day}
title = "Synthetic release"
changes = ["A figure was added."]
indicators = {indicators}
"""


def entry(name: str = "2026-11-29-one", day: str = "2026-11-29", indicators: str = '["births"]') -> str:
    return ENTRY.format(id=name, day=day, indicators=indicators)


def read(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = tmp_path / "releases.toml"
    path.write_text(text, encoding="utf-8")
    return tuple(release.id for release in read_releases(path, {"births", "low_birthweight"}))


def test_entries_are_read_in_their_order(tmp_path: Path) -> None:
    older = entry("2026-11-28-two", "2026-11-28")
    assert read(tmp_path, entry() + older) == ("2026-11-29-one", "2026-11-28-two")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (entry() + entry(), "2026-11-29-one: stands twice"),
        (entry("2026-11-28-one", "2026-11-28") + entry(), "the newest release stands first"),
        (entry("2026-11-28-one"), "an id begins with its day"),
        (entry("One"), "releases.toml: id"),
        (entry(indicators='["nothing"]'), "“nothing” is not an indicator"),
        (entry().replace("added.", "added"), "releases.toml: changes"),
        ("[news]\n", "“news” is not known"),
        ("[[release]\n", "not valid TOML"),
    ],
)
def test_a_malformed_file_is_refused_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        read(tmp_path, text)


def test_without_a_file_there_are_no_notes(tmp_path: Path) -> None:
    assert read_releases(tmp_path / "releases.toml", ()) == ()


def test_an_indicator_that_is_left_out_is_not_named(tmp_path: Path) -> None:
    path = tmp_path / "releases.toml"
    path.write_text(entry(indicators='["births", "low_birthweight"]'), encoding="utf-8")
    (kept,) = of_indicators(read_releases(path, {"births", "low_birthweight"}), {"births"})
    assert kept.indicators == ("births",)


def test_the_notes_that_are_committed_name_what_there_is() -> None:
    releases = read_releases(Inputs().releases, read_indicators(Inputs().indicators))
    assert len(releases) >= 12
    assert releases[-1].title == "First figures"
