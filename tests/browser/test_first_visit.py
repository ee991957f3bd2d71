"""A first visit is small, and a second asks for nothing that is kept; `make bench ARGS=visit` measures more of them."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.page_checks import DESKTOP, options_of
from tests.first_visit import ABOVE, AGAIN, AT_REST, visited


def test_a_first_visit_keeps_to_its_bytes_and_a_second_asks_for_the_document_alone(browser: Browser, site: str) -> None:
    with browser.new_context(**options_of(site, DESKTOP)) as context:
        first, again = (visited(context, "/explore", quiet=1.8) for _ in range(2))
    needed, _ = first.above()
    assert 40_000 < needed <= ABOVE
    assert needed < first.total() <= AT_REST
    assert sorted(first.kinds[one] for one in first.asked() if "states.json" not in first.addresses[one]) == [
        "Document", "Font", "Script", "Script", "Stylesheet",
    ]  # fmt: skip
    assert again.assets() == []
    assert [again.kinds[one] for one in again.asked()] == ["Document"]
    assert again.total() <= AGAIN
