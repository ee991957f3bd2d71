"""What `make audit` says: that nothing was found only where everything was looked up."""

from __future__ import annotations

import json

import pytest

from tests.audit import FOUND, NOT_ASKED, Report, report, together, verdict

SOUND = {"name": "flask", "version": "3.1.3", "vulns": []}
BROKEN = {"name": "jinja2", "version": "3.1.6", "vulns": [{"id": "GHSA-0000", "fix_versions": ["3.1.7"]}]}
PASSED_OVER = {"name": "dash", "skip_reason": "Dependency not found on PyPI and could not be audited: dash (4.4.1)"}


@pytest.mark.parametrize(
    ("packages", "said", "end"),
    [
        ([SOUND], "2026.txt: 1 packages looked up, nothing is known against any", 0),
        ([SOUND, BROKEN], "2026.txt: jinja2 3.1.6: GHSA-0000, mended in 3.1.7", FOUND),
        ([SOUND, PASSED_OVER], "2026.txt: 1 packages looked up, 1 could NOT be: dash", NOT_ASKED),
        ([BROKEN, PASSED_OVER], "could NOT be: dash", FOUND),
        ([PASSED_OVER], "2026.txt: NOT AUDITED. None of its 1 packages could be looked up", NOT_ASKED),
        ([], "2026.txt: NOT AUDITED.", NOT_ASKED),
    ],
)
def test_what_was_not_looked_up_is_no_success(packages: list[object], said: str, end: int) -> None:
    told, ended = verdict("2026.txt", report(json.dumps({"dependencies": packages, "fixes": []})))
    assert said in told
    assert ended == end


@pytest.mark.parametrize("printed", ["", "ERROR: no route to host", "[]", "{}"])
def test_a_database_that_says_nothing_is_said_to_be_out_of_reach(printed: str) -> None:
    assert report(printed) is None
    told, ended = verdict("2026.txt", together([None, report(printed)]))
    assert told.startswith("2026.txt: NOT AUDITED.")
    assert ended == NOT_ASKED


def test_what_one_database_leaves_open_another_may_answer() -> None:
    first = report(json.dumps({"dependencies": [SOUND, PASSED_OVER]}))
    second = report(json.dumps({"dependencies": [{"name": "dash", "version": "4.4.1", "vulns": []}]}))
    assert together([first, second]) == Report(frozenset({"flask", "dash"}), frozenset(), ())
    assert together([first, None]) == first
