"""What every test shares."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from data.language import use_language
from tests.examples import number_of, take_share
from tests.together import SHARED, Together, scope_of

SOURCE_FILES = Path(__file__).resolve().parents[2] / "shared" / "sources"
"""The publishers' own files, beside the checkout where they are in hand; never part of it."""
IN_SOURCE_FILES = [
    "data/observations/test_source_rows.py",
    "data/observations/test_whole_files.py",
    "data/pipeline/test_nation_rows.py",
]
collect_ignore = [] if SOURCE_FILES.is_dir() else IN_SOURCE_FILES


def pytest_report_header() -> str:
    """Say whether figures are looked up in the publishers' files: a check left out is not a check passed."""
    if SOURCE_FILES.is_dir():
        return f"source files: in hand; {number_of(200)} random figures are looked up in them"
    return f"source files: not in hand; LEFT OUT: {', '.join(f'tests/{name}' for name in IN_SOURCE_FILES)}"


# How long an example takes depends on what else the machine does: no test is about time (`make bench` is). The examples
# are the same in every run, so that whoever sees a test fail sees it fail again.
settings.register_profile("tenth", deadline=None, derandomize=True, database=None)
settings.register_profile("deep", settings.get_profile("tenth"))
settings.load_profile("tenth")

pytest_plugins = ["tests.databases"]


def pytest_itemcollected(item: pytest.Item) -> None:
    """Give a property the share of its examples that the profile of this run is for (`make test-deep`: all).

    What asks for the sample of answers waits until they are made: `make test-quick` leaves it out.
    """
    take_share(getattr(item, "obj", None), settings.get_current_profile_name())
    if scope_of(item.nodeid.partition("::")[0]) == SHARED:
        item.add_marker("slow")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Hand the files of tests to the processes of a run."""
    return Together(config, log)


def pytest_collection_finish() -> None:
    """Leave what is loaded out of every search for garbage, and search less often: the tests stay to the end anyway.

    A twentieth of the time of tests that make much went into it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionfinish() -> None:
    """Let everything be cleared away again: DuckDB complains of what is left when Python ends."""
    gc.unfreeze()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "viewport(width, height): the size, in CSS pixels, of this test's page")
    config.addinivalue_line(
        "markers", "expects_console(*patterns): console messages of this test's page that are meant to appear"
    )


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Every test begins in English, whatever the one before it in this process spoke."""
    with use_language("en"):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    """What is made for many tests is made in English too, before `in_english` of the first: it may ask in another."""
    with use_language("en") if fixturedef.scope != "function" else nullcontext():
        return (yield)
