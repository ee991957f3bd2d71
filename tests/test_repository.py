"""The repository keeps the promises it makes in its own papers."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for room in ("data", "pages", "components") for path in (ROOT / room).rglob("*.py"))
STYLES_AND_SCRIPTS = sorted(path for path in (ROOT / "assets").rglob("*") if path.suffix in {".css", ".js"})
REQUIREMENTS = tuple(f"requirements{of}.txt" for of in ("", "-dev", "-audit", "-fuzz", "-hosting", "-records"))
LONGEST_MODULE = 400  # lines


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def make_commands(document: str) -> set[str]:
    """The targets of the make commands a document shows: at the start of a code span or of a line of a code block."""
    fenced = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
    blocks = "\n".join(fenced.findall(document))
    prose = fenced.sub("", document)
    return set(re.findall(r"`make ([a-z-]+)", prose)) | set(
        re.findall(r"^\s*(?:\$ )?make ([a-z-]+)", blocks, re.MULTILINE)
    )


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_make_command_a_document_shows_exists(document: str) -> None:
    shown = make_commands(text(document))
    assert {"run", "test"} <= shown
    assert shown - targets() == set()


def test_every_make_target_is_explained_by_make_help_and_is_no_file() -> None:
    makefile = text("Makefile")
    explained = set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony is not None
    assert explained == targets() == set(phony[1].split())


def test_continuous_integration_runs_the_two_commands_people_run() -> None:
    commands = [line for line in text(".ci/run").splitlines() if line.startswith("make ")]
    assert commands == ["make check", "make test"]


@pytest.mark.parametrize("path", [*MODULES, *STYLES_AND_SCRIPTS], ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


def test_styles_and_scripts_name_no_other_host() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {address}"
        for path in STYLES_AND_SCRIPTS
        for address in re.findall(r"(?:https?:|['\"(\s])//[\w.-]+\.[a-z]{2,}", path.read_text(encoding="utf-8"))
        # The names of SVG and XHTML look like addresses; nothing is fetched from them.
        if not address.endswith("//www.w3.org")
    }
    assert found == set()


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_with_its_hashes_and_names_no_index(name: str) -> None:
    lines = text(name).replace("\\\n", " ").splitlines()
    requirements = [line for line in lines if line.strip() and not line.startswith("#")]
    unpinned = [line[:60] for line in requirements if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)]
    assert unpinned == []
    assert not re.search(r"https?://|index-url|find-links|trusted-host", text(name))


def test_nothing_is_installed_without_its_hash() -> None:
    """Of whatever installs anything: the commands of make, and the image."""
    for name in ("Makefile", "Dockerfile"):
        commands = re.findall(r"pip\b[^&|;\n]*? install .*", text(name).replace("\\\n", " "))
        assert commands
        assert [command for command in commands if "--require-hashes" not in command] == []
        assert [command for command in commands if "--only-binary :all:" not in command] == []
    assert set(re.findall(r"-r (requirements\S*)", text("Makefile"))) == set(REQUIREMENTS)


def test_what_only_work_on_records_needs_is_an_extra() -> None:
    """`make run` installs nothing of it."""
    names = [
        set(re.findall(r"^([a-z0-9-]+)==", text(f"requirements{of}.txt"), re.MULTILINE)) for of in ("", "-records")
    ]
    heavy = {"ibis-framework", "pyspark"}
    assert heavy <= names[1]
    assert not heavy & names[0]
    assert re.search(r"^run: \$\(VENV\)/installed \$\(SERVED_DATABASE\)", text("Makefile"), re.MULTILINE)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_direct_requirement_is_pinned_to_the_version_it_names(name: str) -> None:
    asked = re.findall(r"^([a-z0-9-]+==\S+)", text(name.replace(".txt", ".in")), re.MULTILINE)
    pinned = set(re.findall(r"^([a-z0-9-]+==\S+)", text(name), re.MULTILINE))
    assert asked
    assert set(asked) - pinned == set(), "run `make lock`"


def test_both_environments_share_their_pins() -> None:
    pins = [dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text(name), re.MULTILINE)) for name in REQUIREMENTS[:2]]
    site, development = pins
    assert {package: development.get(package) for package in site} == site


def test_the_oldest_python_is_the_same_everywhere() -> None:
    oldest = tomllib.loads(text("pyproject.toml"))["project"]["requires-python"].removeprefix(">=")
    assert f"FROM python:{oldest}-slim" in text("Dockerfile")
    assert f"--python-version {oldest}" in text("Makefile")
    assert f"sys.version_info < ({oldest.replace('.', ', ')})" in text("Makefile")
    assert f"Python {oldest}" in text("CONTRIBUTING.md")


def test_every_test_that_the_reliability_table_names_is_there() -> None:
    table = text("docs/reliability.md").partition("## Unbreakable")[2]
    named = re.findall(r"`([a-z_/]+(?:\.py|/))`", table)
    assert len(named) > 60
    assert [name for name in named if not (ROOT / "tests" / name).exists()] == []
