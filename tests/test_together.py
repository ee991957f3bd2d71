"""Files that render the same answers are run by one process, which makes them once."""

from __future__ import annotations

from tests.together import SHARED, scope_of


def test_files_that_ask_for_the_sample_are_run_together_and_others_by_themselves() -> None:
    assert scope_of("tests/components/test_documents.py") == scope_of("tests/components/test_figures.py") == SHARED
    assert scope_of("tests/test_once.py") == "tests/test_once.py"
