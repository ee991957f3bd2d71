"""The release of the code changes with the code that makes answers or files, and with nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.code_release import BUILDING, SITE, code_release, content_version
from data.pipeline.build import Inputs
from data.settings import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {
        "components/views/panels.py": "a", "components/documents/formats/page.typ": "b", "data/locales/es.po": "c",
        "data/catalog/synonyms.toml": "d", "data/indicators/births.toml": "e", "assets/site.css": "f",
        "data/pipeline/build.py": "g", "pages/explore.py": "h",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def release(folders: tuple[str, ...], root: Path) -> str:
    code_release.cache_clear()
    return code_release(folders, root)


@pytest.mark.parametrize(
    ("changed", "site", "building"),
    [
        ("components/views/panels.py", True, False),
        ("components/documents/formats/page.typ", True, False),
        ("data/locales/es.po", True, False),
        ("data/catalog/synonyms.toml", True, True),
        ("data/pipeline/build.py", True, True),
        ("data/indicators/births.toml", False, False),
        ("assets/site.css", False, False),
    ],
)
def test_what_changes_which_release(root: Path, changed: str, *, site: bool, building: bool) -> None:
    before = release(SITE, root), release(BUILDING, root)
    (root / changed).write_text("other", encoding="utf-8")
    after = release(SITE, root), release(BUILDING, root)
    assert (before[0] != after[0], before[1] != after[1]) == (site, building)


def test_what_the_folders_around_the_checkout_are_called_changes_nothing(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "sources" / "snapshot"
    elsewhere.mkdir(parents=True)
    for name in ("components", "pages", "data"):
        (root / name).rename(elsewhere / name)
    (elsewhere / "data/locales/es.po").write_text("other", encoding="utf-8")
    before = release(SITE, elsewhere)
    (elsewhere / "data/locales/es.po").write_text("another", encoding="utf-8")
    assert release(SITE, elsewhere) != before


def test_a_renamed_module_is_another_release(root: Path) -> None:
    before = release(SITE, root)
    (root / "pages/explore.py").rename(root / "pages/explored.py")
    assert release(SITE, root) != before


def test_what_readers_keep_names_the_data_and_the_code() -> None:
    code_release.cache_clear()
    assert re.fullmatch(r"630c64a3c89e-[0-9a-f]{8}", content_version("630c64a3c89e"))


def test_the_version_of_a_file_knows_the_code_that_built_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Inputs().version()
    monkeypatch.setattr("data.pipeline.build.code_release", lambda _folders: "00000000")
    assert Inputs().version() != before


def test_make_builds_anew_when_a_rule_of_disclosure_changes() -> None:
    """The folders that the version knows are inputs of the file in the Makefile, with those below them."""
    named = re.search(r"^BUILDING := (.+)$", MAKEFILE, re.MULTILINE)
    assert named is not None
    below = {str(path.parent.relative_to(ROOT)) for folder in BUILDING for path in (ROOT / folder).rglob("*.py")}
    assert set(named[1].split()) == below
    assert "$(addsuffix /*.py,$(BUILDING))" in MAKEFILE
