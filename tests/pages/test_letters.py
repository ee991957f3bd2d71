"""The letters that browsers get: all that the site writes, as wide as pictures take them to be, and few bytes."""

from __future__ import annotations

import io
import re

from fontTools.ttLib import TTFont

from components.documents.drawings.letters import RANGES, letters
from components.formatting.typeface import length, upright
from data.language import LOCALES
from data.settings import ROOT
from tests.site import app


def test_they_are_small_and_kept_for_a_month() -> None:
    answered = app.server.test_client().get("/typeface.woff2")
    assert answered.headers["Content-Type"] == "font/woff2"
    assert "max-age=2592000" in answered.headers["Cache-Control"]
    assert answered.data == letters()
    assert len(letters()) < 32_000


def test_a_word_is_as_wide_as_pictures_take_it_to_be() -> None:
    """Each letter, without what pairs of letters do to each other, in the lightest weight."""
    font = TTFont(io.BytesIO(letters()))
    units, widths, names = font["head"].unitsPerEm, font["hmtx"], font.getBestCmap()
    for letter in "Hmáñç8%–":
        assert abs(widths[names[ord(letter)]][0] / units * 14 - length(letter)) < 0.15, letter
    (weight,) = font["fvar"].axes
    assert (weight.axisTag, weight.minValue, weight.maxValue) == ("wght", 400, 700)


def test_everything_translated_can_be_written_with_them() -> None:
    """What is not among them is fetched with the whole typeface: no sentence of the site needs that."""
    kept = {letter for first, last in RANGES for letter in range(first, last + 1)}
    said = "".join(path.read_text(encoding="utf-8") for path in LOCALES.glob("*.po"))
    whole = set(TTFont(upright()).getBestCmap())
    formulas = set(map(ord, "ΣαβδμρστχᵢⱼₖΔλθ√∞∑√⁰⁴⁵⁶\u0304"))
    assert {chr(letter) for letter in set(map(ord, said)) & whole - kept - formulas} == set()


def test_the_style_sheet_names_the_same_letters() -> None:
    sheet = (ROOT / "assets" / "typeface.css").read_text(encoding="utf-8")
    named = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", sheet)
    assert [(int(a, 16), int(b or a, 16)) for a, b in named] == list(RANGES)
