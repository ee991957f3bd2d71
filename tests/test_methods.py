"""The page of methods names every statistic there is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pytest

import data.statistics
from data.settings import ROOT

METHODS = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
MODULES = sorted(m.name for m in pkgutil.walk_packages(data.statistics.__path__, "data.statistics."))


def statistics_of(module: str) -> list[str]:
    """The public functions and classes that a module defines; its exceptions and protocols compute nothing."""
    members = inspect.getmembers(importlib.import_module(module))
    return [
        name
        for name, member in members
        if (inspect.isfunction(member) or inspect.isclass(member))
        and not (inspect.isclass(member) and (issubclass(member, Exception) or getattr(member, "_is_protocol", False)))
        and member.__module__ == module
        and not name.startswith("_")
    ]


@pytest.mark.parametrize("module", MODULES)
def test_every_public_statistic_is_on_the_page_of_methods(module: str) -> None:
    named = set(re.findall(r"`(\w+)`", METHODS))
    assert [name for name in statistics_of(module) if name not in named] == []


def test_there_are_statistics_to_name() -> None:
    found = {name for module in MODULES for name in statistics_of(module)}
    assert {"rate", "trend", "select"} <= found


def test_a_formula_on_a_line_of_its_own_is_set_as_one() -> None:
    """Between dollar signs on lines of their own; on one line it is set within a sentence and runs out of a phone."""
    assert re.findall(r"^\$\$.+", METHODS, re.MULTILINE) == []
    assert METHODS.count("\n$$\n") >= 6
