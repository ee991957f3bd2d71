"""What is made for many tests neither begins in the language that came before it nor leaves its own behind."""

from __future__ import annotations

import pytest

from data.language import language, set_language


@pytest.fixture(scope="module")
def left_in_portuguese() -> str:
    """As a site's answer to an address in Portuguese leaves it."""
    set_language("pt")
    return language()


@pytest.fixture(scope="module")
def made_after(left_in_portuguese: str) -> str:
    return f"{left_in_portuguese}, then {language()}"


def test_the_next_is_made_in_english(made_after: str) -> None:
    assert made_after == "pt, then en"
    assert language() == "en"
