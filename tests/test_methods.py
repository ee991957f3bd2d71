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
    """The public functions and classes that a module defines.

    An error and the shape that a parameter must have (a protocol) work nothing out, and are no statistics.
    """
    members = inspect.getmembers(importlib.import_module(module))
    return [
        name
        for name, member in members
        if (inspect.isfunction(member) or inspect.isclass(member))
        and member.__module__ == module
        and not name.startswith("_")
        and not (inspect.isclass(member) and (issubclass(member, Exception) or is_protocol(member)))
    ]


def is_protocol(kind: type) -> bool:
    return bool(getattr(kind, "_is_protocol", False))


@pytest.mark.parametrize("module", MODULES)
def test_every_public_statistic_is_on_the_page_of_methods(module: str) -> None:
    named = set(re.findall(r"`(\w+)`", METHODS))
    assert [name for name in statistics_of(module) if name not in named] == []


def test_there_are_statistics_to_name() -> None:
    found = {name for module in MODULES for name in statistics_of(module)}
    assert {"rate", "trend", "select", "Trend", "Estimate"} <= found
    assert found.isdisjoint({"FiguresError", "Period"})


def test_a_formula_on_a_line_of_its_own_is_set_as_one() -> None:
    """Between dollar signs on lines of their own; on one line it is set within a sentence and runs out of a phone."""
    assert re.findall(r"^\$\$.+", METHODS, re.MULTILINE) == []
    assert METHODS.count("\n$$\n") >= 6
