"""Every page that is read: sound for a screen reader, within its width, in its language, at a desk and on a phone."""

from __future__ import annotations

from io import BytesIO

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from data.language import LOCALES
from tests.browser.page_checks import DESKTOP, PHONE, assert_accessible, no_horizontal_scroll, settle
from tests.examples import is_deep

LANGUAGES = ("en", "es")
REGION = "members=CKCPCXCb&name=Holyoke"
ADDRESSES = (
    "/",
    "/place/brockton",
    "/place/hampden-county?order=distance",
    "/place/lynn?form=page",
    "/place/holyoke?with=springfield",
    "/places",
    "/regions",
    f"/regions?{REGION}",
    "/maternity-access?place=truro",
    "/data",
    "/data/drug_overdose_deaths",
    "/data/releases",
    "/about",
    "/api",
    "/methods",
    "/search?q=diabetes",
    "/worst",
)
TEXTS = """() => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement, textContent } = walk.currentNode;
    const own = parentElement.closest("[lang]");
    const seen = !parentElement.closest("script, style, noscript");
    if (own === document.documentElement && seen) found.add(textContent.trim());
  }
  return [...found];
}"""
"""What a page says in its own language: every piece of text that is not marked as of another."""


def english_messages() -> set[str]:
    """Messages that are another word in Spanish: none of them stands on a page in it."""
    catalogue = read_po(BytesIO((LOCALES / "es.po").read_bytes()), locale="es")
    return {m.id for m in catalogue if isinstance(m.id, str) and m.id and m.string not in (m.id, "") and " " in m.id}


def looked_at(n: int, lang: str) -> tuple[tuple[int, int], ...]:
    """The sizes at which a page is looked at for its rules in a language.

    In each day's run its turn: every page meets both sizes and both languages, and every size both languages. A fault
    needs a page's own markup and a size's own layout or a language's longer words, rarely all three.
    """
    return (DESKTOP, PHONE) if is_deep() else ((DESKTOP, PHONE)[(n + LANGUAGES.index(lang)) % 2],)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_sound_on_desk_and_phone(page: Page, lang: str) -> None:
    foreign = english_messages() if lang != "en" else set()
    for n, address in enumerate(ADDRESSES):
        word = "" if lang == "en" else f"{'&' if '?' in address else '?'}lang={lang}"
        page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
        page.goto(address + word)
        settle(page)
        assert page.evaluate("document.documentElement.lang") == lang, address
        assert page.locator("h1").count() == 1, address
        assert set(page.evaluate(TEXTS)) & foreign == set(), address
        for width, height in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            settle(page)  # what is scrolled at this width is given a name and a stop of the keyboard
            if (width, height) in looked_at(n, lang):
                assert_accessible(page)
            no_horizontal_scroll(page)
