"""The code of a region's members in an address: every set comes back, and every broken code says what is wrong."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalog.models import Catalog, Place
from data.query.regions.member_code import BITMAP, DIGITS, MemberCodeError, decode, encode, municipalities
from data.query.regions.region import LONGEST_NAME, clean_name

TOWNS = [f"25{n:08d}" for n in range(351)]
CATALOG = Catalog(
    indicators={}, sources={}, places={i: Place(i, i, i, "municipality", (i,)) for i in reversed(TOWNS)}
)  # fmt: skip


@given(st.sets(st.sampled_from(TOWNS), min_size=1))
def test_every_set_comes_back(members: set[str]) -> None:
    code = encode(members, CATALOG)
    assert set(decode(code, CATALOG)) == members
    assert re.fullmatch(r"[\w-]+", code)
    assert len(code) == min(2 * len(members), BITMAP)


def test_a_town_is_its_number_in_the_list() -> None:
    assert encode([TOWNS[0]], CATALOG) == "AA"
    assert encode([TOWNS[65], TOWNS[3]], CATALOG) == "ADBB"  # 3, and 65 = 64 · 1 + 1
    assert municipalities(CATALOG) == tuple(TOWNS)


def test_a_bitmap_is_what_base64url_makes_of_its_bits() -> None:
    members = [TOWNS[n] for n in range(0, 351, 3)]
    bits = sum(1 << (8 * 45 - 1 - n) for n in range(0, 351, 3))  # 351 bits in whole bytes
    written = base64.urlsafe_b64encode(bits.to_bytes(45, "big")).decode()
    assert encode(members, CATALOG) == written[:BITMAP]
    assert set(written[BITMAP:]) == {"A"}


def test_a_short_set_may_be_written_as_a_bitmap() -> None:
    code = "g" + "A" * (BITMAP - 1)
    assert decode(code, CATALOG) == (TOWNS[0],)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", "empty"), ("A" * BITMAP, "empty"), ("AA!", "letters"), ("AÄ", "letters"), ("A A", "letters"),
        ("A", "length"), ("ABC", "length"), ("A" * 60, "length"), ("A" * 10_000, "length"), ("__", "unknown"),
        ("F_", "unknown"), ("A" * (BITMAP - 1) + "H", "unknown"),
    ],
)  # fmt: skip
def test_a_broken_code_says_what_is_wrong(code: str, fault: str) -> None:
    with pytest.raises(MemberCodeError) as error:
        decode(code, CATALOG)
    assert error.value.fault == fault


@given(st.text(alphabet=DIGITS + "= +/é", max_size=70))
def test_any_text_is_a_set_or_a_fault(text: str) -> None:
    try:
        members = decode(text, CATALOG)
    except MemberCodeError:
        return
    assert decode(encode(members, CATALOG), CATALOG) == members


def test_nobody_is_no_region() -> None:
    with pytest.raises(ValueError, match="at least one"):
        encode([], CATALOG)


@given(st.text(max_size=200))
def test_a_name_is_one_short_line_without_markup(text: str) -> None:
    name = clean_name(text)
    assert len(name) <= LONGEST_NAME
    assert not set(name) & set("<>{}*`\n\t\u202e")
    assert name == "" or name[0].isalnum()
    assert clean_name(name) == name


def test_names_keep_their_letters() -> None:
    assert clean_name("  Greater\u00a0Springfield\n& Holyoke (2026) ") == "Greater Springfield & Holyoke (2026)"
    assert clean_name("=1+1") == "1+1"
    assert clean_name("<b>Río Ñandú</b>") == "b Río Ñandú /b"
