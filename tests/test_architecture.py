"""The layout of the code is the one docs/architecture.md draws and describes."""

from __future__ import annotations

import re
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pytest

from tests import rooms
from tests.import_graph import ROOT, docstring_of, import_graph, modules

DOCUMENT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MOST_MODULES = 15
"""A person holds about so many names of one folder in mind."""
PACKAGES = sorted(import_graph().modules - set(modules()))


def importers_of(names: set[str]) -> dict[str, set[str]]:
    """Of modules and packages that stand in one package: which of them each imports, or anything in it does."""

    def among(module: str) -> str | None:
        return next((name for name in names if f"{module}.".startswith(f"{name}.")), None)

    graph, imports = import_graph(), {name: set[str]() for name in names}
    for module in graph.modules:
        own = among(module)
        if own is not None:
            others = (among(name) for name in graph.find_modules_directly_imported_by(module))
            imports[own] |= {other for other in others if other not in (None, own)}
    return imports


def names_in(document: str) -> set[str]:
    """The modules and functions a document names in code: `data/query/url.py`, `data/query/url.py:parse`."""
    return set(re.findall(r"`((?:data|components|pages)/[\w/]+\.py(?::[\w.]+)?)`", document))


def test_the_picture_of_the_rooms_is_made_from_the_imports_as_they_are() -> None:
    assert rooms.PICTURE.read_text(encoding="utf-8") == rooms.picture(), "run `make rooms`"


def test_imports_go_down_the_picture() -> None:
    placed = rooms.boxes(rooms.rooms())
    upward = [(box.room.name, n) for box in placed.values() for n in box.room.imports if placed[n].top <= box.top]
    assert upward == []


def test_no_box_of_the_picture_covers_another() -> None:
    placed = sorted(rooms.boxes(rooms.rooms()).values(), key=lambda box: (box.x, box.top))
    for above, below in pairwise(placed):
        assert above.x != below.x or above.top + above.height < below.top, (above.room.name, below.room.name)


def test_no_package_has_more_modules_than_a_person_holds_in_mind() -> None:
    sizes = Counter(module.rpartition(".")[0] for module in modules())
    assert {name: size for name, size in sizes.items() if size > MOST_MODULES} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_in_a_package_imports_in_a_circle(package: str) -> None:
    try:
        TopologicalSorter(importers_of(import_graph().find_children(package))).prepare()
    except CycleError as error:
        pytest.fail(f"{package}: {' → '.join(error.args[1])}")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_what_it_is_for(package: str) -> None:
    assert docstring_of(package)


def test_every_module_and_function_the_document_names_is_there() -> None:
    named = names_in(DOCUMENT)
    assert len(named) > 60
    missing = set()
    for name in named:
        path, _, function = name.partition(":")
        text = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else ""
        last = function.rpartition(".")[2]
        if not text or (last and not re.search(rf"^\s*(?:def |class )?{last}\b *[(:=]", text, re.MULTILINE)):
            missing.add(name)
    assert missing == set()


def test_a_term_of_the_glossary_has_one_meaning() -> None:
    glossary = DOCUMENT.partition("## Glossary")[2]
    terms = re.findall(r"^\| \*\*(.+?)\*\*", glossary, re.MULTILINE)
    assert len(terms) > 40
    assert [term for term, times in Counter(terms).items() if times > 1] == []
